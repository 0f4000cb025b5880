"""The files of the project: plain bytes that can be read, settings that hide no fault, exact pins, paths that stay inside."""

import hashlib
import json
import re
import unicodedata
from datetime import date
from pathlib import Path

import yaml
from edition import tables
from jinja2 import Environment, meta, nodes

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
MIXED = re.compile("[A-Za-zÀ-ɏ][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-zÀ-ɏ]")  # not in data/evidence/, which keeps pages as printed
FOREIGN = re.compile(r"""(?:@import\s+(?:url\()?|url\(|src=|<image[^>]*href=|fetch\(|import\()\s*["']?(?:https?:)?//""")
SHOWN = re.compile(r"\.(?:editors-note|grade|footnote|claim|value|chapter-claim|summary)(?![\w-])")  # what no style may hide
GIVEN = {"author", "pagename"}  # what the templates of pages take from Sphinx
CITED = ("title", "authors", "version", "date-released", "license", "abstract", "keywords", "references")
STRICT = {
    "execute/execute_notebooks": "cache",
    "execute/allow_errors": False,
    "execute/stderr_output": "error",
    "sphinx/config/suppress_warnings": None,
    "sphinx/config/nitpick_ignore": None,
    "sphinx/config/nitpick_ignore_regex": None,
}


def texts(root: Path) -> list[str]:
    """Return a message for each file under root that is not plain UTF-8 text, or that nothing can read: file and line."""
    return [fault for pattern in TEXTS for path in sorted(root.glob(pattern)) for fault in _text(path)]


