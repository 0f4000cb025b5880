"""Execute the chapters before Sphinx reads them, on all cores, and hand MyST-NB their outputs.

The outputs of a chapter are kept under a digest of its code, with the files that it read.
It is executed again when its code, one of these files, or a pin has changed, and then only.
Chapters that record results and verdicts come first; what they recorded is written to records.json,
a file that the others read like any other.
"""

import copy
import hashlib
import json
import platform
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from edition import reads, tables
from edition.book import code_chapters, frames, recording
from edition.book.code_chapters import CodeChapter
from edition.book.kernels import Pool
from edition.charts import grammar
from edition.paths import ROOT
from edition.tables import DataError, recorded

READER = {".md": ["edition.book.execution.executed", {}, False]}  # for nb_custom_formats of MyST-NB
OFTEN_READ = ("data/", "src/", "references.bib", "requirements.txt")
_outputs: dict[str, list] = {}  # of each code cell, by the digest of a chapter's code
_read: dict[str, list[str]] = {}  # the files that its cells read, by the same


def executed(text: str) -> NotebookNode:
    """Return the notebook that the text of a chapter is, with outputs as a page shows them.

    MyST-NB calls this for every Markdown file. KeyError if the chapter was not executed before.
    """
    notebook = with_outputs(text)
    for cell in notebook.cells:
        if "outputs" in cell:
            there = [one for one in cell.outputs if grammar.BESIDE not in one.get("data", ())]
            cell.outputs = there
    for output in [each for cell in notebook.cells for each in cell.get("outputs", ())]:
        data = output.get("data", {})
        if "text/html" in data:
            data["text/html"] = frames.shown(data)
        for kind in (grammar.OURS, recorded.SPECIFICATIONS):
            data.pop(kind, None)
    return notebook


def with_outputs(text: str) -> NotebookNode:
    """Return the notebook that the text of a chapter is, with the outputs of its cells."""
    chapter = CodeChapter(Path(), code_chapters.notebook(text))
    for cell, outputs in zip(chapter.cells, _outputs.get(chapter.code, ()), strict=True):
        shown = [copy.deepcopy(each) for each in map(_shown, outputs) if each]
        cell.outputs = [nbformat.from_dict(each) for each in shown]
    notebook = chapter.notebook
    language = {"name": "python", "pygments_lexer": "ipython3"}
    notebook.metadata["language_info"] = nbformat.from_dict(language)
    return notebook


def figures() -> list[dict]:
    """Return all of each figure that the chapters draw: its data by MIME type."""
    outputs = [each for cells in _outputs.values() for cell in cells for each in cell]
    found = [output["data"] for output in outputs if grammar.OURS in output.get("data", {})]
    return sorted(found, key=lambda data: data[grammar.OURS]["name"])


def specifications() -> list[dict]:
    """Return the tables of specifications behind the verdicts, as cells have recorded them."""
    outputs = [each for cells in _outputs.values() for cell in cells for each in cell]
    kind = recorded.SPECIFICATIONS
    return [output["data"][kind] for output in outputs if kind in output.get("data", {})]


def tables_read(path: Path) -> list[str]:
    """Return the files under data/ that the cells of a chapter read; renew comes before."""
    found = _read.get(code_chapters.read(path).code, ())
    files = {name.partition("#")[0] for name in found if name.startswith("data/")}
    return sorted(files - {"data/datapackage.json"})


def _shown(output: dict) -> dict:
    """Return an output without its record, which no page and no notebook shows."""
    data = output.get("data", {})
    if recorded.MIME not in data:
        return output
    return output | {"data": {mime: each for mime, each in data.items() if mime != recorded.MIME}}


def digest(path: Path) -> str:
    """Return a digest of what the cells of a chapter have put out; renew comes before."""
    outputs = _outputs.get(code_chapters.read(path).code)
    return hashlib.sha256(json.dumps(outputs).encode()).hexdigest()


def prepared(kept: Path, timeout: int, changed: Iterable[str]) -> Pool:
    """Return kernels for renew; they start now where they are likely to be needed.

    That is where something changed that many cells read. Where nothing is kept, they begin with the
    chapters that record. kept, timeout: as of renew. changed: paths from the root of the project.
    """
    pool = Pool(kept, timeout)
    if not any(kept.glob("*.json")):
        (tables.ROOT / recorded.NAME).unlink(missing_ok=True)
        with suppress(Exception):  # what cannot be read, the checks tell
            read = map(code_chapters.read, sorted((ROOT / "chapters").glob("*.md")))
            pool.begin([chapter for chapter in read if chapter.records])
    elif any(name.startswith(OFTEN_READ) for name in changed):
        pool.warm()
    return pool


def renew(
    chapters: Iterable[Path], kept: Path, timeout: int, pool: Pool | None = None
) -> list[str]:
    """Make the outputs of all chapters known, executing those that must be; return their names.

    kept: folder of the outputs of earlier builds. timeout: seconds for each cell. pool: kernels
    prepared for this.
    A preview of one chapter needs the records of all, so what records is executed, too, where it
    lies beside the chapters. DataError tells, for each chapter that fails, file, line and error.
    """
    kept.mkdir(parents=True, exist_ok=True)
    with_cells = [chapter for path in _all(chapters) if (chapter := code_chapters.read(path)).cells]
    first = [chapter for chapter in with_cells if chapter.records]
    _outputs.clear()
    with pool or Pool(kept, timeout) as pool:
        if first:
            (tables.ROOT / recorded.NAME).unlink(missing_ok=True)
        made = _phase(first, kept, pool)
        recording.write(first, _outputs)
        made += _phase([chapter for chapter in with_cells if not chapter.records], kept, pool)
    for file in kept.glob("*.json"):
        if file.stem not in _outputs:
            file.unlink()
    names = {chapter.path.stem for chapter in made}
    return [chapter.path.stem for chapter in with_cells if chapter.path.stem in names]


def _all(chapters: Iterable[Path]) -> list[Path]:
    """Return chapters, and those beside them that record."""
    named = list(dict.fromkeys(chapters))
    beside = {path for folder in {path.parent for path in named} for path in folder.glob("*.md")}
    others = sorted(beside - set(named))
    return named + [path for path in others if code_chapters.read(path).records]


def _phase(chapters: list[CodeChapter], kept: Path, pool: Pool) -> list[CodeChapter]:
    """Make the outputs of chapters known; return those that were executed."""
    found = {chapter.code: _kept(kept, chapter.code) for chapter in chapters}
    wanted = [chapter for chapter in chapters if found[chapter.code] is None]
    made = pool.execute(wanted)
    for chapter, each in zip(wanted, made, strict=True):
        if not isinstance(each, str):
            record = json.dumps({"stack": _stack(), **each})
            (kept / f"{chapter.code}.json").write_text(record, encoding="utf-8")
            found[chapter.code] = each
    if faults := [each for each in made if isinstance(each, str)]:
        raise DataError("\n".join(faults))
    _outputs.update({code: each["outputs"] for code, each in found.items()})
    _read.update({code: list(each["reads"]) for code, each in found.items()})
    return wanted


def _stack() -> str:
    """Return what the outputs depend on besides the files of the project."""
    return f"{platform.python_version()} {reads.digest(ROOT / 'requirements.txt')}"


def _kept(kept: Path, code: str) -> dict | None:
    """Return what was kept for this code, None if a file that it read has changed."""
    try:
        record = json.loads((kept / f"{code}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    same = all(reads.now(name) == found for name, found in record["reads"].items())
    return record if same and record["stack"] == _stack() else None
