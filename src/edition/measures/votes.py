"""Votes in the UN General Assembly: agreement between members, choices, distance of ideal points.

Shapes: n roll calls, m members, y years, d draws. Agreement is in percent, a change of it in
percentage points; ideal points have no unit. Sources: the tables un_roll_calls, un_votes_added and
un_ideal_points. Nothing here reads a file or changes its arguments.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from edition.tables import DataError

HEAD = ["id", "date", "resolution", "title_id", "issues", "important", "stage"]
LETTERS = {"y": 1.0, "a": 0.0, "n": -1.0, "": np.nan}
ABSTENTIONS, ABSENCES = ("an answer", "half-way", "left out"), ("left out", "disagreement")
NINETY = 2 * 1.6449  # standard errors from the 5th to the 95th percentile
CIS = ["Armenia", "Azerbaijan", "Kazakhstan", "Kyrgyzstan", "Moldova", "Tajikistan", "Uzbekistan"]


class Votes(NamedTuple):
    """Roll calls and what was cast in them, row for row, in order of date."""

    calls: pd.DataFrame  # n rows: the columns of HEAD, `title` for its number, and `year`
    cast: pd.DataFrame  # n rows, one column a member: 1 yes, 0 abstains, -1 no, NaN no vote


def read(table: pd.DataFrame, titles: pd.DataFrame) -> Votes:
    """Return the table un_roll_calls as Votes; DataError if a vote is not y, n, a or empty.

    titles: un_roll_call_titles. A vote on a part gets the title of its resolution, or its number
    where no final vote is known.
    """
    known = table.title_id.map(titles.set_index("id").title)
    whole = table.resolution.map(known.groupby(table.resolution).first())
    calls = table[HEAD].assign(
        title_id=known.fillna(whole).fillna(table.resolution),
        year=table.date.str[:4].astype(int),
    )
    cast = numbers(table.drop(columns=HEAD))
    return Votes(calls.rename(columns={"title_id": "title"}), cast)


def numbers(letters: pd.DataFrame) -> pd.DataFrame:
    """Return votes as numbers: 1 yes, 0 abstains, -1 no, NaN no vote. DataError as in `read`."""
    found = letters.to_numpy(str)
    known = [found == letter for letter in LETTERS]
    if not np.any(known, axis=0).all():
        odd = sorted(set(found.ravel()) - set(LETTERS))
        raise DataError(f"votes: expected y, n, a or nothing, found {', '.join(odd)}")
    return pd.DataFrame(np.select(known, list(LETTERS.values())), letters.index, letters.columns)


def about(calls: pd.DataFrame, *codes: str) -> np.ndarray:
    """Return which roll calls carry one of the codes of subjects: n truth values."""
    return calls.issues.str.split().map(lambda found: bool({*codes} & {*found})).to_numpy(bool)


def rows(calls: pd.DataFrame, window: tuple[int, int], subjects=None) -> np.ndarray:
    """Return which roll calls lie in the window (first and last year) and in the subjects.

    subjects: n truth values, or None for all. DataError if no roll call is left.
    """
    years, (first, last) = calls.year.to_numpy(), window
    chosen = (years >= first) & (years <= last)
    if subjects is not None:
        chosen = chosen & subjects
    if not chosen.any():
        raise DataError(f"no roll call on these subjects in {window[0]}-{window[1]}")
    return chosen


def score(votes: Votes, partner: str, abstentions: str = "an answer", absences: str = "left out"):
    """Return points for agreement with the partner (0 to 1), and whether they count: two (n, m).

    abstentions  an answer     a third kind of vote, which agrees only with itself
                 half-way      agrees by half with yes and with no
                 left out      a roll call in which one of the two abstains does not count
    absences     left out      a roll call counts if both the member and the partner voted
                 disagreement  it counts if the partner voted; a member without a vote disagrees,
                               from its first vote on (before, it may not have been a member)

    The partner's own column counts nothing. KeyError: unknown partner; ValueError: unknown rule.
    """
    if abstentions not in ABSTENTIONS or absences not in ABSENCES:
        raise ValueError(f"abstentions={abstentions!r}, absences={absences!r}: no such rule")
    cast, theirs = votes.cast.to_numpy(), votes.cast[[partner]].to_numpy()
    apart = np.abs(cast - theirs)  # 0, 1 or 2; NaN where a vote is missing
    points = np.nan_to_num(1 - apart / 2 if abstentions == "half-way" else apart == 0)
    counted = ~np.isnan(apart)
    if absences == "disagreement":
        counted = joined(cast) & ~np.isnan(theirs)
    if abstentions == "left out":
        counted &= (cast != 0) & (theirs != 0)
    counted[:, votes.cast.columns.get_loc(partner)] = False
    return (points * counted).astype("float32"), counted.astype("float32")


def joined(cast: np.ndarray) -> np.ndarray:
    """Return whether each member has voted by each roll call: (n, m) truth values."""
    return np.logical_or.accumulate(~np.isnan(cast), axis=0)


def choice(votes: Votes, one: str, other: str, differ: str = "any", absences: str = "left out"):
    """Return what members did where two others voted differently: points and whether they count.

    Points: 1 the same vote as `one`, -1 the same as `other`, 0 neither; two (n, m).
    differ    any             their two votes are not the same
              yes against no  one voted yes, the other no
    absences  left out  a roll call counts if the member voted
              neither   a member without a vote chose neither, from its first vote in the table on

    The columns of the two count nothing. KeyError: unknown member; ValueError: unknown rule.
    """
    if differ not in ("any", "yes against no") or absences not in ("left out", "neither"):
        raise ValueError(f"differ={differ!r}, absences={absences!r}: no such rule")
    cast = votes.cast.to_numpy()
    first, second = (votes.cast[[name]].to_numpy() for name in (one, other))
    least = 2 if differ == "yes against no" else 1
    apart = np.abs(first - second) >= least  # False if one has no vote
    counted = apart & (joined(cast) if absences == "neither" else ~np.isnan(cast))
    counted[:, votes.cast.columns.get_indexer([one, other])] = False
    points = (cast == first).astype(float) - (cast == second)
    return (points * counted).astype("float32"), counted.astype("float32")


def percent(weights: np.ndarray, points: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Return points in percent of what counts: (m,) for weights (n,), (d, m) for weights (d, n).

    NaN for a member none of whose votes counts.
    """
    with np.errstate(invalid="ignore"):
        return 100 * (weights @ points) / (weights @ counted)


