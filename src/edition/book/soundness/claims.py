"""Claims, notes, values and references of the chapters, against the tables that know them."""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from edition import tables
from edition.references import notes
from edition.tables import values

MARKS = re.compile(
    r"^\[\^(?P<defined>\w+)\]: (?P<body>.*)$"
    r"|\[\^(?P<note>\w+)\](?!:)"
    r"|\]\{#(?P<claim>[A-Z]\d\d) \.claim\}"
    r"|\]\(#(?P<link>[a-z]\d\d)\)"
    r"|\{(?P<role>glue|note|sources|source)\}`(?P<key>[^`]*)`"
)
GLUED = re.compile(r"""\bglue\(\s*["']([\w-]+)["']""")  # what a cell glues by itself
CELLS = re.compile(r"\brecords\.number\(")  # results whose ids cells name
RESULT = re.compile(r"B\d{2,3}|[KF]\d\d")  # a number, a verdict
FOUND = "findings.bind("  # recorded results, and small-… and behind-… beside them
COUNTS = "judged.bind()"  # of edition.listings
COUNTED = re.compile(r"(?:said|count)-[a-z-]+|(?:small|behind)-\w+")
KINDS = {  # what marks name: a table and its field
    "glue": None,
    "source": None,
    "note": ("notes", "note"),
    "sources": ("unmarked", "claim"),
    "link": ("claims", "claim"),
}
CLAIMS, NUMBERS = "data/article/claims.csv", "data/article/numbers.csv"


@dataclass(frozen=True)
class Mark:
    """A mark in a chapter: its line, what it is ("note", "claim", a role …), and what it names."""

    line: int
    kind: str
    key: str


def marks(path: Path) -> list[Mark]:
    """Return the marks of a chapter in their order; of a definition also what it says ("body")."""
    found = []
    for line, text in enumerate(_text(path).split("\n"), start=1):
        for match in MARKS.finditer(text):
            named = {name: said for name, said in match.groupdict().items() if said is not None}
            if "role" in named:
                found.append(Mark(line, named["role"], named["key"]))
            else:
                found += [Mark(line, kind, said) for kind, said in named.items()]
            if "defined" in named:  # a role in it is its body
                found.append(Mark(line, "role of a note", named["body"]))
    return found


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def missing(folder: Path) -> list[str]:
    """Return a message for each chapter that the table of claims names and that is not there."""
    counted = tables.load("claims").groupby("chapter", sort=False).size()
    return [
        f"{folder / chapter}.md: missing; {CLAIMS} has {count} claims of this chapter"
        for chapter, count in counted.items()
        if not (folder / f"{chapter}.md").exists()
    ]


def claimed(path: Path) -> list[str]:
    """Return a message for each claim that stands twice, out of order, at another's note, or not.

    A chapter that restates nothing has no claims.
    """
    claims = tables.load("claims")
    expected = list(claims.claim[claims.chapter == path.stem])
    note_of = dict(zip(claims.claim, claims.note, strict=True))
    faults, found, since = [], [], []
    for mark in marks(path):
        if mark.kind == "note":
            since.append(mark.key)
        if mark.kind != "claim":
            continue
        place, claim = f"{path}, line {mark.line}", mark.key
        own = note_of.get(claim)
        wanted = [] if pd.isna(own) else [str(own)]
        if claim in found:
            faults.append(f"{place}: claim {claim} has two spans")
        elif claim not in expected:
            faults.append(f"{place}: claim {claim} is not one of this chapter's in {CLAIMS}")
        elif since != wanted:
            faults.append(
                f"{place}: claim {claim} carries the notes {since}, {CLAIMS} says {wanted}"
            )
        found.append(claim)
        since = []
    if found != expected and sorted(found) == sorted(expected):
        faults.append(f"{path}: the claims do not stand in the article's order")
    return faults + [
        f"{path}: claim {claim} of {CLAIMS} has no span [...]{{#{claim} .claim}}"
        for claim in expected
        if claim not in found
    ]


def noted(path: Path) -> list[str]:
    """Return a message for each note of a chapter without a mark, without a text, or with two."""
    faults, marked, defined = [], {}, {}
    found = marks(path)
    for mark, after in zip(found, [*found, None][1:], strict=True):
        place, number = f"{path}, line {mark.line}", mark.key
        if mark.kind == "note":
            if number in marked:
                faults.append(f"{place}: note {number} is referred to twice")
            marked.setdefault(number, mark.line)
        elif mark.kind == "defined":
            if number in defined:
                first = f"first in line {defined[number]}"
                faults.append(f"{place}: note {number} is defined twice; {first}")
            defined[number] = mark.line
            if after.key != f"{{note}}`{number}`":
                expected = f"expected the definition {{note}}`{number}`"
                faults.append(f"{place}: {expected}, found {after.key!r}")
    for number in marked.keys() - defined.keys():
        expected = f"note {number} has no definition [^{number}]: {{note}}`{number}`"
        faults.append(f"{path}, line {marked[number]}: {expected}")
    for number in defined.keys() - marked.keys():
        place = f"{path}, line {defined[number]}"
        faults.append(f"{place}: note {number} is defined, but nothing refers to it")
    return faults


def everywhere(paths: list[Path]) -> list[str]:
    """Return a message for each note of the table that no chapter refers to, or two do."""
    places, faults = {}, []
    for path in paths:
        for mark in marks(path):
            first = places.setdefault(mark.key, path) if mark.kind == "note" else path
            if first != path:
                place = f"{path}, line {mark.line}"
                faults.append(f"{place}: note {mark.key} is referred to twice, first in {first}")
    return faults + [
        f"{tables.DATA / tables.resource('notes')['path']}, row {row}, field 'note': "
        f"note {number} is referred to in no chapter"
        for row, number in enumerate(tables.load("notes").note, start=2)
        if str(number) not in places
    ]


def known(path: Path) -> list[str]:
    """Return a message for each role or link of a chapter that names what is nowhere.

    Figures, pages and files are looked up by Sphinx, results by MyST-NB when the cells have run.
    """
    text, there, faults = _text(path), {}, []
    own, later = set(GLUED.findall(text)), bool(CELLS.search(text) or FOUND in text)
    for mark in marks(path):
        if mark.kind not in KINDS or (mark.kind == "glue" and mark.key in own):
            continue
        if mark.kind == "glue" and later and RESULT.fullmatch(mark.key):
            continue
        if mark.kind == "glue" and COUNTS in text and COUNTED.fullmatch(mark.key):
            continue
        if mark.kind not in there:
            there[mark.kind] = _there(mark.kind, path.stem)
        found, reason = there[mark.kind]
        if found is not None and mark.key not in found:
            shown = f"](#{mark.key})" if mark.kind == "link" else f"{{{mark.kind}}}`{mark.key}`"
            faults.append(f"{path}, line {mark.line}: {shown}: {reason.format(repr(mark.key))}")
    return faults


def _there(kind: str, chapter: str) -> tuple[set[str] | None, str]:
    """Return what marks of a kind can name in a chapter, None if that is not known; and how to
    say that one is not among it."""
    try:
        if kind == "source":
            return notes.keys(), "no entry {} in references.bib"
        if kind == "glue":
            return set(values.article()), f"no such id in {NUMBERS}, and no cell records it"
        table, field = KINDS[kind]
        there = tables.load(table)[field].astype(str)
        place = f"data/{tables.resource(table)['path']}, field {field!r}"
        return set(there.str.lower() if kind == "link" else there), f"no {{}} in {place}"
    except tables.WithheldError:
        return None, ""
