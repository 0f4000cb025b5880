"""SHA256SUMS of data/evidence: no table there changes unseen (`sha256sum -c` reads it too).

`python -m edition data digests` renews it.
"""

import hashlib
from pathlib import Path

EVIDENCE = Path(__file__).resolve().parents[1] / "evidence"


def changed(folder: Path = EVIDENCE) -> set[str]:
    """Return the names of the tables whose bytes are not those of SHA256SUMS."""
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in sums)}
    there = [path for path in folder.iterdir() if path.suffix == ".csv"]
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in there}
    return {name for name in found.keys() | listed.keys() if found.get(name) != listed.get(name)}


def write(folder: Path = EVIDENCE) -> None:
    """Write SHA256SUMS of all tables in the folder."""
    files = sorted(path for path in folder.iterdir() if path.suffix == ".csv")
    sums = "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files
    )
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8", newline="\n")
