"""Figures of the chapter on military power: steps towards Russia and away from it, military partners by year."""

from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes

from edition.charts.grammar import ACCENT, INK, MUTED, PAPER, RULE, SECOND, SOFT, Chart, Layout
from edition.figures.shared import count, extent, listing, one_of, some, stretch
from edition.measures import counts
from edition.tables import DataError

FIRST, LAST = 2014, 2020
# kind of act: side on which it stands
SIDES = {
    "alignment": "towards",
    "cooperation": "towards",
    "pressure": "towards",
    "resistance": "away",
    "diversification": "away",
}
INKS = {"Russia": (ACCENT, "s"), "Belarus": (SECOND, "o")}  # ink and marker of an actor
WRAP, WRAP_NARROW = 36, 19  # letters in a line of a label
PARTNER_KINDS = ("alignment", "cooperation", "diversification")


def _military(events: pd.DataFrame, kinds) -> pd.DataFrame:
    """Return the military acts of some kinds, without general rows, with their stretch of time in decimal years."""
    one_of(events, "events", "event", "kind")
    one_of(events, "events", "event", "precision")
    acts = some(
        events[(events.realm == "military") & ~events.general & (events.kind != "context")],
        "events",
        "military acts",
    ).copy()
    one_of(acts, "events", "event", "actor", INKS)
    acts[["start", "end"]] = [stretch(row) for _, row in acts.iterrows()]
    for row in acts[acts.end > LAST + 1].itertuples():
        raise DataError(
            f"table 'events', row {row.event}, field 'date': expected no act after {LAST}, the year of the article; found “{row.date}”"
        )
    return some(
        acts[acts.kind.isin(list(kinds))], "events", "military acts of the kinds drawn"
    ).copy()


def _when(act) -> str:
    """Return the time of an act as the figure writes it."""
    if act.precision != "period":
        return act.date[:4]
    return f"{act.date}–{act.date_end[2:]}" if act.date_end else f"{act.date}s"


