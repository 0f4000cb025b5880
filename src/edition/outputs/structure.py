"""The structure that makes a section of the PDF accessible: WeasyPrint's tags, mended where version 70 leaves something out, and made lighter."""

import re
from contextlib import contextmanager
from unittest.mock import patch

import pydyf
from weasyprint import draw
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.pdf import tags

DECIMALS = {
    b"m": 2,
    b"l": 2,
    b"c": 2,
    b"Tm": 2,
    b"rg": 3,
    b"RG": 3,
}  # of the operands of a drawing operation
HEIGHT = 841.89  # of a page, in points


@contextmanager
def richer():
    """Mend WeasyPrint's tags where version 70 leaves something out: languages, the scope of header cells, notes, boxes in points.

    Running heads and page numbers, which version 70 marks as text that belongs to nothing, are marked as artefacts of the page.
    """
    plain, plain_draw, plain_references = (
        tags._build_box_tree,
        draw.draw_stacking_context,
        pydyf.PDF.page_references,
    )
    made = {}  # number of pages: the references to them; made anew at each tag they take a time that grows with the square of the pages

    def references(file):
        count = file.pages["Count"]
        if count not in made:
            made[count] = plain_references.fget(file)
        return made[count]

    def draw_box(stream, context):
        if not isinstance(context.box, MarginBox):
            plain_draw(stream, context)
            return
        stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
        kept, stream._tags = stream._tags, None  # nothing within is marked a second time
        plain_draw(stream, context)
        stream._tags = kept
        stream.end_marked_content()

    def build(box, *rest):
        if isinstance(box, MarginBox):
            return
        node, kind = getattr(box, "element", None), getattr(box, "element_tag", None)
        for element in plain(box, *rest):
            if node is not None and kind == node.tag and kind not in ("html", "body"):
                if node.get("lang"):
                    element["Lang"] = pydyf.String(node.get("lang"))
                if element["S"] == "/TH":
                    element["A"]["Scope"] = "/Row" if node.get("scope") == "row" else "/Column"
                if element["S"] == "/Figure":
                    left, top, right, bottom = (0.75 * side for side in element["A"]["BBox"])
                    element["A"]["BBox"] = pydyf.Array((left, HEIGHT - bottom, right, HEIGHT - top))
                if element["S"] == "/Span" and node.get("class") == "footnote":
                    element["S"], element["ID"] = (
                        "/Note",
                        pydyf.String(f"{node.get('id')}-{element.number}"),
                    )
            yield element

    with (
        patch.object(tags, "_build_box_tree", build),
        patch.object(draw, "draw_stacking_context", draw_box),
        patch.object(pydyf.PDF, "page_references", property(references)),
    ):
        yield


def finish(document, written) -> None:
    """Name links by their words, not by the place they lead to; make the file lighter.

    Cells tell their headers by scope, lines are exact to a hundredth of a pixel, spans that say nothing are taken out.
    """
    for page in document.pages:
        for *_, box in page.links:
            box.link_annotation["Contents"] = pydyf.String(
                " ".join("".join(box.element.itertext()).split())
            )
    for thing in written.objects:
        if isinstance(thing, pydyf.Stream):
            thing.stream = [
                _rounded(part) if isinstance(part, bytes) else part for part in thing.stream
            ]
        elif isinstance(thing, dict) and thing.get("S") in ("/TD", "/TH"):
            thing.pop("ID", None)
            thing["A"].pop("Headers", None)
            if len(thing["A"]) == 1:
                thing.pop("A")
    _take_out_spans(written.objects)


def _take_out_spans(objects: list) -> None:
    """Let elements hold the text and the links that now stand in spans, or in objects, of their own; this halves the number of objects."""
    elements = {
        thing.reference: thing
        for thing in objects
        if isinstance(thing, dict) and thing.get("Type") == "/StructElem"
    }
    moved = {}  # span: the element that has its text now
    for reference, element in list(elements.items()):
        parent = elements.get(element["P"], {})
        if (
            element["S"] == "/Span"
            and set(element) == {"Type", "S", "K", "Pg", "P"}
            and parent.get("Pg") == element["Pg"]
        ):
            place = parent["K"].index(reference)
            parent["K"][place : place + 1] = element["K"]
            for kid in element["K"]:
                if kid in elements:
                    elements[kid]["P"] = element["P"]
            moved[reference] = element["P"]
            del elements[reference]
    annotated = {
        thing.reference: thing
        for thing in objects
        if isinstance(thing, dict) and thing.get("Type") == "/OBJR"
    }
    for element in elements.values():
        element["K"] = pydyf.Array(annotated.get(kid, kid) for kid in element["K"])
        del element["Type"]  # it may be left out; the page, too, where no text is directly within
        if not any(isinstance(kid, int) for kid in element["K"]):
            element.pop("Pg", None)
    gone = {*moved, *annotated}
    for thing in objects:
        if thing.reference in gone:
            thing.free = "f"
        if isinstance(thing, dict) and "Nums" in thing:
            thing["Nums"] = pydyf.Array(_settled(part, moved) for part in thing["Nums"])


def _settled(part, moved: dict[bytes, bytes]):
    """Return a reference, or an array of them, to where they are now."""
    if isinstance(part, list):
        return pydyf.Array(_settled(one, moved) for one in part)
    while part in moved:
        part = moved[part]
    return part


def _rounded(part: bytes) -> bytes:
    """Return an operation with no more decimals than can be seen: two for lines, curves and places of text, three for colours."""
    places = DECIMALS.get(part.rsplit(b" ", 1)[-1])
    return re.sub(rb"(\.\d{%d})\d+" % places, rb"\1", part) if places else part
