"""A book built step by step is the book of a clean build, byte for byte; what has not changed is
not executed again.

One copy of the project is built, changed, built, changed and built again; a second copy, with all
changes, is built from nothing.
"""

import json
import zipfile
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text
from reading import ROOT

from edition.commands import workshop
from edition.outputs import manifest

EXTRA = """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---

# Passing chapter

:::{div} chapter-claim
It passes.
:::

```{code-cell} ipython3
from dataclasses import replace
from edition import charts, tables
shares = tables.load("numbers").query("id in ['A02', 'A03']")
about = {"measure": "Citizens", "unit": "percent", "years": "2014", "tables": ["numbers"]}
chart = charts.rows(shares, "id", "value", name="passing", title="It passes", holds=True, **about)
```

```{code-cell} ipython3
---
mystnb:
  figure:
    caption: Passing figure
    name: fig-passing
---
replace(chart, name="passing")
```
"""
FIGURE = EXTRA[EXTRA.index("```{code-cell} ipython3\n---") :]
LINE = "      - file: chapters/"
LINK, CITE = "This passes: [a chapter](extra.md).\n\n", "## How to cite it\n"
# the change of each kind of input: (file, old text, new text)
FIRST = {
    "a chapter": (
        "chapters/theory.md",
        ":::{admonition} The chapter in brief",
        "Stepmark.\n\n:::{admonition} The chapter in brief",
    ),
    "a style sheet": (
        "_static/edition.css",
        "/* What a reader's",
        ".bd-article { outline-offset: 7.5px; }\n/* What a reader's",
    ),
    "a template": ("_templates/depth.html", "<legend>Show<", "<legend>Show the stepmark<"),
    "a print style": (
        "_templates/typst/edition.typ",
        'blue = rgb("#1f5f8b")',
        'blue = rgb("#1f5f8c")',
    ),
    "CITATION.cff": ("CITATION.cff", "keywords: [Bel", "keywords: [citemark, Bel"),
    "_config.yml": ("_config.yml", 'copyright: "2026"', 'copyright: "2027"'),
    "_toc.yml": ("_toc.yml", "The apparatus", "The stepmark"),
    "a removed figure": ("chapters/extra.md", FIGURE, ""),
}
SECOND = {
    "a table": ("data/notes/note_sources.csv", ",pp. 23–25,", ",pp. 23–25 (tablemark),"),
    "a BibTeX entry": (
        "references.bib",
        "Geopolitical Imagination}}",
        "Geopolitical Imagination, Bibmark}}",
    ),
    "a module": (
        "src/edition/charts/grammar.py",
        '"chart-source">Source: ',
        '"chart-source">Modulemark: ',
    ),
    "a removed chapter": ("_toc.yml", f"{LINE}extra\n", ""),
    "a removed link": ("chapters/index.md", LINK, ""),
}
THIRD = ("chapters/theory.md", "Stepmark.", "Laststep.")
ROW = ("data/evidence/arms_imports.csv", "2005,Ukraine,5.94", "2005,Ukraine,5.95")
LONGER = ("chapters/evidence_trade.md", "\n(test-", f"\n{'Further. ' * 800}\n\n(test-")  # by pages


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name}: nothing to change"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add_extra(folder: Path) -> None:
    """Add a chapter, as CONTRIBUTING.md says: its file, its line in _toc.yml, a link to it."""
    change(folder, "_toc.yml", f"{LINE}theory\n", f"{LINE}theory\n{LINE}extra\n")
    change(folder, "chapters/index.md", CITE, LINK + CITE)
    (folder / "chapters" / "extra.md").write_text(EXTRA, encoding="utf-8")


def build(folder: Path) -> int:
    """Build the copy by the plain route and return how many chapters were executed and kept."""
    kept = folder / "_build" / ".executed"
    before = {path: path.stat().st_mtime_ns for path in kept.glob("*.json")}
    done = workshop.run(folder)
    assert not done, done
    after = {path: path.stat().st_mtime_ns for path in kept.glob("*.json")}
    return sum(before.get(path) != when for path, when in after.items())


def contents(folder: Path) -> dict[str, str]:
    """Return what a reader finds: pages, style, search index, list of files, PDF, EPUB and
    notebooks, as text.
    """
    site = folder / "_build" / "html"
    text = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*")
        if path.suffix in (".html", ".js", ".css")
    }
    text["pdf"] = extract_text(site / "downloads" / "edition.pdf")
    for name in ("edition.epub", "edition-notebooks.zip"):
        with zipfile.ZipFile(site / "downloads" / name) as packed:
            text[name] = "".join(
                packed.read(part).decode("utf-8", "replace") for part in packed.namelist()
            )
    text["manifest"] = (site / manifest.NAME).read_text(encoding="utf-8")
    return text


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    """The book after each step, the chapters executed in each, and the same book built from
    nothing.
    """
    folder, clean = tmp_path_factory.mktemp("steps"), tmp_path_factory.mktemp("clean")
    workshop.mirror(ROOT, folder)
    add_extra(folder)
    executed, found = [build(folder)], [contents(folder)]
    for changes in (FIRST, SECOND):
        for edit in changes.values():
            change(folder, *edit)
        if changes is SECOND:
            (folder / "chapters" / "extra.md").unlink()
        executed.append(build(folder))
        found.append(contents(folder))
    executed.append(build(folder))  # nothing changed
    written = []
    for edit in (THIRD, LONGER):
        change(folder, *edit)
        before = when_written(folder)
        executed.append(build(folder))
        written.append(written_since(before, folder))
    change_row(folder)
    before = when_written(folder)
    build(folder)
    written.append(written_since(before, folder))
    workshop.mirror(folder, clean)
    build(clean)
    return found, executed, folder, clean, written


