"""The page on any screen and on paper: first page, margin, folds, phones, code, print."""

import re
import zipfile
from itertools import pairwise

import pymupdf
import pytest
from conftest import CHROMIUM, QUIET
from reading import squeeze

from edition import tables
from edition.judgement import statements

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TESTS = ["evidence_votes", "evidence_opinion", "evidence_trade", "evidence_energy"]
NOTED = ["introduction", "soft_power", "economic_power", "military_power", "conclusion"]
BOXES = """(selector) => [...document.querySelectorAll(selector)]
    .filter((node) => node.offsetParent).map((node) => {
        const {left, right, top, bottom} = node.getBoundingClientRect();
        return {left, right, top, bottom, text: node.textContent.trim()};
    })"""
LEVEL = """() => [...document.querySelectorAll(".editors-note li, .note-margin")].every(
    (node) => node.style.top)"""
# no two notes overlap
NEAR = """() => {
    const notes = [...document.querySelectorAll(".editors-note li, .note-margin")].map(
        (note) => note.getBoundingClientRect()).sort((one, other) => one.top - other.top);
    return notes.every((note, place) => !place || note.top >= notes[place - 1].bottom);
}"""
WIDER = """(room) => [...document.querySelectorAll(".bd-article table")]
    .filter((table) => table.offsetParent && table.getBoundingClientRect().right > room)
    .filter((table) => {
        const box = table.closest(".scroll"), head = table.tHead && table.tHead.rows[0].cells[0];
        return !box || !head || getComputedStyle(head).position !== "sticky";
    }).map((table) => table.outerHTML.slice(0, 90))"""
BROKEN = """() => {
    const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const node = walk.currentNode;
        if (!node.parentElement.closest("td, th, .entries")) continue;
        for (const word of node.data.matchAll(/[\\p{L}\\d]+/gu)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            const tops = new Set([...range.getClientRects()].map((each) => Math.round(each.top)));
            if (tops.size > 1) found.push(word[0]);
        }
    }
    return found;
}"""

# the inks in which each verdict is listed; "plain" where it has no sign of that ink
LISTED = """() => {
    const found = {};
    for (const cell of document.querySelectorAll("table.entries td[data-label='Verdict']")) {
        const word = cell.querySelector("strong"), sign = cell.querySelector(".sign");
        const ink = word && sign && sign.getAttribute("aria-hidden") === "true"
            ? getComputedStyle(word).color : "plain";
        const inks = (found[cell.textContent.trim()] ??= []);
        if (!inks.includes(ink)) inks.push(ink);
    }
    return found;
}"""


def test_the_first_screen_says_what_was_found(visit):
    page = visit("chapters/index.html", viewport=DESK)
    page.evaluate("document.fonts.ready")
    found = page.evaluate(BOXES, ".finding")
    assert 4 <= len(found) <= 5 and max(each["bottom"] for each in found) <= DESK["height"]
    assert page.evaluate(BOXES, ".result")[0]["text"].startswith("The article says")
    for finding in page.locator(".finding").all():
        assert finding.locator("svg[role=img]").is_visible()
        assert "html#" in finding.locator("p:last-child a").last.get_attribute("href")
        assert re.search(r"\d|none", finding.inner_text())


def test_on_a_phone_the_result_and_the_first_finding_come_first(visit):
    page = visit("chapters/index.html", viewport=PHONE)
    page.evaluate("document.fonts.ready")
    result, first = page.evaluate(BOXES, ".result")[0], page.evaluate(BOXES, ".finding")[0]
    assert result["bottom"] < first["top"] and first["bottom"] <= PHONE["height"]


def test_each_box_says_its_statement_and_leads_to_it(visit):
    page = visit("chapters/index.html", viewport=DESK)
    claims = statements.verdicts()
    boxes = page.locator(".boxes a")
    assert boxes.count() == len(claims) == len(tables.load("claims"))
    leads = boxes.evaluate_all("(all) => all.map((each) => each.getAttribute('href'))")
    places = {f"{row.chapter}.html#{row.claim.lower()}": row.claim for row in claims.itertuples()}
    assert sorted(places[each] for each in leads) == sorted(claims.claim)
    box = page.locator(".boxes a[href$='#m13']")
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(400)  # a box closes when the page scrolls
    box.hover()
    said = page.locator("#note-box").inner_text()
    assert "largest supplier" in said and "largest supplier" in box.inner_text()
    assert not re.match(r"[A-Z]\d\d", box.inner_text()), "a code in place of words"
    box.click()  # keeps what it says, and the next follows it
    box.click()
    page.wait_for_url("**/military_power.html#m13")


