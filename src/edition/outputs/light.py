"""Make what the pages load: one style sheet of the rules that they use, one script, small fonts.

The templates of _templates/ name these in place of the files of the theme and of the extensions,
which Sphinx lays beside the pages and which go.
"""

import re
from pathlib import Path

import rcssmin
import rjsmin

from edition.outputs import fonts, search, stylesheet
from edition.outputs.pages import parsed

# Of the files under _static/, those of which a page needs something; a star stands for a digest.
# Left out: copying code, boxes that fold and tabs by extensions, live code through a foreign host,
# icons and tooltips by script, and Sphinx’s search, which knows pages and no places in them, with
# its marks and keys.
STYLES = (
    "styles/theme.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "mystnb.*.css",
    "sphinx-design.min.css",
    "edition.css",
)
# ours first, for what comes after it may stop if storage is forbidden
SCRIPTS = (
    "edition.js",
    "documentation_options.js",
    "scripts/sphinx-book-theme.js",
    "scripts/pydata-sphinx-theme.js",
)
# what pages, book.css and edition.js ask for by name
KEPT = ("search.js", "ledger.js", "values.js", "choices.js", "favicon.svg", "chinese-title.woff2")
STUB = "var bootstrap = { Tooltip: function () {} }; // the theme only makes tooltips with it\n"
# the family is the one that the theme's style sheets name for icons
ICONS = (
    '@font-face { font-family: "Font Awesome 6 Free"; font-weight: 900; font-display: block; '
    'src: url(fonts/icons.woff2) format("woff2"); }\n'
)


def make(pages: Path) -> None:
    """Make _static/book.css, _static/book.js, the fonts and the entries of the search.

    What no page needs is dropped.
    """
    found = [*pages.glob("*.html"), *sorted(pages.glob("chapters/*.html"))]
    named = {path.relative_to(pages).as_posix(): path.read_text(encoding="utf-8") for path in found}
    trees = [parsed(text) for text in named.values()]
    static = pages / "_static"
    sheets = [next(static.glob(name)) for name in STYLES]
    letters = set().union(*(set(text) for tree in trees for text in tree.itertext()))
    css = _place_fonts(stylesheet.joined(sheets, trees), letters, static)
    scripts = [(static / name).read_text(encoding="utf-8") for name in SCRIPTS]
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path.parent.name != "fonts" and path.name not in KEPT:
            path.unlink()
    (static / "book.css").write_text(rcssmin.cssmin(css), encoding="utf-8")
    (static / "book.js").write_text(rjsmin.jsmin(STUB + ";\n".join(scripts)), encoding="utf-8")
    search.write(static / search.FILE, named)


def _place_fonts(css: str, letters: set[str], static: Path) -> str:
    """Cut the fonts to these letters and the icons of the pages, and name them in the style."""
    css = re.sub(r"@font-face\s*\{[^}]*Font ?Awesome[^}]*\}", "", css, flags=re.I)
    icons = set(re.findall("[\ue000-\uf8ff]", css))
    letters = letters | set("’“”‘–…→−")
    # Titles in Cyrillic are set in the upright faces only; italics and headings need no Cyrillic.
    few = {letter for letter in letters if letter < "\u0400" or letter > "\u04ff"}
    (static / "fonts").mkdir(exist_ok=True)
    solid = next(static.rglob("fa-solid-900.woff2"))
    (static / "fonts" / "icons.woff2").write_bytes(fonts.for_pages(solid, icons))
    for face, source in fonts.FACES.items():
        wanted = letters if face in ("serif", "sans") else few
        made = fonts.for_pages(Path(source), wanted, fonts.FEATURES.get(face, ()))
        (static / "fonts" / f"{face}.woff2").write_bytes(made)
    return ICONS + css
