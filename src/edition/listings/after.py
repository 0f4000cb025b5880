"""What the chapter on what came after lists: dated facts with their pages, and all expectations."""

from html import escape

import pandas as pd

from edition import tables
from edition.judgement import expectations
from edition.listings import key_link, signed
from edition.measures.counts import count
from edition.references import notes
from edition.tables import Html, values

LOOKS = {"ahead": "the years after", "back": "its own years, carried on"}
MARKS = {  # of a time line, by what they stand for
    "Dots: single days.": lambda facts: (facts.date.str.len() == 10) & (facts.date_end == ""),
    "Thick lines: whole stretches.": lambda facts: facts.date_end != "",
    "Thin lines: an unknown day in them.": lambda facts: facts.somewhere,
}
SEEN = {"yes": "", "marked": "<span>*</span>"}  # an element, so that it keeps to its link


def facts(*expectations: str) -> pd.DataFrame:
    """Return the facts of some expectations in the order of dates, with the topic as `lane`.

    somewhere: whether a fact lies on an unknown day of its month or year. DataError for an
    expectation without a fact.
    """
    rows = tables.load("after_2020_facts")
    for name in expectations:
        if not (rows.expectation == name).any():
            raise tables.DataError(f"{tables.path('after_2020_facts')}: no fact for {name!r}")
    topics = tables.load("expectations").set_index("id").topic
    chosen = rows[rows.expectation.isin(expectations)].reset_index(drop=True)
    somewhere = (chosen.date.str.len() < 10) & (chosen.date_end == "")
    return chosen.assign(lane=chosen.expectation.map(topics), somewhere=somewhere)


def marks(facts: pd.DataFrame) -> str:
    """Return the key to the marks that a time line of these facts has."""
    return " ".join(words for words, there in MARKS.items() if there(facts).any())


def speaking(facts: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return those of some facts that speak for an expectation ("F01+"), or against it ("F01-")."""
    return facts[[side in said for said in facts.speaks.str.split()]]


def pages(*expectations: str) -> Html:
    """Return a table of the facts of some expectations: id, date, fact, source, words of the page.

    A star marks a page that could not be looked up once more.
    """
    frame = facts(*expectations)
    shown = pd.DataFrame(
        {
            "Id": frame.id,
            "Date": [_dates(row) for row in frame.itertuples()],
            "Fact": frame.fact,
            "Source": [f"{key_link(row.key)}{SEEN[row.seen]}" for row in frame.itertuples()],
            "Words of the page": [_words(row) for row in frame.itertuples()],
        }
    )
    raw = ("Source", "Words of the page")
    caption = f"Dated facts on {', '.join(expectations)}, with the words of their pages"
    if "marked" in set(frame.seen):
        caption += "; * page not opened a second time"
    ids = [name.lower() for name in frame.id]
    table = tables.html(shown, caption, ids, raw, entries=True, paper="columns")
    number = count(len(frame), "fact").capitalize()
    return Html(
        f'<details class="facts"><summary>{number} with their pages</summary>'
        f"{tables.scroll(table, caption)}</details>"
    )


def _words(row) -> str:
    """Return what a page says, and in brackets what it means, if it is in another language."""
    language = notes.entries()[row.key].fields.get("language")
    if not language:
        return f"<q>{escape(row.quotation)}</q>"
    return f'<q lang="{language}">{escape(row.quotation)}</q> [{escape(row.translation)}]'


def counted(verdicts: dict[str, str]) -> Html:
    """Return for each expectation what its dated facts say by a bare count, and what turns that."""
    spoken = expectations.spoken()
    rows = []
    for name, mine in sorted(spoken.groupby("expectation")):
        without = expectations.turning(mine).items()
        turned = [f"{word} without {_link(fact)}" for fact, word in without]
        sides = [", ".join(map(_link, mine.fact[mine.side == side])) for side in "+-"]
        count, told = expectations.bare(mine.side), "; ".join(turned) or "none"
        rows.append((_link(name), signed(verdicts[name]), *sides, count, told))
    columns = ["Id", "Verdict", "Facts for", "Facts against", "By a bare count", "Turned by one"]
    frame, raw = pd.DataFrame(rows, columns=columns), (*columns[:4], columns[-1])
    name = "Expectations by a bare count of facts"
    return Html(tables.html(frame, name, raw=raw, entries=True, paper="columns"))


def differing(verdicts: dict[str, str]) -> list[str]:
    """Return the expectations on which a bare count of facts and the verdict differ; of those that
    facts alone decide, since tests have a say in the others.
    """
    counts = expectations.spoken().groupby("expectation").side.agg(expectations.bare)
    stated = tables.load("expectations").set_index("id").verdict
    return [name for name, count in counts.items() if stated[name] and count != verdicts[name]]


def _link(name: str) -> str:
    return f'<a href="#{name.lower()}">{name}</a>'


def overview(verdicts: dict[str, str]) -> Html:
    """Return all expectations with their verdicts, in the order of the table.

    DataError if one has none.
    """
    rows = tables.load("expectations")
    if missing := [name for name in rows.id if name not in verdicts]:
        raise tables.DataError(f"no verdict on the expectations {', '.join(missing)}")
    chapters = tables.load("claims").set_index("claim").chapter
    frame = pd.DataFrame(
        {
            "Id": [f'<a href="#{name.lower()}">{name}</a>' for name in rows.id],
            "Words of the article": [f"<q>{escape(words)}</q>" for words in rows.words],
            "Statement": [
                f'<a href="{chapters[claim]}.html#{claim.lower()}">{claim}</a>'
                for claim in rows.claim
            ],
            "Speaks of": rows.looks.map(LOOKS),
            "Verdict": [signed(verdicts[name]) for name in rows.id],
        }
    )
    raw = ("Id", "Words of the article", "Statement", "Verdict")
    name = "Expectations and what came of them"
    return Html(tables.html(frame, name, raw=raw, entries=True, paper="columns"))


def _dates(row) -> str:
    ends = dict.fromkeys(filter(None, (row.date, row.date_end)))  # one, if it is a whole year
    return " to ".join(map(values.when, ends))
