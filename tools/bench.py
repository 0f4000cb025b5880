"""Measure this edition beside the stock configuration of the same chapters: weight, requests, time of a clean build.

    python tools/bench.py SITE [RUNS]

Prints two Markdown tables. The stock build is `jupyter-book build` of the same chapters to HTML alone, with the default theme options, without
this edition's light pages, metadata, PDF, EPUB and notebooks, its chapters executed one after another. Times are medians of RUNS
builds of each kind, in turn, on this machine.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "_ext"), str(ROOT / "chapters")]

from critical_edition import manifest  # noqa: E402  (found in _ext/)

CHANGED = "chapters/theory.md"
STOCK = """title: stock
only_build_toc_files: true
execute: {execute_notebooks: cache, timeout: 120}
parse: {myst_enable_extensions: [attrs_block, attrs_inline, colon_fence, deflist, substitution]}
sphinx:
  local_extensions: {critical_edition: _ext}
  config: {edition_extras: false, numfig: true, myst_heading_anchors: 3}
"""


def seconds(command: list, folder: Path) -> float:
    """Run a command in folder and return the seconds that it took. CalledProcessError if it fails."""
    start = time.monotonic()
    subprocess.run([str(word) for word in command], cwd=folder, check=True, capture_output=True)
    return time.monotonic() - start


def times(ours: Path, stock: Path, runs: int) -> dict[str, list[float]]:
    """Return the seconds of each kind of build, in turn, so that a busy minute strikes all alike."""
    build = [Path(sys.executable).with_name("jupyter-book"), "build", "-q", "."]
    found = {"stock": [], "clean": [], "unchanged": [], "changed": []}
    for turn in range(runs):
        for folder in (stock, ours):
            shutil.rmtree(folder / "_build", ignore_errors=True)
        found["stock"].append(seconds(build, stock))
        found["clean"].append(seconds(build, ours))
        found["unchanged"].append(seconds([sys.executable, "tools/fresh.py", "_build/html"], ours))
        with (ours / CHANGED).open("a", encoding="utf-8") as chapter:
            chapter.write(f"\nOne sentence more, {turn}.\n")
        found["changed"].append(seconds(build, ours))
    return found


def weigh(site: Path, names: list[str]) -> dict[str, tuple[int, int]]:
    """Return the bytes and requests of a first visit to each chapter, on a screen 390 pixels wide."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-background-networking"])
        for name in names:
            page, sizes = browser.new_page(viewport={"width": 390, "height": 800}), []
            page.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
            page.on("response", lambda response, sizes=sizes: sizes.append(len(response.body())))
            page.goto(f"http://127.0.0.1:{server.server_port}/chapters/{name}.html", wait_until="networkidle")
            found[name] = (sum(sizes), len(sizes))
            page.close()
        browser.close()
    server.shutdown()
    return found


def main(site: Path, runs: int) -> None:
    """Print the tables."""
    names = sorted(path.stem for path in (site / "chapters").glob("*.html"))
    with tempfile.TemporaryDirectory() as top:
        for kind in ("ours", "stock"):
            for name in [*manifest.inputs(ROOT), "tools/fresh.py"]:
                (Path(top) / kind / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, Path(top) / kind / name)
        stock = Path(top) / "stock"
        (stock / "_config.yml").write_text(STOCK, encoding="utf-8")
        for name in ("_static", "_templates"):
            shutil.rmtree(stock / name)
            (stock / name).mkdir()
        taken = times(Path(top) / "ours", stock, runs)
        theirs = weigh(stock / "_build" / "html", names)
    ours = weigh(site, names)
    print("| first visit, 390 px | this edition | stock configuration |\n| --- | --- | --- |")
    for name in names:
        print(f"| {name} | {ours[name][0] / 1000:.0f} kB, {ours[name][1]} requests | {theirs[name][0] / 1000:.0f} kB, {theirs[name][1]} requests |")
    typical = {kind: statistics.median(each) for kind, each in taken.items()}
    rows = {
        "clean build (HTML, PDF, EPUB, notebooks) to the stock one (HTML alone)": ("clean", "stock"),
        "no change, to a clean build": ("unchanged", "clean"),
        "one chapter changed, to a clean build": ("changed", "clean"),
    }
    print(f"\n| medians of {runs} runs | ratio | seconds |\n| --- | --- | --- |")
    for words, (ours, other) in rows.items():
        print(f"| {words} | {typical[ours] / typical[other]:.2f} | {typical[ours]:.1f} to {typical[other]:.1f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
