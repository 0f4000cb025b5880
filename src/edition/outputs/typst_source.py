"""Write the trees of the printed pages in the language of Typst.

Each element that a page may have has a rule here; one without a rule stops the build.
_templates/typst/edition.typ says how each form looks.
"""

import json
import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from lxml.html import HtmlElement

from edition.tables import DataError

from .printed_pages import Page, classes, words

BROAD = 7  # a table of so many columns and more lies on turned pages
SHORT = 1500  # letters: a section of fewer does not turn the pages back
ROOM = {False: 125, True: 205}  # letters in a line of a table, and of a broad one
LONGEST, TYPICAL = (
    26,
    140,
)  # letters: no column gets more room for one word, or for the bulk of its cells
# Signs of Typst: anywhere in a text; where a text begins, as it may follow a call or stand first
# in a line; and several in a row.
SIGNS = re.compile(
    r"[\\#$*_`<@\[\]~]|^\s*[(.;:=+/-]|^\s*\d+(?=\.)|(?<![A-Za-z])-|-(?![A-Za-z])|\.(?=\.)|/(?=[/*])"
)
WORD_END = re.compile("[ \N{ZERO WIDTH SPACE}]")
NUMBER = re.compile(r"\d+")
# Blocks of the pages by class, and the form of the template that sets them.
BLOCKS = {
    "chapter-claim": "chapter-claim",
    "editors-note": "editors-note",
    "summary": "summary",
    "chart-title": "chart-title",
    "chart-subtitle": "chart-subtitle",
    "chart-note": "chart-note",
    "chart-source": "chart-note",
    "admonition-title": "box-title",
    "table-source": "table-source",
}
# Words of the pages by class, and the form of the template that sets them.
MARKS = {"grade": "grade", "claim-verdict": "verdict", "emendation": "emendation"}
VALUE = "value"  # a number that leads to its row
TERM = "term"  # a word that leads to its line in the glossary
ABROAD = (
    "figure",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
)  # names and references within are not for the index, nor told with a page


def quoted(text: str) -> str:
    """Return a text as a string of Typst."""
    return json.dumps(text, ensure_ascii=False)


def plain(text: str) -> str:
    """Return running text in which no letter is a sign of Typst."""
    return SIGNS.sub(_escaped, re.sub(r"[ \t\r\n]+", " ", text))


def _escaped(sign: re.Match) -> str:
    return sign[0] + "\\" if sign[0][-1].isdigit() else f"{sign[0][:-1]}\\{sign[0][-1]}"


def near(node: HtmlElement, else_: str) -> str:
    """Return the id of an element, or the nearest one above it."""
    return next(
        (above.get("id") for above in (node, *node.iterancestors()) if above.get("id")), else_
    )


class Names:
    """The names of an index: headings with their forms, and which of them the text has."""

    def __init__(self, rows: list[dict[str, str]]):
        """Take the rows of data/article/names.csv: heading, kind, forms with | between them."""
        self.rows = rows
        self.number = {
            form: number for number, row in enumerate(rows) for form in row["forms"].split("|")
        }
        forms = sorted(self.number, key=len, reverse=True)
        self.form = re.compile(r"\b(?:" + "|".join(map(re.escape, forms)) + r")\b")
        self.found: set[int] = set()

    def marked(self, text: str) -> str:
        """Return plain text with a mark before each name."""
        pieces, end = [], 0
        for match in self.form.finditer(text):
            number = self.number[match[0]]
            self.found.add(number)
            pieces += [plain(text[end : match.start()]), f"#name({number})"]
            end = match.start()
        return "".join([*pieces, plain(text[end:])])

    def missing(self) -> list[str]:
        """Return the headings of which no form was in the text."""
        return [row["heading"] for number, row in enumerate(self.rows) if number not in self.found]


class Book:
    """What the pages share: the places that links lead to, the names of the index."""

    def __init__(self, pages: list[Page], names: Names):
        self.names = names
        links = [
            node
            for page in pages
            for node in page.article.iter("a")
            if "footnote-reference" not in classes(node)
        ]
        self.wanted = {
            link.get("href")[1:] for link in links if link.get("href", "").startswith("#")
        } & places(pages)
        self.figures = {node.get("id") for page in pages for node in page.article.iter("figure")}
        self.placed: set[str] = set()


