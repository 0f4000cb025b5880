"""Words in quotation marks: those of the article in their claims, others as a table has them."""

import csv
import re
from pathlib import Path

from edition import tables
from edition.tables import values
from edition.tables.citation import citation

from . import dated, prose

MARKED = re.compile(r"“([^”]*)”")
ATTRIBUTES = re.compile(r"\]\{[^}]*\}|\[(?=[^\]]*\]\{)|\{\w+\}`[^`]*`")
# words of the pages
OWN = {"show", "evidence supports a part", "address recorded", "archived copy"}
TABLE = "data/notes/quoted.csv"


def claims(root: Path) -> list[str]:
    """Return a message for each quotation of the article that its claim has not to the letter."""
    rows, shown, faults = tables.load("quotations"), values.article(), []
    article = {_bare(words) for words in rows.words}
    for path in prose.chapters(root):
        text = path.read_text(encoding="utf-8")
        for claim, span in prose.spans(text).items():
            said = prose.shown(span, shown)
            place = f"{path}{_line(text, '{#' + claim)}"
            faults += [
                f"{place}: claim {claim} has not to the letter the words “{row.words}” ({row.id})"
                for row in rows[rows.claim == claim].itertuples()
                if f'"{prose.quotes(row.words)}' not in prose.quotes(said)
            ]
            faults += [
                f"{place}: “{words}” is no quotation of data/article/quotations.csv"
                for words in MARKED.findall(said)
                if _bare(words) not in article
            ]
    return faults


def others(root: Path) -> list[str]:
    """Return a message for each quotation outside the claims that no table and no heading has."""
    known, faults = _known(root), []
    for path in prose.chapters(root):
        source = path.read_text(encoding="utf-8")
        text = prose.plain(source)
        if path.stem in prose.restating():
            text = "\n".join(remark.text for remark in prose.remarks(path))
        faults += [
            f"{path}{_line(source, words)}: “{words}” stands in no table; "
            f"expected the words of {TABLE}, to the letter"
            for words in MARKED.findall(ATTRIBUTES.sub("", text))
            if _bare(words) not in known
        ]
    return faults


def sources(root: Path) -> list[str]:
    """Return a message for each remark that quotes a source and does not cite it."""
    keys = {_bare(row.words): row.key for row in tables.load("quoted").itertuples()}
    faults = []
    for path in prose.chapters(root):
        for remark in prose.remarks(path):
            there = dated.sources(remark.text)
            faults += [
                f"{remark.place}: quotes “{words}” and does not cite {key}, as {TABLE} does"
                for words in MARKED.findall(remark.text)
                if (key := keys.get(_bare(words))) and key not in there
            ]
    return faults


def _bare(words: str) -> str:
    return prose.quotes(words).strip(".,;").casefold()


def _line(text: str, words: str) -> str:
    """Return the line in which words begin, nothing if they are not there as they are."""
    return f", line {text[: text.index(words)].count(chr(10)) + 1}" if words in text else ""


def _known(root: Path) -> str:
    """Return all that may be quoted: quotations, words of tables, headings, titles, pages."""
    texts = [path.read_text(encoding="utf-8") for path in prose.chapters(root)]
    heads = {
        _bare(head) for text in texts for head in re.findall(r"(?m)^(?:#+|:::\{\w+\}) (.*)$", text)
    }
    cited = {_bare(work.get("title", "")) for work in citation(root).get("references") or ()}
    article = {_bare(words) for words in tables.load("quotations").words}
    return "\n".join(sorted(heads | cited | article | OWN)) + _cells()


def _cells() -> str:
    """Return all words of the tables, but the article's quotations and its fingerprints."""
    cells = []
    for item in tables.package()["resources"]:
        if item["path"].endswith(".csv") and item["name"] not in ("fingerprints", "quotations"):
            with (tables.DATA / item["path"]).open(encoding="utf-8", newline="") as file:
                cells += ["\n".join(row) for row in csv.reader(file)]
    return prose.quotes("\n".join(cells)).casefold()
