"""The numbers that the chapters of tests state: each computed from the tables under data/evidence/ and nothing else."""

from io import StringIO
from pathlib import Path

import pandas as pd

from .as_text import number_text
from .upstream import UpstreamError

COLUMNS = ["id", "test", "quantity", "value", "unit", "decimals", "period", "computed", "source"]
BEFORE, AFTER = "2008–2013", "2014–2019"


class Tables:
    """The evidence tables by name: those just made, else the committed ones in a folder."""

    def __init__(self, made: dict[str, str], data: Path):
        self.made, self.data = made, Path(data)

    def __getitem__(self, name: str) -> pd.DataFrame:
        file = f"{name}.csv"
        if file not in self.made and not (self.data / file).is_file():
            raise UpstreamError(
                f"{file}: not in {self.data}; expected a table that the results are computed from"
            )
        return pd.read_csv(StringIO(self.made[file]) if file in self.made else self.data / file)

    def cell(self, name: str, column: str, **where) -> float:
        """One number: the column's value in the only row where the other columns have these values; UpstreamError."""
        rows = self[name]
        for key, value in where.items():
            rows = rows[rows[key] == value]
        if len(rows) != 1 or pd.isna(rows[column].iloc[0]):
            raise UpstreamError(
                f"{name}.csv: {len(rows)} rows with {where}; expected one, with a number in {column}"
            )
        return float(rows[column].iloc[0])


def trade(tables):
    """Russia's share in the imports and exports of Belarus."""
    source, cia, belstat = (
        "trade_russia_share",
        "CIA World Factbook",
        "Belstat, as quoted in the press",
    )

    def share(publisher, flow, year):
        return tables.cell(source, "share_pct", publisher=publisher, flow=flow, year=year)

    yield (
        "B41",
        "Russia’s share in imports",
        share(belstat, "import", 2016),
        "percent",
        1,
        "2016",
        "as published (Belstat, in the press)",
    )
    yield (
        "B42",
        "Russia’s share in imports",
        share(cia, "import", 2014),
        "percent",
        1,
        "2014",
        "as published (World Factbook)",
    )
    yield (
        "B43",
        "Russia’s share in imports",
        share(cia, "import", 2019),
        "percent",
        0,
        "2019",
        "as published, whole (World Factbook)",
    )
    yield (
        "B44",
        "change in Russia’s share in imports",
        share(cia, "import", 2019) - share(cia, "import", 2014),
        "points",
        1,
        "2014 to 2019",
        "World Factbook, last less first",
    )
    yield (
        "B45",
        "Russia’s share in exports",
        share(cia, "export", 2014),
        "percent",
        1,
        "2014",
        "as published (World Factbook)",
    )
    yield (
        "B46",
        "Russia’s share in exports",
        share(cia, "export", 2019),
        "percent",
        0,
        "2019",
        "as published, whole (World Factbook)",
    )
    yield (
        "B47",
        "change in Russia’s share in exports",
        share(cia, "export", 2019) - share(cia, "export", 2014),
        "points",
        1,
        "2014 to 2019",
        "World Factbook, last less first",
    )
    for row, year in (("B49", 2019), ("B48", 2020)):
        reckoned = "value quoted from Belstat over total of the World Bank"
        yield (
            row,
            "Russia’s share in imports",
            share(belstat, "import", year),
            "percent",
            1,
            str(year),
            reckoned,
        )


