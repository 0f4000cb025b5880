"""Growth, product and burdens: means over windows of years, beside other countries.

Shapes: y years, c countries, d draws. A window is its first and last year. Sources: the tables
economy and growth_by_country (IMF, World Economic Outlook; World Bank). Nothing here changes its
arguments.
"""

import numpy as np
import pandas as pd

from edition.tables import DataError

Window = tuple[int, int]


def series(economy: pd.DataFrame, country: str, measure: str, publisher="IMF") -> pd.Series:
    """Return one measure of a country by year, in the unit of the table; DataError if none."""
    rows = economy[
        (economy.country == country)
        & (economy.measure == measure)
        & (economy.publisher == publisher)
    ]
    if rows.empty:
        raise DataError(f"table 'economy': no row of {country}, {measure}, {publisher}")
    return rows.set_index(rows.year.astype(int)).value


def panel(countries: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return a measure of growth_by_country as (y, c): a row a year, a column a country.

    "dollars" is the yearly growth, in percent, of the product at current prices.
    """
    field = "gdp_usd_bn" if measure == "dollars" else measure
    chosen = countries[countries.measure == field].drop(columns="measure")
    wide = chosen.set_index("area").T.rename_axis("year").astype(float)
    wide.index = wide.index.astype(int)
    return 100 * (wide / wide.shift() - 1) if measure == "dollars" else wide


def within(values, window: Window):
    """Return the years of a window; DataError if one is missing for a single series."""
    chosen = values.loc[window[0] : window[1]]
    if len(chosen) != window[1] - window[0] + 1 or (chosen.ndim == 1 and chosen.isna().any()):
        raise DataError(f"expected every year of {window[0]}–{window[1]}; found {len(chosen)}")
    return chosen


def mean(values, window: Window):
    """Return the mean over a window: a number for a series, (c,) for a panel.

    A country that lacks a year of the window is NaN. DataError as in `within`.
    """
    return pooled(within(values, window))


def pooled(values, pool: str = "mean"):
    """Return the mean or the median of each column; a column with a gap is NaN."""
    found = {"mean": np.mean, "median": np.median}[pool](values.to_numpy(float), axis=0)
    return pd.Series(found, values.columns) if values.ndim > 1 else float(found)


def change(values, before: Window, after: Window, pool: str = "mean"):
    """Return the later window's mean (or median) less the earlier one's, as `mean` does."""
    early, late = (pooled(within(values, window), pool) for window in (before, after))
    return late - early


def beside(values: pd.DataFrame, own: str, peers=None) -> pd.Series:
    """Return a country's column, in the years that it has, less the median of its peers.

    peers: codes of countries; None for all others; empty for nobody.
    """
    values = values[values[own].notna()]
    if peers is not None and not len(peers):
        return values[own]
    others = values.drop(columns=own) if peers is None else values[list(peers)]
    return values[own] - np.nanmedian(others.to_numpy(float), axis=1)


def drawn(values: pd.Series, draws: int, seed: int, pool: str = "mean") -> np.ndarray:
    """Return the mean (or median) of some years, drawn with replacement: (d,).

    values: the years of a window, as from `within`. One seed for the earlier window and another for
    the later one, so that their draws do not move together.
    """
    years = values.to_numpy(float)
    places = np.random.default_rng(seed).integers(len(years), size=(draws, len(years)))
    return (np.median if pool == "median" else np.mean)(years[places], axis=1)


def windows_shrinking(growth: pd.DataFrame, length: int, least: int) -> float:
    """Return the share, 0 to 1, of all windows of `length` years in which at least `least` shrank.

    growth: (y, c) percent. Only windows without a gap count.
    """
    known = growth.notna().rolling(length).sum() == length
    shrank = (growth < 0).rolling(length).sum()
    return float((shrank >= least)[known].sum().sum() / known.sum().sum())


def percent_change(before, after):
    """Return how much larger, in percent of the earlier one, the later is; arrays are allowed."""
    return 100 * (after / before - 1)
