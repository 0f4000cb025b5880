"""The marks in the chapters: whole and known blocks, roles and brackets; complete figures."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from edition import tables
from edition.tables import vocabulary

ROLES = {"glue", "note", "sources", "source", "numref", "download", "doc", "ref"}
DIRECTIVES = {"code-cell", "div", "admonition"}
TAGS = {"hide-input", "remove-input", "remove-cell", "screen-only"}
LOADS = re.compile(
    r"<(?:script|iframe|img|link|style|object|embed)\b|\bsrc=|@import|!\[[^\]]*\]\(\w+:", re.I
)
HIDES = re.compile(
    r"^%|<!--|<(?!https?:|/?a\b)/?\w+[^>]*>"
)  # Markdown comments and HTML, by which words can vanish from the page
ATTRIBUTES = re.compile(r"\{(?:#[A-Z]\d\d \.claim|\.language-(?:be|ru|uk)-Latn)\}")
CLASSES = {
    *("chapter-claim", "screen-only", "editors-note", "summary", "result", "finding", "whole"),
    *(f"language-{code}" for code in ("fr", "ru", "be")),
}
EDITORS = "Editors’ note"
GLUED = re.compile(r"\{glue\}`(\w+)`")
NUMBER = re.compile(
    r"(?<![\w.,])(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?(?!\w)"
)  # but no years, which have a test of their own


def order(root: Path) -> list[str]:
    """Return a message if the contents do not have the chapters in the article's order."""
    path = root / "_toc.yml"
    named = re.findall(r"chapters/(\w+)", path.read_text(encoding="utf-8"))
    expected = [name for name in dict.fromkeys(tables.load("claims").chapter) if name in named]
    if [name for name in named if name in expected] == expected:
        return []
    there = f"expected {', '.join(expected)}"
    return [f"{path}: the chapters do not stand in the article's order; {there}"]


def marks(path: Path) -> list[str]:
    """Return a message for each mark in a chapter that is not whole or not known, with its line.

    No table is needed for that.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    faults = _head(path, text) + _titles(path, text) + _blocks(path, text.split("\n"))
    for line, words in _prose(text):
        faults += [f"{path}, line {line}: {fault}" for fault in _line(words) + _classes(words)]
    return faults + _brackets(path, text)


def _head(path: Path, text: str) -> list[str]:
    front = re.match(r"---\nfile_format: mystnb\nkernelspec: .*\n---\n", text)
    if front or "{code-cell}" not in text:
        return []
    expected = "expected the front matter of a notebook (file_format: mystnb, kernelspec)"
    return [f"{path}, line 1: {expected}"]


def _titles(path: Path, text: str) -> list[str]:
    """Check that a chapter has one title, and says what it claims."""
    prose = re.sub(r"(?ms)^```.*?^```$", "", text)
    opened = len(re.findall(r"(?m)^:::\{div\} chapter-claim$", text))
    counted = {
        "title (# …)": len(re.findall(r"(?m)^# ", prose)),
        "opening (:::{div} chapter-claim)": 1 if path.stem == "index" else opened,
    }
    return [
        f"{path}: expected one {what}, found {found}"
        for what, found in counted.items()
        if found != 1
    ]


def _prose(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the words of each line that is not inside a cell."""
    inside = False
    for line, words in enumerate(text.split("\n"), start=1):
        fence = words.startswith("```")
        if fence or not inside:
            yield line, words
        inside ^= fence


def _blocks(path: Path, lines: list[str]) -> list[str]:
    """Check that blocks are known and closed, and what stands in them."""
    faults, block, opened, inside = [], "", 0, []
    for line, words in enumerate(lines, start=1):
        place, fence = f"{path}, line {line}", words[:3] if words[:3] in (":::", "```") else ""
        if fence and block in ("", fence):
            if not block:
                faults += _opening(place, words)
                block, opened, inside = fence, line, [words]
                continue
            if fence == ":::" and words.strip() != ":::":
                faults.append(f"{place}: the block of line {opened} is not closed")
            faults += _cell(path, opened, inside) if fence == "```" else _box(path, opened, inside)
            block = ""
        elif block:
            inside.append(words)
    if block:
        faults.append(f"{path}, line {opened}: the block that opens here ({block}) is not closed")
    return faults


def _brackets(path: Path, text: str) -> list[str]:
    """Check that each square bracket has its partner in its paragraph."""
    faults, balance = [], 0
    there = dict(_prose(text))
    for line, words in there.items():
        balance = 0 if not words.strip() else balance + words.count("[") - words.count("]")
        if balance < 0 or (balance and not there.get(line + 1, "").strip()):
            place = f"{path}, line {line}"
            faults.append(f"{place}: a square bracket has no partner in this paragraph")
            balance = 0
    return faults