def arms(tables):
    """Deliveries of major arms by supplier."""
    source, early = "arms_imports_periods", "2007–2013"
    frame = tables[source]
    others = frame[(frame.period == AFTER) & (frame.supplier != "Russia")]
    china = frame[(frame.period == early) & (frame.supplier == "China")].tiv.sum()
    per_year = {
        period: tables.cell(source, "tiv", supplier="Russia", period=period) / years
        for period, years in ((early, 7), (AFTER, 6))
    }
    yield (
        "B51",
        "Russia’s share in deliveries",
        tables.cell(source, "share_pct", supplier="Russia", period=early),
        "percent",
        1,
        early,
        "of the trend-indicator value",
    )
    yield (
        "B52",
        "Russia’s share in deliveries",
        tables.cell(source, "share_pct", supplier="Russia", period=AFTER),
        "percent",
        1,
        AFTER,
        "of the trend-indicator value",
    )
    yield (
        "B53",
        "Russian deliveries a year",
        per_year[early],
        "tiv",
        0,
        early,
        "sum over seven years",
    )
    yield "B54", "Russian deliveries a year", per_year[AFTER], "tiv", 0, AFTER, "sum over six years"
    yield (
        "B56",
        "Chinese deliveries",
        china,
        "tiv",
        1,
        early,
        "sum; no row is no identified delivery",
    )
    yield (
        "B55",
        "Chinese deliveries",
        tables.cell(source, "tiv", supplier="China", period=AFTER),
        "tiv",
        1,
        AFTER,
        "sum",
    )
    yield (
        "B57",
        "largest share of another supplier",
        others.share_pct.max(),
        "percent",
        1,
        AFTER,
        "largest of the other shares",
    )
    yield (
        "B58",
        "all deliveries",
        tables.cell(source, "total_tiv", supplier="Russia", period=early),
        "tiv",
        0,
        early,
        "sum of all suppliers",
    )
    yield (
        "B59",
        "all deliveries",
        tables.cell(source, "total_tiv", supplier="Russia", period=AFTER),
        "tiv",
        0,
        AFTER,
        "sum of all suppliers",
    )


def growth(tables):
    """Growth of Russia's economy, and the price of oil."""
    source = "economy_periods"
    economy = tables["economy"]
    russia = (
        economy[(economy.country == "Russia") & (economy.measure == "real_growth")]
        .set_index("year")
        .value
    )
    periods = (
        ("B61", "Russia", "2000–2008"),
        ("B62", "Russia", "2010–2013"),
        ("B63", "Russia", AFTER),
        ("B64", "Belarus", AFTER),
    )
    for row, country, period in periods:
        yield (
            row,
            f"mean yearly growth of {country}’s economy",
            tables.cell(source, "mean_growth_pct", country=country, period=period),
            "percent",
            1,
            period,
            "mean of yearly real growth (IMF)",
        )
    yield (
        "B65",
        "years in which Russia’s economy shrank",
        (russia.loc[2014:2019] < 0).sum(),
        "count",
        0,
        AFTER,
        "years with growth below zero",
        "economy",
    )
    yield (
        "B66",
        "growth of Russia’s economy",
        russia[2015],
        "percent",
        1,
        "2015",
        "real growth (IMF)",
        "economy",
    )
    for row, year in (("B67", "2014"), ("B68", "2016")):
        yield (
            row,
            "price of a barrel of Brent oil",
            tables.cell("oil_prices", "usd_per_barrel", period=year, frequency="year"),
            "usd",
            0,
            year,
            "yearly mean (EIA)",
            "oil_prices",
        )
    yield (
        "B69",
        "growth of Russia’s economy",
        russia[2009],
        "percent",
        1,
        "2009",
        "real growth (IMF)",
        "economy",
    )
    mean = russia.loc[2009:2013].mean()
    yield (
        "B70",
        "mean yearly growth of Russia’s economy",
        mean,
        "percent",
        1,
        "2009–2013",
        "mean of yearly real growth (IMF)",
        "economy",
    )


