#!/usr/bin/env python3
"""Tells what fuzzing came to: tests/fuzz/report.py RUNS TARGET…, in the root of the source.

For each target the inputs that were run, the calls that they made where they are calls, and what was
found; then the lines of handlers, rules and parsers that inputs reached, of those that there are.
Exits 1 where something was found, or a target made fewer calls than it was to, or ran on fewer
inputs where these are no calls."""

import json
import pathlib
import re
import subprocess
import sys

BUILD = pathlib.Path("build-fuzz")
ENOUGH = 80  # per cent of lines

# What is told of a part of the source: its name, and the files in it.
PARTS = [(f"{layer} of {service}", rf"services/{service}/{layer}/")
         for service in ("indicators", "workforce", "politics", "climate", "gateway")
         for layer in ("handler", "domain")]
PARTS += [
    ("all handlers", r"services/\w+/handler/"),
    ("all rules (domain)", r"services/\w+/domain/"),
    ("handlers and rules", r"services/\w+/(handler|domain)/"),
    ("CSV", r"common/csv/"),
    ("values", r"common/types/(decimal|period|partial_date|resource_name|rational)\.cc"),
    ("expressions", r"common/facts/expression"),
    ("keys of the ledger", r"common/(ledger/ledger_keys|store/key_encoding)\.cc"),
    ("tokens", r"common/rpc/(page|resume)_token\.cc"),
    ("HTTP", r"(services/gateway/http/(field_values|json|request_message|routes|answers)|"
             r"common/http/(representation|error_answer))\.cc"),
    ("callers", r"common/security/(policy|jwks|token_verifier)\.cc"),
    ("flags", r"common/server/flag_\w+\.cc"),
    ("traces", r"common/observability/trace\.cc"),
]


def executed(target):
    """How many inputs a target was run on in all rounds, how many calls they made, how many inputs a
    second, and which were found."""
    log = (BUILD / "log" / f"{target}.txt").read_text(encoding="utf-8", errors="replace")

    def stats(name):
        return [int(count) for count in re.findall(rf"^stat::{name}:\s*(\d+)", log, re.MULTILINE)]

    found = sorted((BUILD / "found").glob(f"{target}-*"))
    speeds = stats("average_exec_per_sec")
    return (sum(stats("number_of_executed_units")), sum(stats("number_of_calls")),
            sum(speeds) // max(1, len(speeds)), found)


def lines_by_file(targets):
    """Lines that there are and that were reached, of each file that was compiled for coverage."""
    profiles = [str(path) for path in (BUILD / "profile").glob("*.profraw")]
    if not profiles:
        return {}
    merged = str(BUILD / "profile" / "all.profdata")
    subprocess.run(["llvm-profdata", "merge", "-sparse", "-o", merged, *profiles], check=True)
    binaries = [str(BUILD / "bin" / f"fuzz_{target}") for target in targets]
    objects = [argument for binary in binaries[1:] for argument in ("-object", binary)]
    exported = subprocess.run(
        ["llvm-cov", "export", "-summary-only", f"-instr-profile={merged}", binaries[0], *objects],
        check=True, capture_output=True, text=True).stdout
    root = f"{pathlib.Path.cwd()}/"
    lines = {}
    for file in json.loads(exported)["data"][0]["files"]:
        summary = file["summary"]["lines"]
        lines[file["filename"].removeprefix(root)] = (summary["count"], summary["covered"])
    return lines


def print_coverage(lines):
    print(f"\n{'lines reached':<34}{'of':>8}{'%':>8}")
    for name, pattern in PARTS:
        chosen = [of for path, of in lines.items() if re.match(pattern, path)]
        count = sum(there for there, _ in chosen)
        reached = sum(covered for _, covered in chosen)
        if count == 0:
            continue
        percent = 100 * reached / count
        mark = "" if percent >= ENOUGH else f"  below {ENOUGH}"
        print(f"{name:<26}{reached:>8}{count:>8}{percent:>8.1f}{mark}")


def main():
    runs, targets = int(sys.argv[1]), sys.argv[2:]
    failed = False
    print(f"{'target':<26}{'inputs':>10}{'calls':>10}{'a second':>10}  found")
    for target in targets:
        inputs, calls, speed, found = executed(target)
        print(f"{target:<26}{inputs:>10}{calls or '':>10}{speed:>10}  "
              f"{', '.join(map(str, found)) or 'nothing'}")
        failed = failed or bool(found) or (calls or inputs) < runs
    print_coverage(lines_by_file(targets))
    if failed:
        print("\nFAILED: something was found, or a target ended before its time (build-fuzz/log)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
