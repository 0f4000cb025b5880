"""What is made of a drawing for others: a small picture, an SVG that stands alone, values to show.

A drawing says what its values are by `say`; the page shows them under pointer, finger and focus.
"""

import io
import re
import struct
from collections.abc import Iterable
from html import escape
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from edition.charts.inks import INK, MUTED, PAPER

SHADES = 128  # colours of a small picture
DENSITY = 2  # pixels of a picture for each pixel of a page
SIDE = 20  # paper around a drawing that stands alone
# of such a drawing: class of its lines, letters in a line, size, step, ink
HEAD = (("title", 74, 18, 26, INK), ("subtitle", 104, 14, 20, MUTED))
FOOT = ("source", 112, 12.5, 19, MUTED)
FACE = "Source Sans Pro, Arial, sans-serif"


def small(png: bytes) -> bytes:
    """Return a picture with a palette: a fourth of the bytes, and nobody sees a difference."""
    out = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(SHADES, method=Image.Quantize.MEDIANCUT).save(out, "PNG", optimize=True)
    return out.getvalue()


def width(png: bytes) -> int:
    """Return the width at which a page shows a picture, in its pixels."""
    return struct.unpack(">I", png[16:20])[0] // DENSITY


def say(axes: Axes, told: Iterable[tuple[float, float, str]]) -> None:
    """Let axes say values in words, each at its place: 2014, 73.8, "Belarus, 2014: 73.8 %"."""
    axes.edition_told = list(told)


def values(figure: Figure) -> list[tuple[float, float, str]]:
    """Return all that the axes of a drawing say, with its place in pixels from the upper left."""
    found, height = [], figure.bbox.height
    for axes in figure.axes:
        for x, y, words in getattr(axes, "edition_told", ()):
            across, up = axes.transData.transform((x, y))
            found.append((round(float(across), 1), round(float(height - up), 1), words))
    return found


def alone(svg: str, title: str, subtitle: str, foot: list[str]) -> str:
    """Return the SVG of a page as a file of its own: light colours, title above, source below."""
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    wide, tall = (float(part) for part in size.groups())
    above, top = _lines(zip((title, subtitle), HEAD, strict=True), SIDE)
    below, bottom = _lines([(line, FOOT) for line in foot], top + tall + 10)
    place = f'<svg x="{SIDE}" y="{top:g}" width="{wide:g}" height="{tall:g}" '
    inner = re.sub(r"var\(--chart-[\w-]+, ?(#\w+)\)", r"\1", svg).replace("<svg ", place, 1)
    box = f"0 0 {wide + 2 * SIDE:g} {bottom + SIDE / 2:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="{FACE}">'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{above}{inner}{below}</svg>\n'
    )


def _lines(texts, top: float) -> tuple[str, float]:
    """Return texts as lines of an SVG, from top on, and where they end."""
    made = []
    for text, (kind, letters, size, step, ink) in texts:
        weight = ' font-weight="600"' if kind == "title" else ""
        for line in wrap(text, letters):
            top += step
            place = f'x="{SIDE}" y="{top - 6:g}" font-size="{size}" fill="{ink}"{weight}'
            made.append(f"<text {place}>{escape(line)}</text>")
    return "".join(made), top
