"""Read the built pages as paper wants them: a tree each, ids of their own, no aid of a screen.

The reading edition is chosen here, too: some of the trees, the tests in brief, and the
bibliography of what these cite.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html
from lxml.html import HtmlElement, builder

from edition.tables import DataError

ARTICLE = ("introduction", "theory", "soft_power", "economic_power", "military_power", "conclusion")
FIRST_APPENDIX = (
    "ledger"  # in the order of _toc.yml; this page and all after it are lettered appendices
)
FRONT = "index"  # the page that says what the edition is, and has the abstract
FRONT_TITLE = "About this edition"  # on paper the title of the whole stands before it
ABSTRACT = "abstract"  # the id of its section on that page
BIBLIOGRAPHY = "bibliography"  # the class of the list of references
TRANSLATED = "the-abstract-in-other-languages"  # the id of its section there
GLOSSARY = "glossary"  # the page of the terms
# head of the tables of verdicts (edition.listings.judged) as the tests in brief show them
VERDICTS = ("Statement", "Question", "Estimate", "Verdict")
SCREEN = {
    "headerlink",
    "claim-link",
    "chart-data",
    "chart-files",
    "chart-narrow",
    "hide",
    "cell_input",
    "screen-only",
    "toctree-wrapper",
}
HEADINGS = ("h1", "h2", "h3", "h4")
BACK = {"label", "backrefs"}  # what leads from a note back to its mark; Typst makes both links
SCREEN_TAGS = {"script", "style", "button", "input", "template", "hr", "summary"}
BREAK = re.compile("<wbr ?/?>")  # the parser would let it hold what follows
SPACE = re.compile(r"[ \t\r\n]+")
DRAWING = re.compile(r"<svg\b.*?</svg>", re.S)
FACE = "Source Sans Pro"  # of the words in drawings; _templates/typst/edition.typ has it, too
COLOUR = re.compile(r"var\(--[\w-]+, ?(#\w+)\)")


@dataclass(frozen=True)
class Page:
    """One page: name (soft_power), article whose ids begin with the name, SVG texts by number."""

    name: str
    article: HtmlElement
    drawings: dict[str, str] = field(default_factory=dict)


def classes(node: HtmlElement) -> set[str]:
    """Return the classes of an element."""
    return set(node.get("class", "").split())


def words(node: HtmlElement) -> str:
    """Return the text of an element in one line; spaces that hold words together stay."""
    return SPACE.sub(" ", node.text_content()).strip(" ")


def of_class(node: HtmlElement, name: str) -> Iterator[HtmlElement]:
    """Yield all elements below that have a class, in their order."""
    return (below for below in node.iter() if isinstance(below.tag, str) and name in classes(below))


def complete(pages: dict[str, str]) -> list[Page]:
    """Return all pages, from their HTML by name in the order of the book, appendices lettered.

    DataError for a page without an article.
    """
    found = [_read(name, text, set(pages)) for name, text in pages.items()]
    _move_places(found)
    letters, appendix = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), False
    for page in found:
        title = page.article.find(".//h1")
        appendix = appendix or page.name == FIRST_APPENDIX
        if page.name == FRONT:
            _set_text(title, FRONT_TITLE)
        elif appendix:
            title.text = f"Appendix {next(letters)}. {title.text}"
    return found


def reading(book: list[Page]) -> list[Page]:
    """Return the reading edition: abstract, the article, tests in brief, glossary, bibliography.

    DataError where the complete edition has no abstract, no tests or nothing that is cited.
    """
    named = {page.name: page for page in book}
    front = [_abstract(named[FRONT]), *(named[name] for name in ARTICLE), _tests_in_brief(book)]
    front += [_glossary(named[GLOSSARY])] if GLOSSARY in named else []
    return [*front, _bibliography(book, front)]


def _read(name: str, text: str, names: set[str]) -> Page:
    """Return a page; DataError where it has no article.

    The drawings are taken out before the page is parsed: the parser of HTML would write their
    attributes in small letters.
    """
    drawings: dict[str, str] = {}

    def keep(match: re.Match) -> str:
        if re.search("chart-(narrow|small)", match[0][: match[0].index(">")]):
            return ""  # a wide one stands in this chapter, or in that of the test
        number = f"{name}-{len(drawings)}"
        drawings[number] = COLOUR.sub(r"\1", match[0]).replace(
            "<svg", f'<svg font-family="{FACE}"', 1
        )
        return f'<img data-drawing="{number}">'

    text = BREAK.sub("\N{ZERO WIDTH SPACE}", DRAWING.sub(keep, text))
    articles = list(of_class(html.document_fromstring(text), "bd-article"))
    if not articles:
        raise DataError(
            f"{name}.html: no element of the class bd-article, so nothing can be printed"
        )
    article = articles[0]
    _drop_screen(article)
    _name_places(article, name, names)
    return Page(name, article, drawings)


def _drop_screen(article: HtmlElement) -> None:
    """Take out what only a screen needs."""
    for node in list(article.iter()):
        unseen = not isinstance(node.tag, str) or node.tag in SCREEN_TAGS or "hidden" in node.attrib
        if node is not article and (unseen or classes(node) & (SCREEN | BACK)):
            node.drop_tree()


def _name_places(article: HtmlElement, name: str, names: set[str]) -> None:
    """Begin each id with the name of its page, and let links lead to it: #soft_power-s04."""
    for node in article.iter():
        if "id" in node.attrib:
            node.set("id", f"{name}-{node.get('id')}")
        href = node.get("href", "")
        page, _, fragment = href.partition("#")
        page = page.removesuffix(".html") or name
        if href and page in names:
            node.set("href", f"#{page}-{fragment}" if fragment else f"#{page}")


