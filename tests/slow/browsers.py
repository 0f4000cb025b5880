"""Two browsers that a test can ask alike: Debian's chromium by Playwright, firefox-esr by WebDriver
BiDi, which needs no driver of its own.
"""

import json
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import websocket
from playwright.sync_api import sync_playwright

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MINUTES = 15
# Firefox calls its makers for nothing
QUIET = "".join(
    f'user_pref("{name}", {value});\n'
    for name, value in {
        "app.normandy.enabled": "false",
        "app.update.enabled": "false",
        "network.captive-portal-service.enabled": "false",
        "network.connectivity-service.enabled": "false",
        "toolkit.telemetry.enabled": "false",
        "services.settings.server": '"data:,"',
    }.items()
)


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
        (Path(profile) / "user.js").write_text(QUIET, encoding="utf-8")
        said = Path(profile) / "said.txt"
        command = [program, "--headless", "--no-remote", "--profile", profile]
        with said.open("w", encoding="utf-8") as heard:
            process = subprocess.Popen(
                [*command, "--remote-debugging-port", "0"], stdout=heard, stderr=heard
            )
        try:
            link = websocket.create_connection(
                f"{_place(said)}/session", timeout=60 * MINUTES, suppress_origin=True
            )
            yield _asking(link)
            link.close()
        finally:
            process.terminate()
            process.wait(30)


def _place(said: Path) -> str:
    """Wait until Firefox says where it listens; return that."""
    for _ in range(600):
        if found := re.search(r"BiDi listening on (\S+)", said.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.1)
    pytest.fail(f"Firefox does not listen: {said.read_text(encoding='utf-8')[-2000:]}")


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
