"""Figures of the conclusion: the three realms side by side, and the balance of moves before and after 2014."""

from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from edition.charts.grammar import ACCENT, INK, MUTED, PAPER, RULE, SECOND, SOFT, Chart, Layout
from edition.figures.shared import count, known, listing, some, stretch
from edition.tables import DataError

REALMS = {"soft_power": "Soft power", "economic": "Economic power", "military": "Military power"}
# column of the table of instruments: (heading, ink)
STEPS = {
    "instrument": ("Russia’s means", ACCENT),
    "aim": ("Russia’s aim", ACCENT),
    "response": ("Belarus’s answer", SECOND),
    "outcome": ("Outcome", INK),
}
FAILED = ("self-defeating", "backfire", "fails")  # words of an outcome that falls short of its aim
NOTHING = "not stated"
TURN, LAST = 2014, 2020
# kind of move: (name, ink)
KINDS = {
    "support": ("Russia supports", ACCENT),
    "alignment": ("Belarus aligns", SECOND),
    "cooperation": ("Both cooperate", SOFT),
    "pressure": ("Russia presses", ACCENT),
    "resistance": ("Belarus resists", SECOND),
    "diversification": ("Belarus diversifies", SECOND),
    "mediation": ("Belarus mediates", SECOND),
}
SPOKEN = {
    "support": "Russian support",
    "alignment": "alignment",
    "cooperation": "cooperation",
    "pressure": "Russian pressure",
    "resistance": "resistance",
    "diversification": "diversification",
    "mediation": "mediation",
}


def realms(instruments: pd.DataFrame) -> Chart:
    """The three realms side by side: Russia’s means and aim, the answer of Belarus, the outcome, in words.

    instruments: the table of instruments; its summary row of each realm is set. No unit. Source: the article.
    DataError if a realm is unknown, has not just one summary row, or has an outcome that does not bear out the finding.
    """
    known(instruments, "instruments", "id", "realm", REALMS)
    rows = some(instruments[instruments.summary], "instruments", "the sum of each realm")
    for realm in REALMS:
        if (number := (rows.realm == realm).sum()) != 1:
            raise DataError(
                f"table 'instruments', realm {realm!r}, field 'summary': expected one row that sums it up, found {number}"
            )
    for row in rows[
        ~rows.outcome.str.lower().str.contains("|".join(FAILED)) | (rows.response == "")
    ].itertuples():
        raise DataError(
            f"table 'instruments', row {row.id}, field 'outcome': expected a response, and an outcome that falls short "
            f"({', '.join(FAILED)}); found “{row.outcome}”; the figure’s finding would be false"
        )
    rows = rows.set_index("realm").loc[list(REALMS)].reset_index()

    def lines(text: str, letters: int) -> list[str]:
        return wrap(text or NOTHING, letters, break_on_hyphens=False)

    def depth(step: str, letters: int) -> int:
        return max(len(lines(text, letters)) for text in rows[step])

    def wide(axes: Axes, width: int) -> float:
        left, letters = 128, 25
        column = (width - left) / len(rows)
        for place, row in enumerate(rows.itertuples()):
            axes.text(
                left + column * place,
                10,
                REALMS[row.realm],
                fontsize=15,
                fontweight="semibold",
                va="center",
            )
        y = 32
        for step, (heading, ink) in STEPS.items():
            axes.plot([0, width], [y, y], color=RULE, linewidth=1, zorder=0)
            axes.text(
                0, y + 18, heading, color=ink, fontsize=14, fontweight="semibold", va="center"
            )
            for place, text in enumerate(rows[step]):
                for number, line in enumerate(lines(text, letters)):
                    axes.text(
                        left + column * place,
                        y + 18 + 18 * number,
                        line,
                        color=ink if text else MUTED,
                        fontsize=14,
                        va="center",
                    )
            y += 18 * depth(step, letters) + 18
        return y

    def narrow(axes: Axes, width: int) -> float:
        y, left, letters = 0, 112, 33
        for place, row in enumerate(rows.itertuples()):
            y += 20 * (place > 0)
            axes.text(0, y + 10, REALMS[row.realm], fontsize=15, fontweight="semibold", va="center")
            y += 26
            for step, (heading, ink) in STEPS.items():
                axes.plot([0, width], [y, y], color=RULE, linewidth=1, zorder=0)
                axes.text(
                    0, y + 15, heading, color=ink, fontsize=13, fontweight="semibold", va="center"
                )
                text = getattr(row, step)
                for number, line in enumerate(lines(text, letters)):
                    axes.text(
                        left,
                        y + 15 + 17 * number,
                        line,
                        color=ink if text else MUTED,
                        fontsize=13,
                        va="center",
                    )
                y += 17 * len(lines(text, letters)) + 13
        return y

    def draw(axes: Axes, layout: Layout) -> None:
        width = layout.width - 8
        bottom = narrow(axes, width) if layout.narrow else wide(axes, width)
        axes.set(xlim=(0, width), ylim=(bottom, 0))
        axes.grid(False)
        axes.axis("off")

    tall = 40 + sum(18 * depth(step, 25) + 18 for step in STEPS)
    long = (
        8
        + 26 * len(rows)
        + 20 * (len(rows) - 1)
        + sum(17 * len(lines(text, 33)) + 13 for step in STEPS for text in rows[step])
    )
    return Chart(
        name="realms",
        title=f"In {'all three' if len(rows) == 3 else len(rows)} realms Russia’s strategy is largely self-defeating",
        subtitle=f"Russia’s means and aim, Belarus’s answer and the outcome, in sum, {TURN}–{LAST}",
        source="Czerny 2020, summed up by the editors (table “instruments”, rows "
        + ", ".join(rows.id)
        + ")",
        note="The judgement, “largely self-defeating”, is the article’s; what open data say stands in the chapters of tests.",
        alt=" ".join(
            f"{REALMS[row.realm]}: means: {row.instrument}; aim: {row.aim or NOTHING}; answer: {row.response}; outcome: {row.outcome}."
            for row in rows.itertuples()
        ),
        data=rows[["id", "realm", *STEPS, "claim_instrument", "claim_response", "claim_outcome"]],
        draw=draw,
        height=(tall, long),
    )


