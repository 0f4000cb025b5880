"""Votes in the UN General Assembly: agreement with Russia, single votes, ideal points.

Definition of agreement, in percent: of the roll calls in which both Russia and the member cast a
recorded vote, the share in which the two votes are the same. Yes, no and abstain are three equal
kinds of vote; a member that was absent is left out of that roll call. All roll calls of the set
count, by the calendar year of the vote.
"""

import re

import pandas as pd

from .as_text import csv_text, number_text
from .upstream import UpstreamError, require_unique, require_values

VOTES, CALLS = "unvotes/un_votes.rda", "unvotes/un_roll_calls.rda"
IDEAL = "unga_idealpoints/IdealpointsJuly2025.dta"

YEARS = (2008, 2019)
PERIODS = {"2008–2013": (2008, 2013), "2014–2019": (2014, 2019)}
MEDIAN = "median member"
SHOWN = ["Armenia", "Belarus", "China", "Kazakhstan"]

# Territorial integrity of Ukraine: the published result of the vote, as a check on the set.
PUBLISHED_RESULT = {"68/262": {"yes": 100, "no": 11, "abstain": 58}}
KINDS = {
    "Ukraine": r"Territorial integrity of Ukraine|Autonomous Republic of Crimea",
    "Georgia": r"displaced persons and refugees from Abkhazia",
}
VOTERS = ["Belarus", "Russia", "Armenia", "China", "Kazakhstan"]


def read_votes(upstream):
    """(calls, votes): roll calls by rcid, with date, year, unres, short and descr; their votes.

    votes has one row per rcid and country, with its vote: yes, no or abstain.
    """
    calls = upstream.r_table(CALLS, "un_roll_calls", ["rcid", "date", "unres", "short", "descr"])
    votes = upstream.r_table(VOTES, "un_votes", ["rcid", "country", "vote"])
    require_unique(calls, CALLS, ["rcid"])
    unknown = set(votes.vote.astype(str)) - {"yes", "no", "abstain"}
    if unknown:
        raise UpstreamError(
            f"{VOTES}: column vote: {sorted(unknown)} where yes, no or abstain was expected"
        )
    require_values(votes.country, VOTES, ["Russia", *SHOWN])
    calls = calls.assign(
        date=pd.to_datetime(calls.date),
        unres=calls.unres.str.replace(r"^(A/RES/|R/)", "", regex=True),
    )
    calls["year"] = calls.date.dt.year
    votes = votes.assign(rcid=votes.rcid.astype(int), vote=votes.vote.astype(str)).drop_duplicates(
        ["rcid", "country"]
    )
    return calls, votes


def agreement(votes, roll_calls):
    """Per member: roll_calls (both voted), same_votes, agreement_pct, rank.

    Rank 1 is closest to Russia; ties share the mean rank.
    """
    table = votes[votes.rcid.isin(roll_calls)].pivot(index="rcid", columns="country", values="vote")
    russia = table.pop("Russia")
    both = table.notna().mul(russia.notna(), axis=0)
    same = table.eq(russia, axis=0) & both
    result = pd.DataFrame({"roll_calls": both.sum(), "same_votes": same.sum()})
    result = result[result.roll_calls > 0]
    result["agreement_pct"] = 100 * result.same_votes / result.roll_calls
    result["rank"] = result.agreement_pct.rank(ascending=False)
    return result


def with_median(result):
    """The shown members and, as a row of its own, the median of all members."""
    rows = result[result.index.isin(SHOWN)].rename_axis("member").reset_index()
    median = pd.DataFrame([{"member": MEDIAN, "agreement_pct": result.agreement_pct.median()}])
    return pd.concat([rows, median]).assign(members=len(result))


COUNTS = {"roll_calls": 0, "same_votes": 0, "agreement_pct": 2, "rank": 1}


def un_agreement(upstream, data):
    """Agreement with Russia by calendar year."""
    calls, votes = read_votes(upstream)
    years = [year for year in range(YEARS[0], YEARS[1] + 1) if (calls.year == year).any()]
    frame = pd.concat(
        [
            with_median(agreement(votes, calls.rcid[calls.year == year])).assign(year=year)
            for year in years
        ]
    )
    return csv_text(
        frame[["year", "member", "roll_calls", "same_votes", "agreement_pct", "rank", "members"]],
        ["year", "member"],
        COUNTS,
    )


def pooled(calls, votes):
    """{period: agreement of every member, all roll calls of the period pooled}."""
    return {
        period: agreement(votes, calls.rcid[calls.year.between(*years)])
        for period, years in PERIODS.items()
    }


def un_agreement_periods(upstream, data):
    """Agreement with Russia, pooled over each period."""
    frame = pd.concat(
        [
            with_median(result).assign(period=period)
            for period, result in pooled(*read_votes(upstream)).items()
        ]
    )
    return csv_text(
        frame[["period", "member", "roll_calls", "same_votes", "agreement_pct", "rank", "members"]],
        ["period", "member"],
        COUNTS,
    )


