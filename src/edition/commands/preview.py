"""Show one chapter as a page, in a few seconds: no other pages, no checks of anything else."""

import json
import shutil
import sys
import time
from pathlib import Path

from edition.paths import ROOT

from . import workshop
from .build import BUILD
from .build import WORK as BUILT

WORK = BUILD / "preview"


def options(parser) -> None:
    """Add the words of `python -m edition preview`."""
    parser.add_argument("chapter", help="its name: soft_power")
    parser.set_defaults(run=main)


def main(arguments) -> int:
    """Build the page of a chapter and say where it lies; return 1 if it cannot be built."""
    name = arguments.chapter.removeprefix("chapters/").removesuffix(".md")
    chapters = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
    if name not in chapters:
        print(f"No chapter {name!r}; there are {', '.join(chapters)}", file=sys.stderr)
        return 1
    begun = time.monotonic()
    workshop.mirror(ROOT, WORK)
    _take_over(BUILT / workshop.EXECUTED, WORK / workshop.EXECUTED)
    workshop.configure(WORK, edition_outputs="pages")
    contents = {"format": "jb-book", "root": f"chapters/{name}"}
    (WORK / "_toc.yml").write_text(json.dumps(contents), encoding="utf-8")
    if fault := workshop.run(WORK, options=(), settings=ROOT):
        print(f"The chapter could not be shown:\n{fault}", file=sys.stderr)
        return 1
    page = workshop.finished(WORK) / "chapters" / f"{name}.html"
    taken = f"{time.monotonic() - begun:.0f} s"
    print(f"Read:    {page.relative_to(ROOT)}    ({taken}; links to other chapters lead nowhere)")
    return 0


def _take_over(built: Path, here: Path) -> None:
    """Copy the outputs of chapters that the last build has kept: what records need not run anew."""
    here.mkdir(parents=True, exist_ok=True)
    for path in built.glob("*.json"):
        if not (here / path.name).exists():
            shutil.copy(path, here)
