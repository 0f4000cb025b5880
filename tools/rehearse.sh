#!/bin/sh
# rehearse.sh PYTHON...: a rehearsal for rot. Each Python runs `make test` in a fresh clone of what is committed, in a bare
# environment: PATH, a home of its own and nothing else. Ends with one line a Python, and with 1 if any of them failed.
project=$(cd "$(dirname "$0")/.." && pwd)
logs=$project/_build/rehearsal
spare=$(mktemp -d)
trap 'rm -rf "$spare"' EXIT
trap 'exit 1' INT TERM
mkdir -p "$logs"
git -C "$project" diff --quiet HEAD || echo "Note: changes that are not committed are not rehearsed."
failed=0
outcome=""
for python in "$@"; do
  program=$("$python" -c 'import sys; print(sys.executable)' 2>/dev/null) || {
    failed=1
    outcome="$outcome$python: not found, or it does not run; nothing was rehearsed\n"
    continue
  }
  version=$("$program" -c 'import platform; print(platform.python_version())')
  log=$logs/$version.log
  rm -rf "$spare/edition" "$spare/home"
  mkdir "$spare/home"
  git clone --quiet "$project" "$spare/edition" || exit 1
  echo "Rehearsing with Python $version (log: _build/rehearsal/$version.log) ..."
  (cd "$spare/edition" && env -i PATH="$PATH" HOME="$spare/home" make test PYTHON="$program") >"$log" 2>&1
  code=$?
  [ $code -eq 0 ] && word=passed || { word="failed (make: $code)" && failed=1; }
  outcome="$outcome$version: $word: $(grep -E '(passed|failed|error).* in [0-9.]+s' "$log" | tail -n 1 || true)\n"
done
printf '%b' "$outcome"
exit $failed
