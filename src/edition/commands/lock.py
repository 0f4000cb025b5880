"""Renew the pins: the closure of the dependency groups of pyproject.toml, with hashes."""

import subprocess
import sys

from edition.paths import ROOT

OPTIONS = (
    "--python-version=3.11", "--universal", "--generate-hashes", "--no-emit-index-url",
    "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet",
)  # fmt: skip
# list: groups of pyproject.toml, a list whose pins it takes, and what else uv is told;
# commands/environment.py and outputs/notebooks.py name the lists. Readers install the last one with
# pip, which follows what packages ask for, so what [tool.uv] leaves out is in it.
LISTS = {
    "requirements.txt": (("book",), "", ()),
    "requirements-dev.txt": (
        ("book", "data", "test", "lab", "audit", "lock"),
        "requirements.txt",
        (),
    ),
    "requirements-notebooks.txt": (("notebooks",), "requirements-dev.txt", ("--no-config",)),
    "tests/judges.txt": (("judges",), "", ()),  # of an environment that one test makes
}


def options(parser) -> None:
    """Add the words of `python -m edition lock`."""
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    parser.set_defaults(run=main)


def main(arguments) -> int:
    """Write each list, on top of the one before it; return uv's exit status."""
    newest = ["--upgrade"] if arguments.upgrade else []
    for name, (groups, pins, more) in LISTS.items():
        chosen = [f"--group={group}" for group in groups]
        limits = [f"--constraints={pins}"] if pins else []
        uv = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *chosen, *limits, *more]
        uv += newest
        done = subprocess.run([*uv, f"--output-file={name}"], cwd=ROOT)
        if done.returncode:
            return done.returncode
    return 0
