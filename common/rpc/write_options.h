// How a write is to be made, as its caller states it: what the writes of resources, imports and the
// writes of AdminService have in common.
#ifndef TERTIAL_COMMON_RPC_WRITE_OPTIONS_H_
#define TERTIAL_COMMON_RPC_WRITE_OPTIONS_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/rpc/call_context.h"
#include "common/rpc/origin.h"
#include "common/status/violations.h"
#include "google/protobuf/timestamp.pb.h"
#include "tertial/common/v1/write.pb.h"

namespace tertial {

// Adds to `violations` what is wrong with the options of a write: INVALID_TEXT of an id or a reason
// that is too long, or of an id with a zero byte; VALUE_OUT_OF_RANGE of an instant that is no
// instant, or not after `now`. `publish_at` may be nullptr. With a request id an instant that has
// passed is let through: the request may have been made before it, see CheckPublishAt.
void CheckWriteOptions(const std::string& request_id, const std::string& reason,
                       const google::protobuf::Timestamp* publish_at, absl::Time now,
                       const Violations& violations);

// The same of `options`, a WriteOptions or an ImportOptions.
template <typename Options>
void CheckWriteOptions(const Options& options, absl::Time now, const Violations& violations) {
  CheckWriteOptions(options.request_id(), options.reason(),
                    options.has_publish_at() ? &options.publish_at() : nullptr, now, violations);
}

// For a request that was not made before: VALUE_OUT_OF_RANGE for the field "options.publish_at"
// when that is not after `now`.
template <typename Options>
absl::Status CheckPublishAt(const Options& options, absl::Time now) {
  Violations violations;
  CheckWriteOptions("", "", options.has_publish_at() ? &options.publish_at() : nullptr, now,
                    violations.At("options"));
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

// What the ledger is told of a write that `call` asks for. `options` have gone through
// CheckWriteOptions.
template <typename Options>
CommitInfo CommitInfoOf(const CallContext& call, const Options& options, std::string fingerprint) {
  CommitInfo info;
  info.actor = call.caller.name;
  info.origin = OriginOf(call);
  info.reason = options.reason();
  info.request_id = options.request_id();
  info.fingerprint = std::move(fingerprint);
  if (options.has_publish_at()) info.publish_at = DecodeTimestamp(options.publish_at());
  info.deadline = call.deadline;
  return info;
}

// Tells a request to a method from every other one: SHA-256.
std::string FingerprintOf(absl::string_view method, absl::string_view request);

// The same, but for the request's id: `request` has WriteOptions in its field `options`. Empty for
// a request without an id, which nothing is compared with.
template <typename Request>
std::string FingerprintOfRequest(absl::string_view method, const Request& request) {
  if (request.options().request_id().empty()) return "";
  Request without_id = request;
  without_id.mutable_options()->clear_request_id();
  return FingerprintOf(method, EncodeBody(without_id));
}

common::v1::WriteResult ToProto(const CommitResult& result);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_WRITE_OPTIONS_H_
