#!/bin/sh
# Builds the fuzzers and runs each for so many seconds: tests/fuzz/run.sh SECONDS JOBS
#
# The inputs that reach something new stay in build-fuzz/corpus, for the next run. An input that
# breaks a promise ends the run and stays in build-fuzz/found; once that is mended it goes to
# tests/fuzz/corpus, where every test run has it.
set -eu
seconds=$1
jobs=$2
cd "$(dirname "$0")/../.."

mkdir -p build-fuzz/found
cmake --preset fuzz > build-fuzz/configure.log 2>&1 || { cat build-fuzz/configure.log; exit 1; }
cmake --build --preset fuzz -j "$jobs" --target tertial_fuzzers

# What lives as long as the process is never freed, on purpose.
export ASAN_OPTIONS=detect_leaks=0
for fuzzer in build-fuzz/bin/fuzz_*; do
  subject=${fuzzer##*/fuzz_}
  mkdir -p "build-fuzz/corpus/$subject"
  echo "$subject"
  "$fuzzer" -max_total_time="$seconds" -max_len=4096 -verbosity=0 -print_final_stats=1 \
    -artifact_prefix="build-fuzz/found/$subject-" \
    "build-fuzz/corpus/$subject" "tests/fuzz/corpus/$subject"
done
