"""The tests on opinion: measures by hand, old results, the multiverse anew, changed choices."""

import csv
import re
from itertools import product
from math import sqrt
from statistics import mean

import cells
import numpy as np
import pandas as pd
import pytest
from reading import ROOT

from edition import tables
from edition.measures import opinion
from edition.tables import DataError

CHAPTER = "evidence_opinion"
# as the edition printed them when a builder computed them
PRINTED = {
    "B71": -8.0, "B72": 13.8, "B73": 21.8, "B74": -27.5, "B75": -21.8, "B76": 5.7, "B77": 43.5,
    "B78": 8.4, "B79": -35.1, "B80": 1.3, "B81": -36.3, "B82": 68, "B83": 56, "B84": 72,
    "B92": -3.0, "B93": -3.4, "B85": 74.9, "B86": 2.9, "B87": 77, "B88": 66.7, "B90": 59, "B91": 73,
}  # fmt: skip
EXPECTED = {
    "K14": "contradicts",
    "K15": "inconclusive",
    "K16": "supports",
    "K40": "inconclusive",
    "K17": "inconclusive",
}


@pytest.fixture(scope="module")
def found():
    return cells.run(CHAPTER)


def wave(first, second=0.0, n=1000.0):
    return pd.DataFrame({"first": [first], "second": [second], "n": [n]}, index=["2014-01"])


# --- measures ---


@pytest.mark.parametrize("kind", opinion.KINDS)
def test_sampling_errors_are_those_of_samples(kind):
    """20,000 samples of 1,000 persons, drawn by numpy."""
    drawn = np.random.default_rng(1).multinomial(1000, [0.45, 0.35, 0.2], 20_000) / 10
    made = pd.DataFrame({"first": drawn[:, 0], "second": drawn[:, 1], "n": 1000.0})
    spread = opinion.value(made, kind).var()
    assert opinion.variance(wave(45.0, 35.0), kind)[0] == pytest.approx(spread, rel=0.03)
    assert opinion.variance(wave(45.0, 35.0), kind, 2)[0] == pytest.approx(2 * spread, rel=0.03)


def test_a_change_by_hand():
    """Leads of 10, then of 20 and 40: the mean rises by 20."""
    found = pd.DataFrame(
        {"first": [50.0, 55.0, 60.0], "second": [40.0, 35.0, 20.0], "n": [900.0] * 3},
        index=["2013-12", "2014-06", "2014-12"],
    )
    got = opinion.change(found, "2013", "2014")
    each = [(100 * 90 - 10**2) / 900, (100 * 90 - 20**2) / 900, (100 * 80 - 40**2) / 900]
    assert got.estimate == pytest.approx(20)
    assert got.error == got.sampling == pytest.approx(sqrt(each[0] + (each[1] + each[2]) / 4))
    beyond = (10**2 + 20**2) / 4 - mean(each)
    assert opinion.scatter(found) == pytest.approx(beyond)
    wider = opinion.change(found, "2013", "2014", scattered=True)
    assert wider.error == pytest.approx(sqrt(got.error**2 + beyond + beyond / 2))
    assert wider.visible == got.visible


def test_all_pairs_of_waves_are_taken_once():
    polls = tables.load("polls_russia_eu")
    waves = opinion.waves(polls, "IISEPS", "choice", 1500)
    pairs = opinion.pairs(waves)
    assert len(pairs) == len(waves) * (len(waves) - 1) / 2
    row = pairs.set_index(["first", "last"]).loc[("2013-12", "2014-06")]
    assert row.estimate == pytest.approx(21.8)
    assert (pairs["first"] < pairs["last"]).all()


def test_faults_of_a_question_are_named():
    polls = tables.load("polls_russia_eu")
    with pytest.raises(DataError, match="waves of BAW, choice; found none"):
        opinion.waves(polls, "BAW", "choice", 1000)
    waves = opinion.waves(polls, "IISEPS", "choice", 1500)
    with pytest.raises(DataError, match="expected a wave in 2017"):
        opinion.change(waves, "2013", "2017")
    with pytest.raises(DataError, match="to end before"):
        opinion.change(waves, "2013–2014", "2014")
    with pytest.raises(DataError, match="'level'"):
        opinion.value(waves, "level")


def test_pollsters_are_never_joined():
    rows = tables.load("polls_russia_eu")
    assert (rows.groupby("question").pollster.nunique() == 1).all()


def test_the_choice_of_2014_and_2015_is_that_of_the_page():
    """Its table has waves of other pages as well, and the two agree on each."""
    quoted = tables.load("evidence_pages").set_index("evidence_id").quotation["P139"]
    _, waves, russia, union = re.split(r"% \.\.\. |Integration with the RF|Joining the EU", quoted)
    months = [f"20{year}-{month}" for month, year in re.findall(r"(\d\d)’(\d\d)", waves)]
    rows = tables.load("polls_russia_eu").query("question == 'choice'").set_index("survey")
    assert {"2014-12", "2015-12", "2016-03"} <= set(months) <= set(rows.index)
    assert list(rows.share_a_pct[months]) == [float(each) for each in russia.split()]
    assert list(rows.share_b_pct[months]) == [float(each) for each in union.split()]


