"""Roles that print a note, the sources of an unmarked claim, or one source, by short keys."""

from html import escape

from docutils import nodes
from pybtex.backends import BaseBackend
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

from edition import tables
from edition.judgement import statements
from edition.references import notes
from edition.tables import recorded, values, vocabulary


class Docutils(BaseBackend):
    """Write pybtex's rich text as docutils nodes.

    "lang-xx" and "grade" are tags of edition.references.notes; _static/edition.css has a class for
    each grade.
    """

    default_suffix = ""
    RenderType = list

    def format_str(self, text):
        return [nodes.Text(text)]

    def format_tag(self, tag, children):
        if tag == "em":
            return [nodes.emphasis("", "", *children)]
        kind = f"language-{tag[5:]}" if tag.startswith("lang-") else tag
        classes = [kind, f"{tag}-{children[0].astext()}"] if tag == "grade" else [kind]
        return [nodes.inline("", "", *children, classes=classes)]

    def format_href(self, url, children, external=False):
        inside = not url.startswith("http")
        return [nodes.reference("", "", *children, refuri=url, internal=inside)]

    def render_sequence(self, rendered):
        return [node for part in rendered for node in part]

    def write_entry(self, key, label, text):
        raise NotImplementedError("references are printed in notes, not as a list of entries")


class NoteRole(SphinxRole):
    """{note}`18`: the whole text of note 18, and its sources in few words.

    _static/edition.js shows these in the margin of a wide page.
    """

    def run(self):
        note = notes.note(int(self.text))
        brief = f'<span hidden data-sources="{escape(note.brief())}"></span>'
        return [*note.text().render(Docutils()), nodes.raw("", brief, format="html")], []


class SourcesRole(SphinxRole):
    """{sources}`M08`: the keys of the sources found for a claim that has no note."""

    def run(self):
        return notes.sources(self.text).keys().render(Docutils()), []


class SourceRole(SphinxRole):
    """{source}`belta2019discord`: one source by its key, for an editors' note."""

    def run(self):
        return notes.cited(self.text).render(Docutils()), []


class ClaimTargets(SphinxPostTransform):
    """Give TeX a place to link to for each claim; HTML takes the id of the span itself."""

    default_priority = 400
    formats = ("latex",)

    def run(self):
        for node in self.document.findall(nodes.inline):
            if "claim" in node["classes"]:
                node.insert(0, nodes.target("", "", ids=node["ids"]))


class UnbrokenQuantities(SphinxPostTransform):
    """Keep a number and its unit on one line, in prose and in what cells show."""

    default_priority = 900  # when cells have become what they show

    def run(self):
        for text in list(self.document.findall(nodes.Text)):
            whole = values.unbroken(text)
            if not isinstance(text.parent, nodes.literal | nodes.literal_block) and whole != text:
                text.parent.replace(text, nodes.Text(whole))


class RecordTargets(SphinxTransform):
    """Give each cell the ids of what it records, b01 or k02: a value leads to its cell."""

    default_priority = 400

    def apply(self, **_):
        """Add them."""
        mine = recorded.places(self.env.docname.rpartition("/")[2])
        cells = [
            node
            for node in self.document.findall(nodes.container)
            if node.get("nb_element") == "cell_code" and node["cell_index"] in mine
        ]
        for cell in cells:
            for name in mine[cell["cell_index"]]:
                cell["ids"].append(name.lower())
                self.document.note_explicit_target(cell, cell)


def link_claims(app, doctree, docname):
    """Begin each claim with its number, a link; end it with its emendations and its verdict."""
    claims = statements.verdicts().set_index("claim", drop=False)
    emended = tables.load("emendations")
    for span in doctree.findall(nodes.inline):
        if "claim" in span["classes"]:
            claim = span["ids"][0].upper()
            for row in emended[emended.claim == claim].itertuples():
                span += nodes.raw("", f"{values.NBSP}{_emendation(row)}", format="html")
            if claim in claims.index and (mark := _verdict(claims.loc[claim])):
                span += nodes.raw("", f"{values.NBSP}{mark}", format="html")
            link = (
                f'<a class="claim-link" href="#{claim.lower()}"'
                f' aria-label="{claim}: link, quotation, BibTeX">{claim}</a>'
            )
            span.insert(0, nodes.raw("", link, format="html"))


def _emendation(row) -> str:
    """Return an emendation as a link to its row among all of them."""
    title = escape(f"The article: “{row.article}”. {row.reason}")
    return (
        f'<a class="emendation" href="coding.html#{row.id}"'
        f' title="{title}">[em.{values.NBSP}{int(row.id[2:])}]</a>'
    )


def _verdict(row) -> str:
    """Return the verdict on a claim, or on a part of it, as a link to its row in the ledger.

    It is empty where nothing was tested. _static/edition.css has a class for each verdict.
    """
    said = vocabulary.meaning("claims", "verdict", row.verdict, "marks")
    if not said:
        return ""
    part = " a part" if row.partly and row.verdict in statements.SIDES else ""
    held = "".join(f" {each[0].upper()}{each[1:]}: {word}." for each, word in row.parts.items())
    title = f"The editors’ verdict on statement {row.claim}, in the ledger.{held} {row.uncovered}"
    return (
        f'<a class="claim-verdict verdict-{row.verdict.replace(" ", "-")}"'
        f' href="ledger.html#ledger-{row.claim.lower()}"'
        f' title="{escape(title.strip())}">{said}{part}</a>'
    )


def setup(app):
    """Register the roles and the links of claims with the Sphinx application."""
    app.add_transform(RecordTargets)
    app.add_post_transform(ClaimTargets)
    app.add_post_transform(UnbrokenQuantities)
    app.connect("doctree-resolved", link_claims)
    app.add_role("note", NoteRole())
    app.add_role("sources", SourcesRole())
    app.add_role("source", SourceRole())
