"""After the pages are written, make what is handed out beside them: PDF, EPUB, notebooks, data."""

import multiprocessing
import shutil
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME

from edition import kept, tables
from edition.book import catalogue, execution, metadata
from edition.outputs import (
    answers,
    citations,
    crate,
    epub,
    figures,
    jats,
    light,
    manifest,
    markdown,
    notebooks,
    pages,
    printed_pages,
    specifications,
    typeset,
    web,
)
from edition.outputs.live import layer
from edition.paths import ROOT
from edition.tables import recorded
from edition.tables.citation import citation

LEFT_OUT = shutil.ignore_patterns("builders", "__pycache__")


def beside() -> ProcessPoolExecutor:
    """Return a process, which starts now, for what is made beside the rest: no thread of a process
    works while Typst does. It is begun alike on all systems.
    """
    begun = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    begun.submit(import_module, typeset.__name__)
    return begun


def write(app) -> bool:
    """Fill downloads/ beside the pages; return False, with nothing made, if there were warnings."""
    if app.keep_going and app._warncount:  # called a failure: let the next build warn again
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        return False
    names = [Path(name).name for name in metadata.order(app)]
    out, cited = Path(app.outdir), citation(ROOT)
    target = out / "downloads"
    target.mkdir(exist_ok=True)
    language, base = catalogue.language_and_address(ROOT)
    with app.edition_beside as beside:
        texts = pages.texts(out / "chapters", names)
        printed = beside.submit(typeset.make, texts, target, ROOT)
        told = (out, texts, cited, language)
        written = beside.submit(kept.beside, kept.folder(), markdown.write, *told)
        figures.write(execution.figures(), target / "figures")
        answers.write(target / "answers.js", cited, language, base)
        specifications.write(execution.specifications(), target / "specifications")
        light.make(out)
        epub.make(texts, cited, target / "edition.epub", ROOT, out / "_static")
        shutil.copy(ROOT / "references.bib", target)
        citations.write(out, ROOT)
        jats.write(out, texts, printed_pages.ARTICLE, cited, ROOT)
        web.write(out, base, names, cited, language)
        layer.absent(out)
        shutil.copytree(ROOT / "data", target / "data", ignore=LEFT_OUT)
        if (ROOT / recorded.NAME).exists():
            shutil.copy(ROOT / recorded.NAME, target)
        common = manifest.common(app.edition_made_from)
        made = notebooks.make(ROOT, target / "notebooks", texts, common)
        notebooks.archive(ROOT, made, target / "edition-notebooks.zip")
        printed.result()
        kept.asked(written.result())
        crate.write(out, cited, tables.package(), _described(app, texts), execution.figures())
    kept.tidy()
    manifest.write(out, app.edition_made_from)
    return True


def _described(app, texts: dict[str, str]) -> dict[str, tuple[str, str, list[str]]]:
    """Return of each page, by name, its title, what it says, and the tables that its cells read.

    texts: HTML of the pages by name.
    """
    names = {f"data/{item['path']}": item["name"] for item in tables.package()["resources"]}
    found = {}
    for page in metadata.order(app):
        read = execution.tables_read(Path(app.env.doc2path(page)))
        listed = [names[file] for file in read if file in names]
        name = Path(page).name
        head = pages.parsed(texts[name].partition("<body")[0])
        said = head.xpath("string(//meta[@name='description']/@content)")
        found[name] = (app.env.titles[page].astext(), str(said), listed)
    return found
