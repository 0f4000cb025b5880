"""The archive for readers: every chapter runs from top to bottom in an empty folder elsewhere."""

import os
import re
import shutil
import tempfile
import zipfile
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from reading import CHAPTERS, ROOT, WITH_CELLS

from edition import tables
from edition.book.kernels import connection
from edition.outputs import notebooks
from edition.tables.citation import citation
from edition.tables.values import NBSP

FEW = ("soft_power", "evidence_votes")  # the rest is slow
NOTEBOOKS = ("index", *WITH_CELLS)


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(site / "downloads" / "edition-notebooks.zip") as packed:
        assert all(not name.startswith(("/", "..")) for name in packed.namelist())
        packed.extractall(folder)
    return folder / "edition"


def test_the_archive_is_whole(unpacked):
    assert {path.stem for path in (unpacked / "chapters").glob("*.ipynb")} >= set(WITH_CELLS) - {
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
    "name",
    [pytest.param(name, marks=() if name in FEW else pytest.mark.slow) for name in NOTEBOOKS],
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


def prose(book) -> str:
    return "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")


def outputs(book) -> list[dict]:
    """Return all that the cells of a notebook show, by MIME type."""
    found = [output for cell in book.cells for output in cell.get("outputs", ())]
    return [output.data for output in found if "data" in output]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_chapter_reads_as_plain_markdown(notebook, name):
    said = prose(notebook(name))
    for mark in ("{glue}", "{note}", "{source", "{numref}", ":::", "{#", "[^", "% FIGURE", "{."):
        assert mark not in said, mark
    assert not re.search(r"(?m)^\([\w-]+\)=$", said), "a target"
    assert not re.search(r"(?<!\\)\$", said), "JupyterLab takes two of these for a formula"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_star_is_left_of_the_markdown(notebook, name):
    """Emphasis that begins in one paragraph and ends in another shows as stars."""
    cells = [cell.source for cell in notebook(name).cells if cell.cell_type == "markdown"]
    tokens = [token for said in cells for token in MarkdownIt().enable("table").parse(said)]
    words = [each for token in tokens for each in token.children or () if each.type == "text"]
    assert words and not [each.content for each in words if "*" in each.content]


def test_the_small_figures_of_the_first_page_are_pictures_in_its_notebook(notebook, page):
    drawn = [data for data in outputs(notebook("index")) if "image/png" in data]
    titles = [node.text.replace(NBSP, " ") for node in page("index").select(".finding svg title")]
    assert len(titles) == 5
    for data, title in zip(drawn, titles, strict=True):
        assert data["text/plain"].startswith(f"{title}. ")
    assert not page("index").select("article .cell img"), "the page has them beside its sentences"


@pytest.mark.parametrize("name", CHAPTERS)
def test_statements_with_verdicts_notes_and_values_stand_in_the_notebook(notebook, page, name):
    said = prose(notebook(name))
    claims = tables.load("claims")
    for row in claims[claims.chapter == name].itertuples():
        assert f"<small>{row.claim}</small> " in said, row.claim
        if pd.notna(row.note):
            assert f"<sup>{row.note}</sup>" in said and f"**{row.note}** " in said
    for mark in page(name).select(".claim-verdict"):
        words = " ".join(mark.get_text().split())
        assert f"[{words}](ledger.ipynb)" in said
    for value in page(name).select(".claim a.value"):
        assert value.get_text().replace("$", r"\$") in said


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_links_lead_to_notebooks_of_the_archive_or_to_the_web(unpacked, notebook, name):
    book = notebook(name)
    html = "\n".join(data["text/html"] for data in outputs(book) if "text/html" in data)
    hrefs = re.findall(r'href="([^"]*)"', html) + re.findall(r"\]\(([^)<]*)\)", prose(book))
    headings = {
        path.name: re.findall(r"(?m)^#+ (.*)$", prose(nbformat.read(path, as_version=4)))
        for path in (unpacked / "chapters").glob("*.ipynb")
    }
    for href in hrefs:
        if not re.match(r"(https?|mailto):", href):
            file, _, place = unquote(href).partition("#")
            known = headings[file or f"{name}.ipynb"]
            assert not place or place in [words.replace(" ", "-") for words in known], href


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_figure_is_one_picture_with_words_in_the_html_of_nbconvert(notebook, name):
    drawn = [data for data in outputs(notebook(name)) if "image/png" in data]
    exporter = HTMLExporter(template_name="lab")
    shown = BeautifulSoup(exporter.from_notebook_node(notebook(name))[0], "lxml")
    pictures = shown.select(".jp-OutputArea-output :is(img, svg)")
    assert [node.get("alt") for node in pictures] == [data["text/plain"] for data in drawn]
    assert all(node["src"] in data["text/html"] for node, data in zip(pictures, drawn, strict=True))


