"""The edition's comparisons: a verdict follows from the stated threshold, and nothing else."""

import operator
import re

import pandas as pd

from edition import tables
from edition.tables import DataError, values, vocabulary

COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


def tested() -> tuple[str, ...]:
    """Return the verdicts that follow from data."""
    found = vocabulary.values("comparisons", "verdict")
    return tuple(verdict for verdict in found if verdict != "cannot be tested")


def in_part(verdict: str, reason: str) -> bool:
    """Tell whether a verdict covers a part of its statement only.

    It is then one of two sides, and the reason names what is left out.
    """
    return verdict in tested() and verdict != "mixed" and bool(reason)


def holds(formula: str, rows: dict[str, pd.Series]) -> bool:
    """Tell whether a formula such as "B01 < B10 and B03 <= 10" is true of the rows, by their ids.

    DataError if it cannot be read.
    """
    return all(_true(part, formula, rows) for part in formula.split(" and "))


def _true(part: str, formula: str, rows: dict[str, pd.Series]) -> bool:
    found = re.fullmatch(r"(\S+) (<=?|>=?|=) (\S+)", part)
    if not found:
        expected = "expected a formula such as “B01 < 5”"
        raise DataError(f"table 'comparisons': {expected}; found “{formula}”")
    left, sign, right = found.groups()
    return COMPARE[sign](_value(left, rows), _value(right, rows))


def _value(word: str, rows: dict[str, pd.Series]) -> float:
    name = word.lstrip("-")
    try:
        size = rows[name].value if name in rows else float(name)
    except ValueError:
        wrong = f"{name!r} is neither a number nor a row of 'results' or 'numbers'"
        raise DataError(f"table 'comparisons': {wrong}") from None
    return -size if word.startswith("-") else size


def verdict(row: pd.Series, rows: dict[str, pd.Series]) -> str:
    """Return the verdict that the thresholds of a comparison give; that of a report is stated.

    row: one row of the table of comparisons. DataError if both thresholds are met at once.
    """
    if not row.supports_if:
        return row.verdict
    supports, contradicts = holds(row.supports_if, rows), holds(row.contradicts_if, rows)
    if supports and contradicts:
        wrong = "both thresholds are met; expected that they exclude each other"
        raise DataError(f"table 'comparisons', row {row.comparison}: {wrong}")
    return "supports" if supports else "contradicts" if contradicts else "mixed"


def together(verdicts) -> str:
    """Return the verdict on a statement from those of its comparisons: theirs if they agree.

    It is mixed if they do not; an impossible one does not count.
    """
    words = set(verdicts) - {"cannot be tested"}
    return words.pop() if len(words) == 1 else "mixed" if words else "cannot be tested"


def faults() -> list[str]:
    """Return a message for each verdict in the tables that does not follow from the thresholds."""
    rows, found = values.rows(), []
    for row in tables.load("comparisons").itertuples():
        place = f"{tables.path('comparisons')}, row {row.Index + 2}, field"
        try:
            right = verdict(row, rows)
        except DataError as error:
            found.append(f"{place} 'supports_if': {error}")
            continue
        if row.verdict != right:
            expected = f"expected {right!r} by the thresholds of {row.comparison}"
            found.append(f"{place} 'verdict': {expected}; found {row.verdict!r}")
    return found


def unborne() -> list[str]:
    """Return a message for each claim whose test or verdict is not that of its comparisons."""
    compared, found = tables.load("comparisons"), []
    for row in tables.load("claims").itertuples():
        mine = compared[compared.claim == row.claim]
        sections = " ".join(dict.fromkeys(mine.test))
        place = f"{tables.path('claims')}, row {row.Index + 2}, field"
        if row.evidence != sections:
            wrong = f"expected {sections!r}, where {row.claim} is compared; found {row.evidence!r}"
            found.append(f"{place} 'evidence': {wrong}")
        right = together(mine.verdict) if len(mine) else row.verdict
        if row.verdict != right or (not len(mine) and row.verdict in tested()):
            wrong = f"no comparison of {row.claim} bears out {row.verdict!r}"
            expected = f"; expected {right!r}" if len(mine) else ""
            found.append(f"{place} 'verdict': {wrong}{expected}")
        if (row.kind == "empirical") == (row.verdict == "not a matter of data"):
            wrong = f"{row.verdict!r} does not go with the kind {row.kind!r}"
            found.append(f"{place} 'verdict': {wrong}")
    return found
