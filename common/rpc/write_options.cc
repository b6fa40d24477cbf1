#include "common/rpc/write_options.h"

#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/limits.h"
#include "common/types/sha256.h"

namespace tertial {
namespace {

// The last second that a Timestamp may hold: the end of the year 9999.
constexpr int64_t kLastSecond = 253'402'300'799;

void CheckText(absl::string_view field, const std::string& text, size_t most,
               const Violations& violations) {
  if (text.size() > most) {
    violations.Add(
        field, common::v1::ERROR_REASON_INVALID_TEXT,
        absl::StrCat(Quoted(text), " has ", text.size(), " bytes; at most ", most, " are stored."));
  }
}

void CheckInstant(const google::protobuf::Timestamp& publish_at, absl::Time now,
                  const Violations& violations) {
  const bool is_instant = publish_at.seconds() <= kLastSecond && publish_at.nanos() >= 0 &&
                          publish_at.nanos() < 1'000'000'000;
  if (!is_instant) {
    violations.Add("publish_at", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   "It is no instant up to the year 9999; give one.");
  } else if (DecodeTimestamp(publish_at) <= now) {
    violations.Add("publish_at", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(absl::FormatTime(DecodeTimestamp(publish_at), absl::UTCTimeZone()),
                                " has passed; give an instant in the future, or leave it out to "
                                "write at once."));
  }
}

}  // namespace

void CheckWriteOptions(const std::string& request_id, const std::string& reason,
                       const google::protobuf::Timestamp* publish_at, absl::Time now,
                       const Violations& violations) {
  CheckText("request_id", request_id, kLongestWriteRequestId, violations);
  if (absl::StrContains(request_id, '\0')) {
    violations.Add("request_id", common::v1::ERROR_REASON_INVALID_TEXT,
                   "It holds a zero byte; leave that out.");
  }
  CheckText("reason", reason, kLongestWriteReason, violations);
  if (publish_at == nullptr) return;
  const bool repeatable = !request_id.empty() && request_id.size() <= kLongestWriteRequestId;
  CheckInstant(*publish_at, repeatable ? absl::InfinitePast() : now, violations);
}

std::string FingerprintOf(absl::string_view method, absl::string_view request) {
  Sha256 hash;
  hash.AddField(method);
  hash.AddField(request);
  const Sha256Digest digest = hash.Finish();
  return std::string(digest.begin(), digest.end());
}

common::v1::WriteResult ToProto(const CommitResult& result) {
  common::v1::WriteResult proto;
  *proto.mutable_at() = result.at.ToProto();
  proto.set_committed(result.committed);
  proto.set_replayed(result.replayed);
  proto.set_pending_release(result.pending_release);
  return proto;
}

}  // namespace tertial
