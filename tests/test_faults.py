"""Bad input stops the build, with a message that names the place, and leaves the last good pages alone."""

import subprocess
import sys

import pytest
from reading import ROOT

RUN = "import sys; sys.path[:0] = ['_ext', 'chapters']; from critical_edition import checks; from pathlib import Path; checks.check_all(Path.cwd())"


def change(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} has no {old!r} to break"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


FAULTS = {
    "missing column": ("data/article/numbers.csv", "id,claim,note", "id,claim,nte", "numbers.csv"),
    "text for a number": ("data/article/numbers.csv", ",10.9,", ",ten,", "numbers.csv, row 3, field 'value'"),
    "duplicate id": ("data/article/numbers.csv", "A02,", "A01,", "numbers.csv, row 3"),
    "unknown claim in a table": ("data/article/numbers.csv", ",S04,", ",S99,", "numbers.csv"),
    "unknown unit": ("data/article/numbers.csv", ",tonnes,", ",barrels,", "numbers.csv"),
    "unknown grade": ("data/notes/notes.csv", ",corroborating,", ",certain,", "notes.csv, row"),
    "unknown key": ("data/notes/note_sources.csv", "laruelle2015russian", "laruelle1999", "no entry 'laruelle1999'"),
    "unknown note": ("chapters/soft_power.md", "[^18]]", "[^81]]", "soft_power.md, line"),
    "note without definition": ("chapters/soft_power.md", "[^18]: {note}`18`", "", "note 18 has no definition"),
    "note text typed by hand": ("chapters/soft_power.md", "{note}`18`", "See Smith 2016.", "expected the definition {note}`18`"),
    "claim without a span": ("chapters/soft_power.md", "{#S05 .claim}", "{.claim}", "claim S05 of data/article/claims.csv has no span"),
    "claim twice": ("chapters/soft_power.md", "{#S05 .claim}", "{#S04 .claim}", "claim S04 has two spans"),
    "claim of another chapter": ("chapters/soft_power.md", "{#S05 .claim}", "{#M01 .claim}", "M01 is not one of this chapter's"),
    "unknown value": ("chapters/soft_power.md", "{glue}`A01`", "{glue}`A99`", "{glue}`A99`: no such id"),
    "unknown claim of sources": ("chapters/military_power.md", "{sources}`M08`", "{sources}`M98`", "military_power.md, line"),
    "BibTeX syntax": ("references.bib", "@misc{", "@misc ", "references.bib, line"),
    "BibTeX title missing": ("references.bib", "title = ", "tytle = ", "needs the field 'title'"),
    "descriptor not JSON": ("data/datapackage.json", "{", "", "datapackage.json: not valid JSON"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named(spare, fault):
    path, old, new, message = FAULTS[fault]
    change(spare / path, old, new)
    done = subprocess.run([sys.executable, "-c", RUN], cwd=spare, capture_output=True, text=True)
    assert done.returncode != 0
    assert message in done.stderr, done.stderr[-2000:]


@pytest.mark.parametrize("name", ["data/article/claims.csv", "data/datapackage.json", "references.bib", "chapters/theory.md"])
def test_a_missing_file_is_named(spare, name):
    (spare / name).unlink()
    done = subprocess.run([sys.executable, "-c", RUN], cwd=spare, capture_output=True, text=True)
    assert done.returncode != 0
    assert name.rsplit("/", 1)[-1] in done.stderr


def test_the_untouched_copy_is_sound(spare):
    subprocess.run([sys.executable, "-c", RUN], cwd=spare, check=True)


def test_a_failed_build_leaves_the_last_pages(spare):
    for name in ("Makefile", "requirements.txt", "apt.txt"):
        (spare / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run(["cp", "-R", str(ROOT / "tools"), str(spare)], check=True)
    (spare / ".venv").symlink_to(ROOT / ".venv")
    page = spare / "_build" / "html" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("the last good page", encoding="utf-8")
    change(spare / "data/article/numbers.csv", ",10.9,", ",ten,")
    done = subprocess.run(["make", "book"], cwd=spare, capture_output=True, text=True)
    assert done.returncode != 0
    assert "numbers.csv, row 3, field 'value'" in done.stdout + done.stderr
    assert page.read_text(encoding="utf-8") == "the last good page"