def change_row(folder: Path) -> None:
    """Change a row of evidence, and the digest of its table."""
    table = folder / ROW[0]
    before = manifest.digest(table)
    change(folder, *ROW)
    change(folder, "data/evidence/SHA256SUMS", before, manifest.digest(table))


def written_since(before: dict[Path, int], folder: Path) -> list[str]:
    """Return the pages that Sphinx has written since `when_written` gave before."""
    return [path.stem for path, when in when_written(folder).items() if before[path] != when]


def when_written(folder: Path) -> dict[Path, int]:
    """Return when Sphinx wrote each page."""
    pages = (folder / "_build" / ".pages" / "chapters").glob("*.html")
    return {path: path.stat().st_mtime_ns for path in pages}


pytestmark = pytest.mark.xdist_group("steps")


def test_built_step_by_step_is_built_from_nothing(steps):
    """Every file the same, the manifest with it; so no page, figure, script or word of an earlier
    step has stayed.
    """
    _, _, folder, clean, _ = steps
    built, anew = (manifest.outputs(top / "_build" / "html") for top in (folder, clean))
    assert {name for name in built | anew if built.get(name) != anew.get(name)} == set()
    assert (folder / "_build" / "html" / manifest.NAME).read_bytes() == (
        clean / "_build" / "html" / manifest.NAME
    ).read_bytes()


def test_only_what_changed_is_executed(steps):
    """First all chapters with cells; then the one whose cells changed, and the one that reads
    CITATION.cff; those that read the tables and modules that changed; none when nothing did.
    """
    _, executed, *_ = steps
    everything, cells, read, *none = executed
    assert cells == 2 < read < everything and none == [0, 0, 0]


def test_only_the_page_that_changed_is_written(steps):
    """A word of one chapter, more than a page of words, and what cells show of a row of evidence;
    Sphinx writes what lists it, too.
    """
    *_, (*texts, row) = steps
    assert [set(names) - {"index"} for names in texts] == [{"theory"}, {"evidence_trade"}]
    assert "evidence_trade" in row and not {"theory", "introduction", "glossary"} & set(row)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("chapters/theory.html", "Stepmark."),
        ("pdf", "Stepmark."),
        ("edition.epub", "Stepmark."),
        ("edition-notebooks.zip", "Stepmark."),
        ("_static/search_text.js", "Stepmark."),
        ("_static/book.css", "7.5px"),
        ("chapters/theory.html", "Show the stepmark"),
        ("chapters/data.html", "The stepmark"),
        ("edition.epub", "citemark"),
    ],
)
def test_a_change_of_text_style_template_or_settings_shows(steps, place, words):
    (before, after, _), *_ = steps
    assert words not in before[place]
    assert words in after[place]


@pytest.mark.parametrize(
    "place", ["chapters/extra.html", "edition.epub", "edition-notebooks.zip", "manifest"]
)
def test_a_removed_figure_is_gone(steps, place):
    (before, after, _), *_ = steps
    assert "passing.csv" in before["manifest"]
    assert ("passing.csv" if place == "manifest" else "Passing figure") in before[place]
    assert ("passing.csv" if place == "manifest" else "Passing figure") not in after[place]


def test_a_removed_chapter_is_gone(steps):
    (_, before, after), *_ = steps
    assert [name for name, text in before.items() if "Passing chapter" in text]
    assert [
        name
        for name, text in after.items()
        if "Passing chapter" in text or "chapters/extra" in text or name == "chapters/extra.html"
    ] == []


@pytest.mark.parametrize("words", ["tablemark", "Bibmark", "Modulemark"])
@pytest.mark.parametrize(
    "place", ["page", "pdf", "edition.epub", "edition-notebooks.zip", "_static/search_text.js"]
)
def test_a_change_of_table_reference_or_module_shows(steps, place, words):
    (_, before, after), *_ = steps
    if place == "page":
        assert not [name for name, text in before.items() if words in text]
        assert [name for name, text in after.items() if name.endswith(".html") and words in text]
    else:
        assert words in after[place]


@pytest.mark.parametrize("name", [*FIRST, *SECOND])
def test_a_change_makes_the_manifest_stale(spare, name):
    """Each kind of input alone is enough; so is a changed page."""
    add_extra(spare)
    (spare / "out" / "downloads").mkdir(parents=True)
    (spare / "out" / "page.html").write_text("page", encoding="utf-8")
    manifest.write(spare / "out", manifest.made_from(spare))
    assert manifest.is_current(spare / "out", spare)
    change(spare, *(FIRST | SECOND)[name])
    assert not manifest.is_current(spare / "out", spare)


def test_a_changed_page_makes_the_manifest_stale(spare):
    (spare / "out" / "downloads").mkdir(parents=True)
    manifest.write(spare / "out", manifest.made_from(spare))
    assert json.loads((spare / "out" / manifest.NAME).read_text(encoding="utf-8"))["inputs"]
    (spare / "out" / "page.html").write_text("page", encoding="utf-8")
    assert not manifest.is_current(spare / "out", spare)
