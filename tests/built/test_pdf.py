"""The PDF: every claim, every note at the foot of its page, tags, fonts, bookmarks, figures."""

import itertools
import re
from datetime import date

import pikepdf
import pytest
import yaml
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar
from reading import CHAPTERS, ROOT, spans

from edition import tables
from edition.references import notes


@pytest.fixture(scope="module")
def path(site):
    return site / "downloads" / "edition.pdf"


def _letters(node, found):
    if isinstance(node, LTChar):
        found.append(node)
    elif hasattr(node, "__iter__"):
        for part in node:
            _letters(part, found)
    return found


@pytest.fixture(scope="module")
def boxes(path):
    """The letters of each page with their boxes in points from the lower left corner, in the order of the text."""
    return [_letters(page, []) for page in extract_pages(path, laparams=None)]


@pytest.fixture(scope="module")
def pages(boxes):
    """The letters of each page with their size in points: the text is larger than the notes below it."""
    return [[(box.size, box.get_text()) for box in page] for page in boxes]


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


def numbers(page, size: float) -> list[int]:
    """Return the numbers printed on a page in the size of the marks of notes, or of the numbers before the notes."""
    digits = "".join(
        box.get_text() if abs(box.size - size) < 0.1 and "Sans-Semi-Bold" in box.fontname else " "
        for box in page
    )
    return [int(number) for number in re.findall(r"\d+", digits)]


def test_each_note_stands_on_the_page_of_its_mark(boxes):
    marked, told = (
        {number: page for page, found in enumerate(boxes, 1) for number in numbers(found, size)}
        for size in (6.6, 7.2)
    )
    assert sorted(marked) == list(range(1, 51))
    assert {
        number: told[number] - page for number, page in marked.items() if told[number] != page
    } == {}


def test_no_mark_of_a_note_begins_a_line(boxes):
    begins = []
    for page in boxes:
        for mark in (
            box
            for box in page
            if abs(box.size - 6.6) < 0.1
            and "Sans-Semi-Bold" in box.fontname
            and box.get_text().isdigit()
        ):
            before = [
                box
                for box in page
                if abs(box.size - BODY) < 0.1
                and box.x1 < mark.x0 + 1
                and abs(box.matrix[5] - mark.matrix[5]) < 6
            ]
            begins += [] if before else [mark.get_text()]
    assert not begins


def test_it_is_tagged_and_says_what_it_is(path):
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.StructTreeRoot.K is not None
        metadata = pdf.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
        assert metadata["dc:title"] == pdf.docinfo["/Title"] == cited["title"]
        assert pdf.docinfo["/Author"] == cited["authors"][0]["name"]
        assert pdf.docinfo["/Subject"] == cited["abstract"]
        assert pdf.docinfo["/Keywords"] == ", ".join(cited["keywords"])
        assert metadata["dc:creator"] and metadata["dc:description"] and metadata["pdf:Keywords"]


LETTERS = {"Tj", "TJ", "'", '"'}
DRAWN = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}


def marks(page) -> set[tuple]:
    """Return what marks all that is painted on a page: (letters or not, tag, its number in the structure, running head or page number)."""
    found, open_marks = set(), []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BMC", "BDC"):
            values = operands[1] if len(operands) > 1 else {}
            open_marks.append(
                (str(operands[0]), values.get("/MCID"), values.get("/Type") == "/Pagination")
            )
        elif name == "EMC":
            open_marks.pop()
        elif name in LETTERS | DRAWN:
            found.add(
                (name in LETTERS, *(open_marks[-1] if open_marks else ("nothing", None, False)))
            )
    return found


@pytest.fixture(scope="module")
def opened(path):
    with pikepdf.open(path) as pdf:
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        assert len(set(map(int, nums[::2]))) == len(nums) // 2
        yield pdf, dict(zip(map(int, nums[::2]), nums[1::2], strict=True))


def test_all_that_is_painted_belongs_to_the_structure_or_is_an_artefact(opened):
    """Letters are in the structure, in an element of their page, but for running heads; lines and grounds are there or artefacts."""
    pdf, parents = opened
    heads = 0
    for number, page in enumerate(pdf.pages, start=1):
        for letters, tag, place, running in marks(page):
            heads += running
            if place is None:
                assert running or (tag == "/Artifact" and not letters), f"page {number}: {tag}"
                continue
            element = parents[int(page.StructParents)][int(place)]
            assert element.Pg.objgen == page.objgen, (
                f"page {number}: {tag} {place} is said to be on another page"
            )
            while element.get("/Type") != "/StructTreeRoot":
                assert "/P" in element, f"page {number}: {tag} {place} belongs to nothing"
                element = element.P
    assert heads > len(pdf.pages) // 2


