"""Builds lose nothing: what is saved while one is at work is built the next time.

Chapters are executed when something that they are made from has changed, and then only.
"""

import json
import os
import subprocess
import sys

import pytest
from reading import ROOT

from edition.book import code_chapters
from edition.commands import build, workshop
from edition.outputs import manifest, placing

SAVED = [
    "chapters/theory.md",
    "data/article/claims.csv",
    "src/edition/charts/strips.py",
    "references.bib",
]
CHANGED = "\n"  # a line more, which each kind of file may have at its end


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the project whose build reads its copies, and writes no pages but a manifest."""
    root = tmp_path / "project"
    workshop.mirror(ROOT, root)
    for name, path in {
        "ROOT": root,
        "SITE": root / "_build/html",
        "WORK": root / "_build/work",
    }.items():
        monkeypatch.setattr(build, name, path)
    monkeypatch.setattr(build, "BUILD", root / "_build")
    return root


def pages(copy) -> None:
    """Stand for the build in copy: a page, and the list of what it was made from."""
    made = workshop.finished(copy)
    (made / "downloads").mkdir(parents=True, exist_ok=True)
    (made / "index.html").write_text("page", encoding="utf-8")
    manifest.write(made, manifest.made_from(copy))


@pytest.mark.parametrize("name", SAVED)
def test_what_is_saved_while_the_build_is_at_work_is_built_next(project, monkeypatch, name, capsys):
    """The worst moment: the file has been read, and its page is not yet written."""
    built = []

    def run(copy, *_, **__):
        if not built:
            with (project / name).open("a", encoding="utf-8") as file:
                file.write(CHANGED)
        built.append((copy / name).read_bytes())
        pages(copy)

    monkeypatch.setattr(workshop, "run", run)
    for _ in range(3):
        assert build.main() == 0
    assert built[1] == built[0] + CHANGED.encode(), "the second build has what was saved"
    assert len(built) == 2, "the third has nothing to do"
    assert "Nothing has changed" in capsys.readouterr().out


def test_a_failed_build_says_that_the_last_book_stands(project, monkeypatch, capsys):
    monkeypatch.setattr(workshop, "run", lambda copy: pages(copy))
    build.main()
    monkeypatch.setattr(workshop, "run", lambda copy: "chapters/theory.md, line 3: a fault")
    (project / SAVED[0]).write_text("changed", encoding="utf-8")
    assert build.main() == 1
    said = capsys.readouterr().err
    assert "theory.md, line 3: a fault" in said and "The last good book still stands" in said
    assert (project / "_build/html/index.html").read_text(encoding="utf-8") == "page"


def test_a_site_lost_between_two_moves_comes_back(tmp_path):
    site = tmp_path / "html"
    (tmp_path / "html.old").mkdir()
    (tmp_path / "html.old" / "index.html").write_text("page", encoding="utf-8")
    placing.restore(site)
    assert (site / "index.html").read_text(encoding="utf-8") == "page"


EXECUTE = """
import sys
from pathlib import Path
from edition.book import execution
from edition.paths import ROOT
chapters = [ROOT / "chapters" / f"{name}.md" for name in sys.argv[1:]]
print(*execution.renew(chapters, ROOT / "_build" / ".executed", 60))
"""


THREE = ["theory", "military_power", "bibliography"]


def executed(root) -> list[str]:
    """Execute three chapters of the copy, as a build does; return which of them were."""
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE, *THREE],
        env=os.environ | {"PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [name for name in done.stdout.split() if name in THREE]


def test_a_chapter_is_executed_when_what_it_is_made_from_has_changed(tmp_path):
    """theory loads exchange.csv, military_power arms_imports.csv, bibliography the references."""
    workshop.mirror(ROOT, tmp_path)
    for chapter in (tmp_path / "chapters").glob("*.md"):
        if code_chapters.read(chapter).records:  # it is executed, too, where it lies beside them
            chapter.unlink()
    assert executed(tmp_path) == THREE
    changes = {
        "data/article/exchange.csv": ["theory"],
        "data/evidence/oil_prices.csv": [],
        "src/edition/listings/sources.py": ["bibliography"],
        "references.bib": ["bibliography"],
    }
    for name, expected in changes.items():
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        assert executed(tmp_path) == expected, name
    text = (tmp_path / "chapters/theory.md").read_text(encoding="utf-8")
    (tmp_path / "chapters/theory.md").write_text(text + "\nMore prose.\n", encoding="utf-8")
    assert executed(tmp_path) == [], "prose is not executed"


BROKEN = {
    "an exception": ("1 / 0", "line 12: the cell fails: ZeroDivisionError: division by zero"),
    "a syntax error": ("x = = 1", "line 12: the cell fails: SyntaxError"),
    "a warning": ("import warnings; warnings.warn('old')", "line 12: the cell warns: "),
    "no way to show": (
        "class Odd:\n    def _repr_html_(self):\n        raise ValueError('odd')\nOdd()",
        "line 14: what the cell returns cannot be shown: ValueError: odd",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_cell_is_named_with_file_and_line(tmp_path, what):
    from edition.book import execution
    from edition.tables import DataError

    code, message = BROKEN[what]
    chapter = tmp_path / "broken.md"
    head = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n\n# Title\n\n"
    chapter.write_text(
        f"{head}```{{code-cell}}\n---\ntags: [hide-input]\n---\n{code}\n```\n", "utf-8"
    )
    with pytest.raises(DataError) as raised:
        execution.renew([chapter], tmp_path / "kept", 60)
    assert f"broken.md, {message}" in str(raised.value)
    assert len(str(raised.value).splitlines()) <= 15


def test_the_manifest_is_not_whole_without_its_pages(tmp_path):
    (tmp_path / "downloads").mkdir()
    (tmp_path / "page.html").write_text("page", encoding="utf-8")
    manifest.write(tmp_path, manifest.made_from(ROOT))
    assert manifest.is_current(tmp_path, ROOT)
    listed = json.loads((tmp_path / manifest.NAME).read_text(encoding="utf-8"))
    assert "page.html" in listed["outputs"] and "chapters/theory.md" in listed["inputs"]
    (tmp_path / "page.html").unlink()
    assert not manifest.is_current(tmp_path, ROOT)
