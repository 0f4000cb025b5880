"""The marks in the chapters: whole and known blocks, roles and brackets; figures, values and editors' notes that are complete."""

import re
from pathlib import Path

from edition import tables

from .data import BOUNDS

ROLES = {"glue", "note", "sources", "source", "numref", "download", "doc", "ref"}
DIRECTIVES = {"code-cell", "div", "admonition"}
TAGS = {"hide-input", "remove-input", "remove-cell"}
LOADS = re.compile(
    r"<(?:script|iframe|img|link|style|object|embed)\b|\bsrc=|@import|!\[[^\]]*\]\(\w+:", re.I
)
HIDES = re.compile(
    r"^%|<!--|<(?!https?:|/?a\b)/?\w+[^>]*>"
)  # Markdown comments and HTML, by which words can vanish from the page
ATTRIBUTES = re.compile(r"\{(?:#[A-Z]\d\d \.claim|\.language-(?:be|ru|uk)-Latn)\}")
CLASSES = {"chapter-claim", "screen-only", "editors-note", "summary"}
EDITORS = "Editors’ note"
NUMBER = re.compile(
    r"(?<![\w.,])(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?(?!\w)"
)  # but no years, which have a test of their own


def marks(folder: Path) -> list[str]:
    """Return a message for each mark in a chapter that is not whole, not known, or that would load something: file and line."""
    return [fault for path in sorted(folder.glob("*.md")) for fault in _marks(path)] + _order(
        folder.parent
    )


def _order(root: Path) -> list[str]:
    named = re.findall(r"chapters/(\w+)", (root / "_toc.yml").read_text(encoding="utf-8"))
    expected = list(dict.fromkeys(tables.load("claims").chapter))
    found = [name for name in named if name in expected]
    return (
        []
        if found == expected
        else [
            f"{root / '_toc.yml'}: the chapters do not stand in the article's order; expected {', '.join(expected)}"
        ]
    )


