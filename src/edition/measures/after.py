"""Series after August 2020: votes as the UN Digital Library has them, shares, surveys, deliveries.

Shapes: n roll calls, m members, d draws. Agreement is in percent, a change of it in points. A vote
is 1 for yes, 0 for an abstention, -1 for no and NaN for none. The votes of a few members are
shipped, and the totals of each roll call, so that all members together can be counted as well.
"""

import numpy as np
import pandas as pd

from edition.measures.votes import ABSENCES, ABSTENTIONS, NINETY, Votes, percent

NUMBERS = {"Y": 1.0, "A": 0.0, "N": -1.0}
NAMES = ["armenia", "belarus", "china", "germany", "kazakhstan", "russia", "ukraine"]
NAMES += ["united_states"]
WORDS = {"Y": "yes", "A": "abstains", "N": "no", "X": "no vote"}


def votes(table: pd.DataFrame, titles: pd.DataFrame) -> Votes:
    """Return the table un_library_votes as Votes, with columns `year` and `title` in calls.

    titles: un_library_titles.
    """
    title = table.title_id.map(titles.set_index("id").title)
    calls = table.drop(columns=[*NAMES, "title_id"])
    calls = calls.assign(year=table.date.str[:4].astype(int), title=title)
    cast = table[NAMES].apply(lambda column: column.map(NUMBERS))
    cast.columns = [name.replace("_", " ").title() for name in NAMES]
    return Votes(calls, cast)


def within(calls: pd.DataFrame, window: tuple[int, int]) -> np.ndarray:
    """Return which roll calls lie in the years first to last: (n,) truth values."""
    return calls.year.between(*window).to_numpy()


def score(found: Votes, member: str, partner: str, abstentions="an answer", absences="left out"):
    """Return points, 0 to 1, for agreement of two members, and whether the roll call counts: (n,).

    abstentions: "an answer" (a third kind of vote), "half-way" (between yes and no) or "left out"
    (a roll call in which one of both abstains does not count). absences: "left out" or
    "disagreement" (a member that is away disagrees). ValueError for another rule.
    """
    if abstentions not in ABSTENTIONS or absences not in ABSENCES:
        raise ValueError(f"abstentions={abstentions!r}, absences={absences!r}: no such rule")
    cast, theirs = found.cast[member].to_numpy(), found.cast[partner].to_numpy()
    distance = np.abs(cast - theirs)
    points = np.nan_to_num(1 - distance / 2 if abstentions == "half-way" else distance == 0)
    counted = ~np.isnan(theirs if absences == "disagreement" else distance)
    if abstentions == "left out":
        counted &= (cast != 0) & (theirs != 0)
    return points * counted, counted.astype(float)


def score_all(found: Votes, partner: str, abstentions="an answer", absences="left out"):
    """Return the same for all other members together, from the totals of each roll call.

    points and counted are then numbers of members, (n,).
    """
    theirs = found.cast[partner].to_numpy()
    yes, no, abstain, away = found.calls[["yes", "no", "abstain", "not_voting"]].to_numpy(float).T
    own = np.select([theirs == 1, theirs == 0, theirs == -1], [yes, abstain, no], 1.0) - 1
    points, counted = own, yes + no + abstain - 1
    if abstentions == "half-way":
        points = own + np.where(theirs == 0, (yes + no) / 2, abstain / 2)
    if abstentions == "left out":
        counted = np.where(theirs == 0, 0, counted - abstain)
    counted = counted + (away if absences == "disagreement" else 0)
    here = ~np.isnan(theirs) & (counted > 0)
    return np.where(here, points, 0.0), np.where(here, counted, 0.0)


def agreement(found: Votes, member: str, partner: str, window: tuple[int, int], **rules) -> float:
    """Return how often a member voted as its partner did in the years of the window, in percent.

    rules: as in `score`. ValueError if no roll call counts.
    """
    points, counted = score(found, member, partner, **rules)
    chosen = within(found.calls, window).astype(float)
    if not chosen @ counted:
        raise ValueError(f"no roll call of {member} and {partner} in {window[0]}–{window[1]}")
    return float(percent(chosen, points, counted))


def alike(found: Votes, members: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return in which roll calls all these members cast the same vote, and in which all voted."""
    cast = found.cast[members].to_numpy()
    counted = ~np.isnan(cast).any(axis=1)
    same = counted & (cast == cast[:, [0]]).all(axis=1)
    return same.astype(float), counted.astype(float)


def of_members(counts: pd.DataFrame, window: tuple[int, int], kind="") -> pd.Series:
    """Return each member's agreement with Russia over the years of the window, in percent.

    counts: the table un_library_members. kind: "ukraine_" for the votes on Ukraine alone.
    """
    chosen = counts[counts.year.between(*window)]
    sums = chosen.groupby("member")[[f"{kind}roll_calls", f"{kind}same_votes"]].sum()
    sums = sums[sums[f"{kind}roll_calls"] > 0].astype(float)
    return 100 * sums[f"{kind}same_votes"] / sums[f"{kind}roll_calls"]


def distance(
    points: pd.DataFrame, member: str, estimate: str, window: tuple[int, int], errors="apart"
) -> tuple[float, float]:
    """Return a member's mean distance from Russia in a window, and its standard error.

    points: the table ideal_points_both; estimate: one of its two. The error comes from the
    published intervals of both; it is NaN where a row has none, as that of the median member.
    errors  apart   each year has an error of its own, so that errors average out
            shared  errors return each year, and do not
    ValueError for another rule, or a window without a year.
    """
    if errors not in ("apart", "shared"):
        raise ValueError(f"errors={errors!r}: no such rule")
    rows = points[(points.estimate == estimate) & points.year.between(*window)]
    mine, russia = (rows[rows.member == name].set_index("year") for name in (member, "Russia"))
    if mine.empty:
        raise ValueError(f"no ideal point of {member} in {window[0]}–{window[1]}, {estimate}")
    each = np.hypot(mine.high - mine.low, russia.high - russia.low) / NINETY
    error = np.sqrt((each**2).sum()) / len(each) if errors == "apart" else each.mean()
    return float(mine.distance.mean()), float(error)


def share_of(deliveries: pd.DataFrame, supplier: str, window: tuple[int, int]) -> pd.Series:
    """Return a supplier's share in percent: of the whole window, and with each year left out.

    deliveries: year, supplier, tiv. The index is "all" and the years.
    """
    chosen = deliveries[deliveries.year.between(*window)]

    def share(rows: pd.DataFrame) -> float:
        return 100 * rows.tiv[rows.supplier == supplier].sum() / rows.tiv.sum()

    parts = {year: share(chosen[chosen.year != year]) for year in sorted(set(chosen.year))}
    return pd.Series({"all": share(chosen)} | parts, dtype=float)


def expected_rise(estimate: float, low: float, high: float, rise: float) -> tuple[float, ...]:
    """Return a change measured from half of the rise that was expected, and that half as margin.

    An expected change that did not come is no open question if the data could have shown it: half
    of it is the point where neither answer is better, and both bars lie as far from there.
    """
    return estimate - rise / 2, low - rise / 2, high - rise / 2, rise / 2