def _text(path: Path) -> list[str]:
    faults = []
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [f"{path}: not readable as UTF-8: {error}"]
    for line, words in enumerate(text.split("\n"), start=1):
        place = f"{path}, line {line}"
        if odd := ODD.search(words):
            faults.append(f"{place}: expected plain UTF-8 with LF line ends and no byte-order mark; found {odd[0]!r}")
        elif unseen := UNSEEN.search(words):
            faults.append(f"{place}: a character that nobody sees, U+{ord(unseen[0]):04X}")
        elif path.parent.name != "evidence" and (mixed := MIXED.search(words)):
            faults.append(f"{place}: Latin and Cyrillic letters in one word, at {mixed[0]!r}")
        elif not unicodedata.is_normalized("NFC", words):
            faults.append(f"{place}: a letter and its accent are two characters; expected one (Unicode form NFC)")
    if not text.endswith("\n"):
        faults.append(f"{path}, line {text.count(chr(10)) + 1}: cut off, or empty; expected a line end as the last character")
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
            f"{path}, line {text.count(chr(10), 0, found.start()) + 1}: loads from another host: {found[0]!r}" for found in FOREIGN.finditer(text)
        ]
        if path.parent == root / "_templates" and path.suffix == ".html":
            faults += _names(path, text)
        if path.suffix != ".css":
            continue
        plain = re.sub(r"(?s)/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text)
        if plain.count("{") != plain.count("}"):
            faults.append(f"{path}: {plain.count('{')} opening and {plain.count('}')} closing braces")
        for rule in re.finditer(r"([^{}]+)\{([^{}]*)\}", plain):
            hidden = [part.split()[-1] for part in rule[1].split(",") if part.split() and "data-depth" not in rule[1]]
            if re.search(r"display:\s*none|visibility:\s*hidden", rule[2]) and any(SHOWN.search(part) for part in hidden):
                faults.append(f"{path}, line {plain.count(chr(10), 0, rule.end()) + 1}: a style hides {', '.join(hidden)} from the reader")
    return faults


def _names(path: Path, text: str) -> list[str]:
    tree = Environment(autoescape=True).parse(text)
    places = {node.name: node.lineno for node in tree.find_all(nodes.Name)}
    unknown = sorted(meta.find_undeclared_variables(tree) - GIVEN)
    return [f"{path}, line {places[name]}: {name!r} stands for nothing; Sphinx gives {', '.join(sorted(GIVEN))}" for name in unknown]


def settings(root: Path) -> list[str]:
    """Return a message for each chapter missing in the contents, each setting that hides a fault, and each gap in CITATION.cff."""
    read, faults = {}, []
    for name in ("_toc.yml", "_config.yml", "CITATION.cff"):
        try:
            read[name] = yaml.safe_load((root / name).read_text(encoding="utf-8"))
            if not isinstance(read[name], dict):
                faults.append(f"{root / name}: expected keys and values, found {type(read[name]).__name__}")
        except (OSError, yaml.YAMLError) as error:
            faults.append(f"{root / name}: not readable as YAML: {error}")
    if faults:
        return faults
    return _contents(root, read["_toc.yml"]) + _cited(root / "CITATION.cff", read["CITATION.cff"]) + _strict(root, **read)


def _contents(root: Path, contents: dict) -> list[str]:
    path, named = root / "_toc.yml", re.findall(r"chapters/(\w+)", json.dumps(contents))
    there = [path.stem for path in (root / "chapters").glob("*.md")]
    wrong = [name for name in there if named.count(name) != 1]
    return [f"{path}: {name!r} is named {named.count(name)} times; expected once for chapters/{name}.md" for name in wrong] + [
        f"{path}: no file chapters/{name}.md" for name in named if name not in there
    ]


def _cited(path: Path, cited: dict) -> list[str]:
    faults = [f"{path}: needs the field {name!r}" for name in CITED if not cited.get(name)]
    try:
        date.fromisoformat(str(cited.get("date-released")))
    except ValueError:
        faults.append(f"{path}, field 'date-released': expected a day such as 2026-09-30, found {cited.get('date-released')!r}")
    return faults


def _strict(root: Path, **read: dict) -> list[str]:
    path, config, cited = root / "_config.yml", read["_config.yml"], read["CITATION.cff"]
    faults = []
    for key, expected in STRICT.items():
        found = config
        for part in key.split("/"):
            found = (found or {}).get(part)
        if found != expected and (found or expected is not None):
            faults.append(f"{path}, key {key!r}: expected {expected!r}, so that no fault stays unseen; found {found!r}")
    if config.get("title") != cited.get("title"):
        faults.append(f"{path}, key 'title': {config.get('title')!r} is not the title in CITATION.cff")
    if config.get("author") != ", ".join(person.get("name", "") for person in cited.get("authors") or []):
        faults.append(f"{path}, key 'author': {config.get('author')!r} is not whom CITATION.cff names")
    return faults


def pins(root: Path) -> list[str]:
    """Return a message for each requirement that is not one exact version with the SHA-256 of its files."""
    faults = []
    for path in sorted(root.glob("requirements*.txt")):
        lines = path.read_text(encoding="utf-8").replace("\\\n", "\0").split("\n")
        line = 1
        for text in lines:
            if text and not re.fullmatch(r"[\w.\[\]-]+==[\w.!+-]+(?: ; [^\0]+)? *(?:\0 +--hash=sha256:[0-9a-f]{64} *)+", text):
                faults.append(f"{path}, line {line}: expected name==version and its --hash=sha256:…, found {text.split(chr(0))[0].strip()!r}")
            line += text.count("\0") + 1
    return faults


def paths() -> list[str]:
    """Return a message for each table of the data package whose path leads out of data/: nothing is fetched, nothing is read elsewhere."""
    items = tables.package().get("resources")
    if not items:
        return [f"{tables.DESCRIPTOR}: expected a list 'resources' with the tables of the edition"]
    outside = [item for item in items if not re.fullmatch(r"(?:[a-z]+/)?\w+\.(?:csv|geojson)", str(item.get("path")))]
    return [f"{tables.DESCRIPTOR}, table {item.get('name')!r}: expected a path inside data/, found {item.get('path')!r}" for item in outside]


def evidence() -> list[str]:
    """Return a message for each file of data/evidence that is not, byte by byte, what its builder made."""
    folder = tables.DATA / "evidence"
    if not (folder / "SHA256SUMS").exists():
        return [f"{folder / 'SHA256SUMS'}: missing; it lists what the builders made (python data/builders/digests.py)"]
    listed = {name: digest for digest, name in (line.split("  ") for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines())}
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.suffix in (".csv", ".geojson")}
    faults = [f"{folder / name}: missing; SHA256SUMS lists it" for name in sorted(listed.keys() - there.keys())]
    expected = "expected the bytes that data/evidence/SHA256SUMS lists; if the change is meant, run python data/builders/digests.py"
    return faults + [f"{folder / name}: {expected}" for name in sorted(there) if there[name] != listed.get(name)]
