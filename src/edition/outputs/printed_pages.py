"""Read the built pages as paper wants them: a tree of all, no aid of a screen.

The reading edition is chosen here, too: some of the pages, the tests in brief, and the
bibliography of what these cite.
"""

import copy
import re
from calendar import month_name
from functools import partial
from pathlib import Path
from string import ascii_uppercase

from lxml import etree
from lxml.html import HtmlElement, builder

from edition.outputs.pages import COLOUR, chapter, words
from edition.tables import DataError

ARTICLE = ("introduction", "theory", "soft_power", "economic_power", "military_power", "conclusion")
FRONT, FRONT_TITLE = "index", "About this edition"  # on paper the title page has the page's title
FIRST_APPENDIX = "ledger"  # this page and all after it, in the order of _toc.yml, are lettered
ABSTRACT = "index-abstract"  # id of its section, and then of its translations, of what marks mean
BEHIND = ("index-the-abstract-in-other-languages", "index-what-this-edition-is-and-what-it-is-not")
BRIEF = (
    "Question, estimate with its interval, and verdict of each test, as the editors made them; "
    "none of this is the author’s. An estimate is zero where neither answer is better. "
    "To count, it has to pass the margin of its test, and two thirds of the specifications, the "
    "reasonable ways to make the test, have to agree; the last column says how many do. Opinions "
    "were asked by the Independent Institute of Socio-Economic and Political Studies (IISEPS), the "
    "Belarusian Analytical Workroom (BAW) and the Eurasian Development Bank (EDB). Margins, "
    "pictures and reservations stand in the complete edition, from “The claims against open data” "
    "on."
)
TESTS = "evidence"  # its tables of verdicts, with these columns, are the tests in brief
WORDS = "evidence-the-words-of-the-verdicts"  # id of the section that explains them
VERDICTS = {"Statement", "Question", "Estimate", "Supports if", "Specifications", "Verdict"}
# Of these a reader of paper has no use, beside what edition.outputs.pages leaves
# out: aids of a screen, and code; the statements in boxes are in the ledger.
SCREEN = "hr, summary, .backrefs, .fn-bracket, .label, .boxes, .cell_input"
# A table on paper has one row of heads, and cells of one row and one column.
SPANNING = ".//table[not(count(thead/tr) = 1)] | .//*[@colspan > 1 or @rowspan > 1]"
MARK = "\N{REPLACEMENT CHARACTER}"  # of a note
# References in running text tell their page, and statements in the ledger; marks and notes do not.
RUNNING = """
.//a[ancestor::p or ancestor::li][not(ancestor::figure or ancestor::table)]
[not(@class) or @class = "reference internal"]
"""
LISTED = """
.//a[starts-with(@href, "#")][not(@told)][ancestor::table or ancestor::ul[@class != "simple"]]
"""
SPACES = re.compile(r"(<pre.*?</pre>)|[ \t\r\n]{2,}|[\t\r\n]", re.S)  # of code all, else one blank
MONTHS = "|".join(month_name[1:])  # a day and its month, "p." and its number keep together
TIED = re.compile(rf" (?:(?<=\d )(?=(?:{MONTHS})\b)|(?<=[gp]\. )(?=\d)|(?<=\bno )(?=date\b))")
FACE = "Source Sans Pro"  # of the words in drawings; edition.typ names it, too
DRAWING = re.compile(r'<svg class="(chart-\w+)".*?</svg>', re.S)  # most of a page, so not parsed


def near(node: HtmlElement) -> str:
    """Return where an element stands, for a message: page, tag, the nearest id on the page."""
    page, *places = node.xpath("ancestor-or-self::*[ancestor-or-self::article]/@id")
    place = places[-1].removeprefix(f"{page}-") if places else "its top"
    return f"{page}.html, <{node.tag}> at {place}"


def complete(texts: dict[str, str], folder: Path) -> HtmlElement:
    """Return all pages, from their HTML in the order of the book; appendices are lettered.

    The drawings are written into a folder. DataError for a drawing without alternative text, a mark
    without its note or outside a paragraph, a table that has no form on paper.
    """
    book = builder.E.book(*(_read(name, text, set(texts), folder) for name, text in texts.items()))
    for table in book.find_class("paper-columns"):
        _in_columns(table)
    titles = dict(zip(texts, book.iter("h1"), strict=True))
    appendices = list(texts)[list(texts).index(FIRST_APPENDIX) :]
    for letter, name in zip(ascii_uppercase, appendices, strict=False):
        titles[name].text = f"Appendix {letter}. {titles[name].text}"
    titles[FRONT].text = FRONT_TITLE
    return book


def _read(name: str, text: str, names: set[str], folder: Path) -> HtmlElement:
    article = chapter(name, DRAWING.sub(partial(_draw, name, folder), text), names, SCREEN).article
    for node in article.xpath(".//*[@hidden]"):
        node.drop_tree()
    for node in article.xpath(SPANNING):
        raise DataError(
            f"{near(node)}: expected one row of heads and cells of one row and one column"
        )
    for table in article.cssselect("table.paper-name"):
        rows, address = len(table.findall("tbody/tr")), builder.CODE(f"chapters/{name}.html")
        told = f"{words(table.find('caption'))}: {rows} rows, not on paper but on the page "
        table.getparent().replace(
            table, builder.P(told, address, ".", builder.CLASS("table-source"))
        )
    for cell in article.xpath(".//tr/td[@data-label][1]"):
        cell.set("first", "")  # on paper it stands in the line of the key, each other in its own
    for curve in article.cssselect(".chart-curve"):
        next(curve.iterancestors("figure")).tag = "listed"  # it does not float
        for note in curve.find_class("chart-note"):
            note.drop_tree()  # it says how to read the drawing
    for remark in article.cssselect(".editors-note li"):  # of the statement that it begins with
        remark.set("id", f"{name}-remark-{remark.xpath('string(.//a/@href)').rpartition('-')[2]}")
    claims = article.find_class("claim")
    for before, claim in zip(claims, claims[1:], strict=False):
        claim.set("after", before.get("id"))
    for link in article.xpath(".//a[@data-place]"):
        link.set("href", f"{link.get('href').partition('-')[0]}-{link.get('data-place')}")
    for code in article.iter("pre", "code"):
        code[:], code.text = [], code.text_content().rstrip()
    _bring_notes(article, name)
    _tell_pages(article, name)
    return article


