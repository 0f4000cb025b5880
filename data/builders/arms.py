"""Deliveries of major arms: sums of SIPRI's trend-indicator value (TIV), million, and counts.

Only sums per year and supplier, and counts of recipients, leave this module: SIPRI's terms allow
less than a tenth of the set, for non-commercial use.
"""

import pandas as pd

from .as_text import csv_text
from .upstream import require_numbers, require_values

FILE, HEAD = "sipri_arms/trade_2023.csv", 11  # lines above the header row
COLUMNS = {
    "Supplier": "supplier",
    "Recipient": "recipient",
    "Description": "description",
    "Delivery year": "year",
    "Numbers delivered": "number",
    "Numbers delivered is estimate": "estimated",
    "TIV delivery values": "tiv",
}
BEFORE, AFTER, EARLY = (2007, 2013), (2014, 2019), (2000, 2004)
CSTO = ["Armenia", "Belarus", "Kazakhstan", "Kyrgyzstan", "Tajikistan"]  # from 2002, with Russia
ROCKETS = "MRL"  # multiple rocket launcher, in SIPRI's descriptions


def deliveries(upstream):
    """Frame of all deliveries; least is the TIV if a number that SIPRI estimates is one."""
    frame = upstream.csv(FILE, list(COLUMNS), skiprows=HEAD, encoding="latin-1")
    require_values(frame.Recipient, FILE, ["Belarus"])
    require_values(frame[frame.Recipient == "Belarus"].Supplier, FILE, ["Russia"])
    frame = frame.rename(columns=COLUMNS)
    for column, name in COLUMNS.items():
        if name in ("year", "number", "tiv"):
            named = frame[name].rename(column)
            frame[name] = require_numbers(named, FILE, first_row=HEAD + 2)
    frame["least"] = frame.tiv.where(frame.estimated != "Yes", frame.tiv / frame.number)
    return frame.astype({"year": int})


def arms_imports(upstream, data):
    """TIV per year of delivery and supplier, and the same with each estimated number taken as 1."""
    frame = deliveries(upstream)
    sums = frame[frame.recipient == "Belarus"].groupby(["year", "supplier"], as_index=False)
    return csv_text(
        sums.agg(tiv=("tiv", "sum"), tiv_least=("least", "sum")),
        ["year", "supplier"],
        {"tiv": 2, "tiv_least": 2},
    )


def arms_counts(upstream, data):
    """Counts of recipients: base rates for Belarus, without any other recipient's figures."""
    frame = deliveries(upstream)
    frame = frame[frame.tiv > 0]
    counts = [
        _largest(frame, AFTER),
        _largest(frame, BEFORE),
        _smaller(frame, "Russia"),
        _newly(frame, "China"),
        _members(frame),
        *(_rockets(frame, supplier) for supplier in ("China", "Russia")),
    ]
    columns = ["count", "first_year", "last_year", "found", "of"]
    return csv_text(pd.DataFrame(counts, columns=columns), ["count", "first_year"])


def _within(frame, period):
    return frame[frame.year.between(*period)]


def _received(frame, period, supplier):
    """TIV a year by recipient, of one supplier."""
    rows = _within(frame, period)
    sums = rows[rows.supplier == supplier].groupby("recipient").tiv.sum()
    return sums / (period[1] - period[0] + 1)


def _largest(frame, period):
    sums = _within(frame, period).groupby(["recipient", "supplier"]).tiv.sum()
    first = [supplier for _, supplier in sums.groupby("recipient").idxmax()]
    return "russia_largest_supplier", *period, first.count("Russia"), len(first)


def _smaller(frame, supplier):
    before = _received(frame, BEFORE, supplier)
    after = _received(frame, AFTER, supplier).reindex(before.index, fill_value=0)
    return "russia_deliveries_fell", BEFORE[0], AFTER[1], int((after < before).sum()), len(before)


def _newly(frame, supplier):
    others = set(_within(frame, AFTER).recipient) - set(_received(frame, BEFORE, supplier).index)
    found = others & set(_received(frame, AFTER, supplier).index)
    return "china_new_supplier", BEFORE[0], AFTER[1], len(found), len(others)


def _members(frame):
    found = [state for state in CSTO if state in _received(frame, EARLY, "Russia").index]
    return "russia_delivered_to_csto", *EARLY, len(found), len(CSTO)


def _rockets(frame, supplier):
    rows = frame[(frame.recipient == "Belarus") & (frame.supplier == supplier)]
    found = int(rows.description.str.contains(ROCKETS).sum())
    first, last = int(frame.year.min()), int(frame.year.max())
    return f"{supplier.lower()}_rocket_artillery", first, last, found, len(rows)