def _marks(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    faults, block, opened, inside, balance = [], "", 0, [], 0
    if (
        not re.match(r"---\nfile_format: mystnb\nkernelspec: .*\n---\n", text)
        and "{code-cell}" in text
    ):
        faults.append(
            f"{path}, line 1: expected the front matter of a notebook (file_format: mystnb, kernelspec)"
        )
    for line, words in enumerate(lines, start=1):
        place = f"{path}, line {line}"
        if block != "```" and words.startswith(":::"):
            faults += _block(place, words, block == ":::", opened)
            if block == ":::":
                faults += _box(path, opened, inside)
            block, opened, inside = ("", 0, []) if block == ":::" else (":::", line, [words])
        elif block != ":::" and words.startswith("```"):
            faults += (
                _cell(f"{path}, line {opened}", inside)
                if block == "```"
                else _block(place, words, False, line)
            )
            block, opened, inside = ("", 0, []) if block == "```" else ("```", line, [words])
        elif block:
            inside.append(words)
            if block == "```":
                continue
        faults += [
            f"{place}: {fault}" for fault in _line(words) + _classes(words) + _mentions(words)
        ]
        balance = 0 if not words.strip() else balance + words.count("[") - words.count("]")
        if balance < 0 or (balance and (line == len(lines) or not lines[line].strip())):
            faults.append(f"{place}: a square bracket has no partner in this paragraph")
            balance = 0
    if block:
        faults.append(f"{path}, line {opened}: the block that opens here ({block}) is not closed")
    return faults + _whole(path, text) + _values(path, text)


def _line(words: str) -> list[str]:
    faults = []
    if LOADS.search(words):
        faults.append(
            f"a chapter loads nothing by itself, least of all from another host; found {LOADS.search(words)[0]!r}"
        )
    elif found := HIDES.search(re.sub(r"`[^`]*`", "", words)):
        faults.append(f"a comment or HTML, in which text is lost to the reader; found {found[0]!r}")
    if "![](" in words:
        faults.append("a picture without an alternative text; expected ![what it shows](…)")
    if not words.startswith((":::", "```")):
        for role in re.finditer(r"\{([a-z]+)\}(`[^`]+`)?", words):
            if role[1] not in ROLES or not role[2]:
                faults.append(
                    f"expected a role such as {{glue}}`A01`, found {words[role.start() : role.start() + 30]!r}"
                )
    return faults


def _classes(words: str) -> list[str]:
    """Check that the attributes of words and blocks are those that mean something; others can hide text, or mark it with no language."""
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
    return [
        f"expected a claim, such as {{#S04 .claim}}, a language, such as {{.language-ru-Latn}}, or a known class; found {name!r}"
        for name in named
    ]


def _mentions(words: str) -> list[str]:
    """Check that a note that is spoken of is one of the article's, and that of the claim to which its link leads."""
    if not re.search(r"\bnote \d", words):  # nearly every line
        return []
    claims = tables.load("claims")
    own, last = dict(zip(claims.claim.str.lower(), claims.note, strict=True)), claims.note.max()
    faults = [
        f"expected a note from 1 to {last}, found {found[0]!r}"
        for found in re.finditer(r"\bnote (\d+)", words)
        if int(found[1]) > last
    ]
    linked = re.finditer(r"\[note (\d+)\]\(#([a-z]\d\d)\)", words)
    return faults + [
        f"{found[0]} leads to a claim with the note {own.get(found[2])}"
        for found in linked
        if str(own.get(found[2])) != found[1]
    ]


def _block(place: str, words: str, closing: bool, opened: int) -> list[str]:
    if closing:
        return (
            [] if words.strip() == ":::" else [f"{place}: the block of line {opened} is not closed"]
        )
    found = re.match(r"(?:`+|:+)\{([\w-]+)\}", words)
    if found and found[1] in DIRECTIVES or re.fullmatch(r"```\w+", words):
        return []
    return [f"{place}: expected one of the blocks {', '.join(sorted(DIRECTIVES))}; found {words!r}"]


def _cell(place: str, cell: list[str]) -> list[str]:
    """Check the head of a cell: a figure has caption and name, and no tag lets an error pass or a cell be skipped."""
    text = "\n".join(cell)
    tags = re.findall(r"[\w-]+", " ".join(re.findall(r"(?m)^:?tags: (.*)$", text)))
    faults = [
        f"{place}: unknown tag {tag!r} of a cell; expected one of {', '.join(sorted(TAGS))}"
        for tag in tags
        if tag not in TAGS
    ]
    missing = [
        name for name in ("caption", "name") if not re.search(rf"^    {name}: \S", text, flags=re.M)
    ]
    if "hide-input" in text or "figure:" in text:
        faults += [
            f"{place}: a figure needs its {name!r} under mystnb: figure:" for name in missing
        ]
    return faults


def _box(path: Path, opened: int, box: list[str]) -> list[str]:
    """Check a box of the editors: its title and class go together, each remark names its claim and its sources, in the order of the text."""
    titled, classed = EDITORS in box[0], ":class: editors-note" in box
    if titled != classed:
        return [
            f"{path}, line {opened}: the title “{EDITORS}” and the class editors-note go together; found {box[:2]}"
        ]
    faults, before = [], ""
    for item in re.split(r"\n(?=- )", "\n".join(box))[1:] if classed else []:
        place = f"{path}, line {opened + chr(10).join(box).split(item)[0].count(chr(10))}"
        claim = re.match(r"- On \[[^\]]+\]\(#([a-z]\d\d)\)", item)
        if not claim:
            faults.append(
                f"{place}: expected a remark that begins with its claim, “- On [what](#s04)”; found {item[:40]!r}"
            )
            continue
        if not re.search(r"\{sources?\}`[\w-]+`", item):
            faults.append(
                f"{place}: an editors’ note names no source; expected “Source:” or “Sources:” and {{source}}`key`"
            )
        for other in re.findall(r"\{sources\}`(\w+)`", item):
            if other.lower() != claim[1]:
                faults.append(
                    f"{place}: {{sources}}`{other}` stands in a remark on claim {claim[1].upper()}"
                )
        if claim[1] < before:
            faults.append(
                f"{place}: the remark on {claim[1].upper()} comes after that on {before.upper()}; expected the order of the text"
            )
        before = claim[1]
    return faults


def _whole(path: Path, text: str) -> list[str]:
    """Check that a chapter has one title, says what it claims and, if it restates the article, ends with its summary and shows all sources found."""
    faults = [
        f"{path}: expected one {what}, found {found}"
        for what, found in {
            "title (# …)": len(re.findall(r"(?m)^# ", re.sub(r"(?ms)^```.*?^```$", "", text))),
            "opening (:::{div} chapter-claim)": 1
            if path.stem == "index"
            else len(re.findall(r"(?m)^:::\{div\} chapter-claim$", text)),
        }.items()
        if found != 1
    ]
    claims = tables.load("claims")
    mine = set(claims.claim[claims.chapter == path.stem])
    if mine and len(re.findall(r"(?m)^:class: summary$", text)) != 1:
        faults.append(
            f"{path}: expected one box “The chapter in brief” with the line :class: summary"
        )
    for claim in tables.load("unmarked").claim:
        if claim in mine and text.count(f"{{sources}}`{claim}`") != 1:
            faults.append(
                f"{path}: expected {{sources}}`{claim}` once, as data/notes/unmarked.csv lists this claim"
            )
    return faults


def _values(path: Path, text: str) -> list[str]:
    """Check that the values of a chapter are bound, and that each stands once in its claim, in its order, after the words of its bound."""
    claims, numbers = tables.load("claims"), tables.load("numbers")
    if path.stem.startswith("evidence"):
        return _results(path, text)
    if path.stem not in set(claims.chapter):
        return []
    claim_of, bound_of, faults, start = (
        dict(zip(numbers.id, numbers.claim, strict=True)),
        dict(zip(numbers.id, numbers.bound, strict=True)),
        [],
        0,
    )
    value_of, statement_of = (
        dict(zip(numbers.id, numbers.value, strict=True)),
        dict(zip(claims.claim, claims.statement, strict=True)),
    )
    if "{glue}`" in text and f'values.bind("{path.stem}")' not in text:
        faults.append(
            f'{path}: shows values with {{glue}} and has no cell with values.bind("{path.stem}")'
        )
    for mark in re.finditer(r"\]\{#(\w+) \.claim\}", text):
        place, span = (
            f"{path}, line {text.count(chr(10), 0, mark.start()) + 1}",
            text[start : mark.start()],
        )
        start = mark.end()
        shown = re.findall(r"\{glue\}`(\w+)`", span)
        said = {number.replace(",", "") for number in NUMBER.findall(span)} | {
            f"{value_of[key]:g}" for key in shown if key in value_of
        }
        for number in NUMBER.findall(statement_of.get(mark[1], "")):
            if number.replace(",", "") not in said:
                faults.append(
                    f"{place}: data/article/claims.csv says {number} in the statement of {mark[1]}; the chapter does not"
                )
        for key in shown:
            if claim_of.get(key, mark[1]) != mark[1]:
                faults.append(
                    f"{place}: {{glue}}`{key}` belongs to claim {claim_of[key]}, not {mark[1]}"
                )
            if shown.count(key) > 1:
                faults.append(
                    f"{place}: {{glue}}`{key}` stands {shown.count(key)} times in claim {mark[1]}"
                )
            before = span.split(f"{{glue}}`{key}`")[0].lower()
            for bound, words in BOUNDS.items():
                if bound != "ratio_about" and before.rstrip().endswith(words) != (
                    bound_of.get(key) == bound
                ):
                    faults.append(
                        f"{place}: {{glue}}`{key}` is {bound_of.get(key)!r} in data/article/numbers.csv; the words before it say otherwise"
                    )
        last = {}  # years among themselves, and all else
        for row in numbers[numbers.claim == mark[1]].itertuples():
            sort = row.unit == "year"
            found = span.find(f"{{glue}}`{row.id}`")
            if found < 0:
                faults.append(
                    f"{place}: claim {mark[1]} does not show its value {{glue}}`{row.id}`"
                )
            elif found < last.get(sort, -1):
                faults.append(
                    f"{place}: in claim {mark[1]} the value {row.id} comes too early; expected the order of data/article/numbers.csv"
                )
            last[sort] = max(last.get(sort, -1), found)
    return faults


def _results(path: Path, text: str) -> list[str]:
    """Check that results of one quantity stand in the order of their rows, so that none has taken the place of another year's."""
    faults = []
    for (test, quantity), rows in tables.load("results").groupby(["test", "quantity"], sort=False):
        places = [text.find(f"{{glue}}`{key}`") for key in rows.id]
        for key, here, before in zip(rows.id[1:], places[1:], places, strict=False):
            if 0 <= here < before:
                line = text.count("\n", 0, here) + 1
                expected = "expected the order of data/evidence/results.csv"
                faults.append(
                    f"{path}, line {line}: {{glue}}`{key}` ({test}: {quantity}) comes too early; {expected}"
                )
    return faults
