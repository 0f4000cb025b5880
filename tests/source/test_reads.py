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

TITLES = """
import json, re
import edition.reads
from edition.paths import ROOT
edition.reads.begin()
path = ROOT / "chapters" / "theory.md"
title = edition.reads.matches(path, re.compile("^# (.+)$", re.M))[0][1]
found = {name: each for name, each in edition.reads.recorded().items() if "theory" in name}
now = edition.reads.now
text = path.read_text(encoding="utf-8")
edition.reads.ROOT = other = ROOT.__class__(input())
(other / "chapters").mkdir()
again = []
for changed in (text, text + "More.", text.replace(title, "Other")):
    (other / "chapters" / "theory.md").write_text(changed, encoding="utf-8")
    again.append({name: now(name) for name in found} == found)
print(json.dumps([list(found), again]))
"""


def test_a_second_chapter_reads_its_modules_and_tables_anew():
    path = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", TWO_CHAPTERS]
    done = subprocess.run(command, env=path, capture_output=True, text=True, check=True)
    first, second = json.loads(done.stdout)
    assert "src/edition/tables/__init__.py" in first and "data/datapackage.json" in first
    assert second == first


def test_of_a_text_only_what_is_sought_counts_as_read(tmp_path):
    path = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command, given = [sys.executable, "-c", TITLES], str(tmp_path)
    done = subprocess.run(command, env=path, input=given, capture_output=True, text=True)
    assert not done.stderr
    names, (same, with_a_sentence_more, retitled) = json.loads(done.stdout)
    assert names == ["chapters/theory.md?40:^# (.+)$"]
    assert same and with_a_sentence_more and not retitled
