"""Colours and shapes: one for a thing, the same in the whole book; a shape first, an ink second."""

from edition.tables import DataError

# Each ink: (light background, dark background); contrast is tested.
# _static/edition.css gives --chart-… the same colours.
INKS = {
    "ink": ("#1a1a1a", "#ececec"),
    "muted": ("#595959", "#b4b4b4"),
    "soft": ("#7d7d7d", "#8f8f8f"),
    "rule": ("#d5d5d5", "#3d3d3d"),
    "wash": ("#f1f0ec", "#232321"),
    "paper": ("#ffffff", "#121212"),
    "russia": ("#a8321f", "#ff9b85"),
    "belarus": ("#1f5f8b", "#7fc0ea"),
    "supports": ("#26734d", "#7fcfa0"),
    "part": ("#64701a", "#b7c95a"),
    "divided": ("#8f5b00", "#f0a94a"),
    "contradicts": ("#7b3080", "#dda0e0"),
    "documents": ("#665839", "#cbbb9a"),
}
INK, MUTED, SOFT, RULE, WASH, PAPER, RUSSIA, BELARUS, *_ = (light for light, _ in INKS.values())
PARTIES = {"Belarus": (BELARUS, "round"), "Russia": (RUSSIA, "square")}  # inks and points
VERDICTS = {  # their inks; .sign-… of _static/edition.css draws a sign for each
    "supports": "supports",
    "in part": "part",
    "divided": "divided",
    "inconclusive": "muted",
    "contradicts": "contradicts",
    "borne out by documents": "documents",
    "disputed by documents": "documents",
    "cannot be tested": "soft",
    "not a matter of data": "soft",
}
POINTS = {"supports": ("square", False), "contradicts": ("diamond", False)}  # and hollow, or not
# a vote: (its sign, hollow)
VOTES = {
    "yes": ("round", False),
    "no": ("square", False),
    "abstains": ("round", True),
    "no vote": ("dash", False),
}


def party(name: str, ink: str = "", shape: str = "round") -> tuple[str, str]:
    """Return ink and point of what begins with the name of Belarus or Russia, else those given."""
    return next((own for one, own in PARTIES.items() if str(name).startswith(one)), (ink, shape))


def ink(name: str, other: str = "") -> str:
    """Return the ink of what begins with the name of Belarus or Russia, else the other."""
    return party(name, other)[0]


def colour(verdict: str) -> str:
    """Return the ink of a verdict; DataError if it is none."""
    if verdict not in VERDICTS:
        raise DataError(f"expected one of {', '.join(VERDICTS)}; found {verdict!r}")
    return INKS[VERDICTS[verdict]][0]


def point(verdict: str) -> tuple[str, bool]:
    """Return the shape of a point with this verdict, and whether it is hollow."""
    return POINTS.get(verdict, ("round", True))
