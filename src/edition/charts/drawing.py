"""Sheets as SVG, in colours of the page or as a file of its own, and as a picture."""

import io
from collections.abc import Iterable
from functools import cache
from html import escape
from itertools import groupby

import numpy as np
from matplotlib import style
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D
from PIL import Image

from edition.charts.inks import INKS, PAPER
from edition.charts.letters import face
from edition.charts.sheet import ALIGNS, Dot, Mark, Shape, Sheet, Text
from edition.charts.sizes import ALIKE, PAD, SHADES

ALONE = "Source Sans Pro, Arial, sans-serif"  # typefaces of a drawing that is a file of its own
BOLD = "600"  # as _static/edition.css has it
ANCHORS = {"center": "middle", "right": "end"}
CODES = 1 << 24  # numbers of colours: red, green and blue, a byte each
SHIFTS = np.array([16, 8, 0])  # where in such a number they stand
POINT = 72  # of matplotlib, which makes an inch of them; here each is a pixel
VARIABLES = {light: f"var(--chart-{name}, {light})" for name, (light, _) in INKS.items()}

Layers = Iterable[tuple[float, float, Sheet]]  # sheets with the places of their upper left corners


def described(sheet: Sheet, kind: str, name: str, width: float, title: str, alt: str) -> str:
    """Return a sheet as SVG for a page, with words for those who do not see it.

    kind: its class of _static/edition.css. name: the beginning of its ids.
    """
    return (
        f'<svg class="chart-{kind}" viewBox="0 0 {width} {round(sheet.y + PAD + PAD)}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(title, quote=False)}</title>'
        f'<desc id="{name}-desc">{escape(alt, quote=False)}</desc>'
        f"{_group(sheet, PAD, PAD)}</svg>"
    )


def alone(layers: Layers, width: float, height: float) -> str:
    """Return sheets as an SVG that is a file of its own: light colours, typefaces named."""
    drawn = "".join(_group(sheet, x, y, {}) for x, y, sheet in layers)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{ALONE}"><rect width="100%" height="100%" fill="{PAPER}"/>{drawn}</svg>\n'
    )


def _group(sheet: Sheet, x: float, y: float, inks: dict[str, str] = VARIABLES) -> str:
    """Return the marks of a sheet as a group of SVG at its place, in variables of the page."""
    parts = [_part(mark, inks) for mark in sheet.marks]
    parts.sort(key=lambda part: (part[0] == "text", part[1] if part[0] == "text" else ""))
    drawn = "".join(_alike(*look, list(run)) for look, run in groupby(parts, lambda part: part[:2]))
    return f'<g transform="translate({x:g} {y:g})" stroke-linejoin="round">{drawn}</g>'


def _part(mark: Mark, inks: dict[str, str]) -> tuple[str, str, str]:
    """Return element, look and place of a mark; of a path its steps, of text its words, too."""
    if isinstance(mark, Text):
        look = {"font-size": mark.size, "font-weight": BOLD if mark.strong else None}
        look |= {"fill": mark.ink, "text-anchor": ANCHORS.get(mark.align)}
        words = escape(mark.words, quote=False)
        place = f'<text x="{_at(mark.x)}" y="{_at(mark.y)}">{words}</text>'
        return "text", _said(look, inks), place
    look = {"fill": mark.fill, "stroke": mark.ink, "stroke-width": mark.ink and mark.width}
    if isinstance(mark, Dot):
        place = f'<circle cx="{_at(mark.x)}" cy="{_at(mark.y)}" r="{_at(mark.radius)}"/>'
        return "circle", _said(look, inks), place
    if mark.dash:
        look["stroke-dasharray"] = " ".join(_at(part * mark.width) for part in mark.dash)
    return "path", _said(look, inks), _steps(mark.runs) + "z" * mark.closed


def _alike(kind: str, look: str, parts: list[tuple[str, str, str]]) -> str:
    """Return marks of the same look as one element: a path, or a group around them."""
    places = "".join(place for *_, place in parts)
    return f'<path{look} d="{places}"/>' if kind == "path" else f"<g{look}>{places}</g>"


def _said(look: dict, inks: dict[str, str]) -> str:
    return "".join(f' {name}="{inks.get(each, each)}"' for name, each in look.items() if each)


def _at(place: float) -> str:
    """Return a place to a tenth of a pixel."""
    return f"{round(place, 1) + 0:g}"


