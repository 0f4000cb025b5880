"""Execute the chapters before Sphinx reads them, on all cores, and keep the outputs where MyST-NB looks for them.

MyST-NB executes one chapter after another while it reads; with the outputs at hand it has nothing to execute. The cache is
named by a digest of all that cells read, so no old number can stay; one that was made from other inputs is removed.
"""

import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from traitlets.config import Config

QUIET = ["--log-level=ERROR", "--HistoryManager.enabled=False"]  # no warning of unencrypted connections, which stay on this machine


def forget(caches: Path, name: str) -> Path:
    """Return the cache of this name under the folder of caches, and remove all others."""
    for other in caches.glob("*"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)
    return caches / name


def run(chapters: list[Path], cache: Path, timeout: int) -> int:
    """Execute each chapter whose outputs are not in the cache, on all cores; return how many were.

    timeout: seconds for each cell. A chapter that fails is not kept: MyST-NB executes it again and says which cell fails and why.
    """
    kept = get_cache(cache)
    wanted = {path: notebook for path in chapters if (notebook := _read(path)) and not _known(kept, notebook)}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count() + 1) as pool:
        jobs = {
            pool.submit(single_nb_execution, notebook, str(path.parent), timeout, False, extra_arguments=QUIET, config=kernel(folder, path)): path
            for path, notebook in wanted.items()
        }
        try:
            for job in as_completed(jobs):
                done = job.result()
                if done.err is None:
                    bundle = CacheBundleIn(done.nb, str(jobs[job]), data={"execution_seconds": done.time})
                    kept.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return len(wanted)


def kernel(folder: str | Path, chapter: Path) -> Config:
    """Return settings by which the kernel of a chapter is reached through files of its own in folder, not through ports, and ended at once.

    A port that is free when the kernel is asked to start may be taken by another program when the kernel binds it. A kernel that is
    asked to end has nothing to keep, but takes a fifth of a second for it, and now and then three.
    """
    transport = "ipc" if os.name == "posix" else "tcp"
    manager = {"transport": transport, "connection_file": str(Path(folder) / f"{chapter.stem}.json")}
    return Config(KernelManager=manager, NotebookClient={"shutdown_kernel": "immediate"})


def _read(path: Path) -> nbformat.NotebookNode | None:
    text = path.read_text(encoding="utf-8")
    return read_myst_markdown_notebook(text, MdParserConfig(), add_source_map=True, path=path) if is_myst_markdown_notebook(text) else None


def _known(cache, notebook: nbformat.NotebookNode) -> bool:
    try:
        return bool(cache.match_cache_notebook(notebook))
    except KeyError:
        return False
