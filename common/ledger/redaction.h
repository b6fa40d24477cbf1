// Blanking the content of a row for ever.
#ifndef TERTIAL_COMMON_LEDGER_REDACTION_H_
#define TERTIAL_COMMON_LEDGER_REDACTION_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger.h"
#include "common/ledger/read_view.h"

namespace tertial {

struct LedgerState;

// See Ledger::Redact. With the writer held. What is to be removed from disk is added to
// state's expunges.
absl::StatusOr<RedactionResult> RedactRow(LedgerState& state, const CommitInfo& info, TableId table,
                                          absl::string_view pk, const absl::Status& not_found);

// How many versions RedactRow would blank, of the state of `view`; or `not_found`.
absl::StatusOr<int64_t> CountRedacted(LedgerState& state, const ReadView& view, TableId table,
                                      absl::string_view pk, const absl::Status& not_found);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_REDACTION_H_
