"""The signs of the verdicts: each has a shape first, an ink second; its word stands beside it."""

from edition.charts.inks import INKS, MUTED, PAPER, SOFT, VERDICTS
from edition.charts.sheet import DOTS, GAP, LINE, THIN, Sheet
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
    a, b, c, d = x - SIZE / 2, x + SIZE / 2, y - SIZE / 2, y + SIZE / 2
    full = shape in ("full", "crossed")
    dash = DOTS if shape == "dashed" else "-"
    sheet.box(a, c, SIZE, SIZE, own if full else PAPER, edge=own, width=THIN, dash=dash)
    if shape == "half":
        sheet.box(a, y, SIZE, SIZE / 2, own)
    elif shape == "cut":
        sheet.area([(a, c), (b, c), (a, d)], own)
    elif shape == "interval":
        sheet.path([a + THIN * 2, b - THIN * 2], [y, y], own, THIN)
        for end in (a + THIN * 2, b - THIN * 2):
            sheet.path([end, end], [y - SIZE / 5, y + SIZE / 5], own, THIN)
    elif shape == "dot":
        sheet.dots([x], [y], own, GAP / 4)
    elif "sheet" in shape:
        for line in (y - SIZE / 5, y + SIZE / 5):
            sheet.path([a + THIN * 2, b - THIN * 2], [line, line], own, THIN)
    if "crossed" in shape:
        cross = PAPER if full else own
        inner = SIZE / 4
        sheet.path([x - inner, x + inner], [y - inner, y + inner], cross, THIN)
        sheet.path([x - inner, x + inner], [y + inner, y - inner], cross, THIN)
