"""Figure of the chapter on theory: negotiated hegemony as an exchange, before and after 2014."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from edition.charts.grammar import ACCENT, MUTED, SECOND, Chart, Layout
from edition.figures.shared import listing, one_of, some, word
from edition.tables import DataError, vocabulary

PHASES = ("before 2014", "after 2014")
INKS = {"Russia": ACCENT, "Belarus": SECOND}
# state of an exchange: (line width, line style) of its arrow
STATES = {
    "given": (3, "-"),
    "extracted": (3, "-"),
    "negotiated": (3, "-"),
    "reduced": (1.2, "-"),
    "contested": (1.8, (0, (4, 3))),
}
WEAKER = ("reduced", "contested")
STEP, TOP, PARTY = 50, 62, 64  # pixels: from arrow to arrow, above the first, width of a party


def exchange_diagram(exchange: pd.DataFrame) -> Chart:
    """What Russia and Belarus give each other, before and after 2014: two panels, one line for each good.

    exchange: the table of exchanges; its rows of the two phases are drawn, those of the general concept are not.
    No unit: arrows show who gives, their width and dashes the state; rows marked `inferred` are drawn,
    called so, and not counted in the title. Source: the article.
    DataError on an unknown phase, state or party, or a good that one party gives twice in a phase.
    """
    one_of(exchange, "exchange", "id", "phase")
    one_of(exchange, "exchange", "id", "state")
    vocabulary.require(["concept", *PHASES], "exchange", "phase", "figures.theory.PHASES")
    vocabulary.require(STATES, "exchange", "state", "figures.theory.STATES")
    rows = exchange[exchange.phase != "concept"]
    one_of(rows, "exchange", "id", "giver", INKS)
    one_of(rows, "exchange", "id", "receiver", INKS)
    for phase in PHASES:
        some(rows[rows.phase == phase], "exchange", f"the phase “{phase}”")
    for row in rows[
        rows.duplicated(["phase", "good"], keep=False) | (rows.giver == rows.receiver)
    ].itertuples():
        expected = "expected each good once in a phase, from one party to the other"
        raise DataError(
            f"table 'exchange', row {row.id}, 'giver', 'receiver', 'good': {expected}; found “{row.good}” from {row.giver} to {row.receiver}"
        )
    goods = list(dict.fromkeys(rows.good))  # the table's order
    space = TOP + STEP * len(goods) - 22
    stated = some(rows[~rows.inferred], "exchange", "what the article states")
    after = some(stated[stated.phase == PHASES[1]], "exchange", f"the phase “{PHASES[1]}”").state
    weaker = int(after.isin(WEAKER).sum())
    every = {
        1: "the one part of the bargain still named is",
        2: "both parts of the bargain still named are",
    }
    weakened = (
        every.get(len(after), f"all {word(len(after))} parts of the bargain still named are")
        if weaker == len(after)
        else f"{word(weaker)} of {word(len(after))} parts of the bargain still named "
        f"{'is' if weaker == 1 else 'are'}"
    )

    def panel(axes: Axes, phase: str, left: float, top: float, width: float) -> None:
        bottom = top + space
        axes.text(
            left, top + 8, phase.capitalize(), fontsize=15, fontweight="semibold", va="center"
        )
        for party, x in (("Russia", left), ("Belarus", left + width - PARTY)):
            axes.add_patch(
                Rectangle(
                    (x, top + 24),
                    PARTY,
                    bottom - top - 24,
                    fill=False,
                    edgecolor=INKS[party],
                    linewidth=2,
                )
            )
            axes.text(
                x + PARTY / 2,
                (top + 24 + bottom) / 2,
                party,
                color=INKS[party],
                fontweight="semibold",
                ha="center",
                va="center",
                fontsize=14,
            )
        west, east = left + PARTY + 6, left + width - PARTY - 6
        for place, good in enumerate(goods):
            y = top + TOP + STEP * place
            found = rows[(rows.phase == phase) & (rows.good == good)]
            if found.empty:
                axes.text(
                    (west + east) / 2,
                    y,
                    f"{good.capitalize()}:\nnot stated here",
                    color=MUTED,
                    fontsize=12,
                    style="italic",
                    ha="center",
                    va="center",
                )
            for row in found.itertuples():
                start, end = (west, east) if row.giver == "Russia" else (east, west)
                width_, style = STATES[row.state]
                ink = INKS[row.giver]
                axes.plot(
                    [start, end],
                    [y, y],
                    color=ink,
                    linewidth=width_,
                    linestyle=style,
                    solid_capstyle="butt",
                    gid=row.id,
                )
                axes.plot(
                    end,
                    y,
                    marker=">" if end == east else "<",
                    color=ink,
                    markersize=9,
                    markeredgewidth=0,
                )
                axes.text(
                    (west + east) / 2,
                    y - 5,
                    row.label,
                    color=ink,
                    fontsize=13,
                    ha="center",
                    va="bottom",
                )
                axes.text(
                    (west + east) / 2,
                    y + 4,
                    row.state + ", inferred" * row.inferred,
                    color=MUTED,
                    fontsize=12,
                    ha="center",
                    va="top",
                )

    def draw(axes: Axes, layout: Layout) -> None:
        if layout.narrow:
            panel(axes, PHASES[0], 1, 0, layout.width - 10)
            panel(axes, PHASES[1], 1, space + 24, layout.width - 10)
        else:
            panel(axes, PHASES[0], 1, 0, 310)
            panel(axes, PHASES[1], 341, 0, 310)
        axes.set(
            xlim=(0, layout.width - 8), ylim=((2 * space + 24 if layout.narrow else space) + 2, 0)
        )
        axes.grid(False)
        axes.axis("off")

    def said(phase: str) -> str:
        return "; ".join(
            f"{row.giver} to {row.receiver}, {row.good} ({row.state}){', inferred' * row.inferred}"
            for row in rows[rows.phase == phase].itertuples()
        )

    gaps = [
        f"{good} {phase}"
        for phase in PHASES
        for good in goods
        if rows[(rows.phase == phase) & (rows.good == good)].empty
    ]
    return Chart(
        name="exchange",
        title=f"After 2014 {weakened} reduced or contested",
        subtitle="What Russia and Belarus give each other, state of each exchange, before and after 2014",
        source="Czerny 2020, chapter on theory, introduction and conclusion, coded by the editors (table “exchange”)",
        note="Thick arrows: given or negotiated; thin: reduced; dashed: contested. "
        "Inferred: by the editors, from what the article says of something else; "
        "the title leaves it out."
        + (
            f" No arrow where the article, in this context, states nothing: {listing(gaps)}."
            if gaps
            else ""
        ),
        alt=f"Two panels of arrows between Russia and Belarus. Before 2014: {said(PHASES[0])}. After 2014: {said(PHASES[1])}.",
        data=rows[
            ["id", "phase", "giver", "receiver", "good", "state", "label", "claim", "inferred"]
        ],
        draw=draw,
        height=(space + 10, 2 * space + 34),
    )
