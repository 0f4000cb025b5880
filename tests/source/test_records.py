"""What a cell records reaches all that shows it; a verdict follows from its records by one rule."""

import csv
import json
import os
import re
import subprocess
import sys

import pandas as pd
import pytest
from reading import ROOT

from edition import tables
from edition.commands import workshop
from edition.judgement import boxes, multiverse, records, statements, verdicts
from edition.outputs import specifications
from edition.tables import DataError, recorded

CHOICES = {
    "window": {(2008, 2013): "the headline", (2005, 2013): "longer"},
    "votes": {"final": "whole", "all": "with parts"},
}


@pytest.fixture
def shown(monkeypatch):
    """The outputs that the cell has displayed, as data by type of output."""
    found = []
    monkeypatch.setattr(records, "display", lambda data, **_: found.append(data))
    return found


def judged(shown, made=None, **more):
    """The record of a verdict on K02; more: as in records.verdict."""
    words = {"supports": "below", "unit": "points", "base_rate": "half of the members"} | more
    choices = CHOICES if made is not None else None
    records.verdict("K02", -3, -5, -1, 1.7, **words, specifications=made, choices=choices)
    return shown[-1][recorded.MIME]


def run(*measured):
    return multiverse.specifications(CHOICES, measured, "below")


AWAY, NEAR = (-3, -5, -1, 1.7), (0.5, -2, 2, 1.7)


@pytest.mark.parametrize(
    ("estimate", "low", "high", "supports", "word"),
    [
        (2.0, 0.5, 3.5, "above", "supports"),
        (2.0, 0.5, 3.5, "below", "contradicts"),
        (-2.0, -3.5, -0.5, "above", "contradicts"),
        (-2.0, -3.5, -0.5, "below", "supports"),
        (2.0, -0.5, 4.5, "above", "inconclusive"),  # the interval runs through zero
        (1.0, 0.5, 1.5, "above", "inconclusive"),  # within the margin
        (-1.0, -1.5, -0.5, "above", "inconclusive"),  # against it, and within the margin as well
        (-2.0, -4.5, 0.5, "above", "inconclusive"),  # beyond it, through zero
        (1.7, 0.1, 3.3, "above", "supports"),  # at the margin itself, on either side
        (-1.7, -3.3, -0.1, "above", "contradicts"),
        (0.0, -1.0, 1.0, "near", "supports"),
        (4.0, 2.0, 6.0, "near", "contradicts"),
        (0.0, -3.0, 3.0, "near", "inconclusive"),
    ],
)
def test_a_verdict_follows_from_interval_and_margin_alike_for_and_against(
    estimate, low, high, supports, word
):
    assert verdicts.decide(estimate, low, high, 1.7, supports) == word
    turned = {"supports": "contradicts", "contradicts": "supports"}
    if supports != "near":
        other = verdicts.decide(-estimate, -high, -low, 1.7, supports)
        assert other == turned.get(word, word)


@pytest.mark.parametrize(
    ("share", "exception", "word"),
    [
        (2 / 3, "", "supports"),  # two thirds are enough
        (16 / 24, "", "supports"),
        (0.66, "", "inconclusive"),
        (0.66, "An argument.", "supports"),
    ],
)
def test_two_thirds_of_the_specifications_bear_a_verdict(share, exception, word):
    assert verdicts.borne("supports", share, exception) == word


def test_the_word_in_the_text_is_that_of_the_verdict_and_not_of_the_headline(shown, monkeypatch):
    glued = {}

    def display(data, metadata, **_):
        text = data["application/papermill.record/text/plain"]
        glued[metadata["scrapbook"]["name"]] = text

    monkeypatch.setattr(boxes, "display", display)
    judged(shown, run(AWAY, AWAY, NEAR, NEAR))
    assert glued == {"K02": "inconclusive"}


def test_a_build_hands_the_page_every_specification_as_it_was(shown, monkeypatch):
    made = run(AWAY, NEAR, (float("nan"), float("nan"), float("nan"), 1.7), AWAY)
    judged(shown, made)
    assert recorded.SPECIFICATIONS not in shown[-1], "a notebook has no use for it"
    monkeypatch.setenv(recorded.BUILDING, "1")
    judged(shown, made)
    packed = json.loads(json.dumps(shown[-1][recorded.SPECIFICATIONS], allow_nan=False))
    again = specifications.table(packed)
    named = made.assign(window=made.window.map(multiverse.label))
    pd.testing.assert_frame_equal(again, named, check_dtype=False)
    assert packed["unit"] == "{}\N{NO-BREAK SPACE}points" and "below 0 speaks for" in packed["side"]


