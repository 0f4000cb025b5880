"""Read the built pages as paper wants them: a tree each, ids of their own, no aid of a screen.

The reading edition is chosen here, too: some of the trees, the tests in brief, and the
bibliography of what these cite.
"""

import copy
import re
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, builder

from edition.outputs.pages import parsed
from edition.tables import DataError

Pages = dict[str, HtmlElement]  # articles by the names of their pages (soft_power), in order

ARTICLE = ("introduction", "theory", "soft_power", "economic_power", "military_power", "conclusion")
FRONT, FRONT_TITLE = "index", "About this edition"  # on paper the title page has the page's title
FIRST_APPENDIX = "ledger"  # this page and all after it, in the order of _toc.yml, are lettered
ABSTRACT = ("index-abstract", "index-the-abstract-in-other-languages")  # ids of its headings
MARKS = "index-what-this-edition-is-and-what-it-is-not"  # id of the heading of what marks mean
TESTS = "evidence"  # its tables of verdicts, with these columns, are the tests in brief
VERDICTS = {"Statement", "Question", "Estimate", "Verdict"}
# Of these classes and tags a reader of paper has no use: aids of a screen, code, and the folded
# tables of all rows, whose files are named beside them; the statements in boxes are in the ledger.
SCREEN = {"headerlink", "claim-link", "chart-files", "chart-narrow", "chart-data", "backrefs"}
SCREEN |= {"chart-small", "screen-only", "toctree-wrapper", "hide", "fn-bracket", "label"}
SCREEN |= {"cell_input", "boxes"}
SCREEN_TAGS = {"script", "style", "button", "input", "template", "hr", "summary", "details"}
# Elements of these classes are set in forms of their own and are called after them; boxes of others
# that nothing leads to go, since they are on paper what stands in them.
FORMS = {"claim", "value", "claim-verdict", "grade", "emendation", "cited", "facts", "summary"}
FORMS |= {"chapter-claim", "editors-note", "admonition-title", "glossary", "bibliography"}
FORMS |= {"chart-title", "chart-subtitle", "chart-note", "chart-source", "table-source"}
BOXES = {"div", "span"}
ROWS, WHOLE = 15, 1800  # rows and letters of a table that stands on one page
SHORT = 40  # letters: a longer field of an entry begins a line, and the one after it, too
COLUMN, LIST = 60, 2000  # letters: a line of a list; a shorter list is whole, in equal columns
SPACES = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")  # all that is not one blank
LINE, MARK = "\N{LINE SEPARATOR}", "\N{REPLACEMENT CHARACTER}"  # of code, for Typst; of a note
HEADINGS = ("h1", "h2", "h3")
# References in running text tell their page, and statements in the ledger; marks and notes do not.
RUNNING = """
.//a[ancestor::p or ancestor::li or ancestor::entry]
[not(ancestor::aside or ancestor::figure or ancestor::table)]
[not(ancestor::h1 or ancestor::h2 or ancestor::h3)][not(@class) or @class = "reference internal"]
"""
LISTED = './/a[starts-with(@href, "#")][not(@told)][ancestor::table or ancestor::entry]'
FACE = "Source Sans Pro"  # of the words in drawings; edition.typ names it, too
COLOUR = re.compile(r"var\(--[\w-]+, ?(#\w+)\)")
# what takes most of a page, before it is parsed: drawings, and the text of cells
DRAWING = re.compile(r'<svg class="(chart-\w+)".*?</svg>', re.S)
CELL_TEXT = re.compile(r'(<div class="highlight-ipython3[^>]*><div[^>]*><pre>).*?(?=</pre>)', re.S)


def words(node: HtmlElement) -> str:
    """Return the text of an element in one line; spaces that hold words together stay."""
    return SPACES.sub(" ", node.text_content()).strip(" ")


def near(node: HtmlElement, name: str) -> str:
    """Return where an element stands, for a message: page, tag, the nearest id."""
    ids = node.xpath("ancestor-or-self::*/@id") or ["its top"]
    return f"{name}.html, <{node.tag}> at {ids[-1]}"


