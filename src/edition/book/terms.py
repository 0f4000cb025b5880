"""The terms of the glossary: a chapter opens each at its first mention, and leads to its line."""

import re
from html import escape

from docutils import nodes

from edition import tables
from edition.references import notes

PAGE = "glossary"  # the chapter that lists them


def link(app, doctree, docname):
    """Link the first mention of each term in what a chapter restates.

    _static/edition.js opens the title of such a link in a box.
    """
    if docname.rpartition("/")[2] == PAGE or "glossary" not in _tables():
        return
    left = {
        re.compile(rf"\b(?:{'|'.join(map(re.escape, row.forms.split('|')))})(?!\w)"): row
        for row in tables.load("glossary").itertuples()
    }
    for text in [text for span in _claims(doctree) for text in span.findall(nodes.Text)]:
        if not isinstance(text.parent, nodes.reference | nodes.raw):
            _mark(text, left)


def _tables() -> set[str]:
    return {item["name"] for item in tables.package()["resources"]}


def _claims(doctree) -> list[nodes.inline]:
    return [span for span in doctree.findall(nodes.inline) if "claim" in span["classes"]]


def _mark(text: nodes.Text, left: dict) -> None:
    """Put links in the place of the terms in a text; take these out of those that are left."""
    said, found = text.astext(), []
    for form, row in list(left.items()):
        match = form.search(said)
        if match and all(match.end() <= start or end <= match.start() for start, end, _ in found):
            found.append((*match.span(), row))
            del left[form]
    parts, place = [], 0
    for start, end, row in sorted(found, key=lambda each: each[0]):
        link = nodes.raw("", _link(row, said[start:end]), format="html")
        parts += [nodes.Text(said[place:start]), link]
        place = end
    if parts:
        text.parent.replace(text, [*parts, nodes.Text(said[place:])])


def _link(row, words: str) -> str:
    title = escape(f"{row.explained} ({notes.short(row.key)})")
    return f'<a class="term" href="{PAGE}.html#{row.id}" title="{title}">{escape(words)}</a>'


def setup(app):
    """Link the terms when a page is written, after its claims."""
    app.connect("doctree-resolved", link)
