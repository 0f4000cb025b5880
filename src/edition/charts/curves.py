"""The specification curve: every estimate in order, and the choices that made it."""

from dataclasses import KW_ONLY, field
from functools import cached_property
from itertools import groupby

import numpy as np
import pandas as pd

from edition.charts import words
from edition.charts.grammar import Chart, mark
from edition.charts.inks import INK, MUTED, PAPER, WASH, colour, point
from edition.charts.letters import widest, wrapped
from edition.charts.plots import Plot
from edition.charts.sheet import Sheet
from edition.charts.sizes import GAP, HAIR, HALF, LINE, OPTIONS, SMALL, THIN, TIGHT
from edition.judgement.multiverse import finding, label
from edition.judgement.verdicts import part
from edition.tables import DataError
from edition.tables.values import places

SAMPLE = 150  # intervals that can be told apart
GOLDEN = (5**0.5 - 1) / 2  # its multiples keep time with nothing
SPOKEN = {
    "supports": "support the statement",
    "inconclusive": "decide nothing",
    "contradicts": "contradict the statement",
}
ALONE = {
    "supports": "supports the statement",
    "inconclusive": "decides nothing",
    "contradicts": "contradicts the statement",
}
NOTE = (
    "The line: all estimates in ascending order. Upright: the intervals of {} of them, bold where "
    "they decide. Shaded: the margin. Below, the options that made these; in bold, the headline’s. "
    "The share of specifications is no probability."
)


def _look(verdict: str) -> tuple[str, float]:
    """Return ink and width of an interval: what decides is seen without colour."""
    return colour(verdict), THIN / 2 if verdict == "inconclusive" else 2 * THIN