def complete(texts: dict[str, str], folder: Path) -> Pages:
    """Return all pages, from their HTML in the order of the book; appendices are lettered.

    The drawings are written into a folder. DataError for a page without an article, a drawing
    without alternative text, a mark without its note.
    """
    book = {name: _read(name, text, set(texts), folder) for name, text in texts.items()}
    _move_places(book)
    appendices = list(book)[list(book).index(FIRST_APPENDIX) :]
    for letter, name in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", appendices, strict=False):
        title = book[name].find(".//h1")
        title.text = f"Appendix {letter}. {title.text}"
    book[FRONT].find(".//h1").text = FRONT_TITLE
    return book


def _read(name: str, text: str, names: set[str], folder: Path) -> HtmlElement:
    text = CELL_TEXT.sub(r"\1", text)
    text = DRAWING.sub(lambda drawing: _draw(*drawing.group(0, 1), name, folder), text)
    if not (found := parsed(text).find_class("bd-article")):
        raise DataError(f"{name}.html: no element of the class bd-article, so nothing to print")
    article = found[0]
    named = _leave_out(article)
    _own_places(article, name, names)
    for entry in article.cssselect(".bibliography > li, .glossary > li"):
        entry.tag, entry[0].tag = "entry", "key"
    for curve in article.cssselect(".chart[id$=-curve]"):
        _tell_curve(curve)
    for table in article.cssselect("table.page-only"):
        rows, address = len(table.findall("tbody/tr")), builder.CODE(f"chapters/{name}.html")
        told = f"{table.findtext('caption')}: {rows} rows, on the page "
        table.getparent().replace(table, builder.P(told, address, "."))
    for code in article.iter("pre", "code"):
        code[:], code.text = [], code.text_content().rstrip().replace("\n", LINE)
    _bring_notes(article, name)
    _tell_pages(article, name)
    for node, form in named.items():
        node.tag = form
    return article


def _leave_out(article: HtmlElement) -> dict[HtmlElement, str]:
    """Take out what paper has no use for; return which elements have forms of their own."""
    named = {}
    for node in list(article.iter(etree.Element)):
        kinds = node.get("class", "").split()
        form = next((kind for kind in kinds if kind in FORMS), None)
        aid = "hidden" in node.attrib or not SCREEN.isdisjoint(kinds)
        if aid or node.tag in SCREEN_TAGS and not form:
            node.drop_tree()
        elif form:
            named[node] = form
        elif node.tag in BOXES and not {"id", "lang"} & set(node.attrib):
            node.drop_tag()
    return named


def _own_places(article: HtmlElement, name: str, names: set[str]) -> None:
    """Begin each id with the name of its page, and let links lead to it: #soft_power-s04.

    Remarks of the editors have ids by the statement that they begin with: #soft_power-remark-s04.
    """
    for remark in article.cssselect(".editors-note li"):
        remark.set("id", f"remark-{remark.xpath('string(.//a/@href)').partition('#')[2]}")
    for node in article.xpath(".//*[@id or @href]"):
        if "id" in node.attrib:
            node.set("id", f"{name}-{node.get('id')}")
        if not (address := node.get("href")):
            continue
        page, _, fragment = address.partition("#")
        fragment = node.get("data-place", fragment)
        page = page.removesuffix(".html") or name
        if page in names:
            node.set("href", f"#{page}-{fragment}" if fragment else f"#{page}")
        elif address.startswith("http"):  # where a long address may be divided
            node.text = re.sub("[_=&%]", "\\g<0>\N{ZERO WIDTH SPACE}", node.text or "")
        else:  # a file beside the pages
            node.drop_tag()


def _tell_pages(article: HtmlElement, name: str) -> None:
    """Mark the links that tell the page of their goal: in brackets, or after a comma within some.

    A value of a test leads to its cell, which paper has not; one of the article to a table of all,
    which paper has not, either: the row of the table of rebuilt ones stands for it.
    In lists and tables only such links stay: a short key leads an eye, and each costs a layout.
    """
    for link in article.xpath(".//a[@class='value'][starts-with(@href, $own)]", own=f"#{name}-"):
        link.drop_tag()
    for link in article.xpath(".//th/a[@class='value']"):
        link.getparent().set("id", link.get("href")[1:])
        link.drop_tag()
    figures = {f"#{figure.get('id')}" for figure in article.iter("figure")}
    for link in article.xpath(RUNNING if name != FIRST_APPENDIX else f"{RUNNING} | .//th/a"):
        goal = link.get("href", "")
        if goal in figures or not goal.startswith((f"#{name}-", "http", "#bibliography-ref-")):
            before = "".join(link.xpath("preceding-sibling::text()"))
            if before.endswith("editors’ note on "):  # on the page the note is beside its statement
                link.set("href", "-remark-".join(goal.rsplit("-", 1)))
            link.set("told", "comma" if before.count("(") > before.count(")") else "brackets")
            if link.get("told") == "comma" and link.tail == ", ":  # another one follows
                link.tail = "; "
    for link in article.xpath(LISTED):
        link.drop_tag()


