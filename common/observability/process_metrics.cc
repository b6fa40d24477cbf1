#include "common/observability/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

// Fields of /proc/self/stat, counted from the one behind the name of the program, which is in
// brackets and may have blanks and brackets in it (proc(5) counts them from 1; this one is 3).
constexpr size_t kUserTicks = 11;
constexpr size_t kSystemTicks = 12;
constexpr size_t kThreads = 17;
constexpr size_t kStartTicks = 19;
constexpr size_t kVirtualBytes = 20;
constexpr size_t kResidentPages = 21;
constexpr size_t kFields = 22;

// Empty where the file cannot be read.
std::vector<double> ReadStat() {
  std::ifstream in("/proc/self/stat");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const size_t end_of_name = text.rfind(')');
  if (end_of_name == std::string::npos) return {};
  std::vector<double> fields;
  for (const absl::string_view field :
       absl::StrSplit(absl::string_view(text).substr(end_of_name + 1), ' ', absl::SkipEmpty())) {
    double value = 0;  // of the one letter for the state, too
    if (!absl::SimpleAtod(field, &value)) value = 0;
    fields.push_back(value);
  }
  if (fields.size() < kFields) fields.clear();
  return fields;
}

double TicksPerSecond() { return static_cast<double>(::sysconf(_SC_CLK_TCK)); }

std::optional<double> CountOpenFds() {
  std::error_code error;
  const std::filesystem::directory_iterator fds("/proc/self/fd", error);
  if (error) return std::nullopt;
  // One of them is that of the directory.
  return static_cast<double>(std::distance(begin(fds), end(fds))) - 1;
}

// When the process was started, on the monotonic clock, which counts from the start of the machine
// as the ticks do; where they cannot be read, when this was asked first.
absl::Duration Start() {
  static const absl::Duration start = [] {
    const std::vector<double> stat = ReadStat();
    return stat.empty() ? SystemClock().Monotonic()
                        : absl::Seconds(stat[kStartTicks] / TicksPerSecond());
  }();
  return start;
}

}  // namespace

absl::Time ProcessStartTime() {
  static const absl::Time started = SystemClock().Now() - ProcessUptime();
  return started;
}

absl::Duration ProcessUptime() {
  return std::max(SystemClock().Monotonic() - Start(), absl::ZeroDuration());
}

void ReadProcessMetrics(Scrape& scrape) {
  const std::vector<double> stat = ReadStat();
  if (!stat.empty()) {
    scrape.Counter(kProcessCpu, (stat[kUserTicks] + stat[kSystemTicks]) / TicksPerSecond());
    scrape.Gauge(kProcessThreads, stat[kThreads]);
    scrape.Gauge(kProcessVirtualMemory, stat[kVirtualBytes]);
    scrape.Gauge(kProcessResidentMemory,
                 stat[kResidentPages] * static_cast<double>(::sysconf(_SC_PAGESIZE)));
    scrape.Gauge(kProcessStartTime, absl::ToDoubleSeconds(ProcessStartTime() - absl::UnixEpoch()));
  }
  if (const std::optional<double> open = CountOpenFds()) scrape.Gauge(kProcessOpenFds, *open);
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    scrape.Gauge(kProcessMaxFds, static_cast<double>(limit.rlim_cur));
  }
}

}  // namespace tertial
