"""Small figures and the findings of the first page: what they say, and when they stop a build."""

import re

import pandas as pd
import pytest

from edition.charts import small
from edition.judgement import comparisons, statements
from edition.listings import findings
from edition.tables import DataError, recorded

YEARS = pd.DataFrame({"year": range(2008, 2020), "Belarus": range(12), "others": range(12, 0, -1)})


@pytest.mark.parametrize("mark", [small.lines, small.bars])
def test_a_small_figure_says_its_ends_and_names_its_lines(mark):
    made = mark(YEARS, ["Belarus", "others"], "tried", "A title")
    assert "Belarus: 0.0 in 2008 and 11.0 in 2019" in repr(made)
    drawn = made._repr_html_()
    assert drawn.count("<svg") == 1 and 'role="img"' in drawn and "A title" in drawn
    assert re.search(r">Belarus<", drawn) and re.search(r">others<", drawn)
    assert "var(--chart-belarus" in drawn and drawn == made._repr_html_()


def test_a_line_that_ends_early_is_named_at_its_end():
    early = YEARS.assign(Belarus=YEARS.Belarus.where(YEARS.year < 2012))
    place = {}
    for data in (YEARS, early):
        drawn = small.lines(data, ["Belarus"], "tried", "A title")._repr_html_()
        found = re.search(
            r"<text[^>]*translate\(([\d.]+)[^>]*>Belarus<|x=\"([\d.]+)\"[^>]*>Bel", drawn
        )
        place[len(place)] = float(next(filter(None, found.groups())))
    assert place[1] < place[0] - 50


def test_a_small_figure_tells_which_column_is_missing():
    with pytest.raises(DataError, match="Ukraine"):
        small.lines(YEARS, ["Ukraine"], "tried", "A title")


def test_votes_are_told_one_by_one():
    cast = pd.DataFrame({"date": ["2014-03-27", "2016-12-19"], "Belarus": ["no", "abstains"]})
    assert "Belarus: no, abstains" in repr(small.votes(cast, ["Belarus"], "tried", "A title"))


def test_an_empty_place_before_the_first_mark_says_so():
    for first, said in (("2014-03-27", True), ("2008-03-27", False)):
        cast = pd.DataFrame({"date": [first, "2018-12-17"], "Belarus": ["no", "no"]})
        drawn = small.votes(cast, ["Belarus"], "tried", "A title")._repr_html_()
        assert ("none earlier" in drawn) == said
    for first, said in ((2014, True), (2008, False)):
        late = YEARS.assign(Belarus=YEARS.Belarus.where(YEARS.year >= first))
        drawn = small.lines(late, ["Belarus"], "tried", "A title")._repr_html_()
        assert ("no data earlier" in drawn) == said


def test_votes_of_one_day_stand_side_by_side():
    cast = pd.DataFrame({"date": ["2018-12-17", "2018-12-17"], "Belarus": ["yes", "yes"]})
    drawn = small.votes(cast, ["Belarus"], "tried", "A title")._repr_html_()
    places = re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', drawn)
    first, second = (list(map(float, place)) for place in places if place[1] != places[0][1])
    assert second[0] - first[0] > 2 * first[2]


@pytest.mark.skipif(not recorded.path().exists(), reason="no records: make book writes them")
def test_a_finding_that_was_worded_for_another_verdict_stops_the_build():
    row = statements.verdicts().query("by == 'data'").iloc[0]
    other = next(word for word in statements.BY_DATA if word != row.verdict)
    with pytest.raises(DataError, match=f"{other}.*{row.claim}.*found '{row.verdict}'"):
        findings.bind({row.claim: (other, row.comparisons[0])}, {})


@pytest.mark.skipif(not recorded.path().exists(), reason="no records: make book writes them")
def test_a_finding_that_was_worded_for_another_comparison_stops_the_build():
    row = comparisons.judged().query("verdict == 'supports'").iloc[0]
    with pytest.raises(DataError, match=f"contradicts.*{row.comparison}.*found 'supports'"):
        findings.bind({}, {row.comparison: "contradicts"})


def test_a_phrase_that_is_no_longer_true_stops_the_build():
    findings.suppose({"it rose": True})
    with pytest.raises(DataError, match="“it fell”; .*“it stood”"):
        findings.suppose({"it rose": True, "it fell": False, "it stood": False})


@pytest.mark.skipif(not recorded.path().exists(), reason="no records: make book writes them")
def test_all_statements_stand_in_the_picture_with_their_words(monkeypatch):
    monkeypatch.setenv("EDITION_PAGES", ".html")
    shown = findings.picture()
    claims = statements.verdicts()
    assert shown.count("<li>") == len(claims)
    for row in claims.itertuples():
        assert f'href="{row.chapter}.html#{row.claim.lower()}"' in shown
    for word in statements.TESTED:
        count = (claims.verdict == word).sum() or "none as a whole"
        assert f"<strong>{word[0].upper()}{word[1:]}</strong>: {count}<" in shown
