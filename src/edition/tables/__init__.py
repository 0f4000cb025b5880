"""Load and check the tables under data/, as data/datapackage.json describes them."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from html import escape
from pathlib import Path

import pandas as pd

from edition import kept, reads
from edition.paths import ROOT

DATA = ROOT / "data"
DESCRIPTOR = DATA / "datapackage.json"
DAY = re.compile(r"\d{4}-\d\d-\d\d")  # no line ends within it
pd.set_option("display.max_colwidth", None)  # no cell of a shown table is cut off
_withheld: set[str] = set()
_kept: dict[str, pd.DataFrame] | None = None  # while `checking` lasts


class DataError(ValueError):
    """Bad input: each line of the message names file, row, field and what was expected."""


class WithheldError(DataError):
    """A table whose faults have been told; what depends on it cannot be checked yet."""


@cache
def package() -> dict:
    """Return the data package's descriptor (Frictionless) as a dictionary."""
    try:
        return json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{DESCRIPTOR}: missing; it describes every table of the edition") from None
    except ValueError as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise DataError(f"{DESCRIPTOR}{line}: not valid JSON: {error}") from None


def resource(name: str) -> dict:
    """Return the descriptor of one table; DataError if the data package has none of that name."""
    for item in package()["resources"]:
        if item["name"] == name:
            return item
    names = ", ".join(item["name"] for item in package()["resources"])
    raise DataError(f"{DESCRIPTOR}: no table {name!r}; known are {names}")


def path(name: str) -> Path:
    """Return where a table lies; DataError if the data package has none of that name."""
    return DATA / resource(name)["path"]


@contextmanager
def checking(withheld: Iterable[str]) -> Iterator[None]:
    """Let `load` read each table once, and refuse the named ones with WithheldError."""
    global _kept
    _withheld.update(withheld)
    _kept = {}
    try:
        yield
    finally:
        _withheld.clear()
        _kept = None


def load(name: str, columns: Iterable[str] | None = None) -> pd.DataFrame:
    """Return a table with one row per record and the column types of its descriptor.

    columns: those that are wanted, in that order; what a chapter shows of the others then does not
    depend on them, and it is not executed again when one of them changes.
    Integers come as Int64 and numbers as float64 (empty is missing), booleans as bool, all else as
    text (empty is ""). Units and sources stand in the descriptor. DataError names file, row and
    field of each cell that is not of its type; WithheldError is raised for a table on which
    nothing can rely.
    """
    if name in _withheld:
        raise WithheldError(f"{name!r}: its faults have been told")
    if _kept is None:
        return _load(name, columns and list(columns))
    if name not in _kept:
        _kept[name] = _load(name)
    return _kept[name][list(columns)].copy() if columns else _kept[name].copy()


def _load(name: str, columns: list[str] | None = None) -> pd.DataFrame:
    item = resource(name)
    file = path(name)
    with reads.part(file, columns):
        frame = _read(name, file)
    fields = {field["name"]: field for field in item["schema"]["fields"]}
    if list(frame.columns) != list(fields):
        found = list(frame.columns)
        raise DataError(f"{file}, row 1: expected the columns {list(fields)}, found {found}")
    if frame.empty:
        raise DataError(f"{file}: no row below the header")
    if columns:
        fields = {field: fields[field] for field in columns}
        frame = frame[columns]
    faults = []
    for field, described in fields.items():
        if described["type"] in CONVERT:
            frame[field], wrong = CONVERT[described["type"]](frame[field], described)
            faults += [f"{file}, {fault}" for fault in wrong]
    if faults:
        raise DataError("\n".join(faults))
    return frame


