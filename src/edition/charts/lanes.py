"""A time line: acts in lanes, each a block, a line or a dot with its words beside it."""

from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from edition.charts import scales, words
from edition.charts.grammar import Chart, mark
from edition.charts.inks import INK, MUTED, ink
from edition.charts.letters import measure, widest, wrapped
from edition.charts.scales import Scale
from edition.charts.sheet import Sheet
from edition.charts.sizes import DASH, GAP, HALF, LINE, ROW, SMALL, THIN, TIGHT, WIDE
from edition.measures.counts import count


@mark
class Timeline(Chart):
    """Acts in time, in lanes by the column row, each a block or a dot with its words beside it.

    start, end: columns of dates (2015, "2015-09", "2015-09-30"); the end may be empty. whole:
    column that is true where an act lies somewhere within its stretch, drawn thin. turns={time:
    words}: an upright line. All else: as in grammar.Chart.
    """

    row: str
    start: str
    end: str
    text: str
    _: KW_ONLY
    turns: dict = field(default_factory=dict)
    whole: str = ""

    PLACES = ("row", "start", "end", "text", "whole")

    @cached_property
    def acts(self) -> pd.DataFrame:
        """Return the acts with their ends in decimal years, and what is told of them."""
        start, end = self.data[self.start], self.data[self.end]
        single = end.isna() | (end.astype(str) == "")
        acts = pd.DataFrame({"lane": self.data[self.row], "words": self.data[self.text]})
        acts["begins"] = [scales.day(each) for each in start]
        acts["ends"] = [scales.day(each, end=True) for each in end.mask(single, start)]
        acts["thin"] = self.data[self.whole] if self.whole else False
        spans = [
            str(first) if one or first == last else f"{first} to {last}"
            for first, last, one in zip(start, end, single, strict=True)
        ]
        acts["told"] = [f"{text} ({span})" for text, span in zip(acts.words, spans, strict=True)]
        return acts

    @cached_property
    def span(self) -> tuple[int, int]:
        return int(self.acts.begins.min()), int(np.ceil(self.acts.ends.max())) - 1

    def said(self) -> str:
        lanes = self.acts.groupby("lane", sort=False).told
        told = words.listed([f"{name}: {', '.join(its)}" for name, its in lanes])
        acts, rows = count(len(self.acts), "act"), count(len(lanes), "lane")
        return f"A time line of {acts} in {rows}. {told}"

    def period(self) -> str:
        first, last = self.span
        return words.period(self.name, self.data, self.years or f"{first}–{last}")

    def fill(self, sheet: Sheet) -> None:
        """Draw the lanes one below the other, with turns across them and years at the foot."""
        names, (first, last) = self.acts.lane.unique(), self.span
        room = 0 if sheet.narrow else widest(names, strong=True) + WIDE
        scale = Scale(first, last + 1, room, sheet.width)
        turns = {text: scale(scales.day(at)) for at, text in self.turns.items()}
        sheet.abreast(list(turns.values()), sheet.y + HALF, turns, strong=True)
        sheet.y += ROW * bool(turns)
        top = sheet.y
        for name in names:
            sheet.rule(0, sheet.width, sheet.y)
            sheet.text(0, sheet.y + ROW / 2, name, ink=ink(name, MUTED), strong=True)
            sheet.y += TIGHT + LINE * sheet.narrow
            _lane(sheet, scale, self.acts[self.acts.lane == name], ink(name, MUTED))
        for x in turns.values():
            sheet.upright(x, top, sheet.y, INK, dash=DASH)
        sheet.rule(scale.start, scale.end, sheet.y)
        sheet.notches(scale, sheet.y)
        for year in scales.years(first, last, scale.end - scale.start):
            x = scale(year + 1 / 2)
            sheet.text(x, sheet.y + HALF, year, SMALL, ink=MUTED, align="center")
        sheet.y += LINE + TIGHT


def _lane(sheet: Sheet, scale: Scale, acts: pd.DataFrame, own: str) -> None:
    """Put acts in as few lines as they need."""
    taken: list[list[_Act]] = []  # by line, what stands there
    for _, row in acts.sort_values(["thin", "begins"]).iterrows():
        act = _Act.placed(sheet, scale, row)
        place = next(
            line
            for line in range(len(taken) + 1)
            if not any(act.meets(other) for each in taken[line : line + act.tall] for other in each)
        )
        taken += [[] for _ in range(place + act.tall - len(taken))]
        for line in taken[place : place + act.tall]:
            line.append(act)
        act.draw(sheet, sheet.y + LINE * place + HALF, own)
        sheet.tell((act.x + act.far) / 2, sheet.y + LINE * place + HALF, row.told)
    sheet.y += LINE * len(taken) + GAP


@dataclass
class _Act:
    """An act from x to far, and the lines of its words, which begin at left."""

    x: float
    far: float
    thin: bool
    lines: list[str]
    left: float
    below: bool = False  # there is room for the words at neither side

    @classmethod
    def placed(cls, sheet: Sheet, scale: Scale, act: pd.Series) -> "_Act":
        """Return an act with its words on its line, right of it, left of it, or else below."""
        x, far, wide = scale(act.begins), scale(act.ends), measure(act.words, SMALL)
        lefts = [far + GAP] * (far + GAP + wide <= sheet.width)
        lefts += [x - GAP - wide] * (x - GAP - wide >= scale.start)
        if act.thin and far - x > wide + 2 * WIDE:
            lefts = [x + WIDE]
        if lefts:
            return cls(x, far, act.thin, [act.words], lefts[0])
        lines = wrapped(act.words, sheet.width - scale.start, SMALL)
        left = max(scale.start, min(x, sheet.width - widest(lines, SMALL)))
        return cls(x, far, act.thin, lines, left, below=True)

    @property
    def tall(self) -> int:
        return len(self.lines) + self.below

    @property
    def extent(self) -> tuple[float, float]:
        """Return the room of mark and words."""
        return min(self.x, self.left), max(self.far, self.left + widest(self.lines, SMALL))

    def meets(self, other: "_Act") -> bool:
        (x, far), (left, right) = self.extent, other.extent
        return x < right + GAP and left < far + GAP

    def draw(self, sheet: Sheet, y: float, own: str) -> None:
        """Draw the mark around a height; a thin one is apart where words stand on it."""
        x, far = self.x, self.far
        if self.thin:
            on = [self.left - TIGHT, np.nan, self.left + measure(self.lines[0], SMALL) + TIGHT]
            ends = [x, *on, far] if x < self.left < far and not self.below else [x, far]
            sheet.path(ends, [y] * len(ends), own, THIN)
        elif far - x < GAP:
            sheet.dots([(x + far) / 2], [y], own)
        else:
            sheet.box(x, y - TIGHT, far - x, GAP, own)
        sheet.lines(self.left, y + LINE * self.below, self.lines, size=SMALL)
