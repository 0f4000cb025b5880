"""The specification curve: every estimate in order, and the choices that made it."""

from itertools import groupby

import numpy as np
import pandas as pd

from edition.charts import sheet as paper
from edition.charts import words
from edition.charts.grammar import Chart
from edition.charts.inks import INK, MUTED, PAPER, WASH
from edition.charts.plots import Plot
from edition.charts.sheet import (
    GAP,
    HALF,
    LINE,
    SMALL,
    THIN,
    TIGHT,
    Sheet,
    measure,
    said,
)
from edition.charts.signs import colour, point
from edition.judgement.verdicts import ENOUGH

SAMPLE = 150  # intervals that can be told apart
ORDER = ("supports", "inconclusive", "contradicts")
SPOKEN = {
    "supports": "support the statement",
    "contradicts": "contradict the statement",
    "inconclusive": "decide nothing",
}
NOTE = (
    "Black: the estimates in ascending order. Upright: the intervals of {} of them, bold where "
    "they decide. Shaded: the margin. Below, the options that made these; in bold, the headline’s. "
    "The share of specifications is no probability."
)


def _percent(share: float) -> str:
    return "under 1 %" if 0 < share < 1 / 200 else f"{share:.0%}".replace("%", " %")


def spoken(option) -> str:
    """Return an option as a reader sees it: a window of years as “2008–2013”."""
    return "–".join(map(str, option)) if isinstance(option, tuple) else str(option)


def _width(verdict: str) -> float:
    """Return the width of an interval: what decides is seen without colour."""
    return THIN / 2 if verdict == "inconclusive" else 2 * THIN


def _told(row: pd.Series, choices: dict) -> str:
    """Say one specification in words: what it finds, and the options that made it."""
    found = f"{said(row.estimate, 1, True)} ({said(row.low, 1, True)} to {said(row.high, 1, True)})"
    made = "; ".join(f"{axis}: {spoken(row[axis])}" for axis in choices)
    return f"{found}, {row.verdict}. {made}"


def curve(
    *, specifications: pd.DataFrame, choices: dict[str, dict], title: str = "", **about
) -> Chart:
    """The specification curve: all estimates in order, a part of their intervals, their choices.

    specifications: a table as of multiverse.run, its headline first. choices: {axis: {option:
    reason}}. title: without one, the share of specifications with the headline's verdict is said.
    about: as in words.chart; the measure is what is estimated.
    """
    needed = [*choices, "estimate", "low", "high", "margin", "verdict"]
    words.holds(specifications, needed, about["name"])
    made = _Curve(specifications, choices, about["unit"])
    share, number = _percent(made.shares[made.head.verdict]), f"{len(specifications):,}"
    title = title or (
        f"{share} of {number} specifications {SPOKEN[made.head.verdict]}, as the headline does"
        f"{made.too_few}"
    )
    low, high = (said(each, 1, True) for each in made.ordered.estimate.agg(["min", "max"]))
    alt = (
        f"{number} estimates in ascending order, from {low} to {high}; headline {made.interval}, "
        f"{made.head.verdict}; margin {said(made.head.margin, 1)}. {words.listed(made.told)}"
    )
    data = made.ordered.map(lambda cell: cell if np.isscalar(cell) else str(cell))
    about.setdefault("note", NOTE.format(len(made.some)))
    return words.chart(data, made.fill, alt, [], title=title, **about)


