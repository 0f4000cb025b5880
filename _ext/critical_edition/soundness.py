"""Check what no schema says: plain bytes, whole marks, dates that exist, and tables, text and article that agree."""

import hashlib
import json
import re
import unicodedata
from datetime import date
from pathlib import Path

import yaml
from edition import notes, tables

TEXTS = (
    "_config.yml",
    "_toc.yml",
    "CITATION.cff",
    "references.bib",
    "chapters/*.md",
    "data/*.json",
    "data/*/*.csv",
    "data/*/*.geojson",
    "_templates/**/*.*",
    "_static/*.css",
)
CITED = ("title", "authors", "version", "date-released", "license", "abstract", "keywords", "references")
ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffd]|â€|Ã[\x80-\xbf©¨¶¼]")
ROLES = {"glue", "note", "sources", "source", "numref", "download", "doc", "ref"}
DIRECTIVES = {"code-cell", "div", "admonition"}
LOADS = re.compile(r"<(?:script|iframe|img|link|style|object|embed)\b|\bsrc=|@import|!\[[^\]]*\]\(\w+:", re.I)
SHAPES = {"year": r"\d{4}", "month": r"\d{4}-\d\d", "day": r"\d{4}-\d\d-\d\d"}
FIELDS = {
    *("title", "titletranslation", "author", "editor", "journal", "publisher", "institution", "howpublished", "series", "volume", "number", "pages"),
    *("year", "date", "doi", "url", "urldate", "urlstatus", "language", "note", "isbn", "issn", "location", "edition", "booktitle"),
}
SIGNS = {"percent": ("%", "half"), "percent_of_gdp": ("%",), "billion_usd": ("$", "billion"), "tonnes": ("ton",)}
BOUNDS = {"up_to": ("up to", "as much as"), "more_than": ("more than", "over"), "about": ("about", "around"), "ratio_about": ("doubled",)}


def files(root: Path) -> list[str]:
    """Return a message for each file under root that is not plain UTF-8 text, or that nothing can read: file and line."""
    faults = []
    for path in (path for pattern in TEXTS for path in sorted(root.glob(pattern))):
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{path}: not readable as UTF-8: {error}")
            continue
        for line, words in enumerate(text.split("\n"), start=1):
            if odd := ODD.search(words):
                faults.append(f"{path}, line {line}: expected plain UTF-8 with LF line ends and no byte-order mark; found {odd[0]!r}")
            elif not unicodedata.is_normalized("NFC", words):
                faults.append(f"{path}, line {line}: a letter and its accent are two characters; expected one (Unicode form NFC)")
        if not text.endswith("\n"):
            faults.append(f"{path}, line {text.count(chr(10)) + 1}: cut off, or empty; expected a line end as the last character")
        elif path.suffix in (".json", ".geojson"):
            try:
                json.loads(text)
            except ValueError as error:
                faults.append(f"{path}: not valid JSON: {error}")
    return faults


def settings(root: Path) -> list[str]:
    """Return a message for each chapter that the table of contents lacks or has too much, and for each gap in CITATION.cff."""
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
    named = re.findall(r"chapters/(\w+)", json.dumps(read["_toc.yml"]))
    there = [path.stem for path in (root / "chapters").glob("*.md")]
    faults += [
        f"{root / '_toc.yml'}: {name!r} is named {named.count(name)} times; expected once for chapters/{name}.md"
        for name in there
        if named.count(name) != 1
    ]
    faults += [f"{root / '_toc.yml'}: no file chapters/{name}.md" for name in named if name not in there]
    return faults + [f"{root / 'CITATION.cff'}: needs the field {name!r}" for name in CITED if not read["CITATION.cff"].get(name)]


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


