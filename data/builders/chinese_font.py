"""Make _static/chinese-title.woff2: the few Chinese characters of references.bib, and the space.

    python data/builders/chinese_font.py noto-sans-sc-chinese-simplified-400-normal.woff2

The font is Noto Sans SC (SIL Open Font License 1.1), from the npm package @fontsource/noto-sans-sc 5.3.0.
"""

import re
import sys
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parents[2]
text = " " + "".join(
    sorted(
        set(re.findall(r"[\u3000-\u9fff]", (ROOT / "references.bib").read_text(encoding="utf-8")))
    )
)
out = ROOT / "_static" / "chinese-title.woff2"
subset.main(
    [
        sys.argv[1],
        f"--text={text}",
        "--flavor=woff2",
        "--no-hinting",
        "--no-recalc-timestamp",
        f"--output-file={out}",
    ]
)
print(f"{out}: {len(text)} characters, {out.stat().st_size} bytes")
