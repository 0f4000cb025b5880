"""Other people's tools on what was built, each where it is installed: EPUBCheck, Ace, vnu,
pdflatex.

Each is skipped where it is missing; CONTRIBUTING.md says where they come from.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def tool(name: str) -> str:
    """Return the path of a program, or skip; EPUBCheck must be there in CI, which installs it."""
    found = shutil.which(name)
    if not found and not (os.environ.get("CI") and name == "epubcheck"):
        pytest.skip(f"{name} is not installed")
    assert found, f"{name} is missing; tests/apt.txt names it"
    return found


def passes(*command: str, folder: Path | None = None) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


def test_epubcheck_finds_nothing(site):
    """Debian's epubcheck is a Java archive; not every kernel starts such files by itself."""
    archive = tool("epubcheck")
    passes("java", "-jar", archive, "--failonwarnings", str(site / "downloads" / "edition.epub"))


def test_ace_finds_nothing(site, tmp_path):
    """The accessibility checker of the DAISY consortium (npm: @daisy/ace)."""
    passes(tool("ace"), "--silent", "-o", str(tmp_path), str(site / "downloads" / "edition.epub"))
    report = (tmp_path / "report.json").read_text(encoding="utf-8")
    assert '"earl:outcome": "fail"' not in report


def test_the_checker_of_the_w3c_finds_nothing(site):
    """The Nu HTML checker (npm: vnu-jar, or a package of the system)."""
    pages = [str(path) for path in sorted((site / "chapters").glob("*.html"))]
    passes(tool("vnu"), "--errors-only", *pages)


def test_tex_makes_a_pdf(spare):
    """`jupyter-book build . --builder pdflatex`, as README has it."""
    tool("latexmk")
    tool("xelatex")
    book = [sys.executable, "-m", "jupyter_book", "build", ".", "--builder", "pdflatex"]
    passes(*book, folder=spare)
    assert list((spare / "_build" / "latex").glob("*.pdf"))