def _line(words: str) -> list[str]:
    faults = []
    if found := LOADS.search(words):
        why = "a chapter loads nothing by itself, least of all from another host"
        faults.append(f"{why}; found {found[0]!r}")
    elif found := HIDES.search(re.sub(r"`[^`]*`", "", words)):
        faults.append(f"a comment or HTML, in which text is lost to the reader; found {found[0]!r}")
    if "![](" in words:
        faults.append("a picture without an alternative text; expected ![what it shows](…)")
    if words.startswith((":::", "```")):
        return faults
    for role in re.finditer(r"\{([a-z]+)\}(`[^`]+`)?", words):
        if role[1] not in ROLES or not role[2]:
            shown = words[role.start() : role.start() + 30]
            faults.append(f"expected a role such as {{glue}}`A01`, found {shown!r}")
    return faults


def _classes(words: str) -> list[str]:
    """Check that attributes mean something; others can hide text, or mark it with no language."""
    named = [
        found[0]
        for found in re.finditer(r"(?:(?<=\])|^)\{[.#][^}]*\}?", words)
        if not ATTRIBUTES.fullmatch(found[0])
    ]
    named += [
        found[1]
        for found in re.finditer(r"^(?::::\{div\}|:class:) (.*)$", words)
        if found[1] not in CLASSES
    ]
    expected = "a claim, such as {#S04 .claim}, a language, such as {.language-ru-Latn}"
    return [f"expected {expected}, or a known class; found {name!r}" for name in named]


def mentions(path: Path) -> list[str]:
    """Check that a note that is spoken of is one of the article's, and that of its claim's link."""
    text = path.read_text(encoding="utf-8", errors="replace")
    claims = tables.load("claims")
    own, last = dict(zip(claims.claim.str.lower(), claims.note, strict=True)), claims.note.max()
    faults = []
    for line, words in _prose(text):
        place = f"{path}, line {line}"
        faults += [
            f"{place}: expected a note from 1 to {last}, found {found[0]!r}"
            for found in re.finditer(r"\bnote (\d+)", words)
            if int(found[1]) > last
        ]
        faults += [
            f"{place}: {found[0]} leads to a claim with the note {own.get(found[2])}"
            for found in re.finditer(r"\[note (\d+)\]\(#([a-z]\d\d)\)", words)
            if str(own.get(found[2])) != found[1]
        ]
    return faults


def _opening(place: str, words: str) -> list[str]:
    found = re.match(r"(?:`+|:+)\{([\w-]+)\}", words)
    if found and found[1] in DIRECTIVES or re.fullmatch(r"```\w+", words):
        return []
    return [f"{place}: expected one of the blocks {', '.join(sorted(DIRECTIVES))}; found {words!r}"]


def _cell(path: Path, opened: int, cell: list[str]) -> list[str]:
    """Check the head of a cell.

    A figure has caption and name; no tag lets an error pass or a cell be skipped.
    """
    place, text = f"{path}, line {opened}", "\n".join(cell)
    tags = re.findall(r"[\w-]+", " ".join(re.findall(r"(?m)^:?tags: (.*)$", text)))
    known = f"expected one of {', '.join(sorted(TAGS))}"
    faults = [f"{place}: unknown tag {tag!r} of a cell; {known}" for tag in tags if tag not in TAGS]
    if "figure:" in text:
        faults += [
            f"{place}: a figure needs its {name!r} under mystnb: figure:"
            for name in ("caption", "name")
            if not re.search(rf"(?m)^    {name}: \S", text)
        ]
    return faults


def _box(path: Path, opened: int, box: list[str]) -> list[str]:
    """Check a box of the editors: title and class go together, remarks stand in order."""
    titled, classed = EDITORS in box[0], ":class: editors-note" in box
    if titled != classed:
        both = f"the title “{EDITORS}” and the class editors-note go together"
        return [f"{path}, line {opened}: {both}; found {box[:2]}"]
    faults, before, line = [], "", opened
    for item in re.split(r"\n(?=- )", "\n".join(box)):
        if classed and item.startswith("- "):
            claim, told = _remark(item, before)
            faults += [f"{path}, line {line}: {fault}" for fault in told]
            before = claim or before
        line += item.count("\n") + 1
    return faults


