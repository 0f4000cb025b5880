"""The restated text: every claim, in order; quotations to the letter; no borrowed run; no number typed by hand."""

import re

import pytest
from builders import article
from reading import CHAPTERS, ROOT, plain_quotes, prose, shown, spans

from edition import tables

# Long proper names that cannot be put in other words.
NAMES = (
    "Commander of the Russian Western Military District (ZVO)",
    "Regional Group of Forces (RGF) of the Republic of Belarus and the Russian Federation",
    "Russian Public Movement for the Spiritual Development of the People for the State and Spiritual Revival of Holy Rus’",
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def test_all_101_claims_stand_in_the_articles_order():
    found = [claim for chapter in CHAPTERS for claim in spans(chapter)]
    assert found == list(tables.load("claims").claim)
    assert len(found) == 101


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_claim_says_something(chapter):
    short = {claim: text for claim, text in spans(chapter).items() if len(text.split()) < 8}
    assert not short


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_statement_stands_outside_a_claim(chapter):
    outside = prose(chapter)
    for match in reversed(list(re.finditer(r"\]\{#\w+ \.claim\}", outside))):
        depth, start = 1, match.start()
        while depth:
            start -= 1
            depth += {"]": 1, "[": -1}.get(outside[start], 0)
        outside = outside[:start] + outside[match.end() :]
    assert len(outside.split()) <= 25, outside


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_length_is_80_to_130_per_cent_of_the_section(chapter):
    original = tables.load("sections").set_index("chapter").words[chapter]
    ratio = len(shown(prose(chapter)).split()) / original
    assert 0.8 <= ratio <= 1.3, f"{chapter}: {ratio:.0%} of the article's section"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_run_of_ten_words_is_borrowed(chapter):
    text = shown(prose(chapter))
    for name in NAMES:
        text = text.replace(name, "§")
    known = set(tables.load("fingerprints").fingerprint)
    borrowed = []
    for piece in re.split(r"“[^”]*”|§", text):
        listed = article.words(piece)
        for start in range(len(listed) - article.RUN + 1):
            run = " ".join(listed[start : start + article.RUN])
            borrowed += [run] * (article.fingerprints(run)[0] in known)
    assert not borrowed


def test_fingerprints_recognise_a_borrowed_run():
    run = "a key element in this negotiation process is that of sovereignty"
    assert set(article.fingerprints(run)) & set(tables.load("fingerprints").fingerprint)


def test_quotations_stand_to_the_letter_in_their_claims():
    texts = {
        claim: plain_quotes(text) for chapter in CHAPTERS for claim, text in spans(chapter).items()
    }
    missing = [
        row.id
        for row in tables.load("quotations").itertuples()
        if f'"{plain_quotes(row.words)}' not in texts[row.claim]
    ]
    assert not missing


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nothing_else_stands_in_quotation_marks(chapter):
    known = {plain_quotes(words).strip(".,") for words in tables.load("quotations").words}
    for quoted in re.findall(r"“([^”]*)”", shown(prose(chapter))):
        assert plain_quotes(quoted).strip(".,") in known, quoted


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_quantity_is_typed_by_hand(chapter):
    text = re.sub(r"\{glue\}`\w+`|\[\^\d+\]|\{[#.][^}]*\}", "", prose(chapter))
    text = re.sub(rf"\b\d{{1,2}}\s(?:{MONTHS})(?: \d{{4}})?", "", text)
    text = re.sub(r"\b(?:19|20)\d\ds?\b|Zapad-2017", "", text)
    assert not re.findall(r"\S*\d\S*", text)
    assert not re.findall(
        r"\b(?:half|doubled?|twice|percent|per cent|billion|thousand|million|hundred)\b", text
    )


def test_every_number_of_the_article_is_shown_where_its_claim_stands():
    sources = {chapter: prose(chapter) for chapter in CHAPTERS}
    claims = tables.load("claims").set_index("claim").chapter
    for row in tables.load("numbers").itertuples():
        assert f"{{glue}}`{row.id}`" in sources[claims[row.claim]], row.id


# said in one place only, and rightly so: the text speaks of “the present day”
FREE_YEARS = {"I11": {"2020"}}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_years_are_those_of_the_statement(chapter):
    statements = tables.load("claims").set_index("claim").statement
    for claim, text in spans(chapter).items():
        here, there = (
            set(re.findall(r"\b(?:19|20)\d\d\b", words)) for words in (text, statements[claim])
        )
        assert here ^ there == FREE_YEARS.get(claim, set()), (
            f"{claim}: the text has the years {sorted(here)}, claims.csv {sorted(there)}"
        )


@pytest.mark.parametrize(
    "path", sorted((ROOT / "chapters").glob("*.md")), ids=lambda path: path.stem
)
def test_a_number_keeps_its_unit_and_a_day_its_month(path):
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
    assert not re.findall(rf"\d (?:%|million\b|billion\b|tonnes\b|(?:{MONTHS})\b)|n° ", text), (
        "expected a no-break space"
    )
