"""A rehearsal for rot: each Python runs all tests in a fresh clone of what is committed.

Each has a bare environment: PATH, a home of its own and nothing else.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from edition.paths import ROOT

from .build import BUILD

LAST = re.compile(r"(?:passed|failed|error).* in [\d.]+s")


def options(parser) -> None:
    """Add the words of `python -m edition rehearse`."""
    parser.add_argument("pythons", nargs="+", help="names or paths: python3.11 python3.13")
    parser.set_defaults(run=main)


def main(arguments) -> int:
    """Print one line a Python; return 1 if any of them failed."""
    changed = subprocess.run(["git", "diff", "--quiet", "HEAD"], cwd=ROOT)
    if changed.returncode:
        print("Note: changes that are not committed are not rehearsed.")
    outcomes = [_rehearse(name) for name in arguments.pythons]
    print(*(words for words, _ in outcomes), sep="\n")
    return int(not all(passed for _, passed in outcomes))


def _rehearse(name: str) -> tuple[str, bool]:
    """Return a line on how the tests went with this Python, and whether they passed."""
    program = shutil.which(name)
    what = "import platform, sys; print(platform.python_version(), sys.executable)"
    ask = [program or name, "-c", what]
    asked = subprocess.run(ask, capture_output=True, text=True) if program else None
    if not asked or asked.returncode:
        return f"{name}: not found, or it does not run; nothing was rehearsed", False
    version, executable = asked.stdout.strip().split(" ", 1)
    log = BUILD / "rehearsal" / f"{version}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    print(f"Rehearsing with Python {version} (log: {log.relative_to(ROOT)}) ...", flush=True)
    with tempfile.TemporaryDirectory() as spare, log.open("w", encoding="utf-8") as lines:
        clone = Path(spare) / "edition"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        bare = {"PATH": os.environ["PATH"], "HOME": spare}
        command = ["make", "test", f"PYTHON={executable}"]
        done = subprocess.run(command, cwd=clone, env=bare, stdout=lines, stderr=subprocess.STDOUT)
    found = [line for line in log.read_text(encoding="utf-8").splitlines() if LAST.search(line)]
    word = "failed" if done.returncode else "passed"
    return f"{version}: {word}: {found[-1] if found else 'no tests were run'}", not done.returncode