def _remark(item: str, before: str) -> tuple[str, list[str]]:
    """Return the claim of a remark, and what is wrong with it: its claim, its sources, its place.

    before: the claim of the remark above.
    """
    claim = re.match(r"- On \[[^\]]+\]\(#([a-z]\d\d)\)", item)
    if not claim:
        expected = "expected a remark that begins with its claim, “- On [what](#s04)”"
        return "", [f"{expected}; found {item[:40]!r}"]
    faults, own = [], claim[1].upper()
    if not re.search(r"\{sources?\}`[\w-]+`", item):
        expected = "expected “Source:” or “Sources:” and {source}`key`"
        faults.append(f"an editors’ note names no source; {expected}")
    for other in re.findall(r"\{sources\}`(\w+)`", item):
        if other != own:
            faults.append(f"{{sources}}`{other}` stands in a remark on claim {own}")
    if claim[1] < before:
        expected = f"comes after that on {before.upper()}; expected the order of the text"
        faults.append(f"the remark on {own} {expected}")
    return claim[1], faults


def restated(path: Path) -> list[str]:
    """Check that a chapter of the article has its summary and shows all sources found."""
    text = path.read_text(encoding="utf-8", errors="replace")
    claims = tables.load("claims")
    mine = set(claims.claim[claims.chapter == path.stem])
    faults = []
    if mine and len(re.findall(r"(?m)^:class: summary$", text)) != 1:
        expected = "expected one box “The chapter in brief” with the line :class: summary"
        faults.append(f"{path}: {expected}")
    for claim in tables.load("unmarked").claim:
        if claim in mine and text.count(f"{{sources}}`{claim}`") != 1:
            why = "as data/notes/unmarked.csv lists this claim"
            faults.append(f"{path}: expected {{sources}}`{claim}` once, {why}")
    return faults


def shown(path: Path) -> list[str]:
    """Check that the values of a chapter of the article are bound, each once in its claim."""
    claims, text = tables.load("claims"), path.read_text(encoding="utf-8", errors="replace")
    if path.stem not in set(claims.chapter):
        return []
    numbers, faults, start = tables.load("numbers").set_index("id", drop=False), [], 0
    own = dict(iter(numbers.groupby("claim")))
    if "{glue}`" in text and f'values.bind("{path.stem}")' not in text:
        wanted = f'values.bind("{path.stem}")'
        faults.append(f"{path}: shows values with {{glue}} and has no cell with {wanted}")
    said_of = dict(zip(claims.claim, claims.statement, strict=True))
    for mark in re.finditer(r"\]\{#(\w+) \.claim\}", text):
        place = f"{path}, line {text.count(chr(10), 0, mark.start()) + 1}"
        span, start = text[start : mark.start()], mark.end()
        told = _said(span, mark[1], said_of.get(mark[1], ""), numbers.value)
        told += _bound(span, mark[1], numbers) + _placed(span, mark[1], own)
        faults += [f"{place}: {fault}" for fault in told]
    return faults


def _said(span: str, claim: str, statement: str, value_of: pd.Series) -> list[str]:
    """Check that a claim says the numbers of its statement in the table of claims."""
    said = {number.replace(",", "") for number in NUMBER.findall(span)}
    said |= {f"{value_of[key]:g}" for key in GLUED.findall(span) if key in value_of}
    return [
        f"data/article/claims.csv says {number} in the statement of {claim}; the chapter does not"
        for number in NUMBER.findall(statement)
        if number.replace(",", "") not in said
    ]


def _bound(span: str, claim: str, numbers: pd.DataFrame) -> list[str]:
    """Check that the values in a claim are its own, once, after the words of their bounds."""
    keys, faults = GLUED.findall(span), []
    for key in keys:
        role = f"{{glue}}`{key}`"
        if key not in numbers.index:
            continue
        own = numbers.loc[key]
        if own.claim != claim:
            faults.append(f"{role} belongs to claim {own.claim}, not {claim}")
        if keys.count(key) > 1:
            faults.append(f"{role} stands {keys.count(key)} times in claim {claim}")
        before = span.split(role)[0].lower().rstrip()
        for name, words in vocabulary.meanings("numbers", "bound", "stated").items():
            spoken = words and name != "ratio_about"
            if spoken and before.endswith(tuple(words)) != (own.bound == name):
                wrong = "the words before it say otherwise"
                faults.append(f"{role} is {own.bound!r} in data/article/numbers.csv; {wrong}")
    return faults


def _placed(span: str, claim: str, own: dict[str, pd.DataFrame]) -> list[str]:
    """Check that a claim shows all its values, in the order of their rows."""
    faults, last = [], {}  # years among themselves, and all else
    for row in own[claim].itertuples() if claim in own else ():
        key, sort = row.id, row.unit == "year"
        found = span.find(f"{{glue}}`{key}`")
        if found < 0:
            faults.append(f"claim {claim} does not show its value {{glue}}`{key}`")
        elif found < last.get(sort, -1):
            expected = "expected the order of data/article/numbers.csv"
            faults.append(f"in claim {claim} the value {key} comes too early; {expected}")
        last[sort] = max(last.get(sort, -1), found)
    return faults
