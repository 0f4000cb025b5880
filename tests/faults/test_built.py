"""Each fault in what was built is named by the test of it, called on a copy of the site."""

import inspect
import os
import shutil
from importlib import import_module
from pathlib import Path

import nbformat
import planting
import pytest
import reading
from bs4 import BeautifulSoup

FAULTS = planting.faults("built")


@pytest.fixture
def broken(site, tmp_path):
    """A copy of the site; what is not broken there is the same file, by another name."""
    copy = tmp_path / "html"
    shutil.copytree(site, copy, copy_function=os.link)
    return copy


def given(site: Path, path: Path, paper, whole: bool) -> dict:
    """Return what a test of what was built may ask for, read from a site.

    whole: its pages are named with folder and ending.
    """

    def soup(name: str) -> BeautifulSoup:
        return BeautifulSoup((site / name).read_text(encoding="utf-8"), "html5lib")

    def notebook(name: str):
        return nbformat.read(site / "downloads" / "notebooks" / f"{name}.ipynb", as_version=4)

    def page(name: str):
        return soup(f"chapters/{name}.html").select_one("article.bd-article")

    def section(test: str):
        mark = soup(f"chapters/{path.stem}.html").find(id=f"test-{test}")
        return mark.find_next("h2").find_parent("section")

    return {
        "site": site,
        "soup": soup,
        "places": reading.places(soup),
        "page": page,
        "notebook": notebook,
        "section": section,
        "paper": paper,
        "chapter": path.stem,
        "test": "voting",
        "name": path.relative_to(site).as_posix() if whole else path.stem,
    }


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["fault"])
def test_a_test_of_what_was_built_names(fault, broken, paper, planted):
    path = broken / fault["file"]
    raw = path.read_bytes()
    path.unlink()  # the copy's name alone: the site keeps its file
    path.write_bytes(raw)
    planting.plant(broken, fault)
    module, _, name = fault["test"].partition(".")
    function = getattr(import_module(module), name)
    known = given(broken, path, paper, whole=module == "test_site")
    arguments = {each: known[each] for each in inspect.signature(function).parameters}
    with pytest.raises(AssertionError) as caught:
        function(**arguments)
    assert fault["says"] in str(caught.value)
    planted(name.removeprefix("test_").replace("_", " "), str(caught.value), fault["says"])
