"""What tests share: the built site (made by `make book`), its pages as trees, and a spare copy of the project to break."""

import shutil

import pytest
from bs4 import BeautifulSoup
from reading import ROOT, SITE


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


@pytest.fixture
def spare(tmp_path):
    """A copy of all that a build reads, to be broken by a test."""
    for name in ("chapters", "data", "_ext", "_static", "_templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    for name in ("_config.yml", "_toc.yml", "references.bib", "CITATION.cff", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path
