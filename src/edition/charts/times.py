"""Dates as places on a scale of years."""

import numpy as np
import pandas as pd

from edition.tables import DataError


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


def stretch(window, whole: bool) -> tuple[float, float]:
    """Return the ends of a window on the scale; whole: each year is one point in its middle."""
    first, last = window
    if whole:
        return first - 1 / 2, last + 1 / 2
    return day(first), day(last, end=True)


class Times:
    """The times of a table as places on a scale of years, with windows."""

    def __init__(self, column: pd.Series, windows: dict | None = None):
        """Find the places. windows: {words: (first, last)}."""
        number, windows = pd.api.types.is_numeric_dtype(column), windows or {}
        self.at = np.array([float(each) if number else day(each) for each in column])
        self.names = [str(each).removesuffix(".0") for each in column]
        self.whole = number and bool((self.at % 1 == 0).all())
        self.edges = [stretch(window, self.whole) for window in windows.values()]
        ends = [*self.at, *(each for edge in self.edges for each in edge)]
        self.bounds = min(ends), max(ends)
        self.marks = [(*edge, text) for edge, text in zip(self.edges, windows, strict=True)]
