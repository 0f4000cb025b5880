"""Read the chapters as the tests need them, and run the edition's own commands."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from edition.book.soundness import prose
from edition.tables import values

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = (
    "introduction",
    "theory",
    "soft_power",
    "economic_power",
    "military_power",
    "conclusion",
)
EVIDENCE = ("evidence", "evidence_votes", "evidence_opinion", "evidence_trade", "evidence_energy")
# with cells, besides these
APPARATUS = ("ledger", "notes", "bibliography", "glossary", "data", "coding", "corrections")
WITH_CELLS = (*CHAPTERS, *EVIDENCE, "what_came_after", *APPARATUS)
SITE = ROOT / "_build" / "html"


def places(soup):
    """Return a function that gives the ids of a page by its name; soup: the fixture."""
    return cache(lambda name: {node["id"] for node in soup(name).select("[id]")})


def source(name: str) -> str:
    """Return the text of a chapter as it is written."""
    return (ROOT / "chapters" / f"{name}.md").read_text(encoding="utf-8")


def restated(chapter: str) -> str:
    """Return the restated text of a chapter, as it is written."""
    return prose.restated(source(chapter))


def shown(text: str) -> str:
    """Return prose as a reader sees it."""
    return prose.shown(text, values.rows())


@cache
def spans(chapter: str) -> dict[str, str]:
    """Return the text of each claim by its id, as a reader sees it."""
    return {claim: shown(text) for claim, text in prose.spans(source(chapter)).items()}


def squeeze(text: str) -> str:
    """Return letters and digits only: spaces and line ends fall differently in each form."""
    return re.sub(r"[^0-9A-Za-zÀ-žА-яёіўЁІЎ一-鿿]", "", text)


def run_edition(folder: Path, *words: str, before=None, **environment: str):
    """Run `python -m edition …` of the copy of the project in folder, as the Makefile does.

    before: called in the new process. environment: variables of its environment.
    """
    source = str(folder / "src")
    if "PYTHONPATH" in environment:
        source += os.pathsep + environment.pop("PYTHONPATH")
    return subprocess.run(
        [sys.executable, "-m", "edition", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": source} | environment,
        preexec_fn=before,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
