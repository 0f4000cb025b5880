"""Read what each format says of the edition, in one form: dates as digits, names to be read."""

import json
import re
from pathlib import Path

import bibtexparser
import pikepdf
from pdfminer.high_level import extract_text

FIRST = "chapters/index.html"


def contents(page, name: str) -> list[str]:
    return [
        tag["content"]
        for tag in page.select(f'head meta[name="{name}"], head meta[property="{name}"]')
    ]


def one(page, name: str) -> str:
    (found,) = contents(page, name)
    return found


def graph(page) -> list[dict]:
    """Return the things that the JSON-LD of a page describes."""
    (script,) = page.select('head script[type="application/ld+json"]')
    data = json.loads(script.string)
    assert data["@context"] == "https://schema.org"
    return data.get("@graph", [data])


def records(text: str) -> list[dict[str, list[str]]]:
    """Return RIS records as tag: values; each must begin with TY and end with ER."""
    found = []
    for block in text.split("\r\n\r\n"):
        lines = [line for line in block.split("\r\n") if line]
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines), lines
        assert lines[0].startswith("TY  - ") and lines[-1] == "ER  - ", lines
        fields = {}
        for line in lines:
            fields.setdefault(line[:2], []).append(line[6:])
        found.append(fields)
    return found


def highwire(page, downloads: Path) -> dict:
    return {
        "title": one(page, "citation_title"),
        # without its comma Zotero takes a body for a person
        "authors": [name.removesuffix(",") for name in contents(page, "citation_author")],
        "date": one(page, "citation_publication_date").replace("/", "-"),
        "language": one(page, "citation_language"),
        "keywords": one(page, "citation_keywords").split("; "),
    }


def dublin_core(page, downloads: Path) -> dict:
    return {
        "title": one(page, "DC.title"),
        "authors": contents(page, "DC.creator"),
        "date": one(page, "DC.date"),
        "language": one(page, "DC.language"),
        "licence": contents(page, "DC.rights"),
    }


def open_graph(page, downloads: Path) -> dict:
    return {
        "title": one(page, "og:title"),
        "authors": contents(page, "book:author"),
        "date": one(page, "book:release_date"),
        "language": one(page, "og:locale").replace("_", "-"),
    }


def linked_data(page, downloads: Path) -> dict:
    book = graph(page)[0]
    return {
        "title": book["name"],
        "authors": [author["name"] for author in book["author"]],
        "date": book["datePublished"],
        "version": book["version"],
        "licence": [Path(address).stem for address in book["license"]],
        "language": book["inLanguage"],
        "keywords": book["keywords"],
    }


def bibtex(page, downloads: Path) -> dict:
    library = bibtexparser.parse_file(str(downloads / "edition.bib"), encoding="utf-8")
    assert not library.failed_blocks and len(library.entries) == 2
    fields = {
        field.key: field.value.replace("{", "").replace("}", "")
        for field in library.entries[0].fields
    }
    return {
        "title": fields["title"],
        "authors": fields["author"].split(" and "),
        "date": fields["date"],
        "version": fields["edition"].removeprefix("Version "),
        "language": fields["language"],
        "licence": fields["copyright"].split(", "),
        "keywords": fields["keywords"].split(", "),
    }


def ris(page, downloads: Path) -> dict:
    record = records((downloads / "edition.ris").read_bytes().decode())[0]
    return {
        "title": record["TI"][0],
        "authors": record["AU"],
        "date": record["DA"][0].replace("/", "-"),
        "version": record["ET"][0].removeprefix("Version "),
        "licence": record["N1"][0].removeprefix("Licence: ").split(", "),
        "language": record["LA"][0],
        "keywords": record["KW"],
    }


def csl(page, downloads: Path) -> dict:
    item = json.loads((downloads / "edition.csl.json").read_text(encoding="utf-8"))[0]
    return {
        "title": item["title"],
        "authors": [author["literal"] for author in item["author"]],
        "date": "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0]),
        "version": item["edition"].removeprefix("Version "),
        "licence": item["note"].removeprefix("Licence: ").split(", "),
        "language": item["language"],
        "keywords": item["keyword"].split(", "),
    }


def pdf(page, downloads: Path) -> dict:
    path = downloads / "edition.pdf"
    front = " ".join(extract_text(path, page_numbers=[0, 1]).split())
    with pikepdf.open(path) as opened:
        xmp, info = opened.open_metadata(), opened.docinfo
        assert xmp["dc:title"] == str(info["/Title"])
        return {
            "title": xmp["dc:title"],
            "authors": list(xmp["dc:creator"]),
            "date": re.sub(r"D:(\d{4})(\d\d)(\d\d).*", r"\1-\2-\3", str(info["/CreationDate"])),
            "version": re.search(r"[Vv]ersion ([\d.]+\d)", front)[1],
            "language": str(opened.Root.Lang),
            "keywords": re.split(r",\s*", str(info["/Keywords"])),
        }


def crate(page, downloads: Path) -> dict:
    text = (downloads.parent / "ro-crate-metadata.json").read_text(encoding="utf-8")
    things = {thing["@id"]: thing for thing in json.loads(text)["@graph"]}
    root = things["./"]
    authors = root["author"] if isinstance(root["author"], list) else [root["author"]]
    return {
        "title": root["name"],
        "authors": [things[author["@id"]]["name"] for author in authors],
        "date": root["datePublished"],
        "version": root["version"],
        "licence": [things[root["license"]["@id"]]["name"]],
        "keywords": root["keywords"],
    }


FORMATS = {
    "Highwire": highwire,
    "Dublin Core": dublin_core,
    "OpenGraph": open_graph,
    "JSON-LD": linked_data,
    "BibTeX": bibtex,
    "RIS": ris,
    "CSL-JSON": csl,
    "PDF": pdf,
    "RO-Crate": crate,
}
