"""Make the PDF to hand out from the built pages: WeasyPrint, notes at the foot of the page, PDF/UA-1.

Each chapter is a section that is set by itself (press.py), with room for the numbers of the pages that it refers to. The contents and the
index of names are sections too. binding.py makes one file of all, and prints the numbers.
"""

import gc
import re
from collections.abc import Iterable
from functools import partial
from itertools import chain
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import matplotlib
from bs4 import BeautifulSoup, NavigableString, Tag

from edition import tables
from edition.outputs import manifest
from edition.outputs.pages import Chapter, relink
from edition.outputs.templates import Templates
from edition.tables import values

FIRST_APPENDIX = (
    "ledger"  # this page and all after it in the table of contents are lettered appendices
)
WIDTHS = {
    10: "broad",
    5: "wide",
    0: "",
}  # tables of so many columns and more lie on pages of their own, or reach into the margins
PAGE = re.compile(r'<span class="page-of[^>]*></span>')
REFERENCE = re.compile(
    r'data-page-of="([^"]+)" data-room="'
)  # what follows has the room for the number of the page
FIGURE = "\N{FIGURE SPACE}"
CHARACTERS = {
    "page": 4300,
    "svg": 1700,
    "td": 20,
}  # about: on a page; in the room of a picture; of what a cell takes beside its text
BEGINS = re.compile(
    r'<(?:article|nav class="contents"|section class="(?:imprint|landscape|title-page)")'
)  # what begins a page
ROUNDS = 12
ROOM = {"broad": 225, "wide": 130, "": 105}  # characters in a line of a table


def make(chapters: Iterable[Chapter], metadata: dict, target: Path, root: Path, kept: Path) -> None:
    """Write the book to target; the same chapters and metadata give the same bytes, whatever is in kept, the folder of sections set before.

    OSError, from the import, where the system has no Pango; DataError where a name of data/article/names.csv is not in the text.
    """
    from edition.outputs import binding
    from edition.outputs.press import Press

    names, templates = tables.load("names"), Templates(root / "_templates" / "pdf")
    press = Press(_style(root), kept, root, manifest.common(root))
    binding.bind(
        target, *_printed(press, _texts(chapters, metadata, names, templates), names, templates)
    )
    press.tidy()


def _texts(
    chapters: Iterable[Chapter], metadata: dict, names, templates: Templates
) -> dict[str, str]:
    """Return the HTML of each section by the file that it comes from: title page, imprint and contents, then the chapters."""
    letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    parts, bodies, owner, figures = [], {}, {}, set()
    for chapter in chapters:
        article = _prepared(chapter, names)
        appendix = chapter.name == FIRST_APPENDIX or any(lettered for _, _, lettered, _ in parts)
        if appendix:
            article.h1.insert(0, f"Appendix {next(letters)}. ")
        parts.append(
            (
                chapter.name,
                article.h1.get_text(),
                appendix,
                [(h2["id"], h2.get_text()) for h2 in article.select("section > h2[id]")],
            )
        )
        owner |= {node["id"]: chapter.name for node in [article, *article.select("[id]")]}
        figures |= {node["id"] for node in article.select("figure[id]")}
        bodies[chapter.name] = str(article)
        del article, chapter
        gc.collect()  # the nodes of a tree know each other, so nothing else would free them
    texts = {"CITATION.cff": templates.fill("front.html", meta=metadata, sections=parts)}
    for name in list(bodies):
        texts[f"chapters/{name}.md"] = templates.fill(
            "chapter.html", body=relink(bodies.pop(name), partial(_lead, owner, figures, name))
        )
    return texts


def _printed(press, texts: dict[str, str], names, templates: Templates) -> tuple[Path, list[Path]]:
    """Return the file of the fonts of all sections, and those of the sections, the index of names last."""
    sections, pages = _with_room(press, texts)
    index = templates.fill("names.html", kinds=_index(names, pages))
    sections += press.set({"data/article/names.csv": index})
    return press.fonts(templates.fill("fonts.html"), sections), [
        section.file for section in sections
    ]


