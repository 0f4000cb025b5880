"""What tests share: the built site (made by `make book`), its pages as trees, and a spare copy of
the project to break.
"""

import re
import shutil

import nbformat
import pymupdf
import pytest
from bs4 import BeautifulSoup
from reading import ROOT, SITE, squeeze

from edition.commands import workshop


@pytest.fixture(scope="session")
def site():
    assert (SITE / "index.html").exists(), f"{SITE}: no built book; run `make book` first"
    return SITE


@pytest.fixture(scope="session")
def soup(site):
    kept = {}

    def read(name: str) -> BeautifulSoup:
        if name not in kept:
            kept[name] = BeautifulSoup((site / name).read_text(encoding="utf-8"), "html5lib")
        return kept[name]

    return read


@pytest.fixture(scope="session")
def page(soup):
    """The article of a page, by the name of its chapter."""
    return lambda name: soup(f"chapters/{name}.html").select_one("article.bd-article")


@pytest.fixture(scope="session")
def notebook(site):
    """The notebook of a chapter by its name, None if it has none."""
    kept = {}

    def read(name: str):
        if name not in kept:
            path = site / "downloads" / "notebooks" / f"{name}.ipynb"
            kept[name] = nbformat.read(path, as_version=4) if path.exists() else None
        return kept[name]

    return read


@pytest.fixture(scope="session")
def paper(site):
    """The text of the PDF, letters and digits only."""
    with pymupdf.open(site / "downloads" / "edition.pdf") as opened:
        return squeeze("".join(page.get_text() for page in opened))


@pytest.fixture
def spare(tmp_path):
    """A copy of all that a build reads, to be broken by a test."""
    workshop.mirror(ROOT, tmp_path)
    shutil.copy(ROOT / "requirements-dev.txt", tmp_path)
    return tmp_path


@pytest.fixture
def planted(request):
    """Keep for the report of `make faults` which fault was planted, what caught it, and the line in
    which it said so.
    """
    name = request.node.originalname.removeprefix("test_").replace("_", " ")
    if hasattr(request.node, "callspec"):
        name = str(next(iter(request.node.callspec.params.values())))

    def keep(by: str, said: str, message: str, start: str = "", fault: str = name) -> None:
        found = (
            [line for line in said.splitlines() if message in line and line.startswith(start)]
            or said.splitlines()
            or [""]
        )
        line = re.sub(
            r"\x1b\[[\d;]*m|\S*/pytest-of-\S+?/test_\w+?\d+/",
            "",
            found[0].removeprefix("E").strip(),
        )
        request.node.user_properties.append(("fault", (fault, by, " ".join(line.split()))))

    return keep


def pytest_terminal_summary(terminalreporter, config):
    """Print the planted faults, one a line: what was wrong, what caught it, what it said. Left out
    where pytest runs quietly.
    """
    stats = terminalreporter.stats
    found = {
        kept
        for report in stats.get("passed", [])
        for name, kept in report.user_properties
        if name == "fault"
    }
    if config.get_verbosity() < 0 or not found:
        return
    terminalreporter.section("planted faults: what was wrong, what was said of it")
    for by in sorted({by for _, by, _ in found}):
        terminalreporter.write_line(f"\nCaught by {by}:")
        for fault, _, said in sorted(kept for kept in found if kept[1] == by):
            terminalreporter.write_line(f"  {fault:55} {said[:150]}")
    missed = stats.get("failed", []) + stats.get("error", [])
    terminalreporter.write_line(
        f"\n{len(found)} planted faults caught, {len(missed)} tests failed."
    )
    for report in missed:
        terminalreporter.write_line(f"  NOT AS EXPECTED: {report.nodeid}")
