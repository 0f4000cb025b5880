"""Verdicts as pages tell them: words, ledger, documents, counts, and quantities that are rebuilt.

Data that only a build has, the records, come from the last one.
"""

import re

import cells
import pandas as pd
import pytest
from reading import ROOT, WITH_CELLS

from edition import charts, listings, tables
from edition.judgement import comparisons, statements
from edition.listings import answers, judged, sources
from edition.tables import recorded, values, vocabulary

METHOD = (ROOT / "chapters" / "evidence.md").read_text(encoding="utf-8")
COMPARED = tables.load("comparisons")
DOCUMENTS = COMPARED[COMPARED.test == "documents"]


def test_the_words_of_the_verdicts_are_defined():
    words = [*statements.TESTED, statements.UNTESTED]
    assert set(vocabulary.values("claims", "verdict")) == {*words, "not a matter of data"}
    assert set(vocabulary.values("comparisons", "verdict")) == set(comparisons.TYPED)
    words_section = METHOD.partition("## The words of the verdicts")[2].partition("\n## ")[0]
    defined = re.findall(r"^(.+)\n: ", words_section, flags=re.M)
    assert defined == words
    assert "*Not a matter of data*" in METHOD
    kinds = (ROOT / "chapters" / "ledger.md").read_text(encoding="utf-8")
    for kind in set(tables.load("claims").kind):
        assert f"*{kind}*" in kinds


def test_every_comparison_has_its_reason():
    """Of data: words, margin, family, and no verdict; of documents: words and documents."""
    for row in COMPARED.itertuples():
        if row.verdict in ("", *comparisons.TYPED[1:]):
            assert row.words and row.family and row.question.endswith("?"), row.comparison
        assert bool(row.margin) or row.verdict in comparisons.TYPED, row.comparison
        assert bool(row.pages or row.sources) or not row.verdict.endswith("by documents")
    pages = set(tables.load("evidence_pages").evidence_id)
    assert {page for row in COMPARED.pages for page in row.split()} <= pages


def test_a_source_that_is_probably_the_authors_own_decides_nothing():
    """Of documents; which sources these are is told in the remarks of the notes."""
    remarks = tables.load("notes").set_index("note").remark
    own = remarks[remarks.str.contains("robably the author’s source")].index
    used = set(" ".join(DOCUMENTS.sources).split())
    assert {18, 34, 47} <= set(own)
    assert not used & {"laputskandbelarus", "marin2020union"}


COLUMNS = ["claim", "part", "family", "comparison", "verdict", "headline", "sources", "pages"]
SMALL = [
    # the rule of two thirds holds the first statement back, and the third hangs on one test
    ("T01", "", "a", "K01", "inconclusive", "contradicts", "", ""),
    ("T02", "", "a", "K02", "supports", "supports", "", ""),
    ("T02", "", "b", "K03", "supports", "supports", "", ""),
    ("T03", "", "a", "K04", "supports", "supports", "", ""),
    ("T04", "one", "c", "K05", "borne out by documents", None, "key", ""),
    ("T05", "one", "c", "K06", "borne out by documents", None, "key other", "P01"),
]

HELD = {"axis": "window", "option": "2005–2013", "share": 0.5, "verdict": "inconclusive"}


@pytest.fixture
def small(monkeypatch):
    rows = pd.DataFrame(SMALL, columns=COLUMNS)
    now = pd.DataFrame(
        {"claim": claim, "verdict": statements.together(mine)[0]}
        for claim, mine in rows.groupby("claim")
    )
    rows["held_up"] = [[HELD] if name == "K04" else [] for name in rows.comparison]
    monkeypatch.setattr(comparisons, "judged", rows.copy)
    monkeypatch.setattr(statements, "verdicts", lambda: now)


def test_what_hangs_on_one_test_is_found(small):
    found = statements.hinges().set_index("claim")
    assert found.comparison.to_dict() == {"T01": "K01", "T03": "K04"}
    assert found.then.to_dict() == {"T01": "contradicts", "T03": "inconclusive"}


