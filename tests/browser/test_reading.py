"""What a reader does: notes at hand, depth chosen, search from a disk, a keyboard, no script."""

import re
from itertools import pairwise

import axe
import pytest
from playwright.sync_api import expect
from reading import CHAPTERS

from edition.references import notes

PLACES = """() => {
    const box = (node) => {
        const {left, right, top, bottom} = node.getBoundingClientRect();
        return {left, right, top, bottom, text: node.textContent};
    };
    const text = ".bd-article section > p, .bd-article figure";
    return [".note-margin", "a.footnote-reference", text].map(
        (selector) => [...document.querySelectorAll(selector)].map(box));
}"""
IN_VIEW = """(id) => {
    const box = document.getElementById(id).getBoundingClientRect();
    return box.top >= 0 && box.top < innerHeight;
}"""
MOVING = """[...document.querySelectorAll("*")].map((node) => getComputedStyle(node)).filter(
    (style) => style.transitionDuration !== "0s"
        && !["none", "all"].includes(style.transitionProperty)).length"""
COLOURS = """(node) => [
    getComputedStyle(node).backgroundColor, getComputedStyle(node.querySelector("text")).fill]"""
FORBIDDEN = """Object.defineProperty(
    window, "localStorage", { get() { throw new Error("forbidden"); } })"""
SHOWN = (".claim", "figure", "article h2", ".chapter-claim")  # at any depth
EVIDENCE = (
    ".editors-note li",
    ".claim-verdict",
    "a.footnote-reference",
    "aside.footnote",
    "details.hide",
)
pytestmark = pytest.mark.xdist_group("pages")


def test_without_a_script_the_page_follows_light_and_dark(visit):
    shown = {}
    for theme in ("light", "dark"):
        page = visit(
            "chapters/theory.html",
            color_scheme=theme,
            java_script_enabled=False,
        )
        shown[theme] = page.locator("body").evaluate(
            "node => getComputedStyle(node).backgroundColor"
        )
    assert shown == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 18)"}


def test_a_note_opens_on_hover_on_focus_and_closes(visit):
    page = visit("chapters/soft_power.html", viewport={"width": 1280, "height": 900})
    mark = page.locator("a.footnote-reference").first
    mark.hover()
    box = page.locator("#note-box")
    box.wait_for()
    assert "corroborating" in box.inner_text()
    assert mark.get_attribute("aria-describedby") == "note-box"
    page.keyboard.press("Escape")
    assert page.locator("#note-box").count() == 0
    page.mouse.move(0, 0)
    mark.focus()
    box.wait_for()
    page.locator("a.value").first.focus()
    page.wait_for_function(
        "() => document.querySelector('#note-box')?.textContent.includes('The article')"
    )


def test_a_note_opens_on_the_first_tap(visit):
    page = visit(
        "chapters/theory.html",
        viewport={"width": 390, "height": 800},
        has_touch=True,
    )
    page.locator("a.footnote-reference").first.tap()
    page.locator("#note-box").wait_for()
    assert page.url.endswith("theory.html")


@pytest.mark.parametrize("name", CHAPTERS)
def test_on_a_wide_screen_the_sources_of_notes_stand_in_the_margin(visit, name):
    page = visit(f"chapters/{name}.html", viewport={"width": 1199, "height": 900})
    assert page.locator(".note-margin").count() == 0
    page.set_viewport_size({"width": 1280, "height": 900})
    marks = page.locator("a.footnote-reference")
    expect(page.locator(".note-margin")).to_have_count(marks.count())
    page.evaluate("document.fonts.ready")
    page.wait_for_function(
        "[...document.querySelectorAll('.note-margin')].every((node) => node.style.top)"
    )
    beside, marks, text = page.evaluate(PLACES)
    for margin, mark in zip(beside, marks, strict=True):
        number = int(re.sub(r"\D", "", mark["text"]))
        assert margin["text"] == f"{number} {notes.note(number).brief()}"
        assert margin["top"] - mark["top"] >= -2, f"note {number} stands above its mark"
        assert max(part["right"] for part in text) < margin["left"]
    assert all(later["top"] >= earlier["bottom"] for earlier, later in pairwise(beside))
    assert name != "theory" or not axe.looked_at(page, (1280,))
    page.evaluate("document.querySelector('#depth input[value=argument]').click()")
    assert not page.locator(".note-margin").first.is_visible()


