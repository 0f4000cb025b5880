"""List what the build read and what it made: anyone can check a copy, or a rebuild, against it."""

import hashlib
import json
import platform
import re
import tomllib
import zlib
from importlib.metadata import version
from pathlib import Path

NAME = "downloads/manifest.json"
# What a build reads, from the root of the project.
READ = (
    "_config.yml",
    "_toc.yml",
    "CITATION.cff",
    "LICENSE",
    "README.md",
    "references.bib",
    "pyproject.toml",
    "requirements.txt",
    "requirements-notebooks.txt",
    "_static",
    "_templates",
    "chapters",
    "data",
    "src",
)
# Of these, what a page shows in its cells alone; a digest of the cells stands for it.
CELLS_ONLY = re.compile(r"data/evidence/(?!comparisons\.csv$)")
LAYER = "live"  # of the site: what `make live` adds; it lists its own files
# What tools leave in folders: no input, and no page.
LEFT_BY_TOOLS = {"__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".buildinfo", ".DS_Store"}


def write(out: Path, made_from: dict) -> None:
    """Write downloads/manifest.json under out, the folder of built pages.

    made_from: what the function of that name returned before the first file was read.

    outputs and inputs map each path to SHA-256 and, for outputs, size in bytes; tools name the
    versions of what shapes the bytes. The manifest itself and what tools leave are not listed.
    """
    listed = {**made_from, "outputs": outputs(out)}
    (out / NAME).write_text(json.dumps(listed, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def made_from(root: Path) -> dict:
    """Return what decides the bytes of a build: versions of Python and of the tools, and inputs."""
    return {"python": platform.python_version(), "tools": tools(root), "inputs": inputs(root)}


def common(made_from: dict) -> str:
    """Return a digest of what every page is made from, besides its own text and cells.

    made_from: what the function of that name returned. Evidence that is not judgement reaches a
    page through cells alone.
    """
    found = {
        name: each
        for name, each in made_from["inputs"].items()
        if not (name.endswith(".md") or CELLS_ONLY.match(name))
    }
    return hashlib.sha256(json.dumps({**made_from, "inputs": found}).encode()).hexdigest()


def is_current(out: Path, root: Path) -> bool:
    """Say whether out is the whole site that these tools make from the project as it is now.

    No file of it may have been changed, lost or added.
    """
    listed = _listed(out)
    made = listed.pop("outputs", None)
    return listed == made_from(root) and made == outputs(out)


def changed(out: Path, made_from: dict) -> set[str]:
    """Return the inputs that the site in out was not made from as they are now; none without one.

    made_from: what the function of that name returned.
    """
    last = _listed(out).get("inputs", made_from["inputs"])
    return {name for name, each in made_from["inputs"].items() if last.get(name) != each}


def _listed(out: Path) -> dict:
    """Return the manifest of a site, empty if there is none."""
    try:
        return json.loads((out / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def outputs(out: Path) -> dict[str, dict]:
    """Return SHA-256 and size in bytes of each file of a built site.

    The manifest itself and the layer of cells that run in the page are left out.
    """
    return {
        name: {"sha256": digest(path), "bytes": path.stat().st_size}
        for name, path in _files(out, out)
        if name != NAME and not name.startswith(f"{LAYER}/")
    }


def inputs(root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that a build reads and that is there, by its path."""
    return {name: digest(path) for name, path in read(root).items()}


def read(root: Path) -> dict[str, Path]:
    """Return each file that a build reads and that is there, by its path from the root."""
    return {name: path for top in READ for name, path in _files(root / top, root)}


def tools(root: Path) -> dict[str, str]:
    """Return the versions of the packages that pyproject.toml names for the book, and of zlib."""
    groups = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    names = [re.match(r"[\w.-]+", each)[0] for each in groups["dependency-groups"]["book"]]
    return {name: version(name) for name in names} | {"(library) zlib": zlib.ZLIB_RUNTIME_VERSION}


def _files(top: Path, root: Path) -> list[tuple[str, Path]]:
    found = [top] if top.is_file() else sorted(top.rglob("*"))
    named = [(path.relative_to(root), path) for path in found if path.is_file()]
    return [(name.as_posix(), path) for name, path in named if not LEFT_BY_TOOLS & set(name.parts)]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
