"""The notes of the article: what is known of each, its sources by short keys, and its grade.

A key leads to its entry in the bibliography, where the reference stands in full, once.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase

import pandas as pd
from pybtex.database import Entry, Person
from pybtex.richtext import HRef, String, Tag, Text

from edition import tables
from edition.references import bibtex
from edition.tables import values, vocabulary

BIBLIOGRAPHY = tables.ROOT / "references.bib"
PAGE = "bibliography"  # the chapter that has the references in full
ARTICLE = "2020-08-03"  # the day of the article: what is younger is not its author’s source
WITHIN = str.maketrans("“”", "‘’")  # quotation marks within others
LANGUAGES = {
    "ru": "Russian",
    "zh-Hans": "Chinese",
    "de": "German",
    "pl": "Polish",
    "fr": "French",
    "uk": "Ukrainian",
    "be": "Belarusian",
    "be-Latn": "Belarusian",
    "it": "Italian",
}
REQUIRED = {
    "article": ("title", "journal", "year"),
    "book": ("title", "publisher", "year"),
    "techreport": ("title", "institution"),
    "misc": ("title", "organization", "url"),
}


@dataclass(frozen=True)
class Reference:
    """One source of a note: its BibTeX key, and what it documents, where, how well."""

    key: str
    grade: str
    documents: str
    locator: str
    remark: str

    def text(self) -> Text:
        """Return the source where it is read: "Marin 2020b, p. 18: the dispute about a base"."""
        later = " (published later)" if younger(self.key) else ""
        return Text(cited(self.key, self.locator), f"{later}: {self.documents}")


@dataclass(frozen=True)
class Note:
    """One note of the article or, with number None, the sources of a claim that has none."""

    number: int | None
    claim: str
    grade: str
    references: tuple[Reference, ...]
    missing: str
    remark: str

    def text(self) -> Text:
        """Return the whole note: grade, sources and what each supports, what was not found."""
        listed = String("; ").join(reference.text() for reference in self.references)
        parts = [
            Tag("grade", self.grade),
            Text(listed, ".") if self.references else "",
            f"Not found: {self.missing}." if self.missing else "",
            self.remark,
        ]
        return String(" ").join(part for part in parts if str(part))

    def keys(self) -> Text:
        """Return the sources of a claim without a note, after words that say so."""
        listed = [cited(reference.key, reference.locator) for reference in self.references]
        lead = "The article has no note here; the editors found: "
        return Text(lead, String("; ").join(listed) if listed else "none", ".")

    def brief(self) -> str:
        """Return grade and sources in few words: "corroborating: Nye 2017; Walker 2018"."""
        named = "; ".join(short(reference.key) for reference in self.references)
        return f"{self.grade}: {named or 'no source found'}"


def address(key: str) -> str:
    """Return where an entry stands in full."""
    return f"{PAGE}.html#ref-{key}"


def cited(key: str, locator: str = "") -> Text:
    """Return an entry as it is cited: its short key, which leads to it in full, and pages."""
    return Text(HRef(address(key), short(key)), f", {locator}" if locator else "")


def younger(key: str) -> bool:
    """Tell whether an entry was published after the article."""
    day = _dated(key)
    return day > ARTICLE[: len(day)]


def _dated(key: str) -> str:
    fields = entries()[key].fields
    return fields.get("date", fields.get("year", ""))


@cache
def library() -> bibtex.Library:
    """Return what references.bib holds, with its faults."""
    return bibtex.read(BIBLIOGRAPHY, REQUIRED)


def entries() -> dict[str, Entry]:
    """Return the entries of references.bib by key, complete for their type.

    DataError names, for each fault, the line of its entry and what was expected.
    """
    if library().faults:
        raise tables.DataError("\n".join(library().faults))
    return library().entries


def faults() -> list[str]:
    """Return a message for each fault of references.bib as BibTeX."""
    return list(library().faults)


def keys() -> set[str]:
    """Return the keys of references.bib; WithheldError if it cannot be read whole."""
    if not library().whole:
        raise tables.WithheldError(f"{BIBLIOGRAPHY}: its faults have been told")
    return set(library().entries)


@cache
def reference(key: str) -> Text:
    """Return one entry of references.bib as rich text; DataError if there is none."""
    if key not in entries():
        raise tables.DataError(
            f"{BIBLIOGRAPHY}: no entry {key!r}, which a table under data/notes/ names"
        )
    entry = entries()[key]
    get = entry.fields.get
    parts = [
        _by(entry),
        _title(entry),
        *_container(entry),
        get("institution", ""),
        get("publisher", ""),
        get("note", ""),
        _date(entry),
        _pages(get("pages", "")),
        HRef(f"https://doi.org/{get('doi')}", f"doi:{get('doi')}") if get("doi") else "",
        _address(get("url"), get("urldate"), get("archived")) if get("url") else "",
    ]
    return String(", ").join(part for part in parts if str(part))


def _by(entry: Entry) -> str:
    """Return the names of authors and editors: "A, B and C (eds)"."""
    people = [person for role in bibtex.ROLES for person in entry.persons.get(role, [])]
    names = [plain_name(person) for person in people]
    by = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
    if entry.persons.get("editor") and not entry.persons.get("author"):
        by += " (ed.)" if len(names) == 1 else " (eds)"
    return by


def _title(entry: Entry) -> Text:
    """Return the title as it was written, with its language and its translation.

    Quotation marks within others are single.
    """
    language, title = entry.fields.get("language"), entry.fields["title"]
    if entry.type != "book":
        title = title.translate(WITHIN)
    title = Tag(f"lang-{language}", title) if language else Text(title)
    title = Tag("em", title) if entry.type == "book" else Text("“", title, "”")
    if translation := entry.fields.get("titletranslation"):
        title = Text(title, f" [{LANGUAGES.get(language, language)}: “{translation}”]")
    return title


def _container(entry: Entry) -> list[Text | str]:
    """Return the journal with volume and number, or the series that a work stands in."""
    get = entry.fields.get
    number = f"no. {get('number')}" if get("number") else ""
    if get("journal"):
        volume = f" {get('volume')}" if get("volume") else ""
        return [Text(Tag("em", get("journal")), volume, number and f", {number}")]
    places = (get("howpublished"), get("series"), get("volume"), number)
    return [", ".join(part for part in places if part)]


def _date(entry: Entry) -> str:
    """Return the date in words, or that there is none, unless the field `note` says so."""
    if iso := entry.fields.get("date") or entry.fields.get("year"):
        return values.when(iso)
    return "" if "no date" in entry.fields.get("note", "") else "no date visible"


def _pages(pages: str) -> str:
    """Return pages with what they are called: "p. 5", "pp. 23–25"."""
    many = "-" in pages or "–" in pages
    dashed = pages.replace("--", "–").replace("-", "–")
    return f"{'pp.' if many else 'p.'} {dashed}" if pages else ""


def short(key: str) -> str:
    """Return an entry in a few words that no other has: "Belsat 2018b", "UDF.by, no date"."""
    return _shorts()[key]


@cache
def _shorts() -> dict[str, str]:
    """Return each entry in a few words.

    Where several would have the same, each has a letter, in the order of date and title.
    """
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
                f"{words}\u00a0{letter}" if letter and words.endswith("no date") else words + letter
            )
    return named


def _name_and_year(entry: Entry) -> str:
    people = entry.persons.get("author", []) + entry.persons.get("editor", [])
    names = [" ".join(person.prelast_names + person.last_names).strip("{}") for person in people]
    who = entry.fields.get("shortauthor") or (
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
        f" (read {values.when(read)}" if read else " (address recorded, page not read again",
        Text("; ", HRef(archived, "archived copy")) if archived else "",
        ")",
    )


def _gather(
    number: int | None, claim: str, grade: str, rows: pd.DataFrame, missing: str, remark: str
) -> Note:
    found = tuple(
        Reference(row.key, row.grade, row.documents, row.locator, row.remark)
        for row in rows.sort_values("position").itertuples()
    )
    return Note(number, claim, grade, found, missing, remark)


@cache
def _listed(name: str) -> pd.DataFrame:
    return tables.load(name)


@cache
def note(number: int) -> Note:
    """Return a note of the article by its number; DataError if there is no such row."""
    row, rows = _one(_listed("notes"), "note", number), _listed("note_sources")
    return _gather(number, row.claim, row.grade, rows[rows.note == number], row.missing, row.remark)


@cache
def sources(claim: str) -> Note:
    """Return the sources that the editors found for a claim without a note in the article."""
    row = _one(_listed("unmarked"), "claim", claim)
    rows = _listed("note_sources")
    rows = rows[(rows.claim == claim) & rows.note.isna()]
    grade = next(
        (grade for grade in vocabulary.values("notes", "grade") if (rows.grade == grade).any()),
        "open",
    )
    return _gather(None, claim, grade, rows, row.missing, row.remark)


def _one(frame: pd.DataFrame, field: str, value) -> pd.Series:
    rows = frame[frame[field] == value]
    if len(rows) != 1:
        raise tables.DataError(
            f"data/notes: expected one row with {field} {value}, found {len(rows)}"
        )
    return rows.iloc[0]