@pytest.mark.parametrize(
    "place",
    [
        "chapters/bibliography.html#ref-beijingnews2019jiefangjun",
        "chapters/notes.html#n50",
        "chapters/soft_power.html#id36",
        "chapters/data.html#b131",
    ],
)
def test_a_link_leads_far_down_into_what_is_laid_out_late(visit, place):
    page = visit(place)
    target = page.locator(f"[id='{place.split('#')[1]}']")
    page.wait_for_function(IN_VIEW, arg=place.split("#")[1])
    assert target.inner_text().strip()


def test_the_argument_leaves_out_sources_and_tests_and_nothing_else(visit, address):
    page = visit("chapters/economic_power.html", viewport={"width": 1280, "height": 900})
    code = page.locator("details.hide .highlight").first
    assert all(page.locator(name).first.is_visible() for name in (*SHOWN, *EVIDENCE))
    assert not code.is_visible()
    page.get_by_label("the argument", exact=True).check()
    assert all(page.locator(name).first.is_visible() for name in SHOWN)
    assert not any(each.is_visible() for name in EVIDENCE for each in page.locator(name).all())
    assert page.locator("figure").count() == page.locator("figure:visible").count()
    page.goto(f"{address}/chapters/soft_power.html", wait_until="networkidle")
    assert page.locator("article table").first.is_visible()
    assert not page.locator(".editors-note li").first.is_visible(), "the choice is kept"
    page.get_by_label("everything, code too").check()
    assert page.locator("details.hide .highlight").first.is_visible()


@pytest.mark.parametrize("name", ["evidence_votes", "ledger", "data", "notes", "coding", "index"])
def test_the_argument_of_tests_and_apparatus_leaves_out_code_alone(visit, name):
    seen = []
    for depth in ("evidence", "argument"):
        page = visit(f"chapters/{name}.html?show={depth}")
        assert page.locator("html").get_attribute("data-depth") == depth
        said = page.locator("#depth").get_attribute("aria-describedby")
        assert "leaves out code alone" in page.locator(f"#{said}").inner_text()
        shown = page.locator("article .cell_input >> visible=true").count()
        assert bool(shown) == (depth == "evidence" and name.startswith("evidence"))
        page.add_style_tag(content=".cell_input { display: none !important; }")
        seen.append(page.locator("article").inner_text())
    assert seen[0] == seen[1]


def test_a_chapter_of_the_article_does_not_say_that_it_is_whole_at_any_depth(visit):
    page = visit("chapters/theory.html")
    assert not page.locator("#depth").get_attribute("aria-describedby")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("soft_power.html?show=argument#id36", ""),
        ("soft_power.html?show=argument&find=Buzouski#s04", "Buzouski"),
        ("soft_power.html?show=argument&find=prime-time#a-large-place-in-the-media", "49"),
    ],
)
def test_what_a_link_or_a_search_leads_to_is_shown_at_any_depth(visit, place, words):
    page = visit(f"chapters/{place}")
    ident = place.split("#")[1]
    if words:
        found = page.locator("[data-found]")
        found.wait_for()
        assert found.is_visible()
    target = page.locator(f"[id='{ident}']")
    assert target.is_visible()
    assert page.evaluate(IN_VIEW, ident) or words


def test_the_depth_stands_in_the_address_and_can_be_handed_on(visit):
    page = visit("chapters/theory.html#t16")
    assert "show" not in page.url
    page.get_by_label("the argument", exact=True).check()
    assert page.url.endswith("theory.html?show=argument#t16")
    other = visit(page.url)
    assert other.get_by_label("the argument", exact=True).is_checked()
    other.get_by_label("with its evidence").check()
    assert other.url.endswith("theory.html#t16")


