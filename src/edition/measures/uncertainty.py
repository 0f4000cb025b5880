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