def _draw(drawing: str, kind: str, name: str, folder: Path) -> str:
    """Write a drawing into a file, and return what stands for it; nothing for that of a phone."""
    if kind != "chart-wide":
        return ""
    drawing = COLOUR.sub(r"\1", drawing)
    read = etree.fromstring(drawing)
    title, told = ((read.findtext(part) or "").strip().rstrip(".") for part in ("title", "desc"))
    if not title or not told:
        raise DataError(
            f"{name}.html, <svg> at {read.get('aria-labelledby')}: this drawing has no alternative "
            "text; its SVG needs a title and a desc"
        )
    file = folder / f"{read.get('aria-labelledby')}.svg"
    read.set("font-family", FACE)
    file.write_bytes(etree.tostring(read))
    width, height = map(float, read.get("viewBox").split()[2:])
    about = {"alt": f"{title}. {told}.", "told": told, "ratio": str(height / width)}
    drawn = builder.E.drawing(src=file.name, words=" ".join(read.itertext()), **about)
    return etree.tostring(drawn, encoding="unicode")


def _tell_curve(curve: HtmlElement) -> None:
    for note in curve.find_class("chart-note"):
        note.drop_tree()  # it says how to read the drawing
    image = curve.find(".//drawing")
    file = f"downloads/figures/{curve.get('id').partition('-chart-')[2]}.csv"
    told = f"{image.get('told')}. The page draws them; each is a row of ", builder.CODE(file), "."
    curve.replace(image, builder.E("chart-note", *told))
    next(curve.iterancestors("figure")).tag = "listed"  # it does not float


def _lay_out_table(table: HtmlElement) -> None:
    """Let a short table stand whole; let one of entries become a list: behind the first cell of a
    row each other that says a thing.
    """
    if "entries" not in table.get("class", ""):
        rows = [len(words(row)) for row in table.iter("tr")]
        if len(rows) <= ROWS and sum(rows) < WHOLE:
            table.set("whole", "")
        return
    table.tag = "entries"
    table.find("thead").drop_tree()
    ends = [0]  # of entries, in letters
    for row in table.iter("tr"):
        row.tag, row[0].tag, long = "entry", "key", False
        for cell in row.xpath("td[@data-label]"):
            long, before = len(words(cell)) > SHORT, long
            cell.tag = "line" if long or before else "field"
        ends.append(ends[-1] + len(words(row)) + COLUMN * len(row.findall("line")))
    if ends[-1] < LIST:
        table.set("half", str(sum(end < ends[-1] / 2 for end in ends)))


def _bring_notes(article: HtmlElement, name: str) -> None:
    """Put the texts of notes where their marks are, and the numbers of marks beside."""
    notes = {f"#{note.get('id')}": note for note in article.iter("aside")}
    for mark in article.find_class("footnote-reference"):
        if mark.get("href") not in notes:
            raise DataError(f"{near(mark, name)}: this mark has no note on its page")
        number = words(mark)
        mark.text = MARK
        noted = next(mark.iterancestors("p"))
        if "note" not in noted.attrib:  # the first note of a paragraph, and how far in it stands
            noted.set("note", number)
            noted.set("letters", str(words(noted).index(MARK)))
        mark.text, mark.tag = None, "note"
        mark.set("number", number)
        mark.set("id", f"{name}-note-{number}")
        mark.extend(notes[mark.get("href")].iter("p"))
        for paragraph in mark.findall("p"):
            paragraph.drop_tag()
    for note in list(article.iter("aside")):
        note.drop_tree()


