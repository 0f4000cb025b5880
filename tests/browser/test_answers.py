"""A mark answers where it stands: verdicts, values, the numbers of statements, notes."""

import json
import re

import axe
import pytest
from playwright.sync_api import expect

from edition import tables
from edition.judgement import comparisons, statements

pytestmark = pytest.mark.xdist_group("pages")
WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True}
MARKS = "a.footnote-reference, a.value, a.claim-verdict, a.claim-link, a.emendation, a.term"
BESIDE = """(mark) => {
    const box = document.getElementById("note-box").getBoundingClientRect();
    const apart = [...mark.getClientRects()].every((line) => box.bottom <= line.top + 1
        || box.top >= line.bottom - 1 || box.right <= line.left || box.left >= line.right);
    const seen = box.left >= 0 && box.right <= innerWidth && box.top >= 0
        && box.bottom <= innerHeight;
    return [apart, seen];
}"""
# numbers of statements that lie over letters of the text, or over each other
OVERPRINTED = """() => {
    const found = [], lines = [];
    const links = [...document.querySelectorAll("a.claim-link")];
    const walk = document.createTreeWalker(
        document.querySelector(".bd-article"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const range = document.createRange();
        const parent = walk.currentNode.parentElement; // what lies in a closed fold is not seen
        if (!walk.currentNode.data.trim() || !parent.checkVisibility()) continue;
        range.selectNodeContents(walk.currentNode);
        for (const box of range.getClientRects()) lines.push([walk.currentNode, box]);
    }
    for (const link of links) {
        const {left, right, top, bottom} = link.getBoundingClientRect();
        const middle = (top + bottom) / 2;
        for (const [node, box] of lines) {
            if (!link.contains(node) && box.left < right - 1 && box.right > left + 1
                && box.top < middle && box.bottom > middle) found.push(node.data.slice(0, 40));
        }
    }
    return found;
}"""


def answers(site) -> dict[str, str]:
    text = (site / "downloads" / "answers.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix('editionAnswers("answers",').rstrip().removesuffix(");"))


def point_at(page, mark):
    """Point at a mark when the page has come to rest: scrolling closes a box."""
    mark.scroll_into_view_if_needed()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    mark.hover()


def answered(page, mark):
    """Point at a mark and return its box when its whole answer has come."""
    point_at(page, mark)
    page.wait_for_function("() => document.querySelector('#note-box :is(dl, button, a)')")
    return page.locator("#note-box")


def numbers(part) -> list[float]:
    told = re.findall(r"[−+]?\d+\.\d+", part.inner_text())
    return [float(each.replace("−", "-")) for each in told]


def test_each_mark_of_the_book_has_its_answer(site, soup):
    told, found = answers(site)["marks"], 0
    for path in sorted((site / "chapters").glob("*.html")):
        for mark in soup(f"chapters/{path.name}").select("a.value, a.claim-verdict"):
            found += 1
            assert mark["href"].partition("#")[2] in told, (path.name, mark["href"])
    assert found > 300


def test_each_link_of_an_answer_leads_to_a_place_that_is_there(site, soup):
    for name, text in answers(site)["marks"].items():
        for href in re.findall(r'href="([^"]+)"', text):
            page, _, place = href.partition("#")
            if not href.startswith("http"):
                assert soup(f"chapters/{page}").find(id=place), (name, href)


def test_a_verdict_says_question_number_interval_margin_share_and_what_is_left_out(visit):
    compared = comparisons.judged()
    row = compared[compared.comparison == "K02"].iloc[0]
    page = visit("chapters/theory.html", **WIDE)
    box = answered(page, page.locator("#t16 a.claim-verdict"))
    several = compared[compared.claim == "T16"]
    for question in several.question:
        expect(box).to_contain_text(question)
    share = f"{row.share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
    for words in (row.uncovered, row.margin, share):
        expect(box).to_contain_text(words)
    test = box.locator("details").nth(list(several.comparison).index("K02"))
    assert numbers(test.locator("summary")) == pytest.approx(
        [row.estimate, row.low, row.high], abs=0.051
    )
    test.locator("summary").click()
    assert numbers(test.locator("dl"))[:4] == pytest.approx(
        [row.estimate, row.low, row.high, row.margin_size], abs=0.051
    )
    test.get_by_role("link", name="The test").click()
    page.wait_for_url("**/evidence_votes.html#k02")
    assert page.locator("#k02 .verdict-box").is_visible()


