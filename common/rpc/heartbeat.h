// How often a watch gives a sign of life.
#ifndef TERTIAL_COMMON_RPC_HEARTBEAT_H_
#define TERTIAL_COMMON_RPC_HEARTBEAT_H_

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/rpc/limits.h"
#include "common/status/violations.h"

namespace tertial {

// What a request asks for in its field "heartbeat". Errors: VALUE_OUT_OF_RANGE.
template <typename Request>
absl::StatusOr<absl::Duration> ParseHeartbeat(const Request& request) {
  if (!request.has_heartbeat()) return kDefaultHeartbeat;
  const absl::Duration heartbeat =
      absl::Seconds(request.heartbeat().seconds()) + absl::Nanoseconds(request.heartbeat().nanos());
  if (heartbeat < kShortestHeartbeat || heartbeat > kLongestHeartbeat) {
    return InvalidField("heartbeat", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                        absl::StrCat(absl::FormatDuration(heartbeat), " is no heartbeat; choose ",
                                     absl::FormatDuration(kShortestHeartbeat), " to ",
                                     absl::FormatDuration(kLongestHeartbeat), "."));
  }
  return heartbeat;
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_HEARTBEAT_H_
