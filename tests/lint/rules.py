"""Checks what the compiler cannot: who may include whom, where the wall clock may be read, and the
size of files. Prints one line per finding and exits 1 if there is any."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONGEST_FILE = 500
SERVICES = ("indicators", "workforce", "politics", "climate", "gateway")

# Folders of a service and what none of their files may include.
FORBIDDEN_IN_SERVICE = {
    "domain": (r"common/(store|ledger|rpc|server)/", r"grpc", r"rocksdb/", r"services/\w+/(store|handler|clients)/"),
    "formats": (r"common/(store|ledger|rpc|server)/", r"grpc", r"rocksdb/", r"services/\w+/(domain|store|handler|clients)/"),
    "store": (r"common/(rpc|server)/", r"grpc", r"rocksdb/", r"services/\w+/handler/"),
    "clients": (r"common/(store|ledger|server)/", r"services/\w+/handler/"),
    # A lock is no store, and the time of a commit is no ledger.
    "cache": (r"common/store/(?!mutex\.h)", r"common/ledger/(?!read_point\.h)", r"common/server/", r"rocksdb/", r"services/\w+/(store|handler)/"),
    # It knows the service by its contract.
    "http": (r"common/store/(?!mutex\.h)", r"common/(ledger|server)/", r"rocksdb/", r"services/\w+/(domain|store|handler|clients)/"),
    "owners": (r"common/server/", r"rocksdb/", r"services/\w+/handler/"),
    "withdrawals": (r"common/server/", r"rocksdb/", r"services/\w+/(handler|clients)/"),
    "derived": (r"common/(rpc|server)/", r"grpc", r"rocksdb/", r"services/\w+/handler/"),
    # A lock is no store.
    "handler": (r"common/store/(?!mutex\.h)", r"common/server/", r"rocksdb/"),
}
# Folders of common/, lowest first: none includes one that stands after it.
COMMON_LAYERS = ("status", "csv", "types", "observability", "facts", "security", "store", "ledger", "render",
                 "rpc", "http", "server")
WALL_CLOCK = re.compile(r"\babsl::Now\(|system_clock::now\(|\btime\(nullptr\)|\bgettimeofday\(")


def tracked_files():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in listed.splitlines() if (ROOT / path).is_file()]


def includes_of(text):
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'#include [<"]([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1)


def forbidden_include(path, include):
    """Why `path` may not include `include`, or None."""
    parts = path.split("/")
    if re.match(r"rocksdb/", include) and not re.match(r"(common/store|tests/testing)/rocksdb_", path):
        return "only common/store/rocksdb_* and tests/testing/rocksdb_* include RocksDB"
    if include.endswith(".grpc.pb.h") and parts[0] == "services":
        if not (path.endswith("_service.cc") or parts[2] in ("cache", "clients", "owners", "withdrawals")):
            return "only <name>_service.cc includes the generated service"
    if parts[0] == "common":
        if include.startswith(("services/", "clients/")):
            return "common never includes services or clients"
        layer = re.match(r"common/(\w+)/", include)
        # A lock is no store.
        if layer and include != "common/store/mutex.h" and COMMON_LAYERS.index(layer.group(1)) > COMMON_LAYERS.index(parts[1]):
            return f"common/{parts[1]} stands below common/{layer.group(1)}"
    if parts[0] == "services" and len(parts) > 2:
        other = re.match(r"services/(\w+)/", include)
        if other and other.group(1) != parts[1]:
            return "a service never includes another service"
        for pattern in FORBIDDEN_IN_SERVICE.get(parts[2], ()):
            if re.match(pattern, include):
                return f"{parts[2]} may not include it"
    if parts[0] == "clients" and include.startswith("services/"):
        return "a client knows services by their contracts only"
    return None


def findings():
    for path in tracked_files():
        if not path.endswith((".cc", ".h", ".proto", ".py", ".mjs", ".sh")):
            continue
        text = (ROOT / path).read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > LONGEST_FILE:
            yield f"{path}: {lines} lines; at most {LONGEST_FILE}"
        if not path.endswith((".cc", ".h")):
            continue
        for number, include in includes_of(text):
            why = forbidden_include(path, include)
            if why:
                yield f"{path}:{number}: includes {include}: {why}"
        if path.startswith(("common/", "services/", "clients/")) and path != "common/types/clock.cc":
            for number, line in enumerate(text.splitlines(), 1):
                if WALL_CLOCK.search(line):
                    yield f"{path}:{number}: reads the wall clock; use common/types/clock.h"


def main():
    found = list(findings())
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
