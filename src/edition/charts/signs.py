"""The signs of the verdicts and the inks of the parties: a shape first, an ink second."""

from edition.charts.inks import BELARUS, INKS, MUTED, PAPER, RUSSIA, SOFT, VERDICTS
from edition.charts.sheet import DOTS, LINE, THIN, Sheet
from edition.tables import DataError

SIZE = LINE * 3 / 4
PARTIES = {"Belarus": BELARUS, "Russia": RUSSIA}  # inks, in the whole book
SHAPES = {"Belarus": "round", "Russia": "square"}  # and points


def ink(name: str, other: str = "") -> str:
    """Return the ink of what begins with the name of Belarus or Russia, else the other."""
    return next((own for party, own in PARTIES.items() if str(name).startswith(party)), other)


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
    shapes = {"supports": ("square", False), "contradicts": ("diamond", False)}
    return shapes.get(verdict, ("round", True))


def sign(sheet: Sheet, x: float, y: float, verdict: str) -> None:
    """Draw the sign of a verdict around a point."""
    own, shape = colour(verdict), VERDICTS[verdict][1]
    half, inner = SIZE / 2, SIZE / 4
    left, top = x - half, y - half
    full = shape in ("full", "crossed")
    dash = DOTS if shape == "dashed" else None
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
