"""The notes: nothing orphaned, nothing passed off as the author's."""

import re

import bibtexparser
from pybtex.database import parse_file

from edition import tables
from edition.references import notes


def test_only_notes_1_and_2_are_seen_and_only_named_works_are_named():
    rows = tables.load("note_sources")
    assert set(rows.note[rows.grade == "seen"]) == {1, 2}
    named = rows[rows.grade == "named"]
    assert set(named.claim) == {"T07", "M13"}


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
                f"note {row.note}, {row.key} of {date}: does not say that it is younger"
            )


def test_bibtexparser_and_pybtex_read_the_same_entries():
    library = bibtexparser.parse_file(str(notes.BIBLIOGRAPHY), encoding="utf-8")
    assert not library.failed_blocks
    other = parse_file(str(notes.BIBLIOGRAPHY), bib_format="bibtex")
    assert {entry.key for entry in library.entries} == set(other.entries)
    for entry in library.entries:
        title = re.sub(r"[{}]", "", str(entry["title"]))
        assert title == re.sub(r"[{}]", "", other.entries[entry.key].fields["title"])


def test_no_placeholder_or_lower_cased_title():
    for key, entry in notes.entries().items():
        title = entry.fields["title"]
        assert not re.search(r"not visible|not verified|untitled|paraphrased", title), key
        assert not title[0].islower(), key
        shown, double = str(notes.reference(key)), str.maketrans("‘’", "“”")
        assert title.translate(double) in shown.translate(double), key
        assert not re.search("““|””", shown), key


def test_titles_not_in_english_are_translated():
    for key, entry in notes.entries().items():
        if re.search(r"[\u0400-\u04ff\u4e00-\u9fff]", entry.fields["title"]):
            assert entry.fields.get("titletranslation") and entry.fields.get("language"), key
