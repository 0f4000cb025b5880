"""Make the EPUB 3 from the built pages: one XHTML file a chapter, notes as EPUB footnotes, figures as inline SVG."""

import io
import uuid
import zipfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from textwrap import wrap

import font_source_sans_pro
import font_source_serif_pro
from bs4 import Tag
from matplotlib.figure import Figure

from edition.outputs.fonts import FACES
from edition.outputs.pages import Chapter, relink
from edition.outputs.templates import Templates

EPOCH = (
    2020,
    8,
    3,
    0,
    0,
    0,
)  # one time for all members, so that the same pages give the same bytes
COVER = (600, 900)  # points; two pixels each


def make(
    chapters: Iterable[Chapter], metadata: dict, target: Path, root: Path, static: Path
) -> None:
    """Write the book to target; the same chapters and metadata give the same bytes.

    chapters and metadata come from `book`, templates and style from root/_templates, fonts from those of the pages, in the folder static.
    Source: EPUB 3.3 and EPUB Accessibility 1.1 (W3C).
    """
    contents, bodies, owner, pictured = [], {}, {}, set()
    for chapter in chapters:
        owner |= {
            node["id"]: chapter.name for node in [chapter.article, *chapter.article.select("[id]")]
        }
        article = _article(chapter)
        contents.append((chapter.name, chapter.title, _sections(article)))
        bodies[chapter.name] = article.decode(formatter="minimal")
        if article.svg:
            pictured.add(chapter.name)
    templates = Templates(root / "_templates" / "epub")
    common = {
        "meta": metadata,
        "identifier": uuid.uuid5(
            uuid.NAMESPACE_URL,
            f"{metadata['references'][0]['url']} {metadata['title']} {metadata['version']}",
        ).urn,
        "chapters": contents,
        "pictured": pictured,
        "fonts": [*FACES, "chinese-title"],
    }

    def page(template: str, **values) -> bytes:
        return templates.fill(template, **common | values).encode()

    members = {
        "META-INF/container.xml": page("container.xml"),
        "EPUB/package.opf": page("package.opf"),
        "EPUB/cover.png": _cover(metadata),
        "EPUB/cover.xhtml": page("cover.xhtml"),
        "EPUB/title.xhtml": page("title.xhtml"),
        "EPUB/nav.xhtml": page("nav.xhtml"),
        "EPUB/style.css": (root / "_templates" / "epub" / "style.css").read_bytes(),
    }
    for name, title, _ in contents:
        members[f"EPUB/{name}.xhtml"] = page(
            "chapter.xhtml", title=title, body=relink(bodies[name], partial(_lead, owner, name))
        )
    members |= {
        f"EPUB/fonts/{face}.woff2": (static / "fonts" / f"{face}.woff2").read_bytes()
        for face in FACES
    }
    members["EPUB/fonts/chinese-title.woff2"] = (static / "chinese-title.woff2").read_bytes()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(
            zipfile.ZipInfo("mimetype", EPOCH), "application/epub+zip", zipfile.ZIP_STORED
        )
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED, 9)


def _lead(owner: dict[str, str], chapter: str, name: str, words: str) -> tuple[str, str]:
    """Return the address of an id of the book in the file of a chapter, none for what only the screen shows, and the words of the link."""
    if owner.get(name, chapter) == chapter:
        return (f"#{name}" if name in owner else ""), words
    return f"{owner[name]}.xhtml" + ("" if name == owner[name] else f"#{name}"), words


def _article(chapter: Chapter) -> Tag:
    """Return the article as EPUB wants it: notes and marks named, languages marked twice."""
    article = chapter.article
    for table in article.select("div.table"):
        table.decompose()  # too wide for an e-reader
    article.name = "section"
    article.attrs = {
        "id": chapter.name,
        "epub:type": "chapter",
        "role": "doc-chapter",
        "aria-label": chapter.title,
    }
    for mark in article.select("a.footnote-reference"):
        mark["epub:type"] = "noteref"
    for note in article.select("aside.footnote"):
        note["epub:type"] = "footnote"
    for group in article.select("aside.footnote-list"):
        group.name = "section"
        group.attrs = {"class": "notes", "epub:type": "footnotes", "aria-label": "Notes"}
    for piece in article.select(".fn-bracket, hr.footnotes"):
        piece.decompose()
    for node in article.select("[lang]"):
        node["xml:lang"] = node["lang"]
    return article


def _sections(article: Tag) -> list[tuple[str, str]]:
    """Return id and heading of each section of a chapter, for the table of contents."""
    return [
        (heading.parent["id"], heading.get_text()) for heading in article.select("section[id] > h2")
    ]


def _cover(metadata: dict) -> bytes:
    """Return the cover as PNG, for readers' shelves: kind, title, original, version."""
    width, height = COVER
    serif, sans = font_source_serif_pro.font_files_ttf, font_source_sans_pro.font_files_ttf
    original = metadata["references"][0]
    author = " ".join(original["authors"][0][part] for part in ("given-names", "family-names"))
    blocks = (  # text, letters a line, font, size, colour, room before it
        ("A reproducible, critical edition", 40, sans["SourceSansPro"], 22, "#a8321f", 0),
        (metadata["title"].split(":")[0], 18, serif["SourceSerifProSemibold"], 54, "#1a1a1a", 40),
        (
            f"An independent restatement of {author}, “{original['title']}”",
            42,
            serif["SourceSerifPro"],
            22,
            "#1a1a1a",
            50,
        ),
        (f"Version {metadata['version']}", 40, sans["SourceSansPro"], 20, "#595959", 60),
    )
    sheet = Figure(figsize=(width / 72, height / 72), facecolor="#ffffff")
    y = height - 170
    for text, letters, font, size, colour, room in blocks:
        y -= room
        for line in wrap(text, letters):
            sheet.text(
                60 / width,
                y / height,
                line,
                font=Path(font),
                fontsize=size,
                color=colour,
                parse_math=False,
            )
            y -= 1.25 * size
    out = io.BytesIO()
    sheet.savefig(out, format="png", dpi=144, metadata={"Software": None})
    return out.getvalue()
