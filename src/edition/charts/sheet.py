"""A sheet of paper in pixels that grows downwards; what is drawn on it knows its own size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Polygon
from matplotlib.textpath import text_to_path
from matplotlib.ticker import MaxNLocator

from edition.charts import pictures
from edition.charts.grammar import Layout, fonts
from edition.charts.inks import INK, PAPER, RULE

TEXT, SMALL = 13, 12  # sizes of type, in pixels
GAP, LINE = 8, 17  # from a mark to its label, from line to line
HALF, TIGHT, WIDE_GAP = LINE / 2, GAP / 2, 2 * GAP  # half a line, little room, much room
THICK, THIN = 2.5, 1.25  # lines of what a figure is about, and of the rest
DASH, DOTS = (0, (4, 3)), (0, (1, 2))
ROUND = 1.02
RISE = 0.34  # of the size of type: from the middle of a line of text down to its base
MINUS = "\N{MINUS SIGN}"


@cache
def measure(words: str, size: float = TEXT, strong: bool = False) -> float:
    """Return the width of a line of text in pixels."""
    family = fonts()["font.family"]
    font = FontProperties(family=family, size=size, weight="semibold" if strong else "normal")
    # no renderer sets a line just as wide: a little room for those that round up
    return ROUND * text_to_path.get_text_width_height_descent(words, font, ismath=False)[0]


def wrapped(words: str, width: float, size: float = TEXT, strong: bool = False) -> list[str]:
    """Return text in lines that are no wider than this, as far as its words allow."""
    lines = []
    for word in str(words).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size, strong) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def apart(places: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return the middles of labels, moved as little as needed so that none overlaps another.

    places: where each would stand. sizes: their lengths. low, high: between which they stay if
    they all fit.
    """
    order = sorted(range(len(places)), key=lambda each: places[each])
    blocks = []  # [members, sum of where each would begin if it were the first, length]
    for each in order:
        blocks.append([[each], places[each] - sizes[each] / 2, sizes[each]])
        while len(blocks) > 1 and _start(blocks[-2], low, high) + blocks[-2][2] > _start(
            blocks[-1], low, high
        ):
            members, begins, length = blocks.pop()
            blocks[-1][1] += begins - blocks[-1][2] * len(members)
            blocks[-1][0] += members
            blocks[-1][2] += length
    found = list(places)
    for block in blocks:
        edge = _start(block, low, high)
        for each in block[0]:
            found[each] = edge + sizes[each] / 2
            edge += sizes[each]
    return found


def _start(block: list, low: float, high: float) -> float:
    members, begins, length = block
    return max(low, min(begins / len(members), high - length))


def digits(values) -> int:
    """Return how many decimals a reader needs: none for whole or large numbers, else one."""
    known = [abs(value) for value in values if value == value]
    whole = all(value == int(value) for value in known)
    return 0 if whole or max(known) >= 100 else 1


def said(value: float, decimals: int = 0, signed: bool = False) -> str:
    """Return a number as text: 1,200 or −6.8 or, with its sign, +3.0."""
    shown = round(float(value), decimals) + 0.0  # no −0
    sign = MINUS if shown < 0 else "+" if signed and shown else ""
    return f"{sign}{abs(shown):,.{decimals}f}"


@dataclass(frozen=True)
class Scale:
    """From values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) * (self.end - self.start) / (self.high - self.low)


def years(first: int, last: int, room: float) -> list[int]:
    """Return as many years, evenly apart, as their names have room in so many pixels."""
    most = room / (measure(str(last)) + WIDE_GAP)
    step = next(each for each in (1, 2, 3, 5, 10, 20) if (last - first) / each < most)
    return list(range(first, last + 1, step))


def ticks(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    """Return round values from at most low to at least high."""
    return list(MaxNLocator(most, steps=[1, 2, 5, 10], integer=whole).tick_values(low, high))


class Sheet:
    """What is to be drawn, in pixels from the top left; y is where the next thing may begin."""

    def __init__(self, layout: Layout):
        self.narrow, self.width, self.y = layout.narrow, layout.width - GAP, 0.0
        self._drawn, self._told = [], []

    @classmethod
    def filled(cls, layout: Layout, fill: Callable) -> "Sheet":
        """Return a sheet on which a function has put its marks."""
        made = cls(layout)
        fill(made)
        return made

    def draw(self, axes) -> None:
        """Draw it all on axes that fill a figure."""
        for each in self._drawn:
            each(axes)
        axes.set(xlim=(0, self.width), ylim=(self.y, 0))
        axes.axis("off")
        axes.set_label("sheet")
        pictures.say(axes, self._told)

    def tell(self, x, y, words: str) -> None:
        """Let a page show these words for a value at this place, under pointer, finger or key."""
        self._told.append((float(x), float(y), words))

    def text(self, x, y, words, ink=INK, size=TEXT, align="left", strong=False, paper=False):
        """Write a line of text around the height y; paper: no line runs through its letters."""
        look = {"color": ink, "fontsize": size, "ha": align, "va": "baseline"}
        look |= {"fontweight": "semibold" if strong else "normal"}
        if paper:
            look["bbox"] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
        self._drawn.append(lambda axes: axes.text(x, y + RISE * size, words, **look))

    def lines(self, x, y, lines: list[str], **look) -> None:
        """Write lines of text, the first around the height y."""
        for place, words in enumerate(lines):
            self.text(x, y + LINE * place, words, **look)

    def path(self, xs, ys, ink=INK, width=THICK, dash="-", below=False) -> None:
        """Draw a line through points; a missing value breaks it."""
        look = {"color": ink, "linewidth": width, "linestyle": dash, "clip_on": False}
        look |= {"solid_capstyle": "butt", "zorder": 0.5 if below else 2}
        self._drawn.append(lambda axes: axes.plot(xs, ys, **look))

    def strokes(self, xs, lows, highs, ink=INK, width=THIN) -> None:
        """Draw upright strokes, one at each x."""
        breaks = np.full(len(xs), np.nan)
        ys = np.column_stack([lows, highs, breaks])
        self.path(np.repeat(xs, ys.shape[1]), ys.ravel(), ink, width)

    def rule(self, x0, x1, y, ink=RULE, **look) -> None:
        """Draw a thin level line, below all marks."""
        self.path([x0, x1], [y, y], ink, 1, below=True, **look)

    def upright(self, x, top, bottom, ink=INK, **look) -> None:
        """Draw a thin upright line."""
        self.path([x, x], [top, bottom], ink, 1, **look)

    def area(self, points, fill, edge="none", width=0, dash="-", below=False, gid=None) -> None:
        """Draw a filled shape."""
        look = {"facecolor": fill, "edgecolor": edge, "linewidth": width, "linestyle": dash}
        look |= {"zorder": 0.2 if below else 1.5, "clip_on": False, "gid": gid}
        self._drawn.append(lambda axes: axes.add_patch(Polygon(points, **look)))

    def box(self, x, y, wide, high, fill, **look) -> None:
        """Draw a filled rectangle from its upper left corner."""
        corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
        self.area(corners, fill, **look)

    def dots(self, xs, ys, ink=INK, size=GAP, shape="o", fill=None, gid=None) -> None:
        """Draw points: filled, or hollow with another fill."""
        look = {"color": ink, "markersize": size, "markeredgecolor": ink, "clip_on": False}
        look |= {"markerfacecolor": fill or ink, "markeredgewidth": THIN, "zorder": 3, "gid": gid}
        self._drawn.append(lambda axes: axes.plot(xs, ys, shape, **look))
