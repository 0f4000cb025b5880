"""Audit what the edition stands on: the licence of every pinned package, and known advisories.

It ends with 1 if there are advisories or if the audit itself fails; that no source of advisories
can be reached is said, and is no failure.
"""

import json
import re
import subprocess
import sys
from collections import Counter

from edition.paths import ROOT

# words of pip-audit's errors: its source cannot be reached
UNREACHED = (
    "ConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "ServiceError",
    "ProxyError",
    "SSLError",
)
AUDIT = (
    *("--no-deps", "--disable-pip", "--vulnerability-service", "osv"),
    *("--progress-spinner", "off", "--timeout", "10", "--format", "json"),
)


def pins() -> dict[str, set[str]]:
    """Return the exact versions of every package in requirements*.txt by its name.

    There are two where platforms or Pythons differ.
    """
    found: dict[str, set[str]] = {}
    for path in sorted(ROOT.glob("requirements*.txt")):
        for name, version in re.findall(r"(?m)^([\w.-]+)==(\S+)", path.read_text(encoding="utf-8")):
            found.setdefault(name.lower(), set()).add(version)
    return found


def installed() -> dict[str, str]:
    """Return the licence of each package installed here, as its metadata state it."""
    done = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json", "--with-system"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        re.sub(r"[-_.]+", "-", item["Name"]).lower(): " ".join(item["License"].split())[:80]
        for item in json.loads(done.stdout)
    }


def print_licences() -> None:
    """Print a line for each pin: name, versions, licence; then how often each licence occurs."""
    stated = installed()
    pinned = pins()
    for name in sorted(pinned):
        licence = stated.get(name, "not installed here (another system, Python or task)")
        print(f"  {name:32} {', '.join(sorted(pinned[name])):24} {licence}")
    absent = len(pinned.keys() - stated.keys())
    print(f"{len(pinned)} packages are pinned, {absent} of them not installed here.")
    for licence, count in Counter(stated[name] for name in pinned if name in stated).most_common():
        print(f"  {count:4}  {licence}")


def print_advisories() -> int:
    """Print the known advisories on the pinned versions; return how many there are.

    It is 1, too, if pip-audit itself fails.
    """
    files = [word for path in sorted(ROOT.glob("requirements*.txt")) for word in ("-r", str(path))]
    command = [sys.executable, "-m", "pip_audit", *files, *AUDIT]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        print("Advisories: not known; the source did not answer in 10 minutes.")
        return 0
    return report(done.stdout, done.stderr)


def report(stdout: str, stderr: str) -> int:
    """Print what pip-audit found, or that its source could not be reached.

    Return the number of advisories, 1 for a failure.
    """
    try:
        found = [
            (item, each)
            for item in json.loads(stdout)["dependencies"]
            for each in item.get("vulns", [])
        ]
    except (ValueError, KeyError):
        return _unanswered(stderr)
    for item, each in found:
        repaired = ", ".join(each.get("fix_versions", [])) or "no version yet"
        print(f"  {item['name']} {item['version']}: {each['id']}, repaired in {repaired}")
    print(f"Advisories: {len(found)} known for the pinned versions.")
    return len(found)


def _unanswered(stderr: str) -> int:
    """Print why pip-audit gave no answer; return 1 if that is a failure, 0 if it could not ask."""
    lines = [line for line in stderr.strip().splitlines() if line.strip()]
    why = lines[-1] if lines else "no word of it"
    if not any(word in stderr for word in UNREACHED):
        print(f"Advisories: pip-audit failed: {why[:300]}")
        return 1
    host = re.search(r"host='([\w.-]+)'", stderr)
    where = host[1] if host else why[:160]
    print(f"Advisories: not known; no source of advisories can be reached from here ({where}).")
    return 0


def options(parser) -> None:
    """Add the words of `python -m edition audit`."""
    parser.set_defaults(run=main)


def main(_) -> int:
    """Print licences and advisories; return 1 if there are advisories."""
    print_licences()
    return 1 if print_advisories() else 0
