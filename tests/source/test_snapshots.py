"""Chapters, tables and settings read as they were accepted; a change shows old and new words."""

import accept
import pytest


@pytest.mark.parametrize("name", accept.names())
def test_reads_as_accepted(name):
    said = accept.changed(name)
    if said:
        pytest.fail("\n".join([f"make accept WHAT={name}", *said]), pytrace=False)


def test_no_snapshot_is_of_something_that_is_gone():
    assert accept.stale() == []


def test_old_and_new_words_stand_side_by_side():
    old, new = "One.\nIt does not control them.\n", "One.\nIt does control them.\nMore.\n"
    assert accept.differences(old, new) == [
        "line 2:",
        "  was  It does ⟦not⟧ control them.",
        "  is   It does control them.",
        "  is   More.",
    ]


def test_one_is_accepted_and_no_other(tmp_path, monkeypatch, capsys):
    """A new word in one chapter: its snapshot alone is written."""
    monkeypatch.setattr(accept, "ACCEPTED", tmp_path)
    assert accept.main("theory") == 0
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.txt")] == [
        "chapters/theory.txt"
    ]
    assert "chapters/theory: accepted" in capsys.readouterr().out
    assert accept.main("no such thing") == 1


def test_a_chapter_reads_as_its_reader_sees_it():
    source = "[Up to {glue}`A01` is so.[^18]]{#S04 .claim}\n\n[^18]: {note}`18`\n"
    read = accept.chapter(source)
    assert read.startswith("Up to 65 % is so. [18 corroborating: EADaily 2016;")
    assert read.endswith("{S04}\n")
