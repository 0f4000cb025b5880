"""The tables against each other and against the article's words."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from edition import tables
from edition.references import notes
from edition.tables import vocabulary

SHAPES = {"year": r"\d{4}", "month": r"\d{4}-\d\d", "day": r"\d{4}-\d\d-\d\d"}
ROWS = {"evidence_pages": "evidence_id", "note_sources": "key", "numbers": "id"}
WORDS = {"half": 50, "doubled": 2, "one": 1, "two": 2}


def _place(name: str, row, field: str) -> str:
    return f"{tables.path(name)}, row {row.Index + 2}, field {field!r}"


def numbers() -> list[str]:
    """Return a message for each number that is not what the article's words say.

    That concerns its value, its unit, its bound and its period.
    """
    faults, seen = [], {}
    for row in tables.load("numbers").itertuples():
        said = row.verbatim.replace("\N{NO-BREAK SPACE}", " ")
        dated = row.unit in ("year", "decade")
        shown = row.words or (f"{row.value:.0f}" if dated else f"{row.value:,g}")
        told = [*_value(row, said, shown), *_unit(row, said), *_bound(row, said), *_period(row)]
        if said.find(shown) < seen.get(said, 0):
            above = "before the value of the row above"
            told.append(("value", f"{shown} stands in the article’s words “{said}” {above}"))
        seen[said] = said.find(shown)
        faults += [f"{_place('numbers', row, field)}: {fault}" for field, fault in told]
    return faults + _successive()


def _value(row, said: str, shown: str) -> Iterator[tuple[str, str]]:
    stands = re.search(rf"(?<![\d.,]){re.escape(shown)}(?!\d)", said)
    if not stands or (row.words and WORDS.get(row.words) != row.value):
        missing = f"does not stand in the article’s words “{said}”"
        yield "value", f"{row.value:g}, shown as {shown}, {missing}"


def _unit(row, said: str) -> Iterator[tuple[str, str]]:
    signs = vocabulary.meaning("numbers", "unit", row.unit, "stated")
    if signs and not any(sign in said for sign in signs):
        yield "unit", f"{row.unit!r} is not the unit of the article’s words “{said}”"


def _bound(row, said: str) -> Iterator[tuple[str, str]]:
    for bound, words in vocabulary.meanings("numbers", "bound", "stated").items():
        meant = any(word in said for word in words)
        if words and row.bound in (bound, "exact") and meant != (row.bound == bound):
            yield "bound", f"{row.bound!r} is not what the article’s words say: “{said}”"


def _period(row) -> Iterator[tuple[str, str]]:
    for field in ("period_start", "period_end"):
        year = getattr(row, field)
        if not pd.isna(year) and str(year) not in row.period:
            yield field, f"{year} does not stand in the period “{row.period}”"


def _successive() -> list[str]:
    """Check that values of one quantity follow each other in time; none took another's place."""
    last, faults = {}, []
    for row in tables.load("numbers").dropna(subset="period_start").itertuples():
        if row.period_start < last.get(row.quantity, 0):
            wrong = f"{row.period_start} is before the row above, of the same quantity"
            faults.append(f"{_place('numbers', row, 'period_start')}: {wrong}")
        last[row.quantity] = row.period_start
    return faults


def events() -> list[str]:
    """Return a message for each act of a side with itself, or with dates that cannot be."""
    acts = tables.load("events")
    return [fault for row in acts.itertuples() for fault in _dates(row)] + [
        f"{_place('events', row, 'counterpart')}: {row.actor!r} is also the actor; "
        "expected another side"
        for row in acts[acts.actor == acts.counterpart].itertuples()
    ]


def coded() -> list[str]:
    """Return a message for each act out of order, coded once only, or with a doubt that is none."""
    acts, second = tables.load("events"), tables.load("second_coding")
    faults, before = [], ("", "")
    for row in acts.itertuples():
        if (row.date, row.event) < before:
            expected = "expected the order of start dates, then of identifiers"
            faults.append(f"{_place('events', row, 'date')}: {expected}; found {row.date}")
        before = (row.date, row.event)
        could = row.could_be.split()
        if row.kind in could or len(set(could)) < len(could):
            expected = f"expected other kinds than {row.kind!r}, each once"
            faults.append(f"{_place('events', row, 'could_be')}: {expected}; found {row.could_be}")
        if row.could_be and not row.doubtful:
            faults.append(f"{_place('events', row, 'doubtful')}: expected the reason of 'could_be'")
    if missing := sorted(set(acts.event) - set(second.event)):
        place = f"{tables.path('second_coding')}, field 'event'"
        faults.append(f"{place}: no row for {', '.join(missing)}")
    return faults + [fault for row in second.itertuples() for fault in _dates(row, "second_coding")]


