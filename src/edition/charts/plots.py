"""Marks on two scales: lines, bars, small panels and the specification curve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
    HALF,
    LINE,
    SMALL,
    THICK,
    THIN,
    TIGHT,
    WIDE_GAP,
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
        for year in paper.years(first, last, self.x.end - self.x.start):
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
            size = 2 * width if points else TIGHT
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
    sheet.y += LINE + GAP if marks else HALF

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
    low, high = plot.top - HALF, plot.bottom + HALF
    for name, y, size in zip(names, paper.apart(middles, sizes, low, high), sizes, strict=True):
        look = styles.get(name, {"ink": MUTED, "width": THIN})
        strong = look["width"] == THICK
        first = y - size / 2 + HALF
        x = plot.x.end + GAP
        plot.sheet.lines(x, first, lines[name], ink=look["ink"], strong=strong)


@dataclass
class _Lines:
    """What a figure of lines draws: columns of its table, and what stands with them."""

    data: pd.DataFrame
    y: Sequence[str]
    times: times.Times
    unit: str
    band: Sequence[str] = ()
    intervals: dict = field(default_factory=dict)
    levels: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        pairs = [each for pair in self.intervals.values() for each in pair]
        return [*self.y, *self.band[:2], *pairs]

    def fill(self, sheet: Sheet) -> None:
        """Draw band, windows, lines and levels, and names at the right ends."""
        named = {name: self.labels.get(name, name) for name in self.y}
        ends, room = _ends(sheet, named | {each: each for each in self.band[2:]})
        write = heads(sheet, self.times.marks)
        values = self.data[self.columns].to_numpy(float).ravel()
        plot = Plot(sheet, (0, sheet.width - room), self.times.bounds, values, self.unit)
        write(plot.x)
        plot.shade(self.times.edges)
        if self.band:
            plot.band(self.times.at, *(self.data[each].to_numpy(float) for each in self.band[:2]))
        for turn in self.times.turns:
            sheet.upright(plot.x(turn), plot.top, plot.bottom, INK, dash=DASH)
        styles = looks(self.y)
        for name, look in reversed(styles.items()):
            self._line(plot, name, look)
        _levels(plot, self.levels, styles, self.times.whole)
        last = {name: self.data[name].dropna().iloc[-1] for name in self.y}
        for text in self.band[2:]:
            last[text] = self.data[list(self.band[:2])].dropna().iloc[-1].mean()
        _name(plot, last, ends, styles)
        plot.years(self.times.whole)

    def _line(self, plot: Plot, name: str, look: dict) -> None:
        """Draw one line, with the points of its party and strokes for its intervals."""
        points = next((sign for party, (_, sign) in OWN.items() if name.startswith(party)), "")
        plot.line(self.times.at, self.data[name], **look, points=points)
        label, values = self.labels.get(name, name), self.data[name]
        plot.tell(self.times.at, values, told(label, self.times.names, values, self.unit))
        if name in self.intervals:
            pair = self.intervals[name]
            low, high = (plot.y(self.data[each].to_numpy(float)) for each in pair)
            plot.sheet.strokes(plot.x(self.times.at), low, high, look["ink"])


def lines(
    data: pd.DataFrame,
    x: str = "year",
    y: Sequence[str] = (),
    *,
    windows: dict[str, tuple] | None = None,
    turns: dict | None = None,
    levels: dict[str, dict[tuple, float]] | None = None,
    **about,
) -> Chart:
    """Lines over time, one row of the table a time, one column a line; their names at their ends.

    band=(low, high, words): two columns to fill between, and words for it. intervals={line: (low,
    high)}: columns drawn as strokes at its points. labels={line: other words}. windows={words:
    (first, last)}, shaded. turns={time: words}: an upright line. levels={line: {window: value}}:
    a value drawn across the window. about: as in words.chart.
    """
    more = {each: about.pop(each) for each in ("band", "intervals", "labels") if each in about}
    place = times.Times(data[x], windows, turns)
    made = _Lines(data, y, place, about["unit"], levels=levels or {}, **more)
    words.holds(data, [x, *made.columns], about["name"])
    runs = [_course(data, x, name) for name in y]
    runs += [
        f"{name}, {'–'.join(map(str, window))}: {said(value, 1)}"
        for name, each in made.levels.items()
        for window, value in each.items()
    ]
    alt = f"{'Lines' if y[1:] else 'A line'} over time. {words.listed(runs)}"
    return words.chart(data, made.fill, alt, made.columns, **about)


def told(label: str, names: Sequence[str], values, unit: str) -> list[str]:
    """Say each value in words: “Belarus, 2014: 73.8 %”."""
    values = pd.Series(values).astype(float)
    texts = [words.written(unit, said(each, paper.digits(values))) for each in values.fillna(0)]
    return [f"{label}, {name}: {text}" for name, text in zip(names, texts, strict=True)]


def _course(data: pd.DataFrame, x: str, name: str) -> str:
    """Say how a line runs: first, last, lowest and highest value with their times."""
    known = data[[x, name]].dropna()
    values = known[name].to_numpy()
    rows = {"": 0, "lowest ": values.argmin(), "highest ": values.argmax(), "last ": -1}
    decimals = paper.digits(known[name])
    parts = []
    for text, row in rows.items():
        at = str(known[x].iloc[row]).removesuffix(".0")
        parts.append(f"{text}{said(values[row], decimals)} in {at}")
    return f"{name}: {', '.join(parts)}"


def _levels(plot: Plot, levels: dict, styles: dict, whole: bool) -> None:
    """Draw the value of a window across it, its figures above."""
    for name, values in levels.items():
        for window, value in values.items():
            first, last = (plot.x(edge) for edge in times.stretch(window, whole))
            y, look = plot.y(value), styles[name]["ink"]
            plot.sheet.path([first, last], [y, y], look, THICK, DOTS)
            middle, text = (first + last) / 2, said(value, 1)
            plot.sheet.text(middle, y - LINE, text, look, align="center", strong=True, paper=True)


@dataclass
class _Panel:
    """One small panel of several: a column over time."""

    name: str
    note: str
    values: np.ndarray
    band: tuple  # lower and upper values to fill between, or none
    every: np.ndarray  # all that the scale of values has to hold
    times: times.Times
    unit: str

    def fill(self, sheet: Sheet, left: float, right: float) -> None:
        """Draw name, plot and line between two edges; write values at the ends of windows."""
        look = ink(self.name, INK)
        for text, strong in ((self.name, True), (self.note, False)):
            tall = paper.wrapped(text, right - left, strong=strong)
            sheet.lines(left, sheet.y + GAP, tall, ink=look if strong else MUTED, strong=strong)
            sheet.y += LINE * len(tall)
        sheet.y += LINE
        at = self.times.at
        plot = Plot(sheet, (left, right), self.times.bounds, self.every, self.unit, TALL / 2)
        plot.shade(self.times.edges)
        there = slice(None) if self.times.whole else ~np.isnan(self.values)
        if self.band:
            plot.band(at[there], *(each[there] for each in self.band))
        plot.line(at[there], self.values[there], look, THICK, points="o")
        plot.tell(at, self.values, told(self.name, self.times.names, self.values, self.unit))
        decimals = plot.decimals or paper.digits(self.values)
        for first, last in self.times.edges:
            inside = np.flatnonzero((at >= first) & (at <= last) & ~np.isnan(self.values))
            for each in sorted({*inside[:1], *inside[-1:]}):
                up, text = plot.y(self.values[each]) - LINE, said(self.values[each], decimals)
                sheet.text(plot.x(at[each]), up, text, look, SMALL, "center", paper=True)
        plot.years(self.times.whole)


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
    notes, bands = notes or {}, bands or {}
    drawn = [*y, *(each for pair in bands.values() for each in pair)]
    words.holds(data, [x, *drawn], about["name"])
    place, values = times.Times(data[x], windows), data[drawn].astype(float)
    made = []
    for name in y:
        band = tuple(values[each].to_numpy() for each in bands.get(name, ()))
        every = values if same else values[[name, *bands.get(name, ())]]
        about_it = name, notes.get(name, ""), values[name].to_numpy(), band
        made.append(_Panel(*about_it, every.to_numpy().ravel(), place, about["unit"]))
    alt = f"{len(y)} panels. {words.listed([_course(data, x, name) for name in y])}"
    return words.chart(data, lambda sheet: _grid(sheet, made), alt, drawn, **about)


def _grid(sheet: Sheet, made: list[_Panel]) -> None:
    """Put panels side by side, in the narrow form below each other."""
    across = 1 if sheet.narrow else 2 + (len(made) == 3)
    room = (sheet.width - WIDE_GAP * (across - 1)) / across
    for row in range(0, len(made), across):
        top, bottom = sheet.y, []
        for place, panel in enumerate(made[row : row + across]):
            left = place * (room + WIDE_GAP)
            sheet.y = top
            panel.fill(sheet, left, left + room)
            bottom.append(sheet.y)
        sheet.y = max(bottom) + GAP


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
    words.holds(data, [x, *y], about["name"])
    names = {name: (labels or {}).get(name, name) for name in y}
    made = _Bars(data[x], data[list(y)].fillna(0), names, windows or {}, about["unit"])
    decimals = paper.digits(data[list(y)].to_numpy(float).ravel())
    each = []
    for _, row in data.iterrows():
        parts = [
            f"{said(row[name], decimals)}{f' {name}' if y[1:] else ''}"
            for name in y
            if not pd.isna(row[name])
        ]
        each.append(f"{row[x]}: {', '.join(parts)}")
    return words.chart(data, made.fill, f"Bars. {words.listed(each)}", y, **about)


class _Bars:
    """Stacked bars at places on a scale of years, or side by side."""

    def __init__(self, x: pd.Series, parts: pd.DataFrame, names: dict, windows: dict, unit: str):
        self.x, self.names, self.unit = x, names, unit
        self.timed = pd.api.types.is_numeric_dtype(x)
        self.at = x.to_numpy(float) if self.timed else np.arange(len(x), dtype=float)
        self.tops = parts.cumsum(axis=1).to_numpy(float)
        self.floors = self.tops - parts.to_numpy(float)
        self.edges = [times.stretch(window, True) for window in windows.values()]
        self.marks = [(*edge, text) for edge, text in zip(self.edges, windows, strict=True)]
        plain = [name for name in names if not ink(name, "")]
        hollow = dict.fromkeys(plain[1:], (PAPER, MUTED))
        self.faces = [hollow.get(name, (ink(name), ink(name))) for name in names]

    def fill(self, sheet: Sheet) -> None:
        """Draw the bars, the value on each, names of their parts, and years or words below."""
        ends, room = _ends(sheet, self.names)
        several = len(self.names) > 1
        write = heads(sheet, self.marks)
        sheet.y += HALF  # the value of the highest bar
        bounds = (self.at.min() - 1 / 2, self.at.max() + 1 / 2)
        edges = (0, sheet.width - room * several)
        plot = Plot(sheet, edges, bounds, [0, *self.tops.ravel()], self.unit)
        write(plot.x)
        plot.shade(self.edges)
        wide = (plot.x(1) - plot.x(0)) * 2 / 3
        columns = zip(self.names.values(), self.floors.T, self.tops.T, self.faces, strict=True)
        for name, floors, tops, (face, edge) in columns:
            texts = told(name, self.x, tops - floors, self.unit)
            plot.tell(self.at, (floors + tops) / 2, texts)
            for where, low, high in zip(self.at, floors, tops, strict=True):
                if high != low:
                    corner, size = (plot.x(where) - wide / 2, plot.y(low)), plot.y(high)
                    sheet.box(*corner, wide, size - corner[1], face, edge=edge, width=THIN)
        self._values(plot)
        if several:
            looks = [{"ink": edge, "width": THICK} for _, edge in self.faces]
            middles = (self.floors[-1] + self.tops[-1]) / 2
            places = dict(zip(self.names, middles, strict=True))
            _name(plot, places, ends, dict(zip(self.names, looks, strict=True)))
        plot.years() if self.timed else self._below(plot)

    def _below(self, plot: Plot) -> None:
        below = [paper.wrapped(text, plot.x(1) - plot.x(0) - GAP) for text in self.x]
        for where, tall in zip(self.at, below, strict=True):
            first = plot.bottom + LINE
            plot.sheet.lines(plot.x(where), first, tall, ink=MUTED, align="center")
        plot.sheet.y += LINE * max(map(len, below)) + GAP

    def _values(self, plot: Plot) -> None:
        """Write the value of each bar if all have room, else of the highest alone."""
        tops = self.tops[:, -1]
        texts = [said(top, paper.digits(tops)) for top in tops]
        all_fit = max(measure(text, SMALL) for text in texts) + 2 <= plot.x(1) - plot.x(0)
        for where, text, top in zip(self.at, texts, tops, strict=True):
            if all_fit or top == tops.max():
                above = plot.y(max(top, 0)) - HALF
                plot.sheet.text(plot.x(where), above, text, MUTED, SMALL, "center", paper=True)
