"""Open the chapters in JupyterLab, each as a notebook."""

import os
import subprocess
import sys

from edition.paths import ROOT
from edition.surroundings import clean


def options(parser) -> None:
    """Add the words of `python -m edition lab`: all others go to JupyterLab."""
    parser.set_defaults(run=main, more=[])


def main(arguments) -> int:
    """Run JupyterLab in the folder of the chapters; return its exit status."""
    command = [sys.executable, "-m", "jupyterlab", "--notebook-dir=."]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    own = clean() | {"PYTHONPATH": str(ROOT / "src")}
    try:
        return subprocess.run(
            [*command, *arguments.more], cwd=ROOT / "chapters", env=own
        ).returncode
    except KeyboardInterrupt:
        return 0
