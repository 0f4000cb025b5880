"""What came of an expectation: borne out, in part, not borne out or open, by the rule of verdicts.

Where a series decides, the table of expectations states no verdict; where dated facts do, the table
states it. Expectations are judged apart, and never counted with the statements.
"""

import re
from collections.abc import Iterable
from html import escape

import pandas as pd
from IPython.display import display

from edition import tables
from edition.judgement import boxes, multiverse, verdicts
from edition.tables import DataError, Html, recorded, vocabulary

WORDS = {"supports": "borne out", "contradicts": "not borne out", "inconclusive": "open"}
AGREEING = 2 / 3  # of the specifications, or the verdict is open


def decide(estimate: float, low: float, high: float, margin: float, supports: str) -> str:
    """Return what came of an expectation, by an estimate: as verdicts.decide, in these words."""
    return WORDS[verdicts.decide(estimate, low, high, margin, supports)]


def together(found: Iterable[str]) -> str:
    """Return one word for several tests of an expectation: theirs if they agree, else in part.

    An open one does not count, unless all are open.
    """
    known = set(found) - {"open"}
    return known.pop() if len(known) == 1 else "in part" if known else "open"


def weighed(specifications: pd.DataFrame) -> tuple[str, float]:
    """Return what specifications say of an expectation, and the share of them behind the first.

    With less than two thirds behind it, that is open.
    """
    share = multiverse.agreeing(specifications, specifications.verdict.iloc[0])
    word = WORDS[specifications.verdict.iloc[0]]
    return (word if share >= AGREEING else "open"), share


def stated(name: str) -> str:
    """Return the verdict that the table states for an expectation that dated facts decide.

    DataError for an unknown expectation, and for one that a series decides.
    """
    said = _row(name).verdict
    if not said:
        raise DataError(f"{tables.path('expectations')}, row of {name}: a series decides it")
    return said


def expectation(
    name: str,
    verdict: str,
    measured: str,
    *,
    margin: str = "",
    base_rate: str = "",
    specifications: pd.DataFrame | None = None,
) -> None:
    """Record what came of an expectation ("F01"), and show it with question and reservation.

    verdict: what `decide`, `together` or `stated` returned. measured, margin, base_rate: in words.
    specifications: as in multiverse; with less than two thirds behind it the verdict is open.
    DataError for a verdict that is none, or another than the table states.
    """
    row = _row(name)
    if verdict not in vocabulary.values("expectations", "verdict"):
        raise DataError(f"{name}: {verdict!r} is no verdict on an expectation")
    if row.verdict not in ("", verdict):
        raise DataError(f"{name}: the table states {row.verdict!r}, the cell {verdict!r}")
    record, behind = {}, ""
    if specifications is not None:
        found = specifications.assign(verdict=specifications.verdict.map(WORDS))
        share = multiverse.agreeing(found, verdict)
        record = {"headline": verdict, "share": round(share, 4), "specifications": len(found)}
        behind = f"{share:.0%} of {len(found):,} specifications give “{verdict}”"
        verdict = verdict if share >= AGREEING else "open"
    record |= {"kind": "expectations", "id": name, "claim": row.claim, "verdict": verdict}
    boxes.word(name, verdict)
    found = {"Found": measured, "Margin": margin, "Base rate": base_rate, "Specifications": behind}
    _show(row, found, record)


def _show(row: pd.Series, found: dict[str, str], record: dict) -> None:
    word, name = record["verdict"], record["id"]
    chapters = tables.load("claims").set_index("claim").chapter
    link = f'<a href="{chapters[row.claim]}.html#{row.claim.lower()}">{row.claim}</a>'
    lines = {"Words of the article": f"“{row.words}”", "Judged": row.judged}
    lines |= found | {"Reservation": row.reservation}
    pairs = [(head, _written(words)) for head, words in lines.items() if words]
    html = [("Verdict", f"<strong>{word}</strong>"), ("Statement", link)]
    html += [(head, escape(words)) for head, words in pairs]
    frame = pd.DataFrame(html, columns=["Question", row.question])
    table = tables.html(frame, f"Expectation {name}: {word}", raw=(row.question,))
    shown = Html(table.replace('class="data-table"', 'class="data-table verdict-box"'))
    plain = [f"{name}: {word}", row.question, *(f"{head}: {words}" for head, words in pairs)]
    data = {"text/html": shown, "text/markdown": shown._repr_markdown_()}
    display({**data, "text/plain": "\n".join(plain), recorded.MIME: record}, raw=True)


def _written(words: str) -> str:
    """Return words with signs of print: a minus before a number, a blank before per cent."""
    return re.sub(r"(?<=\d)%", "\N{NO-BREAK SPACE}%", re.sub(r"(?<![\w–])-(?=\d)", "−", words))


def _row(name: str) -> pd.Series:
    rows = tables.load("expectations").set_index("id")
    if name not in rows.index:
        raise DataError(f"{tables.path('expectations')}: no row of the expectation {name!r}")
    return rows.loc[name]
