"""A sheet of paper in pixels that grows downwards; what is drawn on it knows its own size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import font_source_sans_pro
import numpy as np
from matplotlib.ticker import MaxNLocator
from PIL import ImageFont

from edition.charts.inks import INK, RULE

TEXT, SMALL = 13, 12  # sizes of type, in pixels
GAP, LINE = 8, 17  # from a mark to its label, from line to line
HALF, TIGHT, WIDE_GAP = LINE / 2, GAP / 2, 2 * GAP  # half a line, little room, much room
THICK, THIN = 2.5, 1.25  # lines of what a figure is about, and of the rest
DASH, DOTS = (3, 2), (1, 2)  # of a line: drawn and left out, in its own widths
RISE = 0.34  # of the size of type: from the middle of a line of text down to its base
LARGE = 100  # pixels: a size of type at which it is measured
FACES = font_source_sans_pro.font_files_ttf
MINUS = "\N{MINUS SIGN}"


def face(strong: bool) -> str:
    """Return the file of the typeface of all figures."""
    return FACES["SourceSansProSemibold" if strong else "SourceSansPro"]


@cache
def _font(strong: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face(strong), LARGE, layout_engine=ImageFont.Layout.BASIC)


@cache
def measure(words: str, size: float = TEXT, strong: bool = False) -> float:
    """Return the width of a line of text in pixels."""
    # no renderer sets a line just as wide: a little room for those that round up
    return 1.02 * _font(strong).getlength(words) * size / LARGE


def wrapped(words: str, width: float, size: float = TEXT, strong: bool = False) -> list[str]:
    """Return text in lines that are no wider than this, as far as its words allow."""
    lines = []
    for word in str(words).split(" "):  # a no-break space stays
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size, strong) <= width:
            lines[-1] = longer
        elif word:
            lines.append(word)
    return lines


def apart(places: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return the middles of labels, moved as little as needed so that none overlaps another.

    places: where each would stand. sizes: their lengths. low, high: between which they stay if
    they all fit.
    """

    def start(block: list) -> float:
        members, begins, length = block
        return max(low, min(begins / len(members), high - length))

    blocks = []  # [members, sum of where each would begin if it were the first, length]
    for each in np.argsort(places, kind="stable"):
        blocks.append([[each], places[each] - sizes[each] / 2, sizes[each]])
        while blocks[1:] and start(blocks[-2]) + blocks[-2][-1] > start(blocks[-1]):
            members, begins, length = blocks.pop()
            blocks[-1][1] += begins - blocks[-1][-1] * len(members)
            blocks[-1][0] += members
            blocks[-1][-1] += length
    found = list(places)
    for block in blocks:
        edge = start(block)
        for each in block[0]:
            found[each] = edge + sizes[each] / 2
            edge += sizes[each]
    return found


def digits(values) -> int:
    """Return how many decimals a reader needs: none for whole or large numbers, else one."""
    known = [abs(value) for value in values if value == value]
    return int(any(value % 1 for value in known) and max(known) < 100)


