"""The verdict on each statement of the article, from the verdicts of its comparisons, by one rule.

chapters/evidence.md says the rule in words:

1. What cannot be tested does not count.
2. Comparisons of one part that rest on the same data, a family, speak with one voice. They speak
   for the part, or against it, if one does, none does the other way, and the inconclusive ones are
   not more; else they are inconclusive.
3. Families of one part are put together alike, but if one speaks for the part and another against
   it, they are independent and the part is divided.
4. Parts are put together: all for, or all against, is that; for one and against another is "in
   part"; a divided one makes the statement divided; inconclusive parts leave the word of the
   others, which then covers a part of the statement.

For and against are treated alike throughout.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from edition import tables
from edition.judgement import comparisons
from edition.tables import recorded
from edition.unchanged import remembered

CLAUSE = re.compile(r"(?<=[.;]) ")  # between two of them
FOR = ("supports", "borne out by documents")
AGAINST = ("contradicts", "disputed by documents")
UNDECIDED = "inconclusive"
UNTESTED = "cannot be tested"
SIDES = (*FOR, *AGAINST)  # a verdict for or against; it may be one on a part of the statement
DIVIDED, IN_PART = "divided", "in part"
BY_DATA = ("supports", "contradicts", UNDECIDED, IN_PART, DIVIDED)
BY_DOCUMENTS = ("borne out by documents", "disputed by documents")
TESTED = (*BY_DATA, *BY_DOCUMENTS)


def _files() -> list[Path]:
    judged = [tables.path(name) for name in ("claims", "comparisons")]
    return [tables.DESCRIPTOR, recorded.path(), *judged]


@remembered(_files)
def verdicts() -> pd.DataFrame:
    """Return one row for each statement, in the article's order.

    Columns: claim, chapter, note, kind, statement, reason as in the table of claims; tests (the
    sections, a list), comparisons (their ids, a list), families (number of independent families
    of evidence behind the verdict), verdict (of the vocabulary of claims.verdict), by ("data" if a
    series has a say in it, "documents" if these alone have, else ""), parts (the verdict on each
    part, where there are several, a dict), partly (whether the verdict covers a part of the
    statement only), uncovered (what it does not cover, in words).
    """
    compared = comparisons.judged()
    found, none = dict(list(compared.groupby("claim"))), compared[:0]
    claims = tables.load("claims").itertuples()
    return pd.DataFrame([_statement(row, found.get(row.claim, none)) for row in claims])


def _statement(row, mine: pd.DataFrame) -> dict:
    word, partly = together(mine) if len(mine) else (row.verdict, False)
    counted = mine[mine.verdict != UNTESTED]
    left_out = _once([*mine.uncovered, row.reason])
    said = {part: _part(rows) for part, rows in mine.groupby("part", sort=False) if part}
    return {
        "claim": row.claim,
        "chapter": row.chapter,
        "note": row.note,
        "kind": row.kind,
        "statement": row.statement,
        "reason": row.reason,
        "tests": list(dict.fromkeys(mine.test)),
        "comparisons": list(mine.comparison),
        "families": counted.family.replace("", pd.NA).fillna(counted.comparison).nunique(),
        "verdict": word,
        "by": _by(set(mine.verdict)),
        "parts": said if len(said) > 1 else {},
        "partly": bool(word in TESTED and word != IN_PART and (partly or left_out)),
        "uncovered": left_out,
    }


def _once(texts: list[str]) -> str:
    """Return the texts as one, without each clause that another one says in the same words."""
    texts = [text for text in texts if text]
    every = [words for text in texts for words in _plain(text)]
    told, before = [], set()
    for text in texts:
        mine = [
            clause
            for clause, words in zip(CLAUSE.split(text), _plain(text), strict=True)
            if words not in before and not any(words in each and words != each for each in every)
        ]
        before.update(_plain(text))
        said = " ".join(mine).rstrip(".;")
        told += [f"{said[0].upper()}{said[1:]}."] if mine else []
    return " ".join(told)


def _plain(text: str) -> list[str]:
    """Return the clauses of a text without their stops, in small letters."""
    return [clause.rstrip(".;").lower() for clause in CLAUSE.split(text)]


def _by(words: set[str]) -> str:
    """Return what has a say in a verdict that is put together from these words."""
    if words - {UNTESTED, *BY_DOCUMENTS}:
        return "data"
    return "documents" if words & set(BY_DOCUMENTS) else ""


def together(mine: pd.DataFrame) -> tuple[str, bool]:
    """Return the verdict on a statement, and whether it covers only some of its parts.

    mine: its comparisons, with part, family, comparison and verdict.
    """
    parts = {part: _part(rows) for part, rows in mine.groupby("part", sort=False)}
    words = set(parts.values()) - {UNTESTED}
    decided = words - {UNDECIDED}
    partly = bool(decided) and bool({UNDECIDED, UNTESTED} & set(parts.values()))
    if not words:
        return UNTESTED, False
    if not decided:
        return UNDECIDED, UNTESTED in parts.values()
    if DIVIDED in decided:
        return DIVIDED, partly
    if decided & set(FOR) and decided & set(AGAINST):
        return IN_PART, partly
    return _strongest(decided), partly


def hinges() -> pd.DataFrame:
    """Return where the verdict on a statement hangs on one comparison by data.

    Each verdict of a comparison is taken as inconclusive, and each that has too few specifications
    behind it as its headline has it. Columns: claim, verdict, comparison, was, would (its verdict
    now and otherwise) and then (the verdict on the statement if so); only where that is another.
    """
    compared, now, rows = comparisons.judged(), verdicts().set_index("claim").verdict, []
    for row in compared.dropna(subset="headline").itertuples():
        would = row.headline if row.verdict == UNDECIDED else UNDECIDED
        for claim, then in _instead({row.comparison: would}, compared, now).items():
            rows.append((claim, now[claim], row.comparison, row.verdict, would, then))
    return pd.DataFrame(rows, columns=["claim", "verdict", "comparison", "was", "would", "then"])


def hanging() -> pd.DataFrame:
    """Return where the verdict of a comparison hangs on one option (multiverse.held_up).

    Columns: claim, comparison, was (its verdict now), axis, option, share (0 to 1, of the
    specifications that are left), would (its verdict otherwise), verdict and then (that on the
    statement now and otherwise).
    """
    compared, now, rows = comparisons.judged(), verdicts().set_index("claim").verdict, []
    for row in compared[compared.held_up.str.len() > 0].itertuples():
        would, known = row.held_up[0]["verdict"], now[row.claim]  # each option leaves the same
        then = _instead({row.comparison: would}, compared, now).get(row.claim, known)
        both = {"claim": row.claim, "comparison": row.comparison, "was": row.verdict}
        both |= {"would": would, "verdict": known, "then": then}
        for each in row.held_up:
            rows.append(both | {name: each[name] for name in ("axis", "option", "share")})
    return pd.DataFrame(rows)


def by_headlines() -> pd.Series:
    """Return the verdicts that differ, by claim, if headlines alone decided."""
    compared, now = comparisons.judged(), verdicts().set_index("claim").verdict
    heads = compared.dropna(subset="headline").set_index("comparison").headline
    return _instead(heads.to_dict(), compared, now)


def with_fewer(left_out: int) -> pd.Series:
    """Return the verdicts by documents that differ, by claim, with some documents left out.

    left_out: how many of each comparison; one that has no more than these cannot be tested then.
    """
    compared, now = comparisons.judged(), verdicts().set_index("claim").verdict
    documents = compared.sources.str.split().str.len() + compared.pages.str.split().str.len()
    few = compared[compared.verdict.isin(BY_DOCUMENTS) & (documents <= left_out)]
    return _instead(dict.fromkeys(few.comparison, UNTESTED), compared, now)


def _instead(words: dict[str, str], compared: pd.DataFrame, now: pd.Series) -> pd.Series:
    """Return the verdicts on statements that would be others, by claim, and what they would be.

    words: other verdicts, by comparison. now: the verdicts on statements, by claim.
    """
    touched = compared.claim[compared.comparison.isin(words)]
    mine = compared[compared.claim.isin(touched)]
    mine = mine.assign(verdict=mine.comparison.map(words).fillna(mine.verdict))
    each = mine.groupby("claim", sort=False)
    then = pd.Series({claim: together(rows)[0] for claim, rows in each}, dtype=str)
    return then[then != now[then.index]]


def _part(rows: pd.DataFrame) -> str:
    """Return the verdict on a part from those of the families of its comparisons."""
    rows = rows[rows.verdict != UNTESTED]
    if rows.empty:
        return UNTESTED
    family = rows.family.where(rows.family != "", rows.comparison)
    voices = [_voice(words) for _, words in rows.verdict.groupby(family, sort=False)]
    if set(voices) & set(FOR) and set(voices) & set(AGAINST):
        return DIVIDED
    return _voice(voices)


def _voice(words: Iterable[str]) -> str:
    """Return the one word of comparisons on the same data, or of families that do not differ."""
    words = list(words)
    decided = [word for word in words if word != UNDECIDED]
    both = set(decided) & set(FOR) and set(decided) & set(AGAINST)
    if both or 2 * len(decided) < len(words):
        return UNDECIDED
    return _strongest(decided)


def _strongest(words: Iterable[str]) -> str:
    """Return the word of data before that of documents, which say the same."""
    return next(word for word in (*FOR, *AGAINST) if word in set(words))


def faults() -> list[str]:
    """Return a message for each row of claims whose verdict its comparisons or kind deny."""
    compared, found = set(tables.load("comparisons").claim), []
    for row in tables.load("claims").itertuples():
        place = f"{tables.path('claims')}, row {row.Index + 2}, field 'verdict'"
        matter = row.kind == "empirical"
        if row.claim in compared and row.verdict:
            found.append(
                f"{place}: expected none, since comparisons judge {row.claim}; "
                f"found {row.verdict!r}"
            )
        elif row.claim not in compared and row.verdict in ("", *TESTED):
            found.append(f"{place}: no comparison of {row.claim} bears out {row.verdict!r}")
        elif row.verdict and matter == (row.verdict == "not a matter of data"):
            wrong = f"{row.verdict!r} does not go with the kind {row.kind!r}"
            found.append(f"{place}: {wrong}")
    return found


def uncorrected() -> list[str]:
    """Return a message for each verdict that has changed since, and no correction tells.

    A correction names the statement in its field `place` and the old word in `before`. What cells
    record has to be there.
    """
    now = verdicts().set_index("claim").verdict
    told = tables.load("corrections")
    found = []
    for row in tables.load("earlier_verdicts").itertuples():
        mine = told[told.place.str.contains(rf"\b{row.claim}\b")]
        changed = now[row.claim] not in ("", row.verdict)
        if changed and not _says(mine.before, row.verdict):
            said = f"the verdict on {row.claim} was {row.verdict!r} and is {now[row.claim]!r}"
            expected = f"expected a row whose place is {row.claim} and whose 'before' says so"
            found.append(f"{tables.path('corrections')}: {said}; {expected}")
    return found


def _says(texts: pd.Series, word: str) -> bool:
    return bool(texts.str.lower().str.contains(word, regex=False).any())
