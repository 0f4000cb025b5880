"""After the pages are written, make what is handed out beside them: PDF, notebooks, archive, data, references."""

import gc
import shutil
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME

from . import book, epub, light, manifest, metadata, notebooks, pdf
from .sources import ROOT

_taken_in: dict[str, str] = {}  # the text of each page, in the process of the press, until it is printed


def write(app, exception):
    """Fill downloads/ beside the pages; do nothing when the build failed or is not HTML."""
    if exception or app.builder.format != "html" or not app.config.edition_extras:
        return
    if app.keep_going and app._warncount:  # the build will be called a failure: hand out nothing, and let the next one warn again
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        return
    names = _order(app)
    out = Path(app.outdir)
    target = out / "downloads"
    target.mkdir(exist_ok=True)
    with app.edition_press as press:  # the PDF takes longer than all else: it reads the pages before they are made light
        press.submit(take_in, out / "chapters", names).result()
        printed = press.submit(print_pdf, target / "edition.pdf", out.parent / ".press")
        light.make(out, out.parent / ".fonts")
        epub.make(book.chapters(book.texts(out / "chapters", names)), book.metadata(ROOT), target / "edition.epub", ROOT, out / "_static")
        shutil.copy(ROOT / "references.bib", target)
        metadata.write(out, ROOT, names)
        shutil.copytree(ROOT / "data", target / "data", ignore=shutil.ignore_patterns("builders", "__pycache__"))
        made = notebooks.make(out.parent / "jupyter_execute" / "chapters", app.config.nb_execution_cache_path, target / "notebooks", names)
        notebooks.archive(ROOT, made, target / "edition-notebooks.zip")
        printed.result()
    manifest.write(out, ROOT)


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


def take_in(pages: Path, names: list[str]) -> None:
    """Read the named pages, in the process that will print them: the other one need not hold the texts of all."""
    _taken_in.clear()
    _taken_in.update(book.texts(pages, names))


def print_pdf(target: Path, kept: Path) -> None:
    """Make the PDF of the pages that were taken in, with a folder of sections set before; say so where the system cannot."""
    gc.disable()  # looking for what is dead takes time; it is done once after each chapter and each section
    gc.freeze()  # what is there now lives to the end
    if _missing():
        print(f"No PDF was made: {_missing()}. Install the packages of apt.txt; all else is made.", flush=True)
    else:
        pdf.make(book.chapters(_taken_in), book.metadata(ROOT), target, ROOT, kept)


def _order(app) -> list[str]:
    """Return the names of the pages in the order of the table of contents."""
    found = [app.config.root_doc]

    def walk(name):
        for child in app.env.toctree_includes.get(name, []):
            found.append(child)
            walk(child)

    walk(app.config.root_doc)
    return [Path(name).name for name in found]