@mark
class Curve(Chart):
    """The specification curve: all estimates in order, a part of their intervals, their choices.

    specifications: a table as of multiverse.run, its headline first. choices: {axis: {option:
    reason}}. title: without one, the share of specifications with the headline's verdict is said.
    measure: what is estimated. years: those of the windows among the choices, where none are given;
    DataError where given ones leave out a window. spoken: other words for those of verdicts, by
    these. All else: as in grammar.Chart.
    """

    data: pd.DataFrame = field(init=False)
    _: KW_ONLY
    specifications: pd.DataFrame
    choices: dict[str, dict]
    title: str = ""
    spoken: dict = field(default_factory=dict)

    LOOK = "chart chart-curve"  # folds into its title on phones

    def __post_init__(self):
        needed = [*self.choices, "estimate", "low", "high", "margin", "verdict"]
        words.here(self.name, self.specifications, needed)
        data = self.ordered.drop(columns="place")
        data = data.map(lambda cell: cell if np.isscalar(cell) else str(cell))
        self.data = data.replace({"verdict": self.spoken})
        self.title = self.title or finding(self.specifications, SPOKEN, ALONE)
        self.note = self.note or NOTE.format(len(self.some))
        super().__post_init__()

    @property
    def head(self) -> pd.Series:
        return self.specifications.iloc[0]

    @cached_property
    def ordered(self) -> pd.DataFrame:
        """Return the specifications with their places in ascending order."""
        ordered = self.specifications.sort_values("estimate", kind="stable")
        return ordered.assign(place=range(len(ordered)))

    @cached_property
    def step(self) -> int:
        """Return of how many specifications one interval is drawn."""
        return max(1, len(self.ordered) // SAMPLE)

    @cached_property
    def some(self) -> pd.DataFrame:
        """Return the specifications whose intervals and options are drawn, the headline among them.

        They are one of each `step`, now this and now that one: choices that take turns along the
        curve would else be seen by some of their options alone.
        """
        first = np.arange(0, len(self.ordered), self.step)
        turn = (np.arange(len(first)) * GOLDEN % 1 * self.step).astype(int)
        places = np.minimum(first + turn, len(self.ordered) - 1)
        headline = self.ordered.index.get_loc(self.specifications.index[0])
        places[headline // self.step] = headline
        return self.ordered.iloc[places]

    @cached_property
    def shares(self) -> dict[str, float]:
        found = self.specifications.verdict.value_counts(normalize=True)
        return {verdict: found.get(verdict, 0) for verdict in SPOKEN}

    def period(self) -> str:
        options = " ".join(label(each) for options in self.choices.values() for each in options)
        there, named = (sorted(words.YEARS.findall(text)) for text in (options, self.years or ""))
        if self.years is None:
            return words.span(*there[:1], *there[-1:])
        if there and named and not named[0] <= there[0] <= there[-1] <= named[-1]:
            span = words.span(there[0], there[-1])
            expected = f"expected years that hold {span}, as the choices do"
            raise DataError(f"figure {self.name!r}, years: {expected}; found {self.years!r}")
        return self.years

    @property
    def told(self) -> list[str]:
        shares, number = self.shares.items(), len(self.specifications)
        return [f"{self._word(verdict)} {part(share, number)}" for verdict, share in shares]

    def _word(self, verdict: str) -> str:
        return self.spoken.get(verdict, verdict)

    def _number(self, value: float, signed: bool = True) -> str:
        """Say a number with as many decimals as the box of the headline has."""
        return words.said(value, places(self.head), signed)

    def _found(self, row: pd.Series) -> str:
        """Say an estimate with its interval."""
        at, low, high = (self._number(row[each]) for each in ("estimate", "low", "high"))
        return f"{at} ({low} to {high})"

    def said(self) -> str:
        low, high = map(self._number, self.ordered.estimate.iloc[[0, -1]])
        margin = self._number(self.head.margin, signed=False)
        return (
            f"{len(self.ordered):,} estimates in ascending order, from {low} to {high}; headline "
            f"{self._found(self.head)}, {self._word(self.head.verdict)}; margin {margin}. "
            f"Verdicts: {words.listed(self.told)}"
        )

    def fill(self, sheet: Sheet) -> None:
        """Draw the curve, the shares of the verdicts, the strips, and the headline through both."""
        options = [label(each) for options in self.choices.values() for each in options]
        room = min(widest(options, SMALL, True), sheet.width * OPTIONS)
        head = sheet.y + HALF
        sheet.y += 2 * LINE
        plot = self._upper(sheet, room + GAP)
        self._verdicts(sheet, plot)
        top = sheet.y
        for axis, each in self.choices.items():
            sheet.rule(0, sheet.width, sheet.y)
            sheet.text(0, sheet.y + HALF, axis, SMALL, strong=True)
            sheet.y += LINE
            places = self.some.groupby([self.some[axis].map(str), "verdict"]).place.agg(list)
            for option in each:
                self._strip(sheet, plot, axis, option, places.get(str(option), {}), room)
            sheet.y += TIGHT
        x = plot.x(self.ordered.index.get_loc(self.specifications.index[0]))
        for ends in ((plot.top, plot.bottom), (top, sheet.y)):  # not through the shares
            sheet.path([x, x], ends, INK, HAIR)
        shape, hollow = point(self.head.verdict)
        sheet.dots([x], [plot.y(self.head.estimate)], shape=shape, fill=PAPER if hollow else INK)
        sheet.text(
            x, head, f"headline {self._found(self.head)}", SMALL, align="center", strong=True
        )

    def _upper(self, sheet: Sheet, left: float) -> Plot:
        """Draw estimates, intervals and margin on a plot that begins at the right of the words."""
        estimates, some, margin = self.ordered.estimate.to_numpy(), self.some, self.head.margin
        values = [*estimates, *some.low, *some.high, margin, -margin]
        ends = -1, len(estimates)
        plot = Plot.grid(sheet, (0, sheet.width), ends, values, self.unit, start=left)
        wide, tall = plot.x.end - plot.x.start, plot.y(-margin) - plot.y(margin)
        sheet.box(plot.x.start, plot.y(margin), wide, tall, WASH, below=True)
        for verdict, found in some.groupby("verdict"):
            lows, highs = plot.y(found.low), plot.y(found.high)
            sheet.strokes(plot.x(found.place), lows, highs, *_look(verdict))
        sheet.path(plot.x(np.arange(len(estimates))), plot.y(estimates))
        for row in some.to_dict("records"):
            made = "; ".join(f"{axis}: {label(row[axis])}" for axis in self.choices)
            text = f"{self._found(row)}, {row['verdict']}. {made}"
            sheet.tell(plot.x(row["place"]), plot.y(row["estimate"]), text)
        return plot

    def _verdicts(self, sheet: Sheet, plot: Plot) -> None:
        """Draw the verdicts of the curve as one band, and write their shares below it."""
        sheet.y += GAP
        first = 0
        for verdict, run in groupby(self.some.verdict):
            last = first + len(list(run))
            left, right = plot.x(first * self.step), plot.x(min(last * self.step, len(self.data)))
            sheet.box(left, sheet.y, right - left, TIGHT, colour(verdict))
            first = last
        sheet.y += LINE
        middles, half = self.ordered.groupby("verdict").place.mean(), len(self.data) / 2
        xs = [plot.x(middles.get(verdict, half)) for verdict in SPOKEN]
        ends, inks = (plot.x.start, sheet.width), map(colour, SPOKEN)
        sheet.y += sheet.abreast(xs, sheet.y, self.told, inks, strong=True, ends=ends)

    def _strip(self, sheet: Sheet, plot: Plot, axis: str, option, places, room: float) -> None:
        """Draw a stroke for each estimate that an option has made, behind the option's words."""
        lines = wrapped(label(option), room, SMALL)
        strong = str(self.head[axis]) == str(option)
        ink = INK if strong else MUTED
        sheet.lines(0, sheet.y + HALF, lines, ink=ink, size=SMALL, strong=strong)
        y = sheet.y + LINE * len(lines) / 2
        for verdict, found in places.items():
            lows, highs = np.full(len(found), y - TIGHT), np.full(len(found), y + TIGHT)
            sheet.strokes(plot.x(np.array(found)), lows, highs, *_look(verdict))
        sheet.y += LINE * len(lines)
