"""What came after: each verdict that a series decides is computed once more, by plain loops; the
words of the measures are held by hand; a changed window changes number and verdict.
"""

import math
import re
import types
from itertools import pairwise, product

import cells
import numpy as np
import pandas as pd
import pytest
from reading import ROOT

from edition import charts, tables
from edition.judgement import boxes, expectations, multiverse, verdicts
from edition.listings import after as listed
from edition.listings import choices
from edition.measures import after
from edition.measures import votes as votes_of_all
from edition.measures.uncertainty import few
from edition.outputs import specifications
from edition.references import notes
from edition.tables import recorded

PATH = ROOT / "chapters" / "what_came_after.md"
STATED = {"F02", "F04", "F05", "F06", "F07", "F08", "F10", "F11", "F16"}


def run(text: str, monkeypatch) -> types.SimpleNamespace:
    """Run the cells of a chapter; marks are not drawn, but what they find has to hold."""
    shown = []
    monkeypatch.setattr(expectations, "display", lambda data, **_: shown.append(data))
    found = cells.run("what_came_after", source=text)
    for name, (_, holds) in found.titles.items():
        assert holds, f"{name}: the data do not bear out the title"
    return types.SimpleNamespace(**found.names | {"numbers": found.exact, "shown": shown})


@pytest.fixture(scope="module")
def chapter():
    with pytest.MonkeyPatch.context() as patch:
        yield run(PATH.read_text(encoding="utf-8"), patch)


def votes(year: tuple[int, int], *members: str):
    table = tables.load("un_library_votes")
    rows = table[table.date.str[:4].astype(int).between(*year)]
    return [tuple(getattr(row, member) for member in members) for row in rows.itertuples()]


def shared(pairs) -> float:
    """The share of equal votes, in percent, where nobody is absent."""
    cast = [each for each in pairs if "X" not in each]
    return 100 * sum(len(set(each)) == 1 for each in cast) / len(cast)


BEFORE, AFTER = (2014, 2019), (2020, 2024)


# --- the verdicts, once more ---
# -------------------------------


def test_distance_by_plain_counting(chapter):
    """F01: Belarus's change less that of all other members, from the totals of each roll call."""

    def everybody(window):
        same = cast = 0
        table = tables.load("un_library_votes")
        for row in table[table.date.str[:4].astype(int).between(*window)].itertuples():
            totals = {"Y": row.yes, "N": row.no, "A": row.abstain}
            if row.russia in totals:
                same, cast = same + totals[row.russia] - 1, cast + sum(totals.values()) - 1
        return 100 * same / cast

    own = [shared(votes(window, "belarus", "russia")) for window in (BEFORE, AFTER)]
    moved = own[1] - own[0] - (everybody(AFTER) - everybody(BEFORE))
    assert chapter.numbers["B300"] == pytest.approx(own[0])
    assert chapter.numbers["B306"] == pytest.approx(moved)
    counts = tables.load("un_library_members")
    change = {}
    for member, rows in counts.groupby("member"):
        parts = [rows[rows.year.between(*window)] for window in (BEFORE, AFTER)]
        if all(len(part) for part in parts):
            shares = [100 * part.same_votes.sum() / part.roll_calls.sum() for part in parts]
            change[member] = shares[1] - shares[0]
    middle = np.median(list(change.values()))
    drift = np.median([abs(each - middle) for each in change.values()])
    assert change["BLR"] == pytest.approx(own[1] - own[0])
    assert chapter.numbers["B307"] == pytest.approx(drift) and moved > drift
    assert chapter.verdicts["F01"] == "borne out"


def level(member, window, abstentions, absences, subjects) -> float:
    """A member's agreement with Russia, counted roll call by roll call."""
    table, value = tables.load("un_library_votes"), {"Y": 1, "A": 0, "N": -1}
    points = counted = 0
    for row in table[table.date.str[:4].astype(int).between(*window)].itertuples():
        mine, theirs = getattr(row, member), row.russia
        if theirs == "X" or (mine == "X" and absences == "left out"):
            continue
        if abstentions == "left out" and "A" in (mine, theirs):
            continue
        if subjects == "not regional" and row.subject in ("Ukraine", "Georgia"):
            continue
        counted += 1
        if mine != "X":
            far = abs(value[mine] - value[theirs])
            points += 1 - far / 2 if abstentions == "half-way" else far == 0
    return 100 * points / counted


