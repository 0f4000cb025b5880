"""Series carried on after August 2020: ideal points by both estimates, growth, price of oil.

Ideal points: one estimate uses votes on final passage alone (to 2024), the other all votes (to
2023). They differ after 2020 and stand side by side. Of the World Economic Outlook and of the oil
price only whole years that had ended are taken, no forecast.
"""

import pandas as pd

from . import economy
from .as_text import csv_text
from .upstream import require_numbers, require_unique, require_values

IDEAL = "unga_idealpoints/IdealpointsJuly2025.dta"
SUFFIXES = {"final passage": "fp", "all votes": "all"}
COUNTRIES = {"BLR": "Belarus", "RUS": "Russia", "UKR": "Ukraine"}
FIRST, LAST = 2008, 2024
GROWTH = "NGDP_RPCH"  # concept of the WEO
MEDIAN = "median member"


def ideal_points_both(upstream, data):
    """Ideal points of a few members and of the median member, by both published estimates.

    distance is that from Russia; of the median member it is the median of the members' distances.
    """
    columns = [f"{head}{end}" for end in SUFFIXES.values() for head in ("idealpoint", "q5", "q95")]
    frame = upstream.stata(IDEAL, ["iso3c", "year", *columns])
    require_values(frame.iso3c, IDEAL, COUNTRIES)
    frame = frame[frame.year.between(FIRST, LAST)].astype({"year": int})
    require_unique(frame, IDEAL, ["iso3c", "year"])
    parts = [_estimate(frame, name, end) for name, end in SUFFIXES.items()]
    decimals = dict.fromkeys(["ideal_point", "low", "high", "distance"], 3)
    return csv_text(pd.concat(parts), ["estimate", "year", "member"], decimals)


def _estimate(frame, name, end):
    made = frame[["iso3c", "year"]].assign(
        ideal_point=frame[f"idealpoint{end}"], low=frame[f"q5{end}"], high=frame[f"q95{end}"]
    )
    made = made.dropna(subset="ideal_point").astype(
        {"ideal_point": float, "low": float, "high": float}
    )
    russia = made[made.iso3c == "RUS"].set_index("year").ideal_point
    made["distance"] = (made.ideal_point - made.year.map(russia)).abs()
    others = made[made.iso3c != "RUS"].groupby("year")[["ideal_point", "distance"]].median()
    shown = made[made.iso3c.isin(COUNTRIES)].assign(member=lambda rows: rows.iso3c.map(COUNTRIES))
    rows = pd.concat([shown.drop(columns="iso3c"), others.reset_index().assign(member=MEDIAN)])
    columns = ["estimate", "year", "member", "ideal_point", "low", "high", "distance"]
    return rows.assign(estimate=name)[columns]


def economy_carried_on(upstream, data):
    """Real growth of Belarus and Russia (IMF), and the price of Brent (EIA), by year."""
    about = {"measure": "real growth", "unit": "percent", "publisher": "IMF"}
    parts = [
        economy.weo(upstream, area, GROWTH)
        .rename("value")
        .reset_index()
        .assign(country=country, **about)
        for area, country in economy.COUNTRIES.items()
    ]
    brent = upstream.csv(economy.BRENT_YEAR, ["Date", "Price"])
    require_values(brent.Date.str[:4], economy.BRENT_YEAR, [str(LAST)])
    price = require_numbers(brent.Price, economy.BRENT_YEAR, first_row=2)
    parts.append(
        pd.DataFrame({"year": brent.Date.str[:4].astype(int), "value": price}).assign(
            country="world", measure="price of Brent", unit="USD a barrel", publisher="EIA"
        )
    )
    frame = pd.concat(parts)
    frame = frame[frame.year.between(FIRST, LAST)]
    columns = ["country", "measure", "publisher", "year", "value", "unit"]
    return csv_text(frame[columns], ["country", "measure", "publisher", "year"], {"value": 3})
