"""references.bib beyond its syntax: types, fields, dates and addresses that can be, no doubles."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from pybtex.database import Entry

from edition import tables
from edition.references import notes

from .wording import backwards

FIELDS = {
    *("title", "titletranslation", "author", "editor", "journal", "publisher", "institution"),
    *("howpublished", "series", "volume", "number", "pages", "year", "date", "doi", "url"),
    *("urldate", "urlstatus", "language", "note", "isbn", "issn", "location", "edition"),
    *("booktitle", "archived", "shortauthor"),
}
CYRILLIC = ("ru", "be", "uk")
ADDRESS = r"https?://[\w.-]+\.\w{2,}(?:[:/?#]\S*)?"
# field: (what its value must look like, in words)
FORMS = {
    "url": (ADDRESS, "an address that begins with https:// or http://"),
    "archived": (ADDRESS, "the address of a copy, https://…"),
    "doi": (r"10\.\d{4,}/\S*[^\s.,;]", "10.…/…"),
    "pages": (
        r"(?:\d+|[ivxlc]+)(?:–(?:\d+|[ivxlc]+))?",
        "page numbers only, with an en dash (–) between the first and the last",
    ),
    "urlstatus": ("read|recorded", "read (with the day, in urldate) or recorded"),
    "language": ("|".join(notes.LANGUAGES), f"one of {', '.join(notes.LANGUAGES)}"),
}


CHINESE = re.compile("[\u3000-\u9fff]")  # the range of _static/edition.css and chinese_font.py
CUT = "_static/chinese-title.woff2"
RECUT = "cut it anew: python data/builders/chinese_font.py FONT"


def references(released: str) -> list[str]:
    """Return a message for each entry that cannot be, and for each source that has two entries.

    released: the edition's own day.
    """
    library = notes.library()
    faults, seen, before = [], {}, ""
    for key, entry in library.entries.items():
        told = [*_known(entry), *_written(entry), *_letters(entry)]
        told += [f", {fault}" for fault in _dates(key, entry.fields.get, released)]
        told += [f", {fault}" for fault in _agree(entry.fields.get)]
        if key < before:
            told.append(f": stands after {before!r}; expected the order of the keys")
        before = key
        for name, value in _identities(entry):
            other = seen.setdefault(value, key)
            if other != key:
                told.append(f", field {name!r}: the same as in entry {other!r}")
        faults += [f"{library.places[key]}{fault}" for fault in told]
    return faults


def _known(entry: Entry) -> Iterator[str]:
    """Yield what is unknown in an entry: its type, a field, the form of a value."""
    if entry.type not in notes.REQUIRED:
        yield f": unknown type @{entry.type}; expected one of {', '.join(notes.REQUIRED)}"
    for name in entry.fields:
        if name not in FIELDS:
            yield f": unknown field {name!r}; known are {', '.join(sorted(FIELDS))}"
    for name, (form, words) in FORMS.items():
        found = entry.fields.get(name)
        if found and not re.fullmatch(form, found):
            yield f", field {name!r}: expected {words}, found {found!r}"


def _written(entry: Entry) -> Iterator[str]:
    """Yield what is written in letters of TeX or HTML, and names that are left out."""
    for name, text in entry.fields.items():
        if found := re.search(r"\\.?|&#?\w+;|\s\s|^\s|\s$", text):
            expected = "expected plain letters and single spaces"
            yield f", field {name!r}: {expected}, found {found[0]!r}"
    for role, persons in entry.persons.items():
        for person in map(str, persons):
            if re.search(r";|&|\b(?:et al|others)\b", person):
                expected = "expected all names, with “and” between them"
                yield f", field {role!r}: {expected}, found {person!r}"


def _letters(entry: Entry) -> Iterator[str]:
    """Yield the letters that no font of the edition has."""
    names = {role: " ".join(map(str, persons)) for role, persons in entry.persons.items()}
    for name, text in (dict(entry.fields) | names).items():
        lacking = "".join(sorted(set(text) - _fonts(tables.ROOT / CUT)))
        if chinese := "".join(CHINESE.findall(lacking)):
            yield f", field {name!r}: {CUT} does not have the letters {chinese}; {RECUT}"
        elif lacking.strip():
            expected = "expected letters that a font of the edition has"
            yield f", field {name!r}: {expected}; none has {lacking.strip()!r}"


@cache
def _fonts(cut: Path) -> frozenset[str]:
    """Return the letters that the fonts of the pages have. cut: the font of Chinese titles."""
    import font_source_serif_pro
    from fontTools.ttLib import TTFont

    files = [Path(font_source_serif_pro.font_files_ttf["SourceSerifPro"]), cut]
    there = [file for file in files if file.is_file()]
    codes = {code for file in there for code in TTFont(file).getBestCmap()}
    return frozenset(map(chr, codes)) | {"\n", "\t"}


def _identities(entry: Entry) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield by field what no two entries may share; a DOI is an address, too."""
    for name in ("url", "archived", "doi", "title"):
        if value := entry.fields.get(name):
            plain = re.sub(r"^https?://(www\.)?|/$", "", value.casefold())
            found = re.search(r"^(?:dx\.)?doi\.org/(.*)", plain)
            kind = "doi" if found else {"archived": "url"}.get(name, name)
            yield name, (kind, found[1] if found else plain)


