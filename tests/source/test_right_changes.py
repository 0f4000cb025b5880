"""A right change breaks nothing: one neutral sentence more in every chapter, and only snapshots
differ.
"""

import re
import shutil
import subprocess
import sys

import pytest
from reading import CHAPTERS, ROOT

NEUTRAL = "This is said here in so many words, and it is meant as it is said."
READING = ("text", "evidence", "references", "data", "snapshots")  # tests that read chapters
HEADING = re.compile(r"\n(?:\([\w-]+\)=\n)?## ")
FAILED = re.compile(r"^FAILED \S+?::(\S+)", re.M)


def with_a_sentence(name: str, text: str) -> str:
    """Return a chapter with one sentence more: in its last claim, or before its first heading."""
    if name in CHAPTERS:
        end = text.rindex(" .claim}")
        start = text.rindex("]{#", 0, end)
        return f"{text[:start]}\n{NEUTRAL}{text[start:]}"
    return HEADING.sub(rf"\n{NEUTRAL}\n\g<0>", text, count=1)


@pytest.fixture
def changed(spare):
    """A copy of the project with its source tests; all chapters have one sentence more."""
    for path in (spare / "chapters").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        more = with_a_sentence(path.stem, text)
        assert more != text, path
        path.write_text(more, encoding="utf-8")
    left_out = shutil.ignore_patterns("__pycache__", "samples", "figures", "faults")
    shutil.copytree(ROOT / "tests", spare / "tests", ignore=left_out)
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, spare)
    return spare


def test_a_neutral_sentence_breaks_nothing_but_its_snapshot(changed):
    """All rules and all tests that read chapters, run in the copy."""
    tests = [f"tests/source/test_{name}.py" for name in READING]
    quiet = ["-n", "0", "-p", "no:cacheprovider", "--tb=line"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *quiet, *tests],
        cwd=changed,
        capture_output=True,
        text=True,
    )
    names = {path.stem for path in (changed / "chapters").glob("*.md")}
    expected = {f"test_reads_as_accepted[chapters/{name}]" for name in names}
    assert set(FAILED.findall(done.stdout)) == expected, done.stdout[-3000:]
