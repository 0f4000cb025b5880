"""The search: twenty questions and where they must land, from a server and from a disk."""

from urllib.parse import quote

import axe
import pytest
from playwright.sync_api import expect

from edition.outputs import search

pytestmark = pytest.mark.xdist_group("pages")
WIDE = {"viewport": {"width": 1280, "height": 900}}
# what is asked, the kind of place, the place; the first result of its kind
QUESTIONS = [
    ("Sputnik", "Statements", "soft_power.html#s06"),
    ("up to 65 %", "Statements", "soft_power.html#s04"),
    ("10.9 %", "Statements", "soft_power.html#s15"),
    ("tax maneuver", "Statements", "economic_power.html#e10"),
    ("tax manoeuvre", "Statements", "economic_power.html#e10"),
    ("57/2020", "Text of the edition", "index.html"),
    ("Klysinski", "Notes", "notes.html#n"),
    ("T16", "Statements", "theory.html#t16"),
    ("note 18", "Notes", "notes.html#n18"),
]
MARKED = """() => [...(CSS.highlights.get("found") || [])].map((range) => range.toString())"""
FOUND_IN_VIEW = """() => {
    const box = document.querySelector("[data-found]").getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
}"""


def group(page, kind: str):
    return page.locator(".search-kind", has=page.get_by_role("heading", name=kind))


@pytest.mark.parametrize(("asked", "kind", "place"), QUESTIONS)
def test_a_question_lands_where_it_is_answered(visit, asked, kind, place):
    page = visit(f"search.html?q={quote(asked)}", **WIDE)
    link = group(page, kind).get_by_role("link").first
    name, _, ident = place.partition("#")
    href = link.get_attribute("href")
    assert href.startswith(f"chapters/{name}?find=") and href.partition("#")[2].startswith(ident)
