"""Counts of acts by kind, as ranges: from the acts certainly of a kind to those that may be."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from edition.tables import DataError

NUMBERS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


class Range(NamedTuple):
    """A count that hangs on doubtful rows: the least and the most that it may be."""

    low: int
    high: int


def readings(events: pd.DataFrame, second_coding: pd.DataFrame) -> pd.Series:
    """Return for each act the kinds that it may be of: frozensets, with the index of `events`.

    events: the table of acts; second_coding: the same acts, coded once more. A kind counts if the
    first coding, the second, or the field `could_be` names it. DataError if an act is not coded
    just once in the second.
    """
    for act in events.event:
        if (found := (second_coding.event == act).sum()) != 1:
            raise DataError(
                f"table 'second_coding', field 'event': expected {act} once, found it {found} times"
            )
    second = second_coding.set_index("event").kind
    return pd.Series(
        [
            frozenset({act.kind, second[act.event], *act.could_be.split()})
            for act in events.itertuples()
        ],
        index=events.index,
        dtype=object,
    )


def certain(read: pd.Series, kinds: Iterable[str]) -> pd.Series:
    """Return whether each act, given by its readings, is of one of the kinds by all of them."""
    return read.map(lambda possible: possible <= frozenset(kinds)).astype(bool)


def possible(read: pd.Series, kinds: Iterable[str]) -> pd.Series:
    """Return whether each act, given by its readings, is of one of the kinds by any of them."""
    return read.map(lambda possible: bool(possible & frozenset(kinds))).astype(bool)


def span(read: pd.Series, kinds: Iterable[str]) -> Range:
    """Return how many acts are of one of the kinds: certainly, and at most.

    read: what `readings` returns, for the acts to be counted; none is a count of 0.
    """
    kinds = frozenset(kinds)
    return Range(int(certain(read, kinds).sum()), int(possible(read, kinds).sum()))


def word(number: int) -> str:
    """Return a count in words up to twelve, else in figures: “none”, “one”, “14”."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun: “no acts”, “one act”, “14 acts”."""
    return f"{word(number) if number else 'no'} {noun if number == 1 else plural or noun + 's'}"


def extent(span: tuple[int, int], noun: str = "", plural: str = "") -> str:
    """Return a count that may be a range, with its noun: “no acts”, “one act”, “5 to 16 acts”.

    span: the least and the most; without a noun figures alone, for labels: “5”, “5–16”.
    """
    low, high = span
    if not noun:
        return str(low) if low == high else f"{low}–{high}"
    if low == high:
        return count(low, noun, plural)
    return f"{f'{low} to' if low else 'up to'} {high} {plural or noun + 's'}"
