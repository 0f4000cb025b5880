"""python -m builders, in the folder data/: make the tables."""

import sys

from .build import main

sys.exit(main())
