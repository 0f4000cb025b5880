"""Describe the site as a research object: RO-Crate 1.2, in ro-crate-metadata.json.

It tells what each file is, how large, under which terms, by whom, and what was made from what: a
page or a figure from the tables that its cells read, a table by its builder from the files of its
publishers. It leaves out live/, which lists its own files.
"""

import ast
import json
import re
from collections.abc import Iterable
from pathlib import Path

from edition.book import catalogue, linked_data
from edition.book.metadata import MARKDOWN
from edition.charts.grammar import OURS
from edition.outputs import site_files
from edition.paths import ROOT

NAME = "ro-crate-metadata.json"
BUILDERS = "#builders"
PACKAGE = "#package"
SITE = "./"
SPDX = "https://spdx.org/licenses/{}"
# of a figure: ending of its file, media type, what it is besides the drawing
FORMS = (
    ("svg", "image/svg+xml", ""),
    ("png", "image/png", " (picture)"),
    ("csv", "text/csv", " (data)"),
    ("js", "text/javascript", " (values, for its page)"),
    ("table.js", "text/javascript", " (table, for its page)"),
)


def write(out: Path, meta: dict, package: dict, pages: dict, figures: Iterable[dict]) -> None:
    """Write the description into out, the folder of built pages, when all else lies there.

    meta: CITATION.cff, by field. package: data/datapackage.json. pages: of each page, by its name,
    its title, the sentence that describes it, and the names of the tables that its cells read.
    figures: as edition.book.execution.figures gives them.
    """
    found = _Described(out, meta).whole(package, pages, figures)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (out / NAME).write_text(text + "\n", encoding="utf-8")


def _few(things: list):
    """Return one thing by itself, as RO-Crate 1.2 has it, and several as a list."""
    return things[0] if len(things) == 1 else things


def _named(words: str) -> str:
    """Return the address of a thing that has none but its name."""
    return "#" + re.sub(r"\W+", "-", words).strip("-")


