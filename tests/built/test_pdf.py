"""The PDF files, read as they are handed out: text, notes, pages, figures, index, fonts, tags.

Two programs by others judge them: page-validation, and outloud. How they are set is looked at, too.
"""

import csv
import re
from collections import Counter
from datetime import date
from itertools import pairwise

import outloud
import page as page_validation
import pikepdf
import pymupdf
import pytest
import yaml
from reading import ROOT

from edition.judgement import comparisons
from edition.outputs import pages as page_reader
from edition.outputs import typeset
from edition.tables import DataError

CURVES = ".chart[id$=-curve]"  # figures of all specifications of a test; on paper they are told
FILES = ("edition", "edition-reading")
SCREEN = """.cell_input, .boxes, .backrefs, .fn-bracket, .chart-small, hr,
summary, svg, .chart-curve .chart-note, table.paper-name tr,
table.entries thead th:first-child"""
ARTICLE = ("introduction", "theory", "soft_power", "economic_power", "military_power", "conclusion")
HEAVIEST, MOST_PAGES = 1_500_000, {"edition": 160, "edition-reading": 40}
# Points, as _templates/typst/edition.typ has them: letters of the text, and the type area from the
# upper left corner.
BODY, LEFT, MEASURE, RIGHT, TOP, BOTTOM = 10.5, 85.04, 331.66, 521.6, 79.37, 762.5
LINE = 17.5  # from one line of the text to the next is less, from a paragraph to the next more
TITLE = 18  # letters that are larger are those of chapters
HEADING = 10.9  # letters that are larger are those of headings