def _steps(runs: list[np.ndarray]) -> str:
    """Return lines as moves from point to point; whole tenths of a pixel add up to the same."""
    places = np.round(np.vstack(runs), 1)
    starts = {0, *np.cumsum([len(run) for run in runs]).tolist()}
    moves = (np.round(np.diff(places, axis=0, prepend=0), 1) + 0).tolist()
    told = [_move(place in starts, x, y) for place, (x, y) in enumerate(moves)]
    return "M" + "".join(told).replace(" -", "-")[1:]


def _move(start: bool, x: float, y: float) -> str:
    if start or (x and y):
        return f"{'m' if start else 'l'}{x:g} {y:g}"
    return f"h{x:g}" if x else f"v{y:g}"


def picture(layers: Layers, width: float, height: float, density: float) -> Image.Image:
    """Return sheets as a picture; density: its pixels for each pixel of the sheets."""
    with style.context("default"):  # whatever a user has set
        figure = Figure(figsize=(width / POINT, height / POINT), dpi=POINT * density)
        figure.set_facecolor(PAPER)
        canvas = FigureCanvasAgg(figure)
        pixels = Affine2D().scale(density, -density).translate(0, height * density)
        placed = [(mark, np.array((x, y))) for x, y, sheet in layers for mark in sheet.marks]
        for mark, corner in placed:
            if not isinstance(mark, Text):
                drawn = _artist(mark, corner)
                drawn.set_transform(pixels)
                figure.add_artist(drawn)
        canvas.draw()
        for mark, corner in placed:
            if isinstance(mark, Text):
                _write(canvas.get_renderer(), mark, *density * (corner + (mark.x, mark.y)))
        return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def png(drawn: Image.Image) -> bytes:
    """Return a picture as a small file, the same bytes on every machine.

    Of colours that the eye does not tell apart it keeps the most frequent one.
    """
    codes = np.frombuffer(drawn.tobytes("raw", "BGRX"), "<u4") % CODES
    paper = codes[0]  # most of a picture is like its corner
    found, counts = np.unique(codes[codes != paper], return_counts=True)
    found = np.append(paper, found[np.argsort(-counts, kind="stable")])
    colours = (found[:, None] >> SHIFTS).astype(np.uint8).astype(int)
    palette, nearest = colours[:1], np.zeros(len(colours), np.uint8)
    far = np.full(len(colours), np.inf)  # from the colours that are kept, the last one with them
    while True:
        apart = np.abs(colours - palette[-1]).max(axis=1)
        nearest[apart < far] = len(palette) - 1
        far = np.minimum(far, apart)
        if not (far > ALIKE).any() or len(palette) == SHADES:
            break
        palette = np.vstack([palette, colours[far > ALIKE][:1]])
    places = np.empty(CODES, np.uint8)  # in the palette, by colour
    places[found] = nearest
    small = Image.fromarray(places[codes].reshape(drawn.height, drawn.width))
    small.putpalette(palette.astype(np.uint8).tobytes())
    out = io.BytesIO()
    small.save(out, "PNG")
    return out.getvalue()


@cache
def _font(size: float, strong: bool) -> FontProperties:
    return FontProperties(fname=face(strong), size=size)


def _write(canvas: RendererAgg, text: Text, x: float, y: float) -> None:
    """Write a line of text at its place in pixels of the picture; an artist takes twice as long."""
    pen, font = canvas.new_gc(), _font(text.size, text.strong)
    pen.set_foreground(text.ink)
    if halves := ALIGNS.index(text.align):
        wide, *_ = canvas.get_text_width_height_descent(text.words, font, ismath=False)
        x -= wide * halves / 2
    canvas.draw_text(pen, x, y, text.words, font, 0)


def _artist(mark: Shape | Dot, corner: np.ndarray) -> Artist:
    """Return a mark as matplotlib draws it; corner: the place of its sheet."""
    look = {"linewidth": mark.width, "capstyle": "butt", "joinstyle": "round"}
    look |= {"fc": mark.fill, "ec": mark.ink or "none"}
    if isinstance(mark, Dot):
        return Circle(corner + (mark.x, mark.y), mark.radius, **look)
    runs = [Outline(run + corner, closed=mark.closed) for run in mark.outlines]
    drawn = PathPatch(Outline.make_compound_path(*runs), **look)
    if mark.dash:
        drawn.set_linestyle((0, mark.dash))
    return drawn
