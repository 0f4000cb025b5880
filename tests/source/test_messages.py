"""What the check before a build says: all faults at once, each with its place and what to do."""

import re
import shutil
from pathlib import Path

import pytest
from pybtex.database import Person
from reading import ROOT

from edition import tables
from edition.book import checks
from edition.book.soundness import files, references, settings, stated, yamls
from edition.commands import workshop
from edition.outputs import citations
from edition.references import bibtex, notes


@pytest.fixture
def forget(spare, monkeypatch):
    """Let the spare copy be read, and return a function that forgets what was read of it."""
    kept = [
        found
        for module in (tables, notes)
        for found in vars(module).values()
        if hasattr(found, "cache_clear")
    ]
    monkeypatch.setattr(tables, "ROOT", spare)
    monkeypatch.setattr(tables, "DATA", spare / "data")
    monkeypatch.setattr(tables, "DESCRIPTOR", spare / "data" / "datapackage.json")
    monkeypatch.setattr(notes, "BIBLIOGRAPHY", spare / "references.bib")

    def forgotten() -> None:
        for found in kept:
            found.cache_clear()

    yield forgotten
    forgotten()


@pytest.fixture
def check(spare, forget):
    """Return a function that gives the faults of the spare copy."""

    def faults() -> list[str]:
        forget()
        return checks.faults(spare)

    return faults


def swap(folder: Path, name: str, *pairs: tuple[str, str]) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, f"nothing to break: {old!r}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if words in line)


# --- All at once ---------------------------------------------------------------------------------


def test_faults_of_many_kinds_are_told_in_one_run(spare, check):
    """A table that cannot be loaded hides nothing that lies elsewhere."""
    chapter = "chapters/soft_power.md"
    swap(
        spare,
        chapter,
        ("{glue}`A01`", "{glue}`A99`"),
        ("{#S05 .claim}", "{#Z99 .claim}"),
        ("{source}`eadaily2016will`", "{source}`nobody`"),
        ("## An identity", "# An identity"),
        (":tags: [remove-cell]", ":tags: [remove-cell, raises-exception]"),
    )
    swap(spare, "data/article/events.csv", (",false\n", ",1\n"))
    swap(spare, "data/notes/note_sources.csv", ("3,I06,4,", "3,I06,9,"))
    swap(spare, "references.bib", ("urlstatus = {read}", "urlstatus = {unread}"))
    swap(spare, "_config.yml", ("allow_errors: false", "allow_errors: true"))
    told = check()
    wanted = {
        "chapters/soft_power.md: expected one title": [""],
        "chapters/soft_power.md, line": [
            *("`A99`: no such id", "claim Z99", "no entry 'nobody'", "unknown tag")
        ],
        "data/article/events.csv, row 2, field 'general': expected true or false, found '1'": [""],
        "data/notes/note_sources.csv, row 7, field 'position': expected 4, found 9": [""],
        "references.bib, line": ["field 'urlstatus'"],
        "_config.yml, key 'execute/allow_errors'": [""],
    }
    missing = [
        (start, words)
        for start, all_words in wanted.items()
        for words in all_words
        if not any(fault.startswith(start) and words in fault for fault in told)
    ]
    assert not missing, "\n".join(told)
    assert len(told) == len(set(told))
    assert not [fault for fault in told if str(spare) in fault]
    files_told = [fault.partition(",")[0].partition(":")[0] for fault in told]
    assert files_told == sorted(files_told)


def test_a_new_source_tells_all_that_it_lacks_in_one_run(spare, check):
    """Position, entry, status and order: one run."""
    swap(
        spare,
        "data/notes/note_sources.csv",
        ("1,I01,1,", "1,I01,7,"),
        ("rumer2017belarus", "new2020"),
    )
    text = (spare / "references.bib").read_text(encoding="utf-8")
    entry = "@misc{zzz2020,\n  title = {{A}},\n  organization = {B},\n  year = {2020},\n  url = {https://example.org/a},\n}\n\n"
    (spare / "references.bib").write_text(entry + text, encoding="utf-8")
    told = "\n".join(check())
    assert "row 2, field 'position': expected 1, found 7" in told
    assert "field 'key': no entry 'new2020' in references.bib" in told
    assert "references.bib, line 1, entry 'zzz2020', field 'urlstatus'" in told
    assert "stands after 'zzz2020'; expected the order of the keys" in told


