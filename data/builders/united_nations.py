"""Votes in the UN General Assembly: every roll call with every vote, and ideal points."""

import re

import pandas as pd

from .as_text import csv_text
from .upstream import UpstreamError, committed, require_unique, require_values

VOTES, CALLS = "unvotes/un_votes.rda", "unvotes/un_roll_calls.rda"
ISSUES = "unvotes/un_roll_call_issues.rda"
IDEAL = "unga_idealpoints/IdealpointsJuly2025.dta"

YEARS = (2000, 2019)
LETTERS = {"yes": "y", "no": "n", "abstain": "a"}
HEAD = ["id", "date", "resolution", "title", "issues", "important", "stage"]
# Subjects of the source have codes of two letters; this one is the edition's own.
REGIONAL = "ukraine|crimea|abkhazia|occupied territories of azerbaijan"
# Territorial integrity of Ukraine: the published result of the vote, as a check on the set.
PUBLISHED = ("68/262", {"y": 100, "n": 11, "a": 58})


def un_roll_calls(upstream, data):
    """Roll calls of 2000-2019, one row each in order of date, one column a member.

    The votes are y, n, a (abstains) or empty: none recorded, absent or not yet a member.
    """
    calls = described(upstream)
    votes = recorded(upstream)
    cast = votes[votes.rcid.isin(calls.id)].pivot(index="rcid", columns="country", values="letter")
    table = calls.join(cast.fillna(""), on="id")
    mends = committed(data, "un_roll_calls_mended", ["resolution", "field", "was", "mended"])
    table = mended(without_doubles(table, list(cast.columns)), mends)
    require_result(table, list(cast.columns))
    return csv_text(table, ["date", "id"])


def recorded(upstream):
    """Frame rcid, country, letter: one row a vote."""
    votes = upstream.r_table(VOTES, "un_votes", ["rcid", "country", "vote"])
    words = votes.vote.astype(str)
    if unknown := set(words) - set(LETTERS):
        raise UpstreamError(
            f"{VOTES}: column vote: {sorted(unknown)} where yes, no or abstain was expected"
        )
    require_values(votes.country, VOTES, ["Russia", "Belarus", "Ukraine", "Kazakhstan"])
    votes = votes.assign(rcid=votes.rcid.astype(int), letter=words.map(LETTERS))
    return votes.drop_duplicates(["rcid", "country"])


def described(upstream):
    """The columns HEAD of each roll call of the years, all text but the id."""
    columns = ["rcid", "date", "unres", "short", "descr", "importantvote"]
    calls = upstream.r_table(CALLS, "un_roll_calls", columns)
    require_unique(calls, CALLS, ["rcid"])
    issues = upstream.r_table(ISSUES, "un_roll_call_issues", ["rcid", "short_name"])
    date = pd.to_datetime(calls.date)
    calls = calls.assign(id=calls.rcid.astype(int), date=date.dt.strftime("%Y-%m-%d"))
    calls = calls[date.dt.year.between(*YEARS)].copy()
    # The source joins two sets; the records on parts come from the minutes and lack `short`.
    calls["stage"] = calls.short.isna().map({True: "part", False: "final"})
    calls["resolution"] = calls.unres.str.extract(r"^(?:A/RES/|R/)?(.*\d.*)$", expand=False)
    calls["title"] = titles(calls)
    codes = issues.groupby("rcid").short_name.agg(lambda names: " ".join(sorted(names)))
    codes = calls.rcid.map(codes).fillna("")
    regional = calls.title.str.contains(REGIONAL, case=False, na=False)
    calls["issues"] = codes.mask(regional, codes + " rt").str.strip()
    calls["important"] = calls.importantvote.map({0: "0", 1: "1"})
    calls["title"] = calls.title.mask(calls.stage == "part")  # it stands in the final vote's row
    return calls[HEAD].fillna("")


def titles(calls):
    """Title of each roll call; that of its resolution for a vote on a part, which has none."""
    agenda_first = calls.descr.str.match(r"A/\d+/251 ").fillna(False)  # 2016-2018: it is in `short`
    title = calls.descr.mask(agenda_first, calls.short).mask(calls.stage == "part")
    title = title.str.replace(r"\s*:\s*resolution.*", "", regex=True, flags=re.IGNORECASE)
    title = title.str.split().str.join(" ")
    whole = calls.resolution.map(title.groupby(calls.resolution).first())
    return title.fillna(whole).fillna(calls.resolution)


def without_doubles(table, members):
    """The table without records that repeat, vote for vote, the final vote on their resolution."""
    key = table[["resolution", *members]].agg(",".join, axis=1)
    final = table.stage == "final"
    return table[final | (table.resolution == "") | ~key.isin(key[final])]


def mended(table, mends):
    """The table with the corrections of un_roll_calls_mended; each must meet what it mends."""
    table = table.copy()
    for mend in mends.itertuples():
        where = (table.resolution == mend.resolution) & (table.stage == "final")
        found = table.loc[where, mend.field].tolist()
        if found != [mend.was]:
            raise UpstreamError(
                f"{VOTES}: resolution {mend.resolution}, {mend.field}: {found} where "
                f"{[mend.was]} was expected, which un_roll_calls_mended.csv corrects"
            )
        table.loc[where, mend.field] = mend.mended
    return table


def require_result(table, members):
    """Stop if a vote whose result is published has another result here."""
    resolution, result = PUBLISHED
    rows = table[(table.resolution == resolution) & (table.stage == "final")]
    counts = {letter: int((rows[members] == letter).to_numpy().sum()) for letter in result}
    if counts != result:
        raise UpstreamError(
            f"{VOTES}: resolution {resolution}: {counts} where {result} was expected"
        )


# column of this table: column upstream. fp: final passage; all: with votes on parts
POINTS = {
    "ideal_point": "idealpointfp",
    "low": "q5fp",
    "high": "q95fp",
    "all_votes": "idealpointall",
    "all_low": "q5all",
    "all_high": "q95all",
}


def un_ideal_points(upstream, data):
    """Ideal points of every member per year, with the 5th and 95th percentile of each estimate.

    The set gives two estimates: from votes on final passage, and from all votes.
    """
    frame = upstream.stata(IDEAL, ["iso3c", "countryname", "year", *POINTS.values()])
    require_values(frame.iso3c, IDEAL, ["BLR", "RUS", "UKR"])
    frame = frame[frame.year.between(*YEARS) & frame.idealpointfp.notna()]
    frame = frame.rename(columns={old: new for new, old in POINTS.items()})
    names = frame.countryname.map(lambda name: name.encode("latin-1").decode("utf-8"))
    frame = frame.assign(year=frame.year.astype(int), country=names)
    frame = frame.astype(dict.fromkeys(POINTS, float))
    require_unique(frame, IDEAL, ["year", "country"])
    decimals = dict.fromkeys(POINTS, 3) | {"ideal_point": 4, "all_votes": 4}
    return csv_text(frame[["year", "country", *POINTS]], ["country", "year"], decimals)
