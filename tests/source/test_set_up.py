"""The set-up and the last steps of a build: what is missing is named, and nothing is lost."""

import ast
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest
from filelock import FileLock
from reading import ROOT, run_edition

from edition.commands import debian, environment, workshop
from edition.outputs.templates import Templates
from edition.tables import DataError
from edition.tables.citation import citation

LAST = "the last good page"


def test_a_copy_that_fails_leaves_the_last_pages(tmp_path, planted):
    """The pages are copied beside the site first; a copy that fails never takes its place."""
    made, site = tmp_path / "made", tmp_path / "html"
    for folder, words in ((made, "new"), (site, LAST)):
        folder.mkdir()
        (folder / "index.html").write_text(words, encoding="utf-8")
    (made / "lost").symlink_to(tmp_path / "nowhere")
    with pytest.raises(shutil.Error, match="lost"):
        workshop.publish(made, site)
    assert (site / "index.html").read_text(encoding="utf-8") == LAST
    planted("the build", "the last good pages are there as they were", "")


def test_two_builds_at_once_take_turns(spare, planted):
    """While another holds the lock, a build says so and waits; then it builds."""
    (spare / "chapters" / "theory.md").unlink()  # so that it ends soon
    with FileLock(spare / "_build" / ".lock"):
        second = subprocess.Popen(
            [sys.executable, "-m", "edition", "build"],
            cwd=spare,
            env=os.environ | {"PYTHONPATH": str(spare / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert "Another build is at work here" in second.stdout.readline()
        assert second.poll() is None
    said = second.communicate()[0]
    assert "theory" in said
    planted("the build", said, "Another build")


def test_a_missing_system_package_is_named(tmp_path, planted, monkeypatch, capsys):
    """An ordinary user: nothing is installed, and the line says what is missing."""
    (tmp_path / "apt.txt").write_text("no-such-package\n", encoding="utf-8")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert debian.main(tmp_path / "apt.txt", "the tests") == 0
    said = capsys.readouterr().out
    assert "not installed here: no-such-package" in said
    planted("the set-up", said, "not installed here")


@pytest.mark.parametrize(
    ("version", "message"),
    [((3, 10, 1), "Python 3.11 or newer is needed"), ((3, 99, 0), "newer than the Pythons")],
)
def test_a_python_that_is_too_old_or_new_is_named(version, message, monkeypatch, capsys, planted):
    """Nothing is made here: the environment that there is, is taken for that of the other one."""
    monkeypatch.setattr(environment.sys, "version_info", version)
    monkeypatch.setattr(environment, "_make", lambda wanted, why: wanted)
    monkeypatch.setattr(environment, "_install", lambda requirements: "")
    environment.main("book")
    said = capsys.readouterr().out
    assert message in said
    planted("the set-up", said, message, fault=f"Python {version[0]}.{version[1]}")


@pytest.mark.parametrize("name", ["_templates/epub/title.xhtml"])
def test_a_template_of_a_book_names_what_nobody_gives(spare, name, planted):
    path = spare / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("meta.version", "meta.printing", 1), encoding="utf-8")
    line = text[: text.index("meta.version")].count("\n") + 1
    with pytest.raises(DataError) as fault:
        Templates(path.parent).fill(path.name, meta=citation(spare), sections=[], bodies=[])
    assert str(fault.value).startswith(f"{path}, line {line}: ")
    planted(
        "the build", str(fault.value), f"{path.name}, line {line}", fault=f"{name}, a name lost"
    )


def test_a_failed_build_leaves_the_last_pages(spare):
    page = spare / "_build" / "html" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(LAST, encoding="utf-8")
    (spare / "data" / "article" / "numbers.csv").write_text("id\n", encoding="utf-8")
    done = run_edition(spare, "build")
    assert done.returncode != 0
    assert "numbers.csv" in done.stdout
    assert page.read_text(encoding="utf-8") == LAST


def test_a_changed_byte_in_the_site_is_named(spare, site, planted):
    shutil.copytree(site, spare / "_build" / "html")
    path = spare / "_build" / "html" / "downloads" / "edition.pdf"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    done = run_edition(spare, "verify", "--no-rebuild")
    assert done.returncode == 1
    assert "different: downloads/edition.pdf" in done.stdout
    planted("make verify", done.stdout, "different: downloads")


def test_words_for_other_programs_go_on_to_them():
    """FROM=folder is for the builders, ARGS of `make lab` for JupyterLab; a build knows none."""
    done = run_edition(ROOT, "data", "--from", "no-such-folder", "--check")
    assert done.returncode == 2
    assert "not in the folder" in done.stdout
    assert re.fullmatch(r"[\d.]+\n", run_edition(ROOT, "lab", "--version").stdout)
    done = run_edition(ROOT, "build", "--check")
    assert done.returncode == 2 and "unrecognized arguments: --check" in done.stdout


def test_all_that_a_build_imports_is_pinned_for_it():
    """What only other pins bring along is not there on a machine that has just the book's."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = {_name(found) for found in re.findall(r"(?m)^([\w.-]+)==", text)}
    brought = packages_distributions()
    lacking = {}
    for path in (ROOT / "src/edition").rglob("*.py"):
        for module in _imported(path) - set(sys.stdlib_module_names) - {"edition"}:
            makers = {_name(each) for each in brought.get(module, [module])}
            if not makers & pinned and path.stem not in ("chapters", "bench"):  # for developers
                lacking[module] = path.name
    assert not lacking, "add it to the group book in pyproject.toml, then make lock"


def _name(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _imported(path) -> set[str]:
    """Return the packages that a module imports anywhere in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [each.name for node in nodes if isinstance(node, ast.Import) for each in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in names}
