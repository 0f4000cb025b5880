"""What archives and checkers of licences read in the checkout: out of one source, and whole."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig

import cells
import pytest
import yaml
from reading import ROOT

from edition.outputs import deposit
from edition.tables.citation import citation

META = citation(ROOT)
FILES = deposit.files(ROOT)


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_what_citation_and_data_say(name):
    renew = "run `make describe`"
    assert (ROOT / name).read_text(encoding="utf-8") == FILES[name], renew


def test_they_agree_with_the_citation():
    zenodo, codemeta = (json.loads(FILES[name]) for name in (".zenodo.json", "codemeta.json"))
    authors = [author["name"] for author in META["authors"]]
    for found in (zenodo, codemeta):
        assert found["version"] == str(META["version"])
        assert found["keywords"] == META["keywords"]
    assert zenodo["title"] == codemeta["isPartOf"]["name"] == META["title"]
    assert [each["name"] for each in zenodo["creators"]] == authors
    assert [each["name"] for each in codemeta["author"]] == authors
    assert zenodo["publication_date"] == codemeta["datePublished"] == META["date-released"]
    assert zenodo["license"] == META["license"].lower() == "cc-by-4.0"
    assert codemeta["license"] == "https://spdx.org/licenses/MIT"
    assert (zenodo["upload_type"], zenodo["publication_type"]) == ("publication", "book")
    (original,) = zenodo["related_identifiers"]
    assert original["identifier"] == META["references"][0]["url"]


@pytest.mark.skipif(not (shutil.which("git") and (ROOT / ".git").exists()), reason="no checkout")
def test_reuse_finds_a_licence_for_every_file():
    done = subprocess.run(
        [sys.executable, "-m", "reuse", "lint"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["build.yml", "publish.yml"])
def test_a_workflow_runs_targets_that_are_there(name):
    path = ROOT / ".github" / "workflows" / name
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    ran = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    targets = [word for line in ran for word in line.split("make ")[1:]]
    assert targets
    assert all(f"\n{target.split()[0]}:" in makefile for target in targets)


def test_a_container_builds_the_book_by_the_readme_s_command():
    path = ROOT / ".devcontainer" / "devcontainer.json"
    assert json.loads(path.read_text(encoding="utf-8"))["postCreateCommand"] == "make book"


def test_binder_runs_a_chapter_as_it_starts_its_server():
    """Binder has the pins, but not the path file of .venv: -S leaves that out here, too."""
    script = "\n".join(cells.code("soft_power")) + "\nimport edition\nprint(edition.__file__)"
    python = ["sh", "-c", 'cd chapters && exec "$@"', "sh", sys.executable, "-S", "-c", script]
    pins = os.environ | {"PYTHONPATH": sysconfig.get_path("purelib")}
    alone = subprocess.run(python, cwd=ROOT, env=pins, capture_output=True, text=True)
    assert "No module named 'edition'" in alone.stderr
    done = subprocess.run(
        [ROOT / "binder" / "start", *python], cwd=ROOT, env=pins, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(ROOT / "src" / "edition" / "__init__.py")


def test_a_checkout_keeps_line_ends_on_every_system():
    """core.autocrlf would else change scripts, and bytes that are checked by digest."""
    assert "* -text" in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
