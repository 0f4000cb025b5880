"""The head of a page has what its chapter says in `html_meta`, and ours beside it."""

from lxml import html
from sphinx.application import Sphinx

from edition.book import metadata

CHAPTER = """---
myst:
  html_meta:
    robots: noindex
    "description lang=en": In the chapter’s own words
    "property=og:title": Another title
---
# A chapter
"""
OURS = [
    ("name", "description", "A claim"),
    ("name", "author", "The “editors”"),
    ("property", "og:title", "A chapter"),
]


def test_what_a_chapter_says_of_itself_stands_and_is_said_once(tmp_path):
    (tmp_path / "index.md").write_text(CHAPTER, encoding="utf-8")
    folders = [str(tmp_path), None, str(tmp_path / "html"), str(tmp_path / "read"), "html"]
    app = Sphinx(*folders, confoverrides={"extensions": ["myst_parser"]}, status=None)

    def told(app, name, template, context, doctree):
        if doctree is not None:
            context["metatags"] = "\n".join(metadata.head(doctree, OURS))

    app.connect("html-page-context", told)
    app.build()
    tree = html.parse(str(tmp_path / "html" / "index.html"))
    found = {
        each.get("name", each.get("property")): each.get("content")
        for each in tree.xpath("//head/meta[@content]")
    }
    assert found["robots"] == "noindex"
    assert found["description"] == "In the chapter’s own words"
    assert found["og:title"] == "Another title"
    assert found["author"] == "The “editors”"
    assert len(tree.xpath("//meta[@name='description'] | //meta[@property='og:title']")) == 2
