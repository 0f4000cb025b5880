"""Measure this edition beside the stock configuration of the same chapters: weight, requests, time of a clean build.

    python tools/bench.py SITE [RUNS]

Prints one Markdown table. The stock build is `jupyter-book build` of the same chapters to HTML alone, with the default theme options, without
this edition's light pages, metadata, PDF, EPUB and notebooks. Times are medians of RUNS clean builds of each, in turn, on this machine.
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
PARTS = (
    "chapters",
    "data",
    "_ext",
    "_static",
    "_templates",
    "references.bib",
    "CITATION.cff",
    "_config.yml",
    "_toc.yml",
    "requirements.txt",
    "requirements.in",
    "LICENSE",
    "README.md",
)
STOCK = """title: stock
only_build_toc_files: true
execute: {execute_notebooks: cache, timeout: 120}
parse: {myst_enable_extensions: [attrs_block, attrs_inline, colon_fence, deflist, substitution]}
sphinx:
  local_extensions: {critical_edition: _ext}
  config: {edition_extras: false, numfig: true, myst_heading_anchors: 3}
"""


def build(folder: Path) -> float:
    """Build the copy in folder from nothing and return the seconds that it took."""
    shutil.rmtree(folder / "_build", ignore_errors=True)
    start = time.monotonic()
    subprocess.run([str(Path(sys.executable).with_name("jupyter-book")), "build", "-q", str(folder)], check=True, capture_output=True)
    return time.monotonic() - start


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
    """Print the table."""
    names = sorted(path.stem for path in (site / "chapters").glob("*.html"))
    with tempfile.TemporaryDirectory() as top:
        for kind in ("ours", "stock"):
            for part in PARTS:
                source, target = ROOT / part, Path(top) / kind / part
                target.parent.mkdir(exist_ok=True)
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__")) if source.is_dir() else shutil.copy(source, target)
        stock = Path(top) / "stock"
        (stock / "_config.yml").write_text(STOCK, encoding="utf-8")
        for name in ("_static", "_templates"):
            shutil.rmtree(stock / name)
            (stock / name).mkdir()
        times = {"ours": [], "stock": []}
        for _ in range(runs):
            for kind, seconds in times.items():
                seconds.append(build(Path(top) / kind))
        theirs = weigh(stock / "_build" / "html", names)
    ours = weigh(site, names)
    print("| first visit, 390 px | this edition | stock configuration |\n| --- | --- | --- |")
    for name in names:
        print(f"| {name} | {ours[name][0] / 1000:.0f} kB, {ours[name][1]} requests | {theirs[name][0] / 1000:.0f} kB, {theirs[name][1]} requests |")
    mean = {kind: statistics.median(seconds) for kind, seconds in times.items()}
    print(f"| clean build, ratio | {mean['ours'] / mean['stock']:.2f} (HTML, PDF, EPUB, notebooks) | 1 (HTML alone) |")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
