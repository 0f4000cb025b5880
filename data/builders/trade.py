"""Partners in the goods trade of Belarus, as editions of the World Factbook print them."""

import re

import pandas as pd

from .as_text import csv_text
from .upstream import UpstreamError

FACTBOOK = {
    edition: f"factbook/bo_{edition}.json"
    for edition in ("2015-10", "2016-11", "2020-11", "2021-05")
}
FLOWS = {"export": "Exports - partners", "import": "Imports - partners"}
PRINTED = re.compile(r"(?:[A-Z][A-Za-z ]+ \d+(?:\.\d+)?%(?:, )?)*\bRussia \d.*\((\d{4})\)")


def trade_factbook(upstream, data):
    """The words of each edition on partners, one row an edition and a flow, with their year.

    measures/trade.py reads the shares out of them.
    """
    rows = []
    for edition, file in FACTBOOK.items():
        economy = upstream.json(file).get("Economy", {})
        for flow, field in FLOWS.items():
            text = economy.get(field, {}).get("text", "")
            found = PRINTED.match(text)
            if not found:
                expected = "where 'Partner N%, … (year)' with Russia was expected"
                raise UpstreamError(f"{file}: Economy, {field}: {text!r} {expected}")
            rows.append((edition, flow, int(found[1]), text))
    frame = pd.DataFrame(rows, columns=["edition", "flow", "year", "printed"])
    return csv_text(frame, ["flow", "edition"])
