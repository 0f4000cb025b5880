"""A build that fails says why, and leaves the last good pages as they were."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest
from reading import ROOT, run_edition

TEXT = "chapters/soft_power.md"


def plant(folder, words: str) -> None:
    """Put words before the second heading of a chapter."""
    path = folder / TEXT
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n## ", f"\n{words}\n\n## ", 1), encoding="utf-8")


LAST = "the last good page"


@pytest.fixture
def workshop(spare):
    """A copy in which the book can be built, with the last good page in place.

    The outputs of cells are taken along, so that only the broken chapter runs.
    """
    kept = ROOT / "_build" / "work" / "_build" / ".executed"
    if kept.exists():
        shutil.copytree(kept, spare / "_build" / "work" / "_build" / ".executed")
    (spare / "_build" / "html").mkdir(parents=True)
    (spare / "_build" / "html" / "index.html").write_text(LAST, encoding="utf-8")
    return spare


def book(folder, **environment):
    done = run_edition(folder, "build", **environment)
    return done.returncode, done.stdout


def unharmed(folder) -> bool:
    """Tell whether the last good pages are there as they were, and nothing else with them."""
    site = folder / "_build" / "html"
    return [path.name for path in site.iterdir()] == ["index.html"] and (
        site / "index.html"
    ).read_text(encoding="utf-8") == LAST


@pytest.mark.xdist_group("builds")
def test_a_cell_that_raises_stops_the_build(workshop, planted):
    plant(workshop, '```{code-cell} ipython3\nraise RuntimeError("planted")\n```')
    code, said = book(workshop)
    assert code != 0
    assert "soft_power.md" in said
    assert "RuntimeError: planted" in said or 'RuntimeError("planted")' in said
    assert unharmed(workshop)
    planted("the build", said, "soft_power.md")


# what is wrong: (words before a heading of the chapter, what the build must say)
WARNED = {
    "a reference to no figure": ("See {numref}`fig-nowhere`.", "fig-nowhere"),
    "a link to no place": ("See [there](#nowhere-at-all).", "nowhere-at-all"),
    "a link to no page": ("See [there](nowhere.md).", "nowhere.md"),
    "a heading too deep": ("##### Deep", "Non-consecutive header level"),
    "a download of no file": ("Take {download}`it <nowhere.csv>`.", "nowhere.csv"),
}


@pytest.mark.xdist_group("builds")
def test_every_warning_stops_the_build(workshop, planted):
    plant(workshop, "\n\n".join(words for words, _ in WARNED.values()))
    code, said = book(workshop)
    assert code != 0
    silent = [
        fault
        for fault, (_, message) in WARNED.items()
        if not any("soft_power.md" in line and message in line for line in said.splitlines())
    ]
    assert not silent, said[-3000:]
    assert unharmed(workshop)
    for fault, (_, message) in WARNED.items():
        planted("the build", said, message, fault=fault)


@pytest.mark.xdist_group("builds")
def test_a_letter_that_no_font_has_stops_the_build(workshop, planted):
    """Such a letter would be printed as the machine's fonts have it, or not at all."""
    plant(workshop, "A letter of Ethiopia: \u1200.")
    code, said = book(workshop)
    assert code != 0
    assert "soft_power.html" in said and "U+1200" in said, said[-2000:]
    assert unharmed(workshop)
    planted("the build", said, "U+1200")


@pytest.mark.xdist_group("builds")
def test_a_full_disk_stops_the_build(workshop, planted):
    """No file may grow beyond 64 kB (RLIMIT_FSIZE, which binds root too): writing fails as on a
    full disk.
    """
    code, said = book(
        workshop, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
    )
    assert code != 0
    assert (
        "File too large" in said or "disk I/O error" in said or "database or disk is full" in said
    ), said[-2000:]
    assert unharmed(workshop)
    planted(
        "the build",
        said,
        next(word for word in ("File too large", "disk I/O error", "disk is full") if word in said),
    )


@pytest.mark.xdist_group("builds")
def test_an_interrupted_build_leaves_the_last_pages(workshop, planted):
    build = subprocess.Popen(
        [sys.executable, "-m", "edition", "build"],
        cwd=workshop,
        env=os.environ | {"PYTHONPATH": str(workshop / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    begun = workshop / "_build" / "work" / "_build" / ".doctrees"
    while build.poll() is None and not begun.exists():
        time.sleep(0.1)
    assert build.poll() is None, "the build ended before it could be interrupted"
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()
    assert unharmed(workshop)
    planted("the build", "the last good pages are there as they were", "")
