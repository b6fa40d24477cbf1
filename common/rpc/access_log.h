// Who has read what not everybody may see: noted in the store, as private rows
// (private_rows.h), and in the log. So it is in no feed, revision, hash or
// export, and makes no commit.
//
//   0A 00 19 ~time:8 ~number:4     AccessRecord     24 months; the newest first
//
// Time is in microseconds since 1970; its bits, and those of the number, are
// turned around.
#ifndef TERTIAL_COMMON_RPC_ACCESS_LOG_H_
#define TERTIAL_COMMON_RPC_ACCESS_LOG_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/read_view.h"
#include "common/rpc/call_context.h"
#include "tertial/common/internal/v1/access.pb.h"

namespace tertial {

// A table of private rows; no service has another of this number.
inline constexpr TableId kAccessLogTable = 25;

// Notes that `call` is to be answered about `names`: resource names, a parent, an area; never what
// was searched for. Of a name that is longer than any of a resource the beginning is kept. When it
// fails, the call must not be answered.
absl::Status NoteAccess(Ledger& ledger, const CallContext& call,
                        const std::vector<std::string>& names);

// The same where one of `tables`, whose rows the call asks for, is restricted.
// `what`: a name or an area; may be empty.
absl::Status NoteAccessIfRestricted(Ledger& ledger, const CallContext& call,
                                    const std::vector<const TableDefinition*>& tables,
                                    absl::string_view what);

// Calls `visitor` for what is noted behind `after` (empty: from the newest), the newest first,
// until it returns false. `now`: see ReadView::ScanPrivate. Besides the errors of the store:
// DATA_LOSS.
absl::Status ScanAccesses(
    const ReadView& view, absl::string_view after, absl::Time now,
    absl::FunctionRef<bool(absl::string_view pk, const common::internal::v1::AccessRecord& access)>
        visitor);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_ACCESS_LOG_H_
