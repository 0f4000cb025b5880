"""The lists that the apparatus prints: notes, bibliography, numbers, tests, and every table."""

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pandas as pd

from edition import reads, tables
from edition.paths import ROOT
from edition.references import notes
from edition.tables import Html, values, vocabulary
from edition.tables.citation import citation

PAIR = re.compile(r"(?<!\w)'((?:[^']|(?<=\w)'(?=\w))+)'(?!\w)")  # of straight quotation marks
TITLE = re.compile(r"^# (.+)$", re.M)
FILES = "../downloads/data/"  # edition.outputs.downloads copies data/ there


def claim_link(claim: str, chapters: dict[str, str]) -> str:
    """Return a link to a claim in its chapter; chapters maps claim ids to chapter names."""
    return f'<a href="{chapters[claim]}.html#{claim.lower()}">{claim}</a>'


def _chapters() -> dict[str, str]:
    claims = tables.load("claims", columns=["claim", "chapter"])
    return dict(zip(claims.claim, claims.chapter, strict=True))


def sign(word: str) -> str:
    """Return the sign of a verdict for a line of text; _static/edition.css draws it."""
    return f'<span class="sign sign-{word.replace(" ", "-")}" aria-hidden="true"></span>'


def signed(word: str) -> str:
    """Return the word of a verdict in its ink, after its sign."""
    return f'{sign(word)}<strong class="verdict-{word.replace(" ", "-")}">{word}</strong>'


def numbers_table() -> Html:
    """Return every quantity of the article: value, its words, unit, period, claim, note.

    values.Value links to the rows, here and in results_table.
    """
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
    columns = (
        "Id", "Quantity", "Bound", "Value", "Unit", "Period in the article", "Statement", "Note",
        "Words of the article",
    )  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    ids = [name.lower() for name in numbers.id]
    raw = ("Value", "Statement", "Words of the article")
    table = tables.html(frame, "Every quantity that the article states", ids, raw, paper="name")
    return Html(tables.scroll(table, "Numbers of the article"))


def results_table() -> Html:
    """Return every result that a cell has recorded: quantity, value, period, and its cell."""
    rows = [row for row in values.rows().values() if "verbatim" not in row]
    chapters = sorted((ROOT / "chapters").glob("*.md")) or (ROOT / "chapters").glob("*.ipynb")
    names = {path.stem: _title(path) for path in chapters}
    frame = pd.DataFrame(
        {
            "Id": [row.id for row in rows],
            "Quantity": [row.quantity for row in rows],
            "Value": [values.Value(row)._repr_html_() for row in rows],
            "Period": [row.period for row in rows],
            "Computed in": [
                f'<a href="{values.Value(row).href}">{escape(names[row.chapter])}</a>'
                for row in rows
            ],
        }
    )
    table = tables.html(
        frame,
        "Every result that the edition states",
        [row.id.lower() for row in rows],
        raw=("Value", "Computed in"),
        paper="name",
    )
    return Html(tables.scroll(table, "Results of the edition"))


def _title(path: Path) -> str:
    """Return the title of a chapter, or of its notebook in the archive."""
    if path.suffix != ".ipynb":
        return reads.matches(path, TITLE)[0][1]
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return TITLE.search("\n".join(texts))[1]


def _pages(names: list[str]) -> list[str]:
    """Return links to the pages of these identifiers: by key, or by publisher and year."""
    pages, keys = tables.load("evidence_pages").set_index("evidence_id").loc[names], page_keys()
    return [
        key_link(keys[page.Index])
        if page.Index in keys
        else _link(page.url, f"{page.Index}: {page.publisher}, {page.page_date[:4] or 'no date'}")
        for page in pages.itertuples()
    ]


def page_keys() -> dict[str, str]:
    """Return the keys of the quoted pages that are in the bibliography, by their identifiers."""
    keys = {entry.fields.get("url"): key for key, entry in notes.entries().items()}
    pages = tables.load("evidence_pages").set_index("evidence_id").url
    return pages.map(keys).dropna().to_dict()


