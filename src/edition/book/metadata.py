"""Say of every page what it is, to search engines and reference managers, and hand out the citations as files.

All of it comes from CITATION.cff (title, authors, date, version, licences, keywords), from references.bib, and from two
settings of _config.yml: the language, and `html: baseurl`, the address of the site. Where no address is set, addresses
are relative, and what makes sense only with an address (canonical links, sitemap) is left out.
"""

import io
import json
import re
from html import escape, unescape
from pathlib import Path
from textwrap import wrap
from urllib.parse import urljoin
from xml.sax.saxutils import escape as escape_xml

import matplotlib.image
import yaml
from docutils import nodes
from matplotlib.figure import Figure
from pybtex.database import BibliographyData, Entry, Person
from sphinx.util import logging

from edition import tables
from edition.charts import grammar
from edition.figures import conclusion
from edition.references import notes
from edition.tables.citation import citation

PDF, PICTURE, PACKAGE = (
    "downloads/edition.pdf",
    "downloads/edition.png",
    "downloads/data/datapackage.json",
)
PICTURE_SIZE = (1200, 630)  # pixels, as OpenGraph and Twitter cards want it
# BibTeX type: type in RIS, in CSL, and the field of Highwire's that names where the work was published
KINDS = {
    "article": ("JOUR", "article-journal", "citation_journal_title"),
    "book": ("BOOK", "book", "citation_publisher"),
    "techreport": ("RPRT", "report", "citation_technical_report_institution"),
    "misc": ("ELEC", "webpage", "citation_publisher"),
}
logger = logging.getLogger(__name__)


