"""What Sphinx needs to build this edition: checks, roles, metadata, and the files handed out."""

import sys
from pathlib import Path

from . import sources  # first: it makes `edition` importable

from edition.tables import DataError  # isort: skip

from . import checks, downloads, metadata, roles

PAGE_SCRIPTS = {"ledger.js": "chapters/ledger", "search_text.js": "search", "search_offline.js": "search"}


def _begin(app, config):
    try:
        checks.check_all(sources.ROOT)
    except DataError as error:
        sys.exit(f"The book was not built:\n{error}")
    config.nb_execution_cache_path = str(Path(app.outdir).parent / ".jupyter_cache" / sources.digest())
    config.html_js_files = [name for name in config.html_js_files if name not in PAGE_SCRIPTS]


def _outdated(app, env, added, changed, removed):
    """Read every page again when a table, a module of `edition` or a reference has changed."""
    old, env.edition_digest = getattr(env, "edition_digest", None), sources.digest()
    return [] if old == env.edition_digest else list(env.found_docs)


def _restyled(app, env):
    """Write every page again, without reading it again, when a style, a template or the metadata has changed."""
    old, env.edition_look = getattr(env, "edition_look", None), sources.digest(sources.LOOK)
    return [] if old == env.edition_look else list(env.found_docs)


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
    app.connect("env-updated", _restyled)
    app.connect("html-page-context", _scripts)
    app.connect("build-finished", downloads.write, priority=900)  # after all that the theme still writes
    roles.setup(app)
    metadata.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
