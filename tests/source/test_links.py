"""The look at all addresses: what is dead, what refuses robots, and that there is no network."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from edition.commands import links

STATUS = {"/there": 200, "/gone": 404, "/robots": 403, "/often": 429, "/broken": 500}


class Answers(BaseHTTPRequestHandler):
    """Answer with the status that the path stands for."""

    def do_GET(self):
        self.send_response(STATUS[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def host():
    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_dead_address_is_told_from_one_that_refuses(host, capsys):
    found = {host + path: [f"entry{path}"] for path in STATUS}
    looked = {url: links.look(url, 5) for url in found}
    assert links.report(found, looked) == 1
    said = capsys.readouterr().out
    assert f"entry/gone: dead (status 404): {host}/gone" in said
    assert "entry/robots: refuse robots (status 403)" in said
    assert "1 answer, 2 refuse robots, 1 did not answer now, 1 are dead" in said


def test_no_network_is_said_in_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(links, "look", lambda url, timeout: (links.DEAD, "no such host"))
    assert links.main(type("Words", (), {"timeout": 1, "at_once": 2})) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_every_address_is_looked_at_once():
    found = links.addresses()
    assert all(url.startswith("http") and names for url, names in found.items())
    assert any(name.endswith("archived copy") for names in found.values() for name in names)
    assert any(name == "page P01" for names in found.values() for name in names)
