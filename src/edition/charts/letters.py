"""How much room words take, and where they stand without touching each other."""

from collections.abc import Sequence
from functools import cache

import font_source_sans_pro
import numpy as np
from PIL import ImageFont

from edition.charts.sizes import LARGE, ROUNDED, TEXT

FACES = font_source_sans_pro.font_files_ttf


def face(strong: bool) -> str:
    """Return the file of the typeface of all figures."""
    return FACES["SourceSansProSemibold" if strong else "SourceSansPro"]


@cache
def _font(strong: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face(strong), LARGE, layout_engine=ImageFont.Layout.BASIC)


@cache
def measure(words: str, size: float = TEXT, strong: bool = False) -> float:
    """Return the width of a line of text in pixels."""
    return ROUNDED * _font(strong).getlength(words) * size / LARGE


def widest(lines: Sequence[str], size: float = TEXT, strong: bool = False) -> float:
    """Return the width of the longest of some lines of text; 0 of none."""
    return max((measure(line, size, strong) for line in lines), default=0)


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
    order, sizes = np.argsort(places, kind="stable"), np.asarray(sizes, float)
    before = np.cumsum(sizes[order]) - sizes[order]  # the room of the labels before each
    free = np.asarray(places, float)[order] - sizes[order] / 2 - before
    steps = range(len(order))
    # the nearest values that rise: labels that touch stand around the mean of their places
    risen = [
        max(
            min(free[first : last + 1].mean() for last in steps[here:])
            for first in steps[: here + 1]
        )
        for here in steps
    ]
    starts = np.maximum(low, np.minimum(risen, high - sizes.sum())) + before
    found = np.empty(len(order))
    found[order] = starts + sizes[order] / 2
    return found.tolist()
