"""Notebooks in a real JupyterLab: as downloaded, after a run, and saved as chapters."""

import difflib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from reading import ROOT

from edition.surroundings import clean

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lab")]
NAMES = ("index", "evidence_votes", "economic_power", "introduction")
OPTIONS = (
    "--no-browser",
    "--expose-app-in-browser",
    "--ServerApp.token=",
    "--ServerApp.port_retries=0",
    "--ServerApp.log_level=ERROR",
)
# of each picture that outputs show: its words, its sizes, and whether it is cut off
PICTURES = """() => [...document.querySelectorAll(".jp-OutputArea-output :is(img, svg, canvas)")]
    .map((node) => {
        const own = node.getBoundingClientRect();
        const area = node.closest(".jp-OutputArea-output").getBoundingClientRect();
        return {
            kind: node.tagName, alt: node.alt, natural: node.naturalWidth / node.naturalHeight,
            shown: own.width / own.height, width: own.width, inside: own.right <= area.right + 1};
    })"""
READY = """() => document.querySelectorAll(".jp-Notebook .jp-Cell").length > 5
    && [...document.querySelectorAll(".jp-OutputArea-output img")].every((node) => node.complete)"""
LINKS = """() => [...document.querySelectorAll(
    ".jp-RenderedMarkdown a:not(.jp-InternalAnchorLink), .jp-OutputArea-output a")].map(
    (node) => node.getAttribute("href"))"""
RUN = """async () => {
    const context = window.jupyterapp.shell.currentWidget.sessionContext;
    await context.ready;
    await context.session.kernel.info;
    return window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""
RAN = """() => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].every(
    (node) => /\\d/.test(node.textContent))"""
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"
CHANGE = """(text) => {
    const cells = window.jupyterapp.shell.currentWidget.content.widgets;
    const last = cells.filter((cell) => cell.model.type === "code").at(-1);
    last.model.sharedModel.setSource(last.model.sharedModel.getSource() + text);
}"""


@contextmanager
def running(command, folder: Path, tmp: Path, **more):
    """Start JupyterLab, with settings of its own, and give its address when it answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    own = {name: str(tmp / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    own |= {"JUPYTER_RUNTIME_DIR": str(tmp / "r"), "IPYTHONDIR": str(tmp / "i")}
    settings = tmp / "JUPYTER_CONFIG_DIR" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    # a notebook as a whole, so that all of it can be counted
    settings.write_text('{"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}')
    said = (tmp / "said").open("w")
    server = subprocess.Popen(
        [*command, *OPTIONS, f"--ServerApp.port={port}"],
        cwd=folder,
        env=clean() | own | more,
        stdout=said,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            assert server.poll() is None, (tmp / "said").read_text()
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.25)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # the command and the server that it has started
        server.wait(30)
        said.close()


@pytest.fixture(scope="module")
def short():
    with tempfile.TemporaryDirectory() as folder:  # names of sockets are short
        yield Path(folder)


@pytest.fixture(scope="module")
def archive(site, short):
    """The address of a JupyterLab in the unpacked archive, and its folder of chapters."""
    with zipfile.ZipFile(site / "downloads" / "edition-notebooks.zip") as packed:
        packed.extractall(short)
    folder = short / "edition"
    root = ["--allow-root"] if os.name == "posix" and os.geteuid() == 0 else []
    with running([sys.executable, "-m", "jupyterlab", *root], folder, short / "own") as address:
        yield address, folder / "chapters"


def opened(browser, address: str, path: str, width: int = 1400):
    page = browser.new_page(viewport={"width": width, "height": 1000})
    page.goto(f"{address}/lab/tree/{path}?reset")
    page.wait_for_function(READY, timeout=120_000)
    return page


def figures(path: Path) -> list[str]:
    """Return the words of each figure of a notebook, in order."""
    book = nbformat.read(path, as_version=4)
    outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
    return [each.data["text/plain"] for each in outputs if "image/png" in each.get("data", {})]


def whole(pictures: list[dict], expected: list[str]) -> None:
    assert [picture["alt"] for picture in pictures] == expected
    for picture in pictures:
        assert picture["kind"] == "IMG" and picture["inside"] and picture["width"] > 250, picture
        assert abs(picture["natural"] / picture["shown"] - 1) < 0.02, f"stretched: {picture}"


@pytest.mark.parametrize("name", NAMES)
def test_each_figure_is_one_whole_picture_before_and_after_a_run(browser, archive, name):
    address, folder = archive
    expected = figures(folder / f"{name}.ipynb")
    assert expected
    for width in (1400, 800):
        page = opened(browser, address, f"chapters/{name}.ipynb", width)
        whole(page.evaluate(PICTURES), expected)
        page.close()
    page = opened(browser, address, f"chapters/{name}.ipynb")
    assert page.evaluate(RUN)
    page.wait_for_function(RAN, timeout=120_000)
    page.wait_for_function(READY)
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
    whole(page.evaluate(PICTURES), expected)
    stray = [href for href in page.evaluate(LINKS) if ".html" in href and "://" not in href]
    assert not stray
    page.close()


def test_a_chapter_opens_as_a_notebook_and_a_save_leaves_the_change_alone(browser, short):
    copy = short / "project"
    for name in ("chapters", "data", "src"):
        shutil.copytree(ROOT / name, copy / name)
    for name in ("_config.yml", "references.bib", "pyproject.toml", "CITATION.cff"):
        shutil.copy(ROOT / name, copy)
    chapter = copy / "chapters" / "evidence_votes.md"
    before = chapter.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "edition", "lab"]
    source = {"PYTHONPATH": str(copy / "src")}
    with running(command, copy, short / "other", **source) as address:
        page = browser.new_page()
        page.goto(f"{address}/lab?reset")
        page.locator(".jp-DirListing-item", has_text="evidence_votes.md").dblclick()
        page.wait_for_function(READY, timeout=120_000)
        assert page.evaluate(RUN)
        page.wait_for_function(RAN, timeout=120_000)
        shown = page.evaluate(PICTURES)
        assert shown and all(picture["alt"] for picture in shown)
        page.evaluate(CHANGE, "\n# a change")
        page.evaluate(SAVE)
        page.close()
    after = chapter.read_text(encoding="utf-8")
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))
    assert [line for line in lines[2:] if line[0] in "+-"] == ["+# a change"]
