"""Marks on two scales: lines, bars and small panels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from edition.charts import sheet as paper
from edition.charts import times, words
from edition.charts.grammar import Chart
from edition.charts.inks import INK, MUTED, PAPER, RULE, SOFT, WASH
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
from edition.charts.signs import SHAPES, ink

TALL = 14 * LINE  # of a plot
KEY = WIDE_GAP + TIGHT  # a piece of a line before its name


@dataclass(frozen=True)
class Look:
    """How a line, or a part of bars, is told from the others: without colour, too."""

    ink: str
    width: float = THICK
    dash: tuple | None = None
    shape: str | None = None
    fill: str | None = None  # of a part of bars

    def draw(self, sheet: Sheet, xs, ys) -> None:
        """Draw a line in pixels."""
        sheet.path(xs, ys, self.ink, self.width, self.dash)

    def key(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw a piece of the line, or of the bars, around a height."""
        if self.fill:
            sheet.box(x + GAP, y - TIGHT, GAP, GAP, self.fill, edge=self.ink, width=THIN)
            return
        self.draw(sheet, [x, x + KEY], [y, y])
        if self.shape:
            sheet.dots([x + KEY / 2], [y], self.ink, 2 * self.width, self.shape)


def looks(names: Sequence[str]) -> dict[str, Look]:
    """Return how the line of each name looks: a party in its ink, the median dashed.

    Without a party the first is a thick line.
    """
    found = {name: Look(ink(name), shape=SHAPES[name.split()[0]]) for name in names if ink(name)}
    left = [Look(INK), Look(INK, dash=DASH), Look(MUTED, THIN), Look(MUTED, dash=DOTS)]
    left = left[bool(found) :]
    dashed = [look for look in left if look.dash]
    others = [name for name in names if name not in found]
    for name in sorted(others, key=lambda name: not name.startswith("median")):
        found[name] = dashed[0] if name.startswith("median") else left[0]
        left.remove(found[name])
    return found


