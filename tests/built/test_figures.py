"""The figures of the built pages: no words are overprinted or cut, in any form."""

import re

import pytest
from drawn import Drawing
from reading import WITH_CELLS

SVG = re.compile(r'<svg class="chart-(?:wide|narrow|small)".*?</svg>', re.S)


@pytest.mark.parametrize("name", ["index", *WITH_CELLS])
def test_no_words_of_a_figure_are_overprinted_or_cut(site, name):
    page = (site / "chapters" / f"{name}.html").read_text(encoding="utf-8")
    drawings = SVG.findall(page)
    small = page.count('class="chart-small"')
    assert len(drawings) == len(re.findall('<div class="chart[ "]', page)) * 2 + small
    for svg in drawings:
        assert Drawing(svg).faults() == [], re.search("<title.*?</title>", svg)[0]