class _Curve:
    """Estimates in ascending order, some of their intervals, and a strip for each option."""

    def __init__(self, specifications: pd.DataFrame, choices: dict[str, dict], unit: str):
        self.head, self.choices, self.unit = specifications.iloc[0], choices, unit
        self.ordered = specifications.sort_values("estimate", kind="stable")
        self.rank = int(np.flatnonzero(self.ordered.index == specifications.index[0])[0])
        self.step = max(1, len(self.ordered) // SAMPLE)
        places = self.ordered.assign(place=range(len(self.ordered)))
        self.some = places[self.step // 2 :: self.step]
        share = specifications.verdict.value_counts(normalize=True)
        self.shares = {verdict: share.get(verdict, 0) for verdict in ORDER}
        self.told = [f"{verdict} {_percent(each)}" for verdict, each in self.shares.items()]
        decided, behind = self.head.verdict != "inconclusive", self.shares[self.head.verdict]
        self.too_few = ": too few to tell" if decided and behind < ENOUGH else ""
        middle = places.groupby("verdict").place.mean()
        self.middles = [middle.get(verdict, len(places) / 2) for verdict in ORDER]
        at, low, high = (said(self.head[each], 1, True) for each in ("estimate", "low", "high"))
        self.interval = f"{at} ({low} to {high})"

    def fill(self, sheet: Sheet) -> None:
        """Draw the curve, the shares of the verdicts, the strips, and the headline through both."""
        options = [spoken(each) for options in self.choices.values() for each in options]
        longest = max(measure(option, SMALL, True) for option in options)
        room = min(longest, sheet.width / 3)
        head = sheet.y + HALF
        sheet.y += 2 * LINE
        plot = self._upper(sheet, room + GAP)
        self._verdicts(sheet, plot)
        top = sheet.y
        for axis, options in self.choices.items():
            sheet.rule(0, sheet.width, sheet.y)
            sheet.text(0, sheet.y + HALF, axis, SMALL, strong=True)
            sheet.y += LINE
            for option in options:
                self._strip(sheet, plot, axis, option, room)
            sheet.y += TIGHT
        x, text = plot.x(self.rank), f"headline {self.interval}"
        for ends in ((plot.top, plot.bottom), (top, sheet.y)):  # not through the shares
            sheet.path([x, x], ends, INK, 1)
        shape, hollow = point(self.head.verdict)
        fill = PAPER if hollow else INK
        sheet.dots([x], [plot.y(self.head.estimate)], INK, shape=shape, fill=fill)
        sheet.text(x, head, text, SMALL, align="center", strong=True)

    def _upper(self, sheet: Sheet, left: float) -> Plot:
        """Draw estimates, intervals and margin on a plot that begins at the right of the words."""
        ordered, some, margin = self.ordered, self.some, self.head.margin
        values = [*ordered.estimate, *some.low, *some.high, margin, -margin]
        plot = Plot(sheet, (0, sheet.width), (-1, len(ordered)), values, self.unit, start=left)
        wide, tall = plot.x.end - plot.x.start, plot.y(-margin) - plot.y(margin)
        sheet.box(plot.x.start, plot.y(margin), wide, tall, WASH, below=True)
        for verdict, found in some.groupby("verdict"):
            look = colour(verdict), _width(verdict)
            sheet.strokes(plot.x(found.place), plot.y(found.low), plot.y(found.high), *look)
        sheet.path(plot.x(np.arange(len(ordered))), plot.y(ordered.estimate.to_numpy()))
        told = [_told(row, self.choices) for _, row in some.iterrows()]
        plot.tell(some.place, some.estimate, told)
        return plot

    def _verdicts(self, sheet: Sheet, plot: Plot) -> None:
        """Draw the verdicts of the curve as one band, and write their shares below it."""
        sheet.y += GAP
        first = 0
        for verdict, run in groupby(self.some.verdict):
            number = len(list(run))
            last = min((first + number) * self.step, len(self.ordered))
            left, right = plot.x(first * self.step), plot.x(last)
            sheet.box(left, sheet.y, right - left, TIGHT, colour(verdict))
            first += number
        sheet.y += LINE
        sizes = [measure(text, SMALL, True) + GAP for text in self.told]
        start, end = plot.x.start, sheet.width
        stacked = sum(sizes) > end - start
        wanted = [plot.x(middle) for middle in self.middles]
        places = [start] * len(sizes) if stacked else paper.apart(wanted, sizes, start, end)
        align = "left" if stacked else "center"
        for x, text, verdict in zip(places, self.told, self.shares, strict=True):
            sheet.text(x, sheet.y, text, SMALL, ink=colour(verdict), align=align, strong=True)
            sheet.y += LINE * stacked
        sheet.y += LINE * (not stacked)

    def _strip(self, sheet: Sheet, plot: Plot, axis: str, option, room: float) -> None:
        """Draw a stroke for each estimate that an option has made, behind the option's words."""
        tall = paper.wrapped(spoken(option), room, SMALL)
        mine = self.some[self.some[axis].map(str) == str(option)]
        strong = str(self.head[axis]) == str(option)
        look = {"ink": INK if strong else MUTED, "size": SMALL, "strong": strong}
        sheet.lines(0, sheet.y + HALF, tall, **look)
        y = sheet.y + LINE * len(tall) / 2
        for verdict, found in mine.groupby("verdict"):
            ends = np.full(len(found), y - TIGHT), np.full(len(found), y + TIGHT)
            sheet.strokes(plot.x(found.place), *ends, colour(verdict), _width(verdict))
        sheet.y += LINE * len(tall)