def test_too_few_specifications_make_a_verdict_inconclusive(shown):
    few = judged(shown, run(AWAY, AWAY, NEAR, NEAR))
    assert (few["headline"], few["verdict"], few["share"]) == ("supports", "inconclusive", 0.5)
    assert "2 of 4 give “supports”" in shown[-1]["text/html"]
    assert "less than two thirds" in shown[-1]["text/plain"]
    enough = judged(shown, run(AWAY, AWAY, AWAY, NEAR))
    assert enough["verdict"] == "supports" and enough["flips"] == {"window": 0.5, "votes": 0.5}


def test_an_option_without_which_the_verdict_would_be_another_is_named(shown):
    """Struck are single options, never the headline’s: of four rows two are left."""
    few = judged(shown, run(AWAY, NEAR, AWAY, NEAR))
    told = {"axis": "votes", "option": "all", "share": 1.0, "verdict": "supports"}
    assert few["verdict"] == "inconclusive" and few["held_up"] == [told]
    said = "the verdict would be supports without “all” of “votes” (100\N{NO-BREAK SPACE}%)"
    assert said in shown[-1]["text/html"]
    three = judged(shown, run(AWAY, NEAR, AWAY, AWAY))
    assert three["verdict"] == "supports"
    assert [each["option"] for each in three["held_up"]] == ["2005–2013"]
    assert judged(shown, run(AWAY, AWAY, AWAY, AWAY))["held_up"] == []
    assert "With one option less: the verdict would be the same" in shown[-1]["text/plain"]


def test_what_lies_near_has_a_smallest_distance_that_would_contradict(shown):
    record = judged(shown, supports="near")
    assert record["smallest"] == "3.7\N{NO-BREAK SPACE}points", "1.7 of margin and 2 of interval"


def test_a_specification_that_is_left_out_is_noticed(shown):
    with pytest.raises(DataError, match="left out: window 2005–2013, votes final"):
        judged(shown, run(AWAY, AWAY, AWAY, NEAR).drop(index=2))
    with pytest.raises(DataError, match="is not the headline"):
        judged(shown, run(NEAR, AWAY, AWAY, AWAY))


def test_a_box_shows_what_a_verdict_rests_on_in_every_kind_of_output(shown):
    record = judged(shown, run(AWAY, AWAY, AWAY, NEAR))
    assert record["smallest"] == "2.0\N{NO-BREAK SPACE}points", "the interval reaches 2 points"
    for kind in ("text/html", "text/markdown", "text/plain"):
        for words in ("supports", "−3.0", "−5.0", "1.7", "half of the members", "window"):
            assert words in shown[-1][kind], (kind, words)


def test_what_cannot_be_recorded_is_told(shown):
    with pytest.raises(DataError, match="no row of the comparison 'K99'"):
        records.verdict("K99", 1, 0, 2, 1, supports="above", unit="points", base_rate="")
    with pytest.raises(DataError, match="B01: expected a finite number"):
        records.number("B01", float("nan"), "percent", "share", "2016")
    with pytest.raises(DataError, match="'parsecs'"):
        records.number("B01", 1, "parsecs", "share", "2016")


def statement(*rows) -> tuple[str, bool]:
    """The verdict on a statement whose comparisons have these parts, families and verdicts."""
    frame = pd.DataFrame(rows, columns=["part", "family", "verdict"])
    return statements.together(frame.assign(comparison=[f"K{n}" for n in frame.index]))


YES, NO, OPEN, LOST = "supports", "contradicts", "inconclusive", "cannot be tested"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("", "a", YES)], (YES, False)),
        ([("", "a", YES), ("", "b", NO)], ("divided", False)),
        ([("", "a", YES), ("", "a", NO)], (OPEN, False)),
        ([("", "a", YES), ("", "b", OPEN)], (YES, False)),
        ([("", "a", YES), ("", "b", OPEN), ("", "c", OPEN)], (OPEN, False)),
        ([("", "a", YES), ("", "a", LOST)], (YES, False)),
        ([("one", "a", YES), ("two", "b", NO)], ("in part", False)),
        ([("one", "a", YES), ("two", "b", OPEN)], (YES, True)),
        ([("one", "a", YES), ("two", "b", LOST)], (YES, True)),
        ([("one", "a", OPEN), ("two", "b", LOST)], (OPEN, True)),
        ([("", "a", LOST)], (LOST, False)),
        ([("", "a", "borne out by documents"), ("", "b", YES)], (YES, False)),
    ],
)
def test_comparisons_of_a_statement_are_put_together_alike_for_and_against(rows, expected):
    assert statement(*rows) == expected
    turned = {YES: NO, NO: YES, "borne out by documents": "disputed by documents"}
    other = [(part, family, turned.get(word, word)) for part, family, word in rows]
    assert statement(*other) == (turned.get(expected[0], expected[0]), expected[1])


HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n\n# Title\n\n"
RECORDER = """```{code-cell}
from edition.judgement import records
records.number("B01", 2 * 40.3, "percent", "agreement of Belarus with Russia", "2008–2013")
```

```{code-cell}
FIRST = 2014  # of the window
fell = {2014: (3, 1, 5), 2016: (-3, -5, -1)}[FIRST]
records.verdict("K02", *fell, MARGIN, supports="below", unit="points", base_rate="half")
```
"""
READER = """```{code-cell}
from edition.judgement import records, statements
print(records.load()["numbers"]["B01"]["value"], *statements.verdicts().verdict.unique())
```
"""
SHOWER = """```{code-cell}
from edition.book import roles
from edition.judgement import statements
from edition.listings import findings, judged
from edition.tables import values
mine = statements.verdicts().set_index("claim", drop=False).loc["T16"]
said = judged.counts()
print("TEXT", said["said-contradicts"], said["said-supports"], values.rows()["B01"].value)
print("MARK", roles._verdict(mine))
print("PICTURE", findings.picture())
print("LEDGER", *judged.ledger().partition('ledger-t16')[2].partition("</tr>")[:1])
print("TABLE", *judged.tests().partition("T16</a>")[2].partition("</tr>")[:1])
```
"""
EXECUTE = """
import sys
from edition.book import execution
from edition.paths import ROOT
chapters = [ROOT / "chapters" / f"{name}.md" for name in ("another", "reader", "recorder")]
print(*execution.renew([path for path in chapters if path.exists()], ROOT / "_build/kept", 60))
print([output for each in execution._outputs.values() for cell in each for output in cell
       if output.get("name") == "stdout"])
"""


@pytest.fixture
def project(tmp_path):
    """A copy of the project with one comparison and two chapters; the second shows the first's."""
    workshop.mirror(ROOT, tmp_path)
    for path in (tmp_path / "chapters").glob("*.md"):
        path.unlink()
    write(tmp_path, "recorder", RECORDER.replace("MARGIN", "1.7"))
    write(tmp_path, "reader", READER)
    correct(tmp_path, "T16, verdict")
    rebuilt = tmp_path / "data/evidence/rebuilt.csv"
    head, *rows = rebuilt.read_text(encoding="utf-8").splitlines(keepends=True)
    rebuilt.write_text(head + rows[0], encoding="utf-8")  # of no result
    path = tmp_path / "data/evidence/comparisons.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["comparison"] == "K02"]
    emptied = dict.fromkeys(("supports_if", "contradicts_if", "threshold", "verdict"), "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerow(rows[0] | {name: each for name, each in emptied.items() if name in rows[0]})
    return tmp_path


def correct(root, place) -> None:
    """Leave one correction in a copy of the project, of a verdict that was “contradicts”."""
    path = root / "data/article/corrections.csv"
    head = path.read_text(encoding="utf-8").splitlines()[0]
    row = f'corr01,2026-11-26,0.1.1,"{place}",Contradicts. Not tested.,Another.,A reason.'
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")
    (root / "data/article/earlier_verdicts.csv").write_text("claim,verdict\nT16,contradicts\n")


def write(root, name, cells) -> None:
    (root / "chapters" / f"{name}.md").write_text(HEAD + cells, encoding="utf-8")


def execute(root) -> list[str]:
    """What is said when the chapters of the copy are executed as a build does it, by lines."""
    own = {name: each for name, each in os.environ.items() if name != recorded.BUILDING}
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE],
        env=own | {"PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
    )
    return (done.stdout if done.returncode == 0 else done.stderr).splitlines()


