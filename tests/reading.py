"""Read the chapters' sources as the tests need them: the restated prose alone, with its values written out."""

import os
import re
import subprocess
import sys
from pathlib import Path

from edition import tables
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
SITE = ROOT / "_build" / "html"


def prose(chapter: str) -> str:
    """Return the restated text of a chapter: no front matter, code, comment, box, editors' note or note text."""
    text = (ROOT / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M)
    text = re.sub(r"^:::\{.*?^:::$", "", text, flags=re.S | re.M)
    text = re.sub(r"^%.*$|^#.*$|^\[\^\d+\]: .*$|^See \{numref\}.*$", "", text, flags=re.M)
    return re.sub(r"[^.\n]*\{numref\}[^\n]*", "", text)


def shown(text: str) -> str:
    """Return prose as a reader sees it: values in place of their ids, marks and attributes gone."""
    numbers = tables.load("numbers").set_index("id", drop=False)
    text = re.sub(r"\{glue\}`(\w+)`", lambda match: values.show(numbers.loc[match[1]]), text)
    text = re.sub(r"\[\^\d+\]", "", text)
    text = re.sub(r"\]\{[^}]*\}", "", text)
    return re.sub(r"\s+", " ", text.replace("[", "")).strip()


def spans(chapter: str) -> dict[str, str]:
    """Return the text of each claim's span by id, as a reader sees it."""
    text = prose(chapter)
    found = {}
    for match in re.finditer(r"\]\{#(\w+) \.claim\}", text):
        depth, start = 1, match.start()
        while depth:
            start -= 1
            depth += {"]": 1, "[": -1}.get(text[start], 0)
        found[match[1]] = shown(text[start + 1 : match.start()])
    return found


def plain_quotes(text: str) -> str:
    """Return text with one kind of quotation mark and space, so that typography does not hide a difference."""
    return re.sub(
        r"\s+", " ", text.translate(str.maketrans("“”‘’«»\N{NO-BREAK SPACE}", '""\'\'"" '))
    )


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
