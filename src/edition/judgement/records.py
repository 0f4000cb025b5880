"""What a cell finds: results and verdicts, recorded where they are computed.

A record is an output of its cell. When all chapters have run, first page, ledger, marks, the page
on data and the PDF are filled from the records; no page types or computes another's result.
"""

import pandas as pd
from myst_nb import glue

from edition import tables
from edition.judgement import multiverse, verdicts
from edition.tables import Html, values


def number(
    name: str, value: float, unit: str, quantity: str, period: str, decimals: int = 1
) -> None:
    """Record a result under its id ("B01"), for `{glue}` in this chapter and for other pages.

    unit: one of the vocabulary of units. quantity: what is measured, in words. period: years,
    months or day. decimals: as the text shows it.
    """
    row = {"id": name, "quantity": quantity, "value": value, "unit": unit, "period": period}
    glue(name, values.Value(pd.Series(row | {"decimals": decimals})), display=False)


def verdict(
    comparison: str,
    estimate: float,
    low: float,
    high: float,
    margin: float,
    *,
    supports: str,
    unit: str,
    base_rate: str,
    smallest: str = "",
    specifications=None,
    choices: dict | None = None,
) -> Html:
    """Record the verdict on a comparison ("K01"), and show it with all that it rests on.

    estimate, low, high, margin, supports: as in verdicts.decide, in unit. base_rate: which share of
    others would pass. smallest: the smallest change that the data could have shown, where the
    answer is inconclusive. specifications, choices: as in multiverse.
    Its question, words and reasons stand in the table of comparisons.
    """
    found = verdicts.decide(estimate, low, high, margin, supports)
    asked = tables.load("comparisons").set_index("comparison").loc[comparison]
    rows = {
        "Question": asked.question,
        "Estimate": f"{estimate:+.3g} {unit}, interval {low:+.3g} to {high:+.3g}",
        "Margin": f"{margin:.3g} {unit}",
        "Base rate": base_rate,
        "Smallest change that could be seen": smallest,
        "Verdict": found,
    }
    if specifications is not None:
        rows["Same verdict"] = f"{multiverse.agreeing(specifications, found):.0%}"
    frame = pd.DataFrame(rows.items(), columns=["", "Verdict"])
    return Html(tables.html(frame, f"Verdict: {asked.question}"))
