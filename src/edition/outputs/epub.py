"""Make the EPUB 3 from the built pages.

It has one XHTML file a chapter, notes as EPUB footnotes, figures as inline SVG.
"""

import io
import re
import uuid
from functools import partial
from pathlib import Path
from textwrap import wrap

import font_source_sans_pro
import font_source_serif_pro
from lxml import etree
from lxml.html import HtmlElement, defs
from matplotlib.figure import Figure

from edition import kept
from edition.charts.inks import INK, MUTED, PAPER, RUSSIA
from edition.outputs.fonts import FACES
from edition.outputs.packing import pack
from edition.outputs.pages import Chapter, chapter, classes, relink
from edition.outputs.templates import Templates

COVER = (600, 900)  # points; two pixels each


def make(texts: dict[str, str], metadata: dict, target: Path, root: Path, static: Path) -> None:
    """Write the book to target; the same pages and metadata give the same bytes.

    texts: the HTML of each page by its name, in the order of the book. metadata: CITATION.cff.
    Templates and style come from root/_templates, fonts from those of the pages, in static.
    Source: EPUB 3.3 and EPUB Accessibility 1.1 (W3C).
    """
    read = {name: _kept(name, text, set(texts)) for name, text in texts.items()}
    contents = [(name, page["title"], page["sections"]) for name, page in read.items()]
    owner = {each: name for name, page in read.items() for each in page["ids"]}
    pictured = {name for name, page in read.items() if page["pictured"]}
    common = {
        "meta": metadata,
        "identifier": _identifier(metadata),
        "chapters": contents,
        "pictured": pictured,
        "fonts": [*FACES, "chinese-title"],
    }
    folder = root / "_templates" / "epub"
    templates = Templates(folder)
    members = {"mimetype": b"application/epub+zip"}
    for name in ("META-INF/container.xml", "EPUB/package.opf"):
        members[name] = templates.fill(Path(name).name, **common).encode()
    cover = partial(_cover, metadata)
    members["EPUB/cover.png"] = kept.raw("cover", [repr(metadata).encode()], cover)
    for name in ("cover.xhtml", "title.xhtml", "nav.xhtml"):
        members[f"EPUB/{name}"] = templates.fill(name, **common).encode()
    members["EPUB/style.css"] = (folder / "style.css").read_bytes()
    for name, title, _ in contents:
        body = relink(read[name]["body"], partial(_lead, owner, name))
        page = templates.fill("chapter.xhtml", **common, title=title, body=body)
        members[f"EPUB/{name}.xhtml"] = page.encode()
    pack(target, members | _fonts(static), stored=("mimetype",))


def _kept(name: str, text: str, names: set[str]) -> dict:
    """Return title, sections, ids and body of a page, which is read when it has changed."""
    article = re.search(r'<article class="bd-article">.*</article>', text, re.S)[0]
    raw = [each.encode() for each in (name, repr(sorted(names)), article)]
    return kept.value("epub", raw, partial(_read, name, text, names))


def _read(name: str, text: str, names: set[str]) -> dict:
    page = chapter(name, text, names)
    ids = page.article.xpath("descendant-or-self::*/@id")
    article = _article(page)
    return {
        "title": page.title,
        "ids": ids,
        "sections": _sections(article),
        "body": etree.tostring(article, encoding="unicode", with_tail=False),
        "pictured": article.find(".//svg") is not None,
    }


def _identifier(metadata: dict) -> str:
    """Return a URN that this version of the edition alone has."""
    address = metadata["references"][0]["url"]
    return uuid.uuid5(
        uuid.NAMESPACE_URL, f"{address} {metadata['title']} {metadata['version']}"
    ).urn


def _fonts(static: Path) -> dict[str, bytes]:
    """Return the fonts by their names in the book."""
    files = {face: static / "fonts" / f"{face}.woff2" for face in FACES}
    files["chinese-title"] = static / "chinese-title.woff2"
    return {f"EPUB/fonts/{face}.woff2": path.read_bytes() for face, path in files.items()}


def _lead(owner: dict[str, str], chapter: str, name: str, words: str) -> tuple[str, str]:
    """Return the address of an id in the file of a chapter, and the words of the link.

    What only the screen shows has no address.
    """
    if owner.get(name, chapter) == chapter:
        return (f"#{name}" if name in owner else ""), words
    return f"{owner[name]}.xhtml" + ("" if name == owner[name] else f"#{name}"), words


