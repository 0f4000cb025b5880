"""Accept the figures as they are drawn now: python tests/update_figures.py (look at _build/figures-changed.html first)."""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
ACCEPTED, DIGESTS = HERE / "figures", HERE / "figure_digests.json"


def pictures() -> dict[str, str]:
    """Return every figure in both layouts as normalised SVG: one element a line, coordinates to a tenth of a pixel."""
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


def main() -> None:
    """Write the accepted pictures and their digests; remove those of figures that are gone."""
    new = pictures()
    ACCEPTED.mkdir(exist_ok=True)
    for path in ACCEPTED.glob("*.svg"):
        if path.stem not in new:
            path.unlink()
    for name, svg in new.items():
        (ACCEPTED / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")
    DIGESTS.write_text(
        json.dumps({name: digest(svg) for name, svg in sorted(new.items())}, indent=1) + "\n",
        encoding="utf-8",
        newline="\n",
    )


if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent / "chapters"), str(HERE)]
    main()
