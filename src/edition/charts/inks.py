"""The colours of all drawings."""

# One accent, the rest grey. Each ink: (light background, dark background); contrast is tested.
# _static/edition.css gives --chart-… the same colours.
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
