"""Accessibility by axe-core: what it finds on a page, at some widths, in light and dark."""

from axe_playwright_python.sync_playwright import Axe

# What axe judges by colours alone; all else is the same in light and dark.
COLOURS = ["color-contrast", "link-in-text-block"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# What is of the same make as what stands before it is taken away before axe looks: rows after the
# twelfth, references after the thirtieth, code after the third cell and after the first test; and
# after the first look, tests after the fourth. The matrix of test_axe_matrix.py looks at all.
ALIKE = """tbody tr:nth-child(n + 13), .bibliography > li:nth-child(n + 31),
section > section:nth-of-type(n + 2) .cell_input, .cell ~ .cell ~ .cell ~ .cell .cell_input"""
TESTS = "section:has(.verdict-box):nth-of-type(n + 5)"
TAKE = "(alike) => document.querySelectorAll(alike).forEach((node) => node.remove())"
# axe is to see what is laid out later, too, and colours at the end of their change
WHOLE = "* { content-visibility: visible !important; transition: none !important }"


def faults(page, part: str = "", colours: bool = False) -> list:
    """Return the rules that a page, or the part at a selector, breaks, each with its first places.

    colours: only the rules that judge by colours.
    """
    page.add_style_tag(content=WHOLE)
    only = {"runOnly": {"type": "rule", "values": COLOURS}} if colours else {}
    found = Axe().run(page, context=part or None, options=RULES | only).response
    assert len(found["passes"]) > (0 if colours else 5 if part else 15), "axe looked at nothing"
    return [
        (fault["id"], [node["html"][:150] for node in fault["nodes"]][:3])
        for fault in found["violations"]
    ]


def looked_at(page, widths, part: str = "", rows: bool = False, dark: bool = True) -> list:
    """Return what axe finds at each width, with theme and width; part: as in `faults`.

    rows: also at what is of the same make as what stands before it; else the page loses it.
    dark: in the dark, too.
    """
    if not rows:
        page.evaluate(TAKE, ALIKE)
    found = []
    for theme in ("light", "dark") if dark else ("light",):
        page.emulate_media(color_scheme=theme)
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            mine = faults(page, part, colours=theme == "dark")
            found += [(theme, width, *fault) for fault in mine]
            if not rows and not part:
                page.evaluate(TAKE, TESTS)
    return found


def without_scripts(route) -> None:
    """Answer with a policy that lets no script of the page run; axe itself needs an engine."""
    answer = route.fetch()
    policy = {"content-security-policy": "script-src 'none'"}
    route.fulfill(response=answer, headers=answer.headers | policy)
