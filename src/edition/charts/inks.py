"""The colours of all drawings and signs: one ink for a thing, the same in the whole book."""

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

# verdict: (its ink, its sign); told apart by sign and word as well
VERDICTS = {
    "supports": ("supports", "full"),
    "in part": ("part", "half"),
    "divided": ("divided", "cut"),
    "inconclusive": ("muted", "interval"),
    "contradicts": ("contradicts", "crossed"),
    "borne out by documents": ("documents", "sheet"),
    "disputed by documents": ("documents", "sheet crossed"),
    "cannot be tested": ("soft", "dashed"),
    "not a matter of data": ("soft", "dot"),
}