def test_a_lower_bound_says_so():
    rows = tables.load("polls_russia_eu").set_index(["question", "survey"])
    assert rows.bound["choice", "2015-09"] == "at least"
    assert (rows.bound != "").sum() == 1


# --- results ---


@pytest.mark.parametrize("name", PRINTED)
def test_results_are_those_that_were_printed(found, name):
    assert found.numbers[name] == pytest.approx(PRINTED[name])


def test_verdicts(found):
    assert found.verdicts == EXPECTED


def test_findings_of_the_figures_hold(found):
    assert all(holds for _, holds in found.titles.values())


# --- the multiverse ---


def typed(question):
    """Return the leads of a question from the file itself: survey: (first, second)."""
    path = ROOT / "data" / "evidence" / "polls_russia_eu.csv"
    with open(path, encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["question"] == question]
    return {
        row["survey"]: (float(row["share_a_pct"]), float(row["share_b_pct"]), row["n"])
        for row in rows
        if row["share_a_pct"] and row["share_b_pct"]
    }


def of_one(answers, kind):
    """Return value and sampling variance of a wave, by the formulas of a textbook."""
    one, two, n = answers[0] / 100, answers[1] / 100, int(answers[2] or 1500)
    if kind == "share":
        return 100 * one, 1e4 * one * (1 - one) / n
    if kind == "part":
        part = one / (one + two)
        return 100 * part, 1e4 * part * (1 - part) / (n * (one + two))
    return 100 * (one - two), 1e4 * (one + two - (one - two) ** 2) / n


def by_loops(waves, before, after, kind, design, error, gain):
    """Return estimate, low, high, margin and verdict of one combination, without numpy."""
    each = {survey: of_one(answers, kind) for survey, answers in sorted(waves.items())}
    values = [value for value, _ in each.values()]
    steps = [(b - a) ** 2 for a, b in zip(values, values[1:], strict=False)]
    beyond = max(0, mean(steps) / 2 - design * mean(v for _, v in each.values()))
    means, chance, scatter = [], 0, 0
    for words in (before, after):
        first, last = words.split("–") if "–" in words else (words, words)
        inside = [pair for survey, pair in each.items() if first <= survey <= last + "~"]
        means.append(mean(value for value, _ in inside))
        chance += design * sum(v for _, v in inside) / len(inside) ** 2
        scatter += beyond / len(inside)
    visible = 1.96 * sqrt(chance)
    wide = 1.96 * sqrt(chance + (scatter if error == "with scatter" else 0))
    start = visible / 2 if gain == "is failure" else 0
    estimate, margin = means[1] - means[0] - start, visible - start
    said = "inconclusive"
    if estimate >= margin and estimate - wide > 0:
        said = "contradicts"
    if estimate <= -margin and estimate + wide < 0:
        said = "supports"
    return estimate, estimate - wide, estimate + wide, margin, said


@pytest.mark.parametrize(
    ("comparison", "question", "many"),
    [("K14", "choice", 720), ("K15", "referendum_russia", 576)],
)
def test_the_multiverse_by_plain_loops(found, comparison, question, many):
    table, choices = found.tables[comparison]
    waves = typed(question)
    assert len(table) == len(list(product(*choices.values()))) == many
    for row in table.itertuples(index=False):
        before, after, kind, design, error, gain = row[:6]
        made = by_loops(waves, before, after, kind, design, error, gain)
        assert made[:4] == pytest.approx(tuple(row[6:10])), row
        assert made[4] == row.verdict, row


@pytest.mark.parametrize("comparison", EXPECTED)
def test_each_verdict_flips_under_some_choice(found, comparison):
    table, choices = found.tables[comparison]
    assert len(choices) >= (2 if comparison == "K17" else 4)  # two waves leave no windows to choose
    assert table.verdict.iloc[0] == found.verdicts[comparison]
    assert set(table.verdict) - {found.verdicts[comparison]}


def test_from_2014_on_the_first_question_is_open(found):
    assert found.numbers["B347"] < 0 < found.numbers["B346"] < found.numbers["B348"]


# --- choices changed in one place ---


@pytest.mark.parametrize(
    ("change", "number", "comparison", "verdict"),
    [
        ({"BEFORE, AFTER": "'2006–2007', '2014–2015'"}, "B234", "K14", "inconclusive"),
        ({"BEFORE, AFTER": "'2006–2007', '2014–2015'"}, "B235", "K15", "supports"),
        ({"BEFORE_BAW, AFTER_BAW": "'2018', '2019-08'"}, "B237", "K16", "inconclusive"),
        ({"BEFORE_EDB, AFTER_EDB": "'2014', '2015–2017'"}, "B240", "K40", "inconclusive"),
        ({"SCATTERED": "False"}, "", "K40", "supports"),
        ({"ASSUMED": '{"IISEPS": 1500, "BAW": 10_000}'}, "B242", "K17", "contradicts"),
    ],
)
def test_another_choice_gives_another_number_and_verdict(
    found, change, number, comparison, verdict
):
    other = cells.run(CHAPTER, **change)
    assert other.verdicts[comparison] == verdict
    if number:
        assert other.numbers[number] != found.numbers[number]
