#!/bin/sh
# system_packages.sh LIST STEP: install the Debian packages of LIST where that is allowed; otherwise say what is missing and go on.
list=$1
step=$2
missing=""
for name in $(cat "$list"); do
  dpkg -s "$name" >/dev/null 2>&1 || missing="$missing $name"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing system packages:$missing ..."
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing) >/dev/null 2>&1 && exit 0
fi
echo "Needed for $step and not installed here:$missing (on Debian: apt-get install$missing). Every other step still runs."
