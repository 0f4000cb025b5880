"""Deliveries of major arms to Belarus: sums and shares of SIPRI's trend-indicator value (TIV).

Values are in million TIV, which measures military capacity and not money. The column tiv is SIPRI's
sum; tiv_least is the same with each number of items that SIPRI estimates taken as one.
"""

import pandas as pd

from edition.tables import DataError

Window = tuple[int, int]


def yearly(arms: pd.DataFrame, window: Window, column: str = "tiv") -> pd.DataFrame:
    """Return deliveries by year (rows, each year of the window) and supplier (columns).

    arms: the table arms_imports. Where no delivery was identified stands 0.
    """
    wide = arms.pivot(index="year", columns="supplier", values=column)
    years = range(window[0], window[1] + 1)
    return wide.reindex(years).fillna(0.0).rename_axis(columns=None)


def total(arms: pd.DataFrame, window: Window, column: str = "tiv") -> pd.Series:
    """Return the sum of each supplier's deliveries in a window, (suppliers,), million TIV."""
    return yearly(arms, window, column).sum()


def a_year(arms: pd.DataFrame, supplier: str, window: Window, column: str = "tiv") -> float:
    """Return one supplier's mean deliveries a year in a window, million TIV; 0 without any."""
    return float(yearly(arms, window, column).mean().get(supplier, 0.0))


def share(arms: pd.DataFrame, window: Window, column: str = "tiv") -> pd.Series:
    """Return each supplier's share in the deliveries of a window, percent.

    DataError if nothing was delivered.
    """
    sums = total(arms, window, column)
    if not sums.sum():
        raise DataError(f"table 'arms_imports': no deliveries from {window[0]} to {window[1]}")
    return 100 * sums / sums.sum()


def lead(sums: pd.Series, supplier: str, rivals: str = "largest") -> float:
    """Return a supplier's share less that of its rivals, in percentage points.

    sums: deliveries by supplier, such as `total` gives; one that is not there delivered nothing.
    rivals: "largest", the largest other supplier; "all", all others together. NaN without any.
    """
    if not sums.sum():
        return float("nan")
    others = sums.drop(supplier, errors="ignore")
    against = others.max() if rivals == "largest" else others.sum()
    return float(100 * (sums.get(supplier, 0.0) - against) / sums.sum())


def estimated(arms: pd.DataFrame, window: Window) -> float:
    """Return which part of a window's volume hangs on SIPRI's estimates of numbers, percent.

    NaN if nothing was delivered.
    """
    least, whole = (total(arms, window, name).sum() for name in ("tiv_least", "tiv"))
    return float(100 * (1 - least / whole)) if whole else float("nan")
