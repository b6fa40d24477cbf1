// Blanking the content of a row for ever.
#ifndef TERTIAL_COMMON_LEDGER_REDACTION_H_
#define TERTIAL_COMMON_LEDGER_REDACTION_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"

namespace tertial {

struct LedgerState;

// See Ledger::Redact. With the writer held. What is to be removed from disk is added to
// state's expunges.
absl::StatusOr<RedactionResult> RedactRow(LedgerState& state, const CommitInfo& info, TableId table,
                                          absl::string_view pk, const absl::Status& not_found);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_REDACTION_H_