DRIFT = """() => {
    const marks = new Map([...document.querySelectorAll("a.footnote-reference")].map(
        (mark) => [mark.textContent.replace(/\\D/g, ""), mark]));
    const line = (note) => note.matches(".note-margin")
        ? marks.get(note.querySelector("b").textContent)
        : document.getElementById(note.querySelector("a[href^='#']").hash.slice(1));
    return [...document.querySelectorAll(".editors-note li, .note-margin")].map((note) => [
        note.getBoundingClientRect().top - line(note).getClientRects()[0].top,
        note.textContent.slice(0, 40)]);
}"""


@pytest.mark.parametrize("name", NOTED)
def test_notes_stand_in_the_margin_beside_their_lines(visit, name):
    page = visit(f"chapters/{name}.html", viewport=DESK)
    page.wait_for_function(LEVEL)
    page.evaluate("document.fonts.ready")
    for width in (1200, 1280, 1700, 1900):
        page.set_viewport_size({"width": width, "height": 900})
        near = f"() => ({DRIFT})().every(([apart]) => apart >= -2 && apart <= 150)"
        page.wait_for_function(f"() => ({near})() && ({NEAR})()", timeout=3000)
        beside = page.evaluate(BOXES, ".editors-note li, .note-margin, .admonition.summary")
        text = page.evaluate(BOXES, ".bd-article section > p, .bd-article figure")
        assert max(each["right"] for each in text) < min(each["left"] for each in beside)
        assert max(each["right"] for each in beside) <= width
        ordered = sorted(beside, key=lambda each: each["top"])
        assert all(later["top"] >= earlier["bottom"] for earlier, later in pairwise(ordered))
        first = page.locator(".bd-article section > p").first.bounding_box()
        assert first["y"] < 450, "the text is not the first thing that one sees"


def test_a_long_note_in_the_margin_folds_and_opens(visit):
    page = visit("chapters/military_power.html", viewport={"width": 1200, "height": 900})
    page.wait_for_function(LEVEL)
    note = page.locator(".editors-note li.note-long").first
    folded, button = note.bounding_box()["height"], note.get_by_role("button")
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    page.wait_for_function(f"() => ({NEAR})()")
    whole = note.bounding_box()["height"]
    assert whole > folded + 30
    button.press("Enter")
    page.wait_for_function(f"() => ({NEAR})()")
    assert note.bounding_box()["height"] == folded
    note.locator("a").last.focus()  # a link in what is folded shows it
    assert note.bounding_box()["height"] == whole
    page.set_viewport_size({"width": 1000, "height": 900})
    assert not page.locator(".note-more:visible").count()


@pytest.mark.parametrize("width", [390, 1199])
def test_on_a_smaller_screen_a_note_is_a_line_that_opens(visit, width):
    page = visit("chapters/soft_power.html", viewport={"width": width, "height": 844})
    page.wait_for_selector(".editors-note .fold")
    note = page.locator(".editors-note").first
    assert note.bounding_box()["height"] < 60 and not note.locator("li").first.is_visible()
    button = note.locator("button")
    assert button.inner_text().endswith("the share of Russian production")
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert note.locator("li").first.is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_without_a_script_nothing_is_folded(visit, width):
    size = {"width": width, "height": 844}
    page = visit("chapters/soft_power.html", viewport=size, java_script_enabled=False)
    assert page.locator(".editors-note li").last.is_visible()
    assert page.locator(".summary li").first.is_visible()
    page = visit("chapters/evidence_votes.html", viewport=size, java_script_enabled=False)
    assert page.locator("div.cell > .cell_input pre").first.is_visible()


@pytest.mark.parametrize("name", [*TESTS, "evidence", "ledger", "data", "coding", "notes"])
def test_a_table_fits_a_phone_or_keeps_its_heads(seen, name):
    page = seen(name, PHONE)
    assert not page.evaluate(WIDER, PHONE["width"])


