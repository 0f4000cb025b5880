"""Make the page's font files from the pinned font packages: small subsets as WOFF2."""

import hashlib
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from fontTools import subset

# Two ranges, so that a page without Cyrillic loads no Cyrillic; `_static/edition.css` names the same ones.
RANGES = {
    "latin": "U+0020-017F,U+02BC,U+2009-2026,U+2030-203A,U+20AC,U+2116,U+2190-2193,U+2212,U+2260,U+2264,U+2265",
    "cyrillic": "U+0400-045F,U+0490-0491,U+2116",
}
SERIF, SANS = font_source_serif_pro.font_files_ttf, font_source_sans_pro.font_files_ttf
FACES = {
    "serif": SERIF["SourceSerifPro"],
    "serif-italic": SERIF["SourceSerifProIt"],
    "serif-semibold": SERIF["SourceSerifProSemibold"],
    "sans": SANS["SourceSansPro"],
    "sans-semibold": SANS["SourceSansProSemibold"],
}
WITHOUT_CYRILLIC = {"serif-italic"}


def make(folder: Path) -> Path:
    """Write the subsets under folder, unless they are there already, and return the folder that holds fonts/."""
    home = folder / hashlib.sha256(repr((RANGES, sorted(FACES))).encode()).hexdigest()[:16]
    if home.exists():
        return home
    draft = home.with_suffix(".part")
    (draft / "fonts").mkdir(parents=True, exist_ok=True)
    for face, source in FACES.items():
        for name, unicodes in RANGES.items():
            if name == "cyrillic" and face in WITHOUT_CYRILLIC:
                continue
            out = draft / "fonts" / f"{face}-{name}.woff2"
            arguments = [source, f"--unicodes={unicodes}", "--flavor=woff2", "--layout-features=kern,liga,onum,lnum,tnum,pnum", "--no-hinting"]
            subset.main([*arguments, f"--output-file={out}", "--no-recalc-timestamp"])
    draft.rename(home)
    return home