@pytest.mark.parametrize(
    ("abstentions", "absences", "subjects", "later"),
    [
        ("half-way", "left out", "all", (2022, 2024)),
        ("left out", "disagreement", "all", (2020, 2021)),
        ("an answer", "disagreement", "not regional", (2021, 2024)),
    ],
)
def test_specifications_by_plain_counting(chapter, abstentions, absences, subjects, later):
    """Other rules, subjects and windows, beside China: what the table of specifications has."""
    rules = (abstentions, absences, subjects)
    moved = [
        level(member, later, *rules) - level(member, BEFORE, *rules)
        for member in ("belarus", "china")
    ]
    axes = [*chapter.CHOICES]
    options = [abstentions, absences, subjects, "China", BEFORE, later]
    rows = [
        row.estimate
        for row in chapter.by_votes.table.itertuples()
        if [getattr(row, axis) for axis in axes] == options
    ]
    assert rows == [pytest.approx(moved[0] - moved[1])]


def test_every_combination_of_choices_is_there(chapter):
    sizes = [len(options) for options in chapter.CHOICES.values()]
    table = chapter.by_votes.table
    assert len(table) == math.prod(sizes) == len(table.drop_duplicates(list(chapter.CHOICES)))
    assert len(sizes) >= 4 and chapter.by_votes.word == "borne out"


def drawn_levels(chapter, window, points):
    """A share in percent, as the table is and in each draw: titles drawn with all their votes.

    points: what each roll call adds to the share, and to its whole; None for none.
    """
    codes, times = chapter.titles
    rows = tables.load("un_library_votes").to_dict("records")
    found = np.zeros((2, times.shape[1]))
    for row, title in zip(rows, codes, strict=True):
        if window[0] <= int(row["date"][:4]) <= window[1] and (each := points(row)):
            found[:, title] += each
    return 100 * (times @ found[0]) / (times @ found[1])


def beside_russia(member):
    def points(row):
        return None if "X" in (row[member], row["russia"]) else (row[member] == row["russia"], 1)

    return points


def all_others(row):
    totals = {"Y": row["yes"], "N": row["no"], "A": row["abstain"]}
    here = row["russia"] in totals and sum(totals.values()) > 1
    return (totals[row["russia"]] - 1, sum(totals.values()) - 1) if here else None


def all_three(row):
    cast = [row[name] for name in ("belarus", "russia", "ukraine")]
    return None if "X" in cast else (len(set(cast)) == 1, 1)


@pytest.mark.parametrize(
    ("test", "points"), [("by_votes", beside_russia("belarus")), ("of_three", all_three)]
)
def test_an_interval_by_drawing_titles_one_by_one(chapter, test, points):
    """F01 and F03, the headline of each: a change less that of all other members together."""
    sides = [
        drawn_levels(chapter, AFTER, each) - drawn_levels(chapter, BEFORE, each)
        for each in (points, all_others)
    ]
    moved = sides[0] - sides[1]
    first = getattr(chapter, test).table.iloc[0]
    assert first.estimate == pytest.approx(moved[0])
    assert (first.low, first.high) == pytest.approx(np.percentile(moved[1:], [2.5, 97.5]))


def test_unity_by_plain_counting(chapter):
    three = [shared(votes(w, "belarus", "russia", "ukraine")) for w in (BEFORE, AFTER)]
    assert chapter.numbers["B310"] == pytest.approx(three[0])
    assert chapter.numbers["B311"] == pytest.approx(three[1])
    table = chapter.of_three.table
    assert len(table) == math.prod(len(options) for options in chapter.UNITY.values())
    assert table.verdict[0] == "inconclusive" and chapter.verdicts["F03"] == "in part"


def test_ukraine_by_plain_counting(chapter):
    table = tables.load("un_library_votes")
    rows = table[(table.subject == "Ukraine") & (table.date >= "2020-08-09")]
    assert len(rows) == 16 and set(rows.belarus) == set(rows.russia) == {"N"}
    assert chapter.numbers["B314"] == 0 and chapter.verdicts["F09"] == "not borne out"
    assert {"68/262", "ES-11/1", "ES-11/3", "ES-11/8"} <= set(
        table.resolution[table.subject == "Ukraine"]
    )


