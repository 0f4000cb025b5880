"""The settings of the book and the pins of its tools: whole, strict, and exact."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from . import yamls

CITED = (
    "title",
    "authors",
    "version",
    "date-released",
    "license",
    "abstract",
    "keywords",
    "references",
)
STRICT = {
    "execute/execute_notebooks": "off",
    "execute/allow_errors": False,
    "execute/stderr_output": "error",
    "execute/exclude_patterns": None,
    "sphinx/config/nb_execution_raise_on_error": True,
    "sphinx/config/nb_execution_mode": None,
    "sphinx/config/nb_execution_allow_errors": None,
    "sphinx/config/nb_execution_excludepatterns": None,
    "sphinx/config/nb_output_stderr": None,
    "sphinx/config/smartquotes": False,
    "sphinx/config/suppress_warnings": None,
    "sphinx/config/nitpick_ignore": None,
    "sphinx/config/nitpick_ignore_regex": None,
}

FEW = "requirements-notebooks.txt"  # has not all that the book needs
PIN = re.compile(
    r"([\w.-]+)(?:\[.*?\])?==([\w.!+-]+)( ; [^\0]+?)? *((?:\0 +--hash=sha256:[0-9a-f]{64} *)+)"
)


def settings(root: Path) -> list[str]:
    """Return a message for each mistake in the contents, the settings and CITATION.cff.

    These are what cannot be read, is unknown or of another type, names no file or none that is
    there, hides a fault, or says otherwise than CITATION.cff.
    """
    sources, faults = {}, []
    for name in ("_toc.yml", "_config.yml", "CITATION.cff"):
        sources[name], wrong = yamls.read(root / name)
        faults += wrong
    contents, config, cited = sources.values()
    if contents:
        faults += _listed(root, contents)
    if config:
        faults += _fitting(config) + _strict(config)
    if cited:
        faults += _cited(cited) + _licensed(root, cited.contents)
    if config and cited:
        faults += _agreeing(config, cited.contents)
    return faults


def _listed(root: Path, source: yamls.Source) -> list[str]:
    """Return what is wrong with the contents: each chapter stands there once."""
    # slow to import, and only a build needs them
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data

    named = list(yamls.scalars(source.tree, ("file", "root")))
    count = Counter(name.removesuffix(".md") for name, _ in named)
    there = sorted(path.stem for path in (root / "chapters").glob("*.md"))
    faults = [
        f"{source.name}: {name!r} is named {count[f'chapters/{name}']} times; "
        f"expected once for chapters/{name}.md"
        for name in there
        if count[f"chapters/{name}"] != 1
    ]
    faults += [
        f"{source.name}, line {line}: no file {name.removesuffix('.md')}.md"
        for name, line in named
        if not (root / f"{name.removesuffix('.md')}.md").is_file()
    ]
    try:
        parse_toc_data(source.contents)
    except (MalformedError, AttributeError, LookupError, TypeError, ValueError) as error:
        if "used multiple times" not in str(error):  # told above
            reason, _, path = str(error).partition(" @ ")
            keys = [int(key) if key.isdigit() else key for key in re.findall(r"\w+", path)]
            faults.append(f"{source.place(*keys)}: {reason}")
    return faults


def _fitting(source: yamls.Source) -> list[str]:
    """Return what in the settings is not known to Jupyter Book, or of another type."""
    # slow to import, and only a build needs it
    from jupyter_book.config import get_validator

    faults = []
    for error in get_validator().iter_errors(source.contents):
        keys = list(error.absolute_path)
        faults.append(f"{source.place(*keys)}, key {_path(keys)!r}: {error.message}")
    sections, known = _known()
    unknown = [(name,) for name in source.contents if name not in sections]
    for section, names in known.items():
        inside = source.contents.get(section)
        if isinstance(inside, dict):
            unknown += [(section, name) for name in inside if name not in names]
    for keys in unknown:
        faults.append(f"{source.place(*keys)}, key {_path(keys)!r}: unknown to Jupyter Book")
    return faults


@cache
def _known() -> tuple[set[str], dict[str, set[str]]]:
    """Return the sections of Jupyter Book's settings, and the keys in those that have some."""
    import jupyter_book
    from jupyter_book.config import get_validator

    text = (Path(jupyter_book.__file__).parent / "default_config.yml").read_text(encoding="utf-8")
    defaults, schema = yaml.safe_load(text), get_validator().schema["properties"]
    sections = {*defaults, *schema}
    return sections, {
        name: {*(defaults.get(name) or {}), *schema.get(name, {}).get("properties", {})}
        for name in sections
        if isinstance(defaults.get(name), dict)
    }


def _path(keys: Iterable[str | int]) -> str:
    return "/".join(map(str, keys))


