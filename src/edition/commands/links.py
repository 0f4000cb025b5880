"""Look at the addresses of all sources online: those of references.bib and of evidence_pages.csv.

A dead address is named with its entry, so that another can be put beside it (the field `archived`).
It ends with 1 if there is one. That no network can be reached is said, and is no failure.
"""

import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    UnknownHandler,
)

from edition import tables
from edition.references import notes

AGENT = "Mozilla/5.0 (compatible; link check of a critical edition; one request an address)"
FINE, REFUSED, SILENT, DEAD = "answer", "refuse robots", "did not answer now", "are dead"
SAMPLE = 6  # hosts that are tried first: where none can be reached there is no network


def addresses() -> dict[str, list[str]]:
    """Return every address with the entries that name it: keys of references.bib, ids of pages."""
    found: dict[str, list[str]] = {}
    for key, entry in notes.entries().items():
        get = entry.fields.get
        doi = f"https://doi.org/{get('doi')}" if get("doi") else None
        for url, name in (
            (get("url"), key),
            (get("archived"), f"{key}, archived copy"),
            (doi, f"{key}, DOI"),
        ):
            if url:
                found.setdefault(url, []).append(name)
    for row in tables.load("evidence_pages").itertuples():
        found.setdefault(row.url, []).append(f"page {row.evidence_id}")
    return found


def _web() -> OpenerDirector:
    """Return what opens addresses of the web and no others, no files of this machine."""
    opener = OpenerDirector()
    opener.addheaders = [("User-Agent", AGENT)]
    for handler in (
        ProxyHandler,
        HTTPHandler,
        HTTPSHandler,
        HTTPDefaultErrorHandler,
        HTTPRedirectHandler,
        HTTPErrorProcessor,
        UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


def look(url: str, timeout: float) -> tuple[str, str]:
    """Return what became of an address, FINE, REFUSED, SILENT or DEAD, and the reason in words."""
    try:
        with _web().open(quote(url, safe="%/:?#[]@!$&'()*+,;="), timeout=timeout) as answer:
            return FINE, str(answer.status)
    except HTTPError as error:
        by_status = {403: REFUSED, 429: REFUSED, 404: DEAD, 410: DEAD}
        return by_status.get(error.code, SILENT), f"status {error.code}"
    except URLError as error:
        dead = isinstance(error.reason, socket.gaierror)
        return (DEAD, "no such host") if dead else (SILENT, str(error.reason))
    except (OSError, HTTPException, ValueError) as error:
        return SILENT, f"{type(error).__name__}: {error}"[:120]


def reached(found: dict[str, list[str]], timeout: float) -> bool:
    """Tell whether any of a few hosts gives an answer of its own, of whatever status."""
    hosts = {urlsplit(url).netloc: url for url in found if url.startswith("https")}
    with ThreadPoolExecutor(SAMPLE) as pool:
        tried = list(pool.map(partial(look, timeout=timeout), list(hosts.values())[:SAMPLE]))
    return any(outcome == FINE or why.startswith("status") for outcome, why in tried)


def report(found: dict[str, list[str]], looked: dict[str, tuple[str, str]]) -> int:
    """Print each address that did not answer well, the dead ones first; return 1 if one is dead."""
    for wanted in (DEAD, SILENT, REFUSED):
        for url, (outcome, why) in looked.items():
            if outcome == wanted:
                print(f"  {'; '.join(found[url])}: {wanted.removeprefix('are ')} ({why}): {url}")
    counts = Counter(outcome for outcome, _ in looked.values())
    words = ", ".join(f"{counts[kind]} {kind}" for kind in (FINE, REFUSED, SILENT, DEAD))
    print(f"Of {len(looked)} addresses {words}.")
    return 1 if counts[DEAD] else 0


def options(parser) -> None:
    """Add the words of `python -m edition links`."""
    parser.add_argument("--timeout", type=float, default=20, help="seconds for each address (20)")
    parser.add_argument("--at-once", type=int, default=8, help="addresses at a time (8)")
    parser.set_defaults(run=main)


def main(arguments) -> int:
    """Look at all addresses; return 1 if one is dead."""
    found = addresses()
    if not reached(found, arguments.timeout):
        print(f"Links: {len(found)} addresses not looked at; no network can be reached from here.")
        return 0
    with ThreadPoolExecutor(max(1, arguments.at_once)) as pool:
        outcomes = pool.map(partial(look, timeout=arguments.timeout), found)
        return report(found, dict(zip(found, outcomes, strict=True)))