def opinion(tables):
    """Lead of Russia, or of integration with it, in surveys; each question by itself."""
    source = "polls_russia_eu"

    def lead(pollster, question, survey):
        return tables.cell(source, "lead_pp", pollster=pollster, question=question, survey=survey)

    series = (
        ("B71", "IISEPS", "choice", "lead of Russia over the European Union", "2013-12", "2014-06"),
        (
            "B74",
            "IISEPS",
            "referendum_russia",
            "lead of Yes to integration with Russia",
            "2013-12",
            "2015-12",
        ),
        (
            "B77",
            "BAW",
            "better_life",
            "lead of Russia over the European Union",
            "2018-08",
            "2019-12",
        ),
        (
            "B80",
            "IISEPS",
            "referendum_eu",
            "lead of Yes to joining the European Union",
            "2013-12",
            "2015-12",
        ),
    )
    for row, pollster, question, quantity, first, last in series:
        number = int(row[1:])
        values = lead(pollster, question, first), lead(pollster, question, last)
        yield row, quantity, values[0], "points", 1, first, f"{pollster}, first answer less second"
        yield (
            f"B{number + 1}",
            quantity,
            values[1],
            "points",
            1,
            last,
            f"{pollster}, first answer less second",
        )
        if question == "referendum_eu":
            continue  # shown for comparison, compared by no threshold
        yield (
            f"B{number + 2}",
            f"change in the {quantity}",
            values[1] - values[0],
            "points",
            1,
            f"{first} to {last}",
            f"{pollster}, last less first",
        )
    for row, year in (("B82", "2014"), ("B83", "2017")):
        value = tables.cell("polls_media", "share_pct", pollster="EDB", topic="eaeu", survey=year)
        yield (
            row,
            "approval of the Customs Union, from 2015 the Eurasian Economic Union",
            value,
            "percent",
            0,
            year,
            "as quoted (EDB)",
            "polls_media",
        )
    for row, first in (("B92", "2012-12"), ("B93", "2014-03")):
        change = lead("IISEPS", "referendum_russia", "2015-12") - lead(
            "IISEPS", "referendum_russia", first
        )
        quantity = "change in the lead of Yes to integration with Russia"
        yield (
            row,
            quantity,
            change,
            "points",
            1,
            f"{first} to 2015-12",
            "IISEPS, last less first; shown, compared by no threshold",
        )


def media(tables):
    """Trust in media."""
    source = "polls_media"
    for number, subject in (
        (84, "Russian media"),
        (87, "official Belarusian media"),
        (90, "independent Belarusian media"),
    ):
        values = [
            tables.cell(source, "share_pct", topic="media_trust", subject=subject, survey=survey)
            for survey in ("2014", "2017-04")
        ]
        for row, value, period in ((number, values[0], "2014"), (number + 1, values[1], "2017-04")):
            decimals = 0 if float(value).is_integer() else 1  # some are quoted in whole per cents
            yield (
                f"B{row}",
                f"trust in {subject}, fully or partly",
                value,
                "percent",
                decimals,
                period,
                "as quoted (BAW)",
            )
        if subject == "Russian media":
            yield (
                f"B{number + 2}",
                f"change in the trust in {subject}",
                values[1] - values[0],
                "points",
                1,
                "2014 to 2017-04",
                "last less first",
            )


def gas(tables):
    """Price of gas paid, beside the European benchmark."""
    source = "gas_price"

    def of(column, year):
        return tables.cell(source, column, year=year)

    for row, column, year, quantity in (
        ("B94", "paid_usd", 2014, "price of gas that Belarus paid"),
        ("B95", "paid_usd", 2019, "price of gas that Belarus paid"),
        ("B96", "europe_usd", 2014, "European benchmark price of gas"),
        ("B97", "europe_usd", 2019, "European benchmark price of gas"),
        ("B98", "discount_usd", 2014, "benchmark less price paid"),
        ("B99", "discount_usd", 2019, "benchmark less price paid"),
        ("B100", "discount_usd", 2020, "benchmark less price paid"),
    ):
        yield row, quantity, of(column, year), "usd", 0, str(year), "per 1,000 cubic metres"
    yield (
        "B101",
        "change in the price of gas that Belarus paid",
        of("paid_usd", 2019) - of("paid_usd", 2014),
        "usd",
        0,
        "2014 to 2019",
        "last less first, per 1,000 cubic metres",
    )
    for row, year in (("B102", 2014), ("B103", 2019)):
        yield (
            row,
            "price paid relative to the benchmark",
            of("paid_pct_of_europe", year),
            "percent",
            0,
            str(year),
            "price paid over benchmark",
        )


