"""Accessibility by axe-core: what it finds on a page, at some widths, in light and dark."""

from axe_playwright_python.sync_playwright import Axe

# What axe judges by colours alone; all else is the same in light and dark.
COLOURS = ["color-contrast", "link-in-text-block"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# Rows after the twelfth, references after the thirtieth and the code of a third test are of the
# same make as those before, and are taken away, since axe walks through what is hidden, too: the
# matrix of test_axe_matrix.py looks at all.
ALIKE = """tbody tr:nth-child(n + 13), .bibliography > li:nth-child(n + 31),
section > section:nth-of-type(n + 3) .cell_input"""
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


def looked_at(page, widths, part: str = "", rows: bool = False) -> list:
    """Return what axe finds at each width in light and dark, with both; part: as in `faults`.

    rows: also at what is of the same make as what stands before it; else the page loses it.
    """
    if not rows:
        page.evaluate(TAKE, ALIKE)
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            mine = faults(page, part, colours=theme == "dark")
            found += [(theme, width, *fault) for fault in mine]
    return found


def without_scripts(route) -> None:
    """Answer with a policy that lets no script of the page run; axe itself needs an engine."""
    answer = route.fetch()
    policy = {"content-security-policy": "script-src 'none'"}
    route.fulfill(response=answer, headers=answer.headers | policy)