def pages_of(site) -> dict[str, str]:
    """Return the built pages in the order of _toc.yml."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [
        contents["root"],
        *(chapter["file"] for part in contents["parts"] for chapter in part["chapters"]),
    ]
    return {
        name.split("/")[1]: (site / f"{name}.html").read_text(encoding="utf-8") for name in files
    }


def squeeze(text: str) -> str:
    """Return the letters and digits only: lines, hyphens and spaces fall differently on paper."""
    return re.sub(r"\W|_", "", text)


@pytest.fixture(scope="module")
def metadata():
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=FILES)
def path(request, site):
    return site / "downloads" / f"{request.param}.pdf"


@pytest.fixture(scope="module")
def drawings(path, soup, site):
    """The SVG of each page of an edition that is drawn on paper, too."""
    return [
        drawing
        for name in (pages_of(site) if path.stem == "edition" else ARTICLE)
        for drawing in soup(f"chapters/{name}.html").select(
            ".chart:not([id$=-curve]) svg.chart-wide"
        )
    ]


@pytest.fixture(scope="module")
def pdf(path):
    with pikepdf.open(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def spans(path):
    """The pieces of text of each page, in their order: size, font, text, bbox and origin."""
    with pymupdf.open(path) as opened:
        read = [
            opened_page.get_text("dict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)
            for opened_page in opened
        ]
    return [
        [span for block in found["blocks"] for line in block["lines"] for span in line["spans"]]
        for found in read
    ]


@pytest.fixture(scope="module")
def tree(pdf):
    return list(elements(pdf.Root.StructTreeRoot.K))


def elements(node):
    """Walk the structure tree below a node, in order."""
    if isinstance(node, pikepdf.Array):
        for part in node:
            yield from elements(part)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from elements(node.K)


def body(page: list[dict]) -> list[dict]:
    """Return the pieces of running text of a page."""
    return [span for span in page if abs(span["size"] - BODY) < 0.1 and "Serif" in span["font"]]


def body_lines(page: list[dict]) -> list[tuple[float, str]]:
    """Return the lines of running text of a page, from its top: height and words."""
    lines = {}
    for span in body(page):
        if span["text"].strip():
            lines.setdefault(round(span["origin"][1]), []).append(span["text"])
    return [(height, "".join(lines[height]).strip()) for height in sorted(lines)]


def linked(pdf):
    """Yield each link within the file: number of its page, link, page that it leads to."""
    number = {page.objgen: count for count, page in enumerate(pdf.pages, 1)}
    names = list(pdf.Root.Names.Dests.Names) if "/Dests" in pdf.Root.get("/Names", {}) else []
    named = {str(name): place for name, place in zip(names[::2], names[1::2], strict=True)}
    for count, page in enumerate(pdf.pages, 1):
        for link in page.get("/Annots", []):
            if "/Dest" in link:
                goal = link.Dest if isinstance(link.Dest, pikepdf.Array) else named[str(link.Dest)]
                goal = goal.D if isinstance(goal, pikepdf.Dictionary) else goal
                yield count, link, number[goal[0].objgen]


def under(pdf, page: int, link, spans: list[dict]) -> str:
    """Return the words that a link covers."""
    height = float(pdf.pages[page - 1].mediabox[3])
    quads = [float(value) for value in link.get("/QuadPoints", [])] or [
        float(link.Rect[place]) for place in (0, 1, 2, 1, 2, 3, 0, 3)
    ]
    boxes = [
        (min(q[::2]), height - max(q[1::2]), max(q[::2]), height - min(q[1::2]))
        for q in (quads[k : k + 8] for k in range(0, len(quads), 8))
    ]
    found = []
    for x0, y0, x1, y1 in boxes:
        for span in spans:
            a0, b0, a1, b1 = span["bbox"]
            if a1 > x0 and a0 < x1 and y0 - 1 <= (b0 + b1) / 2 <= y1 + 1:
                share = len(span["text"]) / max(a1 - a0, 0.1)
                found.append(
                    span["text"][max(0, round((x0 - a0) * share)) : round((x1 - a0) * share)]
                )
    return " ".join(" ".join(found).split())


# What the judges say.


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_2A"])
def test_page_validation_passes_it(path, profile):
    """It takes a stream that ends with a line end for one too long: lengths are counted here."""
    judge = getattr(page_validation.ValidationProfile, profile)
    failures = page_validation.validate_pdf(str(path), profile=judge).failures
    assert [found for found in failures if found.rule_id != "PDFA2A-STREAM-LENGTH-001"] == []
    if failures:
        content = path.read_bytes()
        streams = list(re.finditer(rb"/Length (\d+)\b[^>]*>>\s*stream\r?\n", content))
        ends = [stream.end() + int(stream[1]) for stream in streams]
        assert len(ends) > 10
        assert [end for end in ends if not content[end:].startswith(b"\nendstream")] == []
        assert [end for end in ends if content[end - 1 : end] in (b"\r", b"\n")]


def test_outloud_finds_no_error(path, soup, site):
    """Heads of tables that are printed again on the next page are artefacts by right.

    They were read once, with the table. outloud takes one of eight words and more for lost text
    (TAG-002).
    """
    heads = {
        squeeze(row.get_text())
        for name in pages_of(site)
        for row in soup(f"chapters/{name}.html").select("thead tr")
    }
    errors = [
        found
        for found in outloud.check(str(path)).findings
        if str(found.severity).lower().endswith("error")
    ]
    repeated = [
        found
        for found in errors
        if found.rule == "TAG-002"
        and found.evidence
        and any(head.startswith(squeeze(found.evidence)) for head in heads)
    ]
    assert [found for found in errors if found not in repeated] == []


# What it says.


@pytest.mark.parametrize("chapter", ARTICLE)
def test_every_claim_is_printed_to_the_letter(chapter, soup, spans):
    """Marks of notes are numbers here and there; the pages that references tell are left out."""
    text = re.sub(
        r"p\d+", "", squeeze("".join(span["text"] for page in spans for span in body(page)))
    )
    claims = soup(f"chapters/{chapter}.html").select(".claim")
    assert len(claims) > 8
    for claim in claims:
        plain = "".join(
            part
            for part in claim.find_all(string=True)
            if not part.find_parent("a", class_=["claim-link", "claim-verdict", "emendation"])
        )
        assert re.sub(r"p\d+", "", squeeze(plain)) in text, claim["id"]


def test_each_word_of_a_page_is_on_its_paper_as_often(site):
    """But for code, aids of a screen, and drawings; a line's end may divide a word."""
    with pymupdf.open(site / "downloads" / "edition.pdf") as opened:
        starts = [place for level, _, place in opened.get_toc() if level == 1]
        area = pymupdf.Rect(0, TOP - 15, 600, BOTTOM + 15)  # without what runs at head and foot
        texts = [page.get_text(clip=area) for page in opened]
    lost = {}
    for (name, html), (first, last) in zip(pages_of(site).items(), pairwise(starts), strict=True):
        article = page_reader.article(html, page_reader.DROPPED)
        for node in article.cssselect(SCREEN):
            node.drop_tree()
        for block in article.iter("p", "li", "td", "th", "dt", "dd", "div", "br", "caption"):
            block.tail = f" {block.tail or ''}"
        paper = "".join(texts[first - 1 : last])
        lasts = (re.search(r"(\w+)[-\xad\u2010]\s*$", text) for text in texts[first - 1 : last])
        divided = tuple(found[1] for found in lasts if found)  # at the end of a page
        words = Counter(
            re.findall(r"[^\W_]+", re.sub("[\xad\u200b\u2060]", "", article.text_content()))
        )
        there = Counter(re.findall(r"[^\W_]+", re.sub("[-\xad\u2010]\n|[\u200b\u2060]", "", paper)))
        closed = squeeze(paper)
        lost[name] = {
            word: count
            for word, count in words.items()
            if there[word] + word.startswith(divided) < count and closed.count(word) < count
        }
    assert {name: words for name, words in lost.items() if words} == {}


