"""The vocabularies: each word has what is said of it; what differs is named with both sides."""

import pytest

from edition import tables
from edition.charts.inks import VERDICTS
from edition.tables import DataError, vocabulary

SAID = ("meanings", "labels", "spoken", "forms", "leads", "pages", "stated")
FIELDS = [
    (item["name"], field["name"])
    for item in tables.package()["resources"]
    for field in item.get("schema", {}).get("fields", [])
    if set(SAID) & set(field)
]


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_each_word_has_what_is_said_of_it(table, field):
    (described,) = [
        each for each in tables.resource(table)["schema"]["fields"] if each["name"] == field
    ]
    for kind in set(SAID) & set(described):
        words = vocabulary.values(table, field)
        assert tuple(vocabulary.meanings(table, field, kind)) == words
        assert vocabulary.meaning(table, field, words[0], kind) == described[kind][words[0]]


def test_rebuilt_quantities_have_the_units_of_the_published():
    assert vocabulary.values("rebuilt", "unit") == vocabulary.values("numbers", "unit")


def test_sources_are_graded_with_words_of_the_notes():
    assert set(vocabulary.values("note_sources", "grade")) < set(
        vocabulary.values("notes", "grade")
    )
    assert set(vocabulary.values("comparisons", "verdict")) < set(
        vocabulary.values("claims", "verdict")
    )


def test_each_verdict_has_an_ink_and_a_sign():
    assert set(VERDICTS) <= set(vocabulary.values("claims", "verdict"))
    assert set(vocabulary.values("comparisons", "verdict")) <= set(VERDICTS)


def test_what_is_unknown_is_named():
    with pytest.raises(DataError, match="table 'numbers', field 'unit': .*'miles'"):
        vocabulary.meaning("numbers", "unit", "miles", "forms")
    with pytest.raises(DataError, match="has no field 'colour'"):
        vocabulary.values("numbers", "colour")
    with pytest.raises(DataError, match="expected constraints.enum"):
        vocabulary.values("numbers", "quantity")
    with pytest.raises(DataError, match="expected the property 'labels'"):
        vocabulary.meanings("numbers", "unit", "labels")
    with pytest.raises(DataError, match="X has unknown miles"):
        vocabulary.require([*vocabulary.values("numbers", "unit"), "miles"], "numbers", "unit", "X")
