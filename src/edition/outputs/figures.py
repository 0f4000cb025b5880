"""Write the files of each figure that a reader takes along, and the values that a page shows."""

import json
from base64 import b64decode
from collections.abc import Iterable
from pathlib import Path

from edition.charts.grammar import OURS


def write(figures: Iterable[dict], folder: Path) -> None:
    """Write CSV, SVG and PNG of each figure into a folder, and its values as a script.

    A page asks for the script when a reader first points at a value; as a script, and not as JSON,
    it loads from a disk too. _static/values.js reads it.
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
            said = json.dumps(figure["values"], ensure_ascii=False, separators=(",", ":"))
            script = f"editionValues({json.dumps(figure['name'])}, {said});\n"
            (folder / f"{figure['name']}.js").write_text(script, encoding="utf-8")