def test_a_table_that_is_missing_is_told_once(spare, check):
    (spare / "data/article/claims.csv").unlink()
    swap(spare, "chapters/soft_power.md", ("## An identity", "# An identity"))
    told = check()
    assert [fault for fault in told if "claims.csv" in fault]
    assert "chapters/soft_power.md: expected one title (# …), found 2" in told
    assert len(told) <= 3, told


# --- BibTeX --------------------------------------------------------------------------------------


def read(tmp_path: Path, text: str) -> bibtex.Library:
    path = tmp_path / "references.bib"
    path.write_text(text, encoding="utf-8")
    return bibtex.read(path, notes.REQUIRED)


def entry(*fields: str, key: str = "a2020") -> str:
    lines = ["title = {{A}}", "organization = {B}", "url = {https://example.org/a}", *fields]
    return f"@misc{{{key},\n" + "".join(f"  {field},\n" for field in lines) + "}\n"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            "{Ministry of Labour and Social Protection}",
            ["Ministry of Labour and Social Protection"],
        ),
        ("Nye, Joseph and\n  Goble, Paul", ["Joseph Nye", "Paul Goble"]),
        ("Nye, Joseph\n  and Goble, Paul", ["Joseph Nye", "Paul Goble"]),
        ("Nye, Joseph AND {Crisis Group}", ["Joseph Nye", "Crisis Group"]),
        ("Costa Buranelli, Filippo", ["Filippo Costa Buranelli"]),
        ("{García Márquez}, Gabriel José", ["Gabriel José García Márquez"]),
        ("Slobodchikoff, Michael O.", ["Michael O. Slobodchikoff"]),
        ("King, Jr, Martin Luther", ["Martin Luther King Jr"]),
    ],
)
def test_names_are_split_as_bibtex_splits_them(tmp_path, names, expected):
    library = read(tmp_path, entry(f"author = {{{names}}}"))
    assert not library.faults
    persons = library.entries["a2020"].persons["author"]
    assert [notes.plain_name(person) for person in persons] == expected


def test_a_body_stays_one_in_every_export(tmp_path):
    body = "Ministry of Labour and Social Protection"
    found = read(tmp_path, entry(f"author = {{{{{body}}}}}")).entries
    assert citations.csl(found)[0]["author"] == [{"literal": body}]
    assert citations.ris(found).count("\nAU  - ") == 1
    assert f"\nAU  - {body}\r\n" in citations.ris(found)
    again = read(tmp_path, citations.bibtex(found)).entries["a2020"].persons["author"]
    assert [notes.plain_name(person) for person in again] == [body]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("author = {Siarhei Bohdan, Gumer Isaev}", "expected “and” between persons"),
        ("author = {Bohdan, Isaev, Marin}", "expected “and” between persons"),
        ("author = {Nye, Joseph and}", "expected a name on each side of “and”"),
        ('note = "Belarusian" # " Journalists"', "join the parts that “#” sets together"),
        ("note = jan", "expected one value in braces"),
        ("note = {100% sure}", "'%' has a meaning of its own in LaTeX; write '\\%'"),
        ("note = {for $2}", "write '\\$'"),
        ("note = {A & B}", "write '\\&'"),
        ("author = {{A & B}}", "write '\\&'"),
        ("note = {no_1}", "write '\\_'"),
    ],
)
def test_what_bibtex_would_misread_is_refused_with_the_remedy(tmp_path, field, expected):
    (fault,) = read(tmp_path, entry(field)).faults
    name = field.split()[0]
    assert f"references.bib, line 1, entry 'a2020', field {name!r}: " in fault
    assert expected in fault


def test_signs_are_plain_for_readers_and_addresses_are_kept(tmp_path):
    text = entry("note = {100\\% of \\$2 \\& more}", "doi = {10.1/a_{b}%}")
    library = read(tmp_path, text.replace("example.org/a", "example.org/{a}_%20#b"))
    assert not library.faults
    fields = library.entries["a2020"].fields
    assert fields["note"] == "100% of $2 & more"
    assert (fields["url"], fields["doi"]) == ("https://example.org/{a}_%20#b", "10.1/a_{b}%")
    assert citations.csl(library.entries)[0]["note"] == "100% of $2 & more"


