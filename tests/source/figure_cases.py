"""The list of all figures, each with its tables and with what the tests need to know of it. A new
figure joins by adding a `Case`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from edition import tables
from edition.charts.grammar import Chart
from edition.figures import (
    conclusion,
    economic_power,
    evidence,
    introduction,
    military_power,
    notes,
    shared,
    soft_power,
    theory,
)


@dataclass(frozen=True, eq=False)
class Case:
    """A figure and what is to be true of it.

    make: the function that draws it. tables: the names of its tables, in order. x, y: columns of
    the chart's data whose
    values are drawn along that axis. marks: what the marks are called (their gid), computed from
    the data; if they are as
    many as the rows, each must stand at its row's x and y. spans: columns that hold start and end
    of each mark along x.
    words: what must stand in the drawing, computed from the data (line breaks do not matter). said:
    words and numbers that
    the alternative text must contain, computed from the data. bad: (table, field, value) that must
    raise DataError when
    planted in one row that is drawn, or in the row that a fourth item {field: value} picks. size:
    most bytes of both drawings.
    """

    make: Callable[..., Chart]
    tables: tuple[str, ...]
    x: tuple[str, ...] = ()
    y: tuple[str, ...] = ()
    marks: Callable[[pd.DataFrame], list[str]] | None = None
    spans: tuple[str, str] | None = None
    words: Callable[[pd.DataFrame], list[str]] | None = None
    said: Callable[[pd.DataFrame], list[str]] | None = None
    bad: tuple[tuple, ...] = ()
    size: int = 60_000

    def __str__(self) -> str:
        return f"{self.make.__module__.rsplit('.', 1)[1]}.{self.make.__name__}"

    def inputs(self) -> dict[str, pd.DataFrame]:
        """Return fresh copies of the figure's tables."""
        return {name: tables.load(name) for name in self.tables}

    def chart(self, **changed: pd.DataFrame) -> Chart:
        """Return the figure, drawn from the real tables or from changed ones."""
        return self.make(*(self.inputs() | changed).values())


def _ranges(may_be: pd.Series) -> list[str]:
    """Say how many acts are of each kind that one may be: “5–16 pressure”, “1 mediation”."""
    kinds = sorted({kind for text in may_be for kind in text.split()})
    return [
        f" {shared.extent(((may_be == kind).sum(), may_be.str.contains(kind).sum()))} {kind}"
        for kind in kinds
    ]


