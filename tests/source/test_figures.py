"""Tests on the figures themselves: what they say, what they show, and whether everybody can read
it.
"""

import inspect
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from importlib import import_module
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from figure_cases import CASES, Case
from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgb, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.spines import Spine
from matplotlib.text import Annotation, Text
from update_figures import ACCEPTED, DIGESTS, digest, pictures

from edition import figures
from edition.charts.grammar import INKS, NARROW, WIDE, Chart
from edition.figures import shared
from edition.tables import ROOT, DataError

LIGHT = {light: name for name, (light, _) in INKS.items()}
THEMES = {"light": 0, "dark": 1}
# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
DEFICIENCIES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Crude, and made to grow: a new figure's verb or unit joins the list.
VERB = re.compile(
    r"\b(is|are|was|were|ha[sd]|have|do|does|did|gr[eo]ws?|rose|rises?|f[ea]lls?|shr[aiu]nks?|stay(s|ed)?|reports?|meets?|met|voted?s?|buys?|bought|pays?|paid"
    r"|depends?|cover(s|ed)?|comes?|came|goes|went|takes?|took|turn(s|ed)?|suppl(y|ies|ied)|sends?|sent|back(s|ed)?|answer(s|ed)?|ma[dk]es?|gives?|gave|runs?"
    r"|cross(es)?|loses?|lost|won|peak(s|ed)|stands?|stood|doubled|halved|moved?s?|(dis)?agree[sd]?|watch|trust|says?|resists?|press(es)?|drop(s|ped)|exceed(s|ed)?"
    r"|costs?|contradicts?|supports?|backfires?|end(s|ed)?|beg[aiu]ns?|h[eo]lds?|remain(s|ed)?|shows?|sold|sells?|delivered|imported"
    r"|reach(es|ed)?|means?|looks?|push(es|ed)?|names?|aims?|cuts?|leads?|l[ei][ef]t?s?)\b"
)
UNIT = re.compile(
    r"%|\b(percent|per|dollars?|tonnes|barrels|number|index|score|state|acts|moves|votes|points|kilometres|years?"
    r"|share|agreement|values?|position|places|routes|suppliers|outcome)\b",
    re.IGNORECASE,
)
both_layouts = pytest.mark.parametrize("layout", [WIDE, NARROW], ids=lambda layout: layout.name)
every_case = pytest.mark.parametrize("case", CASES, ids=str)


@cache
def chart(case: Case) -> Chart:
    return case.chart()


@cache
def drawn(case: Case, layout):
    return chart(case).figure(layout)


