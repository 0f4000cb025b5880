"""Cells in the page: each chapter, run unchanged in a browser, gives what the book prints.

The layer is made from packages of PyPI and npm. Where these cannot be reached and _build/.live
does not hold them, the tests are skipped: there is nothing to test, and the book is whole without.
"""

import base64
import io
import os
import shutil
from pathlib import Path

import pytest
from browsers import BROWSERS
from PIL import Image, ImageChops
from reading import ROOT, SITE
from serving import served

from edition.book import code_chapters
from edition.outputs import manifest
from edition.outputs.live import layer, runtime

pytestmark = pytest.mark.xdist_group("live")  # one browser at a time has both cores
STEPS = Path(__file__).with_name("live_steps.js").read_text(encoding="utf-8")
MOST = 40_000_000  # bytes that a reader loads
SECONDS = 15  # to the first result
WHOLE = "All cells have run; every output is as printed."
CHAPTERS = [
    path.stem
    for path in sorted((ROOT / "chapters").glob("*.md"))
    if any(not set(cell.metadata.get("tags", ())) & set(layer.DROPPED)
           for cell in code_chapters.read(path).cells)
]  # fmt: skip


@pytest.fixture(scope="module")
def live(site, tmp_path_factory):
    """A copy of the site with the layer, and the address at which it is served."""
    kept = SITE.parent / ".live"
    try:
        runtime.got(kept)
    except runtime.UnreachableError as error:
        pytest.skip(f"no layer can be made here: {error}")
    copy = tmp_path_factory.mktemp("live") / "html"
    shutil.copytree(site, copy)
    layer.write(copy, ROOT, kept)
    with served(copy) as address:
        yield copy, address


@pytest.fixture(scope="module", params=BROWSERS)
def see(request, live):
    """Do a step of STEPS on the page of a chapter."""
    with BROWSERS[request.param]() as ask:
        yield lambda name, step: ask(
            f"{live[1]}/chapters/{name}.html", f"async () => {{ {STEPS}; return await {step}(); }}"
        )


def pixels(raw: bytes) -> Image.Image:
    return Image.open(io.BytesIO(raw)).convert("RGB")


@pytest.mark.parametrize("name", CHAPTERS)
def test_an_unchanged_chapter_gives_what_is_printed(name, see, live, site):
    told = see(name, "unchanged")
    assert told["now"] == told["printed"]
    assert told["values"][0] == told["values"][1]
    assert told["foldable"]  # a phone hides what stands behind a verdict, and opens it
    assert told["status"] == WHOLE
    assert f"http://{told['hosts'][0]}" == live[1] and len(told["hosts"]) == 1
    assert len(told["pictures"]) == len(told["names"])
    for figure, picture in zip(told["names"], told["pictures"], strict=True):
        here = pixels(base64.b64decode(picture))
        there = pixels((site / "downloads" / "figures" / figure).read_bytes())
        assert here.size == there.size, figure
        assert ImageChops.difference(here, there).getbbox() is None, figure


def test_other_versions_are_named(see):
    assert "Python 3.15.0 (the book: 3." in see("theory", "unchanged")["versions"]


def test_the_first_result_comes_soon(see):
    if os.getloadavg()[0] > 1:
        pytest.skip("the machine has other work: no time is to be measured")
    assert see("theory", "unchanged")["first"] < SECONDS


def test_a_changed_cell_a_picture_an_error_and_reset(see):
    told = see("evidence_opinion", "changed")
    (ran, shown), _, (broke, trace) = told["said"]
    assert ran == "Other than printed"
    assert "as a reader wrote" in shown and "42" in shown
    assert told["drawn"] == 1
    assert broke == "This cell failed"
    assert "ZeroDivisionError: division by zero" in trace and "<cell 1>" in trace
    assert told["failed"].startswith("Cell 1 failed")
    assert (told["same"], told["left"], told["offered"]) == (True, 0, True)


def test_a_number_in_the_text_follows_its_cell(see):
    before, after, back = (float(told.split()[0]) for told in see("evidence_trade", "followed"))
    assert after == pytest.approx(before + 1)
    assert back == before


def test_a_cell_without_end_can_be_stopped(see):
    said, after = see("evidence_opinion", "stopped")
    assert said.startswith("Stopped.")
    assert after == "42"


def test_the_layer_is_small_and_changes_no_page(live, site):
    copy, _ = live
    loaded = [copy / "live" / name for name in layer.LOADED]
    small = (copy / "live").rglob("*.js")
    assert sum(path.stat().st_size for path in (*loaded, *small)) < MOST
    assert manifest.outputs(copy) == manifest.outputs(site)
