#include "common/store/rocksdb_log.h"

#include <array>
#include <cstdio>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "common/observability/log.h"

namespace tertial::rocksdb_internal {
namespace {

constexpr size_t kLongestLine = 1000;
// "/…/000008.log: dropping 1024 bytes; Corruption: checksum mismatch"
constexpr absl::string_view kDropping = ".log: dropping ";

std::string LogFileIn(absl::string_view line) {
  const size_t end = line.find(kDropping);
  if (end == absl::string_view::npos) return "";
  const size_t slash = line.rfind('/', end);
  const size_t begin = slash == absl::string_view::npos ? 0 : slash + 1;
  return std::string(line.substr(begin, end + 4 - begin));
}

}  // namespace

void RocksDbLog::Logv(rocksdb::InfoLogLevel level, const char* format, va_list arguments) {
  if (level < rocksdb::InfoLogLevel::WARN_LEVEL) return;
  std::array<char, kLongestLine> text;
  std::vsnprintf(text.data(), text.size(), format, arguments);
  const absl::string_view line = absl::StripAsciiWhitespace(text.data());
  if (std::string file = LogFileIn(line); !file.empty()) {
    MutexLock lock(mutex_);
    if (damaged_log_.empty()) damaged_log_ = std::move(file);
  }
  Log(level == rocksdb::InfoLogLevel::WARN_LEVEL ? Severity::kWarning : Severity::kError,
      "storage engine", {{"line", std::string(line)}});
}

std::string RocksDbLog::damaged_log() const {
  MutexLock lock(mutex_);
  return damaged_log_;
}

}  // namespace tertial::rocksdb_internal
