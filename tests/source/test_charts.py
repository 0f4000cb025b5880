"""Tests of the marks: what they stop at, draw, say and hand out, on tables made up here."""

import ast
import io
import re
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from drawn import Drawing

from edition import charts
from edition.charts.grammar import OURS, WIDTHS
from edition.charts.inks import INKS, MUTED, PAPER, RUSSIA, VERDICTS
from edition.charts.looks import looks
from edition.charts.words import written
from edition.judgement import expectations
from edition.tables import ROOT, DataError

YEARS = range(2008, 2020)
ABOUT = {"name": "trial", "title": "Belarus agrees less", "measure": "Trust, BAW"}
ABOUT |= {"unit": "percent", "tables": ["polls_media"], "holds": True}
WORDS = ABOUT | {"unit": "number of acts", "tables": ["events"], "measure": "Acts"}
SERIES = pd.DataFrame(
    {
        "year": YEARS,
        "Belarus": [80.4 + (year % 3) for year in YEARS],
        "median member": [60.2 - (year % 5) for year in YEARS],
        "low": 50.5,
        "high": 70.5,
    }
)
CHANGES = pd.DataFrame(
    {
        "member": ["Belarus", "a member with a long name, so that it takes two lines", "Armenia"],
        "change": [-6.8, 1.9, 0.4],
        "low": [-9.1, -3.4, -1.2],
        "high": [-4.4, 7.3, 2.2],
        "verdict": ["contradicts", "inconclusive", "supports"],
    }
)
ACTS = pd.DataFrame(
    {
        "who": ["Russia", "Belarus", "Belarus", "Russia"],
        "start": ["2014-03", "2015", "2015-02", "2019-12-31"],
        "end": ["", "2017", "", ""],
        "what": [
            "Crimea annexed",
            "a long stretch of talks on a base",
            "talks in Minsk",
            "oil cut",
        ],
    }
)
VOTES = pd.DataFrame(
    {"date": ["2008-05-15", "2014-03-27"], "resolution": ["62/249", "68/262"]}
    | {"Russia": ["no", "no"], "Belarus": ["no", "no"], "Kazakhstan": ["no vote", "abstains"]}
    | {"Kyrgyzstan": ["yes", "abstains"], "Uzbekistan": ["yes", "yes"]}
)
STATEMENTS = pd.DataFrame(
    {
        "group": ["supports"] * 9 + ["cannot be tested"],
        "text": ["a short claim", "growth"] * 5,
        "verdict": ["supports"] * 9 + ["cannot be tested"],
    }
)
CURVE = pd.DataFrame(
    {
        "window": ["narrow", "wide", "narrow", "wide"],
        "votes": ["all", "all", "final", "final"],
        "estimate": [-2.0, -1.0, -0.5, 3.0],
        "margin": 0.7,
        "verdict": ["supports", "supports", "inconclusive", "contradicts"],
    }
)
CURVE = CURVE.assign(low=CURVE.estimate - 1, high=CURVE.estimate + 1)
OPTIONS = {"window": {"narrow": "", "wide": ""}, "votes": {"all": "", "final": ""}}
BANDS = {
    "band": {"half of all members": ("low", "high")},
    "intervals": {"Belarus": ("low", "high")},
}
WINDOWS = {"before": (2008, 2013), "after": (2014, 2019)}
BOTH = ["Belarus", "median member"]

MARKS = {
    "lines": partial(charts.lines, SERIES, y=BOTH, windows=WINDOWS, **BANDS, **ABOUT),
    "levels": partial(
        charts.lines, SERIES, y=BOTH, levels={"Belarus": {(2008, 2013): 81.4}}, **ABOUT
    ),
    "panels": partial(charts.panels, SERIES, "year", BOTH, windows=WINDOWS, **ABOUT),
    "bars": partial(charts.bars, SERIES, "year", ["median member", "low"], **ABOUT),
    "categories": partial(charts.bars, CHANGES, "member", ["high"], marks={"a level": 5}, **ABOUT),
    "rows": partial(charts.rows, CHANGES, "member", "change", **ABOUT),
    "ranges": partial(
        charts.ranges,
        CHANGES,
        "member",
        "change",
        "low",
        "high",
        margin=1.7,
        **ABOUT,
    ),
    "votes": partial(charts.votes, VOTES, list(VOTES)[2:], windows={"war": (2009, 2014)}, **WORDS),
    "timeline": partial(
        charts.timeline, ACTS, "who", "start", "end", "what", turns={2014: "2014: Crimea"}, **WORDS
    ),
    "boxes": partial(charts.boxes, STATEMENTS, "group", "text", **WORDS),
    "curve": partial(charts.curve, specifications=CURVE, choices=OPTIONS, **ABOUT),
}
DRAWN = {  # columns whose values a reader must find in the words that stand for the picture
    "ranges": ["change", "low", "high"],
    "rows": ["change"],
    "bars": ["median member", "low"],
    "categories": ["high"],
}
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
every = pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
both = pytest.mark.parametrize("layout", WIDTHS)


