#include "common/ledger/read_point.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/status/violations.h"

namespace tertial {

common::v1::ReadPoint ReadPoint::ToProto() const {
  common::v1::ReadPoint proto;
  proto.set_epoch(epoch);
  proto.set_revision(revision);
  if (revision > 0) *proto.mutable_commit_time() = EncodeTimestamp(commit_time);
  return proto;
}

absl::StatusOr<AsOf> AsOf::Parse(const common::v1::AsOf& proto, absl::string_view epoch) {
  if (!proto.epoch().empty() && proto.epoch() != epoch) {
    return InvalidField("as_of.epoch", common::v1::ERROR_REASON_TOKEN_OF_OTHER_EPOCH,
                        absl::StrCat("The revision is one of the epoch ", Quoted(proto.epoch()),
                                     ", and this store is in the epoch ", Quoted(epoch),
                                     " since it was restored; ask for an instant instead."));
  }
  switch (proto.point_case()) {
    case common::v1::AsOf::kTime:
      return At(DecodeTimestamp(proto.time()));
    case common::v1::AsOf::kRevision:
      return At(proto.revision());
    case common::v1::AsOf::POINT_NOT_SET:
      break;
  }
  return AsOf();
}

std::string EtagOf(absl::string_view epoch, Revision revision) {
  return absl::StrCat(epoch, "-", revision);
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
