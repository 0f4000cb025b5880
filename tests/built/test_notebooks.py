"""The archive for readers: every chapter runs from top to bottom in an empty folder elsewhere."""

import tempfile
import zipfile
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from reading import CHAPTERS, EVIDENCE

from edition.book.kernels import connection

FEW = ("soft_power", "evidence_votes")  # the rest is slow
NAMES = [*CHAPTERS, *EVIDENCE, "ledger", "notes", "data", "coding", "corrections"]


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(site / "downloads" / "edition-notebooks.zip") as packed:
        assert all(not name.startswith(("/", "..")) for name in packed.namelist())
        packed.extractall(folder)
    return folder / "edition"


def test_the_archive_is_whole(unpacked):
    assert {path.stem for path in (unpacked / "chapters").glob("*.ipynb")} >= set(NAMES) - {
        "introduction",
        "theory",
        "conclusion",
    }
    for name in (
        "requirements.txt",
        "references.bib",
        "LICENSE",
        "data/datapackage.json",
        "chapters/edition/tables/__init__.py",
    ):
        assert (unpacked / name).exists(), name


@pytest.mark.xdist_group("kernels")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FEW else pytest.mark.slow) for name in NAMES]
)
def test_a_chapter_runs_elsewhere(unpacked, name):
    path = unpacked / "chapters" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    with (
        tempfile.TemporaryDirectory() as short
    ):  # the path of a socket may have about a hundred letters
        NotebookClient(
            notebook,
            timeout=120,
            config=connection(Path(short)),
            resources={"metadata": {"path": str(path.parent)}},
        ).execute()


@pytest.mark.parametrize("name", NAMES)
def test_a_chapter_reads_as_plain_markdown(unpacked, name):
    notebook = nbformat.read(unpacked / "chapters" / f"{name}.ipynb", as_version=4)
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for mark in ("{glue}", "{note}", "{source", "{numref}", ":::", "{#", "[^", "% FIGURE", "{."):
        assert mark not in prose, mark


@pytest.mark.parametrize("name", CHAPTERS)
def test_claims_notes_and_values_stand_in_the_notebook(unpacked, name):
    from reading import spans

    from edition import tables

    notebook = nbformat.read(unpacked / "chapters" / f"{name}.ipynb", as_version=4)
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    claims = tables.load("claims")
    for row in claims[claims.chapter == name].itertuples():
        assert f'<span id="{row.claim.lower()}">' in prose, row.claim
        if pd.notna(row.note):
            assert f'<a id="note-{row.note}"></a>' in prose
    assert spans(name)
