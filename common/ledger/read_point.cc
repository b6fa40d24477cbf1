#include "common/ledger/read_point.h"

#include <cstdint>

namespace tertial {

common::v1::ReadPoint ReadPoint::ToProto() const {
  common::v1::ReadPoint proto;
  proto.set_epoch(epoch);
  proto.set_revision(revision);
  if (revision > 0) *proto.mutable_commit_time() = EncodeTimestamp(commit_time);
  return proto;
}

google::protobuf::Timestamp EncodeTimestamp(absl::Time time) {
  // ToUnixSeconds rounds down, so the rest is never negative, as Timestamp asks for.
  const int64_t seconds = absl::ToUnixSeconds(time);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

absl::Time DecodeTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

}  // namespace tertial
