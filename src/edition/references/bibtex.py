"""Read a BibTeX file as BibTeX reads it, and tell every fault of it at once."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import bibtexparser
from bibtexparser.middlewares import ResolveStringReferencesMiddleware
from bibtexparser.model import Entry as Block
from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Entry, InvalidNameString, Person

logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # what it warns of is told in `faults`
ROLES = ("author", "editor")
VERBATIM = ("url", "archived", "doi")  # LaTeX sets them as they are
# what BibTeX calls, in @misc and in @techreport, what is printed as the other
STANDARD = {"organization": "publisher", "type": "series"}
BARE = re.compile(r"(?<!\\)[%$&#_]")
LINEAGE = re.compile(r"[JS]r\.?|[IVX]+")


@dataclass
class Library:
    """What a BibTeX file holds.

    entries: by key, in the order of the file; signs of LaTeX are plain (“\\%” is “%”), braces gone
    but in addresses. places: of each entry, in words ("references.bib, line 12, entry 'nye2017'").
    faults: one message each. whole: no entry is lost, so that a key that is not here is nowhere.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    whole: bool = True


def read(path: Path, required: Mapping[str, tuple[str, ...]]) -> Library:
    """Return what the file holds, and what is wrong with it.

    required: the fields without which a type of entry is not complete.
    """
    library = Library()
    if not path.is_file():
        library.faults = [f"{path}: missing; it holds every reference of the notes"]
        library.whole = False
        return library
    text = path.read_text(encoding="utf-8", errors="replace")
    library.whole = "@" in text and "\ufffd" not in text
    found = bibtexparser.parse_string(text, parse_stack=[ResolveStringReferencesMiddleware()])
    for block in found.failed_blocks:
        library.faults.append(f"{path}, line {block.start_line + 1}{_failure(block)}")
        library.whole = False
    for block in found.comments:
        if "@" in block.comment:
            place = f"{path}, line {block.start_line + 1}"
            library.faults.append(f"{place}: text outside any entry; expected @type{{key, …}}")
            library.whole = False
    for block in found.entries:
        place = f"{path}, line {block.start_line + 1}, entry {block.key!r}"
        library.places[block.key] = place
        library.entries[block.key], faults = _entry(block)
        for name in required.get(block.entry_type, ("title",)):
            if not block.get(name) or not block[name].strip('{}" '):
                faults.append(f": a @{block.entry_type} needs the field {name!r}")
        library.faults += [f"{place}{fault}" for fault in faults]
    return library


def _failure(block) -> str:
    """Return what is wrong with a block that is no entry."""
    if said := str(block.error):
        return f": {said}"
    raw = block.raw.rstrip()
    head = re.match(r"@\w+\s*\{\s*([^,\s]*)", raw)
    place = f", entry {head[1]!r}" if head else ""
    lost = raw.count("{") - raw.count("}")
    if head and lost > 0:
        name, line = _open_field(raw)
        after = (
            f"; the field {name!r} in line {block.start_line + line} does not end" if name else ""
        )
        braces = "a closing brace is" if lost == 1 else f"{lost} closing braces are"
        return f"{place}: {braces} missing in the entry that begins here{after}"
    return f"{place}: not readable as BibTeX; expected @type{{key, field = {{…}}, …}}"


def _open_field(raw: str) -> tuple[str, int]:
    """Return the field in which the braces of an entry do not close, and its line from 1 on."""
    depth, name = 0, ""
    for line, words in enumerate(raw.split("\n"), start=1):
        if depth > 1:
            return name, line - 1
        begun = re.match(r"\s*(\w+)\s*=", words)
        name = begun[1] if begun else ""
        depth += words.count("{") - words.count("}")
    return "", 0


def _entry(block: Block) -> tuple[Entry, list[str]]:
    """Return an entry, and what is wrong with its fields."""
    fields, persons, faults = {}, {}, []
    for each in block.fields:
        value, wrong = _value(str(each.value))
        if each.key in ROLES:
            persons[each.key], more = _persons(value)
            wrong += more
        elif each.key in VERBATIM:
            fields[each.key] = value
        else:
            fields[STANDARD.get(each.key, each.key)] = plain(value)
        if each.key not in VERBATIM and not wrong:
            wrong += [
                f"{sign!r} has a meaning of its own in LaTeX; write '\\{sign}'"
                for sign in dict.fromkeys(BARE.findall(value))
            ]
        faults += [f", field {each.key!r}: {fault}" for fault in wrong]
    return Entry(block.entry_type, fields=fields, persons=persons), faults


def plain(value: str) -> str:
    """Return the value of a field as a reader sees it: no braces, and plain signs for LaTeX's."""
    return re.sub(r"\\([%$&#_])", r"\1", value.replace("{", "").replace("}", ""))


def escaped(text: str) -> str:
    """Return a text as LaTeX has to be given it: the reverse of `plain`."""
    return BARE.sub(lambda sign: f"\\{sign[0]}", text)


def _value(raw: str) -> tuple[str, list[str]]:
    """Return what a field says, without what encloses it."""
    if raw.isdigit():
        return raw, []
    ends = list(_ends(raw))
    if raw[:1] in ("{", '"') and ends == [len(raw) - 1]:
        return raw[1:-1], []
    cut = " ".join(raw[ends[0] + 1 if ends else 0 :].split())[:30]
    if cut.startswith("#"):
        return raw, [f"expected one value; join the parts that “#” sets together, found {cut!r}"]
    return raw, [f"expected one value in braces, and a comma after it; found {cut!r}"]


def _ends(raw: str) -> Iterator[int]:
    """Yield the places at which a group that begins the value, or follows another, ends."""
    depth, quoted = 0, False
    for place, sign in enumerate(raw):
        if sign == '"' and not depth:
            quoted = not quoted
            if not quoted:
                yield place
        depth += (sign == "{") - (sign == "}")
        if sign == "}" and not depth and not quoted:
            yield place


def _persons(value: str) -> tuple[list[Person], list[str]]:
    """Return the persons and bodies of a list of names, split as BibTeX splits it."""
    persons, faults = [], []
    for name in split_name_list(" ".join(value.split())):
        if re.search(r"^(?:and\b|$)|\band$", name.strip()):
            faults.append(f"expected a name on each side of “and”, found {value!r}")
        elif several(name):
            faults.append(
                f"expected “and” between persons, and “Family, Given” for each; found {name!r} "
                "(a family name of several words: {Family Name}, Given)"
            )
        try:
            persons.append(Person(name.replace("\\&", "&")))
        except InvalidNameString as error:
            faults.append(" ".join(str(error).split()))
    return persons, faults


def several(name: str) -> bool:
    """Tell whether a name is rather those of several persons, with a comma between them."""
    parts = [part.split() for part in split_tex_string(name, ",")]
    if len(parts) == 3:
        return not (len(parts[1]) == 1 and LINEAGE.fullmatch(parts[1][0]))
    if len(parts) != 2:
        return len(parts) > 3
    return all(_full(part) for part in parts)


def _full(words: list[str]) -> bool:
    """Tell whether words could be the full name of a person: two or more, none of them short."""
    whole = [word for word in words if word[0].isupper() and len(word.rstrip(".")) > 1]
    return len(words) > 1 and len(whole) == len(words)
