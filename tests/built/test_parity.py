"""Pages, PDF, notebooks and EPUB say the same: figures, alternative texts, notes, values, headings,
claims, references.

The pages come first: they are held against the tables and chapters; the other forms are then held
against the pages.
"""

import os
import re
import zipfile

import pytest
from bs4 import BeautifulSoup
from reading import CHAPTERS, EVIDENCE, ROOT, spans, squeeze

from edition import tables
from edition.judgement import comparisons
from edition.references import notes
from edition.tables import values

PAGES = [path.stem for path in sorted((ROOT / "chapters").glob("*.md"))]
LOADING = {"src", "srcset", "data", "poster", "action", "formaction", "background"}


def source(name: str) -> str:
    return (ROOT / "chapters" / f"{name}.md").read_text(encoding="utf-8")


def figures_named(name: str) -> list[str]:
    """Return the names of a chapter's figures, as its cells give them."""
    return re.findall(r"^    name: (\S+)$", source(name), flags=re.M)


def prose(book) -> str:
    return "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")


def html(book) -> list[BeautifulSoup]:
    """Return the HTML outputs of a notebook."""
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    return [
        BeautifulSoup("".join(output.data["text/html"]), "html5lib")
        for output in outputs
        if "text/html" in output.get("data", {})
    ]


@pytest.fixture(scope="session")
def epub(site):
    """The chapters of the EPUB by name, as trees; None where none is made and none demanded."""
    path = site / "downloads" / "edition.epub"
    if not path.exists():
        assert not os.environ.get("CI"), f"{path}: missing; in CI it must be there"
        return None
    with zipfile.ZipFile(path) as packed:
        return {
            name.rsplit("/", 1)[-1].removesuffix(".xhtml"): BeautifulSoup(
                packed.read(name).split(b"?>", 1)[-1], "html5lib"
            )
            for name in packed.namelist()
            if name.endswith(".xhtml")
        }


@pytest.fixture
def chapter_of_epub(epub):
    if epub is None:
        pytest.skip("no edition.epub was built")
    return lambda name: epub[name]


def alternatives(tree, kinds="svg.chart-wide") -> list[str]:
    """Return title and alternative text of each figure, in order; in the wide layout."""
    return [
        " ".join(f"{svg.find('title').get_text()} | {svg.find('desc').get_text()}".split())
        for svg in tree.select(kinds)
    ]


def titles(tree) -> list[str]:
    return [" ".join(node.get_text().split()) for node in tree.select(".chart-title")]


@pytest.mark.parametrize("name", PAGES)
def test_figures_of_page_and_chapter(name, page):
    expected = figures_named(name)
    found = alternatives(page(name))
    assert (
        len(found)
        == len(expected)
        == len(page(name).select("svg.chart-narrow"))
        == len(titles(page(name)))
    ), f"{name}: {found}"
    for text, title in zip(found, titles(page(name)), strict=True):
        said, _, alternative = text.partition(" | ")
        assert said == title, name
        assert len(alternative) > 40, f"{name}: figure {title!r} has no alternative text"
    captions = [
        " ".join(node.get_text().split())
        for node in page(name).select("figure figcaption .caption-text")
    ]
    assert [re.sub(r"[*#¶]", "", caption).strip() for caption in captions] == re.findall(
        r"^    caption: \"?(.*?)\"?$", source(name), flags=re.M
    ), name


@pytest.mark.parametrize("name", PAGES)
def test_figures_of_notebook_and_page(name, page, notebook):
    book = notebook(name)
    if book is None:
        assert "{code-cell}" not in source(name), f"{name}: has cells and no notebook"
        return
    pictures = [image["alt"] for tree in html(book) for image in tree.select("img")]
    known = alternatives(page(name), "svg.chart-wide, svg.chart-small")
    drawn = [text.replace(" | ", ". ", 1) for text in known]
    assert [" ".join(text.split()) for text in pictures] == drawn, name


