"""Figures over time or categories: lines, bars and small panels."""

from collections.abc import Sequence
from copy import copy
from dataclasses import KW_ONLY, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from edition.charts import scales, words
from edition.charts.grammar import Chart, mark
from edition.charts.inks import INK, MUTED, PAPER, RULE, ink, party
from edition.charts.looks import Look, Names, looks
from edition.charts.plots import Plot
from edition.charts.scales import Times
from edition.charts.sheet import Sheet
from edition.charts.sizes import DASH, GAP, HALF, LINE, RIGHT, TALL, THICK, THIN, WIDE
from edition.measures.counts import count


@mark
class Series(Chart):
    """What figures over time share: a column of times, and columns of values over it.

    windows={words: (first, last)}, shaded.
    """

    x: str = "year"
    y: Sequence[str] = ()
    _: KW_ONLY
    windows: dict[str, tuple] = field(default_factory=dict)

    PLACES, VALUES = ("x",), ("y",)

    @cached_property
    def time(self) -> Times:
        return Times(self.data[self.x], self.windows)

    @cached_property
    def numbers(self) -> pd.DataFrame:
        return self.data[self.columns(self.VALUES)].astype(float)

    def course(self, name: str) -> str:
        """Say how a line runs: first, last, lowest and highest value with their scales."""
        known = self.data[[self.x, name]].dropna()
        values = known[name].to_numpy()
        rows = {"": 0, "lowest ": values.argmin(), "highest ": values.argmax(), "last ": -1}
        parts = [
            f"{text}{words.said(values[row], words.digits(values))} "
            f"in {scales.name(known[self.x].iloc[row])}"
            for text, row in rows.items()
        ]
        return f"{name}: {', '.join(parts)}"


@mark
class Lines(Series):
    """Lines over time, one row of the table a time, one column a line; their names at their ends.

    windows={words: (first, last)}, shaded. band={words: (low, high)}: two columns to fill
    between. intervals={line: (low, high)}: columns drawn as strokes at its points.
    levels={line: {window: value}}: a value drawn across the window. ours: lines of the editors’
    data. All else: as in grammar.Chart.
    """

    _: KW_ONLY
    band: dict[str, tuple[str, str]] = field(default_factory=dict)
    intervals: dict[str, tuple[str, str]] = field(default_factory=dict)
    levels: dict[str, dict[tuple, float]] = field(default_factory=dict)

    VALUES = ("y", "band", "intervals")

    def said(self) -> str:
        runs = [self.course(name) for name in self.y]
        for name, values in self.levels.items():
            for window, value in values.items():
                runs.append(f"{name}, {words.span(*window)}: {words.said(value, 1)}")
        return f"{'Lines' if self.y[1:] else 'A line'} over time. {words.listed(runs)}"

    def fill(self, sheet: Sheet) -> None:
        """Draw band, windows, lines, intervals and levels, and names at the right ends."""
        time, numbers, styles = self.time, self.numbers, looks(self.y)
        labels = {name: words.marked(name, self.ours) for name in self.y}
        named = {labels[name]: look for name, look in styles.items()}
        keyed = sum(not look.shape for look in styles.values()) > 1
        if not time.whole:  # the days that are known, and not what is drawn between them
            styles = {
                name: replace(look, shape=look.shape or "round") for name, look in styles.items()
            }
        between = dict.fromkeys(self.band, Look(MUTED, THIN, fill=RULE))
        names = Names(named | between, sheet.width * RIGHT, keyed=keyed)
        right = sheet.width - names.room
        plot = Plot.timed(sheet, (0, right), time, time.bounds, numbers, self.unit)
        ends = {labels[name]: numbers[name].dropna().iloc[-1] for name in self.y}
        for text, pair in self.band.items():
            low, high = (numbers[each].to_numpy() for each in pair)
            plot.band(time.at, low, high)
            ends[text] = (low[-1] + high[-1]) / 2
        for name, look in reversed(styles.items()):
            plot.line(time.at, numbers[name], look)
            plot.tell(labels[name], time, numbers[name])
        for name, pair in self.intervals.items():
            low, high = (plot.y(numbers[each].to_numpy()) for each in pair)
            sheet.strokes(plot.x(time.at), low, high, styles[name].ink)
        plot.across(
            [
                (value, time.stretch(window), styles[name])
                for name, values in self.levels.items()
                for window, value in values.items()
            ]
        )
        plot.name(names, ends)
        plot.years(time.whole)