def test_fifty_notes_stand_on_the_page_of_their_mark(pdf, spans, soup):
    marks = {
        int(str(link.Contents).split()[1]): (page, goal)
        for page, link, goal in linked(pdf)
        if str(link.Contents).startswith("Footnote ")
    }
    assert sorted(marks) == list(range(1, 51))
    assert {number: pages for number, pages in marks.items() if pages[0] != pages[1]} == {}
    small = [
        squeeze("".join(span["text"] for span in page if span["size"] < BODY - 1)) for page in spans
    ]
    for chapter in ARTICLE:
        for note in soup(f"chapters/{chapter}.html").select("aside.footnote"):
            number = int(re.search(r"\d+", note.select_one(".label").get_text())[0])
            words = squeeze(note.select_one("p").get_text())[:30]
            assert words in small[marks[number][0] - 1], number


def test_the_bibliography_tells_the_page_of_each_note_and_remark(pdf, spans, path):
    marks = {
        str(link.Contents).split()[1]: str(page)
        for page, link, _ in linked(pdf)
        if str(link.Contents).startswith("Footnote ")
    }
    text = re.sub(r"\s+", " ", " ".join(span["text"] for page in spans for span in page))
    told = re.findall(r"note (\d+) \(p\. (\d+)\)", text)
    assert {(number, page) for number, page in told if marks[number] != page} == set()
    remarks = set(re.findall(r"remark on ([A-Z]\d\d) \(p\. (\d+)\)", text))
    headed = [
        number
        for number, page in enumerate(spans, 1)
        if "editorsnote" in squeeze("".join(span["text"] for span in page)).lower()
    ]
    over = {number + 1 for number in headed}  # a note of several remarks may go on
    assert {int(page) for _, page in remarks} <= over.union(headed)
    assert bool(told) == bool(remarks) == (path.stem == "edition")


def test_each_note_leads_back_to_its_mark(pdf):
    back = [
        (page, goal)
        for page, link, goal in linked(pdf)
        if re.fullmatch(r"\d{1,2}", str(link.Contents))
    ]
    assert len(back) >= 50


