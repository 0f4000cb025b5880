"""Figures of the chapter on soft power."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from edition.charts.grammar import ACCENT, INK, MUTED, SECOND, SOFT, Chart, Layout
from edition.figures.shared import count, one_of, some, stretch, word
from edition.tables import DataError

FIRST, LAST = 2014, 2020
# side: (column with its words, column with its claim, kinds of its acts in “events”, ink)
SIDES = {
    "Russia": ("instrument", "claim_instrument", ("influence", "pressure"), ACCENT),
    "Belarus": ("response", "claim_response", ("resistance",), SECOND),
}


def not_watching(numbers: pd.DataFrame) -> Chart:
    """Share of citizens who say that they do not watch Russian channels, percent, 2014 and 2015.

    numbers: the table of numbers; its rows A02 and A03 are drawn. Source: the article, note 25.
    DataError if a row is missing, a share lies outside 0 to 100 percent, or the share does not change.
    """
    rows = numbers[numbers.id.isin(["A02", "A03"])].sort_values("period_start")
    if len(rows) != 2:
        raise DataError(f"table 'numbers', rows A02 and A03: expected both, found {len(rows)}")
    one_of(rows, "numbers", "id", "unit", ("percent",))
    for row in rows[~rows.value.between(0, 100)].itertuples():
        raise DataError(
            f"table 'numbers', row {row.id}, field 'value': expected a share of 0 to 100 percent, found {row.value:g}"
        )
    (first, second), (start, end) = rows.value, rows.period_start
    if first == second or start == end:
        raise DataError(
            "table 'numbers', rows A02 and A03, field 'value': expected two shares of different years that differ"
        )
    points, times = second - first, second / first
    grew = "grew" if points > 0 else "shrank"

    def draw(axes: Axes, layout: Layout) -> None:
        years = [int(start), int(end)]
        axes.plot(years, rows.value, color=SOFT, linewidth=1.5, linestyle=(0, (2, 4)))
        for name, year, value in zip(rows.id, years, rows.value, strict=True):
            axes.plot(year, value, "o", color=ACCENT, markersize=11, gid=name)
            axes.annotate(
                f"{value:g} %",
                (year, value),
                xytext=(0, 13),
                textcoords="offset points",
                ha="center",
                color=ACCENT,
                fontsize=16,
                fontweight="semibold",
            )
        middle = (sum(years) / 2, (first + second) / 2)
        said = (
            f"{points:+.1f} percentage points,\n{times:.1f} times the share of {years[0]}".replace(
                "-", "−"
            )
        )
        place = (
            {"xytext": (2, -16), "va": "top"} if points > 0 else {"xytext": (2, 16), "va": "bottom"}
        )
        axes.annotate(said, middle, textcoords="offset points", color=INK, **place)
        top = 10 * (max(first, second) // 10 + 1)
        axes.set(
            xlim=(years[0] - 0.25, years[1] + 0.35), ylim=(0, top), xticks=years, xticklabels=years
        )
        ticks = [tick for tick in range(0, 101, 10) if tick <= top]
        axes.set_yticks(ticks, [*ticks[:-1], f"{ticks[-1]} %"])
        axes.tick_params(length=0)

    return Chart(
        name="not-watching",
        title=f"The share that says it watches no Russian channel {grew} from {first:g} to {second:g} %",
        subtitle=f"Citizens who say that they do not watch Russian channels, percent, Belarus, {start} and {end}",
        source="Czerny 2020, claim S15 with its note 25 (the survey is not identified)",
        note=(
            "Two points show a difference, not a trend: nothing is known of the years around them, of the question asked or of the margin of error."
        ),
        alt=(
            f"Two points: {first:g} percent in {start} and {second:g} percent in {end}, "
            f"{points:+.1f} percentage points, {times:.1f} times the first share."
        ).replace("-", "−"),
        data=rows[["id", "claim", "quantity", "value", "unit", "period_start"]],
        draw=draw,
        height=(300, 270),
    )


def information_moves(events: pd.DataFrame, instruments: pd.DataFrame) -> Chart:
    """Russia's soft power moves and the counter-moves of Belarus, in pairs, each with its time if the article gives one.

    events: the table of acts, which gives the time of a move (same claim, and influence or pressure
    by Russia or resistance by Belarus). instruments: the table of instruments; its soft power rows,
    without the summary, are drawn. Time in years.
    Source: the article. DataError on an unknown kind or realm, an impossible date, or an act outside 2014 to 2020.
    """
    one_of(instruments, "instruments", "id", "realm")
    one_of(events, "events", "event", "kind")
    pairs = instruments[(instruments.realm == "soft_power") & ~instruments.summary].sort_values(
        "position"
    )
    some(events, "events", "any act")
    pairs = some(pairs, "instruments", "soft power").reset_index(drop=True)
    moves = []  # one row for each side of each pair, and for each act that dates it
    for pair in pairs.to_dict("records"):
        for side, (words, claim, kinds, _) in SIDES.items():
            if not pair[words]:
                continue
            acts = events[
                (events.claim == pair[claim])
                & events.kind.isin(kinds)
                & (events.actor == side)
                & ~events.general
            ]
            spans = {}  # acts in the same stretch of time share a mark
            for _, act in acts.iterrows():
                start, end = stretch(act)
                if not FIRST <= start < end <= LAST + 1:
                    expected = f"expected an act of {FIRST} to {LAST}, found {_time(act)}"
                    raise DataError(
                        f"table 'events', row {act.event}, fields 'date' and 'date_end': {expected}"
                    )
                spans.setdefault((start, end, _time(act)), []).append(act.event)
            said = {"pair": pair["id"], "side": side, "move": pair[words], "claim": pair[claim]}
            for (start, end, time), names in (spans or {(None, None, "no date"): []}).items():
                moves.append(
                    said | {"event": " ".join(names), "time": time, "start": start, "end": end}
                )
    moves = pd.DataFrame(moves).astype({"start": "float64", "end": "float64"})
    answered = (pairs.response != "").sum()
    dated = moves[
        (moves.side == "Belarus") & moves.start.notna() & ~moves.time.str.startswith("within")
    ].pair.nunique()
    met = (
        f"Russia’s {count(len(pairs), 'soft power move')} each meet"
        if answered == len(pairs)
        else f"{answered} of Russia’s {len(pairs)} soft power moves meet"
    )

    def strip(axes: Axes, pair: str, left: float, width: float, y: float) -> None:
        """Draw the time of both sides of a pair: Russia above, Belarus below."""
        scale = width / (LAST + 1 - FIRST)
        for side, (*_, ink) in SIDES.items():
            level = y - 9 if side == "Russia" else y + 9
            rows = moves[(moves.pair == pair) & (moves.side == side)]
            if rows.start.isna().any():
                axes.text(
                    left + width / 2,
                    level,
                    "no date",
                    color=MUTED,
                    fontsize=12,
                    style="italic",
                    ha="center",
                    va="center",
                )
                continue
            for row in rows.itertuples():
                x, long = left + (row.start - FIRST) * scale, (row.end - row.start) * scale
                thick = 3 if row.time.startswith("within") else 11
                axes.add_patch(
                    Rectangle(
                        (x, level - thick / 2),
                        long,
                        thick,
                        facecolor=ink,
                        gid=f"{row.pair} {row.event}",
                    )
                )
                if row.start > FIRST:
                    axes.text(
                        x - 5,
                        level,
                        row.time.removeprefix("within ")[:4],
                        color=ink,
                        fontsize=12,
                        ha="right",
                        va="center",
                    )

    def draw(axes: Axes, layout: Layout) -> None:
        width = layout.width - 8
        left, space, step, top = (0, width, 98, 34) if layout.narrow else (236, 180, 56, 14)
        for place, pair in enumerate(pairs.itertuples()):
            y = top + step * place + (46 if layout.narrow else 34)
            if layout.narrow:
                axes.text(0, y - 22, pair.instrument, color=ACCENT, fontsize=13, va="bottom")
                axes.text(0, y + 20, pair.response, color=SECOND, fontsize=13, va="top")
            else:
                axes.text(
                    left - 16,
                    y,
                    fill(pair.instrument, 32),
                    color=ACCENT,
                    fontsize=13,
                    ha="right",
                    va="center",
                )
                axes.text(
                    left + space + 16,
                    y,
                    fill(pair.response, 32),
                    color=SECOND,
                    fontsize=13,
                    va="center",
                )
            strip(axes, pair.id, left, space, y)
        if layout.narrow:
            axes.text(
                0, 8, "Russia moves (above)", color=ACCENT, fontweight="semibold", va="center"
            )
            axes.text(
                width,
                8,
                "Belarus answers (below)",
                color=SECOND,
                fontweight="semibold",
                ha="right",
                va="center",
            )
        else:
            axes.text(
                left - 16,
                8,
                "Russia moves",
                color=ACCENT,
                fontweight="semibold",
                ha="right",
                va="center",
            )
            axes.text(
                left + space + 16,
                8,
                "Belarus answers",
                color=SECOND,
                fontweight="semibold",
                va="center",
            )
        for year in (FIRST, LAST):
            x = left + space * (year + 0.5 - FIRST) / (LAST + 1 - FIRST)
            axes.text(
                x,
                32 if layout.narrow else 8,
                str(year),
                color=MUTED,
                fontsize=12,
                ha="center",
                va="center",
            )
        axes.set(xlim=(0, width), ylim=(top + step * len(pairs), 0))
        axes.grid(False)
        axes.axis("off")

    return Chart(
        name="information-moves",
        title=f"{met} an answer, as the editors pair them",
        subtitle=f"Russian soft power moves and Belarus’s answers, by year if given, {FIRST}–{LAST}",
        source="Czerny 2020, coded by the editors (tables “instruments” and “events”)",
        note=(
            f"The article gives a year for {word(dated)} of the {count(answered, 'answer')} (blocks). "
            "Thin lines: acts without a date of their own, over the stretch in which they may fall. "
            "Some pairs are the editors’: where the article reports an answer, it does not always tie it to one move."
        ),
        alt=f"{count(len(pairs), 'pair').capitalize()}, each of a Russian move and Belarus’s answer: "
        + "; ".join(_pair(moves[moves.pair == pair]) for pair in pairs.id)
        + ".",
        data=moves.round({"start": 3, "end": 3}),
        draw=draw,
        height=(30 + 56 * len(pairs), 50 + 98 * len(pairs)),
    )


def _time(act: pd.Series) -> str:
    if act.precision == "period":
        return (
            f"within {act.date}"
            if act.date == act.date_end
            else f"within {act.date}–{act.date_end}"
        )
    return act.date


def _pair(moves: pd.DataFrame) -> str:
    return " – ".join(
        f"{row.move} ({row.time})" for row in moves.drop_duplicates("side").itertuples()
    )
