"""Planted faults, one at a time: each is caught by the check before a build, by a test or by the build, and named with file and place.

The table FAULTS goes through the check that every build begins with; TESTED and SHOWN through the tests, in a copy of the
project and of its pages; the rest needs a build. In each of these the last good pages stay as they were.
"""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest
from filelock import FileLock
from reading import ROOT, SITE, run_edition

from edition import tables
from edition.book import checks
from edition.commands import debian, environment
from edition.commands import workshop as workshop_
from edition.outputs.templates import Templates
from edition.references import notes
from edition.tables import DataError
from edition.tables.citation import citation

NUMBERS, EVENTS, CLAIMS, QUOTATIONS = (
    f"data/article/{name}.csv" for name in ("numbers", "events", "claims", "quotations")
)
NOTES, SOURCES, VOTES = (
    "data/notes/notes.csv",
    "data/notes/note_sources.csv",
    "data/evidence/un_agreement.csv",
)
DESCRIPTOR, BIB, TEXT = "data/datapackage.json", "references.bib", "chapters/soft_power.md"
ECONOMY, ARMY = (f"chapters/{name}.md" for name in ("economic_power", "military_power"))
EVIDENCE = next(
    f"chapters/{path.name}"
    for path in sorted((ROOT / "chapters").glob("evidence*.md"))
    if "{glue}`B01`" in path.read_text(encoding="utf-8")
)
PINS, CONFIG, NAMES = "requirements.txt", "_config.yml", "data/article/names.csv"
INSTRUMENTS, EXCHANGE = "data/article/instruments.csv", "data/article/exchange.csv"
COMPARISONS, PAGES_QUOTED, REBUILT = (
    f"data/evidence/{name}.csv" for name in ("comparisons", "evidence_pages", "rebuilt")
)


def swap(*pairs: tuple[str, str]):
    """Replace the first place of each text by another."""

    def edit(raw: bytes) -> bytes:
        for old, new in pairs:
            assert old.encode() in raw, f"nothing to break: {old!r}"
            raw = raw.replace(old.encode(), new.encode(), 1)
        return raw

    return edit


def exchange(one: str, other: str):
    """Let two texts change places."""
    return swap((one, "\a"), (other, one), ("\a", other))


def lines(do):
    """Change the list of lines."""
    return lambda raw: b"".join(do(raw.splitlines(keepends=True)))


