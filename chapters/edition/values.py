"""The numbers that the prose shows: each comes from data/article/numbers.csv and leads back to its row."""

from html import escape

import pandas as pd

from . import tables

UNITS = {"percent": "{} %", "percent_of_gdp": "{} %", "billion_usd": "${} billion", "tonnes": "{} tonnes", "ratio": "{}", "year": "{}"}
NBSP = "\N{NO-BREAK SPACE}"


class Value:
    """One quantity of the article, shown with its unit and linked to its row on the data page."""

    def __init__(self, row: pd.Series):
        self.row = row
        self.text = show(row)

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        hint = escape(f"The article: “{self.row.verbatim}”. Go to its row in the table of numbers.")
        return f'<a class="value" href="data.html#{self.row.id.lower()}" title="{hint}">{escape(self.text)}</a>'


def show(row: pd.Series) -> str:
    """Return a row of the table of numbers as the reader sees it: "65 %", "$100 billion", "half"."""
    if row.words:
        return row.words
    number = f"{row.value:.0f}" if row.unit == "year" else f"{row.value:,g}"
    return UNITS[row.unit].format(number).replace(" ", NBSP)


def bind(chapter: str) -> None:
    """Glue every number of a chapter under its id (A01 …), for `{glue}` in the text."""
    from myst_nb import glue

    numbers, claims = tables.load("numbers"), tables.load("claims")
    wanted = claims.loc[claims.chapter == chapter, "claim"]
    for _, row in numbers[numbers.claim.isin(wanted)].iterrows():
        glue(row.id, Value(row), display=False)
