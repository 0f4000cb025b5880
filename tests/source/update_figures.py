"""The pictures as they are drawn now, and those that were accepted: make accept WHAT=voting-wide.

Look at _build/figures-changed.html first, which `make test` writes when one has changed.
"""

import json
import re
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
ACCEPTED, DIGESTS = HERE / "figures", HERE / "figure_digests.json"


def pictures() -> dict[str, str]:
    """Return every figure in both layouts as SVG: an element a line, tenths of a pixel."""
    from figure_cases import CASES

    from edition.charts.grammar import NARROW, WIDE

    charts = [case.chart() for case in CASES]
    return {
        f"{chart.name}-{layout.name}": normalised(chart.svg(layout))
        for chart in charts
        for layout in (WIDE, NARROW)
    }


def normalised(svg: str) -> str:
    return (
        re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.1f}", svg).replace("><", ">\n<")
        + "\n"
    )


def digest(svg: str) -> str:
    return sha256(svg.encode()).hexdigest()


def accept(name: str, svg: str | None) -> None:
    """Write one accepted picture and its digest, or remove both; all others stay as they are."""
    known = json.loads(DIGESTS.read_text(encoding="utf-8"))
    path = ACCEPTED / f"{name}.svg"
    if svg is None:
        path.unlink(missing_ok=True)
        known.pop(name, None)
    else:
        path.write_text(svg, encoding="utf-8", newline="\n")
        known[name] = digest(svg)
    text = json.dumps(dict(sorted(known.items())), indent=1)
    DIGESTS.write_text(f"{text}\n", encoding="utf-8", newline="\n")
