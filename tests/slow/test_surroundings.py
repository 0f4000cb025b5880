"""No setting of the user's own, and no name of a folder, changes what a build makes."""

import json
import os
import subprocess
import sys

from reading import ROOT

from edition.commands import workshop

EXECUTE = """
from pathlib import Path
from edition import extension
from edition.book import execution
from edition.paths import ROOT
extension._settle(ROOT / "_build" / ".settings")
execution.renew([ROOT / "chapters" / "theory.md"], ROOT / "_build" / ".executed", 600)
"""


def outputs(root, **environment: str) -> list:
    """Execute a chapter of the copy as a build does; return what its cells put out."""
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root / "src")} | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    kept = (root / "_build" / ".executed").glob("*.json")
    found = [json.loads(path.read_text(encoding="utf-8"))["outputs"] for path in sorted(kept)]
    return sorted(json.dumps(each, sort_keys=True) for each in found)


def test_neither_the_users_settings_nor_the_name_of_the_folder_matter(tmp_path):
    plain, odd = tmp_path / "plain", tmp_path / "my%20folder, é"
    for folder in (plain, odd):
        workshop.mirror(ROOT, folder)
    kernel = tmp_path / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    spec = {"argv": ["false"], "display_name": "foreign", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    style = tmp_path / "matplotlibrc"
    style.write_text("savefig.bbox: tight\npath.sketch: 1, 100, 2\n", encoding="utf-8")
    hostile = {
        "PYTHONSAFEPATH": "1",
        "JUPYTER_PATH": str(tmp_path / "jupyter"),
        "MATPLOTLIBRC": str(style),
        "PYTHONWARNINGS": "error",
    }
    found = outputs(plain)
    assert found and outputs(odd, **hostile) == found
