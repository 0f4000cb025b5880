"""The figure grammar: one call gives inline SVG (wide and narrow), PNG, a data table, CSV and alternative text."""

import io
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from textwrap import wrap
from xml.etree import ElementTree

import font_source_sans_pro
import matplotlib
import pandas as pd
from matplotlib import style as styles
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from edition import tables

# One accent, the rest grey. Each ink: (light background, dark background); contrast is tested.
INKS = {
    "ink": ("#1a1a1a", "#ececec"),
    "muted": ("#595959", "#b4b4b4"),
    "soft": ("#7d7d7d", "#8f8f8f"),
    "rule": ("#d5d5d5", "#3d3d3d"),
    "accent": ("#a8321f", "#ff9b85"),
    "second": ("#1f5f8b", "#7fc0ea"),
    "paper": ("#ffffff", "#121212"),
}
INK, MUTED, SOFT, RULE, ACCENT, SECOND, PAPER = (light for light, _ in INKS.values())
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"


@dataclass(frozen=True)
class Layout:
    """The room a drawing has: width in CSS pixels (one SVG unit each), and whether it is the narrow one."""

    name: str
    width: int

    @property
    def narrow(self) -> bool:
        return self.name == "narrow"


WIDE, NARROW = Layout("wide", 660), Layout("narrow", 340)


