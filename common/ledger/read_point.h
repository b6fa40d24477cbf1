// Which state of a store was read.
#ifndef TERTIAL_COMMON_LEDGER_READ_POINT_H_
#define TERTIAL_COMMON_LEDGER_READ_POINT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
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

// Which state to read: the newest, the one after a commit, or the one at an instant.
class AsOf {
 public:
  // The newest.
  AsOf() = default;
  static AsOf At(Revision revision) { return AsOf(revision); }
  static AsOf At(absl::Time time) { return AsOf(time); }
  // What a caller asked for. An epoch that is neither empty nor `epoch` is TOKEN_OF_OTHER_EPOCH.
  static absl::StatusOr<AsOf> Parse(const common::v1::AsOf& proto, absl::string_view epoch);

  // At most one of the two is set.
  const std::optional<Revision>& revision() const { return revision_; }
  const std::optional<absl::Time>& time() const { return time_; }

 private:
  explicit AsOf(Revision revision) : revision_(revision) {}
  explicit AsOf(absl::Time time) : time_(time) {}

  std::optional<Revision> revision_;
  std::optional<absl::Time> time_;
};

// The etag of the version of a resource that the commit `revision` of `epoch` made.
std::string EtagOf(absl::string_view epoch, Revision revision);

// `time` must be finite.
google::protobuf::Timestamp EncodeTimestamp(absl::Time time);
absl::Time DecodeTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_READ_POINT_H_
