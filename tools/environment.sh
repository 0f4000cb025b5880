#!/bin/sh
# environment.sh PYTHON: make .venv with a Python that is new enough; say so if it is newer than those that `make rehearse` has seen.
python=$1
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  echo "$python: Python 3.11 or newer is needed for every step, tested up to 3.13; name another with make PYTHON=/path/to/python3" >&2
  exit 1
}
"$python" -c 'import sys; sys.exit(sys.version_info >= (3, 14))' ||
  echo "$python is newer than the Pythons that this edition was tested with (3.11 to 3.13); going on with it." >&2
"$python" -m venv .venv || {
  echo "$python has no venv module, which every step needs; on Debian: apt-get install python3-venv" >&2
  exit 1
}
