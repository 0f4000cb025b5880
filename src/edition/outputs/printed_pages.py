"""Read the built pages as paper wants them: a tree each, ids of their own, no aid of a screen.

The reading edition is chosen here, too: some of the trees, the tests in brief, and the
bibliography of what these cite.
"""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, builder

from edition.outputs.pages import CASE, parsed
from edition.tables import DataError

Pages = dict[str, HtmlElement]  # articles by the names of their pages (soft_power), in order

ARTICLE = ("introduction", "theory", "soft_power", "economic_power", "military_power", "conclusion")
FRONT, FRONT_TITLE = "index", "About this edition"  # on paper the title page has the page's title
FIRST_APPENDIX = "ledger"  # this page and all after it, in the order of _toc.yml, are lettered
ABSTRACT = ("index-abstract", "index-the-abstract-in-other-languages")  # ids of its headings
# heads of the tables of verdicts (edition.listings.judged) as the tests in brief show them
VERDICTS = ("Statement", "Question", "Estimate", "Verdict")
# Of these classes and tags a reader of paper has no use: aids of a screen, code, and the folded
# tables of all rows, whose files are named beside them.
SCREEN = {"headerlink", "claim-link", "chart-files", "chart-narrow", "chart-data", "backrefs"}
SCREEN |= {"chart-small", "screen-only", "toctree-wrapper", "hide", "fn-bracket", "label"}
SCREEN |= {"cell_input", "boxes"}  # boxes: the statements, which the ledger lists
SCREEN_TAGS = {"script", "style", "button", "input", "template", "hr", "summary"}
# Tables that serve on a screen, where one searches them, and not on paper.
PAGE_ONLY = (
    "Every result that the edition states",
    "Pages that transcribed tables quote",
    "Corrections",
)
ROOM = 122  # letters in a line of a table
BROAD = 6  # columns: a table with so many, for which a line has no room, becomes a list
CELL, TYPICAL = 30, 140  # letters: cells as short stand in one line; no column gets more for others
SHORT = 40  # letters: a longer field of such a list begins a line
MARK = "\N{REPLACEMENT CHARACTER}"
HEADINGS = ("h1", "h2", "h3", "h4")
HOLDERS = {"article", "section", "div", "ul", "ol", "dl", "table", "thead", "tbody", "tr", "figure"}
HOLDERS |= {"blockquote"}
# References within these, and those of these classes, tell no page.
UNTOLD = {"aside", "figure", "table", *HEADINGS}
SILENT = {"footnote-reference", "claim-verdict", "emendation", "value", "term"}
FACE = "Source Sans Pro"  # of the words in drawings; edition.typ names it, too
COLOUR = re.compile(r"var\(--[\w-]+, ?(#\w+)\)")
# attributes that the template reads
READ = {"class", "place", "href", "lang", "told", "note", "letters", "number", "name", "before"}
READ |= {"columns", "src", "alt", "ratio"}
MAIN = "book.typ"
CURVE = "-curve"  # so end the ids of the figures with all specifications of a test


def classes(node: HtmlElement) -> set[str]:
    """Return the classes of an element."""
    return set(node.get("class", "").split())


def words(node: HtmlElement) -> str:
    """Return the text of an element in one line; spaces that hold words together stay."""
    return re.sub(r"[ \t\r\n]+", " ", node.text_content()).strip(" ")


def complete(pages: dict[str, str], folder: Path) -> Pages:
    """Return all pages, from their HTML in the order of the book; appendices are lettered.

    The drawings are written into a folder. DataError for a page without an article, a drawing
    without alternative text, a mark without its note.
    """
    book = {name: _read(name, text, set(pages), folder) for name, text in pages.items()}
    _move_places(book)
    _mark_places(book)
    appendices = list(book)[list(book).index(FIRST_APPENDIX) :] if FIRST_APPENDIX in book else []
    for letter, name in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", appendices, strict=False):
        title = book[name].find(".//h1")
        title.text = f"Appendix {letter}. {title.text}"
    if FRONT in book:
        book[FRONT].find(".//h1").text = FRONT_TITLE
    return book


