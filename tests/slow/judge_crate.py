"""Write as JSON what roc-validator says of a site, with the pinned context in place of the web's.

    python judge_crate.py SITE CONTEXT FOUND.json

The validator prints a report of its own. This is run by the Python of an environment that has
tests/judges.txt, and asks no host.
"""

import json
import sys
from pathlib import Path

import requests
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

SITE, PINNED, FOUND = sys.argv[1:]
CONTEXT = "https://w3id.org/ro/crate/1.2/context"


def get(self, url, **_):
    """Answer for the context alone."""
    answer = requests.Response()
    answer.url, answer.status_code = url, 200 if url == CONTEXT else 404
    answer.headers["Content-Type"] = "application/ld+json"
    answer._content = Path(PINNED).read_bytes() if url == CONTEXT else b"{}"
    return answer


HttpRequester.get = get
judged = services.validate(
    models.ValidationSettings(
        rocrate_uri=SITE,
        profile_identifier="ro-crate-1.2",
        requirement_severity=models.Severity.RECOMMENDED,
        skip_availability_check=True,
    )
)
found = [(issue.severity.name, issue.message) for issue in judged.get_issues()]
Path(FOUND).write_text(json.dumps(found), encoding="utf-8")
