"""What the article hedges, the edition hedges: in the chapter and in the ledger."""

import re
from pathlib import Path

from edition import tables

CLAIM = re.compile(r"\]\{#([A-Z]\d\d) \.claim\}")
MARKUP = re.compile(r"\]\{[^}]*\}|\[\^\d+\]|\{glue\}`\w+`|[\[\]]")


def hedges(root: Path) -> list[str]:
    """Return a message for each hedge of the article that chapter or ledger has lost."""
    table, said, faults = root / "data" / "article" / "claims.csv", _said(root), []
    for row in tables.load("claims").itertuples():
        place = f"{table}, row {row.Index + 2}"
        wanted, kept = (text.split("|") if text else [] for text in (row.hedges, row.kept))
        if len(wanted) != len(kept):
            faults.append(
                f"{place}, field 'kept': expected words for each of the {len(wanted)} hedges "
                f"of {row.claim}, found {len(kept)}"
            )
            continue
        where, text = said.get(row.claim, ("", ""))
        for hedge, words in zip(wanted, kept, strict=True):
            long, _, short = words.partition(" / ")
            if where and _plain(long) not in text:
                faults.append(f"{where}: expected “{long}”, the article’s “{hedge}”")
            if _plain(short or long) not in _plain(row.statement):
                faults.append(
                    f"{place}, field 'statement': expected “{short or long}”, "
                    f"the article’s “{hedge}”"
                )
    return faults


def _said(root: Path) -> dict[str, tuple[str, str]]:
    """Return for each claim where its span begins, and its words without marks."""
    found = {}
    for chapter in tables.load("claims").chapter.unique():
        path = root / "chapters" / f"{chapter}.md"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for mark in CLAIM.finditer(text):
            depth, start = 1, mark.start()
            while depth and start:
                start -= 1
                depth += {"]": 1, "[": -1}.get(text[start], 0)
            line = text.count("\n", 0, start) + 1
            words = MARKUP.sub("", text[start : mark.start()])
            found[mark[1]] = (f"{path}, line {line}, claim {mark[1]}", _plain(words))
    return found


def _plain(words: str) -> str:
    """Return words in small letters, with one kind of apostrophe and of blank."""
    return re.sub(r"\s+", " ", words.replace("’", "'")).strip().casefold()
