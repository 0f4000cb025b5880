"""The tables against each other and against the article's words: values, bounds, dates, notes, sources, grades."""

import re
from datetime import date
from pathlib import Path

import pandas as pd

from edition import tables
from edition.references import notes

SHAPES = {"year": r"\d{4}", "month": r"\d{4}-\d\d", "day": r"\d{4}-\d\d-\d\d"}
SIGNS = {
    "percent": ("%", "half"),
    "percent_of_gdp": ("%",),
    "billion_usd": ("$", "billion"),
    "tonnes": ("ton",),
    "decade": ("0s",),
}
BOUNDS = {
    "up_to": ("up to", "as much as"),
    "more_than": ("more than", "over"),
    "about": ("about", "around"),
    "ratio_about": ("doubled",),
}
WORDS = {"half": 50, "doubled": 2, "one": 1, "two": 2}
SPOKEN = {
    "1": "one",
    "4": "four",
    "5": "five",
    "10": "ten",
    "90": "a tenth",
    "110": "a tenth",
}  # numbers of formulas, as thresholds say them


def _path(name: str) -> Path:
    return tables.DATA / tables.resource(name)["path"]


def _place(name: str, row, field: str) -> str:
    return f"{_path(name)}, row {row.Index + 2}, field {field!r}"


def numbers() -> list[str]:
    """Return a message for each row of the table of numbers whose value, unit, bound or period is not that of the article's words."""
    faults, seen = [], {}
    for row in tables.load("numbers").itertuples():
        said = row.verbatim.replace("\N{NO-BREAK SPACE}", " ")
        dated = row.unit in ("year", "decade")
        shown = row.words or (f"{row.value:.0f}" if dated else f"{row.value:,g}")
        if not re.search(rf"(?<![\d.,]){re.escape(shown)}(?!\d)", said) or (
            row.words and WORDS.get(row.words) != row.value
        ):
            faults.append(
                f"{_place('numbers', row, 'value')}: {row.value:g}, shown as {shown}, does not stand in the article’s words “{said}”"
            )
        if said.find(shown) < seen.get(said, 0):
            faults.append(
                f"{_place('numbers', row, 'value')}: {shown} stands in the article’s words “{said}” before the value of the row above"
            )
        seen[said] = said.find(shown)
        if not any(sign in said for sign in SIGNS.get(row.unit, ("",))):
            faults.append(
                f"{_place('numbers', row, 'unit')}: {row.unit!r} is not the unit of the article’s words “{said}”"
            )
        for bound, words in BOUNDS.items():
            if (row.bound == bound or row.bound == "exact") and any(
                word in said for word in words
            ) != (row.bound == bound):
                faults.append(
                    f"{_place('numbers', row, 'bound')}: {row.bound!r} is not what the article’s words say: “{said}”"
                )
        for field in ("period_start", "period_end"):
            if not pd.isna(getattr(row, field)) and str(getattr(row, field)) not in row.period:
                faults.append(
                    f"{_place('numbers', row, field)}: {getattr(row, field)} does not stand in the period “{row.period}”"
                )
    return faults + _successive()


def _successive() -> list[str]:
    """Check that values of one quantity follow each other in time, so that none has taken another's place."""
    last, faults = {}, []
    for row in tables.load("numbers").dropna(subset="period_start").itertuples():
        if row.period_start < last.get(row.quantity, 0):
            faults.append(
                f"{_place('numbers', row, 'period_start')}: {row.period_start} is before the row above, of the same quantity"
            )
        last[row.quantity] = row.period_start
    return faults


