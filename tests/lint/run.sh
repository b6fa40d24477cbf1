#!/bin/sh
# Everything that can be checked without running the services. Stops at the first kind of finding.
set -eu
cd "$(dirname "$0")/../.."
buf=tests/lint/node_modules/.bin/buf

echo "formatting"
git ls-files '*.cc' '*.h' '*.proto' | xargs clang-format --dry-run --Werror

echo "contracts"
"$buf" lint
for released in tests/golden/api/*.binpb; do
  "$buf" breaking --against "$released"
done

echo "include rules and habits"
python3 tests/lint/rules.py

echo "static analysis"
# The compiler's own analysis (-Wthread-safety, -Werror) runs with every build; this one runs over the
# sources of the libraries, services and clients.
cmake --preset release -B build/lint -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON > /dev/null
cmake --build build/lint --target tertial_generated > /dev/null
python3 tests/lint/analyse.py build/lint
echo "lint: no finding"