def _move_places(pages: list[Page]) -> None:
    """Give the ids of sections to their headings: an empty anchor may stay on the page before."""
    moved = {}  # id of an element before the heading: the id that leads to the heading
    for page in pages:
        for section in page.article.iter("section"):
            heading = next((child for child in section if child.tag in HEADINGS), None)
            if heading is None:
                continue
            place = page.name if heading.tag == "h1" else section.get("id")
            for node in (section, *heading.itersiblings(preceding=True)):
                if "id" in node.attrib:
                    moved[f"#{node.attrib.pop('id')}"] = f"#{place}"
            heading.set("id", place)
    for page in pages:
        for link in page.article.iter("a"):
            if link.get("href") in moved:
                link.set("href", moved[link.get("href")])


def _set_text(node: HtmlElement, text: str) -> None:
    for child in list(node):
        node.remove(child)
    node.text = text


def _abstract(front: Page) -> Page:
    """Return the abstract as a page, in English and then in the other languages."""
    wanted = [f"{FRONT}-{name}" for name in (ABSTRACT, TRANSLATED)]
    found = {node.get("id"): node.getparent() for node in front.article.iter("h2")}
    if wanted[0] not in found:
        raise DataError(
            f"{FRONT}.html: no section {ABSTRACT}, with which the reading edition begins"
        )
    section, *others = (copy.deepcopy(found[name]) for name in wanted if name in found)
    section.find("h2").tag = "h1"
    for part in [part for other in others for part in other.iterfind("section")]:
        part.find("h3").tag = "h2"
        section.append(part)
    return Page(ABSTRACT, section)


def _tests_in_brief(book: list[Page]) -> Page:
    """Return a chapter with a table for each page of tests, and the address of the rest."""
    article = builder.E.article(builder.H1("The tests in brief", id="tests"))
    article.append(
        builder.P(
            "Question, estimate with its interval, and verdict of each test, as the editors made "
            "them; none of this is the author’s. Margins, pictures and reservations stand in the "
            "complete edition and on its pages, under the address above the table."
        )
    )
    for page in book:
        tables = [
            table
            for table in page.article.iter("table")
            if set(VERDICTS) - {"Estimate"} <= {words(th) for th in table.iterfind("thead/tr/th")}
        ]
        if tables:
            article.extend(_test(page, tables))
    if len(article) == 2:
        raise DataError(
            f"no table has columns {', '.join(VERDICTS)}, from which the tests in brief are made"
        )
    return Page("tests", article)


def _test(page: Page, tables: list[HtmlElement]) -> Iterator[HtmlElement]:
    title = words(page.article.find(".//h1"))
    rows = [row for table in tables for row in _columns(table)]
    head = builder.THEAD(builder.TR(*map(builder.TH, VERDICTS)))
    yield builder.H2(title)
    yield builder.P(
        "The rest: ", builder.CODE(f"chapters/{page.name}.html"), **{"class": "table-source"}
    )
    yield builder.TABLE(head, builder.TBODY(*rows))


def _columns(table: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the rows of a table by these columns; documents have no estimate."""
    heads = [words(th) for th in table.iterfind("thead/tr/th")]
    for row in table.iterfind("tbody/tr"):
        cells = dict(zip(heads, row, strict=True))
        yield builder.TR(*(copy.deepcopy(cells.get(name, builder.TD())) for name in VERDICTS))


def _glossary(page: Page) -> Page:
    """Return the lines of the glossary alone."""
    lines = [copy.deepcopy(node) for node in of_class(page.article, GLOSSARY)]
    return Page("words", builder.E.article(builder.H1("Glossary", id="words"), *lines))


def _bibliography(book: list[Page], printed: list[Page]) -> Page:
    """Return the entries that printed pages lead to, by a link or by an address of the entry."""
    addresses = {link.get("href") for page in printed for link in page.article.iter("a")} - {None}
    lists = [node for page in book for node in of_class(page.article, BIBLIOGRAPHY)]
    entries = [
        copy.deepcopy(entry)
        for found in lists
        for entry in found.iterfind("li")
        if _cited(entry, addresses)
    ]
    for node in [node for entry in entries for node in of_class(entry, "cited")]:
        node.drop_tree()  # most of these places are not printed here
    if not entries:
        raise DataError(f"no list of the class {BIBLIOGRAPHY} has an entry that the chapters cite")
    title = builder.H1("Bibliography", id="references")
    return Page(
        "references", builder.E.article(title, builder.UL(*entries, **{"class": BIBLIOGRAPHY}))
    )


def _cited(entry: HtmlElement, addresses: set[str]) -> bool:
    own = {f"#{entry.get('id')}", *(link.get("href") for link in entry.iter("a"))}
    return bool(own & addresses)
