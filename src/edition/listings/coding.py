"""The coding of the acts on its page: counts by kind, kinds in doubt, agreement of two codings."""

import pandas as pd

from edition import tables
from edition.listings import _chapters, claim_link
from edition.measures import agreement, counts
from edition.tables import Html, vocabulary

COLUMNS = ("actor", "counterpart", "realm", "kind", "date", "date_end", "precision")


def kinds() -> Html:
    """Return the number of acts by kind: all rows, those that count, and the range of the count."""
    acts = tables.load("events")
    single = acts[~acts.general]
    read = counts.readings(single, tables.load("second_coding"))
    names = vocabulary.values("events", "kind")
    spans = [counts.span(read, [name]) for name in names]
    rows = [
        (name, int((acts.kind == name).sum()), int((single.kind == name).sum()), *span)
        for name, span in zip(names, spans, strict=True)
    ]
    rows.append(("all", len(acts), len(single), len(single), len(single)))
    columns = ["Kind", "Rows", "Without general rows", "Certainly of the kind", "At most"]
    return _table(rows, columns, "Acts by kind")


def doubtful() -> Html:
    """Return the acts whose kind is in doubt: as coded, what else they could be, and why."""
    acts, chapters = tables.load("events"), _chapters()
    rows = [
        (row.event, row.label, claim_link(row.claim, chapters), row.kind, could, row.doubtful)
        for row in acts.itertuples()
        if (could := ", ".join(row.could_be.split()))
    ]
    columns = ["Act", "Label", "Statement", "Coded as", "Could be", "Why"]
    return _table(rows, columns, "Acts whose kind is in doubt", paper="name")


def _paired() -> pd.DataFrame:
    """Return all acts with both codings side by side: the columns of the second end in “_2”."""
    acts, second = tables.load("events"), tables.load("second_coding")
    counts.readings(acts, second)  # each act once
    return acts.merge(second, on="event", suffixes=("", "_2"))


def agreed() -> Html:
    """Return for each column how many acts both codings code alike: share and Cohen's kappa."""
    both = _paired()
    rows = [
        (
            column,
            int((both[column] != both[f"{column}_2"]).sum()),
            f"{100 * agreement.share(both[column], both[f'{column}_2']):.0f} %",
            f"{agreement.kappa(both[column], both[f'{column}_2']):.2f}",
        )
        for column in COLUMNS
    ]
    columns = ["Column", f"Of {len(both)} acts differ", "Coded alike", "Cohen’s kappa"]
    return _table(rows, columns, "Agreement of the two codings")


def differing() -> Html:
    """Return each code in which the two codings differ: act, claim, column, first and second."""
    chapters = _chapters()
    rows = [
        (act["event"], act["label"], claim_link(act["claim"], chapters), column)
        + tuple(act[name] or "(empty)" for name in (column, f"{column}_2"))
        for act in _paired().to_dict("records")
        for column in COLUMNS
        if act[column] != act[f"{column}_2"]
    ]
    columns = ["Act", "Label", "Statement", "Column", "First coding", "Second coding"]
    return _table(rows, columns, "Where the two codings differ")


def _table(rows: list[tuple], columns: list[str], caption: str, paper: str = "") -> Html:
    frame = pd.DataFrame(rows, columns=columns)
    return tables.shown(frame, caption, raw=("Statement",), paper=paper)
