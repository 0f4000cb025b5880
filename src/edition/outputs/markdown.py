"""Write each page as Markdown, for programs that read no HTML: text, tables, notes, code, alone.

A statement begins with its number, [S04]; a picture is its description and a link to its file.
"""

import re
from functools import partial
from pathlib import Path

import yaml
from bs4 import BeautifulSoup
from lxml import etree, html
from lxml.html import HtmlElement, builder
from markdownify import MarkdownConverter

from edition import kept
from edition.book import catalogue
from edition.book.metadata import MARKDOWN
from edition.outputs import pages

# what only a screen needs; the classes are those of the theme, of _static/edition.css, of
# edition.book.roles, edition.charts and edition.listings
DROPPED = (
    "script, style, .headerlink, .chart-narrow, .chart-files, .screen-only, .prev-next-area, "
    ".hide, .fn-bracket"
)


def write(out: Path, texts: dict[str, str], meta: dict, language: str) -> None:
    """Write a file for each page into out, the folder of built pages.

    texts: HTML of the pages by their names. meta: CITATION.cff, by field.
    """
    (out / MARKDOWN).parent.mkdir(parents=True, exist_ok=True)
    common = repr((meta, language))
    for name, text in texts.items():
        made_from = [common.encode(), text.encode()]
        said = kept.value("markdown", made_from, partial(page, text, meta, language))
        (out / MARKDOWN.format(name)).write_text(said, encoding="utf-8")


def page(text: str, meta: dict, language: str) -> str:
    """Return a page as Markdown, beneath what it is part of, as YAML."""
    article = pages.article(text, DROPPED)
    told = {
        "title": article.find(".//h1").text_content(),
        "part of": meta["title"],
        "author": [author["name"] for author in meta["authors"]],
        "version": str(meta["version"]),
        "date": meta["date-released"],
        "language": language,
        "licence": catalogue.licences(meta),
    }
    _plain(article)
    head = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=10000)
    whole = html.tostring(article, encoding="unicode", with_tail=False)
    body = Converter(heading_style="ATX", bullets="-").convert_soup(BeautifulSoup(whole, "lxml"))
    body = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", body)).strip()
    return f"---\n{head}---\n\n{body}\n"


def _plain(article: HtmlElement) -> None:
    """Turn into words what has none of its own in Markdown."""
    for mark in article.cssselect("a.claim-link"):
        _say(mark, f"[{mark.text_content()}] ")
    for mark in article.cssselect("a.footnote-reference"):
        _say(mark, f"[^{mark.text_content().strip('[]')}]")
    for note in article.cssselect("aside.footnote"):
        (label,) = note.find_class("label")
        _say(label, f"[^{label.text_content().strip('[] ')}]: ")
        note.find("p").drop_tag()
        note.tag = "p"
    for chart in article.cssselect(".chart svg"):
        (ident,) = chart.xpath("ancestor::*[starts-with(@id, 'chart-')][1]/@id")
        file = f"../figures/{ident.removeprefix('chart-')}.svg"
        chart.addprevious(builder.IMG(src=file, alt=pages.described(chart)))
    for drawing in list(article.iter("svg")):
        drawing.drop_tree()
    for link in article.xpath(".//a[@href]"):
        link.set("href", _lead(link.get("href")))
        link.attrib.pop("title", None)  # what a screen says of it
    etree.strip_tags(article, "span", "div", "section")  # these say nothing there


def _say(node: HtmlElement, words: str) -> None:
    """Put words in the place of an element."""
    node[:], node.text = [], words
    node.drop_tag()


def _lead(href: str) -> str:
    """Return where a link of a page leads from its Markdown, to the same place of it."""
    if href.startswith("../downloads/"):
        return href.replace("../downloads/", "../", 1)
    return re.sub(r"^([\w-]+)\.html(?=#|$)", r"\1.md", href)


class Converter(MarkdownConverter):
    """markdownify's, with the language of code and no marks escaped that mean none here."""

    def __init__(self, **options):
        super().__init__(
            escape_asterisks=False, escape_underscores=False, code_language="python", **options
        )