# Of each long table with heads, read some rows down: how far its heads stand below the head of the
# page, or below the edge of the box in which it is read.
HEADS = """async () => {
    const found = [], page = document.querySelector(".bd-header-article");
    const drawn = () => new Promise((done) => requestAnimationFrame(done));
    for (const table of document.querySelectorAll(".scroll > table.data-table")) {
        const tall = table.getBoundingClientRect().height, head = table.tHead.rows[0].cells[0];
        if (tall < 1.2 * innerHeight || getComputedStyle(table.tHead).position === "absolute")
            continue;
        const box = table.parentElement;
        box.scrollIntoView({ behavior: "instant" });
        box.scrollTop = 500;
        if (!box.scrollTop) scrollBy({ top: 500, behavior: "instant" });
        await drawn();
        const edge = box.scrollTop ? box.getBoundingClientRect().top
            : page.getBoundingClientRect().bottom;
        found.push([head.getBoundingClientRect().top - edge, table.caption.textContent]);
        box.scrollTop = 0;
    }
    return found;
}"""


@pytest.mark.parametrize("name", ["ledger", "evidence", "data"])
def test_the_heads_of_a_long_table_stay(visit, name):
    page, found = visit(f"chapters/{name}.html", viewport=DESK), []
    for width in (390, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found += [(width, *each) for each in page.evaluate(HEADS)]
    assert {1000, 1280} <= {width for width, *_ in found}
    assert not [each for each in found if abs(each[1]) > 1], "heads that go, or stand too low"


def test_the_ledger_shows_each_column_but_the_chapter(seen):
    page = seen("ledger", DESK)
    heads = page.locator(".ledger thead th").all()
    assert [head.inner_text() for head in heads if head.is_visible()] == [
        *("Statement", "Verdict", "Shortened", "Reach of the verdict", "Test", "Note", "Kind")
    ]


@pytest.mark.parametrize("name", ["ledger", "evidence", "what_came_after"])
def test_a_listed_verdict_has_its_ink_and_its_sign(seen, name):
    page = seen(name, DESK)
    inks = page.evaluate(LISTED)
    assert len(inks) > 2 and all(len(each) == 1 for each in inks.values()), inks
    assert all(ink[0] != "plain" for ink in inks.values()), inks
    assert len({ink for each in inks.values() for ink in each}) > 1, "one ink for all"


FIRST_OF_ENTRIES = """(rows) => rows.filter((row) => row.checkVisibility()).map((row) => {
    const [first] = [...row.cells].map((cell) => [cell.getBoundingClientRect(), cell])
        .filter(([box]) => box.width && box.height)
        .sort(([one], [other]) => one.y - other.y || one.x - other.x);
    return first[1].dataset.label;
})"""


@pytest.mark.parametrize("name", ["ledger", "evidence", "what_came_after"])
def test_on_a_phone_an_entry_begins_with_its_verdict(seen, name):
    page = seen(name, PHONE)
    rows = page.locator("table.entries tbody tr:has(td[data-label=Verdict])")
    assert rows.count() > 10
    assert set(rows.evaluate_all(FIRST_OF_ENTRIES)) == {"Verdict"}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["soft_power", "bibliography", "data", "evidence_votes"])
def test_the_end_key_goes_to_the_end(visit, name, width):
    page = visit(f"chapters/{name}.html", viewport={"width": width, "height": 844})
    page.wait_for_load_state("networkidle")
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("End")
    page.wait_for_function(
        "() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2"
    )
    assert page.evaluate("document.documentElement.scrollHeight") == tall, "the page grew"


@pytest.mark.parametrize("name", TESTS)
def test_on_a_phone_code_is_closed_and_opens(visit, name):
    page = visit(f"chapters/{name}.html", viewport=PHONE)
    page.wait_for_selector(".cell_input > .fold")
    assert not page.evaluate(BOXES, "div.cell > .cell_input pre")
    cell = page.locator("div.cell > .cell_input").first
    cell.locator(".fold").click()
    assert cell.locator("pre").is_visible()


def test_on_a_phone_one_line_opens_the_code_of_cells_that_follow_each_other(visit):
    page = visit("chapters/evidence_votes.html", viewport=PHONE)
    page.wait_for_selector(".cell_input > .fold")
    runs = page.locator("div.cell:not(:has(> .cell_output)):has(> .cell_input > .fold) + div.cell")
    after = runs.first.locator("> .cell_input")
    assert not after.is_visible()
    fold = after.locator("xpath=../preceding-sibling::div[1]").locator("> .cell_input > .fold")
    for shown in (True, False):
        fold.click()
        assert after.is_visible() == shown