def _read(name: str, text: str, names: set[str], folder: Path) -> HtmlElement:
    found = parsed(text).find_class("bd-article")
    if not found:
        raise DataError(f"{name}.html: no element of the class bd-article, so nothing to print")
    article = found[0]
    nodes = list(article.iter())  # lxml makes no node twice while one holds it
    for node in nodes:
        unseen = not isinstance(node.tag, str) or node.tag in SCREEN_TAGS or "hidden" in node.attrib
        rows = node.tag == "details" and "table" in classes(node)
        if node is not article and (unseen or rows or classes(node) & SCREEN):
            node.drop_tree()
    for number, drawing in enumerate(list(article.iter("svg"))):
        _draw(drawing, name, folder / f"{name}-{number}.svg")
    _name_places(article, name, names)
    for table in list(article.iter("table")):
        caption = table.findtext("caption")
        if caption in PAGE_ONLY:
            rows = len(table.findall("tbody/tr"))
            address = builder.CODE(f"chapters/{name}.html")
            shown = builder.P(f"{caption}: {rows} rows, on the page ", address, ".")
            table.getparent().replace(table, shown)
    _tell_pages(article, name)
    _bring_notes(article, name)
    for node in list(article.iter()):
        _tidy(node)
    return article


def near(node: HtmlElement, name: str) -> str:
    """Return where an element stands, for a message: page, tag, the nearest id."""
    ids = [above.get("id") for above in (node, *node.iterancestors()) if above.get("id")]
    return f"{name}.html, <{node.tag}> at {(ids or ['its top'])[0]}"


def _name_places(article: HtmlElement, name: str, names: set[str]) -> None:
    """Begin each id with the name of its page, and let links lead to it: #soft_power-s04."""
    for node in article.iter():
        if "id" in node.attrib:
            node.set("id", f"{name}-{node.get('id')}")
        page, _, fragment = node.get("href", "").partition("#")
        page = page.removesuffix(".html") or name
        if node.get("href") and page in names:
            node.set("href", f"#{page}-{fragment}" if fragment else f"#{page}")


def _draw(drawing: HtmlElement, name: str, file: Path) -> None:
    """Write a drawing into a file, and put its name where it stood; a curve is told in words."""
    told = [(drawing.findtext(part) or "").strip().rstrip(".") for part in ("title", "desc")]
    if not all(told):
        raise DataError(
            f"{near(drawing, name)}: this drawing has no alternative text; "
            "its SVG needs a title and a desc"
        )
    _, _, width, height = map(float, drawing.get("viewbox").split())
    image = builder.IMG(src=file.name, alt=". ".join(told) + ".", ratio=f"{height / width:.3f}")
    image.set("words", words(drawing))  # for a message that speaks of one
    chart = drawing.getparent()
    if chart.get("id", "").endswith(CURVE):
        rows = f"downloads/figures/{chart.get('id').removeprefix('chart-')}.csv"
        image = builder.P(f"{told[1]}. Each is a row of ", builder.CODE(rows), ".")
        image.set("class", "chart-note")
        next(chart.iterancestors("figure")).tag = "listed"
        for note in chart.find_class("chart-note"):
            note.drop_tree()  # it says how to read the drawing
    else:
        drawing.set("font-family", FACE)
        for part in drawing.iter():
            part.tag = CASE.get(part.tag, part.tag)
            for key, value in part.items():
                del part.attrib[key]
                part.set(CASE.get(key, key), COLOUR.sub(r"\1", value))
        file.write_bytes(etree.tostring(drawing, with_tail=False))
    chart.replace(drawing, image)


