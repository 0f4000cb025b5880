"""What Sphinx needs to build this edition: checks, roles, fonts, and the files handed out."""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "chapters"))

from edition.tables import DataError  # noqa: E402  (found in chapters/)

from . import checks, downloads, fonts, roles  # noqa: E402

OUTSIDE = ("data", "chapters/edition", "references.bib")


def digest() -> str:
    """Return a digest of all that chapters read: tables, package and references."""
    found = hashlib.sha256()
    for name in OUTSIDE:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def _begin(app, config):
    try:
        checks.check_all(ROOT)
    except DataError as error:
        sys.exit(f"The book was not built:\n{error}")
    config.nb_execution_cache_path = str(Path(app.outdir).parent / ".jupyter_cache" / digest())
    config.html_static_path.append(str(fonts.make(Path(app.outdir).parent / "fonts")))


def _outdated(app, env, added, changed, removed):
    """Read every page again when a table, a module of `edition` or a reference has changed."""
    old, env.edition_digest = getattr(env, "edition_digest", None), digest()
    return [] if old == env.edition_digest else list(env.found_docs)


def setup(app):
    """Connect checks, fonts, roles and downloads to the Sphinx application."""
    app.connect("config-inited", _begin, priority=100)
    app.connect("env-get-outdated", _outdated)
    app.connect("build-finished", downloads.write)
    roles.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
