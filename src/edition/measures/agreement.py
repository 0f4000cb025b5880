"""How far two codings of the same things agree: the share of equal codes, and Cohen's kappa."""

import pandas as pd

from edition.tables import DataError


def _paired(first: pd.Series, second: pd.Series) -> None:
    if first.empty or len(first) != len(second):
        raise DataError(
            f"expected two codings of the same things, found {len(first)} and {len(second)} codes"
        )


def share(first: pd.Series, second: pd.Series) -> float:
    """Return the share, 0 to 1, of things that two codings give the same code.

    first, second: codes (n,), in the same order. DataError if there are none, or unequal numbers.
    """
    _paired(first, second)
    return float((first.to_numpy() == second.to_numpy()).mean())


def kappa(first: pd.Series, second: pd.Series) -> float:
    """Return Cohen's kappa: agreement beyond what chance gives, 1 at most, 0 as by chance.

    first, second: codes (n,), in the same order. Chance: each coder keeps its own shares of the
    codes and deals them out blindly (J. Cohen 1960). NaN, as not defined, where both use the same
    one code throughout. DataError if there are no codes, or unequal numbers.
    """
    agreed = share(first, second)
    mine, other = (codes.value_counts(normalize=True) for codes in (first, second))
    chance = float(mine.mul(other, fill_value=0).sum())
    return (agreed - chance) / (1 - chance) if chance < 1 else float("nan")