def events() -> list[str]:
    """Return a message for each act whose dates do not exist, do not agree, or are not as exact as promised, and for each of a side with itself."""
    acts = tables.load("events")
    return [fault for row in acts.itertuples() for fault in _dates(row)] + [
        f"{_place('events', row, 'counterpart')}: {row.actor!r} is also the actor; expected another side"
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
        faults.append(f"{_path('second_coding')}, field 'event': no row for {', '.join(missing)}")
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
        return [
            f"{_place(table, row, 'date')}: {row.date} is not the {row.precision} that field 'precision' promises"
        ]
    if row.date_end and row.date_end[: len(row.date)] < row.date[: len(row.date_end)]:
        return [f"{_place(table, row, 'date_end')}: {row.date_end} is before {row.date}"]
    return []


def noted() -> list[str]:
    """Return a message for each row whose note is not that of its claim, and for each source that is not at its place in its note.

    A note may serve the claim before or after its own, if that one has no note itself.
    """
    own = tables.load("claims").set_index("claim").note
    of_note, order = {note: place for place, note in enumerate(own)}, list(own.index)
    faults = []
    for name in ("numbers", "events", "notes", "quotations", "note_sources"):
        for row in tables.load(name).dropna(subset="note").itertuples():
            near = (
                name == "note_sources"
                and pd.isna(own[row.claim])
                and abs(of_note.get(row.note, -9) - order.index(row.claim)) == 1
            )
            if not near and str(row.note) != str(own[row.claim]):
                faults.append(
                    f"{_place(name, row, 'note')}: claim {row.claim} has no note {row.note} in data/article/claims.csv"
                )
    last, place, unmarked = None, 0, set(tables.load("unmarked").claim)
    for row in tables.load("note_sources").itertuples():
        if pd.isna(row.note) and row.claim not in unmarked:
            faults.append(
                f"{_place('note_sources', row, 'claim')}: {row.claim} is not in data/notes/unmarked.csv, and the row names no note"
            )
        group = row.claim if pd.isna(row.note) else row.note
        last, place = group, place + 1 if group == last else 1
        if row.position != place:
            faults.append(
                f"{_place('note_sources', row, 'position')}: expected {place}, found {row.position}; has a source changed its note?"
            )
    return faults


def graded() -> list[str]:
    """Return a message if the notes are not numbered one by one, or a note's grade is not that of its best source."""
    listed, sources = tables.load("notes"), tables.load("note_sources")
    faults = []
    for row in listed.itertuples():
        if row.note != row.Index + 1:
            faults.append(
                f"{_place('notes', row, 'note')}: expected {row.Index + 1}, found {row.note}"
            )
        best = next(
            (
                grade
                for grade in notes.GRADES
                if (sources.grade[sources.note == row.note] == grade).any()
            ),
            "open",
        )
        if row.grade != best:
            faults.append(
                f"{_place('notes', row, 'grade')}: expected {best!r} by data/notes/note_sources.csv, found {row.grade!r}"
            )
    last = tables.load("claims").note.max()
    for row in tables.load("unmarked").itertuples():
        if row.claim in set(listed.claim):
            faults.append(
                f"{_place('unmarked', row, 'claim')}: {row.claim} has a note in data/notes/notes.csv"
            )
    return faults + (
        [f"{_path('notes')}: ends with note {len(listed)}, data/article/claims.csv with {last}"]
        if len(listed) != last
        else []
    )


def linked() -> list[str]:
    """Return a message for each instrument out of its place or with a half of a pair only, each further claim that is none, each quotation twice."""
    faults, place, claims = [], {}, set(tables.load("claims").claim)
    for row in tables.load("instruments").itertuples():
        place[row.realm] = place.get(row.realm, 0) + 1
        if row.position != place[row.realm]:
            faults.append(
                f"{_place('instruments', row, 'position')}: expected {place[row.realm]}, the next of this realm; found {row.position}"
            )
        for field in ("response", "outcome"):
            if bool(getattr(row, field)) != bool(getattr(row, f"claim_{field}")):
                faults.append(
                    f"{_place('instruments', row, field)}: expected this and 'claim_{field}' together, or neither"
                )
    for row in tables.load("exchange").itertuples():
        more = row.more_claims.split()
        if wrong := [
            claim
            for place, claim in enumerate(more)
            if claim not in claims or claim in (row.claim, *more[:place])
        ]:
            faults.append(
                f"{_place('exchange', row, 'more_claims')}: expected other claims, each once; found {' '.join(wrong)}"
            )
    quoted = tables.load("quotations")
    faults += [
        f"{_place('quotations', row, 'words')}: stands in a row above, of the same claim"
        for row in quoted[quoted.duplicated(["claim", "words"])].itertuples()
    ]
    return faults


def pages(released: str) -> list[str]:
    """Return a message for each quoted page that was read before it appeared, or after the edition did; and for each listed twice."""
    faults = []
    for row in tables.load("evidence_pages").itertuples():
        if row.read_on and not row.page_date <= row.read_on <= released:
            faults.append(
                f"{_place('evidence_pages', row, 'read_on')}: expected a day from {row.page_date or 'its date'} to {released}; found {row.read_on}"
            )
    for row in tables.load("comparisons").itertuples():
        names = row.pages.split()
        if len(names) > len(set(names)):
            faults.append(
                f"{_place('comparisons', row, 'pages')}: a page is named twice: {row.pages}"
            )
    return faults


def thresholds() -> list[str]:
    """Return a message for each number in the formula of a threshold that the words of the threshold do not say; 0 and 100 are “not at all”."""
    faults = []
    for row in tables.load("comparisons").itertuples():
        words = dict(
            zip(
                ("supports_if", "contradicts_if"),
                row.threshold.partition("Contradicts:")[::2],
                strict=True,
            )
        )
        for field, said in words.items():
            for number in re.findall(r"(?<![AB\d.])\b\d+(?:\.\d+)?", getattr(row, field)):
                if number not in ("0", "100") and not re.search(
                    rf"\b{SPOKEN.get(number, number)}\b", said
                ):
                    faults.append(
                        f"{_place('comparisons', row, field)}: {number} is not said in the field 'threshold': “{said.strip()}”"
                    )
    return faults


def rebuilt() -> list[str]:
    """Return a message for each source in the table of rebuilt quantities that is no table, or no row of it."""
    known = {item["name"] for item in tables.package()["resources"]}
    rows = {"evidence_pages": "evidence_id", "note_sources": "key", "numbers": "id"}
    faults = []
    for row in tables.load("rebuilt").itertuples():
        for part in filter(None, row.source.split("; ")):
            name, _, keys = part.partition(": ")
            for table in [name] if keys else name.split(", "):
                if table not in known:
                    faults.append(
                        f"{_place('rebuilt', row, 'source')}: no table {table!r} in data/datapackage.json"
                    )
            there = set(tables.load(name)[rows[name]]) if keys and name in rows else set()
            faults += [
                f"{_place('rebuilt', row, 'source')}: no {key!r} in {_path(name)}"
                for key in filter(None, keys.split(", "))
                if key not in there
            ]
    return faults


def names(folder: Path) -> list[str]:
    """Return a message for each name of the index that stands in no chapter of the article, and for each form under two headings."""
    claims, listed, faults, owner = tables.load("claims"), tables.load("names"), [], {}
    text = "\n".join(
        (folder / f"{chapter}.md").read_text(encoding="utf-8")
        for chapter in claims.chapter.unique()
    )
    for row in listed.itertuples():
        for form in row.forms.split("|"):
            if not re.search(rf"\b{re.escape(form)}\b", text) or not form:
                faults.append(
                    f"{_place('names', row, 'forms')}: {form!r} stands in none of the chapters that restate the article"
                )
            if owner.setdefault(form, row.heading) != row.heading:
                faults.append(
                    f"{_place('names', row, 'forms')}: {form!r} is also a form of {owner[form]!r}"
                )
    return faults