def _dates(key: str, get: Callable, released: str) -> list[str]:
    """Return what is wrong with the dates of an entry; nothing can be read after `released`."""
    for name in ("year", "date", "urldate"):
        found = get(name)
        if found and not _real(found):
            expected = "expected a date such as 2015, 2015-09 or 2015-09-30"
            return [f"field {name!r}: {expected}, found {found!r}"]
        if found and found > released:
            own = f"the edition’s own date in CITATION.cff, {released}"
            return [f"field {name!r}: {found} is after {own}"]
    return _order(get("year"), get("date"), get("urldate")) or _named(key, get("year"))


def _order(year: str | None, day: str | None, read: str | None) -> list[str]:
    """Return what is wrong with the dates of an entry beside each other."""
    if year and day and not day.startswith(year):
        return [f"field 'year': year {year} and date {day} differ"]
    if read and year and read < year:
        return [f"field 'urldate': read on {read}, before it was published in {year}"]
    if read and day and read < day:
        return [f"field 'urldate': read on {read}, before it was published on {day}"]
    return []


def _named(key: str, year: str | None) -> list[str]:
    named = re.search(r"\d{4}", key)
    if year != (named[0] if named else None):
        return [f"field 'year': {year or 'none'} is not the year that the key names"]
    return []


def _agree(get: Callable) -> list[str]:
    """Return what in an entry does not go together.

    These are status and day of reading, language and script, DOI and address, pages, ISBN.
    """
    faults = [f"field 'pages': {fault}" for fault in backwards(get("pages", ""))]
    status, read, url, title = (get(name) for name in ("urlstatus", "urldate", "url", "title"))
    if (status == "read") != bool(read) or bool(status) != bool(url):
        expected = "expected a day if it was read, none if not"
        faults.append(
            f"field 'urlstatus': {status!r} does not go with the urldate {read!r}; {expected}"
        )
    if bool(re.search("[\u0400-\u04ff]", title or "")) != (get("language") in CYRILLIC):
        letters = f"is not the language of the title's letters, “{title}”"
        faults.append(f"field 'language': {get('language', 'none')} {letters}")
    if get("archived") and url in (None, get("archived")):
        faults.append("field 'archived': the same as in 'url', or without one; expected a copy")
    if get("doi") and "doi.org/" in (url or "") and not url.endswith(get("doi")):
        faults.append(f"field 'doi': {get('doi')} is not that of the address, {url}")
    if get("isbn") and not _isbn(get("isbn").replace("-", "")):
        wrong = "is not an ISBN of 13 digits; its last digit does not fit the others"
        faults.append(f"field 'isbn': {get('isbn')} {wrong}")
    return faults


def _isbn(digits: str) -> bool:
    """Tell whether the last of 13 digits is the one that follows from the others."""
    if not re.fullmatch(r"\d{13}", digits):
        return False
    weighed = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return sum(weighed) % 10 == 0


def _real(text: str) -> bool:
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}(-\d\d){0,2}", text) is not None