@pytest.mark.parametrize("name", [*TESTS, "what_came_after"])
def test_on_a_phone_tables_of_the_edition_are_shown(seen, name):
    """What cells print folds with their code; what the edition lists is content."""
    page = seen(name, PHONE)
    page.wait_for_selector(".cell_input > .fold")
    listed = ".cell_output .data-table:not(.frame, details table), .cell_output details.facts"
    assert all(each.is_visible() for each in page.locator(listed).all())


def test_on_a_phone_a_verdict_says_its_estimate_and_folds_what_stands_behind_it(visit):
    page = visit("chapters/evidence_votes.html", viewport=PHONE)
    box = page.locator("div:has(> .verdict-box)").first
    rows = {name: box.locator(f"tr:has(th:text-is('{name}'))") for name in ("Estimate", "Margin")}
    button, choices = (
        box.get_by_role("button", name="What stands behind it"),
        box.locator("summary"),
    )
    button.wait_for()
    assert box.locator("caption").inner_text().startswith("Test K")
    assert rows["Estimate"].is_visible() and not rows["Margin"].is_visible()
    assert not choices.is_visible()
    button.press("Enter")
    assert rows["Margin"].is_visible() and choices.is_visible()
    without = visit("chapters/evidence_votes.html", viewport=PHONE, java_script_enabled=False)
    assert without.locator(".verdict-box .behind").last.is_visible()


@pytest.mark.parametrize("name", [*TESTS, "what_came_after"])
def test_on_a_phone_a_page_of_tests_is_its_text_and_its_figures(visit, name):
    page = visit(f"chapters/{name}.html", viewport=PHONE)
    page.wait_for_selector(".chart-title > .fold")
    for selector in (".frame", ".stream", ".choices", ".chart-curve svg", ".cell_input pre"):
        assert not page.evaluate(BOXES, f".cell:has(> .cell_input) {selector}"), selector
    figures = page.locator(".chart:not(.chart-curve) > .chart-narrow")
    assert figures.count() and all(figure.is_visible() for figure in figures.all())
    tall = "document.documentElement.scrollHeight"
    short = page.evaluate(tall)
    fold = page.locator(".chart-title > .fold").first
    fold.press("Enter")
    assert page.locator(".chart-curve svg.chart-narrow").first.is_visible()
    page.locator("#depth input[value=everything]").dispatch_event("click")
    assert page.evaluate(tall) > 2 * short
    assert not page.locator(".fold:visible").count(), "a control without an effect"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("#chart-alignment-curve", "#chart-alignment-curve > svg.chart-narrow"),
        ("#fig-alignment-curve", "#chart-alignment-curve > svg.chart-narrow"),
        ("#k31", "#k31 > .cell_input pre"),
        ("?find=Countering#tests-on-votes", ".frame [data-found]"),
        ("?find=kind+of+roll+calls#k31", "#k31 table"),
    ],
)
def test_on_a_phone_what_a_link_or_a_search_leads_to_is_shown(visit, place, shown):
    page = visit(f"chapters/evidence_votes.html{place}", viewport=PHONE)
    page.locator(shown).first.wait_for()


def test_what_folds_on_a_phone_is_printed(visit):
    page = visit("chapters/evidence_votes.html", viewport=PHONE)
    page.wait_for_selector(".chart-title > .fold")
    page.emulate_media(media="print")
    for selector in (".chart-curve > .chart-wide", ".frame", ".behind", "figcaption"):
        printed = [
            each
            for each in page.locator(selector).all()
            if not each.evaluate("element => element.closest('.tag_screen-only')")
        ]
        assert printed and all(each.is_visible() for each in printed), selector


def test_looks_at_data_stay_on_the_screen(visit):
    page = visit("chapters/evidence_votes.html")
    looks = page.locator(".tag_screen-only :is(.frame, .stream)")
    assert looks.count() and all(each.is_visible() for each in looks.all())
    page.emulate_media(media="print")
    assert not any(each.is_visible() for each in looks.all())


