"""The figure grammar: one description gives SVG, wide and narrow, PNG, table, CSV and words."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from html import escape
from typing import ClassVar

import pandas as pd

from edition import tables
from edition.charts import drawing, words
from edition.charts.inks import INK, MUTED
from edition.charts.letters import wrapped
from edition.charts.sheet import Sheet
from edition.charts.sizes import DENSITY, GAP, HEAD, LINE, PAD, SIDE, SMALL, SUBHEAD, WIDTHS

MOST = 400  # rows that a page shows
LONG = 3000  # letters of a table that a page loads when it is asked for
OURS = "application/vnd.edition.chart+json"  # what a page and its files have of a figure
BESIDE = "application/vnd.edition.beside"  # marks what notebooks show and no page does
RANGE = re.compile(r"\d+–\d+")

mark = dataclass(eq=False, repr=False)  # makes a class of figures of what its fields say


def _named(given) -> list[str]:
    """Return the names in what is given: a name, several, or a dict of them."""
    if isinstance(given, str):
        return [given] if given else []
    parts = given.values() if isinstance(given, dict) else given
    return [name for part in parts for name in _named(part)]


def _unbroken(text: str) -> str:
    """Return text as HTML in which no line ends within a range of numbers."""
    return RANGE.sub(r'<span class="range">\g<0></span>', escape(text))


def pictured(png: bytes, wide: float, words: str) -> tuple[dict, dict]:
    """Return a picture with its words for every viewer of notebooks, and what is said of it.

    wide: in pixels of the viewer, which are fewer than those of the picture.
    """
    coded = b64encode(png).decode()
    shown = f'<img src="data:image/png;base64,{coded}" width="{wide}" alt="{escape(words)}">'
    data = {"text/html": shown, "image/png": coded, "text/plain": words}
    return data, {"image/png": {"width": wide, "alt": words}}


@mark
class Chart:
    """A figure of the edition; the notebook and the page show it by themselves.

    A kind of figure says which of its fields name columns: PLACES those that say where something
    is drawn, VALUES those whose values are drawn; they hold a name, several, or dicts of them.

    data: the rows drawn, as a reader gets them. title: the finding, without full stop; holds:
    whether it is true, which only a title with a number may leave out. measure: what is drawn;
    unit: of the vocabulary, or in words. tables: their names, for units and sources; publishers:
    words of the sources that count. years: held against data. alt: words before those that the mark
    says of itself. ours: what of the drawing is the editors’ data, which the note says. DataError
    if the words are not true of tables or data.
    """

    data: pd.DataFrame
    _: KW_ONLY
    name: str
    title: str
    measure: str
    unit: str
    tables: Sequence[str]
    holds: bool | None = None
    note: str = ""
    alt: str = ""
    years: str | None = None
    publishers: Sequence[str] = ()
    ours: Sequence[str] = ()

    PLACES: ClassVar[Sequence[str]] = ()
    VALUES: ClassVar[Sequence[str]] = ()
    LOOK: ClassVar[str] = "chart"  # its classes in _static/edition.css

    def said(self) -> str:
        """Return what the drawing shows, in words."""
        raise NotImplementedError

    def period(self) -> str:
        """Return the years of the data, in words."""
        return words.period(self.name, self.data, self.years)

    def fill(self, sheet: Sheet) -> None:
        """Put the marks on a sheet, in the narrow form if it is narrow."""
        raise NotImplementedError

    def columns(self, fields: Sequence[str]) -> list[str]:
        """Return the columns that some fields name."""
        return list(dict.fromkeys(_named([getattr(self, field) for field in fields])))

    def __post_init__(self):
        words.here(self.name, self.data, self.columns(self.PLACES) + self.columns(self.VALUES))
        if self.holds is None and not re.search(r"\d", self.title):
            why = f"its title {self.title!r} has no number; expected `holds`, whether it is true"
            raise tables.DataError(f"figure {self.name!r}: {why}")
        if self.holds is not None and not self.holds:
            why = f"the table no longer bears out “{self.title}”; expected its title borne out"
            raise tables.DataError(f"figure {self.name!r}: {why}")
        unit = words.unit(self.name, self.unit, self.columns(self.VALUES), self.tables)
        self.subtitle = ", ".join(filter(None, (self.measure, unit, self.period())))
        words.asked(self.name, self.subtitle, self.tables)
        self.source = words.source(self.name, self.tables, self.publishers)
        self.alt = words.joined(self.alt, self.said())
        added = f"{words.OURS}: the editors’ addition." if self.ours else ""
        self.note = words.joined(self.note, added)

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
        about = f"{self.name}-{layout}", WIDTHS[layout], self.title, self.alt
        return drawing.described(self.sheets[layout], layout, *about)

    @cached_property
    def framed(self) -> tuple[list[tuple[float, float, Sheet]], float, float]:
        """Return the wide drawing between its title and its source, with width and height."""
        width, height = self.size("wide")
        head, foot = Sheet(width), Sheet(width)
        for text, size, ink in ((self.title, HEAD, INK), (self.subtitle, SUBHEAD, MUTED)):
            for line in wrapped(text, width, size, size == HEAD):
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
        return drawing.png(drawing.picture(*self.framed, DENSITY))

    def html(self) -> str:
        """Return the figure for the page: finding, drawing, note, source, and what is taken along.

        _static/edition.css sets the classes. edition.outputs.figures writes the files that are
        linked, and edition.outputs.pages knows what only a screen shows.
        """
        note = f'<p class="chart-note">{escape(self.note)}</p>' if self.note else ""
        live = f' data-values="{self.name}"' if any(self.values().values()) else ""
        return (
            f'<div class="{self.LOOK}" id="chart-{self.name}"{live}>'
            f'<p class="chart-title">{_unbroken(self.title)}</p>'
            f'<p class="chart-subtitle">{_unbroken(self.subtitle)}</p>'
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

    @cached_property
    def _table(self) -> str:
        """Return the data as a table, nothing where they are too many rows to read.

        A fraction has four figures here; all that are known are in the file.
        """
        if len(self.data) > MOST:
            return ""
        shown = self.data.rename(columns=lambda name: str(name).replace("_", " "))
        shown = shown.map(tables.shortened)
        return tables.html(shown, f"Data of the figure “{self.title}”")

    def _data(self) -> str:
        """Return what a reader takes along: data as a table, files, and the figure's address."""
        table, late, file = self._table, "", f"../downloads/figures/{self.name}"
        if not table:
            table = f"<p>{len(self.data):,} rows, too many to show here: they are in the CSV.</p>"
        elif len(table) > LONG:  # _static/edition.js asks for it when it is unfolded
            table = f'<p>The table is in <a href="{file}.csv">a file</a>.</p>'
            late = f' data-table="{self.name}"'
        links = " ".join(
            f'<a download href="{file}.{kind.lower()}">{kind}</a>' for kind in ("CSV", "SVG", "PNG")
        )
        return (
            f'<details class="chart-data"{late}><summary>Data</summary>'
            '<div class="scroll" tabindex="0" role="region" '
            f'aria-label="Data of the figure “{escape(self.title)}”">{table}</div>'
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
            "title": self.title,
            "alt": self.alt,
            "tables": list(self.tables),
            "html": self.html(),
            "csv": self.data.to_csv(index=False, lineterminator="\n"),
            "svg": drawing.alone(*self.framed),
            "values": self.values(),
            "table": self._table,
        }
        data, more = pictured(self.png(), round(self.framed[1]), f"{self.title}. {self.alt}")
        return {OURS: page} | data, more
