"""What came after: each verdict that a series decides is computed once more, by plain loops; the
words of the measures are held by hand; a changed window changes number and verdict.
"""

import math
import re
import types

import cells
import numpy as np
import pandas as pd
import pytest
from reading import ROOT

from edition import tables
from edition.judgement import expectations, verdicts
from edition.listings import after as listed
from edition.measures import after
from edition.measures import votes as votes_of_all
from edition.measures.uncertainty import few
from edition.references import notes
from edition.tables import recorded

PATH = ROOT / "chapters" / "what_came_after.md"
STATED = {"F02", "F03", "F04", "F05", "F06", "F07", "F08", "F10", "F11", "F16"}


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
        if theirs == "X" or (mine == "X" and absences == "drop"):
            continue
        if abstentions == "drop" and "A" in (mine, theirs):
            continue
        if subjects == "not regional" and row.subject in ("Ukraine", "Georgia"):
            continue
        counted += 1
        if mine != "X":
            far = abs(value[mine] - value[theirs])
            points += 1 - far / 2 if abstentions == "half" else far == 0
    return 100 * points / counted


@pytest.mark.parametrize(
    ("abstentions", "absences", "subjects", "later"),
    [
        ("half", "drop", "all", (2022, 2024)),
        ("drop", "disagree", "all", (2020, 2021)),
        ("own", "disagree", "not regional", (2021, 2024)),
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
        for row in chapter.specifications.itertuples()
        if [getattr(row, axis) for axis in axes] == options
    ]
    assert rows == [pytest.approx(moved[0] - moved[1])]


def test_every_combination_of_choices_is_there(chapter):
    sizes = [len(options) for options in chapter.CHOICES.values()]
    assert len(chapter.specifications) == math.prod(sizes)
    assert len(sizes) >= 4 and len(chapter.specifications.drop_duplicates(list(chapter.CHOICES)))
    assert expectations.weighed(chapter.specifications)[0] == "borne out"


def test_unity_by_plain_counting(chapter):
    three = [shared(votes(w, "belarus", "russia", "ukraine")) for w in (BEFORE, AFTER)]
    assert chapter.numbers["B310"] == pytest.approx(three[0])
    assert chapter.numbers["B311"] == pytest.approx(three[1])
    assert len(chapter.unities) == math.prod(len(options) for options in chapter.UNITY.values())
    assert chapter.unities.verdict[0] == "inconclusive" and chapter.verdicts["F03"] == "in part"


def test_ukraine_by_plain_counting(chapter):
    table = tables.load("un_library_votes")
    rows = table[(table.subject == "Ukraine") & (table.date >= "2020-08-09")]
    assert len(rows) == 16 and set(rows.belarus) == set(rows.russia) == {"N"}
    assert chapter.numbers["B314"] == 0 and chapter.verdicts["F09"] == "not borne out"
    assert {"68/262", "ES-11/1", "ES-11/3", "ES-11/8"} <= set(
        table.resolution[table.subject == "Ukraine"]
    )


def test_surveys_by_hand(chapter):
    """F12: 27.2 to 40 and 51.6 to 40 per cent, each beside its error; the two disagree."""
    error = 1.96 * math.sqrt(1.5 * (27.2 * 72.8 / 899 + 40 * 60 / 755))
    chatham = chapter.polls["Chatham House, urban internet users"].iloc[0]
    assert chatham.estimate == pytest.approx(12.8)
    assert chatham.margin == pytest.approx(error, abs=0.01) and chatham.low > 0
    lead = after.survey_change(
        pd.Series({"Russia": 51.6, "EU": 26.7, "asked": 755}),
        pd.Series({"Russia": 40.0, "EU": 33.0, "asked": 1008}),
        "lead",
        2,
    )
    parts = [(78.3, 24.9, 755), (73, 7, 1008)]
    error = 1.96 * math.sqrt(sum(2 * (100 * both - lead**2) / n for both, lead, n in parts))
    assert lead[0] == pytest.approx(7 - 24.9) and lead[3] == pytest.approx(error, abs=0.01)
    assert set(chapter.words.values()) == {"borne out", "not borne out"}
    assert chapter.verdicts["F12"] == "in part"


def test_arms_by_hand(chapter):
    arms = tables.load("arms_imports")
    after_2019 = arms[arms.year >= 2020]
    assert set(after_2019.supplier) == {"Russia"} and arms.year.max() == 2023
    before = arms[arms.year.between(2014, 2019)]
    share = 100 * before.tiv[before.supplier == "Russia"].sum() / before.tiv.sum()
    assert chapter.numbers["B323"] == pytest.approx(share)
    assert (chapter.verdicts["F13"], chapter.verdicts["F14"]) == ("borne out", "in part")
    assert chapter.by_deliveries == "not borne out"


def test_trade_by_hand(chapter):
    assert [chapter.numbers[name] for name in ("B325", "B326", "B327")] == [49, 50, 70]
    assert chapter.verdicts["F15"] == "not borne out"


def test_every_expectation_has_a_verdict(chapter):
    rows = tables.load("expectations")
    assert set(chapter.verdicts) == set(rows.id)
    assert set(rows.id[rows.verdict != ""]) == STATED
    said = {each[recorded.MIME]["id"]: each[recorded.MIME]["verdict"] for each in chapter.shown}
    assert said == chapter.verdicts
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
    half = after.agreement(found, "Belarus", "Russia", span, abstentions="half")
    assert half == pytest.approx(200 / 3)
    assert after.agreement(found, "Belarus", "Russia", span, absences="disagree") == 25
    assert after.agreement(found, "Belarus", "Russia", span, abstentions="drop") == 100
    with pytest.raises(ValueError, match="no such rule"):
        after.score(found, "Belarus", "Russia", "twice")
    with pytest.raises(ValueError, match="no roll call"):
        after.agreement(found, "Belarus", "Russia", (1999, 2000))


def test_all_members_from_the_totals():
    """Without Russia: 2 of 4 with its Yes, 1 of 4 with its No, 0 of 4 with its abstention."""
    points, counted = after.score_all(made(), "Russia")
    assert points.tolist() == [2, 1, 0, 3] and counted.tolist() == [4, 4, 4, 4]
    points, counted = after.score_all(made(), "Russia", "half")
    assert points.tolist() == [2.5, 1.5, 2, 3.5]
    points, counted = after.score_all(made(), "Russia", "drop")
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
        return expectations.decide(*after.expected_rise(change, change, change, 2), "above")

    assert [verdict(x) for x in (2, 1.9, 1, 0.1, 0)] == [
        "borne out",
        "open",
        "open",
        "open",
        "not borne out",
    ]


def test_words_of_expectations():
    assert set(expectations.WORDS) == {"supports", "contradicts", "inconclusive"}
    assert expectations.WORDS[verdicts.decide(3, 1, 5, 2, "above")] == "borne out"
    assert expectations.together(["borne out", "open"]) == "borne out"
    assert expectations.together(["borne out", "not borne out"]) == "in part"
    assert expectations.together(["open", "open"]) == "open"
    with pytest.raises(tables.DataError, match="a series decides it"):
        expectations.stated("F01")
    with pytest.raises(tables.DataError, match="no row of the expectation 'F99'"):
        expectations.stated("F99")
    with pytest.raises(tables.DataError, match="the table states 'borne out', the cell 'open'"):
        expectations.expectation("F04", "open", "facts")
    with pytest.raises(tables.DataError, match="no verdict on an expectation"):
        expectations.expectation("F01", "supports", "votes")


def test_less_than_two_thirds_leave_an_expectation_open(monkeypatch):
    shown = []
    monkeypatch.setattr(expectations, "display", lambda data, **_: shown.append(data))
    some = pd.DataFrame({"verdict": ["supports", "supports", "inconclusive", "contradicts"]})
    expectations.expectation("F01", "borne out", "-1.0 points", specifications=some)
    record = shown[0][recorded.MIME]
    assert (record["id"], record["verdict"], record["share"]) == ("F01", "open", 0.5)
    assert (
        "Expectation F01: open" in shown[0]["text/html"] and "−1.0 points" in shown[0]["text/html"]
    )


def test_facts_are_listed_with_their_pages():
    shown = listed.pages("F11")
    assert "28 union programmes" in shown and 'href="bibliography.html#ref-dw2021moscow"' in shown
    with pytest.raises(tables.DataError, match="no fact for 'F13'"):
        listed.facts("F13")
    with pytest.raises(tables.DataError, match="no verdict on the expectations F01"):
        listed.overview({})
