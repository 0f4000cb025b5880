"""What came after: each fact has its day and its page, each expectation its grounds, and the votes
of the two sets stand in no cell together.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from edition import tables
from edition.references import notes
from edition.tables.citation import citation

from . import prose, stated

CHAPTER = "what_came_after"
LONGEST = {"fact": 40, "quotation": 25}  # words
LIBRARY = re.compile(r"\bun_library_\w+")
OTHER = re.compile(r"\bun_(?:agreement|roll_calls|votes)\w*")


def described(*names: str) -> bool:
    """Tell whether the data package has these tables."""
    return set(names) <= {item["name"] for item in tables.package()["resources"]}


def facts(root: Path) -> list[str]:
    """Return a message for each fact without a real day, or without the page of its source."""
    if not described("after_2020_facts"):
        return []
    released = stated.released(citation(root))
    return [
        f"{tables.path('after_2020_facts')}, row {row.Index + 2}, field {field!r}: {fault}"
        for row in tables.load("after_2020_facts").itertuples()
        for field, fault in (*_dated(row, released), *_sourced(row), *_short(row), *_spoken(row))
    ]


def _dated(row, released: str) -> Iterator[tuple[str, str]]:
    for field in ("date", "date_end"):
        text = getattr(row, field)
        try:
            if text or field == "date":
                date.fromisoformat(f"{text}-01-01"[:10])
        except ValueError:
            yield field, f"expected the day, month or year of the fact, found {text!r}"
            return
        if text > released:
            yield field, f"{text} is after the edition’s own date, {released}"
    if row.date_end and row.date_end < row.date:
        yield "date_end", f"{row.date_end} is before {row.date}"


def _sourced(row) -> Iterator[tuple[str, str]]:
    entry = notes.entries().get(row.key)
    if entry is None:
        yield "key", f"no entry {row.key!r} in references.bib"
        return
    pages = [entry.fields.get(name) for name in ("url", "archived")]
    if row.address not in pages:
        yield "address", f"expected the page of {row.key}, {pages[0]}; found {row.address!r}"
    language = entry.fields.get("language", "")
    if bool(language) != bool(row.translation):
        expected = "what the words mean" if language else "none"
        told = f"since {row.key} is in {language or 'en'!r}; found {row.translation!r}"
        yield "translation", f"expected {expected}, {told}"
    read = entry.fields.get("urlstatus") == "read"
    if read != (row.seen == "yes"):
        status = entry.fields.get("urlstatus")
        yield "seen", f"{row.seen!r} does not go with the urlstatus {status!r} of {row.key}"


def _short(row) -> Iterator[tuple[str, str]]:
    for field, most in LONGEST.items():
        if (words := len(getattr(row, field).split())) > most:
            yield field, f"expected at most {most} words, found {words}"


def _spoken(row) -> Iterator[tuple[str, str]]:
    named = [each[:-1] for each in row.speaks.split()]
    known = set(tables.load("expectations").id) if described("expectations") else set(named)
    for name in sorted({each for each in named if named.count(each) > 1}):
        yield "speaks", f"expected {name} once, since a fact speaks on one side"
    for name in sorted(set(named) - known):
        yield "speaks", f"no expectation {name!r}"


def grounded(root: Path) -> list[str]:
    """Return a message for each expectation that dated facts decide, and that has none; and for
    each that the chapter does not show.
    """
    if not described("after_2020_facts", "expectations"):
        return []
    known, path = set(tables.load("after_2020_facts").expectation), root / f"chapters/{CHAPTER}.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    faults = []
    for row in tables.load("expectations").itertuples():
        place = f"{tables.path('expectations')}, row {row.Index + 2}, field"
        if row.verdict and row.id not in known:
            faults.append(f"{place} 'verdict': {row.verdict!r}, and no dated fact of {row.id}")
        if text and f'"{row.id}"' not in text:
            faults.append(f"{place} 'id': {path.name} does not show {row.id}")
    return faults


def spliced(root: Path) -> list[str]:
    """Return a message for each cell that reads the votes of both sets: they are not one series."""
    faults = []
    for path in prose.chapters(root):
        text = path.read_text(encoding="utf-8")
        for cell in prose.CELL.finditer(text):
            library, other = LIBRARY.search(cell[0]), OTHER.search(cell[0])
            if library and other:
                line = text.count("\n", 0, cell.start()) + 1
                both = f"{library[0]} and {other[0]} are two sets of votes, never one series"
                faults.append(f"{path}, line {line}: {both}")
    return faults
