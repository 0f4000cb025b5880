"""One style sheet out of several, with only what some page uses."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import tinycss2
from lxml import etree
from lxml.html import HtmlElement

from edition import kept

GROUPS = ("media", "supports", "layer", "container")  # at-rules that hold rules
CLEAN = {"skip_comments": True, "skip_whitespace": True}
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
# In selectors that match no page: Bootstrap's own switch of colours, which the theme does not use;
# a page without light or dark, which none is.
NEVER = ("[data-bs-theme", ":not([data-theme])")
# Classes and attributes that scripts (the theme's and those of _static/) or the reader's choices
# set; a rule is not left out for want of them.
DYNAMIC = re.compile(
    r"^(show|active|current|hidden|scrolled|open|collapsed|fade|expanded|search.*|highlighted"
    r"|context|note-.*|depth.*|ledger.*|answer.*|choices.*|live-.*|fold|unfolded)$"
)
ANIMATION = re.compile(r"animation(?:-name)?\s*:([^;}]*)")


def joined(paths: list[Path], pages: list[HtmlElement]) -> str:
    """Return the style sheets at these paths as one, for these pages."""
    tokens = {token for page in pages for token in _tokens(page)}
    values = [each for page in pages for each in page.xpath("//@*[contains(., 'var(')]")]
    in_pages = set(VARIABLE.findall(" ".join(values)))
    sheets = sorted(sheet for path in paths for sheet in path.parent.rglob("*.css"))
    named = [[path.name for path in paths], sorted(tokens), sorted(in_pages)]
    raw = [repr(named).encode(), *(sheet.read_bytes() for sheet in sheets)]
    return kept.value("style", raw, partial(_joined, paths, tokens, in_pages))


def _joined(paths: list[Path], tokens: set[str], in_pages: set[str]) -> str:
    css = "\n".join(_used_rules(path, tokens) for path in paths)
    return _before_any_script(_used_names(css, in_pages))


def _tokens(page: HtmlElement) -> Iterator[str]:
    """Yield the tags of a page, its classes (.name) and its ids (#name)."""
    yield from {node.tag for node in page.iter(etree.Element)}
    yield from (f".{name}" for name in " ".join(set(page.xpath("//@class"))).split())
    yield from (f"#{name}" for name in page.xpath("//@id[. != '']"))


def _text(tokens) -> str:
    return tinycss2.serialize(tokens).strip()


def _filtered(rules: Iterable, keep: Callable[[object], str]) -> str:
    """Return rules as text: groups filtered inside, of all others what keep gives for them."""
    kept = []
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content is not None:
            inner = _filtered(tinycss2.parse_rule_list(rule.content, **CLEAN), keep)
            head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
            kept.append(f"{head}{{{inner}}}" if inner else "")
        else:
            kept.append(keep(rule))
    return "\n".join(text for text in kept if text)


def _used_rules(path: Path, tokens: set[str]) -> str:
    """Return a style sheet without the rules whose tags, classes or ids stand on no page."""

    def keep(rule) -> str:
        if rule.type == "qualified-rule":
            selectors = [part.strip() for part in _split(tinycss2.serialize(rule.prelude))]
            good = [part for part in selectors if _used(part, tokens)]
            return f"{','.join(good)}{{{_text(rule.content)}}}" if good else ""
        if rule.type != "at-rule" or rule.lower_at_keyword == "charset":
            return ""
        if rule.lower_at_keyword == "import":
            return _used_rules((path.parent / rule.prelude[-1].value).resolve(), tokens)
        return rule.serialize()

    rules = tinycss2.parse_stylesheet(path.read_text(encoding="utf-8"), **CLEAN)
    return re.sub(r"/\*.*?\*/", "", _filtered(rules, keep), flags=re.S)


def _used(selector: str, tokens: set[str]) -> bool:
    """Tell whether a selector can match on some page."""
    plain = re.sub(r"\[[^\]]*\]|::?[\w-]+(\([^()]*(\([^()]*\))?[^()]*\))?", " ", selector)
    names = re.findall(r"[.#]?-?[A-Za-z_][\w-]*", plain.replace("\\", ""))
    return not any(part in selector for part in NEVER) and all(
        name in tokens or DYNAMIC.match(name.lstrip(".#")) for name in names
    )


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


def _used_names(css: str, in_pages: set[str]) -> str:
    """Return a style sheet without custom properties and animations that nothing refers to."""
    while True:  # what only a dropped rule referred to goes the next time
        values = " ".join(ANIMATION.findall(css))
        wanted = in_pages | set(VARIABLE.findall(css)) | set(re.findall(r"[\w-]+", values))
        less = _pruned(css, wanted)
        if less == css:
            return css
        css = less


def _pruned(css: str, wanted: set[str]) -> str:
    """Return a style sheet without custom properties and animations that are not wanted."""

    def keep(rule) -> str:
        if rule.type == "qualified-rule":
            body = tinycss2.parse_blocks_contents(rule.content, **CLEAN)
            lines = [part.serialize() for part in body if not unwanted(part)]
            return f"{_text(rule.prelude)}{{{';'.join(lines)}}}" if lines else ""
        frames = rule.type == "at-rule" and "keyframes" in rule.lower_at_keyword
        return "" if frames and _text(rule.prelude) not in wanted else rule.serialize()

    def unwanted(part) -> bool:
        custom = part.type == "declaration" and part.name.startswith("--")
        return custom and part.name not in wanted

    return _filtered(tinycss2.parse_stylesheet(css, **CLEAN), keep)


def _before_any_script(css: str) -> str:
    """Return a style sheet that knows light and dark without a script too.

    A page comes with data-theme="auto" until a script of the theme sets light or dark.
    """
    light, dark = (rf"""data-theme=["']?{name}["']?""" for name in ("light", "dark"))
    auto = 'data-theme="auto"'
    kept = []
    for rule in tinycss2.parse_stylesheet(css, **CLEAN):
        text = rule.serialize()
        if rule.type == "qualified-rule":
            prelude = tinycss2.serialize(rule.prelude)
            if re.search(light, prelude):
                also = f"{prelude.strip()},{re.sub(light, auto, prelude).strip()}"
                text = text.replace(prelude, also, 1)
            if re.search(dark, prelude):
                own = rule.serialize().replace(prelude, re.sub(dark, auto, prelude), 1)
                # on a screen alone, since paper is white
                text += f"\n@media screen and (prefers-color-scheme: dark){{{own}}}"
        kept.append(text)
    return "\n".join(kept)
