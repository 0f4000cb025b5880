"""Deliveries of major arms to Belarus: sums of SIPRI's trend-indicator value (TIV), million.

Only sums per year and supplier leave this module: SIPRI's terms allow less than a tenth of the
set, for non-commercial use.
"""

from .as_text import csv_text
from .upstream import require_numbers, require_values

FILE, HEAD = "sipri_arms/trade_2023.csv", 11  # lines above the header row
COLUMNS = ["Supplier", "Recipient", "Delivery year", "TIV delivery values"]
PERIODS = {"2007–2013": (2007, 2013), "2014–2019": (2014, 2019)}


def deliveries(upstream):
    """Frame year, supplier, tiv of all deliveries to Belarus."""
    frame = upstream.csv(FILE, COLUMNS, skiprows=HEAD, encoding="latin-1")
    require_values(frame.Recipient, FILE, ["Belarus"])
    frame = frame[frame.Recipient == "Belarus"].drop(columns="Recipient")
    require_values(frame.Supplier, FILE, ["Russia"])
    for column in COLUMNS[2:]:
        frame[column] = require_numbers(frame[column], FILE, first_row=HEAD + 2)
    frame.columns = ["supplier", "year", "tiv"]
    return frame.astype({"year": int})


def arms_imports(upstream, data):
    """TIV per year of delivery and supplier."""
    return csv_text(
        deliveries(upstream).groupby(["year", "supplier"], as_index=False).tiv.sum(),
        ["year", "supplier"],
        {"tiv": 2},
    )


def arms_imports_periods(upstream, data):
    """TIV and share per period and supplier."""
    frame = deliveries(upstream)
    for period, (first, last) in PERIODS.items():
        frame.loc[frame.year.between(first, last), "period"] = period
    sums = frame.dropna(subset="period").groupby(["period", "supplier"], as_index=False).tiv.sum()
    sums["total_tiv"] = sums.groupby("period").tiv.transform("sum")
    sums["share_pct"] = 100 * sums.tiv / sums.total_tiv
    return csv_text(sums, ["period", "supplier"], {"tiv": 2, "total_tiv": 2, "share_pct": 1})
