"""Check tables, references and the marks in the chapters before a page is made: bad input stops the build."""

import re
from pathlib import Path

import pandas as pd

from edition import tables
from edition.book.soundness import chapters, data, files, hedges, references, settings, wording
from edition.judgement import comparisons
from edition.references import notes
from edition.tables import DataError, values
from edition.tables.citation import citation

CLAIM = re.compile(r"\]\{#([A-Z]\d\d) \.claim\}")
MARK = re.compile(r"\[\^(\w+)\](?!:)")
DEFINITION = re.compile(r"^\[\^(\w+)\]: (.*)$")
GLUE = re.compile(r"\{glue\}`([^`]*)`")
ROLE = re.compile(r"\{(note|sources|source)\}`([^`]*)`")


def check_all(root: Path) -> None:
    """Raise DataError, naming file, line or row, and field, for the first kind of fault that is found."""
    _stop(
        files.texts(root)
        or settings.settings(root) + settings.pins(root) + files.look(root)
        or files.paths()
    )
    tables.check()
    released = str(citation(root)["date-released"])
    _stop(
        files.evidence()
        + data.numbers()
        + data.events()
        + data.noted()
        + data.graded()
        + references.references(released)
    )
    _stop(data.linked() + data.pages(released) + data.rebuilt() + data.thresholds())
    for key in tables.load("note_sources").key.unique():
        notes.reference(key)
    folder = root / "chapters"
    _stop(
        chapter_faults(folder)
        + _evidence(folder)
        + comparisons.faults()
        + chapters.marks(folder)
        + data.names(folder)
        + wording.wording(root)
        + hedges.hedges(root)
    )


def _stop(faults: list[str]) -> None:
    if faults:
        raise DataError("\n".join(faults))


def chapter_faults(folder: Path) -> list[str]:
    """Return a message for each claim, note, value or reference that chapters and tables do not agree on."""
    claims, numbers = tables.load("claims"), tables.load("numbers")
    faults, seen_notes = [], {}
    for chapter, rows in claims.groupby("chapter", sort=False):
        path = folder / f"{chapter}.md"
        if not path.exists():
            faults.append(
                f"{path}: missing; data/article/claims.csv has {len(rows)} claims of this chapter"
            )
            continue
        faults += _check_chapter(
            path,
            list(rows.claim),
            dict(zip(rows.claim, rows.note, strict=True)),
            set(numbers.id),
            seen_notes,
        )
    for number in tables.load("notes").note:
        if number not in seen_notes:
            faults.append(
                f"{folder}: note {number} of data/notes/notes.csv is referred to in no chapter"
            )
    return faults


def _evidence(folder: Path) -> list[str]:
    return [
        fault for path in sorted(folder.glob("evidence*.md")) for fault in evidence_faults(path)
    ]


def evidence_faults(path: Path) -> list[str]:
    """Return a message for each value or reference in a chapter on evidence that no table knows."""
    known, faults = set(values.rows()), []
    for line, text in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        place = f"{path}, line {line}"
        for key in GLUE.findall(text):
            if key not in known:
                faults.append(
                    f"{place}: {{glue}}`{key}`: no such id in data/evidence/results.csv or data/article/numbers.csv"
                )
        for role, key in ROLE.findall(text):
            faults += _check_role(place, role, key)
    return faults


def _check_chapter(
    path: Path, expected: list[str], note_of: dict, numbers: set, seen_notes: dict
) -> list[str]:
    faults, found, marks, defined = [], [], {}, {}
    since_claim = []
    for line, text in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        place = f"{path}, line {line}"
        definition = DEFINITION.match(text)
        if definition:
            number, body = definition.groups()
            if number in defined:
                faults.append(
                    f"{place}: note {number} is defined twice; first in line {defined[number]}"
                )
            defined[number] = line
            if body != f"{{note}}`{number}`":
                faults.append(
                    f"{place}: expected the definition {{note}}`{number}`, found {body!r}"
                )
            continue
        for match in re.finditer(f"{MARK.pattern}|{CLAIM.pattern}", text):
            number, claim = match.groups()
            if number:
                if number in marks or number in seen_notes:
                    faults.append(f"{place}: note {number} is referred to twice")
                marks[number] = line
                since_claim.append(number)
            else:
                faults += _check_claim(place, claim, found, note_of, since_claim)
                found.append(claim)
                since_claim = []
        for key in GLUE.findall(text):
            if key not in numbers:
                faults.append(f"{place}: {{glue}}`{key}`: no such id in data/article/numbers.csv")
        for role, key in ROLE.findall(text):
            faults += _check_role(place, role, key)
    if found != expected and sorted(found) == sorted(expected):
        faults.append(f"{path}: the claims do not stand in the article's order")
    faults += [
        f"{path}: claim {claim} of data/article/claims.csv has no span [...]{{#{claim} .claim}}"
        for claim in expected
        if claim not in found
    ]
    faults += [
        f"{path}, line {line}: note {number} has no definition [^{number}]: {{note}}`{number}`"
        for number, line in marks.items()
        if number not in defined
    ]
    faults += [
        f"{path}, line {line}: note {number} is defined, but nothing refers to it"
        for number, line in defined.items()
        if number not in marks
    ]
    seen_notes.update({int(number): path for number in marks if number.isdigit()})
    return faults


def _check_claim(
    place: str, claim: str, found: list[str], note_of: dict, marks: list[str]
) -> list[str]:
    if claim in found:
        return [f"{place}: claim {claim} has two spans"]
    if claim not in note_of:
        return [f"{place}: claim {claim} is not one of this chapter's in data/article/claims.csv"]
    note = note_of[claim]
    wanted = [] if pd.isna(note) else [str(note)]
    if marks != wanted:
        return [
            f"{place}: claim {claim} carries the notes {marks}, data/article/claims.csv says {wanted}"
        ]
    return []


def _check_role(place: str, role: str, key: str) -> list[str]:
    try:
        if role == "note":
            notes.note(int(key))
        elif role == "sources":
            notes.sources(key)
        else:
            notes.reference(key)
    except ValueError as error:
        return [f"{place}: {{{role}}}`{key}`: {error}"]
    return []
