"""The edition's own tests of the article: each comparison that the chapter states is computed here
from the tables.
"""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from reading import EVIDENCE, ROOT

from edition import listings, tables
from edition.judgement import comparisons
from edition.listings import sources
from edition.tables import DataError, values, vocabulary

CHAPTERS = [ROOT / "chapters" / f"{name}.md" for name in (*EVIDENCE, "ledger")]
COMPARED = tables.load("comparisons")


def text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in CHAPTERS)


def one(name: str, column: str, **where) -> float:
    """The number in the only row of a table where the other columns have these values."""
    rows = tables.load(name)
    for key, value in where.items():
        rows = rows[rows[key] == value]
    assert len(rows) == 1, (name, where)
    return rows[column].iloc[0]


class Table(HTMLParser):
    """Rows of an HTML table as lists of cells, and all links in it."""

    def __init__(self, html: str):
        super().__init__()
        self.rows, self.links, self.open = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.open = True
        elif tag == "a":
            self.links.append(dict(attributes)["href"])

    def handle_endtag(self, tag):
        self.open = self.open and tag not in ("td", "th")

    def handle_data(self, data):
        if self.open:
            self.rows[-1][-1] += data


# The comparisons that the prose states, one by one


# Verdicts and thresholds


def test_every_verdict_follows_from_its_threshold():
    assert comparisons.faults() + comparisons.unborne() == []


def test_a_verdict_that_does_not_follow_is_named(monkeypatch):
    wrong = COMPARED.copy()
    wrong.loc[wrong.comparison == "K01", "verdict"] = "contradicts"
    load = tables.load
    monkeypatch.setattr(tables, "load", lambda name: wrong if name == "comparisons" else load(name))
    (compared,), (claimed,) = comparisons.faults(), comparisons.unborne()
    assert "comparisons.csv, row 2, field 'verdict': expected 'supports'" in compared
    assert "no comparison of I04 bears out 'supports'" in claimed


def test_the_verdict_turns_with_the_data():
    rows = values.rows()
    row = COMPARED.set_index("comparison", drop=False).loc["K02"]
    fell_more = rows["B06"].copy()
    fell_more["value"] = rows["B07"].value - 1
    assert comparisons.verdict(row, rows) == "contradicts"
    assert comparisons.verdict(row, rows | {"B06": fell_more}) == "supports"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 < 2", True),
        ("2 < 1", False),
        ("B04 <= 10 and B04 >= 3", False),
        ("B04 = 2", True),
        ("-B04 < 0", True),
        ("A09 > A10", True),
    ],
)
def test_formulas_are_read(formula, expected):
    assert comparisons.holds(formula, values.rows()) is expected


@pytest.mark.parametrize("formula", ["B999 < 1", "B04 ~ 2", "B04 <", "__import__('os') < 1"])
def test_a_formula_that_cannot_be_read_is_named(formula):
    with pytest.raises(DataError, match="table 'comparisons'"):
        comparisons.holds(formula, values.rows())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["supports"], "supports"),
        (["supports", "contradicts"], "mixed"),
        (["supports", "cannot be tested"], "supports"),
        (["cannot be tested"], "cannot be tested"),
        (["mixed", "mixed"], "mixed"),
    ],
)
def test_verdicts_on_one_statement_are_put_together(words, expected):
    assert comparisons.together(words) == expected


def test_every_comparison_states_its_threshold_and_its_ground():
    for row in COMPARED.itertuples():
        assert bool(row.supports_if) == bool(row.contradicts_if), row.comparison
        if row.verdict == "cannot be tested":
            assert "None can be set" in row.threshold
        else:
            assert "Supports:" in row.threshold, row.comparison
            assert "Contradicts:" in row.threshold, row.comparison
            assert bool(row.supports_if) != bool(row.pages), (
                f"{row.comparison}: a series decides or a report, not both"
            )
    pages = set(tables.load("evidence_pages").evidence_id)
    assert {page for row in COMPARED.pages for page in row.split()} <= pages


