"""The files of the project: readable bytes, styles that hide nothing, paths that stay inside."""

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
    r"^(?:body|main|article|section|p|li|figure|table|h[1-6])(?![\w.#:\[-])"
    r"|\.(?:editors-note|grade|footnote|claim|value|chapter-claim|summary)(?![\w-])"
)
HIDDEN = re.compile(
    r"display:\s*none|visibility:\s*hidden|(?:opacity|font-size):\s*0(?![.\d])"
    r"|-\d{4,}px|clip(?:-path)?:"
)
DIGESTS = "python -m edition data digests (make data ARGS=digests)"
UPSTREAM = "make data FROM=folder"
# typed tables of which builders make others (TYPED in data/builders/build.py)
FEEDING = {"un_roll_calls_mended.csv"}
# what the templates of pages take from Sphinx, from edition.extension (digest), from each other,
# from edition.book.metadata
GIVEN = {"author", "pagename", "pathto", "root_doc", "docstitle", "favicon_url", "language"}
GIVEN |= {"digest", "inline", "described", "restates"}


def texts(root: Path) -> list[str]:
    """Return a message for each file under root that is not plain UTF-8 text: file and line."""
    return [
        fault for pattern in TEXTS for path in sorted(root.glob(pattern)) for fault in _text(path)
    ]


def _text(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [f"{path}: not readable as UTF-8: {error}"]
    evidence = path.parent.name == "evidence"
    odd = {}
    for line, words in enumerate(text.split("\n"), start=1):
        if fault := _odd(words, evidence):
            odd.setdefault(fault, []).append(line)
    faults = [
        f"{path}, line {line}: {fault}" + (f", and in {len(more)} lines more" if more else "")
        for fault, (line, *more) in odd.items()
    ]
    if not text.endswith("\n"):
        expected = "cut off, or empty; expected a line end as the last character"
        faults.append(f"{path}, line {text.count(chr(10)) + 1}: {expected}")
    elif path.suffix == ".json":
        try:
            json.loads(text)
        except ValueError as error:
            faults.append(f"{path}, line {error.lineno}: not valid JSON: {error}")
    return faults


def _odd(words: str, evidence: bool) -> str:
    """Return what is odd about the letters of a line, empty if nothing is."""
    if odd := ODD.search(words):
        expected = "expected plain UTF-8 with LF line ends and no byte-order mark"
        return f"{expected}; found {odd[0]!r}"
    if unseen := UNSEEN.search(words):
        return f"a character that nobody sees, U+{ord(unseen[0]):04X}"
    if not evidence and (mixed := MIXED.search(words)):
        return f"Latin and Cyrillic or Greek letters in one word, at {mixed[0]!r}"
    if not unicodedata.is_normalized("NFC", words):
        return "a letter and its accent are two characters; expected one (Unicode form NFC)"
    return ""


def look(root: Path) -> list[str]:
    """Return a message for each style, script or template that loads or hides what it must not.

    Nothing is loaded from another host, and nothing is hidden that readers trust.
    """
    faults = []
    for path in (path for pattern in TEXTS[-4:] for path in sorted(root.glob(pattern))):
        text = path.read_text(encoding="utf-8", errors="replace")
        faults += [
            f"{path}, line {_line(text, found.start())}: loads from another host: {found[0]!r}"
            for found in FOREIGN.finditer(text)
        ]
        if path.suffix == ".css":
            faults += _style(path, text)
        elif root / "_templates" in path.parents:
            faults += _template(path, text, path.parent == root / "_templates")
    return faults


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _style(path: Path, text: str) -> list[str]:
    """Check that a style sheet is whole and hides nothing."""
    plain = re.sub(r"(?s)/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text)
    opening, closing = plain.count("{"), plain.count("}")
    faults = []
    if opening != closing:
        faults.append(f"{path}: {opening} opening and {closing} closing braces")
    for rule in re.finditer(r"([^{}]+)\{([^{}]*)\}", plain):
        parts = [] if "data-depth" in rule[1] else rule[1].split(",")
        last = [part.split()[-1] for part in parts if part.split()]
        hidden = [part for part in last if SHOWN.search(part)]
        if hidden and HIDDEN.search(rule[2]):
            place = f"{path}, line {_line(plain, rule.end())}"
            faults.append(f"{place}: a style hides {', '.join(hidden)} from the reader")
    return faults


def _template(path: Path, text: str, page: bool) -> list[str]:
    try:
        tree = Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        return [f"{path}, line {error.lineno}: not readable as a template: {error.message}"]
    places = {node.name: node.lineno for node in tree.find_all(nodes.Name)}
    unknown = sorted(meta.find_undeclared_variables(tree) - GIVEN) if page else []
    given = f"stands for nothing; there are {', '.join(sorted(GIVEN))}"
    return [f"{path}, line {places[name]}: {name!r} {given}" for name in unknown]


def paths() -> list[str]:
    """Return a message for each table whose path leads out of data/; nothing is fetched."""
    items = tables.package().get("resources")
    if not items:
        return [f"{tables.DESCRIPTOR}: expected a list 'resources' with the tables of the edition"]
    return [
        f"{tables.DESCRIPTOR}, table {item.get('name')!r}: expected a path inside data/, "
        f"found {item.get('path')!r}"
        for item in items
        if not re.fullmatch(r"(?:[a-z]+/)?\w+\.csv", str(item.get("path")))
    ]


def evidence() -> list[str]:
    """Return a message for each file of data/evidence that has changed since its digest was made.

    It says which command makes what follows from the change, and the digest.
    """
    folder = tables.DATA / "evidence"
    sums = folder / "SHA256SUMS"
    if not sums.exists():
        return [f"{sums}: missing; it lists the digests of the tables beside it ({DIGESTS})"]
    lines = sums.read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix == ".csv"
    }
    lost = sorted(listed.keys() - there.keys())
    changed = sorted(name for name in there if there[name] != listed.get(name))
    expected = "expected the bytes that data/evidence/SHA256SUMS lists"
    return [f"{folder / name}: missing; SHA256SUMS lists it ({_maker(name)})" for name in lost] + [
        f"{folder / name}: {expected}; {_remedy(name)}" for name in changed
    ]


def _remedy(name: str) -> str:
    """Return what to do about a changed table: typed ones may change, made ones are made anew."""
    maker = _maker(name)
    if name in FEEDING:
        return f"if the change is meant, run {UPSTREAM}, which makes the tables that follow from it"
    if maker == UPSTREAM:
        return (
            f"a builder makes this table from upstream files: change the builder, then run {maker}"
        )
    return f"if the change is meant, run {maker}"


def _maker(name: str) -> str:
    """Return the command that makes a table, or what follows from it."""
    made = {Path(item["path"]).name: item.get("builder") for item in tables.package()["resources"]}
    return UPSTREAM if made.get(name) else DIGESTS
