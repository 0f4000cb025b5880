"""Make the PDF to hand out from the built pages: WeasyPrint, notes at the foot of the page, PDF/UA-1.

The book is laid out once; the index of names, which stands at its end, is laid out after it, when the pages are known.
"""

import copy
import re
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import font_source_sans_pro
import font_source_serif_pro
import matplotlib
from bs4 import BeautifulSoup, Tag
from edition import tables

from .book import Chapter
from .templates import Templates

FIRST_APPENDIX = "ledger"  # this page and all after it in the table of contents are lettered appendices
WIDTHS = {10: "broad", 6: "wide", 0: ""}  # tables of so many columns and more lie on pages of their own, or reach into the margins
DECIMALS = {b"m": 2, b"l": 2, b"c": 2, b"Tm": 2, b"rg": 3, b"RG": 3}  # of the operands of a drawing operation
HEIGHT = 841.89  # of a page, in points
ROOM = {"broad": 225, "wide": 130, "": 105}  # characters in a line of a table


def make(chapters: list[Chapter], metadata: dict, target: Path, root: Path) -> None:
    """Write the book to target; the same chapters and metadata give the same bytes.

    OSError, from the import, where the system has no Pango; DataError where a name of data/article/names.csv is not in the text.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    names = tables.load("names")
    articles = {chapter.name: _prepared(chapter, names) for chapter in chapters}
    order = [chapter.name for chapter in chapters]
    appendices = order[order.index(FIRST_APPENDIX) :] if FIRST_APPENDIX in order else []
    for letter, name in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", appendices, strict=False):
        articles[name].h1.insert(0, f"Appendix {letter}. ")
    _refer_to_pages(articles)
    templates = Templates(root / "_templates" / "pdf")
    sections = [
        (name, article.h1.get_text(), name in appendices, [(h2.parent["id"], h2.get_text()) for h2 in article.select("section[id] > h2")])
        for name, article in articles.items()
    ]
    fonts = FontConfiguration()
    style = CSS(string=_style(root), font_config=fonts)

    def layout(template: str, *more: CSS, **values):
        page = HTML(string=templates.fill(template, meta=metadata, **values), base_url=str(root))
        return page.render(stylesheets=[style, *more], font_config=fonts, pdf_variant="pdf/ua-1", optimize_images=True)

    body = layout("book.html", sections=sections, bodies=map(str, articles.values()))
    before = body.pages[:-1]  # the last page only keeps the place of the index
    go_on = CSS(string=f"@page :first {{ counter-reset: page {len(before) + 1} }}")
    index = layout("names.html", go_on, kinds=_index(names, before))
    with _richer_tags():
        body.copy([*before, *index.pages]).write_pdf(
            target,
            finisher=_leaner,
            pdf_variant="pdf/ua-1",
            pdf_identifier=f"{metadata['title']} {metadata['version']}".encode(),
            optimize_images=True,
        )


def _style(root: Path) -> str:
    """Return the style sheet with the folders of the fonts written in."""
    faces = {
        "serif": font_source_serif_pro.font_directory,
        "sans": font_source_sans_pro.font_directory,
        "mono": f"{matplotlib.get_data_path()}/fonts/ttf",
        "static": str(root / "_static"),
    }
    style = (root / "_templates" / "pdf" / "style.css").read_text(encoding="utf-8")
    for name, folder in faces.items():
        style = style.replace(f"{name}://", f"{Path(folder).as_uri()}/")
    return style


def _prepared(chapter: Chapter, names) -> Tag:
    """Return a copy of the article as paper wants it: notes at their marks, widths of columns, alternative texts, names marked."""
    article = _notes_at_foot(chapter)
    for table in article.select("table"):
        _set_widths(table)
    for svg in article.select("svg"):
        title, text = svg.find("title"), svg.find("desc")
        if title and text:
            title.string = f"{title.get_text().strip()}. {text.get_text().strip()}"  # WeasyPrint takes the alternative text from the title
    if article.select_one(".claim"):
        _mark_names(article, chapter.name, names)
    return article


def _set_widths(table: Tag) -> None:
    """Give each column room for its longest word, and a share of the rest by its text; WeasyPrint's own measuring is slow."""
    columns = list(zip(*[[cell.get_text(" ") for cell in row.select("th, td")] for row in table.select("tr")], strict=True))
    width = next(width for least, width in WIDTHS.items() if len(columns) >= least)
    if width:
        _add_class(table, width)
    if width == "broad":
        _add_class(table.find_parent("section"), "landscape")
    words = [min(max(len(word) for text in column for word in text.split() or [""]), 18) + 2 for column in columns]
    typical = [min(sorted(map(len, column))[len(column) * 9 // 10], 140) for column in columns]
    rest = max(ROOM[width] - sum(words), 0)
    needs = [word + rest * share / sum(typical) for word, share in zip(words, typical, strict=True)]
    for cell, need in zip(table.select_one("tr").select("th, td"), needs, strict=True):
        cell["style"] = f"width: {100 * need / sum(needs):.1f}%"


def _add_class(node: Tag, name: str) -> None:
    node["class"] = [*node.get("class", []), name]


def _notes_at_foot(chapter: Chapter) -> Tag:
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
    return article


def _refer_to_pages(articles: dict[str, Tag]) -> None:
    """Mark the links of running prose that lead to another chapter or to a figure: the style sheet sets the page behind them."""
    owner = {node["id"]: name for name, article in articles.items() for node in [article, *article.select("[id]")]}
    figures = {f"#{node['id']}" for article in articles.values() for node in article.select("figure[id]")}
    for name, article in articles.items():
        for link in article.select("p a[href^='#'], li a[href^='#']"):
            apart = link.find_parent(["table", "figure"]) or link.find_parent(class_="footnote")
            apart = apart or {"value", "claim-verdict"} & set(link.get("class", []))
            target = link["href"][1:]
            if target not in owner:
                link.unwrap()  # it leads to what only the screen shows
            elif not apart and (owner[target] != name or link["href"] in figures):
                link.append(BeautifulSoup("", "html.parser").new_tag("span", attrs={"class": "page-of", "data-target": link["href"]}))


def _mark_names(article: Tag, chapter: str, names) -> None:
    """Set an anchor, name-<row>-<chapter>-<count>, on each name in the text; figures, tables and notes at the foot are left out."""
    rows = {form: row for row, forms in enumerate(names.forms) for form in forms.split("|")}
    found = re.compile(r"\b(" + "|".join(map(re.escape, sorted(rows, key=len, reverse=True))) + r")\b")
    count = 0
    for text in list(article.find_all(string=found)):
        if text.find_parent(["figure", "table", "h1", "h2", "h3", "svg"]) or text.find_parent(class_=["footnote", "external"]):
            continue
        pieces = []
        for piece in found.split(text):
            if piece in rows:
                count += 1
                mark = BeautifulSoup("", "html.parser").new_tag("span", id=f"name-{rows[piece]}-{chapter}-{count}")
                mark.string = piece
                pieces.append(mark)
            elif piece:
                pieces.append(piece)
        text.replace_with(*pieces)


def _index(names, pages: list) -> dict[str, list[tuple[str, dict[int, str]]]]:
    """Return for each kind of name its headings, in order, each with its pages and the first anchor on each."""
    found, seen = {row: {} for row in range(len(names))}, set()
    for number, page in enumerate(pages, start=1):
        fresh = page.anchors.keys() - seen  # a name that is divided by the end of the page counts where it begins
        seen |= fresh
        for anchor in sorted(fresh):
            if match := re.match(r"name-(\d+)-", anchor):
                found[int(match[1])].setdefault(number, anchor)
    if missing := [names.heading[row] for row, places in found.items() if not places]:
        raise tables.DataError(f"{tables.DATA}/article/names.csv: not found in the text of the book: {'; '.join(missing)}")
    kinds = {kind: [] for kind in dict.fromkeys(names.kind)}
    for row in sorted(found, key=lambda row: names.heading[row].casefold()):
        kinds[names.kind[row]].append((names.heading[row], found[row]))
    return kinds


@contextmanager
def _richer_tags():
    """Mend WeasyPrint's tags where version 70 leaves something out: languages, the scope of header cells, notes, boxes in points.

    Running heads and page numbers, which version 70 marks as text that belongs to nothing, are marked as artefacts of the page.
    """
    import pydyf
    from weasyprint import draw as drawing
    from weasyprint.formatting_structure.boxes import MarginBox
    from weasyprint.pdf import tags

    plain, plain_draw, plain_references = tags._build_box_tree, drawing.draw_stacking_context, pydyf.PDF.page_references
    made = {}  # number of pages: the references to them; made anew at each tag they take a time that grows with the square of the pages

    def references(file):
        count = file.pages["Count"]
        if count not in made:
            made[count] = plain_references.fget(file)
        return made[count]

    def draw(stream, context):
        if not isinstance(context.box, MarginBox):
            plain_draw(stream, context)
            return
        stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
        kept, stream._tags = stream._tags, None  # nothing within is marked a second time
        plain_draw(stream, context)
        stream._tags = kept
        stream.end_marked_content()

    def build(box, *rest):
        if isinstance(box, MarginBox):
            return
        node, kind = getattr(box, "element", None), getattr(box, "element_tag", None)
        for element in plain(box, *rest):
            if node is not None and kind == node.tag and kind not in ("html", "body"):
                if node.get("lang"):
                    element["Lang"] = pydyf.String(node.get("lang"))
                if element["S"] == "/TH":
                    element["A"]["Scope"] = "/Row" if node.get("scope") == "row" else "/Column"
                if element["S"] == "/Figure":
                    left, top, right, bottom = (0.75 * side for side in element["A"]["BBox"])
                    element["A"]["BBox"] = pydyf.Array((left, HEIGHT - bottom, right, HEIGHT - top))
                if element["S"] == "/Span" and node.get("class") == "footnote":
                    element["S"], element["ID"] = "/Note", pydyf.String(f"note-{element.number}")
            yield element

    with (
        patch.object(tags, "_build_box_tree", build),
        patch.object(drawing, "draw_stacking_context", draw),
        patch.object(pydyf.PDF, "page_references", property(references)),
    ):
        yield


def _leaner(document, pdf) -> None:
    """Make the file lighter: headers of cells by scope alone, lines and curves to a hundredth of a pixel."""
    import pydyf

    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream):
            thing.stream = [_rounded(part) if isinstance(part, bytes) else part for part in thing.stream]
        elif isinstance(thing, dict) and thing.get("S") in ("/TD", "/TH"):
            thing.pop("ID", None)
            thing["A"].pop("Headers", None)
            if len(thing["A"]) == 1:
                thing.pop("A")


def _rounded(part: bytes) -> bytes:
    """Return an operation with no more decimals than can be seen: two for lines, curves and places of text, three for colours."""
    places = DECIMALS.get(part.rsplit(b" ", 1)[-1])
    return re.sub(rb"(\.\d{%d})\d+" % places, rb"\1", part) if places else part
