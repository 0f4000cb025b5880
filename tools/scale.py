"""Make editions with more and more chapters of the same kind, and measure what a chapter costs.

    python tools/scale.py [SIZES...]        10, 50 and 200 by default

An edition of a size is a temporary copy of this one with that many chapters more: copies of its own chapters of the article,
with all their text, notes, values and figures, over the same tables. Prints a Markdown table. Times are seconds of work of all
processors and processes together, which other work on the machine does not change much. The cost of a chapter is what each one
adds to the size before; memory is the peak of the largest process.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "_ext"), str(ROOT / "chapters")]

from critical_edition import manifest  # noqa: E402  (found in _ext/)
from edition import tables  # noqa: E402

PRINT = (
    "import sys; from pathlib import Path; from critical_edition import downloads; site = Path(sys.argv[1]); "
    "downloads.take_in(site / 'chapters', sys.argv[2:]); downloads.print_pdf(site / 'downloads' / 'edition.pdf', site / 'kept')"
)


@dataclass
class Measured:
    """Processor seconds, megabytes of memory, kilobytes of files; pages is the number of all chapters."""

    size: int
    pages: int
    clean: float
    unchanged: float
    pdf: float
    memory: float
    page: float
    index: float
    pdf_size: float


def copy(folder: Path) -> None:
    """Copy all that a build reads, and the tool that looks for changes."""
    for name in [*manifest.inputs(ROOT), "tools/fresh.py"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)


def grow(folder: Path, size: int) -> None:
    """Add copies of the chapters of the article, with labels of their own, behind the last of them."""
    names = list(dict.fromkeys(tables.load("claims").chapter))
    lines = []
    for number in range(size):
        text = (ROOT / "chapters" / f"{names[number % len(names)]}.md").read_text(encoding="utf-8")
        text = re.sub(r"^# (.*)", rf"# \1, {number}", text, count=1, flags=re.M)
        labels = re.findall(r"^    name: (\S+)$|^\(([\w-]+)\)=$", text, flags=re.M)
        for label in filter(None, (word for pair in labels for word in pair)):
            text = re.sub(rf"(?<![\w-]){label}(?![\w-])", f"{label}-{number}", text)
        (folder / "chapters" / f"more_{number}.md").write_text(text, encoding="utf-8")
        lines.append(f"      - file: chapters/more_{number}\n")
    toc, last = folder / "_toc.yml", f"      - file: chapters/{names[-1]}\n"
    text = toc.read_text(encoding="utf-8")
    toc.write_text(text.replace(last, last + "".join(lines)), encoding="utf-8")


def run(command: list, folder: Path) -> tuple[float, float]:
    """Run a command in folder; return its processor seconds and the megabytes of its largest process. CalledProcessError if it fails."""
    with tempfile.TemporaryFile() as said:
        environment = os.environ | {"PYTHONPATH": str(folder / "_ext")}
        process = subprocess.Popen([str(word) for word in command], cwd=folder, env=environment, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, said.read().decode(errors="replace")[-2000:])
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(size: int) -> Measured:
    """Build an edition with so many chapters more and return what was measured."""
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        copy(folder)
        grow(folder, size)
        site = folder / "_build" / "html"
        clean, memory = run([Path(sys.executable).with_name("jupyter-book"), "build", "-q", "."], folder)
        unchanged, _ = run([sys.executable, "tools/fresh.py", site], folder)
        names = re.findall(r"chapters/(\w+)", (folder / "_toc.yml").read_text(encoding="utf-8"))
        pdf, _ = run([sys.executable, "-c", PRINT, site, *names], folder)
        weights = [path.stat().st_size / 1000 for path in (site / "chapters").glob("more_*.html")]
        index = sum((site / name).stat().st_size for name in ("searchindex.js", "_static/search_text.js")) / 1000
        printed = (site / "downloads" / "edition.pdf").stat().st_size / 1000
        return Measured(size, len(names), clean, unchanged, pdf, memory, sum(weights) / len(weights), index, printed)


def main(sizes: list[int]) -> None:
    """Print the table, a row as soon as it is measured."""
    heads = ("chapters added", "all", "clean build", "a chapter more", "no change", "PDF alone", "memory", "page", "search index", "PDF")
    print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
    before = None
    for size in sizes:
        now = measure(size)
        more = f"{(now.clean - before.clean) / (size - before.size):.2f} s" if before else ""
        print(
            f"| {size} | {now.pages} | {now.clean:.0f} s, {now.clean / now.pages:.2f} s a chapter | {more} | {now.unchanged:.2f} s | {now.pdf:.0f} s "
            f"| {now.memory:.0f} MB | {now.page:.0f} kB | {now.index:.0f} kB | {now.pdf_size:.0f} kB |",
            flush=True,
        )
        before = now


if __name__ == "__main__":
    try:
        main([int(word) for word in sys.argv[1:]] or [10, 50, 200])
    except subprocess.CalledProcessError as failed:
        sys.exit(f"{failed}\n{failed.output}")
