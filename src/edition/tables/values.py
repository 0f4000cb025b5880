"""The numbers that the prose shows: each comes from a table and leads back to its row."""

import math
import re
from datetime import datetime
from html import escape

import pandas as pd

from edition import tables
from edition.tables import recorded, vocabulary
from edition.unchanged import remembered

NBSP = "\N{NO-BREAK SPACE}"
UNIT = re.compile(r"(?<=\d) (?=%|million\b|billion\b|tonnes\b)")  # the blank before a unit


class Value:
    """A quantity of the article, or a result of the edition, with its unit and a link.

    The first leads to its row in the table of numbers, the second to the cell that recorded it.
    """

    def __init__(self, row: pd.Series):
        """Take a row of numbers, or of recorded results; without a chapter it is of this one."""
        self.text = show(row)
        if "verbatim" in row:
            self.href = f"data.html#{row.id.lower()}"
            self.hint = f"The article: “{row.verbatim}”. Go to its row in the table of numbers."
        else:
            chapter = row.get("chapter", "")
            self.href = f"{chapter and chapter + '.html'}#{row.id.lower()}"
            said = f"The edition: {row.quantity}, {row.period}"
            self.hint = f"{said}. Go to the cell that computed it."

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        title, text = escape(self.hint), escape(self.text)
        return tables.linked(f'<a class="value" href="{self.href}" title="{title}">{text}</a>')


def show(row: pd.Series) -> str:
    """Return a row of numbers or results as the reader sees it: "65 %", "half", "−6.8 points"."""
    if row.get("words"):
        return row["words"]
    places = None if row.get("decimals") is None else int(row.decimals)
    size = abs(row.value) if places is None else round(abs(row.value), places)
    whole = ".0f" if row.unit in ("year", "decade") else ",g"
    form = whole if places is None else f",.{places}f"
    return ("−" if row.value < 0 and size else "") + with_unit(f"{size:{form}}", row.unit)


def measured(value: float, unit: str, beside: dict, signed: bool = False) -> str:
    """Return a number with its unit, with as many decimals as all numbers beside it have.

    beside: estimate, low, high and margin of one verdict, in the same unit; the largest of them
    shows two or three figures. signed: with + or −. unit: "" for none.
    """
    decimals = places(beside)
    size = round(abs(value), decimals)
    sign = "−" if value < 0 and size else "+" if signed and size else ""
    figures = f"{size:,.{decimals}f}"
    return sign + (with_unit(figures, unit) if unit else figures)


def places(beside: dict) -> int:
    """Return the decimals of all numbers of one verdict: the largest shows two or three figures."""
    largest = max(abs(beside[name]) for name in ("estimate", "low", "high", "margin"))
    if largest >= 100:
        return 0
    return max(1, 1 - math.floor(math.log10(largest))) if largest else 1


def with_unit(figures: str, unit: str) -> str:
    """Return figures with a unit of the vocabulary, "65" as "65 %", which no line end parts."""
    form = vocabulary.meaning("numbers", "unit", unit, "forms")
    return form.format(figures).replace(" ", NBSP)


def counted(count: int, total: int, things: str) -> str:
    """Return how many of all things there are: "3 of 7 votes", "all 7 votes", "none of 7 votes"."""
    if count == total:
        return f"all {total:,} {things}"
    return f"{f'{count:,}' if count else 'none'} of {total:,} {things}"


def share(fraction: float) -> str:
    """Return a fraction of one for the head of a title: "71 %", "None", "All", "Less than 1 %"."""
    if fraction in (0, 1):
        return "All" if fraction else "None"
    told = percent(fraction)
    return told[0].upper() + told[1:]


def percent(fraction: float) -> str:
    """Return a fraction of one in whole percent: "71 %", "0 %", "less than 1 %", "more than 99 %".

    A half goes up, as in _static/choices.js, which tells the same shares.
    """
    whole = math.floor(100 * fraction + 0.5)
    beyond = {0: "less than ", 100: "more than "}.get(whole, "") if 0 < fraction < 1 else ""
    return beyond + with_unit(f"{min(max(whole, 1), 99) if beyond else whole}", "percent")


def when(iso: str) -> str:
    """Return an ISO date, of a day, month or year, in words: "3 August 2020", "May 2015", "2018".

    A no-break space keeps day and month together.
    """
    shape = {4: ("%Y", "%Y"), 7: ("%Y-%m", "%B %Y"), 10: ("%Y-%m-%d", "%d\u00a0%B %Y")}[len(iso)]
    return datetime.strptime(iso, shape[0]).strftime(shape[1]).lstrip("0")


def unbroken(text: str) -> str:
    """Return a text of a page with each number and its unit on one line."""
    return UNIT.sub(NBSP, text)


@remembered(lambda: [tables.DESCRIPTOR, tables.path("numbers")])
def article() -> dict[str, pd.Series]:
    """Return every quantity of the article (A01 …) by its id."""
    return {row.id: row for _, row in tables.load("numbers").iterrows()}


def rows() -> dict[str, pd.Series]:
    """Return every quantity of the article (A01 …) and every recorded result (B01 …) by its id.

    Before the cells have run there are no results.
    """
    return article() | (recorded.numbers() if recorded.path().exists() else {})


def bind(chapter: str) -> None:
    """Glue every number of a chapter under its id (A01 …), for `{glue}` in the text."""
    claims = tables.load("claims", columns=["claim", "chapter"])
    wanted = set(claims.loc[claims.chapter == chapter, "claim"])
    _glue(row for _, row in tables.load("numbers").iterrows() if row.claim in wanted)


def bind_article() -> None:
    """Glue all quantities of the article (A01 …), for the chapters of tests."""
    _glue(article().values())


def bind_results() -> None:
    """Glue all recorded results (B01 …), for a page that records none of them itself."""
    _glue(recorded.numbers().values())


def _glue(found) -> None:
    """Glue values for a page; in a notebook they would be outputs by the dozen, of no use."""
    from myst_nb import glue

    for row in found if tables.pages() == ".html" else ():
        glue(row.id, Value(row), display=False)