@every
@both
def test_no_words_are_overprinted_or_cut(mark, layout):
    assert Drawing(mark().svg(layout)).faults() == []


def test_the_reader_of_drawings_sees_what_is_overprinted():
    drawn = MARKS["lines"]().svg("wide")
    last = "</g></svg>"
    _, (left, top, right, bottom) = Drawing(drawn).words[0]
    line = f'<path fill="none" d="M0 {(top + bottom) / 2}l{(left + right) / 2} 0"/>' + last
    word = '<g font-size="13"><text x="-3" y="100">abc</text></g>' + last
    assert any("a line runs through" in each for each in faults(drawn.replace(last, line)))
    assert "“abc” touches the edge" in faults(drawn.replace(last, word))
    assert "“abc” stands on “abc”" in faults(drawn.replace(last, word[:-10] + word))


def faults(svg: str) -> list[str]:
    return Drawing(svg).faults()


@every
def test_csv_holds_the_rows_drawn(mark):
    chart = mark()
    csv = chart._repr_mimebundle_()[0][OURS]["csv"]
    pd.testing.assert_frame_equal(
        pd.read_csv(io.StringIO(csv), keep_default_na=False),
        pd.read_csv(io.StringIO(chart.data.to_csv(index=False)), keep_default_na=False),
    )
    frames = (SERIES, CHANGES, ACTS, VOTES, STATEMENTS, CURVE)
    assert any(set(chart.data) == set(frame) and len(chart.data) == len(frame) for frame in frames)


@pytest.mark.parametrize("name", DRAWN)
def test_alternative_text_holds_the_numbers(name):
    chart = MARKS[name]()
    for value in chart.data[DRAWN[name]].to_numpy().ravel():
        assert f"{abs(value):.1f}" in chart.alt, (value, chart.alt)


def test_alternative_text_of_lines_says_how_they_run():
    chart = MARKS["levels"]()
    assert all(name in chart.alt for name in BOTH)
    assert "82.4" in chart.alt and "2008–2013: 81.4" in chart.alt


def test_a_false_finding_stops():
    with pytest.raises(DataError, match="no longer bears out “Belarus agrees less”"):
        MARKS["lines"](holds=False)


@pytest.mark.parametrize("mark", ["lines", "timeline"])
def test_a_title_without_a_number_says_whether_it_is_true(mark):
    with pytest.raises(DataError, match="has no number; expected `holds`"):
        MARKS[mark](holds=None)
    assert MARKS[mark](holds=None, title="Belarus agrees in 81 %").title.endswith("81 %")


def test_alternative_texts_count_one_thing_as_one():
    alone = charts.timeline(ACTS[:1], "who", "start", "end", "what", **WORDS)
    assert alone.alt.startswith("A time line of one act in one lane.")
    parts = pd.DataFrame({"year": [2013, 2014], "wholes": [60, 80], "parts": [1, 0]})
    bars = charts.bars(parts, y=["wholes", "parts"], **ABOUT)
    assert "2013: wholes 60, parts 1; 2014: wholes 80, parts 0" in bars.alt
    assert "Kazakhstan: no vote (1), abstains (1)" in MARKS["votes"]().alt


def test_an_empty_table_stops():
    with pytest.raises(DataError, match="no data"):
        charts.rows(CHANGES[:0], "member", "change", **ABOUT)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"unit": "million trend-indicator values"}, "TIV"),
        ({"years": "2008–2021"}, "expected 2008 to 2019"),
        ({"publishers": ("Gallup",)}, "Gallup"),
        ({"tables": ["trade_shares"]}, "trade_shares"),
        ({"measure": "Trust"}, "expected who asked: BAW or EDB or IISEPS"),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_words_that_disagree_with_the_tables_stop(changed, message):
    with pytest.raises(DataError, match=message):
        charts.lines(SERIES, y=BOTH, **(ABOUT | changed))


