"""Files for reference managers, PDF and pages say the same of the edition, out of CITATION.cff."""

import io
import json
import re
from copy import deepcopy

import formats
import jsonschema
import matplotlib.image
import pytest
import yaml
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from formats import FIRST, FORMATS, contents, graph, records
from reading import ROOT

from edition.book import catalogue, linked_data
from edition.outputs import card
from edition.references import notes
from edition.tables.citation import citation

META = citation(ROOT)
LANGUAGE, BASE = catalogue.language_and_address(ROOT)


def expected(meta: dict) -> dict:
    """Return what all formats have to say."""
    return {
        "title": meta["title"],
        "authors": [author["name"] for author in meta["authors"]],
        "date": meta["date-released"],
        "version": str(meta["version"]),
        "licence": catalogue.licences(meta),
        "language": LANGUAGE,
        "keywords": meta["keywords"],
    }


def test_data_and_list_of_changes_have_the_version_of_the_citation_file():
    latest = re.search(r"^## (.*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[1]
    assert latest in {
        f"{META['version']} – {day}" for day in (META["date-released"], "in preparation")
    }
    assert json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))[
        "version"
    ] == str(META["version"])


def differences(found: dict, meta: dict) -> set[str]:
    """Return the fields in which a format says something else than CITATION.cff."""
    wanted = expected(meta)
    return {field for field in found if found[field] != wanted[field]}


@pytest.mark.parametrize("how", FORMATS)
def test_every_format_says_what_the_citation_file_says(how, site, soup):
    found = FORMATS[how](soup(FIRST), site / "downloads")
    assert {"title", "authors", "date"} <= set(found)
    assert {field: found[field] for field in differences(found, META)} == {}


@pytest.mark.parametrize("how", FORMATS)
def test_a_change_in_one_place_only_is_noticed(how, site, soup):
    found = FORMATS[how](soup(FIRST), site / "downloads")
    for name, field, other in (
        ("title", "title", "Another title"),
        ("authors", "authors", [{"name": "Somebody Else"}]),
        ("date-released", "date", "1999-01-01"),
        ("version", "version", "99.0"),
        ("license", "licence", "WTFPL"),
        ("keywords", "keywords", ["pottery"]),
    ):
        if field in found:
            assert differences(found, META | {name: other}) == {field}


def test_citation_file_fits_its_schema_and_a_broken_one_does_not():
    schema = json.loads((ROOT / "tests" / "schemas" / "cff-1.2.0.json").read_text(encoding="utf-8"))
    written = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    jsonschema.validate(written, schema)
    for field in ("authors", "title", "message", "cff-version"):
        broken = deepcopy(written)
        del broken[field]
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


def test_the_original_is_the_same_everywhere(site, soup):
    wanted, entry = META["references"][0], notes.entries()["czerny2020russia"]
    name = " ".join(wanted["authors"][0][part] for part in ("given-names", "family-names"))
    assert entry.fields["title"] == wanted["title"]
    assert (entry.fields["date"], entry.fields["number"], entry.fields["url"]) == (
        wanted["date-published"],
        wanted["number"],
        wanted["url"],
    )
    based = graph(soup(FIRST))[0]["isBasedOn"]
    assert (based["name"], based["author"][0]["name"], based["datePublished"], based["url"]) == (
        wanted["title"], name, wanted["date-published"], wanted["url"],
    )  # fmt: skip
    record = records((site / "downloads" / "edition.ris").read_bytes().decode())[1]
    assert (record["TI"], record["UR"], record["SN"]) == (
        [wanted["title"]],
        [wanted["url"]],
        [wanted["number"]],
    )
    item = json.loads((site / "downloads" / "edition.csl.json").read_text(encoding="utf-8"))[1]
    assert (item["title"], item["URL"], item["number"], item["type"]) == (
        wanted["title"],
        wanted["url"],
        wanted["number"],
        "report",
    )
    (source,) = contents(soup(FIRST), "DC.relation")
    for part in (wanted["title"], name, wanted["number"], wanted["date-published"], wanted["url"]):
        assert part in source


def test_who_reads_the_preferred_citation_reads_the_same():
    """Tools of readers take `type: dataset` for data, and a file without it for software."""
    wanted = META["preferred-citation"]
    assert wanted["type"] == "book"
    for field in ("title", "authors", "date-released", "license"):
        assert wanted[field] == META[field], field
    assert wanted["edition"] == f"Version {META['version']}"
    assert str(wanted["year"]) == META["date-released"][:4]
    assert wanted["languages"] == [LANGUAGE[:2]]


