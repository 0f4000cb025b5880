"""Check the site against its manifest, then rebuild it elsewhere and compare every byte.

The rebuild has clean copies of what a build reads, another folder, home, hash seed, time zone and
locale and, where `faketime` is installed, another day.
"""

import difflib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from edition.outputs import manifest
from edition.paths import ROOT

from . import workshop
from .build import SITE

OTHER = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
OTHER_DAY = "+400d"
LINES = 12


def options(parser) -> None:
    """Add the words of `python -m edition verify`."""
    parser.add_argument(
        "site", nargs="?", type=Path, default=SITE, help="folder of the built pages"
    )
    parser.add_argument("--no-rebuild", action="store_true", help="only compare with the manifest")
    parser.set_defaults(run=main)


def main(arguments) -> int:
    """Run the checks; return 0 if all hold, else 1."""
    site = arguments.site.resolve()
    try:
        listed = json.loads((site / manifest.NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        print(f"{site / manifest.NAME}: no manifest to read ({error}); run make book first")
        return 1
    now = {**manifest.made_from(ROOT), "outputs": manifest.outputs(site)}
    same = compare("The site against its manifest", listed["outputs"], now["outputs"])
    for key, what in (("inputs", "project"), ("tools", "tools")):
        same &= compare(f"The {what} against what made the site", listed[key], now[key])
    if not arguments.no_rebuild:
        same &= _rebuilt(site, listed["outputs"])
    print("Verified: the same bytes." if same else "Not verified: see above.")
    return 0 if same else 1


def _rebuilt(site: Path, listed: dict) -> bool:
    with tempfile.TemporaryDirectory(prefix="another folder ") as folder:
        copy = Path(folder) / "edition"
        workshop.mirror(ROOT, copy)
        (Path(folder) / "home").mkdir()
        other_day = ["faketime", "-f", OTHER_DAY] if shutil.which("faketime") else []
        day = OTHER_DAY if other_day else "today (no faketime)"
        print("Rebuilding with", ", ".join([*map("=".join, OTHER.items()), day]), "...", flush=True)
        home = str(Path(folder) / "home")
        if fault := workshop.run(copy, before=other_day, **OTHER, HOME=home, USERPROFILE=home):
            print(f"The rebuild failed:\n{fault}")
            return False
        made = workshop.finished(copy)
        return compare("The rebuild against the site", listed, manifest.outputs(made), site, made)


def compare(what: str, old: dict, new: dict, *folders: Path) -> bool:
    """Print which entries of two lists are missing, added or different; return whether none is.

    folders: those of the old and the new files, where details shall be shown.
    """
    missing, added = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    changed = sorted(name for name in old.keys() & new.keys() if old[name] != new[name])
    counts = f"{len(changed)} different, {len(missing)} missing, {len(added)} added"
    print(f"{what}: {len(old)} listed, {counts}")
    for word, names in (("missing", missing), ("added", added)):
        print(*(f"  {word}: {name}" for name in names), sep="\n", end="\n" * bool(names))
    for name in changed:
        paths = [folder / name for folder in folders]
        details = detail(*paths) if folders else [f"{old[name]} → {new[name]}"]
        print(f"  different: {name}", *details, sep="\n    ")
    return not (missing or added or changed)


def detail(old: Path, new: Path) -> list[str]:
    """Return some lines on how two files differ: diffoscope's, a short diff, or the first byte."""
    if not (old.is_file() and new.is_file()):
        return ["not there to compare"]
    if shutil.which("diffoscope"):
        command = ["diffoscope", "--max-report-size", "4000", str(old), str(new)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        return [line[:200] for line in done.stdout.splitlines()[: 3 * LINES]]
    first, second = old.read_bytes(), new.read_bytes()
    try:
        lines = [data.decode("utf-8").splitlines() for data in (first, second)]
    except UnicodeDecodeError:
        pairs = enumerate(zip(first, second, strict=False))
        place = next((n for n, pair in pairs if pair[0] != pair[1]), min(len(first), len(second)))
        return [f"{len(first)} and {len(second)} bytes; the first difference is at byte {place}"]
    found = difflib.unified_diff(*lines, "site", "rebuild", lineterm="", n=0)
    return [line[:200] for line in list(found)[:LINES]]
