"""Read the built pages again as one book, of which PDF and EPUB are made."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

LINK = re.compile(r'<a\b([^>]*) href="#([^"]+)"([^>]*)>(.*?)</a>', re.S)
# what only a screen needs; the classes are those of the theme, of _static/edition.css, of
# edition.book.roles, edition.charts and edition.listings
DROPPED = (
    "script, .headerlink, .claim-link, details.hide, .chart-narrow, details.chart-data, "
    ".chart-files, "
    "details.table > summary, .screen-only, .prev-next-area"
)


@dataclass(frozen=True)
class Chapter:
    """One page: its name (soft_power), its title, and its article, cleaned, with ids of its own."""

    name: str
    title: str
    article: Tag


def texts(pages: Path, names: list[str]) -> dict[str, str]:
    """Return the named pages, read from the folder of built pages, in that order."""
    return {name: (pages / f"{name}.html").read_text(encoding="utf-8") for name in names}


def chapter(name: str, text: str, names: set[str]) -> Chapter:
    """Read one page; names are those of all pages.

    Ids are prefixed by the page's name, links between the pages lead inside the book, colours are
    those of light paper, and what only a screen needs is gone.
    """
    text = re.sub(r"var\(--chart-\w+, ?(#\w+)\)", r"\1", text)
    article = BeautifulSoup(text, "html5lib").select_one("article.bd-article")
    for node in article.select(DROPPED):
        node.decompose()
    for node in article.select("details.table"):
        node.name = "div"
    for node in article.select("span.output.text_html"):
        node.unwrap()
    for node in article.select("svg text"):  # the face is named in _templates/ too
        node["style"] = f"font-family: 'Edition Sans'; {node.get('style', '')}"
    for node in article.select("[id]"):
        node["id"] = f"{name}-{node['id']}"
    for attribute in ("aria-labelledby", "aria-describedby", "xlink:href", "clip-path", "fill"):
        for node in (
            article.select(f"[{attribute.replace(':', '|')}]")
            if ":" not in attribute
            else article.find_all(attrs={attribute: True})
        ):
            node[attribute] = _inside(node[attribute], name, attribute)
    for link in article.select("a[href]"):
        link["href"] = _target(link["href"], name, names)
        if not link["href"].startswith(("#", "http")):
            link.unwrap()
    title = article.select_one("h1").get_text()
    article["id"] = name
    return Chapter(name, title, article)


def relink(text: str, lead: Callable[[str, str], tuple[str, str]]) -> str:
    """Return HTML whose links within the book lead where they should.

    lead(id, words) gives address and words; no address, no link.
    """

    def link(match: re.Match) -> str:
        address, words = lead(match[2], match[4])
        return f'<a{match[1]} href="{address}"{match[3]}>{words}</a>' if address else words

    return LINK.sub(link, text)


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
