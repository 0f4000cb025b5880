"""The lists and tables that the apparatus prints: notes, bibliography, numbers, and every table with its description."""

from html import escape

import pandas as pd
from pybtex.backends.html import Backend

from . import notes, tables, values
from .tables import Html

FILES = "../downloads/data/"


class _Backend(Backend):
    """pybtex's HTML, with the language of foreign titles marked."""

    def format_tag(self, tag, text):
        if tag.startswith("lang-"):
            return f'<span lang="{tag[5:]}">{text}</span>'
        return f'<span class="{tag} {tag}-{text}">{text}</span>' if tag == "grade" else f"<{tag}>{text}</{tag}>"

    def format_href(self, url, text, external=False):
        return f'<a class="reference external" href="{escape(url)}">{text}</a>'


def claim_link(claim: str, chapters: dict[str, str]) -> str:
    """Return a link to a claim in its chapter; chapters maps claim ids to chapter names."""
    return f'<a href="{chapters[claim]}.html#{claim.lower()}">{claim}</a>'


def _chapters() -> dict[str, str]:
    claims = tables.load("claims")
    return dict(zip(claims.claim, claims.chapter, strict=True))


def notes_table() -> Html:
    """Return the 50 notes as a table: number, claim, grade, keys of the sources, what is missing."""
    chapters, used = _chapters(), tables.load("note_sources")
    rows = []
    for row in tables.load("notes").itertuples():
        keys = used.key[used.note == row.note]
        links = "; ".join(f'<a href="#ref-{key}">{escape(notes.short(key))}</a>' for key in keys)
        rows.append((row.note, claim_link(row.claim, chapters), row.grade, links, escape(row.missing)))
    frame = pd.DataFrame(rows, columns=["Note", "Claim", "Grade", "Sources", "What is missing"])
    table = tables.html(frame, "The 50 notes of the article", raw=("Claim", "Sources", "What is missing"))
    return Html(_scroll(table, "Notes of the article"))


def bibliography() -> Html:
    """Return all entries of references.bib, in full, by first author or title."""
    order = sorted(notes.entries(), key=lambda key: _sort_name(key).casefold())
    items = "\n".join(f'<li id="ref-{key}">{notes.reference(key).render(_Backend())}</li>' for key in order)
    return Html(f'<ul class="bibliography">\n{items}\n</ul>')


def _sort_name(key: str) -> str:
    entry = notes.entries()[key]
    people = entry.persons.get("author", []) + entry.persons.get("editor", [])
    first = " ".join(people[0].last_names) if people else entry.fields.get("title", "")
    return f"{first} {entry.fields.get('year', '')}".lstrip("“‘'\"([{")


def numbers_table() -> Html:
    """Return every quantity of the article: value, its words, unit, period, claim, note; rows can be linked to."""
    chapters, numbers = _chapters(), tables.load("numbers")
    rows = [
        (
            row.id,
            row.quantity,
            row.bound.replace("_", " "),
            escape(values.show(row)),
            row.unit.replace("_", " "),
            row.period,
            claim_link(row.claim, chapters),
            "" if pd.isna(row.note) else str(row.note),
            f"<q>{escape(row.verbatim)}</q>",
        )
        for _, row in numbers.iterrows()
    ]
    columns = ["Id", "Quantity", "Bound", "Value", "Unit", "Period in the article", "Claim", "Note", "Words of the article"]
    frame = pd.DataFrame(rows, columns=columns)
    ids = [name.lower() for name in numbers.id]
    table = tables.html(frame, "Every quantity that the article states", ids, raw=("Value", "Claim", "Words of the article"))
    return Html(_scroll(table, "Numbers of the article"))


def described(name: str, show: bool = True) -> Html:
    """Return a table of the data package with its description, licence, publisher and a link to its file."""
    item = tables.resource(name)
    facts = [f"<p>{escape(item.get('description', ''))}</p>"]
    for source in item.get("sources", []):
        where = escape(source.get("path", ""))
        title = escape(source.get("title", where))
        facts.append(f'<p>Source: <a class="reference external" href="{where}">{title}</a></p>' if where else f"<p>Source: {title}</p>")
    licences = "; ".join(licence.get("title", licence.get("name", "")) for licence in item.get("licenses", []))
    facts.append(f'<p>Licence: {escape(licences or "not stated")}. <a href="{FILES}{item["path"]}" download>{item["path"]}</a></p>')
    frame = tables.load(name) if show else None
    body = _scroll(tables.html(frame, item["title"]), item["title"]) if show else ""
    summary = f"<summary>The table: {len(frame)} rows</summary>" if show else ""
    return Html("".join(facts) + (f'<details class="table">{summary}{body}</details>' if show else ""))


def fields(name: str) -> Html:
    """Return the columns of a table: name, type, unit, what it holds."""
    rows = [
        (field["name"], field["type"], field.get("unit", ""), field.get("description", field.get("title", "")))
        for field in tables.resource(name)["schema"]["fields"]
    ]
    frame = pd.DataFrame(rows, columns=["Column", "Type", "Unit", "What it holds"])
    return Html(tables.html(frame, f"Columns of {name}"))


def _scroll(table: str, label: str) -> str:
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">{table}</div>'
