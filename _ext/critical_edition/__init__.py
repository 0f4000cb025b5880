"""What Sphinx needs to build this edition: checks, roles, metadata, and the files handed out.

Chapters are executed when their code or anything that cells read has changed; read when their text or anything that the
build reads has changed; and when anything at all has changed, every page and file is written anew, into an empty folder.
So nothing of an earlier build can stay, and a book built step by step is the book of a clean build, byte for byte.
"""

import shutil
import sys
from pathlib import Path

from . import sources  # first: it makes `edition` importable

from edition.tables import DataError  # isort: skip

from . import checks, downloads, execution, manifest, metadata, roles

PAGE_SCRIPTS = {"ledger.js": "chapters/ledger", "search_text.js": "search", "search_offline.js": "search"}


def _begin(app, config):
    if config.edition_extras and manifest.holds(Path(app.outdir), sources.ROOT):
        print(f"Nothing has changed since the last build of {app.outdir}.")
        sys.exit(0)
    try:
        if config.edition_extras:  # the stock configuration, for `make bench`, would not pass
            checks.check_all(sources.ROOT)
    except DataError as error:
        sys.exit(f"The book was not built:\n{error}")
    caches = Path(app.outdir).parent / ".jupyter_cache"
    config.nb_execution_cache_path = str(execution.forget(caches, sources.digest(sources.EXECUTED)))
    config.html_js_files = [name for name in config.html_js_files if name not in PAGE_SCRIPTS]


def _outdated(app, env, added, changed, removed):
    """Execute what must be; read again each page whose text, or anything that all pages are made from, has changed, whatever the clock says."""
    paths = {name: Path(env.doc2path(name)) for name in sorted(env.found_docs)}
    if app.config.edition_extras and app.config.nb_execution_mode == "cache":
        execution.run(list(paths.values()), Path(app.config.nb_execution_cache_path), app.config.nb_execution_timeout)
    common, old = sources.digest(), getattr(env, "edition_digests", {})
    env.edition_digests = {name: f"{common} {sources.digest((str(path),))}" for name, path in paths.items()}
    return [name for name, digest in env.edition_digests.items() if old.get(name) != digest]


def _write_all(app, env):
    """Write every page, into an empty folder: something has changed, or the build would have ended at its beginning."""
    if not app.config.edition_extras or app.builder.format != "html":
        return []
    app.edition_press = downloads.press()
    shutil.rmtree(app.outdir)
    Path(app.outdir).mkdir()
    return list(env.found_docs)


def _scripts(app, page, template, context, doctree):
    """Load some scripts on one page only; Jupyter Book would load every script on every page."""
    for name, its_page in PAGE_SCRIPTS.items():
        if page == its_page:
            app.add_js_file(name, loading_method="defer")


def setup(app):
    """Connect checks, fonts, roles and downloads to the Sphinx application."""
    app.add_config_value("edition_extras", True, "html")  # False: pages as the stock configuration makes them, for `make bench`
    app.connect("config-inited", _begin, priority=100)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _write_all)
    app.connect("html-page-context", _scripts)
    app.connect("build-finished", downloads.write, priority=900)  # after all that the theme still writes
    roles.setup(app)
    metadata.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
