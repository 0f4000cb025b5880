"""Numbers that follow from others in their row: shares, sums, differences, discounts.

The descriptor says how, in the property `computed_as` of a field.
"""

from pathlib import Path

import pandas as pd

from edition import tables


def computed(_: Path) -> list[str]:
    """Return a message for each number that does not follow from the numbers beside it.

    A field's `computed_as` is a formula, or a list of which one holds, such as
    "100 * same_votes / roll_calls". The last decimal may differ by one.
    """
    faults = []
    for item in tables.package()["resources"]:
        for field in item.get("schema", {}).get("fields", []):
            if "computed_as" in field:
                faults += _column(item, field["name"], field["computed_as"])
    return faults


def _column(item: dict, name: str, formulas: str | list[str]) -> list[str]:
    path = tables.DATA / item["path"]
    frame, written = tables.load(item["name"]), pd.read_csv(path, dtype=str, keep_default_na=False)
    formulas = [formulas] if isinstance(formulas, str) else formulas
    made = pd.concat([frame.eval(formula).astype("float64") for formula in formulas], axis=1)
    stated = frame[name].astype("float64")
    decimals = written[name].str.partition(".")[2].str.len()
    near = made.sub(stated, axis=0).abs().le(1.01 * 10.0**-decimals, axis=0).any(axis=1)
    wrong = frame.index[stated.notna() & made.notna().any(axis=1) & ~near]
    return [
        f"{path}, row {row + 2}, field {name!r}: {written[name][row]} is not "
        f"{' or '.join(formulas)} of this row, {made.loc[row].dropna().iloc[0]:.{decimals[row]}f}"
        for row in wrong
    ]
