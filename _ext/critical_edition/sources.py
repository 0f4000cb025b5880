"""Where the sources of the book lie, and a digest that says whether they have changed."""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "chapters"))

EXECUTED = ("data", "chapters/edition", "references.bib", "requirements.txt")  # what the cells of chapters read
READ = (*EXECUTED, "_ext", "_config.yml", "_toc.yml")  # what pages are made from, besides their own text


def digest(names: tuple[str, ...] = READ) -> str:
    """Return a digest of the files and folders of these names: by default, of all that every page is made from."""
    found = hashlib.sha256()
    for name in names:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts):
                found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]
