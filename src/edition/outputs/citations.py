"""Hand out citations as files for reference managers, and the picture of the edition."""

import json
from functools import partial
from pathlib import Path

from pybtex.database import BibliographyData, Entry, Person

from edition import kept
from edition.book import catalogue, linked_data
from edition.outputs import card
from edition.references import notes
from edition.tables.citation import citation

# what the picture is made from
PICTURED = (
    "CITATION.cff",
    "data/datapackage.json",
    "data/article/events.csv",
    "data/article/second_coding.csv",
)
# type in BibTeX: type in RIS, in CSL
TYPES = {
    "article": ("JOUR", "article-journal"),
    "book": ("BOOK", "book"),
    "techreport": ("RPRT", "report"),
    "misc": ("ELEC", "webpage"),
}


def write(out: Path, root: Path) -> None:
    """Write citations and references (BibTeX, RIS, CSL-JSON) and the picture into out/downloads.

    out: the folder of built pages.
    """
    meta, (language, base) = citation(root), catalogue.language_and_address(root)
    target = out / "downloads"
    edition = catalogue.own(meta, language, base)
    (target / "edition.bib").write_text(bibtex(edition), encoding="utf-8")
    for name, works in (("edition", edition), ("references", notes.entries())):
        (target / f"{name}.ris").write_text(ris(works), encoding="utf-8", newline="")
        text = json.dumps(csl(works), ensure_ascii=False, indent=1)
        (target / f"{name}.csl.json").write_text(text + "\n", encoding="utf-8")
    shown = [(root / name).read_bytes() for name in PICTURED]
    picture = kept.raw("card", shown, partial(card.picture, meta))
    (out / linked_data.PICTURE).write_bytes(picture)


def bibtex(works: dict[str, Entry]) -> str:
    """Return entries as BibTeX, titles protected from changes of case."""
    kept = {
        key: Entry(
            entry.type,
            fields=dict(entry.fields) | {"title": f"{{{entry.fields['title']}}}"},
            persons=entry.persons,
        )
        for key, entry in works.items()
    }
    return BibliographyData(kept).to_string("bibtex")


def ris(works: dict[str, Entry]) -> str:
    """Return entries in the RIS format, lines ended by CR LF as it asks."""
    lines = []
    for key, entry in works.items():
        lines += [f"{tag}  - {value}" for tag, value in _ris(key, entry) if value] + ["ER  - ", ""]
    return "\r\n".join(lines)


def _ris(key: str, entry: Entry) -> list[tuple[str, str | None]]:
    """Return tags and values of an entry, as Zotero and EndNote read them."""
    get = entry.fields.get
    first, last = catalogue.first_and_last_page(entry)
    people = entry.persons.get
    return [
        ("TY", TYPES[entry.type][0]),
        ("ID", key),
        *(("AU", catalogue.sort_name(person)) for person in people("author", [])),
        *(("ED", catalogue.sort_name(person)) for person in people("editor", [])),
        ("TI", get("title")),
        ("TT", get("titletranslation")),
        ("T2", get("journal") or get("series")),
        ("PB", catalogue.house(entry)),
        ("VL", get("volume")),
        ("SN" if entry.type == "techreport" else "IS", get("number")),
        ("SP", first),
        ("EP", last),
        ("PY", get("year")),
        ("DA", catalogue.date_of(entry).replace("-", "/")),
        ("ET", get("edition")),
        ("LA", get("language")),
        ("SN", get("isbn")),
        ("DO", get("doi")),
        ("UR", get("url")),
        ("Y2", get("urldate", "").replace("-", "/")),
        *(("KW", word) for word in get("keywords", "").split(", ")),
        ("AB", get("abstract")),
        ("N1", get("note")),
        ("N1", get("copyright") and f"Licence: {get('copyright')}"),
    ]


def csl(works: dict[str, Entry]) -> list[dict]:
    """Return entries as CSL-JSON items (schema 1.0.2), the form that citation processors read."""
    return [
        {name: value for name, value in _csl(key, entry).items() if value}
        for key, entry in works.items()
    ]


def _csl(key: str, entry: Entry) -> dict:
    get = entry.fields.get
    people = {
        role: [_csl_name(person) for person in persons] for role, persons in entry.persons.items()
    }
    return {
        "id": key,
        "type": TYPES[entry.type][1],
        **people,
        "title": get("title"),
        "translated-title": get("titletranslation"),
        "container-title": get("journal"),
        "collection-title": get("series"),
        "publisher": catalogue.house(entry),
        "volume": get("volume"),
        "number" if entry.type == "techreport" else "issue": get("number"),
        "page": get("pages"),
        "issued": _csl_date(catalogue.date_of(entry)),
        "edition": get("edition"),
        "language": get("language"),
        "ISBN": get("isbn"),
        "DOI": get("doi"),
        "URL": get("url"),
        "accessed": _csl_date(get("urldate")),
        "keyword": get("keywords"),
        "abstract": get("abstract"),
        "note": get("note") or get("copyright") and f"Licence: {get('copyright')}",
    }


def _csl_name(person: Person) -> dict:
    family, given = catalogue.family_and_given(person)
    return {"family": family, "given": given} if given else {"literal": family}


def _csl_date(iso: str | None) -> dict | None:
    return {"date-parts": [[int(part) for part in iso.split("-")]]} if iso else None