def test_surveys_by_hand(chapter):
    """F12: 27.2 to 40 per cent, and BAW from 2019 to 51.6 and 40; waves scatter by more."""
    shares = [69.9, 57.7, 63.5, 60.4, 54.5, 40.4, 51.6, 40.0]  # of BAW, to November 2020
    sizes = [1061] * 6 + [1008, 1008]
    sampled = [1.5 * share * (100 - share) / n for share, n in zip(shares, sizes, strict=True)]
    steps = [(late - early) ** 2 for early, late in pairwise(shares)]
    scatter = sum(steps) / len(steps) / 2 - sum(sampled) / len(sampled)
    sampling = 1.5 * (27.2 * 72.8 / 899 + 40 * 60 / 899)
    chatham = chapter.tested["Chatham House, urban internet users"].table
    assert chatham.estimate[0] == pytest.approx(12.8)
    assert chatham.margin[0] == pytest.approx(1.96 * math.sqrt(sampling), abs=0.01)
    wide = 1.96 * math.sqrt(sampling + 2 * scatter)
    assert chatham.low[0] == pytest.approx(12.8 - wide, abs=0.01) and chatham.low[0] < 0
    alone = chatham[chatham.error == "sampling"]
    assert len(alone) == len(chatham) / 2
    assert set(alone.verdict[alone.measure != "part"]) == {"contradicts"}
    baw = chapter.tested["BAW, adults by telephone"].table
    assert baw.estimate[0] == pytest.approx((51.6 + 40) / 2 - (54.5 + 40.4) / 2)
    error = math.sqrt(sum(sampled[4:]) / 4 + scatter)
    assert baw.high[0] - baw.estimate[0] == pytest.approx(1.96 * error, abs=0.01)
    lead = baw.query("measure == 'lead' and `design effect` == 2 and before == '2019-12'")
    lead = lead[lead.after == "2020-11"].iloc[0]
    parts = [(72.4, 8.4, 1061), (73, 7, 1008)]
    error = 1.96 * math.sqrt(sum(2 * (100 * both - lead**2) / n for both, lead, n in parts))
    assert lead.estimate == pytest.approx(7 - 8.4)
    assert lead.margin == pytest.approx(error, abs=0.01)
    assert chapter.numbers["B334"] == pytest.approx(100 * (40 / 53 - 27.2 / 36.3))
    assert {each.word for each in chapter.tested.values()} == {"open"}
    assert chapter.verdicts["F12"] == "open"


def test_arms_by_hand(chapter):
    arms = tables.load("arms_imports")
    after_2019 = arms[arms.year >= 2020]
    assert set(after_2019.supplier) == {"Russia"} and arms.year.max() == 2023
    before = arms[arms.year.between(2014, 2019)]
    share = 100 * before.tiv[before.supplier == "Russia"].sum() / before.tiv.sum()
    assert chapter.numbers["B323"] == pytest.approx(share)
    assert (chapter.verdicts["F13"], chapter.verdicts["F14"]) == ("borne out", "in part")
    assert chapter.by_deliveries.word == "not borne out"


def shares_of_others(window, column, left_out):
    """What others than Russia delivered, in percent: of all years, and without each of them."""
    rows = tables.load("arms_imports").to_dict("records")
    rows = [row for row in rows if window[0] <= row["year"] <= window[1]]
    sums = {year: sum(r[column] for r in rows if r["year"] == year) for year in years_of(rows)}
    if left_out == "largest year":
        rows = [row for row in rows if row["year"] != max(sums, key=sums.get)]

    def share(chosen):
        whole = sum(row[column] for row in chosen)
        return 100 * sum(r[column] for r in chosen if r["supplier"] != "Russia") / whole

    parts = [share([row for row in rows if row["year"] != year]) for year in years_of(rows)]
    return share(rows), min(parts + [share(rows)]), max(parts + [share(rows)])


def years_of(rows):
    return sorted({row["year"] for row in rows})


