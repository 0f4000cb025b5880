"""Make the tables of data/evidence from upstream files: fetched by address, or in a folder."""

import subprocess
import sys

from edition.paths import ROOT


def options(parser) -> None:
    """Add the words of `python -m edition data`: all go to the builders."""
    parser.set_defaults(run=main, more=[])


def main(arguments) -> int:
    """Run the builders; return their exit status."""
    print("Rebuilding data/evidence from upstream files ...", flush=True)
    command = [sys.executable, "-m", "builders", *arguments.more]
    return subprocess.run(command, cwd=ROOT / "data").returncode