@pytest.mark.parametrize("name", PAGES)
def test_figures_of_epub_and_page(name, page, chapter_of_epub):
    assert sorted(alternatives(chapter_of_epub(name)) or titles(chapter_of_epub(name))) == sorted(
        alternatives(page(name))
    )


def marked(tree) -> list[str]:
    return [re.sub(r"\D", "", node.get_text()) for node in tree.select("a.footnote-reference")]


@pytest.mark.parametrize("name", CHAPTERS)
def test_notes_of_page_notebook_and_table(name, page, notebook):
    claims = tables.load("claims")
    expected = [str(note) for note in claims.note[claims.chapter == name].dropna()]
    assert marked(page(name)) == expected, name
    listed = {
        re.sub(r"\D", "", node.select_one(".label").get_text()): squeeze(node.get_text())
        for node in page(name).select("aside.footnote")
    }
    text = prose(notebook(name))
    assert re.findall(r"<sup>(\d+)</sup>", text) == expected, name
    assert sorted(re.findall(r"(?m)^\*\*(\d+)\*\* ", text), key=int) == sorted(expected, key=int), (
        name
    )
    plain = squeeze(re.sub(r"\[|\]\(<[^>]*>\)|\]\([^)]*\)|<(?!http)[^>]*>", "", text))
    for number in expected:
        said = squeeze(str(notes.note(int(number)).text()))
        assert said in listed[number], f"{name}: note {number} on the page"
        assert said in plain, f"{name}: note {number} in the notebook"


@pytest.mark.parametrize("name", CHAPTERS)
def test_notes_of_epub_and_page(name, page, chapter_of_epub):
    tree = chapter_of_epub(name)
    found = [
        re.sub(r"\D", "", node.get_text()) for node in tree.find_all(attrs={"epub:type": "noteref"})
    ]
    assert found == marked(page(name)), name
    text = squeeze(tree.get_text())
    for number in found:
        assert squeeze(str(notes.note(int(number)).text())) in text, f"{name}: note {number}"


@pytest.mark.parametrize("name", [*CHAPTERS, *EVIDENCE])
def test_values_of_page_notebook_and_table(name, page, notebook, paper):
    rows = values.rows()
    words = comparisons.judged().set_index("comparison").verdict  # a verdict's word in the text
    expected = [
        words[key] if key in words else values.show(rows[key])
        for key in re.findall(r"\{glue\}`(\w+)`", source(name))
    ]
    shown = [
        node.get_text() for node in page(name).select("a.value") if not node.find_parent("table")
    ]
    assert shown == expected, name
    text = prose(notebook(name)).replace(r"\$", "$")
    missing = [value for value in expected if value not in text or squeeze(value) not in paper]
    assert not missing, name


@pytest.mark.parametrize("name", [*CHAPTERS, *EVIDENCE])
def test_values_of_epub_and_page(name, page, chapter_of_epub):
    text = squeeze(chapter_of_epub(name).get_text())
    assert all(squeeze(node.get_text()) in text for node in page(name).select("a.value"))


