"""Every table of specifications as it is handed out: the verdicts in it, the rule of two thirds,
and choices that are choices.
"""

import json
from itertools import combinations
from math import prod

import numpy as np
import pandas as pd
import pytest
from reading import SITE

from edition import tables
from edition.judgement import expectations, verdicts
from edition.judgement.multiverse import MEASURED
from edition.tables import recorded

FOLDER = SITE / "downloads" / "specifications"
WORDS = {"statement": dict(zip(expectations.WORDS, expectations.WORDS, strict=True))}
WORDS["expectation"] = expectations.WORDS
# Tests on votes, on ideal points, on series of all countries, and on waves of surveys.
MICRO = {"voting", "ukraine", "choice", "georgia", "ideal", "ties", "growth", "afford", "balance"}
MICRO |= {"opinion", "eurasian"}


def records() -> dict[str, dict]:
    """What each test has recorded that has specifications, with what it is `of`."""
    if not recorded.path().exists():
        return {}
    found = recorded.load()
    tests = {name: each | {"of": "statement"} for name, each in found["verdicts"].items()}
    for each in found["expectations"].values():
        tests |= {test["id"]: test | {"of": "expectation"} for test in each["tests"]}
    return {name: each for name, each in tests.items() if each.get("choices")}


RECORDS = records()


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv")


def axes(name: str) -> dict[str, list[str]]:
    return {axis: list(options) for axis, options in RECORDS[name]["choices"].items()}


def test_every_test_with_choices_hands_out_its_table(site):
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(RECORDS)
    assert {path.stem for path in FOLDER.glob("*.js")} == set(RECORDS)
    ids = set(tables.load("expectations").id)
    assert {name[:3] for name in RECORDS} >= {"K02", "K14", "K24", *ids & {"F01", "F09", "F15"}}


@pytest.mark.parametrize("name", RECORDS)
def test_each_verdict_follows_from_its_row_and_two_thirds_from_all(name):
    """The verdict of each row by the rule, and that of the test by the share of its headline’s."""
    record, rows = RECORDS[name], table(name)
    assert len(rows) == prod(map(len, axes(name).values())) == record["specifications"]
    words = WORDS[record["of"]]
    again = verdicts.decide(*(rows[each] for each in MEASURED), record["supports"])
    assert (rows.verdict == [words[word] for word in again]).mean() > 0.99  # six figures are kept
    headline = rows.verdict.iloc[0]
    behind = int((rows.verdict == headline).sum())
    enough = 3 * behind >= 2 * len(rows)
    assert record["headline"] == headline and record["share"] == pytest.approx(behind / len(rows))
    asked = tables.load("comparisons").set_index("comparison").exception
    if not asked.get(name):
        assert record["verdict"] == (headline if enough else words["inconclusive"])


@pytest.mark.parametrize("name", RECORDS)
def test_what_a_verdict_hangs_on_is_found_in_its_table(name):
    """Each option but the headline’s is struck in turn from the file; thirds are counted whole."""
    record, rows = RECORDS[name], table(name)
    headline, open_ = record["headline"], WORDS[record["of"]]["inconclusive"]
    found = {}
    for axis, (_, *options) in axes(name).items():
        for option in options:
            left = rows.verdict[rows[axis].astype(str) != option]
            word = headline if 3 * (left == headline).sum() >= 2 * len(left) else open_
            if word != record["verdict"]:
                found[axis, option] = word
    told = {(each["axis"], each["option"]): each["verdict"] for each in record["held_up"]}
    assert told == found


@pytest.mark.parametrize("name", RECORDS)
def test_no_option_is_a_copy_of_another(name):
    """Two options that always give the same, in the same unit or another, are one."""
    choices, rows = axes(name), table(name)
    grid = rows[MEASURED].to_numpy().reshape([*map(len, choices.values()), 4])
    for place, (axis, options) in enumerate(choices.items()):
        assert len(options) > 1, f"{axis} is no choice"
        each = np.moveaxis(grid, place, 0)
        scaled = each / np.where(each[..., 3:] > 0, each[..., 3:], np.nan)
        for one, other in combinations(range(len(options)), 2):
            same = np.allclose(each[one], each[other], equal_nan=True)
            alike = np.allclose(scaled[one], scaled[other], rtol=1e-4)
            assert not same and not alike, f"{axis}: {options[one]} and {options[other]}"


def test_tests_on_micro_data_have_four_axes_and_all_design_effects():
    asked = tables.load("comparisons").set_index("comparison").test
    tried = [name for name in RECORDS if asked.get(name) in MICRO]
    assert len(tried) > 15
    for name in tried:
        assert len(axes(name)) >= 4, name
    for name in RECORDS:
        if effects := RECORDS[name]["choices"].get("design effect"):
            assert sorted(map(float, effects)) == [1, 1.5, 2], name


def test_what_a_page_asks_for_is_the_table(site):
    """A script of a test holds the same verdicts and numbers as its CSV file."""
    for name in RECORDS:
        text = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
        packed = json.loads(text[text.index("{") : text.rindex("}") + 1])
        rows = table(name)
        letters = {spoken: word[0] for word, spoken in WORDS[RECORDS[name]["of"]].items()}
        assert packed["verdicts"] == "".join(rows.verdict.map(letters)), name
        for column, each in zip(MEASURED, packed["measured"], strict=True):
            assert np.allclose(rows[column], np.array(each, dtype=float), equal_nan=True), name