CASES = [
    Case(
        introduction.relations_timeline,
        ("events", "second_coding"),
        marks=lambda data: list(data.event),
        spans=("start", "end"),
        said=lambda data: (
            [f"{len(data)} acts", f"{(data.precision == 'period').sum()} of them without"]
            + _ranges(data[data.start >= 2014].may_be)
        ),
        bad=(
            ("events", "kind", "war"),
            ("events", "precision", "decade"),
            ("events", "date", "2020-13"),
            ("events", "date", "2019-02-29"),
            ("events", "date_end", "1990"),
            ("second_coding", "kind", "war"),
        ),
    ),
    Case(
        theory.exchange_diagram,
        ("exchange",),
        marks=lambda data: list(data.id),
        said=lambda data: [
            f"{row.giver} to {row.receiver}, {row.good} ({row.state})" for row in data.itertuples()
        ],
        bad=(
            ("exchange", "phase", "during 2014"),
            ("exchange", "state", "stolen"),
            ("exchange", "giver", "Sweden"),
            ("exchange", "good", "ideological support"),
            ("exchange", "receiver", "Russia"),
        ),
    ),
    Case(
        soft_power.not_watching,
        ("numbers",),
        x=("period_start",),
        y=("value",),
        marks=lambda data: list(data.id),
        said=lambda data: (
            [
                f"{value:g} percent in {year}"
                for value, year in zip(data.value, data.period_start, strict=True)
            ]
            + [f"{data.value.iloc[1] - data.value.iloc[0]:+.1f} percentage points"]
        ),
        bad=(
            ("numbers", "value", 140.0),
            ("numbers", "value", -1.0),
            ("numbers", "unit", "tonnes"),
        ),
    ),
    Case(
        soft_power.information_moves,
        ("events", "instruments"),
        marks=lambda data: [
            f"{row.pair} {row.event}" for row in data[data.event != ""].itertuples()
        ],
        said=lambda data: [f"{row.move} ({row.time})" for row in data.itertuples()] + ["Six pairs"],
        bad=(
            ("events", "kind", "war"),
            ("events", "date", "2020-13"),
            ("events", "date_end", "2031"),
            ("instruments", "realm", "sport"),
        ),
    ),
    Case(
        notes.grades,
        ("notes", "note_sources"),
        marks=lambda data: [f"note {note}" for note in data.note],
        said=lambda data: (
            [f"{len(data)} numbered boxes"]
            + [
                f"{grade.capitalize()}{', a part open' * (part and grade != 'open')}: {len(rows)}"
                for (grade, part), rows in data.groupby(["grade", "part_open"])
            ]
        ),
        bad=(
            ("notes", "grade", "guessed"),
            ("notes", "note", 2),
            ("note_sources", "grade", "guessed"),
            ("note_sources", "note", 77),
        ),
    ),
    Case(
        economic_power.subsidies,
        ("numbers", "economy"),
        y=("gdp_usd_billion", "peak_share_of_gdp_usd_billion"),
        said=lambda data: [
            f"{data.gdp_usd_billion.iloc[0]:.0f} billion dollars in {data.year.iloc[0]}",
            f"{data.gdp_usd_billion.max():.0f} at its peak",
        ],
        bad=(
            ("numbers", "value", -5.0, {"id": "A05"}),
            (
                "economy",
                "value",
                -5.0,
                {"country": "Belarus", "measure": "gdp", "publisher": "IMF", "year": 2010},
            ),
        ),
    ),
    Case(
        economic_power.oil_share,
        ("numbers", "oil_share_stated"),
        x=("low_pct", "high_pct"),
        said=lambda data: [
            f"{data.low_pct.iloc[0]:g} percent now",
            f"{data.low_pct.iloc[1]:g} percent aimed at",
        ],
        bad=(
            ("numbers", "value", 140.0),
            ("oil_share_stated", "high_pct", 140.0),
            ("oil_share_stated", "page_date", "2020-02-30"),
        ),
    ),
    Case(
        economic_power.suppliers_map,
        ("events", "map_places"),
        words=lambda data: [*data.name, *data.label[data.what == "supplier"]],
        said=lambda data: [
            f"{row.name}: {row.label}"
            for row in data[data.what == "supplier"].itertuples(index=False)
        ],
        bad=(("events", "counterpart", "Sweden"), ("map_places", "longitude", 300.0)),
        size=90_000,
    ),
    Case(
        military_power.integration_steps,
        ("events", "second_coding"),
        words=lambda data: [*data.time, *data.label],
        said=lambda data: [f"{row.time}, {row.label} ({row.actor})" for row in data.itertuples()],
        bad=(
            ("events", "kind", "war"),
            ("events", "actor", "Sweden"),
            ("events", "date", "2020-13"),
            ("second_coding", "kind", "war"),
        ),
    ),
    Case(
        military_power.partners_by_year,
        ("events",),
        marks=lambda data: list(data.event),
        words=lambda data: list(data.partner.unique()),
        said=lambda data: [f"{row.label} (" for row in data.itertuples()],
        bad=(("events", "kind", "war"), ("events", "date", "2020-13")),
    ),
    Case(
        conclusion.realms,
        ("instruments",),
        words=lambda data: [*data.instrument, *data.aim, *data.response, *data.outcome],
        said=lambda data: [*data.instrument, *data.aim, *data.response, *data.outcome],
        bad=(("instruments", "realm", "sport"), ("instruments", "outcome", "Full success")),
    ),
    Case(
        conclusion.balance,
        ("events", "second_coding"),
        words=lambda data: [
            shared.extent(span)
            for row in data.itertuples()
            for span in ((row.before_low, row.before_high), (row.since_low, row.since_high))
        ],
        said=lambda data: [
            f"{shared.extent((row.before_low, row.before_high))} before 2014, "
            f"{shared.extent((row.since_low, row.since_high))} since"
            for row in data.itertuples()
        ],
        bad=(
            ("events", "kind", "war"),
            ("events", "date", "2020-13"),
            ("second_coding", "kind", "war"),
        ),
    ),
    Case(
        evidence.verdicts,
        ("claims",),
        marks=lambda data: list(
            data.claim[data.verdict.isin(["supports", "mixed", "contradicts"])]
        ),
        words=lambda data: list(data.claim),
        said=lambda data: [
            f"{verdict.capitalize()}: {number}"
            for verdict, number in data.verdict.value_counts().items()
        ],
        bad=(("claims", "verdict", "proved"), ("claims", "verdict", "supports", {"claim": "I01"})),
    ),
    Case(),
]
