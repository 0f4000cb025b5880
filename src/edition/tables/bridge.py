"""What stands for results and verdicts that no cell records yet; goes with results.csv.

Results come from data/evidence/results.csv, verdicts from the formulas supports_if and
contradicts_if of the table of comparisons.
"""

import operator
import re

import pandas as pd

from edition import tables
from edition.tables import DataError, recorded

COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}
WORDS = {"mixed": "inconclusive"}  # of rows that are still as they were


def results() -> dict[str, pd.Series]:
    """Return every result by its id, the recorded one where there is one."""
    rows = tables.load("results")
    old = {row.id: pd.concat([row, pd.Series({"chapter": "data"})]) for _, row in rows.iterrows()}
    return old | recorded_or_none()


def recorded_or_none() -> dict[str, pd.Series]:
    """Return the recorded results; none where no build has made them yet."""
    return recorded.numbers() if recorded.path().exists() else {}


def verdict(row: pd.Series, rows: dict[str, pd.Series]) -> str:
    """Return the verdict that the formulas of a comparison give, or the one that is typed.

    row: one row of the table of comparisons. DataError if both formulas hold at once.
    """
    if not row.supports_if:
        return WORDS.get(row.verdict, row.verdict)
    supports, contradicts = holds(row.supports_if, rows), holds(row.contradicts_if, rows)
    if supports and contradicts:
        wrong = "both thresholds are met; expected that they exclude each other"
        raise DataError(f"table 'comparisons', row {row.comparison}: {wrong}")
    return "supports" if supports else "contradicts" if contradicts else "inconclusive"


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