def test_a_lost_brace_is_told_where_its_entry_begins(tmp_path):
    text = (
        entry(key="a2020")
        + "\n"
        + entry(key="b2020").replace("{B}", "{B")
        + "\n"
        + entry(key="c2020")
    )
    library = read(tmp_path, text)
    (fault,) = library.faults
    start = line_of(tmp_path / "references.bib", "b2020")
    assert f"line {start}, entry 'b2020': a closing brace is missing" in fault
    assert f"the field 'organization' in line {start + 2} does not end" in fault
    assert set(library.entries) == {"a2020", "c2020"} and not library.whole


def test_a_doi_that_is_the_address_of_another_entry_is_a_double(monkeypatch, tmp_path):
    first = entry("doi = {10.1234/abc}")
    second = entry(key="b2020").replace("https://example.org/a", "https://doi.org/10.1234/ABC")
    monkeypatch.setattr(notes, "library", lambda: read(tmp_path, first + "\n" + second))
    told = references.references("2026-01-01")
    assert any("entry 'b2020', field 'url': the same as in entry 'a2020'" in each for each in told)


def test_a_chinese_title_with_new_letters_names_entry_and_remedy(spare, check):
    swap(spare, "references.bib", ("title = {{", "title = {{龘"))
    told = [fault for fault in check() if "龘" in fault and "chinese_font.py" in fault]
    assert told and told[0].startswith("references.bib, line 1, entry ")


# --- Tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["1", "True", "TRUE", "yes", "0", ""])
def test_a_boolean_is_true_or_false(spare, forget, cell):
    swap(spare, "data/article/events.csv", (",false\n", f",{cell}\n"))
    forget()
    with pytest.raises(tables.DataError, match=r"row 2, field 'general': expected true or false"):
        tables.load("events")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("polls_media.csv", "python -m edition data digests (make data ARGS=digests)"),
        ("comparisons.csv", "python -m edition data digests (make data ARGS=digests)"),
        ("economy.csv", "make data FROM=folder"),
        ("un_roll_calls_mended.csv", "make data FROM=folder"),
    ],
)
def test_a_changed_table_of_evidence_names_its_command(name, command):
    assert command in files._remedy(name)


def test_digests_follow_a_typed_table_without_any_upstream_file(tmp_path):
    from builders import build, digests

    folder = tmp_path / "evidence"
    shutil.copytree(ROOT / "data" / "evidence", folder)
    swap(folder, "polls_media.csv", (",positive,68.0,", ",positive,86.0,"))
    assert build.main(["digests", "--from", str(tmp_path / "nothing")], data=folder) == 0
    assert not digests.changed(folder)


@pytest.mark.parametrize(
    ("name", "was"), [("economy.csv", "201"), ("un_roll_calls_mended.csv", "Pakistan")]
)
def test_digests_bless_no_table_that_must_be_made(tmp_path, capsys, name, was):
    from builders import build, digests

    folder = tmp_path / "evidence"
    shutil.copytree(ROOT / "data" / "evidence", folder)
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(was, "200", 1), encoding="utf-8")
    assert build.main(["digests", "--from", str(tmp_path / "nothing")], data=folder) == 2
    assert f"{build.TYPED.get(name, name)}: changed" in capsys.readouterr().err
    assert digests.changed(folder) == {name}


# --- Settings, contents, first page --------------------------------------------------------------

