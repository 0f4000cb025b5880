"""What the article hedges, the edition hedges: in the chapter and in the ledger."""

import re
from pathlib import Path

from edition import tables
from edition.tables import values

from . import prose


def hedged(root: Path) -> list[str]:
    """Return a message for each hedge of the article that chapter or ledger has lost."""
    said, faults = _said(root), []
    for row in tables.load("claims").itertuples():
        place = f"{tables.path('claims')}, row {row.Index + 2}, field"
        wanted, kept = (text.split("|") if text else [] for text in (row.hedges, row.kept))
        if len(wanted) != len(kept):
            expected = f"expected words for each of the {len(wanted)} hedges of {row.claim}"
            faults.append(f"{place} 'kept': {expected}, found {len(kept)}")
            continue
        where, text = said.get(row.claim, ("", ""))
        for hedge, words in zip(wanted, kept, strict=True):
            long, _, short = words.partition(" / ")
            if where and _plain(long) not in text:
                faults.append(f"{where}: expected “{long}”, the article’s “{hedge}”")
            if _plain(short or long) not in _plain(row.statement):
                expected = f"expected “{short or long}”, the article’s “{hedge}”"
                faults.append(f"{place} 'statement': {expected}")
    return faults


def emended(root: Path) -> list[str]:
    """Return a message for each emendation of which the words do not stand in their claim."""
    said = _said(root)
    return [
        f"{tables.path('emendations')}, row {row.Index + 2}, field 'edition': "
        f"“{row.edition}” does not stand in claim {row.claim}"
        for row in tables.load("emendations").itertuples()
        if row.claim in said and _plain(row.edition) not in said[row.claim][1]
    ]


def _said(root: Path) -> dict[str, tuple[str, str]]:
    """Return for each claim where its span begins, and its words as a reader sees them."""
    found, shown = {}, values.article()
    for path in prose.chapters(root):
        text = prose.restated(path.read_text(encoding="utf-8"))
        for mark in prose.MARK.finditer(text):
            start = prose.opening(text, mark.start()) + 1
            place = f"{path}, line {text.count(chr(10), 0, start) + 1}, claim {mark[1]}"
            found[mark[1]] = (place, _plain(prose.shown(text[start : mark.start()], shown)))
    return found


def _plain(words: str) -> str:
    """Return words in small letters, with one kind of apostrophe and of blank."""
    return re.sub(r"\s+", " ", words.replace("’", "'")).strip().casefold()
