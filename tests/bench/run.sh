#!/bin/sh
# Runs the benches (README.md), one after the other; also stops what they started when it is
# interrupted. Needs a build in build/.
#
#   run.sh                    all of them
#   run.sh writes [flags]     one: report, scan, writes, import, backup, national, workforce,
#                             politics, climate, middleware or overload; its flags are shown by
#                             --help
#   run.sh national --short   a small form of national, and likewise of workforce, politics,
#                             climate, middleware and overload, to try it
#   run.sh pg_store           no bench: the tests of the store that national is measured beside
set -eu
cd "$(dirname "$0")/../.."
patience=60
. tests/bench/postgres.sh

directory=
system=
postgres=
bench=

# What was started is stopped, and its directory removed.
clean_up() {
  for pid in $bench $system; do
    kill -TERM "$pid" 2> /dev/null || true
  done
  # Sessions are ended, and what is in memory is written out.
  [ -z "$postgres" ] || kill -INT "$postgres" 2> /dev/null || true
  for pid in $bench $system $postgres; do
    wait "$pid" 2> /dev/null || true
  done
  [ -z "$directory" ] || rm -rf "$directory"
  bench='' system='' postgres='' directory='' shared_buffers='' more_settings=''
}
finish() {
  status=$?
  trap - EXIT INT TERM HUP
  clean_up
  exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# On a disk: in memory a durable write costs nothing.
make_directory() {
  directory=$(mktemp -d -p "${TMPDIR:-/var/tmp}")
  if [ "$(stat -f -c %T "$directory")" = tmpfs ]; then
    echo "$directory is in memory; let TMPDIR name a directory on a disk." >&2
    exit 1
  fi
}

# In the background, because a shell that waits for a command heeds no signal until it has ended.
run_bench() {
  "$@" &
  bench=$!
  wait "$bench"
  bench=
}

start_system() {
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
}

report() {
  start_postgres
  cp -r data/areas "$directory/areas"
  start_system
  # shellcheck disable=SC2086 # a list of words
  run_bench build/bin/tertial_report_bench --gateway "$gateway" $processes \
    --directory "$directory" --postgres "$conninfo" --postgres-process "$postgres" "$@"
}

scan() {
  run_bench build/bin/tertial_scan_bench --directory "$directory" "$@"
}

writes() {
  start_postgres
  run_bench build/bin/tertial_write_bench --directory "$directory" --postgres "$conninfo" \
    --postgres-process "$postgres" "$@"
}

import() {
  start_postgres
  run_bench build/bin/tertial_import_bench --directory "$directory" --postgres "$conninfo" \
    --postgres-process "$postgres" "$@"
}

backup() {
  run_bench build/bin/tertial_backup_bench --directory "$directory" "$@"
}

# PostgreSQL holds all in memory. Its log need not serve anybody else, so that a table that is made
# and filled in one transaction is not written twice.
national() {
  shared_buffers=3GB
  more_settings="autovacuum = off
wal_level = minimal
max_wal_senders = 0"
  start_postgres
  run_bench build/bin/tertial_national_bench --directory "$directory" --postgres "$conninfo" \
    --postgres-process "$postgres" "$@"
}

# Both registers in memory, and room for the sorts.
workforce() {
  shared_buffers=1GB
  more_settings="autovacuum = off
wal_level = minimal
max_wal_senders = 0
work_mem = 256MB
max_parallel_workers_per_gather = 2
max_parallel_workers = 2"
  start_postgres
  run_bench build/bin/tertial_workforce_bench --directory "$directory" --postgres "$conninfo" \
    --postgres-process "$postgres" "$@"
}

# All of it in memory.
politics() {
  shared_buffers=2GB
  more_settings="autovacuum = off
wal_level = minimal
max_wal_senders = 0"
  start_postgres
  run_bench build/bin/tertial_politics_bench --directory "$directory" --postgres "$conninfo" \
    --postgres-process "$postgres" "$@"
}

climate() {
  run_bench build/bin/tertial_climate_bench --directory "$directory" "$@"
}

middleware() {
  run_bench build/bin/tertial_middleware_bench --directory "$directory" "$@"
}

overload() {
  run_bench build/bin/tertial_overload_bench --directory "$directory" "$@"
}

# Thousands of small writes, none of which has to survive.
pg_store() {
  more_settings="fsync = off"
  start_postgres
  export TERTIAL_TEST_POSTGRES="$conninfo"
  run_bench build/bin/tertial_pg_store_test --gtest_brief=1 "$@"
}

case ${1:-} in
  "")
    chosen="report scan writes import backup pg_store national workforce politics climate"
    chosen="$chosen middleware overload"
    ;;
  report | scan | writes | import | backup | national | workforce | politics | climate | \
    middleware | overload | pg_store)
    chosen=$1
    shift
    ;;
  *)
    echo "There is no bench $1: name report, scan, writes, import, backup, national, workforce," \
      "politics, climate, middleware, overload or pg_store." >&2
    exit 2
    ;;
esac
for one in $chosen; do
  make_directory
  "$one" "$@"
  clean_up
done
