"""The EPUB: valid, the same bytes each time, nothing from outside, and the same text, notes and
figures as the pages.
"""

import copy
import io
import zipfile
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from reading import CHAPTERS, ROOT, spans

from edition.book.soundness import prose
from edition.outputs import epub, packing, pages
from edition.tables.citation import citation

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def path(site):
    return site / "downloads" / "edition.epub"


@pytest.fixture(scope="module")
def members(path):
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def package(members):
    return ElementTree.fromstring(members["EPUB/package.opf"])


@pytest.fixture(scope="module")
def trees(members):
    """Each XHTML file as a tree, by its name without ending; a file that is not well-formed fails
    here.
    """
    return {
        name[5:-6]: ElementTree.fromstring(content)
        for name, content in members.items()
        if name.endswith(".xhtml")
    }


@pytest.fixture(scope="module")
def order(package):
    """The names of the files in reading order."""
    files = {
        item.get("id"): item.get("href").removesuffix(".xhtml")
        for item in package.iter(f"{OPF}item")
    }
    return [files[item.get("idref")] for item in package.iter(f"{OPF}itemref")]


def words(node) -> str:
    return prose.quotes("".join(node.itertext())).strip()


def test_the_container_is_as_the_format_wants_it(path):
    with zipfile.ZipFile(path) as packed:
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type, packed.read(first)) == (
            "mimetype",
            zipfile.ZIP_STORED,
            b"application/epub+zip",
        )
        assert {item.date_time for item in packed.infolist()} == {packing.DAY}
    assert path.stat().st_size < 1_500_000


def test_the_same_pages_give_the_same_bytes(path, site, order, tmp_path):
    names = [name for name in order if (site / "chapters" / f"{name}.html").exists()]
    epub.make(
        pages.texts(site / "chapters", names),
        citation(ROOT),
        tmp_path / "again.epub",
        ROOT,
        site / "_static",
    )
    assert (tmp_path / "again.epub").read_bytes() == path.read_bytes()


def test_reading_order_is_that_of_the_table_of_contents(order, trees):
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [
        contents["root"],
        *(chapter["file"] for part in contents["parts"] for chapter in part["chapters"]),
    ]
    names = [file.removeprefix("chapters/") for file in files]
    assert order == ["cover", "title", "nav", *names]
    listed = [
        link.get("href") for link in trees["nav"].iter(f"{XHTML}a") if TYPE not in link.attrib
    ]
    assert [name.removesuffix(".xhtml") for name in listed if "#" not in name] == names


MARKS = {"claim-verdict", "emendation"}  # the editors’ own, within a statement


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_claim_is_there_word_for_word(chapter, trees):
    found = {
        node.get("id"): node
        for node in trees[chapter].iter(f"{XHTML}span")
        if node.get("class") == "claim"
    }
    assert len(found) == len(spans(chapter))
    for claim, text in spans(chapter).items():
        node = copy.deepcopy(found[f"{chapter}-{claim.lower()}"])
        for mark in node.iter(f"{XHTML}a"):
            if mark.get(TYPE) == "noteref" or MARKS & set(mark.get("class", "").split()):
                mark.text = ""
        assert words(node) == prose.quotes(text), claim


def test_fifty_notes_have_the_article_s_numbers_and_the_pages_text(trees, soup):
    numbers = []
    for chapter in CHAPTERS:
        ids = {node.get("id"): node for node in trees[chapter].iter() if node.get("id")}
        texts = [
            " ".join(note.select_one("p").get_text().split())
            for note in soup(f"chapters/{chapter}.html").select("aside.footnote")
        ]
        marks = [node for node in trees[chapter].iter(f"{XHTML}a") if node.get(TYPE) == "noteref"]
        for mark, text in zip(marks, texts, strict=True):
            note = ids[mark.get("href").removeprefix("#")]
            assert (mark.get("role"), note.get("role"), note.get(TYPE)) == (
                "doc-noteref",
                "doc-footnote",
                "footnote",
            )
            assert words(note) == prose.quotes(f"{words(mark)} {text}")
            assert note.find(f".//{XHTML}a").get("href") == f"#{mark.get('id')}"
            numbers.append(int(words(mark)))
    assert numbers == list(range(1, 51))


def test_figures_and_their_alternative_texts_are_those_of_the_pages(trees, order, soup, site):
    drawn = 0
    for name in order:
        if not (site / "chapters" / f"{name}.html").exists():
            continue
        texts = [
            (picture[0].text, picture[1].text)
            for picture in trees[name].iter("{http://www.w3.org/2000/svg}svg")
            if picture.get("class") == "chart-wide"  # those of the first page are small
        ]
        wide = soup(f"chapters/{name}.html").select("svg.chart-wide")
        assert texts == [
            (node.find("title").get_text(), node.find("desc").get_text()) for node in wide
        ]
        assert all(len(description) > 40 for _, description in texts)
        drawn += len(texts)
    assert drawn >= 3


