"""Make the executed notebooks that readers take away, and the archive in which they run.

Prose is plain Markdown, each note is complete where it stands, each figure is one picture.
"""

from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from edition import kept
from edition.book import catalogue, execution
from edition.charts import grammar
from edition.outputs import plainly
from edition.outputs.packing import pack
from edition.tables import recorded, values
from edition.tables.citation import citation

ARCHIVE = "edition-notebooks.zip"
GLUED = "application/papermill.record/text/plain"  # as MyST-NB glues
# what a reader needs beside the chapters, the data and the package
SETUP = ("references.bib", "LICENSE", "CITATION.cff", recorded.NAME)
NEEDED = "requirements-notebooks.txt"  # of the project; requirements.txt in the archive
FIRST = """# This notebook runs inside {archive}, with the data and the code of the edition.
import importlib.util
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy; more threads only wait here


class Missing(Exception):
    def _render_traceback_(self):
        return list(self.args)


if not importlib.util.find_spec("edition"):
    raise Missing(
        "This notebook needs what {archive} holds. "
        "Get it {where}, "
        "unpack it, install its requirements.txt with pip, "
        "and open this chapter there; its README says how."
    )"""
READ_ME = """# {title}: the notebooks

Each chapter of the edition is a notebook here, with the data and the code that it runs on.
Unpack the archive, open a terminal in this folder, and with Python 3.11, 3.12 or 3.13:

    python -m pip install -r requirements.txt
    python -m jupyterlab chapters/index.ipynb

The first installs what is pinned, best into a virtual environment; the second opens the book.
In a chapter, “Run All Cells” computes every number and draws every figure anew.
Change a year, a member or a row in a cell, run all, and numbers and pictures change with it.

| | |
| --- | --- |
| `chapters/` | the notebooks, as they were when the edition was built |
| `chapters/edition/` | the package that they import: tables, measures, judgement, charts |
| `data/` | the tables, described in `data/datapackage.json` |
| `references.bib` | the sources of the notes |

Text is under CC BY 4.0 and code under the MIT licence (`LICENSE`); data remain under the terms that
`data/datapackage.json` names. To cite the edition, use `CITATION.cff` (version {version}).
"""


def make(root: Path, target: Path, pages: dict[str, str], common: str) -> list[Path]:
    """Write the executed notebook of each chapter that has cells into target; return the paths.

    pages: the built pages by name, in their order. common: a digest of the tables and references
    that notes come from.
    """
    target.mkdir(parents=True)
    made, known = [], plainly.places(pages)
    where = whence(root)
    for name in pages:
        source = (root / "chapters" / f"{name}.md").read_text(encoding="utf-8")
        notebook = execution.with_outputs(source)
        if any(cell.cell_type == "code" for cell in notebook.cells):
            for place, cell in enumerate(notebook.cells):  # else by chance, new in each build
                cell.id = f"cell-{place}"
            glued = _glued(notebook)
            made_from = [common, nbformat.writes(notebook), repr(known), repr(glued), where]
            write = partial(_written, notebook, name, known, glued, where)
            path = target / f"{name}.ipynb"
            text = kept.value("notebook", [part.encode() for part in made_from], write)
            path.write_text(text, encoding="utf-8")
            made.append(path)
    return made


def whence(root: Path) -> str:
    """Return where the archive is to be had: its address, else its path on the site, by name."""
    _, base = catalogue.language_and_address(root)
    if base:
        return f"at {base}downloads/{ARCHIVE}"
    meta = citation(root)
    site = f"“{meta['title']}”, version {meta['version']}"
    return f"as downloads/{ARCHIVE} from the site of {site}"


def _written(notebook: NotebookNode, *told) -> str:
    return nbformat.writes(plain(notebook, *told)) + "\n"


def plain(
    notebook: NotebookNode, name: str, known: plainly.Places, glued: dict[str, str], where: str
) -> NotebookNode:
    """Return an executed chapter as any viewer shows it: its prose plain, its figures pictures."""
    first = nbformat.v4.new_code_cell(FIRST.format(archive=ARCHIVE, where=where))
    cells, number = [first, *notebook.cells], 0
    for place, cell in enumerate(cells):
        cell.id = f"cell-{place}"
        if cell.cell_type == "markdown":
            cell.source = plainly.markdown(cell.source, name, known, glued.__getitem__)
        else:
            number += 1
            cell.execution_count = number
            cell.metadata.pop("execution", None)
            cell.outputs = [_shown(each, name, known, number) for each in cell.outputs]
            cell.outputs = [each for each in cell.outputs if each]
    notebook.cells = [cell for cell in cells if cell.source]
    notebook.metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    return notebook


def _glued(notebook: NotebookNode) -> dict[str, str]:
    """Return what `{glue}` shows in a notebook, by name: quantities of the tables, and its own."""
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = {name: values.show(row) for name, row in values.rows().items() if name in prose}
    for output in [each for cell in notebook.cells for each in cell.get("outputs", ())]:
        name = output.get("metadata", {}).get("scrapbook", {}).get("name")
        if name and GLUED in output.data:
            found[name] = output.data[GLUED].strip("'")
    return found


def _shown(output: NotebookNode, name: str, known: plainly.Places, number: int):
    """Return an output as a viewer shows it, None if there is nothing to show."""
    if "data" not in output:
        return output
    data = output.data
    for kind in (grammar.OURS, grammar.BESIDE, recorded.SPECIFICATIONS):
        data.pop(kind, None)
    if not any(kind.startswith(("text/", "image/")) for kind in data):
        return None
    if "text/html" in data:
        data["text/html"] = plainly.output(data["text/html"], name, known)
    if "execution_count" in output:
        output.execution_count = number
    return output


def archive(root: Path, notebooks: list[Path], target: Path) -> None:
    """Write one ZIP in which every chapter runs: notebooks, data, `edition`, references, pins."""
    files = {f"chapters/{path.name}": path for path in notebooks}
    for folder in ("data", "src/edition"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts):
                name = path.relative_to(root).as_posix().replace("src/", "chapters/", 1)
                files[name] = path
    files |= {name: root / name for name in SETUP if (root / name).exists()}
    files["requirements.txt"] = root / NEEDED
    held = {f"edition/{name}": path.read_bytes() for name, path in files.items()}
    meta = citation(root)
    words = READ_ME.format(title=meta["title"], version=meta["version"])
    pack(target, dict(sorted((held | {"edition/README.md": words.encode()}).items())))
