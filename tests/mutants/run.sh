#!/bin/sh
# Applies the mutants of this folder one by one to a copy of the tree and expects a test to fail
# (README.md). With arguments: those whose names begin with them. With --check: only whether every
# patch applies.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
root=$(pwd)

if [ "${1:-}" = --check ]; then
  for patch in "$here"/*.patch; do
    git apply --check "$patch" || { echo "$(basename "$patch") no longer applies"; exit 1; }
  done
  exit 0
fi

# The patches take the place of the names.
[ $# != 0 ] || set -- ''
for name in "$@"; do
  for patch in "$here/$name"*.patch; do set -- "$@" "$patch"; done
  shift
done

copy=$root/build-mutants
tree=$copy/tree
rm -rf "$tree"
mkdir -p "$tree"
git ls-files --cached --others --exclude-standard -z | xargs -0 cp --parents -p -t "$tree"
# A run that was ended left what it built of a mutant.
sed -n 's|^+++ b/||p' "$here"/*.patch | sort -u | (cd "$tree" && xargs touch)
cmake -S "$tree" -B "$copy/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang > "$copy/configure.log" 2>&1 ||
  { cat "$copy/configure.log"; exit 1; }

targets_of() { sed -n 's/^Caught-by: //p' "$1"; }

# Builds the targets given and runs them until one fails; says which did. 0: all passed.
run_tests() {
  # shellcheck disable=SC2086 # a list of words
  ninja -C "$copy/build" $1 > "$copy/build.log" 2>&1 || { tail -30 "$copy/build.log" >&2; return 2; }
  for target in $1; do
    # A mutant may never end: that is told as well as a failure is.
    timeout 300 "$copy/build/tests/$target" > "$copy/$target.log" 2>&1 || { failed=$target; return 1; }
  done
}

all=$(for patch in "$@"; do targets_of "$patch"; done | tr ' ' '\n' | sort -u | tr '\n' ' ')
failed=
run_tests "$all" || { echo "without a mutant: $failed fails; see $copy/$failed.log"; exit 1; }
echo "without a mutant                          all tests pass"

survived=0
for patch in "$@"; do
  name=$(basename "$patch" .patch)
  (cd "$tree" && patch -p1 -s --no-backup-if-mismatch < "$patch")
  outcome=0
  run_tests "$(targets_of "$patch")" || outcome=$?
  case $outcome in
    0) printf '%-41s SURVIVED\n' "$name"; survived=$((survived + 1)) ;;
    1) printf '%-41s caught by %s\n' "$name" "$failed" ;;
    *) printf '%-41s does not build\n' "$name"; survived=$((survived + 1)) ;;
  esac
  (cd "$tree" && patch -p1 -s -R --no-backup-if-mismatch < "$patch")
done
[ "$survived" = 0 ] || { echo "$survived mutants were not caught"; exit 1; }
