"""One browser and one server for all tests of a worker; a page in a context of its own for each
test.
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from serving import served

HERE = Path(__file__).parent
# The first is Debian's chromium without what only a window needs; tests take half the time in it.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    """Skip where no browser is; in CI the tests fail, so that nobody takes them for passed."""
    why = "chromium is not installed; on Debian: apt-get install chromium"
    missing = pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason=why)
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(missing)


@pytest.fixture(scope="session")
def browser():
    assert CHROMIUM, "chromium is not installed; in CI the tests in a browser must run"
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


@pytest.fixture(scope="session")
def address(site):
    with served(site) as found:
        yield found


@pytest.fixture
def visit(browser, address):
    """Open a page of the site, by its name, and return it; `page.asked` and `page.said` are what it
    asked for and what its console said."""
    contexts = []

    def open_page(name: str, route=None, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda said: said.type == "error" and page.said.append(said.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        if route:
            page.route(*route)
        page.goto(name if ":" in name else f"{address}/{name}", wait_until="load")
        scripted = not route and options.get("java_script_enabled", True)
        if name.startswith("chapters/") and scripted:
            # outputs/light.py has the script asked for after the page has loaded; it defines this
            page.wait_for_function("() => typeof bootstrap !== 'undefined'")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def seen(browser, address):
    """A chapter on a screen, opened once for all tests that look at it and change nothing."""
    kept = {}

    def look(name: str, viewport: dict):
        place = (name, *viewport.values())
        if place not in kept:
            kept[place] = browser.new_context(viewport=viewport).new_page()
            kept[place].goto(f"{address}/chapters/{name}.html", wait_until="load")
            kept[place].wait_for_function("() => typeof bootstrap !== 'undefined'")
        return kept[place]

    yield look
    for page in kept.values():
        page.context.close()
