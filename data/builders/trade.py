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
    """Rows of Belstat as quoted: a published share, else value over the World Bank's total.

    A year for which a change in the next is quoted is back-cast from it.
    """
    columns = ["year", "flow", "measure", "value", "evidence_id", "url"]
    quoted = committed(data, "trade_russia_press", columns)
    totals = committed(data, "trade_totals_world_bank", ["year", "flow", "total_usd_m"])
    quoted["value"] = require_numbers(quoted.value, "trade_russia_press.csv", first_row=2)
    total = {(int(row.year), row.flow): float(row.total_usd_m) for row in totals.itertuples()}
    rows = []
    for (year, flow), cells in quoted.groupby(["year", "flow"]):
        cell, year = cells.set_index("measure"), int(year)
        published = "share" in cell.index
        value = 1000 * cell.value.get("value", float("nan"))
        source = cell.loc["share" if published else "value"]
        row = {
            "flow": flow,
            "publisher": PRESS,
            "evidence_id": source.evidence_id,
            "url": source.url,
        }
        if published:
            share = {"share_pct": cell.value["share"], "value_usd_m": value}
            rows.append({**row, "year": year, "basis": "published", **share})
        else:
            share = _share(value, total.get((year, flow)))
            rows.append({**row, "year": year, "basis": "computed", **share})
        if "change" in cell.index:
            share = _share(value / (1 + cell.value["change"] / 100), total[year - 1, flow])
            rows.append({**row, "year": year - 1, "basis": "computed, back-cast", **share})
    return pd.DataFrame(rows)


def _share(value, total):
    """A value of trade, its total (USD million; None if not known) and its share in percent."""
    share = 100 * value / (float("nan") if total is None else total)
    return {"value_usd_m": value, "total_usd_m": total, "share_pct": share}


def with_gaps(frame):
    """One row for each year between the first and the last of each series.

    A year without a value has the basis 'missing'.
    """
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
