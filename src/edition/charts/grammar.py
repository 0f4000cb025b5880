"""The figure grammar: one description gives SVG, wide and narrow, PNG, table, CSV and words."""

import io
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape
from textwrap import wrap

import font_source_sans_pro
import matplotlib
import pandas as pd
from matplotlib import style as styles
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from edition import tables
from edition.charts import pictures
from edition.charts.inks import ACCENT, INK, INKS, MUTED, PAPER, RULE, SECOND, SOFT
from edition.charts.svg import inline

# all that a figure needs, the inks with it
__all__ = [
    "ACCENT",
    "INK",
    "INKS",
    "MUTED",
    "PAPER",
    "RULE",
    "SECOND",
    "SOFT",
    "WIDE",
    "NARROW",
    "Layout",
    "Chart",
    "fit",
    "label",
    "ground",
    "change",
]


@dataclass(frozen=True)
class Layout:
    """A size of a drawing: its width in CSS pixels, one SVG unit each.

    _static/edition.css shows the class chart-wide or chart-narrow, by the width of the screen.
    """

    name: str
    width: int

    @property
    def narrow(self) -> bool:
        return self.name == "narrow"


# _static/edition.css lets a figure be 660 pixels wide, and shows the narrow one on small screens
WIDE, NARROW = Layout("wide", 660), Layout("narrow", 340)
WIDE_SVG = r'<svg[^>]* class="chart-wide".*?</svg>'
MOST = 400  # rows that a page shows
LONG = 3000  # letters of a table that a page loads when it is asked for
OURS = "application/vnd.edition.chart+json"  # what a page and its files have of a figure
PAD = 4  # pixels around a drawing


@cache
def fonts() -> dict:
    """Return the settings of matplotlib, its font made known."""
    for style in ("Regular", "Semibold", "It"):
        path = font_source_sans_pro.font_files_ttf["SourceSansPro" + style.replace("Regular", "")]
        fontManager.addfont(path)
    return {
        "font.family": "Source Sans Pro",
        "font.size": 14,
        "text.parse_math": False,
        "svg.fonttype": "none",
        "text.color": INK,
        "axes.edgecolor": RULE,
        "axes.labelcolor": MUTED,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "grid.color": RULE,
        "grid.linewidth": 1,
        "xtick.color": RULE,
        "ytick.color": RULE,
        "xtick.labelcolor": MUTED,
        "ytick.labelcolor": MUTED,
        "xtick.labelsize": 13,
        "ytick.labelsize": 13,
        "ytick.left": False,
        "lines.linewidth": 2.5,
        "lines.solid_capstyle": "round",
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "figure.dpi": 72,
    }


def _settings(more: dict | None = None):
    """Return a context with matplotlib's defaults and our own settings, whatever a user has set."""
    return styles.context(["default", fonts() | (more or {})])


