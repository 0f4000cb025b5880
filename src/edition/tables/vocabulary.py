"""The vocabularies: which words a field may hold, and what is said of each.

They stand in data/datapackage.json and nowhere else: the words as the field's `constraints.enum`,
in their order; what is said of them as properties of the field, each with something for every word:

    meanings  what the word means, as part of a sentence
    labels    how it is shown to a reader
    spoken    how it is said within a sentence
    forms     how a number of this unit is written, "{}" in place of its figures
    pages     the chapter that has the section of this test
    marks     what the mark beside a statement says of this verdict, empty where there is none
    stated    how the article states a bound, or a unit: its words or signs, any of them
"""

from collections.abc import Iterable
from typing import Any

from edition import tables


def values(table: str, field: str) -> tuple[str, ...]:
    """Return the words that a field may hold, in order; DataError if the descriptor lists none."""
    listed = _field(table, field).get("constraints", {}).get("enum")
    if not listed:
        raise tables.DataError(f"{_place(table, field)}: expected constraints.enum, found none")
    return tuple(listed)


def meanings(table: str, field: str, kind: str = "meanings") -> dict[str, Any]:
    """Return what is said of each word of a field, by the word, in their order.

    kind: which property of the field. DataError if it is not there or has not just these words.
    """
    said = _field(table, field).get(kind)
    if said is None:
        raise tables.DataError(f"{_place(table, field)}: expected the property {kind!r}")
    require(said, table, field, f"its property {kind!r}")
    return {word: said[word] for word in values(table, field)}


def meaning(table: str, field: str, value: str, kind: str = "meanings") -> Any:
    """Return what is said of one word of a field; DataError if it is none of the vocabulary."""
    said = meanings(table, field, kind)
    if value not in said:
        expected = f"expected one of {', '.join(said)}; found {value!r}"
        raise tables.DataError(f"{_place(table, field)}: {expected}")
    return said[value]


def require(words: Iterable[str], table: str, field: str, owner: str) -> None:
    """Check that what has something for each word of a field has it for just these words.

    owner: what has it, such as the name of a constant; DataError names it and the field.
    """
    found, expected = set(words), set(values(table, field))
    for fault, those in (("lacks", expected - found), ("has unknown", found - expected)):
        if those:
            place = _place(table, field)
            raise tables.DataError(f"{place}: {owner} {fault} {', '.join(sorted(those))}")


def _field(table: str, field: str) -> dict:
    for each in tables.resource(table)["schema"]["fields"]:
        if each["name"] == field:
            return each
    raise tables.DataError(f"{tables.DESCRIPTOR}: the table {table!r} has no field {field!r}")


def _place(table: str, field: str) -> str:
    return f"{tables.DESCRIPTOR}, table {table!r}, field {field!r}"