def balance(events: pd.DataFrame) -> Chart:
    """Number of acts of each kind that the article reports before and since 2014, one square each.

    events: the table of dated acts; general rows and rows of context are left out. An act counts as before 2014 if it
    begins before 2014. Unit: acts. Source: the article.
    DataError on an unknown kind or precision, an impossible date, or a time without acts.
    """
    known(events, "events", "event", "kind", (*KINDS, "context"))
    known(events, "events", "event", "precision", ("year", "month", "day", "period"))
    acts = some(
        events[~events.general & (events.kind != "context")],
        "events",
        "moves of Russia and Belarus",
    ).copy()
    known(acts, "events", "event", "actor", ("Russia", "Belarus"))
    acts[["start", "end"]] = [stretch(row) for _, row in acts.iterrows()]
    for row in acts[acts.end > LAST + 1].itertuples():
        raise DataError(
            f"table 'events', row {row.event}, field 'date': expected no act after {LAST}, the year of the article; found “{row.date}”"
        )
    acts["time"] = ["before" if start < TURN else "since" for start in acts.start]
    acts["undated"] = acts.precision == "period"
    counts = (
        acts.groupby(["kind", "time"])
        .size()
        .unstack("time", fill_value=0)
        .reindex(index=KINDS, columns=["before", "since"], fill_value=0)
    )
    open_dates = acts[acts.undated].groupby(["kind", "time"]).size()
    for time in counts:
        some(acts[acts.time == time], "events", f"moves {time} {TURN}")
    lead = {
        time: " and ".join(
            SPOKEN[kind] for kind in counts.index[counts[time] == counts[time].max()]
        )
        for time in counts
    }
    peak = counts.max()
    same = lead["before"] == lead["since"]

    def draw(axes: Axes, layout: Layout) -> None:
        width = layout.width - 8
        row, drop = (50, 30) if layout.narrow else (30, 14)
        left = 0 if layout.narrow else 160
        size = min(
            11 if layout.narrow else 18, (width - left - 90) // counts.max().sum()
        )  # pixels from square to square
        middle = (
            left + 26 + size * counts.before.max() + (18 if layout.narrow else 24)
        )  # the line of 2014
        head = 26
        axes.text(
            middle - 10, 9, f"before {TURN}", color=MUTED, fontsize=13, ha="right", va="center"
        )
        axes.text(middle + 10, 9, f"since {TURN}", color=MUTED, fontsize=13, ha="left", va="center")
        for place, (kind, (name, ink)) in enumerate(KINDS.items()):
            y = head + row * place + drop
            words = MUTED if ink == SOFT else ink
            axes.text(
                0,
                y - 21 if layout.narrow else y,
                name,
                color=words,
                fontsize=13,
                fontweight="semibold",
                va="center",
            )
            axes.plot([middle, middle], [y - 9, y + 9], color=INK, linewidth=1)
            for time, sign in (("before", -1), ("since", 1)):
                number, hollow = counts.at[kind, time], open_dates.get((kind, time), 0)
                for square in range(number):
                    x = middle + sign * (6 + size * square) - (size - 3) * (sign < 0)
                    style = (
                        {"facecolor": PAPER, "edgecolor": ink, "linewidth": 1.5}
                        if square >= number - hollow
                        else {"facecolor": ink, "edgecolor": ink, "linewidth": 1.5}
                    )
                    axes.add_patch(
                        Rectangle(
                            (x, y - (size - 3) / 2), size - 3, size - 3, clip_on=False, **style
                        )
                    )
                axes.text(
                    middle + sign * (10 + size * number),
                    y,
                    str(number),
                    color=words,
                    fontsize=13,
                    ha="right" if sign < 0 else "left",
                    va="center",
                )
        axes.set(xlim=(0, width), ylim=(head + row * len(KINDS), 0))
        axes.grid(False)
        axes.axis("off")

    open_total = int(acts.undated.sum())
    within = acts[(acts.kind == "diversification") & (acts.counterpart == "Russia")].label
    return Chart(
        name="balance",
        title=f"{lead['before'][0].upper()}{lead['before'][1:]} leads before {TURN} with {peak.before} acts, "
        f"{'and since then too' if same else lead['since'] + ' since then'} with {peak.since}",
        subtitle=f"Moves of Russia and Belarus that the article reports, by kind, number of acts, before and since {TURN}",
        source="Czerny 2020, coded by the editors (table “events”; general rows and context left out)",
        note=(
            f"The article is about the years after {TURN}: the counts measure its attention, not the world. It reports "
            f"{count(int(counts.before.sum()), 'move')} from before {TURN} and {count(int(counts.since.sum()), 'move')} from then on; some of "
            "pressure and resistance are of media, organisations and companies, not of a state itself. "
            f"Hollow squares ({open_total}): acts without a date of their own, counted in the time in which their stretch begins."
            + (
                f" Diversification counts dealings within Russia too (“{listing(list(within))}”)."
                if len(within)
                else ""
            )
        ),
        alt="Squares, one for each act. "
        + "; ".join(
            f"{KINDS[kind][0]}: {counts.at[kind, 'before']} before {TURN}, {counts.at[kind, 'since']} since"
            for kind in KINDS
        )
        + ".",
        data=counts.assign(
            before_without_own_date=[open_dates.get((kind, "before"), 0) for kind in counts.index],
            since_without_own_date=[open_dates.get((kind, "since"), 0) for kind in counts.index],
        )
        .rename_axis(None, axis=1)
        .reset_index(),
        draw=draw,
        height=(26 + 30 * len(KINDS) + 8, 26 + 50 * len(KINDS) + 8),
    )
