"""Write what the search looks through: every statement, note, figure, test, source and paragraph.

Each has an address of its own; _static/search.js finds words in it, ranks and shows it. Words and
places come as one script, so that a search from a disk is one from a server.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement
from sphinx.search import SearchLanguage

from edition import kept
from edition.outputs import pages

FILE = "search_text.js"
# what a reader does not see as words of a page; the page of notes has the notes of all chapters
UNSEEN = (
    "script, style, .hide, .choices, .claim-link, .headerlink, .chart-files, .chart-data, "
    ".chart-narrow, .footnote, .footnote-reference, .claim-verdict, .emendation, .boxes"
)
# kind, and what of a page is one; what comes first takes its words from what comes later
KINDS = {
    "statement": ".claim[id]",
    "figure": "figure, .chart[id]",
    "test": "table.verdict-box",
    "note": "tr[id^=n]",
    "source": ".bibliography li[id]",
    "row": "tbody tr",
    "remark": ".editors-note li, .editors-note p",
    "text": "h1, h2, h3, h4, p, li, dt, dd",
}
Entry = tuple[str, str, str, str]  # kind, address, heading, words


class Unindexed(SearchLanguage):
    """No words for the index that Sphinx makes of all pages: no page uses it."""

    lang = language_name = "none"

    def split(self, _: str) -> list[str]:
        """Return no word."""
        return []


def write(path: Path, texts: dict[str, str]) -> None:
    """Write the entries of all pages, given as HTML by their addresses in the site."""
    found = []
    for address, text in texts.items():
        if (article := pages.article(text, UNSEEN)) is not None:
            raw = (address.encode(), html.tostring(article))
            found += kept.value("search", raw, lambda page=(address, article): [*entries(*page)])
    told = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"window.SEARCH_TEXT = {told};\n", encoding="utf-8")


def entries(address: str, article: HtmlElement) -> Iterator[Entry]:
    """Yield all entries of an article without what is unseen, kind by kind; no words in two."""
    for drawing in article.iter("svg"):
        said = drawing.get("aria-label", "")  # what is said to who cannot see it
        for part in list(drawing):
            drawing.remove(part)
        drawing.text = said
    heading, taken = article.find(".//h1"), set()
    title = _words(heading) if heading is not None else ""
    for kind, selector in KINDS.items():
        for node in article.cssselect(selector):
            parts = set(node.iter())
            if taken & parts or not (words := _words(node)):
                continue
            taken |= parts
            yield kind, f"{address}#{_place(node)}", _head(kind, node, title), words


def _words(node: HtmlElement) -> str:
    return re.sub(r" ([,.;:)’”])", r"\1", " ".join(" ".join(node.itertext()).split()))


def _place(node: HtmlElement) -> str:
    """Return the id of an entry, or the nearest one that holds or comes before it."""
    own = node.xpath("(descendant-or-self::*/@id)[1]")
    return (own or node.xpath("(ancestor::*/@id)[last()]") or [""])[0]


def _number(test: HtmlElement) -> str:
    """Return the number by which the edition calls a test, K14 for instance, before its question;
    the cell has it among its ids.
    """
    cell = "ancestor::div[contains(concat(' ', @class, ' '), ' cell ')][1]"
    ids = test.xpath(f"{cell}/descendant-or-self::*/@id")
    return next((f"{name.upper()}: " for name in ids if re.fullmatch(r"[kf]\d+", name)), "")


def _head(kind: str, node: HtmlElement, title: str) -> str:
    """Return how an entry is called among the results."""
    if kind == "statement":
        return f"{node.get('id').upper()}, {title}"
    if kind == "note":
        return f"Note {node.get('id')[1:]}"
    own = {"figure": ".chart-title", "test": "thead th:last-child", "source": "strong"}
    if kind in own and (said := node.cssselect(own[kind])):
        return (_number(node) if kind == "test" else "") + _words(said[0])
    headings = node.xpath("ancestor::section[1]/*[self::h2 or self::h3 or self::h4][1]")
    return f"{title}: {_words(headings[0])}" if headings and headings[0] is not node else title