MOVED = """() => {
    window.moved = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.moved += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
}"""
# how wide a face of the book runs, and what stands in for it, over the text of a page
RUNS = """async ([look, face, other]) => {
    const text = document.querySelector(".bd-article").innerText.replace(/\\s+/g, " ");
    const loaded = await document.fonts.load(`${look} 20px "${face}"`, text);
    const pen = document.createElement("canvas").getContext("2d");
    const wide = (family) => {
        pen.font = `${look} 20px ${family}`;
        return pen.measureText(text).width;
    };
    return loaded.length && wide(other) / wide(`"${face}"`);
}"""
SERIF, SANS = (
    ", ".join(f'"{name}"' for name in names)
    for names in (
        ("Like Serif", "Like Serif 2", "Like Serif 3", "Like Serif 4"),
        ("Like Sans", "Like Sans 2", "Like Sans 3"),
    )
)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "name", ["index", "introduction", "soft_power", "evidence_votes", "ledger"]
)
def test_nothing_moves_when_the_script_comes(visit, address, name, width):
    page = visit("about:blank", viewport={"width": width, "height": 844})
    page.add_init_script(f"({MOVED})()")
    page.route("**/*.woff2", lambda route: route.abort())
    page.goto(f"{address}/chapters/{name}.html", wait_until="networkidle")
    page.wait_for_function("() => typeof bootstrap !== 'undefined'")
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") < 0.05


@pytest.mark.parametrize(
    ("look", "face", "other"),
    [
        ("400", "Edition Serif", SERIF),
        ("italic 400", "Edition Serif", SERIF),
        ("600", "Edition Serif", SERIF),
        ("400", "Edition Sans", SANS),
        ("600", "Edition Sans", SANS),
    ],
)
def test_what_stands_in_for_a_face_runs_as_wide(seen, look, face, other):
    page = seen("soft_power", DESK)
    assert abs(page.evaluate(RUNS, [look, face, other]) - 1) < 0.03


@pytest.mark.parametrize("name", TESTS)
def test_a_hundred_columns_of_code_fit_a_desk(seen, name):
    page = seen(name, DESK)
    wide = page.evaluate("""() => [...document.querySelectorAll("div.cell > .cell_input pre")]
        .filter((code) => code.scrollWidth > code.clientWidth).map((code) => Math.max(
            ...code.textContent.split("\\n").map((line) => line.length)))""")
    assert all(columns > 100 for columns in wide)


@pytest.mark.parametrize("name", ["index", "soft_power", "evidence_votes", "ledger"])
def test_paper_has_the_text_and_no_control(visit, name):
    page = visit(f"chapters/{name}.html", color_scheme="dark", viewport=DESK)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    controls = ".cell_input button, .bd-article input, .bd-article select, summary, .bd-sidebar, "
    assert not page.evaluate(BOXES, controls + ".bd-header-article, .chart-files, .screen-only")
    ink = page.locator(".bd-article h1").evaluate("(node) => getComputedStyle(node).color")
    assert max(int(part) for part in re.findall(r"\d+", ink)[:3]) < 90, "pale on white"
    breaks = "(nodes) => nodes.map((node) => getComputedStyle(node).breakInside)"
    assert set(page.locator(".bd-article figure").evaluate_all(breaks)) <= {"avoid"}
    with pymupdf.open(stream=page.pdf(format="A4")) as paper:
        text = "".join(sheet.get_text() for sheet in paper)
    assert page.locator(".bd-article h1").inner_text().split()[0].strip("#") in text
    if name == "soft_power":
        assert "Editors’ note" in text
        assert text.rindex("Not found") > text.rindex("soft belarusification”")


@pytest.mark.parametrize("name", ["soft_power", "evidence_votes"])
def test_a_page_without_a_script_is_printed_dark_on_white(visit, name):
    page = visit(
        f"chapters/{name}.html", color_scheme="dark", viewport=DESK, java_script_enabled=False
    )
    with pymupdf.open(stream=page.pdf(format="A4", print_background=True)) as paper:
        sheet = paper[0].get_pixmap(dpi=30, colorspace=pymupdf.csGRAY)
    light = sum(level > 200 for level in sheet.samples) / len(sheet.samples)
    assert light > 0.8 and min(sheet.samples) < 150, "a black page, or an empty one"


