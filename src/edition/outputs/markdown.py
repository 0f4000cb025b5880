"""Write each page as Markdown, for programs that read no HTML: text, tables, notes, code, alone.

A statement begins with its number, [S04]; a picture is its description and a link to its file.
"""

import re
from functools import partial
from pathlib import Path

import yaml
from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from edition import kept
from edition.book import catalogue
from edition.book.metadata import MARKDOWN
from edition.outputs import pages

# what only a screen needs; the classes are those of the theme, of _static/edition.css, of
# edition.book.roles, edition.charts and edition.listings
DROPPED = (
    "script, style, .headerlink, .chart-narrow, .chart-files, .screen-only, .prev-next-area, "
    "details.hide, [role=doc-backlink] ~ .fn-bracket, .fn-bracket"
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
    article = pages.soup(text, DROPPED)
    told = {
        "title": article.select_one("h1").get_text(),
        "part of": meta["title"],
        "author": [author["name"] for author in meta["authors"]],
        "version": str(meta["version"]),
        "date": meta["date-released"],
        "language": language,
        "licence": catalogue.licences(meta),
    }
    _plain(article)
    head = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=10000)
    body = Converter(heading_style="ATX", bullets="-").convert_soup(article)
    body = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", body)).strip()
    return f"---\n{head}---\n\n{body}\n"


def _plain(article: Tag) -> None:
    """Turn into words what has none of its own in Markdown."""
    for mark in article.select("a.claim-link"):
        mark.replace_with(f"[{mark.get_text()}] ")
    for mark in article.select("a.footnote-reference"):
        mark.replace_with(f"[^{mark.get_text().strip('[]')}]")
    for note in article.select("aside.footnote"):
        label = note.select_one(".label")
        label.replace_with(f"[^{label.get_text().strip('[] ')}]: ")
        note.p.unwrap()
        note.name = "p"
    for chart in article.select(".chart svg"):
        said = pages.described(chart)
        name = chart.find_parent(class_="chart")["id"].removeprefix("chart-")
        image = BeautifulSoup("", "lxml").new_tag("img", src=f"../figures/{name}.svg", alt=said)
        chart.replace_with(image)
    for drawing in article.select("svg"):
        drawing.decompose()
    for link in article.select("a[href]"):
        link["href"] = _lead(link["href"])
        del link["title"]  # what a screen says of it


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