@dataclass
class Chart:
    """A figure of the edition; the notebook and the page show it by themselves.

    title: the finding, without full stop. subtitle: measure, unit, place, years. data: the rows
    drawn, as the reader gets them. draw(axes, layout): draws them. height: pixels, wide and narrow.
    DataError on an empty table.
    """

    name: str
    title: str
    subtitle: str
    source: str
    alt: str
    data: pd.DataFrame
    draw: Callable[[Axes, Layout], None]
    height: tuple[int, int]
    note: str = ""

    def __post_init__(self):
        self._drawn: dict[str, Figure] = {}
        if self.data.empty:
            raise tables.DataError(
                f"figure {self.name!r}: no data to draw; expected at least one row"
            )

    def figure(self, layout: Layout) -> Figure:
        """Return the drawing alone, without title and source; 1 unit is 1 pixel."""
        if layout.name not in self._drawn:
            self._drawn[layout.name] = self._figure(layout)
        return self._drawn[layout.name]

    def _figure(self, layout: Layout) -> Figure:
        height = self.height[layout.narrow]
        with _settings():
            figure = Figure(figsize=(layout.width / 72, height / 72))
            FigureCanvasAgg(figure)
            axes = figure.add_axes((0, 0, 1, 1))
            self.draw(axes, layout)
            if axes.get_label() != "sheet":
                fit(figure)
            else:  # it is in pixels and knows its size
                edge = PAD / layout.width, PAD / height
                axes.set_position((*edge, 1 - 2 * edge[0], 1 - 2 * edge[1]))
        return figure

    def svg(self, layout: Layout) -> str:
        """Return the drawing as SVG with colours and font of the page; the same bytes each time."""
        buffer = io.StringIO()
        with _settings({"svg.hashsalt": f"{self.name}-{layout.name}"}):
            self.figure(layout).savefig(
                buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
            )
        return inline(buffer.getvalue(), self.name, layout.name, self.title, self.alt)

    def png(self) -> bytes:
        """Return title, drawing and source line as one picture, for viewers that show no HTML."""
        title, subtitle = wrap(self.title, 78), wrap(self.subtitle, 110)
        foot = wrap(self.note, 118) + wrap(f"Source: {self.source}", 118)
        top, bottom = 26 * len(title) + 20 * len(subtitle) + 16, 19 * len(foot) + 16
        with _settings({"figure.facecolor": PAPER}):
            drawing = self._pixels()
            width, height = WIDE.width + 40, self.height[0] + top + bottom
            sheet = Figure(figsize=(width / 72, height / 72))
            sheet.figimage(drawing, xo=40, yo=2 * bottom)
            y = height - 24
            for lines, size, step, weight, colour in (
                (title, 18, 26, "semibold", INK),
                (subtitle, 14, 20, "normal", MUTED),
            ):
                look = {"fontsize": size, "fontweight": weight, "color": colour}
                for line in lines:
                    sheet.text(20 / width, y / height, line, **look)
                    y -= step
            for number, line in enumerate(reversed(foot)):
                place = (20 / width, (12 + 19 * number) / height)
                sheet.text(*place, line, fontsize=12.5, color=MUTED)
            out = io.BytesIO()
            sheet.savefig(out, format="png", dpi=144, metadata={"Software": None})
        return out.getvalue()

    def _pixels(self):
        """Return the wide drawing as an array of pixels, two for each unit."""
        drawn = io.BytesIO()
        self.figure(WIDE).savefig(drawn, format="png", dpi=144, facecolor=PAPER)
        drawn.seek(0)
        return matplotlib.image.imread(drawn)

    def html(self) -> str:
        """Return the figure for the page: finding, drawing, note, source, and what is taken along.

        _static/edition.css sets the classes. edition.outputs.figures writes the files that are
        linked, and edition.outputs.pages knows what only a screen shows.
        """
        note = f'<p class="chart-note">{escape(self.note)}</p>' if self.note else ""
        title = escape(self.title)
        return (
            f'<div class="chart" id="chart-{self.name}"{self._live()}>'
            f'<p class="chart-title">{title}</p>'
            f'<p class="chart-subtitle">{escape(self.subtitle)}</p>'
            f"{self.svg(WIDE)}{self.svg(NARROW)}{note}"
            f'<p class="chart-source">Source: {escape(self.source)}</p>'
            f"{self._data()}</div>"
        )

    def _live(self) -> str:
        """Return the attribute by which _static/edition.js finds the values of a drawing."""
        return f' data-values="{self.name}"' if any(self._values().values()) else ""

    def _values(self) -> dict[str, list]:
        return {each.name: pictures.values(self.figure(each)) for each in (WIDE, NARROW)}

    def _table(self) -> str:
        """Return the data as a table, nothing where they are too many rows to read."""
        if len(self.data) > MOST:
            return ""
        shown = self.data.rename(columns=lambda name: str(name).replace("_", " "))
        return tables.html(shown, f"Data of the figure “{self.title}”")

    def _data(self) -> str:
        """Return what a reader takes along: data as a table, files, and the figure's address."""
        title, table, late = f"Data of the figure “{self.title}”", self._table(), ""
        if len(self.data) > MOST:
            table = f"<p>{len(self.data):,} rows, too many to show here: they are in the CSV.</p>"
        elif len(table) > LONG:  # _static/edition.js asks for it when it is unfolded
            table = (
                f'<p>The table is in <a href="../downloads/figures/{self.name}.csv">a file</a>.</p>'
            )
            late = f' data-table="{self.name}"'
        file = f"../downloads/figures/{self.name}"
        links = " ".join(
            f'<a download href="{file}.{kind.lower()}">{kind}</a>' for kind in ("CSV", "SVG", "PNG")
        )
        return (
            f'<details class="chart-data"{late}><summary>Data</summary>'
            f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}">'
            f"{table}</div>"
            '<p><a href="data.html">Where the tables come from</a></p></details>'
            f'<p class="chart-files">{links} '
            f'<a class="chart-address" href="#chart-{self.name}">Address</a></p>'
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        """Return one picture that every viewer shows, with words; and all that a page has of it.

        JupyterLab strips SVG from the HTML of notebooks that it did not run and gives a bare PNG no
        words; a picture in HTML it shows, with its words. edition.book.execution hands a page OURS.
        """
        png = pictures.small(self.png())
        coded, wide = b64encode(png).decode(), pictures.width(png)
        words = escape(f"{self.title}. {self.alt}")
        foot = [text for text in (self.note, f"Source: {self.source}") if text]
        html = self.html()
        page = {
            "name": self.name,
            "html": html,
            "csv": self.data.to_csv(index=False, lineterminator="\n"),
            "svg": pictures.alone(
                re.search(WIDE_SVG, html, re.S)[0], self.title, self.subtitle, foot
            ),
            "values": self._values(),
            "table": self._table(),
        }
        picture = f'<img src="data:image/png;base64,{coded}" width="{wide}" alt="{words}">'
        data = {OURS: page, "text/html": picture, "image/png": coded}
        described = {"image/png": {"width": wide, "alt": f"{self.title}. {self.alt}"}}
        return data | {"text/plain": f"{self.title}. {self.alt}"}, described


def fit(figure: Figure, pad: float = PAD) -> None:
    """Move and shrink the axes so that every label lies inside the figure."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    width, height = figure.bbox.size
    for _ in range(3):
        boxes = [axes.get_tightbbox(renderer) for axes in figure.axes]
        left, bottom = min(box.x0 for box in boxes), min(box.y0 for box in boxes)
        right, top = max(box.x1 for box in boxes), max(box.y1 for box in boxes)
        for axes in figure.axes:
            x0, y0, w, h = axes.get_position().bounds
            dx0, dy0 = (pad - left) / width, (pad - bottom) / height
            dx1, dy1 = (right - width + pad) / width, (top - height + pad) / height
            axes.set_position((x0 + dx0, y0 + dy0, w - dx0 - dx1, h - dy0 - dy1))


def label(axes: Axes, x: float, y: float, text: str, **style) -> None:
    """Write a direct label: beside what it names, never in a legend."""
    axes.annotate(
        text,
        (x, y),
        **{
            "textcoords": "offset points",
            "xytext": (6, 0),
            "va": "center",
            "annotation_clip": False,
            **style,
        },
    )


def ground(pad: float = 0) -> dict:
    """Return the paper behind a label, so that no line runs through its letters; pad in pixels."""
    return {"facecolor": PAPER, "edgecolor": "none", "pad": pad}


def change(first: float, last: float) -> str:
    """Return the direction between two values in a word: rises, falls or stays."""
    return "rises" if last > first else "falls" if last < first else "stays"
