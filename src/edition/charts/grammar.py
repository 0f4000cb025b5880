"""The figure grammar: one description gives SVG, wide and narrow, PNG, table, CSV and words."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd

from edition import tables
from edition.charts import drawing
from edition.charts.inks import INK, MUTED
from edition.charts.sheet import GAP, LINE, SMALL, Sheet, wrapped

# pixels: _static/edition.css lets a figure be so wide, and shows the narrow one on small screens
WIDTHS = {"wide": 660, "narrow": 340}
MOST = 400  # rows that a page shows
LONG = 3000  # letters of a table that a page loads when it is asked for
OURS = "application/vnd.edition.chart+json"  # what a page and its files have of a figure
DENSITY = 2  # pixels of a picture for each pixel of a page
PAD = 4  # pixels around a drawing
SIDE = 20  # and around one that has its title and source
HEAD, SUBHEAD = 18, 14  # sizes of type of these two


@dataclass
class Chart:
    """A figure of the edition; the notebook and the page show it by themselves.

    title: the finding, without full stop. subtitle: measure, unit, place, years. data: the rows
    drawn, as the reader gets them. fill: puts them on a sheet. DataError on an empty table.
    """

    name: str
    title: str
    subtitle: str
    source: str
    alt: str
    data: pd.DataFrame
    fill: Callable[[Sheet], None]
    note: str = ""

    def __post_init__(self):
        if self.data.empty:
            raise tables.DataError(
                f"figure {self.name!r}: no data to draw; expected at least one row"
            )

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """Return the drawing alone, without title and source, wide and narrow."""
        return {
            layout: Sheet.filled(width - PAD - PAD, layout == "narrow", self.fill)
            for layout, width in WIDTHS.items()
        }

    def size(self, layout: str) -> tuple[float, float]:
        """Return width and height of a drawing, with what is free around it."""
        return WIDTHS[layout], round(self.sheets[layout].y + PAD + PAD)

    def svg(self, layout: str) -> str:
        """Return the drawing as SVG with colours and font of the page; the same bytes each time."""
        width, height = self.size(layout)
        ids = {part: f"{self.name}-{layout}-{part}" for part in ("title", "desc")}
        return (
            f'<svg class="chart-{layout}" viewBox="0 0 {width} {height}" role="img" '
            f'aria-labelledby="{ids["title"]}" aria-describedby="{ids["desc"]}">'
            f'<title id="{ids["title"]}">{escape(self.title, quote=False)}</title>'
            f'<desc id="{ids["desc"]}">{escape(self.alt, quote=False)}</desc>'
            f"{drawing.group(self.sheets[layout], PAD, PAD)}</svg>"
        )

    @cached_property
    def whole(self) -> tuple[list[tuple[float, float, Sheet]], float, float]:
        """Return the wide drawing between its title and its source, with width and height."""
        width, height = self.size("wide")
        head, foot = Sheet(width), Sheet(width)
        for text, size, ink in ((self.title, HEAD, INK), (self.subtitle, SUBHEAD, MUTED)):
            lines = wrapped(text, width, size, size == HEAD)
            for line in lines:
                head.y += size + GAP
                head.text(0, head.y - size / 2, line, size, ink=ink, strong=size == HEAD)
        for text in filter(None, (self.note, f"Source: {self.source}")):
            lines = wrapped(text, width, SMALL)
            foot.lines(0, foot.y + LINE, lines, ink=MUTED, size=SMALL)
            foot.y += LINE * len(lines)
        top = SIDE + head.y
        layers = [(SIDE, SIDE - GAP, head), (SIDE + PAD, top + PAD, self.sheets["wide"])]
        layers.append((SIDE, top + height, foot))
        return layers, width + SIDE + SIDE, top + height + foot.y + SIDE

    def png(self) -> bytes:
        """Return title, drawing and source line as one picture, for viewers that show no HTML."""
        return drawing.png(drawing.picture(*self.whole, DENSITY))

    def html(self) -> str:
        """Return the figure for the page: finding, drawing, note, source, and what is taken along.

        _static/edition.css sets the classes. edition.outputs.figures writes the files that are
        linked, and edition.outputs.pages knows what only a screen shows.
        """
        note = f'<p class="chart-note">{escape(self.note)}</p>' if self.note else ""
        live = f' data-values="{self.name}"' if any(self.values().values()) else ""
        return (
            f'<div class="chart" id="chart-{self.name}"{live}>'
            f'<p class="chart-title">{escape(self.title)}</p>'
            f'<p class="chart-subtitle">{escape(self.subtitle)}</p>'
            f"{''.join(map(self.svg, WIDTHS))}{note}"
            f'<p class="chart-source">Source: {escape(self.source)}</p>'
            f"{self._data()}</div>"
        )

    def values(self) -> dict[str, list]:
        """Return what each drawing says of its values, with their places."""
        return {
            layout: [(round(x + PAD, 1), round(y + PAD, 1), words) for x, y, words in sheet.told]
            for layout, sheet in self.sheets.items()
        }

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
        page = {
            "name": self.name,
            "html": self.html(),
            "csv": self.data.to_csv(index=False, lineterminator="\n"),
            "svg": drawing.alone(*self.whole),
            "values": self.values(),
            "table": self._table(),
        }
        coded, wide = b64encode(self.png()).decode(), round(self.whole[1])
        words = f"{self.title}. {self.alt}"
        shown = f'<img src="data:image/png;base64,{coded}" width="{wide}" alt="{escape(words)}">'
        data = {OURS: page, "text/html": shown, "image/png": coded, "text/plain": words}
        return data, {"image/png": {"width": wide, "alt": words}}
