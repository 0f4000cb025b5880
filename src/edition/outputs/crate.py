"""Describe the site as a research object: RO-Crate 1.2, in ro-crate-metadata.json.

It tells what each file is, under which terms, by whom, and what was made from what: a page from the
tables that its cells read, a table by its builder from the files of its publishers.
"""

import json
import re
from pathlib import Path

from edition.book import catalogue, linked_data
from edition.book.metadata import MARKDOWN

NAME = "ro-crate-metadata.json"
BUILDERS = "#builders"
PACKAGE = "#package"
# what is handed out beside pages, notebooks and tables: path under downloads/, title, media type
BESIDE = (
    ("edition.pdf", "The complete edition", "application/pdf"),
    ("edition-reading.pdf", "The reading edition", "application/pdf"),
    ("edition-reading-archive.pdf", "The reading edition for archives", "application/pdf"),
    ("edition.epub", "The edition for e-readers", "application/epub+zip"),
    ("article.xml", "The restated article as JATS", "application/xml"),
    ("edition-notebooks.zip", "All notebooks with what they need", "application/zip"),
    ("references.bib", "All references", "application/x-bibtex"),
    ("records.json", "Results and verdicts of the cells", "application/json"),
    ("manifest.json", "Digests of all that was read and made", "application/json"),
)


def write(out: Path, meta: dict, package: dict, pages: dict[str, tuple[str, list[str]]]) -> None:
    """Write the description into out, the folder of built pages.

    meta: CITATION.cff, by field. package: data/datapackage.json. pages: title of each page by its
    name, and the names of the tables that its cells read.
    """
    text = json.dumps(described(meta, package, pages), ensure_ascii=False, indent=1)
    (out / NAME).write_text(text + "\n", encoding="utf-8")


def described(meta: dict, package: dict, pages: dict) -> dict:
    """Return the description; the arguments are those of write."""
    from rocrate.rocrate import ROCrate  # slow to import, and only a whole build needs it

    crate = ROCrate(version="1.2")
    authors, original = _people(crate, meta)
    text, code = (
        _thing(crate, f"https://spdx.org/licenses/{name}", "CreativeWork", name=name)
        for name in (catalogue.licences(meta)[0], catalogue.CODE_LICENCE)
    )
    root = crate.root_dataset
    told = {
        "name": meta["title"],
        "description": meta["abstract"],
        "datePublished": meta["date-released"],
        "version": str(meta["version"]),
        "keywords": meta["keywords"],
        "isBasedOn": original,
        "author": _few(authors),
        "license": text,  # and so that of each file that names no other
    }
    for name, value in told.items():
        root[name] = value
    _software(crate, meta, authors, code)
    tables = {item["name"]: _table(crate, item) for item in package["resources"]}
    for name, (title, read) in pages.items():
        _page(crate, name, title, [original, *(tables[each] for each in read)])
    for name, title, kind in BESIDE:
        said = {"name": title, "encodingFormat": kind}
        crate.add_file(dest_path=f"downloads/{name}", properties=said)
    root["mainEntity"] = crate.get("chapters/index.html")
    return crate.metadata.generate()


def _thing(crate, address: str, kind: str, /, **properties):
    """Return a thing that is no file of the site, made once."""
    from rocrate.model.contextentity import ContextEntity

    found = crate.get(address)
    made = ContextEntity(crate, address, properties={"@type": kind, **properties})
    return found or crate.add(made)


def _named(words: str) -> str:
    """Return the address of a thing that has none but its name."""
    return "#" + re.sub(r"\W+", "-", words)


def _few(things: list):
    """Return one thing by itself, as RO-Crate 1.2 has it, and several as a list."""
    return things[0] if len(things) == 1 else things


def _people(crate, meta: dict) -> tuple[list, object]:
    """Return the authors of the edition, and the original."""

    def agent(author: dict):
        said = linked_data.agent(author)
        return _thing(crate, _named(said["name"]), said["@type"], name=said["name"])

    original = meta["references"][0]
    house = original["institution"]["name"]
    work = _thing(
        crate,
        original["url"],
        "Report",
        name=original["title"],
        author=_few([agent(author) for author in original["authors"]]),
        publisher=_thing(crate, _named(house), "Organization", name=house),
        datePublished=original["date-published"],
        reportNumber=original["number"],
    )
    return [agent(author) for author in meta["authors"]], work


def _software(crate, meta: dict, authors: list, licence) -> None:
    """Add the code that made tables and pages; it lies in the project, not in the site."""
    shared = {"author": _few(authors), "license": licence, "version": str(meta["version"])}
    for name, title in ((BUILDERS, "data/builders"), (PACKAGE, "src/edition")):
        said = {"name": f"{title}, code in Python", "additionalType": "SoftwareSourceCode"}
        _thing(crate, name, "CreativeWork", **said, **shared)


def _table(crate, item: dict):
    """Add a table, with what it was made from and by which builder."""
    terms = [
        _thing(
            crate,
            licence.get("path") or _named(f"{licence['name']} of {item['name']}"),
            "CreativeWork",
            name=licence["title"],
        )
        for licence in item["licenses"]
    ]
    sources = [_source(crate, each) for each in item.get("sources", ())]
    said = {
        "name": item["title"],
        "description": item["description"],
        "encodingFormat": item.get("mediatype", "text/csv"),
        "license": _few(terms),
        "isBasedOn": _few(sources),
    }
    path = f"downloads/data/{item['path']}"
    table = crate.add_file(dest_path=path, properties=said)
    if item.get("builder"):
        _thing(
            crate,
            f"#made-{item['name']}",
            "CreateAction",
            name=f"{item['builder']} makes {item['path']}",
            instrument=crate.get(BUILDERS),
            object=_few(sources),
            result=table,
        )
    return table


def _source(crate, said: dict):
    """Return what a table was made from: a work, or another table."""
    address = said.get("path") or _named(said["title"])
    if not address.startswith(("#", "http")):
        return {"@id": f"downloads/data/{address}"}
    return _thing(crate, address, "CreativeWork", name=said["title"])


def _page(crate, name: str, title: str, sources: list) -> None:
    """Add a page, with its Markdown and its notebook."""
    forms = (
        (f"chapters/{name}.html", "text/html"),
        (MARKDOWN.format(name), "text/markdown"),
        (f"downloads/notebooks/{name}.ipynb", "application/x-ipynb+json"),
    )
    page, *others = (
        crate.add_file(
            dest_path=path,
            properties={"name": title, "encodingFormat": kind, "isBasedOn": _few(sources)},
        )
        for path, kind in forms
    )
    page["encoding"] = others
