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


# function, section of the chapter, the table that a result comes from unless it names another
TESTS = (
    (trade, "trade", "trade_russia_share"),
    (arms, "arms", "arms_imports_periods"),
    (opinion, "opinion", "polls_russia_eu"),
    (media, "media", "polls_media"),
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
