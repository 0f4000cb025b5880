"""Keep what takes long to make from build to build, under a digest of what it is made from.

Without a folder nothing is kept. A change of the edition's own code, of the pins or of Python
empties the folder, so what is kept need not be told by which code it was made.
"""

import base64
import hashlib
import json
import platform
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

STAMP = "made-by.txt"
_folder: Path | None = None
_used: set[str] = set()


def use(folder: Path | None, code: Path, pins: Path) -> None:
    """Keep things in folder from now on; code and pins are what they depend on, too."""
    global _folder
    _folder = folder
    _used.clear()
    if folder is None:
        return
    sources = [path.read_bytes() for path in sorted(code.rglob("*.py"))]
    stamp = _digest([platform.python_version().encode(), pins.read_bytes(), *sources])
    if not (folder / STAMP).exists() or (folder / STAMP).read_text(encoding="utf-8") != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / STAMP).write_text(stamp, encoding="utf-8")


def value(kind: str, made_from: Iterable[bytes], make: Callable[[], Any]) -> Any:
    """Return what make gives, which JSON can hold; it is called for new inputs alone."""
    if _folder is None:
        return make()
    path = _path(kind, made_from)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        made = make()
        path.write_text(json.dumps(made), encoding="utf-8")
        return made


def known(kind: str, made_from: Iterable[bytes]) -> bool:
    """Tell whether a value made from this is kept, which then counts as asked for."""
    return _folder is not None and _path(kind, made_from).exists()


def raw(kind: str, made_from: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
    """Return the bytes that make gives; it is called for new inputs alone."""

    def written() -> str:
        return base64.b64encode(make()).decode()

    return base64.b64decode(value(kind, made_from, written))


def folder() -> Path | None:
    """Return where things are kept, None if nowhere."""
    return _folder


def beside(place: Path | None, make: Callable, *arguments) -> set[str]:
    """Call make in another process, which keeps things in place, too; return what it asked for."""
    global _folder
    _folder = place
    make(*arguments)
    return _used


def asked(names: set[str]) -> None:
    """Let what another process asked for count."""
    _used.update(names)


def tidy() -> None:
    """Let go what was not asked for since `use`."""
    for path in _folder.glob("*.json") if _folder else ():
        if path.name not in _used:
            path.unlink()


def _path(kind: str, made_from: Iterable[bytes]) -> Path:
    name = f"{kind}-{_digest(made_from)}.json"
    _used.add(name)
    return _folder / name


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()[:32]