def test_a_curve_says_the_years_of_its_windows():
    windows = {(2008, 2013): "a reason", (2002, 2006): "another"}
    table = CURVE.assign(window=[(2008, 2013), (2002, 2006)] * (len(CURVE) // 2))
    curve = partial(charts.curve, specifications=table, choices=OPTIONS | {"window": windows})
    assert curve(**ABOUT).subtitle == "Trust, BAW, percent, 2002–2013"
    assert curve(**ABOUT, years="2000–2020").subtitle.endswith(", 2000–2020")
    with pytest.raises(DataError, match="expected years that hold 2002–2013.*found '2008–2013'"):
        curve(**ABOUT, years="2008–2013")


def test_a_curve_draws_the_headline_and_each_option_that_takes_turns_with_another():
    """Of each estimate two options make two intervals, so that they take turns in every pair."""
    options = {"case": dict.fromkeys(range(200), ""), "error": {"wide": "", "narrow": ""}}
    table = pd.DataFrame(
        [(case, error, case / 10) for case in options["case"] for error in options["error"]],
        columns=["case", "error", "estimate"],
    )
    table = table.assign(low=table.estimate - 1, high=table.estimate + 1, margin=1.0)
    table = table.assign(verdict=["inconclusive", "supports"] * 200)
    for first in (0, 201, 399):  # wherever the headline lies
        order = [first, *(place for place in table.index if place != first)]
        some = charts.curve(
            specifications=table.loc[order].reset_index(drop=True), choices=options, **ABOUT
        ).some
        assert len(some) == 200 and some.place.is_monotonic_increasing
        assert 0.4 < (some.error == "wide").mean() < 0.6
        assert 0 in some.index


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (["supports"] * 15 + ["contradicts"] * 5, "75.% of 20 specifications support the"),
        (["supports"] * 11 + ["contradicts"] * 9, "55.% of 20.*, as the headline does: too few"),
        (["supports"] * 5 + ["contradicts"] * 15, "75.% of 20.*; the headline supports the state"),
        (["inconclusive"] * 9 + ["supports"] * 11, "too few to tell; the headline decides nothing"),
        (["supports"] * 10 + ["inconclusive"] * 10, "50.% of 20.* support.*as the headline does"),
    ],
)
def test_the_title_of_a_curve_names_the_verdict_of_most(verdicts, title):
    table = pd.concat([CURVE.iloc[[0]]] * 20, ignore_index=True).assign(verdict=verdicts)
    about = {name: said for name, said in ABOUT.items() if name not in ("title", "holds")}
    assert re.search(title, charts.curve(specifications=table, choices=OPTIONS, **about).title)


def test_a_field_in_another_unit_stops():
    data = pd.DataFrame({"year": [2019], "tiv": [80.0]})
    with pytest.raises(DataError, match="the field 'tiv' is in TIV million"):
        charts.bars(data, "year", ["tiv"], **(ABOUT | {"tables": ["arms_imports"]}))


def test_a_missing_column_and_an_unknown_vote_stop():
    with pytest.raises(DataError, match="expected the columns Ukraine"):
        charts.lines(SERIES, y=["Ukraine"], **ABOUT)
    with pytest.raises(DataError, match="found 'perhaps'"):
        charts.votes(VOTES.assign(Russia="perhaps"), ["Russia"], **WORDS)


def test_subtitle_and_source_are_computed():
    chart = MARKS["lines"]()
    assert chart.subtitle == "Trust, BAW, percent, 2008–2019"
    assert "BAW" in chart.source and "“polls_media”" in chart.source


def test_a_party_has_one_ink_in_all_marks():
    # the inks themselves are tested with the style sheet
    for name in ("lines", "panels", "rows", "votes", "timeline"):
        assert "var(--chart-belarus" in MARKS[name]().svg("wide"), name


def test_parties_and_lines_are_told_apart_without_colour():
    names = ["Belarus", "Russia", "median", "a third", "a fourth"]
    found = looks(names)
    assert len({(look.dash, look.shape, look.width) for look in found.values()}) == len(names)
    others = looks(names[2:])
    assert len({(look.dash, look.width) for look in others.values()}) == len(others)


def test_parts_of_a_party_have_its_ink_and_are_told_apart():
    data = SERIES.rename(columns={"Belarus": "Russia, at least", "low": "Russia, if more"})
    parts = ["Russia, at least", "Russia, if more", "high"]
    drawn = charts.bars(data, "year", parts, **ABOUT).looks()
    assert [drawn[part].ink for part in parts] == [RUSSIA, RUSSIA, MUTED]
    assert [drawn[part].fill for part in parts] == [RUSSIA, PAPER, MUTED]