@pytest.mark.xdist_group("kernels")
def test_a_lone_notebook_stops_with_the_sentence_that_says_what_it_needs(notebook, tmp_path):
    first = notebook("evidence_votes").cells[0]
    assert first.cell_type == "code"
    book = nbformat.v4.new_notebook(cells=[first])
    with tempfile.TemporaryDirectory() as short:
        client = NotebookClient(
            book,
            config=connection(Path(short)),
            allow_errors=True,
            resources={"metadata": {"path": str(tmp_path)}},
        )
        hide = "import importlib.util; importlib.util.find_spec = lambda name: None"
        book.cells.insert(0, nbformat.v4.new_code_cell(hide))
        client.execute()
    said = "\n".join(book.cells[1].outputs[0].traceback)
    assert said.startswith("This notebook needs what edition-notebooks.zip holds. Get it ")
    assert "downloads/edition-notebooks.zip" in said and "requirements.txt" in said
    assert "\n" not in said


def test_a_lone_notebook_names_the_address_of_the_archive_or_the_edition_that_has_it(tmp_path):
    for name in ("CITATION.cff", "_config.yml"):
        shutil.copy(ROOT / name, tmp_path)
    config, title = tmp_path / "_config.yml", citation(ROOT)["title"]
    there = notebooks.whence(tmp_path)
    assert there.startswith("as downloads/edition-notebooks.zip from the site of")
    assert title in there
    said = config.read_text(encoding="utf-8")
    said = said.replace("\nhtml:\n", "\nhtml:\n  baseurl: https://e.org/b\n")
    config.write_text(said, encoding="utf-8")
    assert notebooks.whence(tmp_path) == "at https://e.org/b/downloads/edition-notebooks.zip"


def test_the_archive_says_how_to_install_and_to_open_it(unpacked):
    said = (unpacked / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"(?m)^    (python -m .*)$", said)
    assert len(commands) == 2
    for word in " ".join(commands).split():
        if "." in word:
            assert (unpacked / word).exists(), word
    pins = (unpacked / "requirements.txt").read_text(encoding="utf-8")
    assert re.search(r"(?m)^jupyterlab==", pins)


def test_what_packages_ask_for_is_pinned(unpacked):
    """By digests, pip installs nothing at all where one of these is missing."""
    lines = (unpacked / "requirements.txt").read_text(encoding="utf-8").splitlines()
    asked = [Requirement(line.rstrip(" \\")) for line in lines if re.match(r"[\w.-]+==", line)]
    pinned = {canonicalize_name(each.name) for each in asked}
    waiting = [each for each in asked if each.marker is None or each.marker.evaluate()]
    seen = set()
    while waiting:
        each = waiting.pop()
        name = canonicalize_name(each.name)
        assert name in pinned, each
        for extra in {"", *each.extras} - {said for known, said in seen if known == name}:
            seen.add((name, extra))
            with suppress(metadata.PackageNotFoundError):  # what no chapter needs need not be here
                wanted = [Requirement(line) for line in metadata.requires(name) or ()]
                waiting += [
                    one
                    for one in wanted
                    if one.marker is None or one.marker.evaluate({"extra": extra})
                ]


def test_a_notebook_computes_with_one_thread_before_numpy_comes(notebook, monkeypatch):
    """On two busy cores all tests on votes took seven times as long with more."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    first = notebook("evidence_votes").cells[0].source
    assert "numpy" not in re.sub("#.*", "", first)
    exec(first, {})  # noqa: S102
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


@pytest.mark.parametrize("name", WITH_CELLS)
def test_tables_name_their_years_and_none_is_told_as_text(unpacked, name):
    """A page leaves out the numbers of rows, so an index of years needs its name."""
    notebook = nbformat.read(unpacked / "chapters" / f"{name}.ipynb", 4)
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", ()) if "data" in out]
    for output in (each.data for each in outputs):
        assert "dtype: " not in output.get("text/plain", ""), output["text/plain"]
        for table in BeautifulSoup(output.get("text/html", ""), "lxml").select("table.dataframe"):
            heads = [row.th.get_text() for row in table.select("tbody tr") if row.th]
            years = [head for head in heads if re.fullmatch("(19[5-9]|20[0-4])[0-9]", head)]
            named = any(
                head.get_text() for row in table.select("thead tr") for head in row("th")[:1]
            )
            assert named or not heads or len(years) < len(heads), heads
