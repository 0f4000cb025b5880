"""Make _static/chinese-title.woff2: the few Chinese characters of references.bib, from a font.

    python data/builders/chinese_font.py noto-sans-sc-chinese-simplified-400-normal.woff2

The font is Noto Sans SC (SIL Open Font License 1.1), from the npm package
@fontsource/noto-sans-sc 5.3.0. The space between the characters is taken from it too.
"""

import re
import sys
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parents[2]


def main(font: Path) -> None:
    """Write the characters of the font that titles in references.bib need."""
    entries = (ROOT / "references.bib").read_text(encoding="utf-8")
    text = " " + "".join(sorted(set(re.findall(r"[\u3000-\u9fff]", entries))))
    out = ROOT / "_static" / "chinese-title.woff2"
    options = ["--flavor=woff2", "--no-hinting", "--no-recalc-timestamp"]
    subset.main([str(font), f"--text={text}", *options, f"--output-file={out}"])
    print(f"{out}: {len(text)} characters, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
