"""The site as a research object, and its pages as Markdown."""

import json
import re
from copy import copy
from urllib.parse import unquote

import pytest
import yaml
from lxml import etree
from reading import CHAPTERS, EVIDENCE, ROOT, SITE
from rocrate.rocrate import ROCrate

from edition import tables
from edition.outputs import jats
from edition.tables.citation import citation

NAMES = sorted(path.stem for path in (SITE / "chapters").glob("*.html"))
DATE = ("year", "month", "day")
XLINK, XML = "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
LOCAL = "RO-Crate 1.2: named things that are no files begin with “#”"


@pytest.fixture(scope="module")
def things(site):
    text = (site / "ro-crate-metadata.json").read_text(encoding="utf-8")
    return {thing["@id"]: thing for thing in json.loads(text)["@graph"]}


def references(value):
    """Yield the address of each thing that a property names."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each["@id"]


def test_rocrate_reads_the_description(site):
    crate = ROCrate(site)
    assert crate.version == "1.2"
    assert crate.name == citation(ROOT)["title"]
    assert len(crate.data_entities) > 3 * len(NAMES)


def test_all_that_is_named_is_described_or_elsewhere(things):
    for thing in things.values():
        for name, value in thing.items():
            for address in references(value):
                known = address in things or name == "conformsTo"
                assert known, (thing["@id"], name, address)


def test_each_file_of_the_site_is_told_with_its_size(things, site):
    """All but what `make live` adds, which lists its own files, and what tools leave."""
    lying = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    told = {unquote(name): thing for name, thing in things.items() if thing["@type"] == "File"}
    left = {name for name in lying - set(told) if not name.startswith("live/")}
    assert left <= {".buildinfo", "ro-crate-metadata.json"}
    for name, thing in told.items():
        assert thing["name"] and thing["description"] and thing["encodingFormat"], name
        late = name == "downloads/manifest.json"  # which has the digest of the description
        assert late or thing["contentSize"] == str((site / name).stat().st_size), name


def test_each_file_is_there(things, site):
    files = [name for name, thing in things.items() if "File" in thing["@type"]]
    assert {f"chapters/{name}.html" for name in NAMES} < set(files)
    for name in files:
        assert (site / unquote(name)).is_file() or name == "downloads/manifest.json", name
    for name, thing in things.items():
        local = name.startswith(("#", "http", "./")) or name in files
        assert local or name == "ro-crate-metadata.json", LOCAL
        assert thing["@type"]


def test_each_table_has_its_terms_and_its_builder(things):
    for item in tables.package()["resources"]:
        name = f"downloads/data/{item['path']}"
        terms = {things[address]["name"] for address in references(things[name]["license"])}
        assert len(terms) == len({(each.get("path"), each["title"]) for each in item["licenses"]})
        if item.get("builder"):
            made = things[f"#made-{item['name']}"]
            (builder,) = references(made["instrument"])
            assert made["result"] == {"@id": name}
            assert things[builder]["name"] == item["builder"]
            assert things[builder]["additionalType"] == "SoftwareSourceCode"
            assert things[builder]["isPartOf"] == {"@id": "#builders"}


def test_each_source_has_its_own_name(things):
    """Also where its terms, or another source, lie at the same address."""
    original = citation(ROOT)["references"][0]["url"]
    for item in tables.package()["resources"]:
        name = f"downloads/data/{item['path']}"
        made_from = list(references(things[name]["isBasedOn"]))
        for source, address in zip(item["sources"], made_from, strict=True):
            lies = source.get("path", "")
            if address != original and address not in (f"downloads/data/{lies}",):
                assert things[address]["name"] == source["title"], name
                assert not lies or lies in (address, things[address].get("url")), name
        assert not set(made_from) & set(references(things[name]["license"])), name


def test_each_figure_is_made_from_its_tables(things, page):
    for name in EVIDENCE[1:]:
        for chart in page(name).select(".chart[id]"):
            drawing = things[f"downloads/figures/{chart['id'].removeprefix('chart-')}.svg"]
            for tag, told in (("title", "name"), ("desc", "description")):
                shown = chart.select_one(f"svg {tag}").get_text()
                assert shown.split() == drawing[told].split()
            assert all(each in things for each in references(drawing["isBasedOn"]))
            forms = [things[each]["encodingFormat"] for each in references(drawing["encoding"])]
            assert {"image/png", "text/csv"} <= set(forms)


@pytest.mark.parametrize("name", EVIDENCE[1:])
def test_a_chapter_of_tests_is_made_from_the_tables_that_it_reads(name, things):
    made_from = set(references(things[f"chapters/{name}.html"]["isBasedOn"]))
    assert any(address.startswith("downloads/data/evidence/") for address in made_from)
    assert citation(ROOT)["references"][0]["url"] in made_from


@pytest.mark.parametrize("name", NAMES)
def test_each_page_is_there_as_markdown(name, site, page):
    text = (site / "downloads" / "markdown" / f"{name}.md").read_text(encoding="utf-8")
    _, head, body = text.split("---\n", 2)
    told = yaml.safe_load(head)
    assert told["part of"] == citation(ROOT)["title"] and told["licence"] == ["CC-BY-4.0"]
    assert body.lstrip().startswith(f"# {told['title']}\n")
    prose = re.sub(r"```.*?```|<[^>\n]*>|\[\^?\d+\]", "", body, flags=re.S)
    assert not re.search(r"</?(?:div|span|svg|table|p)\b|\{glue\}", prose)
    for heading in page(name).select("h2"):
        words = heading.find(string=True, recursive=False).strip()
        assert f"\n## {words}" in body, words
    for target in re.findall(r"\]\((?!\w+:|#)<?([^)>\s#]+)", body):
        assert (site / "downloads" / "markdown" / unquote(target)).exists(), target


def places(links) -> set[tuple[str, str]]:
    """Return page and place of each link that names a place of the edition."""
    found = (re.fullmatch(r"(?:([\w-]+)\.(?:html|md))?#(.+)", link) for link in links)
    return {(match[1] or "", match[2]) for match in found if match}


@pytest.mark.parametrize("name", NAMES)
def test_markdown_leads_to_the_places_to_which_the_page_leads(name, site, page):
    """By the names that the places have on the pages: a number leads to its row, not to a page."""
    text = (site / "downloads" / "markdown" / f"{name}.md").read_text(encoding="utf-8")
    told = places(re.findall(r"\]\(<?([^)>\s]+)", text))
    assert told <= places(link["href"] for link in page(name).select("a[href]"))
    values = places(link["href"] for link in page(name).select("a.value[href]"))
    assert values <= told
    if name in CHAPTERS:
        assert told


def described(chart) -> str:
    return " ".join(chart.select_one("svg title").get_text().split()) + ". "


@pytest.mark.parametrize("name", CHAPTERS)
def test_title_and_description_of_a_figure_are_sentences(name, site, page, article):
    text = (site / "downloads" / "markdown" / f"{name}.md").read_text(encoding="utf-8")
    jats = [" ".join(node.itertext()) for node in article.iterfind(".//alt-text")]
    for chart in page(name).select(".chart[id]"):
        assert f"![{described(chart)}" in " ".join(text.split())
        assert any(alt.startswith(described(chart)) for alt in jats)


@pytest.mark.parametrize("name", CHAPTERS)
def test_markdown_keeps_statements_and_notes(name, site):
    text = (site / "downloads" / "markdown" / f"{name}.md").read_text(encoding="utf-8")
    claims = tables.load("claims")
    mine = claims[claims.chapter == name]
    assert re.findall(r"\[([A-Z]\d\d)\]", text) == list(mine.claim)
    called = re.findall(r"\[\^(\d+)\](?!:)", text)
    told = re.findall(r"^\[\^(\d+)\]:", text, re.M)
    assert told == list(dict.fromkeys(called))


@pytest.fixture(scope="module")
def article(site):
    return etree.parse(site / jats.NAME).getroot()


def words(node) -> str:
    return " ".join("".join(node.itertext()).split())


def test_jats_has_each_statement_in_its_words(article, page):
    said = {
        node.get("id").split("-")[-1].upper(): words(node)
        for node in article.iterfind(".//named-content[@content-type='statement']")
    }
    assert list(said) == list(tables.load("claims").claim)
    for name in CHAPTERS:
        for node in map(copy, page(name).select(".claim[id]")):
            for mark in node.select(".fn-bracket, .claim-verdict, .claim-link"):
                mark.decompose()
            assert said[node["id"].upper()] == " ".join(node.get_text().split())


def test_jats_has_the_notes_and_what_they_cite(article):
    assert [note.findtext("label") for note in article.iterfind(".//fn")] == [
        str(number) for number in range(1, 51)
    ]
    called = {node.get("rid") for node in article.iterfind(".//xref[@ref-type='bibr']")}
    listed = {ref.get("id") for ref in article.iterfind(".//ref")}
    assert called == listed and len(listed) > 100
    ids = {node.get("id") for node in article.iter() if node.get("id")}
    assert {node.get("rid") for node in article.iterfind(".//xref")} <= ids


def test_jats_says_of_the_edition_what_its_citation_says(article, site):
    cited = citation(ROOT)
    assert article.findtext(".//article-meta//article-title") == cited["title"]
    told = {
        node.findtext("meta-name"): node.findtext("meta-value")
        for node in article.iterfind(".//article-meta/custom-meta-group/custom-meta")
    }
    assert told == {"version": str(cited["version"])}
    assert article.find(".//volume-id") is None  # of a journal or a series
    date = [article.findtext(f".//article-meta/pub-date/{part}") for part in DATE]
    assert "-".join(date) == str(cited["date-released"])
    assert [word.text for word in article.iterfind(".//kwd")] == cited["keywords"]
    tongues = [node.get(f"{{{XML}}}lang") for node in article.iterfind(".//trans-abstract")]
    assert tongues == ["fr", "ru", "be"]
    for picture in article.iterfind(".//graphic"):
        assert (site / "downloads" / picture.get(f"{{{XLINK}}}href")).exists()
        assert picture.findtext("alt-text")
