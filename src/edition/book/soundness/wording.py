"""How chapters and cells are written: blanks, dashes, quotation marks."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# a slip: what is expected instead
SLIPS = {
    r"\S {2,}\S": "single blanks",
    r"\b\d{4}-\d{4}\b|\bpp?\. \d+-\d": "an en dash (–) between two numbers",
    r"\bp\. \d+–\d+": "“pp.” before several pages",
}
PROSE = SLIPS | {r"""["']""": "“ ” and ’", r"^ {3,}\S": "no blanks at the beginning of a line"}
MARKUP = re.compile(r"“[^”]*”|`[^`]*`|\{[^}]*\}|\]\([^)]*\)|<[^>]*>")
TABLES = (
    "data/article/*.csv",
    "data/notes/note*.csv",
    "data/notes/unmarked.csv",
    "data/evidence/comparisons.csv",
    "data/evidence/rebuilt.csv",
)


def prose(paths: Iterable[Path]) -> list[str]:
    """Return a message for each slip of the keyboard in the prose of chapters."""
    return [fault for place, text in _prose(paths) for fault in _slips(place, text, PROSE)]


def cells(root: Path) -> list[str]:
    """Return a message for each slip of the keyboard in tables, with row and field."""
    faults = []
    for place, text in _cells(root):
        faults += _slips(place, text, SLIPS)
        faults += [f"{place}: {fault}" for fault in backwards(text, r"\bpp\. ([\d–, ]+)")]
    return faults


def _slips(place: str, text: str, slips: dict[str, str]) -> list[str]:
    found = {words: re.search(slip, text) for slip, words in slips.items()}
    return [
        f"{place}: expected {words}, found {match[0].strip()!r}"
        for words, match in found.items()
        if match
    ]


def backwards(text: str, pages: str = "(.*)") -> list[str]:
    """Return a message for each span of pages that ends before it begins.

    pages: the pattern of the parts of the text in which pages stand.
    """
    spans = [
        span for part in re.findall(pages, text) for span in re.findall(r"\b(\d+)–(\d+)\b", part)
    ]
    return [
        f"expected pages from the lower to the higher, found '{first}–{last}'"
        for first, last in spans
        if int(first) >= int(last)
    ]


def _prose(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield the place and words of each line of prose.

    Quotations, roles, addresses and code are left out.
    """
    for path in paths:
        text = re.sub(
            r"(?ms)\A---\n.*?^---$|^```.*?^```$",
            lambda block: "\n" * block[0].count("\n"),
            path.read_text(encoding="utf-8", errors="replace"),
        )
        for line, words in enumerate(text.split("\n"), start=1):
            yield f"{path}, line {line}", MARKUP.sub("x", words)


def _cells(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the place and words of each cell of the tables that the edition itself has written."""
    for path in (path for pattern in TABLES for path in sorted(root.glob(pattern))):
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            for row, cells in enumerate(csv.DictReader(file), start=2):
                for field, words in cells.items():
                    yield f"{path}, row {row}, field {field!r}", str(words)
