"""Make the PDF files to hand out, by Typst: complete edition, reading edition, one for archives.

printed_pages.py reads the built pages; _templates/typst/edition.typ says how they look, and reads
CITATION.cff and data/article/names.csv itself.
No program and no font of the system takes part.
"""

import io
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

from edition.tables import DataError

from . import fonts, printed_pages
from .printed_pages import Pages

FACES = [
    Path(folder) / f"{family}-{face}.otf"
    for folder, family in (
        (font_source_serif_pro.font_directory, "SourceSerifPro"),
        (font_source_sans_pro.font_directory, "SourceSansPro"),
    )
    for face in ("Regular", "It", "Semibold", "SemiboldIt")
]
# The Chinese letters of references.bib and no others; data/builders/chinese_font.py makes it.
CHINESE = "_static/chinese-title.woff2"
FEATURES = ("kern", "liga", "onum", "lnum", "pnum", "tnum", "sups")
ADDED = string.printable + "\N{BULLET}\N{HYPHEN}"  # letters of our own texts, and of Typst itself
TEMPLATE = "_templates/typst/edition.typ"
READ = (TEMPLATE, "data/article/names.csv", "CITATION.cff")
ROUNDS = 6  # each makes what is still wrong tighter; a shorter page may have such a line again


def make(pages: dict[str, str], target_folder: Path, root: Path) -> list[Path]:
    """Write edition.pdf, edition-reading.pdf (PDF/UA-1) and edition-reading-archive.pdf (PDF/A-2a).

    pages: the HTML text of each built page by its name, in the order of the book.
    root: the folder of the edition, with CITATION.cff, _templates, _static and data.
    DataError for a letter that no font has, an element without a form on paper, a drawing without
    alternative text, a name of data/article/names.csv that is not in the text.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for file in READ:
            shutil.copy(root / file, work)
        book = printed_pages.complete(pages, work)
        whole, brief = target_folder / "edition.pdf", target_folder / "edition-reading.pdf"
        archive = target_folder / "edition-reading-archive.pdf"
        articles = printed_pages.reading(book)
        printed_pages.write(book, work)
        faces = [_lay_out_fonts(work, root)]
        main = work / Path(TEMPLATE).name
        setter = typst.Compiler(main, root=work, font_paths=faces, ignore_system_fonts=True)
        _print(setter, work, "complete", book, {"ua-1": whole})
        printed_pages.write(articles, work)
        _print(setter, work, "reading", articles, {"ua-1": brief, "a-2a": archive})
        return [whole, brief, archive]


def _lay_out_fonts(work: Path, root: Path) -> Path:
    """Put the faces of the edition into a folder, cut to the letters of its files: Typst looks for
    the kerning of each pair of letters in all that a face has.
    """
    folder = work / "fonts"
    folder.mkdir()
    texts = (file.read_text(encoding="utf-8") for file in work.glob("*.*"))
    letters = set(ADDED).union(*texts)
    for face in (*FACES, root / CHINESE):
        made = fonts.cut(fonts.opened(face), letters, FEATURES)
        (folder / face.name).with_suffix(".otf").write_bytes(made)
    return folder


def _print(setter: typst.Compiler, work: Path, edition: str, pages: Pages, files: dict) -> None:
    """Set one edition from its pages, until no line stands alone; write a file of each profile."""
    short: Counter[str] = Counter()
    try:
        for _ in range(ROUNDS):
            told = {"kind": edition, "pages": list(pages), "short": short}
            (work / "book.json").write_text(json.dumps(told), encoding="utf-8")
            faults = json.loads(setter.query("<faults>", field="value", one=True))
            if not faults:
                break
            short.update(faults)
        for standard, target in files.items():
            made = setter.compile(format="pdf", pdf_standards=[standard])
            target.write_bytes(made if standard == "a-2a" else _packed(made))
    except RuntimeError as error:
        told = getattr(error, "diagnostic", str(error))
        if fault := _fault(told, pages):
            raise DataError(fault) from None
        raise RuntimeError(f"the {edition} edition: {told}") from error


def _fault(told: str, pages: Pages) -> str | None:
    """Return what is wrong in a page, by what Typst tells: where, what, and the remedy."""
    if found := re.search(r'the text `"(.+?)"` could not be displayed', told):
        path = "descendant::*[(text() | @words)[contains(., $found)]]"
        fault = (
            f"no font has {found[1]!r} (U+{ord(found[1][0]):04X}); for a Chinese title, make "
            f"{CHINESE} anew with data/builders/chinese_font.py, else write it with other letters"
        )
    elif found := re.search(r"assertion failed: (?:<(\w+)>)?.*", told):
        path, fault = "descendant::*[name() = $found]", found[0].removeprefix("assertion failed: ")
    else:
        return None
    for name, article in pages.items():
        for node in article.xpath(path, found=found[1] or ""):
            return f"{printed_pages.near(node, name)}: {fault}"
    return fault


def _packed(made: bytes) -> bytes:
    """Return a file with its objects packed, which takes it to less than half."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as file:
        mode = pikepdf.ObjectStreamMode.generate
        file.save(out, object_stream_mode=mode, deterministic_id=True)
    return out.getvalue()
