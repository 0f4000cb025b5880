"""Measure this edition beside the stock Jupyter Book configuration: weight, requests, time.

The stock build is `jupyter-book build` of the same chapters to HTML alone, with the default theme
and none of this edition's checks, light pages, metadata, PDF, EPUB and notebooks.
Times are medians of builds of each kind, in turn, so that a busy minute strikes all alike; they are
given in seconds and, in brackets, in processor seconds of all processes. The tables are Markdown,
as README has them.
"""

import gzip
import multiprocessing
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml

from edition import surroundings
from edition.outputs import manifest, pages, typeset
from edition.paths import ROOT
from edition.tables import recorded

from . import workshop
from .build import SITE

# kind of build: the file that is changed before it, a text that it has, and what takes its place
CHANGES = {
    "one sentence changed": ("chapters/theory.md", "It also hides ", "Besides, it hides "),
    "one title changed": ("chapters/theory.md", "\n# ", "\n# Another "),
    "one row of evidence changed": (
        "data/evidence/arms_imports.csv",
        "2005,Ukraine,5.94",
        "2005,Ukraine,5.95",
    ),
    "one row of claims changed": (
        "data/article/claims.csv",
        "Minsk has made several symbolic gestures",
        "Minsk made several symbolic gestures",
    ),
}
MYST = "myst_enable_extensions"
LIMITS = {
    "clean build of all outputs, to the stock HTML build": ("clean", "stock"),
    "nothing changed, to a clean build": ("nothing changed", "clean"),
    "one sentence changed, to a clean build": ("one sentence changed", "clean"),
    "one title changed, to a clean build": ("one title changed", "clean"),
    "one row of an evidence table changed, to a clean build": (
        "one row of evidence changed",
        "clean",
    ),
    "one row of claims changed, to a clean build": ("one row of claims changed", "clean"),
    "both PDF files from the built pages, to the stock HTML build": ("press", "stock"),
}


def options(parser) -> None:
    """Add the words of `python -m edition bench`."""
    parser.add_argument("--runs", type=int, default=3, help="builds of each kind (3)")
    parser.add_argument("--no-pages", action="store_true", help="times alone, no browser")
    parser.set_defaults(run=main)


def main(arguments) -> int:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as top:
        ours, stock = Path(top) / "ours", Path(top) / "stock"
        for folder in (ours, stock):
            workshop.mirror(ROOT, folder)
        _make_stock(stock)
        taken = times(ours, stock, arguments.runs)
        cores = f"{os.cpu_count()} cores, processor time in brackets"
        print(f"| medians of {arguments.runs} runs, {cores} | ratio | seconds |")
        print("| --- | --- | --- |")
        for words, pair in LIMITS.items():
            print(_row(words, *(taken[kind] for kind in pair)))
        if not arguments.no_pages:
            _print_weights(workshop.finished(stock))
    return 0


def _row(words: str, one: list, other: list) -> str:
    (wall, work), (wall_b, work_b) = map(_medians, (one, other))
    said = f"{wall:.1f} to {wall_b:.1f} ({work:.1f} to {work_b:.1f})"
    return f"| {words} | {wall / wall_b:.2f} ({work / work_b:.2f}) | {said} |"


def _medians(taken: list[tuple[float, float]]) -> tuple[float, float]:
    return tuple(statistics.median(each) for each in zip(*taken, strict=True))


def _make_stock(folder: Path) -> None:
    """Give the copy in folder the stock configuration."""
    config = yaml.safe_load((folder / "_config.yml").read_text(encoding="utf-8"))
    stock = {
        "title": "stock",
        "only_build_toc_files": True,
        "execute": {"execute_notebooks": "cache", "timeout": config["execute"]["timeout"]},
        "parse": {MYST: config["parse"][MYST]},
        "sphinx": {
            "local_extensions": config["sphinx"]["local_extensions"],
            "config": {"edition_outputs": "none", "numfig": True, "myst_heading_anchors": 3},
        },
    }
    (folder / "_config.yml").write_text(yaml.safe_dump(stock), encoding="utf-8")
    shutil.copy(SITE / "downloads" / recorded.NAME, folder)  # chapters run once there, in any order
    for name in ("_static", "_templates"):
        shutil.rmtree(folder / name)
        (folder / name).mkdir()


