"""What an SVG of the charts shows, read anew: the room of its words, and where its lines run."""

import re
from functools import cache
from xml.etree import ElementTree

import font_source_sans_pro
import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

SVG = "{http://www.w3.org/2000/svg}"
STEP = re.compile(r"([Mmlhvz])((?: ?-?[\d.]+)*)")
GROUND = ("chart-wash", "chart-rule")  # inks of what lies behind all else


@cache
def width(words: str, size: float, weight: str) -> float:
    """Return the width of words in the typeface of the figures; matplotlib measures it."""
    name = "SourceSansProSemibold" if weight == "600" else "SourceSansPro"
    font = FontProperties(fname=font_source_sans_pro.font_files_ttf[name], size=size)
    return text_to_path.get_text_width_height_descent(words, font, ismath=False)[0]


class Drawing:
    """Words with their boxes (left, top, right, bottom), and points along all that is drawn."""

    def __init__(self, svg: str):
        root = ElementTree.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))
        *_, self.width, self.height = map(float, root.get("viewBox").split())
        self.words: list[tuple[str, tuple]] = []
        points = [np.empty((0, 2))]
        for element, look in _looks(root, {}):
            tag, x, y = element.tag.removeprefix(SVG), look["x"], look["y"]
            if tag == "text":
                self.words.append((element.text, _box(element, look, x, y)))
            elif tag == "circle":
                around = np.linspace(0, 2 * np.pi, 12)
                radius = float(element.get("r"))
                middle = float(element.get("cx")) + x, float(element.get("cy")) + y
                points.append(radius * np.column_stack([np.cos(around), np.sin(around)]) + middle)
            elif tag == "path" and not (
                look["fill"] != "none" and any(ink in look["fill"] for ink in GROUND)
            ):
                points += [run + (x, y) for run in _runs(element.get("d"))]
        self.points = np.vstack(points)

    def faults(self) -> list[str]:
        """Say what is wrong: words at the edge, on a line or a shape, or on other words."""
        found, (x, y) = [], self.points.T
        for number, (text, (left, top, right, bottom)) in enumerate(self.words):
            if left < 2 or right > self.width - 2 or top < 1 or bottom > self.height - 1:
                found.append(f"“{text}” touches the edge")
            if ((x > left) & (x < right) & (y > top) & (y < bottom)).any():
                found.append(f"a line runs through “{text}”")
            for other, box in self.words[:number]:
                wide = min(right, box[2]) - max(left, box[0])
                if wide > 0 and min(bottom, box[3]) - max(top, box[1]) > 0:
                    found.append(f"“{text}” stands on “{other}”")
        return found


def _looks(element, look: dict):
    """Return all that is drawn, with the look and the shift that its groups give it."""
    shift = re.findall(r"-?[\d.]+", element.get("transform", "")) or (0, 0)
    start = {"x": 0.0, "y": 0.0, "fill": "black"} | look
    own = start | {name: each for name, each in element.attrib.items() if name not in "xy"}
    own |= {name: start[name] + float(each) for name, each in zip("xy", shift, strict=True)}
    yield element, own
    for child in element:
        yield from _looks(child, own)


def _box(element, look: dict, x: float, y: float) -> tuple:
    """Return the room of a text from its base to its capitals, a little within its letters."""
    size = float(look["font-size"])
    wide = width(element.text, size, look.get("font-weight", ""))
    share = {"middle": 0.5, "end": 1}.get(look.get("text-anchor"), 0)
    left, base = float(element.get("x")) + x - share * wide, float(element.get("y")) + y
    return left + 0.5, base - 0.6 * size, left + wide - 0.5, base + 0.1 * size


def _runs(steps: str) -> list[np.ndarray]:
    """Return points along each run of a path, half a pixel apart."""
    runs, now = [], np.zeros(2)
    for sign, told in STEP.findall(steps):
        place = np.array(re.findall(r"-?[\d.]+", told), float)
        if sign == "z":
            runs[-1].append(runs[-1][0])
            continue
        step = {"h": (1, 0), "v": (0, 1)}.get(sign, 1) * place
        now = step if sign == "M" else now + step
        runs.append([now]) if sign in "Mm" else runs[-1].append(now)
    found = []
    for run in runs:
        for first, last in zip(run, run[1:], strict=False):
            found.append(np.linspace(first, last, int(np.hypot(*(last - first)) * 2) + 2))
    return found
