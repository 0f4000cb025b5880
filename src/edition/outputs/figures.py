"""Write the files of each figure that a reader takes along, and what a page asks for later."""

import json
from base64 import b64decode
from collections.abc import Iterable
from pathlib import Path

from edition.charts.grammar import LONG, OURS


def write(figures: Iterable[dict], folder: Path) -> None:
    """Write CSV, SVG and PNG of each figure into a folder; its values and long table as scripts.

    _static/edition.js asks for these when a reader points at the figure, or unfolds its data; as
    scripts, and not as JSON, they load from a disk too.
    figures: as edition.book.execution.figures gives them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for data in figures:
        figure = data[OURS]
        (folder / f"{figure['name']}.png").write_bytes(b64decode(data["image/png"]))
        for kind in ("csv", "svg"):
            path = folder / f"{figure['name']}.{kind}"
            path.write_text(figure[kind], encoding="utf-8", newline="")
        if any(figure["values"].values()):
            script(folder / f"{figure['name']}.js", "editionValues", figure["values"])
        if len(figure["table"]) > LONG:
            script(folder / f"{figure['name']}.table.js", "editionTable", figure["table"])


def script(path: Path, function: str, value) -> None:
    """Write a script that hands a value of a figure to a function of the page."""
    name = path.name.split(".")[0]
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f'{function}("{name}",{said});\n', encoding="utf-8")
