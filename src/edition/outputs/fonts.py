"""The fonts of the pages and of the EPUB, cut to the characters that the pages use."""

import hashlib
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from fontTools import subset

SERIF, SANS = font_source_serif_pro.font_files_ttf, font_source_sans_pro.font_files_ttf
# _static/edition.css and _templates/epub/style.css name the files of these faces
FACES = {
    "serif": SERIF["SourceSerifPro"],
    "serif-italic": SERIF["SourceSerifProIt"],
    "serif-semibold": SERIF["SourceSerifProSemibold"],
    "sans": SANS["SourceSansPro"],
    "sans-semibold": SANS["SourceSansProSemibold"],
}
# Kerning where it shows, old-style figures in the text; lining figures are the fonts' own.
FEATURES = {"serif": "kern,liga,onum", "serif-semibold": "kern,liga,onum", "serif-italic": "onum"}


def cut(source: Path, letters: set[str], kept: Path, features: str = "") -> bytes:
    """Return the font as WOFF2 with only these characters and OpenType features.

    One that was cut before is taken from the folder kept.
    """
    text = "".join(sorted(letters))
    name = hashlib.sha256(source.read_bytes() + text.encode() + features.encode()).hexdigest()[:24]
    file = kept / f"{name}.woff2"
    if not file.exists():
        kept.mkdir(exist_ok=True)
        draft = file.with_suffix(".part")
        options = [
            f"--text={text}",
            "--flavor=woff2",
            f"--layout-features={features}",
            "--no-hinting",
            "--no-recalc-timestamp",
        ]
        subset.main([str(source), *options, f"--output-file={draft}"])
        draft.replace(file)
    return file.read_bytes()
