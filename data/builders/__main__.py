"""python -m builders, in the folder data/: make the tables, and the results computed from them."""

import sys

from .build import BUILDERS, DERIVED, main

sys.exit(main(builders=BUILDERS | DERIVED))
