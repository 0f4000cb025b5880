"""What Zotero files of five kinds of page.

The records are what its translator for embedded metadata (of 27 April 2026) gave, run on the built
pages; the function `filed` follows its rules, so that a page that would be filed otherwise is seen
without it. CONTRIBUTING.md tells how to run it again.
"""

import re

import pytest
from formats import contents
from reading import ROOT

from edition.tables.citation import citation

EDITION = "Russia’s policy towards Belarus, 2014–2020: a reproducible, critical edition"
ALWAYS = {
    "creators": [["The editors of the critical edition"]],
    "date": citation(ROOT)["date-released"].replace("-", "/"),
    "language": "en-GB",
    "rights": "CC-BY-4.0",
}
RECORDS = {
    "index": {"itemType": "book", "title": EDITION},
    "soft_power": {"itemType": "bookSection", "title": "Soft power", "bookTitle": EDITION},
    "evidence_votes": {"itemType": "bookSection", "title": "Tests on votes", "bookTitle": EDITION},
    "ledger": {"itemType": "bookSection", "title": "The ledger", "bookTitle": EDITION},
    "notes": {"itemType": "bookSection", "title": "Notes", "bookTitle": EDITION},
}
KINDS = {  # the tag that decides, before what OpenGraph says
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_inbook_title": "bookSection",
}


def filed(page) -> dict:
    """Return the record of a page: of each field, what the translator reads first."""

    def first(*names: str) -> str:
        return next((found for name in names for found in contents(page, name)), "")

    otherwise = "book" if first("og:type") == "book" else "journalArticle"
    kinds = [kind for name, kind in KINDS.items() if contents(page, name)]
    found = {
        "itemType": kinds[-1] if kinds else otherwise,
        "title": first("citation_title", "DC.title", "og:title"),
        # DC.source is the name of the publication there
        "bookTitle": first("citation_inbook_title", "DC.source"),
        "creators": [_name(each) for each in contents(page, "citation_author")],
        "date": first("citation_publication_date", "article:published_time", "book:release_date"),
        "language": first("citation_language", "DC.language"),
        "rights": first("DC.rights"),
    }
    return {name: value for name, value in found.items() if value}


def _name(written: str) -> list[str]:
    """Return family and given name; what has no comma is taken for a person's."""
    bare = re.sub(r"[\s,./\[\]:]+$", "", written)
    if "," not in written:
        given, _, family = bare.rpartition(" ")
        return [family, given]
    return [part.strip() for part in bare.split(",")][:2]


@pytest.mark.parametrize("name", RECORDS)
def test_zotero_files_a_page_as_what_it_is(name, soup):
    assert filed(soup(f"chapters/{name}.html")) == RECORDS[name] | ALWAYS
