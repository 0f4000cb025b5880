"""What JupyterLab reads and writes under `make lab`: a chapter is a notebook, a save a small diff.

Jupytext writes a chapter as a whole, front matter and metadata of viewers with it. Here the front
matter stays as its author wrote it, and so does all that a reader's change does not touch.
"""

import re
from pathlib import Path

from jupyter_server.services.contents.largefilemanager import LargeFileManager
from jupytext import build_sync_jupytext_contents_manager_class
from traitlets import Unicode

HEAD = re.compile(r"\A---\n.*?\n---\n", re.S)
OPTIONS = re.compile(r"^(```\{code-cell\}.*\n(?::[\w-]+:.*\n)+)\n", re.M)
Notebooks = build_sync_jupytext_contents_manager_class(LargeFileManager)


class Chapters(Notebooks):
    """The files of chapters/ by Jupytext, whatever it is set to elsewhere on the machine."""

    formats = Unicode("md:myst")
    cell_metadata_filter = Unicode("tags,mystnb,-all")
    cm_config_log_level = Unicode("none")

    def get_config(self, path, use_cache=False):
        """Return our own settings, and no file's."""
        return self

    def _save_file(self, os_path, content, format):
        path = Path(os_path)
        if path.suffix == ".md" and path.exists():
            content = as_written(path.read_text(encoding="utf-8"), content)
        return super()._save_file(os_path, content, format)


def as_written(old: str, new: str) -> str:
    """Return a chapter as Jupytext writes it in the manner of the file that it replaces."""
    head = HEAD.match(old)
    if head and HEAD.match(new):
        new = head[0] + HEAD.sub("", new, count=1)
    return OPTIONS.sub(r"\1", new)
