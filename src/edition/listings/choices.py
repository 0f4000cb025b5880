"""What a page unfolds below a verdict: the choices behind it, for a reader to set."""

from html import escape


def unfolded(table: dict) -> str:
    """Return the fold of a verdict, as HTML.

    table: as edition.judgement.records hands it to the page; where an expectation has several
    tests it says what each goes `by`.
    _static/edition.js asks for _static/choices.js and for the table when a reader unfolds it;
    without a script it leads to the same table as a file.
    """
    name, number = table["id"], f"{len(table['verdicts']):,}"
    by = f", by {escape(table['by'])}" if table.get("by") else ""
    axes = ", ".join(escape(axis) for axis, _ in table["choices"])
    return (
        f'<details class="choices screen-only" data-choices="{name}">'
        f"<summary>Set the choices yourself{by}: {number} specifications</summary>"
        f"<p>The choices are: {axes}. Each combination of them is one specification. "
        f'<a href="../downloads/specifications/{name}.csv">All {number} as a table (CSV)</a></p>'
        "</details>"
    )
