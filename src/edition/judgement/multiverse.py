"""Every reasonable way to make a test: all combinations of its choices, and what they say.

Choices are {axis: {option: reason}}; the first option of each axis makes the headline.
A table of specifications has one row a combination: a column for each axis, then estimate, low,
high and margin in the unit of the test, and verdict.
"""

from collections.abc import Callable
from itertools import combinations, product

import numpy as np
import pandas as pd

from edition.judgement.verdicts import decide

MEASURED = ["estimate", "low", "high", "margin"]


def run(choices: dict[str, dict], measure: Callable, supports: str) -> pd.DataFrame:
    """Return the table of specifications, the headline first.

    measure: is called with one option of each axis, by the axis's name with "_" for a blank;
    it returns estimate, low, high and margin. supports: as in verdicts.decide.
    """
    made = [
        measure(
            **{axis.replace(" ", "_"): option for axis, option in zip(choices, each, strict=True)}
        )
        for each in product(*choices.values())
    ]
    return specifications(choices, made, supports)


def specifications(choices: dict[str, dict], measured, supports: str) -> pd.DataFrame:
    """Return the table of specifications of what was measured, (n, 4), in the order of product."""
    table = pd.DataFrame(list(product(*choices.values())), columns=list(choices))
    table[MEASURED] = np.asarray(measured, dtype=float)
    words = decide(*(table[name].to_numpy() for name in MEASURED), supports)
    return table.assign(verdict=words)


def agreeing(table: pd.DataFrame, verdict: str) -> float:
    """Return the share, 0 to 1, of specifications that give this verdict."""
    return float((table.verdict == verdict).mean())


def flips(table: pd.DataFrame, choices: dict[str, dict]) -> pd.Series:
    """Return by axis how often, 0 to 1, two of its options, all else equal, differ in verdict."""
    grid = table.verdict.to_numpy(str).reshape([len(options) for options in choices.values()])
    share = {}
    for place, axis in enumerate(choices):
        pairs = list(combinations(np.moveaxis(grid, place, 0), 2))
        share[axis] = np.mean([np.mean(one != other) for one, other in pairs]) if pairs else 0.0
    return pd.Series(share).sort_values(ascending=False)
