"""Votes in the UN General Assembly as the UN Digital Library records them, 2008 to October 2025.

Another set than that of united_nations.py: adopted resolutions only, no votes on parts and none on
procedure. The two are never spliced. Copyright United Nations, non-commercial use with attribution:
what leaves this module is the votes of a few members and counts for all, not the whole matrix.
"""

import pandas as pd

from .as_text import csv_text
from .upstream import UpstreamError, require_unique, require_values

CALLS = "undl/undl_ga_resolutions_2008_2025.csv"
VOTES = "undl/undl_ga_votes_wide_2008_2025.csv"
YEARS = (2008, 2024)  # whole years; of 2025 the set has no autumn
SHOWN = {
    "ARM": "Armenia",
    "BLR": "Belarus",
    "CHN": "China",
    "DEU": "Germany",
    "KAZ": "Kazakhstan",
    "RUS": "Russia",
    "UKR": "Ukraine",
    "USA": "United States",
}
SUBJECTS = {
    "Ukraine": r"Ukraine|rights of membership of the Russian Federation|^The path to peace$",
    "Georgia": r"displaced persons and refugees from Abkhazia",
}
# published results, as a check on the set: yes, no, abstain
PUBLISHED = {"A/RES/68/262": (100, 11, 58), "A/RES/ES-11/1": (141, 5, 35)}
TOTALS = ["yes", "no", "abstain"]


def read(upstream):
    """(calls, votes): roll calls by undl_id, and the letters Y, N, A, X of each member.

    An empty cell of votes means that the state was no member.
    """
    calls = upstream.csv(CALLS, ["undl_id", "resolution", "date", "title", *TOTALS, "nonvoting"])
    head = ["undl_id", "resolution", "date"]
    votes = upstream.whole_csv(VOTES, [*head, *SHOWN])
    votes = votes.astype({"undl_id": int}).set_index("undl_id").drop(columns=head[1:])
    require_unique(calls, CALLS, ["undl_id"])
    require_values(calls.resolution, CALLS, PUBLISHED)
    if unknown := set(votes.to_numpy().ravel()) - set("YNAX") - {""}:
        raise UpstreamError(f"{VOTES}: {sorted(unknown)} where Y, N, A, X or nothing was expected")
    calls = calls.set_index("undl_id")
    if set(calls.index) != set(votes.index):
        raise UpstreamError(f"{VOTES}: expected the roll calls of {CALLS}")
    _published(calls)
    return calls, votes.loc[calls.index]


def _published(calls):
    found = calls.set_index("resolution")[TOTALS]
    for resolution, counts in PUBLISHED.items():
        if tuple(found.loc[resolution]) != counts:
            told = f"{tuple(map(int, found.loc[resolution]))} where {counts} was expected"
            raise UpstreamError(f"{CALLS}: resolution {resolution}: {told}")


def un_library_votes(upstream, data):
    """Every roll call, with its totals and the votes of the shown members."""
    calls, votes = read(upstream)
    frame = calls.assign(subject="")
    for subject, pattern in SUBJECTS.items():
        frame.loc[frame.title.str.contains(pattern), "subject"] = subject
    shown = votes[list(SHOWN)].rename(columns=SHOWN)
    shown.columns = shown.columns.str.lower().str.replace(" ", "_")
    frame = frame.join(shown).reset_index()
    frame["resolution"] = frame.resolution.str.removeprefix("A/RES/")
    frame = frame.rename(columns={"nonvoting": "not_voting"})
    head = ["undl_id", "resolution", "date", "subject", "title", *TOTALS, "not_voting"]
    return csv_text(frame[[*head, *shown.columns]], ["date", "undl_id"])


def un_library_members(upstream, data):
    """By year and member: roll calls in which it and Russia voted, and those with the same vote.

    A column pair counts all roll calls, another those on Ukraine.
    """
    calls, votes = read(upstream)
    russia = votes.pop("RUS")
    cast = votes.isin(["Y", "N", "A"]).mul(russia.isin(["Y", "N", "A"]), axis=0)
    same = votes.eq(russia, axis=0) & cast
    ukraine = calls.title.str.contains(SUBJECTS["Ukraine"])
    year = calls.date.str[:4].astype(int).rename("year")
    counts = {
        "roll_calls": cast,
        "same_votes": same,
        "ukraine_roll_calls": cast.mul(ukraine, axis=0),
        "ukraine_same_votes": same.mul(ukraine, axis=0),
    }
    parts = {
        name: table.groupby(year).sum().rename_axis(columns="member").stack()
        for name, table in counts.items()
    }
    frame = pd.DataFrame(parts).reset_index()
    frame = frame[frame.year.between(*YEARS) & (frame.roll_calls > 0)]
    return csv_text(frame, ["year", "member"])
