// The log: one line per event on standard error, as text for a terminal or as JSON for a collector.
// A line never holds personal data, and never a value that a caller sent.
#ifndef TERTIAL_COMMON_OBSERVABILITY_LOG_H_
#define TERTIAL_COMMON_OBSERVABILITY_LOG_H_

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tertial {

enum class Severity { kDebug, kInfo, kWarning, kError };
enum class LogFormat { kText, kJson };

struct LogField {
  absl::string_view key;
  std::string value;
};

// Applies to the whole process. Default: text, from kInfo up. Call it before threads start.
void ConfigureLog(LogFormat format, Severity least);

// "debug" to "error".
absl::string_view SeverityName(Severity severity);

// The least severity that is written now, and how long it will be that one: InfiniteDuration where
// nothing else is to come.
struct LogLevel {
  Severity least = Severity::kInfo;
  absl::Duration left = absl::InfiniteDuration();
};
LogLevel CurrentLogLevel();

// Changes the least severity while the process runs, for `duration`; that of ConfigureLog holds
// again afterwards. InfiniteDuration: until it is changed again. The end is at a whole second.
void SetLogLevel(Severity least, absl::Duration duration = absl::InfiniteDuration());

// Whether an event of this severity is written, for who has to make much of it first.
bool IsLogged(Severity severity);

// Writes one line; lines of several threads never mix. Events below the least severity are dropped.
void Log(Severity severity, absl::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace tertial

#endif  // TERTIAL_COMMON_OBSERVABILITY_LOG_H_