class Plot:
    """A part of a sheet with a scale of values and one of time or categories."""

    def __init__(self, sheet: Sheet, edges, xs: tuple, values, unit: str, height=TALL, start=0):
        """Set up the scales and draw grid and ticks. edges: left and right end of the plot.

        xs: first and last place. values: all that has to fit. start: where the scale of places
        begins at the earliest, else beside the words of the ticks.
        """
        self.sheet, self.top, self.bottom = sheet, sheet.y, sheet.y + height
        known = [float(value) for value in values if not pd.isna(value)]
        steps = paper.ticks(min(known), max(known), round(height / (3 * LINE)) + 1)
        self.decimals = paper.digits(steps)
        forms = [said(step, self.decimals) for step in steps]
        forms[-1] = words.written(unit, forms[-1])
        left = max(start, edges[0] + max(map(measure, forms)) + GAP)
        self.x = Scale(*xs, left, edges[1])
        self.y = Scale(steps[0], steps[-1], self.bottom, self.top)
        for step, form in zip(steps, forms, strict=True):
            strong = SOFT if not step and steps[0] else RULE
            sheet.rule(left, edges[1], self.y(step), strong)
            sheet.text(left - GAP, self.y(step), form, ink=MUTED, align="right")
        sheet.y = self.bottom

    def years(self, whole: bool = True) -> None:
        """Write as many years below as there is room for; not whole: each in its middle."""
        aside = 0 if whole else 1 / 2  # where a year is a stretch, its name stands in its middle
        first = int(np.ceil(self.x.low - aside))
        last = int(np.floor(self.x.high - aside))
        for year in paper.years(first, last, self.x.end - self.x.start):
            x = self.x(year + aside)
            self.sheet.text(x, self.bottom + LINE, year, ink=MUTED, align="center")
        self.sheet.y = self.bottom + LINE + WIDE_GAP

    def below(self, place: times.Times) -> None:
        """Write words below, wrapped; every second one lower, where they have no room."""
        room = self.x(1) - self.x(0) - TIGHT
        tall = [paper.wrapped(text, room) for text in place.names]
        aside = max(map(len, tall)) * any(measure(line) > room for text in tall for line in text)
        for number, (where, text) in enumerate(zip(place.at, tall, strict=True)):
            y = self.bottom + LINE * (1 + aside * (number % 2))
            self.sheet.lines(self.x(where), y, text, ink=MUTED, align="center")
        self.sheet.y = self.bottom + LINE * (max(map(len, tall)) + aside) + GAP

    def shade(self, stretches: Sequence[tuple[float, float]]) -> None:
        """Shade stretches of the lower scale."""
        for first, last in stretches:
            x, far = self.x(max(first, self.x.low)), self.x(min(last, self.x.high))
            high = self.bottom - self.top
            self.sheet.box(x + 1, self.top, far - x - 2, high, WASH, below=True)

    def line(self, xs, ys, look: Look) -> None:
        """Draw a line that breaks where a value is missing; single values stay as points."""
        xs, ys = self.x(np.asarray(xs)), self.y(np.asarray(ys, dtype=float))
        look.draw(self.sheet, xs, ys)
        there = ~np.isnan(ys)
        before, after = np.append(False, there[:-1]), np.append(there[1:], False)
        shown = there if look.shape else there & ~before & ~after
        fill = PAPER if look.dash else None
        self.sheet.dots(xs[shown], ys[shown], look.ink, 2 * look.width, look.shape or "round", fill)

    def tell(self, xs, ys, texts) -> None:
        """Say values in words, those that are missing left out."""
        for x, y, text in zip(xs, ys, texts, strict=True):
            if not pd.isna(y):
                self.sheet.tell(self.x(x), self.y(y), text)

    def band(self, xs, low, high) -> None:
        """Fill between two lines, apart where a value is missing."""
        for first, last in pairwise(zip(self.x(xs), self.y(low), self.y(high), strict=True)):
            if not np.isnan([*first, *last]).any():
                (x, a, b), (far, c, d) = first, last
                points = [(x, a), (far, c), (far, d), (x, b)]
                self.sheet.area(points, RULE, edge=RULE, width=1 / 2, below=True)

    def across(self, levels: list[tuple[float, tuple[float, float], Look]]) -> None:
        """Draw values across stretches of the lower scale, then their figures beside."""
        ends = [[self.x(each) for each in stretch] for _, stretch, _ in levels]
        for xs, (value, _, look) in zip(ends, levels, strict=True):
            self.sheet.path(xs, [self.y(value)] * 2, look.ink, THIN, DASH)
        for xs, (value, _, look) in zip(ends, levels, strict=True):
            at = sum(xs) / 2, self.y(value)
            self.sheet.beside(*at, said(value, 1), ink=look.ink, strong=True)


def heads(sheet: Sheet, place: times.Times) -> Callable[[Scale], None]:
    """Make room for words above a plot; return what writes them, when the scale is known."""
    top, marks = sheet.y + GAP, place.marks
    sheet.y += LINE + GAP if marks else HALF

    def write(scale: Scale) -> None:
        middles = [(scale(max(a, scale.low)) + scale(min(b, scale.high))) / 2 for a, b, _ in marks]
        sizes = [measure(text, SMALL) + GAP for *_, text in marks]
        for x, (*_, text) in zip(paper.apart(middles, sizes, 0, sheet.width), marks, strict=True):
            sheet.text(x, top, text, SMALL, ink=MUTED, align="center")

    return write


class Names:
    """Names at the right end of lines or bars, behind a key where ink alone would not tell."""

    def __init__(self, sheet: Sheet, looks: dict[str, Look], keyed: bool):
        """Find the lines of each name and the room that they take."""
        self.looks, self.key = looks, (KEY + TIGHT) * keyed
        self.lines = {
            name: paper.wrapped(name, sheet.width / 4, strong=look.width == THICK)
            for name, look in looks.items()
        }
        every = [line for lines in self.lines.values() for line in lines]
        widest = max([measure(line, strong=True) for line in every], default=0)
        self.room = (widest + GAP + self.key) * bool(looks)

    def write(self, plot: Plot, places: dict[str, float]) -> None:
        """Write the names at their values, moved apart where they would overlap."""
        sizes = [LINE * len(self.lines[name]) for name in places]
        middles = [plot.y(value) for value in places.values()]
        middles = paper.apart(middles, sizes, plot.top - HALF, plot.bottom + HALF)
        for name, y, size in zip(places, middles, sizes, strict=True):
            look, x, first = self.looks[name], plot.x.end + GAP, y - size / 2 + HALF
            if self.key:
                look.key(plot.sheet, x, first)
            strong = look.width == THICK
            plot.sheet.lines(x + self.key, first, self.lines[name], ink=look.ink, strong=strong)


