"""What lies in the checkout for archives and for checkers of licences, out of what is known.

.zenodo.json, codemeta.json, REUSE.toml and the texts of licences that SPDX does not list. Sources:
CITATION.cff, data/datapackage.json and _config.yml. `python -m edition describe` writes them.
"""

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path

from edition.book import catalogue, linked_data
from edition.tables.citation import citation

# the same table: for the book, for the planted faults, among the samples of the builders
COPIES = (
    "data/{}",
    "tests/faults/edition/data/{}",
    "tests/samples/expected/{.name}",
    "tests/samples/quoted/{.name}",
)
NOTO = "2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'"
# whose the files are that the tests judge by
JUDGES = {
    ("cff-1.2.0.json",): ("The Citation File Format Core Authors", "CC-BY-4.0"),
    ("apa.csl", "chicago-author-date.csl"): ("Citation Style Language", "CC-BY-SA-3.0"),
    ("schemaorg.json",): ("Schema.org", "CC-BY-SA-3.0"),
    ("ro-crate-1.2.jsonld",): ("RO-Crate community", "CC0-1.0"),
}
OPEN = ("MIT", "CC-BY-4.0", "CC-BY-SA-3.0", "CC0-1.0", "OFL-1.1")  # their texts are in LICENSES/


def files(root: Path) -> dict[str, str]:
    """Return the text of each of these files by its path from the root of the project."""
    meta = citation(root)
    language, base = catalogue.language_and_address(root)
    package = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    return {
        ".zenodo.json": _json(zenodo(meta)),
        "codemeta.json": _json(codemeta(meta, language, base)),
        "REUSE.toml": reuse(meta, package),
        **_texts(package),
    }


def _json(found: dict) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def zenodo(meta: dict) -> dict:
    """Return what Zenodo reads when it archives a release."""
    original = meta["references"][0]
    return {
        "title": meta["title"],
        "upload_type": "publication",
        "publication_type": "book",
        "description": f"<p>{escape(meta['abstract'], quote=False)}</p>",
        "creators": [
            {"name": catalogue.sort_name(catalogue.person(author))} for author in meta["authors"]
        ],
        "version": str(meta["version"]),
        "publication_date": meta["date-released"],
        "language": "eng",
        "keywords": meta["keywords"],
        "access_right": "open",
        "license": catalogue.licences(meta)[0].lower(),
        "notes": (
            f"The text is under {catalogue.licences(meta)[0]}, code under "
            f"{catalogue.CODE_LICENCE}; data remain under the terms that data/datapackage.json "
            "states table by table."
        ),
        "related_identifiers": [
            {
                "identifier": original["url"],
                "relation": "isDerivedFrom",
                "resource_type": "publication-report",
            }
        ],
    }


def codemeta(meta: dict, language: str, base: str) -> dict:
    """Return the code as CodeMeta 3.0 has it; the Book that it makes is named in it."""
    shared = {"author": [linked_data.agent(author) for author in meta["authors"]]}
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": meta["title"],
        "description": meta["abstract"],
        **shared,
        "version": str(meta["version"]),
        "datePublished": meta["date-released"],
        "license": f"https://spdx.org/licenses/{catalogue.CODE_LICENCE}",
        "programmingLanguage": "Python",
        "softwareRequirements": "requirements.txt",
        "keywords": meta["keywords"],
        "isPartOf": {
            "@type": "Book",
            "name": meta["title"],
            **shared,
            "inLanguage": language,
            "license": f"https://spdx.org/licenses/{catalogue.licences(meta)[0]}",
            **({"url": base} if base else {}),
        },
    }


def reuse(meta: dict, package: dict) -> str:
    """Return REUSE.toml: whose each file is, and under which licence; a later line has the say."""
    year = meta["date-released"][:4]
    own = f"{year} {' and '.join(author['name'] for author in meta['authors'])}"
    text, code = catalogue.licences(meta)[0], catalogue.CODE_LICENCE
    found = [
        (["**"], own, code),
        (["*.md", "CITATION.cff", "references.bib", ".zenodo.json", "codemeta.json"], own, text),
        (["data/article/**", "data/notes/**", "data/datapackage.json"], own, text),
        (["chapters/**", "tests/snapshots/**", "tests/figures/**"], own, f"{text} AND {code}"),
        (["_static/chinese-title.woff2"], NOTO, "OFL-1.1"),
        *(([f"tests/schemas/{n}" for n in names], *said) for names, said in JUDGES.items()),
        *_upstream(package),
    ]
    for item in package["resources"]:
        whose = item.get("publisher") or own
        paths = [form.format(Path(item["path"])) for form in COPIES]
        found.append((paths, whose, " AND ".join(_names(item))))
    return "version = 1\n" + "".join(_annotation(*each) for each in found)


def _upstream(package: dict) -> Iterable[tuple[list[str], str, str]]:
    """Yield the samples of each publisher's files, under the terms of the tables made of them."""
    terms = {}
    for item in package["resources"]:
        for file in item.get("upstream") or ():
            folder = file["file"].split("/")[0]
            terms.setdefault(folder, (item["publisher"], {}))[1].update(dict.fromkeys(_names(item)))
    for folder, (whose, names) in terms.items():
        yield [f"tests/samples/upstream/{folder}/**"], whose, " AND ".join(names)


def _names(item: dict) -> list[str]:
    """Return the SPDX names of the licences of a table."""
    names = (licence["name"] for licence in item["licenses"])
    return [f"LicenseRef-{name}" if name.startswith("other-") else name for name in names]


def _annotation(paths: list[str], whose: str, licence: str) -> str:
    listed = ", ".join(json.dumps(path) for path in paths)
    return (
        f"\n[[annotations]]\npath = [{listed}]\n"
        f"SPDX-FileCopyrightText = {json.dumps(whose, ensure_ascii=False)}\n"
        f'SPDX-License-Identifier = "{licence}"\n'
    )


def _texts(package: dict) -> dict[str, str]:
    """Return the terms that have no name in SPDX's list, as the tables state them."""
    found = {}
    for item in package["resources"]:
        for name, licence in zip(_names(item), item["licenses"], strict=True):
            if name not in OPEN:
                said = f"{licence['title']}\n{licence.get('path', '')}".strip() + "\n"
                found[f"LICENSES/{name}.txt"] = said
    return found
