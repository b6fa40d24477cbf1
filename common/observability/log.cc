#include "common/observability/log.h"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

LogFormat g_format = LogFormat::kText;
Severity g_least = Severity::kInfo;

absl::string_view NameOf(Severity severity) {
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

std::string TextLine(absl::string_view time, Severity severity, absl::string_view event,
                     std::initializer_list<LogField> fields) {
  std::string line = absl::StrCat(time, " ", NameOf(severity), " ", absl::Utf8SafeCEscape(event));
  for (const LogField& field : fields) {
    absl::StrAppend(&line, " ", field.key, "=\"", absl::Utf8SafeCEscape(field.value), "\"");
  }
  return line;
}

std::string JsonLine(absl::string_view time, Severity severity, absl::string_view event,
                     std::initializer_list<LogField> fields) {
  nlohmann::ordered_json line;
  line["time"] = std::string(time);
  line["severity"] = std::string(NameOf(severity));
  line["event"] = std::string(event);
  for (const LogField& field : fields) line[std::string(field.key)] = field.value;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void ConfigureLog(LogFormat format, Severity least) {
  g_format = format;
  g_least = least;
}

bool IsLogged(Severity severity) { return severity >= g_least; }

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
