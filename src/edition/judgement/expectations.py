"""What came of an expectation: borne out, in part, not borne out or open, by the rule of verdicts.

Where series decide, the table of expectations states no verdict, and tests reach it; where dated
facts do, the table states it. Expectations are judged apart, and never counted with the statements.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import NamedTuple

import pandas as pd
from IPython.display import display

from edition import tables
from edition.judgement import boxes, multiverse, records, verdicts
from edition.tables import DataError, recorded, vocabulary

WORDS = {"supports": "borne out", "contradicts": "not borne out", "inconclusive": "open"}
OPEN = WORDS["inconclusive"]


class Tested(NamedTuple):
    """A test of an expectation: every specification of it, and what a page says beside them."""

    table: pd.DataFrame  # as of multiverse.run, the headline first
    choices: dict[str, dict]
    supports: str
    unit: str
    margin: str  # its reason, in words
    by: str
    base_rate: str

    @property
    def share(self) -> float:
        """The share, 0 to 1, of specifications with the verdict of the headline."""
        return multiverse.agreeing(self.table, self.table.verdict.iloc[0])

    @property
    def word(self) -> str:
        """What the test says of the expectation; open with less than two thirds behind it."""
        return WORDS[verdicts.borne(self.table.verdict.iloc[0], self.share)]

    @property
    def title(self) -> str:
        """What the curve of all specifications shows, in the words of expectations."""
        many, one = (
            {verdict: f"{says} “{word}”" for verdict, word in WORDS.items()}
            for says in ("say", "says")
        )
        return multiverse.finding(self.table, many, one)


def tested(
    choices: dict[str, dict],
    measure: Callable,
    supports: str,
    unit: str,
    *,
    margin: str,
    base_rate: str,
    by: str = "",
) -> Tested:
    """Run every specification of a test; choices, measure and supports as in multiverse.run.

    margin: its reason. by: what it goes by ("votes"), where an expectation has several tests.
    base_rate: which share of others would pass, or why none can be told, in words.
    """
    table = multiverse.run(choices, measure, supports)
    return Tested(table, choices, supports, unit, margin, by, base_rate)


def together(found: Iterable[str]) -> str:
    """Return one word for several tests of an expectation: theirs if they agree, else in part.

    An open one does not count, unless all are open.
    """
    known = set(found) - {OPEN}
    return known.pop() if len(known) == 1 else "in part" if known else OPEN


def expectation(
    name: str, measured: str = "", tests: Sequence[Tested] = (), facts: str = ""
) -> str:
    """Record what came of an expectation ("F01") and show it with all behind it; return its word.

    The word is what the table states, or what tests and facts say together. measured: what else was
    found, in words. facts: what dated facts beside tests say. DataError for an unknown expectation,
    one that table and cell do not judge between them, a word that is none, facts of which there is
    none, and a specification that is left out.
    """
    row = _row(name)
    found = [each.word for each in tests] + ([facts] if facts else [])
    if bool(row.verdict) == bool(found):
        expected = "tests" if not row.verdict else f"none, since the table states {row.verdict!r}"
        raise DataError(f"{tables.path('expectations')}, row of {name}: expected {expected}")
    if facts and name not in set(tables.load("after_2020_facts").expectation):
        raise DataError(f"{tables.path('after_2020_facts')}: no dated fact of {name}")
    word = row.verdict or together(found)
    if not {word, *found} <= set(vocabulary.values("expectations", "verdict")):
        raise DataError(f"{name}: {facts!r} is no verdict on an expectation")
    letters = "abcdefgh" if len(tests) > 1 else [""]
    made = [_record(f"{name}{each}", one) for each, one in zip(letters, tests, strict=False)]
    record = {"kind": "expectations", "id": name, "claim": row.claim, "verdict": word}
    boxes.word(name, word)
    said = {f"By {each.by}": each.word for each in tests if each.by}
    said |= {"By dated facts": facts, "Found": measured}
    if len(tests) == 1:
        said |= _rows(made[0], tests[0])
    shown = _box(row, said, record) | {recorded.MIME: record | {"tests": made}}
    display(shown | (_handed(made[0], tests[0]) if len(tests) == 1 else {}), raw=True)
    for each, one in zip(made, tests, strict=True) if len(tests) > 1 else ():
        display(_part(each, one) | _handed(each, one), raw=True)
    return word


def spoken() -> pd.DataFrame:
    """Return the facts that speak for or against an expectation: fact, expectation, side (+, -)."""
    rows = tables.load("after_2020_facts")
    sides = rows.speaks.str.split().explode().dropna()
    named = {"expectation": sides.str[:-1], "side": sides.str[-1]}
    return pd.DataFrame({"fact": rows.id[sides.index]} | named).reset_index(drop=True)


def bare(sides: Sequence[str]) -> str:
    """Return what a bare count of facts says: borne out if all speak for an expectation, not borne
    out if all speak against it, in part if some do each, open if there is none.
    """
    words = {("+",): "borne out", ("-",): "not borne out", ("+", "-"): "in part", (): OPEN}
    return words[tuple(sorted(set(sides)))]


def turning(mine: pd.DataFrame) -> dict[str, str]:
    """Return the facts of an expectation without which a bare count says another word, with it."""
    whole = bare(mine.side)
    without = {row.fact: bare(mine.side[mine.fact != row.fact]) for row in mine.itertuples()}
    return {fact: word for fact, word in without.items() if word != whole}


def _record(name: str, made: Tested) -> dict:
    """Return what a record holds of a test. DataError for a specification that is left out."""
    first = made.table.iloc[0]
    if fault := multiverse.fault(made.table, made.choices, first.estimate):
        raise DataError(f"{name}: {fault}")
    summary = multiverse.summary(made.table, made.choices, first.verdict)
    summary["shares"] = {WORDS[word]: share for word, share in summary["shares"].items()}
    for each in summary.get("held_up", []):
        each["verdict"] = WORDS[each["verdict"]]
    record = {"id": name, "by": made.by, "supports": made.supports, "unit": made.unit}
    record |= {each: records.kept(first[each], name) for each in multiverse.MEASURED}
    record |= {"base_rate": made.base_rate, "headline": WORDS[first.verdict], "verdict": made.word}
    return record | summary | {"smallest": records.least(record)}


def _rows(record: dict, made: Tested) -> dict[str, str]:
    rows = boxes.measured(record, made.margin, "expectation")
    if record["verdict"] != OPEN:
        rows["Smallest change that could be seen"] = ""
    return rows


def _handed(record: dict, made: Tested) -> dict:
    """Return the specifications of a test for the page, where a reader sets the choices."""
    found = records.handed(record, made.table, made.choices, "expectation")
    words = {"by": made.by, "words": list(WORDS.values())}
    return {kind: packed | words for kind, packed in found.items()}


def _part(record: dict, made: Tested) -> dict:
    """Return a test of several as a table of its own, in each type of output."""
    rows = {"Verdict": record["verdict"], **_rows(record, made)}
    return _shown(f"By {made.by}", f"Test {record['id']}: {record['verdict']}", rows, {})


def _box(row: pd.Series, found: dict[str, str], record: dict) -> dict:
    """Return an expectation with all that was found, in each type of output."""
    word, name = record["verdict"], record["id"]
    chapters = tables.load("claims").set_index("claim").chapter
    link = f'<a href="{chapters[row.claim]}.html#{row.claim.lower()}">{row.claim}</a>'
    lines = {"Words of the article": f"“{row.words}”", "Judged": row.judged}
    lines |= found | {"Reservation": row.reservation}
    links = {"Verdict": f"<strong>{word}</strong>", "Statement": link}
    return _shown(row.question, f"Expectation {name}: {word}", lines, links)


def _shown(question: str, caption: str, lines: dict[str, str], links: dict[str, str]) -> dict:
    """Return rows of words below a question, in each type of output; links: rows in HTML."""
    pairs = [(head, _written(words)) for head, words in lines.items() if words]
    shown = boxes.table(question, caption, links | {head: escape(words) for head, words in pairs})
    plain = [caption, question, *(f"{head}: {words}" for head, words in pairs)]
    markdown = shown._repr_markdown_()
    return {"text/html": shown, "text/markdown": markdown, "text/plain": "\n".join(plain)}


def _written(words: str) -> str:
    """Return words with signs of print: a minus before a number, a blank before per cent."""
    return re.sub(r"(?<=\d)%", "\N{NO-BREAK SPACE}%", tables.minus(words))


def _row(name: str) -> pd.Series:
    rows = tables.load("expectations").set_index("id")
    if name not in rows.index:
        raise DataError(f"{tables.path('expectations')}: no row of the expectation {name!r}")
    return rows.loc[name]
