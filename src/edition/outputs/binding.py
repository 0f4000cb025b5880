"""Bind the sections of the PDF, each set by itself, into one file: pages, structure, destinations, bookmarks, fonts.

    python binding.py TARGET FONTS SECTIONS...

A process of its own does it, which loads nothing else of the edition: the bound file, about 1 MB of memory a chapter, would otherwise
come on top of what the press has in use.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pikepdf

GLYPH = re.compile(rb"<([0-9a-f]{4})>")
# A drawn text: its font, its glyphs.
DRAWN = re.compile(rb"/(?P<font>\w+) [\d.]+ Tf\n\[(?P<glyphs>(?:<[0-9a-f]*>[-\d.]*)+)\] TJ")
# The figures 0 to 9 in a foot: where they begin, their height and font, ten glyphs.
FOOT = re.compile(
    rb"/Pagination>>\nBDC\n[^B]*BT\n1 0 0 -1 (?P<left>[\d.]+) [\d.]+ Tm\n/\w+ [\d.]+ Tf\n\[(?P<figures>(?:<[0-9a-f]{4}>[-\d.]*){10})\] TJ"
)
ELSEWHERE = "elsewhere:"  # the scheme of links to other sections


def bind(target: Path, fonts: Path, sections: list[Path]) -> None:
    """Write one PDF in another process, as `bound` does; RuntimeError says why it could not."""
    done = subprocess.run(
        [sys.executable, "-P", __file__, target, fonts, *sections], capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(
            f"{target}: the sections of the PDF were not bound: {done.stderr.strip() or done.returncode}"
        )


def known(section: Path) -> Path:
    """Return the file that says what is to be known of a section (JSON): `anchors` has the page of each from 0, `refers` whose pages it tells."""
    return section.with_suffix(".json")


def numbered(sections: Iterable[tuple[dict[str, int], int]]) -> tuple[dict[str, int], int]:
    """Return the page in the book of each anchor, from 1, and the page after the last; of each section the anchors and the count of its pages."""
    numbers, first = {}, 1
    for anchors, pages in sections:
        numbers |= {anchor: first + page for anchor, page in anchors.items()}
        first += pages
    return numbers, first


def bound(target: Path, fonts: Path, sections: list[Path]) -> None:
    """Write one PDF of the files of the sections: the first one, whose title, language and other metadata are the book's, and the others after it.

    fonts is a PDF whose first page has the fonts of all, each with the room for a figure and the figures, which print the numbers of pages.
    ValueError where a number finds no room.
    """
    pikepdf.settings.set_flate_compression_level(9)
    with pikepdf.open(sections[0]) as book, pikepdf.open(fonts) as holder:
        shared = book.copy_foreign(holder.pages[0].Resources.Font)
        parents, places = [], []
        _take_in(book, book.Root, book.pages, shared, parents, places)
        for section in sections[1:]:
            source = pikepdf.open(
                section
            )  # let go as soon as it is copied: two of each object would be held
            count = len(book.pages)
            book.add_pages_from(source)  # with their bookmarks
            theirs = {key: source.Root[key] for key in ("/StructTreeRoot", "/Names")}
            _take_in(
                book,
                book.copy_foreign(source.make_indirect(pikepdf.Dictionary(theirs))),
                list(book.pages)[count:],
                shared,
                parents,
                places,
            )
        book.Root.StructTreeRoot.ParentTree = book.make_indirect(
            pikepdf.Dictionary(Nums=pikepdf.Array(parents))
        )
        _print_numbers(
            book,
            _figures(holder.pages[0]),
            [json.loads(known(section).read_bytes()) for section in sections],
        )
        linked = _link(book)
        kept = sorted((pair for pair in places if pair[0] in linked), key=lambda pair: pair[0])
        tree = pikepdf.Dictionary(
            Names=pikepdf.Array(
                [part for name, place in kept for part in (pikepdf.String(name), place)]
            )
        )
        book.Root.Names = pikepdf.Dictionary(Dests=tree)
        book.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )


def _take_in(book, root, pages, shared, parents: list, places: list) -> None:
    """Give the pages of a section the shared fonts and numbers of their own in the structure; add its structure and destinations.

    root has the section's StructTreeRoot and Names; parents grows by the section's part of the parent tree, places by its destinations.
    """
    base, numbers = len(parents) // 2, root.StructTreeRoot.ParentTree.Nums
    for number, element in zip(list(numbers)[::2], list(numbers)[1::2], strict=True):
        parents += [base + int(number), element]
    fonts = pages[0].Resources.Font  # one and the same for all pages of the section
    for key, font in shared.items():
        fonts[key] = font
    for page in pages:
        page.StructParents = base + int(page.StructParents)
        for link in page.get("/Annots", []):
            link.StructParent = base + int(link.StructParent)
    whole, part = book.Root.StructTreeRoot.K[0], root.StructTreeRoot.K[0]
    if part.objgen != whole.objgen:
        for element in part.K:
            element.P = whole
            whole.K.append(element)
    names = list(root.Names.Dests.Names) if "/Names" in root else []
    places += [(str(name), place) for name, place in zip(names[::2], names[1::2], strict=True)]


def _figures(page) -> dict[bytes, list[bytes]]:
    """Return for each font that a page has the figures in, the glyphs of the room for one and of 0 to 9."""
    found = [
        (drawn["font"], GLYPH.findall(drawn["glyphs"]))
        for drawn in DRAWN.finditer(page.Contents.read_bytes())
    ]
    return {font: glyphs for font, glyphs in found if len(glyphs) == 11}


def _print_numbers(book, figures: dict[bytes, list[bytes]], sections: list[dict]) -> None:
    """Print the number of each page in its foot, and the numbers of the pages that the sections refer to, in the order of the text."""
    pages, (numbers, _) = (
        iter(enumerate(book.pages, 1)),
        numbered((section["anchors"], section["pages"]) for section in sections),
    )
    for section in sections:
        told = iter([numbers[anchor] for anchor in section["refers"]])
        for number, page in islice(pages, section["pages"]):
            content = _with_references(page.Contents.read_bytes(), figures, told, number)
            page.Contents = book.make_stream(_with_number(content, page, number))
        if left := list(told):
            raise ValueError(
                f"page {number}: expected room for the numbers of the pages {left} on it or before it"
            )


def _with_references(content: bytes, figures: dict[bytes, list[bytes]], told, number: int) -> bytes:
    """Return what is drawn on a page with the numbers that are told next in the room for them."""

    def print_in(drawn: re.Match) -> bytes:
        if drawn["font"] not in figures:
            return drawn[0]
        room, *glyphs = figures[drawn["font"]]

        def print_one(found: re.Match) -> bytes:
            word = str(next(told, ""))
            if len(word) != len(GLYPH.findall(found[0])):
                raise ValueError(
                    f"page {number}: expected room for the number '{word}', of a page that is referred to; found another"
                )
            return b"".join(b"<%s>" % glyphs[int(figure)] for figure in word)

        return re.sub(rb"(?:<>[-\d.]*)?(?:<%s>[-\d.]*)+" % room, print_one, drawn[0])

    return DRAWN.sub(print_in, content)


def _with_number(content: bytes, page, number: int) -> bytes:
    """Return what is drawn on a page with its number in the middle of its foot, where a section has all ten figures; the title page has none."""
    if number == 1:
        return content
    place = ([None] + list(FOOT.finditer(content)))[
        -1
    ]  # the foot is drawn last; a running head may have ten letters, too
    if not place:
        raise ValueError(
            f"page {number}: expected the figures 0 to 9 in its foot, to print its number with"
        )
    figures = GLYPH.findall(place["figures"])
    middle = float(page.mediabox[2]) / 2 / 0.75  # WeasyPrint draws in pixels
    left = middle - (middle - float(place["left"])) / 10 * len(str(number))
    words = b"".join(b"<%s>0" % figures[int(digit)] for digit in str(number))
    head, tail = content[: place.start("left")], content[place.end("figures") :]
    return b"%s%.2f%s%s%s" % (
        head,
        left,
        content[place.end("left") : place.start("figures")],
        words,
        tail,
    )


def _link(book) -> set[str]:
    """Turn links to other sections into links within the book; return the names that links lead to."""
    names = set()
    for page in book.pages:
        for link in page.get("/Annots", []):
            if "/A" in link and str(link.A.get("/URI", "")).startswith(ELSEWHERE):
                link.Dest = pikepdf.String(str(link.A.URI).removeprefix(ELSEWHERE))
                del link.A
            if "/Dest" in link:
                names.add(str(link.Dest))
    return names


if __name__ == "__main__":
    bound(*map(Path, sys.argv[1:3]), [Path(word) for word in sys.argv[3:]])
