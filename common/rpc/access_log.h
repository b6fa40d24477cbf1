// Who has read what not everybody may see: noted in the store, as rows of the audit trail
// (audit_rows.h), and in the log, before it is answered.
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
#include "common/rpc/audit_rows.h"
#include "common/rpc/call_context.h"
#include "google/protobuf/message.h"
#include "tertial/common/internal/v1/access.pb.h"

namespace tertial {

// Notes that `call` is to be answered about `names`: resource names, a parent, an area; never what
// was searched for. Of a name that is longer than any of a resource the beginning is kept. No names
// mean all that there is. When it fails, the call must not be answered.
absl::Status NoteAccess(Ledger& ledger, const CallContext& call,
                        const std::vector<std::string>& names);
// The same in the store alone, with what was asked for in full, which must be fit to be told: for
// who has more to say in the log. `request` may be nullptr.
absl::Status StoreAccess(Ledger& ledger, const CallContext& call,
                         const std::vector<std::string>& names,
                         const google::protobuf::Message* request);

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
