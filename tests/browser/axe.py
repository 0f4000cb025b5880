"""Accessibility by axe-core: what it finds on a page, at some widths, in light and dark."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# axe is to see what is laid out later, too, and colours at the end of their change
WHOLE = "* { content-visibility: visible !important; transition: none !important }"


def faults(page) -> list:
    """Return the rules that a page breaks, each with its first places."""
    page.add_style_tag(content=WHOLE)
    found = Axe().run(page, options=RULES).response
    assert len(found["passes"]) > 15, "axe looked at nothing"
    return [
        (fault["id"], [node["html"][:150] for node in fault["nodes"]][:3])
        for fault in found["violations"]
    ]


def looked_at(page, widths, themes=("light", "dark")) -> list:
    """Return what axe finds at each width in each theme, with both."""
    found = []
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            found += [(theme, width, *fault) for fault in faults(page)]
    return found


def without_scripts(route) -> None:
    """Answer with a policy that lets no script of the page run; axe itself needs an engine."""
    answer = route.fetch()
    policy = {"content-security-policy": "script-src 'none'"}
    route.fulfill(response=answer, headers=answer.headers | policy)
