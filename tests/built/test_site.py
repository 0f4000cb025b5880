"""The built pages: links that lead somewhere, unique ids, nothing left over, every value bound,
metadata sound.
"""

import json
import re
from collections import Counter
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
import reading
from reading import CHAPTERS, SITE, WITH_CELLS

from edition import tables
from edition.judgement import comparisons, statements
from edition.listings import page_keys
from edition.tables import vocabulary

PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if not path.is_relative_to(SITE / "_static")
)
READ = [name for name in PAGES if name.startswith("chapters/")]
# the addresses of figures that an earlier version gave: of captions (fig-), of drawings (chart-)
PUBLISHED = {
    "conclusion": "fig-realms fig-balance chart-realms chart-balance",
    "economic_power": "fig-subsidies fig-oil-share fig-suppliers chart-subsidies chart-oil-share "
    "chart-suppliers-map",
    "evidence_energy": "fig-growth fig-gas-price fig-oil-by-origin fig-oil-cost fig-support "
    "chart-growth-and-oil chart-gas-price chart-oil-by-origin chart-oil-cost chart-support",
    "evidence_opinion": "fig-opinion fig-media-trust chart-opinion chart-media-trust",
    "evidence_trade": "fig-trade-shares fig-arms chart-trade-shares chart-arms-by-supplier",
    "evidence_votes": "fig-voting fig-ukraine-votes fig-georgia-votes fig-ideal-points "
    "chart-voting chart-ukraine-votes chart-georgia-votes chart-ideal-points",
    "index": "fig-verdicts chart-verdicts",
    "introduction": "fig-relations chart-relations-timeline",
    "military_power": "fig-steps fig-partners chart-integration-steps chart-partners-by-year",
    "notes": "fig-grades chart-note-grades",
    "soft_power": "fig-not-watching fig-information chart-not-watching chart-information-moves",
    "theory": "fig-exchange chart-exchange",
}  # version 0.1.1
ONE_OF_SEVERAL = re.compile(r"(?<!note )(?<!of )(?<![\d.,–−-])\b1 [a-z]+s\b")


def test_all_chapters_are_there():
    assert {f"chapters/{name}.html" for name in ("index", *WITH_CELLS)} <= set(PAGES)


@pytest.fixture(scope="module")
def places(soup):
    return reading.places(soup)


@pytest.mark.parametrize("name", READ)
def test_links_inside_the_book_lead_somewhere(name, soup, places, site):
    for link in soup(name).select("a[href], img[src], link[href], script[src]"):
        address = urlsplit(link.get("href") or link.get("src"))
        if address.scheme or address.netloc:
            continue
        target = (site / name).parent / unquote(address.path) if address.path else site / name
        assert target.exists(), address.geturl()
        if address.fragment and target.suffix == ".html":
            page = target.resolve().relative_to(site.resolve()).as_posix()
            assert unquote(address.fragment) in places(page), address.geturl()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_html(name, site):
    """No tag is left open, closed twice or where it may not stand; the standard calls these parse
    errors, and browsers guess.
    """
    parser = html5lib.HTMLParser()
    parser.parse((site / name).read_text(encoding="utf-8"))
    assert not [f"{name}, line {line}: {kind} {about}" for (line, _), kind, about in parser.errors]


@pytest.mark.parametrize("name", READ)
def test_a_fold_holds_only_words_in_its_summary_and_is_called_what_it_shows(name, soup):
    """So the W3C's checker has it, and WCAG 2.5.3: who speaks the words that he sees opens it."""
    for summary in soup(name).select("article summary"):
        assert not summary.select("p, div, table, ul"), summary
        assert summary.get("aria-label", summary.text) in summary.text, summary


@pytest.mark.parametrize("name", PUBLISHED)
def test_an_address_of_a_figure_that_was_published_leads_somewhere(name, soup):
    """To the figure, or to what stands in its place."""
    page = soup(f"chapters/{name}.html")
    lost = [each for each in PUBLISHED[name].split() if page.find(id=each) is None]
    assert not lost


@pytest.mark.parametrize("name", READ)
def test_every_table_that_a_cell_shows_has_a_title_of_its_own(name, soup):
    titles = []
    for shown in soup(name).select("div.cell table"):
        assert shown.caption and shown.caption.get_text(strip=True), shown.get_text(" ")[:80]
        titles.append(shown.caption.get_text(strip=True))
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("name", READ)
def test_one_thing_is_not_told_as_several(name, soup):
    """“in one lane” and not “in 1 lanes”, in alternative texts as in what is read."""
    article = soup(name).select_one("article.bd-article")
    assert not [text for text in article.strings if ONE_OF_SEVERAL.search(text)]


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
    assert not [cell for cell in article.select("td, th") if cell.get_text().endswith("...")]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_claim_can_be_linked_to(chapter, site):
    text = (site / "chapters" / f"{chapter}.html").read_text(encoding="utf-8")
    claims = tables.load("claims")
    for claim in claims.claim[claims.chapter == chapter]:
        assert f'class="claim" id="{claim.lower()}"' in text, claim


def mark(row) -> str:
    """The mark of a statement, by the rule that chapters/evidence.md tells."""
    words = vocabulary.meanings("claims", "verdict", "marks")
    return words[row.verdict] + (
        " a part" if row.partly and row.verdict in statements.SIDES else ""
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_tested_claim_shows_its_verdict_and_no_other_does(chapter, soup):
    judged = statements.verdicts()
    expected = {
        row.claim.lower(): (mark(row), f"ledger.html#ledger-{row.claim.lower()}")
        for row in judged[judged.chapter == chapter].itertuples()
        if row.verdict in statements.TESTED
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
    compared = comparisons.judged().query("test == @test")
    part = section(test)
    by_cells = compared[compared.estimate.notna()]
    boxes = part.select("table.verdict-box")
    said = [box.caption.get_text().partition(": ")[2] for box in boxes]
    assert sorted(said) == sorted(by_cells.verdict), test
    assert {box.select_one("tbody a").get_text() for box in boxes} == set(by_cells.claim), test
    said = [node for node in part.select("p a[href*='#']") if not node.find_parent("table")]
    linked = {node["href"].partition("#")[2] for node in said}
    named = set(compared.claim) if test != "documents" else {"I05", "M02", "M11", "S10"}
    assert {claim.lower() for claim in named} <= linked, test
    assert [node for node in part.select("p > em") if node.get_text() == "Reservation."], test
    assert part.select("figure svg") or test == "documents", test


def test_documents_are_printed_with_their_verdicts(section):
    compared = comparisons.judged().set_index("comparison")
    settled = compared.verdict.str.endswith("by documents") | (compared.test == "documents")
    table = section("documents").select_one("table.data-table")
    printed = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in table.select("tbody tr")
    ]
    assert {row[-1] for row in printed} == set(compared.index[settled])
    compared = compared.loc[[row[-1] for row in printed]]
    assert [(row[0], row[1]) for row in printed] == list(
        zip(compared.claim, compared.verdict, strict=True)
    )
    order = list(tables.load("claims").claim)
    assert list(compared.claim) == sorted(compared.claim, key=order.index)
    known, rows = page_keys(), table.select("tbody tr")
    for row, keys, pages in zip(rows, compared.sources, compared.pages, strict=True):
        linked = {node["href"].partition("#ref-")[2] for node in row.select("a[href*='#ref-']")}
        quoted = {known[page] for page in pages.split() if page in known}
        assert linked == set(keys.split()) | quoted


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