def settings(root: Path) -> tuple[str, str]:
    """Return the language of the edition ("en-GB") and the address of its site with a slash at the end, empty if none is set."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    base = config["html"].get("baseurl") or ""
    return config["sphinx"]["config"]["language"], base.rstrip("/") + "/" if base else ""


# --- The edition and the article that it restates, as BibTeX entries -----------------------------------------------


def own(meta: dict, language: str, base: str = "") -> dict[str, Entry]:
    """Return the edition and its original as BibTeX entries by key, from CITATION.cff. KeyError names a missing field."""
    original = meta["references"][0]
    edition = {
        "title": meta["title"],
        "version": str(meta["version"]),
        "date": meta["date-released"],
        "language": language,
        "copyright": ", ".join(licences(meta)),
        "keywords": ", ".join(meta["keywords"]),
        "abstract": meta["abstract"],
        "url": base,
    }
    article = {
        "title": original["title"],
        "series": original["collection-title"],
        "number": original["number"],
        "institution": original["institution"]["name"],
        "date": original["date-published"],
        "language": original["languages"][0],
        "url": original["url"],
    }
    made = {}
    for name, kind, fields, authors in (
        ("edition", "book", edition, meta["authors"]),
        ("", "techreport", article, original["authors"]),
    ):
        year = fields["date"][:4]
        key = (name or authors[0]["family-names"].lower()) + year
        fields = {field: value for field, value in (fields | {"year": year}).items() if value}
        made[key] = Entry(
            kind, fields=fields, persons={"author": [_person(author) for author in authors]}
        )
    return made


def licences(meta: dict) -> list[str]:
    """Return the SPDX identifiers of the licences."""
    found = meta["license"]
    return found if isinstance(found, list) else [found]


def _person(author: dict) -> Person:
    return (
        Person(f"{author['family-names']}, {author['given-names']}")
        if "family-names" in author
        else Person("{" + author["name"] + "}")
    )


def _parts(person: Person) -> tuple[str, str]:
    """Return family and given names; a body has no given name."""
    family = " ".join(person.prelast_names + person.last_names).replace("{", "").replace("}", "")
    return family, " ".join(person.first_names + person.middle_names)


def sort_name(person: Person) -> str:
    """Return a name as catalogues have it: "Costa Buranelli, Filippo"; the name of a body as it is."""
    return ", ".join(part for part in _parts(person) if part)


def date_of(entry: Entry) -> str:
    """Return the date of a work, as exact as it is known: "2020-08-03", "2018-11", "2014", or nothing."""
    return entry.fields.get("date") or entry.fields.get("year", "")


def house(entry: Entry) -> str:
    """Return who published a work: its publisher or institution, or nothing."""
    return entry.fields.get("publisher") or entry.fields.get("institution", "")


def _pages(entry: Entry) -> list[str]:
    return re.split(r"[-–]+", entry.fields.get("pages", ""))


# --- Files for reference managers ----------------------------------------------------------------------------------


def bibtex(entries: dict[str, Entry]) -> str:
    """Return entries as BibTeX, titles protected from changes of case."""
    kept = {
        key: Entry(
            entry.type,
            fields=dict(entry.fields) | {"title": f"{{{entry.fields['title']}}}"},
            persons=entry.persons,
        )
        for key, entry in entries.items()
    }
    return BibliographyData(kept).to_string("bibtex")


def ris(entries: dict[str, Entry]) -> str:
    """Return entries in the RIS format, lines ended by CR LF as it asks; tags as Zotero and EndNote read them."""
    lines = []
    for key, entry in entries.items():
        get = entry.fields.get
        first, *last = _pages(entry)
        number = "SN" if entry.type == "techreport" else "IS"
        pairs = [
            ("TY", KINDS[entry.type][0]),
            ("ID", key),
            *(("AU", sort_name(person)) for person in entry.persons.get("author", [])),
            *(("ED", sort_name(person)) for person in entry.persons.get("editor", [])),
            ("TI", get("title")),
            ("TT", get("titletranslation")),
            ("T2", get("journal") or get("series")),
            ("PB", house(entry)),
            ("VL", get("volume")),
            (number, get("number")),
            ("SP", first),
            ("EP", "".join(last)),
            ("PY", get("year")),
            ("DA", date_of(entry).replace("-", "/")),
            ("ET", get("version")),
            ("LA", get("language")),
            ("SN", get("isbn")),
            ("DO", get("doi")),
            ("UR", get("url")),
            ("Y2", get("urldate", "").replace("-", "/")),
            *(("KW", word) for word in get("keywords", "").split(", ")),
            ("AB", get("abstract")),
            ("N1", get("note")),
            ("N1", get("copyright") and f"Licence: {get('copyright')}"),
        ]
        lines += [f"{tag}  - {value}" for tag, value in pairs if value] + ["ER  - ", ""]
    return "\r\n".join(lines)


def csl(entries: dict[str, Entry]) -> list[dict]:
    """Return entries as CSL-JSON items (schema 1.0.2), the form that citation processors read."""
    items = []
    for key, entry in entries.items():
        get = entry.fields.get
        report = entry.type == "techreport"
        item = {
            "id": key,
            "type": KINDS[entry.type][1],
            **{
                role: [_csl_name(person) for person in people]
                for role, people in entry.persons.items()
            },
            "title": get("title"),
            "translated-title": get("titletranslation"),
            "container-title": get("journal"),
            "collection-title": get("series"),
            "publisher": house(entry),
            "volume": get("volume"),
            "number" if report else "issue": get("number"),
            "page": get("pages"),
            "issued": _csl_date(date_of(entry)),
            "version": get("version"),
            "language": get("language"),
            "ISBN": get("isbn"),
            "DOI": get("doi"),
            "URL": get("url"),
            "accessed": _csl_date(get("urldate")),
            "keyword": get("keywords"),
            "abstract": get("abstract"),
            "note": get("note") or get("copyright") and f"Licence: {get('copyright')}",
        }
        items.append({name: value for name, value in item.items() if value})
    return items


def _csl_name(person: Person) -> dict:
    family, given = _parts(person)
    return {"family": family, "given": given} if given else {"literal": family}


def _csl_date(iso: str | None) -> dict | None:
    return {"date-parts": [[int(part) for part in iso.split("-")]]} if iso else None


def write(out: Path, root: Path, names: list[str]) -> None:
    """Write citations and references (BibTeX, RIS, CSL-JSON) and the picture of the edition into out/downloads.

    out: the folder of built pages. names: the pages in order; where the site has an address, they make out/sitemap.xml.
    """
    meta, (language, base) = citation(root), settings(root)
    target = out / "downloads"
    edition = own(meta, language, base)
    (target / "edition.bib").write_text(bibtex(edition), encoding="utf-8")
    for name, entries in (("edition", edition), ("references", notes.entries())):
        (target / f"{name}.ris").write_text(ris(entries), encoding="utf-8", newline="")
        text = json.dumps(csl(entries), ensure_ascii=False, indent=1)
        (target / f"{name}.csl.json").write_text(text + "\n", encoding="utf-8")
    (out / PICTURE).write_bytes(picture(meta))
    (out / "sitemap.xml").unlink(missing_ok=True)  # of a build that had an address
    if base:
        (out / "sitemap.xml").write_text(
            sitemap(base, names, meta["date-released"]), encoding="utf-8"
        )


def sitemap(base: str, names: list[str], date: str) -> str:
    """Return a sitemap of the named pages; date: ISO, of their last change."""
    pages = "".join(
        f"<url><loc>{escape_xml(urljoin(base, f'chapters/{name}.html'))}</loc><lastmod>{date}</lastmod></url>\n"
        for name in names
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{pages}</urlset>\n'


def _moves() -> grammar.Chart:
    """Return the figure that stands for the book: its moves before and since 2014."""
    return conclusion.balance(tables.load("events"), tables.load("second_coding"))


def picture(meta: dict) -> bytes:
    """Return the picture that links to the edition show: its title over its count of moves, PNG, 1200 × 630 pixels, same bytes each time."""
    chart = _moves()
    scale, left = 1.3, 60
    drawing = io.BytesIO()
    chart.figure(grammar.WIDE).savefig(
        drawing, format="png", dpi=72 * scale, facecolor=grammar.PAPER
    )
    drawing.seek(0)
    width, height = PICTURE_SIZE
    sheet = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=grammar.PAPER)
    title, _, subtitle = meta["title"].partition(": ")
    y = height - 66
    for text, size, weight, ink, step in (
        (title, 42, "semibold", grammar.INK, 42),
        (subtitle[:1].upper() + subtitle[1:], 26, "normal", grammar.ACCENT, 56),
        (chart.title, 24, "semibold", grammar.INK, 30),
        (chart.subtitle, 19, "normal", grammar.MUTED, 18),
    ):
        sheet.text(
            left / width,
            y / height,
            text,
            fontsize=size,
            fontweight=weight,
            color=ink,
            fontfamily="Source Sans Pro",
            parse_math=False,
        )
        y -= step
    image = matplotlib.image.imread(drawing)
    sheet.figimage(image, xo=left, yo=y - image.shape[0])
    y -= image.shape[0] + 26
    for line in wrap(f"{chart.note} Source: {chart.source}", 175):
        sheet.text(
            left / width,
            y / height,
            line,
            fontsize=14,
            color=grammar.MUTED,
            fontfamily="Source Sans Pro",
            parse_math=False,
        )
        y -= 18
    out = io.BytesIO()
    sheet.savefig(out, format="png", dpi=72, metadata={"Software": None})
    return out.getvalue()


# --- The head of each page -----------------------------------------------------------------------------------------


def cited(body: str) -> list[str]:
    """Return the keys of the sources that a page prints in full, in the order of references.bib. body: its HTML."""
    if 'class="bibliography"' in body:
        return []  # the whole bibliography stands in the metadata of the first page
    text = _plain(unescape(re.sub(r"<[^>]*>", "", body)))
    return [key for key in notes.entries() if _plain(str(notes.reference(key))) in text]


def _plain(text: str) -> str:
    return " ".join(text.split())


def reference(entry: Entry) -> str:
    """Return the content of a `citation_reference`: Highwire fields divided by semicolons, which therefore become commas in values."""
    get = entry.fields.get
    first, *last = _pages(entry)
    pairs = [
        ("citation_title", get("title")),
        *(
            ("citation_author", sort_name(person))
            for role in ("author", "editor")
            for person in entry.persons.get(role, [])
        ),
        (KINDS[entry.type][2], get("journal") or house(entry)),
        (
            "citation_technical_report_number" if entry.type == "techreport" else "citation_issue",
            get("number"),
        ),
        ("citation_volume", get("volume")),
        ("citation_firstpage", first),
        ("citation_lastpage", "".join(last)),
        ("citation_publication_date", date_of(entry).replace("-", "/")),
        ("citation_doi", get("doi")),
        ("citation_isbn", get("isbn")),
    ]
    return ";".join(f"{name}={value.replace(';', ',')}" for name, value in pairs if value)


def tags(
    meta: dict, language: str, title: str | None, claim: str, keys: list[str], address, page: str
) -> list[tuple[str, str, str]]:
    """Return the tags of one page as (attribute, name, content).

    title: of a chapter, None for the first page, which stands for the edition. claim: what the page says, in a sentence.
    keys: of the sources cited. address: gives the address of a file of the site. page: the page's own address, or nothing.
    """
    authors = [sort_name(_person(author)) for author in meta["authors"]]
    plain_authors = [notes.plain_name(_person(author)) for author in meta["authors"]]
    date, shown = meta["date-released"], title or meta["title"]
    original = meta["references"][0]
    width, height = PICTURE_SIZE
    source = (
        f"{notes.plain_name(_person(original['authors'][0]))}, “{original['title']}”, {original['collection-title']} {original['number']}, "
        f"{original['institution']['name']}, {original['date-published']}, {original['url']}"
    )
    named = [
        ("description", claim),
        ("author", ", ".join(plain_authors)),
        ("citation_title", shown),
        ("citation_book_title", title and meta["title"]),
        *(("citation_author", author) for author in authors),
        ("citation_publication_date", date.replace("-", "/")),
        ("citation_language", language),
        ("citation_keywords", "; ".join(meta["keywords"])),
        ("citation_pdf_url", address(PDF)),
        ("citation_abstract_html_url", page),
        *(("citation_reference", reference(notes.entries()[key])) for key in keys),
        ("DC.title", shown),
        ("DCTERMS.isPartOf", title and meta["title"]),
        *(("DC.creator", author) for author in authors),
        ("DC.date", date),
        ("DC.language", language),
        *(("DC.rights", licence) for licence in licences(meta)),
        ("DC.source", source),
        ("DC.type", "Text"),
        ("DC.identifier", page),
        ("twitter:card", "summary_large_image"),
    ]
    kind = "article" if title else "book"
    opened = [
        ("og:type", kind),
        ("og:title", shown),
        ("og:site_name", meta["title"]),
        ("og:description", claim),
        ("og:locale", language.replace("-", "_")),
        ("og:url", page),
        ("og:image", address(PICTURE)),
        ("og:image:type", "image/png"),
        ("og:image:width", str(width)),
        ("og:image:height", str(height)),
        ("og:image:alt", f"{meta['title']}. {_moves().title}"),
        *((f"{kind}:author", author) for author in plain_authors),
        ("article:published_time" if title else "book:release_date", date),
    ]
    return [("name", *pair) for pair in named if pair[1]] + [
        ("property", *pair) for pair in opened if pair[1]
    ]


def linked_data(
    meta: dict, language: str, title: str | None, claim: str, address, page: str, package: dict
) -> dict:
    """Return the page as JSON-LD of schema.org: a ScholarlyArticle and, on the first page (title None), the Dataset.

    package: data/datapackage.json. The other arguments are those of `tags`.
    """
    original = meta["references"][0]
    shared = {
        "author": [_agent(author) for author in meta["authors"]],
        "datePublished": meta["date-released"],
        "version": str(meta["version"]),
        "license": [f"https://spdx.org/licenses/{licence}.html" for licence in licences(meta)],
        "inLanguage": language,
        "keywords": meta["keywords"],
        "isAccessibleForFree": True,
    }
    article = {
        "@type": "ScholarlyArticle",
        "name": title or meta["title"],
        "headline": title or meta["title"],
        "description": claim,
        **shared,
        "isBasedOn": {
            "@type": "ScholarlyArticle",
            "name": original["title"],
            "author": [_agent(author) for author in original["authors"]],
            "datePublished": original["date-published"],
            "inLanguage": original["languages"][0],
            "publisher": {"@type": "Organization", "name": original["institution"]["name"]},
            "isPartOf": {"@type": "Periodical", "name": original["collection-title"]},
            "issueNumber": original["number"],
            "url": original["url"],
        },
        "image": address(PICTURE),
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": address(PDF),
        },
        **({"url": page} if page else {}),
    }
    if title:
        return {
            "@context": "https://schema.org",
            **article,
            "isPartOf": {"@type": "Book", "name": meta["title"], **shared},
        }
    article["abstract"] = meta["abstract"]
    files = [(PACKAGE, "application/json", package)]
    files += [
        (f"downloads/data/{item['path']}", item.get("mediatype", "text/csv"), item)
        for item in package["resources"]
    ]
    dataset = {
        "@type": "Dataset",
        "name": package["title"],
        "description": package["description"],
        **shared,
        "license": _terms(package),
        "isBasedOn": article["isBasedOn"],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": item["title"],
                "encodingFormat": kind,
                "contentUrl": address(path),
                "license": _terms(item),
            }
            for path, kind, item in files
        ],
    }
    return {"@context": "https://schema.org", "@graph": [article, dataset]}


def _terms(described: dict) -> list:
    """Return the licences of a package or table as schema.org wants them: an address, or a name where there is none."""
    return [
        licence.get("path") or {"@type": "CreativeWork", "name": licence["title"]}
        for licence in described.get("licenses", [])
    ]


def _agent(author: dict) -> dict:
    person = "family-names" in author
    return {
        "@type": "Person" if person else "Organization",
        "name": notes.plain_name(_person(author)),
    }


def _describe(app, pagename, templatename, context, doctree):
    """Add the tags to the head of a page that was written by somebody (not to search and index)."""
    if app.config.edition_outputs == "none":
        return
    if doctree is None:
        return
    root = Path(app.confdir)
    meta, (language, base) = citation(root), settings(root)
    first = pagename == app.config.root_doc
    title = None if first else app.env.titles[pagename].astext()
    claim = next(
        (
            _plain(node.astext())
            for node in doctree.findall(nodes.container)
            if "chapter-claim" in node["classes"]
        ),
        "",
    )
    if not claim:
        logger.warning(
            "no line of the class chapter-claim, which describes the page to search engines",
            location=pagename,
        )
    keys = list(notes.entries()) if first else cited(context.get("body", ""))
    page = urljoin(base, f"{pagename}.html") if base else ""

    def address(path: str) -> str:
        return urljoin(base, path) if base else context["pathto"](path, 1)

    lines = [
        f'<meta {kind}="{name}" content="{escape(text)}">'
        for kind, name, text in tags(meta, language, title, claim, keys, address, page)
    ]
    package = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    data = json.dumps(
        linked_data(meta, language, title, claim, address, page, package),
        ensure_ascii=False,
        sort_keys=True,
    )
    lines.append(
        f'<script type="application/ld+json">{data.replace("<", chr(92) + "u003c")}</script>'
    )
    context["metatags"] = context.get("metatags", "") + "\n" + "\n".join(lines) + "\n"


def setup(app):
    """Connect the tags to the pages that Sphinx writes."""
    app.connect("html-page-context", _describe)
