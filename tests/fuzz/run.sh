#!/bin/sh
# Builds the fuzzers, runs each of them on so many inputs, and tells what came of it:
#
#   tests/fuzz/run.sh RUNS JOBS [TARGET…]     all of them where none is named
#
# It ends by itself: 1 where an input broke a promise. Such an input stays in build-fuzz/found until
# somebody takes it away, and those that reach something new in build-fuzz/corpus, for the next run.
# What was broken off goes on where it ended, as long as it is of the same build.
set -eu
runs=$1
jobs=$2
shift 2
cd "$(dirname "$0")/../.."

mkdir -p build-fuzz
cmake --preset fuzz > build-fuzz/configure.log 2>&1 || { cat build-fuzz/configure.log; exit 1; }
cmake --build --preset fuzz -j "$jobs" --target tertial_fuzzers

targets=${*:-$(cd build-fuzz/bin && ls -d fuzz_* | sed 's/^fuzz_//')}
for target in $targets; do echo "$target"; done |
  xargs -P "$jobs" -I{} tests/fuzz/run_target.sh {} "$runs"
tests/fuzz/report.py "$runs" $targets
