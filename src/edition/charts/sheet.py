"""A sheet of paper in pixels that grows downwards; what is drawn on it knows its own size."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

import numpy as np

from edition.charts.inks import INK, MUTED, RULE
from edition.charts.letters import apart, measure
from edition.charts.scales import Scale
from edition.charts.sizes import GAP, HAIR, LINE, RISE, SMALL, TEXT, THICK, THIN, TIGHT, WIDE

GROUND, BELOW, SHAPES, LINES, DOTTED, WORDS = range(6)  # the levels, the lowest first
ROOT = 2**0.5
CORNERS = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -ROOT), (ROOT, 0), (0, ROOT), (-ROOT, 0)),  # a square on its corner
}
ALIGNS = ("left", "center", "right")  # by halves of its width a text is moved to the left
WAYS = ((0, -1), (0, 1), (1, 0), (-1, 0))  # from a point: up, down, right, left
ASLANT = ((1, -1), (-1, -1), (1, 1), (-1, 1))
TRIES = np.arange(1, 4, 1 / 2)  # how far, ever farther, a value looks for a place


def _along(points: np.ndarray) -> np.ndarray:
    """Return points along a line, near each other."""
    far = np.concatenate([[0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    steps = np.arange(0, far[-1] + TIGHT, TIGHT)
    return np.column_stack([np.interp(steps, far, each) for each in points.T])


@dataclass(frozen=True)
class Shape:
    """A line through points, in several runs; with a fill, the area within each run."""

    level: int
    runs: list[np.ndarray]
    ink: str | None
    width: float
    dash: tuple | None = None
    fill: str = "none"

    @property
    def closed(self) -> bool:
        return self.fill != "none"

    @property
    def outlines(self) -> list[np.ndarray]:
        """Return the runs; those of an area end where they began."""
        return [np.vstack([run, run[:1]]) for run in self.runs] if self.closed else self.runs

    def points_along(self) -> np.ndarray:
        return np.vstack([_along(run) for run in self.outlines])


@dataclass(frozen=True)
class Dot:
    """A round point, filled or hollow."""

    x: float
    y: float
    radius: float
    ink: str
    fill: str
    width: float = THIN
    level: int = DOTTED

    def points_along(self) -> np.ndarray:
        return np.array([(0, 0), *WAYS]) * self.radius + (self.x, self.y)


@dataclass(frozen=True)
class Text:
    """A line of text; y is the height of its base."""

    x: float
    y: float
    words: str
    size: float
    ink: str = INK
    align: str = "left"
    strong: bool = False
    level: int = WORDS

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the room that it takes: left, top, right, bottom."""
        wide = measure(self.words, self.size, self.strong)
        left = self.x - wide * ALIGNS.index(self.align) / 2
        fall = self.size * RISE / 2
        return left, self.y + fall - self.size, left + wide, self.y + fall

    def points_along(self) -> np.ndarray:
        left, top, right, bottom = self.box
        return _along(np.array([(left, top), (right, top), (right, bottom), (left, bottom)]))


Mark = Shape | Dot | Text


def _inside(points: np.ndarray, box: tuple) -> np.ndarray:
    """Return the points that lie in a box, or close beside it."""
    (x, y), (left, top, right, bottom) = points.T, box
    return points[(x > left - TIGHT) & (x < right + TIGHT) & (y > top) & (y < bottom)]