def article() -> list[str]:
    """Return a message for each row whose value, unit, bound, note or date is not that of the article's words or of the table of claims."""
    claims = tables.load("claims").set_index("claim")
    faults = []
    for row in tables.load("numbers").itertuples():
        place, said = f"{tables.DATA}/article/numbers.csv, row {row.Index + 2}", row.verbatim.replace("\N{NO-BREAK SPACE}", " ")
        shown = row.words or (f"{row.value:.0f}" if row.unit == "year" else f"{row.value:,g}")
        if shown not in said:
            faults.append(f"{place}, field 'value': {shown} does not stand in the article’s words “{said}”")
        if not any(sign in said for sign in SIGNS.get(row.unit, ("",))):
            faults.append(f"{place}, field 'unit': {row.unit!r} is not the unit of the article’s words “{said}”")
        for bound, words in BOUNDS.items():
            if (row.bound == bound or row.bound == "exact") and any(word in said for word in words) != (row.bound == bound):
                faults.append(f"{place}, field 'bound': {row.bound!r} is not what the article’s words say: “{said}”")
    near = {note: claims.note.iloc[max(place - 1, 0) : place + 2].index for place, note in enumerate(claims.note)}  # a note may serve its neighbours
    for name in ("numbers", "events", "notes", "note_sources", "quotations"):
        for row in tables.load(name).dropna(subset="note").itertuples():
            if row.claim not in near.get(row.note, ()) if name == "note_sources" else str(row.note) != str(claims.note[row.claim]):
                faults.append(
                    f"{_path(name)}, row {row.Index + 2}, field 'note': claim {row.claim} has no note {row.note} in data/article/claims.csv"
                )
    return faults + [fault for row in tables.load("events").itertuples() for fault in _dates(row)]


def _dates(row) -> list[str]:
    place = f"{_path('events')}, row {row.Index + 2}"
    for field in ("date", "date_end"):
        text = getattr(row, field)
        try:
            if text:
                date.fromisoformat(f"{text}-01-01"[:10])
        except ValueError:
            return [f"{place}, field {field!r}: no such date: {text}"]
    if row.precision in SHAPES and not re.fullmatch(SHAPES[row.precision], row.date):
        return [f"{place}, field 'date': {row.date} is not the {row.precision} that field 'precision' promises"]
    if row.date_end and row.date_end[: len(row.date)] < row.date[: len(row.date_end)]:
        return [f"{place}, field 'date_end': {row.date_end} is before {row.date}"]
    return []


def _path(name: str) -> Path:
    return tables.DATA / tables.resource(name)["path"]


def graded() -> list[str]:
    """Return a message if the notes are not numbered one by one, or a note's grade is not that of its best source."""
    listed, sources = tables.load("notes"), tables.load("note_sources")
    faults = []
    for row in listed.itertuples():
        place = f"{_path('notes')}, row {row.Index + 2}"
        if row.note != row.Index + 1:
            faults.append(f"{place}, field 'note': expected {row.Index + 1}, found {row.note}")
        best = next((grade for grade in notes.GRADES if (sources.grade[sources.note == row.note] == grade).any()), "open")
        if row.grade != best:
            faults.append(f"{place}, field 'grade': expected {best!r} by data/notes/note_sources.csv, found {row.grade!r}")
    last = tables.load("claims").note.max()
    return faults + ([f"{_path('notes')}: ends with note {len(listed)}, data/article/claims.csv with {last}"] if len(listed) != last else [])


def references() -> list[str]:
    """Return a message for each entry of references.bib with an unknown type, field or language, an impossible date, or an address that is none."""
    faults = []
    for key, entry in notes.entries().items():
        place, get = f"{notes.BIBLIOGRAPHY}, entry {key!r}", entry.fields.get
        if entry.type not in notes.REQUIRED:
            faults.append(f"{place}: unknown type @{entry.type}; expected one of {', '.join(notes.REQUIRED)}")
        faults += [f"{place}: unknown field {name!r}" for name in entry.fields if name not in FIELDS]
        for name in ("year", "date", "urldate"):
            if name in entry.fields and not _real(get(name)):
                faults.append(f"{place}, field {name!r}: expected a date such as 2015, 2015-09 or 2015-09-30, found {get(name)!r}")
        if get("year") and get("date") and not get("date").startswith(get("year")):
            faults.append(f"{place}: year {get('year')} and date {get('date')} differ")
        if get("url") and not re.match(r"https?://[\w.-]+\.\w{2,}(?:[:/?#]|$)", get("url")):
            faults.append(f"{place}, field 'url': expected an address that begins with https:// or http://, found {get('url')!r}")
        if get("doi") and not re.match(r"10\.\d{4,}/\S+$", get("doi")):
            faults.append(f"{place}, field 'doi': expected 10.…/…, found {get('doi')!r}")
        if get("pages") and not re.match(r"\d|[ivxlc]+\b", get("pages")):
            faults.append(f"{place}, field 'pages': expected page numbers only, found {get('pages')!r}")
        if get("language") and get("language") not in notes.LANGUAGES:
            faults.append(f"{place}, field 'language': expected one of {', '.join(notes.LANGUAGES)}, found {get('language')!r}")
    return faults


