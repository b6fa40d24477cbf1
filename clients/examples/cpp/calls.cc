#include "calls.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "google/protobuf/any.pb.h"
#include "google/rpc/code.pb.h"
#include "google/rpc/status.pb.h"

namespace tertial::example {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(200);
constexpr absl::Duration kLongestPause = absl::Seconds(5);

std::mt19937_64& Chance() {
  thread_local std::mt19937_64 generator{std::random_device{}()};
  return generator;
}

// Between a half and one, so that not all clients come back at once.
double SomeOfIt() { return std::uniform_real_distribution<double>(0.5, 1)(Chance()); }

}  // namespace

std::string NewCallId() { return absl::StrFormat("%016x", Chance()()); }

grpc::Status WithCallId(const grpc::Status& status, const std::string& call_id) {
  return {status.error_code(), absl::StrCat(status.error_message(), " (call ", call_id, ")"),
          status.error_details()};
}

Refusal RefusalOf(const grpc::Status& status) {
  Refusal refusal;
  refusal.code = google::rpc::Code_Name(static_cast<google::rpc::Code>(status.error_code()));
  google::rpc::Status told;
  if (!told.ParseFromString(status.error_details())) return refusal;
  for (const google::protobuf::Any& detail : told.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) {
      refusal.reason = info.reason();
      refusal.metadata = {info.metadata().begin(), info.metadata().end()};
    } else if (detail.UnpackTo(&bad)) {
      refusal.fields = {bad.field_violations().begin(), bad.field_violations().end()};
    } else if (detail.UnpackTo(&retry)) {
      refusal.retry_after = absl::Seconds(retry.retry_delay().seconds()) +
                            absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  return refusal;
}

std::string TextOf(const Refusal& refusal) {
  return refusal.reason.empty() ? refusal.code : absl::StrCat(refusal.code, " ", refusal.reason);
}

std::optional<absl::Duration> PauseAfter(const Refusal& refusal, int attempt) {
  // TOO_MANY_CALLS, WRITER_BUSY: the service knows best.
  if (refusal.retry_after.has_value()) return refusal.retry_after;
  // CANCELLED, which nobody here has asked for: the call came while the service was stopping. All
  // else is refused now and refused again: also a full disk, which is RESOURCE_EXHAUSTED.
  if (refusal.code != "UNAVAILABLE" && refusal.code != "CANCELLED") return std::nullopt;
  return std::min(kFirstPause * std::pow(2, attempt), kLongestPause) * SomeOfIt();
}

gpr_timespec After(absl::Duration duration) {
  const gpr_timespec now = gpr_now(GPR_CLOCK_MONOTONIC);
  if (duration == absl::InfiniteDuration()) return gpr_inf_future(GPR_CLOCK_MONOTONIC);
  return gpr_time_add(now, gpr_time_from_millis(absl::ToInt64Milliseconds(duration), GPR_TIMESPAN));
}

bool WaitAfter(const grpc::Status& status, int attempt, gpr_timespec end) {
  const Refusal refusal = RefusalOf(status);
  const std::optional<absl::Duration> pause = PauseAfter(refusal, attempt);
  if (!pause.has_value() || gpr_time_cmp(After(*pause), end) > 0) return false;
  // A line at once: gRPC logs to the same place from other threads.
  std::cerr << absl::StrFormat("%s: again in %.1f s\n", TextOf(refusal),
                               absl::ToDoubleSeconds(*pause));
  absl::SleepFor(*pause);
  return true;
}

}  // namespace tertial::example
