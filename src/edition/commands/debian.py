"""Install Debian packages where that is allowed; otherwise say what is missing and go on.

python -m edition.commands.debian LIST WHY
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def main(packages: Path, why: str) -> int:
    """Install what the file lists, a name a line, and is not there; return 0 in any case."""
    missing = [name for name in packages.read_text(encoding="utf-8").split() if not _there(name)]
    if not missing:
        return 0
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing system packages: {' '.join(missing)} ...", flush=True)
        quiet = {"capture_output": True, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        for name in missing:  # one that this Debian does not have keeps back no other
            subprocess.run([*install, name], **quiet)
        missing = [name for name in missing if not _there(name)]
        if not missing:
            return 0
    names = " ".join(missing)
    print(f"Needed for {why} and not installed here: {names} (on Debian: apt-get install {names}).")
    print("Every other step still runs.")
    return 0


def _there(name: str) -> bool:
    if not shutil.which("dpkg"):
        return shutil.which(name) is not None
    return subprocess.run(["dpkg", "-s", name], capture_output=True).returncode == 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
