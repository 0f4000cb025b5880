"""“Run this chapter” is offered where the layer lies, over http, and nothing of it is loaded before
a click.
"""

import json

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
