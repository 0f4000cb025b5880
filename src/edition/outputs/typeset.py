"""Make the PDF files to hand out, by Typst: complete edition, reading edition, one for archives.

printed_pages.py reads the built pages, typst_source.py writes them in the language of Typst,
_templates/typst/edition.typ says how they look.
No program and no font of the system takes part.
"""

import csv
import io
import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import pikepdf
import typst
from fontTools.ttLib import TTFont

from edition.references import notes
from edition.tables import DataError

from . import printed_pages
from .printed_pages import Page
from .typst_source import Book, Chapter, Names, near, places

FACES = [
    Path(folder) / f"{family}-{face}.ttf"
    for folder, family in (
        (font_source_serif_pro.font_directory, "SourceSerifPro"),
        (font_source_sans_pro.font_directory, "SourceSansPro"),
    )
    for face in ("Regular", "It", "Semibold", "SemiboldIt")
]
# The Chinese letters of references.bib and no others; data/builders/chinese_font.py makes it.
CHINESE = "_static/chinese-title.woff2"
TAG = re.compile("<[^>]*>")
UNSEEN = "\n\N{ZERO WIDTH SPACE}"  # needs no letter of a font
ROUNDS = 6  # each makes what is still wrong tighter; a shorter page may have such a line again


def make(pages: dict[str, str], metadata: dict, target_folder: Path, root: Path) -> list[Path]:
    """Write edition.pdf, edition-reading.pdf (PDF/UA-1) and edition-reading-archive.pdf (PDF/A-2a).

    pages: the HTML text of each built page by its name, in the order of the book.
    metadata: CITATION.cff.
    root: the folder of the edition, with _templates, _static and data.
    DataError for a letter that no font has, an element without a form on paper, a drawing without
    alternative text, a name of data/article/names.csv that is not in the text.
    """
    names = Names(_rows(root / "data" / "article" / "names.csv"))
    book = printed_pages.complete(pages)
    reading = printed_pages.reading(book)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        letters = _lay_out_fonts(work / "fonts", root)
        shutil.copy(root / "_templates" / "typst" / "edition.typ", work)
        extra = [page for page in reading if page not in book]
        _lay_out_pages(work, book, extra, names, letters)
        whole = {"ua-1": target_folder / "edition.pdf"}
        brief = {
            "ua-1": target_folder / "edition-reading.pdf",
            "a-2a": target_folder / "edition-reading-archive.pdf",
        }
        made = [*_print(work, book, {**_told(metadata), "whole": True, "names": names.rows}, whole)]
        return [
            *made,
            *_print(work, reading, {**_told(metadata), "whole": False, "names": []}, brief),
        ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _lay_out_pages(
    work: Path, book: list[Page], extra: list[Page], names: Names, letters: set[str]
) -> None:
    """Write the pages in the language of Typst, a file each, and their drawings.

    The two editions share them. DataError as make() says.
    """
    shared = Book(book, names)
    for page in [*book, *extra]:
        _check_letters(page, letters)
        shared.placed -= places([page]) if page in extra else set()
        source = Chapter(page, shared).source()
        (work / f"{page.name}.typ").write_text(
            f'#import "edition.typ": *\n{source}', encoding="utf-8"
        )
        for number, drawing in page.drawings.items():
            (work / f"{number}.svg").write_text(drawing, encoding="utf-8")
    if lost := shared.wanted - shared.placed:
        raise DataError(f"links lead to what is not printed: {', '.join(sorted(lost))}")
    if missing := names.missing():
        raise DataError(
            f"data/article/names.csv: not in the text of the article: {'; '.join(missing)}"
        )


def _told(metadata: dict) -> dict:
    """Return what title page and imprint say, from CITATION.cff."""
    original, day = metadata["references"][0], date.fromisoformat(str(metadata["date-released"]))
    author = original["authors"][0]
    return {
        "title": metadata["title"],
        "authors": [person["name"] for person in metadata["authors"]],
        "abstract": metadata["abstract"],
        "keywords": metadata["keywords"],
        "message": metadata["message"],
        "version": metadata["version"],
        "date": [day.year, day.month, day.day],
        "day": notes.when(str(day)),
        "original": {
            "author": f"{author['given-names']} {author['family-names']}",
            "title": original["title"],
            "series": f"{original['collection-title']} n° {original['number']}",
            "publisher": original["institution"]["name"],
            "day": notes.when(str(original["date-published"])),
            "url": original["url"],
        },
    }


def _lay_out_fonts(folder: Path, root: Path) -> set[str]:
    """Put the faces that the edition uses into a folder; return the letters that they have."""
    folder.mkdir()
    for face in FACES:
        shutil.copy(face, folder)
    chinese = TTFont(root / CHINESE, recalcTimestamp=False)
    chinese.flavor = None
    chinese.save(folder / "chinese.ttf")
    fonts = [chinese, *(TTFont(face, lazy=True) for face in FACES if face.stem.endswith("Regular"))]
    return set(UNSEEN) | {chr(code) for font in fonts for code in font.getBestCmap()}


def _check_letters(page: Page, letters: set[str]) -> None:
    """Raise DataError for the first letter that no font has, with the place and the remedy."""
    texts = [(node, (node.text or "") + (node.tail or "")) for node in page.article.iter()]
    texts += [
        (f"drawing {number}", TAG.sub("", drawing)) for number, drawing in page.drawings.items()
    ]
    for place, text in texts:
        if missing := set(text) - letters:
            letter = min(missing)
            where = place if isinstance(place, str) else near(place, page.name)
            raise DataError(
                f"{page.name}.html, {where}: no font has {letter!r} (U+{ord(letter):04X}); for a "
                f"Chinese title, make {CHINESE} anew with data/builders/chinese_font.py, else "
                "write it with other letters"
            )


def _print(
    work: Path, printed: list[Page], told: dict, standards: dict[str, Path]
) -> Iterator[Path]:
    """Set one file from its pages, write it in the profile of each standard, and yield the paths.

    told is what title page and imprint say.
    """
    headings = sum(node.tag in ("h1", "h2") for page in printed for node in page.article.iter())
    _write(work / "metadata.json", {**told, "headings": headings})
    _write(work / "places.json", dict.fromkeys(sorted(places(printed)), True))
    includes = "".join(f'#include "{page.name}.typ"\n' for page in printed)
    main = work / "main.typ"
    main.write_text(
        f'#import "edition.typ": *\n#show: edition\n{includes}#index-of-names()\n#faults()\n',
        encoding="utf-8",
    )
    setter = typst.Compiler(main, root=work, font_paths=[work / "fonts"], ignore_system_fonts=True)
    try:
        short: Counter[str] = Counter()
        for _ in range(ROUNDS):
            _write(work / "short.json", dict(sorted(short.items())))
            faults = set(json.loads(setter.query("<faults>", field="value", one=True)))
            if not faults:
                break
            short.update(faults)
        for standard, target in standards.items():
            made = setter.compile(format="pdf", pdf_standards=[standard])
            target.write_bytes(_packed(made, archive=standard.startswith("a-")))
            yield target
    except RuntimeError as error:
        told = getattr(error, "diagnostic", str(error))
        raise RuntimeError(
            f"{' and '.join(path.name for path in standards.values())}: {told}"
        ) from error


def _packed(made: bytes, archive: bool) -> bytes:
    """Return a file with its objects packed, which takes it to less than half.

    PDF/A forbids lengths of streams that could be read in two ways, as of one whose last byte is a
    carriage return: a line feed follows. In an archive such a one gets another byte, which says
    nothing; if a pack of objects is such a one, they are not packed.
    """
    with pikepdf.open(io.BytesIO(made)) as file:
        for thing in file.objects if archive else ():
            if isinstance(thing, pikepdf.Stream) and thing.read_raw_bytes().endswith(b"\r"):
                longer = thing.read_bytes() + b"\n"
                thing.write(longer)
                if "/Length1" in thing:
                    thing.Length1 = len(longer)
        for mode in (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable):
            out = io.BytesIO()
            file.save(out, object_stream_mode=mode, deterministic_id=True)
            if not archive or b"\r\nendstream" not in out.getvalue():
                break
    return out.getvalue()


def _write(path: Path, value) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
