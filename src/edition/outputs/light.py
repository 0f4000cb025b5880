"""Make the built pages light: one style sheet with only the rules that some page uses, one script, small fonts.

Reads and rewrites pages fresh from Sphinx, with its style sheets and scripts beside them.
"""

import base64
import hashlib
import json
import re
from pathlib import Path

import rcssmin
import rjsmin
import tinycss2

from edition.outputs import fonts

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
}
SEARCH_ONLY = (
    "searchtools.js",
    "language_data.js",
    "searchindex.js",
    "search_text.js",
    "search_offline.js",
)
ICONS = '@font-face { font-family: "Font Awesome 6 Free"; font-weight: 900; font-display: block; src: url(fonts/icons.woff2) format("woff2"); }\n'
EARLY = (
    "serif",
)  # the face of the text, asked for before the style sheet is read; the others would only hold it up
GROUPS = ("media", "supports", "layer", "container")
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
    '<script>addEventListener("load", () => document.head.append('
    'Object.assign(document.createElement("script"), {{ src: "{up}_static/book.js" }})));</script>\n'
)
STUB = "var bootstrap = { Tooltip: function () {} }; // the theme only makes tooltips with it\n"
PIECE = re.compile(r"[ \t]*<script\b[^>]*>.*?</script>\n?|[ \t]*<link\b[^>]*>\n?", re.S)
ADDRESS = re.compile(r'(?:src|href)="([^"?]+)')
# In selectors that match no page: Bootstrap's own switch of colours, which the theme does not use; a page without light or dark, which none is.
NEVER = ("[data-bs-theme", ":not([data-theme])")
# Classes and attributes that scripts or the reader's choices set; a rule is not left out for want of them.
DYNAMIC = re.compile(
    r"^(show|active|current|hidden|scrolled|open|collapsed|fade|expanded|search.*|highlighted|context|note-.*|depth.*|ledger.*)$"
)


def make(pages: Path, kept: Path) -> None:
    """Rewrite all pages under the folder to use _static/book.css and _static/book.js, and drop what is left over.

    Fonts cut before are taken from the folder kept.
    """
    (pages / "index.html").unlink(
        missing_ok=True
    )  # the table of contents leaves one without a title
    found = [path for path in sorted(pages.rglob("*.html")) if "_static" not in path.parts]
    texts = {path: _files_for_tables(path.read_text(encoding="utf-8"), pages) for path in found}
    static = pages / "_static"
    styles, scripts = ([static / name for name in names] for names in _linked(texts))
    scripts.sort(
        key=lambda path: path.name != "edition.js"
    )  # ours first: one of Sphinx's stops the rest where storage is forbidden
    tokens = _tokens(texts.values())
    css = _before_any_script(
        _used_names("\n".join(_used_rules(path, tokens) for path in styles), texts.values())
    )
    (static / "book.css").write_text(
        rcssmin.cssmin(_place_fonts(css, texts.values(), static, kept)), encoding="utf-8"
    )
    script = STUB + ";\n".join(path.read_text(encoding="utf-8") for path in scripts)
    (static / "book.js").write_text(rjsmin.jsmin(script), encoding="utf-8")
    (static / "search_text.js").write_text(
        f"window.SEARCH_TEXT = {_plain_texts(texts, pages)};\n", encoding="utf-8"
    )
    for path, text in texts.items():
        up = "../" * (len(path.relative_to(pages).parts) - 1)
        light = _rewrite(text, path.name == "search.html", up)
        path.write_text(light, encoding="utf-8")
    first = pages / "chapters" / "index.html"
    if first in texts:  # a preview has one other page
        title = (
            re.search(r"<title>(.*?)</title>", texts[first], re.S)[1].split("&#8212;")[-1].strip()
        )
        (pages / "index.html").write_text(_guarded(FRONT.format(title=title)), encoding="utf-8")
    _clean(static)


def _files_for_tables(text: str, pages: Path) -> str:
    """Put the CSV of each figure, which a notebook carries in the link itself, into a file beside the pages."""

    def file(match: re.Match) -> str:
        target = pages / "downloads" / "figures" / match[1]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(match[2]))
        return f'<a download="{match[1]}" href="../downloads/figures/{match[1]}">'

    return re.sub(
        r'<a download="([\w-]+\.csv)" href="data:text/csv;charset=utf-8;base64,([^"]*)">',
        file,
        text,
    )