def test_references_tell_the_page(pdf, spans, path):
    """Contents, index and prose: the number printed is that of the page that the link leads to."""
    wrong, told = [], 0
    for page, link, goal in linked(pdf):
        words = under(pdf, page, link, spans[page - 1])
        number = re.search(r"” page (\d+)$", str(link.Contents)) or re.search(
            r"\(p\.\s?(\d+)\)$|, p\.\s?(\d+)$", words
        )
        if number:
            told += 1
            if not str(goal).startswith(number[number.lastindex]):  # a box may cut a figure off
                wrong.append((page, words, goal))
    assert not wrong
    assert told > (500 if path.stem == "edition" else 25)


def test_a_value_of_the_article_leads_to_the_row_of_what_was_rebuilt(site, soup):
    """The table of all quantities is on its page only."""
    with (
        pymupdf.open(site / "downloads" / "edition.pdf") as opened,
        pikepdf.open(site / "downloads" / "edition.pdf") as pdf,
    ):
        starts = {title: place for _, title, place in opened.get_toc()}
        rows = range(starts["Published and rebuilt"], starts["Appendix B. Notes"] + 1)
        chapters = range(starts["Introduction"], starts["The claims against open data"])
        led = [page for page, _, goal in linked(pdf) if page in chapters and goal in rows]
    values = [
        value
        for chapter in ARTICLE
        for value in soup(f"chapters/{chapter}.html").select('a.value[href^="data.html#"]')
    ]
    assert len(led) >= len(values) > 50  # a link over two lines is two


def test_a_reference_without_a_goal_names_the_complete_edition(spans, path):
    text = squeeze("".join(span["text"] for page in spans for span in page))
    named = squeeze("(see “Russian support”, complete edition)")
    assert (named in text) == (path.stem == "edition-reading")


def test_references_that_tell_their_page_are_divided_by_semicolons(spans):
    text = " ".join(span["text"] for page in spans for span in page)
    assert not re.findall(r"p\.\s*\d+\s*,\s*[A-Z]\d\d\s*,\s*p\.", text)


def test_no_link_leads_to_a_file_that_only_the_site_has(pdf):
    links = [link for page in pdf.pages for link in page.get("/Annots", [])]
    outward = [str(link.A.URI) for link in links if "/URI" in link.get("/A", {})]
    assert [address for address in outward if not address.startswith("http")] == []


def test_the_index_leads_to_each_page_of_each_name(site):
    with (ROOT / "data" / "article" / "names.csv").open(encoding="utf-8", newline="") as file:
        names = list(csv.DictReader(file))
    with (
        pymupdf.open(site / "downloads" / "edition.pdf") as opened,
        pikepdf.open(site / "downloads" / "edition.pdf") as pdf,
    ):
        texts = [" ".join(page.get_text().replace("-\n", "").split()) for page in opened]
        last = next(place for _, title, place in opened.get_toc() if title == "Index of names") - 1
        index = " ".join(text for text in texts[last:])
        for row in names:
            assert squeeze(row["heading"]) in squeeze(index), row["heading"]
        links = [
            (re.fullmatch(r"page (\d+)", str(link.Contents)), goal)
            for page, link, goal in linked(pdf)
            if page > last + 1 or page == last + 1 and link.Rect[1] < 700
        ]
        goals = [(told[1], goal) for told, goal in links if told]
    assert len(goals) > 100
    assert [(told, goal) for told, goal in goals if int(told) != goal] == []
    told = re.sub(r"\s+", " ", re.sub(r"(?<=\d),\s+", ",", index))
    wrong = {}
    for row in names:
        found = re.search(rf"{re.escape(row['heading'])}\s+((?:\d+,?)+)", told)
        forms = [squeeze(form) for form in row["forms"].split("|")]
        wrong[row["heading"]] = [
            page
            for page in found[1].split(",")
            if not any(form in squeeze(texts[int(page) - 1]) for form in forms)
        ]
    assert {name: pages for name, pages in wrong.items() if pages} == {}


