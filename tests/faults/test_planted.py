"""Each fault of the lists is named by the check before a build, with its file, its place and what
was expected.
"""

import re
import shutil

import accept
import planting
import pytest
from reading import ROOT

from edition import kept

LISTS = ("tables", "references", "chapters", "project", "rules")
SEEN = planting.faults("seen")
FAULTS = [fault for name in LISTS for fault in planting.faults(name)]


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    planting.settle(folder)
    return folder


@pytest.fixture(scope="module", autouse=True)
def remembered(tmp_path_factory):
    """What is known to be sound is not looked at again, as from build to build."""
    kept.use(tmp_path_factory.mktemp("kept"), ROOT / "src" / "edition", ROOT / "requirements.txt")
    yield
    kept.use(None, ROOT, ROOT)


@pytest.fixture
def edition(small, tmp_path):
    """A copy of the small edition, to be broken."""
    shutil.copytree(small, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_the_small_edition_is_sound(small):
    assert planting.said(small, {}) == ""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["fault"])
def test_the_check_before_a_build_names(fault, edition, planted):
    pattern = planting.plant(edition, fault)
    said = planting.said(edition, fault)
    assert re.search(pattern, said), f"expected {fault['says']!r}, found {said or 'nothing'}"
    line = next(line for line in said.splitlines() if re.search(pattern, line))
    planted("the check before a build", line, "", fault=fault["fault"])


@pytest.mark.parametrize("fault", SEEN, ids=lambda fault: fault["fault"])
def test_a_snapshot_shows(fault, edition, planted):
    """What no rule can know: the build lets it pass, and the snapshot shows old and new words."""
    with planting.read_from(edition):
        before = accept.reads(fault["snapshot"], edition)
    planting.plant(edition, fault)
    assert planting.said(edition, fault) == ""
    with planting.read_from(edition):
        shown = accept.differences(before, accept.reads(fault["snapshot"], edition))
    line = next((line for line in shown if fault["says"] in line), "")
    assert line, shown
    planted(f"the snapshot {fault['snapshot']}", line, "", fault=fault["fault"])


def test_no_fault_is_listed_twice():
    names = [fault["fault"] for fault in [*FAULTS, *SEEN]]
    assert sorted(set(names)) == sorted(names)
