"""The notes of the article: what is known of each, its references out of references.bib, and its grade."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from string import ascii_lowercase

import bibtexparser
import pandas as pd
from pybtex.database import Entry, InvalidNameString, Person
from pybtex.richtext import HRef, String, Tag, Text

from edition import tables

BIBLIOGRAPHY = tables.ROOT / "references.bib"
GRADES = {
    "seen": "the author’s own reference is known",
    "named": "the article itself names the source",
    "corroborating": "the author’s source is not known; an independent publication documents the statement or a part of it",
    "open": "no source was found for the statement or a part of it",
}
LEADS = {
    "seen": "The author’s reference:",
    "named": "Named in the article:",
    "corroborating": "Independent corroboration:",
}
LANGUAGES = {
    "ru": "Russian",
    "zh-Hans": "Chinese",
    "de": "German",
    "pl": "Polish",
    "fr": "French",
    "uk": "Ukrainian",
    "be": "Belarusian",
    "be-Latn": "Belarusian",
}
REQUIRED = {
    "article": ("title", "journal", "year"),
    "book": ("title", "publisher", "year"),
    "techreport": ("title", "institution"),
    "misc": ("title", "organization", "url"),
}
# what BibTeX calls, in @misc and in @techreport, what is printed as the other
STANDARD = {"organization": "publisher", "type": "series"}


@dataclass(frozen=True)
class Reference:
    """One source of a note: its BibTeX key and formatted text, and what it documents, where, how well."""

    key: str
    text: Text
    grade: str
    documents: str
    locator: str
    remark: str


@dataclass(frozen=True)
class Note:
    """One note (number 1–50) or, with number None, the sources of a claim that the article left unmarked."""

    number: int | None
    claim: str
    grade: str
    references: tuple[Reference, ...]
    missing: str
    remark: str

    def text(self) -> Text:
        """Return the whole note as rich text: grade, full references, what is missing, remark."""
        parts = [Tag("grade", self.grade)]
        for grade, lead in LEADS.items():
            group = [reference for reference in self.references if reference.grade == grade]
            if group:
                parts.append(
                    Text(
                        lead,
                        " ",
                        String("; ").join(_sentence(reference) for reference in group),
                        ".",
                    )
                )
        parts += [part for part in (self.missing, self.remark) if part]
        return String(" ").join(parts)

    def brief(self) -> str:
        """Return grade and sources in few words: "corroborating: Nye 2017; Walker 2018"."""
        return f"{self.grade}: {'; '.join(short(reference.key) for reference in self.references) or 'no source found'}"


def _sentence(reference: Reference) -> Text:
    text = reference.text + (f", {reference.locator}" if reference.locator else "")
    aside = ". ".join(
        part
        for part in (
            reference.documents and f"On {reference.documents}",
            reference.remark.rstrip("."),
        )
        if part
    )
    return Text(text, f" [{aside}]" if aside else "")


@cache
def entries() -> dict[str, Entry]:
    """Return the entries of references.bib by key, complete for their type.

    DataError names the line of a block that does not parse, a duplicate key, or the field that is missing.
    """
    if not BIBLIOGRAPHY.exists():
        raise tables.DataError(f"{BIBLIOGRAPHY}: missing; it holds every reference of the notes")
    library = bibtexparser.parse_file(str(BIBLIOGRAPHY), encoding="utf-8")
    for block in library.failed_blocks:
        raise tables.DataError(f"{BIBLIOGRAPHY}, line {block.start_line + 1}: {block.error}")
    for block in library.comments:
        if "@" in block.comment:
            raise tables.DataError(
                f"{BIBLIOGRAPHY}, line {block.start_line + 1}: text outside any entry; expected @type{{key, …}}"
            )
    found = {}
    for block in library.entries:
        fields = {field.key: str(field.value) for field in block.fields}
        for name in REQUIRED.get(block.entry_type, ("title",)):
            if not fields.get(name):
                place = f"{BIBLIOGRAPHY}, line {block.start_line + 1}, entry {block.key!r}"
                raise tables.DataError(f"{place}: a @{block.entry_type} needs the field {name!r}")
        try:
            persons = {
                role: [Person(name) for name in fields.pop(role).split(" and ")]
                for role in ("author", "editor")
                if role in fields
            }
        except InvalidNameString as error:
            raise tables.DataError(f"{BIBLIOGRAPHY}, entry {block.key!r}: {error}") from None
        plain = {name: value.replace("{", "").replace("}", "") for name, value in fields.items()}
        ours = {STANDARD.get(name, name): value for name, value in plain.items()}
        found[block.key] = Entry(block.entry_type, fields=ours, persons=persons)
    return found


def when(iso: str) -> str:
    """Return an ISO date, of a day, month or year, in words: "3 August 2020" (day and month stay together), "May 2015", "2018"."""
    shape = {4: ("%Y", "%Y"), 7: ("%Y-%m", "%B %Y"), 10: ("%Y-%m-%d", "%d\u00a0%B %Y")}[len(iso)]
    return datetime.strptime(iso, shape[0]).strftime(shape[1]).lstrip("0")


@cache
def reference(key: str) -> Text:
    """Return one entry of references.bib as rich text, its title as written. DataError if there is none."""
    if key not in entries():
        raise tables.DataError(
            f"{BIBLIOGRAPHY}: no entry {key!r}, which a table under data/notes/ names"
        )
    entry = entries()[key]
    get = entry.fields.get
    people = [person for role in ("author", "editor") for person in entry.persons.get(role, [])]
    names = [plain_name(person) for person in people]
    by = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
    if entry.persons.get("editor") and not entry.persons.get("author"):
        by += " (ed.)" if len(names) == 1 else " (eds)"
    title = (
        Tag(f"lang-{get('language')}", get("title"))
        if "language" in entry.fields
        else Text(get("title"))
    )
    title = Tag("em", title) if entry.type == "book" else Text("“", title, "”")
    if "titletranslation" in entry.fields:
        title = Text(
            title,
            f" [{LANGUAGES.get(get('language'), get('language'))}: “{get('titletranslation')}”]",
        )
    container = get("journal")
    volume = ", ".join(
        part for part in (get("volume"), get("number") and f"no. {get('number')}") if part
    )
    parts = [
        by,
        title,
        Text(
            Tag("em", container),
            f" {get('volume')}" if get("volume") else "",
            f", no. {get('number')}" if get("number") else "",
        )
        if container
        else "",
        ""
        if container
        else ", ".join(part for part in (get("howpublished"), get("series"), volume) if part),
        get("institution", ""),
        get("publisher", ""),
        get("note", ""),
        when(get("date", get("year")))
        if get("date", get("year"))
        else ""
        if "no date" in get("note", "")
        else "no date visible",
        get("pages")
        and f"{'pp.' if '-' in get('pages') or '–' in get('pages') else 'p.'} {get('pages').replace('--', '–').replace('-', '–')}"
        or "",
        HRef(f"https://doi.org/{get('doi')}", f"doi:{get('doi')}") if get("doi") else "",
        _address(get("url"), get("urldate"), get("archived")) if get("url") else "",
    ]
    return String(", ").join(part for part in parts if str(part))


def short(key: str) -> str:
    """Return an entry in a few words that no other has: "Laruelle 2015", "Belsat 2018b", "UDF.by, no date"."""
    return _shorts()[key]


@cache
def _shorts() -> dict[str, str]:
    """Return each entry in a few words, with a letter, in the order of date and title, where several would have the same."""
    alike = defaultdict(list)
    for key, entry in sorted(
        entries().items(),
        key=lambda item: (item[1].fields.get("date", ""), item[1].fields["title"]),
    ):
        alike[_name_and_year(entry)].append(key)
    named = {}
    for words, keys in alike.items():
        for place, key in enumerate(keys):
            letter = ascii_lowercase[place] if len(keys) > 1 else ""
            named[key] = (
                f"{words} {letter}" if letter and words.endswith("no date") else words + letter
            )
    return named


def _name_and_year(entry: Entry) -> str:
    people = entry.persons.get("author", []) + entry.persons.get("editor", [])
    names = [" ".join(person.prelast_names + person.last_names).strip("{}") for person in people]
    who = (
        " and ".join(names[:2])
        if 0 < len(names) < 3
        else f"{names[0]} et al."
        if names
        else _body(entry)
    )
    return f"{who} {entry.fields['year']}" if "year" in entry.fields else f"{who}, no date"


def _body(entry: Entry) -> str:
    return next(
        entry.fields[name]
        for name in ("publisher", "institution", "journal")
        if name in entry.fields
    ).split(" (")[0]


def plain_name(person: Person) -> str:
    """Return a person's or body's name in reading order: "Marlène Laruelle"."""
    parts = (
        person.first_names
        + person.middle_names
        + person.prelast_names
        + person.last_names
        + person.lineage_names
    )
    return " ".join(parts).replace("{", "").replace("}", "")


def _address(url: str, read: str | None, archived: str | None) -> Text:
    return Text(
        HRef(url, url),
        f" (read {when(read)}" if read else " (address recorded, page not read again",
        Text("; ", HRef(archived, "archived copy")) if archived else "",
        ")",
    )


def _gather(
    number: int | None, claim: str, grade: str, rows: pd.DataFrame, missing: str, remark: str
) -> Note:
    found = tuple(
        Reference(row.key, reference(row.key), row.grade, row.documents, row.locator, row.remark)
        for row in rows.sort_values("position").itertuples()
    )
    return Note(number, claim, grade, found, missing, remark)


@cache
def _sources() -> pd.DataFrame:
    return tables.load("note_sources")


def note(number: int) -> Note:
    """Return a note of the article by its number; DataError if data/notes/notes.csv has no such row."""
    row = _one(tables.load("notes"), "note", number)
    return _gather(
        number, row.claim, row.grade, _sources()[_sources().note == number], row.missing, row.remark
    )


def sources(claim: str) -> Note:
    """Return the sources that the editors found for a claim without a note in the article."""
    row = _one(tables.load("unmarked"), "claim", claim)
    rows = _sources()[(_sources().claim == claim) & _sources().note.isna()]
    grade = next((grade for grade in GRADES if (rows.grade == grade).any()), "open")
    return _gather(None, claim, grade, rows, row.missing, row.remark)


def _one(frame: pd.DataFrame, field: str, value) -> pd.Series:
    rows = frame[frame[field] == value]
    if len(rows) != 1:
        raise tables.DataError(
            f"data/notes: expected one row with {field} {value}, found {len(rows)}"
        )
    return rows.iloc[0]
