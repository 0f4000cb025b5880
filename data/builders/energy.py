"""The price of gas beside a European benchmark, and estimates of Russian support beside the size of the economy."""

import pandas as pd

from .as_text import csv_text
from .economy import weo
from .upstream import committed, require_numbers

MMBTU_PER_1000_M3 = 34.121  # million British thermal units in 1000 cubic metres of gas
WORLD, EUROPEAN_GAS = "G001", "PNGASEU"
YEARS = range(2006, 2022)


def price_paid(data):
    """Frame by year: paid (USD per 1000 m³), basis, months, evidence_id, url. Two prices in a year give their mean; a year without
    a quoted price is back-cast from the quoted change of the next year's annual mean; otherwise it is missing."""
    quoted = committed(
        data,
        "gas_price_paid",
        [
            "year",
            "basis",
            "month_from",
            "month_to",
            "usd_per_1000m3",
            "change_pct",
            "evidence_id",
            "url",
        ],
    )
    quoted["year"] = quoted.year.astype(int)
    for column in ("usd_per_1000m3", "change_pct"):
        quoted[column] = require_numbers(
            quoted[column].replace("", None), "gas_price_paid.csv", first_row=2
        )
    rows = {}
    for year, cells in quoted.groupby("year"):
        first, last = cells.iloc[0], cells.iloc[-1]
        months = f"{first.month_from or '..'}/{last.month_to}"
        basis = first.basis if len(cells) == 1 else "mean of two half-year prices"
        rows[year] = {
            "paid_usd": cells.usd_per_1000m3.mean(),
            "basis": basis,
            "months": months,
            "evidence_id": first.evidence_id,
            "url": first.url,
        }
        whole_year = months == f"{year}-01/{year}-12"
        if pd.notna(first.change_pct) and whole_year and year - 1 not in rows:
            rows[year - 1] = {
                "paid_usd": first.usd_per_1000m3 / (1 + first.change_pct / 100),
                "basis": f"back-cast from {year}",
                "months": f"{year - 1}-01/{year - 1}-12",
                "evidence_id": first.evidence_id,
                "url": first.url,
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
    columns = [
        "year",
        "paid_usd",
        "basis",
        "months",
        "europe_usd_per_mmbtu",
        "europe_usd",
        "discount_usd",
        "paid_pct_of_europe",
        "evidence_id",
        "url",
    ]
    return csv_text(
        frame.reset_index()[columns],
        "year",
        {
            "paid_usd": 2,
            "europe_usd_per_mmbtu": 3,
            "europe_usd": 2,
            "discount_usd": 2,
            "paid_pct_of_europe": 1,
        },
    )


def russian_support(upstream, data):
    """Estimates of support in USD billion and percent of GDP (IMF). A sum over several years is set against their summed GDP, and, if spread
    evenly, against the largest and the smallest GDP of these years (low and high)."""
    columns = [
        "estimate",
        "year_from",
        "year_to",
        "per",
        "usd_bn",
        "pct_gdp_low",
        "pct_gdp_high",
        "who",
        "what",
        "evidence_id",
        "url",
    ]
    frame = committed(data, "russian_support_quoted", columns)
    for column in ("usd_bn", "pct_gdp_low", "pct_gdp_high"):
        frame[column] = require_numbers(
            frame[column].replace("", None), "russian_support_quoted.csv", first_row=2
        )
    gdp = weo(upstream, "BLR", "NGDPD")
    gdp = gdp[gdp.index <= 2020]
    for row in frame[frame.usd_bn.notna()].itertuples():
        years = range(int(row.year_from), int(row.year_to) + 1)
        covered = gdp.reindex(years)
        if covered.isna().any():
            continue  # an expected sum for years that are forecasts in the set
        yearly = row.usd_bn if row.per == "per year" else row.usd_bn / len(years)
        frame.loc[row.Index, "gdp_usd_bn"] = covered.sum()
        frame.loc[row.Index, "computed_pct_gdp"] = 100 * yearly * len(years) / covered.sum()
        frame.loc[row.Index, "computed_pct_gdp_low"] = 100 * yearly / covered.max()
        frame.loc[row.Index, "computed_pct_gdp_high"] = 100 * yearly / covered.min()
    shares = [
        "pct_gdp_low",
        "pct_gdp_high",
        "computed_pct_gdp",
        "computed_pct_gdp_low",
        "computed_pct_gdp_high",
    ]
    frame = frame[
        [
            "estimate",
            "year_from",
            "year_to",
            "per",
            "usd_bn",
            "pct_gdp_low",
            "pct_gdp_high",
            "gdp_usd_bn",
            *shares[2:],
            "who",
            "what",
            "evidence_id",
            "url",
        ]
    ]
    return csv_text(
        frame,
        ["year_from", "year_to", "estimate"],
        {"usd_bn": 3, "gdp_usd_bn": 2, **dict.fromkeys(shares, 1)},
    )
