"""Make the built pages light: one style sheet of rules that a page uses, one script, small fonts.

Reads and rewrites pages fresh from Sphinx, with its style sheets and scripts beside them.
"""

import base64
import hashlib
import re
from pathlib import Path

import rcssmin
import rjsmin

from edition.outputs import fonts, search, stylesheet

# Scripts and styles that no page needs, and why.
UNUSED = {
    "thebe": "live code through a foreign host",
    "fontawesome.js": "draws icons that the icon font draws too",
    "bootstrap.js": "tooltips; the browser shows titles",
    "togglebutton": "folding boxes; the book uses <details>",
    "togglehint": "the same",
    "toggleopen": "the same",
    "design-tabs": "tabs; the book has none",
    "documentation_options.pagename": "a setting of functions that the book does not have",
    "documentation_options.search_as_you_type": "the same",
    "clipboard": "copying code cells; each chapter is offered as a notebook",
    "copybutton": "the same",
    "kernelname": "a setting of Thebe",
    "searchtools.js": "Sphinx’s search, which knows pages and no places in them",
    "language_data.js": "the same",
    "searchindex.js": "the same",
}
SEARCH_ONLY = (search.FILE, "search.js")  # scripts of the page search.html
# the family is the one that the theme's style sheets name for icons
ICONS = (
    '@font-face { font-family: "Font Awesome 6 Free"; font-weight: 900; font-display: block; '
    'src: url(fonts/icons.woff2) format("woff2"); }\n'
)
# The face of the text is asked for before the style sheet is read; more would only hold it up.
EARLY = ("serif",)
FRONT = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta http-equiv="refresh" content="0; url=chapters/index.html">
<link rel="icon" href="_static/favicon.svg">
</head>
<body><main><h1><a href="chapters/index.html">{title}</a></h1></main></body>
</html>
"""
# The script comes once the page is there: reading does not wait for it.
LATE = (
    '<script>addEventListener("load", () => document.head.append(Object.assign('
    'document.createElement("script"), {{ src: "{up}_static/book.js" }})));</script>\n'
)
STUB = "var bootstrap = { Tooltip: function () {} }; // the theme only makes tooltips with it\n"
PIECE = re.compile(r"[ \t]*<script\b[^>]*>.*?</script>\n?|[ \t]*<link\b[^>]*>\n?", re.S)
ADDRESS = re.compile(r'(?:src|href)="([^"?]+)')


def make(pages: Path, kept: Path) -> None:
    """Rewrite all pages under the folder to use _static/book.css and _static/book.js.

    What no page needs any more is dropped. Fonts cut before are taken from the folder kept.
    """
    (pages / "index.html").unlink(missing_ok=True)  # _toc.yml leaves one without a title
    found = [path for path in sorted(pages.rglob("*.html")) if "_static" not in path.parts]
    texts = {path: path.read_text(encoding="utf-8") for path in found}
    static = pages / "_static"
    styles, scripts = ([static / name for name in names] for names in _linked(texts))
    css = stylesheet.joined(styles, texts.values())
    css = rcssmin.cssmin(_place_fonts(css, texts.values(), static, kept))
    (static / "book.css").write_text(css, encoding="utf-8")
    (static / "book.js").write_text(_script(scripts), encoding="utf-8")
    named = {path.relative_to(pages).as_posix(): text for path, text in texts.items()}
    search.write(static / search.FILE, named)
    for path, text in texts.items():
        up = "../" * (len(path.relative_to(pages).parts) - 1)
        text = _rewrite(text, path.name == "search.html", up)
        path.write_text(text, encoding="utf-8")
    _front(pages, texts)
    _clean(static)


def _script(scripts: list[Path]) -> str:
    """Return the scripts as one: ours first, for one of Sphinx's stops if storage is forbidden."""
    scripts = sorted(scripts, key=lambda path: path.name != "edition.js")
    texts = (path.read_text(encoding="utf-8") for path in scripts)
    return rjsmin.jsmin(STUB + ";\n".join(texts))


def _front(pages: Path, texts: dict[Path, str]) -> None:
    """Write index.html, which leads to the first page; a preview has one other page, and none."""
    first = texts.get(pages / "chapters" / "index.html")
    if first:
        title = re.search(r"<title>(.*?)</title>", first, re.S)[1].split("&#8212;")[-1].strip()
        (pages / "index.html").write_text(_guarded(FRONT.format(title=title)), encoding="utf-8")


