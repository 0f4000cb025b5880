"""The records of the cells: results and verdicts, as the last run of all chapters left them.

records.json is written by a build when every chapter that records has run, and read by all others.
It stands at the root of what is built, and in the archive of notebooks; a checkout finds the one
that was handed out with the last good pages. It holds

    numbers   by id (B01): quantity, value, unit, decimals, period
    verdicts  by comparison (K01): what edition.judgement.records.verdict writes down
    expectations  by expectation (F01): verdict and share of specifications, never counted with them

and for each its chapter and the place, from 0, of its cell among the cells, of text or code, there.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from edition import tables
from edition.unchanged import remembered

MIME = "application/vnd.edition.record+json"  # of a record among the outputs of a cell
# of the table of specifications beside a verdict; edition.outputs.specifications writes its files
SPECIFICATIONS = "application/vnd.edition.specifications+json"
NAME = "records.json"
HANDED_OUT = f"_build/html/downloads/{NAME}"
BUILDING = (
    "EDITION_BUILDING"  # set for the kernels of a build: what earlier builds left is not read
)
KINDS = ("numbers", "verdicts", "expectations")


def path() -> Path:
    """Return where the records lie, or would lie where there are none."""
    here, last = tables.ROOT / NAME, tables.ROOT / HANDED_OUT
    return last if not here.exists() and last.exists() and BUILDING not in os.environ else here


def load() -> dict[str, dict[str, dict]]:
    """Return all records, by kind and id; DataError tells what to do where there are none."""
    file = path()
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        what = "missing; make book (python -m edition build) runs the chapters that record, first"
        raise tables.DataError(f"{file}: {what}") from None
    except ValueError as error:
        raise tables.DataError(f"{file}: not valid JSON: {error}; run make book anew") from None


@remembered(lambda: [path()])
def numbers() -> dict[str, pd.Series]:
    """Return every recorded result as a row, by its id: B01, B02 and so on, in that order."""
    found = load()["numbers"]
    return {name: pd.Series({"id": name, **found[name]}) for name in sorted(found, key=_order)}


def places(chapter: str) -> dict[int, list[str]]:
    """Return the ids that each cell of a chapter has recorded, by the place of the cell."""
    found = {}
    for each in load().values() if path().exists() else ():
        for name, record in each.items():
            if record["chapter"] == chapter:
                found.setdefault(record["cell"], []).append(name)
    return found


def write(records: dict[str, dict[str, dict]], file: Path) -> None:
    """Write the records, in the order of their ids; a file that holds the same is left alone."""
    ordered = {
        kind: {name: records[kind][name] for name in sorted(records[kind], key=_order)}
        for kind in KINDS
    }
    text = json.dumps(ordered, ensure_ascii=False, indent=1) + "\n"
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


def of(outputs: Iterable[dict]) -> list[dict]:
    """Return the records among the outputs of a cell, as the cell wrote them."""
    return [each["data"][MIME] for each in outputs if MIME in each.get("data", {})]


def _order(name: str) -> tuple[str, int]:
    return name[0], int(name[1:])
