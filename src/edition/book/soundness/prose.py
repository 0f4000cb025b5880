"""The prose of a chapter: what it restates and what the editors remark, as a reader sees it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from edition import tables
from edition.tables import values

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
HEAD = re.compile(r"\A---\n.*?\n---\n", re.S)
CELL = re.compile(r"^```.*?^```$", re.S | re.M)
BOX = re.compile(r"^:::\{.*?^:::$", re.S | re.M)
REMARKS = re.compile(r"^:::\{admonition\} Editors’ note$.*?^:::$", re.S | re.M)
ABROAD = re.compile(r"^:::\{div\} language-\w+$.*?^:::$", re.S | re.M)  # in another language
MARK = re.compile(r"\]\{#(\w+) \.claim\}")


@dataclass(frozen=True)
class Words:
    """Words of a chapter, and the place where they begin."""

    place: str
    text: str


def restating() -> list[str]:
    """Return the names of the chapters that restate the article."""
    return list(dict.fromkeys(tables.load("claims").chapter))


def chapters(root: Path) -> list[Path]:
    """Return all chapters; what is no plain text is told of elsewhere."""
    return sorted((root / "chapters").glob("*.md"))


def blank(pattern: re.Pattern, text: str) -> str:
    """Take what a pattern finds out of a text, but for line ends: lines keep their numbers."""
    return pattern.sub(lambda found: "\n" * found[0].count("\n"), text)


def plain(text: str) -> str:
    """Return a chapter without front matter, cells, labels and definitions of notes."""
    for pattern in (HEAD, CELL, re.compile(r"^\[\^\w+\]: .*$|^\(.*\)=$", re.M)):
        text = blank(pattern, text)
    return text


def restated(text: str) -> str:
    """Return the restated text of a chapter: no heading, box or remark, nor words on a figure."""
    text = blank(BOX, plain(text))
    return re.sub(r"^%.*$|^#.*$|[^.\n]*\{numref\}[^\n]*", "", text, flags=re.M)


def shown(text: str, rows: dict[str, pd.Series]) -> str:
    """Return prose as a reader sees it: values in place of their ids, marks and attributes gone.

    rows: the quantities, and results if there are any, by their ids (`values.article()`).
    """
    text = re.sub(r"\{glue\}`(\w+)`", lambda mark: _value(mark[1], rows), text)
    text = re.sub(r"\[\^\w+\]|\]\{[^}]*\}|\]\([^)]*\)|\{\w+\}`[^`]*`", "", text)
    return re.sub(r"\s+", " ", text.replace("[", "")).strip()


def _value(key: str, rows: dict[str, pd.Series]) -> str:
    return values.show(rows[key]) if key in rows else key  # an unknown one is told of elsewhere


def spans(text: str) -> dict[str, str]:
    """Return the source of each claim's span by id."""
    text, found = restated(text), {}
    for mark in MARK.finditer(text):
        found[mark[1]] = text[opening(text, mark.start()) + 1 : mark.start()]
    return found


def opening(text: str, end: int) -> int:
    """Return the place of the bracket that the one at end closes, 0 if there is none."""
    depth, end = 1, min(end, len(text))
    while depth and end:
        end -= 1
        depth += {"]": 1, "[": -1}.get(text[end], 0)
    return end


def remarks(path: Path) -> Iterator[Words]:
    """Yield each remark in the editors' notes of a chapter."""
    text = path.read_text(encoding="utf-8")
    for box in REMARKS.finditer(text):
        for item in re.finditer(r"^- .*?(?=^- |^:::$)", box[0], re.S | re.M):
            line = text.count("\n", 0, box.start() + item.start()) + 1
            yield Words(f"{path}, line {line}", item[0])


def lines(path: Path, text: str) -> Iterator[Words]:
    """Yield each line of a text that has the lines of the file, with its place."""
    for line, words in enumerate(text.split("\n"), start=1):
        yield Words(f"{path}, line {line}", words)


def quotes(text: str) -> str:
    """Return text with one kind of quotation mark and space: typography hides no difference."""
    marks = str.maketrans("“”‘’«»\N{NO-BREAK SPACE}", '""\'\'"" ')
    return re.sub(r"\s+", " ", text.translate(marks))
