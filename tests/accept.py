"""Show how chapters, tables and settings read now beside how they were accepted, and accept one:
make accept WHAT=soft_power.

What no rule can tell from a slip (wording, a date, a coded row) lies in tests/snapshots/ as a
reader sees it: a sentence
or a row a line, values written out, notes and sources in short form. Without a name everything that
differs is shown.
"""

import re
import sys
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd
import yaml

from edition import tables
from edition.references import notes
from edition.tables import values

ROOT = Path(__file__).resolve().parents[1]
ACCEPTED = ROOT / "tests" / "snapshots"
SETTINGS = ("CITATION.cff", "_config.yml", "_toc.yml")
CELL = re.compile(r"(?ms)^```\{code-cell\}[^\n]*\n(.*?)^```$")
UNSAID = ("name", "schema", "profile", "format", "mediatype", "encoding", "upstream_sha256")
LONG = (  # held by a rule or a builder, and no text
    *("fingerprints", "growth_by_country", "un_roll_calls", "un_ideal_points"),
    *("un_library_members", "un_library_votes", "un_library_titles", "un_roll_call_titles"),
)


def names(root: Path = ROOT) -> list[str]:
    """Return the names of all snapshots that there should be: "chapters/soft_power",
    "tables/claims".
    """
    chapters = [f"chapters/{path.stem}" for path in sorted((root / "chapters").glob("*.md"))]
    listed = [item["name"] for item in tables.package()["resources"] if item["name"] not in LONG]
    return [
        *chapters,
        *(f"tables/{name}" for name in listed),
        "references",
        "descriptor",
        "settings",
    ]


def reads(name: str, root: Path = ROOT) -> str:
    """Return a chapter, a table or a file of settings as a reader sees it, a sentence or a row a
    line.
    """
    kind, _, part = name.rpartition("/")
    if kind == "chapters":
        return chapter((root / "chapters" / f"{part}.md").read_text(encoding="utf-8"))
    if kind == "tables":
        return table(tables.resource(part))
    return {"references": references, "descriptor": descriptor, "settings": settings}[name](root)


def chapter(text: str) -> str:
    """Return a chapter: values, notes and sources written out, claims with their ids, figures by
    their captions.
    """
    rows = values.article()  # results come from the cells, and are not what was accepted
    for pattern, shown in (
        (r"(?s)\A---\n.*?\n---\n+", ""),
        (r"(?m)^\[\^\w+\]: .*\n+", ""),
        (r"\]\{#(\w+) \.claim\}", r" {\1}"),
        (r"\[([^\[\]]*)\]\{\.language-([\w-]+)\}", r"\1 (\2)"),
        (r"(?m)^\[(?!\^)(?![^\]\n]*\]\()", ""),
        (r"\[\^(\d+)\]", lambda found: f" [{found[1]} {notes.note(int(found[1])).brief()}]"),
        (
            r"\{glue\}`([ABKF]\d+)`",
            lambda found: values.show(rows[found[1]]) if found[1] in rows else found[1],
        ),
        (r"\{source\}`(\w+)`", lambda found: f"{notes.short(found[1])} ({found[1]})"),
        (r"\{sources\}`(\w+)`", lambda found: notes.sources(found[1]).brief()),
        (r"(?m)^\(.*\)=\n|^:class: .*\n", ""),
        (r"(?m)^:::\{\w+\} (.*)$", r"(Box: \1)"),
        (r"(?m)^:::$", "(End of the box)"),
    ):
        text = re.sub(pattern, shown, text)
    text = CELL.sub(_cell, text)
    return re.sub(r"\n{3,}", "\n\n", text).strip().replace(values.NBSP, " ") + "\n"


def _cell(found: re.Match) -> str:
    """Return a figure by name and caption, a table by its title, another cell by what it shows;
    nothing for one that is not seen.
    """
    if "remove-cell" in found[1]:
        return ""
    name, caption = (re.search(rf"^ +{key}: (.*)$", found[1], re.M) for key in ("name", "caption"))
    what = f"Figure {name[1]}: {caption[1]}" if name and caption else "Shown"
    if titled := re.search(r'(?s)\btables\.Titled\(.*(f?".*?")[,)\s]*\Z', found[1]):
        return f"(Table: {titled[1]})"
    title = re.search(r"\btitle=(.*)$", found[1], re.M)
    return f"({what}: {title[1] if title else found[1].rstrip().splitlines()[-1]})"


