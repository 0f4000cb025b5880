"""Build a book in a folder of its own, from copies of what a build reads.

What is saved while the build is at work is not in the copies, so the next build finds it.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from edition import surroundings
from edition.outputs import manifest, placing

BOOK = "from jupyter_book.cli.main import main; main()"  # the package has no __main__
EXECUTED = "_build/.executed"  # where a build keeps the outputs of chapters, in its copy
STRICT = ("-n", "-W", "--keep-going")
BROKEN = "The book was not built:"  # as edition.extension says it
# what stands beside the faults and is none: asyncio speaks when a kernel is ended
NOISE = ("The last good", "Task was destroyed", "task: <Task")
LINES = 15  # of what a build says, where it fails without saying a line of ours
ERROR = re.compile(r"(?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Interrupt|Exit|Stop): \S")
OURS = re.compile(r'\s*File "(src/edition/[^"]+)", line (\d+)')


def mirror(root: Path, copy: Path) -> None:
    """Make copy hold just what a build of the project at root reads; what is the same stays."""
    read = manifest.read(root)
    for path in [path for path in copy.rglob("*") if path.is_file()]:
        name = path.relative_to(copy)
        if (
            name.as_posix() not in read
            and name.parts[0] != "_build"
            and "__pycache__" not in name.parts
        ):
            path.unlink()
    for name, path in read.items():
        target, raw = copy / name, path.read_bytes()
        if not target.exists() or target.read_bytes() != raw:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(raw)


def run(
    copy: Path,
    options: Iterable[str] = STRICT,
    before: Iterable[str] = (),
    settings: Path | None = None,
    **more: str,
) -> str | None:
    """Build the book in the folder copy, into copy/_build/html; return what was said if it failed.

    options: of `jupyter-book build`. before: words of a command that runs the build.
    settings: the folder whose settings are to blame, if not the copy's. more: variables of its
    environment.
    """
    environment = surroundings.closed(copy / "_build" / ".settings", copy / "src") | more
    command = [*before, sys.executable, "-c", BOOK, "build", "-q", *options, "."]
    text = {"capture_output": True, "encoding": "utf-8", "errors": "replace"}
    done = subprocess.run(command, cwd=copy, env=environment, stdin=subprocess.DEVNULL, **text)
    told = done.stdout + done.stderr
    return said(told, copy, settings) if done.returncode else None


def said(text: str, copy: Path, root: Path | None = None) -> str:
    """Return the lines of a failed build that help: places in the project, no paint, no traceback.

    Where the build ended before its check began, its settings are checked here, those of the folder
    root where the copy has others.
    """
    from edition.book.soundness import settings

    text = _plain(text, copy)
    lines = [line.rstrip() for line in text.splitlines()]
    if BROKEN in lines:
        start = lines.index(BROKEN) + 1
        stop = next((n for n, line in enumerate(lines[start:], start) if not line), len(lines))
        return "\n".join(line for line in lines[start:stop] if not line.startswith(NOISE))
    if faults := settings.settings(root or copy):
        return _plain("\n".join(faults), copy)
    warned = [line for line in lines if re.search(r"\b(?:WARNING|ERROR|CRITICAL)\b", line)]
    if warned:
        return "\n".join(dict.fromkeys(warned))
    return _reason(lines)


def _plain(text: str, copy: Path) -> str:
    """Return a text without the colours of a terminal, and without the folder of the copy."""
    text = re.sub(r"\x1b\[[\d;]*m", "", text)
    return text.replace(f"{copy}/", "").replace(f"{copy}\\", "")


def _reason(lines: list[str]) -> str:
    """Return the error that a traceback ends with, and the last of our own lines that it passed."""
    if wrapped := re.search(r"threw an exception \(exception: (.*)\)", "\n".join(lines)):
        return wrapped[1]  # what one of our own steps says, in Sphinx's words
    errors = [n for n, line in enumerate(lines) if ERROR.match(line)]
    if not errors:
        told = [line for line in lines if line and not line.startswith(("  ", "==="))]
        return "\n".join(told[-LINES:])
    places = [found for line in lines if (found := OURS.match(line))]
    where = f"{places[-1][1]}, line {places[-1][2]}: " if places else ""
    return f"{where}{lines[errors[-1]]}"


def finished(copy: Path) -> Path:
    """Return the folder of the pages that a build in copy has made."""
    return copy / "_build" / "html"


def configure(copy: Path, **settings) -> None:
    """Change settings of Sphinx in the _config.yml of the copy, not of the project."""
    import yaml

    path = copy / "_config.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["sphinx"]["config"] |= settings
    path.write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML


def publish(made: Path, site: Path) -> None:
    """Put a copy of the pages made into the place of the site."""
    draft = placing.draft(site)
    shutil.copytree(made, draft, dirs_exist_ok=True)
    placing.place(draft, site)
