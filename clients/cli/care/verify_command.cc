#include "clients/cli/care/verify_command.h"

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/care/replayed_store.h"
#include "clients/cli/console.h"
#include "clients/cli/interrupt.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

constexpr int32_t kPageSize = 1000;
// Commits and redactions go on while the feed is replayed.
constexpr int kMostAttempts = 10;

// What was found out about one service.
struct Result {
  std::string check;  // "store" or "feed"
  bool sound = true;
  std::string name;
  std::string detail;
};

// The checks of one service.
class Verification {
 public:
  Verification(const DataService& service, Interrupt& interrupt)
      : service_(service), interrupt_(interrupt) {}

  // Damage that a service meets while it answers is a result; any other error is returned, and what
  // was found out before stands in results().
  absl::Status Run() {
    TERTIAL_RETURN_IF_ERROR(Note("store", CheckStore()));
    return Note("feed", CompareFeed());
  }
  const std::vector<Result>& results() const { return results_; }

 private:
  absl::Status Note(const std::string& check, const absl::Status& status) {
    if (absl::IsDataLoss(status)) {
      results_.push_back({check, false, "", std::string(status.message())});
      return absl::OkStatus();
    }
    return status;
  }

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Ask(Stub& stub,
                               grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                               const Request& request) {
    grpc::ClientContext context;
    PrepareContext(context, kLongPatience);
    const Interrupt::Scope scope(interrupt_, context);
    return CallWith(context, stub, method, request);
  }

  absl::Status CheckStore() {
    TERTIAL_ASSIGN_OR_RETURN(
        const admin::v1::CheckStoreResponse checked,
        Ask(service_.admin(), &DataService::Admin::CheckStore, admin::v1::CheckStoreRequest()));
    for (const admin::v1::StoreFinding& finding : checked.findings()) {
      const std::string key =
          finding.key().empty() ? "" : absl::StrCat(" (key ", finding.key(), ")");
      results_.push_back({"store", false, finding.name(), finding.description() + key});
    }
    const int64_t unlisted = checked.finding_count() - checked.findings_size();
    if (unlisted > 0) {
      results_.push_back({"store", false, "", absl::StrCat(unlisted, " more findings")});
    }
    if (checked.finding_count() == 0) {
      results_.push_back(
          {"store", true, "",
           absl::StrCat(checked.records(), " records at revision ", checked.at().revision())});
    }
    return absl::OkStatus();
  }

  // Reads the feed on to its end; what the newest commit is then.
  absl::StatusOr<common::v1::ReadPoint> ReplayOn(ReplayedStore& replayed, ProgressBar& progress) {
    changes::v1::ListChangesRequest request;
    request.set_page_size(kPageSize);
    while (true) {
      request.set_resume_token(token_);
      TERTIAL_ASSIGN_OR_RETURN(
          const changes::v1::ListChangesResponse page,
          Ask(service_.changes(), &DataService::Changes::ListChanges, request));
      for (const changes::v1::Change& change : page.changes()) {
        TERTIAL_RETURN_IF_ERROR(replayed.Apply(change));
      }
      progress.Advance(page.changes_size());
      token_ = page.resume_token();
      if (page.up_to_date()) return page.head();
    }
  }

  absl::Status CompareFeed() {
    TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<ReplayedStore> replayed,
                             ReplayedStore::Create());
    ProgressBar progress(service_.name(), ProgressBar::kUnknownTotal);
    Result result;
    for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
      const int64_t before = replayed->changes();
      TERTIAL_ASSIGN_OR_RETURN(const common::v1::ReadPoint at, ReplayOn(*replayed, progress));
      // Nothing has happened since the two were compared and found to differ.
      if (attempt > 0 && replayed->changes() == before) break;
      TERTIAL_ASSIGN_OR_RETURN(result, CompareAt(at, *replayed));
      if (result.sound) break;
    }
    results_.push_back(std::move(result));
    return absl::OkStatus();
  }

  absl::StatusOr<Result> CompareAt(const common::v1::ReadPoint& at, ReplayedStore& replayed) {
    admin::v1::GetContentHashRequest request;
    request.mutable_as_of()->set_revision(at.revision());
    request.mutable_as_of()->set_epoch(at.epoch());
    TERTIAL_ASSIGN_OR_RETURN(const admin::v1::GetContentHashResponse content,
                             Ask(service_.admin(), &DataService::Admin::GetContentHash, request));
    TERTIAL_ASSIGN_OR_RETURN(const ContentHash hash, replayed.Hash());
    if (hash.Hex() == content.hash() && hash.resources() == content.resources()) {
      return Result{
          "feed", true, "",
          absl::StrCat(replayed.changes(), " changes make the ", content.resources(),
                       " resources of revision ", at.revision(), ", hash ", content.hash())};
    }
    return Result{"feed", false, "",
                  absl::StrCat("at revision ", at.revision(), " ", replayed.changes(),
                               " changes make ", hash.resources(), " resources with the hash ",
                               hash.Hex(), ", and the store holds ", content.resources(),
                               " with the hash ", content.hash())};
  }

  const DataService& service_;
  Interrupt& interrupt_;
  std::vector<Result> results_;
  std::string token_;
};

}  // namespace

int RunVerify(const std::string& gateway_address, const VerifyCommand& command) {
  Interrupt interrupt;
  const GatewayClient gateway(gateway_address);
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok())
    return ComplainOfCall("asking the gateway for the services", services.status());
  RowPrinter rows(std::cout, command.format,
                  {{.title = "service", .width = 10},
                   {.title = "check", .width = 5},
                   {.title = "result", .width = 7},
                   {.title = "name", .width = 24},
                   {.title = "detail", .width = 1}});
  int code = kExitOk;
  for (const DataService& service : *services) {
    Verification verification(service, interrupt);
    const absl::Status verified = verification.Run();
    for (const Result& result : verification.results()) {
      rows.Print({service.name(), result.check, result.sound ? "sound" : "FINDING", result.name,
                  result.detail});
      if (!result.sound) code = std::max(code, kExitFindings);
    }
    std::cout << std::flush;
    if (interrupt.happened()) {
      Complain("interrupted");
      return kExitService;
    }
    if (!verified.ok()) {
      code = std::max(code, ComplainOfCall(absl::StrCat("verifying ", service.name()), verified));
    }
  }
  return code;
}

}  // namespace tertial::cli
