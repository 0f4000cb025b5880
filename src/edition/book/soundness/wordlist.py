"""One term for one idea, and a line of the glossary for each term that has to be looked up."""

import re
from pathlib import Path

from edition import tables
from edition.references import notes
from edition.tables import values

from . import after, prose

LINE = 25  # words of a line of the glossary


def terms(root: Path) -> list[str]:
    """Return a message for each idea that is called by another word than its term."""
    if not after.described("terms"):
        return []
    faults, texts = [], _texts(root)
    for row in tables.load("terms").itertuples():
        other = re.compile(rf"\b(?:{'|'.join(map(re.escape, row.instead.split('|')))})", re.I)
        faults += [
            f"{place}: {found[0]!r}; expected “{row.term}”, the term for {row.idea}"
            for place, text in texts
            if (found := other.search(text))
        ]
    return faults


def _texts(root: Path) -> list[tuple[str, str]]:
    """Return place and words, without quotations, of what says the article in other words."""
    rows, found = values.rows(), []
    for path in prose.chapters(root):
        if path.stem in (*prose.restating(), "index"):
            text = prose.plain(path.read_text(encoding="utf-8"))
            found += [
                (line.place, re.sub("“[^”]*”", "", prose.shown(line.text, rows)))
                for line in prose.lines(path, text)
                if line.text
            ]
    return found + [
        (f"{tables.path('claims')}, row {row.Index + 2}, field 'statement'", row.statement)
        for row in tables.load("claims").itertuples()
    ]


def glossary(root: Path) -> list[str]:
    """Return a message for each line of the glossary without a mention, a source, or too long."""
    if not after.described("glossary"):
        return []
    paths = [path for path in prose.chapters(root) if path.stem in prose.restating()]
    said = "\n".join(
        span for path in paths for span in prose.spans(path.read_text(encoding="utf-8")).values()
    )
    faults, known = [], notes.keys()
    for row in tables.load("glossary").itertuples():
        place = f"{tables.path('glossary')}, row {row.Index + 2}, field"
        if not any(form in said for form in row.forms.split("|")):
            faults.append(f"{place} 'forms': {row.forms!r} stands in no claim of a chapter")
        if row.key not in known:
            faults.append(f"{place} 'key': no entry {row.key!r} in references.bib")
        if (count := len(row.explained.split())) > LINE:
            faults.append(f"{place} 'explained': {count} words; expected {LINE} at most")
    return faults
