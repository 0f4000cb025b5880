"""Tables of pandas on a page: one row of heads, none empty, every cell in its place."""

import pandas as pd
import pytest
from lxml import html

from edition import tables
from edition.book import frames

ROWS = pd.DataFrame(
    {
        "flow": ["import", "import", "export"],
        "year": [2014, 2015, 2014],
        "share_pct": [54.6, None, 7],
    }
)


def cells(frame):
    table = html.fromstring(frames.plain(frame._repr_html_())).find(".//table")
    return [[cell.text_content() for cell in row] for row in table.iter("tr")], table


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (ROWS, [["flow", "year", "share pct"], ["import", "2014", "54.6"]]),
        (ROWS.set_index("flow"), [["flow", "year", "share pct"], ["import", "2014", "54.6"]]),
        (
            ROWS.set_index(["flow", "year"]),
            [["flow", "year", "share pct"], ["import", "2014", "54.6"], ["import", "2015", ""]],
        ),
        (
            ROWS.pivot(index="year", columns="flow", values="share_pct"),
            [["year", "export", "import"], ["2014", "7", "54.6"]],
        ),
        (
            ROWS.pivot(index="year", columns="flow"),
            [["year", "share pct, export", "share pct, import"], ["2014", "7", "54.6"]],
        ),
        (
            pd.DataFrame({"day": ["2014-03-27"], "change": [-1.5], "interval": ["-2 to -1"]}),
            [["day", "change", "interval"], ["2014-03-27", "−1.5", "−2 to −1"]],
        ),
        (
            pd.DataFrame({"asked": [1504.0, None], "independent": [True, False]}),
            [["asked", "independent"], ["1504", "yes"], ["", "no"]],
        ),
    ],
)
def test_each_cell_stands_under_its_head(frame, expected):
    found, table = cells(frame)
    assert found[: len(expected)] == expected
    assert len({len(row) for row in found}) == 1
    assert all(head.text_content() and head.get("scope") for head in table.iter("th"))


def test_a_title_stands_above_and_names_the_region_that_scrolls():
    table = tables.Titled(ROWS, "Shares, % & more")
    shown = html.fromstring(frames.plain(table._repr_html_()))
    assert shown.findtext(".//caption") == "Shares, % & more"
    assert shown.find(".//*[@role='region']").get("aria-label") == "Shares, % & more"
    assert repr(table).startswith("Shares, % & more\n")


@pytest.mark.parametrize(
    ("column", "flush"),
    [
        ([1504.0, None], True),
        ([-1.5, 20.25], True),
        ([1234567, 1], True),
        (["2014-03", "2015-01"], False),
        (["1 to 2", "3"], False),
        ([None, None], False),
        ([True, False], False),
    ],
)
def test_numbers_alone_stand_flush_right_with_their_head(column, flush):
    _, table = cells(pd.DataFrame({"what": ["a", "b"], "told": column}))
    kinds = {row[1].get("class") for row in table.iter("tr")}
    assert kinds == {"number" if flush else None}
    assert {row[0].get("class") for row in table.iter("tr")} == {None}


def test_no_line_ends_within_a_day():
    days = pd.DataFrame({"day": ["2014-03-27"], "told": ["from 2014-03-27"]})
    for table in (cells(days)[1], html.fromstring(tables.html(days[["told", "day"]], "Days"))):
        assert [each.text for each in table.iter("time")] == ["2014-03-27"]


def test_no_style_stands_within_the_page():
    """HTML knows no scoped style, and an EPUB reader refuses the chapter."""
    assert "style" not in frames.plain(ROWS._repr_html_())


def test_other_output_stays_as_it_is():
    assert frames.plain("<p>None of <b>NaN</b></p>") == "<p>None of <b>NaN</b></p>"
