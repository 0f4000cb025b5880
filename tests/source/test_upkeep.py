"""Upkeep and safety: no code from data, archives that stay in their folder, an audit and a
rehearsal that say what happened.
"""

import json
import subprocess
import sys
import zipfile
from pathlib import PurePosixPath

import pytest
from reading import ROOT, run_edition

from edition.book.soundness import settings
from edition.commands import audit

UNSAFE = {
    "eval": "value = eval(text)",
    "exec": "exec(text)",
    "pickle": "import pickle\n\npickle.loads(text)",
    "unsafe YAML": "import yaml\n\nyaml.load(text, Loader=yaml.Loader)",
    "a shell": "import subprocess\n\nsubprocess.run(text, shell=True)",
    "an archive unpacked unseen": "import tarfile\n\ntarfile.open(text).extractall()",
}


@pytest.mark.parametrize("what", UNSAFE)
def test_style_check_refuses_code_from_data(what, tmp_path, planted):
    """`make lint` runs ruff over the whole project; here it meets each unsafe way once."""
    (tmp_path / "unsafe.py").write_text(f'"""Unsafe."""\n\n{UNSAFE[what]}\n', encoding="utf-8")
    ruff = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--select",
        "S",
        "--output-format",
        "concise",
    ]
    done = subprocess.run(
        [*ruff, "--config", str(ROOT / "pyproject.toml"), str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "unsafe.py:" in done.stdout
    planted("make lint", done.stdout, "unsafe.py:", fault=f"{what} in our code")


def test_the_edition_is_built_with_its_checks():
    """The setting by which `make bench` builds the stock book would leave the checks out."""
    settings = (ROOT / "_config.yml").read_text(encoding="utf-8")
    assert "edition_outputs" not in settings, (
        "_config.yml sets edition_outputs, which is for `make bench` alone"
    )


RUNS_WHAT_IS_TYPED = ROOT / "src/edition/outputs/live/session.py"  # by a reader, in the page


def test_style_check_asks_for_safety_everywhere():
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"S"]' in config
    noqa = [
        path
        for top in ("src", "data")
        for path in (ROOT / top).rglob("*.py")
        if "noqa: S" in path.read_text(encoding="utf-8")
    ]
    assert noqa == [RUNS_WHAT_IS_TYPED]


def outside(name: str) -> bool:
    """Tell whether a member of an archive would be unpacked outside the folder that it is unpacked
    in.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


@pytest.mark.parametrize("archive", ["edition-notebooks.zip", "edition.epub"])
def test_archives_unpack_inside_their_folder(archive, site):
    with zipfile.ZipFile(site / "downloads" / archive) as opened:
        members = opened.infolist()
        assert opened.testzip() is None
    assert len(members) > 5
    assert not [member.filename for member in members if outside(member.filename)]
    assert not [
        member.filename for member in members if (member.external_attr >> 16) & 0o170000 == 0o120000
    ], "a link"
    names = [member.filename for member in members]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../up.txt", "a/../../up.txt", "C:/up.txt", "..\\up.txt"]
)
def test_a_path_that_leads_out_is_known(name):
    assert outside(name)


def test_every_pin_of_every_task_has_its_hashes():
    assert not settings.pins(ROOT)


def test_audit_knows_every_pin():
    pins = audit.pins()
    assert pins["jupyter-book"] == {"1.0.4.post1"}
    assert {"pip-audit", "jupyterlab", "pyreadr", "playwright", "typst"} <= pins.keys()


def test_audit_lists_advisories(capsys):
    said = {
        "dependencies": [
            {"name": "some", "version": "1.0", "vulns": [{"id": "X-1", "fix_versions": ["1.1"]}]},
            {"name": "other", "version": "2", "vulns": []},
        ]
    }
    assert audit.report(json.dumps(said), "") == 1
    assert "some 1.0: X-1, repaired in 1.1" in capsys.readouterr().out


def test_audit_says_when_no_source_can_be_reached(capsys):
    said = "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='example.org', port=443)"
    assert audit.report("", f"Traceback ...\n{said}") == 0
    told = capsys.readouterr().out
    assert told.startswith("Advisories: not known; no source of advisories can be reached")
    assert "(example.org)" in told


def test_audit_fails_where_the_tool_fails(capsys):
    assert audit.report("", "error: unrecognized arguments") == 1
    assert "pip-audit failed: error: unrecognized arguments" in capsys.readouterr().out


def test_rehearsal_names_a_python_that_is_not_there():
    done = run_edition(ROOT, "rehearse", "no-such-python")
    assert done.returncode == 1
    assert "no-such-python: not found" in done.stdout