def _lay_out_table(table: HtmlElement) -> None:
    """Set the widths of columns: 0 for as much as their cells take, or a share of what is left.

    A share grows with the longest word and with the cells. A broad table that does not fit becomes
    a list.
    """
    columns = list(zip(*([words(cell) for cell in row] for row in table.iter("tr")), strict=True))
    longest = [max(map(len, column)) for column in columns]
    fits = sum(longest) + 3 * len(longest) <= ROOM
    if len(columns) >= BROAD and not fits:
        _make_entries(table)
        return
    shares = []
    for column, most in zip(columns, longest, strict=True):
        word = max(map(len, " ".join(column).split()), default=0)
        typical = sorted(map(len, column))[len(column) * 9 // 10]
        whole = fits or most <= CELL
        shares.append(0 if whole else 2 * min(word, CELL) + min(typical, TYPICAL))
    table.set("columns", " ".join(map(str, shares)))


def _make_entries(table: HtmlElement) -> None:
    """Make a table a list: the first cell of a row, and behind it each other under its head."""
    heads = [words(cell) for cell in table.find("thead/tr")]
    told = builder.E.lead(*(words(caption) for caption in table.iter("caption")))
    entries = builder.E.entries()
    for row in table.iterfind("tbody/tr"):
        entry = builder.LI(place=row[0].get("place", ""))
        row[0].attrib.pop("place", None)
        for head, cell in zip(heads, list(row), strict=True):
            cell.tag = "span" if len(entry) else "key"
            if len(entry) and words(cell):
                label = builder.E.label(head)
                label.tail, cell.text = f" {cell.text or ''}", None
                cell.insert(0, label)
                entry.append(builder.BR() if len(words(cell)) > SHORT else builder.SPAN(" · "))
            if words(cell):
                entry.append(cell)
        entries.append(entry)
    table.getparent().replace(table, entries)
    entries.addprevious(told)


def _tell_pages(article: HtmlElement, name: str) -> None:
    """Mark the links that tell the page of their goal: in brackets, or after a comma within some.

    Those are references in running text to other pages and to figures, and statements in the
    ledger.
    """
    figures = {f"#{figure.get('id')}" for figure in article.iter("figure")}
    for link in article.iter("a"):
        above, goal = {node.tag for node in link.iterancestors()}, link.get("href", "")
        near_by = goal.startswith((f"#{name}-", "http")) and goal not in figures or "-ref-" in goal
        running = above & {"p", "li"} and not above & UNTOLD and not classes(link) & SILENT
        if running and not near_by or name == FIRST_APPENDIX and link.getparent().tag == "th":
            before = "".join(link.xpath("preceding-sibling::text()"))
            link.set("told", "comma" if before.count("(") > before.count(")") else "brackets")


def _bring_notes(article: HtmlElement, name: str) -> None:
    """Put the texts of notes where their marks are, and the numbers of marks beside."""
    notes = {f"#{note.get('id')}": note for note in article.iter("aside")}
    for mark in article.find_class("footnote-reference"):
        if mark.get("href") not in notes:
            raise DataError(f"{near(mark, name)}: this mark has no note on its page")
        mark.set("number", words(mark))
        mark.set("name", f"{name}-{words(mark)}")
        mark.text = MARK
        noted = next(mark.iterancestors("p"))
        if "note" not in noted.attrib:  # the first note of a paragraph, and how far in it stands
            noted.set("note", f"{name}-{mark.get('number')}")
            noted.set("letters", str(words(noted).index(MARK)))
        mark.text = None
        mark.extend(notes[mark.get("href")].iter("p"))
        for paragraph in list(mark)[1:]:
            paragraph.addprevious(builder.BR())
        for paragraph in mark.findall("p"):
            paragraph.drop_tag()
    for note in list(article.iter("aside")):
        note.drop_tree()


def _tidy(node: HtmlElement) -> None:
    """Leave of the spaces in an element those that are printed."""
    if node.tag in ("pre", "code"):
        node[:], node.text = [], node.text_content().rstrip()
        return
    between = node.tag in HOLDERS or node.find("p") is not None
    for place, name in ((node, "text"), *((child, "tail") for child in node)):
        text = re.sub(r"[ \t\r\n]+", " ", getattr(place, name) or "")
        setattr(place, name, None if between and text == " " else text)


def _move_places(book: Pages) -> None:
    """Give the ids of sections to their headings, and those of rows to their first cells."""
    moved = {}  # what leads to an element: what leads to the one that has its place
    for name, article in book.items():
        for claim in article.find_class("claim"):
            claim.set("name", claim.get("id"))
            claim.set("number", claim.get("id").removeprefix(f"{name}-").upper())
            before = claim.xpath("preceding-sibling::span[@number][1]/@name")
            claim.set("before", "".join(before))
        for section in article.iter("section"):
            heading = next((child for child in section if child.tag in HEADINGS), None)
            if heading is None:
                continue
            place = name if heading.tag == "h1" else section.get("id")
            for node in (section, *heading.itersiblings("span", preceding=True)):
                if "id" in node.attrib:
                    moved[f"#{node.attrib.pop('id')}"] = f"#{place}"
            heading.set("id", place)
        for row in article.xpath(".//tr[@id]"):
            if "id" in row[0].attrib:
                moved[f"#{row[0].get('id')}"] = f"#{row.get('id')}"
            row[0].set("id", row.attrib.pop("id"))
    for article in book.values():
        for link in article.iter("a"):
            link.set("href", moved.get(link.get("href"), link.get("href", "")))


def _mark_places(book: Pages) -> None:
    """Mark the elements that a link leads to."""
    sought = {link.get("href") for article in book.values() for link in article.iter("a")}
    for article in book.values():
        for node in article.xpath(".//*[@id]"):
            if f"#{node.get('id')}" in sought:
                node.set("place", node.get("id"))


def reading(book: Pages) -> Pages:
    """Return the reading edition: abstract, the article, tests in brief, glossary, bibliography.

    DataError where the complete edition has no abstract, no tests or nothing that is cited.
    """
    chosen = {"abstract": _abstract(book[FRONT]), **{name: book[name] for name in ARTICLE}}
    chosen["tests"] = _tests_in_brief(book)
    if "glossary" in book:
        lines = map(copy.deepcopy, book["glossary"].find_class("glossary"))
        chosen["words"] = builder.E.article(builder.H1("Glossary"), *lines)
    chosen["references"] = _bibliography(book, chosen)
    return chosen


def _abstract(front: HtmlElement) -> HtmlElement:
    """Return the abstract as a page, in English and then in the other languages."""
    found = [
        copy.deepcopy(heading.getparent())
        for heading in front.iter("h2")
        if heading.get("id") in ABSTRACT
    ]
    if not found:
        raise DataError(f"{FRONT}.html: no section with which the reading edition begins")
    for section in found[1:]:
        found[0].extend(section.iterfind("section"))
    for heading in list(found[0].iter(*HEADINGS)):
        heading.tag = f"h{int(heading.tag[1]) - 1}"
    return found[0]


def _tests_in_brief(book: Pages) -> HtmlElement:
    """Return a chapter with a table for each page of tests, and the address of the rest."""
    article = builder.E.article(
        builder.H1("The tests in brief"),
        builder.P(
            "Question, estimate with its interval, and verdict of each test, as the editors made "
            "them; none of this is the author’s. Margins, pictures and reservations stand in the "
            "complete edition and on its pages, under the address above the table."
        ),
    )
    for name, page in book.items():
        rows = [row for table in page.iter("table") for row in _verdicts(table)]
        if rows:
            head = builder.THEAD(builder.TR(*map(builder.TH, VERDICTS)))
            address = builder.CODE(f"chapters/{name}.html")
            rest = builder.E.lead("The rest: ", address)
            table = builder.TABLE(head, builder.TBODY(*rows))
            article.extend([builder.H2(words(page.find(".//h1"))), rest, table])
    if len(article) == 2:
        raise DataError(f"no table has columns {', '.join(VERDICTS)}, so there are no tests")
    return article


def _verdicts(table: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the rows of a table of verdicts by these columns; documents have no estimate."""
    heads = [words(th) for th in table.iterfind("thead/tr/th")]
    if set(VERDICTS) - {"Estimate"} <= set(heads):
        for row in table.iterfind("tbody/tr"):
            cells = dict(zip(heads, row, strict=True))
            yield builder.TR(*(copy.deepcopy(cells.get(name, builder.TD())) for name in VERDICTS))


def _bibliography(book: Pages, printed: Pages) -> HtmlElement:
    """Return the entries that printed pages lead to, by a link or by an address of the entry."""
    addresses = {link.get("href") for page in printed.values() for link in page.iter("a")}
    entries = [
        copy.deepcopy(entry)
        for page in book.values()
        for entries in page.find_class("bibliography")
        for entry in entries
        if {f"#{entry.get('id')}", *(link.get("href") for link in entry.iter("a"))} & addresses
    ]
    if not entries:
        raise DataError("no list of the class bibliography has an entry that the chapters cite")
    for cited in [node for entry in entries for node in entry.find_class("cited")]:
        cited.drop_tree()  # most of these places are not printed here
    title = builder.H1("Bibliography")
    return builder.E.article(title, builder.E.bibliography(*entries))


def written(pages: Pages, folder: Path, edition: str) -> None:
    """Write an edition as Typst files: a call of the template for each element, with its parts.

    A page that two editions have differs in nothing but the links that lead to no place in one;
    so what Typst knows of its paragraphs holds for both. Broad tables become lists here: what is
    taken from tables is taken before.
    """
    for table in [table for article in pages.values() for table in article.iter("table")]:
        if "columns" not in table.attrib:
            _lay_out_table(table)
    places = {f"#{place}" for article in pages.values() for place in article.xpath(".//@place")}
    for name, article in pages.items():
        calls = _call(article, places).removesuffix(", ")
        _write(folder / f"page-{name}.typ", f'#import "edition.typ": e\n#{calls}\n')
    parts = ", ".join(f'include "page-{name}.typ"' for name in pages)
    book = f'#import "edition.typ": edition\n#edition("{edition}", {parts})\n'
    _write(folder / MAIN, book)


_quoted = json.JSONEncoder(ensure_ascii=False).encode  # a text as Typst, too, writes it


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def _call(node: HtmlElement, places: set[str]) -> str:
    """Return the call of an element: its tag, the attributes that the template reads, its parts."""
    told = {key: value for key, value in node.items() if key in READ}
    if told.get("href", "").startswith("#") and told["href"] not in places:
        told["href"] = ""
    parts = f"{_quoted(node.text)}, " if node.text else ""
    for part in node:
        parts += _call(part, places) + (f"{_quoted(part.tail)}, " if part.tail else "")
    if node.tag == "span" and not told:
        return parts
    given = ", ".join(f"{key}: {_quoted(value)}" for key, value in told.items())
    return f'e("{node.tag}", ({given or ":"}), {parts}), '