def _real(text: str) -> bool:
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}(-\d\d){0,2}", text) is not None


def marks(folder: Path) -> list[str]:
    """Return a message for each mark in a chapter that is not whole, not known, or that would load something: file and line."""
    return [fault for path in sorted(folder.glob("*.md")) for fault in _marks(path)]


def _marks(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    faults, block, opened, cell, balance = [], "", 0, [], 0
    if not re.match(r"---\nfile_format: mystnb\nkernelspec: .*\n---\n", text) and "{code-cell}" in text:
        faults.append(f"{path}, line 1: expected the front matter of a notebook (file_format: mystnb, kernelspec)")
    for line, words in enumerate(lines, start=1):
        place = f"{path}, line {line}"
        if block != "```" and words.startswith(":::"):
            faults += _block(place, words, block == ":::", opened)
            block, opened = ("", 0) if block == ":::" else (":::", line)
        elif block != ":::" and words.startswith("```"):
            if block == "```":
                faults += _figure(f"{path}, line {opened}", cell)
            else:
                faults += _block(place, words, False, line)
            block, opened, cell = ("", 0, []) if block == "```" else ("```", line, [words])
        elif block == "```":
            cell.append(words)
            continue
        if LOADS.search(words):
            faults.append(f"{place}: a chapter loads nothing by itself, least of all from another host; found {LOADS.search(words)[0]!r}")
        if "![](" in words:
            faults.append(f"{place}: a picture without an alternative text; expected ![what it shows](…)")
        if not words.startswith((":::", "```")):
            for role in re.finditer(r"\{([a-z]+)\}(`[^`]+`)?", words):
                if role[1] not in ROLES or not role[2]:
                    faults.append(f"{place}: expected a role such as {{glue}}`A01`, found {words[role.start() : role.start() + 30]!r}")
        balance = 0 if not words.strip() else balance + words.count("[") - words.count("]")
        if balance < 0 or (balance and (line == len(lines) or not lines[line].strip())):
            faults.append(f"{place}: a square bracket has no partner in this paragraph")
            balance = 0
    if block:
        faults.append(f"{path}, line {opened}: the block that opens here ({block}) is not closed")
    return faults + _bound(path, text)


def _block(place: str, words: str, closing: bool, opened: int) -> list[str]:
    if closing:
        return [] if words.strip() == ":::" else [f"{place}: the block of line {opened} is not closed"]
    found = re.match(r"(?:`+|:+)\{([\w-]+)\}", words)
    if found and found[1] in DIRECTIVES or re.fullmatch(r"```\w+", words):
        return []
    return [f"{place}: expected one of the blocks {', '.join(sorted(DIRECTIVES))}; found {words!r}"]


def _figure(place: str, cell: list[str]) -> list[str]:
    text = "\n".join(cell)
    missing = [name for name in ("caption", "name") if not re.search(rf"^    {name}: \S", text, flags=re.M)]
    return [f"{place}: a figure needs its {name!r} under mystnb: figure:" for name in missing] if "hide-input" in text or "figure:" in text else []


def _bound(path: Path, text: str) -> list[str]:
    """Check that the values of a chapter are bound, and that each stands in the claim that it belongs to."""
    claims, numbers = tables.load("claims"), tables.load("numbers")
    if path.stem not in set(claims.chapter):
        return []
    claim_of, faults, start = dict(zip(numbers.id, numbers.claim, strict=True)), [], 0
    if "{glue}`" in text and f'values.bind("{path.stem}")' not in text:
        faults.append(f'{path}: shows values with {{glue}} and has no cell with values.bind("{path.stem}")')
    for mark in re.finditer(r"\]\{#(\w+) \.claim\}", text):
        line = text.count("\n", 0, mark.start()) + 1
        shown = re.findall(r"\{glue\}`(\w+)`", text[start : mark.start()])
        faults += [
            f"{path}, line {line}: {{glue}}`{key}` belongs to claim {claim_of[key]}, not {mark[1]}"
            for key in shown
            if claim_of.get(key, mark[1]) != mark[1]
        ]
        wanted = numbers.id[(numbers.claim == mark[1]) & (numbers.unit != "year")]
        faults += [f"{path}, line {line}: claim {mark[1]} does not show its value {{glue}}`{key}`" for key in wanted if key not in shown]
        start = mark.end()
    return faults