def agreement(
    votes: Votes,
    partner: str,
    *,
    window: tuple[int, int],
    abstentions: str = "an answer",
    absences: str = "left out",
    subjects=None,
) -> pd.Series:
    """Return each member's agreement with the partner in the window: m percentages.

    NaN for the partner. Rules and errors are those of `score` and `rows`.
    """
    chosen = rows(votes.calls, window, subjects)
    points, counted = score(votes, partner, abstentions, absences)
    return pd.Series(percent(chosen.astype(float), points, counted), votes.cast.columns)


def change(votes: Votes, partner: str, *, before, after, **rules) -> pd.Series:
    """Return each member's agreement in the later window less that in the earlier: m points."""
    early, late = (agreement(votes, partner, window=each, **rules) for each in (before, after))
    return late - early


def ranks(values: pd.Series) -> pd.Series:
    """Return the place of each member by its value: 1 the highest; ties share the mean place."""
    return values.rank(ascending=False)


def texts(titles: pd.Series) -> pd.Series:
    """Return titles without what changes from year to year: case, commas, brackets, spaces."""
    return titles.str.lower().str.replace(r"[\W_]+", " ", regex=True).str.strip()


class Draws(NamedTuple):
    """How often each title counts in each draw; row 0 is the table as it is, all ones."""

    codes: np.ndarray  # (n,): which title each roll call has
    times: np.ndarray  # (1 + d, titles)


def draw(calls: pd.DataFrame, draws: int, seed: int) -> Draws:
    """Return titles drawn with replacement, each with all its roll calls.

    A text that returns every year is one piece of evidence, not twenty. The same draws serve every
    partner, so that differences have intervals too.
    """
    codes, known = pd.factorize(texts(calls.title))
    even = np.full(len(known), 1 / len(known))
    times = np.random.default_rng(seed).multinomial(len(known), even, size=draws)
    return Draws(codes, np.vstack([np.ones(len(known)), times]).astype("float32"))


