"""Figures in rows on a level scale: bars, and points with their intervals."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, field
from functools import cached_property

import numpy as np
import pandas as pd

from edition.charts import scales, words
from edition.charts.grammar import Chart, mark
from edition.charts.inks import INK, MUTED, PAPER, RULE, SOFT, WASH, ink, party
from edition.charts.letters import measure, widest, wrapped
from edition.charts.scales import Scale
from edition.charts.sheet import Sheet
from edition.charts.sizes import DASH, GAP, HALF, LEFT, LINE, POINT, ROW, SMALL, THICK, TIGHT, WIDE

MOST = 5  # steps of a scale


class Labels:
    """Names of rows at the left, or above them in the narrow form, and the room beside them."""

    def __init__(self, sheet: Sheet, names: Sequence[str], right: float = 0):
        """Find the room of the names; right: room to keep free at the right."""
        self.sheet, self.above = sheet, sheet.narrow
        room = 0 if self.above else min(widest(names, strong=True), sheet.width * LEFT)
        self.left, self.room = (room + WIDE if room else 0), room or sheet.width
        self.right = sheet.width - right

    def next(self, name: str) -> float:
        """Write the name of the next row; return the height of the middle of its marks."""
        sheet, own = self.sheet, ink(name)
        lines = wrapped(name, self.room, strong=bool(own))
        sheet.y += TIGHT * self.above
        first = sheet.y + ROW / 2
        x, align = (0, "left") if self.above else (self.room, "right")
        sheet.lines(x, first, lines, ink=own or INK, strong=bool(own), align=align)
        tall = LINE * (len(lines) - (not self.above))
        sheet.y += tall + ROW
        return first + (tall if self.above else tall / 2)


@mark
class Rows(Chart):
    """Level bars, one a row of the table in its order, each with its value.

    label: column of names. value: column of lengths. All else: as in grammar.Chart.
    """

    label: str
    value: str

    PLACES, VALUES = ("label",), ("value",)

    @cached_property
    def texts(self) -> list[str]:
        values = self.data[self.value]
        return [words.written(self.unit, words.said(each, words.digits([each]))) for each in values]

    def said(self) -> str:
        told = zip(self.data[self.label], self.texts, strict=True)
        return f"Bars. {words.listed([f'{name} {text}' for name, text in told])}"

    def fill(self, sheet: Sheet) -> None:
        """Draw a bar from zero for each row, its value at its end."""
        names, lengths = self.data[self.label], self.data[self.value]
        most = widest(self.texts, strong=True) + GAP
        labels, low = Labels(sheet, names, most), min(0, lengths.min())
        scale = Scale(low, max(0, lengths.max()), labels.left + most * (low < 0), labels.right)
        for name, length, text in zip(names, lengths, self.texts, strict=True):
            own, y, end = ink(name, MUTED), labels.next(name), scale(length)
            sheet.box(min(scale(0), end), y - HALF, abs(end - scale(0)), LINE, own)
            sheet.upright(scale(0), y - HALF - TIGHT, y + HALF + TIGHT, SOFT)
            sheet.tell(end, y, f"{name}: {text}")
            align, aside = ("right", -GAP) if length < 0 else ("left", GAP)
            sheet.text(end + aside, y, text, ink=own, align=align, strong=True)


@mark
class Ranges(Chart):
    """Points with intervals, one a row of the table in its order, on one level scale.

    label: column of names. value: the points; low, high: the ends; either may be missing in a row.
    margin: shaded on both sides of zero; zero None: none is drawn. marks={words: value}: an upright
    line. against={words: (low, high)}: columns of ends to compare with, drawn hollow above, and
    words on both. ours: labels of the editors’ rows. All else: as in grammar.Chart.
    """

    label: str
    value: str = ""
    low: str = ""
    high: str = ""
    _: KW_ONLY
    margin: float = 0
    zero: float | None = 0
    marks: dict[str, float] = field(default_factory=dict)
    against: dict[str, tuple[str, str]] = field(default_factory=dict)

    PLACES, VALUES = ("label",), ("value", "low", "high", "against")

    @cached_property
    def names(self) -> list[str]:
        return [words.marked(str(each), self.ours) for each in self.data[self.label]]

    @cached_property
    def signed(self) -> bool:
        named = list(filter(None, (self.value, self.low, self.high)))
        return self.zero is not None and self.data[named].min(axis=None) < 0

    @cached_property
    def texts(self) -> list[str]:
        """Return what each row says: “+1.9 (−3.4 to +7.3)”, or “2–3 → 5”."""
        ends = [("", *pair) for pair in self.against.values()] + [(self.value, self.low, self.high)]
        rows = [row for _, row in self.data.iterrows()]
        return [" → ".join(self._range(row, *each) for each in ends) for row in rows]

    def said(self) -> str:
        told = [" ".join(each) for each in zip(self.names, self.texts, strict=True)]
        margin = (
            f"margin {words.said(self.margin, 1)} on both sides of {words.said(self.zero or 0)}"
        )
        return f"Ranges. {words.listed([*told, margin * bool(self.margin)])}"

    def _range(self, row: pd.Series, *columns: str) -> str:
        """Write a point and its interval: “+1.9 (−3.4 to +7.3)”, “30–40”, “81.6”."""
        at, *ends = (self._number(row[name]) if name else "" for name in columns)
        if not all(ends) or ends[0] == ends[1]:
            return at or ends[0]
        between = " to " if at or self.signed else "–"
        return f"{at} ({between.join(ends)})" if at else between.join(ends)

    def _number(self, value: float) -> str:
        decimals = 1 if self.signed else words.digits([value])
        return "" if pd.isna(value) else words.said(value, decimals, self.signed)

    def fill(self, sheet: Sheet) -> None:
        """Draw a row for each point, the margin behind them, the scale below."""
        head, marks = "".join(self.against), self.marks
        labels = Labels(sheet, self.names, widest([*self.texts, head]) + WIDE)
        if head:
            sheet.text(sheet.width, sheet.y + HALF, head, ink=MUTED, align="right")
            sheet.y += LINE
        around = [] if self.zero is None else [self.zero - self.margin, self.zero + self.margin]
        drawn = self.data[self.columns(self.VALUES)].to_numpy(float).ravel()
        values = [*drawn, *marks.values(), *around]
        steps = scales.ticks(np.nanmin(values), np.nanmax(values), MOST)
        scale = Scale(steps[0], steps[-1], labels.left + GAP, labels.right - GAP)
        sheet.abreast([*map(scale, marks.values())], sheet.y + HALF, marks, strong=True)
        sheet.y += ROW * bool(marks)
        top = sheet.y
        for name, text, (_, row) in zip(self.names, self.texts, self.data.iterrows(), strict=True):
            own, y = ink(name, INK), labels.next(name)
            draw = self._counts if self.against else self._interval
            at = draw(sheet, scale, row, y, party(name, INK))
            if not np.isnan(at):
                sheet.tell(at, y, f"{name}: {text}")
            sheet.text(sheet.width, y, text, ink=own, align="right")
        self._scale(sheet, scale, top, steps)

    def _counts(self, sheet: Sheet, scale: Scale, row: pd.Series, y: float, look: tuple) -> float:
        """Draw two ranges of counts, blocks from end to end; return where the values are told."""
        (before,), (own, _) = self.against.values(), look
        now = [self.low, self.high]
        for columns, aside, line, fill in ((before, -TIGHT, MUTED, PAPER), (now, TIGHT, own, own)):
            ends, level = scale(row[list(columns)]), [y + aside] * 2
            sheet.path(ends, level, line, THICK)
            sheet.dots(ends, level, line, POINT, fill=fill)
        return scale(row[self.high])

    def _interval(self, sheet: Sheet, scale: Scale, row: pd.Series, y: float, look: tuple) -> float:
        """Draw an interval, then its point; return where the value is told."""
        (own, shape), columns = look, (self.value, self.low, self.high)
        at, *ends = (scale(row[name]) if name else np.nan for name in columns)
        if not np.isnan(ends).any():
            sheet.path(ends, [y, y], own, THICK)
            sheet.strokes(ends, [y - TIGHT] * 2, [y + TIGHT] * 2, own)
        if np.isnan(at):
            return sum(ends) / 2
        sheet.dots([at], [y], own, shape=shape)
        return at

    def _scale(self, sheet: Sheet, scale: Scale, top: float, steps: Sequence[float]) -> None:
        """Draw margin, marks and steps behind all rows, and the values of the steps below."""
        if self.margin:
            left, right = (scale(self.zero + way * self.margin) for way in (-1, 1))
            sheet.box(left, top, right - left, sheet.y - top, WASH, below=True)
        free = sheet.width
        for step in reversed(steps):
            x = scale(step)
            sheet.upright(x, top, sheet.y, SOFT if step == self.zero else RULE)
            form = words.said(step, words.digits(steps), self.signed)
            form = words.written(self.unit, form) if step == steps[-1] else form
            half = measure(form, SMALL) / 2
            if x + half <= free:  # no room: no value
                sheet.text(x, sheet.y + HALF, form, SMALL, ink=MUTED, align="center")
                free = min(x, sheet.width - half) - half - GAP
        for at in self.marks.values():
            sheet.upright(scale(at), top, sheet.y, INK, dash=DASH)
        sheet.y += LINE
