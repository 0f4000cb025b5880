"""Make matplotlib's SVG small, and let the page that it stands in set its colours and font."""

import re
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from edition.charts.inks import INKS

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
GROUP, PATH = f"{{{SVG}}}g", f"{{{SVG}}}path"


def inline(svg: str, name: str, layout: str, title: str, alt: str) -> str:
    """Return a drawing for a page: only what shows, named, described, in colours of the page.

    svg: as matplotlib writes it. name: of the figure; its ids begin with name and layout.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(svg)
    prefix = f"{name}-{layout}"
    _strip(root)
    _rename(root, _short_ids(svg, prefix))
    width, height = root.get("width").rstrip("pt"), root.get("height").rstrip("pt")
    _flatten(root)
    _share(root)
    root.attrib = {
        "class": f"chart-{layout}",
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "stroke-linejoin": "round",
        "aria-labelledby": f"{prefix}-title",
        "aria-describedby": f"{prefix}-desc",
    }
    for position, (tag, text) in enumerate((("title", title), ("desc", alt))):
        element = Element(f"{{{SVG}}}{tag}", {"id": f"{prefix}-{tag}"})
        element.text = text
        root.insert(position, element)
    return _small(_coloured(ElementTree.tostring(root, encoding="unicode")))


def _strip(root: Element) -> None:
    """Take away what only matplotlib needs: metadata and style sheets."""
    for metadata in root.findall(f"{{{SVG}}}metadata"):
        root.remove(metadata)
    for defs in root.findall(f"{{{SVG}}}defs"):
        for style in defs.findall(f"{{{SVG}}}style"):
            defs.remove(style)
        if not len(defs):
            root.remove(defs)


def _short_ids(svg: str, prefix: str) -> dict[str, str]:
    """Return a new id for each that something refers to, by the old one."""
    drawn = svg[svg.index("<svg") :]
    ids = dict.fromkeys(re.findall(r'\bid="([^"]*)"', drawn))
    used = [each for each in ids if re.search(rf"#{re.escape(each)}\b", drawn)]
    return {each: f"{prefix}-{number}" for number, each in enumerate(used)}


def _rename(root: Element, short: dict[str, str]) -> None:
    """Give ids their new names, wherever they stand, and drop all others, and the font."""

    def renamed(match: re.Match) -> str:
        return f"#{short.get(match[1], match[1])}"

    for element in root.iter():
        if element.get("id", "").startswith("matplotlib.axis"):
            _sort_axis(element)
        name = element.attrib.pop("id", None)
        if name in short:
            element.set("id", short[name])
        for attribute, value in element.attrib.items():
            if attribute != "id":
                element.set(attribute, re.sub(r"#([\w-]+)(?=\)?$)", renamed, value))
        if element.tag == f"{{{SVG}}}text" and "style" in element.attrib:
            element.set("style", re.sub(r" ?font-family: [^;]*;", "", element.get("style")))


def _sort_axis(axis: Element) -> None:
    """Put the lines of an axis first, then their labels: neighbours alike can share a style."""
    parts = [part for tick in axis for part in (tick if "tick" in tick.get("id", "") else [tick])]
    axis[:] = sorted(parts, key=lambda part: part.get("id", "").startswith("text"))


def _flatten(parent: Element) -> None:
    """Take away what shows nothing: groups that say nothing or hold nothing, areas without ink."""
    children = []
    for child in parent:
        _flatten(child)
        if child.tag == GROUP and (not child.attrib or not len(child)):
            children += child
        elif child.get("style") != "fill: none":
            children.append(child)
    parent[:] = children


def _share(parent: Element) -> None:
    """Say the style and the clipping of neighbours once, in a group around them."""
    children = []
    for (style, clip), run in groupby(
        parent, lambda child: (child.get("style"), child.get("clip-path"))
    ):
        members = list(run)
        shared = {name: value for name, value in (("style", style), ("clip-path", clip)) if value}
        fades = re.search(r"(?<!-)opacity", style or "")  # a group fades as one
        if len(members) > 1 and shared and not fades:
            members = [_joined(members, shared)]
        children += members
    parent[:] = children
    for child in parent:
        if child.tag == GROUP:
            _share(child)


def _joined(members: list[Element], shared: dict[str, str]) -> Element:
    """Return one group, or where all are lines one path, in place of members of the same look."""
    for member in members:
        for name in shared:
            del member.attrib[name]
    lines = all(set(member.attrib) == {"d"} for member in members)
    if lines and "fill: none" in shared.get("style", ""):
        return Element(PATH, {"d": " ".join(member.get("d") for member in members)} | shared)
    group = Element(GROUP, shared)
    group.extend(members)
    return group


def _coloured(text: str) -> str:
    """Return SVG with variables of the page for our inks, light where the page sets none."""
    names = {light: name for name, (light, _) in reversed(INKS.items())}
    return re.sub("|".join(names), lambda ink: f"var(--chart-{names[ink[0]]}, {ink[0]})", text)


def _small(text: str) -> str:
    """Return SVG with places to a tenth of a pixel and without blanks that say nothing."""
    text = re.sub(r' transform="rotate\(-0 [^"]*"', "", text)
    text = re.sub(r"<[^>]*>", lambda tag: _tenths(tag[0]), text)
    tight = {"; ": ";", ": ": ":"}
    text = re.sub(r'\bstyle="[^"]*"', lambda style: _replaced(style[0], tight), text)
    text = re.sub(r'\bd="[^"]*"', lambda path: _tight_path(path[0]), text)
    straight = r'(?<= d=")(?:[ML]-?[\d.]+ -?[\d.]+|z)+(?=")'
    text = re.sub(straight, lambda path: _steps(path[0]), text)
    return re.sub(r">\s+<", "><", text)


def _tenths(tag: str) -> str:
    return re.sub(r"(\d)\.0\b", r"\1", re.sub(r"(\d+\.\d)\d+", r"\1", tag))


def _replaced(text: str, pairs: dict[str, str]) -> str:
    for old, new in pairs.items():
        text = text.replace(old, new)
    return text


def _tight_path(path: str) -> str:
    return _replaced(re.sub(r"\s*([A-Za-z])\s+", r"\1", path), {" z": "z", ' "': '"'})


def _steps(path: str) -> str:
    """Write a path of straight lines as steps from point to point, which are shorter than places.

    Places are whole tenths of a pixel, so that steps add up to the same.
    """
    steps, last = [], (0.0, 0.0)
    for sign, *place in re.findall(r"([MLz])(?:(-?[\d.]+) (-?[\d.]+))?", path):
        now = last if sign == "z" else (float(place[0]), float(place[1]))
        if sign == "L":
            joined = bool(steps) and steps[-1][0] in "l -0123456789"
            steps.append(_step(last, now, joined))
        else:
            steps.append(sign + " ".join(place) if sign == "M" else sign)
        last = now
    return min(path, "".join(steps), key=len)


def _step(last: tuple, now: tuple, joined: bool) -> str:
    """Return the way from one point to the next; joined: a step stands before it."""
    dx, dy = (f"{round(new - old, 1):g}" for new, old in zip(now, last, strict=True))
    before = ("" if dx[0] == "-" else " ") if joined else "l"
    return before + dx + ("" if dy[0] == "-" else " ") + dy
