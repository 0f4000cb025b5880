"""Figures of the conclusion: the three realms side by side, and the balance of moves before and after 2014."""

from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from edition.charts.grammar import ACCENT, INK, MUTED, PAPER, RULE, SECOND, SOFT, Chart, Layout
from edition.figures.shared import count, extent, listing, one_of, some, stretch
from edition.measures import counts
from edition.tables import DataError, vocabulary

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
# kind of move, in the order of the picture: ink
MOVES = {
    "support": ACCENT,
    "alignment": SECOND,
    "cooperation": SOFT,
    "influence": ACCENT,
    "pressure": ACCENT,
    "resistance": SECOND,
    "diversification": SECOND,
    "mediation": SECOND,
}


def _kinds() -> dict[str, tuple[str, str]]:
    """Return name and ink of each kind of move; DataError if MOVES has not all but context."""
    vocabulary.require([*MOVES, "context"], "events", "kind", "figures.conclusion.MOVES")
    names = vocabulary.meanings("events", "kind", "labels")
    return {kind: (names[kind], ink) for kind, ink in MOVES.items()}


def realms(instruments: pd.DataFrame) -> Chart:
    """The three realms side by side: Russia’s means and aim, the answer of Belarus, the outcome, in words.

    instruments: the table of instruments; its summary row of each realm is set. No unit. Source: the article.
    DataError if a realm is unknown, has not just one summary row, or has an outcome that does not bear out the finding.
    """
    one_of(instruments, "instruments", "id", "realm")
    titles = vocabulary.meanings("instruments", "realm", "labels")
    rows = some(instruments[instruments.summary], "instruments", "the sum of each realm")
    for realm in titles:
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
    rows = rows.set_index("realm").loc[list(titles)].reset_index()

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
                titles[row.realm],
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
            axes.text(0, y + 10, titles[row.realm], fontsize=15, fontweight="semibold", va="center")
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
            f"{titles[row.realm]}: means: {row.instrument}; aim: {row.aim or NOTHING}; answer: {row.response}; outcome: {row.outcome}."
            for row in rows.itertuples()
        ),
        data=rows[["id", "realm", *STEPS, "claim_instrument", "claim_response", "claim_outcome"]],
        draw=draw,
        height=(tall, long),
    )


def balance(events: pd.DataFrame, second_coding: pd.DataFrame) -> Chart:
    """Acts of each kind that the article reports before and since 2014, one square each, as a range.

    events: the table of acts; general rows and those that are context by all readings are left out.
    second_coding: the same acts coded once more. An act counts as before 2014 if it begins before
    2014, and at each kind that it may be. Unit: acts. Source: the article.
    DataError on an unknown kind or precision, an impossible date, or a time without acts.
    """
    kinds, moves = _kinds(), _moves(events, second_coding)
    spans = {
        time: {kind: counts.span(moves.read[moves.time == time], [kind]) for kind in MOVES}
        for time in ("before", "since")
    }
    total = {time: counts.span(moves.read[moves.time == time], MOVES) for time in spans}
    ends = {
        f"{time}_{end}": [getattr(found[kind], end) for kind in MOVES]
        for time, found in spans.items()
        for end in ("low", "high")
    }
    return Chart(
        name="balance",
        title=_leads(spans, total),
        subtitle="Moves of Russia and Belarus that the article reports, by kind, number of acts, "
        f"before and since {TURN}",
        source="Czerny 2020, coded twice by the editors (tables “events” and “second_coding”; "
        "general rows and context left out)",
        note=_attention(total, int(moves.undated.sum())),
        alt="Squares, one for each act. "
        + "; ".join(
            f"{name}: {extent(spans['before'][kind])} before {TURN}, "
            f"{extent(spans['since'][kind])} since"
            for kind, (name, _) in kinds.items()
        )
        + ".",
        data=pd.DataFrame({"kind": list(MOVES)} | ends),
        draw=lambda axes, layout: _squares(axes, layout, spans),
        height=(26 + 30 * len(MOVES) + 8, 26 + 50 * len(MOVES) + 8),
    )


def _attention(total: dict[str, counts.Range], undated: int) -> str:
    """Say what a count of moves measures, and what hollow squares and undated acts are."""
    return (
        f"The article is about the years after {TURN}: the counts measure its attention, not the "
        f"world. It reports {extent(total['before'], 'move')} from before {TURN} and "
        f"{extent(total['since'], 'move')} from then on; some are of media, organisations and "
        "companies, not of a state itself. Hollow squares: acts that may be of this kind or of "
        "another, and stand at each; so the number is a range. "
        f"{count(undated, 'act').capitalize()} without a date of their own are counted in the time "
        "in which their stretch begins."
    )