def test_every_specification_of_the_others_share_by_plain_counting(chapter):
    """F14: the change from half of the rise that was expected; or, if any is, from none."""
    made = []
    for before, volume, left_out, expected in product(*chapter.RISEN.values()):
        column = {"as reckoned": "tiv", "at least": "tiv_least"}[volume]
        early = shares_of_others(before, column, left_out)
        late = shares_of_others((2020, 2023), column, left_out)
        half = early[0] / 2 if expected == "as much" else 0
        moved = late[0] - early[0], late[1] - early[2], late[2] - early[1]
        margin = half or early[2] - early[1]
        made.append([*(each - half for each in moved), margin])
    table = chapter.by_deliveries.table
    assert table[multiverse.MEASURED].to_numpy() == pytest.approx(np.array(made))
    words = [verdicts.decide(*each, "above") for each in made]
    assert list(table.verdict) == words and len(set(words)) > 1


def test_every_specification_of_the_suppliers_share_by_plain_counting(chapter):
    """F13: Russia’s share beyond a half, with each year left out in turn."""
    table = chapter.by_share.table
    for row, choice in zip(table.itertuples(), product(*chapter.SUPPLIED.values()), strict=True):
        window, volume, left_out, _ = choice
        column = {"as reckoned": "tiv", "at least": "tiv_least"}[volume]
        rest = shares_of_others(window, column, left_out)
        assert (row.estimate, row.high, row.low) == pytest.approx([50 - each for each in rest])
        if choice[3] == "a year":
            before = shares_of_others((2014, 2019), column, left_out)
            assert row.margin == pytest.approx(before[2] - before[1])
        elif left_out == "no year":
            mine = tables.load("arms_imports").query(f"{window[0]} <= year <= {window[1]}")
            assert row.margin == pytest.approx(100 - 100 * mine.tiv_least.sum() / mine.tiv.sum())
    assert (table.verdict == "supports").mean() > verdicts.ENOUGH and table.verdict[0] == "supports"


def test_every_specification_of_votes_otherwise_by_plain_counting(chapter):
    """F09: votes other than Russia’s on Ukraine, and with Georgia, since August 2020."""
    spans = {
        "from the election": ("2020-08-09", "2025-12-31"),
        "from the invasion": ("2022-02-24", "2025-12-31"),
        "up to the invasion": ("2020-08-09", "2022-02-23"),
    }
    names = tables.load("un_library_titles").set_index("id").title
    votes_of_all = tables.load("un_library_votes").to_dict("records")
    made = []
    for resolutions, evidence, window, beside in product(*chapter.OTHERWISE.values()):
        about = ("Ukraine",) if resolutions == "Ukraine" else ("Ukraine", "Georgia")
        first, last = spans[window]
        rows = [r for r in votes_of_all if r["subject"] in about and first <= r["date"] <= last]
        texts = {re.sub(r"[\W_]+", " ", names[row["title_id"]].lower()).strip() for row in rows}
        count = len(rows) if evidence == "each vote" else len(texts)
        other = {
            name: sum(row[name] != row["russia"] for row in rows) / len(rows)
            for name in ("belarus", "armenia", "kazakhstan")
        }
        half = (other["armenia"] + other["kazakhstan"]) / 2 if beside == "allies" else 0.5
        assert other["belarus"] == 0
        high = 1.96**2 / (count + 1.96**2)  # of no hit among so many, by Wilson's formula
        made.append([-100 * half, -100 * half, 100 * (high - half), 100 / count])
    table = chapter.in_votes.table
    assert table[multiverse.MEASURED].to_numpy() == pytest.approx(np.array(made))
    assert list(table.verdict) == [verdicts.decide(*each, "above") for each in made]


