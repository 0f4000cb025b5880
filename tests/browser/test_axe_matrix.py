"""The whole matrix of axe: all pages, three widths, light and dark, with scripts and without."""

import axe
import pytest
from test_site import READ

WIDTHS = (320, 390, 1280)
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("axe")]


@pytest.mark.parametrize("name", [*READ, "search.html"])
def test_axe_finds_nothing(visit, name):
    assert not axe.looked_at(visit(name, reduced_motion="reduce"), WIDTHS, rows=True)


@pytest.mark.parametrize("name", READ)
def test_axe_finds_nothing_where_scripts_do_not_run(visit, name):
    page = visit(name, route=("**/*.html", axe.without_scripts), reduced_motion="reduce")
    assert page.evaluate("document.documentElement.dataset.theme") == "auto", "a script ran"
    assert not axe.looked_at(page, WIDTHS, rows=True)