class _Described:
    """A description in the making: out is the folder of pages, meta CITATION.cff by field."""

    def __init__(self, out: Path, meta: dict):
        from rocrate.rocrate import ROCrate  # slow to import, and only a whole build needs it

        self.out, self.meta, self.crate = out, meta, ROCrate(version="1.2")
        self.authors = [self._agent(author) for author in meta["authors"]]
        self.text = self._licence(catalogue.licences(meta)[0])
        self.code = self._licence(catalogue.CODE_LICENCE)
        self.actions: list = []

    def whole(self, package: dict, pages: dict, figures: Iterable[dict]) -> dict:
        """Return the description; the arguments are those of write."""
        original, root = self._original(), self.crate.root_dataset
        self._software()
        self.titles = _titles(package)
        tables = {item["name"]: self._table(item) for item in package["resources"]}
        for name, (title, said, read) in pages.items():
            self._page(name, title, said, [original, *(tables[each] for each in read)])
        for data in figures:
            self._figure(data[OURS], tables)
        self._rest()
        self._action("#built", "src/edition makes the site", PACKAGE, [*tables.values()], root)
        told = {
            "name": self.meta["title"],
            "description": self.meta["abstract"],
            "datePublished": self.meta["date-released"],
            "version": str(self.meta["version"]),
            "keywords": self.meta["keywords"],
            "isBasedOn": original,
            "author": _few(self.authors),
            "publisher": _few(self.authors),  # no other house stands behind it
            "license": self.text,  # and so that of each file that names no other
            "mentions": self.actions,
            "mainEntity": self.crate.get("chapters/index.html"),
        }
        for name, value in told.items():
            root[name] = value
        return self.crate.metadata.generate()

    def _thing(self, address: str, kind: str, /, **properties):
        """Return a thing that is no file of the site, made once."""
        from rocrate.model.contextentity import ContextEntity

        if found := self.crate.get(address):
            return found
        made = ContextEntity(self.crate, address, properties={"@type": kind, **properties})
        return self.crate.add(made)

    def _file(self, path: str, name: str, description: str, kind: str, **more):
        """Add a file of the site, with its size; the manifest is written after all others."""
        said = {"name": name, "description": description, "encodingFormat": kind, **more}
        if (self.out / path).exists():
            said["contentSize"] = str((self.out / path).stat().st_size)
        return self.crate.add_file(dest_path=path, properties=said)

    def _agent(self, author: dict):
        said = linked_data.agent(author)
        return self._thing(_named(said["name"]), said["@type"], name=said["name"])

    def _original(self):
        """Return the article that the edition restates."""
        original = self.meta["references"][0]
        house = original["institution"]["name"]
        return self._thing(
            original["url"],
            "Report",
            name=original["title"],
            author=_few([self._agent(author) for author in original["authors"]]),
            publisher=self._thing(_named(house), "Organization", name=house),
            datePublished=original["date-published"],
            reportNumber=original["number"],
        )

    def _licence(self, name: str, title: str = "", address: str = "", table: str = ""):
        """Return the terms of a table, or a licence of SPDX's list, which its name is enough for.

        Terms that lie where a source lies are another thing than that source.
        """
        if not name.startswith(("LicenseRef-", "other-")):
            said = f"The licence {name} of SPDX’s list."
            return self._thing(SPDX.format(name), "CreativeWork", name=name, description=said)
        more = {"name": title, "description": f"On no list of licences; here it is called {name}."}
        if address and address not in self.titles:
            return self._thing(address, "CreativeWork", **more)
        own = _named(name if address else f"{name} of {table}")
        return self._thing(own, "CreativeWork", **more, **({"url": address} if address else {}))

    def _software(self) -> None:
        """Add the code that made tables and pages; it lies in the project, not in the site."""
        for name, title, said in (
            (BUILDERS, "data/builders", "Turns the files of publishers into tables."),
            (PACKAGE, "src/edition", "Judges, draws, and builds the pages and all that is beside."),
        ):
            self._code(name, title, said)

    def _code(self, address: str, name: str, description: str, **more):
        return self._thing(
            address,
            "CreativeWork",  # as the type itself, RO-Crate asks for the file
            additionalType="SoftwareSourceCode",
            name=name,
            description=description,
            author=_few(self.authors),
            license=self.code,
            version=str(self.meta["version"]),
            **more,
        )

    def _action(self, address: str, name: str, by, made_from: list, made) -> None:
        """Add that something was made, by which code and from what; the site mentions it."""
        by = self.crate.get(by) if isinstance(by, str) else by
        said = {"name": name, "instrument": by, "object": _few(made_from), "result": made}
        self.actions.append(self._thing(address, "CreateAction", **said))

    def _table(self, item: dict):
        """Add a table, with what it was made from and by which builder."""
        terms = [
            self._licence(each["name"], each["title"], each.get("path", ""), item["name"])
            for each in item["licenses"]
        ]
        sources = [self._source(each) for each in item.get("sources", ())]
        table = self._file(
            f"downloads/data/{item['path']}",
            item["title"],
            item["description"],
            item.get("mediatype", "text/csv"),
            license=_few(terms),
            isBasedOn=_few(sources),
        )
        if path := item.get("builder"):
            said = ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8")))
            whole = self.crate.get(BUILDERS)
            by = self._code(_named(path), path, said.partition("\n\n")[0], isPartOf=whole)
            name = f"{path} makes {item['path']}"
            self._action(f"#made-{item['name']}", name, by, sources, table)
        return table

    def _source(self, said: dict):
        """Return what a table was made from: a work, or another table.

        Where several works lie at one address, it names none of them.
        """
        title, address = said["title"], said.get("path", "")
        if address and not address.startswith("http"):
            return {"@id": f"downloads/data/{address}"}
        if address and len(self.titles[address]) == 1:
            return self._thing(address, "CreativeWork", name=title)
        more = {"url": address} if address else {}
        return self._thing(_named(title), "CreativeWork", name=title, **more)

    def _page(self, name: str, title: str, said: str, sources: list) -> None:
        """Add a page, with its Markdown and its notebook."""
        forms = (
            (f"chapters/{name}.html", "text/html"),
            (MARKDOWN.format(name), "text/markdown"),
            (f"downloads/notebooks/{name}.ipynb", "application/x-ipynb+json"),
        )
        page, *others = (
            self._file(path, title, said, kind, isBasedOn=_few(sources))
            for path, kind in forms
            if (self.out / path).exists()
        )
        page["encoding"] = others

    def _figure(self, figure: dict, tables: dict) -> None:
        """Add the files of a figure, made from the tables that it names."""
        made_from = [tables[name] for name in figure["tables"]]
        drawing, *others = (
            self._file(path, figure["title"] + form, figure["alt"], kind, isBasedOn=_few(made_from))
            for ending, kind, form in FORMS
            if (self.out / (path := f"downloads/figures/{figure['name']}.{ending}")).exists()
        )
        drawing["encoding"] = others

    def _rest(self) -> None:
        """Add all else that lies in the site, as edition.outputs.site_files describes it."""
        for path, (name, said, kind, terms) in site_files.beside(self.out):
            licence = [self._licence(each) for each in terms]
            self._file(path, name, said, kind, **({"license": _few(licence)} if licence else {}))


def _titles(package: dict) -> dict[str, set[str]]:
    """Return what tables call their sources, by the address of these."""
    found: dict[str, set[str]] = {}
    for item in package["resources"]:
        for source in item.get("sources", ()):
            found.setdefault(source.get("path", ""), set()).add(source["title"])
    return found
