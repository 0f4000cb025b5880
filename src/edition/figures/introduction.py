"""Figure of the introduction: relations from 2004 to 2020 on one time line."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from edition.charts.grammar import ACCENT, INK, MUTED, SECOND, SOFT, Chart, Layout, label
from edition.figures.shared import count, extent, one_of, some, stretch
from edition.measures import counts
from edition.tables import DataError, vocabulary

FIRST, LAST, TURN = 2004, 2020, 2014
# kind of move, in the order of the picture: (ink of its marks, ink of its heading)
MOVES = {
    "support": (ACCENT, ACCENT),
    "influence": (ACCENT, ACCENT),
    "pressure": (ACCENT, ACCENT),
    "alignment": (SECOND, SECOND),
    "resistance": (SECOND, SECOND),
    "diversification": (SECOND, SECOND),
    "mediation": (SECOND, SECOND),
    "cooperation": (SOFT, MUTED),
    "context": (SOFT, MUTED),
}
NO_DATE = "without a date of their own"


def relations_timeline(events: pd.DataFrame, second_coding: pd.DataFrame) -> Chart:
    """Acts between Russia and Belarus, 2004 to 2020, in lanes by kind of move.

    events: the table of acts. Rows marked `general` and rows that begin before 2004 are left out;
    rows of precision `period` are drawn as thin lines over their whole stretch. second_coding: the
    same acts coded once more; with the field `could_be` it makes counts of a kind a range. Time in
    years. Source: the article. DataError on an unknown kind or precision, an impossible date, or
    acts that do not bear out the finding.
    """
    some(events, "events", "any act")
    one_of(events, "events", "event", "kind")
    vocabulary.require(MOVES, "events", "kind", "figures.introduction.MOVES")
    headings = vocabulary.meanings("events", "kind", "labels")
    one_of(events, "events", "event", "precision")
    some(second_coding, "second_coding", "any act")
    one_of(second_coding, "second_coding", "event", "kind")
    acts = events[~events.general].copy()
    acts[["start", "end"]] = [stretch(row) for _, row in acts.iterrows()]
    acts = some(
        acts[(acts.start >= FIRST) & (acts.start < LAST + 1)],
        "events",
        f"acts from {FIRST} to {LAST}",
    )
    read = counts.readings(acts, second_coding)
    acts["may_be"] = [" ".join(kind for kind in MOVES if kind in kinds) for kinds in read]
    early, late = read[acts.start < TURN], read[acts.start >= TURN]
    pressure, support = (counts.span(late, [kind]) for kind in ("pressure", "support"))
    if not pressure.high:
        raise DataError(
            f"table 'events', field 'kind': no act of pressure since {TURN}; the figure’s finding would be false"
        )
    new = f"{extent(support)} of new support" if support.high else "no new support"
    lanes = []  # (kind, [(label, rows)]): one line of the picture each; acts without a date of their own share one
    for kind in MOVES:
        rows = acts[acts.kind == kind].sort_values(["start", "event"], kind="stable")
        lines = []
        for (precision, _, _), group in rows.groupby(["precision", "start", "end"], sort=False):
            if precision == "period" and len(group) > 1:
                lines.append((f"{count(len(group), 'act').capitalize()} {NO_DATE}", group))
            else:
                lines.extend((row.label, group.loc[[index]]) for index, row in group.iterrows())
        if lines:
            lanes.append((kind, lines))

    def draw(axes: Axes, layout: Layout) -> None:
        y, ticks = 0.0, []  # pixels from the top; (position, label)
        for kind, lines in lanes:
            heading, (ink, heading_ink) = headings[kind], MOVES[kind]
            y += 10
            beside = {"xytext": (-5, 0), "ha": "right"} if layout.narrow else {"xytext": (-372, 0)}
            beside |= {
                "xycoords": axes.get_yaxis_transform(),
                "va": "center_baseline",
                "fontsize": 13,
                "fontweight": "semibold",
            }
            label(axes, 0, y + 8, heading, color=heading_ink, **beside)
            y += 18 * layout.narrow
            for text, rows in lines:
                height = max(16, 3 * len(rows) + 6)
                ticks.append((y + height / 2, text))
                for place, row in enumerate(rows.itertuples()):
                    middle = y + height / 2 + (place - (len(rows) - 1) / 2) * 3
                    if row.precision in ("month", "day"):
                        axes.plot(
                            (row.start + row.end) / 2,
                            middle,
                            "o",
                            markersize=7,
                            color=ink,
                            markeredgewidth=0,
                            clip_on=False,
                            gid=row.event,
                        )
                    else:
                        thick = 2 if row.precision == "period" else 9
                        axes.add_patch(
                            Rectangle(
                                (row.start, middle - thick / 2),
                                row.end - row.start,
                                thick,
                                facecolor=ink,
                                gid=row.event,
                            )
                        )
                y += height
        axes.set(xlim=(FIRST, LAST + 1), ylim=(y + 6, -8))
        axes.set_yticks(*zip(*ticks, strict=True), fontsize=12, color=INK)
        years = (FIRST, TURN, LAST) if layout.narrow else (FIRST, 2009, TURN, LAST)
        axes.set_xticks([year + 0.5 for year in years], years, fontsize=12)
        axes.tick_params(axis="both", length=0)
        axes.axvline(TURN, color=INK, linewidth=1, linestyle=(0, (3, 3)))
        label(
            axes,
            TURN,
            -8,
            f"{TURN}: war in Ukraine",
            xytext=(0, 5),
            ha="center",
            va="bottom",
            fontsize=12,
            fontweight="semibold",
        )

    undated = (acts.precision == "period").sum()
    return Chart(
        name="relations-timeline",
        title=f"Since {TURN} the article reports {extent(pressure, 'act')} of pressure and {new}",
        subtitle=f"Acts that the article reports, by kind of move and by year, Belarus and Russia, {FIRST}–{LAST}",
        source="Czerny 2020, coded by the editors (table “events”)",
        note=(
            "A block fills the year or years of an act, a dot marks its month or day. "
            "Thin lines are acts without a date of their own, one line each, over the stretch in which they may fall. "
            "The article is about the years since 2014, so it names more acts of those years; lines of conduct and acts before 2004 are left out. "
            "An act of which the kind is in doubt stands in the lane of the first coding; "
            "counts run from what is certain to what may be. "
            "Some acts are of media, organisations or companies, not of a state."
        ),
        alt=(
            f"Time line of {count(len(acts), 'act')} in {count(len(lanes), 'lane')}, {undated} of them without a date of their own. "
            f"Before {TURN}: {_counts(early)}. From {TURN} on: {_counts(late)}."
        ),
        data=acts[
            [
                "event",
                "date",
                "date_end",
                "precision",
                "actor",
                "counterpart",
                "kind",
                "may_be",
                "label",
                "claim",
                "start",
                "end",
            ]
        ].round({"start": 3, "end": 3}),
        draw=draw,
        height=(680, 810),
    )


def _counts(read: pd.Series) -> str:
    """Say how many acts, given by their readings, are of each kind, or may be."""
    found = {kind: counts.span(read, [kind]) for kind in MOVES}
    return ", ".join(f"{extent(span)} {kind}" for kind, span in found.items() if span.high)