def test_paper_has_the_words_of_all_statements(visit):
    page = visit("chapters/index.html", viewport=DESK)
    with pymupdf.open(stream=page.pdf(format="A4")) as paper:
        text = squeeze("".join(sheet.get_text() for sheet in paper))
    words = [squeeze(each) for each in page.locator(".boxed").all_text_contents()]
    assert len(words) > 100 and not [each for each in words if each not in text]


def test_on_paper_notes_have_the_width_of_the_text(visit):
    page = visit("chapters/soft_power.html", viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    widths = [
        page.locator(each).first.bounding_box()["width"]
        for each in (".bd-article section > p", ".footnote-list", "aside.footnote")
    ]
    assert min(widths) > 0.97 * max(widths)


# what is touched and is less than 24 pixels wide or high, but for links in running text
SMALL = """() => [...document.querySelectorAll(
    "aside.footnote a[role=doc-backlink], table.entries :is(th, td) > a:only-child, "
    + ".ledger-filter :is(select, input), details.hide > summary")]
    .filter((node) => node.checkVisibility()).map((node) => {
        const { width, height } = node.getBoundingClientRect();
        return [node.textContent.slice(0, 20), width, height];
    }).filter(([, width, height]) => width < 23.9 || height < 23.9)"""


@pytest.mark.parametrize("name", ["military_power", "ledger", "evidence", "corrections"])
def test_what_is_touched_has_24_pixels(visit, name):
    page = visit(f"chapters/{name}.html", viewport=DESK)
    for width in (320, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(SMALL), width


@pytest.mark.parametrize("name", ["economic_power", "evidence_trade"])
def test_search_and_show_are_in_sight_where_the_page_is_too(visit, name):
    page = visit(f"chapters/{name}.html", viewport=DESK)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    side = page.locator(".bd-sidebar-primary")
    search = side.locator(".search-button-field").bounding_box()
    assert search["y"] >= 0 and search["y"] + search["height"] < DESK["height"] / 2
    here = side.locator("li.active > a").bounding_box()
    assert here["y"] >= 0 and here["y"] + here["height"] <= DESK["height"]
    assert page.get_by_label("the argument", exact=True).bounding_box()["y"] > 0


def test_a_reader_who_has_set_larger_letters_reads_down_alone(browser, address):
    """A browser’s own size of letters at twice the usual: the margin folds into the text."""
    options = {"executable_path": CHROMIUM, "args": [*QUIET, "--blink-settings=defaultFontSize=32"]}
    large = browser.browser_type.launch(**options)
    page = large.new_page(viewport=DESK)
    for name in ("soft_power", "ledger"):
        page.goto(f"{address}/chapters/{name}.html", wait_until="networkidle")
        size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        assert size == 32
        assert page.evaluate("document.documentElement.scrollWidth") <= DESK["width"], name
    large.close()


def test_no_word_of_the_epub_is_broken(browser, site, tmp_path):
    with zipfile.ZipFile(site / "downloads" / "edition.epub") as book:
        book.extractall(tmp_path)
    page = browser.new_page(viewport={"width": 600, "height": 800})
    for name in ("ledger", "evidence", "evidence_votes", "index"):
        page.goto((tmp_path / "EPUB" / f"{name}.xhtml").as_uri())
        assert not page.evaluate(BROKEN), name
    page.goto((tmp_path / "EPUB" / "ledger.xhtml").as_uri())
    entries = page.locator("ul.entries > li[id^='ledger-ledger-']")
    assert entries.count() == len(tables.load("claims"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 600
    page.close()


@pytest.mark.parametrize("width", [720, 1280])
def test_a_sign_stands_on_the_line_of_its_verdict(width, visit):
    """Whatever the head of the column says: a table names verdicts on tests and on statements."""
    page = visit("chapters/evidence.html", viewport={"width": width, "height": 900})
    tops = page.evaluate(
        """() => [...document.querySelectorAll("table.entries td .sign + strong")]
          .filter((word) => word.checkVisibility())
          .map((word) => [word, word.previousElementSibling].map((each) => {
            const box = each.getClientRects()[0]; // of the first line
            return (box.top + box.bottom) / 2;
          }))"""
    )
    assert len(tops) > 80
    assert all(abs(sign - word) < 8 for word, sign in tops)
