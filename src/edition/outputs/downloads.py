"""After the pages are written, make what is handed out beside them: PDF, EPUB, notebooks, data."""

import gc
import shutil
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME

from edition.outputs import citations, epub, light, manifest, notebooks, pages, pdf
from edition.paths import ROOT
from edition.tables.citation import citation

# the text of each page, in the process of the press, until it is printed
_taken_in: dict[str, str] = {}


def write(app) -> bool:
    """Fill downloads/ beside the pages; return False, with nothing made, if there were warnings."""
    if app.keep_going and app._warncount:  # called a failure: let the next build warn again
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        return False
    names = _order(app)
    out = Path(app.outdir)
    target = out / "downloads"
    target.mkdir(exist_ok=True)
    with press() as printer:  # takes longer than all else: it reads pages before they are light
        printer.submit(take_in, out / "chapters", names).result()
        printed = printer.submit(print_pdf, target / "edition.pdf", out.parent / ".press")
        light.make(out, out.parent / ".fonts")
        _fill(target, out, names)
        printed.result()
    manifest.write(out, app.edition_made_from)
    return True


def _fill(target: Path, out: Path, names: list[str]) -> None:
    """Write all but the PDF into target; out: the folder of the light pages, names: in order."""
    chapters = pages.chapters(pages.texts(out / "chapters", names))
    epub.make(chapters, citation(ROOT), target / "edition.epub", ROOT, out / "_static")
    shutil.copy(ROOT / "references.bib", target)
    citations.write(out, ROOT, names)
    left_out = shutil.ignore_patterns("builders", "__pycache__")
    shutil.copytree(ROOT / "data", target / "data", ignore=left_out)
    executed = out.parent / "jupyter_execute" / "chapters"
    made = notebooks.make(executed, target / "notebooks", names)
    notebooks.archive(ROOT, made, target / "edition-notebooks.zip")


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
    """Read the named pages, in the process that will print them.

    The other one then need not hold the texts of all.
    """
    _taken_in.clear()
    _taken_in.update(pages.texts(folder, names))


def print_pdf(target: Path, kept: Path) -> None:
    """Make the PDF of the pages that were taken in; say so where the system cannot.

    kept: a folder of sections that were set before.
    """
    gc.disable()  # looking for what is dead takes time: once after each chapter and section
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
