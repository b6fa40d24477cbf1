#include "tests/bench/process_usage.h"

#include <time.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

#include "absl/status/status.h"
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

}  // namespace

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
  const std::optional<int64_t> anonymous = KibibytesOf(status, "RssAnon");
  if (!resident || !anonymous) {
    return absl::NotFoundError(absl::StrCat("process ", pid, " does not run"));
  }
  return MemoryUse{*resident, *anonymous,
                   KibibytesOf(absl::StrCat("/proc/", pid, "/smaps_rollup"), "Pss")};
}

}  // namespace tertial::bench
