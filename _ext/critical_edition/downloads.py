"""After the pages are written, make what is handed out beside them: PDF, notebooks, archive, data, references."""

import gc
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME

from . import book, epub, light, manifest, metadata, notebooks, pdf
from .sources import ROOT


def write(app, exception):
    """Fill downloads/ beside the pages; do nothing when the build failed or is not HTML."""
    if exception or app.builder.format != "html" or not app.config.edition_extras:
        return
    if app.keep_going and app._warncount:  # the build will be called a failure: hand out nothing, and let the next one warn again
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        return
    names = _order(app)
    out = Path(app.outdir)
    light.make(out)
    target = out / "downloads"
    target.mkdir(exist_ok=True)
    with ProcessPoolExecutor(1) as beside:  # the PDF takes as long as all else
        printed = beside.submit(print_pdf, out, names)
        epub.make(book.chapters(out / "chapters", names), book.metadata(ROOT), target / "edition.epub", ROOT)
        shutil.copy(ROOT / "references.bib", target)
        metadata.write(out, ROOT, names)
        shutil.copytree(ROOT / "data", target / "data", ignore=shutil.ignore_patterns("builders", "__pycache__"))
        made = notebooks.make(out.parent / "jupyter_execute" / "chapters", app.config.nb_execution_cache_path, target / "notebooks", names)
        notebooks.archive(ROOT, made, target / "edition-notebooks.zip")
        printed.result()
    manifest.write(out, ROOT)


def print_pdf(out: Path, names: list[str]) -> None:
    """Make the PDF of the pages, in a process of its own; say so where the system cannot."""
    gc.disable()  # boxes live to the end, and the end of the process clears them away; looking for dead ones takes time
    try:
        from weasyprint.text import ffi  # noqa: F401  (the PDF alone needs it)
    except OSError as missing:
        print(f"No PDF was made: {missing}. Install the packages of apt.txt; all else is made.", flush=True)
    else:
        pdf.make(book.chapters(out / "chapters", names), book.metadata(ROOT), out / "downloads" / "edition.pdf", ROOT)


def _order(app) -> list[str]:
    """Return the names of the pages in the order of the table of contents."""
    found = [app.config.root_doc]

    def walk(name):
        for child in app.env.toctree_includes.get(name, []):
            found.append(child)
            walk(child)

    walk(app.config.root_doc)
    return [Path(name).name for name in found]