def test_a_distance_of_ideal_points_by_hand(chapter):
    """F01: the means of yearly distances; errors from the published percentiles."""
    points = tables.load("ideal_points_both").set_index(["estimate", "member", "year"])
    for shared in (False, True):
        means, errors, middle = [], [], []
        for years in (range(2016, 2020), range(2022, 2024)):
            each = []
            for year in years:
                mine, russia = (points.loc["all votes", n, year] for n in ("Belarus", "Russia"))
                parts = [(row.high - row.low) / (2 * 1.6449) for row in (mine, russia)]
                each.append((abs(mine.ideal_point - russia.ideal_point), math.hypot(*parts)))
            means.append(sum(far for far, _ in each) / len(each))
            size = [error for _, error in each]
            errors.append(sum(size) / len(size) if shared else math.hypot(*size) / len(size))
            far = [points.loc["all votes", "median member", year].distance for year in years]
            middle.append(sum(far) / len(far))
        options = ["all votes", "median member", "shared" if shared else "apart"]
        options += [(2016, 2019), (2022, 2024)]
        table = chapter.by_points.table
        axes = table[list(chapter.PLACED)].itertuples(index=False)
        row = table[[list(each) == options for each in axes]].iloc[0]
        assert row.estimate == pytest.approx(means[1] - means[0] - middle[1] + middle[0], abs=2e-3)
        assert row.margin == pytest.approx(1.96 * math.hypot(*errors), abs=1e-3)
    assert chapter.by_points.word == "open" and chapter.verdicts["F01"] == "borne out"


def test_trade_by_hand(chapter):
    assert [chapter.numbers[name] for name in ("B325", "B326", "B327")] == [49, 50, 70]
    table = chapter.in_trade.table.set_index(["stated by", "pooling", "rounding"])
    assert table.loc["all", "median", "1"].estimate == 60 - 49
    assert table.loc["not Moscow", "median", "1"].estimate == 70 - 49
    assert table.loc["not the institute", "lowest", "5"].verdict == "inconclusive"
    said = "10 of 12 specifications say “not borne out”, as the headline does"
    assert chapter.in_trade.title == said
    assert chapter.verdicts["F15"] == "not borne out"


def test_every_expectation_has_a_verdict(chapter):
    rows = tables.load("expectations")
    assert set(chapter.verdicts) == set(rows.id)
    assert set(rows.id[rows.verdict != ""]) == STATED
    records = [each[recorded.MIME] for each in chapter.shown if recorded.MIME in each]
    assert {each["id"]: each["verdict"] for each in records} == chapter.verdicts
    tested = {each["id"] for each in records if each["tests"]}
    assert tested == set(rows.id) - STATED
    stated = dict(zip(rows.id, rows.verdict, strict=True))
    assert all(chapter.verdicts[name] == stated[name] for name in STATED)


def test_the_text_shows_the_numbers_that_are_recorded(chapter):
    shown = set(re.findall(r"\{glue\}`(B3\d\d)`", PATH.read_text(encoding="utf-8")))
    assert shown == set(chapter.numbers)


# --- what moves, and what must not ---
# -------------------------------------


def test_a_changed_window_changes_number_and_verdict(monkeypatch):
    text = PATH.read_text(encoding="utf-8").replace(
        "(2014, 2019), (2020, 2024)", "(2014, 2019), (2020, 2021)"
    )
    text = re.sub(r"^    holds=.*\n", "", text, flags=re.M)
    other = run(text[: text.index("(after-unity)=")], monkeypatch)
    assert other.numbers["B306"] == pytest.approx(0.6, abs=0.3)
    assert other.verdicts["F01"] == "open"


@pytest.mark.parametrize(
    ("figure", "label"),
    [
        ("after-conflict", "tariff"),
        ("after-conflict", "invasion"),
        ("after-neutrality", "no troops"),
        ("after-china", "credit"),
        ("after-china", "trade"),
        ("after-energy", "compensate"),
        ("after-energy", "Azerbaijan|million tonnes"),
        ("after-union", "currency"),
    ],
)
def test_the_title_of_a_time_line_hangs_on_its_facts(figure, label, monkeypatch):
    """Without the facts of this label the build stops."""
    rows = tables.load("after_2020_facts")
    code = next(cell for cell in cells.code("what_came_after") if f'name="{figure}"' in cell)
    exec(code, {"charts": charts, "listed": listed})  # noqa: S102
    others, load = rows[~rows.label.str.contains(label)], tables.load
    monkeypatch.setattr(
        tables, "load", lambda name: others if name == "after_2020_facts" else load(name)
    )
    with pytest.raises(tables.DataError, match="no longer bears out"):
        exec(code, {"charts": charts, "listed": listed})  # noqa: S102


