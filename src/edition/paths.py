"""Where the project lies: the folder that holds chapters/, data/ and references.bib."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def near(path: Path) -> str:
    """Return a path as messages name it: from the root of the project, where it lies there."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
