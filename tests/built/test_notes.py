"""The notes: text, definition, data and BibTeX one to one; nothing orphaned; nothing passed off as the author's."""

import re
from collections import Counter

import bibtexparser
import pytest
from pybtex.database import parse_file
from reading import CHAPTERS, ROOT, SITE, prose

from edition import tables
from edition.references import notes


def sources() -> str:
    return "\n".join(
        (ROOT / "chapters" / f"{chapter}.md").read_text(encoding="utf-8") for chapter in CHAPTERS
    )


def test_numbers_1_to_50_once_each_in_order():
    assert list(tables.load("notes").note) == list(range(1, 51))
    marks = [
        int(number)
        for chapter in CHAPTERS
        for number in re.findall(r"\[\^(\d+)\](?!:)", prose(chapter))
    ]
    assert marks == list(range(1, 51))
    defined = [int(number) for number in re.findall(r"^\[\^(\d+)\]: ", sources(), flags=re.M)]
    assert sorted(defined) == list(range(1, 51))


def test_claims_and_notes_name_each_other():
    claims = tables.load("claims").dropna(subset="note")
    assert dict(zip(claims.note, claims.claim, strict=True)) == dict(
        zip(tables.load("notes").note, tables.load("notes").claim, strict=True)
    )


def test_only_notes_1_and_2_are_seen_and_only_named_works_are_named():
    rows = tables.load("note_sources")
    assert set(rows.note[rows.grade == "seen"]) == {1, 2}
    named = rows[rows.grade == "named"]
    assert set(named.claim) == {"T07", "M13"}
    graded = tables.load("notes").set_index("note").grade
    for number in graded.index:
        grades = set(rows.grade[rows.note == number])
        best = next((grade for grade in notes.GRADES if grade in grades), "open")
        assert graded[number] == best, number


def test_each_note_has_a_source_or_says_what_is_missing():
    for number in range(1, 51):
        note = notes.note(number)
        assert note.references or note.missing, number
        assert str(note.text()).startswith(note.grade)


def test_a_younger_source_is_never_left_to_look_like_the_authors():
    for row in tables.load("note_sources").itertuples():
        fields = notes.entries()[row.key].fields
        date = fields.get("date", fields.get("year", ""))
        if date > "2020-08-03" or (len(date) == 4 and date > "2020"):
            assert row.remark, (
                f"note {row.note}, {row.key} of {date}: says nothing of its being younger than the article"
            )


def test_bibtexparser_and_pybtex_read_the_same_entries():
    library = bibtexparser.parse_file(str(notes.BIBLIOGRAPHY), encoding="utf-8")
    assert not library.failed_blocks
    other = parse_file(str(notes.BIBLIOGRAPHY), bib_format="bibtex")
    assert {entry.key for entry in library.entries} == set(other.entries)
    for entry in library.entries:
        title = re.sub(r"[{}]", "", str(entry["title"]))
        assert title == re.sub(r"[{}]", "", other.entries[entry.key].fields["title"])


def test_every_entry_is_used_and_every_key_known():
    editors = {
        key
        for path in (ROOT / "chapters").glob("*.md")
        for key in re.findall(r"\{source\}`([\w-]+)`", path.read_text(encoding="utf-8"))
    }
    used = set(tables.load("note_sources").key) | editors
    assert used <= set(notes.entries())
    assert set(notes.entries()) - used <= {"czerny2020russia"}


def test_no_placeholder_or_lower_cased_title():
    for key, entry in notes.entries().items():
        title = entry.fields["title"]
        assert not re.search(r"not visible|not verified|untitled|paraphrased", title), key
        assert not title[0].islower(), key
        assert title in str(notes.reference(key)), key


def test_titles_not_in_english_are_translated():
    for key, entry in notes.entries().items():
        if re.search(r"[\u0400-\u04ff\u4e00-\u9fff]", entry.fields["title"]):
            assert entry.fields.get("titletranslation") and entry.fields.get("language"), key


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_note_on_the_page_reads_complete(chapter, soup):
    page = soup(f"chapters/{chapter}.html")
    numbers = [int(number) for number in re.findall(r"\[\^(\d+)\](?!:)", prose(chapter))]
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
    assert SITE.exists()
