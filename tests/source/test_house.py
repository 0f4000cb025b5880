"""The house: rooms import one way, no file edits the search path, `make lint` fails rightly."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from reading import ROOT

EXCEPTIONS = ROOT / "tests" / "exceptions.txt"
LONG = "def long():\n" + "    print()\n" * 41
FORKED = "def forked(x):\n" + "".join(f"    if x == {n}:\n        print({n})\n" for n in range(11))
MISSPELT = "the"[0] + "eh"
# what is planted: the file that gets it, its text, and what `make lint` then says
FAULTS = {
    "a line of 101 characters": ("src/edition/paths.py", f"# {'x' * 99}\n", "E501"),
    "eleven branches": ("src/edition/paths.py", FORKED, "PLR0912"),
    "a style of one's own": ("src/edition/paths.py", "A  =  1\n", "-A  =  1"),
    "a function of 42 lines": ("data/builders/arms.py", LONG, "long has 42 NLOC"),
    "a word misspelt": ("src/edition/paths.py", f"# it is {MISSPELT} way\n", f"{MISSPELT} ==> the"),
    "an import of a higher room": (
        "src/edition/tables/citation.py",
        "from edition.outputs import manifest  # noqa: E402, F401\n",
        "edition.tables.citation -> edition.outputs.manifest",
    ),
    "a room without a place": ("src/edition/attic/__init__.py", '"""An attic."""\n', "attic"),
}


def recipe() -> list[list[str]]:
    """Return the commands of `make lint`, word by word."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = dict(re.findall(r"(?m)^(\w+) :?=\s*(.*)$", text))
    lines = re.search(r"(?m)^lint:.*\n((?:\t.*\n)+)", text)[1].splitlines()
    for name, value in words.items():
        lines = [line.replace(f"$({name})", value) for line in lines]
    commands = [shlex.split(line.strip().removeprefix("@")) for line in lines]
    return [[sys.executable, *command[1:]] for command in commands]


def lint(folder: Path) -> str:
    """Return what the commands of `make lint` that fail in the folder say, or nothing."""
    said = ""
    for command in recipe():
        done = subprocess.run(
            command, cwd=folder, env={"PYTHONPATH": str(folder / "src")}, capture_output=True,
            text=True,
        )  # fmt: skip
        if done.returncode:
            said += done.stdout + done.stderr
    return said


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Return a copy of what `make lint` reads, without tests."""
    folder = tmp_path_factory.mktemp("house")
    left_out = shutil.ignore_patterns("__pycache__")
    for name in ("src", "data/builders"):
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    (folder / "tests").mkdir()
    for name in ("pyproject.toml", "tests/exceptions.txt"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_lint_passes_the_code_as_it_is(house):
    assert not lint(house)


@pytest.mark.parametrize("fault", FAULTS)
def test_lint_fails(fault, house, planted):
    name, text, expected = FAULTS[fault]
    path = house / name
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before}\n\n{text}" if before else text, encoding="utf-8")
    try:
        said = lint(house)
    finally:
        if before:
            path.write_text(before, encoding="utf-8")
        else:
            shutil.rmtree(path.parent)
    assert expected in said
    planted("make lint", said, expected, fault=f"{fault} in our code")


def test_nothing_edits_the_search_path():
    edits = re.compile(r"sys" r"\.path\b|addsite" r"dir|site\.addpackage")
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.md", "*.ipynb", "Makefile"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = listed.stdout.splitlines()
    found = [name for name in names if edits.search((ROOT / name).read_text(encoding="utf-8"))]
    assert not found


def test_no_exception_is_kept_that_is_not_needed():
    lines = [line for line in EXCEPTIONS.read_text(encoding="utf-8").splitlines() if line]
    pairs = [line.split(": ") for line in lines if not line.startswith("#")]
    let = {f"{file} {name}" for file, names in pairs for name in names.split(", ")}
    assert let <= too_long()


def too_long() -> set[str]:
    """Return file and name of each function over 40 lines."""
    lizard = next(command for command in recipe() if "lizard" in command)
    lizard = [word for word in lizard if word not in ("-W", "tests/exceptions.txt")]
    done = subprocess.run(lizard, cwd=ROOT, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    return {re.sub(r":\d+: warning:", "", line).split(" has ")[0] for line in lines}
