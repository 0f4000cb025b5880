"""The numbers that the prose shows: each comes from a table and leads back to its row on the data page."""

from html import escape

import pandas as pd

from edition import tables

UNITS = {
    "percent": "{} %",
    "percent_of_gdp": "{} %",
    "billion_usd": "${} billion",
    "tonnes": "{} tonnes",
    "ratio": "{}",
    "year": "{}",
    "decade": "{}s",
    "day": "{}",
    "points": "{} points",
    "count": "{}",
    "score": "{}",
    "tiv": "{} million",
    "usd": "${}",
    "mt": "{} million tonnes",
}
NBSP = "\N{NO-BREAK SPACE}"


class Value:
    """One quantity of the article, or one result of the edition, shown with its unit and linked to its row on the data page."""

    def __init__(self, row: pd.Series):
        self.text = show(row)
        self.href = f"data.html#{row.id.lower()}"
        said = (
            f"The article: “{row.verbatim}”"
            if "verbatim" in row
            else f"The edition: {row.quantity}, {row.period}"
        )
        self.hint = f"{said}. Go to its row in the table of {'numbers' if 'verbatim' in row else 'results'}."

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f'<a class="value" href="{self.href}" title="{escape(self.hint)}">{escape(self.text)}</a>'


def show(row: pd.Series) -> str:
    """Return a row of the table of numbers or of results as the reader sees it: "65 %", "$100 billion", "half", "−6.8 points"."""
    if row.get("words"):
        return row["words"]
    size = abs(row.value)
    whole = ".0f" if row.unit in ("year", "decade") else ",g"
    form = f",.{row.decimals}f" if "decimals" in row else whole
    return ("−" if row.value < 0 else "") + UNITS[row.unit].format(f"{size:{form}}").replace(
        " ", NBSP
    )


def rows() -> dict[str, pd.Series]:
    """Return every quantity of the article (A01 …) and every result of the edition (B01 …) by its id."""
    both = (tables.load("numbers"), tables.load("results"))
    return {row.id: row for frame in both for _, row in frame.iterrows()}


def bind(chapter: str) -> None:
    """Glue every number of a chapter under its id (A01 …), for `{glue}` in the text."""
    claims = tables.load("claims")
    wanted = set(claims.loc[claims.chapter == chapter, "claim"])
    _glue(row for row in rows().values() if row.get("claim") in wanted)


def bind_results() -> None:
    """Glue all results (B01 …) and all quantities of the article (A01 …), for `{glue}` in the chapters of tests."""
    _glue(rows().values())


def _glue(found) -> None:
    from myst_nb import glue

    for row in found:
        glue(row.id, Value(row), display=False)
