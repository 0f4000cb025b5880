"""The edition and its original as BibTeX entries, and what every format asks of an entry.

All of it comes from CITATION.cff (title, authors, date, version, licences, keywords) and from two
settings of _config.yml: the language, and `html: baseurl`, the address of the site.
"""

import re
from pathlib import Path

import yaml
from pybtex.database import Entry, Person

CODE_LICENCE = "MIT"  # of src/ and of the cells; that of the text stands in CITATION.cff


def language_and_address(root: Path) -> tuple[str, str]:
    """Return the language of the edition ("en-GB") and the address of its site.

    The address ends with a slash, and is empty if none is set.
    """
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    base = config["html"].get("baseurl") or ""
    return config["sphinx"]["config"]["language"], base.rstrip("/") + "/" if base else ""


def own(meta: dict, language: str, base: str = "") -> dict[str, Entry]:
    """Return the edition and its original as BibTeX entries by key.

    meta: CITATION.cff, by field; KeyError names one that is missing. base: address of the site.
    """
    edition = _entry("book", _edition(meta, language, base), meta["authors"])
    original = meta["references"][0]
    article = _entry("techreport", _article(original), original["authors"])
    name = original["authors"][0]["family-names"].lower()
    return {f"edition{edition.fields['year']}": edition, name + article.fields["year"]: article}


def _edition(meta: dict, language: str, base: str) -> dict[str, str]:
    return {
        "title": meta["title"],
        # an edition: with a version, styles and reference managers take a book for software
        "edition": f"Version {meta['version']}",
        "date": meta["date-released"],
        "language": language,
        "copyright": ", ".join(licences(meta)),
        "keywords": ", ".join(meta["keywords"]),
        "abstract": meta["abstract"],
        "url": base,
    }


def _article(original: dict) -> dict[str, str]:
    return {
        "title": original["title"],
        "series": original["collection-title"],
        "number": original["number"],
        "institution": original["institution"]["name"],
        "date": original["date-published"],
        "language": original["languages"][0],
        "url": original["url"],
    }


def _entry(kind: str, fields: dict[str, str], authors: list[dict]) -> Entry:
    """Return an entry with the fields that are not empty, and the year of its date."""
    fields = fields | {"year": fields["date"][:4]}
    fields = {name: value for name, value in fields.items() if value}
    return Entry(kind, fields=fields, persons={"author": [person(author) for author in authors]})


def licences(meta: dict) -> list[str]:
    """Return the SPDX identifiers of the licences of the text."""
    found = meta["license"]
    return found if isinstance(found, list) else [found]


def person(author: dict) -> Person:
    """Return an author of CITATION.cff, a person or a body, as BibTeX has it."""
    if "family-names" in author:
        return Person(f"{author['family-names']}, {author['given-names']}")
    return Person("{" + author["name"] + "}")


def family_and_given(person: Person) -> tuple[str, str]:
    """Return family and given names; a body has no given name."""
    family = " ".join(person.prelast_names + person.last_names).replace("{", "").replace("}", "")
    return family, " ".join(person.first_names + person.middle_names)


def sort_name(person: Person) -> str:
    """Return a name as catalogues have it: "Costa Buranelli, Filippo"; that of a body as it is."""
    return ", ".join(part for part in family_and_given(person) if part)


def date_of(entry: Entry) -> str:
    """Return the date of a work, as exact as it is known: "2020-08-03", "2018-11", "2014" or ""."""
    return entry.fields.get("date") or entry.fields.get("year", "")


def house(entry: Entry) -> str:
    """Return who published a work: its publisher or institution, or nothing."""
    return entry.fields.get("publisher") or entry.fields.get("institution", "")


def first_and_last_page(entry: Entry) -> tuple[str, str]:
    """Return the first and the last page of a work, empty where there is none."""
    first, *last = re.split(r"[-–]+", entry.fields.get("pages", ""))
    return first, "".join(last)
