"""Make what the tests know of the article's wording, lengths and fingerprints, without its text.

    python data/builders/article.py ARTICLE.txt

ARTICLE.txt is the article's plain text, its sections headed as in HEADINGS. The text itself is its
publisher's and is not part of the edition; a fingerprint is the start of the SHA-256 of ten words
that follow each other, lower case, without signs, so that a borrowed run of words can be
recognised and the text cannot be read back.
"""

import csv
import hashlib
import re
import sys
from pathlib import Path

# chapter, as data/article/claims.csv names it: heading in the article
HEADINGS = {
    "introduction": "Introduction",
    "theory": "Theoretical background",
    "soft_power": "Soft power",
    "economic_power": "Economic power",
    "military_power": "Military power",
    "conclusion": "Conclusion",
}
RUN = 10
OUT = Path(__file__).resolve().parents[1] / "article"


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without signs and note marks."""
    return re.findall(r"[^\W_]+", text.casefold())


def fingerprints(text: str) -> list[str]:
    """Return the fingerprints of all runs of ten words, sorted; 12 hexadecimal digits each."""
    listed = words(text)
    runs = {" ".join(listed[start : start + RUN]) for start in range(len(listed) - RUN + 1)}
    return sorted(hashlib.sha256(run.encode()).hexdigest()[:12] for run in runs)


def sections(text: str) -> dict[str, str]:
    """Return the article's sections by chapter name; ValueError names a heading that is missing."""
    starts = []
    for chapter, heading in HEADINGS.items():
        match = re.search(rf"^ *{heading} *$", text, re.M)
        if not match:
            expected = f"expected the headings {list(HEADINGS.values())}"
            raise ValueError(f"no line {heading!r} in the article's text; {expected}")
        starts.append((chapter, match.end(), match.start()))
    ends = [start for _, _, start in starts[1:]] + [len(text)]
    return {chapter: text[begin:end] for (chapter, begin, _), end in zip(starts, ends, strict=True)}


def main(path: Path) -> None:
    """Write sections.csv (chapter, words) and fingerprints.csv (fingerprint)."""
    text = path.read_text(encoding="utf-8")
    parts = sections(text)
    lengths = [(chapter, len(part.split())) for chapter, part in parts.items()]
    prints = sorted({each for part in parts.values() for each in fingerprints(part)})
    tables = {
        "sections.csv": [("chapter", "words"), *lengths],
        "fingerprints.csv": [("fingerprint",), *((each,) for each in prints)],
    }
    for name, rows in tables.items():
        with open(OUT / name, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        print(f"{name}: {len(rows) - 1} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
