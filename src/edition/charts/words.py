"""The words around a drawing: computed from descriptors and data, or held against them."""

import re
from collections.abc import Sequence

import pandas as pd

from edition import tables as package
from edition.tables import DataError, vocabulary

# what cannot be counted or divided out of other things: a table has to have it
BOUND = {
    "USD": r"US dollars?|\bUSD\b|\busd\b|\$",
    "TIV": r"trend-indicator values?|\bTIV\b|\btiv\b",
    "tonnes": r"\btonnes?\b|\bmt\b",
    "score": r"\bscore\b|scale without unit",
}
KINDS = BOUND | {"percent": r"percent|per ?cent|%|\bpct\b|points"}
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
POLLSTER = "pollster"  # the field of a table of surveys that says who asked
OURS = "[ed.]"  # behind the name of what is the editors’ data
MINUS = "\N{MINUS SIGN}"
LARGE = 100  # a number that is read without decimals


def joined(*parts: str | None) -> str:
    """Return what there is of some words, in this order."""
    return " ".join(filter(None, parts))


def listed(parts: Sequence[str]) -> str:
    """Return parts as sentences of an alternative text."""
    return "; ".join(part for part in parts if part) + "."


def marked(name: str, ours: Sequence[str]) -> str:
    """Return a name with the mark of the editors’ data, if it is among these."""
    return f"{name} {OURS}" if name in ours else name


def digits(values) -> int:
    """Return how many decimals a reader needs: none for whole or large numbers, else one."""
    known = [abs(value) for value in values if value == value]
    return int(any(value % 1 for value in known) and max(known) < LARGE)


def said(value: float, decimals: int = 0, signed: bool = False) -> str:
    """Return a number as text: 1,200 or −6.8 or, with its sign, +3.0."""
    shown = round(float(value), decimals)
    sign = MINUS if shown < 0 else "+" if signed and shown else ""
    return f"{sign}{abs(shown):,.{decimals}f}"


def written(unit: str, figures: str) -> str:
    """Return figures with a unit of the vocabulary, "65" as "65 %"; else the figures alone."""
    form = vocabulary.meanings("numbers", "unit", "forms").get(unit, "{}")
    sign = figures[: figures.startswith((MINUS, "+"))]  # −$43, and not $−43
    return sign + form.format(figures.removeprefix(sign))


def span(*ends) -> str:
    """Return a stretch of years, "2008–2013", or one year."""
    return "–".join(str(end) for end in dict.fromkeys(ends))


def here(name: str, data: pd.DataFrame, columns: Sequence[str]) -> None:
    """Check that a figure has data, and the columns that it draws; DataError names what lacks."""
    if missing := [column for column in columns if column not in data]:
        expected = f"expected the columns {', '.join(map(str, missing))}"
        raise DataError(f"figure {name!r}: {expected}; found {', '.join(map(str, data))}")
    if data.empty:
        raise DataError(f"figure {name!r}: no data to draw; expected at least one row")


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


def period(name: str, data: pd.DataFrame, years: str | None) -> str:
    """Return the first and last year of the data; DataError if the words say others."""
    cells = " ".join(data[each].astype(str).str.cat(sep=" ") for each in TIMES if each in data)
    there, named = (sorted(YEARS.findall(text)) for text in (cells, str(years)))
    if years is None:
        return span(*there[:1], *there[-1:])
    if there and named and (named[0], named[-1]) != (there[0], there[-1]):
        expected = f"expected {there[0]} to {there[-1]}, which the data hold"
        raise DataError(f"figure {name!r}, years: {expected}; found {years!r}")
    return str(years)


def asked(name: str, said: str, tables: Sequence[str]) -> None:
    """Check that a figure of surveys names a pollster of its table; DataError if it names none."""
    for table in tables:
        fields = package.resource(table).get("schema", {}).get("fields", [])
        for field in (each for each in fields if each["name"] == POLLSTER):
            pollsters = field["constraints"]["enum"]
            if not any(re.search(rf"\b{each}\b", said) for each in pollsters):
                expected = f"expected who asked: {' or '.join(pollsters)}"
                raise DataError(f"figure {name!r}, measure: {expected}; found {said!r}")


def unit(name: str, given: str, drawn: Sequence[str], tables: Sequence[str]) -> str:
    """Return a unit in words; DataError where tables, or their fields that are drawn, deny it."""
    spelt = SPELT.get(given, given)
    units = [
        (field["name"], field["unit"])
        for table in tables
        for field in package.resource(table).get("schema", {}).get("fields", [])
        if field.get("unit")
    ]
    stated = " ".join(each for _, each in units)
    if any(each.startswith("as given") for _, each in units):
        rows = [package.load(table) for table in tables]
        stated += " ".join(
            ["", *(each for its in rows if "unit" in its for each in its.unit.unique())]
        )
    for kind, words in BOUND.items():
        if re.search(words, spelt) and not re.search(words, stated):
            found = f"no table of {', '.join(tables)} has {kind}; found {spelt!r}"
            raise DataError(f"figure {name!r}, unit: {found}")
    for column, there in units:
        own = [words for words in KINDS.values() if re.search(words, there)]
        if column in drawn and own and not any(re.search(words, spelt) for words in own):
            found = f"the field {column!r} is in {there}; found {spelt!r}"
            raise DataError(f"figure {name!r}, unit: {found}")
    return spelt