def _article(chapter: Chapter) -> HtmlElement:
    """Return the article as EPUB wants it: notes and marks named, languages marked twice."""
    article = chapter.article
    for node in article.cssselect(".fn-bracket, hr.footnotes"):
        node.drop_tree()
    for table in article.cssselect("table.entries"):
        _make_entries(table)
    for box in article.cssselect(".statements a.sign"):
        _describe(box, href=box.get("href"))
    article.tag = "section"
    named = {"epub:type": "chapter", "role": "doc-chapter", "aria-label": chapter.title}
    _describe(article, id=chapter.name, **named)
    for mark in article.cssselect("a.footnote-reference"):
        mark.set("epub:type", "noteref")
    for note in article.cssselect("aside.footnote"):
        note.set("epub:type", "footnote")
    for group in article.cssselect("aside.footnote-list"):
        group.tag = "section"
        _describe(group, **{"class": "notes", "epub:type": "footnotes", "aria-label": "Notes"})
    for drawing in article.iter("svg"):
        drawing.set("xmlns", "http://www.w3.org/2000/svg")  # pages need none, XHTML does
    for node in article.xpath(".//*[@lang]"):
        node.set("xml:lang", node.get("lang"))
    for node in article.iter(etree.Element):
        if not len(node) and not node.text and node.tag not in defs.empty_tags:
            node.text = ""  # readers that take the file for HTML need its closing tag
    return article


def _describe(node: HtmlElement, **attributes: str) -> None:
    """Give an element these attributes and no others."""
    node.attrib.clear()
    node.attrib.update(attributes)


def _make_entries(table: HtmlElement) -> None:
    """Make a table a list of entries: its rows are too wide for an e-reader, and words break."""
    caption = table.find("caption")
    caption.tag = "p"
    caption.set("class", "entries-title")
    table.addprevious(caption)
    table.find("thead").drop_tree()
    for row in list(table.iter("tr")):
        row.tag = "li"
        for cell in list(row):
            label = cell.get("data-label")
            if not cell.text_content().strip():
                cell.drop_tree()
                continue
            cell.tag = "p"
            cell.attrib.clear()
            if label:
                cell.text = f"{label}: {cell.text or ''}"
    table.find("tbody").drop_tag()
    table.tag = "ul"
    table.set("class", "entries")
    table.text = None
    for part in table:
        part.tail = None
    for region in table.iterancestors():
        if "scroll" in classes(region):  # it scrolls no more
            region.attrib.clear()
            break


def _sections(article: HtmlElement) -> list[tuple[str, str]]:
    """Return id and heading of each section of a chapter, for the table of contents."""
    found = article.xpath(".//section[@id]/h2")
    return [(heading.getparent().get("id"), heading.text_content()) for heading in found]


def _cover(metadata: dict) -> bytes:
    """Return the cover as PNG, for readers' shelves: kind, title, original, version."""
    width, height = COVER
    serif, sans = font_source_serif_pro.font_files_ttf, font_source_sans_pro.font_files_ttf
    original = metadata["references"][0]
    author = " ".join(original["authors"][0][part] for part in ("given-names", "family-names"))
    restated = f"An independent restatement of {author}, “{original['title']}”"
    title, version = metadata["title"].split(":")[0], f"Version {metadata['version']}"
    blocks = (  # text, letters a line, font, size, colour, space before it
        ("A reproducible, critical edition", 40, sans["SourceSansPro"], 22, RUSSIA, 0),
        (title, 18, serif["SourceSerifProSemibold"], 54, INK, 40),
        (restated, 42, serif["SourceSerifPro"], 22, INK, 50),
        (version, 40, sans["SourceSansPro"], 20, MUTED, 60),
    )
    sheet = Figure(figsize=(width / 72, height / 72), facecolor=PAPER)
    y = height - 170
    for text, letters, font, size, colour, space in blocks:
        y -= space
        for line in wrap(text, letters):
            look = {"font": Path(font), "fontsize": size, "color": colour}
            sheet.text(60 / width, y / height, line, parse_math=False, **look)
            y -= 1.25 * size
    out = io.BytesIO()
    sheet.savefig(out, format="png", dpi=144, metadata={"Software": None})
    return out.getvalue()
