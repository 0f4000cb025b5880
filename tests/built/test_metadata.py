"""What pages, PDF and files for reference managers say of the edition: the same everywhere,
complete, and out of CITATION.cff.
"""

import io
import json
import re
from copy import deepcopy
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import bibtexparser
import jsonschema
import matplotlib.image
import pikepdf
import pytest
import yaml
from pdfminer.high_level import extract_text
from reading import CHAPTERS, ROOT, SITE

from edition import tables
from edition.book import catalogue, metadata
from edition.outputs import card, citations
from edition.references import notes
from edition.tables.citation import citation

META = citation(ROOT)
LANGUAGE, BASE = catalogue.language_and_address(ROOT)
FIRST = "chapters/index.html"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in (SITE / "chapters").glob("*.html"))
every_page = pytest.mark.parametrize("page", PAGES)
FORMATS = ("Highwire", "Dublin Core", "OpenGraph", "JSON-LD", "BibTeX", "RIS", "CSL-JSON", "PDF")
ROLE = re.compile(r"\{(note|sources|source)\}`([^`]*)`")


def expected(meta: dict) -> dict:
    """Return what all formats have to say, in one form: dates as digits, names in reading order."""
    return {
        "title": meta["title"],
        "authors": [author["name"] for author in meta["authors"]],
        "date": meta["date-released"],
        "version": str(meta["version"]),
        "licence": catalogue.licences(meta),
        "language": LANGUAGE,
        "keywords": meta["keywords"],
    }


def test_data_and_list_of_changes_have_the_version_of_the_citation_file():
    latest = re.search(r"^## (.*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[1]
    assert latest in {
        f"{META['version']} – {day}" for day in (META["date-released"], "in preparation")
    }
    assert json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))[
        "version"
    ] == str(META["version"])


def contents(page, name: str) -> list[str]:
    return [
        tag["content"]
        for tag in page.select(f'head meta[name="{name}"], head meta[property="{name}"]')
    ]


def file_at(address: str) -> Path:
    """Return the file that an address on a page of the folder chapters leads to, absolute where the
    site has an address.
    """
    return (
        SITE / unquote(address.removeprefix(BASE)) if BASE else SITE / "chapters" / unquote(address)
    )


def graph(page) -> list[dict]:
    """Return the things that the JSON-LD of a page describes."""
    (script,) = page.select('head script[type="application/ld+json"]')
    data = json.loads(script.string)
    assert data["@context"] == "https://schema.org"
    return data.get("@graph", [data])


def records(text: str) -> list[dict[str, list[str]]]:
    """Return RIS records as tag: values; each must begin with TY and end with ER."""
    found = []
    for block in text.split("\r\n\r\n"):
        lines = [line for line in block.split("\r\n") if line]
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines), lines
        assert lines[0].startswith("TY  - ") and lines[-1] == "ER  - ", lines
        fields = {}
        for line in lines:
            fields.setdefault(line[:2], []).append(line[6:])
        found.append(fields)
    return found


