"""The edition's comparisons, each with its verdict: that of its cell, or of documents.

A cell judges by data (edition.judgement.records); what documents settle, and what cannot be tested,
is typed in the table, with the pages that were read.
"""

import pandas as pd

from edition import tables
from edition.tables import recorded, vocabulary

TYPED = ("cannot be tested", "borne out by documents", "disputed by documents")
EXCEPTIONS = 2  # comparisons that may keep a verdict with too few specifications behind it
MEASURED = (
    *("estimate", "low", "high", "margin", "unit"),
    *("supports", "headline", "share", "specifications", "held_up"),
)


def judged() -> pd.DataFrame:
    """Return the table of comparisons with every verdict, and the numbers behind those of cells.

    Columns besides the table's: estimate, low, high, margin_size (a number; `margin` is its
    reason), unit, supports (as in verdicts.decide), headline (its own verdict), share,
    specifications and held_up (as in multiverse), missing where no cell measured them, and chapter,
    the page with the section.
    DataError if there are no records; the build sees to it that each comparison has a verdict.
    """
    compared, cells = tables.load("comparisons"), recorded.load()["verdicts"]
    found = [row.verdict or cells[row.comparison]["verdict"] for row in compared.itertuples()]
    pages = vocabulary.meanings("comparisons", "test", "pages")
    for name in MEASURED:
        column = "margin_size" if name == "margin" else name
        compared[column] = [cells.get(each, {}).get(name) for each in compared.comparison]
    return compared.assign(verdict=found, chapter=compared.test.map(pages))


def unjudged(cells: dict[str, dict]) -> list[str]:
    """Return a message for each comparison that not just one, its cell or its row, judges.

    cells: the verdicts that cells have recorded, by comparison.
    """
    found = []
    for row in tables.load("comparisons").itertuples():
        place = f"{tables.path('comparisons')}, row {row.Index + 2}, field 'verdict'"
        if row.comparison not in cells and not row.verdict:
            found.append(f"{place}: no cell records a verdict on {row.comparison}")
        if row.comparison in cells and row.verdict:
            where = f"{cells[row.comparison]['chapter']}.md records it"
            found.append(f"{place}: expected none for {row.comparison}, since a cell of {where}")
    return found


def faults() -> list[str]:
    """Return a message for each verdict that is typed without documents, and for exceptions."""
    compared, found = tables.load("comparisons"), []
    for row in compared.itertuples():
        place = f"{tables.path('comparisons')}, row {row.Index + 2}, field"
        if row.verdict.endswith("by documents") and not (row.pages or row.sources):
            expected = "expected the documents that say so, here or in 'pages'"
            found.append(f"{place} 'sources': {expected}; found none for {row.verdict!r}")
    excepted = compared[compared.exception != ""]
    if len(excepted) > EXCEPTIONS:
        place = f"{tables.path('comparisons')}, row {excepted.index[EXCEPTIONS] + 2}"
        found.append(
            f"{place}, field 'exception': expected at most {EXCEPTIONS}; found {len(excepted)}"
        )
    return found
