"""Kernels that execute chapters, one chapter after another, a kernel for each core.

Each chapter has an empty namespace and modules of the edition loaded anew: to start a kernel and
import pandas and matplotlib takes longer than all that a chapter does.
"""

import json
import os
import re
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import nbformat
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets.config import Config

from edition.book.code_chapters import CodeChapter
from edition.paths import ROOT
from edition.surroundings import closed
from edition.tables import recorded

QUIET = ["--log-level=ERROR", "--HistoryManager.enabled=False"]  # connections stay on this machine
PAINT = re.compile(r"\x1b\[[\d;]*m")  # colours of a terminal
SHOWN = 6  # lines of a broken cell's error that are told
BEGIN = """get_ipython().reset(new_session=True)
import json
import edition.reads
edition.reads.begin()
get_ipython().reset(new_session=True)
__import__("gc").freeze()"""  # pandas and matplotlib stay: no reset looks through them again
WARM = "import matplotlib.figure, pandas"  # what takes a kernel longest at its start
END = "import json, edition.reads; print(json.dumps(edition.reads.recorded()))"


class Pool:
    """Kernels for the chapters of a build; they stay until the last of them has run."""

    def __init__(self, folder: Path, timeout: int):
        """Let kernels keep their files in folder; timeout: seconds for each cell."""
        self.workers = [
            Worker(folder / f"kernel-{number}", timeout) for number in range(os.cpu_count() or 1)
        ]
        self.threads = [ThreadPoolExecutor(1) for _ in self.workers]  # a kernel keeps to its thread
        self.waiting: SimpleQueue[CodeChapter] = SimpleQueue()
        self.begun: set[str] = set()  # chapters by their code, as those that are made
        self.made: dict[str, dict | str] = {}
        self.running: list[Future] = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for worker, thread in zip(self.workers, self.threads, strict=True):
            if self.running:
                worker.stop()
            thread.submit(worker.end)
        for thread in self.threads:
            thread.shutdown()

    def warm(self) -> None:
        """Start the kernels while something else is done; execute starts those that fail to."""
        for worker, thread in zip(self.workers, self.threads, strict=True):
            thread.submit(worker.start)

    def begin(self, chapters: list[CodeChapter]) -> None:
        """Let the kernels execute chapters while something else is done.

        The longest come first, so that no kernel waits long for another at the end.
        """
        self.begun |= {chapter.code for chapter in chapters}
        for chapter in sorted(chapters, key=lambda chapter: -chapter.length):
            self.waiting.put(chapter)
        pairs = list(zip(self.threads, self.workers, strict=True))[: len(chapters)]
        self.running += [thread.submit(self._work, worker) for thread, worker in pairs]

    def execute(self, chapters: list[CodeChapter]) -> list[dict | str]:
        """Execute chapters that were not begun; return for each what Worker.execute does."""
        self.begin([chapter for chapter in chapters if chapter.code not in self.begun])
        while self.running:
            self.running[-1].result()
            self.running.pop()
        return [self.made[chapter.code] for chapter in chapters]

    def _work(self, worker: "Worker") -> None:
        with suppress(Empty):
            while not worker.stopped:
                chapter = self.waiting.get_nowait()
                self.made[chapter.code] = worker.execute(chapter)


class Worker:
    """A kernel that executes one chapter after another; its files lie in folder."""

    def __init__(self, folder: Path, timeout: int):
        self.folder, self.timeout, self.client = folder, timeout, None
        self.stopped = False

    def execute(self, chapter: CodeChapter) -> dict | str:
        """Return the outputs of each cell and the files that were read; or what is wrong where.

        Nothing is executed, and nothing told, after `stop`.
        """
        if self.client is None:
            self.start()
        if self.stopped:
            return ""
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
        outputs = [cell.outputs for cell in chapter.cells]
        return _complaint(chapter) or {"outputs": outputs, "reads": json.loads(self._ask(END))}

    def start(self) -> None:
        """Start the kernel, and let it load what nearly every chapter needs."""
        place, settings = str(ROOT / "chapters"), self.folder.parents[1] / ".settings"
        for folder in (self.folder, settings):
            folder.mkdir(parents=True, exist_ok=True)
        client = NotebookClient(
            nbformat.v4.new_notebook(),
            timeout=self.timeout,
            resources={"metadata": {"path": place}},
            extra_arguments=QUIET,
            config=connection(self.folder),
        )
        client.create_kernel_manager()
        own = closed(settings, ROOT / "src") | {recorded.BUILDING: "1"}
        client.start_new_kernel(env=own, cwd=place)
        client.start_new_kernel_client()
        self.client = client
        self._ask(WARM)

    def stop(self) -> None:
        """End the kernel from another thread, though a chapter is at work, which fails then."""
        self.stopped = True
        if self.client is not None:
            self.client.km.provisioner.process.kill()

    def end(self) -> None:
        """End the kernel, at once."""
        if self.client is not None:
            self.client.kc.stop_channels()
            run_sync(self.client.km.shutdown_kernel)(now=True)
            shutil.rmtree(self.folder, ignore_errors=True)
            self.client = None

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
    for number, cell in enumerate(chapter.cells):
        said = "".join(each.text for each in cell.outputs if each.get("name") == "stderr")
        if said:
            return f"{chapter.place(number)}: the cell warns: {_last(said)}"
    return ""


def _told(chapter: CodeChapter, number: int, error: Exception, timeout: int) -> str:
    """Return where a cell failed, by its number, and how."""
    if isinstance(error, CellTimeoutError):
        where, told = chapter.place(number), f"the cell takes longer than {timeout} s"
        return f"{where}: {told} (execute: timeout in _config.yml)"
    if isinstance(error, DeadKernelError):
        return f"{chapter.place(number)}: the kernel ended while the cell was at work"
    line = re.findall(r"Cell In\[\d+\], line (\d+)", PAINT.sub("", error.traceback))
    where = chapter.place(number, int(line[-1]) if line else 1)
    if error.ename == "NoneType":  # what a cell returns cannot be shown
        return f"{where}: what the cell returns cannot be shown: {_last(error.traceback, 1)}"
    return f"{where}: the cell fails: {error.ename}: {_last(error.evalue)}"


def _last(said: str, most: int = SHOWN) -> str:
    lines = [line for line in PAINT.sub("", said).splitlines() if line.strip()]
    return "\n  ".join(lines[-most:])
