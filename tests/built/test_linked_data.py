"""The JSON-LD of the pages: what is part of what, made from what, and found of which statement."""

import json

import pytest
from formats import FIRST, graph
from reading import ROOT, SITE

from edition import tables
from edition.book import catalogue
from edition.judgement import statements
from edition.tables.citation import citation

META = citation(ROOT)
ORIGINAL = META["references"][0]
_, BASE = catalogue.language_and_address(ROOT)
VOCABULARY = json.loads((ROOT / "tests" / "schemas" / "schemaorg.json").read_text(encoding="utf-8"))
TEXT = {"Text", "URL", "Date", "DateTime"}  # what a string may be
HERE = BASE and f"{BASE}chapters/"  # what addresses begin with
CHAPTERS = sorted(path.stem for path in (SITE / "chapters").glob("*.html") if path.stem != "index")


def test_the_book_has_each_chapter_as_a_part(soup):
    book = graph(soup(FIRST))[0]
    assert book["@type"] == "Book" and book["@id"].endswith("index.html#edition")
    assert sorted(part["@id"] for part in book["hasPart"]) == [
        f"{HERE}{name}.html" for name in CHAPTERS
    ]
    assert all(part["@type"] == "Chapter" and part["name"] for part in book["hasPart"])


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_part_of_the_book_and_based_on_the_original(name, soup):
    (chapter,) = graph(soup(f"chapters/{name}.html"))
    assert (chapter["@type"], chapter["@id"]) == ("Chapter", f"{HERE}{name}.html")
    assert chapter["isPartOf"]["@id"] == f"{HERE}index.html#edition"
    assert chapter["isPartOf"]["name"] == META["title"]
    original = chapter["isBasedOn"]
    assert (original["@type"], original["reportNumber"]) == ("Report", ORIGINAL["number"])
    assert "issueNumber" not in original  # a property of PublicationIssue alone


def test_the_data_set_lists_every_table(soup):
    _, data = graph(soup(FIRST))
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert data["@type"] == "Dataset" and data["creator"] == data["author"]
    assert data["version"] == package["version"] == str(META["version"])
    assert len(data["distribution"]) == len(package["resources"]) + 1
    assert all(file["license"] and file["name"] for file in data["distribution"])
    years = [int(year) for year in data["temporalCoverage"].split("/")]
    economy = tables.load("economy").year
    assert years[0] <= min(economy) < max(economy) <= years[1]
    assert [place["name"] for place in data["spatialCoverage"]] == ["Belarus", "Russia"]


def test_each_tested_statement_is_a_claim_of_the_article(soup):
    (ledger,) = graph(soup("chapters/ledger.html"))
    rows = statements.verdicts()
    tested = rows[rows.verdict.isin(statements.TESTED)].set_index("claim")
    claims = {claim["identifier"]: claim for claim in ledger["hasPart"]}
    assert list(claims) == list(tested.index)
    for name, claim in claims.items():
        row, found = tested.loc[name], claim["subjectOf"]
        assert (claim["@type"], claim["text"]) == ("Claim", row.statement)
        assert claim["appearance"] == {"@id": ORIGINAL["url"]}
        assert found["abstract"].startswith(row.verdict)
        assert ("part" in found["abstract"]) == (row.partly or row.verdict == "in part")
        for thing in (claim, *found["isBasedOn"]):
            page, _, place = thing["@id"].removeprefix(HERE).partition("#")
            assert soup(f"chapters/{page}").find(id=place) is not None, thing["@id"]


def test_no_verdict_is_a_mark_on_a_scale(soup):
    text = json.dumps(graph(soup("chapters/ledger.html")))
    assert "ClaimReview" not in text and "Rating" not in text


def above(kind: str) -> set[str]:
    """Return a type of schema.org, with all types above it."""
    return {kind}.union(*(above(each) for each in VOCABULARY["types"][kind]))


def faults(thing: dict) -> list[str]:
    """Return what of a thing, and of the things in it, schema.org's vocabulary does not know."""
    kind, found = thing["@type"], []
    for name, values in thing.items():
        if name.startswith("@"):
            continue
        known = VOCABULARY["properties"].get(name)
        if not known or not above(kind) & set(known["of"]):
            found.append(f"{kind} has no property {name}")
            continue
        for value in values if isinstance(values, list) else [values]:
            found += [f"{kind}, {name}: {why}" for why in _wrong(value, set(known["values"]))]
    return found


def _wrong(value, allowed: set[str]) -> list[str]:
    if isinstance(value, dict) and "@type" in value:
        wrong = [] if above(value["@type"]) & allowed else [f"no place for a {value['@type']}"]
        return wrong + faults(value)
    if isinstance(value, dict):
        return [] if set(value) == {"@id"} and allowed - TEXT else [f"no place for {value}"]
    fits = {"Boolean"} if isinstance(value, bool) else TEXT
    return [] if fits & allowed else [f"no place for {value!r}"]


@pytest.mark.parametrize("name", ["index", *CHAPTERS])
def test_schema_org_knows_each_type_and_property(name, soup):
    for thing in graph(soup(f"chapters/{name}.html")):
        assert faults(thing) == []


def test_what_schema_org_does_not_know_is_named():
    assert faults({"@type": "Book", "issueNumber": "57"}) == ["Book has no property issueNumber"]
    told = {"@type": "Report", "author": {"@type": "Place", "name": "Minsk"}}
    assert faults(told) == ["Report, author: no place for a Place"]
    assert faults({"@type": "Claim", "isAccessibleForFree": "yes"}) != []
