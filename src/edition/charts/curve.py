"""The specification curve: every estimate in order, and the choices that made it."""

from itertools import groupby

import numpy as np
import pandas as pd

from edition.charts import sheet as paper
from edition.charts import words
from edition.charts.grammar import Chart
from edition.charts.inks import INK, MUTED, PAPER, WASH
from edition.charts.plots import Plot
from edition.charts.sheet import GAP, LINE, SMALL, THICK, THIN, Sheet, measure, said
from edition.charts.signs import colour, point

SAMPLE = 150  # intervals that can be told apart
ORDER = ("supports", "inconclusive", "contradicts")
SPOKEN = {
    "supports": "support the statement",
    "contradicts": "contradict it",
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
    words.holds(
        specifications, [*choices, "estimate", "low", "high", "margin", "verdict"], about["name"]
    )
    head = specifications.iloc[0]
    ordered = specifications.sort_values("estimate", kind="stable")
    rank = int(np.flatnonzero(ordered.index == specifications.index[0])[0])
    share = specifications.verdict.value_counts(normalize=True)
    step = max(1, len(ordered) // SAMPLE)
    some = ordered.assign(place=range(len(ordered)))[step // 2 :: step]
    shares = {verdict: share.get(verdict, 0) for verdict in ORDER}
    title = title or (
        f"{_percent(share[head.verdict])} of {len(ordered):,} specifications "
        f"{SPOKEN[head.verdict]}, as the headline does"
    )
    interval = (
        f"{said(head.estimate, 1, True)} ({said(head.low, 1, True)} to {said(head.high, 1, True)})"
    )

    def upper(sheet: Sheet, left: float) -> Plot:
        sheet.y += LINE + GAP
        values = [*ordered.estimate, *some.low, *some.high, head.margin, -head.margin]
        plot = Plot(sheet, (0, sheet.width), (-1, len(ordered)), values, about["unit"], start=left)
        tall = plot.y(-head.margin) - plot.y(head.margin)
        sheet.box(
            plot.x.start, plot.y(head.margin), plot.x.end - plot.x.start, tall, WASH, below=True
        )
        for verdict, found in some.groupby("verdict"):
            look = colour(verdict), _width(verdict)
            sheet.strokes(plot.x(found.place), plot.y(found.low), plot.y(found.high), *look)
        sheet.path(plot.x(np.arange(len(ordered))), plot.y(ordered.estimate.to_numpy()), INK, THICK)
        plot.tell(some.place, some.estimate, [_told(row, choices) for _, row in some.iterrows()])
        return plot

    def verdicts(sheet: Sheet, plot: Plot) -> None:
        sheet.y += GAP
        first = 0
        runs = [(verdict, len(list(run))) for verdict, run in groupby(some.verdict)]
        for verdict, number in runs:
            ends = plot.x(first * step), plot.x(min((first + number) * step, len(ordered)))
            sheet.box(ends[0], sheet.y, ends[1] - ends[0], GAP / 2, colour(verdict))
            first += number
        sheet.y += LINE
        texts = [f"{verdict} {_percent(each)}" for verdict, each in shares.items()]
        sizes = [measure(text, SMALL, True) + GAP for text in texts]
        if sum(sizes) > sheet.width - plot.x.start:
            for text, verdict in zip(texts, shares, strict=True):
                sheet.text(plot.x.start, sheet.y, text, colour(verdict), SMALL, strong=True)
                sheet.y += LINE
        else:
            middle = ordered.assign(at=range(len(ordered))).groupby("verdict").at.mean()
            wanted = [plot.x(middle.get(verdict, len(ordered) / 2)) for verdict in shares]
            places = paper.apart(wanted, sizes, plot.x.start, sheet.width)
            for x, text, verdict in zip(places, texts, shares, strict=True):
                sheet.text(x, sheet.y, text, colour(verdict), SMALL, "center", strong=True)
            sheet.y += LINE

    def strip(sheet: Sheet, plot: Plot, axis: str, option, room: float) -> None:
        tall = paper.wrapped(spoken(option), room, SMALL)
        mine = some[some[axis].map(str) == str(option)]
        strong = str(head[axis]) == str(option)
        sheet.lines(
            0, sheet.y + LINE / 2, tall, ink=INK if strong else MUTED, size=SMALL, strong=strong
        )
        y = sheet.y + LINE * len(tall) / 2
        for verdict, found in mine.groupby("verdict"):
            ends = np.full(len(found), y - GAP / 2), np.full(len(found), y + GAP / 2)
            sheet.strokes(plot.x(found.place), *ends, colour(verdict), _width(verdict))
        sheet.y += LINE * len(tall)

    def fill(sheet: Sheet) -> None:
        longest = max(
            measure(spoken(each), SMALL, True) for options in choices.values() for each in options
        )
        room = min(longest, sheet.width / 3)
        plot = upper(sheet, room + GAP)
        verdicts(sheet, plot)
        for axis, options in choices.items():
            sheet.rule(0, sheet.width, sheet.y)
            sheet.text(0, sheet.y + LINE / 2, axis, INK, SMALL, strong=True)
            sheet.y += LINE
            for option in options:
                strip(sheet, plot, axis, option, room)
            sheet.y += GAP / 2
        x = plot.x(rank)
        sheet.path([x, x], [plot.top, sheet.y], INK, 1)
        shape, hollow = point(head.verdict)
        sheet.dots([x], [plot.y(head.estimate)], INK, shape=shape, fill=PAPER if hollow else INK)
        text = f"headline {interval}"
        half = measure(text, SMALL, True) / 2
        middle = min(max(x, half), sheet.width - half)
        sheet.text(middle, plot.top - LINE / 2, text, INK, SMALL, "center", strong=True)

    told = [f"{verdict} {_percent(each)}" for verdict, each in shares.items()]
    low, high = (said(each, 1, True) for each in (ordered.estimate.min(), ordered.estimate.max()))
    alt = (
        f"{len(ordered):,} estimates in ascending order, from {low} to {high}; headline {interval},"
        f" {head.verdict}; margin {said(head.margin, 1)}. {words.listed(told)}"
    )
    data = ordered.map(lambda cell: cell if np.isscalar(cell) else str(cell))
    about.setdefault("note", NOTE.format(len(some)))
    return words.chart(data, fill, alt, [], title=title, **about)
