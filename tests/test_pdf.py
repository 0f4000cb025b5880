"""The PDF: every claim, every note at the foot of its page, tags, fonts, bookmarks, figures."""

import re

import pikepdf
import pytest
from edition import notes, tables
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar
from reading import CHAPTERS, spans


@pytest.fixture(scope="module")
def path(site):
    return site / "downloads" / "edition.pdf"


def _letters(node, found):
    if isinstance(node, LTChar):
        found.append((node.size, node.get_text()))
    elif hasattr(node, "__iter__"):
        for part in node:
            _letters(part, found)
    return found


@pytest.fixture(scope="module")
def pages(path):
    """The letters of each page with their size in points: the text is larger than the notes below it."""
    return [_letters(page, []) for page in extract_pages(path)]


def squeeze(text: str) -> str:
    """Return the letters and digits only: lines, hyphens and spaces fall differently on paper."""
    return re.sub(r"[^0-9A-Za-zÀ-žА-я]", "", text)


@pytest.fixture(scope="module")
def text(pages):
    return squeeze("".join(letter for page in pages for size, letter in page if size > 9))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_claim_begins_in_the_pdf(chapter, text):
    for claim, words in spans(chapter).items():
        assert squeeze(" ".join(words.split()[:6])) in text, claim


def test_fifty_notes_stand_at_the_foot_of_their_page(pages):
    notes_on = [squeeze("".join(letter for size, letter in page if size <= 9)) for page in pages]
    marked = {}
    for number in range(1, 51):
        start = squeeze(f"{number} {' '.join(str(notes.note(number).text()).split()[:5])}")
        found = [page for page, words in enumerate(notes_on) if start in words]
        assert found, number
        marked[number] = found[0]
    assert list(marked.values()) == sorted(marked.values())


def test_it_is_tagged_and_says_what_it_is(path):
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.StructTreeRoot.K is not None
        metadata = pdf.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert "critical edition" in metadata["dc:title"]
        assert pdf.docinfo["/Author"]


def test_every_font_is_embedded_and_ours(path):
    with pikepdf.open(path) as pdf:
        names = set()
        for page in pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                below = font.DescendantFonts[0]
                descriptor = below.FontDescriptor
                assert any(key in descriptor for key in ("/FontFile2", "/FontFile3")), font.BaseFont
                names.add(str(font.BaseFont).split("+")[-1])
    assert names
    assert all(re.match(r"Edition-(Serif|Sans|Mono|Chinese)", name) for name in names), names


def _alternatives(node, found):
    if isinstance(node, pikepdf.Array):
        for part in node:
            _alternatives(part, found)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == "/Figure":
            found.append(str(node.get("/Alt", "")))
        if "/K" in node:
            _alternatives(node.K, found)
    return found


def test_every_figure_is_there_with_its_alternative_text(path, site):
    drawn = sum((site / "chapters" / f"{name}.html").read_text(encoding="utf-8").count('class="chart-wide"') for name in tables_order(site))
    with pikepdf.open(path) as pdf:
        texts = _alternatives(pdf.Root.StructTreeRoot.K, [])
    assert drawn >= 3
    assert len(texts) == drawn
    assert all(len(text) > 40 for text in texts)


def tables_order(site):
    return sorted(page.stem for page in (site / "chapters").glob("*.html"))


def test_bookmarks_name_the_chapters(path, site):
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    for title in ("Introduction", "Soft power", "Economic power", "Military power", "Conclusion"):
        assert title in titles
    assert len(tables.load("claims")) == 101
