"""What the article hedges stays hedged: a hedge that is lost is named with its place."""

import pytest
from reading import CHAPTERS, ROOT, spans

from edition import tables
from edition.book.soundness import hedges


@pytest.fixture
def broken(spare, monkeypatch):
    """Return what the rule says of a copy in which one text has taken another's place."""

    def say(path: str, old: str, new: str) -> list[str]:
        file = spare / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")
        monkeypatch.setattr(tables, "DATA", spare / "data")
        return hedges.hedges(spare)

    return say


def test_the_project_keeps_every_hedge_of_the_article():
    assert hedges.hedges(ROOT) == []


def test_a_hedge_lost_in_a_chapter_is_named(broken):
    said = broken("chapters/theory.md", "has tried to put distance", "has put distance")
    assert len(said) == 1
    assert "theory.md, line " in said[0]
    assert "claim T16: expected “has tried to”, the article’s “has tried to”" in said[0]


def test_a_hedge_lost_in_the_ledger_is_named(broken):
    said = broken(
        "data/article/claims.csv",
        "does and has tried to put distance between himself and Moscow by appearing",
        "does and has put distance between himself and Moscow by appearing",
    )
    assert len(said) == 1
    assert "claims.csv, row 30, field 'statement': expected “has tried to”" in said[0]


def test_a_hedge_without_words_that_carry_it_is_named(broken):
    said = broken(
        "data/article/claims.csv", "benefits from|as Russia seeks to do|", "benefits from|"
    )
    assert len(said) == 1
    assert "row 23, field 'kept': expected words for each of the 3 hedges of T09" in said[0]


def test_an_emendation_says_what_stands_in_its_statement():
    said = {claim: text for chapter in CHAPTERS for claim, text in spans(chapter).items()}
    missing = [
        row.id
        for row in tables.load("emendations").itertuples()
        if row.edition.casefold() not in said[row.claim].casefold()
    ]
    assert not missing
