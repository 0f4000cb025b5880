"""A kernel notes what each chapter reads, whatever an earlier chapter has read."""

import json
import os
import subprocess
import sys

from edition.paths import ROOT

TWO_CHAPTERS = """
import json
import edition.reads
found = []
for _ in range(2):
    edition.reads.begin()
    from edition.tables import vocabulary
    from edition import tables
    tables.package()
    found.append(sorted(edition.reads.recorded()))
print(json.dumps(found))
"""


def test_a_second_chapter_reads_its_modules_and_tables_anew():
    path = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", TWO_CHAPTERS]
    done = subprocess.run(command, env=path, capture_output=True, text=True, check=True)
    first, second = json.loads(done.stdout)
    assert "src/edition/tables/__init__.py" in first and "data/datapackage.json" in first
    assert second == first
