"""Describe a page as JSON-LD of schema.org: the Book and its data, or a Chapter of the Book.

Names of things (`@id`) are addresses: absolute where the site has one, else relative to the page,
as JSON-LD reads them.
"""

from functools import cache

from edition import tables
from edition.book.catalogue import licences, person
from edition.judgement import comparisons, statements
from edition.references import notes

CONTEXT = "https://schema.org"
FIRST = "chapters/index.html"
PDF = "downloads/edition.pdf"  # edition.outputs.typeset writes it there
PICTURE = "downloads/edition.png"  # edition.outputs.citations writes it there
PACKAGE = "downloads/data/datapackage.json"
PLACES = ("Belarus", "Russia")  # what the data are of


def described(page, package: dict) -> dict:
    """Return what a page (edition.book.metadata.Page) is; package: data/datapackage.json."""
    if page.title:
        return {"@context": CONTEXT, **_chapter(page)}
    return {"@context": CONTEXT, "@graph": [_book(page), _dataset(page, package)]}


def _book(page) -> dict:
    return {
        "@type": "Book",
        "@id": _edition(page),
        "name": page.meta["title"],
        "abstract": page.meta["abstract"],
        "description": page.claim,
        **_shared(page),
        "license": _addresses(page),
        "isBasedOn": _original(page),
        "hasPart": [
            {"@type": "Chapter", "@id": page.address(path), "name": title}
            for path, title in page.parts
        ],
        "image": page.address(PICTURE),
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": page.address(PDF),
        },
        **_url(page),
    }


def _chapter(page) -> dict:
    book = {
        "@type": "Book",
        "@id": _edition(page),
        "name": page.meta["title"],
        "author": [agent(author) for author in page.meta["authors"]],
    }
    found = {
        "@type": "Chapter",
        "@id": page.address(page.path),
        "name": page.title,
        "headline": page.title,
        "description": page.claim,
        **_shared(page),
        "license": _addresses(page),
        "isPartOf": book,
        "isBasedOn": _original(page),
        **_url(page),
    }
    return found | ({"hasPart": _claims(page)} if page.judges else {})


def _claims(page) -> list[dict]:
    """Return each statement that was tested: whose it is, where it was tested, and what was found.

    A Claim and no ClaimReview: a verdict covers one test, and is no mark on a scale of truth.
    """
    original = page.meta["references"][0]["url"]
    found = statements.verdicts()
    sections = {
        row.test: (row.chapter, f"test-{row.test}") for row in comparisons.judged().itertuples()
    }
    return [
        {
            "@type": "Claim",
            "@id": f"{page.address(f'chapters/{row.chapter}.html')}#{row.claim.lower()}",
            "identifier": row.claim,
            "text": row.statement,
            "appearance": {"@id": original},
            "subjectOf": {
                "@type": "CreativeWork",
                "abstract": row.verdict + (" (a part of the statement)" if row.partly else ""),
                "isBasedOn": [
                    {"@id": f"{page.address(f'chapters/{chapter}.html')}#{label}"}
                    for chapter, label in (sections[test] for test in row.tests)
                ],
            },
        }
        for row in found[found.verdict.isin(statements.TESTED)].itertuples()
    ]


def _edition(page) -> str:
    return f"{page.address(FIRST)}#edition"


def _url(page) -> dict:
    return {"url": page.url} if page.url else {}


def _shared(page) -> dict:
    """Return what is said alike of page, book and data."""
    meta = page.meta
    return {
        "author": [agent(author) for author in meta["authors"]],
        "datePublished": meta["date-released"],
        "version": str(meta["version"]),
        "inLanguage": page.language,
        "keywords": meta["keywords"],
        "isAccessibleForFree": True,
    }


def _addresses(page) -> list[str]:
    return [f"https://spdx.org/licenses/{licence}.html" for licence in licences(page.meta)]


def _original(page) -> dict:
    original = page.meta["references"][0]
    return {
        "@type": "Report",
        "@id": original["url"],
        "name": original["title"],
        "author": [agent(author) for author in original["authors"]],
        "datePublished": original["date-published"],
        "inLanguage": original["languages"][0],
        "publisher": {"@type": "Organization", "name": original["institution"]["name"]},
        "isPartOf": {"@type": "CreativeWorkSeries", "name": original["collection-title"]},
        "reportNumber": original["number"],
        "url": original["url"],
    }


def _dataset(page, package: dict) -> dict:
    files = [(PACKAGE, "application/json", package)]
    files += [
        (f"downloads/data/{item['path']}", item.get("mediatype", "text/csv"), item)
        for item in package["resources"]
    ]
    shared = _shared(page)
    return {
        "@type": "Dataset",
        "@id": f"{page.address(FIRST)}#data",
        "name": package["title"],
        "description": package["description"],
        **shared,
        "creator": shared["author"],
        "license": terms(package),
        "isPartOf": {"@id": _edition(page)},
        "isBasedOn": {"@id": page.meta["references"][0]["url"]},
        "temporalCoverage": years(),
        "spatialCoverage": [{"@type": "Place", "name": name} for name in PLACES],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": item["title"],
                "encodingFormat": kind,
                "contentUrl": page.address(path),
                "license": terms(item),
            }
            for path, kind, item in files
        ],
    }


@cache
def years() -> str:
    """Return the first and the last year of all tables by year, as ISO 8601 has an interval."""
    named = [
        item["name"]
        for item in tables.package()["resources"]
        if "year" in {field["name"] for field in item.get("schema", {}).get("fields", ())}
    ]
    found = [year for name in named for year in tables.load(name, columns=["year"]).year.dropna()]
    return f"{int(min(found))}/{int(max(found))}"


def terms(described: dict) -> list:
    """Return the licences of a package or table as schema.org wants them.

    Each is an address, or a name where there is none.
    """
    return [
        licence.get("path") or {"@type": "CreativeWork", "name": licence["title"]}
        for licence in described.get("licenses", [])
    ]


def agent(author: dict) -> dict:
    """Return an author of CITATION.cff, a person or a body."""
    return {
        "@type": "Person" if "family-names" in author else "Organization",
        "name": notes.plain_name(person(author)),
    }