@mark
class Panels(Series):
    """Small panels, one a column, over the same times; values at the ends of windows are written.

    A missing year is a gap; a missing day is none, since panels may share days that are not theirs.
    windows={words: (first, last)}, shaded; only: by column, the windows of its panel, else all.
    bands: by column, two columns to fill between. All else: as in grammar.Chart.
    """

    _: KW_ONLY
    bands: dict[str, tuple[str, str]] = field(default_factory=dict)
    only: dict[str, Sequence[str]] = field(default_factory=dict)

    VALUES = ("y", "bands")

    def said(self) -> str:
        panels = count(len(self.y), "panel").capitalize()
        return f"{panels}. {words.listed([self.course(name) for name in self.y])}"

    def fill(self, sheet: Sheet) -> None:
        """Put panels side by side, in the narrow form below each other."""
        sheet.side_by_side(self.y, 1 if sheet.narrow else 2, WIDE, self._panel)

    def _panel(self, sheet: Sheet, left: float, right: float, name: str) -> None:
        """Draw name, plot and line between two edges, and the values at the ends of windows."""
        own, shape = party(name, INK)
        time, at, values = copy(self.time), self.time.at, self.numbers[name].to_numpy()
        time.windows = {words: time.windows[words] for words in self.only.get(name, time.windows)}
        sheet.text(left, sheet.y + GAP, name, ink=own, strong=True)
        sheet.y += LINE
        edges = left, right - GAP
        plot = Plot.timed(sheet, edges, time, time.bounds, self.numbers, self.unit, TALL / 2)
        there = np.full(len(at), True) if time.whole else ~np.isnan(values)
        if name in self.bands:
            plot.band(at[there], *(self.numbers[each][there] for each in self.bands[name]))
        plot.line(at[there], values[there], Look(own, shape=shape))
        plot.tell(name, time, values)
        plot.years(time.whole)
        decimals = plot.decimals or words.digits(values)
        for first, last in time.windows.values():
            inside = np.flatnonzero((at >= first) & (at <= last) & ~np.isnan(values))
            for each in sorted({*inside[:1], *inside[-1:]}):
                text = words.said(values[each], decimals)
                sheet.beside(plot.x(at[each]), plot.y(values[each]), text, ink=own)


@mark
class Bars(Series):
    """Upright bars, one a row of the table, stacked if there are several columns.

    x: years, or categories in words. windows={words: (first, last)}, shaded. marks={words: value}:
    a level line. All else: as in grammar.Chart.
    """

    _: KW_ONLY
    marks: dict[str, float] = field(default_factory=dict)

    @cached_property
    def timed(self) -> bool:
        return pd.api.types.is_numeric_dtype(self.data[self.x])

    @cached_property
    def time(self) -> Times:
        names = self.data[self.x]
        made = Times(names if self.timed else pd.Series(range(len(names))), self.windows)
        made.names = [str(each) for each in names]
        return made

    def said(self) -> str:
        """Say each bar with its parts, and each line across."""
        decimals, several = words.digits(self.numbers.to_numpy().ravel()), len(self.y) > 1
        bars = [
            f"{name}: "
            + ", ".join(f"{part} " * several + words.said(value, decimals) for part, value in parts)
            for name, row in zip(self.time.names, self.numbers.itertuples(False), strict=True)
            if (parts := [pair for pair in zip(self.y, row, strict=True) if not np.isnan(pair[1])])
        ]
        lines = [f"line at {words.said(at)}: {text}" for text, at in self.marks.items()]
        return f"Bars. {words.listed(bars + lines)}"

    def looks(self) -> dict[str, Look]:
        """Return how each part is filled: hollow where another part has its ink already."""
        found = {}
        for name in self.y:
            own = ink(name, MUTED)
            hollow = any(look.ink == own for look in found.values())
            found[name] = Look(own, fill=PAPER if hollow else own)
        return found

    def fill(self, sheet: Sheet) -> None:
        """Draw the bars, the value on each, names of their parts, and years or words below."""
        time, levels, styles = self.time, self.marks, self.looks()
        across, parts = Look(INK, THIN, DASH), styles if self.y[1:] else {}
        names = Names(parts | dict.fromkeys(levels, across), sheet.width * RIGHT, keyed=True)
        tops = self.numbers.fillna(0).cumsum(axis=1)
        ends = time.at[0] - 1 / 2, time.at[-1] + 1 / 2
        values = [0, *tops.to_numpy().ravel(), *levels.values()]
        right = sheet.width - names.room
        plot = Plot.timed(sheet, (0, right), time, ends, values, self.unit, above=HALF)
        floors, middles = np.zeros(len(tops)), {}
        for name, look in styles.items():
            high = tops[name].to_numpy()
            plot.blocks(time.at, floors, high, look)
            plot.tell(name, time, high - floors, (floors + high) / 2)
            middles[name], floors = (floors[-1] + high[-1]) / 2, high
        plot.values(time.at, floors)
        for value in levels.values():
            ends, level = [plot.x.start, plot.x.end], [plot.y(value)] * 2
            sheet.path(ends, level, PAPER, THICK)
            sheet.path(ends, level, across.ink, across.width, across.dash)
        plot.name(names, {name: middles[name] for name in parts} | levels)
        plot.years() if self.timed else plot.below(time)
