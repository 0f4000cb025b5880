"""The check as a build runs it: it passes the sound project, names what is missing, and leaves the last good pages alone."""

import os
import subprocess
import sys

import pytest
from reading import run_edition

RUN = "from edition.book import checks; from pathlib import Path; checks.check_all(Path.cwd())"


def check(spare):
    return subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=spare,
        env=os.environ | {"PYTHONPATH": str(spare / "src")},
        capture_output=True,
        text=True,
    )


def change(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} has no {old!r} to break"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    ["data/article/claims.csv", "data/datapackage.json", "references.bib", "chapters/theory.md"],
)
def test_a_missing_file_is_named(spare, name, planted):
    (spare / name).unlink()
    done = check(spare)
    assert done.returncode != 0
    assert name.rsplit("/", 1)[-1] in done.stderr
    planted(
        "the check before a build",
        done.stderr.partition("DataError: ")[2],
        name.rsplit("/", 1)[-1],
        fault=f"{name} missing",
    )


def test_the_untouched_copy_is_sound(spare):
    done = check(spare)
    assert done.returncode == 0, done.stderr


def test_a_failed_build_leaves_the_last_pages(spare):
    page = spare / "_build" / "html" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("the last good page", encoding="utf-8")
    change(spare / "data/article/numbers.csv", ",10.9,", ",ten,")
    done = run_edition(spare, "build")
    assert done.returncode != 0
    assert "numbers.csv, row 4, field 'value'" in done.stdout
    assert page.read_text(encoding="utf-8") == "the last good page"
