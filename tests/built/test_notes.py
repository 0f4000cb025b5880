"""The notes on the pages: complete, and every reference once in the bibliography."""

import re
from collections import Counter

import pytest
from reading import CHAPTERS, restated

from edition.references import notes


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_note_on_the_page_reads_complete(chapter, soup):
    page = soup(f"chapters/{chapter}.html")
    numbers = [int(number) for number in re.findall(r"\[\^(\d+)\]", restated(chapter))]
    printed = {
        int(aside.select_one(".label").get_text().strip("[]")): aside
        for aside in page.select("aside.footnote")
    }
    assert sorted(printed) == sorted(numbers)
    for number, aside in printed.items():
        text = " ".join(aside.get_text().split())
        assert " ".join(str(notes.note(number).text()).split()) in text, number
        keys = [reference.key for reference in notes.note(number).references]
        links = [link["href"] for link in aside.select("p a")]
        assert links == [notes.address(key) for key in keys], number
        assert aside.select_one(".grade").get_text() == notes.note(number).grade


def test_the_bibliography_lists_every_entry_once(soup):
    items = Counter(
        item["id"] for item in soup("chapters/bibliography.html").select("ul.bibliography > li")
    )
    assert items == Counter(f"ref-{key}" for key in notes.entries())


def test_an_entry_names_the_places_that_cite_it_and_a_place_leads_to_its_entry(soup):
    entries = {
        item["id"]: {link["href"] for link in item.select(".cited a")}
        for item in soup("chapters/bibliography.html").select("ul.bibliography > li")
    }
    assert [name for name, places in entries.items() if not places] == ["ref-czerny2020russia"]
    for chapter in CHAPTERS:
        page = soup(f"chapters/{chapter}.html")
        for link in page.select("aside.footnote p a, .editors-note a"):
            if link["href"].startswith("bibliography.html#"):
                places = entries[link["href"].partition("#")[2]]
                assert any(place.startswith(f"{chapter}.html#") for place in places), link


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_chapter_of_the_article_shows_an_address(chapter, soup):
    article = soup(f"chapters/{chapter}.html").select_one("article.bd-article")
    assert "http" not in article.get_text() and "www." not in article.get_text()
    assert not re.search(r"\(read \d", article.get_text())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_term_opens_at_its_first_mention_and_leads_to_the_glossary(chapter, soup):
    lines = {item["id"] for item in soup("chapters/glossary.html").select("ul.glossary > li")}
    terms = soup(f"chapters/{chapter}.html").select("a.term")
    assert terms and all(term["title"] for term in terms)
    found = [term["href"].removeprefix("glossary.html#") for term in terms]
    assert len(found) == len(set(found)) and set(found) <= lines
