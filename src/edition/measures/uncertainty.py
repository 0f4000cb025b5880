"""What measures on different subjects share: ordinary spread, and intervals of 95 %."""

import numpy as np

from edition.tables import DataError

NORMAL = 1.96  # half of a 95 % interval, in standard errors


def spread(values) -> float:
    """Return the distance from their median within which half of the values lie, NaN left out."""
    known = np.asarray(values)
    known = known[~np.isnan(known)]
    return float(np.median(np.abs(known - np.median(known))))


def interval(drawn: np.ndarray) -> tuple[float, float]:
    """Return the ends of the middle 95 % of draws, (d,)."""
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def rounded(value: float) -> tuple[float, float, float]:
    """Return the least that a printed number may stand for, the number, and the most."""
    half = 0.5 * 10.0 ** -len(f"{value:g}".partition(".")[2])
    return value - half, value, value + half


def few(hits: float, count: int) -> tuple[float, float, float]:
    """Return the share of hits among few cases, and its 95 % interval, 0 to 1 (E. B. Wilson 1927).

    It holds for shares of 0 and 1 too. DataError if there is no case.
    """
    if count < 1:
        raise DataError("a share of no case")
    share = hits / count
    middle = share + NORMAL**2 / (2 * count)
    width = NORMAL * np.sqrt(share * (1 - share) / count + NORMAL**2 / (4 * count**2))
    low, high = ((middle + side * width) / (1 + NORMAL**2 / count) for side in (-1, 1))
    return float(share), float(low), float(high)


def widened(ends: tuple, own: np.ndarray, count: int, least: float, most: float) -> tuple:
    """Return an interval, widened where the few cases behind it were all alike.

    Cases that are all alike stay so however they are drawn, as if nothing else had been possible;
    then the interval of a share among so few is added. ends: the interval by draws of a measure
    that holds own. own: as it is and as drawn, (1 + d,), between least and most. count: of cases.
    """
    low, high = map(float, ends)
    if np.ptp(own) > 1e-3:  # float32 adds up to no more than that
        return low, high
    share = round(float(own[0] - least) / (most - least), 6)
    _, below, above = few(share * count, count)
    return low - (most - least) * (share - below), high + (most - least) * (above - share)
