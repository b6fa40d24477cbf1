#include "clients/cli/send_dataset.h"

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "clients/cli/console.h"
#include "clients/cli/owned_figures.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

constexpr size_t kMostProblemsShown = 100;
// How long to wait until figures have come from the services that own them.
constexpr absl::Duration kOwnersPatience = absl::Seconds(15);

void TellResults(const Dataset& dataset, const std::vector<UploadResult>& results,
                 bool validate_only) {
  std::cout << absl::StrFormat("%-12s %8s %9s %8s %10s\n", validate_only ? "checked" : "imported",
                               "rows", "inserted", "revised", "unchanged");
  for (const UploadResult& result : results) {
    std::cout << absl::StrFormat("%-12s %8d %9d %8d %10d\n", result.service,
                                 result.summary.received(), result.summary.inserted(),
                                 result.summary.revised(), result.summary.unchanged());
  }
  for (const UploadResult& result : results) {
    if (result.summary.pending_release().empty()) continue;
    std::cout << "the rows of " << result.service << " wait for their instant as "
              << result.summary.pending_release() << "\n";
  }
  if (!dataset.left_out.empty()) {
    std::cout << "not imported: " << absl::StrJoin(dataset.left_out, ", ") << "\n";
  }
  std::cout << std::flush;
}

// Waits for the figures that services own which were told something, and tells how observations
// compare with them. What does not succeed is said; the rows are stored all the same.
void TellOwnedFigures(const Dataset& dataset, const DataServiceAddresses& addresses,
                      const std::vector<UploadResult>& results, const UploadOptions& options) {
  if (!options.validate_only && !options.publish_at.has_value()) {
    for (const std::string& sentence :
         WaitForOwnedFigures(dataset, addresses, results, kOwnersPatience)) {
      Complain(sentence);
    }
  }
  const bool compares = std::any_of(results.begin(), results.end(), [](const UploadResult& result) {
    return result.summary.compared() > 0;
  });
  if (!compares) return;
  const absl::StatusOr<ComparedObservations> compared = CompareObservations(dataset, addresses);
  if (compared.ok()) {
    TellComparisons(*compared);
  } else {
    ComplainOfCall("comparing observations with the owners of their figures", compared.status());
  }
}

}  // namespace

void ComplainOfProblems(std::vector<Problem> problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.origin.file, a.origin.line) < std::tie(b.origin.file, b.origin.line);
  });
  for (size_t i = 0; i < problems.size() && i < kMostProblemsShown; ++i) {
    const Problem& problem = problems[i];
    std::string line = FormatOrigin(problem.origin);
    if (!line.empty()) line += ": ";
    if (!problem.field.empty()) absl::StrAppend(&line, problem.field, ": ");
    absl::StrAppend(&line, problem.sentence);
    if (!problem.reason.empty()) absl::StrAppend(&line, " [", problem.reason, "]");
    std::cerr << line << "\n";
  }
  if (problems.size() > kMostProblemsShown) {
    std::cerr << "… and " << problems.size() - kMostProblemsShown << " more.\n";
  }
  Complain("rows are refused; nothing is stored");
}

int SendDataset(const GatewayClient& gateway, const Dataset& dataset,
                const UploadOptions& options) {
  const absl::StatusOr<DataServiceAddresses> addresses = gateway.GetDataServiceAddresses();
  if (!addresses.ok())
    return ComplainOfCall("asking the gateway for the services", addresses.status());

  std::unique_ptr<ProgressBar> bar;
  std::string shown;
  int64_t done = 0;
  const UploadProgress progress = [&](const std::string& service, int64_t sent, int64_t total) {
    if (service != shown) {
      bar = std::make_unique<ProgressBar>(service, total);
      shown = service;
      done = 0;
    }
    bar->Advance(sent - done);
    done = sent;
  };
  std::vector<Problem> problems;
  const absl::StatusOr<std::vector<UploadResult>> results =
      UploadDataset(dataset, *addresses, options, progress, problems);
  bar.reset();
  if (!results.ok()) return ComplainOfCall("import", results.status());
  if (!problems.empty()) {
    ComplainOfProblems(std::move(problems));
    return kExitFindings;
  }
  TellResults(dataset, *results, options.validate_only);
  TellOwnedFigures(dataset, *addresses, *results, options);
  return kExitOk;
}

}  // namespace tertial::cli
