"""The head of each page: complete for search engines and reference managers, and true."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from formats import FIRST, contents, graph
from reading import CHAPTERS, ROOT, SITE

from edition import tables
from edition.book import catalogue, linked_data, metadata
from edition.references import notes
from edition.tables.citation import citation

META = citation(ROOT)
LANGUAGE, BASE = catalogue.language_and_address(ROOT)
PAGES = sorted(path.relative_to(SITE).as_posix() for path in (SITE / "chapters").glob("*.html"))
every_page = pytest.mark.parametrize("page", PAGES)
ROLE = re.compile(r"\{(note|sources|source)\}`([^`]*)`")


def file_at(address: str) -> Path:
    """Return the file that an address on a page of the folder chapters leads to, absolute where the
    site has an address.
    """
    if BASE and address.startswith(BASE):
        return SITE / unquote(address.removeprefix(BASE))
    return SITE / "chapters" / unquote(address)


@every_page
def test_each_page_is_complete_for_google_scholar_and_zotero(page, soup):
    tree = soup(page)
    heading = tree.select_one("article h1").find(string=True, recursive=False).strip()
    (title,), (date,) = (
        contents(tree, f"citation_{name}") for name in ("title", "publication_date")
    )
    assert title == (META["title"] if page == FIRST else heading)
    assert contents(tree, "citation_inbook_title") == ([] if page == FIRST else [META["title"]])
    names = [author["name"] for author in META["authors"]]
    assert contents(tree, "DC.creator") == names
    assert contents(tree, "citation_author") == [f"{name}," for name in names]
    assert re.fullmatch(r"\d{4}/\d\d/\d\d", date)
    # the PDF is that of the whole edition
    pdf = contents(tree, "citation_pdf_url")
    assert len(pdf) == bool(BASE and page == FIRST)
    assert all(file_at(each).read_bytes().startswith(b"%PDF-") for each in pdf)
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
        + [alternate["href"] for alternate in tree.select("head link[rel=alternate]")]
    )
    if page == FIRST:
        addresses += [things[0]["image"], things[0]["encoding"]["contentUrl"]]
        addresses += [part["@id"] for part in things[0]["hasPart"]]
    else:
        addresses += [things[0]["@id"], things[0]["isPartOf"]["@id"].partition("#")[0]]
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


@every_page
def test_a_page_claims_the_licence_of_the_text(page, soup):
    things = graph(soup(page))
    assert contents(soup(page), "DC.rights") == ["CC-BY-4.0"]
    assert things[0]["license"] == ["https://spdx.org/licenses/CC-BY-4.0.html"]


def test_no_address_is_invented(site, soup):
    """Without an address of the site in _config.yml nothing is said that needs one; with it, all of
    it leads to the page.
    """
    for name in ("sitemap.xml", "robots.txt", "404.html"):
        assert (site / name).exists() == bool(BASE)
    for page in PAGES:
        links = [link["href"] for link in soup(page).select('head link[rel="canonical"]')]
        links += [
            link
            for name in ("og:url", "og:image", "citation_abstract_html_url", "DC.identifier")
            for link in contents(soup(page), name)
        ]
        assert links == (
            [BASE + page] * 2 + [BASE + linked_data.PICTURE] + [BASE + page] * 2 if BASE else []
        )