def said(how: str, site: Path, soup) -> dict:
    """Return what one format says of the edition: only the fields that the format has."""
    page, downloads = soup(FIRST), site / "downloads"

    def one(name: str) -> str:
        (found,) = contents(page, name)
        return found

    if how == "Highwire":
        return {
            "title": one("citation_title"),
            "authors": contents(page, "citation_author"),
            "date": one("citation_publication_date").replace("/", "-"),
            "language": one("citation_language"),
            "keywords": one("citation_keywords").split("; "),
        }
    if how == "Dublin Core":
        return {
            "title": one("DC.title"),
            "authors": contents(page, "DC.creator"),
            "date": one("DC.date"),
            "language": one("DC.language"),
            "licence": contents(page, "DC.rights"),
        }
    if how == "OpenGraph":
        return {
            "title": one("og:title"),
            "authors": contents(page, "book:author"),
            "date": one("book:release_date"),
            "language": one("og:locale").replace("_", "-"),
        }
    if how == "JSON-LD":
        article = graph(page)[0]
        return {
            "title": article["name"],
            "authors": [author["name"] for author in article["author"]],
            "date": article["datePublished"],
            "version": article["version"],
            "licence": [
                Path(address).stem if address.endswith(".html") else address
                for address in article["license"]
            ],
            "language": article["inLanguage"],
            "keywords": article["keywords"],
        }
    if how == "BibTeX":
        library = bibtexparser.parse_file(str(downloads / "edition.bib"), encoding="utf-8")
        assert not library.failed_blocks and len(library.entries) == 2
        fields = {
            field.key: field.value.replace("{", "").replace("}", "")
            for field in library.entries[0].fields
        }
        authors = fields["author"].split(" and ")
        licence, words = fields["copyright"].split(", "), fields["keywords"].split(", ")
        return {
            "title": fields["title"],
            "authors": authors,
            "licence": licence,
            "keywords": words,
        } | {name: fields[name] for name in ("date", "version", "language")}
    if how == "RIS":
        record = records((downloads / "edition.ris").read_bytes().decode())[0]
        return {
            "title": record["TI"][0],
            "authors": record["AU"],
            "date": record["DA"][0].replace("/", "-"),
            "version": record["ET"][0],
            "licence": record["N1"][0].removeprefix("Licence: ").split(", "),
            "language": record["LA"][0],
            "keywords": record["KW"],
        }
    if how == "CSL-JSON":
        item = json.loads((downloads / "edition.csl.json").read_text(encoding="utf-8"))[0]
        return {
            "title": item["title"],
            "authors": [author["literal"] for author in item["author"]],
            "date": "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0]),
            "version": item["version"],
            "licence": item["note"].removeprefix("Licence: ").split(", "),
            "language": item["language"],
            "keywords": item["keyword"].split(", "),
        }
    path = downloads / "edition.pdf"
    front = " ".join(extract_text(path, page_numbers=[0, 1]).split())
    with pikepdf.open(path) as pdf:
        xmp = pdf.open_metadata()
        assert xmp["dc:title"] == str(pdf.docinfo["/Title"])
        return {
            "title": xmp["dc:title"],
            "authors": list(xmp["dc:creator"]),
            "date": re.sub(
                r"D:(\d{4})(\d\d)(\d\d).*", r"\1-\2-\3", str(pdf.docinfo["/CreationDate"])
            ),
            "version": re.search(r"[Vv]ersion ([\d.]+\d)", front)[1],
            "language": str(pdf.Root.Lang),
            "keywords": re.split(r",\s*", str(pdf.docinfo["/Keywords"])),
        }


def differences(found: dict, meta: dict) -> set[str]:
    """Return the fields in which a format says something else than CITATION.cff."""
    wanted = expected(meta)
    return {field for field in found if found[field] != wanted[field]}


@pytest.mark.parametrize("how", FORMATS)
def test_every_format_says_what_the_citation_file_says(how, site, soup):
    found = said(how, site, soup)
    assert {"title", "authors", "date", "language"} <= set(found)
    assert {field: found[field] for field in differences(found, META)} == {}


@pytest.mark.parametrize("how", FORMATS)
def test_a_change_in_one_place_only_is_noticed(how, site, soup):
    found = said(how, site, soup)
    for name, field, other in (
        ("title", "title", "Another title"),
        ("authors", "authors", [{"name": "Somebody Else"}]),
        ("date-released", "date", "1999-01-01"),
        ("version", "version", "99.0"),
        ("license", "licence", ["WTFPL"]),
        ("keywords", "keywords", ["pottery"]),
    ):
        if field in found:
            assert differences(found, META | {name: other}) == {field}


def test_citation_file_fits_its_schema_and_a_broken_one_does_not():
    schema = json.loads((ROOT / "tests" / "schemas" / "cff-1.2.0.json").read_text(encoding="utf-8"))
    written = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    jsonschema.validate(written, schema)
    for field in ("authors", "title", "message", "cff-version"):
        broken = deepcopy(written)
        del broken[field]
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


def test_the_original_is_the_same_everywhere(site, soup):
    wanted, entry = META["references"][0], notes.entries()["czerny2020russia"]
    name = " ".join(wanted["authors"][0][part] for part in ("given-names", "family-names"))
    assert entry.fields["title"] == wanted["title"]
    assert (entry.fields["date"], entry.fields["number"], entry.fields["url"]) == (
        wanted["date-published"],
        wanted["number"],
        wanted["url"],
    )
    based = graph(soup(FIRST))[0]["isBasedOn"]
    assert (based["name"], based["author"][0]["name"], based["datePublished"], based["url"]) == (
        wanted["title"], name, wanted["date-published"], wanted["url"],
    )  # fmt: skip
    record = records((site / "downloads" / "edition.ris").read_bytes().decode())[1]
    assert (record["TI"], record["UR"], record["SN"]) == (
        [wanted["title"]],
        [wanted["url"]],
        [wanted["number"]],
    )
    item = json.loads((site / "downloads" / "edition.csl.json").read_text(encoding="utf-8"))[1]
    assert (item["title"], item["URL"], item["number"], item["type"]) == (
        wanted["title"],
        wanted["url"],
        wanted["number"],
        "report",
    )
    (source,) = contents(soup(FIRST), "DC.source")
    for part in (wanted["title"], name, wanted["number"], wanted["date-published"], wanted["url"]):
        assert part in source


