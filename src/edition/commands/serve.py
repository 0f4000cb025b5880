"""Serve the site on this machine alone."""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from .build import SITE


def options(parser) -> None:
    """Add the words of `python -m edition serve`."""
    parser.add_argument("--port", type=int, default=8000, help="0 takes any that is free")
    parser.set_defaults(run=main)


def main(arguments) -> int:
    """Serve until Ctrl-C; return 1 if there is no site or the port is taken."""
    if not (SITE / "index.html").exists():
        print(
            f"{SITE}: no built book; run make book (or python -m edition build) first",
            file=sys.stderr,
        )
        return 1
    try:
        address = ("127.0.0.1", arguments.port)
        server = ThreadingHTTPServer(
            address, partial(SimpleHTTPRequestHandler, directory=str(SITE))
        )
    except OSError as error:
        said = f"Port {arguments.port} cannot be had ({error.strerror})"
        print(f"{said}; name another: make serve PORT=8001", file=sys.stderr)
        return 1
    print(f"Serving on http://127.0.0.1:{server.server_port} (stop with Ctrl-C)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    return 0