def test_no_year_of_the_counts_is_a_part_of_one():
    """2025 lacks the autumn, and stands beside no whole year."""
    counts = tables.load("un_library_members")
    assert counts.year.max() == 2024 < int(tables.load("un_library_votes").date.max()[:4])


def test_shipped_votes_and_counts_agree():
    """The counts of Belarus follow from its votes, year by year; nothing was spliced in."""
    counts = tables.load("un_library_members")
    for row in counts[counts.member == "BLR"].itertuples():
        cast = [each for each in votes((row.year,) * 2, "belarus", "russia") if "X" not in each]
        same = sum(mine == theirs for mine, theirs in cast)
        assert (len(cast), same) == (row.roll_calls, row.same_votes)


def test_low_facts_are_not_printed():
    addresses = " ".join(tables.load("after_2020_facts").address)
    addresses += " ".join(entry.fields.get("url", "") for entry in notes.entries().values())
    assert "news-pravda" not in addresses
    assert "foreign-intelligence-service-belarus" not in addresses
    trade = tables.load("after_2020_series")
    assert not set(trade.low) & {65, 67}


def test_surveys_and_publishers_stay_apart(chapter):
    assert list(chapter.waves.groupby("stated_by").size()) == [2, 2]


# --- measures and words, by hand ---
# -----------------------------------


def made() -> after.Votes:
    """Four roll calls: Belarus votes as Russia once, abstains once and is away once."""
    table = pd.DataFrame(
        {
            "date": ["2014-03-01", "2015-03-01", "2020-03-01", "2021-03-01"],
            "title_id": [1, 2, 1, 3],
            "yes": [3, 2, 1, 4],
            "no": [1, 2, 3, 0],
            "abstain": [1, 1, 1, 1],
            "not_voting": [0, 0, 0, 0],
        }
    )
    for name in after.NAMES:
        table[name] = ["Y", "N", "A", "Y"]
    titles = pd.DataFrame({"id": [1, 2, 3], "title": ["A", "B", "C"]})
    cast = table.assign(belarus=["Y", "A", "N", "X"], russia=["Y", "N", "A", "Y"])
    return after.votes(cast, titles)


def test_agreement_by_its_rules():
    found, span = made(), (2014, 2021)
    assert after.agreement(found, "Belarus", "Russia", span) == pytest.approx(100 / 3)
    half = after.agreement(found, "Belarus", "Russia", span, abstentions="half-way")
    assert half == pytest.approx(200 / 3)
    assert after.agreement(found, "Belarus", "Russia", span, absences="disagreement") == 25
    assert after.agreement(found, "Belarus", "Russia", span, abstentions="left out") == 100
    with pytest.raises(ValueError, match="no such rule"):
        after.score(found, "Belarus", "Russia", "twice")
    with pytest.raises(ValueError, match="no roll call"):
        after.agreement(found, "Belarus", "Russia", (1999, 2000))


def test_all_members_from_the_totals():
    """Without Russia: 2 of 4 with its Yes, 1 of 4 with its No, 0 of 4 with its abstention."""
    points, counted = after.score_all(made(), "Russia")
    assert points.tolist() == [2, 1, 0, 3] and counted.tolist() == [4, 4, 4, 4]
    points, counted = after.score_all(made(), "Russia", "half-way")
    assert points.tolist() == [2.5, 1.5, 2, 3.5]
    points, counted = after.score_all(made(), "Russia", "left out")
    assert points.tolist() == [2, 1, 0, 3] and counted.tolist() == [3, 3, 0, 3]


def test_draws_take_titles_whole():
    def drawn():
        found = votes_of_all.draw(made().calls, 50, 1)
        return found.times[:, found.codes]

    weights = drawn()
    assert (weights[0] == 1).all() and (weights[:, 0] == weights[:, 2]).all()
    assert (weights == drawn()).all()
    assert (weights[1:, [0, 1, 3]].sum(axis=1) == 3).all()


def test_the_interval_of_a_share():
    """Wilson, as his formula gives it for 0 of 16 and for 8 of 16."""
    share, low, high = (100 * each for each in few(0, 16))
    assert (share, round(low, 1), round(high, 1)) == (0, 0, 19.4)
    assert [round(100 * each, 1) for each in few(8, 16)] == [50, 28, 72]


