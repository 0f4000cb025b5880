"""How the book reads in a browser: light, accessible, with notes at hand, with and without a script, on a disk too."""

import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from reading import CHAPTERS, SITE
from test_browser import address, browser, pytestmark, visit  # noqa: F401  (fixtures and marks)
from test_site import READ

from edition.references import notes

BUDGET, REQUESTS = 300_000, 15
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
pytestmark = [
    pytest.mark.xdist_group("reading"),
    *pytestmark[1:],
]  # beside the other tests in a browser, not after them


@pytest.mark.parametrize("name", READ)
def test_a_first_visit_stays_within_the_budget(browser, address, name):  # noqa: F811
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page, loaded = context.new_page(), []
    page.on("response", lambda response: loaded.append((response.url, len(response.body()))))
    page.goto(f"{address}/{name}", wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    assert sum(size for _, size in loaded) <= BUDGET, sorted(loaded, key=lambda item: -item[1])
    assert len(loaded) <= REQUESTS
    context.close()


def faults(page) -> list:
    page.add_style_tag(
        content="* { content-visibility: visible !important }"
    )  # axe is to see what is laid out later, too
    found = Axe().run(page, options=RULES).response
    assert len(found["passes"]) > 15, "axe looked at nothing"
    return [
        (fault["id"], [node["html"][:150] for node in fault["nodes"]][:3])
        for fault in found["violations"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [*READ, "search.html"])
def test_axe_finds_nothing(browser, address, name, theme):  # noqa: F811
    page, _, _ = visit(browser, f"{address}/{name}", color_scheme=theme, reduced_motion="reduce")
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not faults(page), f"{width} pixels"
    page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", READ)
def test_axe_finds_nothing_where_scripts_do_not_run(browser, address, name, theme):  # noqa: F811
    """Scripts are kept from running by a policy, because axe itself needs an engine that runs scripts."""
    context = browser.new_context(color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()

    def without_scripts(route):
        answer = route.fetch()
        route.fulfill(
            response=answer,
            headers=answer.headers | {"content-security-policy": "script-src 'none'"},
        )

    page.route("**/*.html", without_scripts)
    page.goto(f"{address}/{name}", wait_until="load")
    assert page.evaluate("document.documentElement.dataset.theme") == "auto", "a script ran"
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not faults(page), f"{width} pixels"
    context.close()


def test_without_a_script_the_page_follows_light_and_dark(browser, address):  # noqa: F811
    shown = {}
    for theme in ("light", "dark"):
        page, _, _ = visit(
            browser,
            f"{address}/chapters/theory.html",
            color_scheme=theme,
            java_script_enabled=False,
        )
        shown[theme] = page.locator("body").evaluate(
            "node => getComputedStyle(node).backgroundColor"
        )
        page.context.close()
    assert shown == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 18)"}


@pytest.mark.parametrize("name", ["index.html", *READ, "search.html"])
def test_a_page_may_load_nothing_from_another_host(browser, address, name):  # noqa: F811
    """What is planted (a picture, a script, an address to call, a handler in the page) is refused by the page's own policy."""
    page, _, said = visit(browser, f"{address}/{name}")
    assert not said
    tried = page.evaluate("""async () => {
        const refused = [];
        document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
        document.body.insertAdjacentHTML("beforeend", '<img src="http://127.0.0.2:9/x.png" alt="">');
        const script = document.createElement("script");
        script.src = "http://127.0.0.2:9/x.js";
        document.body.append(script);
        const button = document.createElement("button");
        button.setAttribute("onclick", "window.planted = true");
        document.body.append(button);
        button.click();
        await fetch("http://127.0.0.2:9/").catch(() => {});
        await new Promise((done) => setTimeout(done, 100));
        return [refused, Boolean(window.planted)];
    }""")
    assert {directive.split("-")[0] for directive in tried[0]} >= {"img", "script", "connect"}, (
        tried
    )
    assert not tried[1]
    page.context.close()


def test_a_note_opens_on_hover_on_focus_and_closes(browser, address):  # noqa: F811
    page, _, _ = visit(
        browser, f"{address}/chapters/soft_power.html", viewport={"width": 1280, "height": 900}
    )
    mark = page.locator("a.footnote-reference").first
    mark.hover()
    box = page.locator("#note-box")
    box.wait_for()
    assert "corroboration" in box.inner_text()
    assert mark.get_attribute("aria-describedby") == "note-box"
    page.keyboard.press("Escape")
    assert page.locator("#note-box").count() == 0
    page.mouse.move(0, 0)
    mark.focus()
    box.wait_for()
    page.locator("a.value").first.focus()
    page.wait_for_function(
        "document.querySelector('#note-box')?.textContent.includes('The article')"
    )
    page.context.close()


def test_a_note_opens_on_the_first_tap(browser, address):  # noqa: F811
    page, _, _ = visit(
        browser,
        f"{address}/chapters/theory.html",
        viewport={"width": 390, "height": 800},
        has_touch=True,
    )
    page.locator("a.footnote-reference").first.tap()
    page.locator("#note-box").wait_for()
    assert page.url.endswith("theory.html")
    page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [f"chapters/{name}.html" for name in CHAPTERS])
def test_on_a_wide_screen_the_sources_of_notes_stand_in_the_margin(browser, address, name, theme):  # noqa: F811
    page, _, _ = visit(
        browser, f"{address}/{name}", viewport={"width": 1280, "height": 900}, color_scheme=theme
    )
    assert page.locator(".note-margin").count() == 0
    page.set_viewport_size({"width": 1760, "height": 900})
    marks = page.locator("a.footnote-reference")
    expect(page.locator(".note-margin")).to_have_count(marks.count())
    page.evaluate("document.fonts.ready")
    places = """() => {
        const box = (node) => (({left, right, top, bottom}) => ({left, right, top, bottom}))(node.getBoundingClientRect());
        const all = (selector) => [...document.querySelectorAll(selector)].map((node) => ({...box(node), text: node.textContent}));
        const text = all(".bd-article section p, .bd-article figure, .bd-article .admonition");
        return [all(".note-margin"), all("a.footnote-reference"), text, all(".bd-sidebar-secondary")];
    }"""
    page.wait_for_function(
        "[...document.querySelectorAll('.note-margin')].every((node) => node.style.top)"
    )
    beside, marks, text, contents = page.evaluate(places)
    for margin, mark in zip(beside, marks, strict=True):
        number = int(re.sub(r"\D", "", mark["text"]))
        assert margin["text"] == f"{number} {notes.note(number).brief()}"
        assert -2 <= margin["top"] - mark["top"] < 120, f"note {number} is not level with its mark"
        assert max(part["right"] for part in text) < margin["left"] and all(
            margin["right"] < part["left"] for part in contents
        )
    assert all(later["top"] >= earlier["bottom"] for earlier, later in pairwise(beside))
    assert not faults(page)
    page.evaluate("document.querySelector('#depth input[value=argument]').click()")
    assert not page.locator(".note-margin").first.is_visible()
    page.context.close()


@pytest.mark.parametrize(
    "place",
    [
        "chapters/notes.html#ref-beijingnews2019jiefangjun",
        "chapters/notes.html#n50",
        "chapters/soft_power.html#id36",
        "chapters/data.html#b131",
    ],
)
def test_a_link_leads_far_down_into_what_is_laid_out_late(browser, address, place):  # noqa: F811
    page, _, _ = visit(browser, f"{address}/{place}")
    target = page.locator(f"[id='{place.split('#')[1]}']")
    page.wait_for_function(
        "id => { const box = document.getElementById(id).getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }",
        arg=place.split("#")[1],
    )
    assert target.inner_text().strip()
    page.context.close()


def test_the_depth_of_reading_can_be_chosen_and_is_kept(browser, address):  # noqa: F811
    page, _, _ = visit(
        browser, f"{address}/chapters/economic_power.html", viewport={"width": 1280, "height": 900}
    )
    figure, note, mark = (
        page.locator("figure").first,
        page.locator(".editors-note").first,
        page.locator(".claim-verdict").first,
    )
    code = page.locator("details.hide .highlight").first
    assert figure.is_visible() and note.is_visible() and mark.is_visible() and not code.is_visible()
    page.get_by_label("the argument", exact=True).check()
    assert not figure.is_visible() and not note.is_visible() and not mark.is_visible()
    page.goto(f"{address}/chapters/soft_power.html", wait_until="networkidle")
    assert not page.locator("figure").first.is_visible()
    page.get_by_label("everything, code too").check()
    assert page.locator("details.hide .highlight").first.is_visible()
    page.context.close()


def test_notes_and_depth_work_where_storage_is_forbidden(browser, address):  # noqa: F811
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(
        'Object.defineProperty(window, "localStorage", { get() { throw new Error("forbidden"); } })'
    )
    page = context.new_page()
    page.goto(f"{address}/chapters/soft_power.html", wait_until="networkidle")
    page.locator("a.footnote-reference").first.hover()
    page.locator("#note-box").wait_for()
    page.get_by_label("the argument", exact=True).check()
    assert not page.locator("figure").first.is_visible()
    context.close()


def test_without_a_script_everything_is_there(browser, address):  # noqa: F811
    page, _, said = visit(browser, f"{address}/chapters/soft_power.html", java_script_enabled=False)
    assert not said
    assert page.locator("figure svg:visible").count() >= 2
    assert page.locator("aside.footnote").last.is_visible()
    assert page.locator("a[href='military_power.html']").count()
    page.context.close()


def test_search_from_the_disk_shows_snippets(browser):  # noqa: F811
    page, asked, _ = visit(browser, f"{(SITE / 'search.html').as_uri()}?q=vyshyvanka")
    page.locator("#search-results .context").first.wait_for()
    assert "vyshyvanka" in page.locator("#search-results .context").first.inner_text()
    assert all(url.startswith(("file:", "data:")) for url in asked)
    page.context.close()


def test_the_keyboard_walks_through_a_chapter(browser, address):  # noqa: F811
    page, _, _ = visit(
        browser, f"{address}/chapters/introduction.html", viewport={"width": 1280, "height": 900}
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.className"))
        assert page.evaluate("document.activeElement.tagName") != "BODY", "the focus was lost"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert any("footnote-reference" in names for names in seen)
    assert any("claim-link" in names for names in seen)
    page.context.close()


@pytest.mark.parametrize("name", READ)
def test_zoom_to_200_per_cent_needs_no_sideways_scrolling(browser, address, name):  # noqa: F811
    page, _, _ = visit(
        browser, f"{address}/{name}", viewport={"width": 640, "height": 450}, device_scale_factor=2
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.context.close()


def test_forced_colours_leave_figures_and_grades_readable(browser, address):  # noqa: F811
    page, _, _ = visit(browser, f"{address}/chapters/soft_power.html", forced_colors="active")
    assert (
        page.locator(".chart svg").first.evaluate(
            "node => getComputedStyle(node).forcedColorAdjust"
        )
        == "none"
    )
    ground, letters = page.locator(".chart-wide").first.evaluate(
        "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node.querySelector('text')).fill]"
    )
    assert ground != letters
    assert (
        page.locator(".grade").first.evaluate("node => getComputedStyle(node).borderTopStyle")
        == "solid"
    )
    page.context.close()


def test_reduced_motion_is_respected(browser, address):  # noqa: F811
    page, _, _ = visit(browser, f"{address}/chapters/soft_power.html", reduced_motion="reduce")
    moving = "[...document.querySelectorAll('*')].filter(node => getComputedStyle(node).transitionDuration !== '0s' && "
    moving += "getComputedStyle(node).transitionProperty !== 'none' && getComputedStyle(node).transitionProperty !== 'all').length"
    assert page.evaluate(moving) == 0
    page.context.close()


def test_foreign_words_say_their_language(site):
    text = (site / "chapters" / "soft_power.html").read_text(encoding="utf-8")
    for language, words in (
        ("ru-Latn", "Runet"),
        ("be-Latn", "vyshyvanka"),
        ("ru", "Исследование"),
    ):
        assert re.search(rf'lang="{language}">[^<]*{words}', text), words
