// Makes a data directory from a backup.
#ifndef TERTIAL_COMMON_LEDGER_RESTORE_H_
#define TERTIAL_COMMON_LEDGER_RESTORE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/ledger/read_point.h"
#include "common/types/clock.h"

namespace tertial {

struct RestoreResult {
  // The newest state, of the new epoch.
  ReadPoint at;
  // Entries of the journal whose redaction or erasure was done again.
  int64_t redactions = 0;
  int64_t erasures = 0;
};

// Makes `directory`, which must be empty or not there, a store with the content of `backup` (made
// by Ledger::Backup), in a new epoch, and does again what the journal of erasures tells of this
// store and the backup does not hold: as commits of those who asked for it then. `journal`: the
// file that the service noted redactions and erasures in; it is added to. Empty: there is none, and
// what was redacted or erased since the backup comes back. `options.journal` is not heeded.
//
// Whatever interrupts it, `directory` is left as it was: until the last moment all is done in
// `directory`.restoring beside it, which the next restore removes.
//
// Errors: FAILED_PRECONDITION, with a sentence for the operator, when `directory` is in use, not
// empty or cannot be made, `backup` holds no whole backup, that of another service or of a newer
// version, or the journal is not there; DATA_LOSS when the backup or the journal is damaged.
absl::StatusOr<RestoreResult> RestoreLedger(const std::string& backup, const std::string& directory,
                                            const std::string& journal, const Clock& clock,
                                            LedgerOptions options);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_RESTORE_H_