def oil(tables):
    """Oil by origin in January to May 2020, its price by origin, and the aim as it was reported."""
    source, months = "oil_imports_2020_by_origin", "2020-01 to 2020-05"
    stated = tables["oil_share_stated"]
    origin = tables[source].set_index("origin").value_usd_m
    row = tables["oil_imports"].set_index("period").loc["2020 Jan–May"]
    eaeu = (origin["Russia"] + origin["Kazakhstan"]) / row.eaeu_mt
    outside = origin["outside the CIS (not divided)"] / row.outside_cis_mt
    other_cis = (origin["Azerbaijan"] + origin["Ukraine"]) / (row.cis_mt - row.eaeu_mt)
    total = tables.cell("oil_imports", "total_mt", period="2019 Jan–May")
    yield (
        "B104",
        "Russian share aimed at, lower bound",
        stated.low_pct.min(),
        "percent",
        0,
        "2020-01",
        "lowest reported",
        "oil_share_stated",
    )
    yield (
        "B105",
        "Russian share aimed at, upper bound",
        stated.high_pct.max(),
        "percent",
        0,
        "2020-01",
        "highest reported",
        "oil_share_stated",
    )
    for number, name in (
        ("B106", "Russia"),
        ("B107", "outside the CIS (not divided)"),
        ("B108", "Azerbaijan"),
    ):
        yield (
            number,
            f"share in the value of imported oil: {name}",
            tables.cell(source, "share_pct", origin=name),
            "percent",
            1,
            months,
            "of the value",
        )
    yield (
        "B109",
        "share in the volume of imported oil: Eurasian Economic Union (in practice Russia)",
        row.share_pct,
        "percent",
        1,
        months,
        "of the volume",
        "oil_imports",
    )
    yield (
        "B110",
        "price of imported oil: Eurasian Economic Union (in practice Russia)",
        eaeu,
        "usd",
        0,
        months,
        "value over volume, per tonne",
        f"{source}, oil_imports",
    )
    yield (
        "B111",
        "price of imported oil: outside the CIS",
        outside,
        "usd",
        0,
        months,
        "value over volume, per tonne",
        f"{source}, oil_imports",
    )
    yield (
        "B112",
        "price of imported oil: Azerbaijan and Ukraine",
        other_cis,
        "usd",
        0,
        months,
        "value over volume, per tonne",
        f"{source}, oil_imports",
    )
    yield (
        "B113",
        "price of oil from outside the CIS relative to oil from Russia",
        100 * outside / eaeu,
        "percent",
        0,
        months,
        "one price over the other",
        f"{source}, oil_imports",
    )
    yield (
        "B115",
        "volume of imported oil against the same months of the year before",
        100 * (row.total_mt / total - 1),
        "percent",
        1,
        months,
        "change",
        "oil_imports",
    )
    yield (
        "B116",
        "deliveries of oil from Russia",
        tables.cell("oil_imports", "russia_mt", period="2020 Jan–Mar"),
        "mt",
        2,
        "2020-01 to 2020-03",
        "as quoted",
        "oil_imports",
    )
    yield (
        "B117",
        "deliveries of oil from Russia",
        tables.cell("oil_imports", "russia_mt", period="2019"),
        "mt",
        1,
        "2019",
        "as quoted",
        "oil_imports",
    )
    for number, month in (("B118", "2020-01"), ("B119", "2020-04")):
        yield (
            number,
            "price of a barrel of Brent oil",
            tables.cell("oil_prices", "usd_per_barrel", period=month, frequency="month"),
            "usd",
            0,
            month,
            "monthly mean (EIA)",
            "oil_prices",
        )


