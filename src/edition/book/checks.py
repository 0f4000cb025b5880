"""Check all that a book is made from before a page is made, and tell every fault at once."""

import re
from collections.abc import Callable
from pathlib import Path

from edition import tables
from edition.book.soundness import (
    chapters,
    claims,
    data,
    files,
    references,
    rules,
    settings,
    stated,
    wording,
)
from edition.judgement import comparisons, statements
from edition.references import notes
from edition.tables import DataError
from edition.tables.citation import citation

SPOILT = re.compile(r"[^,:]+(?:: |, line 1: |, line \d+: cut off)")  # of no use to other checks
BY_TABLE = (
    files.evidence,
    data.numbers,
    data.events,
    data.coded,
    data.noted,
    data.placed,
    data.graded,
    data.linked,
    data.rebuilt,
    data.cited,
    comparisons.faults,
    statements.faults,
)
PLACE = re.compile(r"(?P<file>[^,:]+)(?:, (?:line|row) (?P<line>\d+))?(?P<field>[^:]*)")


def check_all(root: Path) -> None:
    """Raise DataError with a line for each fault of the project in the folder root.

    A line names the file from the root, line or row, and field. Lines are sorted by file and
    line. What depends on a broken table is not checked until the table is sound.
    """
    if told := faults(root):
        raise DataError("\n".join(told))


def faults(root: Path) -> list[str]:
    """Return what `check_all` tells, as a list."""
    run = Run(root)
    raw = run.tell(files.texts, root)
    spoilt = {_file(fault) for fault in raw if SPOILT.match(fault)}
    run.tell(settings.settings, root)
    run.tell(settings.pins, root)
    run.tell(files.look, root)
    unsound = run.tables(spoilt)
    with tables.checking(unsound):
        for check, arguments in _checks(root, spoilt):
            run.tell(check, *arguments)
        if not any(fault.startswith("data/") for fault in run.told):
            run.tell(stated.counts, root)
    return sorted(dict.fromkeys(run.told), key=_order)


class Run:
    """The faults that are told in one run, with paths from the root of the project."""

    def __init__(self, root: Path):
        self.root = root
        self.told: list[str] = []

    def tell(self, check: Callable[..., list[str]], *arguments) -> list[str]:
        """Add and return what a check tells.

        A check that stumbles over what is known to be broken tells nothing.
        """
        try:
            found = [self._near(fault) for fault in check(*arguments)]
        except tables.WithheldError:
            found = []
        except DataError as error:
            found = [self._near(fault) for fault in str(error).splitlines()]
        except (OSError, LookupError, TypeError, ValueError, AttributeError):
            if not self.told:
                raise
            found = []
        self.told += found
        return found

    def tables(self, spoilt: set[str]) -> set[str]:
        """Tell the faults of the tables by their descriptor; return those on which none can rely.

        spoilt: files of which no more has to be told.
        """
        names = _named()
        if self.tell(files.paths) or not names:  # nothing is read that lies elsewhere
            return names
        unsound = {name for name, path in names.items() if self._near(path) in spoilt}
        places = {_numbered(fault) for fault in self.told} - {None}

        def told() -> list[str]:
            found, refused = tables.faults(unsound)
            unsound.update(refused)
            near = [self._near(fault) for fault in found]
            kept = [fault for fault in near if _file(fault) not in spoilt]
            return [fault for fault in kept if _numbered(fault) not in places]

        self.tell(told)
        return unsound

    def _near(self, fault: str) -> str:
        return fault.replace(f"{self.root}/", "").replace(f"{self.root}\\", "")


def _named() -> dict[str, str]:
    """Return the path of each table by its name; none if no descriptor can be read."""
    try:
        return {
            item["name"]: str(tables.path(item["name"])) for item in tables.package()["resources"]
        }
    except (DataError, LookupError, TypeError):
        return {}


def _checks(root: Path, spoilt: set[str]) -> list[tuple]:
    """Return the checks of tables, references and chapters beside each other, with arguments."""
    try:
        cited = citation(root)
    except (OSError, ValueError):
        cited = {}
    cited = cited if isinstance(cited, dict) else {}
    released = stated.released(cited)
    folder = root / "chapters"
    paths = [path for path in sorted(folder.glob("*.md")) if f"chapters/{path.name}" not in spoilt]
    found = [
        *((check, ()) for check in BY_TABLE),
        *((check, (path,)) for path in paths for check in _chapter(path)),
        (data.pages, (released,)),
        (claims.missing, (folder,)),
        (chapters.order, (root,)),
        (stated.chapters, (root,)),
        (stated.version, (root, cited)),
        (wording.prose, (paths,)),
        *((rule, (root,)) for rule in rules.RULES),
        (wording.cells, (root,)),
    ]
    if "references.bib" not in spoilt:
        found += [(notes.faults, ()), (references.references, (released,))]
    if not any(name.startswith("chapters/") for name in spoilt):
        found += [(claims.everywhere, (paths,)), (data.names, (folder,))]
    return found


def _chapter(path: Path) -> tuple[Callable, ...]:
    """Return the checks of one chapter."""
    own = () if path.stem.startswith("evidence") else (chapters.shown,)
    both = (chapters.marks, chapters.mentions, chapters.restated)
    return (*both, *own, claims.claimed, claims.noted, claims.known)


def _file(fault: str) -> str:
    return PLACE.match(fault)["file"]


def _numbered(fault: str) -> tuple[str, str] | None:
    """Return file and line, or row, of a fault; None if it has no line."""
    found = PLACE.match(fault)
    return (found["file"], found["line"]) if found["line"] else None


def _order(fault: str) -> tuple[str, int]:
    found = PLACE.match(fault)
    return found["file"], int(found["line"] or 0)
