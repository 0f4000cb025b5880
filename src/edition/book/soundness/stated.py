"""What pages say of the edition itself: version, counts, dates, the list of its chapters."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from edition import tables
from edition.tables import values

STATING = ("README.md", "CONTRIBUTING.md", "chapters/*.md", "data/datapackage.json")
CHANGES, FIRST = "CHANGELOG.md", "index"
UNDATED = "in preparation"


def version(root: Path, cited: dict) -> list[str]:
    """Return a message for each version, and each day of the article, that is not the cited one.

    cited: the contents of CITATION.cff.
    """
    own, year = str(cited.get("version")), str(cited.get("date-released"))[:4]
    faults = []
    for place, text in _lines(root):
        found = re.search(r"[Vv]ersion\"?:? \"?(\d+\.\d+\.\d+)\"?(?:, (\d{4})\b)?", text)
        if found and found[1] != own:
            expected = f"expected the version of CITATION.cff, {own}"
            faults.append(f"{place}: {expected}; found {found[1]}")
        if found and found[2] and found[2] != year:
            expected = f"expected the year of date-released in CITATION.cff, {year}"
            faults.append(f"{place}: {expected}; found {found[2]}")
    return faults + _original(root, cited) + _changes(root, cited)


def _original(root: Path, cited: dict) -> list[str]:
    """Return a message for each number and day of the article that is not that of CITATION.cff."""
    work = (cited.get("references") or [{}])[0]
    try:
        day = values.when(work["date-published"]).replace("\u00a0", " ")
        series, house = work["collection-title"], work["institution"]["name"]
    except (KeyError, TypeError, ValueError):
        return []
    expected = f"{series} n° {work.get('number')}, {house}, {day}"
    pattern = rf"{re.escape(series)} n° [\w/]+, {re.escape(house)}, \d+ \w+ \d{{4}}"
    return [
        f"{place}: expected {expected!r}, as in CITATION.cff; found {found!r}"
        for place, text in _lines(root)
        for found in re.findall(pattern, text.replace("\N{NO-BREAK SPACE}", " "))
        if found != expected
    ]


def _changes(root: Path, cited: dict) -> list[str]:
    """Return a message if the list of changes does not begin with the version of CITATION.cff."""
    path = root / CHANGES
    if not path.is_file():  # no part of what a build reads
        return []
    own, day = cited.get("version"), cited.get("date-released")
    latest = re.search(r"(?m)^## (.*)$", path.read_text(encoding="utf-8"))
    wanted = [f"{own} – {day}", f"{own} – {UNDATED}"]
    if latest and latest[1] in wanted:
        return []
    expected = " or ".join(f"“## {words}”" for words in wanted)
    return [f"{path}: expected the first heading {expected}; found {latest and latest[0]!r}"]


def counts(root: Path) -> list[str]:
    """Return a message for each count of statements, notes, chapters, tables or figures that is
    not the one that the tables and the contents give."""
    there = {
        "statements": len(tables.load("claims")),
        "notes": len(tables.load("notes")),
        "chapters": len(list((root / "chapters").glob("*.md"))),
        "tables": len(tables.package()["resources"]),
        "figures": sum(_figures(path) for path in (root / "chapters").glob("*.md")),
    }
    always = r"\b(\d+) (statements|notes)\b"
    of_all = r"\b[Aa]ll (\d+) (chapters|tables|figures)\b"
    return [
        f"{place}: expected {there[what]} {what}, which the edition has; found {number}"
        for place, text in _lines(root)
        for number, what in re.findall(always, text) + re.findall(of_all, text)
        if int(number) != there[what]
    ]


def _figures(path: Path) -> int:
    return len(re.findall(r"(?m)^  figure:$", path.read_text(encoding="utf-8", errors="replace")))


def chapters(root: Path) -> list[str]:
    """Return a message for each chapter to which the first page does not lead."""
    path = root / "chapters" / f"{FIRST}.md"
    linked = set(re.findall(r"\]\(([\w-]+)\.md(?:#[\w-]+)?\)", path.read_text(encoding="utf-8")))
    return [
        f"{path}: no link to {other.name}; expected each chapter in the list of how to read it"
        for other in sorted((root / "chapters").glob("*.md"))
        if other.stem not in {FIRST, *linked}
    ]


def _lines(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the place and the words of each line of a file that speaks of the edition."""
    for path in (path for pattern in STATING for path in sorted(root.glob(pattern))):
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        for line, words in enumerate(text.split("\n"), start=1):
            yield f"{path}, line {line}", words


def released(cited: dict) -> str:
    """Return the day of the edition, after which nothing can have been read; none is 9999-12-31."""
    try:
        return date.fromisoformat(str(cited.get("date-released"))).isoformat()
    except ValueError:
        return date.max.isoformat()
