"""Growth, gross domestic product and the price of oil."""

import pandas as pd

from .as_text import csv_text
from .upstream import UpstreamError, require_numbers, require_unique, require_values

WEO, WORLD_BANK = "imf_weo/data_2510.rda", "wb_gdp/gdp.csv"
BRENT_YEAR, BRENT_MONTH = "oil_prices/brent-year.csv", "oil_prices/brent-monthly.csv"
YEARS = (2000, 2020)
PERIODS = [(2000, 2008), (2010, 2013), (2014, 2019)]
COUNTRIES = {"BLR": "Belarus", "RUS": "Russia"}


def weo(upstream, area, concept):
    """One annual series of the World Economic Outlook: Series by year, in the unit of the set."""
    frame = upstream.r_table(WEO, "data_2510", ["ref_area", "concept", "freq", "year", "value"])
    frame = frame[
        (frame.freq == "A")
        & (frame.concept == concept)
        & (frame.ref_area == area)
        & frame.value.notna()
    ]
    if frame.empty:
        rows = f"rows with ref_area {area} and concept {concept}"
        raise UpstreamError(f"{WEO}: no {rows}; renamed or removed upstream")
    require_unique(frame, WEO, ["year"])
    return frame.astype({"year": int}).set_index("year").value.sort_index()


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
    """Real growth (IMF) and gross domestic product (IMF and World Bank) of Belarus and Russia."""
    parts = []
    for area, country in COUNTRIES.items():
        for concept, measure, unit in (
            ("NGDP_RPCH", "real_growth", "percent"),
            ("NGDPD", "gdp", "USD billion"),
        ):
            series = weo(upstream, area, concept).rename("value").reset_index()
            parts.append(
                series.assign(country=country, measure=measure, unit=unit, publisher="IMF")
            )
    parts.append(
        world_bank_gdp(upstream).assign(measure="gdp", unit="USD billion", publisher="World Bank")
    )
    frame = pd.concat(parts)
    frame = frame[frame.year.between(*YEARS)][
        ["country", "measure", "publisher", "year", "value", "unit"]
    ]
    return csv_text(frame, ["country", "measure", "publisher", "year"], {"value": 3})


def economy_periods(upstream, data):
    """Mean of the annual growth rates (IMF) in each period."""
    rows = []
    for area, country in COUNTRIES.items():
        growth = weo(upstream, area, "NGDP_RPCH")
        for first, last in PERIODS:
            years = growth.reindex(range(first, last + 1))
            rows.append(
                {
                    "country": country,
                    "period": f"{first}–{last}",
                    "year_from": first,
                    "year_to": last,
                    "mean_growth_pct": years.mean(skipna=False),
                }
            )
    return csv_text(pd.DataFrame(rows), ["country", "period"], {"mean_growth_pct": 2})


def oil_prices(upstream, data):
    """Brent spot price: annual means 2000–2020, monthly means January to August 2020."""
    parts = []
    for file, length, first, last in (
        (BRENT_YEAR, 4, "2000", "2020"),
        (BRENT_MONTH, 7, "2020-01", "2020-08"),
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
