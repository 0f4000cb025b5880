"""Where the project lies: the folder that holds chapters/, data/ and references.bib."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
