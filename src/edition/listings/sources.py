"""Notes, bibliography and glossary as their pages print them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape

import pandas as pd
from pybtex.backends.html import Backend

from edition import reads, tables
from edition.listings import _chapters, _title, claim_link, key_link, page_keys, sourced
from edition.listings.judged import DOCUMENTS, settled
from edition.paths import ROOT
from edition.references import notes
from edition.tables import Html, values, vocabulary

REMARK = re.compile(r"^- On \[[^\]]+\]\(#([a-z]\d\d)\).*?(?=^- |^:::$)", re.S | re.M)
SOURCE = re.compile(r"\{source\}`([\w-]+)`")
SECTION = re.compile(rf"^\(([\w-]+)\)=\n##+ (.+)$|{SOURCE.pattern}", re.M)  # and what it cites


class _Backend(Backend):
    """pybtex's HTML, with the language of foreign titles marked."""

    def format_tag(self, tag, text):
        if tag.startswith("lang-"):
            return f'<span lang="{tag[5:]}">{text}</span>'
        return f"<{tag}>{text}</{tag}>"

    def format_href(self, url, text, external=False):
        shown = text.removeprefix("https://").removesuffix("/") if text == escape(url) else text
        return f'<a href="{escape(url)}">{shown}</a>'


def _source(row) -> str:
    """Return a source of a note in full: its key, what it documents, and its limits."""
    later = " (published later)" if notes.younger(row.key) else ""
    locator = f", {row.locator}" if row.locator else ""
    limits = f" {row.remark}" if row.remark else ""
    return escape(f"{locator}{later}: {row.documents}.{limits}").join((key_link(row.key), ""))


def notes_table() -> Html:
    """Return the 50 notes: number, claim, grade, sources with their limits, what was not found."""
    chapters, used = _chapters(), tables.load("note_sources")
    rows = [
        (
            row.note,
            claim_link(row.claim, chapters),
            row.grade,
            "<br>".join(_source(each) for each in used[used.note == row.note].itertuples()),
            row.missing,
            row.remark,
        )
        for row in tables.load("notes").itertuples()
    ]
    columns = ["Note", "Statement", "Grade", "Sources, and what each supports"]
    columns += ["Not found", "Remark"]
    frame = pd.DataFrame(rows, columns=columns)
    ids = [f"n{note}" for note in frame.Note]
    raw = ("Statement", columns[3])
    table = tables.html(frame, "The 50 notes of the article", ids, raw=raw, entries=True)
    return Html(tables.scroll(table, "Notes of the article"))


def unmarked() -> Html:
    """Return the claims without a note for which the editors looked for sources, and these."""
    chapters, used = _chapters(), tables.load("note_sources")
    used = used[used.note.isna()]
    rows = [
        (
            claim_link(row.claim, chapters),
            "<br>".join(_source(each) for each in used[used.claim == row.claim].itertuples()),
            row.missing,
            row.remark,
        )
        for row in tables.load("unmarked").itertuples()
    ]
    columns = ["Statement", "Sources, and what each supports", "Not found", "Remark"]
    frame = pd.DataFrame(rows, columns=columns)
    caption = "Statements without a note"
    return tables.shown(frame, caption, raw=("Statement", columns[1]), entries=True)


def searches() -> Html:
    """Return the searches for what is unknown: note or claim, what, with which words, when."""
    chapters, rows = _chapters(), tables.load("searches")
    languages = vocabulary.meanings("searches", "language", "labels")
    numbers = ["" if pd.isna(note) else str(note) for note in rows.note]
    frame = pd.DataFrame(
        {
            "For": [
                f'<a href="#n{note}">note {note}</a>' if note else claim_link(claim, chapters)
                for note, claim in zip(numbers, rows.claim, strict=True)
            ],
            "Looked for": rows.looked_for,
            "Words of the search": [
                f'<span lang="{row.language}">{escape(row.words)}</span>'
                for row in rows.itertuples()
            ],
            "Language": [languages[code] for code in rows.language],
            "Day": [values.when(str(day)[:10]) for day in rows.when],
            "Result": rows.result,
        }
    )
    raw = ("For", "Words of the search")
    table = tables.html(frame, "Searches for what is unknown", raw=raw, paper="name")
    return Html(tables.scroll(table, "Searches"))


