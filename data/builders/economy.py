"""Growth, gross domestic product, budgets and the price of oil, as they are published."""

import pandas as pd

from .as_text import csv_text
from .upstream import UpstreamError, require_numbers, require_unique, require_values

WEO, WORLD_BANK = "imf_weo/data_2510.rda", "wb_gdp/gdp.csv"
BRENT_YEAR, BRENT_MONTH = "oil_prices/brent-year.csv", "oil_prices/brent-monthly.csv"
YEARS = (2000, 2024)  # the last year of the set that is no forecast for Belarus and Russia
ALL_YEARS = (1990, 2020)
COUNTRIES = {"BLR": "Belarus", "RUS": "Russia"}
WORLD = {"G001": "World"}
CONCEPTS = {  # of the World Economic Outlook: measure and unit
    "NGDP_RPCH": ("real_growth", "percent"),
    "NGDPD": ("gdp", "USD billion"),
    "NGDPRPC": ("gdp_per_head", "national currency at constant prices"),
    "PPPSH": ("share_of_world", "percent of the world"),
    "GGR_NGDP": ("revenue", "percent of GDP"),
    "GGXCNL_NGDP": ("balance", "percent of GDP"),
}
OF_THE_WORLD = ("NGDP_RPCH", "NGDPD")
GROUPS = r"GX?\d+"  # codes of groups of countries begin so
COLUMNS = {  # of growth_by_country: concept, decimals
    "growth_pct": ("NGDP_RPCH", 2),
    "per_head_pct": ("NGDPRPC", 2),
    "gdp_usd_bn": ("NGDPD", 3),
    "balance_pct": ("GGXCNL_NGDP", 2),
}


def outlook(upstream, concepts):
    """Annual series of the World Economic Outlook: frame area, concept, year, value, last.

    last: the last year that is no forecast, where the set names it.
    """
    columns = ["ref_area", "concept", "freq", "year", "value", "lastactualdate"]
    frame = upstream.r_table(WEO, "data_2510", columns)
    require_values(frame.concept, WEO, concepts)
    frame = frame[(frame.freq == "A") & frame.concept.isin(concepts) & frame.value.notna()]
    require_unique(frame, WEO, ["ref_area", "concept", "year"])
    frame = frame.rename(columns={"ref_area": "area", "lastactualdate": "last"}).astype(
        {"year": int}
    )
    last = pd.to_numeric(frame["last"].astype(str).str[:4], errors="coerce")
    return frame[["area", "concept", "year", "value"]].assign(last=last)


def weo(upstream, area, concept):
    """One annual series of the World Economic Outlook: Series by year, in the unit of the set."""
    frame = outlook(upstream, [concept])
    frame = frame[frame.area == area]
    if frame.empty:
        rows = f"rows with ref_area {area} and concept {concept}"
        raise UpstreamError(f"{WEO}: no {rows}; renamed or removed upstream")
    return frame.set_index("year").value.sort_index()


def world_bank_gdp(upstream):
    """Gross domestic product in USD billion, current prices: frame year, country, value."""
    frame = upstream.csv(WORLD_BANK, ["Country Code", "Year", "Value"])
    require_values(frame["Country Code"], WORLD_BANK, COUNTRIES)
    frame = frame[frame["Country Code"].isin(COUNTRIES)]
    value = require_numbers(frame.Value, WORLD_BANK, first_row=2) / 1e9
    return pd.DataFrame(
        {"year": frame.Year, "country": frame["Country Code"].map(COUNTRIES), "value": value}
    )


def economy(upstream, data):
    """Growth, product, revenue and balance of Belarus and Russia (IMF); product (World Bank)."""
    frame = outlook(upstream, list(CONCEPTS))
    require_values(frame.area, WEO, [*COUNTRIES, *WORLD])
    own = frame.area.isin(COUNTRIES) | (frame.area.isin(WORLD) & frame.concept.isin(OF_THE_WORLD))
    frame = frame[own & ~(frame.year > frame["last"])]
    words = frame.concept.map(CONCEPTS)
    frame = frame.assign(
        country=frame.area.map(COUNTRIES | WORLD),
        measure=words.str[0],
        unit=words.str[1],
        publisher="IMF",
    )
    bank = world_bank_gdp(upstream).assign(
        measure="gdp", unit="USD billion", publisher="World Bank"
    )
    frame = pd.concat([frame, bank])
    frame = frame[frame.year.between(*YEARS)][
        ["country", "measure", "publisher", "year", "value", "unit"]
    ]
    return csv_text(frame, ["country", "measure", "publisher", "year"], {"value": 3})


def growth_by_country(upstream, data):
    """Growth, growth per head, product and budget of every country, one row a country and year."""
    concepts = [concept for concept, _ in COLUMNS.values()]
    frame = outlook(upstream, concepts)
    frame = frame[~frame.area.str.fullmatch(GROUPS) & ~(frame.year > frame["last"])]
    wide = frame.pivot(index=["area", "year"], columns="concept", values="value").sort_index()
    before = wide.NGDPRPC.groupby("area").shift()
    follows = wide.index.get_level_values("year").to_series(index=wide.index)
    gap = follows - follows.groupby("area").shift()
    wide["NGDPRPC"] = (100 * (wide.NGDPRPC / before - 1)).where(gap == 1)
    wide = wide.rename(columns={concept: name for name, (concept, _) in COLUMNS.items()})
    wide = wide[list(COLUMNS)].reset_index()
    wide = wide[wide.year.between(*ALL_YEARS) & wide[list(COLUMNS)].notna().any(axis=1)]
    decimals = {name: places for name, (_, places) in COLUMNS.items()}
    return csv_text(wide, ["area", "year"], decimals)


def oil_prices(upstream, data):
    """Brent spot price: means of years and of months, 2000 to 2025."""
    parts = []
    for file, length, first, last in (
        (BRENT_YEAR, 4, "2000", "2025"),
        (BRENT_MONTH, 7, "2000-01", "2025-12"),
    ):
        frame = upstream.csv(file, ["Date", "Price"])
        period = frame.Date.str[:length]
        require_values(period.rename("Date"), file, [first, last])
        price = require_numbers(frame.Price, file, first_row=2)
        frame = pd.DataFrame(
            {
                "period": period,
                "frequency": "year" if length == 4 else "month",
                "usd_per_barrel": price,
            }
        )
        parts.append(frame[frame.period.between(first, last)])
    frame = pd.concat(parts)
    require_unique(frame, f"{BRENT_YEAR}, {BRENT_MONTH}", ["frequency", "period"])
    return csv_text(frame, ["frequency", "period"], {"usd_per_barrel": 2})