def _dates(row, table: str = "events") -> list[str]:
    for field in ("date", "date_end"):
        text = getattr(row, field)
        try:
            if text:
                date.fromisoformat(f"{text}-01-01"[:10])
        except ValueError:
            return [f"{_place(table, row, field)}: no such date: {text}"]
    if row.precision in SHAPES and not re.fullmatch(SHAPES[row.precision], row.date):
        promised = f"the {row.precision} that field 'precision' promises"
        return [f"{_place(table, row, 'date')}: {row.date} is not {promised}"]
    if row.date_end and row.date_end[: len(row.date)] < row.date[: len(row.date_end)]:
        return [f"{_place(table, row, 'date_end')}: {row.date_end} is before {row.date}"]
    return []


def noted() -> list[str]:
    """Return a message for each row whose note is not that of its claim.

    A source may serve the claim before or after that of its note, if that one has no note itself.
    """
    own = tables.load("claims").set_index("claim").note
    faults = []
    for name in ("numbers", "events", "notes", "quotations", "note_sources"):
        try:
            rows = tables.load(name).dropna(subset="note")
        except tables.WithheldError:
            continue
        faults += [
            f"{_place(name, row, 'note')}: claim {row.claim} has no note {row.note} "
            "in data/article/claims.csv"
            for row in rows.itertuples()
            if str(row.note) != str(own[row.claim])
            and not (name == "note_sources" and _near(row, own))
        ]
    return faults


def _near(row, own: pd.Series) -> bool:
    """Tell whether the claim of a source has no note, and stands beside the claim of its note."""
    place = {note: number for number, note in enumerate(own)}.get(row.note, -9)
    return pd.isna(own[row.claim]) and abs(place - list(own.index).index(row.claim)) == 1


def placed() -> list[str]:
    """Return a message for each source that is not at its place in its note, or is for no claim."""
    last, place, faults = None, 0, []
    unmarked = set(tables.load("unmarked").claim)
    for row in tables.load("note_sources").itertuples():
        if pd.isna(row.note) and row.claim not in unmarked:
            wrong = f"{row.claim} is not in data/notes/unmarked.csv, and the row names no note"
            faults.append(f"{_place('note_sources', row, 'claim')}: {wrong}")
        group = row.claim if pd.isna(row.note) else row.note
        last, place = group, place + 1 if group == last else 1
        if row.position != place:
            wrong = f"expected {place}, found {row.position}; has a source changed its note?"
            faults.append(f"{_place('note_sources', row, 'position')}: {wrong}")
    return faults


def cited() -> list[str]:
    """Return a message for each source of a note, or of a comparison, that references.bib lacks."""
    known = notes.keys()
    named = [("note_sources", "key", row) for row in tables.load("note_sources").itertuples()]
    named += [("comparisons", "sources", row) for row in tables.load("comparisons").itertuples()]
    return [
        f"{_place(table, row, field)}: no entry {key!r} in references.bib"
        for table, field, row in named
        for key in getattr(row, field).split()
        if key not in known
    ]


def graded() -> list[str]:
    """Return a message for each note out of its number, or with another grade than its sources."""
    listed, sources = tables.load("notes"), tables.load("note_sources")
    grades = vocabulary.values("notes", "grade")
    faults, before = [], 0
    for row in listed.itertuples():
        if row.note != before + 1:
            wrong = f"expected {before + 1}, found {row.note}"
            faults.append(f"{_place('notes', row, 'note')}: {wrong}")
        before = row.note
        given = set(sources.grade[sources.note == row.note])
        best = next((grade for grade in grades if grade in given), "open")
        if row.grade != best:
            wrong = f"expected {best!r} by data/notes/note_sources.csv, found {row.grade!r}"
            faults.append(f"{_place('notes', row, 'grade')}: {wrong}")
    faults += [
        f"{_place('unmarked', row, 'claim')}: {row.claim} has a note in data/notes/notes.csv"
        for row in tables.load("unmarked").itertuples()
        if row.claim in set(listed.claim)
    ]
    last = tables.load("claims").note.max()
    if len(listed) != last:
        wrong = f"ends with note {len(listed)}, data/article/claims.csv with {last}"
        faults.append(f"{tables.path('notes')}: {wrong}")
    return faults


