"""Make the PDF files to hand out, by Typst: the complete edition and the reading edition.

printed_pages.py reads the built pages; _templates/typst/edition.typ says how they look, and reads
CITATION.cff and data/article/names.csv itself.
No program and no font of the system takes part.
"""

import json
import re
import shutil
import string
import tempfile
from collections import Counter
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import pikepdf
import typst
from lxml import etree

from edition.tables import DataError

from . import fonts, printed_pages

FACES = [
    Path(file)
    for files in (font_source_serif_pro.font_files_otf, font_source_sans_pro.font_files_otf)
    for face, file in files.items()
    if face.endswith(("Pro", "ProIt", "ProSemibold", "ProSemiboldIt"))
]
# The Chinese letters of references.bib and no others; data/builders/chinese_font.py makes it.
CHINESE = "_static/chinese-title.woff2"
FEATURES = ("kern", "liga", "onum", "lnum", "pnum", "tnum", "sups")
ADDED = string.printable + "\N{BULLET}\N{HYPHEN}"  # letters of our own texts, and of Typst itself
TEMPLATE = "_templates/typst/edition.typ"
READ = (TEMPLATE, "data/article/names.csv", "CITATION.cff")
ROUNDS = 6  # each makes what is still wrong tighter; a shorter page may have such a line again


def make(pages: dict[str, str], target_folder: Path, root: Path) -> list[Path]:
    """Write edition.pdf and edition-reading.pdf, both PDF/UA-1 and PDF/A-2a; return their paths.

    pages: the HTML text of each built page by its name, in the order of the book.
    root: the folder of the edition, with CITATION.cff, _templates, _static and data.
    DataError for what printed_pages refuses, a letter that no font has, an element without a form
    on paper, a name of data/article/names.csv that is not in the text.
    """
    whole, brief = target_folder / "edition.pdf", target_folder / "edition-reading.pdf"
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for file in READ:
            shutil.copy(root / file, work)
        book = printed_pages.complete(pages, work)
        printed_pages.write(book, work / "complete.xml")
        printed_pages.write(printed_pages.reading(book), work / "reading.xml")
        # Typst looks for the kerning of each pair of letters in all that a face has
        letters = set(ADDED).union(*(file.read_text("utf-8") for file in work.iterdir()))
        for face in (*FACES, root / CHINESE):
            made = fonts.cut(fonts.opened(face), letters, FEATURES)
            (work / face.name).with_suffix(".otf").write_bytes(made)
        main = work / Path(TEMPLATE).name
        setter = typst.Compiler(main, root=work, font_paths=[work], ignore_system_fonts=True)
        short: Counter[str] = Counter()  # the shorter edition tells it sooner, for both
        _print(setter, work / "reading.xml", brief, short)
        _print(setter, work / "complete.xml", whole, short)
    return [whole, brief]


def _print(setter: typst.Compiler, pages: Path, target: Path, short: Counter[str]) -> None:
    """Set one edition from its pages, again while a line stands alone, and write it packed."""
    try:
        for _ in range(ROUNDS):
            book = {"kind": pages.stem, "short": short}
            pages.with_name("book.json").write_text(json.dumps(book))
            faults = json.loads(setter.query("<faults>", field="value", one=True))
            if not faults:
                break
            short.update(faults)
        setter.compile(output=target, format="pdf", pdf_standards=["ua-1", "a-2a"])
    except RuntimeError as error:
        told = getattr(error, "diagnostic", str(error))
        if fault := _fault(told, pages):
            raise DataError(fault) from None
        raise RuntimeError(f"the {pages.stem} edition: {told}") from error
    with pikepdf.open(target, allow_overwriting_input=True) as made:
        packed = pikepdf.ObjectStreamMode.generate  # which takes it to less than half
        made.trailer.ID[0] = made.trailer.ID[1]  # Typst's digest of this file: qpdf's takes longer
        made.save(target, object_stream_mode=packed, static_id=True, fix_metadata_version=False)


def _fault(told: str, pages: Path) -> str | None:
    """Return what is wrong in the pages, by what Typst tells: where, what, and the remedy."""
    if found := re.search(r'the text `"(.+?)"` could not be displayed', told):
        path = "//*[(text() | @words | @data-label)[contains(., $found)]]"
        fault = (
            f"no font has {found[1]!r} (U+{ord(found[1][0]):04X}); for a Chinese title, make "
            f"{CHINESE} anew with data/builders/chinese_font.py, else write it with other letters"
        )
    elif found := re.search(r"assertion failed: (?:<(\w+)>)?.*", told):
        path, fault = "//*[name() = $found]", found[0].removeprefix("assertion failed: ")
    else:
        return None
    places = etree.parse(pages).xpath(path, found=found[1] or "")
    return ": ".join([*map(printed_pages.near, places[:1]), fault])
