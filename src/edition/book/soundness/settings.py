"""The settings of the book and the pins of its tools: whole contents and citation, nothing that hides a fault, exact versions."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import yaml

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

PIN = re.compile(
    r"([\w.-]+)(?:\[.*?\])?==([\w.!+-]+)( ; [^\0]+?)? *((?:\0 +--hash=sha256:[0-9a-f]{64} *)+)"
)


def settings(root: Path) -> list[str]:
    """Return a message for each chapter missing in the contents, each setting that hides a fault, and each gap in CITATION.cff."""
    read, faults = {}, []
    for name in ("_toc.yml", "_config.yml", "CITATION.cff"):
        try:
            text = (root / name).read_text(encoding="utf-8")
            read[name] = yaml.safe_load(text)
            if not isinstance(read[name], dict):
                faults.append(
                    f"{root / name}: expected keys and values, found {type(read[name]).__name__}"
                )
            faults += [
                f"{root / name}, {fault}" for fault in _twice(yaml.compose(text, yaml.SafeLoader))
            ]
        except (OSError, yaml.YAMLError) as error:
            faults.append(f"{root / name}: not readable as YAML: {error}")
    if faults:
        return faults
    cited = read["CITATION.cff"]
    return (
        _contents(root, read["_toc.yml"])
        + _cited(root / "CITATION.cff", cited)
        + _licensed(root, cited)
        + _strict(root, **read)
    )


def _twice(node: yaml.Node) -> list[str]:
    """Return a message for each key that stands twice in a mapping, of which YAML would keep the last without a word."""
    if isinstance(node, yaml.SequenceNode):
        return [fault for item in node.value for fault in _twice(item)]
    if not isinstance(node, yaml.MappingNode):
        return []
    keys, faults = (
        [key.value for key, _ in node.value],
        [fault for _, item in node.value for fault in _twice(item)],
    )
    second = [key for place, (key, _) in enumerate(node.value) if key.value in keys[:place]]
    return faults + [
        f"line {key.start_mark.line + 1}: the key {key.value!r} stands twice" for key in second
    ]


def _contents(root: Path, contents: dict) -> list[str]:
    path, named = root / "_toc.yml", re.findall(r"chapters/(\w+)", json.dumps(contents))
    there = [path.stem for path in (root / "chapters").glob("*.md")]
    wrong = [name for name in there if named.count(name) != 1]
    return [
        f"{path}: {name!r} is named {named.count(name)} times; expected once for chapters/{name}.md"
        for name in wrong
    ] + [f"{path}: no file chapters/{name}.md" for name in named if name not in there]


def _cited(path: Path, cited: dict) -> list[str]:
    faults = [f"{path}: needs the field {name!r}" for name in CITED if not cited.get(name)]
    try:
        date.fromisoformat(str(cited.get("date-released")))
    except ValueError:
        faults.append(
            f"{path}, field 'date-released': expected a day such as 2026-09-30, found {cited.get('date-released')!r}"
        )
    return faults


def _licensed(root: Path, cited: dict) -> list[str]:
    """Return a message for each licence that a template states, in its short form, and that CITATION.cff does not."""
    known = [
        re.sub(r"^CC-(.+)-([\d.]+)$", r"CC \1 \2", name) for name in cited.get("license") or []
    ]
    return [
        f"{path}, line {line}: expected a licence of CITATION.cff ({' or '.join(known)}), found {found!r}"
        for path in sorted((root / "_templates").rglob("*.*ml"))
        for line, text in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)
        for found in re.findall(r"CC BY[-A-Z]* \d\.\d", text)
        if found not in known
    ]


def _strict(root: Path, **read: dict) -> list[str]:
    path, config, cited = root / "_config.yml", read["_config.yml"], read["CITATION.cff"]
    faults = []
    for key, expected in STRICT.items():
        found = config
        for part in key.split("/"):
            found = (found or {}).get(part)
        if found != expected and (found or expected is not None):
            faults.append(
                f"{path}, key {key!r}: expected {expected!r}, so that no fault stays unseen; found {found!r}"
            )
    if config.get("title") != cited.get("title"):
        faults.append(
            f"{path}, key 'title': {config.get('title')!r} is not the title in CITATION.cff"
        )
    if config.get("author") != ", ".join(
        person.get("name", "") for person in cited.get("authors") or []
    ):
        faults.append(
            f"{path}, key 'author': {config.get('author')!r} is not whom CITATION.cff names"
        )
    return faults


def pins(root: Path) -> list[str]:
    """Return a message for each requirement that is not one exact version with its hashes.

    Both lists have one version of a package, and that for which pyproject.toml asks.
    """
    faults, elsewhere = [], {}
    for path in sorted(root.glob("requirements*.txt"), reverse=True):
        pinned, wrong = _pinned(path)
        faults += wrong + _asked(path, pinned)
        for name, versions in pinned.items():
            found, other = (
                set(versions.values()),
                elsewhere.setdefault(name, set(versions.values())),
            )
            if found != other:
                both = f"{' or '.join(sorted(other))}, as in the other list; found {' or '.join(sorted(found))}"
                faults.append(f"{path}: expected {name}=={both} (make lock)")
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
    """Return a message for each exact version that pyproject.toml asks for and that is not pinned."""
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