def heads(tree) -> list[str]:
    return [
        " ".join(re.sub("[#¶]$", "", node.get_text()).split())
        for node in tree.select("h1, h2, h3, h4")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_headings_of_page_notebook_and_pdf(name, page, notebook, paper):
    prose_only = re.sub(r"^```.*?^```$", "", source(name), flags=re.S | re.M)
    expected = [squeeze(words) for words in re.findall(r"^#+ (.*)$", prose_only, flags=re.M)]
    assert [squeeze(words) for words in heads(page(name))] == expected, (
        f"{name}: {heads(page(name))}"
    )
    if notebook(name) is not None:
        assert [
            squeeze(words)
            for words in re.findall(r"^#+ (.*)$", prose(notebook(name)), flags=re.M)
            if words != "Notes"  # stands above the notes, which on a page are told by their look
        ] == [words for words in expected if words != squeeze("Notes")], name
    assert not [words for words in expected if words not in paper], name


@pytest.mark.parametrize("name", PAGES)
def test_headings_of_epub_and_page(name, page, chapter_of_epub):
    assert [squeeze(words) for words in heads(chapter_of_epub(name))] == [
        squeeze(words) for words in heads(page(name))
    ]


MARKS = ["footnote-reference", "claim-link", "claim-verdict", "emendation"]


def claimed(tree) -> dict[str, str]:
    """Return the text of each claim by its id, without the marks of notes, the verdict and the
    claim's link to itself.
    """
    found = {}
    for span in tree.select("span.claim"):
        text = "".join(
            part for part in span.find_all(string=True) if not part.find_parent("a", class_=MARKS)
        )
        found[span["id"]] = squeeze(text)
    return found


@pytest.mark.parametrize("name", CHAPTERS)
def test_claims_of_page_notebook_and_pdf(name, page, notebook, paper):
    expected = {claim.lower(): squeeze(text) for claim, text in spans(name).items()}
    assert claimed(page(name)) == expected
    text = prose(notebook(name))
    assert re.findall(r"<small>(\w\d\d)</small>", text) == list(spans(name)), name
    plain = squeeze(re.sub(r"<sup>.*?</sup>|<[^>]*>|\]\([^)]*\)", "", text))
    for claim, words in expected.items():
        assert words in plain, f"{claim} in the notebook"
        said = spans(name)[claim.upper()].split()
        ends = (
            squeeze(" ".join(said[:6])),
            squeeze(" ".join(said[-6:])),
        )  # a page may end within one of the two
        assert any(words in paper for words in ends), f"{claim} in the PDF"


@pytest.mark.parametrize("name", CHAPTERS)
def test_claims_of_epub_and_page(name, page, chapter_of_epub):
    tree = chapter_of_epub(name)
    for mark in tree.find_all(attrs={"epub:type": "noteref"}):
        mark.extract()
    text = squeeze(tree.get_text())
    assert all(words in text for words in claimed(page(name)).values())


def test_references_of_page_notebook_pdf_and_bibliography(page, notebook, paper):
    keys = set(notes.entries())
    assert {
        node["id"].removeprefix("ref-")
        for node in page("bibliography").select("ul.bibliography > li")
    } == keys
    assert {
        node["id"].removeprefix("ref-")
        for tree in html(notebook("bibliography"))
        for node in tree.select("ul.bibliography > li")
    } == keys
    titles = {key: entry.fields["title"] for key, entry in notes.entries().items()}
    assert not [key for key, title in titles.items() if squeeze(title) not in paper]


def test_references_of_epub_and_bibliography(chapter_of_epub):
    text = squeeze(chapter_of_epub("bibliography").get_text())
    assert not [
        key for key in notes.entries() if squeeze(notes.entries()[key].fields["title"]) not in text
    ]


CALLED = re.compile(r"(?:url\(|@import)\s*['\"(]?(?:url\()?((?:https?:)?//[^)'\"; ]+)")


def _loaded(node) -> list[str]:
    """Return the addresses of other hosts that a browser loads for an element."""
    if node.name == "link" and {"canonical", "license", "author"} & set(node.get("rel", [])):
        return []
    loads = [
        value
        for key, value in node.attrs.items()
        if key in LOADING or (key == "href" and node.name in ("link", "image", "use"))
    ]
    styles = [node.get("style", ""), (node.string or "") if node.name == "style" else ""]
    addresses = [str(value) for value in loads if re.match(r"(?:https?:)?//", str(value))]
    return addresses + [found for text in styles for found in CALLED.findall(text)]


def test_a_page_calls_no_other_host(site):
    """Nothing that a browser loads by itself comes from elsewhere."""
    called = []
    for path in sorted(site.rglob("*.html")):
        tree = BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")
        called += [f"{path}: {found}" for node in tree.find_all(True) for found in _loaded(node)]
    for path in sorted(site.rglob("*.css")):
        called += [f"{path}: {found}" for found in CALLED.findall(path.read_text("utf-8"))]
    assert not called
