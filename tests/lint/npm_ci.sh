#!/bin/sh
# Installs what package-lock.json of the current directory names, unless it is there already.
set -eu
if [ -f node_modules/.package-lock.json ] && [ node_modules/.package-lock.json -nt package-lock.json ]; then
  exit 0
fi
npm ci --loglevel=error --no-audit --no-fund
touch node_modules/.package-lock.json
