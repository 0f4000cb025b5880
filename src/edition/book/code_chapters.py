"""A chapter as a notebook: its cells, a digest of its code, and where each cell stands."""

import hashlib
import re
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import nbformat
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from nbformat import NotebookNode

from edition.paths import near

RECORDS = re.compile(r"\brecords\.(?:number|verdict)\(")


@dataclass(frozen=True)
class CodeChapter:
    """A chapter: its file and its notebook, without outputs."""

    path: Path
    notebook: NotebookNode

    @cached_property
    def cells(self) -> list[NotebookNode]:
        """Return the cells that hold code."""
        return [cell for cell in self.notebook.cells if cell.cell_type == "code"]

    @cached_property
    def code(self) -> str:
        """Return a digest of the code."""
        code = "\0".join(cell.source for cell in self.cells)
        return hashlib.sha256(code.encode()).hexdigest()[:24]

    @property
    def length(self) -> int:
        """Return the letters of its code, which say about how long it takes."""
        return sum(len(cell.source) for cell in self.cells)

    @property
    def records(self) -> bool:
        """Tell whether a cell records a result or a verdict, for other chapters to show."""
        return any(RECORDS.search(cell.source) for cell in self.cells)

    def place(self, number: int, line: int = 1) -> str:
        """Return the file, and the line in it, of a line of the cell of code number (from 0)."""
        cell = self.cells[number]
        start = self.notebook.metadata.source_map[self.notebook.cells.index(cell)]
        lines = self.path.read_text(encoding="utf-8").splitlines()
        first = lines.index(cell.source.splitlines()[0], start)
        return f"{near(self.path)}, line {first + line}"


def read(path: Path) -> CodeChapter:
    """Return the chapter in a file."""
    return CodeChapter(path, notebook(path.read_text(encoding="utf-8")))


def notebook(text: str) -> NotebookNode:
    """Return the text of a chapter as a notebook; a page without cells is one cell of text."""
    return deepcopy(_parsed(text))


@cache
def _parsed(text: str) -> NotebookNode:
    if is_myst_markdown_notebook(text):
        return read_myst_markdown_notebook(text, add_source_map=True)
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
