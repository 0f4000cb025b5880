"""Small figures beside a sentence: one axis of years for all, names at the right ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd

from edition.charts import drawing, times, words
from edition.charts import sheet as paper
from edition.charts.grammar import PAD
from edition.charts.inks import MUTED, PAPER, RULE
from edition.charts.sheet import (
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
from edition.charts.signs import ink
from edition.charts.strips import VOTES
from edition.tables import DataError

WIDTH = 304  # pixels: _static/edition.css lets it be so wide
TALL, NAMES = 3 * LINE, 96  # of the marks; room of the names
SPAN, TURN = (2008, 2021), 2014.2  # years; when Crimea was annexed
NAMED = (SPAN[0], int(TURN), SPAN[1] - 1)  # years that are written
MID = HALF / LINE  # of a year
FAR = 4  # years before the end of the axis: a line that ends earlier is named there
FULL = 2 / 3  # of a year is a bar
BLOCK = 7  # side of a vote
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

    def __repr__(self) -> str:
        return f"{self.title}. {self.alt}"

    def _repr_html_(self) -> str:
        return (
            f'<svg class="chart-small" viewBox="0 0 {WIDTH} {round(self.sheet.y + PAD + PAD)}" '
            f'role="img" aria-labelledby="small-{self.name}-title" '
            f'aria-describedby="small-{self.name}-desc">'
            f'<title id="small-{self.name}-title">{escape(self.title, quote=False)}</title>'
            f'<desc id="small-{self.name}-desc">{escape(self.alt, quote=False)}</desc>'
            f"{drawing.group(self.sheet, PAD, PAD)}</svg>"
        )


def _made(data: pd.DataFrame, name: str, title: str, alt: str, axis: bool, fill: Fill) -> Small:
    """Return a small figure. fill(sheet, x, top) puts the marks below top; axis: years above."""

    def on(sheet: Sheet) -> None:
        x, top = Scale(*SPAN, 0, sheet.width - NAMES), LINE * axis + TIGHT
        for year in NAMED if axis else ():
            middle = min(x(year + MID), x.end - measure(str(year), SMALL) / 2)
            sheet.text(middle, HALF, year, SMALL, ink=MUTED, align="center")
        sheet.upright(x(TURN), top - TIGHT, top + TALL + TIGHT, RULE)
        fill(sheet, x, top)
        sheet.y = top + TALL + TIGHT

    if data.empty:
        raise DataError(f"figure {name!r}: no data to draw; expected at least one row")
    return Small(name, title, alt, Sheet.filled(WIDTH - PAD - PAD, False, on))


def votes(data: pd.DataFrame, members: Sequence[str], name: str, title: str, axis=False) -> Small:
    """A row for each member. data: date, and for each member yes, no, abstains or no vote."""
    words.holds(data, ["date", *members], name)
    at = [times.day(each) for each in data.date]
    told = [f"{each}: {', '.join(data[each])}" for each in members]

    def fill(sheet: Sheet, x: Scale, top: float) -> None:
        _signs(sheet, x.end + TIGHT + THICK, data[members])
        for place, member in enumerate(members):
            y, own = top + LINE * place + HALF, ink(member, MUTED)
            for day, vote in zip(at, data[member], strict=True):
                shape, hollow = VOTES[vote]
                sheet.dots([x(day)], [y], own, BLOCK, shape, PAPER if hollow else own)
            sheet.text(x.end + GAP, y, member, SMALL, ink=own, strong=own != MUTED)

    return _made(data, name, title, f"Votes in time. {words.listed(told)}", axis, fill)


def _signs(sheet: Sheet, left: float, cast: pd.DataFrame) -> None:
    """Write the signs of the votes that were cast, above the names."""
    for vote, (shape, hollow) in VOTES.items():
        if (cast == vote).any(axis=None):
            sheet.dots([left + TIGHT], [HALF], MUTED, BLOCK, shape, PAPER if hollow else None)
            sheet.text(left + GAP + TIGHT, HALF, vote, SMALL, ink=MUTED)
            left += measure(vote, SMALL) + WIDE_GAP + TIGHT


def _name(sheet: Sheet, x: Scale, top: float, ends: dict[str, float]) -> None:
    """Write names at the right, moved apart."""
    lines = {name: paper.wrapped(name, NAMES - GAP, SMALL) for name in ends}
    sizes = [LINE * len(each) for each in lines.values()]
    middles = paper.apart(list(ends.values()), sizes, top, top + TALL)
    for name, y, size in zip(ends, middles, sizes, strict=True):
        own = ink(name, MUTED)
        look = {"ink": own, "size": SMALL, "strong": own != MUTED}
        sheet.lines(x.end + GAP, y - MID * size + HALF, lines[name], **look)


def lines(data: pd.DataFrame, y: Sequence[str], name: str, title: str, level=None) -> Small:
    """Lines over years, one column each; a gap stays a gap. level: (value, words), a level line."""
    words.holds(data, ["year", *y], name)
    known = data.dropna(subset=list(y), how="all")
    values = [*known[list(y)].to_numpy(float).ravel(), *(level or ())[:1]]
    told = [_told(known, each) for each in y]

    def fill(sheet: Sheet, x: Scale, top: float) -> None:
        up = Scale(np.nanmin(values), np.nanmax(values), top + TALL - TIGHT, top + TIGHT)
        ends = {}
        if level:
            sheet.path([0, x.end], [up(level[0])] * 2, MUTED, THIN, below=True)
            ends[level[1]] = up(level[0])
        for each in y:
            own = ink(each, MUTED)
            at, high = x(known.year.to_numpy(float) + MID), up(known[each].to_numpy(float))
            sheet.path(at, high, own, THICK if own != MUTED else THIN)
            there = ~np.isnan(high)
            sheet.dots(at[there], high[there], own, TIGHT)
            last = known.dropna(subset=each).iloc[-1]
            if last.year < SPAN[1] - FAR:  # its end is too far from the other names
                sheet.text(x(last.year + 1), up(last[each]), each, SMALL, ink=own)
            else:
                ends[each] = up(last[each])
        _name(sheet, x, top, ends)

    return _made(data, name, title, f"Lines over time. {words.listed(told)}", False, fill)


def bars(data: pd.DataFrame, y: Sequence[str], name: str, title: str) -> Small:
    """Stacked bars over years, one column each."""
    words.holds(data, ["year", *y], name)
    tops = data[list(y)].fillna(0).cumsum(axis=1)
    told = [_told(data, each) for each in y]

    def fill(sheet: Sheet, x: Scale, top: float) -> None:
        up = Scale(0, tops.to_numpy().max(), top + TALL, top)
        wide = (x(1) - x(0)) * FULL
        for each in reversed(list(y)):
            own = ink(each, MUTED)
            for year, high in zip(data.year, tops[each], strict=True):
                sheet.box(x(year + MID) - MID * wide, up(high), wide, up(0) - up(high), own)
        sheet.rule(0, x.end, up(0), MUTED)
        _name(sheet, x, top, dict.fromkeys(reversed(list(y)), top + MID * TALL))

    return _made(data, name, title, f"Bars. {words.listed(told)}", False, fill)


def _told(data: pd.DataFrame, name: str) -> str:
    """Say the first and the last value of a column."""
    known = data[["year", name]].dropna()
    ends = [f"{said(row[name], 1)} in {int(row.year)}" for _, row in known.iloc[[0, -1]].iterrows()]
    return f"{name}: {' and '.join(ends)}"
