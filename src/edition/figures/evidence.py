"""Figures of the chapters of tests: one for each test, and one of all verdicts."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from edition.charts.grammar import (
    ACCENT,
    INK,
    MUTED,
    NARROW,
    PAPER,
    SECOND,
    WIDE,
    Chart,
    Layout,
    label,
)
from edition.figures.shared import count, one_of, some, word
from edition.judgement import statements
from edition.tables import DataError, vocabulary

TURN = 2014
# verdict: (ink, filled box)
BOXES = {
    "supports": (SECOND, True),
    "contradicts": (ACCENT, True),
    "inconclusive": (MUTED, False),
    "in part": (SECOND, False),
    "divided": (ACCENT, False),
    "borne out by documents": (SECOND, True),
    "disputed by documents": (ACCENT, True),
}


def _sound(frame: pd.DataFrame, table: str, field: str, low: float, high: float) -> None:
    """Check that a field lies between two bounds or is empty; DataError names table, row (by its first column) and field."""
    for index in frame.index[~(frame[field].between(low, high) | frame[field].isna())]:
        name, found = frame.at[index, frame.columns[0]], frame.at[index, field]
        raise DataError(
            f"table {table!r}, row {name}, field {field!r}: expected {low:g} to {high:g}; found {found:g}"
        )


def _apart(heights: list[float], gap: float) -> list[float]:
    """Return heights moved as little as needed so that neighbours are at least a gap apart, in the order given."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = [heights[place] for place in order]
    for _ in range(50):
        for lower in range(len(placed) - 1):
            short = gap - (placed[lower + 1] - placed[lower])
            if short > 0:
                placed[lower] -= short / 2
                placed[lower + 1] += short / 2
    return [placed[order.index(place)] for place in range(len(heights))]


def _name(axes: Axes, x: float, names: list[tuple[float, str, str]], gap: float) -> None:
    """Write the names of lines at their right ends, (height, words, ink) each, moved apart where they would overlap."""
    for (_, words, ink), y in zip(
        names, _apart([height for height, _, _ in names], gap), strict=True
    ):
        strong = "semibold" if ink in (ACCENT, SECOND) else "normal"
        label(axes, x, y, words, color=ink, fontsize=13, fontweight=strong, xytext=(8, 0))


def _line(axes: Axes, xs, ys, ink: str, **style) -> None:
    """Draw a line that breaks where a value is missing; single points stay visible as dots."""
    axes.plot(
        xs,
        ys,
        color=ink,
        **{"linewidth": 2.5, "marker": "o", "markersize": 4, "markeredgewidth": 0, **style},
    )


def _turn(axes: Axes, words: str = "", y: float = 1.0) -> None:
    """Mark the beginning of 2014."""
    axes.axvline(TURN - 0.5, color=INK, linewidth=1, linestyle=(0, (3, 3)))
    if words:
        axes.annotate(
            words,
            (TURN - 0.5, y),
            xycoords=axes.get_xaxis_transform(),
            xytext=(4, -2),
            textcoords="offset points",
            va="top",
            color=INK,
            fontsize=12,
        )


def _signed(value: float, digits: int = 1) -> str:
    return f"{value:+.{digits}f}".replace("-", "−")