def _moves(events: pd.DataFrame, second_coding: pd.DataFrame) -> pd.DataFrame:
    """Return the acts that are or may be moves: readings, time, and whether undated."""
    for name, frame in (("events", events), ("second_coding", second_coding)):
        one_of(some(frame, name, "any act"), name, "event", "kind")
    one_of(events, "events", "event", "precision")
    acts = events[~events.general].assign(read=counts.readings(events, second_coding))
    acts = acts[counts.possible(acts.read, MOVES)].copy()
    acts[["start", "end"]] = [stretch(row) for _, row in acts.iterrows()]
    for row in acts[acts.end > LAST + 1].itertuples():
        expected = f"expected no act after {LAST}, the year of the article"
        raise DataError(
            f"table 'events', row {row.event}, field 'date': {expected}; found “{row.date}”"
        )
    acts["time"] = ["before" if start < TURN else "since" for start in acts.start]
    acts["undated"] = acts.precision == "period"
    for time in ("before", "since"):
        some(acts[acts.time == time], "events", f"moves {time} {TURN}")
    return acts


def _leads(spans: dict[str, dict], total: dict) -> str:
    """Return a finding that holds over the whole range of all counts, whatever the data.

    It is the kind that leads in both times; else the kinds that are met only since 2014; else totals.
    """
    spoken = vocabulary.meanings("events", "kind", "spoken")
    lead = {
        time: [
            kind
            for kind, span in found.items()
            if span.low > max(other.high for name, other in found.items() if name != kind)
        ]
        for time, found in spans.items()
    }
    if lead["before"] and lead["since"]:
        before, since = lead["before"][0], lead["since"][0]
        later = " and" if before == since else f", {spoken[since]}"
        return _sentence(
            f"{spoken[before]} leads before {TURN} ({extent(spans['before'][before])} acts)"
            f"{later} since ({extent(spans['since'][since])})"
        )
    new = [kind for kind in MOVES if not spans["before"][kind].high and spans["since"][kind].low]
    if not new:
        early, late = extent(total["before"], "move"), extent(total["since"])
        return f"The article reports {early} before {TURN} and {late} since"
    new = sorted(new, key=lambda kind: -spans["since"][kind].low)[:2]
    said = [f"{spoken[kind]} ({extent(spans['since'][kind])})" for kind in new]
    said[0] = said[0].removesuffix(")") + " acts)"
    both = _sentence(f"{listing(said)} {'are' if said[1:] else 'is'} reported only since {TURN}")
    return both if len(both) <= 80 else _sentence(f"{said[0]} is reported only since {TURN}")


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _squares(axes: Axes, layout: Layout, spans: dict[str, dict]) -> None:
    """Draw one line a kind: squares to the left of 2014 and to the right, filled where certain."""
    width = layout.width - 8
    row, drop = (50, 30) if layout.narrow else (30, 14)
    left, head = 0 if layout.narrow else 190, 26
    most = {time: max(span.high for span in found.values()) for time, found in spans.items()}
    room = (width - left - 112) // max(1, sum(most.values()))
    size = min(11 if layout.narrow else 18, room)  # pixels from square to square
    middle = left + 44 + size * most["before"] + (10 if layout.narrow else 16)  # the line of 2014
    style = {"fontsize": 13, "va": "center"}
    axes.text(middle - 10, 9, f"before {TURN}", color=MUTED, ha="right", **style)
    axes.text(middle + 10, 9, f"since {TURN}", color=MUTED, ha="left", **style)
    for place, (kind, (name, ink)) in enumerate(_kinds().items()):
        y = head + row * place + drop
        words = MUTED if ink == SOFT else ink
        above = y - 21 if layout.narrow else y
        axes.text(0, above, name, color=words, fontweight="semibold", **style)
        axes.plot([middle, middle], [y - 9, y + 9], color=INK, linewidth=1)
        for time, sign in (("before", -1), ("since", 1)):
            span = spans[time][kind]
            for square in range(span.high):
                x = middle + sign * (6 + size * square) - (size - 3) * (sign < 0)
                face = ink if square < span.low else PAPER
                corner = (x, y - (size - 3) / 2)
                look = {"facecolor": face, "edgecolor": ink, "linewidth": 1.5, "clip_on": False}
                axes.add_patch(Rectangle(corner, size - 3, size - 3, **look))
            end = middle + sign * (10 + size * span.high)
            side = "right" if sign < 0 else "left"
            axes.text(end, y, extent(span), color=words, ha=side, **style)
    axes.set(xlim=(0, width), ylim=(head + row * len(MOVES), 0))
    axes.grid(False)
    axes.axis("off")