def linked() -> list[str]:
    """Return a message for each instrument, further claim and quotation that has no place."""
    return _instruments() + _further() + _quoted()


def _instruments() -> list[str]:
    """Check that instruments stand in their places, and with both halves of each pair."""
    faults, place = [], {}
    for row in tables.load("instruments").itertuples():
        expected = place[row.realm] = place.get(row.realm, 0) + 1
        if row.position != expected:
            wrong = f"expected {expected}, the next of this realm; found {row.position}"
            faults.append(f"{_place('instruments', row, 'position')}: {wrong}")
        faults += [
            f"{_place('instruments', row, field)}: expected this and 'claim_{field}' together, "
            "or neither"
            for field in ("response", "outcome")
            if bool(getattr(row, field)) != bool(getattr(row, f"claim_{field}"))
        ]
    return faults


def _further() -> list[str]:
    """Check that further claims are claims, each once."""
    faults, claims = [], set(tables.load("claims").claim)
    for row in tables.load("exchange").itertuples():
        more = row.more_claims.split()
        wrong = [
            claim
            for place, claim in enumerate(more)
            if claim not in claims or claim in (row.claim, *more[:place])
        ]
        if wrong:
            expected = f"expected other claims, each once; found {' '.join(wrong)}"
            faults.append(f"{_place('exchange', row, 'more_claims')}: {expected}")
    return faults


def _quoted() -> list[str]:
    quoted = tables.load("quotations")
    return [
        f"{_place('quotations', row, 'words')}: stands in a row above, of the same claim"
        for row in quoted[quoted.duplicated(["claim", "words"])].itertuples()
    ]


def pages(released: str) -> list[str]:
    """Return a message for each quoted page with a day that cannot be, and for each named twice.

    released: the edition's own day, after which nothing can have been read.
    """
    faults = []
    for row in tables.load("evidence_pages").itertuples():
        if row.read_on and not row.page_date <= row.read_on <= released:
            expected = f"expected a day from {row.page_date or 'its date'} to {released}"
            place = _place("evidence_pages", row, "read_on")
            faults.append(f"{place}: {expected}; found {row.read_on}")
    for row in tables.load("comparisons").itertuples():
        names = row.pages.split()
        if len(names) > len(set(names)):
            place = _place("comparisons", row, "pages")
            faults.append(f"{place}: a page is named twice: {row.pages}")
    return faults


def rebuilt() -> list[str]:
    """Return a message for each source of a rebuilt quantity that is no table, or no row of it."""
    known = {item["name"] for item in tables.package()["resources"]}
    faults = []
    for row in tables.load("rebuilt").itertuples():
        place = _place("rebuilt", row, "source")
        for part in filter(None, row.source.split("; ")):
            name, _, keys = part.partition(": ")
            for table in [name] if keys else name.split(", "):
                if table not in known:
                    faults.append(f"{place}: no table {table!r} in data/datapackage.json")
            there = set(tables.load(name)[ROWS[name]]) if keys and name in ROWS else set()
            faults += [
                f"{place}: no {key!r} in {tables.path(name)}"
                for key in filter(None, keys.split(", "))
                if key not in there
            ]
    return faults


def names(folder: Path) -> list[str]:
    """Return a message for each name of the index that stands nowhere, or under two headings."""
    chapters = tables.load("claims").chapter.unique()
    files = [folder / f"{chapter}.md" for chapter in chapters]
    text = "\n".join(
        path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file()
    )
    faults, owner = [], {}
    for row in tables.load("names").itertuples():
        place = _place("names", row, "forms")
        for form in row.forms.split("|"):
            if not re.search(rf"\b{re.escape(form)}\b", text) or not form:
                nowhere = "stands in none of the chapters that restate the article"
                faults.append(f"{place}: {form!r} {nowhere}")
            if owner.setdefault(form, row.heading) != row.heading:
                faults.append(f"{place}: {form!r} is also a form of {owner[form]!r}")
    return faults
