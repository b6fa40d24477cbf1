"""Checks what the compiler cannot: who may include whom, that what precompiled headers give is
included all the same, where the wall clock may be read, the size of files, and that scripts can
be run. Prints one line per finding and exits 1 if there is any."""

import os
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
# What names of the standard library and of Abseil are included from. Precompiled headers give most of
# them, so the compiler does not miss them.
GIVEN_BY = {name: header for header, names in {
    "algorithm": "std::any_of std::all_of std::none_of std::find std::find_if std::count_if std::sort std::stable_sort "
                 "std::min std::max std::clamp std::min_element std::max_element std::lower_bound std::upper_bound "
                 "std::equal_range std::binary_search std::transform std::copy std::reverse std::unique",
    "array": "std::array",
    "atomic": "std::atomic",
    "bitset": "std::bitset",
    "chrono": "std::chrono",
    "cmath": "std::isfinite std::isnan std::floor std::pow std::sqrt std::round std::log",
    "condition_variable": "std::condition_variable",
    "cstdint": "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t",
    "deque": "std::deque",
    "filesystem": "std::filesystem",
    "fstream": "std::ifstream std::ofstream",
    "functional": "std::function std::bind_front std::less std::greater std::plus std::hash std::reference_wrapper",
    "iostream": "std::cout std::cerr std::cin",
    "iterator": "std::back_inserter std::make_move_iterator std::istreambuf_iterator",
    "limits": "std::numeric_limits",
    "list": "std::list",
    "map": "std::map std::multimap",
    "memory": "std::unique_ptr std::shared_ptr std::weak_ptr std::make_unique std::make_shared "
              "std::enable_shared_from_this",
    "mutex": "std::mutex std::lock_guard std::unique_lock std::call_once",
    "numeric": "std::accumulate std::gcd",
    "optional": "std::optional std::nullopt",
    "queue": "std::queue std::priority_queue",
    "random": "std::mt19937 std::random_device",
    "set": "std::set std::multiset",
    "sstream": "std::stringstream std::ostringstream std::istringstream",
    "string": "std::string std::to_string std::getline",
    "system_error": "std::error_code",
    "thread": "std::thread",
    "tuple": "std::tuple std::tie std::make_tuple",
    "type_traits": "std::is_same_v std::enable_if_t std::decay_t std::is_base_of_v std::conditional_t "
                   "std::remove_cvref_t",
    "unordered_map": "std::unordered_map",
    "unordered_set": "std::unordered_set",
    "utility": "std::move std::pair std::exchange std::forward std::swap std::as_const std::make_pair",
    "variant": "std::variant std::visit std::get_if std::holds_alternative std::monostate",
    "vector": "std::vector",
    "absl/cleanup/cleanup.h": "absl::Cleanup",
    "absl/container/btree_map.h": "absl::btree_map",
    "absl/container/flat_hash_map.h": "absl::flat_hash_map",
    "absl/container/flat_hash_set.h": "absl::flat_hash_set",
    "absl/functional/function_ref.h": "absl::FunctionRef",
    "absl/status/status.h": "absl::Status absl::OkStatus absl::StatusCode absl::InternalError",
    "absl/status/statusor.h": "absl::StatusOr",
    "absl/strings/ascii.h": "absl::AsciiStrToLower absl::AsciiStrToUpper absl::StripAsciiWhitespace",
    "absl/strings/escaping.h": "absl::BytesToHexString absl::CEscape absl::Base64Escape absl::HexStringToBytes",
    "absl/strings/match.h": "absl::StartsWith absl::EndsWith absl::StrContains",
    "absl/strings/numbers.h": "absl::SimpleAtoi absl::SimpleAtod",
    "absl/strings/str_cat.h": "absl::StrCat absl::StrAppend",
    "absl/strings/str_format.h": "absl::StrFormat",
    "absl/strings/str_join.h": "absl::StrJoin",
    "absl/strings/str_replace.h": "absl::StrReplaceAll",
    "absl/strings/str_split.h": "absl::StrSplit",
    "absl/strings/string_view.h": "absl::string_view",
    "absl/strings/strip.h": "absl::ConsumePrefix absl::ConsumeSuffix absl::StripPrefix absl::StripSuffix",
    "absl/time/civil_time.h": "absl::CivilDay absl::CivilMonth",
    "absl/time/clock.h": "absl::Now absl::SleepFor",
    "absl/time/time.h": "absl::Time absl::Duration absl::Seconds absl::Hours absl::Milliseconds absl::ZeroDuration "
                        "absl::ToUnixMicros absl::FromUnixMicros absl::InfiniteFuture absl::InfiniteDuration",
    "absl/types/span.h": "absl::Span",
}.items() for name in names.split()}
NAME = re.compile(r"\b(?:(?:std|absl)::\w+|u?int(?:8|16|32|64)_t)\b")
COMMENT_OR_TEXT = re.compile(r"//.*|\"(?:\\.|[^\"\\\n])*\"")
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


def given(path, text):
    """What a file includes, with what its own header does and what some headers promise to give."""
    headers = {include for _, include in includes_of(text)}
    own = ROOT / (path.removesuffix(".cc") + ".h")
    if path.endswith(".cc") and own.is_file():
        headers |= {include for _, include in includes_of(own.read_text(encoding="utf-8"))}
    if "absl/status/statusor.h" in headers:
        headers.add("absl/status/status.h")
    if any(header.startswith("absl/strings/") for header in headers):
        headers.add("absl/strings/string_view.h")
    return headers


def missing_includes(path, text):
    """The headers that a file needs and does not include, each with a name that it gives."""
    headers = given(path, text)
    missing = {}
    for name in NAME.findall(COMMENT_OR_TEXT.sub("", text)):
        header = GIVEN_BY.get(name)
        if header and header not in headers:
            missing[header] = name
    return sorted(missing.items())


def findings():
    for path in tracked_files():
        if not path.endswith((".cc", ".h", ".proto", ".py", ".mjs", ".sh")):
            continue
        text = (ROOT / path).read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > LONGEST_FILE:
            yield f"{path}: {lines} lines; at most {LONGEST_FILE}"
        if text.startswith("#!") and not os.access(ROOT / path, os.X_OK):
            yield f"{path}: names what it is run by, and cannot be executed: chmod +x"
        if not path.endswith((".cc", ".h")):
            continue
        for number, include in includes_of(text):
            why = forbidden_include(path, include)
            if why:
                yield f"{path}:{number}: includes {include}: {why}"
        if path.startswith(("common/", "services/", "clients/")):
            for header, name in missing_includes(path, text):
                yield f"{path}: uses {name} and does not include {header}"
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