@dataclass
class _Lines:
    """What a figure of lines draws: values by the name that stands at a line's end."""

    place: times.Times
    lines: dict[str, np.ndarray]
    looks: dict[str, Look]
    band: list  # lower and upper values, and words for what is between; or nothing
    intervals: dict[str, list[np.ndarray]]
    levels: dict[str, dict[tuple, float]]
    unit: str

    def fill(self, sheet: Sheet) -> None:
        """Draw band, windows, lines, intervals and levels, and names at the right ends."""
        keyed = sum(not look.shape for look in self.looks.values()) > 1
        between = dict.fromkeys(self.band[2:], Look(MUTED, THIN, fill=RULE))
        names = Names(sheet, self.looks | between, keyed)
        write = heads(sheet, self.place)
        edges, every = (0, sheet.width - names.room), [*self.lines.values(), *self.band[:2]]
        every += [each for pair in self.intervals.values() for each in pair]
        plot = Plot(sheet, edges, self.place.bounds, np.concatenate(every), self.unit)
        write(plot.x)
        plot.shade(self.place.edges)
        ends = {name: values[~np.isnan(values)][-1] for name, values in self.lines.items()}
        if self.band:
            plot.band(self.place.at, *self.band[:2])
            ends[self.band[-1]] = (self.band[0][-1] + self.band[1][-1]) / 2
        for name, look in reversed(self.looks.items()):
            plot.line(self.place.at, self.lines[name], look)
            texts = told(name, self.place, self.lines[name], self.unit)
            plot.tell(self.place.at, self.lines[name], texts)
        for name, pair in self.intervals.items():
            sheet.strokes(plot.x(self.place.at), *map(plot.y, pair), self.looks[name].ink)
        plot.across(
            [
                (value, times.stretch(window, self.place.whole), self.looks[name])
                for name, values in self.levels.items()
                for window, value in values.items()
            ]
        )
        names.write(plot, ends)
        plot.years(self.place.whole)


def lines(
    data: pd.DataFrame,
    x: str = "year",
    y: Sequence[str] = (),
    *,
    windows: dict[str, tuple] | None = None,
    band: Sequence[str] = (),
    intervals: dict[str, tuple[str, str]] | None = None,
    levels: dict[str, dict[tuple, float]] | None = None,
    **about,
) -> Chart:
    """Lines over time, one row of the table a time, one column a line; their names at their ends.

    windows={words: (first, last)}, shaded. band=(low, high, words): two columns to fill between,
    and words for it. intervals={line: (low, high)}: columns drawn as strokes at its points.
    levels={line: {window: value}}: a value drawn across the window. about: as in words.chart; its
    ours: lines of the editors’ data.
    """
    intervals, levels = intervals or {}, levels or {}
    drawn = [*y, *band[:2], *(each for pair in intervals.values() for each in pair)]
    words.holds(data, [x, *drawn], about["name"])
    shown = {name: words.marked(name, about.get("ours", ())) for name in y}
    styles, columns = looks(list(y)), {each: data[each].to_numpy(float) for each in drawn}
    made = _Lines(
        times.Times(data[x], windows),
        {label: columns[name] for name, label in shown.items()},
        {label: styles[name] for name, label in shown.items()},
        [*(columns[each] for each in band[:2]), *band[2:]],
        {shown[name]: [columns[each] for each in pair] for name, pair in intervals.items()},
        {shown[name]: values for name, values in levels.items()},
        about["unit"],
    )
    runs = [_course(data, x, name) for name in y]
    for name, each in levels.items():
        spans = {"–".join(map(str, window)): said(value, 1) for window, value in each.items()}
        runs += [f"{name}, {span}: {value}" for span, value in spans.items()]
    alt = f"{'Lines' if y[1:] else 'A line'} over time. {words.listed(runs)}"
    return words.chart(data, made.fill, alt, drawn, **about)


