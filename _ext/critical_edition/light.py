"""Leave out of the built pages what this book does not use: live-code and icon scripts, and source maps."""

import re
from pathlib import Path

# What a script's address or text holds, and why no page needs it.
UNUSED = {
    "thebe": "live code through a foreign host",
    "fontawesome.js": "draws icons that the icon font draws too",
    "togglebutton": "folding boxes; the book uses <details>",
    "design-tabs": "tabs; the book has none",
}
PIECE = re.compile(r"[ \t]*<script\b[^>]*>.*?</script>\n?|[ \t]*<link\b[^>]*>\n?", re.S)


def strip(pages: Path) -> None:
    """Take the unused scripts, styles and their files out of the folder of built pages; a second run changes nothing."""
    for path in pages.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        light = PIECE.sub(lambda match: "" if any(name in match[0].lower() for name in UNUSED) else match[0], text)
        light = re.sub(r"</?link\b[^>]*rel=\"preload\"[^>]*fontawesome[^>]*>\n?", "", light)
        if light != text:
            path.write_text(light, encoding="utf-8")
    for path in (pages / "_static").rglob("*"):
        if path.is_file() and (path.suffix == ".map" or any(name in path.name for name in UNUSED)):
            path.unlink()
