"""The price of gas beside a European one, and estimates of Russian support beside the economy."""

import pandas as pd

from .as_text import csv_text
from .economy import weo
from .upstream import committed, require_numbers

MMBTU_PER_1000_M3 = 34.121  # million British thermal units in 1000 cubic metres of gas
WORLD, EUROPEAN_GAS = "G001", "PNGASEU"
YEARS = range(2006, 2022)


# columns of gas_price_paid, gas_price, russian_support_quoted
QUOTED = [
    "year", "basis", "month_from", "month_to", "usd_per_1000m3", "change_pct", "evidence_id", "url",
]  # fmt: skip
PRICES = [
    "year", "paid_usd", "basis", "months", "europe_usd_per_mmbtu", "europe_usd", "discount_usd",
    "paid_pct_of_europe", "evidence_id", "url",
]  # fmt: skip
ESTIMATES = [
    "estimate", "year_from", "year_to", "per", "usd_bn", "pct_gdp_low", "pct_gdp_high", "who",
    "what", "evidence_id", "url",
]  # fmt: skip
COMPUTED = ["computed_pct_gdp", "computed_pct_gdp_low", "computed_pct_gdp_high"]


def _committed(data, table, columns, numbers):
    """Return a table that was typed from quoted pages, with these columns as numbers."""
    frame = committed(data, table, columns)
    for column in numbers:
        cells = frame[column].replace("", None)
        frame[column] = require_numbers(cells, f"{table}.csv", first_row=2)
    return frame


def price_paid(data):
    """Frame by year: paid_usd (USD per 1000 m³), basis, months, evidence_id, url.

    Two prices in a year give their mean; a year without a quoted price is back-cast from the quoted
    change of the next year's annual mean; otherwise it is missing.
    """
    quoted = _committed(data, "gas_price_paid", QUOTED, ["usd_per_1000m3", "change_pct"])
    quoted["year"] = quoted.year.astype(int)
    rows = {}
    for year, cells in quoted.groupby("year"):
        first, last = cells.iloc[0], cells.iloc[-1]
        page = {"evidence_id": first.evidence_id, "url": first.url}
        months = f"{first.month_from or '..'}/{last.month_to}"
        rows[year] = {
            "paid_usd": cells.usd_per_1000m3.mean(),
            "basis": first.basis if len(cells) == 1 else "mean of two half-year prices",
            "months": months,
            **page,
        }
        whole_year = months == f"{year}-01/{year}-12"
        if pd.notna(first.change_pct) and whole_year and year - 1 not in rows:
            rows[year - 1] = {
                "paid_usd": first.usd_per_1000m3 / (1 + first.change_pct / 100),
                "basis": f"back-cast from {year}",
                "months": f"{year - 1}-01/{year - 1}-12",
                **page,
            }
    return pd.DataFrame.from_dict(rows, orient="index")


def gas_price(upstream, data):
    """Price that Belarus paid, the European benchmark (IMF, annual mean), and the discount."""
    frame = price_paid(data).reindex(YEARS).rename_axis("year")
    frame["basis"] = frame.basis.fillna("missing")
    frame["europe_usd_per_mmbtu"] = weo(upstream, WORLD, EUROPEAN_GAS).reindex(YEARS)
    frame["europe_usd"] = frame.europe_usd_per_mmbtu * MMBTU_PER_1000_M3
    frame["discount_usd"] = frame.europe_usd - frame.paid_usd
    frame["paid_pct_of_europe"] = 100 * frame.paid_usd / frame.europe_usd
    decimals = {
        "paid_usd": 2,
        "europe_usd_per_mmbtu": 3,
        "europe_usd": 2,
        "discount_usd": 2,
        "paid_pct_of_europe": 1,
    }
    return csv_text(frame.reset_index()[PRICES], "year", decimals)


def russian_support(upstream, data):
    """Estimates of support in USD billion and percent of GDP (IMF)."""
    numbers = ["usd_bn", "pct_gdp_low", "pct_gdp_high"]
    frame = _committed(data, "russian_support_quoted", ESTIMATES, numbers)
    gdp = weo(upstream, "BLR", "NGDPD")
    gdp = gdp[gdp.index <= 2020]
    for row in frame[frame.usd_bn.notna()].itertuples():
        for column, value in in_gdp(row, gdp).items():
            frame.loc[row.Index, column] = value
    columns = [*ESTIMATES[:7], "gdp_usd_bn", *COMPUTED, *ESTIMATES[7:]]
    decimals = {"usd_bn": 3, "gdp_usd_bn": 2, **dict.fromkeys([*numbers[1:], *COMPUTED], 1)}
    return csv_text(frame[columns], ["year_from", "year_to", "estimate"], decimals)


def in_gdp(row, gdp):
    """{column: value} of an estimate, one row, beside the gross domestic product by year.

    A sum over several years is set against their summed GDP and, as if spread evenly, against the
    largest and the smallest GDP of these years (low and high).
    """
    years = range(int(row.year_from), int(row.year_to) + 1)
    covered = gdp.reindex(years)
    if covered.isna().any():
        return {}  # an expected sum for years that are forecasts in the set
    yearly = row.usd_bn if row.per == "per year" else row.usd_bn / len(years)
    return {
        "gdp_usd_bn": covered.sum(),
        "computed_pct_gdp": 100 * yearly * len(years) / covered.sum(),
        "computed_pct_gdp_low": 100 * yearly / covered.max(),
        "computed_pct_gdp_high": 100 * yearly / covered.min(),
    }
