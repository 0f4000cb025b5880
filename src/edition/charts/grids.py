"""Figures without a scale: a grid of votes, and boxes in groups."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, field

import pandas as pd

from edition.charts import words
from edition.charts.grammar import Chart, mark
from edition.charts.inks import INK, MUTED, PAPER, VOTES, WASH, ink
from edition.charts.letters import measure, widest, wrapped
from edition.charts.sheet import Sheet
from edition.charts.sizes import BAR, GAP, HAIR, HALF, KEY, LINE, ROW, SMALL, TIGHT
from edition.tables import DataError

YEAR = 4  # letters of a year, before month and day


def sign(sheet: Sheet, x: float, y: float, vote: str, own: str, size: float = GAP) -> None:
    """Draw the sign of a vote around a point."""
    shape, hollow = VOTES[vote]
    sheet.dots([x], [y], own, size, shape, PAPER if hollow else own)


def key(sheet: Sheet, x: float, cast: pd.DataFrame, size: float = GAP) -> None:
    """Draw the signs of the votes that were cast with their words, in one line from x on."""
    for vote in VOTES:
        if (cast == vote).any(axis=None):
            sign(sheet, x, HALF, vote, MUTED, size)
            sheet.text(x + GAP, HALF, vote, SMALL, ink=MUTED)
            x += measure(vote, SMALL) + KEY


@mark
class Votes(Chart):
    """A grid of votes: a row a resolution, a column a member.

    data: date, resolution (or other columns, named by date and row), and for each member yes, no,
    abstains or no vote. windows={words: (first, last)}: years whose rows are shaded. All else: as
    in grammar.Chart. DataError for another vote.
    """

    members: Sequence[str]
    _: KW_ONLY
    row: str = "resolution"
    date: str = "date"
    windows: dict[str, tuple] = field(default_factory=dict)

    PLACES, VALUES = ("date", "row"), ("members",)

    def said(self) -> str:
        """Count the votes of each member."""
        cast = self.data[list(self.members)].stack()
        for place, vote in cast[~cast.isin(list(VOTES))].items():
            expected = f"expected one of {', '.join(VOTES)}"
            raise DataError(f"figure {self.name!r}, {place}: {expected}; found {vote!r}")
        told = []
        for name in self.members:
            counts = self.data[name].value_counts().items()
            told.append(f"{name}: {', '.join(f'{vote} ({number})' for vote, number in counts)}")
        return f"A grid of votes. {words.listed(told)}"

    def fill(self, sheet: Sheet) -> None:
        """Draw the signs with their words, the names of the members, and a row each."""
        dates = self.data[self.date].astype(str).str[:YEAR]
        names = [f"{name}, {year}" for name, year in zip(self.data[self.row], dates, strict=True)]
        key(sheet, TIGHT, self.data[list(self.members)])
        room = widest(names) + GAP
        step = (sheet.width - room) / len(self.members)
        slant = widest(self.members, SMALL, True) + TIGHT > step  # by turns lower
        sheet.y = ROW + LINE * (1 + slant)
        columns = {name: room + step * (place + 1 / 2) for place, name in enumerate(self.members)}
        for place, (name, x) in enumerate(columns.items()):
            own, y = ink(name), sheet.y - HALF - LINE * (slant and not place % 2)
            sheet.text(x, y, name, SMALL, ink=own or INK, align="center", strong=bool(own))
        begun = set()
        for name, year, (_, cast) in zip(
            names, dates.astype(int), self.data.iterrows(), strict=True
        ):
            self._ground(sheet, year, begun)
            y = sheet.y + ROW / 2
            sheet.text(0, y, name)
            for member, x in columns.items():
                sign(sheet, x, y, cast[member], ink(member, MUTED), LINE * BAR)
                sheet.tell(x, y, f"{member}, {name}: {cast[member]}")
            sheet.y += ROW

    def _ground(self, sheet: Sheet, year: int, begun: set[str]) -> None:
        """Draw what lies behind a row; above the first row of a window, its words."""
        inside = [text for text, (a, b) in self.windows.items() if a <= year <= b][:1]
        heads = [text for text in inside if text not in begun]
        if inside:
            sheet.box(0, sheet.y, sheet.width, ROW * (1 + len(heads)), WASH, below=True)
        if heads or not inside:
            sheet.rule(0, sheet.width, sheet.y)
        for text in heads:
            sheet.text(0, sheet.y + ROW / 2, text, SMALL, ink=MUTED)
            sheet.y += ROW
        begun.update(heads)


@mark
class Boxes(Chart):
    """Boxes with a short text, one a row of the table, in groups; each group with its number.

    say: column of words beside a box; boxes without words stand side by side; without a text they
    are small. heads: by group, words below its name. across: groups side by side, in the wide form.
    All else: as in grammar.Chart.
    """

    group: str
    text: str
    _: KW_ONLY
    say: str = ""
    heads: dict[str, str] = field(default_factory=dict)
    across: int = 1

    PLACES = ("group", "text", "say")

    @property
    def groups(self) -> list[tuple[str, pd.DataFrame]]:
        return [(str(name), its) for name, its in self.data.groupby(self.group, sort=False)]

    def said(self) -> str:
        told = []
        for name, its in self.groups:
            named = ", ".join(filter(None, its[self.text].map(str)))
            told.append(f"{name}: {len(its)}" + f" ({named})" * bool(named))
        return f"Boxes in groups. {words.listed(told)}"

    def fill(self, sheet: Sheet) -> None:
        """Draw groups below each other, or some side by side."""
        sheet.side_by_side(self.groups, 1 if sheet.narrow else self.across, 0, self._group)

    def _group(self, sheet: Sheet, left: float, right: float, group: tuple) -> None:
        """Write the head of a group and words below, then its boxes."""
        name, its = group
        own, under = ink(name, INK), wrapped(self.heads.get(name, ""), right - left)
        head = f"{name[0].upper()}{name[1:]}: {len(its)}"
        sheet.text(left, sheet.y + HALF, head, ink=own, strong=True)
        sheet.lines(left, sheet.y + HALF + LINE, under, ink=MUTED)
        sheet.y += LINE * (1 + len(under)) + TIGHT
        most, x = widest(self.data[self.text].map(str), SMALL) + GAP, left
        says = its[self.say] if self.say else [""] * len(its)
        for text, say in zip(its[self.text].map(str), says, strict=True):
            wide = most if text else HALF
            beside = wrapped(say, right - left - wide - GAP)
            if x > left and (beside or x + wide > right):
                x, sheet.y = left, sheet.y + (ROW if text else LINE)
            sheet.box(x, sheet.y, wide, LINE + 2 * HAIR if text else HALF, PAPER, edge=own)
            middle = sheet.y + HALF + HAIR
            sheet.text(x + wide / 2, middle, text, SMALL, ink=own, align="center")
            sheet.lines(x + wide + GAP, middle, beside)
            x += wide + TIGHT
            if beside:
                x, sheet.y = left, sheet.y + max(LINE * len(beside) + TIGHT, ROW)
        sheet.y += (ROW if x > left else 0) + GAP
