"""What the measures compute, on examples small enough to count by hand or published elsewhere."""

import pandas as pd
import pytest

from edition.measures import agreement, counts
from edition.tables import DataError


def test_kappa_of_a_published_example():
    """Artstein and Poesio 2008, table 1: 20, 20, 10, 50 of 100 dialogue acts, agreement 0.7."""
    first = pd.Series(["stat"] * 40 + ["ireq"] * 60)
    second = pd.Series(["stat"] * 20 + ["ireq"] * 20 + ["stat"] * 10 + ["ireq"] * 50)
    assert agreement.share(first, second) == pytest.approx(0.7)
    assert agreement.kappa(first, second) == pytest.approx(0.348, abs=0.0005)


def test_kappa_at_its_ends():
    same = pd.Series(list("abca"))
    assert agreement.kappa(same, same) == 1
    assert agreement.kappa(pd.Series(list("aabb")), pd.Series(list("abab"))) == pytest.approx(0)
    assert pd.isna(agreement.kappa(pd.Series(["a"]), pd.Series(["a"])))
    for other in (same[:2], same[:0]):
        with pytest.raises(DataError, match="two codings of the same things"):
            agreement.share(same[:0], other)


ACTS = pd.DataFrame(
    {
        "event": ["V01", "V02", "V03"],
        "kind": ["pressure", "pressure", "context"],
        "could_be": ["", "context", ""],
    }
)
SECOND = pd.DataFrame({"event": ["V03", "V02", "V01"], "kind": ["pressure"] * 3})


def test_a_doubtful_count_is_a_range():
    read = counts.readings(ACTS, SECOND)
    assert list(read) == [{"pressure"}, {"pressure", "context"}, {"context", "pressure"}]
    assert counts.span(read, ["pressure"]) == (1, 3)
    assert counts.span(read, ["context"]) == (0, 2)
    assert counts.span(read, ["context", "pressure"]) == (3, 3)
    assert counts.span(read[:0], ["pressure"]) == (0, 0)
    with pytest.raises(DataError, match="expected V03 once, found it 0 times"):
        counts.readings(ACTS, SECOND[1:])


def test_counts_in_words():
    assert [counts.count(number, "act") for number in (0, 1, 12, 13)] == [
        "no acts",
        "one act",
        "twelve acts",
        "13 acts",
    ]
    assert [counts.extent(span, "act") for span in ((0, 0), (1, 1), (0, 6), (5, 16))] == [
        "no acts",
        "one act",
        "up to 6 acts",
        "5 to 16 acts",
    ]
    assert counts.extent((8, 14)) == "8–14"
