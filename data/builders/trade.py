"""Russia's share in the goods trade of Belarus: two publishers, kept apart."""

import re

import pandas as pd

from .as_text import csv_text
from .upstream import UpstreamError, committed, require_numbers

FACTBOOK = {
    edition: f"factbook/bo_{edition}.json"
    for edition in ("2015-10", "2016-11", "2020-11", "2021-05")
}
ADDRESS = "https://www.cia.gov/the-world-factbook/"
FLOWS = {"export": "Exports - partners", "import": "Imports - partners"}
SHARE = re.compile(r"\bRussia (\d+(?:\.\d+)?)%.*\((\d{4})\)")
PRESS, WORLD_FACTBOOK = "Belstat, as quoted in the press", "CIA World Factbook"


def factbook_shares(upstream):
    """Rows of the Factbook: the share of Russia and its year, as each edition prints them."""
    rows = []
    for file in FACTBOOK.values():
        economy = upstream.json(file).get("Economy", {})
        for flow, field in FLOWS.items():
            text = economy.get(field, {}).get("text", "")
            found = SHARE.search(text)
            if not found:
                raise UpstreamError(
                    f"{file}: Economy, {field}: {text!r} where 'Russia N% … (year)' was expected"
                )
            rows.append(
                {
                    "year": int(found[2]),
                    "flow": flow,
                    "publisher": WORLD_FACTBOOK,
                    "basis": "published",
                    "share_pct": float(found[1]),
                    "url": ADDRESS,
                }
            )
    return pd.DataFrame(rows)


def press_shares(data):
    """Rows of Belstat as quoted: published shares; else value over the World Bank's total; 2019 back-cast from the change in 2020."""
    quoted = committed(
        data, "trade_russia_press", ["year", "flow", "measure", "value", "evidence_id", "url"]
    )
    totals = committed(data, "trade_totals_world_bank", ["year", "flow", "total_usd_m"])
    quoted["value"] = require_numbers(quoted.value, "trade_russia_press.csv", first_row=2)
    total = {(row.year, row.flow): float(row.total_usd_m) for row in totals.itertuples()}
    rows = []
    for (year, flow), cells in quoted.groupby(["year", "flow"]):
        cell = cells.set_index("measure")
        value = 1000 * cell.value.get("value", float("nan"))
        source = cell.loc["share" if "share" in cell.index else "value"]
        row = {
            "year": int(year),
            "flow": flow,
            "publisher": PRESS,
            "evidence_id": source.evidence_id,
            "url": source.url,
        }
        if "share" in cell.index:
            rows.append(
                {
                    **row,
                    "basis": "published",
                    "share_pct": cell.value["share"],
                    "value_usd_m": value,
                }
            )
        else:
            rows.append(
                {
                    **row,
                    "basis": "computed",
                    "value_usd_m": value,
                    "total_usd_m": total.get((year, flow)),
                    "share_pct": 100 * value / total.get((year, flow), float("nan")),
                }
            )
        if "change" in cell.index:
            before = str(int(year) - 1)
            value = value / (1 + cell.value["change"] / 100)
            rows.append(
                {
                    **row,
                    "year": int(before),
                    "basis": "computed, back-cast",
                    "value_usd_m": value,
                    "total_usd_m": total[before, flow],
                    "share_pct": 100 * value / total[before, flow],
                }
            )
    return pd.DataFrame(rows)


def with_gaps(frame):
    """One row for each year between the first and the last of each series; a year without a figure has the basis 'missing'."""
    series = []
    for (publisher, flow), part in frame.groupby(["publisher", "flow"]):
        years = range(part.year.min(), part.year.max() + 1)
        part = part.set_index("year").reindex(years).rename_axis("year").reset_index()
        part = part.fillna({"publisher": publisher, "flow": flow})
        part.loc[part.share_pct.isna(), "basis"] = "missing"
        series.append(part)
    return pd.concat(series)


def trade_russia_share(upstream, data):
    """Share of Russia in exports and imports of goods, 2014–2021."""
    frame = with_gaps(pd.concat([factbook_shares(upstream), press_shares(data)]))
    columns = [
        "publisher",
        "flow",
        "year",
        "share_pct",
        "basis",
        "value_usd_m",
        "total_usd_m",
        "evidence_id",
        "url",
    ]
    return csv_text(
        frame[columns],
        ["publisher", "flow", "year"],
        {"share_pct": 1, "value_usd_m": 0, "total_usd_m": 0},
    )
