"""fresh.py SITE: end with 0 if the site is whole and all that it was made from is as it was, so that there is nothing to build.

The manifest alone decides: SHA-256 of every input and output, and the versions of the tools. It is loaded without the rest
of the extension, whose imports take longer than the comparison.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "_ext" / "critical_edition"))

import manifest  # noqa: E402  (found in _ext/)

site = Path(sys.argv[1])
sys.exit(not ((site / "downloads" / "edition.pdf").exists() and manifest.holds(site, ROOT)))  # without a PDF: try again