def times(ours: Path, stock: Path, runs: int) -> dict[str, list[tuple[float, float]]]:
    """Return seconds and processor seconds of each build, by its kind."""
    taken = {}
    for _ in range(runs):
        for kind, folder, strict in (("stock", stock, ()), ("clean", ours, workshop.STRICT)):
            shutil.rmtree(folder / "_build", ignore_errors=True)
            taken.setdefault(kind, []).append(timed(partial(build, folder, strict)))
        taken.setdefault("nothing changed", []).append(timed(partial(_again, ours)))
        taken.setdefault("press", []).append(timed(partial(_press, ours)))
        for kind, change in CHANGES.items():
            _change(ours, *change)
            taken.setdefault(kind, []).append(timed(partial(build, ours, workshop.STRICT)))
    return taken


def _again(folder: Path) -> None:
    """Run what `make book` runs where nothing has changed, as a process of its own."""
    own = surroundings.closed(folder / "_build" / ".settings", folder / "src")
    command = [sys.executable, "-m", "edition", "build"]
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True)
    if "Nothing has changed" not in done.stdout:
        raise SystemExit(f"A book in which nothing has changed was built:\n{done.stdout}")


def _press(folder: Path) -> None:
    """Set all PDF files from the pages built in folder, in a process that knows of none yet."""
    process = multiprocessing.get_context("fork").Process(target=_set, args=[folder])
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("The PDF files could not be made")


def _set(folder: Path) -> None:
    contents = (folder / "_toc.yml").read_text(encoding="utf-8")
    names = re.findall(r"chapters/(\w+)", contents)
    texts = pages.texts(workshop.finished(folder) / "chapters", names)
    with tempfile.TemporaryDirectory() as target:
        typeset.make(texts, Path(target), folder)


def _change(folder: Path, name: str, old: str, new: str) -> None:
    """Change one text of a file, and the digest of a table of evidence; the next time, back."""
    path, sums = folder / name, folder / "data/evidence/SHA256SUMS"
    before, text = manifest.digest(path), path.read_text(encoding="utf-8")
    if new in text:
        old, new = new, old
    if text.count(old) < 1:
        raise SystemExit(f"{name}: has no {old!r} to change; mend CHANGES in {__file__}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    listed = sums.read_text(encoding="utf-8").replace(before, manifest.digest(path))
    sums.write_text(listed, encoding="utf-8")


def build(folder: Path, strict: tuple[str, ...]) -> None:
    """Build the book in folder; SystemExit tells why it could not be built."""
    if fault := workshop.run(folder, strict, settings=ROOT):
        raise SystemExit(f"The build in {folder.name} failed:\n{fault}")


def timed(do: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that something took, and those of all processors, here and in children."""
    begun, before = time.monotonic(), os.times()
    do()
    work = sum(os.times()[:4]) - sum(before[:4])
    return time.monotonic() - begun, work


def _print_weights(stock: Path) -> None:
    """Print what a first visit weighs, chapter by chapter."""
    names = sorted(path.stem for path in (SITE / "chapters").glob("*.html"))
    theirs, ours = weigh(stock, names), weigh(SITE, names)
    print("\n| first visit, 390 px | this edition | stock configuration |\n| --- | --- | --- |")
    for name in names:
        both = (
            f"{size / 1000:.0f} kB, {count} requests" for size, count in (ours[name], theirs[name])
        )
        print(f"| {name} | {' | '.join(both)} |")


def sent(response) -> int:
    """Return the bytes of an answer as web servers send it: what is text is compressed."""
    text = re.search("text|script|json|svg", response.headers.get("content-type", ""))
    return len(gzip.compress(response.body())) if text else len(response.body())


def weigh(site: Path, names: list[str]) -> dict[str, tuple[int, int]]:
    """Return the bytes and requests of a first visit to each chapter, 390 pixels wide."""
    from playwright.sync_api import sync_playwright

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address, found = f"http://127.0.0.1:{server.server_port}/chapters", {}
    with sync_playwright() as play:
        options = ["--no-sandbox", "--disable-background-networking"]
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        for name in names:
            page, sizes = browser.new_page(viewport={"width": 390, "height": 800}), []
            page.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
            page.on("response", lambda said, sizes=sizes: sizes.append(sent(said)))
            page.goto(f"{address}/{name}.html", wait_until="networkidle")
            found[name] = (sum(sizes), len(sizes))
            page.close()
        browser.close()
    server.shutdown()
    return found