def told(label: str, place: times.Times, values, unit: str) -> list[str]:
    """Say each value in words: “Belarus, 2014: 73.8 %”."""
    decimals = paper.digits(values)
    texts = [words.written(unit, said(each, decimals)) for each in np.nan_to_num(values)]
    return [f"{label}, {name}: {text}" for name, text in zip(place.names, texts, strict=True)]


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


@dataclass
class _Panels:
    """Small panels, one a column, on the same scales."""

    place: times.Times
    values: pd.DataFrame
    bands: dict[str, tuple[str, str]]
    unit: str

    def fill(self, sheet: Sheet, names: Sequence[str]) -> None:
        """Put panels side by side, in the narrow form below each other."""
        across = 1 if sheet.narrow else 2
        room = (sheet.width + WIDE_GAP) / across
        for row in range(0, len(names), across):
            top, bottom = sheet.y, []
            for number, name in enumerate(names[row : row + across]):
                sheet.y = top
                self._panel(sheet, number * room, (number + 1) * room - WIDE_GAP, name)
                bottom.append(sheet.y)
            sheet.y = max(bottom)

    def _panel(self, sheet: Sheet, left: float, right: float, name: str) -> None:
        """Draw name, plot and line between two edges, and the values at the ends of windows."""
        own, line, at = (
            Look(ink(name, INK), shape="round"),
            self.values[name].to_numpy(),
            self.place.at,
        )
        sheet.text(left, sheet.y + GAP, name, ink=own.ink, strong=True)
        sheet.y += 2 * LINE
        edges, every = (left, right - GAP), self.values.to_numpy().ravel()
        plot = Plot(sheet, edges, self.place.bounds, every, self.unit, TALL / 2)
        plot.shade(self.place.edges)
        there = np.full(len(line), True) if self.place.whole else ~np.isnan(line)
        if name in self.bands:
            plot.band(at[there], *(self.values[each][there] for each in self.bands[name]))
        plot.line(at[there], line[there], own)
        plot.tell(at, line, told(name, self.place, line, self.unit))
        plot.years(self.place.whole)
        decimals = plot.decimals or paper.digits(line)
        for first, last in self.place.edges:
            inside = np.flatnonzero((at >= first) & (at <= last) & ~np.isnan(line))
            for each in sorted({*inside[:1], *inside[-1:]}):
                text = said(line[each], decimals)
                sheet.beside(plot.x(at[each]), plot.y(line[each]), text, ink=own.ink)


def panels(
    data: pd.DataFrame,
    x: str,
    y: Sequence[str],
    *,
    windows: dict[str, tuple] | None = None,
    bands: dict[str, tuple[str, str]] | None = None,
    **about,
) -> Chart:
    """Small panels, one a column, over the same times; values at the ends of windows are written.

    A missing year is a gap; a missing day is none, since panels may share days that are not theirs.
    bands: by column, two columns to fill between. about: as in words.chart.
    """
    bands = bands or {}
    drawn = [*y, *(each for pair in bands.values() for each in pair)]
    words.holds(data, [x, *drawn], about["name"])
    made = _Panels(times.Times(data[x], windows), data[drawn].astype(float), bands, about["unit"])
    alt = f"{len(y)} panels. {words.listed([_course(data, x, name) for name in y])}"
    return words.chart(data, lambda sheet: made.fill(sheet, y), alt, drawn, **about)


