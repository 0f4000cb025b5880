"""What Sphinx calls: checks, execution, roles and metadata, and then the files handed out.

Chapters are executed and read again when something that they are made from has changed.
When anything at all has changed, every page and file is written anew, into an empty folder, which
takes the place of the last one at the very end: a build that fails leaves the last pages alone,
nothing of an earlier build can stay, and a book built step by step is the book of a clean build.
"""

import os
import shutil
import sys
from pathlib import Path

import matplotlib

from edition import kept, surroundings
from edition.book import checks, execution, metadata, roles, terms
from edition.outputs import downloads, figures, light, manifest, placing
from edition.paths import ROOT
from edition.tables import DataError

# script of _static/, or made by edition.outputs.light: the one page that loads it; none where
# _static/edition.js asks for it when it is needed
PAGE_SCRIPTS = {
    "values.js": None,
    "ledger.js": "chapters/ledger",
    "search_text.js": "search",
    "search_offline.js": "search",
}


def _begin(app, config):
    config.html_js_files = [name for name in config.html_js_files if name not in PAGE_SCRIPTS]
    app.edition_made_from = manifest.made_from(ROOT)
    if config.edition_outputs == "none":
        return
    out = Path(app.outdir)
    if manifest.is_current(out, ROOT):
        print(f"Nothing has changed since the last build of {out}.")
        sys.exit(0)
    _settle(out.parent / ".settings")
    kept.use(out.parent / ".kept", ROOT / "src", ROOT / "requirements.txt")
    if config.edition_outputs == "all":
        try:
            checks.check_all(ROOT)
        except DataError as error:
            _stop(out, error)
    config.nb_execution_mode, config.nb_custom_formats = "off", execution.READER


def _settle(settings: Path) -> None:
    """Let no setting of the user's own reach this process, or the kernels that it starts."""
    own = surroundings.closed(settings, ROOT / "src")
    os.environ.clear()
    os.environ.update(own)
    matplotlib.rcdefaults()  # it read the user's own settings when it was imported


def _write_aside(app):
    """Let the builder write into a folder beside that of the site."""
    app.edition_site = Path(app.outdir)
    if app.config.edition_outputs != "none" and app.builder.format == "html":
        app.outdir = app.builder.outdir = type(app.outdir)(placing.draft(app.edition_site))


def _stop(out: Path, error: DataError):
    last = f"\nThe last good pages still stand in {out}." if (out / "index.html").exists() else ""
    sys.exit(f"The book was not built:\n{error}{last}")


def _outdated(app, env, added, changed, removed):
    """Execute what must be; read again each page whose text, or what all are made from, changed."""
    paths = {name: Path(env.doc2path(name)) for name in sorted(env.found_docs)}
    common = manifest.common(app.edition_made_from)
    if app.config.edition_outputs != "none":
        try:
            folder = Path(app.doctreedir).parent / ".executed"
            execution.renew(paths.values(), folder, app.config.nb_execution_timeout)
        except DataError as error:
            _stop(app.edition_site, error)
    old = getattr(env, "edition_digests", {})
    env.edition_digests = {
        name: f"{common} {manifest.digest(path)} {execution.digest(path)}"
        for name, path in paths.items()
    }
    return [name for name, digest in env.edition_digests.items() if old.get(name) != digest]


def _write_all(app, env):
    """Write every page: something has changed, or the build would have ended at its beginning."""
    ours = app.config.edition_outputs != "none" and app.builder.format == "html"
    return list(env.found_docs) if ours else []


def _scripts(app, page, template, context, doctree):
    """Load some scripts on one page only; Jupyter Book would load every script on every page."""
    for name, its_page in PAGE_SCRIPTS.items():
        if page == its_page:
            app.add_js_file(name, loading_method="defer")


def _finish(app, exception):
    """Hand out what is made from the pages, and put them in the place of the last ones."""
    outputs = app.config.edition_outputs
    if exception or app.builder.format != "html" or outputs == "none":
        return
    out = Path(app.outdir)
    if outputs == "pages":
        figures.write(execution.figures(), out / "downloads" / "figures")
        light.make(out, out.parent / ".fonts")
    elif not downloads.write(app):
        shutil.rmtree(out)
        return
    placing.place(out, app.edition_site)
    app.outdir = app.builder.outdir = type(app.outdir)(app.edition_site)


def setup(app):
    """Connect checks, fonts, roles and downloads to the Sphinx application."""
    # "pages": no checks and nothing but pages, for `make preview`
    # "none": what the stock configuration makes, for `make bench`
    app.add_config_value("edition_outputs", "all", "html")
    app.connect("config-inited", _begin, priority=100)
    app.connect("builder-inited", _write_aside, priority=1)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _write_all)
    app.connect("html-page-context", _scripts)
    app.connect("build-finished", _finish, priority=900)  # after all that the theme still writes
    roles.setup(app)
    terms.setup(app)
    metadata.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
