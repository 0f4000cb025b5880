"""Counts of acts in the chapter that tells how they were coded: those of the table."""

import re
from pathlib import Path

from edition import tables

from . import prose

ROW = re.compile(r"^\| `(\w+)` \|.*\| (\d+) \| (\d+) \|$")


def tallied(root: Path) -> list[str]:
    """Return a message for each number of acts, in all or of a kind, that is not the table's."""
    acts, faults = tables.load("events"), []
    kinds, dated = acts.kind.value_counts(), acts[~acts.general].kind.value_counts()
    for path in prose.chapters(root):
        for line in prose.lines(path, path.read_text(encoding="utf-8")):
            pairs = [(int(found), len(acts)) for found in re.findall(r"\b(\d+) acts\b", line.text)]
            pairs += [
                (int(found), int((~acts.general).sum()))
                for found in re.findall(r"\b(\d+) rows remain", line.text)
            ]
            if (row := ROW.match(line.text)) and row[1] in kinds:
                pairs += [(int(row[2]), kinds[row[1]]), (int(row[3]), dated.get(row[1], 0))]
            faults += [
                f"{line.place}: expected {there}, as data/article/events.csv has it; found {found}"
                for found, there in pairs
                if found != there
            ]
    return faults
