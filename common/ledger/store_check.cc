#include "common/ledger/store_check.h"

#include <memory>
#include <optional>

#include "common/ledger/check_run.h"
#include "common/status/status_macros.h"

namespace tertial {

absl::StatusOr<StoreCheck> CheckStore(const ReadView& view, const TableCatalog& tables,
                                      size_t most_findings, absl::Time deadline) {
  CheckRun run(view, tables, most_findings, deadline);
  const auto versions = std::make_unique<CollectionComparison>();
  CheckNames(run);
  CheckRows(run, *versions);
  CheckCovering(run);
  CheckCommits(run, *versions);
  CompareVersionsAndFeed(run, *versions);
  CheckWaiting(run);
  TERTIAL_RETURN_IF_ERROR(run.failed());
  return run.Finish();
}

absl::StatusOr<StoreCheck> CheckStore(Ledger& ledger, size_t most_findings, absl::Time deadline) {
  std::optional<ReadView> view;
  // A transaction that changes nothing: while it is made no import writes behind head.
  TERTIAL_RETURN_IF_ERROR(ledger
                              .Commit(CommitInfo{.deadline = deadline},
                                      [&](Txn& /*txn*/) -> absl::Status {
                                        TERTIAL_ASSIGN_OR_RETURN(view, ledger.Read());
                                        return absl::OkStatus();
                                      })
                              .status());
  return CheckStore(*view, ledger.tables(), most_findings, deadline);
}

}  // namespace tertial
