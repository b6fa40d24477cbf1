// Which state of a store was read.
#ifndef TERTIAL_COMMON_LEDGER_READ_POINT_H_
#define TERTIAL_COMMON_LEDGER_READ_POINT_H_

#include <string>

#include "absl/time/time.h"
#include "common/ledger/ledger_keys.h"
#include "google/protobuf/timestamp.pb.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial {

// Read points of different epochs are not comparable.
struct ReadPoint {
  std::string epoch;
  Revision revision = 0;
  // When `revision` was committed, in whole microseconds. InfinitePast() at revision 0.
  absl::Time commit_time = absl::InfinitePast();

  common::v1::ReadPoint ToProto() const;

  friend bool operator==(const ReadPoint&, const ReadPoint&) = default;
};

// `time` must be finite.
google::protobuf::Timestamp EncodeTimestamp(absl::Time time);
absl::Time DecodeTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_READ_POINT_H_
