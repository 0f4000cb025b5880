"""Years: of a claim those of its statement, of a source the one that a remark names."""

import re
from pathlib import Path

from edition import tables
from edition.references import notes
from edition.tables import values

from . import prose

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
FREE = {"I11": {"2020"}}  # said in one place only, and rightly: "the present day" for 2020
WORKS = "study|report|commentary|survey|analysis|interview|paper|book|volume|broadcast"
DATED = re.compile(rf"\b(?:{WORKS}) of (?:[A-Z][a-z]+ )?((?:19|20)\d\d)\b")
CITED = re.compile(r"\{(source|sources)\}`([\w-]+)`")


def years(root: Path) -> list[str]:
    """Return a message for each claim whose years are not those of its statement in the table."""
    statements = tables.load("claims").set_index("claim").statement
    faults, rows = [], values.article()
    for path in prose.chapters(root):
        text = path.read_text(encoding="utf-8")
        for claim, span in prose.spans(text).items():
            said = prose.shown(span, rows), statements.get(claim, "")
            here, there = (set(YEAR.findall(words)) for words in said)
            if claim in statements and here ^ there != FREE.get(claim, set()):
                line = text[: text.index(f"{{#{claim} ")].count("\n") + 1
                faults.append(
                    f"{path}, line {line}: claim {claim} has the years {sorted(here)}, "
                    f"data/article/claims.csv {sorted(there)}"
                )
    return faults


def sources(remark: str) -> set[str]:
    """Return the keys of all sources that the roles of a remark print."""
    rows, found = tables.load("note_sources"), set()
    for role, name in CITED.findall(remark):
        found |= (
            {name} if role == "source" else set(rows.key[(rows.claim == name) & rows.note.isna()])
        )
    return found


def works(root: Path) -> list[str]:
    """Return a message for each remark that speaks of "a study of 2019" and cites none of 2019."""
    faults = []
    for path in prose.chapters(root):
        for remark in prose.remarks(path):
            entries = [notes.entries().get(key) for key in sources(remark.text)]
            there = {entry.fields.get("year") for entry in entries if entry}
            faults += [
                f"{remark.place}: {found[0]!r}, but the sources of this remark are of "
                f"{', '.join(sorted(filter(None, there))) or 'no known year'}"
                for found in DATED.finditer(remark.text)
                if found[1] not in there
            ]
    return faults
