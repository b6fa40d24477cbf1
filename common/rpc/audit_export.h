// The audit trail in the order of time: commits, and the rows beside them (audit_rows.h).
//
// What an export tells is complete up to an instant: whatever is noted later has a later time.
// Commits have (commit_times.h). Rows of reads and of changes without commits get their time in the
// transaction that puts them, and there is one at a time; refusals get theirs when they are
// counted, and are written before an export begins. So an instant is taken, refusals are written,
// and one more row is put, behind all that had begun before: that of the export itself.
#ifndef TERTIAL_COMMON_RPC_AUDIT_EXPORT_H_
#define TERTIAL_COMMON_RPC_AUDIT_EXPORT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/read_view.h"
#include "common/rpc/call_context.h"
#include "common/rpc/refusal_log.h"
#include "common/rpc/serving.h"
#include "tertial/admin/v1/audit_service.pb.h"

namespace tertial {

// Which entries of the trail.
struct AuditFilter {
  absl::Time from;
  // Not included.
  absl::Time until;
  // Empty: all.
  std::set<admin::v1::AuditKind> kinds;
  std::string caller;

  bool Wants(admin::v1::AuditKind kind) const { return kinds.empty() || kinds.contains(kind); }
};

// The place of an entry in the trail, after which to go on.
struct AuditPlace {
  int64_t micros = 0;
  // The table of the row; 0 for commits.
  TableId table = 0;
  // Tells rows of one instant apart.
  uint32_t number = 0;

  friend auto operator<=>(const AuditPlace&, const AuditPlace&) = default;
};

class AuditExport : public Source<admin::v1::ExportAuditResponse> {
 public:
  // `ledger` must outlive the export; `query` goes into its tokens.
  AuditExport(const Ledger& ledger, std::string query, AuditFilter filter, AuditPlace after)
      : ledger_(ledger), query_(std::move(query)), filter_(std::move(filter)), after_(after) {}

  absl::StatusOr<SourceState> Next(admin::v1::ExportAuditResponse& response) override;

 private:
  struct Entry {
    AuditPlace place;
    admin::v1::AuditRecord record;
  };
  // What was read of one table.
  struct Chunk {
    // Those that the filter wants.
    std::vector<Entry> entries;
    // Of the last one that was looked at.
    AuditPlace reached;
    bool ended = true;
  };

  // The first of the table's entries after after_.
  absl::StatusOr<Chunk> ReadCommits(const ReadView& view) const;
  absl::StatusOr<Chunk> ReadRows(const ReadView& view, TableId table) const;
  absl::StatusOr<Chunk> Read(const ReadView& view, TableId table) const;
  bool IsOfCaller(const admin::v1::AuditRecord& record) const {
    return filter_.caller.empty() || record.caller() == filter_.caller;
  }
  // Adds the names of what the commit changed.
  absl::Status AddNames(const ReadView& view, admin::v1::AuditRecord& record) const;

  const Ledger& ledger_;
  const std::string query_;
  const AuditFilter filter_;
  AuditPlace after_;
  bool ended_ = false;
};

// Begins or goes on with the export that `request` asks for, and notes that. What is passed by
// reference must outlive the export. Errors: those of AuditService.ExportAudit.
absl::StatusOr<std::unique_ptr<Source<admin::v1::ExportAuditResponse>>> BeginAuditExport(
    Ledger& ledger, RefusalLog& refusals, const CallContext& call,
    const admin::v1::ExportAuditRequest& request);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_AUDIT_EXPORT_H_
