"""The words around a drawing: computed from descriptors and data, or held against them."""

import re
from collections.abc import Callable, Sequence

import pandas as pd

from edition import tables as package
from edition.charts.grammar import Chart
from edition.charts.sheet import MINUS, Sheet
from edition.tables import DataError, vocabulary

# what cannot be counted or divided out of other things: a table has to have it
BOUND = {
    "USD": r"US dollars?|\bUSD\b|\busd\b|\$",
    "TIV": r"trend-indicator values?|\bTIV\b|\btiv\b",
    "tonnes": r"\btonnes?\b|\bmt\b",
    "score": r"\bscore\b|scale without unit",
}
SHARE = r"percent|per ?cent|%|\bpct\b|points"
SPELT = {
    "percent": "percent",
    "points": "percentage points",
    "usd": "US dollars",
    "billion_usd": "billion US dollars",
    "tiv": "million trend-indicator values",
    "mt": "million tonnes",
}
YEARS = re.compile(r"\b((?:19|20)\d\d)\b")
TIMES = ("year", "date", "survey", "start", "end")  # columns that say when
ARTICLE = "Milàn Czerny"
OURS = "[ed.]"  # behind the name of what is the editors’ data


def marked(name: str, ours: Sequence[str]) -> str:
    """Return a name with the mark of the editors’ data, if it is among these."""
    return f"{name} {OURS}" if name in ours else name


def chart(
    data: pd.DataFrame,
    fill: Callable[[Sheet], None],
    said: str,
    drawn: Sequence[str],
    *,
    name: str,
    title: str,
    measure: str,
    unit: str,
    tables: Sequence[str],
    holds: bool = True,
    note: str = "",
    alt: str | None = None,
    years: str | None = None,
    publishers: Sequence[str] = (),
    ours: Sequence[str] = (),
) -> Chart:
    """Return a figure with its words; DataError if they are not true of table or data.

    data: the rows drawn, as a reader gets them. fill: puts the marks on a sheet. said: what the
    marks show, in words; alt: words before it. drawn: columns whose values are drawn. title: the
    finding; holds: whether it is true. unit: of the vocabulary, or in words. tables: their names,
    for units and sources; publishers: words of the sources that count. years: held against data.
    ours: what of the drawing is the editors’ data, which the note says.
    """
    if data.empty or not holds:
        why = f"the table no longer bears out “{title}”" if len(data) else "no data to draw"
        raise DataError(f"figure {name!r}: {why}; expected its title borne out")
    _sound(name, spelt := SPELT.get(unit, unit), data, drawn, tables)
    return Chart(
        name=name,
        title=title,
        subtitle=", ".join(filter(None, (measure, spelt, _span(name, data, years)))),
        source=source(name, tables, publishers),
        alt=" ".join(filter(None, (alt, said))),
        data=data,
        fill=fill,
        note=" ".join(filter(None, (note, f"{OURS}: the editors’ addition." if ours else ""))),
    )


def source(name: str, tables: Sequence[str], publishers: Sequence[str] = ()) -> str:
    """Return the line of sources: what the descriptors of the tables name, each once.

    publishers: words of which one stands in a source that counts; none lets all count. DataError
    for a word that is in no source.
    """
    found: dict[str, list[str]] = {}
    for table in tables:
        for each in package.resource(table).get("sources", []):
            found.setdefault(each["title"], []).append(f"“{table}”")
    for word in publishers:
        if not any(word in title for title in found):
            expected = f"expected a publisher that the tables {', '.join(tables)} name"
            raise DataError(f"figure {name!r}: {expected}; found {word!r}")
    parts = []
    for title, names in found.items():
        if not publishers or any(word in title for word in publishers):
            short = "Czerny 2020, coded by the editors" if title.startswith(ARTICLE) else title
            parts.append(f"{short} ({'tables' if names[1:] else 'table'} {', '.join(names)})")
    return "; ".join(parts)


def _span(name: str, data: pd.DataFrame, years: str | None) -> str:
    """Return the first and last year of the data; DataError if the words say others."""
    cells = " ".join(
        data[column].astype(str).str.cat(sep=" ") for column in TIMES if column in data
    )
    there = sorted({int(year) for year in YEARS.findall(cells)})
    if years is None:
        return "–".join(map(str, sorted({*there[:1], *there[-1:]})))
    named = sorted({int(year) for year in YEARS.findall(str(years))})
    if there and named and (named[0], named[-1]) != (there[0], there[-1]):
        expected = f"expected {there[0]} to {there[-1]}, which the data hold"
        raise DataError(f"figure {name!r}, years: {expected}; found {years!r}")
    return str(years)


def _sound(name: str, unit: str, data: pd.DataFrame, drawn: Sequence[str], tables) -> None:
    """Hold a unit against the descriptors of the tables, and shares against 0 and 100."""
    units = [
        (field["name"], field["unit"])
        for table in tables
        for field in package.resource(table).get("schema", {}).get("fields", [])
        if field.get("unit")
    ]
    stated = " ".join(each for _, each in units)
    for table in tables:
        if any(each.startswith("as given") for _, each in units):
            rows = package.load(table)
            stated += " " + " ".join(rows["unit"].unique()) if "unit" in rows else ""
    for kind, words in BOUND.items():
        if re.search(words, unit) and not re.search(words, stated):
            raise DataError(
                f"figure {name!r}, unit: no table of {', '.join(tables)} has {kind}; found {unit!r}"
            )
    kinds = BOUND | {"percent": SHARE}
    for column, there in units:
        own = {kind for kind, words in kinds.items() if re.search(words, there)}
        if column in drawn and own and not any(re.search(kinds[kind], unit) for kind in own):
            raise DataError(
                f"figure {name!r}, unit: the field {column!r} is in {there}; found {unit!r}"
            )


def holds(data: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    """Check that the columns that a mark draws are there; DataError names those that are not."""
    missing = [column for column in columns if column not in data]
    if missing:
        expected = f"expected the columns {', '.join(map(str, missing))}"
        raise DataError(f"figure {name!r}: {expected}; found {', '.join(map(str, data))}")


def listed(parts: Sequence[str]) -> str:
    """Return parts as sentences of an alternative text."""
    return "; ".join(part for part in parts if part) + "."


def written(unit: str, figures: str) -> str:
    """Return figures with a unit of the vocabulary, "65" as "65 %"; else the figures alone."""
    form = vocabulary.meanings("numbers", "unit", "forms").get(unit, "{}")
    sign = figures[: figures.startswith((MINUS, "+"))]  # −$43, and not $−43
    return sign + form.format(figures.removeprefix(sign))
