"""The picture that links to the edition show: its title over its count of moves."""

import io
from textwrap import wrap

import matplotlib.image
from matplotlib.figure import Figure

from edition import tables
from edition.book.metadata import PICTURE_SIZE
from edition.charts import grammar
from edition.figures import conclusion

LEFT = 60  # pixels
SCALE = 1.3  # of the drawing
LETTERS = 175  # in a line below the drawing


def picture(meta: dict) -> bytes:
    """Return the picture as PNG, PICTURE_SIZE pixels, the same bytes each time.

    meta: CITATION.cff, by field.
    """
    width, height = PICTURE_SIZE
    chart = conclusion.balance(tables.load("events"), tables.load("second_coding"))
    drawing = _drawing(chart)
    sheet = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=grammar.PAPER)
    title, _, subtitle = meta["title"].partition(": ")
    y = height - 66
    for text, size, weight, ink, step in (
        (title, 42, "semibold", grammar.INK, 42),
        (subtitle[:1].upper() + subtitle[1:], 26, "normal", grammar.ACCENT, 56),
        (chart.title, 24, "semibold", grammar.INK, 30),
        (chart.subtitle, 19, "normal", grammar.MUTED, 18),
    ):
        _write(sheet, y, text, fontsize=size, fontweight=weight, color=ink)
        y -= step
    sheet.figimage(drawing, xo=LEFT, yo=y - drawing.shape[0])
    y -= drawing.shape[0] + 26
    for line in wrap(f"{chart.note} Source: {chart.source}", LETTERS):
        _write(sheet, y, line, fontsize=14, color=grammar.MUTED)
        y -= 18
    out = io.BytesIO()
    sheet.savefig(out, format="png", dpi=72, metadata={"Software": None})
    return out.getvalue()


def _drawing(chart: grammar.Chart):
    """Return the drawing of a chart as an array of pixels."""
    drawn = io.BytesIO()
    figure = chart.figure(grammar.WIDE)
    figure.savefig(drawn, format="png", dpi=72 * SCALE, facecolor=grammar.PAPER)
    drawn.seek(0)
    return matplotlib.image.imread(drawn)


def _write(sheet: Figure, y: float, text: str, **look) -> None:
    width, height = PICTURE_SIZE
    sheet.text(
        LEFT / width,
        y / height,
        text,
        fontfamily="Source Sans Pro",
        parse_math=False,
        **look,
    )
