"""The numbers that the prose shows: each comes from a table and leads back to its row."""

from html import escape

import pandas as pd

from edition import tables
from edition.tables import vocabulary

NBSP = "\N{NO-BREAK SPACE}"


class Value:
    """A quantity of the article or a result of the edition, with its unit and a link to its row."""

    def __init__(self, row: pd.Series):
        self.text = show(row)
        self.href = f"data.html#{row.id.lower()}"
        said = (
            f"The article: “{row.verbatim}”"
            if "verbatim" in row
            else f"The edition: {row.quantity}, {row.period}"
        )
        table = "numbers" if "verbatim" in row else "results"
        self.hint = f"{said}. Go to its row in the table of {table}."

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        title, text = escape(self.hint), escape(self.text)
        return tables.linked(f'<a class="value" href="{self.href}" title="{title}">{text}</a>')


def show(row: pd.Series) -> str:
    """Return a row of numbers or results as the reader sees it: "65 %", "half", "−6.8 points"."""
    if row.get("words"):
        return row["words"]
    size = abs(row.value)
    whole = ".0f" if row.unit in ("year", "decade") else ",g"
    form = f",.{row.decimals}f" if "decimals" in row else whole
    table = "numbers" if "verbatim" in row else "results"
    return ("−" if row.value < 0 else "") + with_unit(f"{size:{form}}", table, row.unit)


def with_unit(figures: str, table: str, unit: str) -> str:
    """Return figures with a unit of the table, "65" as "65 %", which no line end parts."""
    form = vocabulary.meaning(table, "unit", unit, "forms")
    return form.format(figures).replace(" ", NBSP)


def rows() -> dict[str, pd.Series]:
    """Return every quantity of the article (A01 …) and every result (B01 …) by its id."""
    both = (tables.load("numbers"), tables.load("results"))
    return {row.id: row for frame in both for _, row in frame.iterrows()}


def bind(chapter: str) -> None:
    """Glue every number of a chapter under its id (A01 …), for `{glue}` in the text."""
    claims = tables.load("claims")
    wanted = set(claims.loc[claims.chapter == chapter, "claim"])
    _glue(row for row in rows().values() if row.get("claim") in wanted)


def bind_article() -> None:
    """Glue all quantities of the article (A01 …), for the chapters of tests."""
    _glue(row for _, row in tables.load("numbers").iterrows())


def bind_results() -> None:
    """Glue all results (B01 …) and quantities of the article (A01 …), for the chapters of tests."""
    _glue(rows().values())


def _glue(found) -> None:
    """Glue values for a page; in a notebook they would be outputs by the dozen, of no use."""
    from myst_nb import glue

    for row in found if tables.pages() == ".html" else ():
        glue(row.id, Value(row), display=False)
