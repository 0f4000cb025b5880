"""The cells of a chapter, run without a kernel: what they record, and how choices change it."""

import ast
import contextlib
import io
import re

import pytest
from reading import ROOT

from edition import charts
from edition.judgement import multiverse, records

CELL = re.compile(r"(?ms)^```\{code-cell\} ipython3\n(.*?)^```$")
HEAD = re.compile(r"(?s)\A(?:---\n.*?^---\n|(?::\w+:[^\n]*\n)+)", re.MULTILINE)
MARKS = ("lines", "ranges", "bars", "rows", "votes", "panels", "timeline", "boxes", "map", "curve")


def codes(chapter: str) -> list[str]:
    """Return the code of each cell of a chapter."""
    text = (ROOT / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")
    return [HEAD.sub("", cell) for cell in CELL.findall(text)]


def changed(code: str, values: dict[str, str]) -> str:
    """Return code in which each name that it assigns gets another value, given as source."""
    lines = code.splitlines(keepends=True)
    for node in reversed(ast.parse(code).body):
        name = getattr(node, "targets", [None])[0]
        if isinstance(name, ast.Name) and name.id in values:
            lines[node.lineno - 1 : node.end_lineno] = [f"{name.id} = {values[name.id]}\n"]
    return "".join(lines)


def headline(choices, measure, supports):
    """Stand in for multiverse.run where only the headline is asked for."""
    first = {axis: dict([next(iter(options.items()))]) for axis, options in choices.items()}
    return RUN(first, measure, supports)


RUN = multiverse.run


class Run:
    """What the cells of a chapter leave behind: names, numbers, verdicts and titles of figures."""

    def __init__(self, chapter: str, whole: bool = True, **values: str):
        """whole: run every specification; values: what names get instead, as source."""
        self.names, self.numbers, self.verdicts = {"__name__": chapter}, {}, {}
        self.titles, self.untrue = {}, []
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
            for mark in MARKS:
                patch.setattr(charts, mark, self._drawn, raising=False)
            patch.setattr(records, "number", self._number)
            patch.setattr(records, "verdict", self._verdict)
            if not whole:
                patch.setattr(multiverse, "run", headline)
            for code in codes(chapter):
                exec(compile(changed(code, values), chapter, "exec"), self.names)  # noqa: S102

    def _drawn(self, *data, **about):
        self.titles[about["name"]] = about.get("title", "")
        if not about.get("holds", True):
            self.untrue.append(about["name"])

    def _number(self, name, value, *_, **__):
        self.numbers[name] = float(value)

    def _verdict(self, name, estimate, low, high, margin, **about):
        self.verdicts[name] = {**about, "measured": (estimate, low, high, margin)}
