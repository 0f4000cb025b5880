"""How lines and parts of bars look, told apart without colour too, and their names."""

from collections.abc import Sequence
from dataclasses import dataclass

from edition.charts.inks import INK, MUTED, party
from edition.charts.letters import apart, widest, wrapped
from edition.charts.sheet import Sheet
from edition.charts.sizes import DASH, DOTS, GAP, HALF, KEY, LINE, TEXT, THICK, THIN, TIGHT


@dataclass(frozen=True)
class Look:
    """How a line, or a part of bars, is told from the others: without colour, too."""

    ink: str
    width: float = THICK
    dash: tuple | None = None
    shape: str | None = None
    fill: str | None = None  # of a part of bars

    @property
    def strong(self) -> bool:
        return self.width == THICK

    @property
    def point(self) -> float:
        """Return the size of a point on the line."""
        return max(2 * self.width, TIGHT)

    def key(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw a piece of the line, or of the bars, around a height."""
        if self.fill:
            sheet.box(x + GAP, y - TIGHT, GAP, GAP, self.fill, edge=self.ink)
            return
        sheet.path([x, x + KEY], [y, y], self.ink, self.width, self.dash)
        if self.shape:
            sheet.dots([x + KEY / 2], [y], self.ink, self.point, self.shape)


def looks(names: Sequence[str]) -> dict[str, Look]:
    """Return how the line of each name looks: a party in its ink, the median dashed.

    Without a party the first is a thick line.
    """
    parties = {name: party(name, shape=None) for name in names}
    found = {name: Look(ink, shape=shape) for name, (ink, shape) in parties.items() if ink}
    left = [Look(INK), Look(INK, dash=DASH), Look(MUTED, THIN), Look(MUTED, dash=DOTS)]
    left = left[bool(found) :]
    others = [name for name in names if name not in found]
    for name in sorted(others, key=lambda name: not name.startswith("median")):
        dashed = name.startswith("median")
        found[name] = next(look for look in left if look.dash or not dashed)
        left.remove(found[name])
    return {name: found[name] for name in names}


class Names:
    """Names at the right end of lines or bars, behind a key where ink alone would not tell."""

    def __init__(self, looks: dict[str, Look], width: float, size=TEXT, keyed=False):
        """Find the lines of each name, so wide at most, and the room that they take."""
        self.looks, self.size, self.key = looks, size, (KEY + TIGHT) * keyed
        self.lines = {
            name: wrapped(name, width, size, strong=look.strong) for name, look in looks.items()
        }
        every = [line for lines in self.lines.values() for line in lines]
        self.room = (widest(every, size, strong=True) + GAP + self.key) * bool(looks)

    def write(self, sheet: Sheet, x: float, places: dict[str, float], low, high) -> None:
        """Write the names from x on around heights, moved apart between two others."""
        sizes = [LINE * len(self.lines[name]) for name in places]
        middles = apart(list(places.values()), sizes, low, high)
        for name, y, size in zip(places, middles, sizes, strict=True):
            look, first = self.looks[name], y - size / 2 + HALF
            if self.key:
                look.key(sheet, x, first)
            about = {"size": self.size, "ink": look.ink, "strong": look.strong}
            sheet.lines(x + self.key, first, self.lines[name], **about)