def un_agreement_change(upstream, data):
    """Change between the two periods: Belarus beside the median member, in two definitions."""
    before, after = pooled(*read_votes(upstream)).values()
    change = (after.agreement_pct - before.agreement_pct).dropna()
    # measure: value, unit, definition
    rows = {
        "belarus": (
            change["Belarus"],
            "percentage points",
            "agreement of Belarus, second period less first",
        ),
        "median_of_changes": (
            change.median(),
            "percentage points",
            "median of the changes of all members that voted in both periods",
        ),
        "change_of_median": (
            after.agreement_pct.median() - before.agreement_pct.median(),
            "percentage points",
            "median agreement of all members, second period less first",
        ),
        "members_compared": (
            len(change),
            "members",
            "members that voted in both periods, without Russia",
        ),
        "members_that_fell_more": (
            (change < change["Belarus"]).sum(),
            "members",
            "members whose agreement with Russia fell more than that of Belarus",
        ),
    }
    decimals = {"percentage points": 3, "members": 0}
    texts = [
        (measure, number_text(value, decimals[unit]), unit, definition)
        for measure, (value, unit, definition) in rows.items()
    ]
    frame = pd.DataFrame(texts, columns=["measure", "value", "unit", "definition"])
    return csv_text(frame, "measure")


def un_votes_ukraine_georgia(upstream, data):
    """Every resolution of 2008–2019 in the set on Ukraine and Crimea or on Georgia's displaced."""
    calls, votes = read_votes(upstream)
    titles = calls.short.fillna("") + " | " + calls.descr.fillna("")
    calls = calls.assign(title=titles)[calls.year.between(*YEARS)]
    rows = []
    for kind, pattern in KINDS.items():
        for call in calls[calls.title.str.contains(pattern, case=False)].itertuples():
            cast = votes[votes.rcid == call.rcid].set_index("country").vote
            parts = call.title.split(" | ")
            title = next(part for part in parts if re.search(pattern, part, re.I))
            rows.append(
                {
                    "resolution": call.unres,
                    "date": f"{call.date:%Y-%m-%d}",
                    "kind": kind,
                    "title": title.split(" : resolution")[0].strip(),
                    **_result(call.unres, cast),
                    **{voter.lower(): cast.get(voter, "not recorded") for voter in VOTERS},
                }
            )
    frame = pd.DataFrame(rows)
    found = frame.get("resolution", pd.Series(name="unres", dtype=str))
    require_values(found, CALLS, PUBLISHED_RESULT)
    return csv_text(frame, "date")


def _result(resolution, cast):
    """Counts of yes, no and abstain; UpstreamError if the published result is another."""
    counts = {vote: int((cast == vote).sum()) for vote in ("yes", "no", "abstain")}
    published = PUBLISHED_RESULT.get(resolution, counts)
    if counts != published:
        raise UpstreamError(
            f"{VOTES}: resolution {resolution}: {counts} where {published} was expected"
        )
    return counts


IDEAL_COUNTRIES = {
    "BLR": "Belarus",
    "RUS": "Russia",
    "ARM": "Armenia",
    "KAZ": "Kazakhstan",
    "UKR": "Ukraine",
    "USA": "United States",
}


def ideal_points(upstream):
    """Frame year, country, ideal_point, low, high, roll_calls, from votes on final passage.

    It has the shown countries and the median of all members.
    """
    frame = upstream.stata(IDEAL, ["iso3c", "year", "idealpointfp", "q5fp", "q95fp", "nvotesfp"])
    require_values(frame.iso3c, IDEAL, IDEAL_COUNTRIES)
    frame = frame[frame.year.between(2000, 2024) & frame.idealpointfp.notna()].astype(
        {"year": int, "idealpointfp": float}
    )
    frame.columns = ["country", "year", "ideal_point", "low", "high", "roll_calls"]
    median = frame.groupby("year", as_index=False).ideal_point.median().assign(country=MEDIAN)
    shown = frame[frame.country.isin(IDEAL_COUNTRIES)].replace({"country": IDEAL_COUNTRIES})
    frame = pd.concat([shown, median])[
        ["year", "country", "ideal_point", "low", "high", "roll_calls"]
    ]
    require_unique(frame, IDEAL, ["year", "country"])
    return frame


def un_ideal_points(upstream, data):
    """Ideal points per year, with the 5th and 95th percentile of each estimate."""
    return csv_text(
        ideal_points(upstream),
        ["year", "country"],
        {"ideal_point": 3, "low": 3, "high": 3, "roll_calls": 0},
    )


def un_ideal_points_periods(upstream, data):
    """Mean of the annual ideal points in each period, and its distance from that of Russia."""
    frame = ideal_points(upstream)
    means = pd.concat(
        [
            frame[frame.year.between(*years)]
            .groupby("country", as_index=False)
            .ideal_point.mean()
            .assign(period=period)
            for period, years in PERIODS.items()
        ]
    )
    russia = means[means.country == "Russia"].set_index("period").ideal_point
    means["distance_from_russia"] = (means.ideal_point - means.period.map(russia)).abs()
    return csv_text(
        means[["period", "country", "ideal_point", "distance_from_russia"]],
        ["period", "country"],
        {"ideal_point": 3, "distance_from_russia": 3},
    )