def test_the_edition_is_a_book_everywhere(site, soup):
    """A style that finds a version takes a work for software: APA prints so."""
    item = json.loads((site / "downloads" / "edition.csl.json").read_text(encoding="utf-8"))[0]
    record = records((site / "downloads" / "edition.ris").read_bytes().decode())[0]
    entry = (site / "downloads" / "edition.bib").read_text(encoding="utf-8").split("\n@")[0]
    assert item["type"] == "book" and "version" not in item
    assert record["TY"] == ["BOOK"]
    assert entry.startswith("@book") and " version = " not in entry
    assert graph(soup(FIRST))[0]["@type"] == "Book"
    assert formats.one(soup(FIRST), "og:type") == "book"


def test_references_for_reference_managers_are_those_of_the_bibliography(site):
    downloads = site / "downloads"
    entries = notes.entries()
    items = json.loads((downloads / "references.csl.json").read_text(encoding="utf-8"))
    assert [item["id"] for item in items] == list(entries)
    found = records((downloads / "references.ris").read_bytes().decode())
    assert [record["ID"] for record in found] == [[key] for key in entries]
    for item, record, entry in zip(items, found, entries.values(), strict=True):
        get = entry.fields.get
        assert record["TI"] == [item["title"]] == [get("title")]
        assert (
            len(record.get("AU", []))
            == len(item.get("author", []))
            == len(entry.persons.get("author", []))
        )
        assert record.get("UR", [None])[0] == item.get("URL") == get("url")
        assert record.get("DO", [None])[0] == item.get("DOI") == get("doi")
        assert record.get("DA", [""])[0].replace("/", "-") == catalogue.date_of(entry)
        issued = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
        assert "-".join(f"{part:02}" for part in issued) == catalogue.date_of(entry)
        assert {
            "article": "article-journal",
            "techreport": "report",
            "book": "book",
            "misc": "webpage",
        }[entry.type] == item["type"]


SET = {
    "apa": (
        "The editors of the critical edition. (2026). Russia’s policy towards Belarus, 2014–2020: "
        "a reproducible, critical edition (Version 0.2.0).",
        "Czerny, M. (2020). Russia’s policy towards Belarus during Alyaksandr Lukashenka’s fifth "
        "presidential term (57/2020; Note De La FRS). Fondation pour la Recherche Stratégique. ",
    ),
    "chicago-author-date": (
        "The editors of the critical edition. 2026. Russia’s Policy Towards Belarus, 2014–2020: "
        "A Reproducible, Critical Edition. Version 0.2.0.",
        "Czerny, M. 2020. Russia’s Policy Towards Belarus During Alyaksandr Lukashenka’s Fifth "
        "Presidential Term. 57/2020. Note De La FRS. Fondation pour la Recherche Stratégique. ",
    ),
}


def written(items: list[dict], style: str) -> list[str]:
    """Return references as citeproc sets them in a style, each once, in its order."""
    rules = CitationStylesStyle(str(ROOT / "tests" / "schemas" / f"{style}.csl"), validate=False)
    found = CitationStylesBibliography(rules, CiteProcJSON(items), formatter.plain)
    for item in items:
        found.register(Citation([CitationItem(item["id"])]))
    return [str(each) for each in found.bibliography()]


@pytest.mark.parametrize("style", SET)
def test_the_edition_is_cited_in_a_style_as_what_it_is(style, site):
    """APA adds “[Computer software]” to what it does not take for a book or a report."""
    items = json.loads((site / "downloads" / "edition.csl.json").read_text(encoding="utf-8"))
    edition, original = written(items, style)
    version, year = str(META["version"]), META["date-released"][:4]
    own, article = SET[style]
    assert edition == own.replace("0.2.0", version).replace("2026", year)
    assert original.startswith(article) and items[1]["URL"] in original


@pytest.mark.parametrize("style", SET)
def test_a_reference_of_each_kind_is_set_in_a_style(style, site):
    """A style takes what it knows, and leaves out in silence what it does not."""
    items = json.loads((site / "downloads" / "references.csl.json").read_text(encoding="utf-8"))
    kinds = {item["type"]: item for item in items if item.get("issued") and item.get("author")}
    assert len(kinds) == 4
    for item in kinds.values():
        (said,) = written([item], style)
        assert item["title"][:20].lower() in said.lower()
        assert str(item["issued"]["date-parts"][0][0]) in said
        assert item["author"][0].get("family", item["author"][0].get("literal")) in said
        assert item.get("URL", "") in said


def test_the_picture_is_drawn_anew_with_the_same_bytes(site):
    made = card.picture(META)
    assert made == card.picture(META) == (site / linked_data.PICTURE).read_bytes()
    shape = matplotlib.image.imread(io.BytesIO(made)).shape
    assert shape[:2] == (630, 1200)
    assert card.picture(META | {"title": "Another: title"}) != made