def places(pages: list[Page]) -> set[str]:
    """Return the ids of the pages."""
    return {node.get("id") for page in pages for node in page.article.iter()} - {None}


class Chapter:
    """Writes one page; its text is source()."""

    def __init__(self, page: Page, book: Book):
        self.page, self.book = page, book
        self.notes = {
            node.get("id"): node
            for node in page.article.iter("aside")
            if "footnote" in classes(node)
        }
        self.claim = ""  # the statement before the present one
        self.noted = 0  # paragraphs with notes, so far
        self.indexed = any("claim" in classes(node) for node in page.article.iter("span"))
        self.rules: dict[str, Callable[[HtmlElement], str]] = {
            **dict.fromkeys(
                ("article", "section", "div", "details", "thead", "tbody"), self._block
            ),
            **dict.fromkeys(("h1", "h2", "h3", "h4"), self._heading),
            **dict.fromkeys(("em", "i", "cite"), lambda node: f"#emph[{self._inside(node)}]"),
            **dict.fromkeys(("strong", "b"), lambda node: f"#strong[{self._inside(node)}]"),
            **dict.fromkeys(("ul", "ol"), self._list),
            "p": self._paragraph,
            "a": self._link,
            "span": self._span,
            "code": lambda node: f"#raw({quoted(node.text_content())})",
            "pre": lambda node: f"\n#raw({quoted(node.text_content().rstrip())}, block: true)\n",
            "q": lambda node: f"“{self._inside(node)}”",
            "sup": lambda node: f"#super[{self._inside(node)}]",
            "sub": lambda node: f"#sub[{self._inside(node)}]",
            "br": lambda node: "#linebreak()",
            "aside": lambda node: "",  # the texts of notes stand where their marks are
            "dl": self._terms,
            "blockquote": lambda node: f"\n#quote(block: true)[{self._inside(node)}]\n",
            "figure": self._figure,
            "img": self._drawing,
            "table": self._table,
        }

    def source(self) -> str:
        """Return the page in the language of Typst.

        DataError for an element without a rule, a drawing without alternative text, a mark
        without its note.
        """
        return self._inside(self.page.article)

    def _fault(self, node: HtmlElement, what: str) -> DataError:
        return DataError(f"{self.page.name}.html, <{node.tag}> at {near(node, 'its top')}: {what}")

    def _convert(self, node: HtmlElement) -> str:
        if node.tag not in self.rules:
            raise self._fault(
                node, "this element has no form on paper; give it a rule in typst_source.py"
            )
        return self.rules[node.tag](node)

    def _inside(self, node: HtmlElement) -> str:
        return "".join(self._parts(node))

    def _parts(self, node: HtmlElement) -> Iterator[str]:
        for text, child in [(node.text, None), *((child.tail, child) for child in node)]:
            if child is not None:
                yield self._convert(child)
            if text:
                yield self._text(text, node)

    def _text(self, text: str, node: HtmlElement) -> str:
        if not self.indexed or self._within(node, *ABROAD, "aside") or "external" in classes(node):
            return plain(text)
        return self.book.names.marked(text)

    @staticmethod
    def _within(node: HtmlElement, *tags: str) -> bool:
        return node.tag in tags or any(above.tag in tags for above in node.iterancestors(*tags))

    def _place(self, node: HtmlElement) -> str:
        """Return the mark of a place that some link leads to; a place is marked once."""
        name = node.get("id", "")
        if name not in self.book.wanted or name in self.book.placed:
            return ""
        self.book.placed.add(name)
        return f"#place-of({quoted(name)})"

    def _block(self, node: HtmlElement) -> str:
        form = next(
            (BLOCKS[name] for name in node.get("class", "").split() if name in BLOCKS), None
        )
        text = self._place(node) + self._inside(node)
        if node.get("lang"):
            text = f"#abroad({quoted(node.get('lang'))})[{text}]"
        if form:
            return f"\n#{form}[{text}]\n"
        if node.tag == "section":
            return self._section(node, text)
        return f"\n{text}\n"

    @staticmethod
    def _section(node: HtmlElement, text: str) -> str:
        """Return a section; neighbours on turned pages share them.

        What opens a chapter stands on the pages of its first section.
        """
        if node.find("h1") is not None:
            return (
                f"#turned({quoted(node.find('h1').get('id'))})[{text}"
                if _turned(node.find("section"))
                else text
            )
        if not _turned(node):
            return f"\n{text}\n"
        before, after = (
            next(node.itersiblings("section", preceding=back), None) for back in (True, False)
        )
        opened = _turned(before) or (before is None and node.getparent().find("h1") is not None)
        heading = next(each for each in node if each.tag in ("h2", "h3", "h4"))
        opening = "" if opened else f"#turned({quoted(heading.get('id'))})["
        return f"{opening}\n{text}\n{'' if _turned(after) else ']'}\n"

    def _heading(self, node: HtmlElement) -> str:
        """Return a heading.

        Its place is a label: running heads and contents repeat what stands within it.
        """
        name = node.get("id", "")
        label = f" <{name}>" if name in self.book.wanted else ""
        self.book.placed.add(name)
        return f"\n#heading(level: {node.tag[1]})[{self._inside(node).strip()}]{label}\n"

    def _paragraph(self, node: HtmlElement) -> str:
        text = self._place(node) + self._inside(node).strip()
        form = next(
            (BLOCKS[name] for name in node.get("class", "").split() if name in BLOCKS), None
        )
        if form:
            return f"\n#{form}[{text}]\n"
        if node.getparent().tag == "section" and any(
            "footnote-reference" in classes(link) for link in node.iter("a")
        ):
            self.noted += 1
            return f"\n\n#noted({quoted(f'{self.page.name}-{self.noted}')})[{text}]\n\n"
        return f"\n\n{text}\n\n"

    def _span(self, node: HtmlElement) -> str:
        text = self._inside(node)
        form = next((MARKS[name] for name in classes(node) if name in MARKS), None)
        if form:
            text = f"#{form}[{text}]"
        if node.get("lang"):
            text = f"#foreign({quoted(node.get('lang'))})[{text}]"
        if "claim" in classes(node):
            text = self._statement(node.get("id").removeprefix(f"{self.page.name}-")) + text
        return self._place(node) + text

    def _statement(self, name: str) -> str:
        before, self.claim = self.claim, name
        return f"#statement({quoted(name.upper())}, {quoted(before.upper())})"

    def _link(self, node: HtmlElement) -> str:
        if "footnote-reference" in classes(node):
            return self._note(node)
        text, target = self._inside(node), node.get("href", "")
        form = next((MARKS[name] for name in classes(node) if name in MARKS), None)
        if form:
            text = f"#{form}[{text}]"
        if target.startswith(("http:", "https:", "mailto:")):
            return f"#web({quoted(target)})[{text}]"
        if target[1:] not in self.book.wanted:
            return text  # only the screen has what it leads to
        if VALUE in classes(node):
            return f"#value({quoted(target[1:])})[{text}]"
        return f"#inner({quoted(target[1:])}, {self._told(node, target[1:])})[{text}]"

    def _told(self, node: HtmlElement, target: str) -> str:
        """Say how the page of a link's goal is told.

        Not at all, in brackets, after a comma where brackets are open, or, in the ledger, below.
        """
        ledger = node.getparent().tag == "th" and any(
            "ledger" in classes(above) for above in node.iterancestors("div")
        )
        if ledger:
            return '"below"'
        own = target.split("-")[0] == self.page.name and target not in self.book.figures
        apart = self._within(node, "aside", *ABROAD) or not self._within(node, "p", "li")
        if own or apart or classes(node) & {VALUE, TERM, *MARKS} or "-ref-" in target:
            return "none"
        before = "".join(node.xpath("preceding-sibling::text()"))
        return '"comma"' if before.count("(") > before.count(")") else '"brackets"'

    def _note(self, node: HtmlElement) -> str:
        name = node.get("href", "#")[1:]
        if name not in self.notes:
            raise self._fault(node, "this mark has no note on its page")
        paragraphs = [self._inside(part).strip() for part in self.notes[name].iterfind(".//p")]
        return f"#note({NUMBER.search(words(node))[0]})[{'#parbreak()'.join(paragraphs)}]"

    def _list(self, node: HtmlElement) -> str:
        """Return a list; one of a single item is a paragraph, and references have labels."""
        items = list(node.iterfind("li"))
        if classes(node) & {"bibliography", "glossary"}:
            return f"\n#references({', '.join(map(self._reference, items))})\n"
        texts = [self._place(item) + self._inside(item).strip() for item in items]
        if len(texts) == 1:
            return f"\n{texts[0]}\n"
        form = "list" if node.tag == "ul" else "enum"
        return f"\n#{form}({', '.join(f'[{text}]' for text in texts)})\n"

    def _reference(self, entry: HtmlElement) -> str:
        """Return an entry of the bibliography: its key, and what it says after the colon."""
        key = entry.find("strong")
        if key is None or (entry.text or "").strip() or not (key.tail or "").startswith(":"):
            raise self._fault(
                entry, "an entry of the bibliography begins with its key in <strong>, and a colon"
            )
        key.tail = key.tail[1:]
        told = self._place(entry) + self._inside(key)
        entry.text, key.text = None, None
        parts = list(self._parts(entry))
        return f"terms.item[{told}][{''.join(parts[1:]).strip()}]"

    def _terms(self, node: HtmlElement) -> str:
        pairs = zip(node.iterfind("dt"), node.iterfind("dd"), strict=True)
        items = ", ".join(
            f"terms.item[{self._inside(term)}][{self._inside(text).strip()}]"
            for term, text in pairs
        )
        return f"\n#terms({items})\n"

    def _figure(self, node: HtmlElement) -> str:
        caption = node.find("figcaption")
        number, text = "", ""
        if caption is not None:
            text = self._inside(caption).strip()
            node.remove(caption)
        return f"\n#picture([{number}{text}])[{self._place(node)}{self._inside(node).strip()}]\n"

    def _drawing(self, node: HtmlElement) -> str:
        number = node.get("data-drawing")
        if not number:
            raise self._fault(node, "only drawings in SVG can be printed")
        drawing = ElementTree.fromstring(self.page.drawings[number])
        told = [
            drawing.findtext(f"{{*}}{part}", "").strip().rstrip(".") for part in ("title", "desc")
        ]
        if not all(told):
            raise self._fault(
                node, "this drawing has no alternative text; its SVG needs a title and a desc"
            )
        alternative = quoted(". ".join(told) + ".")
        return f"\n#drawing({quoted(number)}, {alternative}, {_ratio(drawing):.3f})\n"

    def _table(self, node: HtmlElement) -> str:
        rows = [list(row) for row in node.iter("tr")]
        width = len(rows[0])
        if any(len(row) != width for row in rows) or node.find("thead") is None:
            raise self._fault(node, "a table needs a head, and as many cells in each row")
        caption = node.find("caption")
        told = self._inside(caption).strip() if caption is not None else ""
        broad = "true" if width >= BROAD else "false"
        cells = [f"[{self._cell(cell, place)}]" for row in rows for place, cell in enumerate(row)]
        return (
            f"\n#data-table({_shares(rows)}, caption: [{told}], broad: {broad}, "
            f"table.header({', '.join(cells[:width])}), {', '.join(cells[width:])})\n"
        )

    def _cell(self, cell: HtmlElement, place: int) -> str:
        before = self._place(cell.getparent()) if place == 0 else ""
        return before + self._place(cell) + self._inside(cell).strip()


