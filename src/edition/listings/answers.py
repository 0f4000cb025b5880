"""What a mark says where it stands: a verdict, a value, the number of a statement.

_static/edition.js asks for these when a reader first comes to such a mark, and shows them in its
box. All of it stands on pages too: in the ledger, beside the tests, in the tables of numbers.
"""

from html import escape

import pandas as pd

from edition import tables
from edition.judgement import boxes, comparisons, statements
from edition.listings import _range, _where, judged, signed
from edition.tables import recorded, values


def answers() -> dict[str, str]:
    """Return the HTML of each answer, by the place to which its mark leads without a script."""
    verdicts = {f"ledger-{name.lower()}": told for name, told in _verdicts().items()}
    told = _tests() | _expectations() | _values()
    return verdicts | {name.lower(): each for name, each in told.items()}


def _tests() -> dict[str, str]:
    """Return the answer of the word of each verdict in a chapter of tests."""
    compared = comparisons.judged()
    return {row.comparison: _test(row._asdict(), True) for row in compared.itertuples()}


def _expectations() -> dict[str, str]:
    """Return the answer of the word of what came of each expectation."""
    found = recorded.load()["expectations"]
    return {
        row.id: _listed(
            row.question,
            {
                "Verdict": signed(found[row.id]["verdict"]),
                "The article": f"<q>{escape(row.words)}</q>",
                "Judged": escape(row.judged),
                "All choices": escape("; ".join(map(_behind_test, found[row.id]["tests"]))),
                "Reservation": escape(row.reservation),
            },
            f"{found[row.id]['chapter']}.html#{row.id.lower()}",
        )
        for row in tables.load("expectations").itertuples()
        if row.id in found
    }


def _behind_test(test: dict) -> str:
    """Return the share of specifications of a test of an expectation, in words."""
    by = f"by {test['by']}, " if test["by"] else ""
    open_ = "" if test["headline"] == test["verdict"] else "; less than two thirds, so open"
    return f"{by}{judged.share(test)} specifications say “{test['headline']}”{open_}"


def _verdicts() -> dict[str, str]:
    compared = comparisons.judged()
    return {
        row.claim: _statement(row, compared[compared.claim == row.claim])
        for row in statements.verdicts().itertuples()
        if row.verdict in (*statements.TESTED, statements.UNTESTED)
    }


def _statement(row, mine: pd.DataFrame) -> str:
    """Return the verdict on a statement, and each test that it is put together from."""
    part = " of a part" if row.partly and row.verdict in statements.SIDES else ""
    number = f", put together from {len(mine)} tests" if len(mine) > 1 else ""
    head = (
        f'<p class="answer-head">{signed(row.verdict)}{part}: '
        f"the editors’ verdict on {row.claim}{number}</p>"
    )
    tests = "".join(_test(each._asdict(), len(mine) > 1) for each in mine.itertuples())
    tests = tests or f"<p>{escape(row.uncovered)}</p>"
    ledger = f'<a href="ledger.html#ledger-{row.claim.lower()}">{row.claim} in the ledger</a>'
    return f"{head}{tests}<p>{ledger}</p>"


def _test(row: dict, several: bool) -> str:
    """Return a test: question, verdict, number, margin, specifications, what is not covered.

    several: it is one of several, of which a reader first sees verdict, question and number.
    """
    measured = pd.notna(row["estimate"])
    lines = {
        "The article": f"<q>{escape(row['words'])}</q>" if row["words"] else "",
        "Found": f"{judged.estimate(row)}; {boxes.SIDE[row['supports']]}" if measured else "",
        "Margin": escape(judged.margin(row)),
        "All choices": escape(_behind(row)),
        "Exception": escape(row["exception"]),
        "Documents": "" if measured else judged.documented(pd.Series(row)),
        "Not covered": escape(row["uncovered"]),
    }
    if not several:
        return _listed(row["question"], lines, judged.address(row))
    found = f'<span class="answer-found">{judged.estimate(row)}</span>' if measured else ""
    head = f"{signed(row['verdict'])}: {escape(row['question'])} {found}".strip()
    return (
        f'<details><summary class="answer-question">{head}</summary>'
        f"{_told(lines, judged.address(row))}</details>"
    )


def _listed(question: str, lines: dict[str, str], address: str) -> str:
    """Return a question, what is said of it line by line, and the way to its test."""
    return f'<p class="answer-question">{escape(question)}</p>{_told(lines, address)}'


def _told(lines: dict[str, str], address: str) -> str:
    said = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in lines.items() if text)
    return f'<dl>{said}</dl><p><a href="{address}">The test</a></p>'


def _behind(row: dict) -> str:
    """Return the share of specifications that give the headline's verdict, in words."""
    if not (share := judged.share(row)):
        return ""
    few = "" if row["headline"] == row["verdict"] else "; less than two thirds, so inconclusive"
    return f"{share} specifications say “{row['headline']}”, as the headline does{few}"


def _values() -> dict[str, str]:
    rebuilt = {row.number: row for row in tables.load("rebuilt").itertuples()}
    return {name: _value(row, rebuilt.get(name)) for name, row in values.rows().items()}


def _value(row: pd.Series, rebuilt) -> str:
    """Return the article's words and the rebuilt figure, or what a cell has computed."""
    value = values.Value(row)
    if "verbatim" not in row:
        size = f"<strong>{escape(value.text)}</strong>"
        what = f"The edition: {escape(row.quantity)}, {escape(row.period)}"
        cell = f'<a href="{value.href}">The cell that computed it</a>'
        return f"<p>{size}</p><p>{what}</p><p>{cell}</p>"
    lines = {"The article": f"<q>{escape(row.verbatim)}</q>"}
    if rebuilt is not None:
        figure = escape(_range(rebuilt)) or "none"
        lines["Rebuilt"] = f"<strong>{figure}</strong> ({rebuilt.outcome})"
        lines["Why"] = escape(rebuilt.reason)
        lines["Source"] = _where(rebuilt.source)
        lines["Computed"] = _results(rebuilt.results)
    said = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in lines.items() if text)
    return f'<dl>{said}</dl><p><a href="{value.href}">Its row among all numbers</a></p>'


def _results(names: str) -> str:
    """Return links to the cells whose results a rebuilt figure is."""
    found = recorded.numbers() if names else {}
    return "; ".join(
        f'<a href="{values.Value(found[name]).href}">{name}</a>'
        for name in names.replace(",", " ").split()
        if name in found
    )
