"""Build the book: pages, PDF, EPUB and notebooks, into _build/html."""

import sys
import time
from pathlib import Path

from filelock import FileLock, Timeout

from edition.outputs import manifest, placing
from edition.paths import ROOT

from . import workshop

BUILD = ROOT / "_build"
SITE = BUILD / "html"
WORK = BUILD / "work"
# what one does with it: its file under downloads/ (outputs/typeset.py and notebooks.py name them)
HANDED_OUT = {
    "Print:": "edition-reading.pdf",
    "": "edition.pdf",
    "Run:": "edition-notebooks.zip",
}


def options(parser) -> None:
    """Add the words of `python -m edition build`."""
    parser.set_defaults(run=main)


def main(_=None) -> int:
    """Build what has changed; return 0 if the site is whole, else 1, the last one left alone."""
    BUILD.mkdir(exist_ok=True)
    lock = FileLock(BUILD / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("Another build is at work here; waiting for it to end ...", flush=True)
        lock.acquire()
    with lock:
        fault = _build()
    if fault:
        kept = f"\nThe last good book still stands in {_near(SITE)}." if SITE.exists() else ""
        print(f"The book was not built:\n{fault}{kept}", file=sys.stderr)
        return 1
    print(f"Read:    {_near(SITE / 'index.html')}")
    for word, name in HANDED_OUT.items():
        print(f"{word:8} {_near(SITE / 'downloads' / name)}")
    return 0


def _build() -> str | None:
    """Return what is wrong, None if the site is what the project makes now."""
    placing.restore(SITE)
    if manifest.is_current(SITE, ROOT):
        print("Nothing has changed since the last build.")
        return None
    print("Building pages, PDF, EPUB and notebooks ...", flush=True)
    begun = time.monotonic()
    workshop.mirror(ROOT, WORK)
    if fault := workshop.run(WORK):
        return fault
    workshop.publish(workshop.finished(WORK), SITE)
    print(f"Building: done in {time.monotonic() - begun:.0f} s")
    return None


def _near(path: Path) -> str:
    """Return a path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