def resampled(drawn: Draws, points: np.ndarray, counted: np.ndarray, chosen: np.ndarray):
    """Return points in percent of what counts, once for each draw: (1 + d, m), float32.

    points, counted: as from `score` or `choice`, (n, m); chosen: as from `rows`. NaN for a member
    none of whose votes counts. The roll calls of a title are added up before they are weighted.
    """
    order = np.flatnonzero(chosen)
    order = order[np.argsort(drawn.codes[order], kind="stable")]
    codes = drawn.codes[order]
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    members = (each[order].T.copy() for each in (points, counted))  # a row each: faster to add up
    sums = (np.add.reduceat(each, starts, axis=1).T for each in members)
    return percent(drawn.times[:, codes[starts]], *sums)


def quantile(values: np.ndarray, share) -> np.ndarray:
    """Return a quantile along the last axis, NaN left out: numpy.nanquantile, but fast.

    share: 0 to 1, or several, for each of which there is a row. NaN where all are NaN.
    """
    ordered = np.sort(values, axis=-1)  # NaN go last
    last = np.maximum(np.sum(~np.isnan(ordered), axis=-1, keepdims=True) - 1, 0)
    place = last * np.atleast_1d(share)
    below = place.astype(int)
    low, high = (
        np.take_along_axis(ordered, each, axis=-1) for each in (below, np.minimum(below + 1, last))
    )
    found = low + (high - low) * (place - below).astype(values.dtype)
    return found[..., 0] if np.isscalar(share) else np.moveaxis(found, -1, 0)


def median(values: np.ndarray) -> np.ndarray:
    """Return the median along the last axis, NaN left out."""
    return quantile(values, 0.5)


def interval(drawn: np.ndarray) -> tuple:
    """Return the ends of the middle 95 % of draws, (d,) or (d, m), NaN left out."""
    return tuple(quantile(drawn.T, (0.025, 0.975)))


def ideal(table: pd.DataFrame, column: str = "ideal_point") -> pd.DataFrame:
    """Return ideal points and their standard errors, one row a year: columns (what, member).

    table: un_ideal_points; column: "ideal_point" (votes on final passage) or "all_votes". What is
    "point" or "error". The errors come from the published 5th and 95th percentiles, as of a normal
    distribution.
    """
    stem = "" if column == "ideal_point" else "all_"
    found = table.set_index(["measure", "country"]).T.astype(float)
    found.index = found.index.astype(int).rename("year")
    members = found["ideal_point"].columns
    error = (found[f"{stem}high"] - found[f"{stem}low"]) / NINETY
    both = {"point": found[column], "error": error}
    return pd.concat({what: each.reindex(columns=members) for what, each in both.items()}, axis=1)


def noise(points: pd.DataFrame, draws: int, seed: int) -> np.ndarray:
    """Return standard normal numbers for each draw, year and member: (d, y, m)."""
    return np.random.default_rng(seed).standard_normal((draws, *points["point"].shape))


def drawn(points: pd.DataFrame, z: np.ndarray, window, errors: str = "apart") -> np.ndarray:
    """Return the ideal points of a window as published, then d times drawn from their errors.

    points: from `ideal`; z: from `noise`, (d, y, m). Result: (1 + d, years of the window, m).
    errors  apart   each year has an error of its own, so that errors average out
            shared  a member has one error in all years of a window, which does not
    DataError if no year lies in the window; ValueError: unknown rule.
    """
    if errors not in ("apart", "shared"):
        raise ValueError(f"errors={errors!r}: no such rule")
    chosen = (points.index >= window[0]) & (points.index <= window[1])
    if not chosen.any():
        raise DataError(f"no ideal points in {window[0]}-{window[1]}")
    point, error = (points[what].to_numpy()[chosen] for what in ("point", "error"))
    z = z[:, chosen]
    if errors == "shared":
        z = z[:, :1]
    return np.concatenate([point[None], point + z * error])


def pooled(yearly: np.ndarray, pooling: str = "mean") -> np.ndarray:
    """Return the mean or the median of the years: (d, m) from (d, y, m). ValueError otherwise."""
    if pooling not in ("mean", "median"):
        raise ValueError(f"pooling={pooling!r}: no such rule")
    return np.mean(yearly, axis=1) if pooling == "mean" else np.median(yearly, axis=1)


def distance(places: np.ndarray, partner: int, pooling: str = "mean") -> np.ndarray:
    """Return how far each member stands from a partner: (d, m), in units of the ideal points.

    places: ideal points (d, y, m); partner: its column. The distance is that of the pooled points
    (`pooled`), so that errors of single years cancel.
    """
    points = pooled(places, pooling)
    return np.abs(points - points[:, [partner]])
