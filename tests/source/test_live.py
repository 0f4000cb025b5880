"""What runs the cells in a reader's browser shows what a page shows; what is got is what is pinned.

The browser's side is tested in tests/slow/test_chapters_in_the_page.py, which needs packages from
outside.
"""

import json
import string
import subprocess
import sys

import pytest
from reading import ROOT

from edition.charts import letters
from edition.outputs.live import runtime, session

# a process of its own: session lets go the modules of the edition, and of Jupyter
ASK = """
import json, sys
from edition.outputs.live import session
session.begin()
print(json.dumps([session.run(n, cell) for n, cell in enumerate(json.load(sys.stdin), 1)]))
"""


def ran(*cells: str) -> list[dict]:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(cells),
        env={"PYTHONPATH": str(ROOT / "src"), "EDITION_PAGES": ".html"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_a_cell_shows_what_it_prints_and_its_last_value_in_this_order():
    first, second, third = ran("x = 20\nprint('before')\nx * 2", "x + 1;", "x += 1")
    assert [each["text"] for each in first["outputs"]] == ["before\n", "40"]
    assert second["outputs"] == third["outputs"] == []
    assert not any(each["failed"] for each in (first, second, third))


def test_an_error_names_cell_and_line_and_nothing_of_ours():
    (told,) = ran("def halve(x):\n    return x / 0\n\nhalve(1)")
    assert told["failed"]
    (error,) = told["outputs"]
    assert error["kind"] == "error"
    assert '"<cell 1>", line 2' in error["text"] and "session.py" not in error["text"]
    assert error["text"].endswith("ZeroDivisionError: division by zero\n")


def test_exit_is_an_error_of_the_cell_and_ends_nothing():
    told, after = ran("raise SystemExit(3)", "'still here'")
    assert told["failed"] and after["outputs"][0]["text"] == "'still here'"


def test_a_table_is_written_as_on_a_page():
    (told,) = ran("import pandas as pd\npd.DataFrame({'a_b': [1.5]})")
    (output,) = told["outputs"]
    assert '<table class="data-table frame">' in output["html"]
    assert '<th scope="col">a b</th>' in output["html"]


def test_a_recorded_number_is_a_value_for_the_text_and_no_output():
    (told,) = ran(
        "from edition.judgement import records\n"
        "records.number('B250', 12, 'percent', 'what was found', '2020', 0)"
    )
    assert told["outputs"] == []
    assert list(told["values"]) == ["B250"] and "12\N{NO-BREAK SPACE}%" in told["values"]["B250"]


def test_a_figure_has_its_page_and_its_files():
    (told,) = ran(
        "import pandas as pd\nfrom edition.charts import bars\n"
        "bars(pd.DataFrame({'what': ['a', 'b'], 'n': [1, 2]}), 'what', ['n'], name='two',\n"
        "     title='Two', holds=True, unit='count', measure='m', tables=['numbers'])"
    )
    (output,) = told["outputs"]
    assert output["html"].startswith('<div class="chart" id="chart-two"')
    assert {"csv", "svg", "values"} <= set(output["chart"]) and output["png"]


@pytest.mark.parametrize("strong", [False, True])
def test_a_line_is_as_wide_as_pillow_has_it(strong):
    font, other = session.Font(letters.face(strong), letters.LARGE), letters._font(strong)
    lines = [*string.printable[:95], "AVATAR To Wa", "1,200 −6.8 %", "Russia’s share, 2014–2019: é"]
    assert [font.getlength(line) for line in lines] == [other.getlength(line) for line in lines]


def test_another_file_than_the_pinned_one_is_refused(tmp_path):
    for pin in runtime.pins().values():
        (tmp_path / pin["file"]).write_bytes(b"another")
    with pytest.raises(ValueError, match="not the file whose SHA-256 pins.json has"):
        runtime.got(tmp_path)


def test_what_cannot_be_got_is_named(tmp_path, monkeypatch):
    pin = {"version": "0.0.0", "from": "npm", "file": "none.tgz", "sha256": ""}
    monkeypatch.setattr(runtime, "pins", lambda: {"no-such": pin})
    monkeypatch.setenv("PATH", "")
    with pytest.raises(runtime.UnreachableError, match="npm is not installed"):
        runtime.got(tmp_path)
