// The audit trail in the store: what is on record beside the commits, which say themselves where
// they came from (Commit.origin). Private rows (private_rows.h), so in no feed, revision, hash or
// export of resources; kept for 24 months and then removed, since addresses and callers may be
// those of persons. Nothing else removes or changes them.
//
//   0A 00 19 ~time:8 ~number:4     AccessRecord                  reads (access_log.h)
//   0A 00 1A ~time:8 ~number:4     tertial.admin.v1.AuditRecord  refusals (refusal_log.h)
//   0A 00 1B ~time:8 ~number:4     tertial.admin.v1.AuditRecord  changes of what has no commits
//
// Time is in microseconds since 1970; its bits, and those of the number, are turned around, so that
// the newest stand first.
#ifndef TERTIAL_COMMON_RPC_AUDIT_ROWS_H_
#define TERTIAL_COMMON_RPC_AUDIT_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/txn.h"
#include "common/rpc/call_context.h"
#include "tertial/admin/v1/audit_resources.pb.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

// Tables of private rows; no service has others of these numbers.
inline constexpr TableId kAccessLogTable = 25;
inline constexpr TableId kRefusalTable = 26;
inline constexpr TableId kPrivateWriteTable = 27;

std::string AuditKey(absl::Time time, uint32_t number);

// An entry of the trail with what is known of any call.
admin::v1::AuditRecord AuditRecordOf(admin::v1::AuditKind kind, absl::Time time,
                                     absl::string_view caller,
                                     const common::internal::v1::Origin& origin);

// Puts a row of one of these tables. `time` is that of what is on record.
void PutAuditRow(Txn& txn, TableId table, absl::Time time, const std::string& body);

// Notes what `call` changes in rows that have no commits, in the transaction that changes them:
// registers of persons. `names`: what of it may be told, never a person's key; `why`: the caller's
// words, empty where there are none.
void NotePrivateWrite(Txn& txn, absl::Time now, const CallContext& call,
                      const std::vector<std::string>& names, absl::string_view why = "");
// The same in a transaction of its own, before it is done: for what cannot be done in one. When it
// fails, it must not be done.
absl::Status NotePrivateWrite(Ledger& ledger, const CallContext& call,
                              const std::vector<std::string>& names, absl::string_view why = "");

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_AUDIT_ROWS_H_
