"""Gas, oil and support: discounts, prices a tonne, mixes of months, shares of the product.

Sources: the tables gas_price_paid, gas_benchmark, oil_imports, oil_imports_2020_by_origin,
oil_reported, oil_prices, factbook_energy and russian_support_quoted. Prices of gas are in US
dollars per 1,000 cubic metres, of oil per tonne. Nothing here changes its arguments.
"""

import numpy as np
import pandas as pd

from edition.tables import DataError

MMBTU = 34.121  # million British thermal units in 1,000 cubic metres of gas
BARRELS = 7.33  # barrels in a tonne of crude oil of middling weight


def price_paid(quoted: pd.DataFrame) -> pd.DataFrame:
    """Return the price of gas by year: paid, basis, evidence_id.

    quoted: gas_price_paid. Two prices in a year give their mean. A year without one is back-cast
    from the change that the next year's page quotes, if that is a mean of the whole year.
    """
    rows = {}
    for year, cells in quoted.groupby(quoted.year.astype(int)):
        first = cells.iloc[0]
        whole = (first.month_from, cells.iloc[-1].month_to) == (f"{year}-01", f"{year}-12")
        paid, basis = cells.usd_per_1000m3.mean(), "mean of halves" if len(cells) > 1 else ""
        rows[year] = (paid, basis or first.basis, first.evidence_id)
        if whole and pd.notna(first.change_pct) and year - 1 not in rows:
            before = first.usd_per_1000m3 / (1 + first.change_pct / 100)
            rows[year - 1] = (before, "back-cast", first.evidence_id)
    names = ["paid", "basis", "evidence_id"]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=names)
    return found.rename_axis("year").sort_index()


def gas_terms(quoted: pd.DataFrame, benchmark: pd.DataFrame, late: float = 0) -> pd.DataFrame:
    """Return by year what was paid, the European price, the discount, and the price in percent.

    late: share of the European price that is the year before's, for contracts that follow with
    a delay. A year without a price paid is left out; gaps stay gaps.
    """
    market = benchmark.set_index(benchmark.year.astype(int)).usd_per_mmbtu * MMBTU
    europe = (1 - late) * market + late * market.shift()
    terms = price_paid(quoted).assign(europe=europe)
    terms["discount"] = terms.europe - terms.paid
    terms["relative"] = 100 * terms.paid / terms.europe
    return terms


def parts_of_discount(terms: pd.DataFrame, before, after) -> pd.Series:
    """Return the change of the discount and its two parts: by the benchmark, by the price.

    terms: as from gas_terms. before, after: windows of years, whose means are compared. The part
    by the price is negative where the price itself fell, which makes a discount grow.
    """
    early, late = (known(terms, window)[["europe", "paid"]].mean() for window in (before, after))
    moved = late - early
    whole = moved.europe - moved.paid
    return pd.Series({"discount": whole, "by benchmark": moved.europe, "by price": -moved.paid})


def known(terms, window):
    """Return the rows of the window that there are; DataError if there is none."""
    rows = terms.loc[window[0] : window[1]]
    if not len(rows):
        raise DataError(f"no year with a price in {window[0]}–{window[1]}")
    return rows


def yearly_swing(values: pd.Series) -> float:
    """Return the median size of the change from one year to the next; years with a gap not."""
    step = values.diff()[values.index.to_series().diff() == 1]
    return float(step.abs().median())


def gas_support(terms: pd.DataFrame, billion_m3: float) -> pd.Series:
    """Return the discount on a year's gas by year, in billion US dollars."""
    return terms.discount * billion_m3 / 1000


def oil_by_month(reported: pd.DataFrame, rest: float = 0) -> pd.Series:
    """Return Russian deliveries of January to May 2020 by month, in thousand tonnes.

    reported: oil_reported; a sum of several months less what is known of them gives the last one.
    rest: what is put on top in March, when traders' tankers came.
    """
    rows = reported[reported.what == "delivered from Russia"].sort_values("month_to")
    found: dict[str, float] = {}
    for row in rows.itertuples():
        earlier = sum(found.values()) if row.month_from != row.month_to else 0
        found[row.month_to] = row.kt - earlier
    months = pd.Series(found)
    months["2020-03"] += rest
    return months


def tankers(reported: pd.DataFrame, ports) -> pd.Series:
    """Return the cargoes that arrived at these ports, thousand tonnes, indexed by month.

    Four tankers that are reported in one sum are four cargoes.
    """
    rows = reported[(reported.what == "arrived by tanker") & reported.route.isin(ports)]
    cargoes = []
    for row in rows.itertuples():
        count = max(1, round(row.kt / 85))  # a tanker of these ports carries 76 to 90
        cargoes += [(row.month_from, row.kt / count)] * count
    if not cargoes:
        raise DataError(f"table 'oil_reported': no tanker at {', '.join(ports)}")
    return pd.Series([kt for _, kt in cargoes], index=[month for month, _ in cargoes])


def brent(prices: pd.DataFrame, months, earlier: int = 0) -> np.ndarray:
    """Return the price of Brent, US dollars a tonne, in each month or so many months earlier."""
    monthly = prices[prices.frequency == "month"].set_index("period").usd_per_barrel * BARRELS
    wanted = [str(pd.Period(month, freq="M") - earlier) for month in months]
    return monthly.loc[wanted].to_numpy()


def mix(volumes: pd.Series, prices: pd.DataFrame, earlier: int = 0) -> float:
    """Return Brent, US dollars a tonne, as the months of these volumes had it."""
    return float(np.average(brent(prices, volumes.index, earlier), weights=volumes))


def premium(price: float, price_russia: float, brent_other, brent_russia: float):
    """Return how much more a tonne cost than Russian oil would have in the same months.

    Russian oil is taken to cost the same share of Brent in every month. Arrays are allowed.
    """
    return price - price_russia * brent_other / brent_russia


def drawn_mix(
    volumes: pd.Series, prices: pd.DataFrame, earlier: int, draws: int, seed: int
) -> np.ndarray:
    """Return `mix` of cargoes drawn with replacement: (draws,)."""
    at, weights = brent(prices, volumes.index, earlier), volumes.to_numpy(float)
    places = np.random.default_rng(seed).integers(len(weights), size=(draws, len(weights)))
    return (at[places] * weights[places]).sum(axis=1) / weights[places].sum(axis=1)


def support_in_gdp(quoted: pd.DataFrame, gdp: pd.Series) -> pd.DataFrame:
    """Return each estimate in percent of the product: share, low, high, indexed by estimate.

    quoted: russian_support_quoted. gdp: billion US dollars by year. A published share stands as it
    is. A sum over years is set against their summed product; low and high are its even yearly
    part beside the largest and the smallest product of a year. NaN where a year has no product.
    """
    found = {row.estimate: _in_gdp(row, gdp) for row in quoted.itertuples()}
    return pd.DataFrame.from_dict(found, orient="index", columns=["share", "low", "high"])


def _in_gdp(row, gdp: pd.Series) -> tuple[float, float, float]:
    if pd.isna(row.usd_bn):
        low, high = row.pct_gdp_low, row.pct_gdp_high
        return (low + high) / 2, low, high
    years = range(int(row.year_from), int(row.year_to) + 1)
    covered = gdp.reindex(years)
    if covered.isna().any():
        return (np.nan,) * 3
    yearly = row.usd_bn if row.per == "per year" else row.usd_bn / len(years)
    total = 100 * yearly * len(years) / covered.sum()
    return total, 100 * yearly / covered.max(), 100 * yearly / covered.min()