def test_an_expected_rise_is_judged_by_the_same_bar_twice():
    def verdict(change):
        return verdicts.decide(*after.expected_rise(change, change, change, 2), "above")

    assert [verdict(x) for x in (2, 1.9, 1, 0.1, 0)] == [
        "supports",
        "inconclusive",
        "inconclusive",
        "inconclusive",
        "contradicts",
    ]


def test_words_of_expectations():
    assert set(expectations.WORDS) == {"supports", "contradicts", "inconclusive"}
    assert expectations.WORDS[verdicts.decide(3, 1, 5, 2, "above")] == "borne out"
    assert expectations.together(["borne out", "open"]) == "borne out"
    assert expectations.together(["borne out", "not borne out"]) == "in part"
    assert expectations.together(["open", "open"]) == "open"


@pytest.mark.parametrize(
    ("name", "facts", "said"),
    [
        ("F99", "", "no row of the expectation 'F99'"),
        ("F01", "", "row of F01: expected tests"),
        ("F04", "open", "row of F04: expected none, since the table states 'borne out'"),
        ("F13", "borne out", "no dated fact of F13"),
        ("F03", "supports", "F03: 'supports' is no verdict on an expectation"),
    ],
)
def test_an_expectation_is_judged_once_and_by_something(name, facts, said):
    with pytest.raises(tables.DataError, match=said):
        expectations.expectation(name, "facts", facts=facts)


TWO = {
    "window": {(2020, 2023): "all", (2021, 2023): "fewer"},
    "votes": {"an answer": "", "half-way": ""},
}
FOR, AGAINST, NEITHER = (-3, -5, -1, 1.7), (3, 1, 5, 1.7), (0.5, -2, 2, 1.7)


def numbers(*measured, by="", keep=4) -> expectations.Tested:
    """A test by made-up numbers, without its last rows if `keep` says so."""
    found = iter(measured)
    made = expectations.tested(
        TWO,
        lambda **_: next(found),
        "below",
        "points",
        margin="a reason",
        base_rate="none",
        by=by,
    )
    return made._replace(table=made.table.iloc[:keep])


@pytest.fixture
def shown(monkeypatch):
    """What the cell shows, box by box, and what it glues."""
    found = []
    monkeypatch.setattr(expectations, "display", lambda data, **_: found.append(data))
    monkeypatch.setattr(boxes, "display", lambda *_, **__: None)
    return found


def test_less_than_two_thirds_leave_an_expectation_open(shown):
    assert expectations.expectation("F15", "", [numbers(FOR, FOR, NEITHER, AGAINST)]) == "open"
    record = shown[0][recorded.MIME]
    assert (record["id"], record["verdict"]) == ("F15", "open")
    (test,) = record["tests"]
    assert (test["id"], test["headline"], test["share"]) == ("F15", "borne out", 0.5)
    assert test["shares"] == {"borne out": 0.5, "not borne out": 0.25, "open": 0.25}
    html = shown[0]["text/html"]
    assert "Expectation F15: open" in html and "−3.0\N{NO-BREAK SPACE}points" in html
    assert "less than two thirds, so the verdict is open" in html
    assert expectations.expectation("F15", "", [numbers(FOR, FOR, FOR, AGAINST)]) == "borne out"


def test_tests_and_facts_of_one_expectation_are_put_together(shown):
    two = [numbers(*[FOR] * 4, by="votes"), numbers(*[AGAINST] * 4, by="points")]
    assert expectations.expectation("F15", "", two) == "in part"
    whole, *parts = shown
    assert [each["id"] for each in whole[recorded.MIME]["tests"]] == ["F15a", "F15b"]
    assert "By votes: borne out" in whole["text/plain"]
    assert ["Test F15a: borne out" in each["text/plain"] for each in parts] == [True, False]
    one = [numbers(*[FOR] * 4, by="votes")]
    assert expectations.expectation("F03", "", one, facts="in part") == "in part"
    assert expectations.expectation("F03", "", one, facts="open") == "borne out"


def test_a_specification_of_an_expectation_that_is_left_out_is_noticed(shown):
    with pytest.raises(tables.DataError, match="F15: a specification is left out: window 2021"):
        expectations.expectation("F15", "", [numbers(FOR, FOR, FOR, FOR, keep=3)])


