"""The cells of a chapter, run without a kernel, as they stand or with something changed in them."""

import ast
import contextlib
import io
import math
import re
from unittest.mock import patch

from reading import ROOT

from edition import charts
from edition.judgement import multiverse, records, verdicts

CELL = re.compile(r"(?ms)^```\{code-cell\} ipython3\n(.*?)^```$")
HEAD = re.compile(r"(?s)\A(?:---\n.*?^---\n|(?::\w+:[^\n]*\n)+)", re.MULTILINE)
RUN = multiverse.run


class Found:
    """What the cells of a chapter leave behind.

    numbers: by id, as the text shows them; exact: the same, not rounded. verdicts: that of the
    headline, by comparison; judged: all that was recorded with it, and what was measured; tables:
    its specifications and choices. titles: of each figure, and whether the table bears it out.
    drawn: the table of each figure, and the margin that it shades. names: all that the cells name.
    """

    def __init__(self, chapter: str):
        self.numbers, self.exact, self.verdicts, self.judged = {}, {}, {}, {}
        self.tables, self.titles, self.drawn, self.names = {}, {}, {}, {"__name__": chapter}

    def number(self, name, value, unit, quantity, period, decimals=1):
        assert name not in self.numbers, f"{name} is recorded twice"
        assert math.isfinite(value), name
        self.exact[name] = float(value)
        self.numbers[name] = round(float(value), decimals)

    def verdict(self, comparison, estimate, low, high, margin, *, supports, **about):
        assert about["base_rate"], f"{comparison} has no base rate"
        self.verdicts[comparison] = verdicts.decide(estimate, low, high, margin, supports)
        self.judged[comparison] = {
            **about, "supports": supports, "measured": (estimate, low, high, margin),
        }  # fmt: skip
        self.tables[comparison] = about.get("specifications"), about.get("choices")

    def mark(self, data=None, *, name, title="", holds=True, **about):
        assert name not in self.titles, f"two figures are called {name}"
        self.titles[name], self.drawn[name] = (title, holds), (data, about.get("margin"))


def text(chapter: str) -> str:
    """Return the text of a chapter."""
    return (ROOT / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")


def code(chapter: str) -> list[str]:
    """Return the code of each cell of a chapter."""
    return _code(text(chapter))


def run(chapter: str, whole: bool = True, source: str = "", **changes: str) -> Found:
    """Run all cells of a chapter; no figure is drawn, and what is recorded is returned.

    whole: run every specification, else the headline alone. source: the chapter's text, if another
    than it stands. changes: by the name of a constant, or several with commas between, the Python
    text of another value. AssertionError if the chapter does not set it, once.
    """
    cells = _code(source or text(chapter))
    script, changed = _changed("\n".join(cells), changes)
    assert changed == sorted(changes), f"{chapter}: sets {changed}; expected {sorted(changes)}"
    found = Found(chapter)
    marks = dict.fromkeys(charts.__all__, found.mark)
    with (
        contextlib.redirect_stdout(io.StringIO()),
        patch.object(records, "number", found.number),
        patch.object(records, "verdict", found.verdict),
        patch.object(multiverse, "run", RUN if whole else _headline),
        patch.multiple(charts, **marks),
        patch("myst_nb.glue"),
    ):
        exec(compile(script, chapter, "exec"), found.names)  # noqa: S102
    return found


def _code(written: str) -> list[str]:
    return [HEAD.sub("", cell) for cell in CELL.findall(written)]


def _changed(script: str, values: dict[str, str]) -> tuple[str, list[str]]:
    """Return code in which each name that it assigns gets another value, and the names found."""
    lines, found = script.splitlines(keepends=True), []
    for node in reversed(ast.parse(script).body):
        name = ast.unparse(node.targets[0]).strip("()") if isinstance(node, ast.Assign) else ""
        if name in values:
            lines[node.lineno - 1 : node.end_lineno] = [f"{name} = {values[name]}\n"]
            found.append(name)
    return "".join(lines), sorted(found)


def _headline(choices, measure, supports):
    """Stand in for multiverse.run where only the headline is asked for."""
    first = {axis: dict([next(iter(options.items()))]) for axis, options in choices.items()}
    return RUN(first, measure, supports)
