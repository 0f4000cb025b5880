"""The tests on trade and arms: measures by hand, old results, specifications, changed choices."""

import cells
import numpy as np
import pandas as pd
import pytest

from edition import tables
from edition.judgement.verdicts import decide
from edition.measures import arms, trade
from edition.tables import DataError

CHAPTER = "evidence_trade"
# as the edition printed them when a builder computed them
PRINTED = {
    "B41": 55.4, "B42": 54.6, "B43": 57, "B44": 2.4, "B45": 42.2, "B46": 42, "B47": -0.2,
    "B49": 55.8, "B48": 50.1, "B51": 98.5, "B52": 98.5, "B53": 32, "B54": 151, "B56": 0.0,
    "B55": 4.4, "B57": 1.0, "B58": 228, "B59": 918,
}  # fmt: skip
EXPECTED = {  # of the headline alone
    "K06": "supports",
    "K07": "contradicts",
    "K08": "contradicts",
    "K45": "supports",
    "K09": "supports",
    "K11": "supports",
    "K46": "inconclusive",
}


@pytest.fixture(scope="module")
def found():
    return cells.run(CHAPTER)


def test_in_exports_all_support_comes_from_the_series_that_begins_in_2016(found):
    table, _ = found.tables["K08"]
    assert set(table.series[table.verdict == "supports"]) == {"Belstat over World Bank"}
    assert found.names["shares"]["export"]["Belstat over World Bank"].index.min() == 2016
    assert found.names["shares"]["import"]["Belstat over World Bank"].index.min() == 2016


# --- measures ---


def test_partners_are_read_out_of_the_words():
    rows = pd.DataFrame(
        [
            ("export", 2014, "Russia 42.2%, United Kingdom 8% (2014)"),
            ("export", 2019, "Russia 42%, Ukraine 13% (2019)"),
        ],
        columns=["flow", "year", "printed"],
    ).assign(edition="2020-01")
    found = trade.partners(rows)
    assert found.partner.tolist() == ["Russia", "United Kingdom", "Russia", "Ukraine"]
    assert found.share.tolist() == [42.2, 8, 42, 13]
    assert found.half.tolist() == [0.05, 0.05, 0.5, 0.5]
    with pytest.raises(DataError, match="expected partners with shares"):
        trade.partners(rows.assign(printed="none"))
    with pytest.raises(DataError, match="no share of Peru in the exports"):
        trade.published(rows, "export", "Peru")


def test_every_printed_share_is_read():
    for row in tables.load("trade_factbook").itertuples():
        shares = trade.partners(pd.DataFrame([row._asdict()]))
        assert len(shares) == row.printed.count("%")
        assert shares.share.is_monotonic_decreasing


def test_value_over_total_by_hand():
    press, totals = tables.load("trade_russia_press"), tables.load("trade_totals_world_bank")
    found = trade.reckoned(press, totals, "import")
    assert found.share[2016] == pytest.approx(100 * 15.3 / 27.464)
    assert found.low[2016] == pytest.approx(100 * 15.25 / 27.464)
    assert found.share[2019] == pytest.approx(100 * 16.4 / (1 - 0.256) / 39.477)
    assert found.high[2019] == pytest.approx(100 * 16.45 / (1 - 0.2565) / 39.477)


@pytest.mark.parametrize(("kind", "expected"), [("halves", 2.5), ("ends", 4.0), ("trend", 5 * 0.7)])
def test_changes_by_hand(kind, expected):
    shares = pd.DataFrame(
        {"share": [10.0, 11, 12, 14], "half": 0.0}, index=[2014, 2015, 2018, 2019]
    )
    if kind == "trend":
        expected = 5 * np.polyfit(shares.index, shares.share, 1)[0]
    change, low, high = trade.change(shares, kind, noise=0.0)
    assert change == low == high == pytest.approx(expected)


def test_rounding_and_noise_widen_the_interval():
    shares = pd.DataFrame({"share": [10.0, 12], "half": [0.05, 0.5]}, index=[2014, 2019])
    change, low, high = trade.change(shares, "ends", noise=1.0)
    assert (change, high - change) == pytest.approx((2, 1.96 * np.sqrt(2) + 0.55))
    assert change - low == pytest.approx(high - change)
    with pytest.raises(DataError, match="two years or more"):
        trade.change(shares[:1], "ends")