def said(value: float, decimals: int = 0, signed: bool = False) -> str:
    """Return a number as text: 1,200 or −6.8 or, with its sign, +3.0."""
    shown = round(float(value), decimals)
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


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return round values from at most low to at least high."""
    return list(MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(low, high))


def _along(points: np.ndarray) -> np.ndarray:
    """Return points along a line, near each other."""
    far = np.concatenate([[0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    steps = np.arange(0, far[-1] + TIGHT, TIGHT)
    return np.column_stack([np.interp(steps, far, each) for each in points.T])


@dataclass(frozen=True)
class Mark:
    """What all marks have: the level on which they lie, the lowest below."""

    level: int


@dataclass(frozen=True)
class Path(Mark):
    """A line through points, in several runs."""

    runs: list[np.ndarray]
    ink: str
    width: float
    dash: tuple | None

    def points_along(self) -> np.ndarray:
        return np.vstack([_along(run) for run in self.runs])


@dataclass(frozen=True)
class Area(Mark):
    """A filled shape with an edge, or without."""

    points: np.ndarray
    fill: str
    edge: str | None
    width: float
    dash: tuple | None

    def points_along(self) -> np.ndarray:
        return _along(np.vstack([self.points, self.points[:1]]))


@dataclass(frozen=True)
class Dot(Mark):
    """A round point, filled or hollow."""

    x: float
    y: float
    radius: float
    ink: str
    fill: str
    width: float

    def points_along(self) -> np.ndarray:
        ways = np.array([(0, 0), (0, 1), (1, 0), (0, -1), (-1, 0)])
        return ways * self.radius + (self.x, self.y)


@dataclass(frozen=True)
class Text(Mark):
    """A line of text; y is the height of its base."""

    x: float
    y: float
    words: str
    size: float
    ink: str = INK
    align: str = "left"
    strong: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the room that it takes: left, top, right, bottom."""
        wide = measure(self.words, self.size, self.strong)
        left = self.x - wide * ("left", "center", "right").index(self.align) / 2
        fall = self.size * RISE / 2
        return left, self.y + fall - self.size, left + wide, self.y + fall

    def points_along(self) -> np.ndarray:
        left, top, right, bottom = self.box
        return _along(np.array([(left, top), (right, top), (right, bottom), (left, bottom)]))


def _inside(points: np.ndarray, box: tuple) -> np.ndarray:
    """Return the points that lie in a box, or close beside it."""
    (x, y), (left, top, right, bottom) = points.T, box
    return points[(x > left - TIGHT) & (x < right + TIGHT) & (y > top) & (y < bottom)]


def _cut(line: Path, boxes: list[tuple]) -> Path | None:
    """Return a straight level or upright line without what runs through boxes; None if all does."""
    (ends,) = line.runs
    along = int(ends[0, 0] == ends[1, 0])  # 1 for an upright line
    across, (start, end) = ends[0, 1 - along], sorted(ends[:, along])
    runs, begins = [], start
    for box in sorted(boxes, key=lambda box: box[along]):
        if box[1 - along] - 1 < across < box[3 - along] + 1 and start < box[2 + along] + TIGHT:
            runs.append((begins, box[along] - TIGHT))
            begins = max(begins, box[2 + along] + TIGHT)
    runs = [(a, min(b, end)) for a, b in [*runs, (begins, end)] if min(b, end) - a > 1]
    columns = [np.column_stack([pair, [across] * 2][:: 1 - 2 * along]) for pair in runs]
    return replace(line, runs=columns) if runs else None


GROUND, BELOW, SHAPES, LINES, DOTTED, WORDS = range(6)  # the levels