def test_a_build_hands_the_page_every_test_of_an_expectation(shown, monkeypatch):
    monkeypatch.setenv(recorded.BUILDING, "1")
    two = [numbers(FOR, FOR, FOR, AGAINST, by="votes"), numbers(*[NEITHER] * 4, by="points")]
    expectations.expectation("F15", "", two)
    packed = [each[recorded.SPECIFICATIONS] for each in shown[1:]]
    assert recorded.SPECIFICATIONS not in shown[0]
    assert [each["id"] for each in packed] == ["F15a", "F15b"]
    found = [specifications.table(each) for each in packed]
    assert list(found[0].verdict) == ["borne out"] * 3 + ["not borne out"]
    assert list(found[1].verdict) == ["open"] * 4
    assert "Set the choices yourself, by votes: 4 specifications" in choices.unfolded(packed[0])
    assert "below 0 speaks for the expectation" in packed[0]["side"]


def test_facts_are_listed_with_their_pages():
    shown = listed.pages("F11")
    assert "28 union programmes" in shown and 'href="bibliography.html#ref-dw2021moscow"' in shown
    with pytest.raises(tables.DataError, match="no fact for 'F13'"):
        listed.facts("F13")
    with pytest.raises(tables.DataError, match="no verdict on the expectations F01"):
        listed.overview({})


@pytest.mark.parametrize(
    ("sides", "word"),
    [("++", "borne out"), ("--", "not borne out"), ("+-+", "in part"), ("", "open")],
)
def test_a_bare_count_of_facts(sides, word):
    assert expectations.bare(list(sides)) == word


def test_the_fact_that_turns_a_count_is_named():
    mine = pd.DataFrame({"fact": ["D01", "D02", "D03"], "side": ["+", "+", "-"]})
    assert expectations.turning(mine) == {"D03": "borne out"}
    assert expectations.turning(mine[:2]) == {}
    assert expectations.turning(mine[2:]) == {"D03": "open"}


def test_every_expectation_by_facts_is_counted(chapter):
    """The table says of each what its facts say, and the text names those that differ."""
    shown, spoken = str(listed.counted(chapter.verdicts)), expectations.spoken()
    assert set(spoken.expectation) >= STATED
    facts = tables.load("after_2020_facts").set_index("id")
    for row in spoken.itertuples():
        sign = "for" if row.side == "+" else "against"
        assert f"{row.expectation}{row.side}" in facts.speaks[row.fact], (row, sign)
    row = r'<th scope="row"[^>]*><a href="#(f\d\d)">.*?</a>(.*?)</tr>'
    rows = dict(re.findall(row, shown, re.S))
    assert set(rows) == set(spoken.expectation.str.lower())
    assert "borne out without" in rows["f07"] and 'href="#d36"' in rows["f07"]
    told = PATH.read_text(encoding="utf-8").partition("(after-facts)=")[2]
    for name, words in {"F08": "On energy", "F16": "support"}.items():
        assert name in listed.differing(chapter.verdicts) and words in told


def test_what_the_text_says_without_a_number(chapter):
    """Signs: who came closer, in votes and by final passage; whose share in trade grew by more."""
    closer = chapter.changes - chapter.changes.median()
    margin = chapter.drift(chapter.BEFORE, chapter.AFTER)
    share = (closer >= margin).mean()
    assert (
        chapter.by_votes.base_rate == f"{share:.0%} of members came closer by as much as the margin"
    )
    assert (closer <= -margin).mean() > share  # the others are counted, too, and are more
    away = tables.load("ideal_points_both").query("estimate == 'final passage'")
    means = {
        span: away[away.year.between(*span)].groupby("member").distance.mean()
        for span in (chapter.BEFORE, chapter.AFTER)
    }
    moved = means[chapter.AFTER] - means[chapter.BEFORE]
    assert moved["median member"] < moved["Belarus"] < 0
    trade = tables.load("after_2020_series").query("group == 'trade'")
    china = trade[trade.series.str.startswith("China")].low
    russia = trade[trade.series.str.startswith("Russia")].set_index("period").low
    gained = russia[russia.index > "2021"] - russia["2021"]
    assert (gained > china.max() - china.min()).sum() == 2 and len(gained) == 3
