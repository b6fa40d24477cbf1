#include "tests/bench/process_usage.h"

#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tertial::bench {
namespace {

// The figure after `field` in a file of lines like "VmRSS:     1234 kB".
std::optional<int64_t> KibibytesOf(const std::string& file, const std::string& field) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string name;
    int64_t kibibytes = 0;
    if (words >> name >> kibibytes && name == field + ":") return kibibytes;
  }
  return std::nullopt;
}

// What stands in /proc/pid/stat of a process and its children that were waited for.
struct ProcessTimes {
  pid_t parent = 0;
  int64_t ticks = 0;
};

std::optional<ProcessTimes> TimesOf(const std::string& pid) {
  std::ifstream in(absl::StrCat("/proc/", pid, "/stat"));
  std::string line;
  if (!std::getline(in, line)) return std::nullopt;
  // The second field is the name in brackets, which may hold anything.
  std::istringstream words(line.substr(line.rfind(')') + 1));
  std::string skipped;
  ProcessTimes times;
  words >> skipped >> times.parent;
  constexpr int kBetween = 9;  // from the parent to the times
  for (int i = 0; i < kBetween; ++i) words >> skipped;
  int64_t user = 0, system = 0, user_of_ended = 0, system_of_ended = 0;
  if (!(words >> user >> system >> user_of_ended >> system_of_ended)) return std::nullopt;
  times.ticks = user + system + user_of_ended + system_of_ended;
  return times;
}

}  // namespace

absl::StatusOr<absl::Duration> CpuTimeOfTree(pid_t pid) {
  std::map<pid_t, ProcessTimes> all;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    int number = 0;
    if (!absl::SimpleAtoi(name, &number)) continue;
    if (const auto times = TimesOf(name); times.has_value()) all[number] = *times;
  }
  if (!all.contains(pid))
    return absl::NotFoundError(absl::StrCat("process ", pid, " does not run"));
  int64_t ticks = 0;
  for (const auto& [number, times] : all) {
    // Up to `pid`, or to where nobody is.
    pid_t ancestor = number;
    while (ancestor != pid && all.contains(ancestor)) ancestor = all[ancestor].parent;
    if (ancestor == pid) ticks += times.ticks;
  }
  return absl::Seconds(static_cast<double>(ticks) / ::sysconf(_SC_CLK_TCK));
}

absl::StatusOr<absl::Duration> CpuTimeOf(pid_t pid) {
  clockid_t clock;
  timespec used;
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &used) != 0) {
    return absl::NotFoundError(absl::StrCat("process ", pid, " does not run"));
  }
  return absl::DurationFromTimespec(used);
}

absl::StatusOr<absl::Duration> CpuTimeOfMachine() {
  std::ifstream in("/proc/stat");
  std::string name;
  int64_t user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft = 0;
  if (!(in >> name >> user >> nice >> system >> idle >> waiting >> interrupts >> soft)) {
    return absl::UnavailableError("/proc/stat cannot be read");
  }
  const int64_t ticks = user + nice + system + interrupts + soft;
  return absl::Seconds(static_cast<double>(ticks) / ::sysconf(_SC_CLK_TCK));
}

absl::StatusOr<MemoryUse> MemoryOf(pid_t pid) {
  const std::string status = absl::StrCat("/proc/", pid, "/status");
  const std::optional<int64_t> resident = KibibytesOf(status, "VmRSS");
  const std::optional<int64_t> peak = KibibytesOf(status, "VmHWM");
  const std::optional<int64_t> anonymous = KibibytesOf(status, "RssAnon");
  if (!resident || !peak || !anonymous) {
    return absl::NotFoundError(absl::StrCat("process ", pid, " does not run"));
  }
  return MemoryUse{*resident, *peak, *anonymous,
                   KibibytesOf(absl::StrCat("/proc/", pid, "/smaps_rollup"), "Pss")};
}

}  // namespace tertial::bench
