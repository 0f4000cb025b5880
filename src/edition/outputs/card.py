"""The picture that links to the edition show: its title over its count of moves."""

import io
from pathlib import Path
from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from edition import charts, tables
from edition.book.metadata import PICTURE_SIZE
from edition.charts import drawing, inks, letters
from edition.charts.grammar import Chart
from edition.charts.sizes import PAD
from edition.measures import counts
from edition.tables import vocabulary

LEFT = 60  # pixels
SCALE = 1.3  # of the drawing
LETTERS = 175  # in a line below the drawing


def picture(meta: dict) -> bytes:
    """Return the picture as PNG, PICTURE_SIZE pixels, the same bytes each time.

    meta: CITATION.cff, by field.
    """
    width, height = PICTURE_SIZE
    chart = moves()
    drawing = _drawing(chart)
    sheet = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=inks.PAPER)
    title, _, subtitle = meta["title"].partition(": ")
    y = height - 66
    for text, size, strong, ink, step in (
        (title, 42, True, inks.INK, 42),
        (subtitle[:1].upper() + subtitle[1:], 26, False, inks.RUSSIA, 56),
        (chart.title, 24, True, inks.INK, 30),
        (chart.subtitle, 19, False, inks.MUTED, 18),
    ):
        _write(sheet, y, text, size, ink, strong)
        y -= step
    sheet.figimage(drawing, xo=LEFT, yo=y - drawing.shape[0])
    y -= drawing.shape[0] + 26
    for line in wrap(f"{chart.note} Source: {chart.source}", LETTERS):
        _write(sheet, y, line, 14, inks.MUTED)
        y -= 18
    out = io.BytesIO()
    sheet.savefig(out, format="png", dpi=72, metadata={"Software": None})
    return out.getvalue()


def moves() -> Chart:
    """Return the count of moves by kind before and since 2014, as the conclusion draws it."""
    events = tables.load("events")
    acts = events[~events.general]
    read, late = counts.readings(acts, tables.load("second_coding")), acts.date >= "2014"
    kinds = vocabulary.meanings("events", "kind", "labels")
    rows = [
        (name, *counts.span(read[~late], [kind]), *counts.span(read[late], [kind]))
        for kind, name in kinds.items()
        if kind != "context"
    ]
    ends = ["before_low", "before_high", "since_low", "since_high"]
    return charts.ranges(
        pd.DataFrame(rows, columns=["move", *ends]),
        "move",
        low="since_low",
        high="since_high",
        against={"before → since 2014": ("before_low", "before_high")},
        zero=None,
        name="card",
        title="What the article reports of Russia and Belarus",
        holds=True,  # it names what is drawn, and finds nothing
        measure="Moves by kind",
        unit="number of acts",
        years="before and since 2014",
        tables=["events", "second_coding"],
        note="Hollow: before 2014. From acts certainly of this kind to those that may be.",
    )


def _drawing(chart: Chart) -> np.ndarray:
    """Return the drawing of a chart as an array of pixels."""
    layers = [(PAD, PAD, chart.sheets["wide"])]
    return np.asarray(drawing.picture(layers, *chart.size("wide"), SCALE))


def _write(sheet: Figure, y: float, text: str, size: float, ink: str, strong=False) -> None:
    width, height = PICTURE_SIZE
    look = {"font": Path(letters.face(strong)), "fontsize": size, "color": ink}
    sheet.text(LEFT / width, y / height, text, parse_math=False, **look)
