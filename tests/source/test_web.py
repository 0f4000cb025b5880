"""With an address of the site all is absolute; without one nothing is said that needs one."""

from xml.etree import ElementTree

import html5lib
import pytest
from reading import ROOT

from edition.book import catalogue, linked_data, metadata
from edition.outputs import web
from edition.tables.citation import citation

META = citation(ROOT)
LANGUAGE, _ = catalogue.language_and_address(ROOT)
BASE = "https://example.org/book/"
NAMES = ["index", "theory"]


def about(path: str, base: str, **more) -> metadata.Page:
    """Return a page of a site at this address; the first one has no title of its own."""
    title = None if path == linked_data.FIRST else "Theory"
    url = base and base + path
    return metadata.Page(
        META, LANGUAGE, title, "A claim.", [], lambda name: base + name, url, path, **more
    )


def test_an_address_makes_everything_absolute():
    first, theory = (BASE + f"chapters/{name}.html" for name in NAMES)
    tags = {name: text for _, name, text in metadata.tags(about("chapters/theory.html", BASE))}
    for name in ("og:url", "citation_abstract_html_url", "DC.identifier"):
        assert tags[name] == theory
    assert tags["og:image"] == BASE + "downloads/edition.png"
    assert "citation_pdf_url" not in tags  # the PDF is that of the edition
    tags = {name: text for _, name, text in metadata.tags(about("chapters/index.html", BASE))}
    assert tags["citation_pdf_url"] == BASE + "downloads/edition.pdf"
    chapter = linked_data.described(about("chapters/theory.html", BASE), {})
    assert (chapter["@id"], chapter["isPartOf"]["@id"]) == (theory, f"{first}#edition")
    key = f"edition{META['date-released'][:4]}"
    assert catalogue.own(META, LANGUAGE, BASE)[key].fields["url"] == BASE


@pytest.mark.parametrize("path", [f"chapters/{name}.html" for name in NAMES])
def test_without_an_address_no_tag_needs_one(path):
    tags = {name for _, name, _ in metadata.tags(about(path, ""))}
    absolute = {"og:url", "og:image", "og:image:alt", "twitter:card", "citation_pdf_url"}
    assert not tags & (absolute | {"DC.identifier", "citation_abstract_html_url"})


def test_a_site_with_an_address_has_its_files(tmp_path):
    web.write(tmp_path, BASE, NAMES, META, LANGUAGE)
    root = ElementTree.fromstring((tmp_path / "sitemap.xml").read_text(encoding="utf-8"))
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [node.text for node in root.iter(f"{name}loc")] == [
        BASE + "chapters/index.html",
        BASE + "chapters/theory.html",
    ]
    assert {node.text for node in root.iter(f"{name}lastmod")} == {META["date-released"]}
    robots = (tmp_path / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert robots[-1] == f"Sitemap: {BASE}sitemap.xml"
    lost = (tmp_path / "404.html").read_text(encoding="utf-8")
    parser = html5lib.HTMLParser()
    parser.parse(lost)
    assert not parser.errors
    # shown at any depth, so that its links begin at the root of the host
    assert 'href="/book/chapters/index.html"' in lost and "https:" not in lost


def test_files_of_an_address_go_when_it_goes(tmp_path):
    web.write(tmp_path, BASE, NAMES, META, LANGUAGE)
    web.write(tmp_path, "", NAMES, META, LANGUAGE)
    assert [path.name for path in tmp_path.iterdir()] == [".nojekyll"]
