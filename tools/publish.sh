#!/bin/sh
# publish.sh NEW SITE: put a finished build in the place of the last one, in one move; a failed build never gets here.
set -e
new=$1
site=$2
[ -e "$site" ] || [ ! -e "$site.old" ] || mv "$site.old" "$site" # a build that was killed between the two moves
rm -rf "$site.new" "$site.old"
cp -R "$new" "$site.new"
[ ! -e "$site" ] || mv "$site" "$site.old"
mv "$site.new" "$site"
rm -rf "$site.old"
