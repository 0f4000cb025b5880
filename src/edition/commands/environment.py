"""Make the virtual environment .venv and install what is pinned: by uv or, without it, by pip.

    python src/edition/commands/environment.py book|dev

Standard library only: this runs before anything is installed.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "edition.json"
# commands/lock.py makes them
LISTS = {"book": "requirements.txt", "dev": "requirements-dev.txt"}
OLDEST, NEWEST = (3, 11), (3, 13)
PIN = r"(?ms)^{name}==.*?(?=^\S|\Z)"  # a requirement with its hashes, to the next one


def main(kind: str) -> int:
    """Make or renew the environment for "book" or "dev"; return 0, or 1 where it cannot be made."""
    if sys.version_info < OLDEST:
        needed = "Python 3.11 or newer is needed; name another: make PYTHON=python3.12"
        print(f"{sys.executable}: {needed}")
        return 1
    if sys.version_info[:2] > NEWEST:
        tested = "the Pythons that this edition was tested with (3.11 to 3.13)"
        print(f"{sys.executable} is newer than {tested}.")
    wanted = {"root": str(ROOT), "python": sys.version, "list": "", "digest": ""}
    stamp = _stamp()
    if any(stamp.get(name) != wanted[name] for name in ("root", "python")):
        stamp = _make(wanted, "moved or made by another Python" if stamp else "")
    if kind == "book" and stamp["list"] == "dev":
        kind = "dev"  # which holds all of the book's
    digest = hashlib.sha256((ROOT / LISTS[kind]).read_bytes()).hexdigest()
    if stamp["list"] == kind and stamp["digest"] == digest:
        return 0
    begun = time.monotonic()
    by = _install(LISTS[kind])
    if by:
        STAMP.write_text(json.dumps(stamp | {"list": kind, "digest": digest}), encoding="utf-8")
        taken = f"{time.monotonic() - begun:.0f} s"
        print(f"Installing {LISTS[kind]} by {by}: done in {taken}", flush=True)
    return not by


def _stamp() -> dict:
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _make(wanted: dict, why: str) -> dict:
    """Make an empty environment that finds the package `edition`; return what is written of it."""
    anew = f" anew: it was {why}" if why else ""
    print(f"Making a virtual environment in .venv{anew} ...", flush=True)
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    except subprocess.CalledProcessError:
        sys.exit("The module venv is missing or broken; on Debian: apt-get install python3-venv")
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python(), "-c", where], check=True, capture_output=True, text=True)
    link = Path(site.stdout.strip()) / "edition.pth"
    link.write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    return wanted


def python() -> str:
    """Return the path of the environment's Python."""
    return str(ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def _install(requirements: str) -> str:
    """Install a list with its hashes; return what did it, empty if nothing could."""
    print(f"Installing {requirements} ...", flush=True)
    pip = [python(), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    if uv := _uv(pip):
        own = ["--quiet", "--python", python()]
        command = [*uv, "pip", "install", *own, "--require-hashes", "-r", requirements]
        if subprocess.run(command, cwd=ROOT, env=os.environ | _indexes(pip)).returncode == 0:
            return "uv"
        print("uv could not install the list; trying pip.", flush=True)
    command = [*pip, "install", "--require-hashes", "-r", requirements]
    return "pip" if subprocess.run(command, cwd=ROOT).returncode == 0 else ""


def _uv(pip: list[str]) -> list[str]:
    """Return the words that start uv, one on the path or the pinned one; empty if there is none."""
    if found := shutil.which("uv"):
        return [found]
    own = [python(), "-m", "uv"]
    if subprocess.run([*own, "--version"], capture_output=True).returncode == 0:
        return own
    pins = (ROOT / LISTS["dev"]).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        pin = Path(folder) / "uv.txt"
        pin.write_text(re.search(PIN.format(name="uv"), pins)[0], encoding="utf-8")
        command = [*pip, "install", "--require-hashes", "--no-deps", "-r", str(pin)]
        done = subprocess.run(command, capture_output=True)
    return own if done.returncode == 0 else []


def _indexes(pip: list[str]) -> dict[str, str]:
    """Return pip's own settings of where packages lie as uv reads them."""
    said = subprocess.run([*pip, "config", "list"], capture_output=True, text=True).stdout
    found = {}
    for name, value in re.findall(r"(?m)^(?:global|install|:env:)\.([\w-]+)='(.*)'$", said):
        for theirs, ours in (("index-url", "UV_DEFAULT_INDEX"), ("cert", "SSL_CERT_FILE")):
            if name == theirs:
                found[ours] = value
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
