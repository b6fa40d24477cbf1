// What the feed of a service makes of an empty store.
#ifndef TERTIAL_CLIENTS_CLI_CARE_REPLAYED_STORE_H_
#define TERTIAL_CLIENTS_CLI_CARE_REPLAYED_STORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/content_hash.h"
#include "common/store/key_value_store.h"
#include "tertial/changes/v1/changes_service.pb.h"

namespace tertial::cli {

// A store in a directory of its own, below that of temporary files, which is removed with it. Holds
// little in memory, however much is in it.
class ReplayedStore {
 public:
  static absl::StatusOr<std::unique_ptr<ReplayedStore>> Create();
  ~ReplayedStore();
  ReplayedStore(const ReplayedStore&) = delete;
  ReplayedStore& operator=(const ReplayedStore&) = delete;

  // Makes the change. Changes come in the order of the feed.
  absl::Status Apply(const changes::v1::Change& change);
  int64_t changes() const { return changes_; }

  // The hash of what all changes so far have made.
  absl::StatusOr<ContentHash> Hash();

 private:
  explicit ReplayedStore(std::string directory) : directory_(std::move(directory)) {}
  absl::Status Flush();

  const std::string directory_;
  std::unique_ptr<KeyValueStore> store_;
  WriteBatch batch_;
  int64_t changes_ = 0;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CARE_REPLAYED_STORE_H_
