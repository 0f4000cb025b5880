"""Scales: from values to pixels, and from dates to places on a scale of years."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from edition.charts.letters import measure
from edition.charts.sizes import WIDE
from edition.tables import DataError

STEPS = (1, 2, 3, 5, 10, 20)  # of years on a scale
ROUND = (1, 2, 5, 10)  # steps of other values, and ten times, a tenth of these


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
    most = room / (measure(str(last)) + WIDE)
    step = next(each for each in STEPS if (last - first) / each < most)
    return list(range(first, last + 1, step))


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return round values from at most low to at least high."""
    return list(MaxNLocator(most, steps=ROUND).tick_values(low, high))


def day(text, end: bool = False) -> float:
    """Return the start, or the end, of a year, month or day in decimal years.

    text: 2015, "2015", "2015-09" or "2015-09-30"; a number with a fraction is returned as it is.
    DataError if there is no such date.
    """
    if isinstance(text, float) and text % 1:
        return text
    written = str(int(text)) if not isinstance(text, str) else text
    try:
        period = pd.Period(written)
        if not isinstance(period, pd.Period) or period.freqstr[0] not in "DMY":
            raise ValueError
    except ValueError:
        expected = "expected a date such as 2015, 2015-09 or 2015-09-30"
        raise DataError(f"{expected}; found “{text}”") from None
    moment = (period + 1 if end else period).start_time
    first, last = (pd.Timestamp(year=moment.year + ahead, month=1, day=1) for ahead in (0, 1))
    return moment.year + (moment - first) / (last - first)


def name(text) -> str:
    """Return a time as a reader sees it: a year without decimals."""
    return str(text).removesuffix(".0")


class Times:
    """The times of a table as places on a scale of years, with windows."""

    def __init__(self, column: pd.Series, windows: dict[str, tuple] | None = None):
        """Find the places. windows: {words: (first, last)}."""
        number, windows = pd.api.types.is_numeric_dtype(column), windows or {}
        self.at = np.array([float(each) if number else day(each) for each in column])
        self.names = [name(each) for each in column]
        self.whole = number and bool((self.at % 1 == 0).all())
        self.windows = {text: self.stretch(window) for text, window in windows.items()}
        ends = [*self.at, *(each for edge in self.windows.values() for each in edge)]
        self.bounds = min(ends), max(ends)

    def stretch(self, window: tuple) -> tuple[float, float]:
        """Return the ends of a window on the scale; a whole year is one point in its middle."""
        first, last = window
        if self.whole:
            return first - 1 / 2, last + 1 / 2
        return day(first), day(last, end=True)
