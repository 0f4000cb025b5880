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
IN_VIEW = """() => {
    const box = document.querySelector("[data-found]").getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
}"""


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
