// What must be true before a service serves, beside what its files and its store say themselves.
#ifndef TERTIAL_COMMON_SERVER_START_CHECKS_H_
#define TERTIAL_COMMON_SERVER_START_CHECKS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tertial {

// All errors are FAILED_PRECONDITION with one sentence that says what to do.

// A port can be listened on now; 0 picks a free one then. `flag` is what chooses it: "--port".
absl::Status CheckPortFree(const std::string& host, int port, absl::string_view flag);

// What a file system must have free for a store to be opened: what memory held of it, two write
// buffers at most, is written out then.
inline constexpr uint64_t kLeastFreeBytes = uint64_t{32} << 20;
// The file system that `directory` lies on, or will lie on when it is made, has that.
absl::Status CheckRoom(const std::string& directory);

// How far the clock of a machine may be behind that of the one that wrote last.
inline constexpr absl::Duration kClockTolerance = absl::Minutes(1);
// `now` is not before `newest`, when the newest commit of the store was made. Times of commits grow
// whatever the clock says; but what waits for an instant, or ends at one, would wait too long.
absl::Status CheckClock(absl::Time now, absl::Time newest);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_START_CHECKS_H_
