"""Accept text and tables as they stand now: python tests/update_accepted.py (read `git diff` first).

A rule can tell that a date exists, not that it is the right one. So each claim as restated, each other paragraph, each row
that is kept by hand, each reference and each table's description has a digest here, as each figure has its accepted picture:
what changes unmeant is named by `make test`. Tables of evidence have one digest each.
"""

import csv
import json
import re
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
ACCEPTED = HERE / "accepted.json"
TABLES = ("article", "notes")  # data/evidence/ is made by builders, and accepted by the file
ANCHOR = re.compile(r"\]\{#(\w+) \.claim\}|^#+ (.+)$", re.M)


def units(root: Path) -> dict[str, str]:
    """Return the digest of each unit by its place: "data/article/events.csv V02", "references.bib nye2017soft", "chapters/theory.md T05"."""
    found = {
        name: (root / name).read_text(encoding="utf-8")
        for name in ("CITATION.cff", "_config.yml", "_toc.yml")
    }
    for item in json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))[
        "resources"
    ]:
        found[f"data/datapackage.json {item['name']}"] = json.dumps(item, sort_keys=True)
        if item["name"] == "fingerprints":
            found["data/article/fingerprints.csv"] = (root / "data" / item["path"]).read_text(
                encoding="utf-8"
            )
        elif item["path"].startswith(TABLES):
            found.update(
                _rows(
                    root / "data" / item["path"],
                    f"data/{item['path']}",
                    item["schema"].get("primaryKey", []),
                )
            )
    for line in (
        (root / "data" / "evidence" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    ):
        found[f"data/evidence/{line.split()[1]}"] = line
    for entry in re.split(r"\n(?=@)", (root / "references.bib").read_text(encoding="utf-8")):
        found[f"references.bib {entry.partition('{')[2].partition(',')[0]}"] = entry
    for path in sorted((root / "chapters").glob("*.md")):
        found.update(_blocks(path))
    return {
        place: sha256(" ".join(text.split()).encode()).hexdigest()[:8]
        for place, text in found.items()
    }


def _rows(path: Path, name: str, key: list[str] | str) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fields = [key] if isinstance(key, str) else key or list(rows[0])[:1]
    return {
        f"{name} {' '.join(row[field] for field in fields).strip()}": json.dumps(row)
        for row in rows
    }


def _blocks(path: Path) -> dict[str, str]:
    """Return claims under their id, and all else as first, second … block after the claim or heading before it."""
    found, anchor, count = {}, "head", 0
    for block in re.split(r"\n\n+|(?<=\.claim\})\n", path.read_text(encoding="utf-8")):
        mark = ANCHOR.search(block)
        anchor, count = (mark[1] or mark[2], 0) if mark else (anchor, count + 1)
        found[f"chapters/{path.name} {anchor}" + (f" + {count}" if count else "")] = block
    return found


if __name__ == "__main__":
    ACCEPTED.write_text(
        json.dumps(units(HERE.parent), ensure_ascii=False, indent=0) + "\n",
        encoding="utf-8",
        newline="\n",
    )