def integration_steps(events: pd.DataFrame, second_coding: pd.DataFrame) -> Chart:
    """Military acts on two sides, in the order of time: towards Russia and away from it, 1993 to 2020.

    events: the table of acts; its military rows are drawn, without general rows and without context.
    second_coding: the same acts coded once more; an act that may be of a kind that stands on neither
    side, or on the other, has a hollow mark and makes the counts a range. Time in years; acts of
    precision `period` stand under the years in which they may fall. Source: the article.
    DataError on an unknown kind, precision or actor, an impossible date, or acts that do not bear out the finding.
    """
    acts = _military(events, SIDES)
    acts["side"] = acts.kind.map(SIDES)
    acts["time"] = [_when(act) for act in acts.itertuples()]
    acts["undated"] = (acts.precision == "period") & (acts.start >= FIRST)
    acts = acts.sort_values(["undated", "start", "event"], kind="stable")
    late = acts[acts.start >= FIRST]
    pushes, away, doubtful = _sides(events, second_coding)
    acts["doubtful"] = acts.event.isin(doubtful)
    if not pushes.high or not away.high:
        raise DataError(
            f"table 'events', field 'kind': expected military acts towards Russia by Russia and acts away from it since {FIRST}; the "
            "figure’s finding would be false"
        )
    times = list(dict.fromkeys(acts.time))
    turn = late.time.iloc[0] if len(late) < len(acts) else ""  # above it the line of 2014

    def cells(width: int) -> list[tuple[str, dict[str, list]]]:
        """Return for each time the acts of both sides: (actor, doubtful, lines of its label)."""
        return [
            (
                time,
                {
                    side: [
                        (act.actor, act.doubtful, wrap(act.label, width, break_on_hyphens=False))
                        for act in acts[(acts.time == time) & (acts.side == side)].itertuples()
                    ]
                    for side in ("towards", "away")
                },
            )
            for time in times
        ]

    def space(entries: list) -> int:
        return sum(16 * len(lines) + 8 for *_, lines in entries)

    def height(width: int) -> int:
        return (
            44
            + 28 * (turn in times)
            + sum(
                max(space(entries) for entries in sides.values()) + 14 for _, sides in cells(width)
            )
        )

    def draw(axes: Axes, layout: Layout) -> None:
        width = layout.width - 8
        middle, gap, letters = (
            (width / 2, 30, WRAP_NARROW) if layout.narrow else (width / 2, 44, WRAP)
        )
        for side, sign, ink in (("Towards Russia", -1, INK), ("Away from Russia", 1, INK)):
            axes.text(
                middle + sign * gap,
                8,
                side,
                color=ink,
                fontsize=14,
                fontweight="semibold",
                ha="right" if sign < 0 else "left",
                va="center",
            )
        y = 34
        for time, sides in cells(letters):
            if time == turn:
                axes.plot([0, width], [y - 9, y - 9], color=INK, linewidth=1, linestyle=(0, (3, 3)))
                axes.text(
                    middle,
                    y + 6,
                    "2014: war in Ukraine",
                    color=INK,
                    fontsize=12,
                    fontweight="semibold",
                    ha="center",
                    va="center",
                )
                y += 28
            tall = max(space(entries) for entries in sides.values())
            shown = time.replace("–", "–\n") if layout.narrow and "–" in time else time
            axes.text(
                middle,
                y + 9 + 7 * ("\n" in shown),
                shown,
                color=MUTED,
                fontsize=13,
                ha="center",
                va="center",
                linespacing=1.1,
            )
            for (_, entries), sign in zip(sides.items(), (-1, 1), strict=True):
                level = y
                for actor, open_, lines in entries:
                    ink, marker = INKS[actor]
                    axes.plot(
                        middle + sign * (gap + 4),
                        level + 9,
                        marker,
                        color=ink,
                        markersize=8 - open_,
                        markerfacecolor=PAPER if open_ else ink,
                        markeredgewidth=1.5 * open_,
                    )
                    for number, line in enumerate(lines):
                        axes.text(
                            middle + sign * (gap + 14),
                            level + 9 + 16 * number,
                            line,
                            color=ink,
                            fontsize=13,
                            ha="right" if sign < 0 else "left",
                            va="center",
                        )
                    level += 16 * len(lines) + 8
            y += tall + 14
            if time != times[-1] and times[times.index(time) + 1] != turn:
                axes.plot([0, width], [y - 9, y - 9], color=RULE, linewidth=1, zorder=0)
        axes.set(xlim=(0, width), ylim=(y - 8, 0))
        axes.grid(False)
        axes.axis("off")

    undated = int(acts.undated.sum())
    return Chart(
        name="integration-steps",
        title=f"Since {FIRST} Russia makes {extent(pushes, 'move')}, "
        f"and Belarus takes {extent(away, 'step')} away",
        subtitle=f"Military acts that the article reports, Russia (squares) and Belarus (dots), {int(acts.start.min())}–{LAST}",
        source="Czerny 2020, chapter on military power, coded by the editors (table “events”)",
        note=(
            f"Order of time, not to scale. {count(undated, 'act').capitalize()} under “{FIRST}–{str(LAST)[2:]}” "
            f"{'has' if undated == 1 else 'have'} no date of {'its' if undated == 1 else 'their'} own and may fall in any of these years. "
            "Hollow marks: acts whose kind is in doubt, so that they may count or not. "
            "An objection to a step away stands with the moves towards Russia. "
            "Rows on a general line of conduct are left out. The article is about the years since 2014, so the counts measure its attention too."
        ),
        alt="Two columns of acts in the order of time. Towards Russia: "
        + _said(acts[acts.side == "towards"])
        + ". Away from Russia: "
        + _said(acts[acts.side == "away"])
        + ".",
        data=acts[
            ["event", "time", "actor", "counterpart", "kind", "could_be", "side", "label", "claim"]
        ],
        draw=draw,
        height=(height(WRAP), height(WRAP_NARROW)),
    )


def _sides(
    events: pd.DataFrame, second_coding: pd.DataFrame
) -> tuple[counts.Range, counts.Range, set[str]]:
    """Return how many military acts since 2014 are Russia’s moves, how many steps away, and doubts.

    An act is doubtful if not all that it may be stands on one side. DataError on an unknown kind.
    """
    one_of(some(second_coding, "second_coding", "any act"), "second_coding", "event", "kind")
    acts = events[(events.realm == "military") & ~events.general]
    read = counts.readings(acts, second_coding)
    kinds = {
        side: [kind for kind, its in SIDES.items() if its == side] for side in ("towards", "away")
    }
    certain = counts.certain(read, kinds["towards"]) | counts.certain(read, kinds["away"])
    late = acts.date.str[:4].astype(int) >= FIRST
    pushes = counts.span(read[late & (acts.actor == "Russia")], kinds["towards"])
    return pushes, counts.span(read[late], kinds["away"]), set(acts.event[~certain])


def _said(acts: pd.DataFrame) -> str:
    return "; ".join(f"{act.time}, {act.label} ({act.actor})" for act in acts.itertuples())


