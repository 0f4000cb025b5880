"""Numbers that are typed where a value belongs; dates, names and counts under a rule are none.

What editors' notes report from their sources is no quantity of the edition, and is left out.
"""

import re
from pathlib import Path

from . import prose

# what is no quantity: dates and years, names, versions, counts that stand under a rule of their own
NAMES = re.compile(
    rf"n°\s\d+/\d{{4}}|\b\d{{1,2}}\s(?:{prose.MONTHS})(?: \d{{4}})?"
    r"|\b(?:19|20)\d\ds?\b|\b[ITSEMC]\d\d\b|Zapad-\d{4}|SHA-256|CC BY \d\.\d"
    r"|Python \d\.\d+|version \d+\.\d+\.\d+|1,000 cubic metres|notes, 1 to \d+|end with \d+"
    r"|\b\d+ (?:statements|notes|acts|rows)\b"
)
MARKUP = re.compile(
    r"\{\w+\}`[^`]*`|`[^`]*`|\[\^\w+\]|\{[#.][^}]*\}|\]\([^)]*\)|<[^>]*>"
    r"|^\|.*$|^(?:\*\*)?\d+\.(?: |\*\*)|(?<=\[)note \d+"
)
WORDS = re.compile(r"\b(?:half|doubled?|twice|percent|per cent|[bm]illion|thousand|hundred)\b")


def typed(root: Path) -> list[str]:
    """Return a message for each number that is typed in the prose of a chapter."""
    faults = []
    for path in prose.chapters(root):
        text = prose.blank(prose.ABROAD, prose.plain(path.read_text(encoding="utf-8")))
        restates = path.stem in prose.restating()
        if restates:
            text = prose.blank(prose.BOX, text)
        for line in prose.lines(path, prose.blank(prose.REMARKS, text)):
            words = NAMES.sub("", MARKUP.sub("", line.text))
            found = re.findall(r"\S*\d\S*", words)
            found += WORDS.findall(words) if restates and not words.startswith("#") else []
            faults += [
                f"{line.place}: expected a value, such as {{glue}}`A01`; found {number!r}"
                for number in found
            ]
    return faults
