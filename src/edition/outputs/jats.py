"""Write the restated article as JATS XML, for archives and indexes: text, notes, references.

Source: ANSI/NISO Z39.96, JATS 1.1. The edition stands in no journal, so the document type is that
of archives (Journal Archiving and Interchange), which asks for none.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from lxml import etree
from lxml.builder import E
from lxml.etree import _Element as Element
from lxml.html import HtmlElement
from pybtex.database import Entry

from edition import kept
from edition.book import catalogue
from edition.outputs.pages import Chapter, chapter, classes, described, words
from edition.references import notes

NAME = "downloads/article.xml"
DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD '
    'v1.1 20151215//EN" "JATS-archivearticle1.dtd">'
)
HREF = "{http://www.w3.org/1999/xlink}href"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
READ = ("references.bib", "_config.yml")
FRONT, ABSTRACT = "index", "index-abstract"  # page, id
TRANSLATED = "#index-the-abstract-in-other-languages [lang]"
IDS = "section[id], .claim[id], aside.footnote[id], .chart[id]"  # whose ids the XML has, too
REFERENCE = "bibliography-ref-"  # what the id of an entry begins with
# what only a screen needs, beside what edition.outputs.pages leaves out
SILENT = "a.claim-verdict, .fn-bracket, .cell_input, .chart-narrow, [hidden], hr"
EMPHASIS = {"em": "italic", "i": "italic", "strong": "bold", "code": "monospace"}
NOTE = "aside.footnote"
PARTS = ("chart", "caption-number", "caption-text")  # classes of the parts of a figure
CELLS = ("colspan", "rowspan", "scope")
KINDS = {"article": "journal", "book": "book", "techreport": "report", "misc": "web"}


def write(out: Path, texts: dict[str, str], parts: tuple[str, ...], meta: dict, root: Path) -> None:
    """Write the chapters named in parts, as one article, into out, the folder of built pages.

    texts: HTML of all pages by name. meta: CITATION.cff, by field. root: where _config.yml lies.
    """
    names = (FRONT, *parts)
    inputs = [texts[name] for name in names] + [repr(meta), repr(sorted(texts))]
    inputs += [(root / name).read_text(encoding="utf-8") for name in READ]
    made = kept.raw("jats", map(str.encode, inputs), partial(_xml, texts, names, meta, root))
    (out / NAME).write_bytes(made)


def _xml(texts: dict[str, str], names: tuple[str, ...], meta: dict, root: Path) -> bytes:
    read = [chapter(name, texts[name], set(texts)) for name in names]
    for page in read:
        for node in page.article.cssselect(SILENT):
            node.drop_tree()
    language, _ = catalogue.language_and_address(root)
    tree = _Article(read[1:]).tree()
    tree.set(LANGUAGE, language)
    tree.insert(0, _front(meta, read[0].article, language))
    etree.indent(tree.find("front"))
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", doctype=DOCTYPE)


def _front(meta: dict, page: HtmlElement, language: str) -> Element:
    """Return the metadata: title, editors, date, licence, article restated, abstracts, words."""
    date, original = str(meta["date-released"]), meta["references"][0]
    version = E("meta-name", "version"), E("meta-value", str(meta["version"]))
    year, month, day = date.split("-")
    licence = f"https://spdx.org/licenses/{catalogue.licences(meta)[0]}.html"
    about = E(
        "article-meta",
        E("title-group", E("article-title", meta["title"])),
        E("contrib-group", *(_contributor(author) for author in meta["authors"])),
        E("pub-date", E.day(day), E.month(month), E.year(year), {"date-type": "pub"}),
        E.permissions(E.license(E("license-p", catalogue.licences(meta)[0]), {HREF: licence})),
        E(
            "related-article",
            original["title"],
            {"related-article-type": "companion", "ext-link-type": "uri", HREF: original["url"]},
        ),
        E.abstract(E.p(words(page.cssselect(f"#{ABSTRACT} > p")[0]))),
        *_translated(page),
        E("kwd-group", *(E.kwd(word) for word in meta["keywords"]), {LANGUAGE: language}),
        E("custom-meta-group", E("custom-meta", *version)),
    )
    return E.front(about)


def _contributor(author: dict) -> Element:
    person = catalogue.person(author)
    return E.contrib(_name(person), {"contrib-type": "author"})


def _translated(page: HtmlElement) -> Iterator[Element]:
    """Yield the abstracts in other languages."""
    for node in page.cssselect(TRANSLATED):
        said = (E.p(words(each)) for each in node.iter("p"))
        yield E("trans-abstract", *said, {LANGUAGE: node.get("lang")})


class _Article:
    """The chapters as the body of an article, with the notes and references that it leads to."""

    def __init__(self, chapters: list[Chapter]):
        self.chapters = chapters
        self.ids = {node.get("id") for page in chapters for node in page.article.cssselect(IDS)}
        self.cited: dict[str, None] = {}

    def tree(self) -> Element:
        sections = [self._section(page.article.find("section")) for page in self.chapters]
        asides = [each for page in self.chapters for each in page.article.cssselect(NOTE)]
        found = [self._note(each) for each in asides]
        references = (_reference(key) for key in sorted(self.cited))
        back = E.back(E("fn-group", *found), E("ref-list", E.title("References"), *references))
        nsmap = {"xlink": HREF[1 : HREF.index("}")]}
        article = etree.Element("article", {"article-type": "other", "dtd-version": "1.1"}, nsmap)
        article.extend([E.body(*sections), back])
        return article

    def _section(self, node: HtmlElement) -> Element:
        made = E.sec({"id": node.get("id")})
        for part in node:
            if part.tag in ("h1", "h2", "h3", "h4"):
                made.append(self._inline("title", part))
            elif part.tag == "section":
                made.append(self._section(part))
            else:
                made.extend(self._blocks(part))
        return made

    def _blocks(self, node: HtmlElement) -> Iterator[Element]:
        """Yield a block as JATS has it; what only holds blocks yields these."""
        kinds = classes(node)
        if node.tag == "p":
            yield self._inline("p", node)
        elif node.tag in ("ul", "ol"):
            items = (E("list-item", *self._within(item)) for item in node.iterchildren("li"))
            yield E.list(*items, {"list-type": "bullet" if node.tag == "ul" else "order"})
        elif kinds & {"admonition", "chapter-claim"}:
            yield self._box(node)
        elif node.tag == "figure":
            yield self._figure(node)
        elif node.tag == "table":
            yield self._table(node)
        elif node.tag not in ("aside", "svg", "script", "details"):
            yield from self._within(node)

    def _within(self, node: HtmlElement) -> Iterator[Element]:
        for part in node:
            yield from self._blocks(part)

    def _box(self, node: HtmlElement) -> Element:
        kind = "chapter-claim" if "chapter-claim" in classes(node) else node.get("class").split()[0]
        box = E("boxed-text", {"content-type": kind})
        for title in node.find_class("admonition-title")[:1]:
            box.append(E.caption(E.title(words(title))))
            title.drop_tree()
        box.extend(self._within(node))
        return box

    def _figure(self, node: HtmlElement) -> Element:
        """Return a figure with its finding, what it measures, its sources, and its file."""
        chart, number, said = (node.find_class(each)[0] for each in PARTS)
        name = chart.get("id").partition("-chart-")[2]
        drawing = E.graphic({HREF: f"figures/{name}.svg", "mimetype": "image"})
        drawing.append(E("alt-text", described(chart)))
        told = (E.p(words(each)) for each in chart.iter("p"))
        caption = E.caption(E.title(words(said)), *told)
        return E.fig(E.label(words(number)), caption, drawing, {"id": chart.get("id")})

    def _table(self, node: HtmlElement) -> Element:
        made = E("table-wrap", *(E.caption(E.title(words(each))) for each in node.iter("caption")))
        parts = node.iterchildren("thead", "tbody")
        made.append(E.table(*(E(part.tag, *map(self._row, part.iter("tr"))) for part in parts)))
        return made

    def _row(self, row: HtmlElement) -> Element:
        made = E.tr()
        for cell in row.iterchildren("th", "td"):
            made.append(self._inline(cell.tag, cell))
            made[-1].attrib.update({name: cell.get(name) for name in CELLS if cell.get(name)})
        return made

    def _note(self, node: HtmlElement) -> Element:
        (label,) = node.find_class("label")
        label.drop_tree()
        return E.fn(E.label(words(label)), *self._within(node), {"id": node.get("id")})

    def _inline(self, name: str, node: HtmlElement) -> Element:
        """Return an element with the words of a node, and what marks them."""
        made = E(name)
        _say(made, node.text)
        for part in node:
            inner = self._marked(part)
            if inner is None:
                _take(made, self._inline(name, part))
            else:
                made.append(inner)
            _say(made, part.tail)
        return made

    def _marked(self, node: HtmlElement) -> Element | None:
        """Return what a node of running text is in JATS; None if it is only its words."""
        kinds = classes(node)
        if "claim" in kinds:
            made = self._inline("named-content", node)
            made.attrib.update({"content-type": "statement", "id": node.get("id")})
            return made
        if "footnote-reference" in kinds:
            return E.xref(words(node), {"ref-type": "fn", "rid": node.get("href")[1:]})
        if node.tag == "a" and node.get("href"):
            return self._link(node)
        if node.get("lang") or "grade" in kinds:
            made = self._inline("named-content", node)
            made.set("content-type", "grade" if "grade" in kinds else "foreign")
            made.attrib.update({LANGUAGE: node.get("lang")} if node.get("lang") else {})
            return made
        return self._inline(EMPHASIS[node.tag], node) if node.tag in EMPHASIS else None

    def _link(self, node: HtmlElement) -> Element | None:
        target = node.get("href").removeprefix("#")
        if node.get("href") != f"#{target}":
            made = self._inline("ext-link", node)
            made.attrib.update({"ext-link-type": "uri", HREF: node.get("href")})
            return made
        if target.startswith(REFERENCE):
            self.cited[target.removeprefix(REFERENCE)] = None
            return E.xref(words(node), {"ref-type": "bibr", "rid": target})
        return E.xref(words(node), {"rid": target}) if target in self.ids else None


def _say(made: Element, said: str | None) -> None:
    """Add words behind what an element holds."""
    if said and len(made):
        made[-1].tail = (made[-1].tail or "") + said
    elif said:
        made.text = (made.text or "") + said


def _take(made: Element, other: Element) -> None:
    """Add all that another element holds."""
    _say(made, other.text)
    made.extend(list(other))


def _reference(key: str) -> Element:
    """Return an entry of the bibliography, field by field."""
    entry = notes.entries()[key]
    made = E("element-citation", {"publication-type": KINDS[entry.type]})
    for role in ("author", "editor"):
        if entry.persons.get(role):
            names = map(_name, entry.persons[role])
            made.append(E("person-group", *names, {"person-group-type": role}))
    made.extend(_fields(entry))
    return E.ref(made, {"id": f"{REFERENCE}{key}"})


def _name(person) -> Element:
    family, given = catalogue.family_and_given(person)
    return E.name(E.surname(family), E("given-names", given)) if given else E.collab(family)


def _fields(entry: Entry) -> Iterator[Element]:
    """Yield title, container, date, numbers, publisher and address of an entry."""
    get = entry.fields.get
    book = entry.type in ("book", "techreport")
    title = E("source" if book else "article-title", get("title"))
    if get("language"):
        title.set(LANGUAGE, get("language"))
    yield title
    first, last = catalogue.first_and_last_page(entry)
    named = {
        "trans-title": get("titletranslation"),
        "source": "" if book else get("journal") or get("organization"),
        "series": get("series"),
        "volume": get("volume"),
        "issue": get("number"),
        "publisher-name": catalogue.house(entry),
        "fpage": first,
        "lpage": last,
    }
    yield from (E(tag, value) for tag, value in named.items() if value)
    parts = zip(("year", "month", "day"), catalogue.date_of(entry).split("-"), strict=False)
    yield from (E(tag, value) for tag, value in parts if value)
    if get("doi"):
        yield E("pub-id", get("doi"), {"pub-id-type": "doi"})
    if get("url"):
        yield E("ext-link", get("url"), {"ext-link-type": "uri", HREF: get("url")})
    if get("urldate"):
        yield E("date-in-citation", get("urldate"), {"content-type": "access-date"})
