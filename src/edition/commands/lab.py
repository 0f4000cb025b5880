"""Open the chapters in JupyterLab, each as a notebook."""

import json
import os
import subprocess
import sys

from edition.paths import ROOT
from edition.surroundings import clean

SETTINGS = ROOT / "_build" / ".lab"  # what JupyterLab finds beside a user's own settings
NOTEBOOK = "Jupytext Notebook"  # opens a Markdown file at a double click
OVERRIDES = {
    "@jupyterlab/docmanager-extension:plugin": {
        "defaultViewers": {"markdown": NOTEBOOK, "myst": NOTEBOOK}
    },
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",  # no question, and no call to another host
        "checkForUpdates": False,
    },
}
OURS = (
    f"--ServerApp.root_dir={ROOT / 'chapters'}",
    "--ServerApp.contents_manager_class=edition.commands.chapters.Chapters",
)


def options(parser) -> None:
    """Add the words of `python -m edition lab`: all others go to JupyterLab."""
    parser.set_defaults(run=main, more=[])


def main(arguments) -> int:
    """Run JupyterLab in the folder of the chapters; return its exit status."""
    command = [sys.executable, "-m", "jupyterlab", *OURS]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    own = clean() | {
        "PYTHONPATH": str(ROOT / "src"),
        "JUPYTER_CONFIG_PATH": str(_settings()),
        "EDITION_PAGES": ".md",
        "OPENBLAS_NUM_THREADS": "1",  # as in a build: tables of this size are too small for more
    }
    try:
        return subprocess.run(
            [*command, *arguments.more], cwd=ROOT / "chapters", env=own
        ).returncode
    except KeyboardInterrupt:
        return 0


def _settings():
    """Write what JupyterLab is to open a chapter with; return the folder."""
    file = SETTINGS / "labconfig" / "default_setting_overrides.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(OVERRIDES), encoding="utf-8")
    return SETTINGS
