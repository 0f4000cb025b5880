"""The fonts of the pages, of the EPUB and of the PDF files, cut to the letters that these use."""

import io
from collections.abc import Iterable
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import uharfbuzz
from fontTools.ttLib import TTFont, woff2

from edition import kept

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
FEATURES = {
    "serif": ("kern", "liga", "onum"),
    "serif-semibold": ("kern", "liga", "onum"),
    "serif-italic": ("onum",),
}


def cut(font: bytes, letters: Iterable[str], features: Iterable[str] = ()) -> bytes:
    """Return the font with only these characters and OpenType features, and without hints."""
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    wanted.unicode_set.update(map(ord, letters))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode()) for tag in features)
    return bytes(uharfbuzz.subset(uharfbuzz.Face(font), wanted).blob.data)


def for_pages(source: Path, letters: set[str], features: Iterable[str] = ()) -> bytes:
    """Return the font of a file, cut, as WOFF2; one that was cut before is kept."""
    text = "".join(sorted(letters))

    def made() -> bytes:
        packed = io.BytesIO()
        font = TTFont(io.BytesIO(cut(opened(source), text, features)), recalcTimestamp=False)
        font.flavor = "woff2"
        font.save(packed)
        return packed.getvalue()

    return kept.raw("font", [source.read_bytes(), text.encode(), repr(features).encode()], made)


def opened(source: Path) -> bytes:
    """Return the font of a file as TrueType or OpenType; WOFF2 is unpacked."""
    if source.suffix != ".woff2":
        return source.read_bytes()
    plain = io.BytesIO()
    woff2.decompress(source, plain)
    return plain.getvalue()
