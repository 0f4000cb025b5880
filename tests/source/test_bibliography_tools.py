"""Tools of readers take the references without a complaint; TeX's only where it is there."""

import re
import shutil
import subprocess

import pytest
import rispy

from edition.outputs import citations
from edition.references import notes

DOCUMENT = r"""\documentclass{article}
\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}\usepackage[english]{babel}
\makeatletter\def\UTFviii@undefined@err#1{?}\makeatother % other scripts: a matter of fonts
\usepackage[backend=biber,style=authoryear]{biblatex}\addbibresource{references.bib}
\begin{document}\nocite{*}\printbibliography\end{document}
"""


@pytest.mark.skipif(
    not (shutil.which("pdflatex") and shutil.which("biber")), reason="no pdflatex or biber here"
)
def test_pdflatex_and_biber_take_all_references(tmp_path):
    shutil.copy(notes.BIBLIOGRAPHY, tmp_path / "references.bib")
    (tmp_path / "all.tex").write_text(DOCUMENT, encoding="utf-8")
    printed = ""
    for command in (["pdflatex"], ["biber", "--nolog"], ["pdflatex"], ["pdflatex"]):
        words = ["-interaction=nonstopmode"] if command == ["pdflatex"] else []
        done = subprocess.run(
            [*command, *words, "all"], cwd=tmp_path, capture_output=True, timeout=120
        )
        printed = done.stdout.decode(errors="replace")
        assert done.returncode == 0, printed[-1500:]
        assert not re.search(r"\b(WARN|ERROR)\b", printed), printed[-1500:]
    assert not re.findall(r"(?m)^!.*|undefined references", printed)


def test_rispy_takes_all_references():
    read = rispy.loads(citations.ris(notes.entries()))
    assert [entry["id"] for entry in read] == list(notes.entries())
    assert not [entry["id"] for entry in read if entry.get("unknown_tag")]


def test_each_body_stands_where_bibtex_prints_it():
    text = notes.BIBLIOGRAPHY.read_text(encoding="utf-8")
    for block in re.split(r"\n(?=@)", text):
        if block.startswith("@misc"):
            assert not re.search(r"(?m)^  (publisher|series|volume|journal) = ", block), block
        if block.startswith("@techreport"):
            assert "\n  institution = " in block and "\n  series = " not in block, block