def test_the_words_of_the_verdicts_are_defined():
    assert set(tables.load("claims").verdict) <= set(vocabulary.values("claims", "verdict"))
    defined = re.findall(r"^(.+)\n: ", text(), flags=re.M)
    assert defined == ["supports", "contradicts", "mixed", "cannot be tested"]
    for word in ("Not tested", "Not a matter of data"):
        assert f"*{word}*" in text()
    for kind in set(tables.load("claims").kind):
        assert f"*{kind}*" in text()


def test_every_untested_statement_says_why():
    claims = tables.load("claims")
    assert (claims.reason[claims.verdict.isin(["cannot be tested", "not tested"])] != "").all()
    assert (claims.evidence[~claims.verdict.isin(comparisons.tested())] == "").all()


# The chapter


def test_every_result_shown_belongs_to_its_section():
    for test in vocabulary.values("comparisons", "test"):
        section = text().split(f"(test-{test})=\n## ")[1].split("\n## ")[0]
        results = tables.load("results").set_index("id").test
        for name in re.findall(r"\{glue\}`(B\d+)`", section):
            assert results[name] == test, name


def test_every_result_is_used():
    formulas = " ".join(
        [*COMPARED.supports_if, *COMPARED.contradicts_if, *tables.load("rebuilt").results]
    )
    used = set(re.findall(r"B\d{2,3}", text() + formulas))
    assert set(tables.load("results").id) <= used


# The ledger and the quantities


def test_every_statement_stands_in_the_ledger_once_and_is_linked():
    table = Table(listings.ledger())
    claims = tables.load("claims")
    assert [row[0] for row in table.rows[1:]] == list(claims.claim)
    for row in claims.itertuples():
        assert f"{row.chapter}.html#{row.claim.lower()}" in table.links
        if not pd.isna(row.note):
            assert f"notes.html#n{row.note}" in table.links
        for test in row.evidence.split():
            assert (
                f"{vocabulary.meaning('comparisons', 'test', test, 'pages')}.html#test-{test}"
                in table.links
            )
            assert f"(test-{test})=" in text()
    assert listings.ledger().count("<script") == 0


def test_rows_of_the_notes_and_the_results_can_be_linked_to():
    for note in tables.load("notes").note:
        assert f'<tr id="n{note}">' in sources.notes_table()
    for name in tables.load("results").id:
        assert f'<tr id="{name.lower()}">' in listings.results_table()


def test_every_quantity_is_rebuilt_or_said_not_to_be():
    numbers, rebuilt = tables.load("numbers"), tables.load("rebuilt")
    assert list(rebuilt.number) == list(numbers.id)
    assert list(rebuilt.unit) == list(numbers.unit)
    results = tables.load("results").set_index("id").value
    published = numbers.set_index("id")
    for row in rebuilt.itertuples():
        named = [results[name] for name in row.results.split()]
        if named:
            assert (min(named), max(named)) == (row.low, row.high), row.number
        number = published.loc[row.number]
        if row.outcome in ("same", "rounding"):
            assert not pd.isna(row.low)
            if number.bound == "more_than":
                assert row.low > number.value
            else:
                assert row.low <= 1.1 * number.value
                assert row.high >= 0.9 * number.value
        if row.outcome == "differs":
            assert (row.low, row.high) != (number.value, number.value)
        if row.outcome != "cannot be rebuilt":
            assert row.source, row.number
        assert row.reason
    assert rebuilt.set_index("number").low["A04"] == round(
        published.value["A03"] / published.value["A02"], 2
    )


# Results come from their builder


def test_results_are_what_the_builder_makes():
    from builders import results
    from builders.upstream import Upstream

    made = results.results(Upstream(folder="nowhere"), ROOT / "data" / "evidence")
    assert made == (ROOT / "data" / "evidence" / "results.csv").read_text(encoding="utf-8")


def test_a_missing_table_or_row_is_named(tmp_path):
    from builders import results
    from builders.upstream import Upstream, UpstreamError

    with pytest.raises(UpstreamError, match=r"trade_russia_share\.csv: not in"):
        results.results(Upstream(folder="nowhere"), tmp_path)
    upstream = Upstream(folder="nowhere")
    upstream.made["trade_russia_share.csv"] = "publisher,flow,year,share_pct,method\n"
    expected = r"trade_russia_share\.csv: 0 rows with .*; expected one"
    with pytest.raises(UpstreamError, match=expected):
        results.results(upstream, tmp_path)
