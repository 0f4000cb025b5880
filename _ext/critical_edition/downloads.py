"""After the pages are written, make what is handed out beside them: PDF, notebooks, archive, data, references."""

import shutil
from pathlib import Path

from . import ROOT, book, light, notebooks, pdf


def write(app, exception):
    """Fill downloads/ beside the pages; do nothing when the build failed or is not HTML."""
    if exception or app.builder.format != "html":
        return
    names = _order(app)
    out = Path(app.outdir)
    light.strip(out)
    target = out / "downloads"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    pages = book.chapters(out / "chapters", names)
    pdf.make(pages, book.metadata(ROOT), target / "edition.pdf", ROOT)
    shutil.copy(ROOT / "references.bib", target)
    shutil.copytree(ROOT / "data", target / "data", ignore=shutil.ignore_patterns("builders", "__pycache__"))
    made = notebooks.make(out.parent / "jupyter_execute" / "chapters", target / "notebooks", names)
    notebooks.archive(ROOT, made, target / "edition-notebooks.zip")


def _order(app) -> list[str]:
    """Return the names of the pages in the order of the table of contents."""
    found = [app.config.root_doc]

    def walk(name):
        for child in app.env.toctree_includes.get(name, []):
            found.append(child)
            walk(child)

    walk(app.config.root_doc)
    return [Path(name).name for name in found]
