"""Reduce schema.org's vocabulary to the types that JSON-LD of the pages may name, with the types
above them, and to the properties of all these.

    python tests/schemas/schemaorg.py schemaorg-current-https.jsonld > tests/schemas/schemaorg.json

The file is that of release 30.0 (data/releases/30.0 of github.com/schemaorg/schemaorg).
"""

import hashlib
import json
import sys
from pathlib import Path

RELEASE = "https://schema.org/version/30.0"
NAMED = (
    "Book", "Chapter", "Claim", "CreativeWorkSeries", "DataDownload", "Dataset", "MediaObject",
    "Organization", "Person", "Place", "Report",
)  # fmt: skip


def names(value) -> list[str]:
    """Return the names in a value of the vocabulary: of one thing, of several, or of none."""
    listed = value if isinstance(value, list) else [value] if value else []
    return sorted(each["@id"].partition(":")[2] for each in listed)


def reduced(raw: bytes) -> dict:
    """Return what is above each type, and what bears and what values each property may have."""
    terms = (each["@id"].partition(":") + (each,) for each in json.loads(raw)["@graph"])
    whole = {name: each for of, _, name, each in terms if of == "schema"}
    types, left = {}, list(NAMED)
    while left:
        name = left.pop()
        types[name] = names(whole[name].get("rdfs:subClassOf"))
        left += types[name]
    found = {
        name: {"of": names(each.get("schema:domainIncludes")),
               "values": names(each.get("schema:rangeIncludes"))}
        for name, each in whole.items()
        if each["@type"] == "rdf:Property" and "schema:supersededBy" not in each
    }  # fmt: skip
    properties = {
        name: each for name, each in sorted(found.items()) if set(each["of"]) & set(types)
    }
    digest = hashlib.sha256(raw).hexdigest()
    told = {"release": RELEASE, "sha256": digest}
    return told | {"types": dict(sorted(types.items())), "properties": properties}


if __name__ == "__main__":
    print(json.dumps(reduced(Path(sys.argv[1]).read_bytes()), indent=0))