def verdicts(claims: pd.DataFrame) -> Chart:
    """The verdict on each of the 101 statements: a box for each that was tested, a line of identifiers for the rest.

    claims: the verdicts on statements (claim, chapter, kind, verdict, partly). Unit: statements. Source: the edition's own comparisons.
    DataError on an unknown verdict.
    """
    rows = some(claims, "claims", "any statement")[
        ["claim", "chapter", "kind", "verdict", "partly"]
    ]
    one_of(rows, "claims", "claim", "verdict")
    all_verdicts, by_data = vocabulary.values("claims", "verdict"), statements.TESTED
    groups = [
        (verdict, list(rows.claim[rows.verdict == verdict]))
        for verdict in all_verdicts
        if (rows.verdict == verdict).any()
    ]
    tested = rows.verdict.isin(by_data).sum()
    said = {verdict: int((rows.verdict == verdict).sum()) for verdict in all_verdicts}

    def shape(layout: Layout) -> tuple[int, int, int]:
        """Return left edge, boxes in a row and identifiers in a line."""
        return (0, 7, 9) if layout.narrow else (196, 9, 12)

    def tall(layout: Layout) -> int:
        _, boxes, names = shape(layout)
        head = 26 if layout.narrow else 0
        return sum(
            max(
                head
                + (30 if verdict in by_data else 20)
                * -(-len(found) // (boxes if verdict in by_data else names)),
                30,
            )
            + 16
            for verdict, found in groups
        )

    def draw(axes: Axes, layout: Layout) -> None:
        left, boxes, names = shape(layout)
        y = 0
        for verdict, found in groups:
            ink, filled = BOXES.get(verdict, (INK, False))
            axes.text(
                0,
                y + 13,
                f"{verdict.capitalize()}: {len(found)}",
                color=ink,
                fontsize=14,
                fontweight="semibold",
                va="center",
            )
            top = y + (26 if layout.narrow else 0)
            if verdict in by_data:
                for place, claim in enumerate(found):
                    x, down = left + 48 * (place % boxes), top + 30 * (place // boxes)
                    axes.add_patch(
                        Rectangle(
                            (x + 1, down + 1),
                            42,
                            24,
                            facecolor=ink if filled else "none",
                            edgecolor=ink,
                            linewidth=1.5,
                            gid=claim,
                        )
                    )
                    axes.text(
                        x + 22,
                        down + 13,
                        claim,
                        color=PAPER if filled else ink,
                        fontsize=13,
                        ha="center",
                        va="center",
                    )
                bottom = top + 30 * -(-len(found) // boxes)
            else:
                for place in range(0, len(found), names):
                    axes.text(
                        left,
                        top + 12 + 20 * (place // names),
                        " ".join(found[place : place + names]),
                        color=MUTED,
                        fontsize=13,
                        va="center",
                    )
                bottom = top + 20 * -(-len(found) // names)
            y = max(bottom, y + 30) + 16
        axes.set(xlim=(0, layout.width - 8), ylim=(y, 0))
        axes.grid(False)
        axes.axis("off")

    partly = {verdict: int(rows.partly[rows.verdict == verdict].sum()) for verdict in all_verdicts}

    def parts(verdict: str) -> str:
        """Return in how many of the statements with this verdict a part was tested: “seven of the eight”, “the one”."""
        whole = f"the {word(said[verdict])}"
        return whole if partly[verdict] == said[verdict] else f"{word(partly[verdict])} of {whole}"

    supported = f"{word(said['supports'])} {'is' if said['supports'] == 1 else 'are'} supported"
    return Chart(
        name="verdicts",
        title=f"Of {tested} statements tested {supported}, {word(said['inconclusive'])} inconclusive, {word(said['contradicts'])} contradicted",
        subtitle=f"Statements of the article by what open data say of them, number of statements ({len(rows)} in all)",
        source="The edition’s own comparisons (tables “claims” and “comparisons”)",
        note=(
            "A verdict covers what its test covers: a part of the statement in "
            f"{parts('supports')} supported and {parts('contradicts')} contradicted. "
            "The statements tested are not a sample: they are those for "
            "which open data were found. The letters name the chapters: introduction, theory, soft power, economic power, military power, conclusion."
        ),
        alt=f"{len(rows)} statements in {count(len(groups), 'group')}. "
        + "; ".join(
            f"{verdict.capitalize()}: {len(found)} ({', '.join(found)})"
            if verdict in by_data
            else f"{verdict.capitalize()}: {len(found)}"
            for verdict, found in groups
        )
        + ".",
        data=rows,
        draw=draw,
        height=(tall(WIDE), tall(NARROW)),
    )
