"""Say which pages Sphinx has to write: those of which the text, or what all pages show, changed.

The pages as Sphinx writes them stay in a folder beside the site, with a list of what each was made
from. While a build is at work the list is not there: the next one trusts nothing of a build that
was ended before its end, and writes all pages.
"""

import hashlib
import json
import shutil
from pathlib import Path

LIST = "made-from.json"
INDEX = "searchindex.js"
WRITTEN = ("chapters", "_downloads", "_images", INDEX)  # for the pages, by Sphinx


def pages(env, folder: Path) -> list[str]:
    """Return the names of the pages to write; if these are all, none is left in the folder."""
    try:
        old = json.loads((folder / LIST).read_text(encoding="utf-8"))
        (folder / LIST).unlink()
    except (OSError, ValueError):
        old = {}
    env.edition_made_from = _made_from(env)  # before pages are written, which changes what is shown
    due = [name for name, digest in env.edition_made_from.items() if old.get(name) != digest]
    if len(due) == len(env.found_docs):
        for path in [*(folder / name for name in WRITTEN), *folder.glob("*.html")]:
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)
    return due


def settle(env, folder: Path) -> None:
    """Note what the pages in the folder were made from, once all is made."""
    (folder / LIST).write_text(json.dumps(env.edition_made_from), encoding="utf-8")


def copy(folder: Path, target: Path) -> None:
    """Copy the pages, without Sphinx's index of their words: outputs/search.py has their places."""
    shutil.copytree(folder, target, dirs_exist_ok=True, ignore=lambda *_: {LIST, INDEX})


def _made_from(env) -> dict[str, str]:
    """Return a digest of what each page is made from: its own, and what pages show of others.

    That is: order, titles and headings, numbers of figures, places that links lead to, and files;
    of pictures, the names of those that gave theirs up to another of the same name.
    """
    places, names = env.domains["std"], sorted(env.found_docs)
    shown = [
        names,
        sorted(env.toctree_includes.items()),
        [[str(env.titles[name]), str(env.tocs[name])] for name in names],
        [sorted(found.items()) for found in (env.toc_secnumbers, env.toc_fignumbers)],
        [sorted(found.items()) for found in (places.labels, places.anonlabels)],
        sorted(env.dlfiles),
        sorted(name for path, (_, name) in env.images.items() if name != Path(path).name),
    ]
    common = hashlib.sha256(repr(shown).encode()).hexdigest()
    return {name: f"{env.edition_digests[name]} {common}" for name in names}
