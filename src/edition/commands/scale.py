"""Make editions with more and more chapters of the same kind, and measure what a chapter costs.

An edition of a size is a temporary copy of this one with that many chapters more: copies of its
own chapters of the article, with their text, values and figures, over the same tables; a statement
and a note stand once in an edition, so their numbers are left out.
Times are seconds of work of all processors and processes together, which other work on the machine
does not change much. The cost of a chapter is what each one adds to the size before; memory is the
peak of the largest process.
"""

import re
import resource
import tempfile
from dataclasses import dataclass
from pathlib import Path

from edition import tables
from edition.outputs import manifest, search
from edition.paths import ROOT

from . import workshop
from .bench import build, timed

CLAIM = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\{#[A-Z]\d\d \.claim\}")


@dataclass
class Measured:
    """Processor seconds, megabytes of memory, kilobytes of files; pages: all chapters."""

    size: int
    pages: int
    clean: float
    unchanged: float
    memory: float
    page: float
    index: float
    pdf_size: float


def grow(folder: Path, size: int) -> None:
    """Add copies of the article's chapters, with labels of their own, behind the last of them."""
    names = list(dict.fromkeys(tables.load("claims").chapter))
    lines = []
    for number in range(size):
        text = (ROOT / "chapters" / f"{names[number % len(names)]}.md").read_text(encoding="utf-8")
        text = re.sub(r"^# (.*)", rf"# \1, {_letters(number)}", text, count=1, flags=re.M)
        text = CLAIM.sub(r"\1", re.sub(r"\[\^\d+\](: .*\n)?", "", text))
        labels = re.findall(r"^    name: (\S+)$|^\(([\w-]+)\)=$", text, flags=re.M)
        for label in filter(None, (word for pair in labels for word in pair)):
            text = re.sub(rf"(?<![\w-]){label}(?![\w-])", f"{label}-{number}", text)
        (folder / "chapters" / f"more_{number}.md").write_text(text, encoding="utf-8")
        lines.append(f"      - file: chapters/more_{number}\n")
    index = folder / "chapters" / "index.md"
    links = "".join(f"- [More](more_{number}.md)\n" for number in range(size))
    index.write_text(f"{index.read_text(encoding='utf-8')}\n{links}", encoding="utf-8")
    toc, last = folder / "_toc.yml", f"      - file: chapters/{names[-1]}\n"
    text = toc.read_text(encoding="utf-8")
    toc.write_text(text.replace(last, last + "".join(lines)), encoding="utf-8")


def _letters(number: int) -> str:
    """Return a number in letters, as no number of a chapter is typed."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def measure(size: int) -> Measured:
    """Build an edition with so many chapters more and return what was measured."""
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        workshop.mirror(ROOT, folder)
        grow(folder, size)
        _, clean = timed(lambda: build(folder, ()))
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        site = workshop.finished(folder)
        _, unchanged = timed(lambda: manifest.is_current(site, folder))
        pages = len(re.findall(r"chapters/\w+", (folder / "_toc.yml").read_text(encoding="utf-8")))
        weights = [path.stat().st_size / 1000 for path in (site / "chapters").glob("more_*.html")]
        searched = (site / "_static" / search.FILE).stat().st_size / 1000
        printed = (site / "downloads" / "edition.pdf").stat().st_size / 1000
        page = sum(weights) / len(weights)
        return Measured(size, pages, clean, unchanged, memory, page, searched, printed)


def options(parser) -> None:
    """Add the words of `python -m edition scale`."""
    parser.add_argument("sizes", nargs="*", type=int, default=[10, 50, 200], help="10 50 200")
    parser.set_defaults(run=main)


def main(arguments) -> int:
    """Print the table, a row as soon as it is measured."""
    heads = (
        "chapters added", "all", "clean build", "a chapter more", "no change", "memory", "page",
        "search index", "PDF",
    )  # fmt: skip
    print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
    before = None
    for size in arguments.sizes:
        now = measure(size)
        more = f"{(now.clean - before.clean) / (size - before.size):.2f} s" if before else ""
        cells = (
            size, now.pages, f"{now.clean:.0f} s, {now.clean / now.pages:.2f} s a chapter", more,
            f"{now.unchanged:.2f} s", f"{now.memory:.0f} MB", f"{now.page:.0f} kB",
            f"{now.index:.0f} kB", f"{now.pdf_size:.0f} kB",
        )  # fmt: skip
        print(f"| {' | '.join(map(str, cells))} |", flush=True)
        before = now
    return 0