def test_imprint_says_version_date_licence_and_how_to_cite(spans, metadata):
    imprint = squeeze("".join(span["text"] for span in spans[1]))
    day = date.fromisoformat(str(metadata["date-released"]))
    told = (
        metadata["version"],
        metadata["title"],
        metadata["authors"][0]["name"],
        metadata["references"][0]["url"],
    )
    for words in (*told, "CC BY 4.0", "MIT", f"{day.day} {day:%B %Y}"):
        assert squeeze(words) in imprint, words


def test_the_reading_edition_has_the_tests_and_what_it_cites(site, soup):
    with pymupdf.open(site / "downloads" / "edition-reading.pdf") as opened:
        text = squeeze("".join(page.get_text() for page in opened))
    judged = comparisons.judged()
    questions = list(judged.question[judged.estimate.notna()])
    assert len(questions) > 10
    assert [question for question in questions if squeeze(question) not in text] == []
    assert "Bibliography" in text
    bibliography = soup("chapters/bibliography.html")
    cited = {
        bibliography.find(id=link["href"].partition("#")[2])
        for chapter in ARTICLE
        for link in soup(f"chapters/{chapter}.html").select('a[href^="bibliography.html#"]')
    }
    assert len(cited) > 100
    assert [entry for entry in cited if squeeze(entry.get_text())[:60] not in text] == []


# What it is.


def test_it_is_light_and_short(path, pdf):
    assert path.stat().st_size < HEAVIEST
    assert len(pdf.pages) <= MOST_PAGES[path.stem]


def test_each_file_has_an_identifier_of_its_own(site):
    found = set()
    for name in FILES:
        with pikepdf.open(site / "downloads" / f"{name}.pdf") as opened:
            found.add(bytes(opened.trailer.ID[0]))
    assert len(found) == len(FILES)


def test_it_says_what_it_is(pdf, metadata):
    with pdf.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"] == metadata["title"]
    assert str(pdf.docinfo["/Author"]) == metadata["authors"][0]["name"]
    assert str(pdf.docinfo["/Subject"]) == metadata["abstract"]
    assert str(pdf.docinfo["/CreationDate"])[2:10] == str(metadata["date-released"]).replace(
        "-", ""
    )
    assert str(pdf.Root.Lang) == "en-GB"
    assert "/PageLabels" in pdf.Root


def test_bookmarks_name_the_chapters(pdf, soup):
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    for chapter in ARTICLE:
        heading = soup(f"chapters/{chapter}.html").select_one("article h1")
        assert heading.find(string=True).strip() in titles


def test_fonts_are_embedded_and_those_of_the_edition(pdf):
    names = set()
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            names.add(re.sub(r"^/\w+\+|-[\w-]+$", "", str(font.BaseFont)))
    assert names == {"SourceSerifPro", "SourceSansPro", "NotoSansSCThin"}


def test_figures_stand_whole_with_alternative_text_and_words_in_the_face_of_the_edition(
    tree, drawings, path
):
    drawn = [drawing.select_one("desc").get_text().strip() for drawing in drawings]
    figures = [node for node in tree if node.S == "/Figure"]
    assert len(figures) == len(drawn) >= (40 if path.stem == "edition" else 6)
    told = [str(node.Alt) for node in figures]
    assert [words for words in drawn if not any(words in alt for alt in told)] == []
    for node in figures:
        left, low, right, high = (float(side) for side in node.A[0].BBox)
        assert LEFT - 1 <= left < right <= RIGHT + 1
        assert 0 < low < high <= 841.9 - TOP + 1


