"""After the pages are written, make what is handed out beside them: PDF, notebooks, archive, data, references."""

import gc
import shutil
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME

from edition.book import metadata
from edition.outputs import epub, light, manifest, notebooks, pages, pdf
from edition.paths import ROOT
from edition.tables.citation import citation

_taken_in: dict[
    str, str
] = {}  # the text of each page, in the process of the press, until it is printed


def write(app) -> bool:
    """Fill downloads/ beside the pages; return False, and make nothing, where there were warnings."""
    if app.keep_going and app._warncount:  # called a failure: let the next build warn again
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        return False
    names = _order(app)
    out = Path(app.outdir)
    target = out / "downloads"
    target.mkdir(exist_ok=True)
    with (
        press() as press_
    ):  # the PDF takes longer than all else: it reads the pages before they are made light
        press_.submit(take_in, out / "chapters", names).result()
        printed = press_.submit(print_pdf, target / "edition.pdf", out.parent / ".press")
        light.make(out, out.parent / ".fonts")
        epub.make(
            pages.chapters(pages.texts(out / "chapters", names)),
            citation(ROOT),
            target / "edition.epub",
            ROOT,
            out / "_static",
        )
        shutil.copy(ROOT / "references.bib", target)
        metadata.write(out, ROOT, names)
        shutil.copytree(
            ROOT / "data", target / "data", ignore=shutil.ignore_patterns("builders", "__pycache__")
        )
        made = notebooks.make(
            out.parent / "jupyter_execute" / "chapters", target / "notebooks", names
        )
        notebooks.archive(ROOT, made, target / "edition-notebooks.zip")
        printed.result()
    manifest.write(out, app.edition_made_from)
    return True


def press() -> ProcessPoolExecutor:
    """Return a process for the PDF, which makes itself ready at once."""
    process = ProcessPoolExecutor(1)
    process.submit(_missing)
    return process


@cache
def _missing() -> str:
    """Load what prints the PDF, which takes a second; return what the system lacks for it."""
    try:
        import weasyprint  # noqa: F401  (the PDF alone needs it)
    except OSError as missing:
        return str(missing)
    return ""


def take_in(folder: Path, names: list[str]) -> None:
    """Read the named pages, in the process that will print them: the other one need not hold the texts of all."""
    _taken_in.clear()
    _taken_in.update(pages.texts(folder, names))


def print_pdf(target: Path, kept: Path) -> None:
    """Make the PDF of the pages that were taken in, with a folder of sections set before; say so where the system cannot."""
    gc.disable()  # looking for what is dead takes time; it is done once after each chapter and each section
    gc.freeze()  # what is there now lives to the end
    if _missing():
        print(
            f"No PDF was made: {_missing()}. Install the packages of apt.txt; all else is made.",
            flush=True,
        )
    else:
        pdf.make(pages.chapters(_taken_in), citation(ROOT), target, ROOT, kept)


def _order(app) -> list[str]:
    """Return the names of the pages in the order of the table of contents."""
    found = [app.config.root_doc]

    def walk(name):
        for child in app.env.toctree_includes.get(name, []):
            found.append(child)
            walk(child)

    walk(app.config.root_doc)
    return [Path(name).name for name in found]
