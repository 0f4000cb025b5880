"""Units, years and publishers in the words of a figure are those of its tables."""

from dataclasses import replace

import captions
import planting
import pytest
from figure_cases import CASES

FAULTS = planting.faults("figures")
MAPS = ("map_countries", "map_pipelines")  # what a figure with places draws below them


def tables_of(case) -> tuple[str, ...]:
    return (*case.tables, *(MAPS if "map_places" in case.tables else ()))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_figure_says_what_its_tables_say(case):
    assert not captions.faults(case.chart(), tables_of(case))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["fault"])
def test_a_false_word_on_a_figure_is_named(fault, planted):
    case = next(case for case in CASES if str(case) == fault["figure"])
    chart, part = case.chart(), fault["part"]
    broken = planting.change(getattr(chart, part).encode(), fault).decode()
    found = captions.faults(replace(chart, **{part: broken}), tables_of(case))
    assert [said for said in found if fault["says"] in said], found
    planted("the words of figures", "; ".join(found), fault["says"], fault=fault["fault"])