def test_marks_of_a_drawing_are_printed(site, soup):
    votes = soup("chapters/evidence_votes.html").select_one("#chart-ukraine-votes")
    title = squeeze(votes.select_one(".chart-title").get_text())
    with pymupdf.open(site / "downloads" / "edition.pdf") as opened:
        (found,) = (page for page in opened if title in squeeze(page.get_text()))
        head, *_ = found.search_for(votes.select_one(".chart-title").get_text().strip())
        foot, *_ = found.search_for(votes.select_one(".chart-source").get_text().split(" (")[0])
        marks = [mark for mark in found.get_drawings() if head.y1 < mark["rect"].y0 < foot.y0]
    assert len(marks) >= len(votes.select("svg.chart-wide :is(path, circle)")) > 20


def test_drawings_have_the_colours_of_light_paper(drawings, path):
    """A colour that Typst does not understand would be black."""
    meant = set(re.findall(r"var\(--chart-\w+, ?(#\w{6})\)", "".join(map(str, drawings))))
    with pymupdf.open(path) as opened:
        inks = {
            mark[part]
            for page in opened
            for mark in page.get_drawings()
            for part in ("color", "fill")
        }
    seen = {"#" + "".join(f"{round(part * 255):02x}" for part in ink) for ink in inks if ink}
    assert len(meant) > 6
    assert meant <= seen


def test_specifications_are_told_and_their_file_is_named(site, soup):
    with pymupdf.open(site / "downloads" / "edition.pdf") as opened:
        text = squeeze("".join(page.get_text() for page in opened))
    curves = [
        curve for name in pages_of(site) for curve in soup(f"chapters/{name}.html").select(CURVES)
    ]
    assert len(curves) > 20
    for curve in curves:
        file = site / "downloads" / "figures" / f"{curve['id'].removeprefix('chart-')}.csv"
        assert file.exists()
        for words in (curve.select_one("desc").get_text(), str(file.relative_to(site))):
            assert squeeze(words) in text, words


def test_what_paper_leaves_to_a_page_is_named(site, soup):
    with pymupdf.open(site / "downloads" / "edition.pdf") as opened:
        text = squeeze("".join(page.get_text() for page in opened))
    left = set()
    for name in pages_of(site):
        for caption in soup(f"chapters/{name}.html").select("table.paper-name > caption"):
            rows = len(caption.parent.select("tbody tr"))
            said = f"{caption.get_text()}: {rows} rows, not on paper but on the page "
            said += f"chapters/{name}.html"
            assert squeeze(said) in text
            left.add(caption.get_text())
    assert left == {
        "Every result that the edition states",
        "Every quantity that the article states",
        "Acts whose kind is in doubt",
        "Searches for what is unknown",
        "Pages that only tables quote",
        "Corrections",
    }


def test_lists_tables_and_notes_are_tagged(tree, path):
    kinds = {}
    for node in tree:
        kinds.setdefault(str(node.S), []).append(node)
    assert {str(child.S) for node in kinds["/LI"] for child in node.K} <= {"/Lbl", "/LBody"}
    assert all("/Lbl" in [str(child.S) for child in elements(node.K)] for node in kinds["/Note"])
    assert len({str(node.ID) for node in kinds["/Note"]}) == 50
    assert all(child.S in ("/TH", "/TD") for node in kinds["/TR"] for child in node.K)
    # A table over several pages is one, and has one head.
    assert len(kinds["/THead"]) == len(kinds["/Table"])
    assert len(kinds["/Table"]) >= (80 if path.stem == "edition" else 3)
    levels = [int(str(node.S)[2]) for node in tree if re.fullmatch("/H[1-6]", str(node.S))]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def test_foreign_words_say_their_language(pdf):
    said = set()
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary):
                said.add(str(operands[1].get("/Lang", "")))
    assert {"ru", "zh", "be", "fr"} <= said
    assert said <= {"", "en-GB", "ru", "zh", "be", "fr", "en", "pl", "it", "de", "uk"}