def texts(figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def marks(figure) -> list:
    """Everything drawn that carries meaning: not the grid, ticks and frame, nor what lies below all
    (zorder under 1: land, bands).
    """
    found = []
    for axes in figure.axes:
        found += [
            artist
            for artist in axes.get_children()
            if isinstance(artist, Line2D | Patch | Collection)
            and not isinstance(artist, Spine)
            and artist is not axes.patch
        ]
        found += [note.arrow_patch for note in axes.findobj(Annotation) if note.arrow_patch]
    return [artist for artist in found if artist.get_visible() and artist.get_zorder() >= 1]


def colours(mark) -> set[str]:
    """Return the inks of a mark as hex; what is transparent or has no width is left out."""
    if isinstance(mark, Line2D):
        found = (
            [mark.get_color()] if mark.get_linestyle() != "None" and mark.get_linewidth() else []
        )
        if mark.get_marker() not in ("None", "", None):
            found += [mark.get_markerfacecolor()] + (
                [mark.get_markeredgecolor()] if mark.get_markeredgewidth() else []
            )
    elif isinstance(mark, Collection):
        edges = mark.get_edgecolor() if any(np.atleast_1d(mark.get_linewidth()) > 0) else []
        found = [*mark.get_facecolor(), *edges]
    else:
        found = [mark.get_facecolor()] + ([mark.get_edgecolor()] if mark.get_linewidth() else [])
    return {to_hex(colour) for colour in map(to_rgba, found) if colour[3] > 0}


def linear(colour: str) -> np.ndarray:
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2."""
    low, high = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE Lab (D65) of linear RGB."""
    xyz = (
        np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
        @ np.clip(rgb, 0, 1)
        / [0.9505, 1, 1.089]
    )
    x, y, z = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * 841 / 108 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def themed(colour: str, theme: int) -> str:
    return INKS[LIGHT[colour]][theme]


def mixed(over: str, under: str, alpha: float) -> str:
    return to_hex(alpha * np.array(to_rgb(over)) + (1 - alpha) * np.array(to_rgb(under)))


def test_every_figure_is_listed():
    """Every public function of edition.figures that returns a Chart has a case."""
    found = set()
    for info in pkgutil.iter_modules(figures.__path__):
        module = import_module(f"edition.figures.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if (
                function.__module__ == module.__name__
                and not name.startswith("_")
                and inspect.signature(function).return_annotation in (Chart, "Chart")
            ):
                found.add(function)
    assert found == {case.make for case in CASES}


def test_names_are_unique():
    names = Counter(chart(case).name for case in CASES)
    assert max(names.values()) == 1, names


@every_case
def test_docstring_names_unit_error_and_source(case):
    for word in ("Source", "DataError"):
        assert word in inspect.getdoc(case.make)


@every_case
def test_title_is_a_finding(case):
    title = chart(case).title
    assert not re.search(r"[.!?:;]$", title), "no full stop"
    assert VERB.search(title), f"no verb known to this test: {title}"
    assert len(title) <= 80, f"{len(title)} characters: {title}"
    assert title[0].isupper() or title[0].isdigit()


@every_case
def test_subtitle_source_and_alternative_text_are_there(case):
    figure = chart(case)
    assert UNIT.search(figure.subtitle), f"no unit or measure known to this test: {figure.subtitle}"
    assert figure.subtitle != figure.title
    assert len(figure.source) > 10
    assert figure.source[-1] != "."
    assert f"Source: {figure.source}".replace("&", "&amp;") in figure.html()
    assert figure.alt.endswith(".")
    assert len(figure.alt) > 40


@every_case
@both_layouts
def test_no_legend(case, layout):
    figure = drawn(case, layout)
    assert not figure.legends
    assert not [axes for axes in figure.axes if axes.get_legend()]


@every_case
@both_layouts
def test_grid_is_horizontal_only(case, layout):
    for axes in drawn(case, layout).axes:
        if axes.axison:
            assert not any(line.get_visible() for line in axes.get_xgridlines())


@every_case
@both_layouts
def test_texts_do_not_overlap(case, layout):
    figure = drawn(case, layout)
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in texts(figure)]
    clashes = [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1.5
    ]
    assert not clashes


@every_case
@both_layouts
def test_nothing_lies_outside(case, layout):
    figure = drawn(case, layout)
    width, height = figure.bbox.size
    assert (width, height) == (layout.width, chart(case).height[layout.narrow])
    outside = [
        text.get_text()
        for text in texts(figure)
        if not _inside(Text.get_window_extent(text), width, height)
    ]
    outside += [
        mark.get_gid() or repr(mark)
        for mark in marks(figure)
        if not _inside(mark.get_tightbbox(figure.canvas.get_renderer()), width, height)
    ]
    assert not outside


def _inside(box, width, height, slack=0.5) -> bool:
    return (
        box.x0 >= -slack
        and box.y0 >= -slack
        and box.x1 <= width + slack
        and box.y1 <= height + slack
    )


@every_case
@both_layouts
def test_no_mark_is_cut_off_by_the_axes(case, layout):
    """Values beyond the axes' limits would vanish without a word."""
    for axes in drawn(case, layout).axes:
        (left, right), (low, high) = sorted(axes.get_xlim()), sorted(axes.get_ylim())
        slack = 1e-6 + 0.002 * (right - left), 1e-6 + 0.002 * (high - low)
        for mark in marks(axes.figure):
            if (
                mark.axes is not axes
                or not mark.get_clip_on()
                or not mark.get_transform().contains_branch(axes.transData)
            ):
                continue
            across = (
                mark.get_transform() == axes.get_xaxis_transform()
                or mark.get_transform() == axes.get_yaxis_transform()
            )
            for x, y in [] if across else points(mark):
                assert left - slack[0] <= x <= right + slack[0], f"{mark} at {x}"
                assert low - slack[1] <= y <= high + slack[1], f"{mark} at {y}"


