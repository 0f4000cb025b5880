"""“Run this chapter” is offered where the layer lies, over http, and nothing of it is loaded before
a click.
"""

import json

import pytest

LISTED = {"chapters": ["soft_power"], "files": {}, "built_with": {}}


def layer(said: dict):
    """Return a route that answers for the list of the layer."""

    def answer(route):
        route.fulfill(body=json.dumps(said), content_type="application/json")

    return ("**/live/layer.json", answer)


def offered(page):
    """Wait until the page has asked for the list; return whether it offers to run the chapter."""
    page.wait_for_function(
        "() => performance.getEntriesByName(new URL('../live/layer.json', location)).length"
    )
    page.wait_for_timeout(200)
    return page.locator("text=Run this chapter").count() == 1


def test_a_site_without_the_layer_offers_nothing(visit):
    page = visit("chapters/soft_power.html", layer({}))
    assert not offered(page)
    assert page.said == []


def test_the_layer_offers_its_chapters_and_loads_nothing_before_a_click(visit):
    page = visit("chapters/soft_power.html", layer(LISTED))
    assert offered(page)
    assert [name for name in page.asked if "/live/" in name] == [
        page.url.replace("chapters/soft_power.html", "live/layer.json")
    ]
    assert not offered(visit("chapters/theory.html", layer(LISTED)))


def test_from_a_disk_nothing_is_asked_for(visit, site):
    page = visit((site / "chapters" / "soft_power.html").as_uri())
    page.wait_for_function("() => window.editionBox")
    assert not [name for name in page.asked if "/live/" in name]
    assert page.locator("text=Run this chapter").count() == 0


HEADER = """() => {
  const box = (node) => { const { left, top, right, bottom } = node.getBoundingClientRect();
    return [left, top, right, bottom]; };
  const seen = (node) => node.getClientRects().length && box(node)[2] > box(node)[0];
  const links = [...document.querySelectorAll(".chapter-files > *")].filter(seen);
  const signs = [...document.querySelectorAll(".bd-header-article :is(button, label)")];
  return {
    header: box(document.querySelector(".bd-header-article")),
    links: links.map((node) => [node.textContent, box(node)]),
    signs: signs.filter((node) => !node.closest(".chapter-files") && seen(node)).map(box),
  };
}"""


def apart(one: list[float], other: list[float]) -> bool:
    """Say whether two boxes (left, top, right, bottom) have no place in common."""
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_the_offer_has_room_in_the_header(visit):
    """Each link is whole, large enough for a finger, and apart from the others and the signs."""
    page = visit("chapters/soft_power.html", layer(LISTED))
    assert offered(page)
    for width in (320, 360, 390, 430, 540, 600, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found = page.evaluate(HEADER)
        links = dict(found["links"])
        assert {"Notebook", "Short PDF", "Run this chapter"} <= set(links)
        _, top, right, bottom = found["header"]
        for name, box in links.items():
            assert top <= box[1] and box[3] <= bottom and box[2] <= right, (width, name, box)
            assert box[3] - box[1] >= 24 and box[2] - box[0] >= 24, (width, name, box)
            others = [each for each in links.values() if each is not box] + found["signs"]
            assert all(apart(box, each) for each in others), (width, name, box)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_offer_goes_when_it_was_taken(width, visit):
    """live.js hides the button at a click; the links are those of before."""
    page = visit(
        "chapters/soft_power.html", layer(LISTED), viewport={"width": width, "height": 800}
    )
    assert offered(page)
    page.evaluate("() => { document.querySelector('.live-open').hidden = true; }")
    names = [name for name, _ in page.evaluate(HEADER)["links"]]
    assert names == ["Notebook", "Short PDF", "Full PDF"]
