"""What surveys show: leads and shares by wave, their sampling error, and changes between waves.

Shares and leads are in percent of those asked, variances in squared points. Source of the formulas:
the variances of a multinomial sample, times a design effect (L. Kish 1965).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from edition.measures.uncertainty import NORMAL
from edition.tables import DataError

KINDS = ("lead", "share", "part")


class Change(NamedTuple):
    """A change in points, and its standard errors."""

    estimate: float
    error: float  # all that is counted
    sampling: float  # the sampling alone

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of the 95 % interval, in points."""
        return self.estimate - NORMAL * self.error, self.estimate + NORMAL * self.error

    @property
    def visible(self) -> float:
        """The smallest change that samples of this size show, in points."""
        return NORMAL * self.sampling


def waves(polls: pd.DataFrame, pollster: str, question: str, assumed: int) -> pd.DataFrame:
    """Return the waves of one question of one pollster, (waves, 5), in their order.

    polls: the table polls_russia_eu. assumed: persons asked where the table does not say.
    Index survey ("2014-06"); columns first, second and lead (percent, points), n (persons), and
    year (with the month as a fraction). Waves without both shares are left out. DataError if there
    is none.
    """
    rows = polls[(polls.pollster == pollster) & (polls.question == question)]
    rows = rows.dropna(subset=["share_a_pct", "share_b_pct"]).sort_values("survey")
    if rows.empty:
        asked = f"{pollster}, {question}"
        raise DataError(f"table 'polls_russia_eu': expected waves of {asked}; found none")
    month = rows.survey.str.split("-", expand=True).astype(int)
    found = pd.DataFrame(
        {
            "first": rows.share_a_pct.to_numpy(float),
            "second": rows.share_b_pct.to_numpy(float),
            "n": rows.n.astype("float64").fillna(assumed).to_numpy(),
            "year": (month[0] + (month[1] - 0.5) / 12).to_numpy(),
        },
        index=pd.Index(rows.survey, name="survey"),
    )
    return found.assign(lead=found["first"] - found["second"])


def value(found: pd.DataFrame, kind: str = "lead") -> np.ndarray:
    """Return what is measured in each wave, (waves,).

    found: as from `waves`. kind: "lead", the first answer less the second, in points; "share", the
    first answer, in percent of all; "part", the first answer in percent of the two.
    """
    first, second = found["first"].to_numpy(), found["second"].to_numpy()
    made = {"lead": first - second, "share": first, "part": 100 * first / (first + second)}
    return made[_known(kind)]


def variance(found: pd.DataFrame, kind: str = "lead", design: float = 1) -> np.ndarray:
    """Return the sampling variance of each wave, (waves,), in squared points.

    design: the design effect, by which the variance exceeds that of a simple random sample.
    """
    first, second, n = (found[name].to_numpy() for name in ("first", "second", "n"))
    made = {
        "lead": 100 * (first + second) - (first - second) ** 2,
        "share": first * (100 - first),
        "part": 1e6 * first * second / (first + second) ** 3,
    }
    return design * made[_known(kind)] / n


def scatter(found: pd.DataFrame, kind: str = "lead", design: float = 1) -> float:
    """Return the variance between neighbouring waves beyond that of sampling, in squared points.

    Half the mean squared step from wave to wave, less the mean sampling variance; 0 at least. A
    drift counts as scatter, so that it is rather too large.
    """
    steps = np.diff(value(found, kind))
    if not len(steps):
        return 0.0
    return max(0.0, float((steps**2).mean() / 2 - variance(found, kind, design).mean()))


def window(words: str) -> tuple[str, str]:
    """Return the first and last month of a window: "2012–2013", "2014" or "2014-06"."""
    first, _, last = words.partition("–")
    months = [
        each if len(each) > 4 else each + end
        for each, end in ((first, "-01"), (last or first, "-12"))
    ]
    return months[0], months[1]


def inside(found: pd.DataFrame, words: str) -> np.ndarray:
    """Return whether each wave lies in a window, (waves,); a survey of a year fills the year."""
    first, last = window(words)
    return np.array([window(each)[0] >= first and window(each)[1] <= last for each in found.index])


def change(
    found: pd.DataFrame,
    before: str,
    after: str,
    kind: str = "lead",
    design: float = 1,
    scattered: bool | float = False,
) -> Change:
    """Return the change of the mean of the waves from one window to another, in points.

    before, after: windows, such as "2012–2013" or "2014-06". scattered: whether the scatter
    between waves counts in the error beside sampling, or the variance that stands in for it.
    DataError for a window without a wave, or windows that overlap.
    """
    if window(before)[1] >= window(after)[0]:
        raise DataError(f"expected {before} to end before {after} begins")
    measured, sampled = value(found, kind), variance(found, kind, design)
    beyond = scatter(found, kind, design) if scattered is True else float(scattered)
    means, chance, whole = [], 0.0, 0.0
    for words in (before, after):
        there = inside(found, words)
        count = there.sum()
        if not count:
            raise DataError(f"expected a wave in {words}; found none")
        means.append(measured[there].mean())
        chance += sampled[there].sum() / count**2
        whole += sampled[there].sum() / count**2 + beyond / count
    return Change(float(means[1] - means[0]), float(whole**0.5), float(chance**0.5))


def pairs(found: pd.DataFrame, kind: str = "lead", design: float = 1) -> pd.DataFrame:
    """Return all pairs of waves, the earlier first: first, last, estimate and error, in points."""
    measured, sampled = value(found, kind), variance(found, kind, design)
    early, late = np.triu_indices(len(found), 1)
    return pd.DataFrame(
        {
            "first": found.index[early],
            "last": found.index[late],
            "estimate": measured[late] - measured[early],
            "error": np.sqrt(sampled[late] + sampled[early]),
        }
    )


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise DataError(f"expected one of {', '.join(KINDS)}; found {kind!r}")
    return kind
