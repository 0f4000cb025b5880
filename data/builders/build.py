"""Make the tables under data/evidence/ from the upstream files.

    python -m edition data [--from FOLDER] [--check] [TABLE ...]
    python -m edition data digests | descriptor

Without --from each upstream file is fetched from its address (upstream.csv) and kept in a cache.
All tables of a run are made before any is written. --check writes nothing and ends with status 1
if a committed table differs; status 2 means that a table could not be made.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from . import (
    after_2020,
    arms,
    digests,
    digital_library,
    economy,
    energy,
    trade,
    united_nations,
)
from .as_text import descriptor_text
from .upstream import REGISTRY, Upstream, UpstreamError

DATA = Path(__file__).resolve().parent.parent / "evidence"
BUILDERS = {
    "un_roll_calls.csv": united_nations.un_roll_calls,
    "un_roll_call_titles.csv": united_nations.un_roll_call_titles,
    "un_ideal_points.csv": united_nations.un_ideal_points,
    "un_library_votes.csv": digital_library.un_library_votes,
    "un_library_titles.csv": digital_library.un_library_titles,
    "un_library_members.csv": digital_library.un_library_members,
    "ideal_points_both.csv": after_2020.ideal_points_both,
    "economy_carried_on.csv": after_2020.economy_carried_on,
    "trade_factbook.csv": trade.trade_factbook,
    "arms_imports.csv": arms.arms_imports,
    "arms_counts.csv": arms.arms_counts,
    "economy.csv": economy.economy,
    "growth_by_country.csv": economy.growth_by_country,
    "oil_prices.csv": economy.oil_prices,
    "gas_benchmark.csv": energy.gas_benchmark,
    "factbook_energy.csv": energy.factbook_energy,
}
# typed table: the table that a builder makes of it and of upstream files (also in
# src/edition/book/soundness/files.py)
TYPED = {"un_roll_calls_mended.csv": "un_roll_calls.csv"}
DIGESTS = "digests"  # in place of tables: none is made, the digests of all are renewed
DESCRIPTOR = "descriptor"  # the same, and datapackage.json is laid out anew, a line a field


def changed_lines(old, new):
    """(removed, added): lines of the old text that are not in the new one, and the reverse."""
    before, after = Counter(old.splitlines()), Counter(new.splitlines())
    return list((before - after).elements()), list((after - before).elements())


def write_all(texts, data):
    """Write the texts beside their targets, then move each into place."""
    waiting = {data / f".{name}.new": data / name for name in texts}
    try:
        for path, text in zip(waiting, texts.values(), strict=True):
            path.write_text(text, encoding="utf-8", newline="")
        for path, target in waiting.items():
            path.replace(target)
    finally:
        for path in waiting:
            path.unlink(missing_ok=True)


def left_behind(data, made, builders):
    """The tables that a run has to make, and does not: they were changed by hand, or what they are
    made of was."""
    if not (data / "SHA256SUMS").exists():
        return []
    changed = digests.changed(data)
    follow = {TYPED.get(name, name) for name in changed} & builders.keys()
    return sorted(follow - made)


def lay_out(path):
    """Write the descriptor once more in its one form: a line for each property and each field."""
    package = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(descriptor_text(package), encoding="utf-8", newline="")


def main(arguments=None, registry=REGISTRY, data=DATA, builders=BUILDERS):
    """Run the builders; returns the exit status."""
    options = _options(arguments, {name.split(".")[0]: name for name in builders})
    if options.lay:
        lay_out(data.parent / "datapackage.json")
        return 0
    upstream = Upstream(options.folder, registry)
    for name in options.tables:
        try:
            upstream.made[name] = builders[name](upstream, data)
        except UpstreamError as error:
            print(f"{name} not made, nothing written: {error}", file=sys.stderr)
            return 2
    differing = {
        name: text for name, text in upstream.made.items() if _differs(data / name, text, options)
    }
    if options.check:
        return int(bool(differing))
    if left := left_behind(data, upstream.made.keys(), builders):
        words = "changed, or what it is made of; nothing written. Make it, too, from upstream files"
        for name in left:
            print(f"{name}: {words}: make data FROM=folder", file=sys.stderr)
        return 2
    write_all(differing, data)
    if (data / "SHA256SUMS").exists():
        digests.write(data)
    return 0


def _options(arguments, files):
    """The options; tables: file names of the wanted tables, all if none is named.

    files: {name of a table: its file}.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    layout = "folder with the upstream files, laid out like the column file of upstream.csv"
    parser.add_argument("--from", dest="folder", help=layout)
    check = "write nothing; say what differs from the committed tables"
    parser.add_argument("--check", action="store_true", help=check)
    words = f"{DIGESTS} or {DESCRIPTOR}, which make none"
    names = f"names of tables, without ending, or {words}; default: all"
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=names)
    options = parser.parse_args(arguments)
    options.lay = options.tables == [DESCRIPTOR]
    if options.lay or options.tables == [DIGESTS]:
        options.tables = []
        return options
    unknown = [table for table in options.tables if table not in files]
    if unknown:
        parser.error(f"unknown table {', '.join(unknown)}; known: {', '.join(files)}")
    options.tables = [files[table] for table in options.tables or files]
    return options


def _differs(path, text, options):
    """Print whether a table differs from the committed one, with --check in which lines."""
    old = path.read_bytes().decode("utf-8") if path.exists() else ""
    removed, added = changed_lines(old, text)
    count = max(len(removed), len(added)) or int(old != text)
    said = f"{count} rows changed" if count else "unchanged"
    print(f"{path.name}: {said if old else 'new'}")
    if options.check:
        for sign, lines in (("-", removed), ("+", added)):
            for line in lines[:3]:
                print(f"  {sign} {line[:160]}")
    return count > 0
