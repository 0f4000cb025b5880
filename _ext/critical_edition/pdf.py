"""Make the PDF to hand out from the built pages: WeasyPrint, notes at the foot of the page, PDF/UA-1."""

import copy
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import matplotlib
from jinja2 import Environment, FileSystemLoader

from .book import Chapter

HERE = Path(__file__).parent


def make(chapters: list[Chapter], metadata: dict, target: Path, root: Path) -> None:
    """Write the book to target; the same chapters and metadata give the same bytes.

    OSError, from the import, where the system has no Pango.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    bodies = [(chapter, str(_notes_at_foot(chapter))) for chapter in chapters]
    templates = Environment(loader=FileSystemLoader(root / "_templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    page = templates.get_template("book.html").render(meta=metadata, bodies=bodies)
    fonts = FontConfiguration()
    faces = {
        "serif": font_source_serif_pro.font_directory,
        "sans": font_source_sans_pro.font_directory,
        "mono": f"{matplotlib.get_data_path()}/fonts/ttf",
        "static": str(root / "_static"),
    }
    style = (root / "_templates" / "print.css").read_text(encoding="utf-8")
    for name, folder in faces.items():
        style = style.replace(f"{name}://", f"{Path(folder).as_uri()}/")
    document = HTML(string=page, base_url=str(root))
    identifier = f"{metadata['title']} {metadata['version']}".encode()
    document.write_pdf(
        target,
        stylesheets=[CSS(string=style, font_config=fonts)],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier,
        optimize_images=True,
    )


def _set_widths(table) -> None:
    """Give each column room by its text; WeasyPrint's own measuring of a long table is slow."""
    columns = list(zip(*[[cell.get_text(" ") for cell in row.select("th, td")] for row in table.select("tr")], strict=True))
    needs = []
    for column in columns:
        longest_word = max(len(word) for text in column for word in text.split() or [""])
        typical = sorted(map(len, column))[len(column) * 9 // 10]
        needs.append(max(min(longest_word, 16), min(typical, 140) ** 0.8) + 2)
    for cell, need in zip(table.select_one("tr").select("th, td"), needs, strict=True):
        cell["style"] = f"width: {100 * need / sum(needs):.1f}%"


def _notes_at_foot(chapter: Chapter):
    """Move the text of each note to its mark, where the style sheet floats it to the foot of the page."""
    article = copy.copy(chapter.article)
    texts = {note["id"]: note for note in article.select("aside.footnote")}
    for mark in article.select("a.footnote-reference"):
        source = texts[mark["href"].removeprefix("#")]
        number = int(mark.get_text().strip("[]"))
        mark.name = "span"
        mark.attrs = {"class": "footnote", "id": f"note-{number}", "style": f"counter-set: footnote {number - 1}"}  # then it is counted up
        mark.clear()
        for paragraph in source.select("p"):
            mark.extend(list(paragraph.contents))
    for block in article.select("aside.footnote-list, hr.footnotes"):
        block.decompose()
    for table in article.select("table"):
        _set_widths(table)
    return article
