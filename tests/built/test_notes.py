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
        for reference in notes.note(number).references:
            assert " ".join(str(reference.text).split()) in text, (number, reference.key)
        assert aside.select_one(".grade").get_text() == notes.note(number).grade


def test_the_bibliography_lists_every_entry_once(soup):
    items = Counter(
        item["id"] for item in soup("chapters/notes.html").select("ul.bibliography > li")
    )
    assert items == Counter(f"ref-{key}" for key in notes.entries())
