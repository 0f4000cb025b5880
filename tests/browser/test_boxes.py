"""The box of a page, and the values of a figure: by pointer, key and finger, also from a disk."""

import base64
import re

import axe
import pandas as pd
import pytest
from playwright.sync_api import expect

from edition.charts import lines
from edition.outputs import figures

pytestmark = pytest.mark.xdist_group("pages")
BODY = """<article class="bd-article"><h1>A figure</h1><p>Before.
<button data-box="told" type="button">A term</button> <span id="told">What the term means.</span>
</p>{}</article>"""
DATA = pd.DataFrame(
    {"year": range(2008, 2012), "Belarus": [82.5, 84.0, 77.1, 80.0], "Russia": [60.0, 61, 62, 63]}
)
# the place on the screen of a value of the drawing that is shown
PLACE = """([drawing, x, y]) => {
    const svg = document.querySelector(`svg.chart-${drawing}`);
    const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
    return [frame.left + x * scale, frame.top + y * scale];
}"""


@pytest.fixture
def figure(site, tmp_path):
    """A page of the site on the disk, with one figure alone and the files that a build writes."""
    chart = lines(
        DATA,
        y=["Belarus", "Russia"],
        name="trial",
        title="A finding",
        holds=True,
        measure="Share of roll calls",
        unit="percent",
        tables=["un_roll_calls"],
    )
    data, _ = chart._repr_mimebundle_()
    ours = next(value for kind, value in data.items() if "edition" in kind)
    figures.write([data], tmp_path / "downloads" / "figures")
    (tmp_path / "_static").symlink_to(site / "_static")
    (tmp_path / "chapters").mkdir()
    path = tmp_path / "chapters" / "page.html"
    whole = (site / "chapters" / "glossary.html").read_text(encoding="utf-8")
    body = BODY.format(ours["html"])
    page = re.sub(r'<article class="bd-article">.*?</article>', lambda _: body, whole, flags=re.S)
    path.write_text(page, encoding="utf-8")
    return path, ours["values"]


@pytest.mark.parametrize(("width", "layout"), [(1280, "wide"), (390, "narrow")])
def test_the_value_under_the_pointer_is_shown_from_a_disk(visit, figure, width, layout):
    path, values = figure
    page = visit(path.as_uri(), viewport={"width": width, "height": 800})
    assert not [url for url in page.asked if "values.js" in url], "before it is needed"
    drawing, box = page.locator(f"svg.chart-{layout}"), page.locator("#note-box")
    drawing.hover(position={"x": 2, "y": 2})
    page.wait_for_function("() => window.editionValues && document.querySelector('.note-said')")
    for x, y, words in values[layout]:
        page.mouse.move(*page.evaluate(PLACE, [layout, x, y]))
        expect(box).to_have_text(words)
    page.mouse.move(2, 2)
    expect(box).to_have_count(0)
    assert not [said for said in page.said if "font" not in said and "ERR_FAILED" not in said]
    assert all(url.startswith("file:") for url in page.asked)


def test_the_keys_walk_through_the_values_and_escape_leaves(visit, figure):
    path, values = figure
    page = visit(path.as_uri(), viewport={"width": 1280, "height": 800})
    page.locator("[data-box]").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    box, spoken, seen = page.locator("#note-box"), page.locator(".note-said"), []
    for _ in values["wide"]:
        expect(box).to_have_text(spoken.inner_text())
        seen.append(spoken.inner_text())
        page.keyboard.press("ArrowRight")
    assert sorted(seen) == sorted(words for *_, words in values["wide"])
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    assert not axe.faults(page)


def test_a_finger_shows_a_value(visit, figure):
    path, values = figure
    page = visit(path.as_uri(), viewport={"width": 390, "height": 800}, has_touch=True)
    page.locator("svg.chart-narrow").tap(position={"x": 5, "y": 5})
    page.wait_for_function("() => window.editionValues && document.querySelector('.note-said')")
    x, y, words = values["narrow"][-1]
    page.touchscreen.tap(*page.evaluate(PLACE, ["narrow", x, y]))
    expect(page.locator("#note-box")).to_have_text(words)
    page.touchscreen.tap(5, 5)
    expect(page.locator("#note-box")).to_have_count(0)


def test_a_term_opens_the_same_box(visit, figure):
    page = visit(figure[0].as_uri(), viewport={"width": 1280, "height": 800})
    page.locator("[data-box]").hover()
    expect(page.locator("#note-box")).to_have_text("What the term means.")
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    page.locator("[data-box]").focus()
    expect(page.locator("#note-box")).to_have_text("What the term means.")
    assert page.locator("[data-box]").get_attribute("aria-describedby") == "note-box"


def test_a_figure_offers_what_a_reader_takes_along(visit, site):
    page = visit("chapters/economic_power.html", java_script_enabled=False)
    for chart in page.locator(".chart").all():
        name = chart.get_attribute("id").removeprefix("chart-")
        links = {link.inner_text(): link for link in chart.locator(".chart-files a").all()}
        assert list(links) == ["CSV", "SVG", "PNG", "Address"]
        for kind in ("csv", "svg", "png"):
            assert (site / "downloads" / "figures" / f"{name}.{kind}").stat().st_size
        assert links["Address"].get_attribute("href") == f"#chart-{name}"
        assert chart.locator("details.chart-data").count() == 1


def test_the_svg_of_a_figure_is_a_picture_of_its_own(browser, site):
    page = browser.new_page()
    svg = (site / "downloads" / "figures" / "voting.svg").read_bytes()
    coded = base64.b64encode(svg).decode()
    page.set_content(f'<img src="data:image/svg+xml;base64,{coded}">')
    page.wait_for_function("() => document.images[0].complete")
    assert page.evaluate("document.images[0].naturalWidth") > 0
    assert b"var(" not in svg
    page.close()
