"""The environment of the processes of a build: nothing of the user's own settings reaches it.

Standard library only.
"""

import os
from pathlib import Path

FOREIGN = ("PYTHON", "JUPYTER", "IPYTHON", "MPL", "MATPLOTLIB", "SPHINX", "VIRTUAL_ENV")


def clean() -> dict[str, str]:
    """Return the environment of this process without what steers Python, Jupyter or matplotlib."""
    return {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}


def closed(settings: Path, source: Path) -> dict[str, str]:
    """Return the clean environment with folders of its own for what the tools keep.

    settings: the folder for that. source: the folder that holds the package `edition`.
    """
    return clean() | {
        "PYTHONPATH": str(source),
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": str(settings / "ipython"),
        "JUPYTER_CONFIG_DIR": str(settings / "jupyter"),
        "JUPYTER_DATA_DIR": str(settings / "jupyter"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "MPLCONFIGDIR": str(settings / "matplotlib"),
        "OPENBLAS_NUM_THREADS": "1",  # chapters run side by side; more threads only wait
        "EDITION_PAGES": ".html",  # what links between chapters end with; edition.tables.linked
    }