def _kind(piece: str) -> str:
    """Say what to do with one <script> or <link>: keep, drop, style or script (to be joined)."""
    address = ADDRESS.search(piece)
    name = address[1] if address else ""
    if any(word in piece.lower() for word in UNUSED):
        return "drop"
    if 'rel="preload"' in piece:
        return "keep" if 'as="font"' in piece else "drop"
    if 'rel="stylesheet"' in piece and "book.css" not in name:
        return "style"
    if (
        piece.lstrip().startswith("<script")
        and "_static/" in name
        and not name.endswith((*SEARCH_ONLY, "book.js", "ledger.js"))
    ):
        return "script"
    return "keep"


def _linked(texts: dict[Path, str]) -> tuple[list[str], list[str]]:
    """Return the style sheets and scripts under _static/ that the pages load, in that order."""
    found = {"style": {}, "script": {}}
    for text in texts.values():
        for match in PIECE.finditer(text):
            kind = _kind(match[0])
            if kind in found:
                found[kind][ADDRESS.search(match[0])[1].split("_static/")[1]] = None
    return list(found["style"]), list(found["script"])


# What a page may load: its own files, no other host's; scripts only from files, or as they were
# when the page was made.
POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
INLINE = re.compile(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.S)


def _guarded(text: str) -> str:
    """Return a page with its Content-Security-Policy, which names its scripts by their digests."""
    digests = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in INLINE.findall(text)
    ]
    policy = POLICY.format(
        scripts="".join(f" 'sha256-{digest}'" for digest in dict.fromkeys(digests))
    )
    first = re.search(r'<meta charset="utf-8" ?/?>', text)
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f"{text[: first.end()]}\n{tag}{text[first.end() :]}"


# Small repairs of the theme's markup.
REPAIRS = {
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n': "",  # said twice
    # for a search service that the book does not use; the language is that of _config.yml
    '<meta name="docsearch:language" content="en-GB"/>\n': "",
    '<meta name="docsearch:version" content="" />\n': "",
    # all content lies in a landmark
    'id="pst-primary-sidebar" class=': (
        'id="pst-primary-sidebar" role="navigation" aria-label="Book" class='
    ),
}


def _rewrite(text: str, search: bool, up: str) -> str:
    """Return a page that loads the joined files. up: the way from it to the top of the site."""
    early = "".join(
        f'<link rel="preload" as="font" type="font/woff2" href="{up}_static/fonts/{face}.woff2"'
        " crossorigin/>\n"
        for face in EARLY
    )
    at_once = f'<script defer src="{up}_static/book.js"></script>\n'
    joined = {
        "style": f'{early}<link rel="stylesheet" href="{up}_static/book.css"/>\n',
        "script": at_once if search else LATE.format(up=up),
    }

    def piece(match: re.Match) -> str:
        kind, of_search = _kind(match[0]), any(name in match[0] for name in SEARCH_ONLY)
        if kind == "drop" or (of_search and not search):
            return ""
        if kind in ("style", "script"):
            return joined.pop(kind, "")
        return match[0]

    for old, new in REPAIRS.items():
        text = text.replace(old, new)
    parts = re.split(r"(<pre\b.*?</pre>)", PIECE.sub(piece, text), flags=re.S)
    return _guarded(
        "".join(
            part if place % 2 else re.sub(r"\n\s*\n", "\n", part)  # no empty lines
            for place, part in enumerate(parts)
        )
    )


def _place_fonts(css: str, texts, static: Path, kept: Path) -> str:
    """Cut the fonts to the characters and icons of the pages, and name them in the style sheet."""
    css = re.sub(r"@font-face\s*\{[^}]*Font ?Awesome[^}]*\}", "", css, flags=re.I)
    icons = set(re.findall("[\ue000-\uf8ff]", css))
    letters = set().union(*(set(re.sub(r"<[^>]*>", "", text)) for text in texts)) | set("’“”‘–…→−")
    # Titles in Cyrillic are set in the upright faces only; italics and headings need no Cyrillic.
    few = {letter for letter in letters if letter < "\u0400" or letter > "\u04ff"}
    (static / "fonts").mkdir(exist_ok=True)
    solid = next(static.rglob("fa-solid-900.woff2"))
    (static / "fonts" / "icons.woff2").write_bytes(fonts.cut(solid, icons, kept))
    for face, source in fonts.FACES.items():
        wanted = letters if face in ("serif", "sans") else few
        made = fonts.cut(Path(source), wanted, kept, fonts.FEATURES.get(face, ""))
        (static / "fonts" / f"{face}.woff2").write_bytes(made)
    return ICONS + css


def _clean(static: Path) -> None:
    """Drop all that is not joined, but what pages or book.css name by itself."""
    for path in sorted(static.rglob("*"), reverse=True):
        inside = path.relative_to(static).as_posix()
        kept = inside.startswith(("fonts", "book.")) or path.name in (
            *SEARCH_ONLY,
            "ledger.js",
            "values.js",
            "choices.js",
            "favicon.svg",
            "chinese-title.woff2",
        )
        if path.is_file() and not kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