def test_what_hangs_on_one_option_is_found(small):
    (found,) = statements.hanging().to_dict("records")
    assert found["comparison"] == "K04" and found["option"] == "2005–2013"
    assert (found["verdict"], found["then"]) == ("supports", "inconclusive")


def test_what_headlines_alone_would_say(small):
    assert statements.by_headlines().to_dict() == {"T01": "contradicts"}


def test_what_hangs_on_a_document_is_found(small):
    assert statements.with_fewer(1).to_dict() == {"T04": "cannot be tested"}
    assert set(statements.with_fewer(3).index) == {"T04", "T05"}
    assert statements.with_fewer(0).empty


@pytest.fixture(scope="module")
def built():
    if not recorded.path().exists():
        pytest.skip("no build has recorded anything")
    return statements.verdicts()


def test_every_statement_that_cannot_be_tested_says_why(built):
    assert (built.uncovered[built.verdict == statements.UNTESTED] != "").all()
    assert (built.verdict != "").all()


def test_what_is_not_covered_is_said_once(built):
    """Tests of one statement may leave out the same; none of it is lost, and no clause returns."""
    told = built.set_index("claim").uncovered
    texts = COMPARED[COMPARED.uncovered != ""]
    assert len(texts) > 20
    for claim, mine in texts.groupby("claim"):
        said = clauses(told[claim])
        assert [one for one in said if sum(one in other for other in said) > 1] == [], claim
        left_out = [clause for text in mine.uncovered for clause in clauses(text)]
        assert [one for one in left_out if not any(one in other for other in said)] == [], claim


def clauses(text: str) -> list[str]:
    return [clause.lower() for clause in re.split(r"[.;](?: |$)", text) if clause]


@pytest.mark.parametrize(
    ("claim", "word", "part"),
    [
        ("S10", "in part", "since 2015"),
        ("S19", "in part", "in 2017"),
        ("S20", "in part", "two Russians"),
        ("M07", "in part", "without prior agreement"),
        ("I05", "borne out by documents", ""),
        ("M02", "borne out by documents", ""),
        ("M11", "borne out by documents", ""),
    ],
)
def test_what_documents_dispute_and_bear_out_is_said(built, claim, word, part):
    row = built.set_index("claim").loc[claim]
    assert row.verdict == word
    assert not part or row.parts[part] == "disputed by documents"


def test_the_answer_of_an_expectation_tells_the_share_behind_each_test(built):
    told, found = answers.answers(), recorded.load()["expectations"]
    assert sum(len(record["tests"]) for record in found.values()) > 8
    for name, record in found.items():
        for test in record["tests"]:
            number = test["specifications"]
            share = f"{test['share']:.0%}" if number > 19 else f"{test['share'] * number:.0f}"
            said = told[name.lower()].replace("\N{NO-BREAK SPACE}", "")
            assert f"{share} of {number:,} specifications say “{test['headline']}”" in said


def test_counts_of_sentences_are_those_of_the_verdicts(built):
    said = judged.counts()
    by_data = built[built.by == "data"].verdict
    for word in ("supports", "contradicts", "inconclusive", "in part", "divided"):
        number = int((by_data == word).sum())
        told = repr(said[f"said-{word.replace(' ', '-')}"])
        assert told.split()[0] == str(number or "none")


def test_every_statement_stands_in_the_ledger_once_and_is_linked(built):
    html = judged.ledger()
    rows = re.findall(r'<tr id="ledger-(\w+)">', html)
    assert [row.upper() for row in rows] == list(built.claim)
    for row in built.itertuples():
        assert f'href="{row.chapter}.html#{row.claim.lower()}"' in html
        assert pd.isna(row.note) or f"notes.html#n{row.note}" in html
        for test in row.tests:
            page = vocabulary.meaning("comparisons", "test", test, "pages")
            assert f"{page}.html#test-{test}" in html
            assert f"(test-{test})=" in (ROOT / "chapters" / f"{page}.md").read_text("utf-8")
    assert "<script" not in html


