"""The cells of a chapter, run as they stand or with something changed in them."""

import re
from contextlib import contextmanager
from unittest.mock import patch

from reading import ROOT

from edition import charts
from edition.judgement import multiverse, records, verdicts

MARKS = ("lines", "ranges", "bars", "rows", "votes", "panels", "timeline", "boxes", "map", "curve")
CELL = re.compile(
    r"^```\{code-cell\} ipython3\n(?:---\n.*?\n---\n|(?::\w.*\n)+)?(.*?)^```", re.S | re.M
)


class Found:
    """What the cells of a chapter record: numbers by id, verdicts and shares by comparison."""

    def __init__(self):
        self.numbers, self.verdicts, self.tables, self.titles = {}, {}, {}, {}
        self.names = {}

    def number(self, name, value, unit, quantity, period, decimals=1):
        assert name not in self.numbers, f"{name} is recorded twice"
        self.numbers[name] = round(float(value), decimals)

    def verdict(self, comparison, estimate, low, high, margin, *, supports, **about):
        assert about["base_rate"], f"{comparison} has no base rate"
        said = verdicts.decide(estimate, low, high, margin, supports)
        self.verdicts[comparison] = said
        self.tables[comparison] = about.get("specifications"), about.get("choices")
        share = multiverse.agreeing(about["specifications"], said)
        return f"{comparison}: {said}, {share:.0%}"

    def mark(self, name, title="", holds=True, **_):
        assert name not in self.titles, f"two figures are called {name}"
        self.titles[name] = (title, holds)


def code(chapter: str) -> list[str]:
    """Return the code of each cell of a chapter."""
    return CELL.findall((ROOT / "chapters" / f"{chapter}.md").read_text(encoding="utf-8"))


def run(chapter: str, **changes: str) -> Found:
    """Run all cells of a chapter; no figure is drawn, and what is recorded is returned.

    changes: by the name of a constant of the chapter, the Python text of another value for it.
    AssertionError if it has no such constant.
    """
    text = "\n".join(code(chapter))
    for name, value in changes.items():
        text, count = re.subn(rf"^{name} = .*?(?=  #|$)", f"{name} = {value}", text, flags=re.M)
        assert count == 1, f"{chapter}: expected one cell that sets {name}, found {count}"
    found = Found()
    with _recorded(found):
        exec(compile(text, chapter, "exec"), found.names)  # noqa: S102
    return found


@contextmanager
def _recorded(found: Found):
    """Let what cells record and draw go to one place."""
    marks = {name: lambda *_, **about: found.mark(**about) for name in MARKS}
    with (
        patch.object(records, "number", found.number),
        patch.object(records, "verdict", found.verdict),
        patch.multiple(charts, create=True, **marks),
        patch("myst_nb.glue"),
    ):
        yield
