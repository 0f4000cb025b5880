"""Plots: a scale of values and one of time or categories, and what is drawn between them."""

from itertools import pairwise

import numpy as np

from edition.charts import scales, words
from edition.charts.inks import MUTED, PAPER, RULE, SOFT, WASH
from edition.charts.letters import widest, wrapped
from edition.charts.looks import Look, Names
from edition.charts.scales import Scale, Times
from edition.charts.sheet import Sheet
from edition.charts.sizes import BAR, DASH, GAP, HAIR, HALF, LINE, SMALL, TALL, THIN, TICK, TIGHT


class Plot:
    """A part of a sheet with a scale of values, upwards, and one of time or categories."""

    def __init__(self, sheet: Sheet, x: Scale, y: Scale):
        self.sheet, self.x, self.y = sheet, x, y
        self.bottom, self.top = y.start, y.end

    @classmethod
    def grid(cls, sheet: Sheet, edges, xs, values, unit: str, height=TALL, start=0) -> "Plot":
        """Return a plot with its grid and its ticks. edges: its left and right end.

        xs: first and last place. values: all that has to fit. start: where the scale of places
        begins at the earliest, else beside the words of the ticks.
        """
        low, high = np.nanmin(values), np.nanmax(values)
        steps = scales.ticks(low, high, round(height / TICK) + 1)
        forms = [words.said(step, words.digits(steps)) for step in steps]
        forms[-1] = words.written(unit, forms[-1])
        left = max(start, edges[0] + widest(forms) + GAP)
        up = Scale(steps[0], steps[-1], sheet.y + height, sheet.y)
        for step, form in zip(steps, forms, strict=True):
            sheet.rule(left, edges[1], up(step), SOFT if not step and steps[0] else RULE)
            sheet.text(left - GAP, up(step), form, ink=MUTED, align="right")
        sheet.y += height
        made = cls(sheet, Scale(*xs, left, edges[1]), up)
        made.unit, made.decimals = unit, words.digits(steps)
        return made

    @classmethod
    def timed(cls, sheet, edges, time: Times, xs, values, unit, height=TALL, above=0) -> "Plot":
        """Return a plot with its windows shaded, their words above; above: more room there."""
        head = sheet.y + GAP
        sheet.y += (LINE + GAP if time.windows else HALF) + above
        plot = cls.grid(sheet, edges, xs, values, unit, height)
        plot.shade(time)
        middles = [sum(map(plot.x, plot.inside(each))) / 2 for each in time.windows.values()]
        sheet.abreast(middles, head, time.windows, [MUTED], ends=edges)
        return plot

    def inside(self, stretch: tuple[float, float]) -> tuple[float, float]:
        """Return a stretch of the lower scale as far as it is drawn."""
        return max(stretch[0], self.x.low), min(stretch[1], self.x.high)

    def shade(self, time: Times) -> None:
        """Shade windows, a hair apart from each other."""
        for stretch in time.windows.values():
            x, far = map(self.x, self.inside(stretch))
            wide, high = far - x - 2 * HAIR, self.bottom - self.top
            self.sheet.box(x + HAIR, self.top, wide, high, WASH, below=True)

    def years(self, whole: bool = True) -> None:
        """Write as many years below as there is room for; not whole: each in its middle."""
        aside = 0 if whole else 1 / 2  # where a year is a stretch, its name stands in its middle
        first, last = np.ceil(self.x.low - aside), np.floor(self.x.high - aside)
        for year in scales.years(int(first), int(last), self.x.end - self.x.start):
            x = self.x(year + aside)
            self.sheet.text(x, self.bottom + LINE, year, ink=MUTED, align="center")
        if not whole:
            self.sheet.notches(self.x, self.bottom)
        self.sheet.y = self.bottom + LINE + 2 * GAP

    def below(self, time: Times) -> None:
        """Write words below, wrapped; every second one lower, where they have no room."""
        room = self.x(1) - self.x(0) - TIGHT
        tall = [wrapped(text, room) for text in time.names]
        most = max(map(len, tall))
        aside = most * any(widest(lines) > room for lines in tall)
        for number, (at, lines) in enumerate(zip(time.at, tall, strict=True)):
            y = self.bottom + LINE * (1 + aside * (number % 2))
            self.sheet.lines(self.x(at), y, lines, ink=MUTED, align="center")
        self.sheet.y = self.bottom + LINE * (most + aside) + GAP

    def tell(self, label: str, time: Times, values, heights=None) -> None:
        """Say each value in words, “Belarus, 2014: 73.8 %”; heights: where, if not at itself."""
        decimals, heights = words.digits(values), values if heights is None else heights
        for at, name, value, y in zip(time.at, time.names, values, heights, strict=True):
            if not np.isnan(value):
                text = words.written(self.unit, words.said(value, decimals))
                self.sheet.tell(self.x(at), self.y(y), f"{label}, {name}: {text}")

    def line(self, xs, ys, look: Look) -> None:
        """Draw a line that breaks where a value is missing; single values stay as points."""
        xs, ys = self.x(np.asarray(xs)), self.y(np.asarray(ys, dtype=float))
        self.sheet.path(xs, ys, look.ink, look.width, look.dash)
        there = ~np.isnan(ys)
        before, after = np.append(False, there[:-1]), np.append(there[1:], False)
        shown = there if look.shape else there & ~before & ~after
        fill = PAPER if look.dash else None
        self.sheet.dots(xs[shown], ys[shown], look.ink, look.point, look.shape or "round", fill)

    def band(self, xs, low, high) -> None:
        """Fill between two lines, apart where a value is missing."""
        for first, last in pairwise(zip(self.x(xs), self.y(low), self.y(high), strict=True)):
            if not np.isnan([*first, *last]).any():
                (x, a, b), (far, c, d) = first, last
                points = [(x, a), (far, c), (far, d), (x, b)]
                self.sheet.area(points, RULE, edge=RULE, width=HAIR / 2, below=True)

    def blocks(self, at, floors, tops, look: Look) -> None:
        """Draw one part of all bars."""
        wide = (self.x(1) - self.x(0)) * BAR
        for where, low, high in zip(at, floors, tops, strict=True):
            if high != low:
                x, y = self.x(where) - wide / 2, self.y(high)
                self.sheet.box(x, y, wide, self.y(low) - y, look.fill, edge=look.ink)

    def values(self, at, tops) -> None:
        """Write the value of each bar if all have room, else of the highest alone."""
        texts = [words.said(top, words.digits(tops)) for top in tops]
        all_fit = widest(texts, SMALL) + 2 * HAIR <= self.x(1) - self.x(0)
        for where, text, top in zip(at, texts, tops, strict=True):
            if all_fit or top == tops.max():
                above = self.y(max(top, 0)) - HALF
                self.sheet.text(self.x(where), above, text, SMALL, ink=MUTED, align="center")

    def name(self, names: Names, values: dict[str, float], over: float = HALF) -> None:
        """Write names at values on the right; over: so far over the ends of the plot at most."""
        places = {name: self.y(value) for name, value in values.items()}
        ends = self.top - over, self.bottom + over
        names.write(self.sheet, self.x.end + GAP, places, *ends)

    def across(self, levels: list[tuple[float, tuple[float, float], Look]]) -> None:
        """Draw values across stretches of the lower scale, then their figures beside."""
        for value, stretch, look in levels:
            self.sheet.path([*map(self.x, stretch)], [self.y(value)] * 2, look.ink, THIN, DASH)
        for value, stretch, look in levels:
            at = sum(map(self.x, stretch)) / 2, self.y(value)
            self.sheet.beside(*at, words.said(value, 1), ink=look.ink, strong=True)
