"""What Sphinx calls: checks, execution, roles and metadata, and then the files handed out.

Chapters are executed and read again when something that they are made from has changed.
Sphinx writes the pages that have changed into a folder of its own. When anything has changed, all
that is handed out is made of these, in an empty folder, which takes the place of the last one at
the very end: a build that fails leaves the last pages alone, nothing of an earlier build can stay,
and a book built step by step is the book of a clean build.
"""

import gc
import os
import shutil
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import matplotlib

from edition import kept, surroundings
from edition.book import catalogue, checks, execution, folds, metadata, roles, terms
from edition.book.linked_data import years
from edition.judgement import statements
from edition.outputs import (
    answers,
    downloads,
    due,
    figures,
    light,
    manifest,
    placing,
    search,
    specifications,
)
from edition.paths import ROOT
from edition.tables import DataError, citation, recorded


def _begin(app, config):
    app.edition_made_from = manifest.made_from(ROOT)
    if config.edition_outputs == "none":
        return
    out = Path(app.outdir)
    if manifest.is_current(out, ROOT):
        print(f"Nothing has changed since the last build of {out}.")
        sys.exit(0)
    _settle(out.parent / ".settings")
    kept.use(out.parent / ".kept", ROOT / "src", ROOT / "requirements.txt")
    changed = manifest.changed(out, app.edition_made_from)
    app.edition_kernels = execution.prepared(_executed(app), config.nb_execution_timeout, changed)
    if config.edition_outputs == "all":
        try:
            checks.check_all(ROOT)
        except DataError as error:
            with app.edition_kernels:
                _stop(out, error)
    for listener in [*app.events.listeners["doctree-resolved"]]:
        if listener.handler.__module__ == "sphinx_thebe":  # scripts for a host, in each page
            app.disconnect(listener.id)
    config.myst_substitutions = citation.said(ROOT)
    config.html_search_language = search.Unindexed.lang
    config.nb_execution_mode, config.nb_custom_formats = "off", execution.READER


def _executed(app) -> Path:
    """Return the folder of what the chapters have put out."""
    return Path(app.doctreedir).parent / ".executed"


def _settle(settings: Path) -> None:
    """Let no setting of the user's own reach this process, or the kernels that it starts."""
    own = surroundings.closed(settings, ROOT / "src")
    os.environ.clear()
    os.environ.update(own)
    matplotlib.rcdefaults()  # it read the user's own settings when it was imported


def _write_aside(app):
    """Let the builder write into a folder beside that of the site."""
    app.edition_site = Path(app.outdir)
    if _ours(app):
        app.edition_pages = app.edition_site.with_name(".pages")
        _write_into(app, app.edition_pages)


def _ours(app) -> bool:
    return app.config.edition_outputs != "none" and app.builder.format == "html"


def _write_into(app, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    app.outdir = app.builder.outdir = type(app.outdir)(folder)


def _stop(out: Path, error: DataError):
    last = f"\nThe last good pages still stand in {out}." if (out / "index.html").exists() else ""
    sys.exit(f"The book was not built:\n{error}{last}")


def _outdated(app, env, added, changed, removed):
    """Execute what must be; read again each page whose text, or what all are made from, changed."""
    paths = {name: Path(env.doc2path(name)) for name in sorted(env.found_docs)}
    common = manifest.common(app.edition_made_from)
    if app.config.edition_outputs != "none":
        try:
            timeout = app.config.nb_execution_timeout
            execution.renew(paths.values(), _executed(app), timeout, app.edition_kernels)
        except DataError as error:
            _stop(app.edition_site, error)
    if (ROOT / recorded.NAME).exists():  # marks and metadata of any page show these
        common += sha256((statements.verdicts().to_csv() + years()).encode()).hexdigest()
    old = getattr(env, "edition_digests", {})
    env.edition_digests = {
        name: f"{common} {manifest.digest(path)} {execution.digest(path)}"
        for name, path in paths.items()
    }
    return [name for name, digest in env.edition_digests.items() if old.get(name) != digest]


def _due(app, env):
    """Write what has changed; Sphinx does not know what our pages show of each other."""
    if not _ours(app):
        return []
    if app.config.edition_outputs == "all":
        app.edition_beside = downloads.beside()  # before it is needed
    return due.pages(env, app.edition_pages)


def _guard(app, page, template, context, doctree):
    """Let a template name its scripts by their digests, as the policy of a page does."""
    context["digest"] = lambda script: b64encode(sha256(script.encode()).digest()).decode()


def _finish(app, exception):
    """Hand out what is made from the pages, and put them in the place of the last ones."""
    if exception or not _ours(app):
        return
    out = placing.draft(app.edition_site)
    due.copy(app.edition_pages, out)
    _write_into(app, out)
    if app.config.edition_outputs == "pages":
        figures.write(execution.figures(), out / "downloads" / "figures")
        told = catalogue.language_and_address(ROOT)
        answers.write(out / "downloads" / "answers.js", citation.citation(ROOT), *told)
        specifications.write(execution.specifications(), out / "downloads" / "specifications")
        light.make(out)
    elif not downloads.write(app):
        shutil.rmtree(out)
        return
    due.settle(app.env, app.edition_pages)
    placing.place(out, app.edition_site)
    _write_into(app, app.edition_site)


def setup(app):
    """Connect checks, fonts, roles and downloads to the Sphinx application."""
    # a build holds trees of all pages, and ends soon: to look for what could go takes a tenth of it
    gc.set_threshold(200_000)
    # "pages": no checks and nothing but pages, for `make preview`
    # "none": what the stock configuration makes, for `make bench`
    app.add_config_value("edition_outputs", "all", "html")
    app.connect("config-inited", _begin, priority=100)
    app.connect("builder-inited", _write_aside, priority=1)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-get-updated", _due, priority=900)  # when figures have their numbers
    app.connect("html-page-context", _guard)
    app.connect("build-finished", _finish, priority=900)  # after all that the theme still writes
    app.add_search_language(search.Unindexed)
    roles.setup(app)
    terms.setup(app)
    folds.setup(app)
    metadata.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