def test_a_value_says_the_words_of_the_article_and_the_rebuilt_figure(visit):
    rebuilt = tables.load("rebuilt").set_index("number").loc["A04"]
    number = tables.load("numbers").set_index("id").loc["A04"]
    page = visit("chapters/soft_power.html", **WIDE)
    box = answered(page, page.locator("a.value[href$='#a04']").first)
    for words in (number.verbatim, f"{rebuilt.low:g}", rebuilt.outcome, rebuilt.reason):
        expect(box).to_contain_text(words)


def test_the_number_of_a_statement_offers_link_quotation_and_bibtex(visit, address):
    page = visit("chapters/soft_power.html", **WIDE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#s04 a.claim-link").click()
    box, copied = page.locator("#note-box"), []
    for name in ("Link", "Quotation with reference", "BibTeX"):
        box.get_by_role("button", name=name).click()
        expect(box.get_by_role("status")).to_have_text(f"{name} copied.")
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    link, quotation, bibtex = copied
    assert link == f"{address}/chapters/soft_power.html#s04"
    assert quotation.startswith("“Russian media hold a large place in the Belarusian information ")
    assert "internet.” Statement S04 of Milàn Czerny" in quotation
    assert "18" not in quotation.split("”")[0] and quotation.endswith(link)
    assert bibtex.startswith("@incollection{edition2026s04,") and f'url = "{link}"' in bibtex
    assert "{claim}" not in "".join(copied)


@pytest.mark.parametrize("options", [WIDE, PHONE])
@pytest.mark.parametrize("name", ["theory", "economic_power"])
def test_no_box_lies_over_its_mark_or_off_the_screen(visit, name, options):
    page = visit(f"chapters/{name}.html", **options)
    for mark in page.locator(MARKS).all()[::4]:
        mark.scroll_into_view_if_needed()
        mark.evaluate("mark => mark.click()")
        page.locator("#note-box").wait_for()
        assert mark.evaluate(BESIDE) == [True, True], mark.inner_text()
        page.keyboard.press("Escape")
        expect(page.locator("#note-box")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280, 1760])
def test_no_number_of_a_statement_overprints_the_text(visit, width):
    page = visit("chapters/soft_power.html", viewport={"width": width, "height": 900})
    page.evaluate("document.fonts.ready")
    assert page.locator("a.claim-link").count() > 15
    assert page.evaluate(OVERPRINTED) == []


def test_the_keyboard_goes_into_a_box_and_comes_back(visit):
    page = visit("chapters/theory.html", **WIDE)
    mark, box = page.locator("#t16 a.claim-verdict"), page.locator("#note-box")
    page.locator("#t16 a.claim-link").focus()
    mark.focus()
    box.wait_for()
    assert mark.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    assert box.get_attribute("role") == "dialog"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#note-box') !== null")
    assert not axe.faults(page)
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(mark).to_be_focused()
    assert mark.get_attribute("aria-expanded") == "false"


def test_the_keyboard_goes_past_a_box_that_is_not_entered(visit):
    page = visit("chapters/economic_power.html", **WIDE)
    mark, box = page.locator("#e09 a.claim-verdict"), page.locator("#note-box")
    page.locator("#e09 a.claim-link").focus()
    mark.focus()
    box.locator("details").first.wait_for()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('#note-box')")
    page.keyboard.press("Shift+Tab")
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(box.locator("summary").first).to_be_focused()


@pytest.mark.parametrize("options", [WIDE, PHONE])
def test_a_verdict_of_several_tests_is_a_line_for_each_that_opens(visit, options):
    page = visit("chapters/military_power.html", **options)
    mark, box = page.locator("#m12 a.claim-verdict"), page.locator("#note-box")
    mark.evaluate("(mark) => scrollTo(0, mark.getBoundingClientRect().top + scrollY - 300)")
    page.wait_for_timeout(400)  # a box closes when the page scrolls
    mark.evaluate("(mark) => mark.click()")
    tests = box.locator("details")
    tests.first.wait_for()
    assert tests.count() > 2 and not box.locator("dl:visible").count()
    assert box.evaluate("(box) => box.scrollHeight <= box.clientHeight"), "not seen at once"
    for test in tests.all():
        assert test.locator("summary .sign").is_visible()
    tests.nth(1).locator("summary").click()
    expect(tests.nth(1).locator("dl")).to_be_visible()
    assert mark.evaluate(BESIDE) == [True, True]


