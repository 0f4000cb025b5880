"""The search: twenty questions and where they must land, from a server and from a disk."""

from collections import Counter
from urllib.parse import quote

import axe
import pytest
from playwright.sync_api import expect

from edition.outputs import pages, search
from edition.tables import load

pytestmark = pytest.mark.xdist_group("pages")
WIDE = {"viewport": {"width": 1280, "height": 900}}
# what is asked, the kind of place, the place: the first result of its kind
QUESTIONS = [
    ("Sputnik", "Statements", "soft_power.html#s06"),
    ("up to 65 %", "Statements", "soft_power.html#s04"),
    ("10.9 %", "Statements", "soft_power.html#s15"),
    ("tax manoeuvre", "Statements", "economic_power.html#e10"),
    ("tax maneuver", "Statements", "economic_power.html#e10"),
    ("Lukashenko wary", "Statements", "theory.html#t16"),
    ("Lukashenka wary", "Statements", "theory.html#t16"),
    ("T16", "Statements", "theory.html#t16"),
    ("zapadnorusism", "Statements", "soft_power.html#s10"),
    ("weaponized", "Statements", "soft_power.html#s02"),
    ("Eurasian Economic Union", "Statements", "economic_power.html#e05"),
    ("air base", "Statements", "military_power.html#m08"),
    ("Kiev", "Statements", "introduction.html#i07"),
    ("note 18", "Notes", "notes.html#n18"),
    ("Milàn Czerny", "Sources", "bibliography.html#ref-czerny2020russia"),
    ("57/2020", "Sources", "bibliography.html#ref-czerny2020russia"),
    ("Kłysiński 2018", "Sources", "bibliography.html#ref-klysinski2018unrealistic"),
    ("klysinski 2018", "Sources", "bibliography.html#ref-klysinski2018unrealistic"),
    ("discount on gas", "Tests", "evidence_energy.html#k19"),
    ("approval of the Eurasian Union", "Figures", "evidence_opinion.html#fig-eurasian"),
    ("how to cite", "Text", "index.html#how-to-cite-it"),
    ("million tons of oil", "Text", "evidence_energy.html#significantly-higher-than-russian-p"),
    ("million tonnes of oil", "Text", "evidence_energy.html#significantly-higher-than-russian-p"),
]
MARKED = """() => [...(CSS.highlights.get("found") || [])].map((range) => range.toString())"""
# the first marked word that is laid out stands on the screen, under no head and beyond no edge
IN_VIEW = """() => {
    const word = [...(CSS.highlights.get("found") || [])]
        .map((range) => range.getBoundingClientRect()).find((box) => box.width);
    return word && word.top >= 48 && word.bottom <= innerHeight
        && word.left >= 0 && word.right <= innerWidth;
}"""
# what a search leads to: place, words, what of the page is found
PLACES = [
    ("ledger.html", "1.89", "published-and-rebuilt", "tr"),
    ("coding.html", "tax manoeuvre", "quotations", "tr, p, li"),
    ("evidence_energy.html", "65", "k13", "tr"),
    ("coding.html", "1.89", "em12", "tr"),
    ("data.html", "10.9", "numbers-of-the-article", "tr"),
]
# what is typed, and what is found by it alike
SAME = [
    ("figure 42", "Fig. 42"),
    ("Donbass", "Donbas"),
    ("Łukaszenka", "Lukashenka"),
    ("Gutseriev", "Gutseriyev"),
    ("10.9 percent", "10.9 %"),
    ("10.9 per cent", "10.9 %"),
    ("1 000", "1,000"),
]


def group(page, kind: str):
    return page.locator(".search-kind").filter(has=page.locator(f"h2:text-matches('^{kind}')"))


@pytest.mark.parametrize(("asked", "kind", "place"), QUESTIONS)
def test_a_question_lands_where_it_is_answered(visit, asked, kind, place):
    page = visit(f"search.html?q={quote(asked)}", **WIDE)
    link = group(page, kind).get_by_role("link").first
    before, _, ident = link.get_attribute("href").partition("#")
    name, start = place.split("#")
    assert before.startswith(f"chapters/{name}?find=") and ident.startswith(start)
    link.click()
    page.locator("[data-found]").wait_for()
    page.wait_for_function(IN_VIEW)
    assert page.evaluate(MARKED), "no word is marked"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_search_brings_its_words_into_view(visit, address, width):
    page = visit("search.html", viewport={"width": width, "height": 844})
    for name, asked, place, kind in PLACES:
        page.goto(f"{address}/chapters/{name}?find={quote(asked)}#{place}")
        page.locator("[data-found]").wait_for(state="attached")
        page.wait_for_function(IN_VIEW)
        assert page.locator("[data-found]").evaluate("(node, kind) => node.matches(kind)", kind)


