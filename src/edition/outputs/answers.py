"""Write what the marks of the pages say, with the forms in which a statement is cited."""

from pathlib import Path

from pybtex.database import Entry

from edition.book import catalogue
from edition.listings import answers
from edition.outputs import citations
from edition.outputs.figures import script
from edition.references import notes

# _static/edition.js puts words, statement and address of its page into the places in braces
QUOTED = "“{{words}}” Statement {{claim}} of {author}, “{title}” ({year}), as restated in {edition}"


def write(path: Path, meta: dict, language: str, base: str) -> None:
    """Write answers.js. meta: CITATION.cff, by field; language, base: as catalogue gives them."""
    edition, original = catalogue.own(meta, language, base).values()
    said = {"quotation": _quotation(edition, original), "bibtex": _bibtex(edition, original)}
    script(path, "editionAnswers", {"cited": said, "marks": answers.answers()})


def _quotation(edition: Entry, original: Entry) -> str:
    work, form = edition.fields, "{title}, {edition}, {date}, {{address}}"
    return QUOTED.format(
        author=" and ".join(notes.plain_name(each) for each in original.persons["author"]),
        title=original.fields["title"],
        year=original.fields["year"],
        edition=form.format(
            title=work["title"], edition=work["edition"].lower(), date=work["date"]
        ),
    )


def _bibtex(edition: Entry, original: Entry) -> str:
    """Return the entry of one statement, as a part of the edition."""
    work = edition.fields
    author = " and ".join(notes.plain_name(each) for each in original.persons["author"])
    fields = {
        "title": "Statement {claim}",
        "booktitle": f"{{{work['title']}}}",
        **{name: work[name] for name in ("edition", "date", "year", "language")},
        "url": "{address}",
        "note": f"Restates {author}, {original.fields['title']}, {original.fields['year']}",
    }
    entry = Entry("incollection", fields=fields, persons=edition.persons)
    return citations.bibtex({f"edition{work['year']}{{key}}": entry})
