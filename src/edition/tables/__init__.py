"""Load and check the tables under data/, as data/datapackage.json describes them."""

import json
import re
from functools import cache
from html import escape
from pathlib import Path

import pandas as pd

from edition.paths import ROOT

DATA = ROOT / "data"
DESCRIPTOR = DATA / "datapackage.json"


class DataError(ValueError):
    """Bad input: the message names file, row, field and what was expected."""


@cache
def package() -> dict:
    """Return the data package's descriptor (Frictionless) as a dictionary."""
    try:
        return json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{DESCRIPTOR}: missing; it describes every table of the edition") from None
    except ValueError as error:
        raise DataError(f"{DESCRIPTOR}: not valid JSON: {error}") from None


def resource(name: str) -> dict:
    """Return the descriptor of one table; DataError if the data package has none of that name."""
    for item in package()["resources"]:
        if item["name"] == name:
            return item
    known = ", ".join(item["name"] for item in package()["resources"])
    raise DataError(f"{DESCRIPTOR}: no table {name!r}; known are {known}")


def vocabulary(name: str, field: str) -> list[str]:
    """Return the words that a field of a table may hold, in the descriptor's order.

    DataError if the data package has no such table or field, or lists no words for it.
    """
    for item in resource(name)["schema"]["fields"]:
        if item["name"] == field and "enum" in item.get("constraints", {}):
            return list(item["constraints"]["enum"])
    raise DataError(f"{DESCRIPTOR}: table {name!r}: expected a field {field!r} with an enum")


def load(name: str) -> pd.DataFrame:
    """Return a table with one row per record and the column types of its descriptor.

    Integers come as Int64 and numbers as float64 (empty is missing), booleans as bool, all else as
    text (empty is ""). Units and sources stand in the descriptor. DataError names file, row and field.
    """
    item = resource(name)
    path = DATA / item["path"]
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise DataError(f"{path}: missing; the data package lists it as {name!r}") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not a readable UTF-8 CSV file: {error}") from None
    fields = {field["name"]: field["type"] for field in item["schema"]["fields"]}
    if list(frame.columns) != list(fields):
        raise DataError(
            f"{path}, row 1: expected the columns {list(fields)}, found {list(frame.columns)}"
        )
    if frame.empty:
        raise DataError(f"{path}: no row below the header")
    for field, kind in fields.items():
        if kind in ("integer", "number", "year"):
            frame[field] = _numbers(frame[field], path, kind)
        elif kind == "boolean":
            frame[field] = frame[field].str.lower() == "true"
    return frame


def _numbers(column: pd.Series, path: Path, kind: str) -> pd.Series:
    parsed = pd.to_numeric(column, errors="coerce")
    for row in column.index[parsed.isna() & (column != "")]:
        raise DataError(
            f"{path}, row {row + 2}, field {column.name!r}: expected a number, found {column[row]!r}"
        )
    try:
        return parsed.astype("float64" if kind == "number" else "Int64")
    except (TypeError, ValueError):
        raise DataError(f"{path}, field {column.name!r}: expected whole numbers") from None


def check() -> None:
    """Check every table against its descriptor (types, ranges, keys between tables).

    DataError lists each fault with file, row and field.
    """
    from frictionless import (
        FrictionlessException,
        Package,
        system,
    )  # slow to import, and only the build and the tests need it

    package()
    try:
        with system.use_context(trusted=False):
            report = Package(str(DESCRIPTOR)).validate()
    except FrictionlessException as error:
        raise DataError(f"{DESCRIPTOR}: {error}") from None
    faults = [f"{DESCRIPTOR}: {error.message}" for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", None)
            field = getattr(error, "field_name", None)
            place = (
                f"{DATA / task.place}"
                + (f", row {row}" if row else "")
                + (f", field {field!r}" if field else "")
            )
            faults.append(f"{place}: {error.message}")
    if faults:
        raise DataError("\n".join(faults))


def html(
    frame: pd.DataFrame, caption: str, row_ids: list[str] | None = None, raw: tuple[str, ...] = ()
) -> str:
    """Return a table as accessible HTML: caption, column headers with scope, one `th` per row.

    `row_ids` gives each row an id to link to; columns named in `raw` hold HTML and are not escaped.
    """

    def cell(value, column):
        if pd.isna(value):
            return ""
        if isinstance(value, float):
            return f"{value:,.10g}"
        return str(value) if column in raw else escape(str(value))

    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    lines = [
        f'<table class="data-table"><caption>{escape(caption)}</caption>',
        f"<thead><tr>{head}</tr></thead><tbody>",
    ]
    for position, row in enumerate(frame.itertuples(index=False)):
        mark = f' id="{row_ids[position]}"' if row_ids else ""
        cells = [cell(value, column) for value, column in zip(row, frame.columns, strict=True)]
        rest = "".join(f"<td>{text}</td>" for text in cells[1:])
        lines.append(f'<tr{mark}><th scope="row">{cells[0]}</th>{rest}</tr>')
    return "\n".join([*lines, "</tbody></table>"])


class Html(str):
    """A piece of HTML that a notebook or a page shows as it is, and Markdown for what shows no HTML (TeX)."""

    def _repr_html_(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        """Return the same in Markdown: a table as a list, one item a row; what unfolds on screen is left out."""
        from bs4 import BeautifulSoup  # only TeX needs it

        tree = BeautifulSoup(self, "html.parser")
        for node in tree.select("details"):
            node.decompose()
        for node in tree.select("q"):
            node.string = f"“{node.get_text()}”"
        return "\n\n".join(
            _markdown(node)
            for node in tree.select("p, li, table")
            if not node.find_parent(["li", "table"])
        )


def _markdown(node) -> str:
    if node.name != "table":
        return ("- " if node.name == "li" else "") + _plain(node)
    heads = [_plain(cell) for cell in node.select("thead th")]
    rows = [[_plain(cell) for cell in row.select("th, td")] for row in node.select("tbody tr")]
    items = [
        "- " + "; ".join(f"{head}: {cell}" for head, cell in zip(heads, row, strict=True) if cell)
        for row in rows
    ]
    return "\n".join([f"**{_plain(node.caption)}**", "", *items])


def _plain(node) -> str:
    """Return the text of a node as Markdown: its signs escaped, its addresses as links."""
    parts = re.split(r"(https?://[^\s;,)]*[^\s;,).])", re.sub(r"\s*\n\s*", " ", node.get_text()))
    return "".join(
        f"<{part}>" if place % 2 else re.sub(r"([\\`*_\[\]<>&#$~^|{}])", r"\\\1", part)
        for place, part in enumerate(parts)
    )
