"""A right change breaks nothing but the snapshots that show it: a sentence in every chapter; and,
slow, a source, a row, a figure, a chapter, each in a copy of its own.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import accept
import pytest
from reading import CHAPTERS, ROOT

NEUTRAL = "This is said here in so many words, and it is meant as it is said."
READING = ("text", "judged", "references", "data", "snapshots")  # tests that read chapters
HEADING = re.compile(r"\n(?:\([\w-]+\)=\n)?## ")
FAILED = re.compile(r"^FAILED \S+?::(\S+)", re.M)


def with_a_sentence(name: str, text: str) -> str:
    """Return a chapter with one sentence more: in its last claim, before its first heading, or at
    its end."""
    if name in CHAPTERS:
        end = text.rindex(" .claim}")
        start = text.rindex("]{#", 0, end)
        return f"{text[:start]}\n{NEUTRAL}{text[start:]}"
    if not HEADING.search(text):
        return f"{text}\n{NEUTRAL}\n"
    return HEADING.sub(rf"\n{NEUTRAL}\n\g<0>", text, count=1)


@pytest.fixture
def copy(spare):
    """A copy of the project with its source tests."""
    left_out = shutil.ignore_patterns("__pycache__", "samples", "figures", "faults")
    shutil.copytree(ROOT / "tests", spare / "tests", ignore=left_out)
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, spare)
    return spare


def failed(folder: Path) -> tuple[set[str], str]:
    """Run all tests that read chapters, and with them all rules; return those that fail."""
    tests = [f"tests/source/test_{name}.py" for name in READING]
    quiet = ["-n", "0", "-p", "no:cacheprovider", "--tb=line"]
    command = [sys.executable, "-m", "pytest", *quiet, *tests]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return set(FAILED.findall(done.stdout)), done.stdout[-3000:]


def snapshots(names: Iterable[str]) -> set[str]:
    """Return the tests that fail for these snapshots, and for those that are not accepted yet."""
    waiting = {name for name in accept.names() if accept.changed(name)}
    return {f"test_reads_as_accepted[{name}]" for name in {*names, *waiting}}


def test_a_neutral_sentence_breaks_nothing_but_its_snapshot(copy):
    chapters = list((copy / "chapters").glob("*.md"))
    for path in chapters:
        text = path.read_text(encoding="utf-8")
        more = with_a_sentence(path.stem, text)
        assert more != text, path
        path.write_text(more, encoding="utf-8")
    found, said = failed(copy)
    assert found == snapshots(f"chapters/{path.stem}" for path in chapters), said


PASSING = """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---

# Passing chapter

:::{div} chapter-claim
It passes.
:::
"""
SOURCE = """
@misc{zzzpassing2020,
  title = {{A Passing Page}},
  organization = {Passing House},
  year = {2020},
  url = {https://example.org/passing},
  urldate = {2026-11-24},
  urlstatus = {read},
}
"""
ACT = "V99,2020-01,,month,Belarus,Ukraine,economic,diversification,Passing talks,"
CODED = "V99,Belarus,Ukraine,economic,diversification,2020-01,,month\n"
FIGURE = """
```{code-cell} ipython3
---
mystnb:
  figure:
    caption: A passing figure
    name: fig-passing
---
from edition import charts, tables
about = {"measure": "Citizens", "unit": "percent", "years": "2014", "tables": ["numbers"]}
shares = tables.load("numbers").query("id in ['A02', 'A03']")
charts.rows(shares, "id", "value", name="passing", title="It passes", holds=True, **about)
```
"""
# what is added: for each file the text before it and the new text; the snapshots that show it
ADDED = {
    "a source": (
        {
            "references.bib": ("\n", SOURCE),
            "data/notes/note_sources.csv": (
                "in the summary without a name.\n",
                "50,M05,4,zzzpassing2020,corroborating,the push,,\n",
            ),
        },
        ["references", "tables/note_sources", "chapters/military_power"],
    ),
    "a row": (
        {
            "data/article/events.csv": (
                "context,false\n",
                f"{ACT}Minsk talks in passing.,E18,45,Could be context.,context,false\n",
            ),
            "data/article/second_coding.csv": ("\n", CODED),
        },
        ["tables/events", "tables/second_coding"],
    ),
    "a figure": ({"chapters/soft_power.md": ("\n", FIGURE)}, ["chapters/soft_power"]),
    "a chapter": (
        {
            "chapters/passing.md": ("", PASSING),
            "_toc.yml": ("      - file: chapters/theory\n", "      - file: chapters/passing\n"),
            "chapters/index.md": ("\n", "\nThis passes: [a chapter](passing.md).\n"),
        },
        ["chapters/index", "chapters/passing", "settings"],
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", ADDED)
def test_what_is_added_rightly_breaks_nothing_but_the_snapshots_that_show_it(what, copy):
    files, shown = ADDED[what]
    for name, (before, new) in files.items():
        path = copy / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        start, end = text.rsplit(before, 1) if before else (text, "")
        path.write_text(f"{start}{before}{new}{end}", encoding="utf-8")
    found, said = failed(copy)
    assert found == snapshots(shown), said