def test_every_link_belongs_to_its_element_and_leads_somewhere(opened):
    pdf, parents = opened
    goal, links = destinations(pdf), 0
    for number, page in enumerate(pdf.pages, start=1):
        for link in page.get("/Annots", []):
            links += 1
            element = parents[int(link.StructParent)]
            assert element.S == "/Link", number
            assert link.objgen in [
                part.Obj.objgen
                for part in element.K
                if isinstance(part, pikepdf.Dictionary) and "/Obj" in part
            ], number
            assert str(link.Contents), number
            assert "-" not in str(link.Contents) or str(link.Contents) not in goal, (
                f"page {number}: {link.Contents} is no name for a reader"
            )
            if "/Dest" in link:
                assert str(link.Dest) in goal, f"page {number}: {link.Dest}"
            else:
                assert str(link.A.URI).startswith("http"), f"page {number}: {link.A.URI}"
    assert links > 500
    led_to = {
        str(link.Dest) for page in pdf.pages for link in page.get("/Annots", []) if "/Dest" in link
    }
    claims = tables.load("claims")
    assert not [
        claim
        for claim, chapter in zip(claims.claim, claims.chapter, strict=True)
        if f"{chapter}-{claim.lower()}" not in led_to
    ]


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


MM = 72 / 25.4
SIDE, TOP, BOTTOM, REACH = (
    36 * MM,
    (297 - 26) * MM,
    28 * MM,
    17 * MM,
)  # the type area of the PDF's style.css; wide tables reach into the margins
TABLE, SERVANT = 7.7, 8.45  # points: table text is no larger than the one, note text than the other


def within(box, broad: bool) -> bool:
    """Say whether a box of letters stands in the type area, which small tables may leave, or in the lines for page number and running head."""
    side, right, top, bottom = (
        (22 * MM, 297 * MM, (210 - 24) * MM, 22 * MM) if broad else (SIDE, 210 * MM, TOP, BOTTOM)
    )
    reach = REACH * (box.size < TABLE and not broad)
    inside = (
        side - reach - 1 <= box.x0 and box.x1 <= right - side + reach + 3
    )  # a hanging comma or hyphen is no fault
    return inside and (
        box.y0 >= bottom - 1 and box.y1 <= top + 1 or box.y1 < bottom - 10 or box.y0 > top + 10
    )


def orphaned(page: list) -> list[str]:
    """Return the headings of a page that nothing but notes follows."""
    text = [
        box
        for box in page
        if box.y0 > BOTTOM - 1 and box.y1 < TOP + 1 and not (TABLE < box.size < SERVANT)
    ]
    lowest = min((box.y0 for box in text), default=0)
    return [
        box.get_text()
        for box in text
        if box.y0 < lowest + 1
        and box.size > 11
        and "Semi-Bold" in box.fontname
        and box.get_text().strip()
    ]


BODY, LINE = (
    10.4,
    15.1,
)  # points: letters of the text, and from one of its lines to the next; a paragraph keeps a larger distance


def body_lines(page: list) -> list[tuple[float, str]]:
    """Return the lines of the text of a page, from its top: height in points and words; headings, notes, tables and figures are left out."""
    lines = {}
    for box in page:
        if abs(box.size - BODY) < 0.1:
            lines.setdefault(round(box.matrix[5]), []).append(box.get_text())
    return [(height, "".join(lines[height]).strip()) for height in sorted(lines, reverse=True)]


def alone(before: list[tuple[float, str]], after: list[tuple[float, str]]) -> list[str]:
    """Return single lines of a paragraph that the end of a page divides: its first at the foot of one page, its last at the head of the next."""
    if not before or not after or re.search(r"[.:!?][”’)]*$", before[-1][1]):
        return []  # no paragraph is divided
    found = []
    if len(before) > 1 and before[-2][0] - before[-1][0] > LINE + 2:
        found.append(before[-1][1])
    if len(after) > 1 and after[0][0] - after[1][0] > LINE + 2:
        found.append(after[0][1])
    return found


