"""The European price of gas, and what the Factbook says of energy in Belarus, as published."""

import re

import pandas as pd

from .as_text import csv_text
from .economy import weo
from .upstream import UpstreamError

WORLD, EUROPEAN_GAS = "G001", "PNGASEU"
YEARS = (2000, 2024)
EDITIONS = ("2015-10", "2016-11", "2020-11")  # the next one repeats the figures of this
FIELDS = {  # of the Factbook: stuff, flow
    "Crude oil - production": ("crude oil", "production"),
    "Crude oil - imports": ("crude oil", "imports"),
    "Crude oil - exports": ("crude oil", "exports"),
    "Refined petroleum products - production": ("refined products", "production"),
    "Refined petroleum products - consumption": ("refined products", "consumption"),
    "Refined petroleum products - imports": ("refined products", "imports"),
    "Refined petroleum products - exports": ("refined products", "exports"),
    "Natural gas - imports": ("natural gas", "imports"),
}
AMOUNT = re.compile(r"([\d.,]+) (bbl/day|billion cu m) \((\d{4}) est\.\)")
UNITS = {"bbl/day": "barrels a day", "billion cu m": "billion cubic metres"}


def gas_benchmark(upstream, data):
    """European price of gas (IMF), mean of the year, in US dollars per million Btu."""
    series = weo(upstream, WORLD, EUROPEAN_GAS).loc[slice(*YEARS)]
    frame = series.rename("usd_per_mmbtu").rename_axis("year").reset_index()
    return csv_text(frame, "year", {"usd_per_mmbtu": 3})


def factbook_energy(upstream, data):
    """Oil and gas of Belarus by the Factbook: one row a figure of an edition, as it prints it."""
    rows = []
    for edition in EDITIONS:
        file = f"factbook/bo_{edition}.json"
        energy = upstream.json(file).get("Energy", {})
        for field, (stuff, flow) in FIELDS.items():
            text = energy.get(field, {}).get("text", "")
            found = AMOUNT.fullmatch(text)
            if not found:
                expected = "expected an amount, its unit and the year of the estimate"
                raise UpstreamError(f"{file}: field {field!r}: {expected}; found {text!r}")
            amount = float(found[1].replace(",", ""))
            rows.append((edition, stuff, flow, int(found[3]), f"{amount:g}", UNITS[found[2]]))
    names = ["edition", "stuff", "flow", "year", "amount", "unit"]
    return csv_text(pd.DataFrame(rows, columns=names), ["edition", "stuff", "flow"], {})