def half(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def nothing(raw: bytes) -> bytes:
    return b""


def marked(raw: bytes) -> bytes:
    return b"\xef\xbb\xbf" + raw


def carriage(raw: bytes) -> bytes:
    return raw.replace(b"\n", b"\r\n")


def western(raw: bytes) -> bytes:
    return raw.decode().encode("cp1252", "replace")


def before(words: str):
    """Put words before a heading of the chapter on soft power."""
    return swap(("## From attraction", f"{words}\n\n## From attraction"))


# what is wrong: (file, how it is broken, what the message must say: file and place; # stands for any number or name)
FAULTS = {
    # values
    "more than 100 per cent": (
        NUMBERS,
        swap((",65,up_to", ",650,up_to")),
        "numbers.csv, row 2, field 'value'",
    ),
    "a value that is not the article's": (
        NUMBERS,
        swap((",10.9,", ",19.0,")),
        "numbers.csv, row 4, field 'value'",
    ),
    "a negative share": (NUMBERS, swap((",10.9,", ",-10.9,")), "numbers.csv, row 4, field 'value'"),
    "infinity": (NUMBERS, swap((",10.9,", ",inf,")), "numbers.csv, row 4, field 'value'"),
    "not a number": (NUMBERS, swap((",10.9,", ",nan,")), "numbers.csv, row 4, field 'value'"),
    "a hexadecimal": (NUMBERS, swap((",10.9,", ",0x10,")), "numbers.csv, row 4, field 'value'"),
    "a digit separator": (
        NUMBERS,
        swap((",80000,", ",80_000,")),
        "numbers.csv, row 12, field 'value'",
    ),
    "a bound that is not the article's": (
        NUMBERS,
        swap((",65,up_to", ",65,exact")),
        "numbers.csv, row 2, field 'bound'",
    ),
    "an unknown bound": (
        NUMBERS,
        swap((",65,up_to", ",65,upto")),
        "numbers.csv, row 2, field 'bound'",
    ),
    "a unit that is not the article's": (
        NUMBERS,
        swap((",65,up_to,percent", ",65,up_to,tonnes")),
        "numbers.csv, row 2, field 'unit'",
    ),
    "a day that does not exist": (
        EVENTS,
        swap((",1993,,year", ",1993-02-30,,day")),
        "events.csv, row 2, field 'date'",
    ),
    "a date less exact than promised": (
        EVENTS,
        swap((",1993,,year", ",1993,,day")),
        "events.csv, row 2, field 'date'",
    ),
    "an end before its beginning": (
        EVENTS,
        swap((",1998,,year", ",1998,1995,period")),
        "events.csv, row 3, field 'date_end'",
    ),
    "an unknown kind of act": (
        EVENTS,
        swap((",military,alignment,", ",military,aligned,")),
        "events.csv, row 2, field 'kind'",
    ),
    "neither true nor false": (
        EVENTS,
        swap((",false\n", ",perhaps\n")),
        "events.csv, row 2, field 'general'",
    ),
    "an unknown verdict": (
        CLAIMS,
        swap(("not a matter of data", "true")),
        "claims.csv, row 2, field 'verdict'",
    ),
    "a verdict by hand": (CLAIMS, swap((",mixed,", ",supports,")), "field 'verdict'"),
    "a share beyond its range": (
        VOTES,
        lines(lambda rows: [rows[0], re.sub(rb",(\d\d\.\d+)", rb",9\1", rows[1]), *rows[2:]]),
        "un_agreement.csv, row 2",
    ),
    "evidence changed within its range": (
        VOTES,
        lines(lambda rows: [*rows[:-1], re.sub(rb"\d(?=\.)", b"1", rows[-1])]),
        "un_agreement.csv: expected",
    ),
    "evidence cut off between rows": (
        VOTES,
        lines(lambda rows: rows[:-20]),
        "un_agreement.csv: expected the bytes",
    ),
    "a result changed by hand": (
        "data/evidence/results.csv",
        lambda raw: re.sub(rb"(?m)^(B01,.*?),(-?\d+\.\d+),", rb"\1,9\2,", raw, count=1),
        "results.csv",
    ),
    "a column missing": (NUMBERS, swap(("id,claim,note", "id,claim,nte")), "numbers.csv"),
    "words for a number": (NUMBERS, swap((",10.9,", ",ten,")), "numbers.csv, row 4, field 'value'"),
    "an unknown unit": (
        NUMBERS,
        swap((",tonnes,", ",barrels,")),
        "numbers.csv, row 12, field 'unit'",
    ),
    "words that do not mean their value": (
        NUMBERS,
        swap((",2,ratio_about", ",3,ratio_about")),
        "numbers.csv, row 3, field 'value'",
    ),
    "a period that is not the article's": (
        NUMBERS,
        swap(("2014,2014,between", "2013,2013,between")),
        "numbers.csv, row 4, field 'period_start'",
    ),
    "two values of one phrase that change places": (
        NUMBERS,
        exchange(",10.9,exact", ",20.6,exact"),
        "numbers.csv, row 5, field 'value': 10.9 stands in the article’s words “from 10.9 % to 20.6 %” before",
    ),
    "two years that change places": (
        NUMBERS,
        exchange("percent,2014,2014", "percent,2015,2015"),
        "numbers.csv, row 5, field 'period_start': 2014 is before",
    ),
    # keys and order
    "an id twice": (NUMBERS, swap(("A02,", "A01,")), "numbers.csv, row 4"),
    "a value of an unknown claim": (NUMBERS, swap((",S04,", ",S99,")), "numbers.csv, row 2"),
    "an unknown grade": (
        NOTES,
        swap((",corroborating,", ",certain,")),
        "notes.csv, row 4, field 'grade'",
    ),
    "an unknown source": (
        SOURCES,
        swap(("laruelle2015russian", "laruelle1999")),
        "no entry 'laruelle1999'",
    ),
    "a source moved to the next note": (
        SOURCES,
        swap(("26,S16,1,", "25,S16,2,")),
        "note_sources.csv, row 45, field 'note': claim S16 has no note 25",
    ),
    "a source moved to the next note and claim": (
        SOURCES,
        swap(("26,S16,1,", "25,S15,2,")),
        "note_sources.csv, row 46, field 'position': expected 1, found 2",
    ),
    "a neighbour's source at another note": (
        SOURCES,
        swap(("18,S05,4,", "19,S05,4,")),
        "note_sources.csv, row 30, field 'position'",
    ),
    "a gap among the sources of a note": (
        SOURCES,
        swap(("3,I06,4,", "3,I06,9,")),
        "note_sources.csv, row 7, field 'position': expected 4, found 9",
    ),
    "a source for a claim that asks for none": (
        SOURCES,
        swap((",M06,1,", ",M04,1,")),
        "note_sources.csv, row 110, field 'claim': M04 is not",
    ),
    "a claim that says it has no note, and has one": (
        "data/notes/unmarked.csv",
        swap(("\nM08,", "\nM05,")),
        "unmarked.csv, row 5, field 'claim'",
    ),
    "a key with a space": (NUMBERS, swap(("A02,", " A02,")), "numbers.csv, row 4, field 'id'"),
    "an act of an unknown claim": (EVENTS, swap((",M02,48,", ",M99,48,")), "events.csv, row 2"),
    "an act with another claim's note": (
        EVENTS,
        swap((",M02,48,", ",M02,47,")),
        "events.csv, row 2, field 'note'",
    ),
    "an unknown chapter": (
        CLAIMS,
        swap(("I01,introduction,", "I01,intro,")),
        "claims.csv, row 2, field 'chapter'",
    ),
    "a claim in another chapter": (
        CLAIMS,
        swap(("I01,introduction,", "I01,theory,")),
        "theory.md: claim I01",
    ),
    "a claim too few": (CLAIMS, lines(lambda rows: [*rows[:5], *rows[6:]]), "numbers.csv, row 13"),
    "claims out of order": (
        CLAIMS,
        lines(lambda rows: [*rows[:5], rows[6], rows[5], *rows[7:]]),
        "introduction.md: the claims do not stand",
    ),
    "note 51": (
        CLAIMS,
        swap(("I03,introduction,2,", "I03,introduction,51,")),
        "claims.csv, row 4, field 'note'",
    ),
    "a note lost by its claim": (
        CLAIMS,
        swap(("I03,introduction,2,", "I03,introduction,,")),
        "notes.csv, row 3, field 'note'",
    ),
    "notes out of order": (
        NOTES,
        lines(lambda rows: [rows[0], rows[2], rows[1], *rows[3:]]),
        "notes.csv, row 2, field 'note'",
    ),
    "a note too few": (
        NOTES,
        lines(lambda rows: [*rows[:5], *rows[6:]]),
        "notes.csv, row 6, field 'note'",
    ),
    "a note at another claim": (
        NOTES,
        swap(("\n3,I06,", "\n3,I07,")),
        "notes.csv, row 4, field 'note'",
    ),
    "a grade better than the sources": (
        NOTES,
        swap(("\n3,I06,corroborating", "\n3,I06,seen")),
        "notes.csv, row 4, field 'grade'",
    ),
    "a source at a far claim": (
        SOURCES,
        swap(("1,I01,1,", "1,S05,1,")),
        "note_sources.csv, row 2, field 'note'",
    ),
    "two sources in one place": (
        SOURCES,
        lines(lambda rows: [*rows[:2], *rows[1:]]),
        "note_sources.csv, row 3",
    ),
    "a quotation of an unknown claim": (
        QUOTATIONS,
        swap(("Q02,I07", "Q02,I77")),
        "quotations.csv, row 3",
    ),
    # the form of a table
    "columns in another order": (
        NUMBERS,
        swap(("id,claim", "claim,id")),
        "numbers.csv, field 'id'",
    ),
    "a column too many": (
        NUMBERS,
        swap(("verbatim\n", "verbatim,remark\n")),
        "numbers.csv: There is an extra label",
    ),
    "two columns of one name": (
        NUMBERS,
        swap(("id,claim,note", "id,claim,claim")),
        "numbers.csv, field 'note'",
    ),
    "a decimal comma": (NUMBERS, swap((",10.9,", ",10,9,")), "numbers.csv, row 4"),
    "semicolons": (NUMBERS, lambda raw: raw.replace(b",", b";"), "numbers.csv"),
    "an open quotation mark": (
        NUMBERS,
        swap(('Norwegian oil"', "Norwegian oil")),
        "numbers.csv, row 12",
    ),
    "a blank line": (NUMBERS, swap(("\nA02,", "\n\nA02,")), "numbers.csv, row 4"),
    # bytes
    "a NUL": (NUMBERS, swap(("A02,", "A0\x002,")), "numbers.csv, line 4"),
    "a control character": (
        NUMBERS,
        swap(("share of Russian", "share of\x07 Russian")),
        "numbers.csv, line 2",
    ),
    "a byte-order mark": (NUMBERS, marked, "numbers.csv, line 1"),
    "line ends of Windows": (NUMBERS, carriage, "numbers.csv, line 1"),
    "line ends of the old Mac": (
        NUMBERS,
        lambda raw: raw.replace(b"\n", b"\r"),
        "numbers.csv, line 1",
    ),
    "UTF-16": (
        NUMBERS,
        lambda raw: raw.decode().encode("utf-16"),
        "numbers.csv: not readable as UTF-8",
    ),
    "Windows-1252": (NUMBERS, western, "numbers.csv: not readable as UTF-8"),
    "letters decoded twice": (NUMBERS, swap(("’", "â€™")), "numbers.csv, line 7"),
    "accents apart from their letters": (
        CLAIMS,
        swap(("Moscow-centred", "Moscow-ce\u0301ntred")),
        "claims.csv, line 2",
    ),
    "a table cut off in a row": (NUMBERS, half, "numbers.csv, line 9"),
    "a table cut off between rows": (NUMBERS, lines(lambda rows: rows[:-2]), "rebuilt.csv, row 18"),
    "no last line end": (NUMBERS, lambda raw: raw[:-1], "numbers.csv, line 19"),
    "an empty table": (NUMBERS, nothing, "numbers.csv, line 1"),
    "a map cut off": ("data/evidence/map_countries.geojson", half, "map_countries.geojson, line"),
    "an empty style sheet": ("_templates/pdf/style.css", nothing, "style.css, line 1"),
    # the descriptor
    "a descriptor cut off": (DESCRIPTOR, half, "datapackage.json, line"),
    "a descriptor without tables": (
        DESCRIPTOR,
        lambda raw: b"{}\n",
        "datapackage.json: expected a list 'resources'",
    ),
    "a path out of data": (
        DESCRIPTOR,
        swap(("article/numbers.csv", "../../numbers.csv")),
        "datapackage.json, table 'numbers'",
    ),
    "a table on another host": (
        DESCRIPTOR,
        swap(("article/numbers.csv", "https://example.org/numbers.csv")),
        "datapackage.json, table 'numbers'",
    ),
    "a path to no file": (
        DESCRIPTOR,
        swap(("article/numbers.csv", "article/number.csv")),
        "article/number.csv",
    ),
    "an unknown type": (
        DESCRIPTOR,
        swap(('"type": "integer"', '"type": "whole"')),
        "datapackage.json: [field-error]",
    ),
    "a key into no table": (
        DESCRIPTOR,
        swap(('"resource": "claims"', '"resource": "statements"')),
        "numbers.csv: The data resource has an error: failed to handle a foreign key",
    ),
    "two tables of one name": (
        DESCRIPTOR,
        swap(('"name": "events"', '"name": "numbers"')),
        "datapackage.json: [package-error]",
    ),
    # references
    "a BibTeX key twice": (
        BIB,
        swap(("@misc{associatedpress2020belarus", "@misc{associatedpress2009russia")),
        "references.bib, line 20",
    ),
    "references cut off": (BIB, half, "references.bib, line"),
    "no references": (BIB, nothing, "references.bib, line 1"),
    "references with a byte-order mark": (BIB, marked, "references.bib, line 1"),
    "references of Windows": (BIB, carriage, "references.bib, line 1"),
    "references in Windows-1252": (BIB, western, "references.bib: not readable as UTF-8"),
    "an unknown type of entry": (
        BIB,
        swap(("@misc{", "@web{")),
        "entry 'alliansfrihetenndtelephone': unknown type @web",
    ),
    "a misspelt BibTeX field": (
        BIB,
        swap(("urldate =", "urldat =")),
        "entry 'alliansfrihetenndtelephone': unknown field 'urldat'",
    ),
    "a comma missing between fields": (
        BIB,
        swap(("},\n  organization", "}\n  organization")),
        "references.bib, line 1, entry",
    ),
    "a brace missing": (BIB, swap(("title = {{", "title = {")), "references.bib, line 1, entry"),
    "a 31 June": (
        BIB,
        swap(("{2009-06-06}", "{2009-06-31}")),
        "entry 'associatedpress2009russia', field 'date'",
    ),
    "a date in words": (
        BIB,
        swap(("{2009-06-06}", "{6 June 2009}")),
        "entry 'associatedpress2009russia', field 'date'",
    ),
    "year and date that differ": (
        BIB,
        swap(("year = {2009}", "year = {2008}")),
        "entry 'associatedpress2009russia', field 'year': year 2008",
    ),
    "a misspelt address": (
        BIB,
        swap(("url = {http://data", "url = {htp://data")),
        "entry 'associatedpress2009russia', field 'url'",
    ),
    "an address that is a script": (
        BIB,
        swap(("url = {http://data", "url = {javascript:data")),
        "entry 'associatedpress2009russia', field 'url'",
    ),
    "a copy that is the page itself": (
        BIB,
        lambda raw: re.sub(rb"(url = .([^}]+)},\n)", rb"\1  archived = {\2},\n", raw, count=1),
        "entry 'alliansfrihetenndtelephone', field 'archived': the same as in 'url'",
    ),
    "an address for a DOI": (
        BIB,
        swap(("doi = {10.", "doi = {https://doi.org/10.")),
        "field 'doi'",
    ),
    "an unknown language": (BIB, swap(("language = {ru}", "language = {xx}")), "field 'language'"),
    "words among page numbers": (BIB, swap(("pages = {", "pages = {pp. ")), "field 'pages'"),
    "an entry without a title": (BIB, swap(("title = ", "tytle = ")), "needs the field 'title'"),
    "an entry that does not begin": (BIB, swap(("@misc{", "@misc ")), "references.bib, line 1"),
    "read in the future": (
        BIB,
        lambda raw: re.sub(rb"urldate = .20\d\d", b"urldate = {2031", raw, count=1),
        "entry 'alliansfrihetenndtelephone', field 'urldate': 2031",
    ),
    "published in the future": (
        BIB,
        swap(("year = {2009}", "year = {2029}"), ("date = {2009-", "date = {2029-")),
        "entry 'associatedpress2009russia', field 'year': 2029",
    ),
    "read before it was published": (
        BIB,
        lambda raw: re.sub(
            rb"(zeynalova2020socar(?s:.*?)urldate = .)\d{4}", rb"\g<1>2008", raw, count=1
        ),
        "entry 'zeynalova2020socar', field 'urldate': read on 2008",
    ),
    "a year that is not the key's": (
        BIB,
        swap(("year = {2009}", "year = {2008}"), ("date = {2009-", "date = {2008-")),
        "entry 'associatedpress2009russia', field 'year': 2008 is not the year that the key names",
    ),
    "the address of another entry": (
        BIB,
        lambda raw: raw.replace(*re.findall(rb"url = .([^}]+).,", raw)[1::-1]),
        "entry 'associatedpress2009russia', field 'url': the same as in entry 'alliansfrihetenndtelephone'",
    ),
    "a field twice": (
        BIB,
        lambda raw: re.sub(rb"(  title = .*\n)", rb"\1\1", raw, count=1),
        "references.bib, line 1: Duplicate field",
    ),
    "a letter in TeX": (
        BIB,
        swap(("title = {{", 'title = {{\\"u')),
        "entry 'alliansfrihetenndtelephone', field 'title': expected plain letters",
    ),
    "a letter in HTML": (
        BIB,
        swap(("title = {{", "title = {{&amp;")),
        "entry 'alliansfrihetenndtelephone', field 'title': expected plain letters",
    ),
    "two entries that change places": (
        BIB,
        lambda raw: b"\n\n".join(
            (lambda found: [found[1], found[0], *found[2:]])(raw.split(b"\n\n"))
        ),
        "entry 'alliansfrihetenndtelephone': stands after 'associatedpress2009russia'",
    ),
    # notes, claims and values in a chapter
    "a note that is not there": (TEXT, swap(("[^18]]", "[^81]]")), "soft_power.md, line 29"),
    "a note without its text": (
        TEXT,
        swap(("[^18]: {note}`18`", "")),
        "soft_power.md, line 29: note 18 has no definition",
    ),
    "the text of a note typed by hand": (
        TEXT,
        swap(("{note}`18`", "See Smith 2016.")),
        "soft_power.md, line 135: expected the definition",
    ),
    "a claim without its id": (
        TEXT,
        swap(("{#S05 .claim}", "{.claim}")),
        "soft_power.md: claim S05",
    ),
    "a claim twice": (
        TEXT,
        swap(("{#S05 .claim}", "{#S04 .claim}")),
        "soft_power.md, line 30: claim S04 has two spans",
    ),
    "another chapter's claim": (
        TEXT,
        swap(("{#S05 .claim}", "{#M01 .claim}")),
        "soft_power.md, line 30: claim M01 is not one of this chapter's",
    ),
    "an unknown value": (
        TEXT,
        swap(("{glue}`A01`", "{glue}`A99`")),
        "soft_power.md, line 29: {glue}`A99`: no such id",
    ),
    "sources of an unknown claim": (
        ARMY,
        swap(("{sources}`M08`", "{sources}`M98`")),
        "military_power.md, line #",
    ),
    "two values of a claim that change places": (
        TEXT,
        exchange("{glue}`A02`", "{glue}`A03`"),
        "soft_power.md, line 66: in claim S15 the value A03 comes too early",
    ),
    "two sums of a claim that change places": (
        ECONOMY,
        exchange("{glue}`A05`", "{glue}`A06`"),
        "economic_power.md, line #: in claim E02 the value A06 comes too early",
    ),
    "two years of a claim that change places": (
        ARMY,
        exchange("{glue}`A13`", "{glue}`A14`"),
        "military_power.md, line #: in claim M02 the value A14 comes too early",
    ),
    "two results that change places": (
        EVIDENCE,
        exchange("{glue}`B01`", "{glue}`B02`"),
        ".md, line #: {glue}`B02` (voting: agreement of Belarus with Russia) comes too early",
    ),
    "a value twice": (
        TEXT,
        swap(("from {glue}`A02`", "from {glue}`A02` or {glue}`A02`")),
        "soft_power.md, line 66: {glue}`A02` stands 2 times",
    ),
    "“up to” lost": (
        TEXT,
        swap(("Up to {glue}", "Some {glue}")),
        "soft_power.md, line 29: {glue}`A01` is 'up_to'",
    ),
    "“more than” turned round": (
        ECONOMY,
        swap(("More than {glue}", "Less than {glue}")),
        "economic_power.md, line #: {glue}`A07` is 'more_than'",
    ),
    "“about” put before an exact value": (
        TEXT,
        swap(("from {glue}`A02`", "from about {glue}`A02`")),
        "soft_power.md, line 66: {glue}`A02` is 'exact'",
    ),
    # editors' notes
    "an editors' note without a source": (
        TEXT,
        swap(("\n  Source: {source}`rferl2018contributors`.", "")),
        "soft_power.md, line 121: an editors’ note names no source",
    ),
    "an editors' note that passes for the author's": (
        TEXT,
        swap(("Editors’ note\n:class: editors-note", "Editors’ note")),
        "soft_power.md, line 35",
    ),
    "an editors' note without its name": (
        TEXT,
        swap(("{admonition} Editors’ note", "{admonition} Note")),
        "soft_power.md, line 35: the title",
    ),
    "an editors' note on no claim": (
        TEXT,
        swap(("- On [the replacement of the heads of television](#s19)", "- On television")),
        "soft_power.md, line 99",
    ),
    "editors' notes out of order": (
        TEXT,
        swap(("](#s19)", "](#s21)")),
        "soft_power.md, line 102: the remark on S20 comes after that on S21",
    ),
    "sources of another claim in an editors' note": (
        ARMY,
        exchange("{sources}`M07`", "{sources}`M08`"),
        "military_power.md, line #: {sources}`M08`",
    ),
    "sources found and not shown": (
        ARMY,
        swap((": {sources}`M06`", ".")),
        "military_power.md: expected {sources}`M06` once",
    ),
    "two claims that change places": (
        TEXT,
        swap(
            ("{#S04 .claim}", "{#S99 .claim}"),
            ("{#S05 .claim}", "{#S04 .claim}"),
            ("{#S99 .claim}", "{#S05 .claim}"),
        ),
        "soft_power.md, line 29: claim S05",
    ),
    "a note at the next claim": (
        TEXT,
        swap(("[^18]]{#S04", "]{#S04"), ("users turn to.]", "users turn to.[^18]]")),
        "soft_power.md, line 29: claim S04",
    ),
    "a note defined twice": (
        TEXT,
        swap(("[^18]: {note}`18`\n", "[^18]: {note}`18`\n\n[^18]: {note}`18`\n")),
        "soft_power.md, line 137",
    ),
    "a definition without a mark": (
        TEXT,
        swap(("[^18]]{#S04", "]{#S04")),
        "soft_power.md, line 135",
    ),
    "a note referred to twice": (
        TEXT,
        swap(("users turn to.]", "users turn to.[^18]]")),
        "soft_power.md, line 30: note 18",
    ),
    "a note with a name": (TEXT, swap(("[^18]]", "[^baj]]")), "soft_power.md, line 29"),
    "a claim in small letters": (
        TEXT,
        swap(("{#S05 .claim}", "{#s05 .claim}")),
        "soft_power.md: claim S05",
    ),
    "a claim of another class": (
        TEXT,
        swap(("{#S05 .claim}", "{#S05 .clam}")),
        "soft_power.md: claim S05",
    ),
    "a claim with no beginning": (
        TEXT,
        swap(("\n[ONT, the", "\nONT, the")),
        "soft_power.md, line 30: a square bracket",
    ),
    "a space inside a claim's mark": (
        TEXT,
        swap(("]{#S05", "] {#S05")),
        "soft_power.md: claim S05",
    ),
    "another claim's value": (
        TEXT,
        swap(("{glue}`A01`", "{glue}`A05`")),
        "soft_power.md, line 29: {glue}`A05` belongs to claim E02",
    ),
    "a number typed for a value": (
        TEXT,
        swap(("{glue}`A01`", "65 %")),
        "soft_power.md, line 29: claim S04 does not show its value",
    ),
    "a misspelt role": (
        TEXT,
        swap(("{glue}`A01`", "{gleu}`A01`")),
        "soft_power.md, line 29: expected a role",
    ),
    "a role that does not end": (
        TEXT,
        swap(("{glue}`A01`", "{glue}`A01")),
        "soft_power.md, line 29: expected a role",
    ),
    "values that are not bound": (
        TEXT,
        swap(('values.bind("soft_power")', "")),
        "soft_power.md: shows values",
    ),
    "values of another chapter": (
        TEXT,
        swap(('bind("soft_power")', 'bind("theory")')),
        "soft_power.md: shows values",
    ),
    "an unknown result": (EVIDENCE, swap(("{glue}`B", "{glue}`B9")), ".md, line #: {glue}`B9"),
    "an unknown source in an editors' note": (
        TEXT,
        swap(("{source}`eadaily2016will`", "{source}`eadaily2061will`")),
        "soft_power.md, line 39",
    ),
    # the form of a chapter
    "a chapter cut off": (TEXT, half, "soft_power.md, line 70"),
    "an empty chapter": (TEXT, nothing, "soft_power.md, line 1"),
    "a chapter in Windows-1252": (TEXT, western, "soft_power.md: not readable as UTF-8"),
    "a chapter with a byte-order mark": (TEXT, marked, "soft_power.md, line 1"),
    "a chapter with line ends of Windows": (TEXT, carriage, "soft_power.md, line 1"),
    "no front matter": (
        TEXT,
        lambda raw: raw[raw.index(b"# Soft") :],
        "soft_power.md, line 1: expected the front matter",
    ),
    "a cell that does not end": (
        TEXT,
        swap(('values.bind("soft_power")\n```\n', 'values.bind("soft_power")\n')),
        "soft_power.md, line",
    ),
    "a box that does not end": (
        TEXT,
        swap(("belarusian`.\n:::\n", "belarusian`.\n")),
        "soft_power.md, line",
    ),
    "an unknown block": (
        TEXT,
        swap((":::{admonition} Editors’", ":::{warning} Editors’")),
        "soft_power.md, line 35: expected one of the blocks",
    ),
    "a figure without a name": (
        TEXT,
        swap(("    name: fig-not-watching\n", "")),
        "soft_power.md, line 68: a figure needs its 'name'",
    ),
    "a figure without a caption": (
        TEXT,
        lambda raw: re.sub(rb" {4}caption: .*\n", b"", raw, count=1),
        "soft_power.md, line 68: a figure needs its 'caption'",
    ),
    "a script of another host": (
        TEXT,
        before('<script src="https://example.org/x.js"></script>'),
        "soft_power.md, line 42",
    ),
    "a picture of another host": (
        TEXT,
        before("![A view](https://example.org/x.png)"),
        "soft_power.md, line 42",
    ),
    "a picture without alternative text": (
        TEXT,
        before("![](../_static/favicon.svg)"),
        "soft_power.md, line 42",
    ),
    "a statement in a comment": (
        TEXT,
        swap(("\n[He has, for instance", "\n% [He has, for instance")),
        "soft_power.md, line 80: a comment or HTML",
    ),
    "a statement in an HTML comment": (
        TEXT,
        swap(("\n[He has, for instance", "\n<!-- [He has")),
        "soft_power.md, line 80: a comment or HTML",
    ),
    "hidden words": (
        TEXT,
        before('<b style="display:none">x</b>'),
        "soft_power.md, line 42: a comment or HTML",
    ),
    "a cell that may raise": (
        TEXT,
        swap((":tags: [remove-cell]", ":tags: [remove-cell, raises-exception]")),
        "soft_power.md, line 12: unknown tag",
    ),
    "a cell that is skipped": (
        TEXT,
        swap((":tags: [remove-cell]", ":tags: [remove-cell, skip-execution]")),
        "soft_power.md, line 12: unknown tag",
    ),
    "two titles": (
        TEXT,
        swap(("## An identity", "# An identity")),
        "soft_power.md: expected one title",
    ),
    "no opening": (
        TEXT,
        swap((":::{div} chapter-claim", ":::{div} chapter-claims")),
        "soft_power.md: expected one opening",
    ),
    "no summary": (
        TEXT,
        swap((":class: summary", ":class: summaries")),
        "soft_power.md: expected one box",
    ),
    "a space that nobody sees": (
        TEXT,
        swap(("non-governmental", "non-\u200bgovernmental")),
        "soft_power.md, line 20: a character that nobody sees, U+200B",
    ),
    "letters that run backwards": (
        TEXT,
        swap(("non-governmental", "non-\u202egovernmental")),
        "soft_power.md, line 20: a character that nobody sees",
    ),
    "a Cyrillic letter in an English word": (
        TEXT,
        swap(("governmental", "government\u0430l")),
        "soft_power.md, line 20: Latin and Cyrillic or Greek letters",
    ),
    # what the book is made of
    "a style sheet of another host": (
        "_static/edition.css",
        lambda raw: b"@import url(https://example.org/x.css);\n" + raw,
        "edition.css, line 1: loads from another host",
    ),
    "a template that prints a name nobody gives": (
        "_templates/chapter-files.html",
        swap(("<a href", "{{ chapter_title }} <a href")),
        "chapter-files.html, line 4: 'chapter_title' stands for nothing",
    ),
    "a script of another host in a template": (
        "_templates/depth.html",
        lambda raw: b"<script src='//example.org/x.js'></script>\n" + raw,
        "depth.html, line 1: loads from another host",
    ),
    "a script that asks another host": (
        "_static/edition.js",
        lambda raw: b"fetch('https://example.org/x');\n" + raw,
        "edition.js, line 1: loads from another host",
    ),
    "editors' notes hidden by a style": (
        "_static/edition.css",
        lambda raw: b".editors-note { display: none; }\n" + raw,
        "edition.css, line 1: a style hides .editors-note",
    ),
    "a brace lost in a style": ("_static/edition.css", swap(("}", "")), "edition.css: "),
    "chapters out of order": (
        "_toc.yml",
        exchange("chapters/theory", "chapters/soft_power"),
        "_toc.yml: the chapters do not stand in the article's order",
    ),
    "errors allowed": (
        CONFIG,
        swap(("allow_errors: false", "allow_errors: true")),
        "_config.yml, key 'execute/allow_errors'",
    ),
    "warnings of cells let through": (
        CONFIG,
        swap(("stderr_output: error", "stderr_output: show")),
        "_config.yml, key 'execute/stderr_output'",
    ),
    "cells not run": (
        CONFIG,
        swap(("execute_notebooks: cache", 'execute_notebooks: "off"')),
        "_config.yml, key 'execute/execute_notebooks'",
    ),
    "warnings of the build let through": (
        CONFIG,
        swap(("suppress_warnings: []", "suppress_warnings: [ref]")),
        "_config.yml, key 'sphinx/config/suppress_warnings'",
    ),
    "another title": (CONFIG, swap(("2014–2020", "2014–2021")), "_config.yml, key 'title'"),
    "another author": (
        CONFIG,
        swap(('author: "The editors', 'author: "The authors')),
        "_config.yml, key 'author'",
    ),
    "a date of release that does not exist": (
        "CITATION.cff",
        lambda raw: re.sub(rb"(date-released: ).*", rb'\1"2026-13-01"', raw),
        "CITATION.cff, field 'date-released'",
    ),
    "a pin without its hash": (
        PINS,
        lambda raw: re.sub(rb" \\\n( +--hash=sha256:\w+( \\\n)?)+", b"", raw, count=1),
        "requirements.txt, line 1",
    ),
    "a pin that is no version": (
        PINS,
        lambda raw: re.sub(rb"==", b">=", raw, count=1),
        "requirements.txt, line 1",
    ),
    "a chapter that is not in the contents": (
        "_toc.yml",
        swap(("      - file: chapters/soft_power\n", "")),
        "_toc.yml: 'soft_power' is named 0 times",
    ),
    "a chapter in the contents that is not there": (
        "_toc.yml",
        swap(("chapters/soft_power", "chapters/softpower")),
        "_toc.yml: no file chapters/softpower.md",
    ),
    "contents that are no YAML": (
        "_toc.yml",
        swap(("root:", "root: [")),
        "_toc.yml: not readable as YAML",
    ),
    "a citation file without a version": (
        "CITATION.cff",
        lambda raw: re.sub(rb"(?m)^version:.*\n", b"", raw),
        "CITATION.cff: needs the field 'version'",
    ),
    # slips of upkeep
    "a digit lost from a value": (
        NUMBERS,
        swap((",25,up_to,percent", ",5,up_to,percent")),
        "numbers.csv, row 7, field 'value'",
    ),
    "a statement with another number": (
        CLAIMS,
        swap(("65 %", "56 %")),
        "soft_power.md, line 29: data/article/claims.csv says 56 in the statement of S04",
    ),
    "two blanks in a cell": (
        CLAIMS,
        swap(("Belarus and Ukraine", "Belarus  and Ukraine")),
        "claims.csv, row 2, field 'statement': expected single blanks",
    ),
    "a Greek letter in an English word": (
        CLAIMS,
        swap(("Moscow-centred", "M\u03bfscow-centred")),
        "claims.csv, line 2: Latin and Cyrillic or Greek",
    ),
    "a side that acts on itself": (
        EVENTS,
        swap((",Belarus,Russia,", ",Belarus,Belarus,")),
        "events.csv, row 2, field 'counterpart'",
    ),
    "an instrument out of its place": (
        INSTRUMENTS,
        swap(("R02,soft_power,2,", "R02,soft_power,3,")),
        "instruments.csv, row 3, field 'position': expected 2",
    ),
    "a response without its claim": (
        INSTRUMENTS,
        lambda raw: re.sub(rb"(?m)^(R06,.*?),S22,", rb"\1,,", raw),
        "instruments.csv, row 7, field 'response': expected this and 'claim_response'",
    ),
    "a further claim that is none": (
        EXCHANGE,
        swap((",I04 I05,", ",I04 I99,")),
        "exchange.csv, row 10, field 'more_claims': expected other claims",
    ),
    "a further claim that is the first again": (
        EXCHANGE,
        swap((",T14,I04 I05,", ",T14,I04 T14,")),
        "exchange.csv, row 10, field 'more_claims'",
    ),
    "a quotation twice": (
        QUOTATIONS,
        lines(lambda rows: [*rows[:2], rows[1].replace(b"Q01", b"Q02"), *rows[3:]]),
        "quotations.csv, row 3, field 'words': stands in a row above",
    ),
    "a note that the article does not have": (
        TEXT,
        before("As in note 56."),
        "soft_power.md, line #: expected a note from 1 to 50, found 'note 56'",
    ),
    "a language that is none": (
        TEXT,
        swap((".language-ru-Latn", ".language-rr-Latn")),
        "soft_power.md, line #: expected a claim",
    ),
    "words that a class hides": (
        TEXT,
        swap(("{.language-ru-Latn}", "{.d-none}")),
        "soft_power.md, line #: expected a claim",
    ),
    "a paragraph that a class hides": (
        TEXT,
        before("{.d-none}\nWords."),
        "soft_power.md, line #: expected a claim",
    ),
    "a block of an unknown class": (
        TEXT,
        swap(("{div} chapter-claim", "{div} d-none")),
        "soft_power.md, line #: expected a claim",
    ),
    "a name that stands nowhere": (
        NAMES,
        swap(("|Gutseriyev\n", "|Gutserijev\n")),
        "names.csv, row 3, field 'forms': 'Gutserijev' stands in none",
    ),
    "a name under two headings": (
        NAMES,
        swap(("|Gutseriyev\n", "|Costa Buranelli\n")),
        "names.csv, row 3, field 'forms': 'Costa Buranelli' is also",
    ),
    "pages from the higher to the lower": (
        SOURCES,
        swap(("pp. 23–25", "pp. 25–23")),
        "note_sources.csv, row 2, field #: expected pages from the lower",
    ),
    "a hyphen between pages": (
        SOURCES,
        swap(("pp. 23–25", "pp. 23-25")),
        "note_sources.csv, row 2, field #: expected an en dash",
    ),
    "one page that is several": (
        SOURCES,
        swap(("pp. 23–25", "p. 23–25")),
        "note_sources.csv, row 2, field #: expected “pp.”",
    ),
    "a DOI with a full stop": (
        BIB,
        lambda raw: re.sub(rb"(doi = .10\.[^}]+)", rb"\1.", raw, count=1),
        "field 'doi': expected 10.…/…",
    ),
    "pages of an article backwards": (
        BIB,
        swap(("pages = {378–403}", "pages = {403–378}")),
        "field 'pages': expected pages from the lower to the higher",
    ),
    "pages of an article with a hyphen": (
        BIB,
        swap(("pages = {378–403}", "pages = {378-403}")),
        "field 'pages': expected page numbers only, with an en",
    ),
    "an ISBN that is none": (
        BIB,
        swap(("9780739185766", "9780739185767")),
        "field 'isbn': 9780739185767 is not an ISBN",
    ),
    "authors left out": (
        BIB,
        lambda raw: re.sub(rb"(author = .[^}]*) and [^}]*", rb"\1 et al.", raw, count=1),
        "field 'author': expected all names",
    ),
    "a status of no kind": (
        BIB,
        swap(("urlstatus = {read}", "urlstatus = {unread}")),
        "field 'urlstatus': expected read",
    ),
    "read, and no day of it": (
        BIB,
        lambda raw: re.sub(rb"  urldate = .*\n", b"", raw, count=1),
        "field 'urlstatus': 'read' does not go with the urldate",
    ),
    "a title in another script": (
        BIB,
        swap(("  language = {ru},\n", "")),
        "field 'language': none is not the language of the title's letters",
    ),
    "the address of another entry, in another form": (
        BIB,
        lambda raw: raw.replace(
            *(lambda found: (found[1], found[0].replace(b"https", b"http")))(
                re.findall(rb"url = .([^}]+).,", raw)
            )
        ),
        "entry 'associatedpress2009russia', field 'url': the same as in entry 'alliansfrihetenndtelephone'",
    ),
    "straight quotation marks": (
        TEXT,
        before('A "soft" word.'),
        "soft_power.md, line #: expected “ ” and ’",
    ),
    "a hyphen between years": (
        TEXT,
        before("From 2014-2019."),
        "soft_power.md, line #: expected an en dash",
    ),
    "a line of prose that is pushed in": (
        TEXT,
        before("Words\n     and words."),
        "soft_power.md, line #: expected no blanks at the beginning",
    ),
    "paragraphs of editors' notes hidden by a style": (
        "_static/edition.css",
        lambda raw: b".editors-note p { display: none; }\n" + raw,
        "edition.css, line 1: a style hides p",
    ),
    "editors' notes that cannot be seen": (
        "_static/edition.css",
        lambda raw: b".editors-note { opacity: 0; }\n" + raw,
        "edition.css, line 1: a style hides .editors-note",
    ),
    "claims out of sight": (
        "_static/edition.css",
        lambda raw: b".claim { position: absolute; left: -9999px; }\n" + raw,
        "edition.css, line 1: a style hides .claim",
    ),
    "the text of the EPUB hidden by a style": (
        "_templates/epub/style.css",
        lambda raw: b"section { display: none; }\n" + raw,
        "epub/style.css, line 1: a style hides section",
    ),
    "another licence in a template": (
        "_templates/imprint.html",
        swap(("CC BY 4.0", "CC BY-SA 4.0")),
        "imprint.html, line 1: expected a licence of CITATION.cff (MIT or CC BY 4.0), found 'CC BY-SA 4.0'",
    ),
    "a template that does not end": (
        "_templates/chapter-files.html",
        lambda raw: raw + b"{% if author %}\n",
        "chapter-files.html, line #: not readable as a template",
    ),
    "cells not run, by another setting": (
        CONFIG,
        swap(("    numfig: true", '    numfig: true\n    nb_execution_mode: "off"')),
        "_config.yml, key 'sphinx/config/nb_execution_mode'",
    ),
    "errors allowed by another setting": (
        CONFIG,
        swap(("nb_execution_raise_on_error: true", "nb_execution_raise_on_error: false")),
        "_config.yml, key 'sphinx/config/nb_execution_raise_on_error'",
    ),
    "a setting twice": (
        CONFIG,
        lambda raw: raw + b"sphinx: {}\n",
        "_config.yml, line #: the key 'sphinx' stands twice",
    ),
    "a pin that is not what is asked for": (
        PINS,
        lambda raw: re.sub(rb"(?m)^pandas==[\d.]+", b"pandas==3.1.0", raw),
        "requirements.txt: expected pandas==",
    ),
    "another version for the tests": (
        "requirements-test.txt",
        lambda raw: re.sub(rb"(?m)^packaging==[\d.]+", b"packaging==1.0", raw),
        "packaging==",
    ),
    "a pin twice": (
        PINS,
        lambda raw: raw + re.match(rb"(?s).*?\n(?=\w)", raw)[0],
        "is listed twice",
    ),
}


# what is wrong in evidence whose digests were made anew, as the message says that one may: as above
SUMMED = {
    "a formula that is not its threshold's words": (
        COMPARISONS,
        swap((",B03 <= 10,", ",B03 <= 5,")),
        "comparisons.csv, row 2, field 'supports_if': 5 is not said",
    ),
    "a page named twice": (
        COMPARISONS,
        swap(("P46 P81", "P46 P46")),
        "comparisons.csv, row 22, field 'pages': a page is named twice",
    ),
    "a page read in the future": (
        PAGES_QUOTED,
        swap((",2026-11-24\n", ",2031-01-01\n")),
        "evidence_pages.csv, row #, field 'read_on'",
    ),
    "a rebuilt quantity with a source that is not there": (
        REBUILT,
        swap(("P72", "P172")),
        "rebuilt.csv, row 2, field 'source': no 'P172'",
    ),
    "a rebuilt quantity with a reference that is not there": (
        REBUILT,
        swap(("pozomartin2015eurasian", "pozomartin2016eurasian")),
        "rebuilt.csv, row #, field 'source': no 'pozomartin2016eurasian'",
    ),
}


@pytest.fixture
def check(spare, monkeypatch):
    """Run the check that every build begins with in the spare copy; nothing that was read before is remembered."""
    kept = [
        found
        for module in (tables, notes)
        for found in vars(module).values()
        if hasattr(found, "cache_clear")
    ]
    monkeypatch.setattr(tables, "ROOT", spare)
    monkeypatch.setattr(tables, "DATA", spare / "data")
    monkeypatch.setattr(tables, "DESCRIPTOR", spare / "data" / "datapackage.json")
    monkeypatch.setattr(notes, "BIBLIOGRAPHY", spare / "references.bib")
    for found in kept:
        found.cache_clear()
    yield lambda: checks.check_all(spare)
    for found in kept:
        found.cache_clear()


def plant(folder, name: str, edit) -> None:
    raw = (folder / name).read_bytes()
    broken = edit(raw)
    assert broken != raw, "nothing was broken"
    (folder / name).write_bytes(broken)


def pattern(message: str) -> str:
    return re.escape(message).replace(r"\#", r"(?:\d+|'\w+')")


def named(check, message: str, planted) -> None:
    """Hold the check to a message, and keep it for the report."""
    with pytest.raises(DataError, match=pattern(message)) as caught:
        check()
    planted("the check before a build", str(caught.value), message.split("#")[0])


@pytest.mark.parametrize("fault", FAULTS)
def test_the_check_names(spare, check, fault, planted):
    name, edit, message = FAULTS[fault]
    plant(spare, name, edit)
    named(check, message, planted)


@pytest.mark.parametrize("fault", SUMMED)
def test_the_check_names_in_evidence(spare, check, fault, planted):
    name, edit, message = SUMMED[fault]
    plant(spare, name, edit)
    subprocess.run([sys.executable, spare / "data" / "builders" / "digests.py"], check=True)
    named(check, message, planted)


@pytest.mark.parametrize("name", ["_templates/pdf/front.html", "_templates/epub/title.xhtml"])
def test_a_template_of_a_book_names_what_nobody_gives(spare, name, planted):
    plant(spare, name, swap(("meta.version", "meta.printing")))
    path = spare / name
    with pytest.raises(DataError) as fault:
        Templates(path.parent).fill(path.name, meta=citation(spare), sections=[], bodies=[])
    line = next(
        number
        for number, text in enumerate(path.read_text().splitlines(), start=1)
        if "meta.printing" in text
    )
    assert str(fault.value).startswith(f"{path}, line {line}: ")
    planted("the build", str(fault.value), f"{path.name}, line {line}")


@pytest.mark.parametrize("name", [NUMBERS, BIB, TEXT])
def test_the_check_names_what_cannot_be_read(spare, check, name, planted):
    """A folder in a file's place: no right to read can be taken from root, but nobody reads a folder."""
    (spare / name).unlink()
    (spare / name).mkdir()
    with pytest.raises(DataError, match=f"{name}: not readable") as caught:
        check()
    planted("the check before a build", str(caught.value), name, fault=f"{name} unreadable")


def test_the_check_finds_no_fault_in_the_untouched_copy(check):
    check()


def test_there_are_at_least_sixty_faults():
    assert len(FAULTS) >= 60
    assert len({(name, message, edit) for name, edit, message in FAULTS.values()}) == len(FAULTS)


# what is wrong: (file, how it is broken, the test that finds it, what it says)
TESTED = {
    "a setting that leaves the checks out": (
        CONFIG,
        swap(("    numfig: true", "    numfig: true\n    edition_outputs: none")),
        "test_upkeep.py::test_the_edition_is_built_with_its_checks",
        "_config.yml sets edition_outputs",
    ),
    "a number typed by hand": (
        TEXT,
        swap(("depends on material", "depends for 70 of 100 on material")),
        "test_text.py::test_no_quantity_is_typed_by_hand",
        "70",
    ),
    "a quotation changed in the text": (
        TEXT,
        swap(("elicit positive", "evoke positive")),
        "test_text.py::test_quotations_stand_to_the_letter_in_their_claims",
        "Q",
    ),
    "a quotation changed in the table": (
        QUOTATIONS,
        swap(("next in line", "next in the line")),
        "test_text.py::test_quotations_stand",
        "Q02",
    ),
    "words in quotation marks that nobody said": (
        TEXT,
        swap(("the Russian media have", "the “hostile” media have")),
        "test_text.py::test_nothing_else_stands",
        "hostile",
    ),
    "a remark among the claims": (
        TEXT,
        before("This is doubtful. " * 12),
        "test_text.py::test_no_statement_stands_outside_a_claim",
        "This is doubtful",
    ),
    # what no rule can tell from a meant change
    "a year changed in the text": (
        TEXT,
        swap(("In 2017 Lukashenka", "In 2018 Lukashenka")),
        "test_text.py::test_years_are_those",
        "S19",
    ),
    "“not” lost in the text": (
        TEXT,
        swap(("does not control", "does control")),
        "test_accepted.py::changed_unseen",
        "chapters/soft_power.md S13",
    ),
    "a name misspelt in the text": (
        TEXT,
        swap(("Soloviev’s programmes", "Solovev’s programmes")),
        "test_accepted.py::changed_unseen",
        "soft_power.md S18",
    ),
    "a figure in an editors' note": (
        TEXT,
        swap(("five years in prison", "six years in prison")),
        "test_accepted.py::changed_unseen",
        "soft_power.md S26 + 1",
    ),
    "an act in another year": (
        EVENTS,
        swap((",1998,,year", ",1997,,year")),
        "test_accepted.py::changed_unseen",
        "events.csv V02",
    ),
    "an act with its parties exchanged": (
        EVENTS,
        swap(("Belarus,Russia,", "Russia,Belarus,")),
        "test_accepted.py::changed_unseen",
        "events.csv V01",
    ),
    "two sources exchanged": (
        SOURCES,
        exchange("laruelle2015russian", "rumer2017belarus"),
        "test_accepted.py::changed_unseen",
        "note_sources.csv I01 rumer2017belarus",
    ),
    "another page of a source": (
        SOURCES,
        swap(("pp. 23–25", "pp. 32–52")),
        "test_accepted.py::changed_unseen",
        "note_sources.csv I01",
    ),
    "a source moved to the note before, places and all": (
        SOURCES,
        swap(("19,S06,1,baj", "18,S04,6,baj"), ("19,S06,2,sputnik", "19,S06,1,sputnik")),
        "test_accepted.py::changed_unseen",
        "note_sources.csv S06 baj2016russian",
    ),
    "a digit of a DOI": (
        BIB,
        lambda raw: re.sub(rb"(doi = .10\.\S*)\d", rb"\g<1>x", raw, count=1),
        "test_accepted.py::changed_unseen",
        "references.bib",
    ),
    "two addresses exchanged": (
        BIB,
        lambda raw: exchange(
            *(found.decode() for found in re.findall(rb"url = .([^}]+).,", raw)[:2])
        )(raw),
        "test_accepted.py::changed_unseen",
        "references.bib alliansfrihetenndtelephone; references.bib associatedpress2009russia",
    ),
    "a unit changed in the descriptor": (
        DESCRIPTOR,
        swap(('"unit": "percent"', '"unit": "tonnes"')),
        "test_accepted.py::changed_unseen",
        "datapackage.json",
    ),
    "rows out of order": (
        EVENTS,
        lines(lambda rows: [rows[0], rows[2], rows[1], *rows[3:]]),
        "test_accepted.py::changed_unseen",
        "events.csv V02 (moved)",
    ),
    "evidence whose digest was made anew": (
        "data/evidence/SHA256SUMS",
        lambda raw: re.sub(rb"(?m)^\w{8}(\w+  trade_totals_world_bank.csv)$", rb"00000000\1", raw),
        "test_accepted.py::changed_unseen",
        "data/evidence/trade_totals_world_bank.csv",
    ),
    "fingerprints lost": (
        "data/article/fingerprints.csv",
        lines(lambda rows: rows[:1700]),
        "test_accepted.py::changed_unseen",
        "data/article/fingerprints.csv",
    ),
    "a figure taken out": (
        TEXT,
        lambda raw: re.sub(
            rb"(?s)```\{code-cell\} ipython3\n---\ntags: \[hide-input\].*?```\n", b"", raw, count=1
        ),
        "test_accepted.py::changed_unseen",
        "chapters/soft_power.md S15 + 1",
    ),
    "a switch of the markup turned off": (
        CONFIG,
        swap(("attrs_inline, ", "")),
        "test_accepted.py::changed_unseen",
        "_config.yml",
    ),
    "another year on the original": (
        "CITATION.cff",
        swap(("2020-08-03", "2020-08-13")),
        "test_accepted.py::changed_unseen",
        "CITATION.cff",
    ),
    "a source that nothing uses": (
        BIB,
        lambda raw: (
            raw
            + b"@misc{nobody2020,\n  title = {{Nothing}},\n  organization = {Nobody},\n  url = {https://example.org/},\n}\n"
        ),
        "test_notes.py::test_every_entry_is_used",
        "nobody2020",
    ),
}


@pytest.fixture
def tested(spare):
    """The spare copy with its tests and the built pages."""
    shutil.copytree(
        ROOT / "tests", spare / "tests", ignore=shutil.ignore_patterns("__pycache__", "samples")
    )
    shutil.copy(ROOT / "pyproject.toml", spare)
    shutil.copytree(SITE, spare / "_build" / "html")
    return spare


def run_tests(folder, names: str):
    path, _, word = names.partition("::")
    pick = ["-k", word] if word else []
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "-q",
        f"tests/{path}",
        *pick,
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("fault", TESTED)
def test_a_test_names(tested, fault, planted):
    name, edit, test, message = TESTED[fault]
    plant(tested, name, edit)
    done = run_tests(tested, test)
    assert done.returncode == 1, done.stdout[-1500:]
    assert message in done.stdout, done.stdout[-1500:]
    planted(test.replace("::", " "), done.stdout, message, "E  ")


PAGE, NOTEBOOK = (
    "_build/html/chapters/soft_power.html",
    "_build/html/downloads/notebooks/soft_power.ipynb",
)
# what is wrong in what was built: (file, how it is broken, the test that finds it, what it says)
SHOWN = {
    "a figure without alternative text": (
        PAGE,
        lambda raw: re.sub(rb"(<desc[^>]*>)[^<]+", rb"\1", raw),
        "test_parity.py::figures",
        "soft_power",
    ),
    "a figure lost": (
        PAGE,
        lambda raw: re.sub(rb'(?s)<svg[^>]*class="chart-wide".*?</svg>', b"", raw, count=1),
        "test_parity.py::figures",
        "soft_power",
    ),
    "a page that calls another host": (
        PAGE,
        swap(("</head>", '<script src="https://example.org/x.js"></script></head>')),
        "test_parity.py::calls_no_other_host",
        "https://example.org/x.js",
    ),
    "a style that calls another host": (
        PAGE,
        swap(("</head>", "<style>@import url(https://example.org/x.css);</style></head>")),
        "test_parity.py::calls_no_other_host",
        "https://example.org/x.css",
    ),
    "another number of a note": (
        PAGE,
        lambda raw: raw.replace(b">18</a>", b">81</a>"),
        "test_parity.py::notes",
        "soft_power",
    ),
    "another value on the page": (
        PAGE,
        lambda raw: re.sub(rb"(<a[^>]*class=\"value[^>]*>)65", rb"\g<1>56", raw),
        "test_parity.py::values",
        "56",
    ),
    "another verdict beside a claim": (
        PAGE,
        swap(("supports a part</a>", "mixed</a>")),
        "test_site.py::shows_its_verdict",
        "s05",
    ),
    "a heading changed": (
        PAGE,
        swap(("<h2>Fewer viewers", "<h2>No viewers")),
        "test_parity.py::headings",
        "No viewers",
    ),
    "a link that leads nowhere": (
        PAGE,
        swap(('href="data.html', 'href="date.html')),
        "test_site.py::lead_somewhere",
        "date.html",
    ),
    "a script that does not run": (
        "_build/html/_static/book.js",
        lambda raw: b"}" + raw,
        "test_browser.py::served_page_is_quiet and theory",
        "Unexpected token",
    ),
    "a tag that is not closed": (
        PAGE,
        swap(("</h2>", "")),
        "test_site.py::sound_html and soft_power",
        "soft_power.html, line",
    ),
    "an id twice": (PAGE, swap(('id="s05"', 'id="s04"')), "test_site.py::ids_are_unique", "s04"),
    "a claim lost in the notebook": (
        NOTEBOOK,
        lambda raw: re.sub(rb'<span id=\\"s05\\">', b"", raw),
        "test_parity.py::claims",
        "s05",
    ),
    "a notebook without outputs": (
        NOTEBOOK,
        lambda raw: re.sub(rb'(?s)"outputs": \[\n.*?\n   \]', b'"outputs": []', raw),
        "test_parity.py::figures",
        "soft_power",
    ),
}


@pytest.mark.parametrize("fault", SHOWN)
def test_a_test_of_what_was_built_names(tested, fault, planted):
    name, edit, test, message = SHOWN[fault]
    if "browser" in test and not shutil.which("chromium"):
        pytest.skip("chromium is not installed (Debian package chromium)")
    plant(tested, name, edit)
    done = run_tests(tested, test)
    assert done.returncode == 1, done.stdout[-1500:]
    assert message in done.stdout, done.stdout[-1500:]
    planted(test.replace("::", " "), done.stdout, message, "E  ")


def test_a_changed_byte_in_the_site_is_named(tested, planted):
    plant(tested, "_build/html/downloads/edition.pdf", lambda raw: raw[:-1] + b"!")
    done = run_edition(tested, "verify", "--no-rebuild")
    assert done.returncode == 1
    assert "different: downloads/edition.pdf" in done.stdout
    planted("make verify", done.stdout, "different: downloads")


# What needs a build. The cache of executed cells is taken along, so that only the broken chapter runs.
LAST = "the last good page"


@pytest.fixture
def workshop(spare):
    """A copy in which the book can be built, with the last good page in place.

    The outputs of cells are taken along, so that only the broken chapter runs.
    """
    kept = ROOT / "_build" / "work" / "_build" / ".executed"
    if kept.exists():
        shutil.copytree(kept, spare / "_build" / "work" / "_build" / ".executed")
    (spare / "_build" / "html").mkdir(parents=True)
    (spare / "_build" / "html" / "index.html").write_text(LAST, encoding="utf-8")
    return spare


def book(folder, **environment):
    done = run_edition(folder, "build", **environment)
    return done.returncode, done.stdout


def unharmed(folder) -> bool:
    """Tell whether the last good pages are there as they were, and nothing else with them."""
    site = folder / "_build" / "html"
    return [path.name for path in site.iterdir()] == ["index.html"] and (
        site / "index.html"
    ).read_text(encoding="utf-8") == LAST


@pytest.mark.xdist_group("builds")
def test_a_cell_that_raises_stops_the_build(workshop, planted):
    plant(
        workshop,
        TEXT,
        swap(
            (
                'values.bind("soft_power")\n',
                'values.bind("soft_power")\nraise RuntimeError("planted")\n',
            )
        ),
    )
    code, said = book(workshop)
    assert code != 0
    assert "soft_power.md" in said
    assert "RuntimeError: planted" in said or 'RuntimeError("planted")' in said
    assert unharmed(workshop)
    planted("the build", said, "soft_power.md")


# what is wrong: (words before a heading of the chapter, what the build must say)
WARNED = {
    "a cell that warns": (
        '```{code-cell} ipython3\nimport sys\nprint("planted", file=sys.stderr)\n```',
        "stderr",
    ),
    "a reference to no figure": ("See {numref}`fig-nowhere`.", "fig-nowhere"),
    "a link to no place": ("See [there](#nowhere-at-all).", "nowhere-at-all"),
    "a link to no page": ("See [there](nowhere.md).", "nowhere.md"),
    "a heading too deep": ("##### Deep", "Non-consecutive header level"),
    "a download of no file": ("Take {download}`it <nowhere.csv>`.", "nowhere.csv"),
}


@pytest.mark.xdist_group("builds")
def test_every_warning_stops_the_build(workshop, planted):
    plant(workshop, TEXT, before("\n\n".join(words for words, _ in WARNED.values())))
    code, said = book(workshop)
    assert code != 0
    silent = [
        fault
        for fault, (_, message) in WARNED.items()
        if not any("soft_power.md" in line and message in line for line in said.splitlines())
    ]
    assert not silent, said[-3000:]
    assert unharmed(workshop)
    for fault, (_, message) in WARNED.items():
        planted("the build", said, message, fault=fault)


@pytest.mark.xdist_group("builds")
def test_a_letter_that_no_font_has_stops_the_build(workshop, planted):
    """Such a letter would be printed as the machine's fonts have it, or not at all."""
    plant(workshop, TEXT, before("A letter of Ethiopia: \u1200."))
    code, said = book(workshop)
    assert code != 0
    assert "chapters/soft_power.md: expected letters that a font of the edition has" in said, said[
        -2000:
    ]
    assert "U+1200" in said
    assert unharmed(workshop)
    planted("the build", said, "chapters/soft_power.md")


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_a_damaged_section_of_the_pdf_is_set_again(tmp_path, planted, kind):
    from edition.outputs.press import Press

    def pages():
        press = Press("p { color: red }", tmp_path / "kept", tmp_path, "")
        return press.set({"a chapter": "<html lang=en><title>A</title><p>Whole."})[
            0
        ].file.read_bytes()

    whole = pages()
    kept = next((tmp_path / "kept").glob(f"*.{kind}"))
    kept.write_bytes(kept.read_bytes()[:-40])
    assert pages() == whole
    planted(
        "the build", "it is set again", "", fault=f"a section of the PDF whose {kind} is cut off"
    )


def test_a_section_that_is_gone_when_the_pdf_is_bound_stops_it(tmp_path, planted):
    """The sections are bound by another process, whose faults must not be lost."""
    from edition.outputs.binding import bind

    with pytest.raises(RuntimeError) as stopped:
        bind(tmp_path / "edition.pdf", tmp_path / "fonts.pdf", [tmp_path / "gone.pdf"])
    assert "gone.pdf" in str(stopped.value)
    assert not (tmp_path / "edition.pdf").exists()
    planted("the build", str(stopped.value), "gone.pdf")


@pytest.mark.parametrize(
    ("room", "message"),
    [
        ("\u2007" * 2, "page 1: expected room for the number '1'"),
        ("", "for the numbers of the pages [1]"),
    ],
)
def test_a_number_of_a_page_that_has_no_room_for_it_stops_the_pdf(tmp_path, planted, room, message):
    """What would otherwise stand there is a gap, or the number of another page."""
    from edition.outputs import pdf
    from edition.outputs.binding import bind
    from edition.outputs.press import Press

    press = Press(pdf._style(ROOT), tmp_path / "kept", ROOT, "")
    text = f'<html lang="en"><title>A</title><article id="a">A<span class="page-of" data-page-of="a" data-room="{room}"></span></article>'
    sections = press.set({"a chapter": text})
    fonts = press.fonts(pdf.Templates(ROOT / "_templates" / "pdf").fill("fonts.html"), sections)
    with pytest.raises(RuntimeError) as stopped:
        bind(tmp_path / "edition.pdf", fonts, [section.file for section in sections])
    assert message in str(stopped.value)
    assert not (tmp_path / "edition.pdf").exists()
    planted(
        "the build",
        str(stopped.value),
        message,
        fault="room for a number of a page that does not fit it",
    )


@pytest.mark.xdist_group("builds")
def test_a_full_disk_stops_the_build(workshop, planted):
    """No file may grow beyond 64 kB (RLIMIT_FSIZE, which binds root too): writing fails as on a full disk."""
    code, said = book(
        workshop, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
    )
    assert code != 0
    assert (
        "File too large" in said or "disk I/O error" in said or "database or disk is full" in said
    ), said[-2000:]
    assert unharmed(workshop)
    planted(
        "the build",
        said,
        next(word for word in ("File too large", "disk I/O error", "disk is full") if word in said),
    )


@pytest.mark.xdist_group("builds")
def test_an_interrupted_build_leaves_the_last_pages(workshop, planted):
    build = subprocess.Popen(
        [sys.executable, "-m", "edition", "build"],
        cwd=workshop,
        env=os.environ | {"PYTHONPATH": str(workshop / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    begun = workshop / "_build" / "work" / "_build" / ".doctrees"
    while build.poll() is None and not begun.exists():
        time.sleep(0.1)
    time.sleep(1)
    assert build.poll() is None, "the build ended before it could be interrupted"
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()
    assert unharmed(workshop)
    planted("the build", "the last good pages are there as they were", "")


def test_a_full_disk_while_placing_leaves_the_last_pages(tmp_path, planted):
    """The pages are copied beside the site first; a copy that fails never takes its place."""
    made, site = tmp_path / "made", tmp_path / "html"
    for folder, words in ((made, "new"), (site, LAST)):
        folder.mkdir()
        (folder / "index.html").write_text(words, encoding="utf-8")
    (made / "lost").symlink_to(tmp_path / "nowhere")
    with pytest.raises(shutil.Error, match="nowhere"):
        workshop_.publish(made, site)
    assert (site / "index.html").read_text(encoding="utf-8") == LAST
    planted("the build", "the last good pages are there as they were", "")


def test_two_builds_at_once_take_turns(workshop, planted):
    """While another holds the lock, a build says so and waits; then it builds."""
    (workshop / "chapters" / "theory.md").unlink()  # so that it ends soon
    with FileLock(workshop / "_build" / ".lock"):
        second = subprocess.Popen(
            [sys.executable, "-m", "edition", "build"],
            cwd=workshop,
            env=os.environ | {"PYTHONPATH": str(workshop / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert "Another build is at work here" in second.stdout.readline()
        assert second.poll() is None
    said = second.communicate()[0]
    assert "theory" in said
    planted("the build", said, "Another build")


# what is missing: (a line that hides it from Python, what the build must say)
HIDDEN = {
    "the text font": ("sys.modules['font_source_serif_pro'] = None", "font_source_serif_pro"),
    "the font of figures": ("sys.modules['font_source_sans_pro'] = None", "font_source_sans_pro"),
    "WeasyPrint": ("sys.modules['weasyprint'] = None", "weasyprint"),
}
NO_PANGO = """import cffi
find = cffi.FFI.dlopen
def dlopen(self, name, *rest):
    if "pango" in str(name):
        raise OSError(name)
    return find(self, name, *rest)
cffi.FFI.dlopen = dlopen
"""


@pytest.mark.parametrize("what", HIDDEN)
def test_what_is_missing_is_named(workshop, what, planted):
    hide, message = HIDDEN[what]
    (workshop / "hidden").mkdir()
    (workshop / "hidden" / "sitecustomize.py").write_text(f"import sys\n{hide}\n", encoding="utf-8")
    code, said = book(workshop, PYTHONPATH=str(workshop / "hidden"))
    assert code != 0
    assert message in said, said[-2000:]
    assert unharmed(workshop)
    planted("the build", said, message, fault=f"{what} missing")


def test_without_pango_all_but_the_pdf_is_made(workshop, planted):
    (workshop / "hidden").mkdir()
    (workshop / "hidden" / "sitecustomize.py").write_text(NO_PANGO, encoding="utf-8")
    code, said = book(workshop, PYTHONPATH=str(workshop / "hidden"))
    assert code == 0, said[-2000:]
    assert "No PDF was made" in said and "apt.txt" in said
    handed_out = workshop / "_build" / "html" / "downloads"
    assert (handed_out / "edition.epub").exists() and not (handed_out / "edition.pdf").exists()
    planted("the build", said, "No PDF was made")


def test_a_missing_system_package_is_named(tmp_path, planted, monkeypatch, capsys):
    """An ordinary user: nothing is installed, and the line says what is missing."""
    (tmp_path / "apt.txt").write_text("no-such-package\n", encoding="utf-8")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert debian.main(tmp_path / "apt.txt", "the tests") == 0
    said = capsys.readouterr().out
    assert "not installed here: no-such-package" in said
    planted("the set-up", said, "not installed here")


@pytest.mark.parametrize(
    ("version", "message"),
    [((3, 10, 1), "Python 3.11 or newer is needed"), ((3, 99, 0), "newer than the Pythons")],
)
def test_a_python_that_is_too_old_or_new_is_named(version, message, monkeypatch, capsys, planted):
    """Nothing is made here: the environment that there is, is taken for that of the other one."""
    monkeypatch.setattr(environment.sys, "version_info", version)
    monkeypatch.setattr(environment, "_make", lambda wanted, why: wanted)
    monkeypatch.setattr(environment, "_install", lambda requirements: "")
    assert environment.main("book") == 1
    said = capsys.readouterr().out
    assert message in said
    planted("the set-up", said, message, fault=f"Python {version[0]}.{version[1]}")
