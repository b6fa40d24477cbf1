#!/bin/sh
# Starts the five services with the example in a directory of their own, measures them
# (README.md), and stops them; also when it is interrupted. Needs a build in build/.
set -eu
cd "$(dirname "$0")/../.."
patience=60

directory=$(mktemp -d)
system=
bench=
finish() {
  status=$?
  trap - EXIT INT TERM HUP
  for pid in $bench $system; do
    kill -TERM "$pid" 2> /dev/null || true
  done
  for pid in $bench $system; do
    wait "$pid" 2> /dev/null || true
  done
  rm -rf "$directory"
  exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

build/bin/tertial up --port-base 0 --data "$directory/data" --load data/asker-2024 \
  > "$directory/up.log" 2>&1 &
system=$!

gateway=
waited=0
while [ -z "$gateway" ]; do
  if ! kill -0 "$system" 2> /dev/null || [ "$waited" -ge $((patience * 10)) ]; then
    echo "The services are not ready (after $((waited / 10)) s). What they said:" >&2
    cat "$directory/up.log" >&2
    exit 1
  fi
  sleep 0.1
  waited=$((waited + 1))
  gateway=$(sed -n 's/^Serving at \([^ ]*\) until Ctrl-C\.$/\1/p' "$directory/up.log")
done
# "indicators  127.0.0.1:41234  SERVING  process 123" becomes "--process indicators 123".
processes=$(sed -n 's/^\([a-z]*\) .* SERVING  process \([0-9]*\)$/--process \1 \2/p' \
  "$directory/up.log")

# In the background, because a shell that waits for a command heeds no signal until it has ended.
# shellcheck disable=SC2086 # a list of words
build/bin/tertial_report_bench --gateway "$gateway" $processes "$@" &
bench=$!
wait "$bench"