def _cut(line: Shape, boxes: list[tuple]) -> Shape | None:
    """Return a straight level or upright line without what runs through boxes; None if all does."""
    (ends,) = line.runs
    along = int(ends[0, 0] == ends[1, 0])  # 1 for an upright line
    across, (start, end) = ends[0, 1 - along], sorted(ends[:, along])
    runs, begins = [], start
    for box in sorted(boxes, key=lambda box: box[along]):
        near, far = box[:2], box[2:]
        if near[1 - along] - 1 < across < far[1 - along] + 1 and start < far[along] + TIGHT:
            runs.append((begins, near[along] - TIGHT))
            begins = max(begins, far[along] + TIGHT)
    runs = [(a, min(b, end)) for a, b in [*runs, (begins, end)] if min(b, end) - a > 1]
    columns = [np.column_stack([pair, [across] * 2][:: 1 - 2 * along]) for pair in runs]
    return replace(line, runs=columns) if runs else None


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

    def side_by_side(self, parts: Sequence, across: int, between: float, draw: Callable) -> None:
        """Draw parts in rows of so many: draw(sheet, left, right, part) from the height y down."""
        room = (self.width + between) / across
        for row in range(0, len(parts), across):
            top, ends = self.y, []
            for place, part in enumerate(parts[row : row + across]):
                self.y = top
                draw(self, room * place, room * (place + 1) - between, part)
                ends.append(self.y)
            self.y = max(ends)

    def tell(self, x, y, words: str) -> None:
        """Let a page show these words for a value at this place, under pointer, finger or key."""
        self.told.append((float(x), float(y), words))

    def text(self, x, y, words, size=TEXT, **look) -> None:
        """Write a line of text around the height y, moved as far as the edges of the sheet ask."""
        if words != "":
            self._marks.append(self._text(x, y, words, size, **look))

    def _text(self, x, y, words, size, **look) -> Text:
        made = Text(x, y + RISE * size, str(words), size, **look)
        left, _, right, _ = made.box
        return replace(made, x=x + max(0, -left) + min(0, self.width - right))

    def beside(self, x, y, words, size=SMALL, **look) -> None:
        """Write a value beside its point, where it hides no mark and no other words.

        Above, below, right and left are tried, ever farther.
        """
        aside, look["align"] = measure(words, size) / 2 + GAP, "center"
        steps = [far * np.array(way) for far in TRIES for way in WAYS + ASLANT]
        places = [(x + across * aside, y + down * LINE) for across, down in steps]
        tried = [self._text(*place, words, size, **look) for place in places]
        made = [text for text in tried if text.box[1] >= 0]  # on the sheet
        points = np.vstack([m.points_along() for m in self._marks if m.level > BELOW])
        hidden = [len(_inside(points, text.box)) for text in made]
        self._marks.append(made[hidden.index(min(hidden))])

    def lines(self, x, y, lines: list[str], **look) -> None:
        """Write lines of text, the first around the height y."""
        for place, words in enumerate(lines):
            self.text(x, y + LINE * place, words, **look)

    def abreast(self, xs, y, texts: Sequence[str], inks=(INK,), strong=False, ends=None) -> float:
        """Write texts side by side, each centred on its place, moved apart as far as they need.

        Where they have no room, they stand below each other. inks: one, or one a text. ends: left
        and right end of the room, if not all. Return the height that they take.
        """
        sizes = [measure(text, SMALL, strong) + WIDE for text in texts]
        look, (start, end) = {"size": SMALL, "strong": strong}, ends or (0, self.width)
        if stacked := sum(sizes) > end - start:
            places, look["align"] = [start] * len(sizes), "left"
        else:
            places, look["align"] = apart(xs, sizes, start, end), "center"
        for number, (x, text, ink) in enumerate(zip(places, texts, cycle(inks))):
            self.text(x, y + LINE * stacked * number, text, ink=ink, **look)
        return LINE * (len(sizes) if stacked else 1)

    def path(self, xs, ys, ink=INK, width=THICK, dash=None, below=False) -> None:
        """Draw a line through points; a missing value breaks it."""
        points = np.column_stack([np.asarray(xs, float), np.asarray(ys, float)])
        gaps = np.flatnonzero(np.isnan(points).any(axis=1))
        runs = [run[~np.isnan(run).any(axis=1)] for run in np.split(points, gaps)]
        runs = [run for run in runs if len(run) > 1]
        if runs:
            self._marks.append(Shape(BELOW if below else LINES, runs, ink, width, dash))

    def strokes(self, xs, lows, highs, ink=INK, width=THIN) -> None:
        """Draw upright strokes, one at each x."""
        xs, gaps = np.broadcast_to(xs, np.shape(lows)), np.full(np.shape(lows), np.nan)
        ends = np.column_stack([xs, xs, xs]).ravel(), np.column_stack([lows, highs, gaps]).ravel()
        self.path(*ends, ink, width)

    def rule(self, x0, x1, y, ink=RULE) -> None:
        """Draw a thin level line, below all marks."""
        self.path([x0, x1], [y, y], ink, HAIR, below=True)

    def upright(self, x, top, bottom, ink=INK, **look) -> None:
        """Draw a thin upright line, below all marks."""
        self.path([x, x], [top, bottom], ink, HAIR, below=True, **look)

    def notches(self, scale: Scale, y: float) -> None:
        """Mark each whole value of a scale, such as where a year begins, below a height."""
        for value in range(math.ceil(scale.low), math.floor(scale.high) + 1):
            self.upright(scale(value), y, y + TIGHT, MUTED)

    def area(self, points, fill, edge=None, width=THIN, below=False) -> None:
        """Draw a filled shape, with an edge or without."""
        level = GROUND if below else SHAPES
        self._marks.append(Shape(level, [np.asarray(points, float)], edge, width, fill=fill))

    def box(self, x, y, wide, high, fill, **look) -> None:
        """Draw a filled rectangle from its upper left corner."""
        corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
        self.area(corners, fill, **look)

    def dots(self, xs, ys, ink=INK, size=GAP, shape="round", fill=None) -> None:
        """Draw points of a shape: round, square, diamond or dash; hollow with another fill."""
        half, fill = size / 2, fill or ink
        for x, y in zip(xs, ys, strict=True):
            if shape == "round":
                self._marks.append(Dot(x, y, half, ink, fill))
            elif shape == "dash":
                self.path([x - half, x + half], [y, y], ink, THIN)
            else:
                points = half * np.array(CORNERS[shape]) + (x, y)
                self._marks.append(Shape(DOTTED, [points], ink, THIN, fill=fill))
