"""What an estimate says of a question: supports, contradicts or inconclusive, by one rule."""

import numpy as np

from edition.tables import values

SIDES = ("above", "below", "near")
ENOUGH = 2 / 3  # share of its specifications that a verdict needs behind it
FEW = 20  # of fewer specifications a number is told, of more a share


def decide(estimate, low, high, margin, supports: str):
    """Return the verdict on an estimate, or an array of verdicts on arrays, by the same bar twice.

    estimate, low, high: the estimate and the ends of its interval, in one unit, measured from the
    value at which neither answer is better. margin: a distance from it, not negative.
    supports: "above" (at least the margin above, the interval wholly above 0, supports; as far
    below contradicts), "below" (the reverse), "near" (the interval wholly within the margin
    supports, wholly outside contradicts). ValueError for another word.
    """
    estimate, low, high, margin = np.broadcast_arrays(estimate, low, high, margin)
    up, down = (estimate >= margin) & (low > 0), (estimate <= -margin) & (high < 0)
    within, outside = (low >= -margin) & (high <= margin), (low > margin) | (high < -margin)
    rules = {"above": (up, down), "below": (down, up), "near": (within, outside)}
    if supports not in rules:
        raise ValueError(f"supports: expected one of {', '.join(SIDES)}; found {supports!r}")
    words = np.select(rules[supports], ["supports", "contradicts"], "inconclusive")
    return words if words.ndim else str(words)


def part(share: float, number: int) -> str:
    """Return a share, 0 to 1, of so many specifications: “64 %”, or of few their number."""
    return f"{share * number:.0f}" if number < FEW else values.percent(share)


def of(share: float, number: int) -> str:
    """Return a share, 0 to 1, with the number of specifications: “64 % of 576”, “2 of 4”."""
    return f"{part(share, number)} of {number:,}"


def borne(headline: str, share: float, exception: str = "") -> str:
    """Return the verdict of a single test: its headline's if enough specifications give the same.

    share: of the specifications that give the headline's verdict, 0 to 1. exception: the argument
    for keeping the headline nevertheless, empty where there is none.
    """
    return headline if share >= ENOUGH or exception else "inconclusive"