@every_page
def test_each_page_is_complete_for_google_scholar_and_zotero(page, soup):
    tree = soup(page)
    heading = tree.select_one("article h1").find(string=True, recursive=False).strip()
    (title,), (date,), (pdf,) = (
        contents(tree, f"citation_{name}") for name in ("title", "publication_date", "pdf_url")
    )
    assert title == (META["title"] if page == FIRST else heading)
    assert contents(tree, "citation_book_title") == ([] if page == FIRST else [META["title"]])
    assert (
        contents(tree, "citation_author")
        == contents(tree, "DC.creator")
        == expected(META)["authors"]
    )
    assert re.fullmatch(r"\d{4}/\d\d/\d\d", date)
    assert file_at(pdf).read_bytes().startswith(b"%PDF-")
    assert (
        contents(tree, "citation_language")
        == contents(tree, "DC.language")
        == [tree.html["lang"]]
        == [LANGUAGE]
    )


@every_page
def test_each_page_is_described_by_what_it_claims(page, soup):
    tree = soup(page)
    claim = " ".join(tree.select_one("article .chapter-claim").get_text().split())
    assert contents(tree, "description") == contents(tree, "og:description") == [claim]
    assert graph(tree)[0]["description"] == claim


@every_page
def test_nothing_is_said_twice_or_left_empty(page, soup):
    tags = [
        (tag.get("name") or tag.get("property"), tag.get("content"))
        for tag in soup(page).select("head meta[name], head meta[property]")
    ]
    ours = [
        tag
        for tag in tags
        if re.match(r"description|author|citation_|DC|og:|article:|book:|twitter:", tag[0])
    ]
    assert len(ours) > 15
    assert all(content and content.strip() and "None" not in content for _, content in ours)
    assert len(set(ours)) == len(ours)
    many = (
        "citation_author",
        "citation_reference",
        "DC.creator",
        "DC.rights",
        "book:author",
        "article:author",
    )
    single = [name for name, _ in ours if name not in many]
    assert len(set(single)) == len(single)


@every_page
def test_addresses_lead_to_files_of_the_site(page, soup):
    tree = soup(page)
    things = graph(tree)
    addresses = (
        contents(tree, "og:image")
        + contents(tree, "citation_pdf_url")
        + [things[0]["image"], things[0]["encoding"]["contentUrl"]]
    )
    addresses += [file["contentUrl"] for thing in things for file in thing.get("distribution", [])]
    for address in addresses:
        assert file_at(address).is_file(), address