def _read(name: str, file: Path) -> pd.DataFrame:
    """Return the cells of a CSV file as text."""
    try:
        return pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise DataError(f"{file}: missing; the data package lists it as {name!r}") from None
    except (OSError, pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise DataError(f"{file}: not a readable UTF-8 CSV file: {reason}") from None


def _numbers(column: pd.Series, field: dict) -> tuple[pd.Series, list[str]]:
    """Return a column of text as numbers, and what is wrong with its cells."""
    parsed = pd.to_numeric(column, errors="coerce")
    wrong = parsed.isna() & (column != "")
    expected = "a number"
    if field["type"] != "number" and not wrong.any():
        wrong, expected = parsed.notna() & (parsed % 1 != 0), "a whole number"
    if wrong.any():
        return column, _cells(column[wrong], expected)
    return parsed.astype("float64" if field["type"] == "number" else "Int64"), []


def _truths(column: pd.Series, field: dict) -> tuple[pd.Series, list[str]]:
    """Return a column of text as true and false, and what is wrong with its cells."""
    true, false = field.get("trueValues", ["true"]), field.get("falseValues", ["false"])
    wrong = ~column.isin([*true, *false])
    if wrong.any():
        return column, _cells(column[wrong], f"{true[0]} or {false[0]}")
    return column.isin(true), []


CONVERT = {"integer": _numbers, "number": _numbers, "year": _numbers, "boolean": _truths}


def _cells(wrong: pd.Series, expected: str) -> list[str]:
    return [
        f"row {row + 2}, field {wrong.name!r}: expected {expected}, found {cell!r}"
        for row, cell in wrong.items()
    ]


def check() -> None:
    """Check every table against its descriptor (types, ranges, keys between tables).

    DataError lists each fault with file, row and field.
    """
    if told := faults()[0]:
        raise DataError("\n".join(told))


def faults(spoilt: Iterable[str] = ()) -> tuple[list[str], set[str]]:
    """Return a message for each fault of a table by its descriptor, and the names of the tables
    on which no other check can rely: those that cannot be read, or whose keys are wrong.

    spoilt: names of tables of which that is known before.
    DataError if there is no descriptor.
    """
    names = {item["name"] for item in package()["resources"]}
    lost = {name for name in names if not path(name).is_file()} | {*spoilt}
    errors, told = _report(lost)
    if told:  # the descriptor itself is wrong
        return told, names
    unsound = {table for table, error in errors if _unsound(table, error)} | lost
    headed = {table for table, error in errors if not _has_row(error)}
    errors = [each for each in errors if each[0] not in headed or not _has_row(each[1])]
    loaded, unread = _loaded(names - headed - {*spoilt})
    told = [
        _message(table, error)
        for table, error in _shaped(errors)
        if not (
            error.type == "foreign-key" and error.reference_name in (unsound | unread) - {table}
        )
    ]
    places = {fault.partition(": ")[0] for fault in loaded}
    told = [fault for fault in told if fault.partition(": ")[0] not in places]
    known = {str(path(table)) for table, _ in errors}  # whose rows say what hinders reading
    return [fault for fault in loaded if fault.partition(": ")[0] not in known] + told, (
        unsound | unread
    )


def _shaped(errors: list[tuple]) -> list[tuple]:
    """Return errors, of a row with too many or too few cells the first of that kind only."""
    torn = {}
    for table, error in errors:
        if error.type in ("extra-cell", "missing-cell"):
            torn.setdefault((table, error.row_number), error)
    return [
        (table, error)
        for table, error in errors
        if torn.get((table, getattr(error, "row_number", None)), error) is error
    ]


def _loaded(names: set[str]) -> tuple[list[str], set[str]]:
    """Return what `load` says of the named tables, and the names of those that it refuses."""
    told, refused = [], set()
    for name in sorted(name for name in names if resource(name).get("schema")):
        try:
            load(name)
        except DataError as error:
            told += str(error).splitlines()
            refused.add(name)
    return told, refused


def _report(without: set[str]) -> tuple[list[tuple], list[str]]:
    """Return Frictionless's errors with the names of their tables, and those of the descriptor.

    without: names of tables that are left out, with the keys that lead to them.
    A table that was sound need not be looked at again before it, its part of the descriptor or a
    table to which its keys lead has changed.
    """
    described = _described(without)
    cells = {item["name"]: (DATA / item["path"]).read_bytes() for item in described["resources"]}
    made_from = {
        item["name"]: _made_from(item, described, cells) for item in described["resources"]
    }
    fresh = {name for name, parts in made_from.items() if not kept.known("sound", parts)}
    if not fresh:
        return [], []
    errors, told = _validated(described, fresh)
    wrong = {name for name, _ in errors}
    for name in fresh - wrong if not told else ():
        kept.value("sound", made_from[name], lambda: True)
    return errors, told


def _described(without: set[str]) -> dict:
    """Return the descriptor without some tables and the keys that lead to them."""
    described = deepcopy(package())
    described["resources"] = [
        item for item in described["resources"] if item["name"] not in without
    ]
    for item in described["resources"]:
        schema = item.get("schema", {})
        keys = schema.pop("foreignKeys", [])
        left = [key for key in keys if key["reference"]["resource"] not in without]
        schema |= {"foreignKeys": left} if left else {}
    return described


def _made_from(item: dict, described: dict, cells: dict[str, bytes]) -> list[bytes]:
    """Return what decides whether a table is sound: descriptor, cells, and those of its keys."""
    told = json.dumps({**described, "resources": item}).encode()
    names = sorted({item["name"], *_references(item)})
    return [told, *(cells[name] for name in names if name in cells)]


def _references(item: dict) -> set[str]:
    """Return the names of the tables to which the keys of one lead, if to others than itself."""
    keys = item.get("schema", {}).get("foreignKeys", [])
    return {key["reference"]["resource"] for key in keys} - {""}


def _validated(described: dict, fresh: set[str]) -> tuple[list[tuple], list[str]]:
    """Return what Frictionless says of the fresh tables, as `_report` does.

    Those to which their keys lead are read with them, and their own keys lead nowhere.
    """
    from frictionless import FrictionlessException, Package, system  # slow to import

    few = [item for item in described["resources"] if item["name"] in fresh]
    beside = set().union(*map(_references, few)) - fresh
    for item in (each for each in described["resources"] if each["name"] in beside):
        schema = {key: part for key, part in item["schema"].items() if key != "foreignKeys"}
        few.append(item | {"schema": schema})
    try:
        with system.use_context(trusted=False):
            report = Package.from_descriptor(
                {**described, "resources": few}, basepath=str(DATA)
            ).validate()
    except FrictionlessException as error:
        reasons = [reason.message for reason in error.reasons] or [error.error.message]
        return [], [f"{DESCRIPTOR}: [{error.error.type}] {reason}" for reason in reasons]
    told = [f"{DESCRIPTOR}: {error.message}" for error in report.errors]
    return [(task.name, error) for task in report.tasks for error in task.errors], told


def _unsound(table: str, error) -> bool:
    """Tell whether a table with this error is of no use to other checks."""
    field = getattr(error, "field_name", None)
    return not (field and _has_row(error)) or field in _keys(table)


def _has_row(error) -> bool:
    return hasattr(error, "row_number")


def _keys(table: str) -> set[str]:
    """Return the names of the fields by which rows are found, in this table or from it."""
    schema = resource(table)["schema"]
    own, found = schema.get("primaryKey", []), {"chapter"}
    found |= {own} if isinstance(own, str) else set(own)
    for key in schema.get("foreignKeys", []):
        found |= {key["fields"]} if isinstance(key["fields"], str) else set(key["fields"])
    return found


def _message(table: str, error) -> str:
    row = getattr(error, "row_number", None)
    field = getattr(error, "field_name", None) or ", ".join(getattr(error, "field_names", []))
    place = str(path(table))
    place += f", row {row}" if row else ""
    place += f", field {field!r}" if field else ""
    return f"{place}: {' '.join(error.message.split())}"


def html(
    frame: pd.DataFrame,
    caption: str,
    row_ids: list[str] | None = None,
    raw: tuple[str, ...] = (),
    entries: bool = False,
    paper: str = "",
) -> str:
    """Return a table as accessible HTML: caption, column headers with scope, one `th` per row.

    `row_ids` gives each row an id to link to; columns named in `raw` hold HTML and are not escaped.
    `entries`: each cell knows its head, so that a phone and an e-reader show a row as an entry.
    `paper`: "columns" where entries are short and stay a table there, too, and not a list; "name"
    where paper only names the table, which serves on a screen, where one searches.
    """
    names = [escape(str(name)) for name in frame.columns]
    labels = [f' data-label="{name}"' if entries else "" for name in names]
    kind = "data-table" + " entries" * entries + (paper and f" paper-{paper}")

    def cell(value, column):
        if pd.isna(value):
            return ""
        if isinstance(value, float):
            return minus(f"{value:,.10g}")
        return str(value) if column in raw else timed(escape(str(value)))

    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    lines = [
        f'<table class="{kind}"><caption>{escape(caption)}</caption>',
        f"<thead><tr>{heads}</tr></thead><tbody>",
    ]
    for position, row in enumerate(frame.itertuples(index=False)):
        mark = f' id="{row_ids[position]}"' if row_ids else ""
        cells = [cell(value, column) for value, column in zip(row, frame.columns, strict=True)]
        told = zip(labels[1:], cells[1:], strict=True)
        rest = "".join(f"<td{label if text else ''}>{text}</td>" for label, text in told)
        head = f'<th scope="row">{cells[0]}</th>' if cells[0] else "<td></td>"
        lines.append(f"<tr{mark}>{head}{rest}</tr>")
    return "\n".join([*lines, "</tbody></table>"])


def timed(text: str) -> str:
    """Return a text as HTML in which no line ends within it, if it is a day (2020-01-21)."""
    return f"<time>{text}</time>" if DAY.fullmatch(text) else text


def minus(text: str) -> str:
    """Return a text with the sign for minus before its numbers, where a hyphen stands for it."""
    return re.sub(r"(?<![\w–-])-(?=\.?\d)", "−", text)


def shortened(value):
    """Return a value, and a fraction with four figures or with one place after the point."""
    if not isinstance(value, float):
        return value
    return float(f"{value:.4g}") if abs(value) < 1000 else round(value, 1)


def scroll(table: str, label: str) -> str:
    """Return a table in a region that scrolls sideways where a screen is too narrow."""
    region = f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
    return f"{region}{table}</div>"


def shown(frame: pd.DataFrame, caption: str, *about, **look) -> "Html":
    """Return a table as a cell shows it: the first column names the rows. All else: as in html."""
    return Html(scroll(html(frame, caption, *about, **look), caption))


def linked(text: str) -> str:
    """Return HTML with links that lead to chapters as they are where it is shown.

    In a notebook an id is of no use: JupyterLab takes ids away.
    """
    kind = pages()
    return text if kind == ".html" else re.sub(r'(href="\w+)\.html(#[^"]*)?"', rf'\1{kind}"', text)


def pages() -> str:
    """Return what a chapter is where a cell runs: .html in a build, .md in `make lab`, .ipynb."""
    return os.environ.get("EDITION_PAGES", ".ipynb")


class Html(str):
    """HTML that a notebook or a page shows as it is, and Markdown for what shows no HTML (TeX)."""

    def _repr_html_(self) -> str:
        return linked(str(self))

    def _repr_markdown_(self) -> str:
        """Return the same in Markdown: a table as a list, without what unfolds on screen."""
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


class Titled:
    """A table of pandas as a cell shows it, under a title that tells what it has, in which unit."""

    def __init__(self, frame: pd.DataFrame, title: str):
        """Take a table and its title."""
        self.frame, self.title = frame, title

    def __repr__(self) -> str:
        return f"{self.title}\n{self.frame}"

    def _repr_html_(self) -> str:
        head = 'class="dataframe">'
        titled = f"{head}<caption>{escape(self.title)}</caption>"
        return self.frame._repr_html_().replace(head, titled, 1)


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
    return "".join(f"<{part}>" if place % 2 else markdown(part) for place, part in enumerate(parts))


def markdown(text: str) -> str:
    """Return text as Markdown that shows it to the letter."""
    return re.sub(r"([\\`*_\[\]<>&#$~^|{}])", r"\\\1", text)
