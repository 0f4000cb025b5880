"""Renew the pins: the closure of the dependency groups of pyproject.toml, with hashes."""

import subprocess
import sys

from edition.paths import ROOT

OPTIONS = (
    "--python-version=3.11", "--universal", "--generate-hashes", "--no-emit-index-url",
    "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet",
)  # fmt: skip
# of pyproject.toml; commands/environment.py names the lists that are made of them
GROUPS = ("book", "data", "test", "lab", "audit", "lock")


def options(parser) -> None:
    """Add the words of `python -m edition lock`."""
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    parser.set_defaults(run=main)


def main(arguments) -> int:
    """Write requirements.txt, and requirements-dev.txt on top of it; return uv's exit status."""
    more = ["--upgrade"] if arguments.upgrade else []
    for name, groups in (("requirements.txt", GROUPS[:1]), ("requirements-dev.txt", GROUPS)):
        chosen = [f"--group={group}" for group in groups]
        limits = [] if groups == GROUPS[:1] else ["--constraints=requirements.txt"]
        uv = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *chosen, *limits, *more]
        done = subprocess.run([*uv, f"--output-file={name}"], cwd=ROOT)
        if done.returncode:
            return done.returncode
    return 0