def _draw(name: str, folder: Path, found: re.Match) -> str:
    """Write a drawing into a file, and return what stands for it; nothing for that of a phone."""
    if found[1] != "chart-wide":
        return ""
    read = etree.fromstring(COLOUR.sub(r"\1", found[0]))
    ident = read.get("aria-labelledby").removesuffix("-wide-title")
    title, told = ((read.findtext(part) or "").strip().rstrip(".") for part in ("title", "desc"))
    if not title or not told:
        raise DataError(
            f"{name}.html, <svg> at {ident}: this drawing has no alternative text; its SVG needs a "
            "title and a desc"
        )
    read.set("font-family", FACE)
    width, height = map(float, read.get("viewBox").split()[2:])
    (folder / f"{ident}.svg").write_bytes(etree.tostring(read))
    about = {"alt": f"{title}. {told}.", "told": told, "ratio": str(height / width)}
    drawn = builder.E.drawing(name=ident, words=" ".join(read.itertext()), **about)
    return etree.tostring(drawn, encoding="unicode")


def _bring_notes(article: HtmlElement, name: str) -> None:
    """Put the texts of notes where their marks are."""
    notes = {f"#{note.get('id')}": note for note in article.cssselect("aside.footnote")}
    for mark in article.find_class("footnote-reference"):
        note, noted = notes.get(mark.get("href")), next(mark.iterancestors("p"), None)
        if note is None or noted is None:
            lost = "stands in no paragraph" if note is not None else "has no note on its page"
            raise DataError(f"{near(mark)}: this mark {lost}")
        del mark.attrib["href"]
        number, mark.text = words(mark), MARK
        if "note" not in noted.attrib:  # the first note of a paragraph, and how far in it stands
            noted.set("note", number)
            noted.set("letters", str(words(noted).index(MARK)))
        mark.set("id", f"{name}-note-{number}")
        mark.set("note", noted.get("note"))
        mark.text, mark[:] = None, copy.deepcopy(note)
        for paragraph in mark.findall("p"):
            paragraph.tail = " "
            paragraph.drop_tag()
    for notes_of_page in article.cssselect("aside.footnote-list"):
        notes_of_page.drop_tree()


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


def reading(book: HtmlElement) -> HtmlElement:
    """Return the reading edition: abstract, marks, article, tests in brief, what these cite.

    Its parts are moved out of the complete one, which must have been written before.
    """
    pages = {page.get("id"): page for page in book}
    abstract, *others = (book.get_element_by_id(section) for section in (ABSTRACT, *BEHIND))
    terms, entries = (pages[name].find_class(name)[0] for name in ("glossary", "bibliography"))
    chosen = builder.E.book(
        builder.E.article(builder.H1("Abstract"), *abstract.findall("p"), *others, id=FRONT),
        *(pages[name] for name in ARTICLE),
        _tests_in_brief(pages[TESTS]),
        builder.E.article(builder.H1("Glossary"), terms, id="glossary"),
    )
    addresses, said = set(chosen.xpath(".//@href")), _spelt(chosen)  # sources of figures: no links
    for entry in list(entries):
        for places in entry.find_class("cited"):
            places.drop_tree()  # most of these places are not printed here
        own = {f"#{entry.get('id')}", *entry.xpath(".//@href")}
        if _spelt(entry[0]) not in said and not own & addresses:
            entry.drop_tree()
    chosen.append(builder.E.article(builder.H1("Bibliography"), entries, id="bibliography"))
    return chosen


def _spelt(node: HtmlElement) -> str:
    """Return the words of an element between blanks, so that one is found as a whole alone."""
    return " ".join(["", *re.findall(r"\w+", node.text_content()), ""])


def _tests_in_brief(page: HtmlElement) -> HtmlElement:
    """Return a chapter with the tables of verdicts, and the address of the rest."""
    article = builder.E.article(
        builder.H1("The tests in brief"),
        builder.P(BRIEF),
    )
    for table in page.cssselect("table"):
        heads = [words(head) for head in table.find("thead/tr")]
        if {"Statement", "Question", "Verdict"} <= set(heads):
            for row in table.iter("tr"):
                for head, cell in zip(heads, list(row), strict=True):
                    if head not in VERDICTS:
                        row.remove(cell)
            _in_columns(table)
            article.append(table)
    article.append(page.get_element_by_id(WORDS))
    return article


def _in_columns(table: HtmlElement) -> None:
    """Make a table with heads above its columns out of entries."""
    etree.strip_attributes(table, "class", "data-label", "first")


def write(book: HtmlElement, file: Path) -> None:
    """Write an edition as XML that Typst reads."""
    text = SPACES.sub(lambda found: found[1] or " ", etree.tostring(book, encoding="unicode"))
    file.write_text(TIED.sub("\N{NO-BREAK SPACE}", text), encoding="utf-8")
