"""Say in the head of every page what it is, to search engines and reference managers.

All of it comes from CITATION.cff, references.bib and _config.yml. Where no address of the site
is set, addresses are relative, and what makes sense only with one (canonical links) is left out.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from docutils import nodes
from pybtex.database import Entry
from sphinx.util import logging

from edition.book.catalogue import (
    date_of,
    first_and_last_page,
    house,
    language_and_address,
    licences,
    person,
    sort_name,
)
from edition.book.linked_data import PDF, PICTURE, described
from edition.references import notes
from edition.tables.citation import citation

LEDGER = "chapters/ledger"  # lists the verdicts
MARKDOWN = "downloads/markdown/{}.md"  # edition.outputs.markdown writes it there
DRAWN = "Moves of Russia and Belarus by kind, before and since 2014"  # outputs/card.py draws it
PICTURE_SIZE = (1200, 630)  # pixels, as OpenGraph and Twitter cards want it
# BibTeX type: the field of Highwire's that names where the work was published
PUBLISHED_IN = {
    "article": "citation_journal_title",
    "book": "citation_publisher",
    "techreport": "citation_technical_report_institution",
    "misc": "citation_publisher",
}
Pairs = list[tuple[str, str]]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Page:
    """What is said of one page.

    meta: CITATION.cff, by field. title: of a chapter, None for the first page, which stands for
    the edition. claim: what the page says, in a sentence. keys: of the sources cited. address:
    gives the address of a file of the site. url: the page's own address, or nothing. path: of the
    page in the site. parts: path and title of the other pages, of the first page alone. judges:
    whether the page lists the verdicts.
    """

    meta: dict
    language: str
    title: str | None
    claim: str
    keys: list[str]
    address: Callable[[str], str]
    url: str
    path: str
    parts: tuple[tuple[str, str], ...] = ()
    judges: bool = False

    @property
    def shown(self) -> str:
        """The title, also of the first page."""
        return self.title or self.meta["title"]


def cited(body: str) -> list[str]:
    """Return the keys of the sources that a page cites, in the order of references.bib.

    body: its HTML.
    """
    if 'class="bibliography"' in body:
        return []  # the whole bibliography stands in the metadata of the first page
    there = set(re.findall(rf'href="{re.escape(notes.address(""))}([\w-]+)"', body))
    return [key for key in notes.entries() if key in there]


def _plain(text: str) -> str:
    return " ".join(text.split())


def citation_reference(entry: Entry) -> str:
    """Return the content of a `citation_reference`: Highwire fields divided by semicolons.

    Semicolons in values therefore become commas.
    """
    get = entry.fields.get
    first, last = first_and_last_page(entry)
    people = [each for role in ("author", "editor") for each in entry.persons.get(role, [])]
    report = entry.type == "techreport"
    pairs = [
        ("citation_title", get("title")),
        *(("citation_author", sort_name(each)) for each in people),
        (PUBLISHED_IN[entry.type], get("journal") or house(entry)),
        ("citation_technical_report_number" if report else "citation_issue", get("number")),
        ("citation_volume", get("volume")),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_publication_date", date_of(entry).replace("-", "/")),
        ("citation_doi", get("doi")),
        ("citation_isbn", get("isbn")),
    ]
    return ";".join(f"{name}={value.replace(';', ',')}" for name, value in pairs if value)


def tags(page: Page) -> list[tuple[str, str, str]]:
    """Return the tags of a page as (attribute, name, content)."""
    named = [
        ("description", page.claim),
        ("author", ", ".join(_plain_names(page))),
        *_highwire(page),
        *_dublin_core(page),
        ("twitter:card", page.url and "summary_large_image"),
    ]
    return [
        (attribute, name, content)
        for attribute, pairs in (("name", named), ("property", _open_graph(page)))
        for name, content in pairs
        if content
    ]


def _plain_names(page: Page) -> list[str]:
    return [notes.plain_name(person(author)) for author in page.meta["authors"]]


def _sort_names(page: Page) -> list[str]:
    return [sort_name(person(author)) for author in page.meta["authors"]]


def _highwire(page: Page) -> Pairs:
    """Return what Google Scholar and Zotero read.

    Zotero's own translator takes a name without a comma for a person's, and reads
    citation_book_title as a property of OpenGraph's book, which it does not know.
    """
    meta, names = page.meta, _sort_names(page)
    return [
        ("citation_title", page.shown),
        ("citation_inbook_title", page.title and meta["title"]),
        *(("citation_author", name if "," in name else f"{name},") for name in names),
        ("citation_publication_date", meta["date-released"].replace("-", "/")),
        ("citation_language", page.language),
        ("citation_keywords", "; ".join(meta["keywords"])),
        # the PDF is that of the whole edition, and its address has to be absolute
        ("citation_pdf_url", page.url and not page.title and page.address(PDF)),
        ("citation_abstract_html_url", page.url),
        *(("citation_reference", citation_reference(notes.entries()[key])) for key in page.keys),
    ]


def _dublin_core(page: Page) -> Pairs:
    meta, original = page.meta, page.meta["references"][0]
    source = ", ".join(
        [
            notes.plain_name(person(original["authors"][0])),
            f"“{original['title']}”",
            f"{original['collection-title']} {original['number']}",
            original["institution"]["name"],
            original["date-published"],
            original["url"],
        ]
    )
    return [
        ("DC.title", page.shown),
        ("DCTERMS.isPartOf", page.title and meta["title"]),
        *(("DC.creator", author) for author in _sort_names(page)),
        ("DC.date", meta["date-released"]),
        ("DC.language", page.language),
        *(("DC.rights", licence) for licence in licences(meta)),
        ("DC.relation", source),  # DC.source becomes the publication in Zotero
        ("DC.type", "Text"),
        ("DC.identifier", page.url),
    ]


def _open_graph(page: Page) -> Pairs:
    """Return what shows a link to the page as a card."""
    meta = page.meta
    kind, published = (
        ("article", "article:published_time") if page.title else ("book", "book:release_date")
    )
    return [
        ("og:type", kind),
        ("og:title", page.shown),
        ("og:site_name", meta["title"]),
        ("og:description", page.claim),
        ("og:locale", page.language.replace("-", "_")),
        ("og:url", page.url),
        *(_picture(page) if page.url else ()),
        *((f"{kind}:author", author) for author in _plain_names(page)),
        (published, meta["date-released"]),
    ]


def _picture(page: Page) -> Pairs:
    """Return the tags of the picture, whose address has to be absolute."""
    width, height = PICTURE_SIZE
    return [
        ("og:image", page.address(PICTURE)),
        ("og:image:type", "image/png"),
        ("og:image:width", str(width)),
        ("og:image:height", str(height)),
        ("og:image:alt", f"{page.meta['title']}. {DRAWN}"),
    ]


def _describe(app, pagename, templatename, context, doctree):
    """Add the tags to the head of a page that was written by somebody (not to search and index)."""
    if app.config.edition_outputs == "none" or doctree is None:
        return
    root = Path(app.confdir)
    page = _page(app, root, pagename, context, doctree)
    lines = head(doctree, tags(page))
    data = json.dumps(described(page, _sources(root)[2]), ensure_ascii=False, sort_keys=True)
    data = data.replace("<", r"\u003c")  # no tag can end the script
    lines.append(f'<script type="application/ld+json">{data}</script>')
    words = context["pathto"](MARKDOWN.format(Path(pagename).name), 1)
    lines.append(f'<link rel="alternate" type="text/markdown" href="{words}">')
    # in place of docutils’ own, which says the viewport once more; _templates/layout.html has it
    # behind the style sheet, which a reader waits for
    context["metatags"], context["described"] = "", "\n".join(lines)
    context["restates"] = any("claim" in node["classes"] for node in doctree.findall(nodes.inline))


def head(doctree: nodes.document, ours: list[tuple[str, str, str]]) -> list[str]:
    """Return the tags of a page as HTML: its own, by `html_meta`, and of ours all others."""
    own = [node.non_default_attributes() for node in doctree.findall(nodes.meta)]
    named = {each.get("name", each.get("property")) for each in own}
    rest = [{kind: name, "content": text} for kind, name, text in ours if name not in named]
    return [f"<meta {_written(each)}>" for each in own + rest]


def _written(attributes: dict[str, str]) -> str:
    return " ".join(f'{name}="{escape(text)}"' for name, text in attributes.items())


@cache
def _sources(root: Path) -> tuple[dict, tuple[str, str], dict]:
    """Return CITATION.cff, language and address of the site, datapackage.json."""
    package = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    return citation(root), language_and_address(root), package


def _page(app, root: Path, name: str, context: dict, doctree) -> Page:
    """Return what is said of the page that Sphinx writes under this name."""
    meta, (language, base), _ = _sources(root)
    first = name == app.config.root_doc

    def address(path: str) -> str:
        if base:
            return urljoin(base, path)
        here = f"{name}.html"  # of which Sphinx says “#”
        return Path(here).name if path == here else context["pathto"](path, 1)

    return Page(
        meta,
        language,
        None if first else app.env.titles[name].astext(),
        _claim(doctree, name),
        list(notes.entries()) if first else cited(context.get("body", "")),
        address,
        urljoin(base, f"{name}.html") if base else "",
        f"{name}.html",
        tuple(_parts(app)) if first else (),
        name == LEDGER,
    )


def _parts(app) -> Iterator[tuple[str, str]]:
    """Yield path and title of each page but the first."""
    for name in order(app)[1:]:
        yield f"{name}.html", app.env.titles[name].astext()


def order(app) -> list[str]:
    """Return the names of the pages in the order of the table of contents."""
    found = [app.config.root_doc]

    def walk(name):
        for child in app.env.toctree_includes.get(name, []):
            found.append(child)
            walk(child)

    walk(app.config.root_doc)
    return found


def _claim(doctree, name: str) -> str:
    """Return the line of the page that has the class chapter-claim; a warning if there is none."""
    for node in doctree.findall(nodes.container):
        if "chapter-claim" in node["classes"] and (claim := _plain(node.astext())):
            return claim
    missing = "no line of the class chapter-claim, which describes the page to search engines"
    logger.warning(missing, location=name)
    return ""


def setup(app):
    """Connect the tags to the pages that Sphinx writes."""
    app.connect("html-page-context", _describe)
