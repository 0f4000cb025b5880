"""Tables against their descriptor, and what the messages of a build say of bad ones."""

import json
import re

import pandas as pd
import pytest
from builders.as_text import descriptor_text
from reading import ROOT

from edition import tables
from edition.references import notes
from edition.tables import DataError, values


def test_every_csv_file_is_described_and_every_description_has_its_file():
    described = {item["path"] for item in tables.package()["resources"]}
    there = {
        path.relative_to(tables.DATA).as_posix()
        for path in tables.DATA.rglob("*")
        if path.suffix == ".csv"
    }
    assert described == {path for path in there if not path.startswith("builders/")}


LIMIT = 2_000_000  # bytes of all that lies under data/, its builders too


def test_the_data_stay_small():
    """A reader takes all of them along, and a person can look into each."""
    sizes = {
        path.relative_to(tables.DATA).as_posix(): path.stat().st_size
        for path in tables.DATA.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    largest = sorted(sizes, key=sizes.get, reverse=True)[:5]
    told = ", ".join(f"{name} {sizes[name]:,}" for name in largest)
    assert sum(sizes.values()) < LIMIT, f"{sum(sizes.values()):,} bytes; the largest: {told}"


def test_the_descriptor_has_its_one_form():
    """`python -m edition data descriptor` lays it out: a line for each property and each field."""
    text = tables.DESCRIPTOR.read_text(encoding="utf-8")
    assert text == descriptor_text(json.loads(text)), "run: make data ARGS=descriptor"


LISTED = {"CC-BY-4.0", "CC0-1.0", "MIT", "BSD-3-Clause", "other-pd", "other-closed"}


def test_terms_of_their_own_have_an_identifier_of_their_own_and_a_text():
    """Others than the licences that everybody knows; LICENSE says where each text stands."""
    found = {each["name"] for item in tables.package()["resources"] for each in item["licenses"]}
    own = {name for name in found - LISTED if name.startswith("LicenseRef-")}
    assert own == found - LISTED
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert own == set(re.findall(r"LicenseRef-[\w-]+", text))
    publishers = {"SIPRI", "Voeten", "United Nations Dag", "IMF"}
    for item in tables.package()["resources"]:
        if publishers & set(re.findall("|".join(publishers), item.get("publisher", ""))):
            assert own & {each["name"] for each in item["licenses"]}, item["name"]


def test_every_column_says_what_it_holds():
    for item in tables.package()["resources"]:
        assert item["title"] and item["description"] and item["licenses"], item["name"]
        for field in item.get("schema", {}).get("fields", []):
            assert field.get("description") or field.get("title"), (item["name"], field["name"])


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Write a small data package with one table of given text and return its name."""

    def write(text: str, kind: str = "number") -> str:
        (tmp_path / "small.csv").write_text(text, encoding="utf-8")
        fields = [
            {"name": "id", "type": "string", "constraints": {"required": True, "unique": True}},
            {"name": "value", "type": kind},
        ]
        package = {
            "name": "small",
            "resources": [{"name": "small", "path": "small.csv", "schema": {"fields": fields}}],
        }
        (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        monkeypatch.setattr(tables, "DATA", tmp_path)
        monkeypatch.setattr(tables, "DESCRIPTOR", tmp_path / "datapackage.json")
        tables.package.cache_clear()
        return "small"

    yield write
    tables.package.cache_clear()


def test_a_good_table_loads_with_its_types(table):
    frame = tables.load(table("id,value\na,1.5\nb,\n"))
    assert frame.value.dtype == "float64"
    assert frame.value.isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id\na\n", r"small\.csv, row 1: expected the columns \['id', 'value'\]"),
        (
            "id,value\na,many\n",
            r"small\.csv, row 2, field 'value': expected a number, found 'many'",
        ),
        ("id,value\n", r"small\.csv: no row below the header"),
        ("", r"small\.csv: not a readable UTF-8 CSV file"),
    ],
)
def test_load_names_file_row_and_field(table, text, expected):
    with pytest.raises(DataError, match=expected):
        tables.load(table(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,value\na,1\na,2\n", r"small\.csv, row 3, field 'id'"),
        ("id,value\na,many\n", r"small\.csv, row 2, field 'value'"),
        ("id,value\n,1\n", r"small\.csv, row 2, field 'id'"),
    ],
)
def test_check_names_file_row_and_field(table, text, expected):
    table(text)
    with pytest.raises(DataError, match=expected):
        tables.check()


def test_a_missing_file_and_an_unknown_table_are_named(table, tmp_path):
    table("id,value\na,1\n")
    (tmp_path / "small.csv").unlink()
    with pytest.raises(DataError, match=r"small\.csv: missing"):
        tables.load("small")
    with pytest.raises(DataError, match="no table 'large'; known are small"):
        tables.load("large")


def test_the_project_names_no_machine_and_no_registry():
    forbidden = (
        "/" + "work/",
        "/" + "root/",
        "files.pythonhosted" + ".org",
        "pypi" + ".org",
        "registry.npmjs" + ".org",
        "../" + "shared",
    )
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        if (
            path.is_file()
            and inside[0] not in (".git", ".venv", "_build", ".ruff_cache", ".pytest_cache")
            and "__pycache__" not in inside
            and path.suffix not in (".woff2", ".png", ".pyc")
        ):
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not [word for word in forbidden if word in text], path


def test_values_are_shown_as_the_reader_must_see_them():
    """Unit, decimals, minus sign and the words of the article: the pages print what this function
    returns, so it is held here by hand.
    """
    result = {"quantity": "change", "period": "2014–2019", "decimals": 1}
    rows = values.article() | {
        "B41": pd.Series(result | {"id": "B41", "value": 55.4, "unit": "percent"}),
        "B47": pd.Series(result | {"id": "B47", "value": -0.2, "unit": "points"}),
    }
    expected = {
        "A01": "65 %",
        "A02": "10.9 %",
        "A04": "doubled",
        "A05": "$100 billion",
        "A07": "half",
        "A11": "80,000 tonnes",
        "B41": "55.4 %",
    }
    expected |= {"B47": "−0.2 points", "A12": "2004"}
    assert {key: values.show(rows[key]).replace(values.NBSP, " ") for key in expected} == expected


def test_a_note_says_its_grade_its_sources_and_what_was_not_found():
    assert str(notes.note(1).text()).startswith("seen Laruelle 2015, pp. 23–25: the “Russian")
    assert str(notes.note(9).text()).startswith("named Costa Buranelli 2018: “structures")
    assert str(notes.note(36).text()).endswith(
        "Barysheva 2021 (published later): $106 billion for 2005–2015, from the IMF; "
        "Euroradio, no date\u00a0b: 30 % of GDP; Sivitsky 2019: “integration subsidies”. "
        "Not found: the 25 % of GDP."
    )
    assert str(notes.note(6).text()).startswith("open Not found: the words quoted;")
    found = "The article has no note here; the editors found: Kłysiński 2018."
    assert str(notes.sources("M09").keys()) == found


@pytest.mark.parametrize(
    ("count", "said"), [(0, "none of 7 votes"), (3, "3 of 7 votes"), (7, "all 7 votes")]
)
def test_a_part_of_all_is_told_in_words_where_it_is_none_or_all(count, said):
    assert values.counted(count, 7, "votes") == said


@pytest.mark.parametrize(
    ("fraction", "said"),
    [
        (0, "None"),
        (0.004, "Less than 1\u00a0%"),
        (0.711, "71\u00a0%"),
        (0.996, "More than 99\u00a0%"),
        (1, "All"),
    ],
)
def test_a_share_says_none_or_all_only_where_it_is(fraction, said):
    assert values.share(fraction) == said
    beyond = {"None": "0\u00a0%", "All": "100\u00a0%"}.get(said, said.lower())
    assert values.percent(fraction) == beyond


def test_half_a_percent_goes_up_as_in_the_scripts_of_a_page():
    assert [values.percent(half) for half in (0.125, 0.375)] == ["13\u00a0%", "38\u00a0%"]
