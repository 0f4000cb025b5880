"""Growth, energy and support: the measures, the chapter's numbers and verdicts, and what a changed
window or another choice does to them; recomputed here from the files by plain counting.
"""

import csv
from functools import cache
from statistics import mean, median

import cells
import numpy as np
import pandas as pd
import pytest
from reading import ROOT

from edition import tables
from edition.judgement.verdicts import decide
from edition.measures import economy, energy
from edition.tables import DataError

EVIDENCE = ROOT / "data" / "evidence"
OLD = {  # as the edition printed them before the cells were open
    **{"B61": 7.0, "B62": 3.6, "B63": 1.0, "B64": 0.6, "B65": 1, "B66": -2.0, "B67": 99, "B68": 44},
    **{"B69": -7.8, "B70": 1.3, "B94": 170, "B95": 127, "B96": 357, "B97": 152, "B98": 187},
    **{"B99": 25, "B100": -19, "B101": -43, "B102": 48, "B103": 84, "B104": 30, "B105": 40},
    **{"B106": 76.2, "B107": 14.8, "B108": 7.1, "B109": 81.6, "B110": 169, "B111": 236},
    **{"B112": 227, "B113": 140, "B115": -29.3, "B116": 1.04, "B117": 17.6, "B118": 64},
    **{"B119": 18, "B121": 106, "B122": 100, "B123": 17, "B124": 30, "B125": 7, "B126": 5},
    **{"B127": 0.6, "B128": 7, "B129": 2.4, "B130": 2.8, "B131": 31},
}
HEADLINES = {
    **{"K12": "supports", "K13": "inconclusive", "K50": "inconclusive", "K19": "supports"},
    **{"K54": "contradicts", "K20": "supports", "K51": "supports", "K53": "supports"},
    **{"K24": "inconclusive", "K52": "inconclusive", "K25": "inconclusive"},
    **{"K26": "inconclusive", "K27": "inconclusive"},
}
BORNE = {"K51", "K53", "K52"}  # two thirds of the specifications behind them
NEVER = {"K52", "K53"}  # no choice flips them


