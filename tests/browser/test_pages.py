"""Each page in a browser: quiet, light, at home, never wider than the screen, and accessible."""

import axe
import pytest
from reading import SITE
from test_site import READ

from edition.commands.bench import sent

BUDGET, REQUESTS = 300_000, 15  # bytes as they are sent, and answers
WIDTHS = (320, 390, 640, 1280)  # 640: a screen of 1280 at 200 per cent
FEW = [
    "chapters/index.html",
    "chapters/soft_power.html",
    "chapters/data.html",
    "chapters/notes.html",
]
REFUSED = """() => {
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) =>
    refused.push(event.effectiveDirective));
    document.body.insertAdjacentHTML("beforeend", '<img src="http://127.0.0.2:9/x.png" alt="">');
    const script = document.createElement("script");
    script.src = "http://127.0.0.2:9/x.js";
    document.body.append(script);
    const button = document.createElement("button");
    button.setAttribute("onclick", "window.planted = true");
    document.body.append(button);
    button.click();
    fetch("http://127.0.0.2:9/").catch(() => {});
}"""
ALL_REFUSED = """() => ["img", "script", "connect"].every(
    (kind) => refused.some((found) => found.startsWith(kind)))"""


@pytest.mark.xdist_group("pages")
@pytest.mark.parametrize("name", READ)
def test_a_first_visit_is_quiet_light_and_at_home(visit, address, name):
    page, loaded = visit("about:blank", viewport={"width": 390, "height": 800}), []
    page.on("response", lambda response: loaded.append((response.url, sent(response))))
    page.goto(f"{address}/{name}", wait_until="networkidle")
    assert not page.said
    assert not [
        url for url in page.asked if not url.startswith((address, "data:", "blob:", "about:"))
    ]
    assert sum(size for _, size in loaded) <= BUDGET, sorted(loaded, key=lambda item: -item[1])
    assert len(loaded) <= REQUESTS
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"at {width} pixels"


@pytest.mark.xdist_group("pages")
@pytest.mark.parametrize("name", [*READ, "search.html"])
def test_a_page_may_load_nothing_from_another_host(visit, name):
    """A picture, a script, a call, a handler: each is refused by the page's own policy."""
    page = visit(name)
    page.evaluate(REFUSED)
    page.wait_for_function(ALL_REFUSED, timeout=10_000)
    assert not page.evaluate("Boolean(window.planted)")


@pytest.mark.xdist_group("pages")
@pytest.mark.parametrize("name", READ)
def test_a_page_from_the_disk_needs_no_network(visit, name):
    page = visit((SITE / name).as_uri())
    assert not [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))]
    assert page.locator("article h1").is_visible()


@pytest.mark.xdist_group("axe")
@pytest.mark.parametrize("name", [*READ, "search.html"])
def test_axe_finds_nothing(visit, name):
    assert not axe.looked_at(visit(name, reduced_motion="reduce"), (390, 1280))


@pytest.mark.xdist_group("axe")
@pytest.mark.parametrize("name", FEW)
def test_axe_finds_nothing_where_scripts_do_not_run(visit, name):
    page = visit(name, route=("**/*.html", axe.without_scripts), reduced_motion="reduce")
    assert page.evaluate("document.documentElement.dataset.theme") == "auto", "a script ran"
    assert not axe.looked_at(page, (390, 1280))


@pytest.mark.xdist_group("pages")
def test_a_script_that_does_not_run_is_named(visit, address, site, planted):
    text = (site / "_static" / "book.js").read_text(encoding="utf-8")
    broken = {"body": "}" + text, "content_type": "text/javascript"}
    page = visit("about:blank", route=("**/book.js*", lambda route: route.fulfill(**broken)))
    with page.expect_event("pageerror"):
        page.goto(f"{address}/chapters/theory.html")
    assert [said for said in page.said if "Unexpected token" in said]
    planted("a first visit is quiet", page.said[0], "Unexpected token")


def test_from_a_disk_a_page_gives_no_warning(visit, site):
    """Chromium warns a while after a page has loaded of what was asked for early in vain."""
    said = []
    for name in ("chapters/soft_power.html", "search.html"):
        page = visit((site / name).as_uri())
        page.on("console", lambda each: said.append((each.type, each.text)))
        page.reload(wait_until="load")
        page.evaluate("() => document.fonts.ready")
    page.wait_for_timeout(5000)
    assert [words for kind, words in said if kind in ("warning", "error")] == []


def test_over_http_the_face_of_the_text_is_asked_for_early(visit):
    page = visit("chapters/soft_power.html")
    faces = [name for name in page.asked if name.endswith("serif.woff2")]
    assert len(faces) == 1
    assert page.locator("link[rel=preload][as=font]").count() == 1
    assert page.said == []
