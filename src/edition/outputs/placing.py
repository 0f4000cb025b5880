"""Put a finished folder of pages in the place of the last one; what failed never gets there."""

import shutil
from pathlib import Path


def draft(site: Path) -> Path:
    """Return an empty folder beside the site, in which a build writes."""
    made = site.with_name(f"{site.name}.new")
    restore(site)
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    return made


def place(made: Path, site: Path) -> None:
    """Move the folder made into the place of the site, in two moves; see restore."""
    old = site.with_name(f"{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    made.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def restore(site: Path) -> None:
    """Bring back the last site, if a build was ended between the two moves."""
    old = site.with_name(f"{site.name}.old")
    if old.exists() and not site.exists():
        old.rename(site)
