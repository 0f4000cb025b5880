"""Marks on two scales: lines, bars, small panels and the specification curve."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from edition.charts import sheet as paper
from edition.charts import times, words
from edition.charts.grammar import Chart
from edition.charts.inks import BELARUS, INK, MUTED, PAPER, RULE, RUSSIA, SOFT, WASH
from edition.charts.sheet import (
    DASH,
    DOTS,
    GAP,
    LINE,
    SMALL,
    THICK,
    THIN,
    Scale,
    Sheet,
    measure,
    said,
)

TALL = 14 * LINE  # of a plot
OWN = {"Belarus": (BELARUS, "o"), "Russia": (RUSSIA, "s")}  # ink and points, in the whole book


def ink(name: str, other: str = MUTED) -> str:
    """Return the ink of what begins with the name of Belarus or Russia, else the other."""
    return next((own for party, (own, _) in OWN.items() if str(name).startswith(party)), other)


def looks(names: Sequence[str]) -> dict[str, dict]:
    """Return how the line of each name looks: a party in its ink, then one dashed, the rest thin.

    Without a party the first is a thick line.
    """
    found, strong = {}, any(ink(name, "") for name in names)
    for name in names:
        if ink(name, ""):
            found[name] = {"ink": ink(name), "width": THICK}
        elif not strong:
            found[name], strong = {"ink": INK, "width": THICK}, True
        elif name.startswith("median") or not any("dash" in look for look in found.values()):
            found[name] = {"ink": INK, "width": THICK, "dash": DASH}
        else:
            found[name] = {"ink": MUTED, "width": THIN}
    return found


class Plot:
    """A part of a sheet with a scale of values and one of time or categories."""

    def __init__(
        self,
        sheet: Sheet,
        edges,
        xs: tuple,
        values,
        unit: str,
        height: float = TALL,
        start: float | None = None,
    ):
        """Set up the scales and draw grid and ticks. edges: left and right end of the plot.

        xs: first and last place. values: all that has to fit. start: where the scale of places
        begins, else beside the words of the ticks.
        """
        self.sheet, self.top, self.bottom = sheet, sheet.y, sheet.y + height
        known = [float(value) for value in values if not pd.isna(value)]
        steps = paper.ticks(min(known), max(known), round(height / (3 * LINE)) + 1)
        self.decimals = paper.digits(steps)
        forms = [said(step, self.decimals) for step in steps]
        forms[-1] = words.written(unit, forms[-1])
        left = start or edges[0] + max(measure(form) for form in forms) + GAP
        self.x = Scale(*xs, left, edges[1])
        self.y = Scale(steps[0], steps[-1], self.bottom, self.top)
        for step, form in zip(steps, forms, strict=True):
            strong = SOFT if not step and steps[0] else RULE
            sheet.rule(left, edges[1], self.y(step), strong)
            sheet.text(left - GAP, self.y(step), form, MUTED, align="right")
        sheet.y = self.bottom

    def years(self, whole: bool = True) -> None:
        """Write as many years below as there is room for; not whole: each in its middle."""
        aside = 0 if whole else 1 / 2  # where a year is a stretch, its name stands in its middle
        first = int(np.ceil(self.x.low - aside))
        last = int(np.floor(self.x.high - aside))
        room = (self.x.end - self.x.start) / (measure(str(last)) + 2 * GAP)
        step = next(each for each in (1, 2, 3, 5, 10, 20) if (last - first) / each < room)
        for year in range(first, last + 1, step):
            x = self.x(year + aside)
            self.sheet.text(x, self.bottom + LINE, str(year), MUTED, align="center")
        self.sheet.y = self.bottom + LINE + GAP

    def shade(self, stretches: Sequence[tuple[float, float]]) -> None:
        """Shade stretches of the lower scale."""
        for first, last in stretches:
            x, far = self.x(max(first, self.x.low)), self.x(min(last, self.x.high))
            high = self.bottom - self.top
            self.sheet.box(x + 1, self.top, far - x - 2, high, WASH, below=True)

    def line(self, xs, ys, ink: str, width: float, dash="-", points: str = "") -> None:
        """Draw a line that breaks where a value is missing; single values stay as points."""
        ys = np.asarray(ys, dtype=float)
        self.sheet.path(self.x(np.asarray(xs)), self.y(ys), ink, width, dash)
        known = np.concatenate([[False], ~np.isnan(ys), [False]])
        alone = known[1:-1] & ~known[:-2] & ~known[2:]
        shown = ~np.isnan(ys) if points else alone
        if shown.any():
            size = 2 * width if points else GAP / 2
            self.sheet.dots(
                self.x(np.asarray(xs)[shown]), self.y(ys[shown]), ink, size, points or "o"
            )

    def tell(self, xs, ys, texts) -> None:
        """Say values in words, those that are missing left out."""
        for x, y, text in zip(xs, ys, texts, strict=True):
            if not pd.isna(y):
                self.sheet.tell(self.x(x), self.y(y), text)

    def band(self, xs, low, high) -> None:
        """Fill between two lines, apart where a value is missing."""
        for first, last in pairwise(zip(xs, low, high, strict=True)):
            if not np.isnan([*first, *last]).any():
                corners = [(first[0], first[1]), (last[0], last[1]), (last[0], last[2])]
                corners.append((first[0], first[2]))
                points = [(self.x(x), self.y(y)) for x, y in corners]
                self.sheet.area(points, RULE, RULE, 1 / 2, below=True)


def heads(sheet: Sheet, marks: list[tuple[float, float, str]]) -> Callable[[float, float], None]:
    """Make room for words above a plot; return what writes them, when the scale is known."""
    top = sheet.y + GAP
    sheet.y += (LINE + GAP) * bool(marks)

    def write(scale: Scale) -> None:
        middles = [(scale(max(a, scale.low)) + scale(min(b, scale.high))) / 2 for a, b, _ in marks]
        sizes = [measure(text, SMALL) + GAP for *_, text in marks]
        for x, (*_, text) in zip(paper.apart(middles, sizes, 0, sheet.width), marks, strict=True):
            sheet.text(x, top, text, MUTED, SMALL, "center")

    return write


def _ends(sheet: Sheet, names: dict[str, str]) -> tuple[dict[str, list[str]], float]:
    """Return the words at the right end of lines, wrapped, and the room that they take."""
    room = sheet.width / 4
    lines = {name: paper.wrapped(text, room, strong=True) for name, text in names.items()}
    widest = max(measure(line, strong=True) for each in lines.values() for line in each)
    return lines, widest + GAP


def _name(plot: Plot, places: dict[str, float], lines: dict[str, list[str]], styles: dict) -> None:
    """Write names beside the ends of lines, moved apart where they would overlap."""
    names = list(places)
    sizes = [LINE * len(lines[name]) for name in names]
    middles = [plot.y(places[name]) for name in names]
    low, high = plot.top - LINE / 2, plot.bottom + LINE / 2
    for name, y, size in zip(names, paper.apart(middles, sizes, low, high), sizes, strict=True):
        look = styles.get(name, {"ink": MUTED, "width": THIN})
        strong = look["width"] == THICK
        first = y - size / 2 + LINE / 2
        x = plot.x.end + GAP
        plot.sheet.lines(x, first, lines[name], ink=look["ink"], strong=strong)


def lines(
    data: pd.DataFrame,
    x: str = "year",
    y: Sequence[str] = (),
    *,
    band: Sequence[str] = (),
    intervals: dict[str, tuple[str, str]] | None = None,
    windows: dict[str, tuple] | None = None,
    turns: dict | None = None,
    levels: dict[str, dict[tuple, float]] | None = None,
    labels: dict[str, str] | None = None,
    **about,
) -> Chart:
    """Lines over time, one row of the table a time, one column a line; their names at their ends.

    band: two columns to fill between, and words for it. intervals: by line, two columns drawn as
    strokes at its points. windows: words: (first, last), shaded. turns: time: words, an upright
    line. levels: by line and window, a value drawn across the window. labels: other words for a
    line. about: as in words.chart.
    """
    windows, turns, levels, labels = windows or {}, turns or {}, levels or {}, labels or {}
    intervals = intervals or {}
    pairs = [each for pair in intervals.values() for each in pair]
    words.holds(data, [x, *y, *band[:2], *pairs], about["name"])
    at, whole = _places(data[x])
    edges = [times.stretch(window, whole) for window in windows.values()]
    bounds = (min([*at, *(a for a, _ in edges)]), max([*at, *(b for _, b in edges)]))
    values = data[[*y, *band[:2], *pairs]].to_numpy(float).ravel()

    def fill(sheet: Sheet) -> None:
        named = {name: labels.get(name, name) for name in y} | {each: each for each in band[2:]}
        ends, room = _ends(sheet, named)
        marks = [(*edge, text) for edge, text in zip(edges, windows, strict=True)]
        marks += [(times.day(when),) * 2 + (text,) for when, text in turns.items()]
        write = heads(sheet, marks)
        plot = Plot(sheet, (0, sheet.width - room), bounds, values, about["unit"])
        write(plot.x)
        plot.shade(edges)
        if band:
            plot.band(at, *(data[column].to_numpy(float) for column in band[:2]))
        for when in turns:
            sheet.path([plot.x(times.day(when))] * 2, [plot.top, plot.bottom], INK, 1, DASH)
        styles = looks(y)
        for name, look in reversed(styles.items()):
            points = next((sign for party, (_, sign) in OWN.items() if name.startswith(party)), "")
            plot.line(at, data[name], **look, points=points)
            plot.tell(at, data[name], _told(data, x, name, about["unit"], named[name]))
            if name in intervals:
                low, high = (plot.y(data[each].to_numpy(float)) for each in intervals[name])
                sheet.strokes(plot.x(at), low, high, look["ink"])
        _levels(plot, levels, styles, whole)
        last = {name: data[name].dropna().iloc[-1] for name in y}
        last |= {text: data[list(band[:2])].dropna().iloc[-1].mean() for text in band[2:]}
        _name(plot, last, ends, styles)
        plot.years(whole)

    told = [_course(data, x, name) for name in y]
    told += [
        f"{name}, {_window(window)}: {said(value, 1)}"
        for name, each in levels.items()
        for window, value in each.items()
    ]
    alt = f"{'Lines' if y[1:] else 'A line'} over time. {words.listed(told)}"
    return words.chart(data, fill, alt, [*y, *band[:2], *pairs], **about)


def _places(column: pd.Series) -> tuple[np.ndarray, bool]:
    """Return times as places on a scale of years, and whether all are whole years."""
    if pd.api.types.is_numeric_dtype(column):
        places = column.to_numpy(float)
        return places, bool((places % 1 == 0).all())
    return np.array([times.day(text) for text in column]), False


def _window(window: tuple) -> str:
    return "–".join(map(str, window))


def _course(data: pd.DataFrame, x: str, name: str) -> str:
    """Say how a line runs: first, last, lowest and highest value with their times."""
    known = data[[x, name]].dropna()
    rows = {
        "": 0,
        "lowest ": known[name].to_numpy().argmin(),
        "highest ": known[name].to_numpy().argmax(),
    }
    parts = [(text, known.iloc[row]) for text, row in [*rows.items(), ("last ", -1)]]
    decimals = paper.digits(known[name])
    told = [
        f"{text}{said(row[name], decimals)} in {str(row[x]).removesuffix('.0')}"
        for text, row in parts
    ]
    return f"{name}: {', '.join(told)}"


def _told(data: pd.DataFrame, x: str, name: str, unit: str, label: str) -> list[str]:
    """Say each value of a column in words: “Belarus, 2014: 73.8 %”."""
    places = max(1, paper.digits(data[name])) if paper.digits(data[name]) else 0
    times_ = [str(when).removesuffix(".0") for when in data[x]]
    values = [words.written(unit, said(value, places)) for value in data[name].fillna(0)]
    return [f"{label}, {when}: {value}" for when, value in zip(times_, values, strict=True)]


def _levels(plot: Plot, levels: dict, styles: dict, whole: bool) -> None:
    """Draw the value of a window across it, its figures above."""
    for name, values in levels.items():
        for window, value in values.items():
            first, last = (plot.x(edge) for edge in times.stretch(window, whole))
            y, look = plot.y(value), styles[name]["ink"]
            plot.sheet.path([first, last], [y, y], look, THICK, DOTS)
            middle, text = (first + last) / 2, said(value, 1)
            plot.sheet.text(middle, y - LINE, text, look, align="center", strong=True, paper=True)


def panels(
    data: pd.DataFrame,
    x: str,
    y: Sequence[str],
    *,
    windows: dict[str, tuple] | None = None,
    notes: dict[str, str] | None = None,
    bands: dict[str, tuple[str, str]] | None = None,
    same: bool = True,
    **about,
) -> Chart:
    """Small panels, one a column, over the same times; values at the ends of windows are written.

    A missing year is a gap; a missing day is none, since panels may share days that are not theirs.
    notes: by column, words below its name. bands: by column, two columns to fill between. same: one
    scale of values for all. about: as in words.chart.
    """
    windows, notes, bands = windows or {}, notes or {}, bands or {}
    filled = [each for pair in bands.values() for each in pair]
    words.holds(data, [x, *y, *filled], about["name"])
    at, whole = _places(data[x])
    edges = [times.stretch(window, whole) for window in windows.values()]
    bounds = (min([*at, *(a for a, _ in edges)]), max([*at, *(b for _, b in edges)]))
    every = data[[*y, *filled]].to_numpy(float).ravel()

    def one(sheet: Sheet, name: str, left: float, right: float) -> None:
        look = ink(name, INK)
        for text, strong in ((name, True), (notes.get(name, ""), False)):
            tall = paper.wrapped(text, right - left, strong=strong)
            sheet.lines(left, sheet.y + GAP, tall, ink=look if strong else MUTED, strong=strong)
            sheet.y += LINE * len(tall)
        sheet.y += LINE
        values = data[name].to_numpy(float)
        plot = Plot(
            sheet, (left, right), bounds, every if same else values, about["unit"], TALL / 2
        )
        plot.shade(edges)
        there = slice(None) if whole else ~np.isnan(values)
        if name in bands:
            plot.band(at[there], *(data[each].to_numpy(float)[there] for each in bands[name]))
        plot.line(at[there], values[there], look, THICK, points="o")
        plot.tell(at, values, _told(data, x, name, about["unit"], name))
        for first, last in edges:
            inside = np.flatnonzero((at >= first) & (at <= last) & ~np.isnan(values))
            for each in sorted({*inside[:1], *inside[-1:]}):
                up = plot.y(values[each]) - LINE
                text = said(values[each], plot.decimals or paper.digits(values))
                sheet.text(plot.x(at[each]), up, text, look, SMALL, "center", paper=True)
        plot.years(whole)

    def fill(sheet: Sheet) -> None:
        across = 1 if sheet.narrow else 2 + (len(y) == 3)
        room = (sheet.width - 2 * GAP * (across - 1)) / across
        for row in range(0, len(y), across):
            top, bottom = sheet.y, []
            for place, name in enumerate(y[row : row + across]):
                left = place * (room + 2 * GAP)
                sheet.y = top
                one(sheet, name, left, left + room)
                bottom.append(sheet.y)
            sheet.y = max(bottom) + GAP

    alt = f"{len(y)} panels. {words.listed([_course(data, x, name) for name in y])}"
    return words.chart(data, fill, alt, [*y, *filled], **about)


def bars(
    data: pd.DataFrame,
    x: str,
    y: Sequence[str],
    *,
    windows: dict[str, tuple] | None = None,
    labels: dict[str, str] | None = None,
    **about,
) -> Chart:
    """Upright bars, one a row of the table, stacked if there are several columns.

    x: years, or categories in words. windows, labels: as in lines. about: as in words.chart.
    """
    windows, labels = windows or {}, labels or {}
    words.holds(data, [x, *y], about["name"])
    timed = pd.api.types.is_numeric_dtype(data[x])
    at = data[x].to_numpy(float) if timed else np.arange(len(data), dtype=float)
    tops = data[list(y)].fillna(0).cumsum(axis=1).to_numpy(float)
    floors = np.column_stack([np.zeros(len(data)), tops])[:, :-1]
    edges = [times.stretch(window, True) for window in windows.values()]
    faces = [(ink(name), ink(name)) for name in y]
    plain = [place for place, name in enumerate(y) if not ink(name, "")]
    for place in plain[1:]:
        faces[place] = (PAPER, MUTED)

    def fill(sheet: Sheet) -> None:
        ends, room = _ends(sheet, {name: labels.get(name, name) for name in y})
        room *= bool(y[1:])
        marks = [(*edge, text) for edge, text in zip(edges, windows, strict=True)]
        write = heads(sheet, marks)
        sheet.y += LINE / 2
        bounds = (at.min() - 1 / 2, at.max() + 1 / 2)
        plot = Plot(sheet, (0, sheet.width - room), bounds, [0, *tops.ravel()], about["unit"])
        write(plot.x)
        plot.shade(edges)
        wide = (plot.x(1) - plot.x(0)) * 2 / 3
        for place, (face, edge) in enumerate(faces):
            for where, low, high in zip(at, floors[:, place], tops[:, place], strict=True):
                if high != low:
                    size = plot.y(high) - plot.y(low)
                    corner = (plot.x(where) - wide / 2, plot.y(low))
                    sheet.box(*corner, wide, size, face, edge=edge, width=THIN)
            texts = _told(data, x, y[place], about["unit"], labels.get(y[place], y[place]))
            plot.tell(at, (floors[:, place] + tops[:, place]) / 2, texts)
        _values(plot, at, tops[:, -1], wide)
        if y[1:]:
            middles = (floors[-1] + tops[-1]) / 2
            styles = {
                name: {"ink": edge, "width": THICK}
                for name, (_, edge) in zip(y, faces, strict=True)
            }
            _name(plot, dict(zip(y, middles, strict=True)), ends, styles)
        if timed:
            plot.years()
            return
        room = (plot.x(1) - plot.x(0)) - GAP
        below = [paper.wrapped(text, room) for text in data[x]]
        for where, tall in zip(at, below, strict=True):
            for line, text in enumerate(tall):
                sheet.text(
                    plot.x(where), plot.bottom + LINE * (line + 1), text, MUTED, align="center"
                )
        sheet.y += LINE * max(map(len, below)) + GAP

    return words.chart(data, fill, f"Bars. {words.listed(_said_bars(data, x, y))}", y, **about)


def _said_bars(data: pd.DataFrame, x: str, y: Sequence[str]) -> list[str]:
    decimals = paper.digits(data[list(y)].to_numpy(float).ravel())
    return [
        f"{row[x]}: "
        + ", ".join(
            f"{said(row[name], decimals)}{f' {name}' if y[1:] else ''}"
            for name in y
            if not pd.isna(row[name])
        )
        for _, row in data.iterrows()
    ]


def _values(plot: Plot, at, tops, wide: float) -> None:
    """Write the value of each bar if all have room, else of the highest alone."""
    decimals = paper.digits(tops)
    texts = [said(top, decimals) for top in tops]
    room = plot.x(1) - plot.x(0)
    all_fit = max(measure(text, SMALL) for text in texts) + 2 <= room
    for place, text in enumerate(texts):
        if all_fit or place == int(np.argmax(tops)):
            above = plot.y(max(tops[place], 0)) - LINE / 2
            plot.sheet.text(plot.x(at[place]), above, text, MUTED, SMALL, "center", paper=True)