def _with_room(press, texts: dict[str, str]) -> tuple[list, dict[str, int]]:
    """Set the texts with room for as many figures as the pages have that they refer to; return them, and the page of each anchor.

    The number of figures is judged first by the length of the texts; a text for which this was wrong is set again.
    """
    from edition.outputs.binding import numbered

    wanted, pages = (
        {anchor for text in texts.values() for anchor in REFERENCE.findall(text)},
        _judged(texts),
    )
    for _ in range(ROUNDS):
        rooms = {anchor: FIGURE * len(str(pages[anchor])) for anchor in wanted}
        sections = press.set(
            {source: REFERENCE.sub(partial(_leave, rooms), text) for source, text in texts.items()}
        )
        pages, after = numbered((section.anchors, section.pages) for section in sections)
        pages |= {"names": after}  # the index, which comes last
        if all(len(str(pages[anchor])) == len(room) for anchor, room in rooms.items()):
            return sections, pages
    raise RuntimeError(
        f"the room for the pages that the PDF refers to still changes when it is set for the {ROUNDS}th time"
    )


def _leave(rooms: dict[str, str], reference: re.Match) -> str:
    return reference[0] + rooms[reference[1]]


def _judged(texts: dict[str, str]) -> dict[str, int]:
    """Return for each anchor the page on which it may be, by the length of the text before it, and its pictures and tables."""
    page, pages, length = CHARACTERS["page"], {}, 0
    for piece in chain.from_iterable(re.split(r"(<[^>]*>)", text) for text in texts.values()):
        if not piece.startswith("<"):
            length += len(piece)
            continue
        if BEGINS.match(piece):
            length = (length // page + 1) * page
        if anchor := re.search(r' id="([^"]+)"', piece):
            pages[anchor[1]] = length // page
        length += CHARACTERS.get(piece[1:].split()[0].rstrip(">"), 0)
    return pages | {"names": length // page + 1}


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
    """Return the article as paper wants it: notes at their marks, widths of columns, alternative texts, pages of what it refers to, names marked."""
    article = _notes_at_foot(chapter)
    for heading in article.select("section[id] > :is(h1, h2, h3, h4)"):
        heading["id"] = heading.parent.attrs.pop(
            "id"
        )  # a section may begin, empty, on the page before its heading
        for anchor in heading.find_previous_siblings("span", id=True):
            heading.insert(0, anchor.extract())
    for table in article.select("table"):
        _set_widths(table)
    for svg in article.select("svg"):
        title, text = svg.find("title"), svg.find("desc")
        if title and text:
            title.string = f"{title.get_text().strip()}. {text.get_text().strip()}"  # WeasyPrint takes the alternative text from the title
    _refer_to_pages(article)
    if article.select_one(".claim"):
        _mark_names(article, chapter.name, names)
    for mark in article.select(".claim-verdict, .emendation"):
        before = mark.previous_sibling
        before.replace_with(
            before.removesuffix(values.NBSP) + " "
        )  # bound to the word before it, WeasyPrint would leave lines short
    for mark in article.select(".footnote"):
        _hold(mark)
    return article


def _set_widths(table: Tag) -> None:
    """Give each column room for its longest word, and a share of the rest by its text; WeasyPrint's own measuring is slow."""
    columns = list(
        zip(
            *[[cell.get_text(" ") for cell in row.select("th, td")] for row in table.select("tr")],
            strict=True,
        )
    )
    width = next(width for least, width in WIDTHS.items() if len(columns) >= least)
    if width:
        _add_class(table, width)
    if width == "broad":
        _add_class(table.find_parent("section"), "landscape")
    words = [
        min(max(len(word) for text in column for word in re.split("[ \n]+", text)), 26) + 2
        for column in columns
    ]
    typical = [min(sorted(map(len, column))[len(column) * 9 // 10], 140) for column in columns]
    rest = max(ROOM[width] - sum(words), 0)
    needs = [word + rest * share / sum(typical) for word, share in zip(words, typical, strict=True)]
    for cell, need in zip(table.select_one("tr").select("th, td"), needs, strict=True):
        cell["style"] = f"width: {100 * need / sum(needs):.1f}%"


def _add_class(node: Tag, name: str) -> None:
    node["class"] = [*node.get("class", []), name]


def _notes_at_foot(chapter: Chapter) -> Tag:
    """Move the text of each note to its mark, where the style sheet floats it to the foot of the page."""
    article = chapter.article
    texts = {note["id"]: note for note in article.select("aside.footnote")}
    for mark in article.select("a.footnote-reference"):
        source = texts[mark["href"].removeprefix("#")]
        number = int(mark.get_text().strip("[]"))
        mark.name = "span"
        mark.attrs = {
            "class": "footnote",
            "id": f"note-{number}",
            "style": f"counter-set: footnote {number - 1}",
        }  # then it is counted up
        mark.clear()
        for paragraph in source.select("p"):
            mark.extend(list(paragraph.contents))
    for block in article.select("aside.footnote-list, hr.footnotes"):
        block.decompose()
    return article


def _hold(mark: Tag) -> None:
    """Hold a mark to the word before it, so that none begins a line; WeasyPrint breaks a line before a mark even where a letter forbids it."""
    before = mark.previous_sibling
    if not isinstance(before, NavigableString) or not (word := re.search(r"\S+$", before)):
        return
    held = BeautifulSoup("", "html.parser").new_tag("span", attrs={"class": "held"})
    mark.wrap(held).insert(0, word[0])
    before.replace_with(before[: word.start()])


def _refer_to_pages(article: Tag) -> None:
    """Let links of running prose, and those of the ledger to the statements, tell the page behind them."""
    for link in article.select(".ledger tr > :first-child > a[href^='#']"):
        link.append(_page_of("page-of", link))
    for link in article.select("a[href^='#']"):
        apart = (
            link.find_parent(["table", "figure"])
            or link.find_parent(class_="footnote")
            or not link.find_parent(["p", "li"])
        )
        if not apart and not {"value", "claim-verdict", "emendation"} & set(link.get("class", [])):
            before = "".join(link.find_previous_siblings(string=True)[::-1])
            kind = "page-of in-brackets" if before.count("(") > before.count(")") else "page-of"
            link.append(_page_of(kind, link))


def _page_of(kind: str, link: Tag) -> Tag:
    return BeautifulSoup("", "html.parser").new_tag(
        "span", attrs={"class": kind, "data-page-of": link["href"][1:], "data-room": ""}
    )


def _lead(
    owner: dict[str, str], figures: set[str], chapter: str, name: str, words: str
) -> tuple[str, str]:
    """Return the address of an id of the book, none for what only the screen shows; the words tell the page of figures and other chapters."""
    if name not in figures and owner.get(name, chapter) == chapter:
        words = PAGE.sub("", words)
    return (f"#{name}" if name in owner else ""), words


def _mark_names(article: Tag, chapter: str, names) -> None:
    """Set an anchor, name-<row>-<chapter>-<count>, on each name in the text; figures, tables and notes at the foot are left out."""
    rows = {form: row for row, forms in enumerate(names.forms) for form in forms.split("|")}
    found = re.compile(
        r"\b(" + "|".join(map(re.escape, sorted(rows, key=len, reverse=True))) + r")\b"
    )
    count = 0
    for text in list(article.find_all(string=found)):
        if text.find_parent(["figure", "table", "h1", "h2", "h3", "svg"]) or text.find_parent(
            class_=["footnote", "external"]
        ):
            continue
        pieces = []
        for piece in found.split(text):
            if piece in rows:
                count += 1
                mark = BeautifulSoup("", "html.parser").new_tag(
                    "span", id=f"name-{rows[piece]}-{chapter}-{count}"
                )
                mark.string = piece
                pieces.append(mark)
            elif piece:
                pieces.append(piece)
        text.replace_with(*pieces)


def _index(names, pages: dict[str, int]) -> dict[str, list[tuple[str, dict[int, str]]]]:
    """Return for each kind of name its headings, in order, each with its pages and the first anchor on each."""
    found = {row: {} for row in range(len(names))}
    for anchor, page in sorted(pages.items(), key=lambda item: (item[1], item[0])):
        if match := re.match(r"name-(\d+)-", anchor):
            found[int(match[1])].setdefault(page, anchor)
    if missing := [names.heading[row] for row, places in found.items() if not places]:
        raise tables.DataError(
            f"{tables.DATA}/article/names.csv: not found in the text of the book: {'; '.join(missing)}"
        )
    kinds = {kind: [] for kind in dict.fromkeys(names.kind)}
    for row in sorted(found, key=lambda row: names.heading[row].casefold()):
        kinds[names.kind[row]].append((names.heading[row], found[row]))
    return kinds