@pytest.mark.parametrize(("number", "place"), [("K14", "opinion.html"), ("K12", "energy.html")])
def test_the_number_of_a_test_finds_the_test(visit, number, place):
    page = visit(f"search.html?q={number}", viewport={"width": 390, "height": 844})
    link = group(page, "Tests").get_by_role("link").first
    assert link.inner_text().startswith(f"{number}: ")
    link.click()
    page.locator("table.verdict-box[data-found]").wait_for()
    assert f"/evidence_{place}?find={number}#" in page.url
    top = page.locator("[data-found]").bounding_box()["y"]
    assert 0 <= top < 844


def test_other_spellings_of_a_question_find_the_same(visit, address):
    page, found = visit("search.html", **WIDE), {}
    for asked in (each for pair in SAME for each in pair):
        page.goto(f"{address}/search.html?q={quote(asked)}")
        page.locator(".search-said").wait_for()
        links = "(all) => all.map((each) => each.href.replace(/find=[^#]*/, ''))"
        found[asked] = page.locator(".search-list a").evaluate_all(links)
    for asked, same in SAME:
        assert found[asked] and found[asked] == found[same], asked


def test_the_ledger_is_filtered_by_words_in_any_spelling(visit):
    page = visit("chapters/ledger.html", **WIDE)
    field, count, found = page.get_by_label("Words"), page.locator(".ledger-filter output"), {}
    field.click()
    page.wait_for_function("() => window.editionWords")
    for words in ("Lukashenka", "Lukashenko", "manoeuvre", "maneuver", "zeppelin"):
        field.fill(words)
        found[words] = int(count.inner_text().split()[0])
    assert found["Lukashenko"] == found["Lukashenka"] > 20
    assert found["manoeuvre"] == found["maneuver"] > 0 == found["zeppelin"]


def test_results_stand_by_kind_with_their_words_marked(visit):
    page = visit("search.html?q=Sputnik", **WIDE)
    heads = page.locator(".search-kind h2")
    heads.first.wait_for()
    kinds = [each.inner_text().split(" (")[0] for each in heads.all()]
    assert kinds[:3] == ["Statements", "Notes", "Sources"]
    assert all(
        "sputnik" in each.inner_text().lower() for each in page.locator(".search-mark").all()
    )
    assert page.get_by_role("status").inner_text().endswith("places for “Sputnik”.")
    assert not axe.looked_at(page, (390, 1280))


def test_the_first_letter_that_is_typed_is_seen(visit):
    page = visit("search.html", **WIDE)
    field = page.locator(".bd-search-container input")
    glass = page.locator(".bd-search-container .fa-magnifying-glass")
    inner = field.evaluate("node => parseFloat(getComputedStyle(node).paddingLeft)")
    ends = glass.bounding_box()["x"] + glass.bounding_box()["width"]
    assert ends <= field.bounding_box()["x"] + inner


def test_a_search_from_the_disk_finds_and_lands_as_one_from_a_server(visit, site):
    page = visit(f"{(site / 'search.html').as_uri()}?q=vyshyvanka", **WIDE)
    expect(page.locator(".context").first).to_contain_text("vyshyvanka")
    page.locator(".search-list a").first.click()
    page.locator("[data-found]").wait_for()
    assert page.url.endswith("soft_power.html?find=vyshyvanka#s24")
    assert page.evaluate(MARKED) == ["vyshyvanka"]
    assert all(url.startswith(("file:", "data:")) for url in page.asked)


def test_on_a_phone_a_search_unfolds_the_note_to_which_it_leads(visit):
    page = visit("search.html?q=prime-time", viewport={"width": 390, "height": 800})
    group(page, "Editors’ notes").get_by_role("link").first.click()
    page.locator(".editors-note [data-found]").wait_for()
    page.wait_for_function(IN_VIEW)


def test_what_has_not_all_words_is_said_to_have_some(visit):
    page = visit("search.html?q=Sputnik+zeppelin", **WIDE)
    expect(page.get_by_role("status")).to_contain_text("none has all the words")
    page = visit("search.html?q=zeppelin", **WIDE)
    expect(page.get_by_role("status")).to_have_text("Nothing was found for “zeppelin”.")


def test_every_statement_note_and_source_is_an_entry_with_a_place_that_is_there(site, soup):
    found = Counter()
    for path in sorted((site / "chapters").glob("*.html")):
        ids = {node["id"] for node in soup(f"chapters/{path.name}").select("[id]")}
        article = pages.article(path.read_text(encoding="utf-8"), search.UNSEEN)
        for kind, address, _, words in search.entries(path.name, article):
            found[kind] += 1
            assert address.split("#")[1] in ids, address
            assert words.strip()
    assert (found["statement"], found["note"]) == (len(load("claims")), len(load("notes")))
    assert found["source"] == len(soup("chapters/bibliography.html").select(".bibliography li"))
    assert min(found[kind] for kind in search.KINDS) > 40