def left_short(page: list) -> list[str]:
    """Return the lines of running text that end although the next word would have had room, by more than the width of three letters."""
    lines, found = {}, []
    for box in page:
        if box.y0 > BOTTOM - 1 and box.y1 < TOP + 1 and not (TABLE < box.size < SERVANT):
            lines.setdefault(round(box.matrix[5]), []).append(box)
    for (above, line), (below, following) in itertools.pairwise(
        sorted(lines.items(), reverse=True)
    ):
        words = re.match(
            r"(\(p\. |[$\d.,–-]+ ([mb]illion )?)?\S*", "".join(box.get_text() for box in following)
        )[0]  # what may not be divided
        plain = (
            all(abs(box.size - BODY) < 0.1 for box in (line[0], following[0]))
            and abs(line[0].x0 - SIDE) < 1
            and abs(following[0].x0 - SIDE) < 1
        )
        if plain and above - below < LINE + 2:
            lengths = itertools.accumulate(
                len(box.get_text()) for box in following
            )  # a ligature has two letters
            needs = (
                max(
                    box.x1
                    for box, length in zip(following, lengths, strict=True)
                    if length <= len(words)
                )
                - following[0].x0
            )
            if max(box.x1 for box in line) + needs < 210 * MM - SIDE - 16:
                found.append("".join(box.get_text() for box in line))
    return found


def overprinted(page: list) -> list[str]:
    """Return letters that stand upon another one of the same line, as those of columns that run into each other do."""
    lines = {}
    for box in page:
        if box.get_text().strip():
            lines.setdefault((round(box.matrix[5], 1), box.size), []).append(box)
    found = []
    for line in lines.values():
        line.sort(key=lambda box: box.x0)
        found += [
            f"{a.get_text()}{b.get_text()}"
            for a, b in zip(line, line[1:], strict=False)
            if b.x0 < a.x1 - 0.3 * a.size
        ]
    return found


def test_every_letter_stands_in_the_type_area(boxes, path):
    with pikepdf.open(path) as pdf:
        broad = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
    assert 4 < sum(broad) < 12  # the pages of the broad tables
    out = [
        (number, box.get_text(), box.bbox)
        for number, (page, lies) in enumerate(zip(boxes, broad, strict=True), 1)
        for box in page
        if not within(box, lies)
    ]
    assert not out


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("events", "description"),
        ("exchange", "label"),
        ("instruments", "instrument"),
        ("notes", "remark"),
    ],
)
def test_the_tables_of_the_article_stand_in_an_appendix(pages, name, column):
    """What the pages fold away is on paper, each row of it; the lines of cells side by side may be drawn in turn."""
    small = squeeze("".join(letter for page in pages for size, letter in page if size < TABLE))
    assert not [
        words for words in tables.load(name)[column].dropna() if squeeze(words)[:15] not in small
    ]


def test_no_heading_is_the_last_thing_on_a_page(boxes):
    assert not {
        number: "".join(found)
        for number, page in enumerate(boxes, 1)
        if number > 4 and (found := orphaned(page))
    }


def test_no_line_of_a_paragraph_stands_alone_on_its_page(boxes):
    """At the first pages there is no text; a paragraph whose first line ends a sentence is not seen."""
    lines = [body_lines(page) for page in boxes]
    divided = [
        number
        for number, (before, after) in enumerate(zip(lines, lines[1:], strict=False), 1)
        if before and after and alone(before, after)
    ]
    assert sum(map(len, lines)) > 700
    assert not divided, [(number, alone(lines[number - 1], lines[number])) for number in divided]


def test_no_line_of_running_text_is_left_short(boxes):
    assert [line for page in boxes for line in left_short(page)] == []


def test_each_page_but_the_first_has_its_number_in_the_middle_of_its_foot(boxes, path):
    with pikepdf.open(path) as pdf:
        widths = [float(page.mediabox[2]) for page in pdf.pages]
    for number, (page, width) in enumerate(zip(boxes, widths, strict=True), 1):
        foot = [box for box in page if box.y1 < 22 * MM - 10 and box.get_text().strip()]
        assert "".join(box.get_text() for box in sorted(foot, key=lambda box: box.x0)) == (
            str(number) if number > 1 else ""
        )
        if foot:
            assert abs(min(box.x0 for box in foot) + max(box.x1 for box in foot) - width) < 1.5


def test_columns_do_not_run_into_each_other(boxes):
    assert not {
        number: found for number, page in enumerate(boxes, 1) if (found := overprinted(page))
    }


def elements(node):
    """Walk the structure tree below a node, in order."""
    if isinstance(node, pikepdf.Array):
        for part in node:
            yield from elements(part)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from elements(node.K)


@pytest.fixture(scope="module")
def tree(path):
    with pikepdf.open(path) as pdf:
        yield list(elements(pdf.Root.StructTreeRoot.K))


