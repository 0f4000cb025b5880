"""The built pages: links that lead somewhere, unique ids, nothing left over, every value bound,
metadata sound.
"""

import json
import re
from collections import Counter
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from reading import CHAPTERS, EVIDENCE, SITE

from edition import tables
from edition.tables import vocabulary

PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if not path.is_relative_to(SITE / "_static")
)
READ = [name for name in PAGES if name.startswith("chapters/")]


def test_all_chapters_are_there():
    assert {
        f"chapters/{name}.html"
        for name in (
            *CHAPTERS,
            "index",
            *EVIDENCE,
            "ledger",
            "notes",
            "bibliography",
            "glossary",
            "data",
            "coding",
            "corrections",
        )
    } <= set(PAGES)


@pytest.mark.parametrize("name", READ)
def test_links_inside_the_book_lead_somewhere(name, soup, site):
    for link in soup(name).select("a[href], img[src], link[href], script[src]"):
        address = urlsplit(link.get("href") or link.get("src"))
        if address.scheme or address.netloc:
            continue
        target = (site / name).parent / unquote(address.path) if address.path else site / name
        assert target.exists(), address.geturl()
        if address.fragment and target.suffix == ".html":
            page = soup(target.resolve().relative_to(site.resolve()).as_posix())
            assert page.find(id=unquote(address.fragment)) is not None, address.geturl()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_html(name, site):
    """No tag is left open, closed twice or where it may not stand; the standard calls these parse
    errors, and browsers guess.
    """
    parser = html5lib.HTMLParser()
    parser.parse((site / name).read_text(encoding="utf-8"))
    assert not [f"{name}, line {line}: {kind} {about}" for (line, _), kind, about in parser.errors]


@pytest.mark.parametrize("name", READ)
def test_ids_are_unique(name, soup):
    twice = [
        key
        for key, count in Counter(tag["id"] for tag in soup(name).select("[id]")).items()
        if count > 1
    ]
    assert not twice


@pytest.mark.parametrize("name", READ)
def test_nothing_is_left_over(name, soup):
    article = soup(name).select_one("article.bd-article")
    for code in article.select("pre, code, .highlight"):
        code.extract()
    text = article.get_text(" ")
    for word in (
        "np.",
        "nan",
        "<Figure",
        "object at 0x",
        "{glue}",
        "{note}",
        "{numref}",
        "Traceback",
        "[^",
        "]{",
        "<NA>",
        "% FIGURE",
    ):
        assert not re.search(rf"(?<![\w-]){re.escape(word)}(?!\w)", text), word
    assert "None" not in {part.strip() for part in article.strings}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_claim_can_be_linked_to(chapter, site):
    text = (site / "chapters" / f"{chapter}.html").read_text(encoding="utf-8")
    claims = tables.load("claims")
    for claim in claims.claim[claims.chapter == chapter]:
        assert f'class="claim" id="{claim.lower()}"' in text, claim


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_tested_claim_shows_its_verdict_and_no_other_does(chapter, soup):
    claims = tables.load("claims").set_index("claim")
    mine = claims[(claims.chapter == chapter) & (claims.evidence != "")]
    part = {
        claim: " a part" if row.reason and row.verdict in ("supports", "contradicts") else ""
        for claim, row in mine.iterrows()
    }
    expected = {
        claim.lower(): (
            f"evidence {row.verdict}{part[claim]}",
            f"ledger.html#ledger-{claim.lower()}",
        )
        for claim, row in mine.iterrows()
    }
    marks = soup(f"chapters/{chapter}.html").select("a.claim-verdict")
    assert {
        mark.find_parent(class_="claim")["id"]: (mark.get_text(), mark["href"]) for mark in marks
    } == expected
    assert len(marks) == len(expected)


@pytest.fixture
def section(soup):
    """The section of one of the edition's tests, on its page."""

    def find(test: str):
        page = vocabulary.meaning("comparisons", "test", test, "pages")
        mark = soup(f"chapters/{page}.html").find(id=f"test-{test}")
        return mark.find_next("h2").find_parent("section")

    return find


@pytest.mark.parametrize("test", vocabulary.values("comparisons", "test"))
def test_each_test_has_its_section(test, section):
    """Its claims are linked, its verdicts printed, a reservation made, and a figure drawn."""
    compared = tables.load("comparisons").query("test == @test")
    part = section(test)
    table = next(
        node
        for node in part.select("table.data-table")
        if node.caption.get_text().startswith("Verdict: ")
    )
    printed = [
        [cell.get_text() for cell in row.select("th, td")] for row in table.select("tbody tr")
    ]
    assert [(row[0], row[-1]) for row in printed] == list(
        zip(compared.claim, compared.verdict, strict=True)
    ), test
    said = [node for node in part.select("p a[href*='#']") if not node.find_parent("table")]
    linked = {node["href"].partition("#")[2] for node in said}
    assert {claim.lower() for claim in compared.claim} <= linked, test
    assert [node for node in part.select("p > em") if node.get_text() == "Reservation."], test
    assert part.select("figure svg") or test == "documents", test


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_value_leads_to_its_row(chapter, site):
    from bs4 import BeautifulSoup

    page = BeautifulSoup(
        (site / "chapters" / f"{chapter}.html").read_text(encoding="utf-8"), "html5lib"
    )
    data = BeautifulSoup((site / "chapters" / "data.html").read_text(encoding="utf-8"), "html5lib")
    for link in page.select("a.value"):
        row = data.find(id=link["href"].split("#")[1])
        assert row is not None and row.name == "tr"
        assert link.get_text() in row.get_text()


def test_downloads_are_there_and_linked(site, soup):
    linked = {
        link["href"] for link in soup("chapters/index.html").select("a[href^='../downloads/']")
    }
    assert {
        f"../downloads/{name}"
        for name in (
            "edition.pdf",
            "edition.epub",
            "edition-notebooks.zip",
            "references.bib",
            "data/datapackage.json",
        )
    } <= linked
    assert (site / "downloads" / "edition.pdf").read_bytes().startswith(b"%PDF-")
    shipped = json.loads(
        (site / "downloads" / "data" / "datapackage.json").read_text(encoding="utf-8")
    )
    assert all(
        (site / "downloads" / "data" / item["path"]).exists() for item in shipped["resources"]
    )
