"""Notes and remarks that serve the text: few words, no address, and a chapter that can be read."""

import re
from pathlib import Path

from edition import tables
from edition.references import notes
from edition.tables import values

from . import prose

NOTE, REMARK = 60, 50  # words of a note, and of an editors' remark before its sources
CHAPTER = 2.75  # words of a chapter with its notes, for each word of the article's section
ENOUGH = 500  # words of a chapter that is short, whatever its section has
ALL = 9000  # words of all chapters of the article
ADDRESS = re.compile(r"https?:|\bwww\.|\bdoi:|\b[\w-]+\.(?:com|org|net|by|ru|eu|html?)\b/")
READ = re.compile(r"\((?:read|address recorded)\b")
CITED = re.compile(r"Sources?: (?:\{source\}`[\w-]+`(?:; |\.)?)+|\{sources?\}`[\w-]+`")
ROLES = {
    "note": lambda number: str(notes.note(int(number)).text()),
    "source": notes.short,
    "sources": lambda claim: str(notes.sources(claim).keys()),
}


def short(root: Path) -> list[str]:
    """Return a message for each note, and each remark of the editors, that has too many words."""
    faults = [
        f"{tables.path('notes')}, row {row}: note {number} has {count} words, of at most {NOTE}"
        for row, number in enumerate(tables.load("notes").note, start=2)
        if (count := len(str(notes.note(number).text()).split())) > NOTE
    ]
    for path in _chapters(root):
        for remark in prose.remarks(path):
            said = prose.shown(CITED.sub("", remark.text).removeprefix("- "), values.rows())
            if (count := len(said.split())) > REMARK:
                expected = f"expected {REMARK} at most before its sources"
                faults.append(f"{remark.place}: the remark has {count} words; {expected}")
    return faults


def readable(root: Path) -> list[str]:
    """Return a message for each chapter of the article that is too long with all its notes, and
    one if all of them are."""
    of_article, faults, total = tables.load("sections").set_index("chapter").words, [], 0
    for path in _chapters(root):
        total += (count := len(words(path)))
        most = max(ENOUGH, int(CHAPTER * of_article.get(path.stem, count)))
        if count > most:
            faults.append(
                f"{path}: {count} words with notes and remarks; expected {most} at most, "
                f"{CHAPTER} for each word of the article"
            )
    if total > ALL:
        faults.append(
            f"{root / 'chapters'}: {total} words in those of the article, of at most {ALL}"
        )
    return faults


def unaddressed(root: Path) -> list[str]:
    """Return a message for each address, or day of reading, that a chapter of the article shows."""
    faults = []
    for path in _chapters(root):
        for line in prose.lines(path, prose.blank(prose.CELL, path.read_text(encoding="utf-8"))):
            text = _expanded(line.text)
            faults += [
                f"{line.place}: an address or a day of reading, {found[0]!r}; "
                "expected a key, which leads to the bibliography"
                for found in (ADDRESS.search(text), READ.search(text))
                if found
            ]
    return faults


def words(path: Path) -> list[str]:
    """Return all words of a chapter outside cells, notes and sources as they are printed."""
    text = path.read_text(encoding="utf-8")
    for pattern in (prose.HEAD, prose.CELL, re.compile(r"^:::.*$|^:class:.*$|^\(.*\)=$", re.M)):
        text = prose.blank(pattern, text)
    text = re.sub(r"^\[\^(\w+)\]: ", r"\1 ", text, flags=re.M)
    return re.findall(r"[^\W_]+", prose.shown(_expanded(text), values.rows()))


def _expanded(text: str) -> str:
    return re.sub(r"\{(note|sources?)\}`([\w-]+)`", lambda role: ROLES[role[1]](role[2]), text)


def _chapters(root: Path) -> list[Path]:
    return [path for path in prose.chapters(root) if path.stem in prose.restating()]