def test_colours_need_no_style_sheet(members):
    assert not [
        name
        for name, content in members.items()
        if name.endswith(".xhtml") and b"var(--" in content
    ]


def test_every_table_has_a_caption_and_headers(trees):
    tables = [
        (name, table)
        for name, tree in trees.items()
        for table in tree.iter(f"{XHTML}table")
        if table.get("class") == "data-table"
    ]
    assert tables
    for name, table in tables:
        assert table.find(f"{XHTML}caption") is not None, name
        assert all(
            cell.get("scope") == "col" for cell in table.findall(f"{XHTML}thead//{XHTML}th")
        ), name
        assert all(
            row[0].get("scope") == "row" for row in table.findall(f"{XHTML}tbody/{XHTML}tr")
        ), name


def test_every_language_mark_of_the_pages_is_there(trees, order, site):
    marked = 0
    for name in order:
        page = site / "chapters" / f"{name}.html"
        if page.exists():
            article = BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib").select_one(
                "article.bd-article"
            )
            for node in article.select(pages.DROPPED):
                node.decompose()
            found = [
                node.get(LANGUAGE)
                for node in trees[name].iter()
                if node.get("lang") and node.tag != f"{XHTML}html"
            ]
            assert found == [node["lang"] for node in article.select("[lang]")]
            marked += len(found)
    assert marked


def test_links_lead_somewhere_and_nothing_comes_from_outside(trees, members):
    ids = {name: {node.get("id") for node in tree.iter()} for name, tree in trees.items()}
    for name, tree in trees.items():
        for node in tree.iter():
            source = node.get("src")
            assert source is None or f"EPUB/{source}" in members, source
            href = node.get("href", "")
            if node.tag == f"{XHTML}a" and not href.startswith(("http://", "https://")):
                file, _, fragment = href.partition("#")
                target = file.removesuffix(".xhtml") or name
                assert target in ids, href
                assert not fragment or fragment in ids[target], href
            assert node.tag != f"{XHTML}script"
    assert b"//" not in members["EPUB/style.css"]


def test_the_fonts_have_every_letter_and_the_figures_that_the_style_asks_for(members, trees):
    fonts = {
        name[11:-6]: TTFont(io.BytesIO(content))
        for name, content in members.items()
        if name.endswith(".woff2")
    }
    drawn = set().union(*(font.getBestCmap() for font in fonts.values()))
    assert {
        letter
        for tree in trees.values()
        for letter in words(tree)
        if ord(letter) not in drawn and not letter.isspace()
    } == set()
    assert b"font-variant-numeric: oldstyle-nums" in members["EPUB/style.css"]
    for name in ("serif", "serif-italic", "serif-semibold"):
        assert "onum" in {
            record.FeatureTag for record in fonts[name]["GSUB"].table.FeatureList.FeatureRecord
        }, name


def test_every_file_is_listed_and_every_font_is_used(package, members):
    listed = {f"EPUB/{item.get('href')}" for item in package.iter(f"{OPF}item")}
    assert listed == set(members) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    fonts = [name.removeprefix("EPUB/") for name in members if name.endswith(".woff2")]
    assert fonts
    assert all(
        f"url({name})".encode() in members["EPUB/style.css"]
        and members[f"EPUB/{name}"].startswith(b"wOF2")
        for name in fonts
    )


def test_metadata_is_that_of_the_citation_file(package):
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

    def values(name):
        return [node.text for node in package.iter(DC + name)]

    def properties(name):
        return [node.text for node in package.iter(f"{OPF}meta") if node.get("property") == name]

    assert values("title") == [said["title"]]
    assert values("creator") == [author["name"] for author in said["authors"]]
    assert values("date") == [str(said["date-released"])]
    assert values("description") == [said["abstract"].strip()]
    assert values("subject") == said["keywords"]
    assert values("source") == [said["references"][0]["url"]]
    assert values("language") == ["en-GB"]
    assert properties("dcterms:modified") == [f"{said['date-released']}T00:00:00Z"]
    assert properties("schema:version") == [str(said["version"])]
    for name in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    ):
        assert properties(f"schema:{name}"), name


def test_no_conformance_is_claimed_that_nobody_certifies(package):
    """CONTRIBUTING says why none is claimed."""
    said = {node.get("property"): node.text for node in package.iter(f"{OPF}meta")}
    claims = [
        node.get("property") or node.get("rel")
        for kind in ("meta", "link")
        for node in package.iter(OPF + kind)
        if "conformsTo" in str(node.attrib) or "certifiedBy" in str(node.attrib)
    ]
    assert claims == []
    assert "No conformance" in said["schema:accessibilitySummary"]
