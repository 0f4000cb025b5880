"""The signs of the verdicts: each has a shape first, an ink second; its word stands beside it."""

from edition.charts.inks import INKS, MUTED, PAPER, SOFT, VERDICTS
from edition.charts.sheet import DOTS, LINE, THIN, Sheet
from edition.tables import DataError

SIZE = LINE * 3 / 4


def colour(verdict: str) -> str:
    """Return the ink of a verdict; DataError if it is none."""
    if verdict not in VERDICTS:
        raise DataError(f"expected one of {', '.join(VERDICTS)}; found {verdict!r}")
    return INKS[VERDICTS[verdict][0]][0]


def wording(verdict: str) -> str:
    """Return the ink of words for a verdict, dark enough to be read."""
    return MUTED if colour(verdict) == SOFT else colour(verdict)


def point(verdict: str) -> tuple[str, bool]:
    """Return the shape of a point with this verdict, and whether it is hollow."""
    return {"supports": ("s", False), "contradicts": ("D", False)}.get(verdict, ("o", True))


def sign(sheet: Sheet, x: float, y: float, verdict: str) -> None:
    """Draw the sign of a verdict around a point."""
    own, shape = colour(verdict), VERDICTS[verdict][1]
    half, inner = SIZE / 2, SIZE / 4
    left, top = x - half, y - half
    full = shape in ("full", "crossed")
    dash = DOTS if shape == "dashed" else "-"
    sheet.box(left, top, SIZE, SIZE, own if full else PAPER, edge=own, width=THIN, dash=dash)
    if shape == "half":
        sheet.box(left, y, SIZE, half, own)
    elif shape == "cut":
        sheet.area([(left, top), (left + SIZE, top), (left, top + SIZE)], own)
    elif shape == "interval":
        sheet.path([x - inner, x + inner], [y, y], own, THIN)
        sheet.strokes([x - inner, x + inner], [y - inner] * 2, [y + inner] * 2, own)
    elif shape == "dot":
        sheet.dots([x], [y], own, inner)
    elif "sheet" in shape:
        for line in (y - inner, y + inner):
            sheet.path([x - inner, x + inner], [line, line], own, THIN)
    if "crossed" in shape:
        for way in (-inner, inner):
            sheet.path([x - inner, x + inner], [y - way, y + way], PAPER if full else own, THIN)