# How it is set.


def test_nothing_stands_outside_the_type_area(spans):
    out = [
        (number, span["text"])
        for number, page in enumerate(spans, 1)
        for span in page
        if span["text"].strip()
        and not LEFT - 1.5 <= span["bbox"][0] <= span["bbox"][2] <= RIGHT + 3
    ]
    assert not out


def test_lines_have_sixty_to_seventy_five_letters(spans):
    """Half of the full lines of running text, and more, have."""
    full = []
    for page in spans:
        lines = {}
        for span in body(page):
            lines.setdefault(round(span["origin"][1]), []).append(span)
        for line in lines.values():
            if (
                min(span["bbox"][0] for span in line) < LEFT + 1
                and max(span["bbox"][2] for span in line) > LEFT + MEASURE - 3
            ):
                text = "".join(span["text"] for span in line).strip()
                # not letters of another width, and no line with a mark
                if not re.search("[а-яА-Я]|\xa0[\xa0 ]", text):
                    full.append(len(text))
    assert len(full) > 200
    assert sorted(full)[len(full) // 20] >= 60 and sorted(full)[len(full) * 19 // 20] <= 76


def test_no_heading_is_the_last_thing_on_a_page(spans):
    found = []
    for number, page in enumerate(spans, 1):
        text = [
            span
            for span in page
            if TOP < span["origin"][1] < BOTTOM + 8 and span["text"].strip() and span["size"] > 7
        ]
        lowest = max(text, key=lambda span: (span["origin"][1], span["origin"][0]), default=None)
        if lowest and number > 1 and "Semibold" in lowest["font"] and lowest["size"] > HEADING:
            found.append((number, lowest["text"]))
    assert not found


def test_no_line_of_a_paragraph_stands_alone_on_its_page(spans):
    pages = [body_lines(page) for page in spans]
    found = []
    for number, (before, after) in enumerate(pairwise(pages), 1):
        if number < 6 or not before or not after or re.search(r"[.:;!?”][’)]*\d*$", before[-1][1]):
            continue  # no paragraph is divided
        if len(before) > 1 and before[-1][0] - before[-2][0] > LINE:
            found.append((number, before[-1][1]))
        if len(after) > 1 and after[1][0] - after[0][0] > LINE:
            found.append((number + 1, after[0][1]))
    assert not found


def test_no_page_is_nearly_empty(spans):
    """Each has a third of its height filled, but for title page, imprint and the last."""
    short = [
        number
        for number, page in enumerate(spans[2:-1], 3)
        if max((span["origin"][1] for span in page if span["origin"][1] < BOTTOM + 8), default=0)
        < TOP + (BOTTOM - TOP) / 3
    ]
    assert not short


def test_no_figure_is_alone_on_a_page_unless_it_fills_it_or_its_chapter_ends(pdf, spans, tree):
    number = {page.objgen: count for count, page in enumerate(pdf.pages)}
    for node in (node for node in tree if node.S == "/Figure"):
        place = number[node.Pg.objgen]
        left, low, right, high = (float(side) for side in node.A[0].BBox)
        box = (841.9 - high - 60, 841.9 - low + 60)  # with its title, source and caption
        heights = [span["origin"][1] for span in spans[place]]
        apart = [y for y in heights if TOP < y < BOTTOM and not box[0] < y < box[1]]
        ends = max(span["size"] for span in spans[place + 1]) > TITLE
        assert apart or high - low > (BOTTOM - TOP) * 0.7 or ends, place + 1


def test_no_figure_stands_on_a_page_before_those_of_lower_numbers(spans):
    """Those that float, and the curves that are told, too."""
    pages = {
        int(found[1]): number
        for number, page in enumerate(spans)
        for span in page
        if "Semibold" in span["font"] and (found := re.match(r"Fig\.\s(\d+)", span["text"]))
    }
    assert [pages[figure] for figure in sorted(pages)] == sorted(pages.values())
    assert len(pages) > 5


# What stops the build.

FAULTS = {  # page, pattern, what it becomes, what is said
    "a letter that no font has": (
        *("soft_power", "</h2>", " \N{HIRAGANA LETTER A}</h2>", "<h2> at .*no font has"),
    ),
    "a letter that no font of a drawing has": (
        *("introduction", "</text>", "\N{HIRAGANA LETTER A}</text>", "<drawing>.*no font has"),
    ),
    "an unknown element": ("soft_power", "<p>", "<marquee>x</marquee><p>", "<marquee>"),
    "a drawing without alternative text": (
        *("introduction", r"(?s)<desc\b.*?</desc>", "", "alternative text"),
    ),
    "a mark without its note": (
        *("soft_power", r'href="#id\d+" (id="\w+" role="doc-noteref")', r'href="#lost" \1'),
        "has no note",
    ),
    "a mark outside a paragraph": (
        *("soft_power", r'(?s)(<h2>)(.*?)(<a class="footnote-ref.*?</a>)', r"\1\3\2\3"),
        "<a> at .*stands in no paragraph",
    ),
    "a cell over two columns": ("evidence", "<td", '<td colspan="2"', "<td> at .*one column"),
}


def changed(site, name: str, pattern: str, new: str, count: int = 0) -> dict[str, str]:
    """Return the built pages with what a pattern finds in the article of one made another."""
    pages = pages_of(site)
    head, article = pages[name].split('<article class="bd-article"', 1)
    article = re.sub(pattern, new, article, count=count)
    return pages | {name: f'{head}<article class="bd-article"{article}'}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_stops_the_build_and_names_its_page(fault, site, tmp_path):
    name, pattern, new, said = FAULTS[fault]
    pages = changed(site, name, pattern, new, count=0 if "drawing" in fault else 1)
    with pytest.raises(DataError, match=said) as raised:
        typeset.make(pages, tmp_path, ROOT)
    assert str(raised.value).startswith(f"{name}.html, <")


def test_what_a_page_may_have_as_well_is_printed(site, tmp_path):
    """Places of tables and lists, a second mark of a note, code with indents, a remark in HTML."""
    more = (
        '<!-- unseen --><table id="more-a"><thead><tr><th>Aheada</th></tr></thead>'
        '<tbody><tr><td class="caption"><p>Acella</p></td></tr></tbody></table>'
        '<ul class="simple" id="more-b"><li><p>Aitema <a href="#more-a">there</a></p></li></ul>'
        "<pre>def a():\\n    return</pre>"
    )
    mark = r'(?s)(<h2>.*?)(<a class="footnote-reference.*?</a>)'
    pages = changed(site, "soft_power", mark, rf"{more}\1\2 (and \2)", count=1)
    whole, _ = typeset.make(pages, tmp_path, ROOT)
    with pymupdf.open(whole) as opened:
        text = "".join(page.get_text() for page in opened)
    assert [word for word in ("Aheada", "Acella", "Aitema") if word not in text] == []
    assert re.search(r"def a\(\):\n[\xa0 ]{4}return", text)
    assert "unseen" not in text


def test_names_that_are_not_in_the_text_stop_the_build(site, tmp_path):
    lost = re.compile("Soloviev|Gutseriyev")
    pages = {name: lost.sub("Somebody", text) for name, text in pages_of(site).items()}
    with pytest.raises(DataError, match="Gutseriyev.*; .*Soloviev"):
        typeset.make(pages, tmp_path, ROOT)


def test_the_same_pages_give_the_same_bytes(site, tmp_path):
    made = typeset.make(pages_of(site), tmp_path, ROOT)
    assert [path.stem for path in made] == list(FILES)
    assert [
        path.name
        for path in made
        if path.read_bytes() != (site / "downloads" / path.name).read_bytes()
    ] == []