def points(mark) -> list[tuple[float, float]]:
    """Return the coordinates of a mark in its axes' units."""
    if isinstance(mark, Line2D):
        return [
            tuple(point)
            for point in np.asarray(mark.get_xydata(), dtype=float)
            if not np.isnan(point).any()
        ]
    if isinstance(mark, Rectangle):
        x, y = mark.get_xy()
        return [(x, y), (x + mark.get_width(), y + mark.get_height())]
    if isinstance(mark, Patch):
        return [tuple(point) for point in mark.get_path().vertices]
    offsets = [tuple(point) for point in np.ma.getdata(mark.get_offsets()) if any(point)]
    return offsets or [tuple(point) for path in mark.get_paths() for point in path.vertices]


@every_case
@both_layouts
def test_text_is_large_enough(case, layout):
    assert not [text.get_text() for text in texts(drawn(case, layout)) if text.get_fontsize() < 12]


@every_case
@both_layouts
@pytest.mark.parametrize("theme", THEMES)
def test_contrast_of_text(case, layout, theme):
    """4.5 to 1 against what lies behind: the page, or the filled mark on which a text stands."""
    figure = drawn(case, layout)
    filled = [
        mark
        for mark in marks(figure)
        if isinstance(mark, Patch) and to_rgba(mark.get_facecolor())[3] > 0
    ]
    for text in texts(figure):
        ink = to_hex(text.get_color())
        assert ink in LIGHT, f"{text.get_text()!r} has the colour {ink}, which is none of the inks"
        box = Text.get_window_extent(text)
        middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        behind = (
            [mark for mark in filled if mark.contains_point(middle)]
            if not text.get_bbox_patch()
            else [text.get_bbox_patch()]
        )
        paper = INKS["paper"][THEMES[theme]]
        if behind:
            fill = max(behind, key=lambda mark: mark.get_zorder()).get_facecolor()
            paper = mixed(themed(to_hex(fill), THEMES[theme]), paper, to_rgba(fill)[3])
        assert contrast(themed(ink, THEMES[theme]), paper) >= 4.5, text.get_text()
        assert text.get_alpha() in (None, 1), text.get_text()


@every_case
@both_layouts
@pytest.mark.parametrize("theme", THEMES)
def test_contrast_of_marks(case, layout, theme):
    """3 to 1 against the page; a fill in the paper's colour (a hollow dot) counts by its edge."""
    paper = INKS["paper"][THEMES[theme]]
    for mark in marks(drawn(case, layout)):
        inks = colours(mark)
        assert inks <= set(LIGHT), f"{mark} has a colour that is none of the inks: {inks}"
        shown = [ink for ink in inks if LIGHT[ink] != "paper"]
        assert all(contrast(themed(ink, THEMES[theme]), paper) >= 3 for ink in shown), (
            f"{mark}: {inks}"
        )
        assert mark.get_alpha() in (None, 1), mark


@every_case
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_inks_are_told_apart(case, theme, deficiency):
    """The inks of a figure's marks differ by at least 15 (CIE Lab) for people with a colour-vision
    deficiency; greys differ by shape.
    """
    used = {
        ink
        for layout in (WIDE, NARROW)
        for mark in marks(drawn(case, layout))
        for ink in colours(mark)
    }
    seen = {
        LIGHT[ink]: lab(np.array(DEFICIENCIES[deficiency]) @ linear(themed(ink, THEMES[theme])))
        for ink in sorted(used)
    }
    for one, other in combinations(seen, 2):
        if {one, other} <= {"ink", "muted", "soft"}:
            continue
        assert np.linalg.norm(seen[one] - seen[other]) >= 15, f"{one} and {other}"