def _cited(source: yamls.Source) -> list[str]:
    """Return what is missing in CITATION.cff, or no date."""
    found = source.contents
    faults = [f"{source.name}: needs the field {name!r}" for name in CITED if not found.get(name)]
    try:
        date.fromisoformat(str(found.get("date-released")))
    except ValueError:
        expected = f"expected a day such as 2026-09-30, found {found.get('date-released')!r}"
        faults.append(f"{source.name}, field 'date-released': {expected}")
    return faults


def _licensed(root: Path, cited: dict) -> list[str]:
    """Return a message for each licence of a template, in its short form, that is not cited."""
    named = cited.get("license") or []
    listed = named if isinstance(named, list) else [named]
    known = [re.sub(r"^CC-(.+)-([\d.]+)$", r"CC \1 \2", str(name)) for name in listed]
    expected = f"expected a licence of CITATION.cff ({' or '.join(known)})"
    return [
        f"{path}, line {line}: {expected}, found {found!r}"
        for path in sorted((root / "_templates").rglob("*.*ml"))
        for line, text in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)
        for found in re.findall(r"CC BY[-A-Z]* \d\.\d", text)
        if found not in known
    ]


def _strict(source: yamls.Source) -> list[str]:
    """Return a message for each setting that would let a fault pass unseen."""
    faults = []
    for key, expected in STRICT.items():
        found = source.contents
        for part in key.split("/"):
            found = found.get(part) if isinstance(found, dict) else None
        if found != expected and (found or expected is not None):
            why = f"expected {expected!r}, so that no fault stays unseen; found {found!r}"
            faults.append(f"{source.name}, key {key!r}: {why}")
    return faults


def _agreeing(source: yamls.Source, cited: dict) -> list[str]:
    """Return a message for each setting that says otherwise than CITATION.cff."""
    faults, config = [], source.contents
    if config.get("title") != cited.get("title"):
        wrong = f"{config.get('title')!r} is not the title in CITATION.cff"
        faults.append(f"{source.name}, key 'title': {wrong}")
    people = [person for person in cited.get("authors") or [] if isinstance(person, dict)]
    if config.get("author") != ", ".join(person.get("name", "") for person in people):
        wrong = f"{config.get('author')!r} is not whom CITATION.cff names"
        faults.append(f"{source.name}, key 'author': {wrong}")
    return faults


def pins(root: Path) -> list[str]:
    """Return a message for each requirement that is not one exact version with its hashes.

    All lists have one version of a package, and that for which pyproject.toml asks.
    """
    faults, elsewhere = [], {}
    for path in sorted(root.glob("requirements*.txt"), reverse=True):
        pinned, wrong = _pinned(path)
        faults += wrong + (_asked(path, pinned) if path.name != FEW else [])
        for name, versions in pinned.items():
            found = set(versions.values())
            other = elsewhere.setdefault(name, found)
            if found != other:
                both = f"{' or '.join(sorted(other))}, as in the other list"
                wrong = f"found {' or '.join(sorted(found))} (make lock)"
                faults.append(f"{path}: expected {name}=={both}; {wrong}")
    return faults


def _pinned(path: Path) -> tuple[dict[str, dict], list[str]]:
    """Return the versions of a list by name and condition, and what is wrong with its lines."""
    lines = path.read_text(encoding="utf-8").replace("\\\n", "\0").split("\n")
    line, pinned, faults = 1, {}, []
    for text in lines:
        pin = PIN.fullmatch(text)
        if text and not pin:
            found = text.split(chr(0))[0].strip()
            expected = "expected name==version and its --hash=sha256:…"
            faults.append(f"{path}, line {line}: {expected}, found {found!r}")
        elif text and pin[3] in pinned.setdefault(pin[1], {}):
            faults.append(f"{path}, line {line}: {pin[1]} is listed twice")
        elif text:
            pinned[pin[1]][pin[3]] = pin[2]
        line += text.count("\0") + 1
    return pinned, faults


def _asked(path: Path, pinned: dict[str, dict]) -> list[str]:
    """Return a message for each exact version of pyproject.toml that is not pinned."""
    groups = tomllib.loads((path.parent / "pyproject.toml").read_text(encoding="utf-8"))
    book = [each for each in groups["dependency-groups"]["book"] if "==" in each]
    faults = []
    for name, version in (
        re.match(r"([\w.-]+)(?:\[.*?\])?==([\w.!+-]+)", each).groups() for each in book
    ):
        found = list(pinned.get(name.lower().replace("_", "-"), {}).values())
        if version not in found:
            expected = f"expected {name}=={version}, for which pyproject.toml asks"
            faults.append(f"{path}: {expected}; found {', '.join(found) or 'none'} (make lock)")
    return faults