def _plain_texts(texts: dict[Path, str], pages: Path) -> str:
    """Return the plain text of each page by its address, as JSON, for the snippets of the search."""
    found = {}
    for path, text in texts.items():
        article = re.search(r'<article class="bd-article">(.*?)</article>', text, re.S)
        if article:
            unseen = r'<svg.*?</svg>|<script.*?</script>|<details class="hide.*?</details>|<[^>]*>'
            plain = re.sub(unseen, " ", article[1], flags=re.S)
            plain = re.sub(r"\s+", " ", plain)
            found[path.relative_to(pages).as_posix()] = f'<div role="main">{plain}</div>'
    return json.dumps(found, ensure_ascii=False).replace("</", "<\\/")


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
    """Return the style sheets and scripts that the pages load, under _static/, each once, in the order of loading."""
    found = {"style": {}, "script": {}}
    for text in texts.values():
        for match in PIECE.finditer(text):
            kind = _kind(match[0])
            if kind in found:
                found[kind][ADDRESS.search(match[0])[1].split("_static/")[1]] = None
    return list(found["style"]), list(found["script"])


# What a page may load: its own files, no other host's; scripts only from files, or as they were when the page was made.
POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
INLINE = re.compile(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.S)


def _guarded(text: str) -> str:
    """Return a page with its Content-Security-Policy, which names each script that stands in the page by its digest."""
    digests = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in INLINE.findall(text)
    ]
    policy = POLICY.format(
        scripts="".join(f" 'sha256-{digest}'" for digest in dict.fromkeys(digests))
    )
    first = re.search(r'<meta charset="utf-8" ?/?>', text)
    return f'{text[: first.end()]}\n<meta http-equiv="Content-Security-Policy" content="{policy}">{text[first.end() :]}'


# Small repairs of the theme's markup.
REPAIRS = {
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n': "",  # said twice
    '<meta name="docsearch:language" content="en-GB"/>\n': "",  # for a search service that the book does not use
    '<meta name="docsearch:version" content="" />\n': "",
    'id="pst-primary-sidebar" class=': 'id="pst-primary-sidebar" role="navigation" aria-label="Book" class=',  # all content lies in a landmark
}


def _rewrite(text: str, search: bool, up: str) -> str:
    early = "".join(
        f'<link rel="preload" as="font" type="font/woff2" href="{up}_static/fonts/{face}.woff2" crossorigin/>\n'
        for face in EARLY
    )
    joined = {
        "style": f'{early}<link rel="stylesheet" href="{up}_static/book.css"/>\n',
        "script": f'<script defer src="{up}_static/book.js"></script>\n'
        if search
        else LATE.format(up=up),
    }

    def piece(match: re.Match) -> str:
        kind = _kind(match[0])
        if kind == "drop" or (not search and any(f"{name}" in match[0] for name in SEARCH_ONLY)):
            return ""
        if kind in ("style", "script"):
            return joined.pop(kind, "")
        late = any(name in match[0] for name in SEARCH_ONLY) and "defer" not in match[0]
        return (
            match[0].replace("<script", "<script defer") if late else match[0]
        )  # in their order, after the page is there

    for old, new in REPAIRS.items():
        text = text.replace(old, new)
    parts = re.split(r"(<pre\b.*?</pre>)", PIECE.sub(piece, text), flags=re.S)
    light = "".join(
        part if place % 2 else re.sub(r"\n\s*\n", "\n", part) for place, part in enumerate(parts)
    )  # no empty lines
    return _guarded(light)


def _tokens(texts) -> set[str]:
    """Return the tags, classes (.name) and ids (#name) of all pages."""
    tokens = set()
    for text in texts:
        tokens.update(re.findall(r"<([a-z][\w-]*)", text))
        for classes in set(re.findall(r'class="([^"]*)"', text)):
            tokens.update(f".{name}" for name in classes.split())
        tokens.update(f"#{name}" for name in re.findall(r'\bid="([^"]*)"', text))
    return tokens


