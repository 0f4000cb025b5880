"""Check a built book against its manifest, then rebuild it elsewhere, under other conditions, and compare every byte.

python tools/verify.py [SITE] says whether the site is what its manifest lists, whether the project still is what
the site was made from, and whether a rebuild gives the same bytes: in a clean copy, in another folder, with another
home, hash seed, time zone and locale and, where `faketime` is installed, on another day. It ends with 1 if not.
"""

import argparse
import difflib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "_ext"), str(ROOT / "chapters")]

from critical_edition import manifest  # noqa: E402  (found in _ext/)

OTHER = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
OTHER_DAY = "+400d"
BOOK = [Path(sys.executable).with_name("jupyter-book"), "build", "-q", "-n", "-W", "--keep-going", "--path-output", "_build/work", "."]
LINES = 12


def main() -> int:
    """Run the three checks on the site named on the command line; return 0 if all hold, else 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "_build" / "html", help="folder of the built pages")
    parser.add_argument("--no-rebuild", action="store_true", help="only check the files against the manifest")
    options = parser.parse_args()
    site = options.site.resolve()
    try:
        listed = json.loads((site / manifest.NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        print(f"{site / manifest.NAME}: no manifest to read ({error}); run `make book` first")
        return 1
    same = report("The site against its manifest", listed["outputs"], manifest.outputs(site))
    same &= report("The project against what the site was made from", listed["inputs"], manifest.inputs(ROOT))
    same &= report("The tools against those that made the site", listed["tools"], manifest.tools(ROOT))
    if not options.no_rebuild:
        with tempfile.TemporaryDirectory(prefix="another folder ") as folder:
            rebuilt = rebuild(Path(folder) / "edition")
            same &= rebuilt is not None and report("The rebuild against the site", listed["outputs"], manifest.outputs(rebuilt), site, rebuilt)
    print("Verified: the same bytes." if same else "Not verified: see above.")
    return 0 if same else 1


def report(what: str, old: dict, new: dict, *folders: Path) -> bool:
    """Print which entries of two lists are missing, added or different, with detail if both folders are given; return whether none is."""
    missing, added = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    differing = sorted(name for name in old.keys() & new.keys() if old[name] != new[name])
    print(f"{what}: {len(old)} listed, {len(differing)} different, {len(missing)} missing, {len(added)} added")
    for word, names in (("missing", missing), ("added", added), ("different", differing)):
        for name in names:
            print(f"  {word}: {name}")
            if word == "different":
                print(
                    *(f"    {line}" for line in (detail(*(folder / name for folder in folders)) if folders else [f"{old[name]} → {new[name]}"])),
                    sep="\n",
                )
    return not (missing or added or differing)


def detail(old: Path, new: Path) -> list[str]:
    """Return some lines on how two files differ: diffoscope's where it is installed, else a short diff, or sizes and the first byte that differs."""
    if not (old.is_file() and new.is_file()):
        return ["not there to compare"]
    if shutil.which("diffoscope"):
        done = subprocess.run(["diffoscope", "--max-report-size", "4000", str(old), str(new)], capture_output=True, text=True, errors="replace")
        return [line[:200] for line in done.stdout.splitlines()[: 3 * LINES]]
    first, second = old.read_bytes(), new.read_bytes()
    try:
        lines = [data.decode("utf-8").splitlines() for data in (first, second)]
    except UnicodeDecodeError:
        place = next((place for place, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), min(len(first), len(second)))
        return [f"{len(first)} and {len(second)} bytes; the first difference is at byte {place}"]
    return [line[:200] for line in list(difflib.unified_diff(*lines, "site", "rebuild", lineterm="", n=0))[:LINES]]


def rebuild(copy: Path) -> Path | None:
    """Build the book in a clean copy of the project under other conditions; return its folder of pages, or None if the build fails."""
    for name in manifest.inputs(ROOT):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    home = copy.parent / "home"
    home.mkdir()
    other_day = ["faketime", "-f", OTHER_DAY] if shutil.which("faketime") else []
    conditions = ", ".join([*(f"{key}={value}" for key, value in OTHER.items()), OTHER_DAY if other_day else "today (no faketime)"])
    print(f"Rebuilding in {copy}, {conditions} ...", flush=True)
    done = subprocess.run(
        [*other_day, *BOOK], cwd=copy, env={**os.environ, **OTHER, "HOME": str(home)}, capture_output=True, text=True, errors="replace"
    )
    if done.returncode:
        said = [line for line in (done.stdout + done.stderr).splitlines() if "Traceback" in line or "Error" in line or "WARNING" in line]
        print("The rebuild failed:", *said[:LINES], sep="\n  ")
        return None
    return copy / "_build" / "work" / "_build" / "html"


if __name__ == "__main__":
    sys.exit(main())