def _move_places(book: Pages) -> None:
    """Give the ids of sections to their headings, those of rows to their first cells.

    Ids to which no link leads go.
    """
    moved = {}  # what leads to an element: what leads to the one that has its place
    for name, article in book.items():
        for claim in article.find_class("claim"):
            claim.set("number", claim.get("id").removeprefix(f"{name}-").upper())
        for heading in article.iter(*HEADINGS):
            place = name if heading.tag == "h1" else heading.getparent().get("id")
            for node in (heading.getparent(), *heading.itersiblings("span", preceding=True)):
                moved[f"#{node.attrib.pop('id', '')}"] = f"#{place}"
            heading.set("id", place)
        for row in article.xpath(".//*[self::tr or self::entry][@id]"):
            moved[f"#{row[0].get('id')}"] = f"#{row.get('id')}"
            row[0].set("id", row.attrib.pop("id"))
    links = [link for article in book.values() for link in article.iterfind(".//*[@href]")]
    for link in links:
        link.set("href", moved.get(link.get("href"), link.get("href")))
    sought = {link.get("href") for link in links}
    for article in book.values():
        for node in article.iterfind(".//*[@id]"):
            if node.tag not in HEADINGS and f"#{node.get('id')}" not in sought:
                del node.attrib["id"]


def reading(book: Pages) -> Pages:
    """Return the reading edition: abstract, marks, article, tests in brief, what these cite."""
    abstract, others, marks = (_section(book[FRONT], place) for place in (*ABSTRACT, MARKS))
    abstract.extend(others.iterfind("section"))
    chosen = {"abstract": abstract, "marks": marks, **{name: book[name] for name in ARTICLE}}
    chosen["tests"] = _tests_in_brief(copy.deepcopy(book[TESTS]))
    terms = copy.deepcopy(book["glossary"].find_class("glossary"))
    chosen["words"] = builder.E.article(builder.H1("Glossary"), *terms)
    addresses = {link for page in chosen.values() for link in page.xpath(".//@href")}
    text = "".join(map(words, chosen.values()))  # sources of figures are no links
    entries = [
        entry
        for entry in copy.deepcopy(book["bibliography"]).cssselect(".bibliography > *")
        if {f"#{entry[0].get('id')}", *entry.xpath(".//@href")} & addresses
        or re.search(rf"\b{re.escape(words(entry[0]))}\b", text)
    ]
    for cited in [node for entry in entries for node in entry.find_class("cited")]:
        cited.drop_tree()  # most of these places are not printed here
    listed = builder.H1("Bibliography"), builder.E.bibliography(*entries)
    return {**chosen, "references": builder.E.article(*listed)}


def _section(front: HtmlElement, place: str) -> HtmlElement:
    """Return a section of the first page, by the id of its heading, as a page of its own."""
    section = next(node for node in front.iter("h2") if node.get("id") == place).getparent()
    section = copy.deepcopy(section)
    for heading in list(section.iter(*HEADINGS)):
        heading.tag = f"h{int(heading.tag[1]) - 1}"
    return section


def _tests_in_brief(page: HtmlElement) -> HtmlElement:
    """Return a chapter with the tables of verdicts, and the address of the rest."""
    article = builder.E.article(
        builder.H1("The tests in brief"),
        builder.P(
            "Question, estimate with its interval, and verdict of each test, as the editors made "
            "them; none of this is the author’s. Margins, pictures and reservations stand in the "
            "complete edition, and on the pages from ",
            builder.CODE(f"chapters/{TESTS}.html"),
            " on.",
        ),
    )
    for table in page.iter("table"):
        rows = list(table.iter("tr"))
        heads = [words(head) for head in rows[0]]
        if {"Statement", "Question", "Verdict"} <= set(heads):
            for row in rows:
                for head, cell in zip(heads, list(row), strict=True):
                    if head not in VERDICTS:
                        row.remove(cell)
            del table.attrib["class"]  # so few columns stand beside each other
            article.append(table)
    return article


def write(pages: Pages, folder: Path) -> None:
    """Write an edition as files that Typst reads; links that lead to no place in it go.

    A page that two editions have differs in nothing else; so what Typst knows of its paragraphs
    holds for both. Tables of entries become lists here: what is taken from tables is taken before.
    """
    places = {f"#{place}" for article in pages.values() for place in article.xpath(".//@id")}
    for name, article in pages.items():
        for table in list(article.iter("table")):
            _lay_out_table(table)
        for link in article.iterfind(".//*[@href]"):
            if link.get("href").startswith("#") and link.get("href") not in places:
                del link.attrib["href"]
        text = etree.tostring(article, encoding="unicode", with_tail=False)
        (folder / f"{name}.xml").write_text(SPACES.sub(" ", text), encoding="utf-8")
