"""Words of a figure against the descriptors of its tables: units, years, publishers."""

import json
import re

import pandas as pd

from edition import tables
from edition.charts.grammar import Chart

SCALES = ("thousand", "million", "billion")
# a kind of unit, as figures and descriptors write it
KINDS = {
    "percentage points": r"percentage points",
    "percent": r"percent(?! points)|%|per ?cent\b",
    "USD": r"US dollars|USD|usd|\$",
    "TIV": r"trend-indicator values|TIV",
    "tonnes": r"tonnes|\bmt\b",
    "score": r"\bscore\b|scale without unit",
}
PER = {
    "tonne": r"(?:per|a) tonne\b",
    "1000 m³": r"per 1000 (?:m³|cubic metres)",
    "barrel": r"per barrel",
}
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
SPAN = re.compile(r"\b((?:19|20)\d\d)(?:–| and )((?:19|20)\d\d)$")
OURS = {"Czerny", "The"}
Unit = tuple[str, str, str]  # scale, kind, per


def units(text: str) -> set[Unit]:
    """Return the units that a text names, such as ("million", "TIV", "")."""
    found = set()
    for part in re.split(r"[,;(]", re.sub(r"(\d),(\d{3})", r"\1\2", text.replace("_", " "))):
        scale = next((word for word in SCALES if word in part), "")
        per = next((name for name, words in PER.items() if re.search(words, part)), "")
        found |= {(scale, kind, per) for kind, words in KINDS.items() if re.search(words, part)}
    return found - {("", "TIV", "")}  # the abbreviation, after the name


def known(names: tuple[str, ...]) -> set[Unit]:
    """Return the units of all columns of tables, and what one of them makes over another."""
    found = set()
    for name in names:
        item = tables.resource(name)
        for field in item.get("schema", {}).get("fields", []):
            found |= units(field.get("unit", ""))
            if field["name"] in ("unit", "measure"):
                for value in tables.load(name)[field["name"]].unique():
                    found |= units(str(value))
    found |= {
        ("", "USD", "tonne")
        for scale, kind, _ in found
        if kind == "USD" and (scale, "tonnes", "") in found
    }
    return found


def faults(chart: Chart, names: tuple[str, ...]) -> list[str]:
    """Return what a figure says otherwise than its tables."""
    there, said = known(names), units(chart.subtitle)
    found = [
        f"subtitle: no table has the unit {' '.join(filter(None, unit))}"
        for unit in sorted(said)
        if not any(_alike(unit, other) for other in there)
    ]
    return found + _years(chart) + _publishers(chart, names)


def _alike(said: Unit, there: Unit) -> bool:
    """Tell whether a unit is that of a table; a text need not say for how much money is paid."""
    return said[:2] == there[:2] and said[2] in ("", there[2])


def _years(chart: Chart) -> list[str]:
    """Return the years at the end of the subtitle that are not the first and last of the data."""
    span = SPAN.search(chart.subtitle)
    drawn = sorted({int(year) for year in _drawn(chart.data)})
    if not span or not drawn:
        return []
    said = [int(year) for year in span.groups()]
    return [
        f"subtitle: {year} is not the {place} year drawn, {there}"
        for place, year, there in zip(("first", "last"), said, (drawn[0], drawn[-1]), strict=True)
        if year != there
    ]


def _drawn(data: pd.DataFrame) -> list[str]:
    """Return the years in a figure's data: of its columns of years, dates and surveys."""
    columns = [name for name in ("year", "survey", "date") if name in data]
    return [year for name in columns for year in YEAR.findall(" ".join(data[name].astype(str)))]


def _publishers(chart: Chart, names: tuple[str, ...]) -> list[str]:
    """Return the names and numbers in the line of sources that no table's description has."""
    items = [tables.resource(name) for name in names]
    known_words = json.dumps(items, ensure_ascii=False)
    for name in names:
        if tables.resource(name)["path"].endswith(".csv"):
            known_words += tables.load(name).to_csv()
    words = set(re.findall(r"[^\W\d_]+|\d+", known_words)) | OURS
    return [
        f"source: “{word}” is in no description of {', '.join(names)}"
        for word in re.findall(r"\b[A-Z][^\W\d_]+|\b\d{2,}\b", chart.source)
        if word not in words
    ]
