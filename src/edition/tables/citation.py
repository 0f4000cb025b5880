"""CITATION.cff: the one place of title, authors, version, date and licence."""

from copy import deepcopy
from functools import cache
from pathlib import Path

import yaml


def citation(root: Path) -> dict:
    """Return the contents of CITATION.cff in the folder root, by field."""
    return deepcopy(_loaded((root / "CITATION.cff").read_text(encoding="utf-8")))


@cache
def _loaded(text: str) -> dict:
    return yaml.safe_load(text)


def said(root: Path) -> dict[str, str]:
    """Return what a chapter says of the edition by its name: {{ version }}, {{ year }}."""
    cited = citation(root)
    return {"version": str(cited["version"]), "year": str(cited["date-released"])[:4]}
