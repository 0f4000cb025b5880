"""Pages in a real browser, from the disk and over HTTP: no error in the console, no request to another host."""

import os
import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import sync_playwright
from test_site import READ

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        not CHROMIUM and not os.environ.get("CI"),
        reason="chromium is not installed; on Debian: apt-get install chromium",
    ),
]


@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM, "chromium is not installed; in CI the tests in a browser must run"
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        if not isinstance(
            sys.exception(), ConnectionError
        ):  # a page that is closed while it still loads is no fault
            super().handle_error(request, client_address)


@pytest.fixture(scope="module")
def address(site):
    server = Server(("127.0.0.1", 0), partial(Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def visit(browser, url, **options):
    """Open a page; return it with what it asked for and what the console said."""
    context = browser.new_context(**options)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(url, wait_until="load")
    page.wait_for_load_state("networkidle")
    return page, asked, said


@pytest.mark.parametrize("name", READ)
def test_a_served_page_is_quiet_and_stays_at_home(browser, address, name):
    page, asked, said = visit(browser, f"{address}/{name}")
    assert not said
    assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    page.context.close()


@pytest.mark.parametrize("name", READ)
def test_a_page_from_the_disk_needs_no_network(browser, site, name):
    page, asked, _ = visit(browser, (site / name).as_uri())
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert page.locator("article h1").is_visible()
    page.context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", READ)
def test_a_page_never_scrolls_sideways(browser, address, name, width):
    page, _, _ = visit(browser, f"{address}/{name}", viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize(
    ("width", "shown", "hidden"),
    [(390, ".chart-narrow", ".chart-wide"), (1280, ".chart-wide", ".chart-narrow")],
)
def test_one_layout_of_each_figure_is_shown(browser, address, width, shown, hidden):
    page, _, _ = visit(
        browser, f"{address}/chapters/soft_power.html", viewport={"width": width, "height": 800}
    )
    assert page.locator(f".chart svg{shown}").first.is_visible()
    assert not page.locator(f".chart svg{hidden}").first.is_visible()
    page.context.close()


def test_figures_follow_the_theme(browser, address):
    page, _, _ = visit(browser, f"{address}/chapters/soft_power.html", color_scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = page.locator(".chart-wide text").first.evaluate("node => getComputedStyle(node).fill")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    light = page.locator(".chart-wide text").first.evaluate("node => getComputedStyle(node).fill")
    assert dark != light
    page.context.close()
