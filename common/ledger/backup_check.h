// What a backup is worth: whether a restore of it would be sound.
#ifndef TERTIAL_COMMON_LEDGER_BACKUP_CHECK_H_
#define TERTIAL_COMMON_LEDGER_BACKUP_CHECK_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/ledger/read_point.h"
#include "common/types/clock.h"
#include "tertial/common/internal/v1/backup.pb.h"

namespace tertial {

// Restores `backup` (Ledger::Backup) in a directory of its own below that of temporary files, where
// it needs the room of the store and is read by this user alone; checks every record of it
// (CheckStore), and hashes the content of the state `revision` (HashContent), or of its newest
// commit. Nothing is left of it; what a check that was broken off has left there, the next one
// removes. Findings tell nothing of rows of restricted tables.
//
// Errors: those of RestoreLedger.
absl::StatusOr<common::internal::v1::BackupCheck> CheckBackup(const std::string& backup,
                                                              std::optional<Revision> revision,
                                                              const Clock& clock,
                                                              const LedgerOptions& options);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_BACKUP_CHECK_H_
