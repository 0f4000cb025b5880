"""references.bib beyond its syntax: known types and fields, dates that can be, addresses that are some, each source once."""

import re
from collections.abc import Callable
from datetime import date

from edition.references import notes

from .wording import backwards

FIELDS = {
    *(
        "title",
        "titletranslation",
        "author",
        "editor",
        "journal",
        "publisher",
        "institution",
        "howpublished",
        "series",
        "volume",
        "number",
        "pages",
    ),
    *(
        "year",
        "date",
        "doi",
        "url",
        "archived",
        "urldate",
        "urlstatus",
        "language",
        "note",
        "isbn",
        "issn",
        "location",
        "edition",
        "booktitle",
    ),
}
CYRILLIC = ("ru", "be", "uk")
# field: (what its value must look like, in words)
FORMS = {
    "url": (
        r"https?://[\w.-]+\.\w{2,}(?:[:/?#]\S*)?",
        "an address that begins with https:// or http://",
    ),
    "archived": (r"https?://[\w.-]+\.\w{2,}(?:[:/?#]\S*)?", "the address of a copy, https://…"),
    "doi": (r"10\.\d{4,}/\S*[^\s.,;]", "10.…/…"),
    "pages": (
        r"(?:\d+|[ivxlc]+)(?:–(?:\d+|[ivxlc]+))?",
        "page numbers only, with an en dash (–) between the first and the last",
    ),
    "urlstatus": ("read|recorded", "read (with the day, in urldate) or recorded"),
    "language": ("|".join(notes.LANGUAGES), f"one of {', '.join(notes.LANGUAGES)}"),
}


def references(released: str) -> list[str]:
    """Return a message for each entry with an unknown type or field, a date or an address that cannot be, or the address of another.

    released: the edition's own day.
    """
    faults, seen, before = [], {}, ""
    for key, entry in notes.entries().items():
        place, get = f"{notes.BIBLIOGRAPHY}, entry {key!r}", entry.fields.get
        if entry.type not in notes.REQUIRED:
            faults.append(
                f"{place}: unknown type @{entry.type}; expected one of {', '.join(notes.REQUIRED)}"
            )
        faults += [
            f"{place}: unknown field {name!r}" for name in entry.fields if name not in FIELDS
        ]
        faults += [
            f"{place}, field {name!r}: expected {words}, found {get(name)!r}"
            for name, (form, words) in FORMS.items()
            if get(name) and not re.fullmatch(form, get(name))
        ]
        faults += [
            f"{place}, field {name!r}: expected plain letters and single spaces, found {found[0]!r}"
            for name, text in entry.fields.items()
            if (found := re.search(r"\\.?|&#?\w+;|\s\s|^\s|\s$", text))
        ]
        faults += [
            f"{place}, field {role!r}: expected all names, with “and” between them, found {str(person)!r}"
            for role, persons in entry.persons.items()
            for person in persons
            if re.search(r";|&|\b(?:et al|others)\b", str(person))
        ]
        faults += [f"{place}, {fault}" for fault in _dates(key, get, released) + _agree(get)]
        if key < before:
            faults.append(f"{place}: stands after {before!r}; expected the order of the keys")
        before = key
        for name in ("url", "archived", "doi", "title"):
            other = seen.setdefault(
                (name, re.sub(r"^https?://(www\.)?|/$", "", get(name, "").casefold())), key
            )
            if get(name) and other != key:
                faults.append(f"{place}, field {name!r}: the same as in entry {other!r}")
    return faults


def _dates(key: str, get: Callable, released: str) -> list[str]:
    """Return what is wrong with the dates of an entry: released is the edition's own day, after which nothing can have been read."""
    for name in ("year", "date", "urldate"):
        if get(name) and not _real(get(name)):
            return [
                f"field {name!r}: expected a date such as 2015, 2015-09 or 2015-09-30, found {get(name)!r}"
            ]
        if get(name) and get(name) > released:
            return [
                f"field {name!r}: {get(name)} is after the edition’s own date in CITATION.cff, {released}"
            ]
    if get("year") and get("date") and not get("date").startswith(get("year")):
        return [f"field 'year': year {get('year')} and date {get('date')} differ"]
    if get("urldate") and get("year") and get("urldate") < get("year"):
        return [
            f"field 'urldate': read on {get('urldate')}, before it was published in {get('year')}"
        ]
    if get("urldate") and get("date") and get("urldate") < get("date"):
        return [
            f"field 'urldate': read on {get('urldate')}, before it was published on {get('date')}"
        ]
    named = re.search(r"\d{4}", key)
    if get("year") != (named[0] if named else None):
        return [f"field 'year': {get('year', 'none')} is not the year that the key names"]
    return []


def _agree(get: Callable) -> list[str]:
    """Return what in an entry does not go together: status and day of reading, language and script, DOI and address, first and last page, ISBN."""
    faults = [f"field 'pages': {fault}" for fault in backwards(get("pages", ""))]
    if (get("urlstatus") == "read") != bool(get("urldate")) or bool(get("urlstatus")) != bool(
        get("url")
    ):
        faults.append(
            f"field 'urlstatus': {get('urlstatus')!r} does not go with the urldate {get('urldate')!r}; expected a day if it was read, none if not"
        )
    if bool(re.search("[\u0400-\u04ff]", get("title", ""))) != (get("language") in CYRILLIC):
        faults.append(
            f"field 'language': {get('language', 'none')} is not the language of the title's letters, “{get('title')}”"
        )
    if get("archived") and get("url") in (None, get("archived")):
        faults.append("field 'archived': the same as in 'url', or without one; expected a copy")
    if get("doi") and "doi.org/" in get("url", "") and not get("url").endswith(get("doi")):
        faults.append(f"field 'doi': {get('doi')} is not that of the address, {get('url')}")
    isbn = get("isbn", "").replace("-", "")
    if isbn and (
        not re.fullmatch(r"\d{13}", isbn)
        or sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(isbn)) % 10
    ):
        faults.append(
            f"field 'isbn': {get('isbn')} is not an ISBN of 13 digits; its last digit does not fit the others"
        )
    return faults


def _real(text: str) -> bool:
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}(-\d\d){0,2}", text) is not None