def _used_rules(path: Path, tokens: set[str]) -> str:
    """Return a style sheet without the rules whose tags, classes or ids stand on no page."""

    def used(selector: str) -> bool:
        plain = re.sub(r"\[[^\]]*\]|::?[\w-]+(\([^()]*(\([^()]*\))?[^()]*\))?", " ", selector)
        names = re.findall(r"[.#]?-?[A-Za-z_][\w-]*", plain.replace("\\", ""))
        return not any(part in selector for part in NEVER) and all(
            name in tokens or DYNAMIC.match(name.lstrip(".#")) for name in names
        )

    def keep(rules) -> str:
        kept = []
        for rule in rules:
            if rule.type == "qualified-rule":
                selectors = [part.strip() for part in _split(tinycss2.serialize(rule.prelude))]
                good = [part for part in selectors if used(part)]
                if good:
                    kept.append(f"{','.join(good)}{{{tinycss2.serialize(rule.content).strip()}}}")
            elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
                kept.append(_used_rules((path.parent / rule.prelude[-1].value).resolve(), tokens))
            elif (
                rule.type == "at-rule"
                and rule.lower_at_keyword in GROUPS
                and rule.content is not None
            ):
                inner = keep(
                    tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                )
                if inner:
                    kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
            elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
                kept.append(rule.serialize())
        return "\n".join(kept)

    css = keep(
        tinycss2.parse_stylesheet(
            path.read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True
        )
    )
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def _used_names(css: str, texts) -> str:
    """Return a style sheet without custom properties and animations that nothing refers to."""
    elsewhere = {name for text in texts for name in re.findall(r"var\((--[\w-]+)", text)}

    def prune(rules, known: set[str]) -> str:
        kept = []
        for rule in rules:
            if rule.type == "qualified-rule":
                body = tinycss2.parse_blocks_contents(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
                lines = [
                    part.serialize()
                    for part in body
                    if not (
                        part.type == "declaration"
                        and part.name.startswith("--")
                        and part.name not in known
                    )
                ]
                if lines:
                    kept.append(f"{tinycss2.serialize(rule.prelude).strip()}{{{';'.join(lines)}}}")
            elif (
                rule.type == "at-rule"
                and rule.lower_at_keyword in GROUPS
                and rule.content is not None
            ):
                inner = prune(
                    tinycss2.parse_rule_list(
                        rule.content, skip_comments=True, skip_whitespace=True
                    ),
                    known,
                )
                if inner:
                    kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
            elif not (
                rule.type == "at-rule"
                and "keyframes" in rule.lower_at_keyword
                and tinycss2.serialize(rule.prelude).strip() not in known
            ):
                kept.append(rule.serialize())
        return "\n".join(kept)

    while True:
        known = elsewhere | set(re.findall(r"var\(\s*(--[\w-]+)", css))
        known |= {
            word
            for value in re.findall(r"animation(?:-name)?\s*:([^;}]*)", css)
            for word in re.findall(r"[\w-]+", value)
        }
        less = prune(
            tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), known
        )
        if less == css:
            return css
        css = less


def _before_any_script(css: str) -> str:
    """Return a style sheet that knows light and dark without a script too: a page comes with data-theme="auto" until one sets it."""
    light, dark, auto = (
        r"""data-theme=["']?light["']?""",
        r"""data-theme=["']?dark["']?""",
        'data-theme="auto"',
    )
    kept = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        text = rule.serialize()
        prelude = tinycss2.serialize(rule.prelude)
        if rule.type == "qualified-rule" and re.search(light, prelude):
            text = text.replace(
                prelude, f"{prelude.strip()},{re.sub(light, auto, prelude).strip()}", 1
            )
        if rule.type == "qualified-rule" and re.search(dark, prelude):
            text += f"\n@media (prefers-color-scheme: dark){{{rule.serialize().replace(prelude, re.sub(dark, auto, prelude), 1)}}}"
        kept.append(text)
    return "\n".join(kept)


def _split(prelude: str) -> list[str]:
    """Split a list of selectors at its outer commas."""
    parts, depth = [""], 0
    for letter in prelude:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(letter, 0)
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _place_fonts(css: str, texts, static: Path, kept: Path) -> str:
    """Cut the fonts to the characters and icons that the pages use, and name the small files in the style sheet."""
    css = re.sub(r"@font-face\s*\{[^}]*Font ?Awesome[^}]*\}", "", css, flags=re.I)
    icons = set(re.findall("[\ue000-\uf8ff]", css))
    # Titles in Cyrillic are set in the upright faces only; italics and headings need no Cyrillic.
    letters = set().union(*(set(re.sub(r"<[^>]*>", "", text)) for text in texts)) | set("’“”‘–…→−")
    (static / "fonts").mkdir(exist_ok=True)
    (static / "fonts" / "icons.woff2").write_bytes(
        fonts.cut(next(static.rglob("fa-solid-900.woff2")), icons, kept)
    )
    for face, source in fonts.FACES.items():
        few = (
            letters
            if face in ("serif", "sans")
            else {letter for letter in letters if letter < "\u0400" or letter > "\u04ff"}
        )
        (static / "fonts" / f"{face}.woff2").write_bytes(
            fonts.cut(Path(source), few, kept, fonts.FEATURES.get(face, ""))
        )
    return ICONS + css


def _clean(static: Path) -> None:
    for path in sorted(static.rglob("*"), reverse=True):
        inside = path.relative_to(static).as_posix()
        kept = inside.startswith(("fonts", "book.")) or path.name in (
            *SEARCH_ONLY,
            "ledger.js",
            "favicon.svg",
            "chinese-title.woff2",
        )
        if path.is_file() and not kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
