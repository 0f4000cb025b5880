"""Sources beside what they support: one that a remark names is cited there."""

import re
from pathlib import Path

from edition import tables
from edition.references import notes
from edition.tables.citation import citation

from . import after, dated, prose

SOURCE = re.compile(r"\{source\}`([\w-]+)`")


def named(root: Path) -> list[str]:
    """Return a message for each remark that names a publisher and cites none of its texts."""
    faults, bodies = [], _bodies()
    for path in prose.chapters(root):
        for remark in prose.remarks(path):
            keys = dated.sources(remark.text)
            said = SOURCE.sub("", remark.text)
            faults += [
                f"{remark.place}: names “{body}” and cites none of its texts; "
                f"expected {' or '.join(sorted(theirs)[:4])}"
                for body, theirs in bodies.items()
                if keys and not keys & theirs and re.search(rf"\b{re.escape(body)}\b", said)
            ]
    return faults


def _bodies() -> dict[str, set[str]]:
    """Return the keys of each publisher and journal by its name; brackets are left out."""
    found: dict[str, set[str]] = {}
    for key, entry in notes.entries().items():
        for field in ("publisher", "institution", "journal"):
            for body in re.split(
                r" \((?:on|copy on|after|quoting)? ?|\)", entry.fields.get(field, "")
            ):
                if len(body) > 3:
                    found.setdefault(body, set()).add(key)
    return found


def used(root: Path) -> list[str]:
    """Return a message for each entry that neither table nor chapter names, but the article."""
    texts = [path.read_text(encoding="utf-8") for path in prose.chapters(root)]
    there = {key for text in texts for key in SOURCE.findall(text)}
    there |= set(tables.load("note_sources").key)
    there |= set(" ".join(tables.load("comparisons").sources).split())
    if after.described("after_2020_facts"):
        there |= set(tables.load("after_2020_facts").key)
    if after.described("glossary"):
        there |= set(tables.load("glossary").key)
    article = {work.get("title") for work in citation(root).get("references", [])}
    return [
        f"{notes.BIBLIOGRAPHY}, entry {key!r}: no chapter and no table names it"
        for key, entry in notes.entries().items()
        if key not in there and entry.fields["title"] not in article
    ]
