#!/bin/sh
# environment.sh PYTHON: make .venv with a Python that is new enough.
python=$1
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  echo "$python: Python 3.11 or newer is needed for every step; name another with make PYTHON=/path/to/python3" >&2
  exit 1
}
"$python" -m venv .venv || {
  echo "$python has no venv module, which every step needs; on Debian: apt-get install python3-venv" >&2
  exit 1
}
