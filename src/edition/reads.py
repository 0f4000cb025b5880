"""Note which files a process reads: a chapter is executed again when one of them has changed.

Standard library only: a kernel imports this before anything else.
A file counts with the contents that it had when it was opened; bytecode counts as the module that
it was made from. Folders that are listed are not noted: a chapter names the tables that it loads.
"""

import hashlib
import os
import re
import sys
from pathlib import Path

from edition.paths import ROOT

LEFT_OUT = ("_build", ".venv", ".git")
BYTECODE = re.compile(r"__pycache__[/\\](\w+)\.[\w.-]+\.pyc$")


def record(target: str) -> None:
    """Write into target a line a file, until the process ends: SHA-256, blank, path."""
    root, seen = str(ROOT) + os.sep, set()
    lines = os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)

    def note(event: str, arguments: tuple) -> None:
        if event != "open" or not isinstance(arguments[0], str | os.PathLike):
            return
        path = BYTECODE.sub(r"\1.py", os.path.abspath(arguments[0]))  # noqa: PTH100 (links stay)
        name = path.removeprefix(root)
        if path in seen or name == path or name.startswith(LEFT_OUT):
            return
        seen.add(path)
        if found := digest(Path(path)):
            os.write(lines, f"{found} {Path(name).as_posix()}\n".encode())

    sys.addaudithook(note)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, empty if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def recorded(target: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that was read, by its path from the root of the project."""
    lines = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    return {name: found for found, _, name in (line.partition(" ") for line in lines)}