def test_colour_measures_know_black_from_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert np.linalg.norm(lab(linear("#ffffff")) - lab(linear("#000000"))) == pytest.approx(
        100, abs=0.5
    )
    red, green = (
        lab(np.array(DEFICIENCIES["protanopia"]) @ linear(colour))
        for colour in ("#7f3f00", "#4d4d00")
    )
    assert (
        np.linalg.norm(red - green)
        < 25
        < np.linalg.norm(lab(linear("#7f3f00")) - lab(linear("#4d4d00")))
    )


@every_case
@both_layouts
def test_plotted_values_are_the_tables(case, layout):
    figure, data = drawn(case, layout), chart(case).data
    where = [point for mark in marks(figure) for point in points(mark)]
    assert case.x or case.y or case.marks or case.words, (
        "the case says of no value where it is drawn"
    )
    written = "".join("".join(text.get_text() for text in texts(figure)).split())
    for words in case.words(data) if case.words else ():
        assert "".join(words.split()) in written, f"{words!r} is not written"
    for place, columns in enumerate((case.x, case.y)):
        plotted = np.array([point[place] for point in where])
        for value in pd.concat([data[column] for column in columns]).dropna() if columns else ():
            assert np.isclose(
                plotted, float(value), rtol=0, atol=1e-6 * max(1, abs(value))
            ).any(), f"{value} is not drawn"
    if not case.marks:
        return
    names = case.marks(data)
    assert Counter(mark.get_gid() for mark in marks(figure) if mark.get_gid()) == Counter(names)
    named = {
        mark.get_gid(): np.array(points(mark), dtype=float)
        for mark in marks(figure)
        if mark.get_gid()
    }
    for name, (_, row) in (
        zip(names, data.iterrows(), strict=True) if len(names) == len(data) else ()
    ):
        for place, columns in enumerate((case.x, case.y)):
            for column in columns:
                assert np.isclose(named[name][:, place], float(row[column])).any(), (
                    f"{name}: {column} is {row[column]}"
                )
        if case.spans:
            start, end = (row[column] for column in case.spans)
            expected = (start, end) if len(named[name]) > 1 else ((start + end) / 2,) * 2
            assert (named[name][:, 0].min(), named[name][:, 0].max()) == pytest.approx(
                expected, abs=0.002
            ), name


@every_case
def test_data_are_the_tables_rows(case):
    """Each row of the figure's data that carries a table's key says the same as that table."""
    data, known = chart(case).data, set()
    for frame in case.inputs().values():
        key = frame.columns[0]
        if key in known:  # a second coding of the same rows may differ
            continue
        known.add(key)
        if key not in data or data[key].duplicated().any() or frame[key].duplicated().any():
            continue
        mine, table = data.set_index(key), frame[frame[key].isin(data[key])].set_index(key)
        assert len(mine) == len(table)
        for column in mine.columns.intersection(table.columns):
            pd.testing.assert_series_equal(
                mine[column].sort_index(), table[column].sort_index(), check_dtype=False
            )


@every_case
def test_alternative_text_is_true(case):
    figure = chart(case)
    assert case.said, "the case does not say what the alternative text must tell"
    for words in case.said(figure.data):
        assert words.replace("-", "−") in figure.alt.replace("-", "−")


@every_case
def test_drawing_stays_small(case):
    assert sum(len(chart(case).svg(layout).encode()) for layout in (WIDE, NARROW)) < case.size


@every_case
def test_every_table_must_have_rows(case):
    for name, frame in case.inputs().items():
        with pytest.raises(DataError):
            case.chart(**{name: frame.iloc[:0]})


@pytest.mark.parametrize(
    ("case", "fault"), [(case, fault) for case in CASES for fault in case.bad], ids=str
)
def test_bad_values_are_refused(case, fault):
    """One bad value in one row that is drawn: the message names table, field and row."""
    table, field, value, *place = fault
    frame = case.inputs()[table]
    key, data = frame.columns[0], chart(case).data
    chosen = (
        (frame[list(place[0])] == place[0]).all(axis=1)
        if place
        else frame[key].isin(set(data.to_numpy().ravel()))
    )
    row = frame.index[chosen][0] if chosen.any() else frame.index[0]
    before = frame.loc[row].astype(str).tolist()
    assert before[list(frame).index(field)] != str(value)
    frame.loc[row, field] = value
    with pytest.raises(DataError) as caught:
        case.chart(**{table: frame})
    message = str(caught.value)
    assert repr(table) in message
    assert repr(field) in message
    assert any(
        re.search(rf"\b{re.escape(name)}\b", message) for name in [*before[:5], str(value)] if name
    ), message


