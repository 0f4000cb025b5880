"""What the figures share: checks of fields, dates as stretches of time, words for counts."""

import pandas as pd

from edition.measures.counts import count, extent, word
from edition.tables import DataError, vocabulary

__all__ = ["count", "extent", "word", "one_of", "some", "day", "stretch", "listing"]


def one_of(frame: pd.DataFrame, table: str, key: str, field: str, allowed=None) -> None:
    """Check that `field` holds only allowed words, without `allowed` those of its vocabulary.

    DataError names table, row (by its `key`) and field.
    """
    allowed = vocabulary.values(table, field) if allowed is None else allowed
    for row in frame.index[~frame[field].isin(list(allowed))]:
        expected = ", ".join(map(str, allowed))
        name, found = frame.at[row, key], frame.at[row, field]
        place = f"table {table!r}, row {name}, field {field!r}"
        raise DataError(f"{place}: expected one of {expected}; found “{found}”")


def some(frame: pd.DataFrame, table: str, what: str) -> pd.DataFrame:
    """Return the rows again; DataError if there is none."""
    if frame.empty:
        raise DataError(f"table {table!r}: no row on {what}; expected at least one")
    return frame


def day(text: str, table: str, row: str, field: str, end: bool = False) -> float:
    """Return the start (or the end) of a day, month or year as decimal years.

    DataError if there is no such date.
    """
    try:
        period = pd.Period(text)
        if not isinstance(period, pd.Period) or period.freqstr.split("-")[0] not in ("D", "M", "Y"):
            raise ValueError
    except ValueError:
        expected = "expected a date such as 2015, 2015-09 or 2015-09-30"
        raise DataError(
            f"table {table!r}, row {row}, field {field!r}: {expected}; found “{text}”"
        ) from None
    moment = (period + 1 if end else period).start_time
    return moment.year + (moment.day_of_year - 1) / (366 if moment.is_leap_year else 365)


def stretch(row: pd.Series, table: str = "events", key: str = "event") -> tuple[float, float]:
    """Return the stretch of time in which an act lies, in decimal years: year, month, day or span.

    row: one row with the fields `date` and `date_end` (empty: the same as `date`). DataError on an
    impossible date.
    """
    start = day(row.date, table, row[key], "date")
    end = day(row.date_end or row.date, table, row[key], "date_end", end=True)
    if end <= start:
        expected = f"expected no date before {row.date}"
        raise DataError(
            f"table {table!r}, row {row[key]}, field 'date_end': {expected}; found “{row.date_end}”"
        )
    return start, end


def listing(items: list[str]) -> str:
    """Return items as a list in prose: “a, b and c”."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
