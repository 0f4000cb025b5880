"""Put the layer into the built site by which a reader runs the chapters in the page.

What it is made of is got once from PyPI and npm, checked by its digest, and kept in _build/.live.
A build of the book that changes anything takes the layer out again.
"""

import sys

from edition.outputs.live import layer, runtime
from edition.paths import ROOT

from . import build


def options(parser) -> None:
    """Add the words of `python -m edition live`."""
    parser.set_defaults(run=main)


def main(_=None) -> int:
    """Build what has changed and add the layer; return 0 if it is there."""
    if code := build.main():
        return code
    try:
        size = layer.write(build.SITE, ROOT, build.BUILD / ".live")
    except (runtime.UnreachableError, ValueError) as error:
        print(f"The layer was not made; the book is whole without it.\n{error}", file=sys.stderr)
        return 1
    print(f"Run in the page: make serve; a reader's first click loads {size / 1e6:.0f} MB")
    return 0
