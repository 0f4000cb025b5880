"""Small figures beside a sentence: one axis of years for all, names at the right ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from edition.charts import drawing, grammar, grids, scales, words
from edition.charts.inks import MUTED, RULE, ink, party
from edition.charts.letters import apart, measure, wrapped
from edition.charts.looks import Look, Names
from edition.charts.plots import Plot
from edition.charts.scales import Scale
from edition.charts.sheet import Sheet
from edition.charts.sizes import (
    BESIDE,
    DENSITY,
    GAP,
    HAIR,
    HALF,
    LINE,
    PAD,
    POINT,
    SMALL,
    THICK,
    THIN,
    TIGHT,
)

TALL, NAMES = 3 * LINE, 96  # of the marks; room of the names
FIRST, LAST, TURN = 2008, 2020, 2014.2  # years drawn; when Crimea was annexed
FAR = 4  # years before the end of the axis: a line that ends earlier is named there
NONE, UNKNOWN = "none earlier", "no data earlier"  # than the first vote, the first value
Fill = Callable[[Sheet, Scale, float], None]


@dataclass(frozen=True)
class Small:
    """A figure without title and files, since it stands beside the sentence that it shows.

    title and alt are told to those who do not see it.
    """

    name: str
    title: str
    alt: str
    sheet: Sheet
    dated: Sheet  # the same with its years, for where it stands alone

    def __repr__(self) -> str:
        return f"{self.title}. {self.alt}"

    def _repr_html_(self) -> str:
        about = f"small-{self.name}", BESIDE, self.title, self.alt
        return drawing.described(self.sheet, "small", *about)

    def alone(self) -> "Alone":
        """Return the figure as a notebook shows it; a page has it beside its sentence."""
        return Alone(self)


@dataclass(frozen=True)
class Alone:
    """A small figure as one picture below its title, with its years."""

    figure: Small

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        own, head = self.figure.dated, Sheet(BESIDE - PAD - PAD)
        lines = wrapped(self.figure.title, head.width, strong=True)
        head.lines(0, HALF, lines, strong=True)
        below = PAD + LINE * len(lines)
        layers, tall = [(PAD, PAD, head), (PAD, below, own)], round(below + own.y + PAD)
        png = drawing.png(drawing.picture(layers, BESIDE, tall, DENSITY))
        data, more = grammar.pictured(png, BESIDE, repr(self.figure))
        return {grammar.BESIDE: self.figure.name} | data, more


def _made(name: str, title: str, alt: str, fill: Fill, axis: bool = False) -> Small:
    """Return a small figure. fill(sheet, x, top) puts the marks below top; axis: years above."""

    def on(sheet: Sheet, axis: bool) -> None:
        x, top = Scale(FIRST, LAST + 1, 0, sheet.width - NAMES), LINE * axis + TIGHT
        for year in (FIRST, int(TURN), LAST) if axis else ():
            middle = min(x(year + 1 / 2), x.end - measure(str(year), SMALL) / 2)
            sheet.text(middle, HALF, year, SMALL, ink=MUTED, align="center")
        sheet.upright(x(TURN), top - TIGHT, top + TALL + TIGHT, RULE)
        fill(sheet, x, top)
        sheet.y = top + TALL + TIGHT

    made = (
        Sheet.filled(BESIDE - PAD - PAD, False, partial(on, axis=years)) for years in (axis, True)
    )
    return Small(name, title, alt, *made)


def votes(data: pd.DataFrame, members: Sequence[str], name: str, title: str, axis=False) -> Small:
    """A row for each member. data: date, and for each member yes, no, abstains or no vote; all
    votes from the first year of the axis on.
    """
    words.here(name, data, ["date", *members])
    told = [f"{each}: {', '.join(data[each])}" for each in members]

    def fill(sheet: Sheet, x: Scale, top: float) -> None:
        days = [x(scales.day(date)) for date in data.date]
        at = apart(days, [POINT + 2 * HAIR] * len(days), x.start, x.end)  # each can be counted
        grids.key(sheet, x.end + GAP + TIGHT, data[members], POINT)
        for place, member in enumerate(members):
            y, own = top + LINE * place + HALF, ink(member, MUTED)
            for where, vote in zip(at, data[member], strict=True):
                grids.sign(sheet, where, y, vote, own, POINT)
            sheet.text(x.end + GAP, y, member, SMALL, ink=own, strong=own != MUTED)
        middle = top + LINE * (len(members) - 1) / 2 + HALF
        _begin(sheet, NONE, x(scales.day(data.date.min())), middle)

    return _made(name, title, f"Votes in time. {words.listed(told)}", fill, axis)


def _begin(sheet: Sheet, words: str, x: float, y: float) -> None:
    """Say why the place before the first mark, at x, is empty, if it is one."""
    if measure(words, SMALL) < x - GAP:
        sheet.text(0, y, words, SMALL, ink=MUTED)


def lines(
    data: pd.DataFrame, y: Sequence[str], name: str, title: str, level=None, bands=None
) -> Small:
    """Lines over years, one column each; a gap stays a gap. level: (value, words), a level line.

    bands: by line, two columns to fill between.
    """
    bands = bands or {}
    drawn = [*y, *(each for pair in bands.values() for each in pair)]
    words.here(name, data, ["year", *drawn])
    known = data.dropna(subset=list(y), how="all")
    levels = {level[1]: level[0]} if level else {}
    values = [*known[drawn].to_numpy(float).ravel(), *levels.values()]

    def fill(sheet: Sheet, x: Scale, top: float) -> None:
        up = Scale(np.nanmin(values), np.nanmax(values), top + TALL - TIGHT, top + TIGHT)
        plot, looks, ends = Plot(sheet, x, up), _looks([*levels, *y]), dict(levels)
        for value in levels.values():
            sheet.path([x.start, x.end], [up(value)] * 2, MUTED, THIN, below=True)
        for pair in bands.values():
            plot.band(known.year.to_numpy() + 1 / 2, *(known[each].to_numpy() for each in pair))
        for each in y:
            plot.line(known.year + 1 / 2, known[each], looks[each])
            last = known.dropna(subset=each).iloc[-1]
            if last.year <= LAST - FAR:  # its end is too far from the other names
                sheet.text(x(last.year + 1), up(last[each]), each, SMALL, ink=looks[each].ink)
            else:
                ends[each] = last[each]
        plot.name(Names(looks, NAMES - GAP, SMALL), ends, TIGHT)
        _begin(sheet, UNKNOWN, x(known.year.min()), top + TALL / 2)

    return _made(name, title, f"Lines over time. {_told(data, y)}", fill)


def bars(data: pd.DataFrame, y: Sequence[str], name: str, title: str) -> Small:
    """Stacked bars over years, one column each."""
    words.here(name, data, ["year", *y])
    tops, looks = data[list(y)].fillna(0).cumsum(axis=1), _looks(y)

    def fill(sheet: Sheet, x: Scale, top: float) -> None:
        plot = Plot(sheet, x, Scale(0, tops.to_numpy().max(), top + TALL, top))
        floors = np.zeros(len(tops))
        for each in y:
            plot.blocks(data.year + 1 / 2, floors, tops[each], looks[each])
            floors = tops[each]
        sheet.rule(0, x.end, plot.bottom, MUTED)
        middle = plot.y.high / 2
        plot.name(Names(looks, NAMES - GAP, SMALL), dict.fromkeys(reversed(y), middle), over=0)

    return _made(name, title, f"Bars. {_told(data, y)}", fill)


def _looks(names: Sequence[str]) -> dict[str, Look]:
    """Return how each name looks, as a line and as a bar: what is no party’s is thin and grey."""
    found = {name: party(name, MUTED) for name in names}
    return {
        name: Look(own, THICK if ink(name) else THIN, shape=shape, fill=own)
        for name, (own, shape) in found.items()
    }


def _told(data: pd.DataFrame, names: Sequence[str]) -> str:
    """Say the first and the last value of each column."""
    ends = {name: data[["year", name]].dropna().iloc[[0, -1]] for name in names}
    told = {
        name: [f"{words.said(value, 1)} in {int(year)}" for year, value in its.itertuples(False)]
        for name, its in ends.items()
    }
    return words.listed([f"{name}: {' and '.join(each)}" for name, each in told.items()])
