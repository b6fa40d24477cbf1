#!/bin/sh
# Runs one fuzzer so often: tests/fuzz/run_target.sh TARGET RUNS, in the root of the source. An input
# of a service makes several calls, and runs are calls: report.py tells how many there were.
# What it says goes to build-fuzz/log/TARGET.txt. An input takes some milliseconds and may take a
# minute, by the clock: handlers run at the lowest priority, and a machine has other things to do.
set -u
target=$1
runs=$2
corpus=build-fuzz/corpus/$target
dictionary=tests/fuzz/dictionary/$target.txt
mkdir -p "$corpus"

case $target in
  *_service) inputs=$((runs / 4)) ;;
  *) inputs=$runs ;;
esac
set -- -runs="$inputs" -timeout=60 -rss_limit_mb=4096 -print_final_stats=1 -print_funcs=0 \
  -detect_leaks=0 -artifact_prefix="build-fuzz/found/$target-"
case $target in
  # Eight calls, of which each takes some dozen bytes, from the first input on. An input reaches ten
  # thousand places: to weigh inputs by them takes twice as long as to run them.
  *_service) set -- "$@" -max_len=1024 -len_control=0 -entropic=0 ;;
  *) set -- "$@" -max_len=4096 ;;
esac
if [ -e "$dictionary" ]; then set -- "$@" -dict="$dictionary"; fi

echo "fuzzing $target"
# What lives as long as the process is never freed, on purpose; and where each piece of memory came
# from is told when the input that was found is run alone.
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=0 UBSAN_OPTIONS=print_stacktrace=1
export LLVM_PROFILE_FILE="build-fuzz/profile/$target.profraw"
"build-fuzz/bin/fuzz_$target" "$@" "$corpus" "tests/fuzz/corpus/$target" \
  > "build-fuzz/log/$target.txt" 2>&1 || echo "FOUND by $target: see build-fuzz/log/$target.txt"