def bibliography() -> Html:
    """Return all entries of references.bib in full, each with the places that cite it.

    Each stands under the few words that notes name it by, in their order.
    """
    places = _places()
    order = sorted(
        notes.entries(),
        key=lambda key: notes.short(key).removeprefix("The ").casefold().replace("ł", "l"),
    )
    items = "\n".join(
        f'<li id="ref-{key}"><strong>{escape(notes.short(key))}</strong>:'
        f" {notes.reference(key).render(_Backend())}."
        + (
            ' <span class="cited">Cited: ' + ", ".join(places[key]) + ".</span>"
            if places[key]
            else ""
        )
        + "</li>"
        for key in order
    )
    return Html(f'<ul class="bibliography">\n{items}\n</ul>')


def _places() -> dict[str, list[str]]:
    """Return links to the places that cite an entry, by its key.

    They are notes, statements without a note, remarks of the editors, tests by documents, chapters
    that are not the article’s, facts of what came after, rebuilt quantities and terms of the
    glossary. Notes and remarks stand beside the statement that a link leads to, and perhaps on the
    next sheet of paper, which is told their own place.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    chapters = _chapters()
    for key, place in (*_in_notes(chapters), *_in_chapters(chapters), *_in_tables()):
        found[key][place] = None
    return {key: list(found[key]) for key in notes.entries()}


def _in_notes(chapters: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each source of a statement, with or without a note, and its place."""
    for row in tables.load("note_sources").itertuples():
        words, place = f"note {row.note}", f' data-place="note-{row.note}"'
        if pd.isna(row.note):
            words, place = row.claim, ""
        page = f"{chapters[row.claim]}.html#{row.claim.lower()}"
        yield row.key, f'<a href="{page}"{place}>{words}</a>'


def _in_chapters(chapters: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each source of a remark on the article and its place; elsewhere the chapter is told."""
    article = list(dict.fromkeys(chapters.values()))
    for chapter in article:
        for remark in reads.matches(ROOT / "chapters" / f"{chapter}.md", REMARK):
            page, place = f"{chapter}.html#{remark[1]}", f"remark-{remark[1]}"
            words = f'<a href="{page}" data-place="{place}">remark on {remark[1].upper()}</a>'
            for key in SOURCE.findall(remark[0]):
                yield key, words
    for path in sorted((ROOT / "chapters").glob("*.md")):
        place = section = ""
        for found in reads.matches(path, SECTION) if path.stem not in article else ():
            if found[1]:
                place, section = f"#{found[1]}", f", “{escape(found[2])}”"
            else:
                words = escape(_title(path)) + section
                yield found[3], f'<a href="{path.stem}.html{place}">{words}</a>'


def _in_tables() -> Iterator[tuple[str, str]]:
    keys = page_keys()
    compared = tables.load("comparisons")
    own = set(compared.comparison[settled(compared)])
    for row in compared.itertuples():
        pages = filter(None, map(keys.get, row.pages.split()))
        name = row.comparison
        place, test = f"test-{row.test}", row.test
        if name in own:
            place, test = name.lower(), DOCUMENTS
        page = vocabulary.meaning("comparisons", "test", test, "pages")
        for key in (*row.sources.split(), *pages):
            yield key, f'<a href="{page}.html#{place}">test {name}</a>'
    for row in tables.load("after_2020_facts").itertuples():
        yield row.key, f'<a href="what_came_after.html#{row.id.lower()}">{row.id}</a>'
    numbers = tables.load("numbers").set_index("id", drop=False)
    for row in tables.load("rebuilt").itertuples():
        place = f"ledger.html#rebuilt-{row.number.lower()}"
        words = escape(f"rebuilt {values.show(numbers.loc[row.number])}")
        for table, names in sourced(row.source):
            own = {"evidence_pages": keys, "note_sources": dict(zip(names, names, strict=True))}
            for key in filter(None, map(own.get(table, {}).get, names)):
                yield key, f'<a href="{place}">{words}</a>'
    for row in tables.load("glossary").itertuples():
        yield row.key, f'<a href="glossary.html#{row.id}">glossary</a>'


def glossary() -> Html:
    """Return the terms, bodies and people of the glossary, a line each with its source."""
    rows = tables.load("glossary")
    items = "\n".join(
        f'<li id="{row.id}"><strong>{escape(row.term)}</strong>: '
        f"{escape(row.explained.removesuffix('.'))} ({key_link(row.key)}).</li>"
        for row in rows.sort_values(
            "term", key=lambda terms: terms.str.casefold().str.strip("“")
        ).itertuples()
    )
    return Html(f'<ul class="glossary">\n{items}\n</ul>')