def _turned(section: HtmlElement | None) -> bool:
    """Say whether a section lies on turned pages, heading and all.

    It does when it has a broad table of its own, or is short and follows one that does.
    """
    if section is None:
        return False
    tables = [
        table for table in section.iter("table") if next(table.iterancestors("section")) is section
    ]
    if any(len(table.find(".//tr")) >= BROAD for table in tables):
        return True
    return len(words(section)) < SHORT and _turned(
        next(section.itersiblings("section", preceding=True), None)
    )


def _ratio(drawing: ElementTree.Element) -> float:
    """Return height over width of a drawing."""
    _, _, width, height = map(float, drawing.get("viewBox").split())
    return height / width


def _shares(rows: list[list[HtmlElement]]) -> str:
    """Return the widths of columns: room for the longest word, and a share of the rest by bulk."""
    columns = [[words(cell) for cell in column] for column in zip(*rows, strict=True)]
    longest = [
        min(max(len(word) for text in column for word in WORD_END.split(text)), LONGEST) + 2
        for column in columns
    ]
    typical = [
        min(sorted(map(len, column))[len(column) * 9 // 10], TYPICAL) + 1 for column in columns
    ]
    rest = max(ROOM[len(columns) >= BROAD] - sum(longest), 0)
    shares = [
        word + rest * bulk / sum(typical) for word, bulk in zip(longest, typical, strict=True)
    ]
    return "(" + ", ".join(f"{share:.1f}fr" for share in shares) + ")"