def test_deliveries_by_hand():
    rows = pd.DataFrame(
        [(2014, "Russia", 6.0, 3.0), (2016, "China", 2.0, 2.0)],
        columns=["year", "supplier", "tiv", "tiv_least"],
    )
    wide = arms.yearly(rows, (2013, 2016))
    assert wide.shape == (4, 2)
    assert wide.loc[2015].tolist() == [0, 0]
    assert arms.a_year(rows, "Russia", (2014, 2016)) == 2
    assert arms.a_year(rows, "Ukraine", (2014, 2016)) == 0
    assert arms.share(rows, (2014, 2016))["Russia"] == 75
    assert arms.lead(arms.total(rows, (2014, 2016)), "Russia") == 50
    assert arms.lead(arms.total(rows, (2014, 2016)), "Ukraine", "all") == -100
    assert arms.estimated(rows, (2014, 2016)) == pytest.approx(37.5)
    with pytest.raises(DataError, match="no deliveries from 2010 to 2013"):
        arms.share(rows, (2010, 2013))


def test_russia_delivered_first_in_2006():
    rows = tables.load("arms_imports")
    assert rows.year[rows.supplier == "Russia"].min() == 2006
    assert (rows.tiv_least <= rows.tiv).all()


# --- results ---


@pytest.mark.parametrize("name", PRINTED)
def test_results_are_those_that_were_printed(found, name):
    assert found.numbers[name] == pytest.approx(PRINTED[name])


def test_verdicts_of_the_headline(found):
    assert found.verdicts == EXPECTED


def test_findings_of_the_figures_hold(found):
    assert all(holds for _, holds in found.titles.values())


@pytest.mark.parametrize("comparison", EXPECTED)
def test_each_verdict_flips_under_some_choice_or_under_none(found, comparison):
    table, _ = found.tables[comparison]
    others = set(table.verdict) - {found.verdicts[comparison]}
    assert table.verdict.iloc[0] == found.verdicts[comparison]
    assert bool(others) == (comparison != "K06"), "more than half by every source and margin"


def test_the_change_in_imports_by_plain_loops(found):
    """All 54 specifications of K07, from the numbers as they are printed."""
    series = {
        "World Factbook": {2014: 54.6, 2015: 56.6, 2017: 57.2, 2019: 57.0},
        "Belstat over World Bank": {
            2016: 100 * 15.3 / 27.464, 2017: 100 * 19.6 / 34.231, 2019: 1640 / 0.744 / 39.477,
        },
    }  # fmt: skip
    series["the same to 2020"] = series["Belstat over World Bank"] | {2020: 1640 / 32.767}
    table, _ = found.tables["K07"]
    for row in table.itertuples():
        years = sorted(series[row.series])
        years = {"not the first": years[1:], "not the last": years[:-1]}.get(row.years, years)
        shares = [series[row.series][year] for year in years]
        middle = (years[0] + years[-1]) / 2
        late = [share for year, share in zip(years, shares, strict=True) if year > middle]
        early = shares[: len(shares) - len(late)]
        made = {
            "halves": sum(late) / len(late) - sum(early) / len(early),
            "ends": shares[-1] - shares[0],
            "trend": np.polyfit(years, shares, 1)[0] * (years[-1] - years[0]),
        }
        assert row.estimate == pytest.approx(made[row.measure]), row
        if row.yardstick == "publishers":
            assert row.margin == pytest.approx(found.exact["B250"])
        elif row.series == "World Factbook":  # tenths, and whole per cents in 2019
            ends = [0.5 if year == 2019 else 0.05 for year in (years[0], years[-1])]
            assert row.margin == pytest.approx(sum(ends))
        words = decide(row.estimate, row.low, row.high, row.margin, "below")
        assert row.verdict == words and row.low < row.estimate < row.high


# --- choices changed in one place ---

ARMS = "WHOLE, BEFORE, AFTER"


@pytest.mark.parametrize(
    ("change", "number", "comparison", "verdict"),
    [
        ({"FIRST, LAST": "2015, 2019"}, "B252", "K07", "inconclusive"),
        ({"FIRST, LAST": "2014, 2015"}, "B253", "K08", "supports"),
        ({ARMS: "(2000, 2023), (2005, 2006), (2009, 2010)"}, "B52", "K09", "contradicts"),
        ({"EARLY, NEXT": "(2000, 2002), (2003, 2006)"}, "", "K46", "supports"),
        ({"HALF, YEAR": "56, 2016"}, "", "K06", "inconclusive"),
        ({"ROUND": "5.0"}, "", "K11", "inconclusive"),
    ],
)  # fmt: skip
def test_another_choice_gives_another_number_and_verdict(
    found, change, number, comparison, verdict
):
    other = cells.run(CHAPTER, **change)
    assert other.verdicts[comparison] == verdict
    if number:
        assert other.numbers[number] != found.numbers[number]