class Sheet:
    """What is to be drawn, in pixels from the top left; y is where the next thing may begin."""

    def __init__(self, width: float, narrow: bool = False):
        self.width, self.narrow, self.y = width, narrow, 0.0
        self._marks: list[Mark] = []
        self.told: list[tuple[float, float, str]] = []

    @classmethod
    def filled(cls, width: float, narrow: bool, fill: Callable[["Sheet"], None]) -> "Sheet":
        """Return a sheet on which a function has put its marks."""
        made = cls(width, narrow)
        fill(made)
        return made

    @property
    def marks(self) -> list[Mark]:
        """Return all marks, the lowest first; lines below stop where words stand."""
        boxes = [mark.box for mark in self._marks if mark.level == WORDS]
        cut = [_cut(mark, boxes) if mark.level == BELOW else mark for mark in self._marks]
        return sorted(filter(None, cut), key=lambda mark: mark.level)

    def tell(self, x, y, words: str) -> None:
        """Let a page show these words for a value at this place, under pointer, finger or key."""
        self.told.append((float(x), float(y), words))

    def text(self, x, y, words, size=TEXT, **look) -> None:
        """Write a line of text around the height y, moved as far as the edges of the sheet ask."""
        if words != "":
            self._marks.append(self._text(x, y, words, size, **look))

    def _text(self, x, y, words, size, **look) -> "Text":
        made = Text(WORDS, x, y + RISE * size, str(words), size, **look)
        left, _, right, _ = made.box
        return replace(made, x=x + max(0, -left) + min(0, self.width - right))

    def beside(self, x, y, words, size=SMALL, **look) -> None:
        """Write a value beside its point, where it hides no mark and no other words.

        Above, below, right and left are tried, ever farther.
        """
        aside, look["align"] = measure(words, size) / 2 + GAP, "center"
        ways = [(0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1)]
        steps = [
            (far * across, far * down) for far in np.arange(1, 4, 1 / 2) for across, down in ways
        ]
        places = [(x + across * aside, y + down * LINE) for across, down in steps]
        made = [self._text(*place, words, size, **look) for place in places]
        points = np.vstack([m.points_along() for m in self._marks if m.level > BELOW])
        hidden = [len(_inside(points, text.box)) for text in made]
        self._marks.append(made[hidden.index(min(hidden))])

    def lines(self, x, y, lines: list[str], **look) -> None:
        """Write lines of text, the first around the height y."""
        for place, words in enumerate(lines):
            self.text(x, y + LINE * place, words, **look)

    def path(self, xs, ys, ink=INK, width=THICK, dash=None, below=False) -> None:
        """Draw a line through points; a missing value breaks it."""
        points = np.column_stack([np.asarray(xs, float), np.asarray(ys, float)])
        gaps = np.flatnonzero(np.isnan(points).any(axis=1))
        runs = [run[~np.isnan(run).any(axis=1)] for run in np.split(points, gaps)]
        runs = [run for run in runs if len(run) > 1]
        if runs:
            self._marks.append(Path(BELOW if below else LINES, runs, ink, width, dash))

    def strokes(self, xs, lows, highs, ink=INK, width=THIN) -> None:
        """Draw upright strokes, one at each x."""
        ends = zip(np.broadcast_to(xs, np.shape(lows)), lows, highs, strict=True)
        runs = [np.array([(x, low), (x, high)]) for x, low, high in ends if low == low]
        if runs:
            self._marks.append(Path(LINES, runs, ink, width, None))

    def rule(self, x0, x1, y, ink=RULE) -> None:
        """Draw a thin level line, below all marks."""
        self.path([x0, x1], [y, y], ink, 1, below=True)

    def upright(self, x, top, bottom, ink=INK, **look) -> None:
        """Draw a thin upright line, below all marks."""
        self.path([x, x], [top, bottom], ink, 1, below=True, **look)

    def area(self, points, fill, edge=None, width=0, dash=None, below=False) -> None:
        """Draw a filled shape."""
        level = GROUND if below else SHAPES
        self._marks.append(Area(level, np.asarray(points, float), fill, edge, width, dash))

    def box(self, x, y, wide, high, fill, **look) -> None:
        """Draw a filled rectangle from its upper left corner."""
        corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
        self.area(corners, fill, **look)

    def dots(self, xs, ys, ink=INK, size=GAP, shape="round", fill=None) -> None:
        """Draw points of a shape: round, square, diamond or dash; hollow with another fill."""
        half = size / 2
        for x, y in zip(xs, ys, strict=True):
            if shape == "round":
                self._marks.append(Dot(DOTTED, x, y, half, ink, fill or ink, THIN))
            elif shape == "dash":
                self.path([x - half, x + half], [y, y], ink, THIN)
            else:
                corners = {"square": [(-1, -1), (1, -1), (1, 1), (-1, 1)]}.get(
                    shape, [(0, -ROOT), (ROOT, 0), (0, ROOT), (-ROOT, 0)]
                )
                points = half * np.array(corners) + (x, y)
                self._marks.append(Area(DOTTED, points, fill or ink, ink, THIN, None))


ROOT = 2**0.5  # a diamond is a square on its corner
