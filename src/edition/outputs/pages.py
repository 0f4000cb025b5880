"""Read the built pages again, for all that is made from them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement

COLOUR = re.compile(r"var\(--chart-\w+, ?(#\w+)\)")  # with that of light paper
LINK = re.compile(r'<a\b([^>]*) href="#([^"]+)"([^>]*)>(.*?)</a>', re.S)
# what only a screen needs, and tables of all rows, which are too wide; the classes are those of the
# theme, of _static/edition.css, of edition.book.roles, edition.charts and edition.listings
DROPPED = (
    "script, .headerlink, .claim-link, .hide, .chart-narrow, .chart-data, .chart-files, .all-rows, "
    ".screen-only, .tag_screen-only, .prev-next-area"
)

# one class for all elements: to look up that of each tag takes a third of the time
KINDS = etree.ElementDefaultClassLookup(element=HtmlElement, comment=html.HtmlComment)

# attributes that name an id of the same page
LEADING = {"aria-labelledby", "aria-describedby", "xlink:href", "clip-path", "fill"}
CASE = {"viewbox": "viewBox", "clippath": "clipPath"}  # the parser of HTML writes all names small


@dataclass(frozen=True)
class Chapter:
    """One page: its name (soft_power), its title, and its article, cleaned, with ids of its own."""

    name: str
    title: str
    article: HtmlElement


def texts(pages: Path, names: list[str]) -> dict[str, str]:
    """Return the named pages, read from the folder of built pages, in that order."""
    return {name: (pages / f"{name}.html").read_text(encoding="utf-8") for name in names}


def parsed(text: str) -> HtmlElement:
    """Return a page as a tree, by a parser of its own: threads read pages side by side."""
    parser = etree.HTMLParser(remove_comments=True)
    parser.set_element_class_lookup(KINDS)
    return html.document_fromstring(text, parser)


def article(text: str, without: str) -> HtmlElement | None:
    """Return the article of a page, None if it has none.

    without: selectors of what is left out, each a tag or a class, so that one walk finds all.
    """
    found = parsed(text).find(".//article[@class='bd-article']")
    if found is not None:
        kinds = {each[1:] for each in without.split(", ") if each.startswith(".")}
        tags, dropped = set(without.split(", ")), []
        walk = etree.iterwalk(found, events=("start",))
        for _, node in walk:
            if node.tag in tags or kinds & classes(node):
                dropped.append(node)
                walk.skip_subtree()
        for node in dropped:
            node.drop_tree()
    return found


def classes(node: HtmlElement) -> set[str]:
    """Return the classes of an element."""
    return set(node.get("class", "").split())


def words(node: HtmlElement) -> str:
    """Return the text of an element in one line."""
    return " ".join(node.text_content().split())


def described(drawing: HtmlElement) -> str:
    """Return the title and the description of a drawing, a sentence each."""
    said = map(words, drawing.iter("title", "desc"))
    return ". ".join(each.removesuffix(".") for each in said) + "."


def chapter(name: str, text: str, names: set[str], without: str = "") -> Chapter:
    """Read one page; names are those of all pages; without: selectors of what is left out, too.

    Ids are prefixed by the page's name, links between the pages lead inside the book, colours are
    those of light paper, and what only a screen needs is gone.
    """
    read = article(COLOUR.sub(r"\1", text), f"{DROPPED}, {without}")
    for node in list(read.iter(etree.Element)):
        if node.tag == "span" and classes(node) >= {"output", "text_html"}:
            node.drop_tag()
        _place(node, name)
    for link in read.xpath(".//a[@href]"):
        link.set("href", _target(link.get("href"), name, names))
        if not link.get("href").startswith(("#", "http")):
            link.drop_tag()
    read.set("id", name)
    return Chapter(name, read.find(".//h1").text_content(), read)


def relink(text: str, lead: Callable[[str, str], tuple[str, str]]) -> str:
    """Return HTML whose links within the book lead where they should.

    lead(id, words) gives address and words; no address, no link.
    """

    def link(match: re.Match) -> str:
        address, words = lead(match[2], match[4])
        return f'<a{match[1]} href="{address}"{match[3]}>{words}</a>' if address else words

    return LINK.sub(link, text)


def _place(node: HtmlElement, name: str) -> None:
    """Give an element its name in SVG, its face, and ids that no other page has."""
    node.tag = CASE.get(node.tag, node.tag)
    for key in CASE.keys() & set(node.attrib):
        node.set(CASE[key], node.attrib.pop(key))
    if node.tag == "text":  # the face is named in _templates/ too
        node.set("style", f"font-family: 'Edition Sans'; {node.get('style', '')}")
    if "id" in node.attrib:
        node.set("id", f"{name}-{node.get('id')}")
    for attribute in LEADING.intersection(node.attrib):
        node.set(attribute, _inside(node.get(attribute), name, attribute))


def _inside(value: str, name: str, attribute: str) -> str:
    if attribute.startswith("aria-"):
        return " ".join(f"{name}-{part}" for part in value.split())
    return re.sub(r"#(?=[\w-]+-)", f"#{name}-", value)


def _target(href: str, name: str, names: set[str]) -> str:
    page, _, fragment = href.partition("#")
    if not page:
        return f"#{name}-{fragment}" if fragment else f"#{name}"
    stem = page.removesuffix(".html")
    if stem in names and page.endswith(".html"):
        return f"#{stem}-{fragment}" if fragment else f"#{stem}"
    return href
