#include "common/observability/log.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

constexpr int32_t kNoEnd = INT32_MAX;

// The least severity, and the second of the monotonic clock from which on the configured one holds
// again.
struct LevelUntil {
  Severity least;
  int32_t end;
};

LogFormat g_format = LogFormat::kText;
Severity g_configured = Severity::kInfo;
std::atomic<LevelUntil> g_level{LevelUntil{Severity::kInfo, kNoEnd}};
static_assert(std::atomic<LevelUntil>::is_always_lock_free);

int64_t MonotonicSeconds() { return absl::ToInt64Seconds(SystemClock().Monotonic()); }

LevelUntil Level() {
  LevelUntil level = g_level.load(std::memory_order_relaxed);
  while (level.end != kNoEnd && MonotonicSeconds() >= level.end) {
    const LevelUntil configured = {g_configured, kNoEnd};
    if (g_level.compare_exchange_weak(level, configured)) return configured;
  }
  return level;
}

std::string TextLine(absl::string_view time, Severity severity, absl::string_view event,
                     std::initializer_list<LogField> fields) {
  std::string line =
      absl::StrCat(time, " ", SeverityName(severity), " ", absl::Utf8SafeCEscape(event));
  for (const LogField& field : fields) {
    absl::StrAppend(&line, " ", field.key, "=\"", absl::Utf8SafeCEscape(field.value), "\"");
  }
  return line;
}

std::string JsonLine(absl::string_view time, Severity severity, absl::string_view event,
                     std::initializer_list<LogField> fields) {
  nlohmann::ordered_json line;
  line["time"] = std::string(time);
  line["severity"] = std::string(SeverityName(severity));
  line["event"] = std::string(event);
  for (const LogField& field : fields) line[std::string(field.key)] = field.value;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

absl::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "debug";
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "error";
}

void ConfigureLog(LogFormat format, Severity least) {
  g_format = format;
  g_configured = least;
  g_level = LevelUntil{least, kNoEnd};
}

LogLevel CurrentLogLevel() {
  const LevelUntil level = Level();
  if (level.end == kNoEnd) return {.least = level.least};
  return {.least = level.least, .left = absl::Seconds(level.end) - SystemClock().Monotonic()};
}

void SetLogLevel(Severity least, absl::Duration duration) {
  // The end is rounded up.
  const absl::Duration end = absl::Ceil(SystemClock().Monotonic() + duration, absl::Seconds(1));
  g_level =
      LevelUntil{least, static_cast<int32_t>(std::min<int64_t>(absl::ToInt64Seconds(end), kNoEnd))};
}

bool IsLogged(Severity severity) { return severity >= Level().least; }

void Log(Severity severity, absl::string_view event, std::initializer_list<LogField> fields) {
  if (!IsLogged(severity)) return;
  const std::string time =
      absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", SystemClock().Now(), absl::UTCTimeZone());
  std::string line = g_format == LogFormat::kJson ? JsonLine(time, severity, event, fields)
                                                  : TextLine(time, severity, event, fields);
  line.push_back('\n');
  // One write per line keeps the lines of several threads apart. A log that cannot be written must
  // not stop the service.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace tertial
