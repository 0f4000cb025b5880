"""The edition's comparisons: a verdict follows from the threshold that the table of comparisons states, and from nothing else."""

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
    """Tell whether a verdict covers a part of its statement only: it is one of two sides, and the reason names what is left out."""
    return verdict in tested() and verdict != "mixed" and bool(reason)


def holds(formula: str, rows: dict[str, pd.Series]) -> bool:
    """Tell whether a formula such as "B01 < B10 and B03 <= 10" is true of the rows, by their ids; DataError if it cannot be read."""
    return all(_true(part, formula, rows) for part in formula.split(" and "))


def _true(part: str, formula: str, rows: dict[str, pd.Series]) -> bool:
    found = re.fullmatch(r"(\S+) (<=?|>=?|=) (\S+)", part)
    if not found:
        raise DataError(
            f"table 'comparisons': expected a formula such as “B01 < 5”; found “{formula}”"
        )
    left, sign, right = found.groups()
    return COMPARE[sign](_value(left, rows), _value(right, rows))


def _value(word: str, rows: dict[str, pd.Series]) -> float:
    name = word.lstrip("-")
    try:
        size = rows[name].value if name in rows else float(name)
    except ValueError:
        raise DataError(
            f"table 'comparisons': {name!r} is neither a number nor a row of 'results' or 'numbers'"
        ) from None
    return -size if word.startswith("-") else size


def verdict(row: pd.Series, rows: dict[str, pd.Series]) -> str:
    """Return the verdict that the thresholds of a comparison give; where a report decides, the verdict that is stated.

    row: one row of the table of comparisons. DataError if both thresholds are met at once.
    """
    if not row.supports_if:
        return row.verdict
    supports, contradicts = holds(row.supports_if, rows), holds(row.contradicts_if, rows)
    if supports and contradicts:
        raise DataError(
            f"table 'comparisons', row {row.comparison}: both thresholds are met; expected that they exclude each other"
        )
    return "supports" if supports else "contradicts" if contradicts else "mixed"


def together(verdicts) -> str:
    """Return the verdict on a statement from those of its comparisons: theirs if they agree, else mixed; an impossible one does not count."""
    words = set(verdicts) - {"cannot be tested"}
    return words.pop() if len(words) == 1 else "mixed" if words else "cannot be tested"


def faults() -> list[str]:
    """Return a message for each verdict in the tables of comparisons and claims that does not follow from the thresholds."""
    rows, compared, claims = values.rows(), tables.load("comparisons"), tables.load("claims")
    found = []
    for _, row in compared.iterrows():
        right = verdict(row, rows)
        if row.verdict != right:
            place = f"data/evidence/comparisons.csv, row {row.comparison}, field 'verdict'"
            found.append(f"{place}: expected {right!r} by its thresholds; found {row.verdict!r}")
    for row in claims.itertuples():
        mine = compared[compared.claim == row.claim]
        sections = " ".join(dict.fromkeys(mine.test))
        if row.evidence != sections:
            found.append(
                f"data/article/claims.csv, row {row.claim}, field 'evidence': expected {sections!r}; found {row.evidence!r}"
            )
        right = together(mine.verdict) if len(mine) else row.verdict
        if row.verdict != right or (not len(mine) and row.verdict in tested()):
            found.append(
                f"data/article/claims.csv, row {row.claim}, field 'verdict': no comparison bears out {row.verdict!r}"
            )
        if (row.kind == "empirical") == (row.verdict == "not a matter of data"):
            found.append(
                f"data/article/claims.csv, row {row.claim}, field 'verdict': {row.verdict!r} does not go with the kind {row.kind!r}"
            )
    return found