@both
def test_the_windows_of_small_panels_have_their_words(layout):
    drawn = MARKS["panels"]().svg(layout)
    assert all(drawn.count(f">{words}<") == len(BOTH) for words in WINDOWS)


def test_a_line_over_days_shows_the_days_that_are_known():
    days = pd.DataFrame({"date": ["2020-10-02", "2021-06-21", "2023-08-03"], "persons": [40, 9, 7]})
    line = partial(charts.lines, y=["persons"], **(ABOUT | {"unit": "persons", "years": None}))
    assert line(days, "date").svg("wide").count("<circle") == len(days)
    assert line(days.assign(year=[2020, 2021, 2023])).svg("wide").count("<circle") == 0


def test_no_line_ends_within_a_range():
    subtitle = BeautifulSoup(MARKS["lines"]().html(), "html5lib").select_one(".chart-subtitle")
    assert subtitle.select_one(".range").string == "2008–2019"


def test_data_of_the_editors_are_marked():
    chart = MARKS["lines"](ours=["Belarus"])
    assert "Belarus [ed.]" in chart.svg("wide") and "Belarus [ed.]" not in MARKS["lines"]().svg(
        "wide"
    )
    assert chart.note == "[ed.]: the editors’ addition."


def test_money_below_zero_has_its_sign_first():
    assert written("usd", "\N{MINUS SIGN}43") == "\N{MINUS SIGN}$43"
    assert written("percent", "+4.0").startswith("+4.0")


def test_each_verdict_has_a_sign_of_its_own():
    css = Path(ROOT, "_static/edition.css").read_text(encoding="utf-8")
    signs = [
        re.search(rf"\.sign-{verdict.replace(' ', '-')} {{(.+?)}}", css)[1] for verdict in VERDICTS
    ]
    assert len(set(signs)) == len(VERDICTS)
    for word, alike in expectations.WORDS.items():  # an expectation’s word for the same has it, too
        assert f"\n.sign-{alike.replace(' ', '-')}, .sign-{word} {{" in css


@every
def test_the_same_table_gives_the_same_bytes(mark):
    assert mark().svg("narrow") == mark().svg("narrow")


def test_a_page_names_and_describes_each_drawing():
    drawings = BeautifulSoup(MARKS["ranges"]().html(), "html5lib").find_all("svg")
    assert [each["class"] for each in drawings] == [["chart-wide"], ["chart-narrow"]]
    assert all(each.find("title").string == ABOUT["title"] for each in drawings)


MODULES = sorted(Path(ROOT, "src/edition/charts").glob("*.py"))


def literals(tree: ast.AST) -> list[str]:
    """Return the numbers that code has typed other than 0 and 1, those in strings too."""
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    typed = [str(each).replace(",", " ").split() for each in found if type(each) is not bool]
    numbers = [part for parts in typed if all(map(NUMBER.fullmatch, parts)) for part in parts]
    return [number for number in numbers if abs(float(number)) not in (0, 1)]


def test_the_reader_of_code_sees_every_number():
    code = "A = 7\ndef f(x):\n    return x[1] + 2.5 - len('3 2') - 0 * x['2014 or so']\n"
    assert sorted(literals(ast.parse(code))) == ["2", "2.5", "3", "7"]


def test_marks_are_placed_by_rule():
    """Sizes have names: at most 8 in 100 lines of code are numbers other than 0 and 1."""
    numbers, lines = 0, 0
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        numbers += len(literals(tree))
        lines += ast.unparse(tree).count("\n") + 1

    assert numbers <= 0.08 * lines


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.stem != "sizes"], ids=lambda path: path.stem
)
def test_no_mark_types_a_size(path):
    """Halves and doubles aside, numbers stand in sizes.py, or have a name at the top of a file."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    inside = [node for node in body if not isinstance(node, ast.Assign)]
    assert [number for node in inside for number in literals(node) if number != "2"] == []


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_inks_are_read_on_paper(theme):
    paper, wash = INKS["paper"][theme], INKS["wash"][theme]
    for name, ink in INKS.items():
        if name not in ("paper", "wash", "rule"):
            least = 3 if name == "soft" else 4.5  # soft is never an ink of words
            assert min(contrast(ink[theme], paper), contrast(ink[theme], wash)) >= least, name


def test_the_page_has_the_same_inks():
    css = Path(ROOT, "_static/edition.css").read_text(encoding="utf-8")
    for name, (light, dark) in INKS.items():
        assert f"--chart-{name}: {light};" in css and f"--chart-{name}: {dark};" in css, name