def test_every_case_refuses_something():
    assert not [str(case) for case in CASES if not case.bad]


def test_same_bytes_in_two_runs():
    """Another process, with another order of hashes, draws the same bytes."""
    code = "print(json.dumps({n: u.digest(s) for n, s in u.pictures().items()}))"
    command = [sys.executable, "-c", f"import json, update_figures as u; {code}"]
    path = os.pathsep.join(str(ROOT / part) for part in ("src", "tests/source"))
    here = {name: digest(svg) for name, svg in pictures().items()}
    run = subprocess.run(
        command,
        env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout) == here


def test_pictures_are_the_accepted_ones():
    """On a change, _build/figures-changed.html shows old and new; `python tests/update_figures.py`
    accepts the new ones.
    """
    accepted, new = json.loads(DIGESTS.read_text(encoding="utf-8")), pictures()
    changed = sorted(
        name
        for name in accepted.keys() | new.keys()
        if name not in new or accepted.get(name) != digest(new[name])
    )
    assert {path.stem for path in ACCEPTED.glob("*.svg")} == set(accepted)
    if changed:
        page = _page(changed, new)
        pytest.fail(
            f"{len(changed)} pictures differ: {', '.join(changed)}; see {page}, "
            f"then make accept WHAT={changed[0]}, and so on"
        )


def test_digests_belong_to_the_accepted_pictures():
    for name, expected in json.loads(DIGESTS.read_text(encoding="utf-8")).items():
        assert digest((ACCEPTED / f"{name}.svg").read_text(encoding="utf-8")) == expected, name


def _page(changed: list[str], new: dict[str, str]) -> Path:
    """Write a page that shows the accepted and the new pictures side by side; return its path."""
    inks = "".join(f"--chart-{name}: {light};" for name, (light, _) in INKS.items())
    rows = []
    for name in changed:
        path = ACCEPTED / f"{name}.svg"
        old = path.read_text(encoding="utf-8") if path.exists() else "<p>none accepted yet</p>"
        fresh = (
            new.get(name, "<p>no longer drawn</p>")
            .replace(f'"{name}-', f'"new-{name}-')
            .replace(f"#{name}-", f"#new-{name}-")
        )
        rows.append(
            f"<h2>{name}</h2><div><section><h3>Accepted</h3>{old}</section>"
            f"<section><h3>New</h3>{fresh}</section></div>"
        )
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Changed figures</title>'
    style = f":root {{ {inks} font: 14px sans-serif }} div {{ display: flex; gap: 2rem }}"
    style += " section { flex: 1; max-width: 660px } .chart-narrow { width: 340px }"
    page = ROOT / "_build" / "figures-changed.html"
    page.parent.mkdir(exist_ok=True)
    page.write_text(f"{head}<style>{style}</style>{''.join(rows)}</html>", encoding="utf-8")
    return page


def test_dates_become_stretches_of_time():
    assert shared.day("2015", "events", "V01", "date") == 2015
    assert shared.day("2015", "events", "V01", "date_end", end=True) == 2016
    assert shared.day("2020-07", "events", "V01", "date") == pytest.approx(2020 + 182 / 366)
    for wrong in ("2020-13", "2019-02-29", "early", "", "2015Q3", "2015-W03"):
        with pytest.raises(DataError, match="table 'events', row V01, field 'date'"):
            shared.day(wrong, "events", "V01", "date")


def test_counts_in_words():
    assert [shared.count(number, "act") for number in (0, 1, 12, 13, 1300)] == [
        "no acts",
        "one act",
        "twelve acts",
        "13 acts",
        "1,300 acts",
    ]
    assert [shared.word(number) for number in (0, 1, 13)] == ["none", "one", "13"]
    assert [shared.listing(list("abc")[:number]) for number in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