def test_records_are_gathered_first_and_what_shows_them_follows(project):
    names, shown = execute(project)
    assert names == "reader recorder" and "80.6 " in shown and "contradicts" in shown
    kept = json.loads((project / "records.json").read_text(encoding="utf-8"))
    assert kept["numbers"]["B01"]["chapter"] == "recorder" and kept["numbers"]["B01"]["cell"] == 1
    assert kept["verdicts"]["K02"]["verdict"] == "contradicts"

    (project / "records.json").unlink()
    assert execute(project)[0] == "", "records come from outputs that were kept, too"
    assert json.loads((project / "records.json").read_text(encoding="utf-8")) == kept

    write(project, "recorder", RECORDER.replace("MARGIN", "1.70"))
    assert execute(project)[0] == "recorder", "the records are the same, so the reader stays"

    write(project, "recorder", RECORDER.replace("MARGIN", "3.1"))
    names, shown = execute(project)
    assert names == "reader recorder" and "contradicts" not in shown and "inconclusive" in shown


@pytest.mark.parametrize(
    ("there", "here", "word", "mark"),
    [
        ("", "", "contradicts", "evidence contradicts"),
        ("MARGIN", "3.1", "inconclusive", "evidence inconclusive"),  # a margin
        ("FIRST = 2014", "FIRST = 2016", "supports", "evidence supports"),  # a choice
    ],
)
def test_what_is_changed_in_one_place_changes_text_table_picture_mark_and_ledger(
    project, there, here, word, mark
):
    (project / "chapters/reader.md").unlink()
    write(project, "another", SHOWER)
    write(project, "recorder", RECORDER.replace(there, here).replace("MARGIN", "1.7"))
    _, said = execute(project)
    names = ("TEXT", "MARK", "PICTURE", "LEDGER", "TABLE")
    text, shown, picture, ledger, table = (
        said.partition(name)[2].partition("\\n")[0] for name in names
    )
    numbers = {
        "contradicts": "1 (T16) none",
        "supports": "none 1 (T16)",
        "inconclusive": "none none",
    }
    assert text.startswith(f" {numbers[word]} 80.6")
    assert f">{mark}" in shown
    heads = re.split('<p class="boxes-head">', picture)
    (mine,) = (head for head in heads if "#t16" in head)
    assert f">{word.capitalize()}</strong>: 1<" in mine and f"sign sign-{word}" in mine
    listed = f'sign-{word}" aria-hidden="true"></span><strong class="verdict-{word}">{word}<'
    assert listed in ledger and listed in table


def test_a_verdict_that_changed_without_a_correction_stops_the_build(project):
    assert len(execute(project)) == 2
    write(project, "recorder", RECORDER.replace("MARGIN", "3.1"))
    assert len(execute(project)) == 2
    correct(project, "I04, verdict")
    said = "\n".join(execute(project))
    assert "the verdict on T16 was 'contradicts' and is 'inconclusive'" in said


def test_a_rebuilt_quantity_that_results_deny_stops_the_build(project):
    path = project / "data/evidence/rebuilt.csv"
    head = path.read_text(encoding="utf-8").splitlines()[0]
    row = "A07,55.4,55.4,percent,B01,,same,A reason."
    path.write_text(f"{head}\n{row}\n{row.replace('B01', 'B41')}\n", encoding="utf-8")
    said = "\n".join(execute(project))
    assert "rebuilt.csv, row 2, field 'low': expected 80.6 to 80.6, as B01 say; found 55.4" in said
    assert "rebuilt.csv, row 3, field 'results': no cell records B41" in said


def test_an_id_recorded_twice_stops_the_build_with_file_and_cell(project):
    write(project, "another", RECORDER.replace("MARGIN", "1.7"))
    said = "\n".join(execute(project))
    assert "chapters/recorder.md, line 9: B01 is recorded already in chapters/another.md" in said


def test_a_comparison_without_a_verdict_stops_the_build(project):
    write(project, "recorder", RECORDER.split("\n\n", 1)[0] + "\n")
    said = "\n".join(execute(project))
    assert "comparisons.csv, row 2, field 'verdict': no cell records a verdict on K02" in said


def test_an_unknown_comparison_stops_the_build_with_file_and_line(project):
    write(project, "recorder", RECORDER.replace("MARGIN", "1.7").replace("K02", "K99"))
    said = "\n".join(execute(project))
    assert "chapters/recorder.md, line 16: the cell fails: DataError" in said and "'K99'" in said


def test_without_records_it_is_said_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(tables, "ROOT", tmp_path)
    with pytest.raises(DataError, match="make book"):
        records.load()