def test_a_choice_of_depth_before_the_late_script_has_come_is_kept(visit, address):
    page = visit("about:blank", viewport={"width": 1280, "height": 900})
    page.route("**/book.js", lambda route: route.abort())
    page.goto(f"{address}/chapters/introduction.html", wait_until="networkidle")
    page.get_by_label("the argument", exact=True).check()
    assert not page.locator(".footnote-list").first.is_visible()
    page.unroute("**/book.js")
    page.reload(wait_until="networkidle")
    assert page.get_by_label("the argument", exact=True).is_checked()
    assert not page.locator(".footnote-list").first.is_visible()


def test_notes_and_depth_work_where_storage_is_forbidden(visit, address):
    page = visit("about:blank", viewport={"width": 1280, "height": 900})
    page.add_init_script(FORBIDDEN)
    page.goto(f"{address}/chapters/introduction.html", wait_until="networkidle")
    page.locator("a.footnote-reference").first.hover()
    page.locator("#note-box").wait_for()
    page.get_by_label("the argument", exact=True).check()
    assert not page.locator(".footnote-list").first.is_visible()


def test_without_a_script_everything_is_there(visit):
    page = visit("chapters/introduction.html", java_script_enabled=False)
    assert not page.said
    assert page.locator("figure svg:visible").count() >= 1
    assert page.locator("aside.footnote").last.is_visible()
    assert page.locator("a[href='military_power.html']").count()


def test_what_is_printed_in_the_dark_is_dark_on_white(visit):
    page = visit("chapters/introduction.html", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    colours = (
        "node => [getComputedStyle(node).color, getComputedStyle(document.body).backgroundColor]"
    )
    for selector in ("article h1", "article p", "article figcaption"):
        letters, ground = page.locator(selector).first.evaluate(colours)
        dark, light = (sum(map(int, re.findall(r"\d+", each)[:3])) for each in (letters, ground))
        assert dark < 3 * 0x70 and light > 3 * 0xF0, (selector, letters, ground)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_keyboard_walks_through_a_chapter(visit):
    page = visit("chapters/introduction.html", viewport={"width": 1280, "height": 900})
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


def test_forced_colours_leave_figures_and_grades_readable(visit):
    page = visit("chapters/introduction.html", forced_colors="active")
    assert (
        page.locator(".chart svg").first.evaluate(
            "node => getComputedStyle(node).forcedColorAdjust"
        )
        == "none"
    )
    ground, letters = page.locator(".chart-wide").first.evaluate(COLOURS)
    assert ground != letters
    assert (
        page.locator(".grade").first.evaluate("node => getComputedStyle(node).borderTopStyle")
        == "solid"
    )


def test_reduced_motion_is_respected(visit):
    page = visit("chapters/soft_power.html", reduced_motion="reduce")
    assert page.evaluate(MOVING) == 0


def test_foreign_words_say_their_language(site):
    text = (site / "chapters" / "soft_power.html").read_text(encoding="utf-8")
    for language, words in (
        ("ru-Latn", "zapadnoruzism"),
        ("be-Latn", "vyshyvanka"),
    ):
        assert re.search(rf'lang="{language}">(?:<a[^>]*>)?[^<]*{words}', text), words


@pytest.mark.parametrize(
    ("width", "shown", "hidden"),
    [(390, ".chart-narrow", ".chart-wide"), (1280, ".chart-wide", ".chart-narrow")],
)
def test_one_layout_of_each_figure_is_shown(visit, width, shown, hidden):
    page = visit("chapters/introduction.html", viewport={"width": width, "height": 800})
    assert page.locator(f".chart svg{shown}").first.is_visible()
    assert not page.locator(f".chart svg{hidden}").first.is_visible()


def test_figures_follow_the_theme(visit):
    page = visit("chapters/introduction.html", color_scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = page.locator(".chart-wide text").first.evaluate("node => getComputedStyle(node).fill")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    light = page.locator(".chart-wide text").first.evaluate("node => getComputedStyle(node).fill")
    assert dark != light
