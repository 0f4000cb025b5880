"""The vocabularies: each word has what is said of it; what differs is named with both sides."""

import pytest

from edition import tables
from edition.figures import conclusion, introduction, theory
from edition.figures import notes as drawn_notes
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


@pytest.mark.parametrize(
    ("owner", "constant", "draw", "names"),
    [
        (conclusion, "MOVES", conclusion.balance, ["events", "second_coding"]),
        (introduction, "MOVES", introduction.relations_timeline, ["events", "second_coding"]),
        (theory, "STATES", theory.exchange_diagram, ["exchange"]),
        (drawn_notes, "GRADES", drawn_notes.grades, ["notes", "note_sources"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_picture_without_an_ink_for_a_word_is_not_drawn(
    owner, constant, draw, names, monkeypatch
):
    """A word that is added to the descriptor alone is told, with the constant that lacks it."""
    inks = getattr(owner, constant)
    monkeypatch.setattr(owner, constant, dict(list(inks.items())[1:-1]))
    with pytest.raises(DataError, match=rf"field '\w+': figures\.\w+\.{constant} lacks "):
        draw(*map(tables.load, names))


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