def test_who_is_in_a_box_stays_in_it_when_its_answer_comes(visit):
    page, waiting = visit("chapters/theory.html", **WIDE), []
    page.route("**/answers.js", lambda route: waiting.append(route))
    number, box = page.locator("#t16 a.claim-link"), page.locator("#note-box")
    number.focus()
    box.get_by_role("button", name="Link").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(box.get_by_role("button", name="Link")).to_be_focused()
    assert len(waiting) == 1 and not box.get_by_role("button", name="BibTeX").count()
    waiting[0].continue_()
    box.get_by_role("button", name="BibTeX").wait_for()
    expect(box.get_by_role("button", name="Link")).to_be_focused()


def test_a_finger_opens_a_verdict_and_stays_on_the_page(visit):
    page = visit("chapters/theory.html", **PHONE)
    mark, box = page.locator("#t16 a.claim-verdict"), page.locator("#note-box")
    mark.tap()
    box.locator("details").first.wait_for()
    assert page.url.endswith("theory.html")
    mark.tap()
    page.wait_for_url("**/ledger.html#ledger-t16")


def test_marks_answer_from_a_disk(visit, site):
    page = visit((site / "chapters" / "theory.html").as_uri(), **WIDE)
    page.wait_for_function("() => typeof bootstrap !== 'undefined'")
    assert not [url for url in page.asked if "answers.js" in url], "before it is needed"
    expect(answered(page, page.locator("#t16 a.claim-verdict"))).to_contain_text("Not covered")


def test_a_mark_says_its_hint_where_answers_do_not_come(visit, address):
    page = visit("chapters/theory.html", **WIDE)
    page.route("**/answers.js", lambda route: route.abort())
    mark = page.locator("#t16 a.claim-verdict")
    point_at(page, mark)
    expect(page.locator("#note-box")).to_have_text(mark.get_attribute("data-hint"))


def test_without_a_script_each_mark_leads_to_what_it_says(visit):
    page = visit("chapters/theory.html", java_script_enabled=False)
    link = page.locator("#t16 a.claim-verdict")
    assert link.get_attribute("title")
    link.click()
    row = page.locator("#ledger-t16")
    assert row.is_visible() and row.get_by_role("link").count() >= 2


def test_each_verdict_of_data_or_documents_is_told_with_its_tests(site):
    told = answers(site)["marks"]
    for row in statements.verdicts().itertuples():
        if row.verdict in (*statements.TESTED, statements.UNTESTED):
            text = told[f"ledger-{row.claim.lower()}"]
            assert row.verdict in text
            assert text.count('class="answer-question"') == len(row.comparisons)


@pytest.mark.parametrize(("tall", "at"), [(800, 700), (560, 280)])
def test_a_box_opens_where_there_is_room_or_says_that_it_goes_on(visit, tall, at):
    page = visit("chapters/military_power.html", viewport={"width": 390, "height": tall})
    mark = page.locator("a.claim-verdict").nth(2)
    mark.evaluate("(mark, at) => scrollTo(0, mark.getBoundingClientRect().top + scrollY - at)", at)
    page.wait_for_timeout(400)  # a box closes when the page scrolls
    mark.press("Enter")
    page.wait_for_function("() => document.querySelector('#note-box dl')")
    assert page.evaluate(f"({BESIDE})(document.querySelectorAll('a.claim-verdict')[2])") == [1, 1]
    box = page.locator("#note-box")
    whole = box.evaluate("(box) => box.scrollHeight <= box.clientHeight")
    assert whole == (tall == 800)
    assert box.bounding_box()["y"] < at
    assert box.evaluate("(box) => getComputedStyle(box).backgroundAttachment.includes('local')")
