"""The page's fonts, out of the pinned font packages, cut to the characters that the pages use."""

import hashlib
import shutil
import tempfile
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from fontTools import subset

SERIF, SANS = font_source_serif_pro.font_files_ttf, font_source_sans_pro.font_files_ttf
FACES = {
    "serif": SERIF["SourceSerifPro"],
    "serif-italic": SERIF["SourceSerifProIt"],
    "serif-semibold": SERIF["SourceSerifProSemibold"],
    "sans": SANS["SourceSansPro"],
    "sans-semibold": SANS["SourceSansProSemibold"],
}
# Kerning where it shows, old-style figures in the text; lining figures are the fonts' own.
FEATURES = {"serif": "kern,liga,onum", "serif-semibold": "kern,liga,onum", "serif-italic": "onum"}


def cut(source: Path, letters: set[str], target: Path) -> None:
    """Write a WOFF2 file with only these characters; one that was cut before is copied from the temporary folder."""
    text, features = "".join(sorted(letters)), FEATURES.get(target.stem, "")
    name = hashlib.sha256(source.read_bytes() + text.encode() + features.encode()).hexdigest()[:24]
    kept = Path(tempfile.gettempdir()) / "critical-edition-fonts" / f"{name}.woff2"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        draft = kept.with_suffix(f".{id(text)}.part")
        options = [f"--text={text}", "--flavor=woff2", f"--layout-features={features}", "--no-hinting", "--no-recalc-timestamp"]
        subset.main([str(source), *options, f"--output-file={draft}"])
        draft.replace(kept)
    target.parent.mkdir(exist_ok=True)
    shutil.copy(kept, target)
