#!/bin/sh
# Runs one fuzzer until it has made so many runs: tests/fuzz/run_target.sh TARGET RUNS, in the root of
# the source. An input of a service makes several calls, and runs are calls there.
#
# It goes by rounds, and rounds of one build add up: what was broken off goes on where it ended. What
# they say stands in build-fuzz/log/TARGET.txt, behind the build that it is of. An input takes some
# milliseconds and may take a minute, by the clock: handlers run at the lowest priority, and a machine
# has other things to do.
set -u
target=$1
runs=$2
binary=build-fuzz/bin/fuzz_$target
log=build-fuzz/log/$target.txt
corpus=build-fuzz/corpus/$target
dictionary=tests/fuzz/dictionary/$target.txt
mkdir -p "$corpus" build-fuzz/log build-fuzz/profile build-fuzz/found

set -- -timeout=60 -rss_limit_mb=4096 -print_final_stats=1 -print_funcs=0 \
  -detect_leaks=0 -artifact_prefix="build-fuzz/found/$target-"
case $target in
  # Eight calls, of which each takes some dozen bytes, from the first input on. An input reaches ten
  # thousand places: to weigh inputs by them takes twice as long as to run them.
  *_service)
    counted=calls
    round=25000
    set -- "$@" -max_len=1024 -len_control=0
    # Calls of the gateway take from one millisecond to two hundred. Told apart by how often it passes
    # a place, every second input is new, and those with the slowest calls soon are most of the corpus.
    case $target in
      gateway_service) set -- "$@" -use_counters=0 -entropic_scale_per_exec_time=1 ;;
      *) set -- "$@" -entropic=0 ;;
    esac
    ;;
  # Some texts, of which each is a value.
  values)
    counted=executed_units
    round=250000
    set -- "$@" -max_len=64
    ;;
  *)
    counted=executed_units
    round=250000
    set -- "$@" -max_len=4096
    ;;
esac
if [ -e "$dictionary" ]; then set -- "$@" -dict="$dictionary"; fi

build="build $(sha256sum < "$binary" | cut -c 1-16)"
if [ "$(head -n 1 "$log" 2> /dev/null)" != "$build" ]; then
  echo "$build" > "$log"
  rm -f "build-fuzz/profile/$target".*.profraw
fi

made() { awk -v stat="stat::number_of_$counted:" '$1 == stat { sum += $2 } END { print sum + 0 }' "$log"; }

echo "fuzzing $target"
# What lives as long as the process is never freed, on purpose; and where each piece of memory came
# from is told when the input that was found is run alone.
# To give memory back and take it again only takes time.
ASAN_OPTIONS=detect_leaks=0:malloc_context_size=0:allocator_release_to_os_interval_ms=-1
export ASAN_OPTIONS UBSAN_OPTIONS=print_stacktrace=1
# One file, which each round adds to.
export LLVM_PROFILE_FILE="build-fuzz/profile/$target.%1m.profraw"
while left=$((runs - $(made))) && [ "$left" -gt 0 ]; do
  inputs=$((left < round ? left : round))
  if ! "$binary" -runs="$inputs" "$@" "$corpus" "tests/fuzz/corpus/$target" >> "$log" 2>&1; then
    echo "$target found something, or was broken off: see $log"
    break
  fi
done
