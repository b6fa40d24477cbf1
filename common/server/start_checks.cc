#include "common/server/start_checks.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace tertial {
namespace {

absl::Status CannotStart(absl::string_view sentence) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_SERVICE_UNAVAILABLE, sentence);
}

std::string InUtc(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

// Why the address cannot be bound; 0: it can. One of a family that the machine has not is no
// reason.
int WhyNotBound(const addrinfo& address) {
  const int descriptor = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return 0;
  // As servers do it: connections that ended a moment ago are in nobody's way.
  const int on = 1;
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  const int why = ::bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  ::close(descriptor);
  return why;
}

}  // namespace

absl::Status CheckPortFree(const std::string& host, int port, absl::string_view flag) {
  if (port == 0) return absl::OkStatus();
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  const std::string name = bracketed ? host.substr(1, host.size() - 2) : host;
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int failed = ::getaddrinfo(name.c_str(), absl::StrCat(port).c_str(), &hints, &found);
      failed != 0) {
    return CannotStart(
        absl::StrCat("host ", host, " is no address of this machine: ", ::gai_strerror(failed)));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  // A name may have addresses of a family that this machine does not use.
  int why_none = 0;
  bool bound = false;
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    const int why = WhyNotBound(*address);
    if (why == EADDRINUSE) {
      return CannotStart(absl::StrCat("port ", port, " of ", host,
                                      " cannot be listened on; another process uses it, so stop "
                                      "that one or choose another with ",
                                      flag));
    }
    if (why == 0) bound = true;
    if (why_none == 0) why_none = why;
  }
  if (bound || why_none == 0) return absl::OkStatus();
  return CannotStart(absl::StrCat("port ", port, " of ", host,
                                  " cannot be listened on: ", std::strerror(why_none)));
}

absl::Status CheckRoom(const std::string& directory) {
  std::error_code error;
  std::filesystem::path there = std::filesystem::absolute(directory, error);
  while (!error && there.has_relative_path() && !std::filesystem::exists(there, error)) {
    there = there.parent_path();
  }
  struct statvfs about = {};
  // Whatever is wrong with the path, the store says when it is opened.
  if (error || ::statvfs(there.c_str(), &about) != 0) return absl::OkStatus();
  const uint64_t free = uint64_t{about.f_bavail} * about.f_frsize;
  if (free >= kLeastFreeBytes) return absl::OkStatus();
  return CannotStart(absl::StrCat("the disk of the data directory ", directory, " has ", free >> 20,
                                  " MiB free, and a start may need ", kLeastFreeBytes >> 20,
                                  "; make room"));
}

absl::Status CheckClock(absl::Time now, absl::Time newest) {
  if (now >= newest - kClockTolerance) return absl::OkStatus();
  return CannotStart(absl::StrCat("the clock says ", InUtc(now),
                                  ", and the newest commit was made at ", InUtc(newest),
                                  "; set the clock right, or say --accept-clock-behind"));
}

}  // namespace tertial
