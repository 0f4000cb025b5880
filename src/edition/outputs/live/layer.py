"""The layer that lets a reader run the chapters in the page: live/ in the built site.

The pages do not change. LISTED names the files of the layer; where it names none, as `make book`
leaves it, no page offers to run anything.
"""

import json
import platform
import re
import shutil
from importlib.metadata import files, version
from pathlib import Path

from bs4 import BeautifulSoup

from edition.book import code_chapters
from edition.outputs import manifest
from edition.outputs.live import runtime
from edition.outputs.packing import pack
from edition.tables import recorded

LISTED = "layer.json"  # _static/edition.js asks for it
PAGE = ("live.js", "live.css", "worker.js")
# what a reader loads on a click; worker.js knows these names
LOADED = ("python.pack", "library.pack", "matplotlib.zip", "packages.zip", "edition.zip")
# pure packages that the chapters load and the interpreter lacks
KEPT = re.compile(r"/(METADATA|entry_points.txt|.*(LICEN[CS]E|COPYING).*)$")  # of their own records
PACKAGES = ("bibtexparser", "pylatexenc", "pybtex", "latexcodec", "font-source-sans-pro")
COMPARED = ("pandas", "numpy", "matplotlib", "pillow", "lxml")  # their versions, with Python's
DROPPED = ("remove-cell", "remove_cell")  # tags of cells that no page has


def absent(site: Path) -> None:
    """Let the pages of a site know that no layer lies there."""
    (site / manifest.LAYER).mkdir(exist_ok=True)
    (site / manifest.LAYER / LISTED).write_text("{}\n", encoding="utf-8")


def write(site: Path, root: Path, kept: Path) -> int:
    """Put the layer into a built site; return the bytes that a reader loads on a click.

    root: the project, as the site was built from it. kept: where what is got from outside stays.
    """
    draft = site / f"{manifest.LAYER}.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    runtime.write(kept, draft)
    _pack_packages(draft / "packages.zip")
    _pack_edition(site, root, draft / "edition.zip")
    for name in PAGE:
        shutil.copy(Path(__file__).with_name(name), draft)
    cells = {path.stem: _cells(path, site) for path in sorted((root / "chapters").glob("*.md"))}
    for name, held in cells.items():
        if held:
            text = json.dumps(held, ensure_ascii=False)
            (draft / f"cells-{name}.json").write_text(text, encoding="utf-8")
    listed = {
        "chapters": [name for name, held in cells.items() if any(cell["shown"] for cell in held)],
        "files": {name: _about(draft / name) for name in LOADED},
        "built_with": {"python": platform.python_version()} | {n: version(n) for n in COMPARED},
    }
    (draft / LISTED).write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(site / manifest.LAYER, ignore_errors=True)
    draft.rename(site / manifest.LAYER)
    return sum(each["bytes"] for each in listed["files"].values())


def _about(path: Path) -> dict:
    return {"bytes": path.stat().st_size, "sha256": manifest.digest(path)}


def _pack_packages(target: Path) -> None:
    members = {}
    for package in PACKAGES:
        for file in files(package):
            name = file.as_posix()
            if "__pycache__" in name or ".." in name or "/tests/" in name or _unused_font(name):
                continue
            if ".dist-info/" not in name or KEPT.search(name):
                members[name] = file.locate().read_bytes()
    pack(target, dict(sorted(members.items())))


def _unused_font(name: str) -> bool:
    """Tell whether a file is a face that no figure uses; edition.charts.grammar names those."""
    used = ("-Regular.ttf", "-Semibold.ttf", "-It.ttf")
    return name.endswith((".otf", ".woff", ".woff2", ".ttf")) and not name.endswith(used)


def _pack_edition(site: Path, root: Path, target: Path) -> None:
    """Pack what the cells read, as it stands in the project."""
    members = {
        name: path.read_bytes()
        for name, path in manifest.read(root).items()
        if name.startswith(("chapters/", "data/", "src/edition/")) and "/builders/" not in name
    }
    for name in ("references.bib", "CITATION.cff", "_toc.yml", "_config.yml"):
        members[name] = (root / name).read_bytes()
    members[recorded.NAME] = (site / "downloads" / recorded.NAME).read_bytes()
    pack(target, dict(sorted(members.items())))


def _cells(path: Path, site: Path) -> list[dict]:
    """Return the cells of a chapter: code, and whether the page has them.

    ValueError where the page has others.
    """
    chapter = code_chapters.read(path)
    cells = [
        {"source": cell.source, "shown": not set(cell.metadata.get("tags", ())) & set(DROPPED)}
        for cell in chapter.cells
    ]
    page = (site / "chapters" / f"{path.stem}.html").read_text(encoding="utf-8")
    there = BeautifulSoup(page, "lxml").select("article .cell")
    shown = [cell["source"] for cell in cells if cell["shown"]]
    same = len(there) == len(shown)
    for cell, source in zip(there, shown, strict=False):
        code = cell.select_one(".cell_input pre")
        same &= code is None or code.get_text().strip() == source.strip()
    if not same:
        raise ValueError(f"{path.name}: the page has other cells than the chapter; build the book")
    return cells
