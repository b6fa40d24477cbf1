// Opening a store as a ledger.
#ifndef TERTIAL_COMMON_LEDGER_LEDGER_OPEN_H_
#define TERTIAL_COMMON_LEDGER_LEDGER_OPEN_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/store/key_value_store.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

// Makes an empty store a ledger, brings one of an earlier schema up, checks what it says about
// itself, and undoes what a crash broke off. See Ledger::Open for the errors.
absl::StatusOr<std::unique_ptr<LedgerState>> OpenLedgerState(std::unique_ptr<KeyValueStore> store,
                                                             const Clock& clock,
                                                             const LedgerOptions& options);

// The epochs of a store; DATA_LOSS when it says nothing of them, or nonsense.
absl::StatusOr<common::internal::v1::Epochs> ReadEpochs(const StoreSnapshot& snapshot);

// 16 hexadecimal digits by chance.
std::string NewEpochId();

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_LEDGER_OPEN_H_
