"""Write what the search looks through: every statement, note, figure, test, source and paragraph.

Each has an address of its own; _static/search.js finds words in it, ranks and shows it. Words and
places come as one script, so that a search from a disk is one from a server.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from edition import kept

FILE = "search_text.js"
# what a reader does not see as words of a page; the page of notes has the notes of all chapters
UNSEEN = (
    "script, style, details.hide, details.choices, .claim-link, .headerlink, .chart-files, "
    "details.chart-data, .chart-narrow, aside.footnote, .footnote-reference, .claim-verdict, "
    ".emendation"
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


def write(path: Path, texts: dict[str, str]) -> None:
    """Write the entries of all pages, given as HTML by their addresses in the site."""
    found = []
    for address, text in texts.items():
        raw = (address.encode(), text.encode())
        found += kept.value("search", raw, lambda page=(address, text): [*entries(*page)])
    told = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"window.SEARCH_TEXT = {told};\n", encoding="utf-8")


def entries(address: str, text: str) -> Iterator[Entry]:
    """Yield all entries of a page, kind by kind; no words stand in two."""
    article = BeautifulSoup(text, "lxml").select_one("article.bd-article")
    if not article:
        return
    for node in article.select(UNSEEN):
        node.decompose()
    for drawing in article.select("svg"):
        drawing.string = drawing.get("aria-label", "")  # what is said to who cannot see it
    title, taken = _words(article.select_one("h1")) if article.h1 else "", set()
    for kind, selector in KINDS.items():
        for node in article.select(selector):
            parts = {id(node), *map(id, node.find_all(True))}
            if taken & parts or not (words := _words(node)):
                continue
            taken |= parts
            yield kind, f"{address}#{_place(node)}", _head(kind, node, title), words


def _words(node: Tag) -> str:
    return re.sub(r" ([,.;:)’”])", r"\1", " ".join(node.get_text(" ").split()))


def _place(node: Tag) -> str:
    """Return the id of an entry, or the nearest one that holds or comes before it."""
    own = node.get("id") or node.find(id=True) and node.find(id=True)["id"]
    if own:
        return own
    holder = node.find_parent(id=True)
    return holder["id"] if holder else ""


def _head(kind: str, node: Tag, title: str) -> str:
    """Return how an entry is called among the results."""
    if kind == "statement":
        return f"{node['id'].upper()}, {title}"
    if kind == "note":
        return f"Note {node['id'][1:]}"
    own = {"figure": ".chart-title", "test": "thead th:last-child", "source": "strong"}
    if kind in own and (said := node.select_one(own[kind])):
        return _words(said)
    section = node.find_parent("section")
    heading = section and section.find(["h2", "h3", "h4"], recursive=False)
    return f"{title}: {_words(heading)}" if heading and heading is not node else title
