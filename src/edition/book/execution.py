"""Execute the chapters before Sphinx reads them, on all cores, and hand MyST-NB their outputs.

The outputs of a chapter are kept under a digest of its code, with the files that it read.
It is executed again when its code, one of these files, or a pin has changed, and then only.
"""

import hashlib
import json
import os
import platform
import re
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from edition import reads
from edition.paths import ROOT, near
from edition.surroundings import closed
from edition.tables import DataError

QUIET = ["--log-level=ERROR", "--HistoryManager.enabled=False"]  # connections stay on this machine
PAINT = re.compile(r"\x1b\[[\d;]*m")  # colours of a terminal
SHOWN = 6  # lines of a broken cell's error that are told
READER = {".md": ["edition.book.execution.executed", {}, False]}  # for nb_custom_formats of MyST-NB
_outputs: dict[str, list] = {}  # of each code cell, by the digest of a chapter's code


@dataclass(frozen=True)
class CodeChapter:
    """A chapter with cells: its file, its notebook without outputs, and a digest of its code."""

    path: Path
    notebook: NotebookNode
    code: str


def executed(text: str) -> NotebookNode:
    """Return the notebook that the text of a chapter is, with the outputs of its cells.

    MyST-NB calls this for every Markdown file. KeyError if the chapter was not executed before.
    """
    notebook = _notebook(text)
    for cell, outputs in zip(_cells(notebook), _outputs.get(_code(notebook), ()), strict=True):
        cell.outputs = [nbformat.from_dict(output) for output in outputs]
    language = {"name": "python", "pygments_lexer": "ipython3"}
    notebook.metadata["language_info"] = nbformat.from_dict(language)
    return notebook


def execute_all(chapters: Iterable[Path], kept: Path, timeout: int) -> list[str]:
    """Make the outputs of all chapters known, executing those that must be; return their names.

    kept: folder of the outputs of earlier builds. timeout: seconds for each cell.
    DataError tells, for each chapter that fails, file, line and error.
    """
    with_cells = [chapter for path in chapters if (chapter := _with_cells(path))]
    for folder in (kept, kept.parent / ".settings"):
        folder.mkdir(parents=True, exist_ok=True)
    found = {chapter.code: _kept(kept, chapter.code) for chapter in with_cells}
    wanted = [chapter for chapter in with_cells if found[chapter.code] is None]
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as pool:
        made = list(pool.map(lambda chapter: _execute(chapter, kept, timeout), wanted))
    faults = [fault for fault in made if isinstance(fault, str)]
    if faults:
        raise DataError("\n".join(faults))
    found |= {chapter.code: outputs for chapter, outputs in zip(wanted, made, strict=True)}
    _outputs.clear()
    _outputs.update(found)
    for file in kept.glob("*.json"):
        if file.stem not in found:
            file.unlink()
    return [chapter.path.stem for chapter in wanted]


def _with_cells(path: Path) -> CodeChapter | None:
    text = path.read_text(encoding="utf-8")
    notebook = _notebook(text)
    return CodeChapter(path, notebook, _code(notebook)) if _cells(notebook) else None


def _notebook(text: str) -> NotebookNode:
    if is_myst_markdown_notebook(text):
        return read_myst_markdown_notebook(text, add_source_map=True)
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])


def _cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _code(notebook: NotebookNode) -> str:
    code = "\0".join(cell.source for cell in _cells(notebook))
    return hashlib.sha256(code.encode()).hexdigest()[:24]


def _stack() -> str:
    """Return what the outputs depend on besides the files of the project."""
    return f"{platform.python_version()} {reads.digest(ROOT / 'requirements.txt')}"


def _kept(kept: Path, code: str) -> list | None:
    """Return the outputs that were kept for this code, None if a file that it read has changed."""
    try:
        record = json.loads((kept / f"{code}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    same = all(reads.digest(ROOT / name) == found for name, found in record["reads"].items())
    return record["outputs"] if same and record["stack"] == _stack() else None


def _execute(chapter: CodeChapter, kept: Path, timeout: int) -> list | str:
    """Execute a chapter and keep its outputs; return them, or what is wrong with which cell."""
    folder = kept / f"running-{chapter.code}"
    folder.mkdir(parents=True, exist_ok=True)
    noted = folder / "reads"
    begin = f"--IPKernelApp.exec_lines=__import__('edition.reads').reads.record({str(noted)!r})"
    client = NotebookClient(
        chapter.notebook,
        timeout=timeout,
        resources={"metadata": {"path": str(chapter.path.parent)}},
        extra_arguments=[*QUIET, begin],
        shutdown_kernel="immediate",
        config=connection(folder),
    )
    try:
        client.execute(env=closed(kept.parent / ".settings", ROOT / "src"))
        if fault := _complaint(chapter):
            return fault
        outputs = [cell.outputs for cell in _cells(chapter.notebook)]
        record = {"stack": _stack(), "reads": reads.recorded(noted), "outputs": outputs}
        (kept / f"{chapter.code}.json").write_text(json.dumps(record), encoding="utf-8")
        return outputs
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        return _told(chapter, client.code_cells_executed - 1, error, timeout)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def connection(folder: Path) -> Config:
    """Return settings by which a kernel is reached through files of its own, where there are such.

    A port that is free when the kernel is asked to start may be another's when it binds it.
    """
    transport = "ipc" if os.name == "posix" and len(str(folder)) < 70 else "tcp"  # sockets' names
    file = str(folder / "kernel.json")
    return Config(KernelManager={"transport": transport, "connection_file": file})


def _complaint(chapter: CodeChapter) -> str:
    """Return the place of a cell that wrote to its error stream, and what; nobody would see it."""
    for number, cell in enumerate(_cells(chapter.notebook)):
        said = "".join(each.text for each in cell.outputs if each.get("name") == "stderr")
        if said:
            return f"{_place(chapter, number)}: the cell warns: {_last(said)}"
    return ""


def _told(chapter: CodeChapter, number: int, error: Exception, timeout: int) -> str:
    """Return where a cell failed, by its number, and how."""
    if isinstance(error, CellTimeoutError):
        where, told = _place(chapter, number), f"the cell takes longer than {timeout} s"
        return f"{where}: {told} (execute: timeout in _config.yml)"
    if isinstance(error, DeadKernelError):
        return f"{_place(chapter, number)}: the kernel ended while the cell was at work"
    line = re.findall(r"Cell In\[\d+\], line (\d+)", PAINT.sub("", error.traceback))
    where = _place(chapter, number, int(line[-1]) if line else 1)
    if error.ename == "NoneType":  # what a cell returns cannot be shown
        return f"{where}: what the cell returns cannot be shown: {_last(error.traceback, 1)}"
    return f"{where}: the cell fails: {error.ename}: {_last(error.evalue)}"


def _last(said: str, most: int = SHOWN) -> str:
    lines = [line for line in PAINT.sub("", said).splitlines() if line.strip()]
    return "\n  ".join(lines[-most:])


def _place(chapter: CodeChapter, number: int, line: int = 1) -> str:
    """Return the file, and the line in it, of a line of the code cell of this number (from 0)."""
    cell = _cells(chapter.notebook)[number]
    start = chapter.notebook.metadata.source_map[chapter.notebook.cells.index(cell)]
    lines = chapter.path.read_text(encoding="utf-8").splitlines()
    first = lines.index(cell.source.splitlines()[0], start)
    return f"{near(chapter.path)}, line {first + line}"