def test_each_figure_stands_whole_in_the_type_area(tree):
    figures = [[float(side) for side in node.A.BBox] for node in tree if node.S == "/Figure"]
    assert len(figures) > 20
    for left, low, right, high in figures:
        assert SIDE - 1 <= left < right <= 210 * MM - SIDE + 1
        assert BOTTOM - 1 <= low < high <= TOP + 1


def test_headings_nest(tree):
    levels = [int(str(node.S)[2]) for node in tree if re.fullmatch("/H[1-6]", str(node.S))]
    assert len(levels) > 50
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_tables_lists_and_notes_are_tagged(tree):
    kinds = {}
    for node in tree:
        kinds.setdefault(str(node.S), []).append(node)
    assert len(kinds["/Table"]) > 10
    assert {str(node.A.Scope) for node in kinds["/TH"]} == {"/Row", "/Column"}
    assert all(child.S in ("/LI", "/Caption", "/L") for node in kinds["/L"] for child in node.K)
    assert all(child.S in ("/TH", "/TD") for node in kinds["/TR"] for child in node.K)
    numbers = [str(node.ID) for node in kinds["/Note"]]
    assert len(set(numbers)) == len(numbers) >= 50


def test_foreign_words_say_their_language(tree, site):
    said = {str(node.Lang) for node in tree if "/Lang" in node}
    assert {"ru-Latn", "be-Latn", "zh-Hans"} <= said


def destinations(pdf) -> dict[str, int]:
    """Return the page of each place that a link can lead to."""
    number = {page.objgen: count for count, page in enumerate(pdf.pages, 1)}
    names = list(pdf.Root.Names.Dests.Names)
    return {
        str(name): number[place[0].objgen]
        for name, place in zip(names[::2], names[1::2], strict=True)
    }


def test_page_references_tell_the_page(path, boxes):
    """Contents, index, and references in the prose: the number printed is the page that the link leads to."""
    wrong, contents, index, prose = [], 0, {}, 0
    with pikepdf.open(path) as pdf:
        goal = destinations(pdf)
        last = goal["names"]
        first = goal["index"]
        for number, (page, letters) in enumerate(zip(pdf.pages, boxes, strict=True), 1):
            for link in page.get("/Annots", []):
                if "/Dest" not in link:
                    continue
                x0, y0, x1, y1 = (float(side) for side in link.Rect)
                y0, y1 = sorted((y0, y1))
                inside = [
                    box
                    for box in letters
                    if x0 - 0.5 <= (box.x0 + box.x1) / 2 <= x1 + 0.5
                    and y0 <= (box.y0 + box.y1) / 2 <= y1
                ]
                text = "".join(
                    box.get_text() for box in inside if number >= first or "Sans" in box.fontname
                )  # contents: the number alone
                kind = (
                    r"(\d+)$"
                    if number < first or number >= last
                    else r"\(p\.\s?(\d+)\)$|, p\.\s?(\d+)$|^p\.\s?(\d+)$"
                )
                if not (told := re.search(kind, text)):
                    continue
                contents, prose = contents + (number < first), prose + (first <= number < last)
                if number >= last:
                    index.setdefault((round(y0), x0 > 105 * MM), []).append(text)
                if int(told[told.lastindex]) != goal[str(link.Dest)]:
                    wrong.append((number, text, goal[str(link.Dest)]))
    assert not wrong
    assert contents > 40
    assert prose > 20 + 101  # of the ledger, one for each statement
    assert sum(map(len, index.values())) > 100
    assert not [pages for pages in index.values() if len(set(pages)) != len(pages)], (
        "a page twice in one entry"
    )


def test_every_name_of_the_index_is_printed_there(path, boxes):
    with pikepdf.open(path) as pdf:
        last = destinations(pdf)["names"]
    index = squeeze("".join(box.get_text() for page in boxes[last - 1 :] for box in page))
    assert not [
        heading for heading in tables.load("names").heading if squeeze(heading) not in index
    ]


def test_imprint_says_version_date_licence_and_how_to_cite(boxes):
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    imprint = squeeze("".join(box.get_text() for box in boxes[1]))
    for words in (
        cited["version"],
        cited["title"],
        cited["authors"][0]["name"],
        cited["references"][0]["url"],
        "CC BY 4.0",
        "MIT",
    ):
        assert squeeze(words) in imprint, words
    day = date.fromisoformat(str(cited["date-released"]))
    assert squeeze(f"{day.day} {day:%B %Y}") in imprint


def test_it_is_light(path):
    assert path.stat().st_size < 1_500_000


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
    drawn = sum(
        (site / "chapters" / f"{name}.html").read_text(encoding="utf-8").count('class="chart-wide"')
        for name in tables_order(site)
    )
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
