"""python -m edition COMMAND: what the Makefile calls, on any system."""

import argparse
import sys
from importlib import import_module

# command: what it does, in a line
COMMANDS = {
    "build": "make pages, PDF, EPUB and notebooks, into _build/html",
    "preview": "show one chapter as a page, in a few seconds",
    "verify": "rebuild elsewhere and compare every byte with the site",
    "live": "let readers run the chapters in the page, over http",
    "serve": "serve the site on this machine alone",
    "lab": "open the chapters in JupyterLab",
    "data": "make the tables of data/evidence from the upstream files",
    "bench": "measure pages and builds beside the stock configuration",
    "scale": "measure editions with more chapters",
    "audit": "list licences and known advisories of all that is pinned",
    "links": "look at the addresses of all sources online",
    "rehearse": "run all tests in a fresh clone, with each of several Pythons",
    "describe": "write .zenodo.json, codemeta.json and REUSE.toml",
    "lock": "renew the pins of the requirements",
}


def main() -> int:
    """Run the command that is named; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m edition", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words in COMMANDS.items():
        commands.add_parser(name, help=words, add_help=False)
    chosen = parser.parse_args(sys.argv[1:2]).command
    module = import_module(f"edition.commands.{chosen}")
    own = argparse.ArgumentParser(prog=f"python -m edition {chosen}", description=module.__doc__)
    module.options(own)
    arguments, more = own.parse_known_args(sys.argv[2:])
    if more and not hasattr(arguments, "more"):  # what is another program's goes on to it
        own.error(f"unrecognized arguments: {' '.join(more)}")
    arguments.more = more
    return arguments.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
