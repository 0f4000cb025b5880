"""Counts of acts by kind, as ranges: from the acts certainly of a kind to those that may be."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from edition.tables import DataError


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