def key_link(key: str) -> str:
    """Return a link to an entry of the bibliography, by its key."""
    return _link(notes.address(key), notes.short(key))


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def quoted_pages() -> Html:
    """Return the pages that are quoted: those that a text names by their identifier, all others."""
    pages = tables.load("evidence_pages")
    told = {name for names in tables.load("comparisons").pages for name in names.split()}
    for source in tables.load("rebuilt").source:
        told |= set(dict(sourced(source)).get("evidence_pages", ()))
    named = pages.evidence_id.isin(told - set(page_keys()))
    first = _page_table(pages[named], "Pages that the text names", paper="columns")
    return Html(first + _page_table(pages[~named], "Pages that only tables quote", paper="name"))


def _page_table(pages: pd.DataFrame, name: str, paper: str) -> str:
    frame = pd.DataFrame(
        {
            "Id": pages.evidence_id,
            "Page": pages.description,
            "Date": pages.page_date.replace("", "not seen"),
            "Address": [
                _link(page.url, page.url.partition("://")[2]) for page in pages.itertuples()
            ],
        }
    )
    ids = [f"page-{each.lower()}" for each in pages.evidence_id]
    return tables.shown(frame, name, ids, ("Address",), entries=True, paper=paper)


def sourced(source: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each table that a rebuilt value comes from, and the names of its rows."""
    for part in source.split("; ") if source else ():
        table, _, names = part.partition(": ")
        yield table, names.split(", ") if names else []


def _where(source: str) -> str:
    """Return where a rebuilt value stands: pages and references as links, tables by name."""
    found = []
    for table, names in sourced(source):
        if table == "evidence_pages":
            found += _pages(names)
        elif table == "note_sources":
            found += map(key_link, names)
        else:
            rows = [_link(f"data.html#{name.lower()}", name) for name in names]
            title = f"table “{escape(tables.resource(table)['title'])}”"
            found.append(": ".join(filter(None, (title, ", ".join(rows)))))
    return "; ".join(dict.fromkeys(found))


def _test_link(test: str) -> str:
    name, page = (
        vocabulary.meaning("comparisons", "test", test, kind) for kind in ("labels", "pages")
    )
    return f'<a href="{page}.html#test-{test}">{name}</a>'


def _quoted(text: str) -> str:
    """Return text with the straight quotation marks of the tables as typographic ones."""
    return PAIR.sub(r"“\1”", text).replace("'", "’")


def emendations() -> Html:
    """Return where the edition writes something else than the article; rows can be linked to."""
    rows, chapters = tables.load("emendations"), _chapters()
    frame = pd.DataFrame(
        {
            "Emendation": [f"em.{values.NBSP}{int(name[2:])}" for name in rows.id],
            "Statement": [claim_link(claim, chapters) for claim in rows.claim],
            "The article": [f"<q>{escape(words)}</q>" for words in rows.article],
            "The edition": [f"<q>{escape(words)}</q>" for words in rows.edition],
            "Reason": rows.reason,
            "Where": rows.place,
        }
    )
    raw = ("Statement", "The article", "The edition")
    table = tables.html(frame, "Emendations of the article’s text", list(rows.id), raw, True)
    return Html(tables.scroll(table, "Emendations"))


def corrections() -> Html:
    """Return what changed in the edition's own statements, when and why; rows can be linked to."""
    rows, chapters = tables.load("corrections"), _chapters()
    frame = pd.DataFrame(
        {
            "Place": [
                re.sub(
                    r"\b[ITSEMC]\d\d\b",
                    lambda claim: claim_link(claim[0], chapters),
                    escape(place),
                )
                for place in rows.place
            ],
            "Before": rows.before,
            "After": rows.after,
            "Reason": rows.reason,
            "Date": rows.date,
            "Last stood in": rows.version,
        }
    )
    ids = list(rows.id)
    table = tables.html(frame, "Corrections", ids, raw=("Place",), entries=True, paper="name")
    return Html(tables.scroll(table, "Corrections"))


def contact() -> Html | None:
    """Return where to report a fault, by the field 'contact' of CITATION.cff, if it is filled."""
    found = []
    for person in citation(ROOT).get("contact") or []:
        parts = (person.get("given-names"), person.get("family-names"))
        name = person.get("name") or " ".join(filter(None, parts))
        address = person.get("website") or f"mailto:{person.get('email', '')}"
        found.append(f'<a href="{escape(address)}">{escape(name)}</a>')
    return Html(f"<p>Report a fault to {'; '.join(found)}.</p>") if found else None


def rebuilt() -> Html:
    """Return every quantity of the article beside the best open value, with outcome and reason."""
    numbers, chapters = tables.load("numbers").set_index("id", drop=False), _chapters()
    rows = []
    made = tables.load("rebuilt")
    for row in made.itertuples():
        number = numbers.loc[row.number]
        rows.append(
            (
                values.Value(number)._repr_html_(),
                f"<q>{escape(number.verbatim)}</q>",
                claim_link(number.claim, chapters),
                _range(row),
                row.outcome,
                row.reason,
                _where(row.source),
            )
        )
    columns = (
        "Published", "Words of the article", "Statement", "Rebuilt", "Outcome", "Reason", "Where",
    )  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    raw = ("Published", "Statement", "Words of the article", "Where")
    ids = [f"rebuilt-{number.lower()}" for number in made.number]
    return tables.shown(frame, "Published and rebuilt", ids, raw, entries=True)


def _range(row) -> str:
    """Return a rebuilt value or range with its unit; empty if there is none."""
    if pd.isna(row.low):
        return ""
    both = [
        f"{value:.0f}" if row.unit == "year" else f"{value:,g}"
        for value in dict.fromkeys((row.low, row.high))
    ]
    return values.with_unit("–".join(both), row.unit)


def described(name: str, show: bool = True) -> Html:
    """Return a table of the data package: its description, publisher, licence, file and rows."""
    item = tables.resource(name)
    title = item["title"]
    about = escape(item.get("description", ""))
    facts = [f"<p><strong>{escape(title)}.</strong> {about}</p>"]
    facts += [
        f'<p class="table-source">Source: {_source(each)}</p>' for each in item.get("sources", [])
    ]
    licence = "; ".join(map(_licence, item.get("licenses", []))) or "not stated"
    file = f'<a href="{FILES}{item["path"]}" download>{item["path"]}</a>'
    facts.append(f'<p class="table-source">Licence: {licence}. {file}</p>')
    if not show:
        return Html("".join(facts))
    frame = tables.load(name)
    summary = f"<summary>The table: {len(frame)} rows</summary>"
    body = tables.shown(frame, title)
    return Html(f'{"".join(facts)}<details class="all-rows">{summary}{body}</details>')


def _licence(licence: dict) -> str:
    """Return the terms of a table as a link, with their identifier if they are the publisher's."""
    name, said = licence.get("name", ""), licence.get("title", licence.get("name", ""))
    where = licence.get("path", "")
    shown = _link(where, said) if where.startswith("http") else escape(said)
    return f"{shown} ({escape(name)})" if name.startswith("LicenseRef-") else shown


def _source(source: dict) -> str:
    """Return a source of the data package as a link, if it has an address."""
    where = source.get("path", "")
    publisher = source.get("title", where)
    return _link(where, publisher) if where.startswith("http") else escape(publisher)


def fields(name: str) -> Html:
    """Return the columns of a table: name, type, unit, what it holds."""
    rows = [
        (
            field["name"],
            field["type"],
            field.get("unit", ""),
            field.get("description", field.get("title", "")),
        )
        for field in tables.resource(name)["schema"]["fields"]
    ]
    frame = pd.DataFrame(rows, columns=["Column", "Type", "Unit", "What it holds"])
    return Html(tables.html(frame, f"Columns of {name}"))
