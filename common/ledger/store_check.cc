#include "common/ledger/store_check.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/check_run.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"

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
  // Read from the files themselves: what a check of records reads may be in memory still.
  const auto in_time = [deadline] { return SystemClock().Now() <= deadline; };
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> damaged,
                           ledger.FindDamagedFiles(in_time));
  if (!in_time()) return DeadlineExceeded();
  TERTIAL_ASSIGN_OR_RETURN(StoreCheck check,
                           CheckStore(*view, ledger.tables(), most_findings, deadline));
  // First, and listed whatever else is found: of what it holds, the rest tells.
  std::vector<StoreFinding> findings;
  for (const std::string& file : damaged) {
    findings.push_back({.description = absl::StrCat("The data file ", file, " is damaged.")});
  }
  std::move(check.findings.begin(), check.findings.end(), std::back_inserter(findings));
  findings.resize(std::min(findings.size(), most_findings));
  check.findings = std::move(findings);
  check.finding_count += static_cast<int64_t>(damaged.size());
  return check;
}

}  // namespace tertial
