#!/bin/sh
# step.sh WHAT COMMAND...: say what is being done, do it, say how long it took.
what=$1
shift
echo "$what ..."
start=$(date +%s)
"$@"
code=$?
took=$(($(date +%s) - start))
if [ $code -eq 0 ]; then echo "$what: done in $took s"; else echo "$what: failed after $took s" >&2; fi
exit $code