def printed_in(chapter: str) -> set[str]:
    """Return the keys of the sources that a chapter prints by its roles: notes, sources of claims,
    single references.
    """
    used, found = tables.load("note_sources"), set()
    for role, name in ROLE.findall(
        (ROOT / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")
    ):
        rows = (
            used[used.note == int(name)]
            if role == "note"
            else used[(used.claim == name) & used.note.isna()]
        )
        found |= {name} if role == "source" else set(rows.key)
    return found


@every_page
def test_one_reference_for_each_source_on_the_page(page, soup):
    found = contents(soup(page), "citation_reference")
    chapter = Path(page).stem
    # the page with the bibliography carries none: the first page carries all
    wanted = (
        set(notes.entries())
        if chapter == "index"
        else set()
        if chapter == "bibliography"
        else printed_in(chapter)
    )
    lines = {metadata.citation_reference(notes.entries()[key]) for key in wanted}
    assert len(found) == len(set(found))
    if chapter in (*CHAPTERS, "index", "bibliography"):
        assert len(lines) == len(wanted)
        assert set(found) == lines
    else:  # further sources may come from tables
        assert lines <= set(found)


@pytest.mark.parametrize("key", sorted(notes.entries()))
def test_each_reference_is_complete(key):
    entry = notes.entries()[key]
    pairs = [part.split("=", 1) for part in metadata.citation_reference(entry).split(";")]
    fields = dict(pairs)
    assert pairs[0] == ["citation_title", entry.fields["title"].replace(";", ",")]
    authors = [str(person).strip("{}") for person in entry.persons.get("author", [])]
    assert [value for name, value in pairs if name == "citation_author"] == authors
    place = {
        "article": "citation_journal_title",
        "techreport": "citation_technical_report_institution",
    }.get(entry.type, "citation_publisher")
    assert fields[place] == next(
        entry.fields[name]
        for name in ("journal", "institution", "publisher")
        if name in entry.fields
    ).replace(";", ",")
    assert fields.get("citation_publication_date", "").replace("/", "-") == entry.fields.get(
        "date", entry.fields.get("year", "")
    )
    for name in ("doi", "isbn", "volume"):
        assert fields.get(f"citation_{name}") == entry.fields.get(name)
    number = "citation_technical_report_number" if entry.type == "techreport" else "citation_issue"
    assert fields.get(number) == entry.fields.get("number")
    assert all(fields.values())


def test_references_for_reference_managers_are_those_of_the_bibliography(site):
    downloads = site / "downloads"
    entries = notes.entries()
    items = json.loads((downloads / "references.csl.json").read_text(encoding="utf-8"))
    assert [item["id"] for item in items] == list(entries)
    found = records((downloads / "references.ris").read_bytes().decode())
    assert [record["ID"] for record in found] == [[key] for key in entries]
    for item, record, entry in zip(items, found, entries.values(), strict=True):
        get = entry.fields.get
        assert record["TI"] == [item["title"]] == [get("title")]
        assert (
            len(record.get("AU", []))
            == len(item.get("author", []))
            == len(entry.persons.get("author", []))
        )
        assert record.get("UR", [None])[0] == item.get("URL") == get("url")
        assert record.get("DO", [None])[0] == item.get("DOI") == get("doi")
        assert record.get("DA", [""])[0].replace("/", "-") == catalogue.date_of(entry)
        issued = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
        assert "-".join(f"{part:02}" for part in issued) == catalogue.date_of(entry)
        assert {
            "article": "article-journal",
            "techreport": "report",
            "book": "book",
            "misc": "webpage",
        }[entry.type] == item["type"]


def test_the_data_set_lists_every_table(soup):
    article, dataset = graph(soup(FIRST))
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert (article["@type"], dataset["@type"]) == ("ScholarlyArticle", "Dataset")
    assert dataset["version"] == package["version"] == str(META["version"])
    assert len(dataset["distribution"]) == len(package["resources"]) + 1
    assert all(file["license"] and file["name"] for file in dataset["distribution"])
    for page in set(PAGES) - {FIRST}:
        (chapter,) = graph(soup(page))
        assert (chapter["@type"], chapter["isPartOf"]["name"]) == (
            "ScholarlyArticle",
            META["title"],
        )


def test_the_picture_is_drawn_anew_with_the_same_bytes(site):
    made = card.picture(META)
    assert made == card.picture(META) == (site / metadata.PICTURE).read_bytes()
    shape = matplotlib.image.imread(io.BytesIO(made)).shape
    assert shape[:2] == (630, 1200)
    assert card.picture(META | {"title": "Another: title"}) != made


def test_no_address_is_invented(site, soup):
    """Without an address of the site in _config.yml nothing is said that needs one; with it, all of
    it leads to the page.
    """
    assert (site / "sitemap.xml").exists() == bool(BASE)
    for page in PAGES:
        links = [link["href"] for link in soup(page).select('head link[rel="canonical"]')]
        links += [
            link
            for name in ("og:url", "citation_abstract_html_url", "DC.identifier")
            for link in contents(soup(page), name)
        ]
        assert links == ([BASE + page] * 4 if BASE else [])


def test_an_address_makes_everything_absolute():
    base = "https://example.org/book/"
    page = base + "chapters/theory.html"
    about = metadata.Page(META, LANGUAGE, "Theory", "A claim.", [], lambda path: base + path, page)
    found = {name: content for _, name, content in metadata.tags(about)}
    assert found["og:url"] == found["citation_abstract_html_url"] == found["DC.identifier"] == page
    assert found["og:image"] == base + "downloads/edition.png"
    assert found["citation_pdf_url"] == base + "downloads/edition.pdf"
    root = ElementTree.fromstring(
        citations.sitemap(base, ["index", "theory"], META["date-released"])
    )
    assert [
        node.text for node in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ] == [base + "chapters/index.html", page]
    assert (
        catalogue.own(META, LANGUAGE, base)[f"edition{META['date-released'][:4]}"].fields["url"]
        == base
    )
