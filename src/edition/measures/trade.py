"""Shares of partners in the goods trade of Belarus, by publisher, and how they change.

Shares are in percent of the trade of one direction. No function joins two publishers.
"""

import re

import numpy as np
import pandas as pd

from edition.measures.uncertainty import NORMAL, rounded
from edition.tables import DataError

PARTNER = re.compile(r"([A-Z][A-Za-z ]+?) (\d+(?:\.\d+)?)%")
KINDS = ("halves", "ends", "trend")


def partners(trade_factbook: pd.DataFrame) -> pd.DataFrame:
    """Return the shares that the World Factbook prints, one row a flow, a year and a partner.

    trade_factbook: the table of that name. Columns flow, year, partner, share (percent) and half,
    half a unit of the last digit to which the edition rounds (0.05 where it prints tenths).
    """
    rows = []
    for line in trade_factbook.itertuples():
        found = PARTNER.findall(line.printed)
        if not found:
            expected = f"table 'trade_factbook', {line.edition}: expected partners with shares"
            raise DataError(f"{expected}; found {line.printed!r}")
        half = 0.05 if any("." in share for _, share in found) else 0.5
        rows += [(line.flow, line.year, partner, float(share), half) for partner, share in found]
    return pd.DataFrame(rows, columns=["flow", "year", "partner", "share", "half"])


def published(trade_factbook: pd.DataFrame, flow: str, partner: str) -> pd.DataFrame:
    """Return one partner's shares of the World Factbook by year: share and half, as `partners`."""
    rows = partners(trade_factbook)
    rows = rows[(rows.flow == flow) & (rows.partner == partner)]
    if rows.empty:
        raise DataError(f"table 'trade_factbook': no share of {partner} in the {flow}s")
    return rows.set_index("year")[["share", "half"]].sort_index()


def quoted(trade_russia_press: pd.DataFrame, flow: str) -> pd.DataFrame:
    """Return Russia's shares of Belstat as pages quote them, by year: share and half."""
    rows = trade_russia_press
    rows = rows[(rows.flow == flow) & (rows.measure == "share")].set_index("year").sort_index()
    return pd.DataFrame({"share": rows.value, "half": 0.05})


def reckoned(press: pd.DataFrame, totals: pd.DataFrame, flow: str) -> pd.DataFrame:
    """Return Russia's shares from Belstat's value, as quoted, over the World Bank's total, by year.

    press, totals: the tables trade_russia_press (USD billion) and trade_totals_world_bank (USD
    million). The value of a year that is not quoted is reckoned back from the next, where a page
    quotes the change. Columns share, low and high: percent, at the ends of all rounding.
    """
    cells = press[press.flow == flow].pivot(index="year", columns="measure", values="value")
    whole = totals[totals.flow == flow].set_index("year").total_usd_m / 1000
    ends = {}
    for year, cell in cells.dropna(subset="value").iterrows():
        ends[year] = rounded(cell.value)
        if not np.isnan(cell.get("change", np.nan)) and np.isnan(cells.value.get(year - 1, np.nan)):
            low, size, high = ends[year]
            less, mid, more = (1 + each / 100 for each in rounded(cell.change))
            ends[year - 1] = (low / more, size / mid, high / less)
    frame = pd.DataFrame(ends, index=["low", "share", "high"]).T.sort_index()
    frame = frame.div(whole.reindex(frame.index), axis=0).mul(100)
    return frame.dropna()[["share", "low", "high"]]


def disagreement(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Return by how many points two publishers differ on the same years, without sign."""
    return (one.share - other.share).abs().dropna()


def weights(years, kind: str) -> np.ndarray:
    """Return the weight of each year's share in a change, (n,); the change is their sum.

    kind: "halves", the mean of the later half of the span less that of the earlier; "ends", the
    last year less the first; "trend", the slope by least squares times the span.
    """
    years = np.asarray(years, dtype=float)
    if len(years) < 2 or kind not in KINDS:
        raise DataError(f"expected two years or more and one of {', '.join(KINDS)}; found {kind!r}")
    span = years[-1] - years[0]
    if kind == "trend":
        far = years - years.mean()
        return span * far / (far**2).sum()
    if kind == "ends":
        return np.r_[-1.0, np.zeros(len(years) - 2), 1.0]
    late = years > years[0] + span / 2
    return late / late.sum() - ~late / (~late).sum()


def change(shares: pd.DataFrame, kind: str = "halves", noise: float = 0) -> tuple:
    """Return the change of a share, in points, and the ends of its interval.

    shares: by year, with share and half. noise: standard deviation of a year's share, in points,
    beside rounding. The interval is 1.96 standard errors and the whole rounding on either side.
    """
    each = weights(shares.index, kind)
    estimate = round(float(each @ shares.share.to_numpy()), 9)  # 2.35, not 2.3499999
    wide = NORMAL * noise * float((each**2).sum() ** 0.5)
    wide += float(np.abs(each) @ shares.half.to_numpy())
    return estimate, estimate - wide, estimate + wide


def pairs(shares: pd.DataFrame) -> pd.DataFrame:
    """Return all pairs of years, the earlier first: first, last, and the change in points."""
    early, late = np.triu_indices(len(shares), 1)
    found = shares.share.to_numpy()
    return pd.DataFrame(
        {
            "first": shares.index[early],
            "last": shares.index[late],
            "change": found[late] - found[early],
        }
    )