@dataclass
class _Bars:
    """Stacked bars at places on a scale of years, or side by side."""

    place: times.Times
    tops: pd.DataFrame  # of each part, on the parts below
    looks: dict[str, Look]
    marks: dict[str, float]
    timed: bool
    unit: str

    def fill(self, sheet: Sheet) -> None:
        """Draw the bars, the value on each, names of their parts, and years or words below."""
        place, marks = self.place, dict.fromkeys(self.marks, Look(INK, THIN, DASH))
        parts = self.looks if len(self.looks) > 1 else {}
        names = Names(sheet, parts | marks, keyed=True)
        write = heads(sheet, place)
        sheet.y += HALF  # the value of the highest bar
        ends = place.at[0] - 1 / 2, place.at[-1] + 1 / 2
        values = [0, *self.tops.to_numpy().ravel(), *self.marks.values()]
        plot = Plot(sheet, (0, sheet.width - names.room), ends, values, self.unit)
        write(plot.x)
        plot.shade(place.edges)
        floors, middles = np.zeros(len(self.tops)), {}
        for name, look in self.looks.items():
            tops = self.tops[name].to_numpy()
            _blocks(plot, place.at, floors, tops, look)
            plot.tell(place.at, (floors + tops) / 2, told(name, place, tops - floors, self.unit))
            middles[name], floors = (floors[-1] + tops[-1]) / 2, tops
        _values(plot, place.at, floors)
        for text, value in self.marks.items():
            ends, level = [plot.x.start, plot.x.end], [plot.y(value)] * 2
            sheet.path(ends, level, PAPER, THICK)
            marks[text].draw(sheet, ends, level)
        names.write(plot, {name: middles[name] for name in parts} | self.marks)
        plot.years() if self.timed else plot.below(place)


def bars(
    data: pd.DataFrame,
    x: str,
    y: Sequence[str],
    *,
    windows: dict[str, tuple] | None = None,
    marks: dict[str, float] | None = None,
    **about,
) -> Chart:
    """Upright bars, one a row of the table, stacked if there are several columns.

    x: years, or categories in words. windows: as in lines. marks={words: value}: a level line.
    about: as in words.chart.
    """
    words.holds(data, [x, *y], about["name"])
    timed, marks = pd.api.types.is_numeric_dtype(data[x]), marks or {}
    place = times.Times(data[x] if timed else pd.Series(range(len(data))), windows)
    place.names = [str(each) for each in data[x]]
    styles = {name: Look(ink(name, MUTED), fill=ink(name, MUTED)) for name in y}
    for name in [name for name in y if not ink(name)][1:]:  # a second one is hollow
        styles[name] = replace(styles[name], fill=PAPER)
    tops = data[list(y)].fillna(0).cumsum(axis=1)
    made = _Bars(place, tops, styles, marks, timed, about["unit"])
    alt = f"Bars. {words.listed(_parts(data, x, y, marks))}"
    return words.chart(data, made.fill, alt, y, **about)


def _parts(data: pd.DataFrame, x: str, y: Sequence[str], marks: dict) -> list[str]:
    """Say each bar with its parts, and each line across."""
    decimals = paper.digits(data[list(y)].to_numpy(float).ravel())
    each = []
    for _, row in data.iterrows():
        parts = [
            f"{said(row[name], decimals)}{f' {name}' if y[1:] else ''}"
            for name in y
            if not pd.isna(row[name])
        ]
        each.append(f"{row[x]}: {', '.join(parts)}")
    return each + [f"line at {said(value)}: {text}" for text, value in marks.items()]


def _blocks(plot: Plot, at, floors, tops, look: Look) -> None:
    """Draw one part of all bars."""
    wide = (plot.x(1) - plot.x(0)) * 2 / 3
    for where, low, high in zip(at, floors, tops, strict=True):
        if high != low:
            x, y = plot.x(where) - wide / 2, plot.y(high)
            plot.sheet.box(x, y, wide, plot.y(low) - y, look.fill, edge=look.ink, width=THIN)


def _values(plot: Plot, at, tops) -> None:
    """Write the value of each bar if all have room, else of the highest alone."""
    texts = [said(top, paper.digits(tops)) for top in tops]
    all_fit = max(measure(text, SMALL) for text in texts) + 2 <= plot.x(1) - plot.x(0)
    for where, text, top in zip(at, texts, tops, strict=True):
        if all_fit or top == tops.max():
            above = plot.y(max(top, 0)) - HALF
            plot.sheet.text(plot.x(where), above, text, SMALL, ink=MUTED, align="center")
