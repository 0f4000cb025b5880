"""The files of the project: plain bytes that can be read, styles and templates that hide and load nothing, paths that stay inside."""

import hashlib
import json
import re
import unicodedata
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from edition import tables

TEXTS = (
    "_config.yml",
    "_toc.yml",
    "CITATION.cff",
    "references.bib",
    "requirements*.txt",
    "chapters/*.md",
    "data/*.json",
    "data/*/*.csv",
    "data/*/*.geojson",
    "_templates/**/*.*",
    "_static/*.css",
    "_static/*.js",
    "_static/*.svg",
)
ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffd]|â€|Ã[\x80-\xbf©¨¶¼]")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064]")
MIXED = re.compile(
    "[A-Za-zÀ-ɏ][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-zÀ-ɏ]"
)  # not in data/evidence/, which keeps pages as printed
FOREIGN = re.compile(
    r"""(?:@import\s+(?:url\()?|url\(|src=|<image[^>]*href=|fetch\(|import\()\s*["']?(?:https?:)?//"""
)
SHOWN = re.compile(  # what no style may hide
    r"^(?:body|main|article|section|p|li|figure|table|h[1-6])(?![\w.#:\[-])|\.(?:editors-note|grade|footnote|claim|value|chapter-claim|summary)(?![\w-])"
)
HIDDEN = re.compile(
    r"display:\s*none|visibility:\s*hidden|(?:opacity|font-size):\s*0(?![.\d])|-\d{4,}px|clip(?:-path)?:"
)
GIVEN = {"author", "pagename"}  # what the templates of pages take from Sphinx


def texts(root: Path) -> list[str]:
    """Return a message for each file under root that is not plain UTF-8 text, or that nothing can read: file and line."""
    return [
        fault for pattern in TEXTS for path in sorted(root.glob(pattern)) for fault in _text(path)
    ]


def _text(path: Path) -> list[str]:
    faults = []
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [f"{path}: not readable as UTF-8: {error}"]
    for line, words in enumerate(text.split("\n"), start=1):
        place = f"{path}, line {line}"
        if odd := ODD.search(words):
            faults.append(
                f"{place}: expected plain UTF-8 with LF line ends and no byte-order mark; found {odd[0]!r}"
            )
        elif unseen := UNSEEN.search(words):
            faults.append(f"{place}: a character that nobody sees, U+{ord(unseen[0]):04X}")
        elif path.parent.name != "evidence" and (mixed := MIXED.search(words)):
            faults.append(
                f"{place}: Latin and Cyrillic or Greek letters in one word, at {mixed[0]!r}"
            )
        elif not unicodedata.is_normalized("NFC", words):
            faults.append(
                f"{place}: a letter and its accent are two characters; expected one (Unicode form NFC)"
            )
    if not text.endswith("\n"):
        faults.append(
            f"{path}, line {text.count(chr(10)) + 1}: cut off, or empty; expected a line end as the last character"
        )
    elif path.suffix in (".json", ".geojson"):
        try:
            json.loads(text)
        except ValueError as error:
            faults.append(f"{path}: not valid JSON: {error}")
    return faults


def look(root: Path) -> list[str]:
    """Return a message for each style, script or template that loads from another host, and each style that hides what readers trust."""
    faults = []
    for path in (path for pattern in TEXTS[-4:] for path in sorted(root.glob(pattern))):
        text = path.read_text(encoding="utf-8")
        faults += [
            f"{path}, line {text.count(chr(10), 0, found.start()) + 1}: loads from another host: {found[0]!r}"
            for found in FOREIGN.finditer(text)
        ]
        if root / "_templates" in path.parents and path.suffix != ".css":
            faults += _template(path, text, path.parent == root / "_templates")
        if path.suffix != ".css":
            continue
        plain = re.sub(r"(?s)/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text)
        if plain.count("{") != plain.count("}"):
            faults.append(
                f"{path}: {plain.count('{')} opening and {plain.count('}')} closing braces"
            )
        for rule in re.finditer(r"([^{}]+)\{([^{}]*)\}", plain):
            last = [
                part.split()[-1]
                for part in rule[1].split(",")
                if part.split() and "data-depth" not in rule[1]
            ]
            hidden = [part for part in last if SHOWN.search(part)]
            if hidden and HIDDEN.search(rule[2]):
                faults.append(
                    f"{path}, line {plain.count(chr(10), 0, rule.end()) + 1}: a style hides {', '.join(hidden)} from the reader"
                )
    return faults


def _template(path: Path, text: str, page: bool) -> list[str]:
    try:
        tree = Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        return [f"{path}, line {error.lineno}: not readable as a template: {error.message}"]
    places = {node.name: node.lineno for node in tree.find_all(nodes.Name)}
    unknown = sorted(meta.find_undeclared_variables(tree) - GIVEN) if page else []
    return [
        f"{path}, line {places[name]}: {name!r} stands for nothing; Sphinx gives {', '.join(sorted(GIVEN))}"
        for name in unknown
    ]


def paths() -> list[str]:
    """Return a message for each table of the data package whose path leads out of data/: nothing is fetched, nothing is read elsewhere."""
    items = tables.package().get("resources")
    if not items:
        return [f"{tables.DESCRIPTOR}: expected a list 'resources' with the tables of the edition"]
    outside = [
        item
        for item in items
        if not re.fullmatch(r"(?:[a-z]+/)?\w+\.(?:csv|geojson)", str(item.get("path")))
    ]
    return [
        f"{tables.DESCRIPTOR}, table {item.get('name')!r}: expected a path inside data/, found {item.get('path')!r}"
        for item in outside
    ]


def evidence() -> list[str]:
    """Return a message for each file of data/evidence that is not, byte by byte, what its builder made."""
    folder = tables.DATA / "evidence"
    if not (folder / "SHA256SUMS").exists():
        return [
            f"{folder / 'SHA256SUMS'}: missing; it lists what the builders made (python data/builders/digests.py)"
        ]
    listed = {
        name: digest
        for digest, name in (
            line.split("  ")
            for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        )
    }
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix in (".csv", ".geojson")
    }
    faults = [
        f"{folder / name}: missing; SHA256SUMS lists it"
        for name in sorted(listed.keys() - there.keys())
    ]
    expected = "expected the bytes that data/evidence/SHA256SUMS lists; if the change is meant, run python data/builders/digests.py"
    return faults + [
        f"{folder / name}: {expected}" for name in sorted(there) if there[name] != listed.get(name)
    ]
