"""Execute the chapters before Sphinx reads them, on all cores, and hand MyST-NB their outputs.

The outputs of a chapter are kept under a digest of its code, with the files that it read.
It is executed again when its code, one of these files, or a pin has changed, and then only.
One kernel a core executes one chapter after another, each in an empty namespace and with modules
of the edition loaded anew: to start a kernel and import pandas and matplotlib takes longer than all
that a chapter does.
"""

import copy
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
from queue import Empty, SimpleQueue

import nbformat
from jupyter_core.utils import run_sync
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from edition import reads
from edition.charts import grammar
from edition.paths import ROOT, near
from edition.surroundings import closed
from edition.tables import DataError

QUIET = ["--log-level=ERROR", "--HistoryManager.enabled=False"]  # connections stay on this machine
PAINT = re.compile(r"\x1b\[[\d;]*m")  # colours of a terminal
SHOWN = 6  # lines of a broken cell's error that are told
BEGIN = """get_ipython().reset(new_session=True)
import json
import edition.reads
edition.reads.begin()
get_ipython().reset(new_session=True)"""
END = "import json, edition.reads; print(json.dumps(edition.reads.recorded()))"
READER = {".md": ["edition.book.execution.executed", {}, False]}  # for nb_custom_formats of MyST-NB
_outputs: dict[str, list] = {}  # of each code cell, by the digest of a chapter's code


@dataclass(frozen=True)
class CodeChapter:
    """A chapter with cells: its file, its notebook without outputs, and a digest of its code."""

    path: Path
    notebook: NotebookNode
    code: str


def executed(text: str) -> NotebookNode:
    """Return the notebook that the text of a chapter is, with outputs as a page shows them.

    MyST-NB calls this for every Markdown file. KeyError if the chapter was not executed before.
    """
    notebook = with_outputs(text)
    for output in [each for cell in _cells(notebook) for each in cell.outputs]:
        page = output.get("data", {}).pop(grammar.OURS, None)
        if page:
            output.data["text/html"] = page["html"]
    return notebook


def with_outputs(text: str) -> NotebookNode:
    """Return the notebook that the text of a chapter is, with the outputs of its cells."""
    notebook = _notebook(text)
    for cell, outputs in zip(_cells(notebook), _outputs.get(_code(notebook), ()), strict=True):
        cell.outputs = [nbformat.from_dict(copy.deepcopy(output)) for output in outputs]
    language = {"name": "python", "pygments_lexer": "ipython3"}
    notebook.metadata["language_info"] = nbformat.from_dict(language)
    return notebook


def figures() -> list[dict]:
    """Return all of each figure that the chapters draw: its data by MIME type."""
    outputs = [each for cells in _outputs.values() for cell in cells for each in cell]
    found = [output["data"] for output in outputs if grammar.OURS in output.get("data", {})]
    return sorted(found, key=lambda data: data[grammar.OURS]["name"])


def renew(chapters: Iterable[Path], kept: Path, timeout: int) -> list[str]:
    """Make the outputs of all chapters known, executing those that must be; return their names.

    kept: folder of the outputs of earlier builds. timeout: seconds for each cell.
    DataError tells, for each chapter that fails, file, line and error.
    """
    with_cells = [chapter for path in chapters if (chapter := _with_cells(path))]
    for folder in (kept, kept.parent / ".settings"):
        folder.mkdir(parents=True, exist_ok=True)
    found = {chapter.code: _kept(kept, chapter.code) for chapter in with_cells}
    wanted = [chapter for chapter in with_cells if found[chapter.code] is None]
    made = _execute_all(wanted, kept, timeout)
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


def _execute_all(chapters: list[CodeChapter], kept: Path, timeout: int) -> list[list | str]:
    """Execute the chapters; return the outputs of each, or what is wrong with which cell."""
    waiting, made = SimpleQueue(), {}
    for each in enumerate(chapters):
        waiting.put(each)

    def work(number: int) -> None:
        worker = _Worker(kept / f"kernel-{number}", timeout)
        try:
            while True:
                place, chapter = waiting.get_nowait()
                made[place] = worker.execute(chapter)
        except Empty:
            pass
        finally:
            worker.end()

    workers = max(min(os.cpu_count() or 1, len(chapters)), 1)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    for place, chapter in enumerate(chapters):
        if not isinstance(made[place], str):
            record = {"stack": _stack(), **made[place]}
            (kept / f"{chapter.code}.json").write_text(json.dumps(record), encoding="utf-8")
            made[place] = record["outputs"]
    return [made[place] for place in range(len(chapters))]


class _Worker:
    """A kernel that executes one chapter after another; its files lie in folder."""

    def __init__(self, folder: Path, timeout: int):
        self.folder, self.timeout, self.client = folder, timeout, None

    def execute(self, chapter: CodeChapter) -> dict | str:
        """Return the outputs of each cell and the files that were read; or what is wrong where."""
        if self.client is None:
            self._start(chapter)
        try:
            self._ask(BEGIN)
            self.client.nb = chapter.notebook
            self.client.reset_execution_trackers()
            for number, cell in enumerate(chapter.notebook.cells):
                self.client.execute_cell(cell, number)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            number = self.client.code_cells_executed - 1
            self.end()  # what it was doing may go on
            return _told(chapter, number, error, self.timeout)
        outputs = [cell.outputs for cell in _cells(chapter.notebook)]
        return _complaint(chapter) or {"outputs": outputs, "reads": json.loads(self._ask(END))}

    def end(self) -> None:
        """End the kernel, at once."""
        if self.client is not None:
            self.client.kc.stop_channels()
            run_sync(self.client.km.shutdown_kernel)(now=True)
            shutil.rmtree(self.folder, ignore_errors=True)
            self.client = None

    def _start(self, chapter: CodeChapter) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        place = chapter.path.parent
        self.client = NotebookClient(
            chapter.notebook,
            timeout=self.timeout,
            resources={"metadata": {"path": str(place)}},
            extra_arguments=QUIET,
            config=connection(self.folder),
        )
        self.client.create_kernel_manager()
        own = closed(self.folder.parents[1] / ".settings", ROOT / "src")
        self.client.start_new_kernel(env=own, cwd=str(place))
        self.client.start_new_kernel_client()

    def _ask(self, code: str) -> str:
        """Run code that is no cell of the chapter's; return what it prints."""
        cell = nbformat.v4.new_code_cell(code)
        self.client.nb = nbformat.v4.new_notebook(cells=[cell])
        self.client.execute_cell(cell, 0, store_history=False)
        return "".join(output.text for output in cell.outputs if output.output_type == "stream")


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
