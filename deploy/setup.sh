#!/bin/sh
# Installs the Debian packages of the groups given that are missing: deploy/setup.sh build test
# As root, or through sudo. NO_INSTALL=1: names them and stops.
set -eu
list="$(dirname "$0")/packages.txt"

missing=
for group in "$@"; do
  while read -r of package command; do
    [ "$of" = "$group" ] || continue
    if [ -n "$command" ] && command -v "$command" > /dev/null; then continue; fi
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2> /dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
  done < "$list"
done
[ -n "$missing" ] || exit 0

if [ "${NO_INSTALL:-}" = 1 ]; then
  echo "Missing Debian packages:$missing" >&2
  echo "Install them, or run again without NO_INSTALL=1." >&2
  exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo > /dev/null || {
    echo "Missing Debian packages:$missing" >&2
    echo "Install them as root: neither root nor sudo is there." >&2
    exit 1
  }
  as_root=sudo
fi
echo "Installing:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > /dev/null