def test_rows_of_the_notes_and_the_results_can_be_linked_to(built):
    notes, results = sources.notes_table(), listings.results_table()
    for note in tables.load("notes").note:
        assert f'<tr id="n{note}">' in notes
    for name in recorded.numbers():
        assert f'<tr id="{name.lower()}">' in results


def test_every_quantity_is_rebuilt_or_said_not_to_be():
    numbers, rebuilt = tables.load("numbers"), tables.load("rebuilt")
    assert list(rebuilt.number) == list(numbers.id)
    assert list(rebuilt.unit) == list(numbers.unit)
    published = values.article()
    for row in rebuilt.itertuples():
        number = published[row.number]
        if row.outcome in ("same", "rounding"):
            assert not pd.isna(row.low)
            if number.bound == "more_than":
                assert row.low > number.value
            else:
                assert row.low <= 1.1 * number.value and row.high >= 0.9 * number.value
        if row.outcome == "differs":
            assert (row.low, row.high) != (number.value, number.value)
        assert row.source or row.outcome == "cannot be rebuilt", row.number
        assert row.reason
    doubled = round(published["A03"].value / published["A02"].value, 2)
    assert rebuilt.set_index("number").low["A04"] == doubled


TESTS = ("evidence_votes", "evidence_opinion", "evidence_trade", "evidence_energy")
FILLED = re.compile(r"\{glue\}`([KF]\d\d)`")


@pytest.mark.parametrize("chapter", [*TESTS, "what_came_after"])
def test_each_test_says_its_verdict_before_its_cells(chapter):
    """What was asked and found, the verdict and why; only then the cell that reaches it."""
    text = (ROOT / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")
    said = [(found[1], found.start()) for found in FILLED.finditer(text)]
    assert len(said) == len(dict(said)), "a verdict stands twice"
    for name, place in said:
        before = text[:place].rpartition("\n## ")[2]
        assert before.count("**Asked:**") == before.count("**Found:**") >= 1, name
        assert before.rpartition("**Verdict:**")[1] and "\n\n" not in before.rpartition("**Ver")[2]
        reached = rf'(?:verdict|judged|expectation)\(\s*"{name}"'
        assert re.search(reached, text) and not re.search(reached, text[:place]), name


@pytest.mark.parametrize("chapter", ["index", *WITH_CELLS])
def test_cells_can_be_read_at_a_glance(chapter):
    """A cell has at most 20 lines, and 5 at least where it judges by data or draws."""
    marks = rf"(?:charts\.)?(?:{'|'.join(charts.__all__)})|figure = small\.\w+|records\.verdict"
    shows = re.compile(rf"(?m)^(?:{marks})\(")
    seen = 0
    for code in cells.code(chapter):
        lines = [line for line in code.splitlines() if line.strip()]
        seen += bool(shows.search(code))
        assert len(lines) <= 20 and max(map(len, lines)) <= 100, code
        assert len(lines) >= 5 or not shows.search(code), code
    assert seen > 5 or chapter not in (*TESTS, "what_came_after")


@pytest.mark.parametrize("chapter", WITH_CELLS)
def test_what_a_figure_shades_its_note_names(chapter):
    for code in cells.code(chapter):
        if "ranges(" in code and re.search(r"(?m)^    margin=", code):
            assert "Shaded: " in re.search(r"(?s) note=(.*)", code)[1], code


def test_no_verdict_that_cells_reach_is_left_unsaid():
    written = "".join((ROOT / "chapters" / f"{name}.md").read_text() for name in TESTS)
    reached = set(COMPARED.comparison[COMPARED.verdict == ""])
    assert set(FILLED.findall(written)) == reached
    after = (ROOT / "chapters" / "what_came_after.md").read_text(encoding="utf-8")
    assert set(FILLED.findall(after)) == set(tables.load("expectations").id)
