"""Two browsers that a test can ask alike: Debian's chromium by Playwright, firefox-esr by WebDriver
BiDi, which needs no driver of its own.
"""

import json
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager

import pytest
import websocket
from playwright.sync_api import sync_playwright

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MINUTES = 15


@contextmanager
def chromium():
    """Yield what opens an address and returns what a JavaScript function gives there."""
    if not shutil.which("chromium"):
        pytest.skip("chromium is not installed")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=OPTIONS)

        def ask(address: str, function: str):
            page = browser.new_page()
            page.goto(address)
            found = page.evaluate(f"({function})()")
            page.close()
            return found

        yield ask
        browser.close()


@contextmanager
def firefox():
    """Yield the same for Firefox."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if not program:
        pytest.skip("firefox is not installed; on Debian: apt-get install firefox-esr")
    with tempfile.TemporaryDirectory() as profile:
        command = [program, "--headless", "--no-remote", "--profile", profile]
        command += ["--remote-debugging-port", "0"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            heard = (re.search(r"BiDi listening on (\S+)", line) for line in process.stderr)
            place = next(found[1] for found in heard if found)
            link = websocket.create_connection(
                f"{place}/session", timeout=60 * MINUTES, suppress_origin=True
            )
            yield _asking(link)
            link.close()
        finally:
            process.terminate()
            process.wait(30)


def _asking(link):
    def command(method: str, **params):
        link.send(json.dumps({"id": 1, "method": method, "params": params}))
        while (said := json.loads(link.recv())).get("id") != 1:
            pass  # an event
        assert said["type"] == "success", said
        return said["result"]

    command("session.new", capabilities={})

    def ask(address: str, function: str):
        page = command("browsingContext.create", type="tab")["context"]
        command("browsingContext.navigate", context=page, url=address, wait="complete")
        told = command(
            "script.evaluate",
            expression=f"({function})().then(JSON.stringify)",
            target={"context": page},
            awaitPromise=True,
        )
        command("browsingContext.close", context=page)
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"])

    return ask


BROWSERS = {"chromium": chromium, "firefox": firefox}
