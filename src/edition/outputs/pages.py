"""Read the built pages again, for all that is made from them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from lxml import html
from lxml.html import HtmlElement

LINK = re.compile(r'<a\b([^>]*) href="#([^"]+)"([^>]*)>(.*?)</a>', re.S)
# what only a screen needs; the classes are those of the theme, of _static/edition.css, of
# edition.book.roles, edition.charts and edition.listings
DROPPED = (
    "script, .headerlink, .claim-link, details.hide, .chart-narrow, details.chart-data, "
    ".chart-files, "
    "details.table > summary, .screen-only, .prev-next-area"
)


# attributes that name an id of the same page
LEADING = {"aria-labelledby", "aria-describedby", "xlink:href", "clip-path", "fill"}
CASE = {"viewbox": "viewBox", "clippath": "clipPath"}  # the parser of HTML writes all names small


@dataclass(frozen=True)
class Chapter:
    """One page: its name (soft_power), its title, and its article, cleaned, with ids of its own."""

    name: str
    title: str
    article: Tag


def texts(pages: Path, names: list[str]) -> dict[str, str]:
    """Return the named pages, read from the folder of built pages, in that order."""
    return {name: (pages / f"{name}.html").read_text(encoding="utf-8") for name in names}


def parsed(text: str) -> HtmlElement:
    """Return a page as a tree, by a parser of its own: threads read pages side by side."""
    return html.document_fromstring(text, html.HTMLParser())


def article(text: str, without: str) -> HtmlElement | None:
    """Return the article of a page, None if it has none; without: selectors of what is left out."""
    found = parsed(text).find_class("bd-article")
    if not found:
        return None
    for node in found[0].cssselect(without):
        node.drop_tree()
    return found[0]


def soup(text: str, without: str) -> Tag:
    """Return the article of a page that has one, as Beautiful Soup reads it, which takes long."""
    whole = html.tostring(article(text, without), encoding="unicode", with_tail=False)
    return BeautifulSoup(whole, "lxml").article


def described(drawing: Tag) -> str:
    """Return the title and the description of a drawing, a sentence each."""
    said = [" ".join(node.get_text().split()) for node in drawing.select("title, desc")]
    return ". ".join(words.removesuffix(".") for words in said) + "."


def chapter(name: str, text: str, names: set[str]) -> Chapter:
    """Read one page; names are those of all pages.

    Ids are prefixed by the page's name, links between the pages lead inside the book, colours are
    those of light paper, and what only a screen needs is gone.
    """
    text = re.sub(r"var\(--chart-\w+, ?(#\w+)\)", r"\1", text)
    read = soup(text, DROPPED)
    for node in read.find_all("details", class_="table"):
        node.name = "div"
    for node in read.select("span.output.text_html"):
        node.unwrap()
    for node in read.find_all(True):
        _place(node, name)
    for link in read.find_all("a", href=True):
        link["href"] = _target(link["href"], name, names)
        if not link["href"].startswith(("#", "http")):
            link.unwrap()
    read["id"] = name
    return Chapter(name, read.h1.get_text(), read)


def relink(text: str, lead: Callable[[str, str], tuple[str, str]]) -> str:
    """Return HTML whose links within the book lead where they should.

    lead(id, words) gives address and words; no address, no link.
    """

    def link(match: re.Match) -> str:
        address, words = lead(match[2], match[4])
        return f'<a{match[1]} href="{address}"{match[3]}>{words}</a>' if address else words

    return LINK.sub(link, text)


def _place(node: Tag, name: str) -> None:
    """Give an element its name in SVG, its face, and ids that no other page has."""
    node.name = CASE.get(node.name, node.name)
    node.attrs = {CASE.get(key, key): value for key, value in node.attrs.items()}
    if node.name == "text":  # the face is named in _templates/ too
        node["style"] = f"font-family: 'Edition Sans'; {node.get('style', '')}"
    if "id" in node.attrs:
        node["id"] = f"{name}-{node['id']}"
    for attribute in LEADING & node.attrs.keys():
        node[attribute] = _inside(node[attribute], name, attribute)


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
