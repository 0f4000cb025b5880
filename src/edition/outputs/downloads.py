"""After the pages are written, make what is handed out beside them: PDF, EPUB, notebooks, data."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME

from edition import kept
from edition.book import execution
from edition.outputs import citations, epub, figures, light, manifest, notebooks, pages, typeset
from edition.paths import ROOT
from edition.tables import recorded
from edition.tables.citation import citation

LEFT_OUT = shutil.ignore_patterns("builders", "__pycache__")


def write(app) -> bool:
    """Fill downloads/ beside the pages; return False, with nothing made, if there were warnings."""
    if app.keep_going and app._warncount:  # called a failure: let the next build warn again
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        return False
    names, out, cited = _order(app), Path(app.outdir), citation(ROOT)
    target = out / "downloads"
    target.mkdir(exist_ok=True)
    with ThreadPoolExecutor(1) as press:  # Typst sets the pages while the others are made
        texts = pages.texts(out / "chapters", names)
        printed = press.submit(typeset.make, texts, cited, target, ROOT)
        figures.write(execution.figures(), target / "figures")
        light.make(out, out.parent / ".fonts")
        read = pages.texts(out / "chapters", names)
        epub.make(read, cited, target / "edition.epub", ROOT, out / "_static")
        shutil.copy(ROOT / "references.bib", target)
        citations.write(out, ROOT, names)
        shutil.copytree(ROOT / "data", target / "data", ignore=LEFT_OUT)
        if (ROOT / recorded.NAME).exists():
            shutil.copy(ROOT / recorded.NAME, target)
        common = manifest.common(app.edition_made_from)
        made = notebooks.make(ROOT, target / "notebooks", read, common)
        notebooks.archive(ROOT, made, target / "edition-notebooks.zip")
        printed.result()
    kept.tidy()
    manifest.write(out, app.edition_made_from)
    return True


def _order(app) -> list[str]:
    """Return the names of the pages in the order of the table of contents."""
    found = [app.config.root_doc]

    def walk(name):
        for child in app.env.toctree_includes.get(name, []):
            found.append(child)
            walk(child)

    walk(app.config.root_doc)
    return [Path(name).name for name in found]
