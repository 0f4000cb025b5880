"""Note which files a kernel reads: a chapter is executed again when one of them has changed.

Standard library only: a kernel imports this before anything else.
Of a table, only the columns that were asked for may count (`part`), of a text only what a pattern
finds in it (`matches`): a chapter that looks up where a statement stands need not run again when
its wording changes, nor one that lists the titles of others when a sentence of these does.
A file counts with the contents that it had when it was opened; bytecode counts as its module.
Folders that are listed are not noted: a chapter names the tables that it loads.
"""

import csv
import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from edition.paths import ROOT

LEFT_OUT = ("_build", ".venv", ".git")
BYTECODE = re.compile(r"__pycache__[/\\](\w+)\.[\w.-]+\.pyc$")
KEPT = ("edition", "edition.paths", "edition.reads")  # modules that stay loaded between chapters
OF = "#"  # between a path and the columns that were read: data/article/claims.csv#claim,chapter
SOUGHT = "?"  # between a path and the pattern, after its flags: chapters/theory.md?32:^# (.+)$
_seen: dict[str, str] = {}  # SHA-256 by path, of the chapter that is at work
_parts: set[str] = set()  # paths of which only a part counts, while it is read


def begin() -> None:
    """Forget what was read, and let go the edition's modules: each chapter loads its own.

    A hook of Python's cannot be taken away, so there is one for all chapters.
    """
    if not getattr(sys, "edition_reads", False):
        sys.edition_reads = True
        sys.addaudithook(_note)
    for name in [name for name in sys.modules if name.partition(".")[0] == "edition"]:
        if name not in KEPT:
            del sys.modules[name]
            # else `from edition import tables` takes what the package still holds, unread
            vars(sys.modules["edition"]).pop(name.removeprefix("edition."), None)
    _seen.clear()
    for name in KEPT:
        _note("open", (sys.modules[name].__file__,))


def recorded() -> dict[str, str]:
    """Return the SHA-256 of each file read since begin, by its path from the project's root."""
    return dict(_seen)


def _note(event: str, arguments: tuple) -> None:
    if event != "open" or not isinstance(arguments[0], str | os.PathLike):
        return
    opened = os.path.abspath(arguments[0])  # noqa: PTH100 (links stay links)
    path = Path(BYTECODE.sub(r"\1.py", opened))
    if path.is_relative_to(ROOT):
        name = path.relative_to(ROOT).as_posix()
        if name not in _seen and name not in _parts and not name.startswith(LEFT_OUT):
            _seen[name] = ""  # before it is opened here, which is noted, too
            _seen[name] = digest(path)


@contextmanager
def part(path: Path, columns: Iterable[str] | None) -> Iterator[None]:
    """Let only these columns of a table count as read; without columns all of it counts."""
    if not (columns and getattr(sys, "edition_reads", False) and path.is_relative_to(ROOT)):
        yield
        return
    name = path.relative_to(ROOT).as_posix()
    _parts.add(name)
    try:
        _seen[f"{name}{OF}{','.join(columns)}"] = _columns(path, list(columns))
        yield
    finally:
        _parts.discard(name)


def matches(path: Path, pattern: re.Pattern) -> list[re.Match]:
    """Return all that a pattern finds in a text; only this counts as read."""
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else ""
    _parts.add(name)
    try:
        found = [*pattern.finditer(path.read_text(encoding="utf-8"))]
    finally:
        _parts.discard(name)
    if name:
        _seen[f"{name}{SOUGHT}{pattern.flags}:{pattern.pattern}"] = _matched(found)
    return found


def now(name: str) -> str:
    """Return the SHA-256 that a name of `recorded` has now."""
    path, kind, told = re.match(f"([^{OF}{SOUGHT}]*)(.?)(.*)", name, re.S).groups()
    if kind == OF:
        return _columns(ROOT / path, told.split(","))
    if kind != SOUGHT:
        return digest(ROOT / path)
    flags, _, pattern = told.partition(":")
    try:
        text = (ROOT / path).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
    return _matched(re.compile(pattern, int(flags)).finditer(text))


def _matched(found: Iterable[re.Match]) -> str:
    return hashlib.sha256(repr([match[0] for match in found]).encode()).hexdigest()


def _columns(path: Path, columns: list[str]) -> str:
    """Return the SHA-256 of some columns of a table, empty if they cannot be read."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [[row[column] for column in columns] for row in csv.DictReader(file)]
    except (OSError, KeyError, ValueError):
        return ""
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, empty if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
