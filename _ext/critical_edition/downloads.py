"""After the pages are written, make what is handed out beside them: PDF, notebooks, archive, data, references."""

import shutil
from pathlib import Path

from . import book, epub, light, manifest, metadata, notebooks, pdf
from .sources import ALL, ROOT, digest


def write(app, exception):
    """Fill downloads/ beside the pages; do nothing when the build failed or is not HTML."""
    if exception or app.builder.format != "html" or not app.config.edition_extras:
        return
    names = _order(app)
    out = Path(app.outdir)
    memory, state = out.parent / "handed-out", digest(ALL)
    if memory.exists() and memory.read_text(encoding="utf-8") == state:
        return
    light.make(out)
    target = out / "downloads"
    target.mkdir(exist_ok=True)
    pages = book.chapters(out / "chapters", names)
    try:
        from weasyprint.text import ffi  # noqa: F401  (the PDF alone needs it)
    except OSError as missing:
        print(f"No PDF was made: {missing}. Install the packages of apt.txt; all else is made.", flush=True)
        (target / "edition.pdf").unlink(missing_ok=True)
    else:
        pdf.make(pages, book.metadata(ROOT), target / "edition.pdf", ROOT)
    epub.make(pages, book.metadata(ROOT), target / "edition.epub", ROOT)
    shutil.copy(ROOT / "references.bib", target)
    metadata.write(out, ROOT, names)
    for name in ("data", "notebooks"):
        shutil.rmtree(target / name, ignore_errors=True)
    shutil.copytree(ROOT / "data", target / "data", ignore=shutil.ignore_patterns("builders", "__pycache__"))
    made = notebooks.make(out.parent / "jupyter_execute" / "chapters", app.config.nb_execution_cache_path, target / "notebooks", names)
    notebooks.archive(ROOT, made, target / "edition-notebooks.zip")
    manifest.write(out, ROOT)
    memory.write_text(state, encoding="utf-8")


def _order(app) -> list[str]:
    """Return the names of the pages in the order of the table of contents."""
    found = [app.config.root_doc]

    def walk(name):
        for child in app.env.toctree_includes.get(name, []):
            found.append(child)
            walk(child)

    walk(app.config.root_doc)
    return [Path(name).name for name in found]
