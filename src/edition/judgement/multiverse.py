"""Every reasonable way to make a test: all combinations of its choices, and what they say.

Choices are {axis: {option: reason}}; the first option of each axis makes the headline.
A table of specifications has one row a combination: a column for each axis, then estimate, low,
high and margin in the unit of the test, and verdict.
"""

import re
from collections.abc import Callable
from itertools import combinations, product

import numpy as np
import pandas as pd

from edition.judgement.verdicts import borne, decide, of
from edition.tables import values

MONTH = re.compile(r"\b\d{4}-\d\d\b")  # of a survey
VERDICTS = ("supports", "inconclusive", "contradicts")
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


def leading(table: pd.DataFrame) -> tuple[str, float, bool]:
    """Return the verdict of most specifications, its share, 0 to 1, and if that is too few to tell.

    It is the headline's where that has as many.
    """
    shares = {word: agreeing(table, word) for word in (table.verdict.iloc[0], *VERDICTS)}
    word = max(shares, key=shares.get)
    return word, shares[word], borne(word, shares[word]) != word


def finding(table: pd.DataFrame, many: dict[str, str], one: dict[str, str]) -> str:
    """Return what a table of specifications shows, in a line: what most say, and the headline.

    many, one: by verdict, what specifications do ("decide nothing"), and what the headline does.
    """
    headline, (most, share, few) = table.verdict.iloc[0], leading(table)
    said = f"{of(share, len(table))} specifications {many[most]}"
    too_few = ": too few to tell" if few else ""
    if most == headline:
        return f"{said}, as the headline does{too_few}"
    return f"{said}{too_few}; the headline {one[headline]}"


def flips(table: pd.DataFrame, choices: dict[str, dict]) -> pd.Series:
    """Return by axis how often, 0 to 1, two of its options, all else equal, differ in verdict."""
    grid = table.verdict.to_numpy(str).reshape([len(options) for options in choices.values()])
    share = {}
    for place, axis in enumerate(choices):
        pairs = list(combinations(np.moveaxis(grid, place, 0), 2))
        share[axis] = np.mean([np.mean(one != other) for one, other in pairs]) if pairs else 0.0
    # what flips it equally often stays in the order of the choices, on every machine
    return pd.Series(share).sort_values(ascending=False, kind="stable")


def held_up(table: pd.DataFrame, choices: dict[str, dict]) -> list[dict]:
    """Return the options without which the verdict would be another, were each alone not listed.

    Each has axis, option, share (0 to 1, of what is left, with the verdict of the headline) and
    verdict. The options of the headline stay, since without them the question would be another.
    """
    headline, found = table.verdict.iloc[0], []
    whole = borne(headline, agreeing(table, headline))
    for axis, options in choices.items():
        listed = table[axis].map(label)
        for option in list(map(label, options))[1:]:
            share = agreeing(table[listed != option], headline)
            if (word := borne(headline, share)) != whole:
                found.append({"axis": axis, "option": option, "share": share, "verdict": word})
    return found


def label(option) -> str:
    """Return an option as text: a window of years (2008, 2013) as "2008–2013", a month in words."""
    if isinstance(option, tuple | list):
        years = all(isinstance(each, int) for each in option)
        return ("–" if years else ", ").join(map(label, dict.fromkeys(option)))
    return MONTH.sub(lambda found: values.when(found[0]), str(option))


def fault(table: pd.DataFrame, choices: dict[str, dict] | None, estimate: float) -> str:
    """Return what is wrong with a table of specifications; empty if nothing is.

    Each combination of the choices has to be there, once and in order, and the first one has to be
    the headline, with its estimate. Without choices only the headline is looked for.
    """
    if choices:
        expected = list(product(*choices.values()))
        found = list(table[list(choices)].itertuples(index=False, name=None))
        if len(set(expected) - set(found)):
            lost = next(each for each in expected if each not in set(found))
            said = ", ".join(
                f"{axis} {label(one)}" for axis, one in zip(choices, lost, strict=True)
            )
            return f"a specification is left out: {said}"
        if found != expected:
            return f"expected {len(expected)} specifications in the order of their choices"
    if not np.isclose(table.estimate.iloc[0], estimate, rtol=1e-6, atol=1e-9):
        told = f"{table.estimate.iloc[0]:.6g}; the headline’s is {estimate:.6g}"
        return f"the first specification is not the headline: its estimate is {told}"
    return ""


def packed(table: pd.DataFrame, choices: dict[str, dict]) -> dict:
    """Return a table of specifications in little: choices with options and reasons, and by row.

    Rows keep the order of their choices, so that options need not be named in each. measured: four
    columns of numbers, None for none. verdicts: the first letter of each.
    """
    return {
        "choices": [
            [axis, [[label(option), str(why)] for option, why in options.items()]]
            for axis, options in choices.items()
        ],
        "measured": [
            [float(f"{each:.6g}") if pd.notna(each) else None for each in table[name]]
            for name in MEASURED
        ],
        "verdicts": "".join(word[0] for word in table.verdict),
    }


def summary(table: pd.DataFrame, choices: dict[str, dict] | None, headline: str) -> dict:
    """Return what a record holds of a table of specifications: their number, the share with the
    headline's verdict, the shares of all verdicts, the choices with options and reasons, flips, and
    the options that hold the verdict up.
    """
    shares = {word: agreeing(table, word) for word in ("supports", "contradicts", "inconclusive")}
    found = {"specifications": len(table), "share": shares[headline], "shares": shares}
    if choices:
        found["choices"] = {
            axis: {label(option): str(why) for option, why in options.items()}
            for axis, options in choices.items()
        }
        found["flips"] = {axis: float(share) for axis, share in flips(table, choices).items()}
        found["held_up"] = held_up(table, choices)
    return found