# how a file is broken: what is said, with the line
MISTAKES = {
    "no YAML": ("_config.yml", "html:", "html: [", r"_config.yml, line \d+: not readable as YAML"),
    "a tab": ("_config.yml", "  timeout: 300", "\ttimeout: 300", r"_config.yml, line 11: not read"),
    "a type": ("_config.yml", "timeout: 300", "timeout: soon", r"line 11, key 'execute/timeout'"),
    "an unknown key": ("_config.yml", "timeout:", "timout:", r"line 11, key 'execute/timout': unk"),
    "a section of words": (
        "_config.yml",
        "latex:",
        "latex: x\nlatexx:",
        r"line \d+, key 'latex': 'x' is not of type 'object'",
    ),
    "no file": ("_toc.yml", "chapters/theory", "chapters/teory", r"_toc.yml, line 8: no file"),
    "a file elsewhere": ("_toc.yml", "chapters/theory", "theory", r"_toc.yml, line 8: no file th"),
    "a format": ("_toc.yml", "jb-book", "jb-bok", r"_toc.yml, line 1: 'format' key value"),
    "a key of an entry": (
        "_toc.yml",
        "- file: chapters/theory",
        "- fil: a",
        r"_toc.yml, line 8: e",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_settings_has_its_line(spare, mistake):
    name, old, new, expected = MISTAKES[mistake]
    swap(spare, name, (old, new))
    told = "\n".join(settings.settings(spare))
    assert re.search(expected, told), told
    failed = workshop.said("Traceback …\nyaml.scanner.ScannerError: mapping values", spare)
    assert re.search(expected, failed) and str(spare) not in failed


def test_an_empty_file_of_settings_is_named(tmp_path):
    (tmp_path / "_config.yml").write_text("", encoding="utf-8")
    source, told = yamls.read(tmp_path / "_config.yml")
    assert source is None and "expected keys and values" in told[0]


STATED = {
    "a version": (
        "chapters/index.md",
        "version {{ version }}",
        "version 0.1.9",
        "expected the version",
    ),
    "a year": (
        "chapters/index.md",
        "{{ version }}, {{ year }}",
        "0.2.0, 2025",
        "expected the year",
    ),
    "a count": ("chapters/index.md", "101 statements", "103 statements", "expected 101 statements"),
    "a count of notes": ("README.md", "50 notes", "52 notes", "expected 50 notes"),
    "a number of the article": ("chapters/index.md", "57/2020", "75/2020", "as in CITATION.cff"),
    "a day of the article": ("README.md", "3 August 2020", "8 August 2020", "as in CITATION.cff"),
    "a chapter that is not listed": ("chapters/index.md", "](theory.md)", "]", "no link to theory"),
    "the version of the data": ("data/datapackage.json", '"0.2.0"', '"0.1.9"', "expected the ver"),
}


@pytest.mark.parametrize("what", STATED)
def test_what_pages_say_of_the_edition_comes_from_one_place(spare, what):
    name, old, new, expected = STATED[what]
    swap(spare, name, (old, new))
    cited = yamls.read(ROOT / "CITATION.cff")[0].contents
    told = stated.version(spare, cited) + stated.counts(spare) + stated.chapters(spare)
    assert any(fault.startswith(f"{spare / name}") and expected in fault for fault in told), told


# --- What a failed build says --------------------------------------------------------------------


def test_a_failed_build_shows_its_last_error_and_no_traceback(spare):
    said = workshop.said(
        "Running Sphinx\nTraceback (most recent call last):\n"
        f'  File "{spare}/src/edition/outputs/pdf.py", line 7, in make\n    x()\n'
        "ModuleNotFoundError: No module named 'weasyprint'\n"
        "Please report this issue to Sphinx.\n",
        spare,
    )
    assert (
        said
        == "src/edition/outputs/pdf.py, line 7: ModuleNotFoundError: No module named 'weasyprint'"
    )


def test_the_contents_of_a_preview_are_not_to_blame(spare):
    (spare / "_toc.yml").write_text("format: jb-book\nroot: chapters/theory\n", encoding="utf-8")
    broken = "Traceback (most recent call last):\nValueError: a cell is wrong\n"
    assert workshop.said(broken, spare, ROOT) == "ValueError: a cell is wrong"
    assert "_toc.yml" in workshop.said(broken, spare)


def test_what_a_step_after_the_pages_says_stands_alone(spare):
    said = workshop.said(
        "Traceback (most recent call last):\n"
        "sphinx.errors.ExtensionError: Handler <function f at 0x7f> for event 'build-finished' "
        "threw an exception (exception: theory.html: no font has 'x' (U+1200))\n",
        spare,
    )
    assert said == "theory.html: no font has 'x' (U+1200)"


def test_a_person_is_written_as_it_was_read():
    assert bibtex.escaped("100% of $2") == "100\\% of \\$2"
    assert bibtex.plain(bibtex.escaped("A & B_#")) == "A & B_#"
    assert str(Person("Nye, Joseph")) == "Nye, Joseph"