def table(item: dict) -> str:
    """Return a table, one row a line, its first field in front, empty fields left out."""
    frame = pd.read_csv(tables.DATA / item["path"], dtype=str, keep_default_na=False)
    if "key" in frame:
        frame["key"] = [f"{notes.short(key)} ({key})" for key in frame["key"]]
    lines = []
    for row in frame.to_dict("records"):
        first, *rest = row.items()
        lines.append(
            "; ".join([first[1] or "–", *(f"{name}: {said}" for name, said in rest if said)])
        )
    return "\n".join(lines) + "\n"


def references(root: Path) -> str:
    """Return every reference in full."""
    return "".join(
        f"{key}: {entry.type}; {notes.reference(key)}\n" for key, entry in notes.entries().items()
    )


def descriptor(root: Path) -> str:
    """Return what the descriptor says of each table and each column."""
    lines = []
    for item in tables.package()["resources"]:
        plain = {key: said for key, said in item.items() if key not in UNSAID}
        lines += ["", item["name"], *_flat(f"  {item['name']}", plain)]
        for field in item.get("schema", {}).get("fields", []):
            rest = {key: said for key, said in field.items() if key != "name"}
            lines += _flat(f"  {item['name']}.{field['name']}", rest)
        lines += _flat("  keys", {key: item.get("schema", {}).get(key) for key in ("primaryKey",)})
    return "\n".join(lines[1:]) + "\n"


def settings(root: Path) -> str:
    """Return the settings of the book, its contents and its citation, one a line."""
    read = {name: yaml.safe_load((root / name).read_text(encoding="utf-8")) for name in SETTINGS}
    return "\n".join(line for name in SETTINGS for line in _flat(name, read[name])) + "\n"


def _flat(place: str, value) -> list[str]:
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in _flat(f"{place} {key}", item)]
    if isinstance(value, list) and value:
        return [line for item in value for line in _flat(place, item)]
    return [f"{place}: {value}"]


def differences(old: str, new: str) -> list[str]:
    """Return each line that differs, as it was and as it is, its changed words in ⟦ ⟧."""
    before, after, said = old.splitlines(), new.splitlines(), []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = (before[a:b], after[c:d]) if what != "equal" else ([], [])
        pairs = min(len(gone), len(come))
        for one, other in zip(gone, come, strict=False):
            said += [f"line {c + 1}:", *_words(one, other)]
        said += [f"  was  {line}" for line in gone[pairs:] if line]
        said += [f"  is   {line}" for line in come[pairs:] if line]
    return said


def _words(one: str, other: str) -> list[str]:
    old, new = one.split(" "), other.split(" ")
    marked = [[], []]
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, words in zip(marked, (old[a:b], new[c:d]), strict=True):
            side += words if what == "equal" else [f"⟦{' '.join(words)}⟧"] if words else []
    return [f"  was  {' '.join(marked[0])}", f"  is   {' '.join(marked[1])}"]


def changed(name: str) -> list[str]:
    """Return how a snapshot differs from what is there now, nothing if it does not."""
    path = ACCEPTED / f"{name}.txt"
    accepted = path.read_text(encoding="utf-8") if path.exists() else ""
    return differences(accepted, "" if name in stale() else reads(name))


def stale() -> list[str]:
    """Return the names of snapshots of what is no longer there."""
    found = (path.relative_to(ACCEPTED) for path in sorted(ACCEPTED.rglob("*.txt")))
    return [name for path in found if (name := path.with_suffix("").as_posix()) not in names()]


def main(wanted: str) -> int:
    """Show what differs; with a name, accept that one and nothing else."""
    known = [*names(), *stale()]
    chosen = [name for name in known if not wanted or wanted in (name, name.rpartition("/")[2])]
    if wanted and not chosen:
        print(f"{wanted!r}: expected one of {', '.join(known)}")
        return 1
    if wanted and len(chosen) > 1:
        print(f"{wanted!r}: expected one of {', '.join(chosen)}")
        return 1
    for name in chosen:
        if said := changed(name):
            print("\n".join([f"{name}:", *said]))
        if wanted:
            write(name)
            print(f"{name}: accepted")
    return 0


def write(name: str) -> None:
    """Accept one chapter, table or file of settings as it reads now, or that it is gone."""
    path = ACCEPTED / f"{name}.txt"
    if name in stale():
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(reads(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main("".join(sys.argv[1:2])))
