"""What the restated text is held to besides the rules of a build: that every claim speaks, at
length.
"""

import re

import pytest
from reading import CHAPTERS, ROOT, restated, shown, spans

from edition import tables
from edition.book import checks
from edition.book.soundness import borrowed, brevity, prose


def test_the_project_is_sound():
    checks.check_all(ROOT)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_claim_says_something(chapter):
    short = {claim: text for claim, text in spans(chapter).items() if len(text.split()) < 8}
    assert not short


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_length_is_80_to_130_per_cent_of_the_section(chapter):
    original = tables.load("sections").set_index("chapter").words[chapter]
    ratio = len(shown(restated(chapter)).split()) / original
    assert 0.8 <= ratio <= 1.3, f"{chapter}: {ratio:.0%} of the article's section"


def test_fingerprints_recognise_a_borrowed_run():
    run = "a key element in this negotiation process is that of sovereignty"
    known = set(tables.load("fingerprints").fingerprint)
    assert [mark for _, mark in borrowed.runs(run) if mark in known]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "chapters").glob("*.md")), ids=lambda path: path.stem
)
def test_a_number_keeps_its_unit_and_a_day_its_month(path):
    text = prose.blank(prose.CELL, path.read_text(encoding="utf-8"))
    unit = rf"\d (?:%|million\b|billion\b|tonnes\b|(?:{prose.MONTHS})\b)|n° "
    assert not re.findall(unit, text), "expected a no-break space"


def test_a_chapter_that_is_too_long_is_named(monkeypatch):
    assert not brevity.readable(ROOT)
    monkeypatch.setattr(brevity, "CHAPTER", 1)
    assert {re.search(r"(\w+)\.md: \d+ words", told)[1] for told in brevity.readable(ROOT)} == set(
        CHAPTERS
    )


def test_chapters_that_are_too_long_together_are_named(monkeypatch):
    monkeypatch.setattr(brevity, "ALL", 7000)
    (told,) = brevity.readable(ROOT)
    assert "words in those of the article, of at most 7000" in told