def partners_by_year(events: pd.DataFrame) -> Chart:
    """Acts of Belarus with its military partners, one dot each, by partner and year, 2014 to 2020 and before.

    events: the table of dated acts; its military rows of alignment, cooperation and diversification by Belarus are
    drawn, without general rows. Time in years; an act without a year of its own stands in the last column, one before
    2014 in the first. Source: the article.
    DataError on an unknown kind, an impossible date, or if no partner besides Russia has an act with a year.
    """
    acts = _military(events, PARTNER_KINDS)
    acts = some(acts[acts.actor == "Belarus"], "events", "military acts of Belarus").sort_values(
        ["start", "event"]
    )
    before, undated = f"before {FIRST}", "no year"
    columns = [before, *(str(year) for year in range(FIRST, LAST + 1)), undated]
    acts["column"] = [
        before
        if act.end <= FIRST or act.start < FIRST
        else undated
        if act.precision == "period"
        else act.date[:4]
        for act in acts.itertuples()
    ]
    dated = acts[(acts.counterpart != "Russia") & (acts.column != undated)]
    if dated.empty:
        raise DataError(
            "table 'events', field 'counterpart': expected a dated military act with a partner other than Russia; the figure’s finding would be false"
        )
    first = int(dated.start.min())
    partners = [
        "Russia",
        *acts[acts.counterpart != "Russia"]
        .groupby("counterpart")
        .start.agg(["count", "min"])
        .sort_values(["count", "min"], ascending=[False, True], kind="stable")
        .index,
    ]

    def draw(axes: Axes, layout: Layout) -> None:
        width = layout.width - 8
        left, head = (0, 30) if layout.narrow else (132, 30)
        step = (width - left) / len(columns)
        row, drop = (58, 38) if layout.narrow else (40, 20)
        for place, column in enumerate(columns):
            x = left + step * (place + 0.5)
            text = (
                {before: f"to {FIRST - 1}", undated: "no year"}[column]
                if not column.isdigit()
                else f"’{column[2:]}"
                if layout.narrow
                else column
            )
            if layout.narrow and not column.isdigit():
                text = text.replace(" ", "\n")
            two = "\n" in text
            axes.text(
                x,
                head - (6 if two else 12),
                text,
                color=MUTED,
                fontsize=12 if layout.narrow else 13,
                ha="center",
                va="bottom" if two else "baseline",
                linespacing=0.95,
            )
        for number, partner in enumerate(partners):
            y = head + row * number + drop
            ink = SOFT if partner == "Russia" else ACCENT
            name = (
                {"ha": "left", "x": 0, "y": y - 22}
                if layout.narrow
                else {"ha": "right", "x": left - 12, "y": y}
            )
            axes.text(
                s=partner,
                color=MUTED if partner == "Russia" else ACCENT,
                fontsize=14,
                va="center",
                fontweight="semibold",
                **name,
            )
            axes.plot([left, width], [y, y], color=RULE, linewidth=1, zorder=0)
            for place, column in enumerate(columns):
                here = acts[(acts.counterpart == partner) & (acts.column == column)].event
                for dot, event in enumerate(here):
                    x = left + step * (place + 0.5) + 11 * (dot - (len(here) - 1) / 2)
                    hollow = (
                        {"markerfacecolor": PAPER, "markeredgecolor": ink, "markeredgewidth": 2}
                        if column == undated
                        else {"color": ink, "markeredgewidth": 0}
                    )
                    axes.plot(
                        x, y, "o", markersize=9 if column == undated else 10.5, gid=event, **hollow
                    )
                if place in (1, len(columns) - 1):
                    x = left + step * place
                    axes.plot([x, x], [y - 8, y + 8], color=SOFT, linewidth=1.5)
        bottom = head + row * len(partners)
        axes.set(xlim=(0, width), ylim=(bottom, 0))
        axes.grid(False)
        axes.axis("off")

    def said(partner: str) -> str:
        rows = acts[acts.counterpart == partner]
        return f"{partner}: " + ", ".join(
            f"{act.label} ({act.column if act.column in (before, undated) else act.date[:4]})"
            for act in rows.itertuples()
        )

    empty = [column for column in columns if column.isdigit() and not (acts.column == column).any()]
    return Chart(
        name="partners-by-year",
        title=f"From {first} on the article names military partners besides Russia",
        subtitle="Military acts of Belarus with a partner, one dot each, by year, as the article reports them",
        source="Czerny 2020, chapter on military power, coded by the editors (table “events”)",
        note=(
            f"Hollow dots: acts since {FIRST} that the article does not date; they may fall before {first}. "
            + (
                f"No dot means that the article names no act, not that there was none ({listing(empty)}). "
                if empty
                else ""
            )
            + "Standing ties are no acts: Russia remains the largest supplier of arms (M13)."
        ),
        alt="Matrix of dots, partners by years. "
        + ". ".join(said(partner) for partner in partners)
        + ".",
        data=acts[["event", "counterpart", "column", "kind", "label", "claim"]].rename(
            columns={"counterpart": "partner", "column": "year"}
        ),
        draw=draw,
        height=(30 + 40 * len(partners) + 8, 30 + 58 * len(partners) + 8),
    )