def support(tables):
    """Published estimates of Russian support."""
    source = "russian_support"

    def of(column, estimate):
        return tables.cell(source, column, estimate=estimate)

    frame = tables[source]
    published = frame[frame.pct_gdp_low.notna()]
    ends = pd.concat([published.pct_gdp_low, published.pct_gdp_high])
    gdp = tables.cell(
        "economy", "value", country="Belarus", measure="gdp", publisher="IMF", year=2019
    )
    inside = ((published.pct_gdp_low <= 25) & (published.pct_gdp_high >= 25)).any()
    yield (
        "B121",
        "support as the IMF is quoted",
        of("usd_bn", "imf_2005_2015"),
        "billion_usd",
        0,
        "2005–2015",
        "as quoted",
    )
    yield (
        "B122",
        "support as RBC estimates it, at least",
        of("usd_bn", "rbc_11_years"),
        "billion_usd",
        0,
        "2005–2015",
        "as quoted",
    )
    yield (
        "B123",
        "the IMF’s sum relative to the GDP of these years",
        of("computed_pct_gdp", "imf_2005_2015"),
        "percent",
        0,
        "2005–2015",
        "sum over summed GDP",
    )
    yield (
        "B124",
        "highest published share of GDP",
        ends.max(),
        "percent",
        0,
        "2005–2010",
        "largest of the published shares",
    )
    yield (
        "B125",
        "lowest published share of GDP",
        ends.min(),
        "percent",
        0,
        "2005–2010",
        "smallest of the published shares",
    )
    yield (
        "B126",
        "distance of the nearest published share from 25 % of GDP",
        0 if inside else (ends - 25).abs().min(),
        "points",
        0,
        "2005–2010",
        "smallest difference",
    )
    yield (
        "B127",
        "loss from the tax manoeuvre by the Ministry of Finance, relative to GDP",
        of("computed_pct_gdp", "mof_manoeuvre_2019"),
        "percent",
        1,
        "2019",
        "loss over GDP",
    )
    yield (
        "B128",
        "support after 2014 by S. Agibalov, relative to GDP",
        of("computed_pct_gdp", "agibalov_after_2014"),
        "percent",
        0,
        "2015–2019",
        "4 billion dollars a year over mean GDP",
    )
    for row, estimate, who in (
        ("B129", "ipm_manoeuvre_total", "the IPM Research Center"),
        ("B130", "minsk_manoeuvre_whole", "the government"),
    ):
        yield (
            row,
            f"whole loss from the tax manoeuvre that {who} expected, a year, relative to the GDP of 2019",
            100 * of("usd_bn", estimate) / 6 / gdp,
            "percent",
            1,
            "2019–2024",
            "a sixth of the loss over the GDP of 2019",
            f"{source}, economy",
        )
    yield (
        "B131",
        "the IMF’s sum, spread evenly, relative to the smallest GDP of a year",
        of("computed_pct_gdp_high", "imf_2005_2015"),
        "percent",
        0,
        "2005–2015",
        "an eleventh of the sum over the smallest GDP",
    )


# function, section of the chapter, the table that a result comes from unless it names another
TESTS = (
    (trade, "trade", "trade_russia_share"),
    (arms, "arms", "arms_imports_periods"),
    (growth, "growth", "economy_periods"),
    (opinion, "opinion", "polls_russia_eu"),
    (media, "media", "polls_media"),
    (gas, "gas", "gas_price"),
    (oil, "oil", "oil_imports_2020_by_origin"),
    (support, "support", "russian_support"),
)


def results(upstream, data):
    """CSV of all results, in the order of the chapter; each value rounded to the decimals that the text shows."""
    tables = Tables(upstream.made, data)
    found = []
    for compute, test, source in TESTS:
        for name, *row in compute(tables):
            found.append([name, test, *row, source][: len(COLUMNS)])
    rows = pd.DataFrame(found, columns=COLUMNS)
    rows["value"] = [
        number_text(value, decimals)
        for value, decimals in zip(rows.value, rows.decimals, strict=True)
    ]
    return rows.to_csv(index=False, lineterminator="\n")
