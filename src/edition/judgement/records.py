"""What a cell finds: results and verdicts, recorded where they are computed.

A record is an output of its cell. When all chapters that record have run, first page, ledger,
marks, the page on data and the PDF are filled from the records; no page types or computes another's
result. `load` reads them (edition.tables.recorded says where they lie).
"""

import math
import os

import pandas as pd
from IPython.display import display
from myst_nb.ext.glue import GLUE_PREFIX

from edition import tables
from edition.judgement import boxes, multiverse, verdicts
from edition.tables import DataError, recorded, values

MOST = 10  # figures of a number that are kept: what follows differs from machine to machine
load = recorded.load


def number(
    name: str, value: float, unit: str, quantity: str, period: str, decimals: int = 1
) -> None:
    """Record a result under its id ("B01"), for `{glue}` in this chapter and for other pages.

    unit: one of the vocabulary of units. quantity: what is measured, in words. period: years,
    months or day. decimals: as the text shows it. DataError for a unit that is none, or a value
    that is no finite number.
    """
    row = {"quantity": quantity, "value": kept(value, name), "unit": unit}
    row |= {"decimals": decimals, "period": period}
    shown = values.Value(pd.Series({"id": name, **row}))
    record = {"kind": "numbers", "id": name, **row}
    data = {
        GLUE_PREFIX + "text/plain": repr(shown),
        GLUE_PREFIX + "text/html": shown._repr_html_(),
        recorded.MIME: record,
    }
    glued = {"scrapbook": {"name": name, "mime_prefix": GLUE_PREFIX}}
    display(data, raw=True, metadata=glued)


def verdict(
    comparison: str,
    estimate: float,
    low: float,
    high: float,
    margin: float,
    *,
    supports: str,
    unit: str,
    base_rate: str,
    smallest: str = "",
    specifications: pd.DataFrame | None = None,
    choices: dict | None = None,
) -> None:
    """Record the verdict on a comparison ("K01"), and show it with all that it rests on.

    Its word is glued under the id, for `{glue}` in this chapter.

    estimate, low, high, margin, supports: as in verdicts.decide, in unit. base_rate: which share of
    others would pass. smallest: the smallest change that the data could have shown; computed from
    interval and margin where nothing is said. specifications, choices: as in multiverse, the
    headline first.
    Its question, words, reasons and what it does not cover stand in the table of comparisons. A
    verdict with less than two thirds of its specifications behind it is inconclusive, unless that
    table argues an exception. DataError for an unknown comparison or unit, a number that is not
    finite, a specification that is left out, or a first one that is not the headline.
    """
    asked = _asked(comparison)
    measured = {"estimate": estimate, "low": low, "high": high, "margin": margin}
    measured = {name: kept(value, comparison) for name, value in measured.items()}
    found = verdicts.decide(*measured.values(), supports)
    record = {"kind": "verdicts", "id": comparison, **measured, "supports": supports}
    record |= {"unit": unit, "base_rate": base_rate, "headline": found, "verdict": found}
    if specifications is not None:
        record |= _weighed(record, asked, specifications, choices)
    record["smallest"] = smallest or least(record)
    _show(record, asked, specifications, choices)


def _show(record: dict, asked: pd.Series, table: pd.DataFrame | None, choices: dict | None) -> None:
    """Show a verdict, and hand its specifications to the page, where a reader sets the choices."""
    boxes.word(record["id"], record["verdict"])
    shown = {**boxes.Box(record, asked).shown(), recorded.MIME: record}
    display(shown | (handed(record, table, choices) if choices else {}), raw=True)


def handed(record: dict, table: pd.DataFrame, choices: dict, of: str = "statement") -> dict:
    """Return the specifications behind a record, by MIME type, for the page; {} outside a build.

    With the table goes how a page writes its numbers, and which side speaks for what it is of.
    """
    if recorded.BUILDING not in os.environ:
        return {}
    unit, places = values.with_unit("{}", record["unit"]), values.places(record)
    side = boxes.SIDE[record["supports"]].replace("statement", of)
    form = {"id": record["id"], "unit": unit, "places": places, "side": side}
    return {recorded.SPECIFICATIONS: multiverse.packed(table, choices) | form}


def _weighed(record: dict, asked: pd.Series, table: pd.DataFrame, choices: dict | None) -> dict:
    """Return what a record says of its specifications, and the verdict that they leave."""
    if fault := multiverse.fault(table, choices, record["estimate"]):
        raise DataError(f"{record['id']}: {fault}")
    said = multiverse.summary(table, choices, record["headline"])
    exception = asked.exception
    return said | {"verdict": verdicts.borne(record["headline"], said["share"], exception)}


def _asked(comparison: str) -> pd.Series:
    rows = tables.load("comparisons").set_index("comparison", drop=False)
    if comparison not in rows.index:
        raise DataError(f"{tables.path('comparisons')}: no row of the comparison {comparison!r}")
    return rows.loc[comparison]


def kept(value: float, name: str) -> float:
    """Return a number as records keep it; DataError for one that is not finite."""
    if not math.isfinite(value):
        raise DataError(f"{name}: expected a finite number, found {value}")
    return float(f"{value:.{MOST}g}")


def least(record: dict) -> str:
    """Return the smallest estimate that this interval and margin would let decide.

    For near it is the smallest distance that would contradict.
    """
    reach = max(record["high"] - record["estimate"], record["estimate"] - record["low"])
    near, margin = record["supports"] == "near", record["margin"]
    size = margin + reach if near else max(margin, reach)
    return values.measured(size, record["unit"], record)
