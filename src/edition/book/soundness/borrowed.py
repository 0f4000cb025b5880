"""Words of the article that no chapter may borrow: no run of ten, quotations left out.

The article's text is not ours to ship; of each run of ten words its fingerprint is kept.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from edition import tables
from edition.tables import values

from . import prose

RUN = 10
KEPT = 0.95  # fingerprints for each word of the article; its quotations and doubles have none
# Long proper names that cannot be put in other words.
NAMES = re.compile(
    r"Commander of the Russian Western Military District \(ZVO\)"
    r"|Regional Group of Forces \(RGF\) of the Republic of Belarus and the Russian Federation"
    r"|Russian Public Movement for the Spiritual Development of the People for the State"
    r" and Spiritual Revival of Holy Rus’"
    r"|Russia’s policy towards Belarus during Alyaksandr Lukashenka’s fifth presidential term"
)


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without signs and marks of notes."""
    return re.findall(r"[^\W_]+", text.casefold())


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield each run of ten words with its fingerprint, 12 hexadecimal digits."""
    listed = words(text)
    for start in range(len(listed) - RUN + 1):
        run = " ".join(listed[start : start + RUN])
        yield run, hashlib.sha256(run.encode()).hexdigest()[:12]


def borrowed(root: Path) -> list[str]:
    """Return a message for each chapter that has ten words of the article in a run."""
    known = set(tables.load("fingerprints").fingerprint)
    faults, rows = [], values.article()
    for path in prose.chapters(root):
        text = prose.shown(prose.plain(path.read_text(encoding="utf-8")), rows)
        for piece in re.split(rf"“[^”]*”|{NAMES.pattern}", text):
            if run := next((run for run, mark in runs(piece) if mark in known), None):
                faults.append(f"{path}: ten words of the article, “{run} …”; expected other words")
    return faults + _lost(len(known))


def _lost(there: int) -> list[str]:
    words_of = int(tables.load("sections").words.sum())
    if there >= KEPT * words_of:
        return []
    path = tables.DATA / tables.resource("fingerprints")["path"]
    return [f"{path}: {there} fingerprints for {words_of} words of the article; some are lost"]
