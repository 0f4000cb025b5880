"""A small edition that is made to be broken: read the faults, plant one in a copy, run the check of
a build on it.

CONTRIBUTING.md tells how a fault is written down. Nothing here knows a line number by heart:
`{line}` and `{row}` in a message are the first line that the change touches, or that of the text
`at`.
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import yaml
from builders import digests

from edition import tables
from edition.book import checks
from edition.references import notes

HERE = Path(__file__).parent
SMALL = HERE / "edition"
ROOT = HERE.parents[1]
WHOLE = {
    "{}": lambda raw: b"{}\n",
    "half": lambda raw: raw[: len(raw) // 2],
    "nothing": lambda raw: b"",
    "with a byte-order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "with line ends of Windows": lambda raw: raw.replace(b"\n", b"\r\n"),
    "with line ends of the old Mac": lambda raw: raw.replace(b"\n", b"\r"),
    "in UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "in Windows-1252": lambda raw: raw.decode().encode("cp1252", "replace"),
    "without its last line end": lambda raw: raw[:-1],
}


def faults(name: str) -> list[dict]:
    """Return the faults of a list, such as "tables"."""
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


def settle(folder: Path) -> None:
    """Lay the small edition into a folder: its own files, and of the descriptor what is there."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    descriptor = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    there = [item for item in descriptor["resources"] if (SMALL / "data" / item["path"]).exists()]
    cut = json.dumps(descriptor | {"resources": there}, ensure_ascii=False, indent=1)
    for name, what in (("article/claims", "statements"), ("notes/notes", "notes")):
        rows = (SMALL / "data" / f"{name}.csv").read_text(encoding="utf-8").count("\n") - 1
        cut = re.sub(rf"\b\d+ {what}\b", f"{rows} {what}", cut)
    (folder / "data" / "datapackage.json").write_text(f"{cut}\n", encoding="utf-8")
    shutil.copy(ROOT / "_static" / "chinese-title.woff2", folder / "_static")
    digests.write(folder / "data" / "evidence")


@contextmanager
def read_from(root: Path) -> Iterator[None]:
    """Let tables and references be those of another folder; nothing read before is remembered."""
    places = [
        (tables, "ROOT", root),
        (tables, "DATA", root / "data"),
        (tables, "DESCRIPTOR", root / "data" / "datapackage.json"),
        (notes, "BIBLIOGRAPHY", root / "references.bib"),
    ]
    with ExitStack() as stack:
        stack.callback(_forget)
        for place in places:
            stack.enter_context(patch.object(*place))
        _forget()
        yield


def _forget() -> None:
    for found in (*vars(tables).values(), *vars(notes).values()):
        if hasattr(found, "cache_clear"):
            found.cache_clear()


def plant(folder: Path, fault: dict) -> str:
    """Break a file as the fault says; return the pattern that the message must fit."""
    path = folder / fault["file"]
    raw = path.read_bytes()
    if fault.get("gone"):
        path.unlink()
        if fault["gone"] == "a folder":  # no right to read can be taken from root
            path.mkdir()
        return expected(fault, "", "")
    broken = change(raw, fault)
    assert broken != raw, "nothing was broken"
    path.write_bytes(broken)
    if fault.get("digests"):
        digests.write(folder / "data" / "evidence")
    return expected(fault, *(text.decode("utf-8", "replace") for text in (raw, broken)))


def change(raw: bytes, fault: dict) -> bytes:
    """Return the broken bytes of a file."""
    if "whole" in fault:
        return WHOLE[fault["whole"]](raw)
    text = raw.decode("utf-8")
    for old, new in replacements(fault):
        assert old in text, f"{fault.get('file')} has no {old!r} to break"
        text = text.replace(old, new, -1 if fault.get("everywhere") else 1)
    for pattern, new in fault.get("pattern", {}).items():
        text = re.sub(pattern, new, text, count=1)
    if "rows" in fault:
        text = moved(text, **fault["rows"])
    if "keep" in fault:  # so many rows
        text = "".join(text.splitlines(keepends=True)[: fault["keep"] + 1])
    return (fault.get("begin", "") + text + fault.get("end", "")).encode()


def replacements(fault: dict) -> list[tuple[str, str]]:
    """Return the pairs of old and new text that a fault asks for."""
    if "exchange" in fault:
        one, other = fault["exchange"]
        return [(one, "\a"), (other, one), ("\a", other)]
    if "insert" in fault:
        place = fault.get("before") or fault["after"]
        pair = [fault["insert"], place] if "before" in fault else [place, fault["insert"]]
        return [(place, "".join(pair))]
    if "delete" in fault:
        return [(fault["delete"], "")]
    return list(fault.get("replace", {}).items())


def moved(text: str, take: str = "", after: str = "", twice: str = "", drop: str = "") -> str:
    """Return a table whose row that begins with a text is moved, doubled or dropped."""
    lines = text.splitlines(keepends=True)
    row = next(line for line in lines if line.startswith(take or twice or drop))
    place = lines.index(row)
    if not twice:
        lines.pop(place)
    if after:
        place = next(at for at, line in enumerate(lines) if line.startswith(after)) + 1
    return "".join(lines if drop else [*lines[:place], row, *lines[place:]])


def expected(fault: dict, before: str, after: str) -> str:
    """Return the pattern of the message, with the place of the change filled in."""
    old, new = before.split("\n"), after.split("\n")
    pairs = enumerate(zip(old, new, strict=False), start=1)
    line = next((number for number, (a, b) in pairs if a != b), min(len(old), len(new)) + 1)
    if "at" in fault:
        line = after[: after.index(fault["at"])].count("\n") + 1
    pattern = re.escape(fault["says"])
    for name, found in {"line": line, "row": line, "last": len(new)}.items():
        pattern = pattern.replace(rf"\{{{name}\}}", str(found))
    return pattern.replace(r"\{any\}", r"(?:\d+|'\w+')")


def said(folder: Path, fault: dict) -> str:
    """Return what the check before a build says of a broken edition, nothing if it is sound.

    Tables that the fault leaves as they were are not held against the descriptor once more.
    """
    same = fault.get("file", "data")[:4] != "data"
    sound = patch.object(tables, "faults", lambda spoilt=(): ([], set())) if same else ExitStack()
    with read_from(folder), sound:
        try:
            checks.check_all(folder)
        except tables.DataError as error:
            return str(error)
    return ""
