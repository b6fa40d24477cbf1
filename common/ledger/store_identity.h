// What a store says about itself, without being opened as a ledger: nothing is changed by looking.
#ifndef TERTIAL_COMMON_LEDGER_STORE_IDENTITY_H_
#define TERTIAL_COMMON_LEDGER_STORE_IDENTITY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/read_point.h"
#include "common/store/key_value_store.h"

namespace tertial {

struct StoreIdentity {
  // The layout of its keys, at most the one that this program writes (schema_upgrade.h).
  uint32_t schema = 0;
  // The newest commit, without its epoch.
  ReadPoint head;
};

// Whose store it is, and whether it can be read here. Empty: it holds nothing yet. `what` it is to
// the operator begins the sentence of an error: "data directory", "backup".
// FAILED_PRECONDITION, with a sentence, when it holds something else than a store of Tertial, is
// that of another service than `service`, or was written by a newer version; DATA_LOSS when what it
// says cannot be read.
absl::StatusOr<std::optional<StoreIdentity>> IdentifyStore(const StoreSnapshot& snapshot,
                                                           absl::string_view service,
                                                           absl::string_view what);

// One of the names that a store has; DATA_LOSS when it has not.
absl::StatusOr<std::string> ReadName(const StoreSnapshot& snapshot, absl::string_view name);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_STORE_IDENTITY_H_