@cache
def _fonts() -> dict:
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
    return styles.context(["default", _fonts() | (more or {})])


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
        if self.data.empty:
            raise tables.DataError(
                f"figure {self.name!r}: no data to draw; expected at least one row"
            )

    def figure(self, layout: Layout) -> Figure:
        """Return the drawing alone (no title or source) as a matplotlib figure, 1 unit = 1 pixel."""
        height = self.height[layout.narrow]
        with _settings():
            figure = Figure(figsize=(layout.width / 72, height / 72))
            FigureCanvasAgg(figure)
            axes = figure.add_axes((0, 0, 1, 1))
            self.draw(axes, layout)
            fit(figure)
        return figure

    def svg(self, layout: Layout) -> str:
        """Return the drawing as SVG that takes its colours and font from the page; same bytes each time."""
        buffer = io.StringIO()
        with _settings({"svg.hashsalt": f"{self.name}-{layout.name}"}):
            self.figure(layout).savefig(
                buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
            )
        return _follow_page(
            buffer.getvalue(), f"{self.name}-{layout.name}", self.title, self.alt, layout
        )

    def png(self) -> bytes:
        """Return title, drawing and source line as one PNG picture, for viewers that show no HTML."""
        head = [*wrap(self.title, 78)], [*wrap(self.subtitle, 110)]
        foot = [
            line
            for text in (self.note, f"Source: {self.source}")
            if text
            for line in wrap(text, 118)
        ]
        top, bottom = 26 * len(head[0]) + 20 * len(head[1]) + 16, 19 * len(foot) + 16
        with _settings({"figure.facecolor": PAPER}):
            drawing = io.BytesIO()
            self.figure(WIDE).savefig(drawing, format="png", dpi=144, facecolor=PAPER)
            drawing.seek(0)
            height = self.height[0] + top + bottom
            sheet = Figure(figsize=((WIDE.width + 40) / 72, height / 72))
            image = matplotlib.image.imread(drawing)
            sheet.figimage(image, xo=40, yo=2 * bottom)
            y = height - 24
            for lines, size, step, weight, colour in (
                (head[0], 18, 26, "semibold", INK),
                (head[1], 14, 20, "normal", MUTED),
            ):
                for line in lines:
                    sheet.text(
                        20 / (WIDE.width + 40),
                        y / height,
                        line,
                        fontsize=size,
                        fontweight=weight,
                        color=colour,
                    )
                    y -= step
            for number, line in enumerate(reversed(foot)):
                sheet.text(
                    20 / (WIDE.width + 40),
                    (12 + 19 * number) / height,
                    line,
                    fontsize=12.5,
                    color=MUTED,
                )
            out = io.BytesIO()
            sheet.savefig(out, format="png", dpi=144, metadata={"Software": None})
        return out.getvalue()

    def html(self) -> str:
        """Return the figure for the page: finding, drawing, note, source, data table and CSV."""
        csv = self.data.to_csv(index=False, lineterminator="\n")
        link = "data:text/csv;charset=utf-8;base64," + b64encode(csv.encode()).decode()
        note = f'<p class="chart-note">{escape(self.note)}</p>' if self.note else ""
        shown = self.data.rename(columns=lambda name: str(name).replace("_", " "))
        return (
            f'<div class="chart" id="chart-{self.name}"><p class="chart-title">{escape(self.title)}</p>'
            f'<p class="chart-subtitle">{escape(self.subtitle)}</p>{self.svg(WIDE)}{self.svg(NARROW)}{note}'
            f'<p class="chart-source">Source: {escape(self.source)}</p>'
            f'<details class="chart-data"><summary>Data of this figure</summary>'
            f'<div class="scroll" tabindex="0" role="region" aria-label="Data: {escape(self.title)}">'
            f"{tables.html(shown, f'Data of the figure “{self.title}”')}</div>"
            f'<p><a download="{self.name}.csv" href="{link}">Download as CSV</a> · '
            f'<a href="data.html">Where the tables come from</a></p></details></div>'
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {
            "text/html": self.html(),
            "image/png": b64encode(self.png()).decode(),
            "text/plain": f"{self.title}. {self.alt}",
        }


def fit(figure: Figure, pad: float = 4) -> None:
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


def _follow_page(svg: str, prefix: str, title: str, alt: str, layout: Layout) -> str:
    """Strip what only matplotlib needs, name the picture, and let the page set colours and font."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(svg)
    for metadata in root.findall(f"{{{SVG}}}metadata"):
        root.remove(metadata)
    for defs in root.findall(f"{{{SVG}}}defs"):
        for style in defs.findall(f"{{{SVG}}}style"):
            defs.remove(style)
        if not len(defs):
            root.remove(defs)
    drawn = svg[svg.index("<svg") :]
    used = [
        name
        for name in dict.fromkeys(re.findall(r'\bid="([^"]*)"', drawn))
        if re.search(rf"#{re.escape(name)}\b", drawn)
    ]
    short = {name: f"{prefix}-{number}" for number, name in enumerate(used)}
    for element in root.iter():
        if element.get("id", "").startswith("matplotlib.axis"):
            parts = [
                part
                for tick in element
                for part in (tick if "tick" in tick.get("id", "") else [tick])
            ]
            element[:] = sorted(
                parts, key=lambda part: part.get("id", "").startswith("text")
            )  # lines first, then their labels
        name = element.attrib.pop("id", None)
        if name in short:
            element.set("id", short[name])
        for attribute, value in element.attrib.items():
            if attribute != "id":
                element.set(
                    attribute,
                    re.sub(
                        r"#([\w-]+)(?=\)?$)",
                        lambda match: f"#{short.get(match[1], match[1])}",
                        value,
                    ),
                )
        if element.tag == f"{{{SVG}}}text" and "style" in element.attrib:
            element.set("style", re.sub(r" ?font-family: [^;]*;", "", element.get("style")))
    width, height = root.get("width").rstrip("pt"), root.get("height").rstrip("pt")
    _flatten(root)
    _share(root)
    root.attrib = {
        "class": f"chart-{layout.name}",
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "stroke-linejoin": "round",
        "aria-labelledby": f"{prefix}-title",
        "aria-describedby": f"{prefix}-desc",
    }
    for position, (tag, text) in enumerate((("title", title), ("desc", alt))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{prefix}-{tag}"})
        element.text = text
        root.insert(position, element)
    text = ElementTree.tostring(root, encoding="unicode")
    for name, (light, _) in INKS.items():
        text = text.replace(light, f"var(--chart-{name}, {light})")
    text = re.sub(r' transform="rotate\(-0 [^"]*"', "", text)
    text = re.sub(
        r"<[^>]*>",
        lambda tag: re.sub(r"(\d)\.0\b", r"\1", re.sub(r"(\d+\.\d)\d+", r"\1", tag[0])),
        text,
    )
    text = re.sub(
        r'\bstyle="[^"]*"', lambda style: style[0].replace("; ", ";").replace(": ", ":"), text
    )
    text = re.sub(
        r'\bd="[^"]*"',
        lambda path: (
            re.sub(r"\s*([A-Za-z])\s+", r"\1", path[0]).replace(" z", "z").replace(' "', '"')
        ),
        text,
    )
    text = re.sub(r'(?<= d=")(?:[ML]-?[\d.]+ -?[\d.]+|z)+(?=")', lambda path: _steps(path[0]), text)
    return re.sub(r">\s+<", "><", text)


def _flatten(parent: ElementTree.Element) -> None:
    """Take away what shows nothing: groups that say nothing, empty groups, and areas without fill or stroke."""
    children = []
    for child in parent:
        _flatten(child)
        if child.tag == f"{{{SVG}}}g" and (not child.attrib or not len(child)):
            children += child
        elif child.get("style") != "fill: none":
            children.append(child)
    parent[:] = children


def _share(parent: ElementTree.Element) -> None:
    """Say the style and the clipping of neighbours once, in a group around them; join lines of one look to one path."""
    children = []
    for (style, clip), run in groupby(
        parent, lambda child: (child.get("style"), child.get("clip-path"))
    ):
        members = list(run)
        shared = {name: value for name, value in (("style", style), ("clip-path", clip)) if value}
        if (
            len(members) > 1 and shared and not re.search(r"(?<!-)opacity", style or "")
        ):  # a group fades as one
            for member in members:
                for name in shared:
                    del member.attrib[name]
            if all(set(member.attrib) == {"d"} for member in members) and "fill: none" in (
                style or ""
            ):
                members = [
                    ElementTree.Element(
                        f"{{{SVG}}}path",
                        {"d": " ".join(member.get("d") for member in members)} | shared,
                    )
                ]
            else:
                group = ElementTree.Element(f"{{{SVG}}}g", shared)
                group.extend(members)
                members = [group]
        children += members
    parent[:] = children
    for child in parent:
        if child.tag == f"{{{SVG}}}g":
            _share(child)


def _steps(path: str) -> str:
    """Write a path of straight lines as steps from point to point, which are shorter than places and add up to the same."""
    steps, last = [], (0.0, 0.0)
    for sign, *place in re.findall(r"([MLz])(?:(-?[\d.]+) (-?[\d.]+))?", path):
        if sign == "L":
            now = (float(place[0]), float(place[1]))
            dx, dy = (f"{round(new - old, 1):g}" for new, old in zip(now, last, strict=True))
            joined = bool(steps) and steps[-1][0] in "l -0123456789"
            steps.append(
                ("" if joined and dx[0] == "-" else " " if joined else "l")
                + dx
                + ("" if dy[0] == "-" else " ")
                + dy
            )
        else:
            steps.append(sign + " ".join(place) if sign == "M" else sign)
            now = (float(place[0]), float(place[1])) if sign == "M" else last
        last = now
    return min(path, "".join(steps), key=len)


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