def rows(name: str) -> list[dict]:
    """Return a table as it lies there, all cells text."""
    with (EVIDENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def found(**changes) -> cells.Found:
    return cells.run("evidence_energy", **changes)


@cache
def columns() -> dict[str, dict[str, dict[int, float]]]:
    """Return growth, growth per head and growth in dollars by country and year."""
    read = {"growth": {}, "per head": {}, "dollars": {}}
    product: dict[str, dict[int, float]] = {}
    names = {"growth_pct": "growth", "per_head_pct": "per head"}
    for row in rows("growth_by_country"):
        area, measure, *_ = row.values()
        years = {int(year): float(value) for year, value in list(row.items())[2:] if value}
        if measure in names:
            read[names[measure]][area] = years
        elif measure == "gdp_usd_bn":
            product[area] = years
    for area, years in product.items():
        steps = {y: 100 * (v / years[y - 1] - 1) for y, v in years.items() if y - 1 in years}
        read["dollars"][area] = steps
    return read


# --- The chapter ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OLD)
def test_a_number_of_the_old_table_is_found_again(name):
    assert found().numbers[name] == OLD[name]


def test_headlines_and_what_is_behind_them():
    assert found().verdicts == HEADLINES
    share = {}
    for name, (table, _) in found().tables.items():
        share[name] = (table.verdict == HEADLINES[name]).mean()
    assert {name for name in share if share[name] >= 2 / 3} == BORNE


@pytest.mark.parametrize("name", HEADLINES)
def test_a_choice_flips_a_verdict_or_none_does(name):
    table, choices = found().tables[name]
    assert list(table.iloc[0][list(choices)]) == [next(iter(each)) for each in choices.values()]
    assert len(table) == np.prod([len(each) for each in choices.values()])
    assert (table.verdict.nunique() > 1) == (name not in NEVER)
    assert not table.duplicated(["estimate", "low", "high", "margin"]).any(), "copies"


def test_every_title_holds_and_every_comparison_is_described():
    assert all(holds for _, holds in found().titles.values())
    asked = tables.load("comparisons").set_index("comparison").loc[list(HEADLINES)]
    assert (asked[["question", "words", "margin", "family", "uncovered"]] != "").all(axis=None)
    assert (asked.verdict == "").all()


def test_another_window_gives_other_numbers_and_verdicts():
    late = found(AFTER="(2017, 2019)")
    growth = [columns()["growth"]["RUS"][year] for year in (2017, 2018, 2019)]
    assert late.numbers["B63"] == round(mean(growth), 1) != found().numbers["B63"]
    assert late.verdicts["K12"] == "inconclusive"
    assert late.titles["growth"] != found().titles["growth"]


def test_other_years_of_gas_give_another_verdict_on_the_terms():
    soon = found(GAS_AFTER="(2015, 2017)", GAS_BEFORE="(2009, 2014)")
    assert soon.verdicts["K20"] == "inconclusive"
    assert soon.verdicts["K19"] == "supports"


def test_another_cost_of_freight_is_another_margin():
    dear, cheap = (each.tables["K24"][0] for each in (found(FREIGHT="60"), found()))
    assert dear.margin.eq(60).all() and cheap.margin.eq(20).all()
    borne = [(table[table.freight == "included"].verdict == "supports") for table in (dear, cheap)]
    assert borne[0].sum() < borne[1].sum()


# --- The multiverse, by plain counting ------------------------------------------------------------


def test_every_specification_of_the_decline_by_plain_counting():
    table, _ = found().tables["K13"]
    peers = {"oil exporters": found().names["EXPORTERS"]}
    for row in table.itertuples():
        data, pool = columns()[row.measure], {"mean": mean, "median": median}[row.pooling]
        years = range(row.window[0], row.window[1] + 1)
        own = [data["RUS"][year] for year in years]
        if row.beside != "nobody":
            others = peers.get(row.beside, [area for area in data if area != "RUS"])
            for place, year in enumerate(years):
                own[place] -= median(data[area][year] for area in others if year in data[area])
        whole = [area for area in data if area != "RUS" and all(y in data[area] for y in years)]
        pooled = [pool([data[area][year] for year in years]) for area in whole]
        assert row.estimate == pytest.approx(pool(own))
        assert row.margin == pytest.approx(median(abs(v - median(pooled)) for v in pooled))
        places = np.random.default_rng(1).integers(len(own), size=(1000, len(own)))
        draws = [pool([own[place] for place in drawn]) for drawn in places.tolist()]
        assert (row.low, row.high) == pytest.approx(np.percentile(draws, [2.5, 97.5]))
        assert row.verdict == decide(row.estimate, row.low, row.high, row.margin, "below")


def test_every_specification_of_dearer_oil_by_plain_counting():
    table, _ = found().tables["K24"]
    brent = {row["period"]: float(row["usd_per_barrel"]) * 7.33 for row in rows("oil_prices")}
    months = ["2019-12", "2020-01", "2020-02", "2020-03", "2020-04", "2020-05"]
    russia = [500, 219, 1040 - 719, 1560, 1130]
    klaipeda, odesa = [86, 0, 320, 85, 87], [0, 0, 250, 85, 0]
    price = {"outside the CIS": 134.331 / 0.5692, "Russia": 690.195 / 4.085}
    price["all others"] = (904.833 - 690.195) / (5.0073 - 4.085)

    def mixed(volumes, pricing):
        first = 0 if pricing == "month before" else 1
        at = [brent[month] for month in months[first : first + 5]]
        return sum(a * v for a, v in zip(at, volumes, strict=True)) / sum(volumes)

    for row in table.itertuples():
        mine, theirs = list(russia), list(klaipeda)
        if row[3] == "customs":
            mine[2] += 4085 - sum(russia)
        if row[2] == "all others":
            theirs = [a + b for a, b in zip(klaipeda, odesa, strict=True)]
        paid = price[row[2]] + 20 * (row.freight == "added")
        asked = price["Russia"] * mixed(theirs, row.pricing) / mixed(mine, row.pricing)
        assert row.estimate == pytest.approx(paid - asked, abs=0.05)


def test_every_specification_of_what_the_oil_subsidy_was_worth_by_plain_counting():
    table, _ = found().tables["K27"]
    years = {row["year"]: row for row in rows("economy")}
    sums = {  # least, printed, most; years
        "Agibalov": (1.5, 2, 2.5, 2015, 2019),
        "Agibalov’s institute": (3.45, 3.5, 3.55, 2011, 2020),
        "IPM Research Center": (9.2815 / 6, 9.282 / 6, 9.2825 / 6, 2019, 2024),
        "government": (10.5 / 6, 11 / 6, 11.5 / 6, 2019, 2024),
    }
    product = found().names["minsk"]
    assert years and len(table) == 2 * len(sums)
    for row in table.itertuples():
        least, printed, most, first, last = sums[row.source]
        span = product.loc[first:last] if row.product == "own years" else product.loc[[2019]]
        ends = [least / span.max(), printed / span.mean(), most / span.min()]
        low, middle, high = (100 * end - 3 for end in ends)
        assert (row.low, row.estimate, row.high) == pytest.approx((low, middle, high))
        assert row.verdict == decide(middle, low, high, 0.5, "near")


def test_the_sum_has_an_interval_over_volumes_and_benchmarks():
    table, _ = found().tables["K25"]
    names = found().names
    cable = names["estimates"].usd_bn["us_cable_2005"]
    for row in table.itertuples():
        sums = [
            names["reckoned"](row.oil, bought, benchmark).sum() - 100
            for bought in names["BOUGHT"]
            for benchmark in names["TERMS"]
        ]
        sums = [each + cable * (row.span == "eleven years") for each in sums]
        assert (row.low, row.high) == pytest.approx((min(sums), max(sums)))
        assert row.estimate == pytest.approx(sums[0]) and row.margin == 5


def test_whole_years_of_gas_have_a_price_of_all_months():
    paid = {row["year"]: (row["month_from"], row["month_to"]) for row in rows("gas_price_paid")}
    part = {year for year, (first, last) in paid.items() if first and last != f"{year}-12"}
    assert part == {"2012", "2015"} and not {"2010", "2013"} & set(paid)  # the others: back-cast
    assert set(found().names["PART_YEARS"]) == {2010, 2012, 2013, 2015}


def test_the_text_on_whole_years_of_gas_holds():
    """What is left of the windows, the steps of the swing, and by how much a verdict is missed."""
    paid = energy.price_paid(tables.load("gas_price_paid")).drop(found().names["PART_YEARS"])
    years = [year for year in paid.index if year <= 2020]
    assert [year for year in years if 2012 <= year <= 2014] == [2014]
    assert [year for year in years if 2015 <= year <= 2017] == [2017]
    assert sum(year + 1 in years for year in years) == 4
    table, _ = found().tables["K19"]
    assert (table.verdict == "supports").sum() + 1 == len(table) * 2 / 3


def test_the_text_on_the_budget_and_on_full_counts_holds():
    table, _ = found().tables["K52"]
    alone = table[(table.beside == "all countries") & (table.before == (2018, 2018))]
    assert table.estimate[0] > 0 > alone.estimate.max() and len(alone) == 6
    oil, _ = found().tables["K24"]
    assert found().numbers["B343"] == (oil.estimate > 20).sum()
    assert found().numbers["B344"] == len(oil)


# --- The measures ---------------------------------------------------------------------------------


def test_the_fall_of_the_discount_is_the_benchmarks():
    terms = energy.gas_terms(tables.load("gas_price_paid"), tables.load("gas_benchmark"))
    parts = energy.parts_of_discount(terms, (2014, 2014), (2019, 2019))
    assert parts.round().tolist() == [-162, -205, 43]
    assert parts["by benchmark"] + parts["by price"] == pytest.approx(parts["discount"])
    assert terms.paid[2008] == pytest.approx((119.53 + 127.90) / 2)
    assert terms.paid[2010] == pytest.approx(265 / 1.415)
    assert not {2016, 2018} & set(terms.index)


def test_a_late_benchmark_is_partly_that_of_the_year_before():
    quoted, benchmark = tables.load("gas_price_paid"), tables.load("gas_benchmark")
    at_once = energy.gas_terms(quoted, benchmark).europe
    late = energy.gas_terms(quoted, benchmark, late=0.5).europe
    assert late[2014] == pytest.approx((at_once[2013] + at_once[2014]) / 2)


def test_a_swing_leaves_out_steps_over_a_gap():
    assert energy.yearly_swing(pd.Series({2010: 1.0, 2011: 3.0, 2013: 99.0, 2014: 98.0})) == 1.5


def test_months_of_russian_oil_add_up_to_the_quarter():
    reported = tables.load("oil_reported")
    months = energy.oil_by_month(reported)
    assert months.index.tolist() == [f"2020-0{month}" for month in range(1, 6)]
    assert months.iloc[:3].sum() == 1040
    assert energy.oil_by_month(reported, rest=100)["2020-03"] == months["2020-03"] + 100


def test_seven_tankers_are_what_came_from_outside():
    cargoes = energy.tankers(tables.load("oil_reported"), ["Klaipėda"])
    outside = tables.load("oil_imports").set_index("period").outside_cis_mt["2020 Jan–May"]
    assert len(cargoes) == 7
    assert cargoes.sum() == pytest.approx(1000 * outside, rel=0.02)
    with pytest.raises(DataError, match="no tanker at Gdańsk"):
        energy.tankers(tables.load("oil_reported"), ["Gdańsk"])


def test_a_premium_is_nothing_where_the_shares_of_brent_are_equal():
    assert energy.premium(110, 55, 220, 110) == pytest.approx(0)
    assert energy.premium(110, 55, 110, 110) == pytest.approx(55)


def test_support_in_gdp():
    gdp = economy.series(tables.load("economy"), "Belarus", "gdp")
    share = energy.support_in_gdp(tables.load("russian_support_quoted"), gdp).round(1)
    assert share.loc["imf_2005_2015"].tolist() == [17.0, 12.2, 30.8]
    assert share.loc["romanchuk_2000s"].tolist() == [17.5, 15.0, 20.0]
    assert share.share["us_cable_2005"] == 8.1


def test_windows_that_shrink():
    growth = pd.DataFrame({"A": [-1.0, -1, 1, 1], "B": [1.0, np.nan, -1, -1]})
    assert economy.windows_shrinking(growth, length=2, least=2) == 2 / 4
    ever = economy.windows_shrinking(
        economy.panel(tables.load("growth_by_country"), "growth_pct"), 6, 4
    )
    assert 0.03 < ever < 0.05


def test_a_window_with_a_missing_year_is_refused():
    with pytest.raises(DataError, match="every year of 2019–2021"):
        economy.mean(pd.Series({2019: 1.0, 2021: 2.0}), (2019, 2021))
    panel = pd.DataFrame({"A": [1.0, 2.0], "B": [1.0, np.nan]}, index=[2019, 2020])
    assert economy.mean(panel, (2019, 2020)).isna().tolist() == [False, True]


def test_beside_others():
    panel = pd.DataFrame({"A": [5.0], "B": [1.0], "C": [3.0], "D": [2.0]}, index=[2019])
    assert economy.beside(panel, "A")[2019] == 3
    assert economy.beside(panel, "A", ["B", "C"])[2019] == 3
    assert economy.beside(panel, "A", [])[2019] == 5


def test_draws_are_seeded_and_centred():
    years = pd.Series([1.0, 2.0, 3.0, 4.0])
    one, other = (economy.drawn(years, 500, seed) for seed in (1, 2))
    assert (one == economy.drawn(years, 500, 1)).all() and (one != other).any()
    assert one.mean() == pytest.approx(2.5, abs=0.1)
    assert set(economy.drawn(years, 500, 1, "median")) <= {1, 1.5, 2, 2.5, 3, 3.5, 4}


def test_the_two_tables_of_growth_agree():
    own, panel = (
        tables.load("economy"),
        economy.panel(tables.load("growth_by_country"), "growth_pct"),
    )
    for country, area in (("Russia", "RUS"), ("Belarus", "BLR")):
        mine = economy.series(own, country, "real_growth").loc[2000:2020]
        assert (mine - panel[area].loc[2000:2020]).abs().max() < 0.006
