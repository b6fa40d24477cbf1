#include "clients/cli/owned_figures.h"

#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "clients/cli/calls.h"
#include "common/render/figures.h"
#include "common/types/clock.h"
#include "tertial/indicators/v1/owners_service.grpc.pb.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;
using Stub = v1::OwnersService::Stub;

constexpr absl::Duration kPause = absl::Milliseconds(50);
constexpr absl::Duration kCallPatience = absl::Seconds(5);

// The services that definitions of the data set name as owners.
std::set<std::string> OwnersIn(const Dataset& dataset) {
  std::set<std::string> owners;
  for (const v1::IndicatorsRow& row : dataset.indicators.rows) {
    if (row.indicator().has_owner()) owners.insert(row.indicator().owner().service());
  }
  return owners;
}

// What the owners were told, by service; rows that wait for their instant are not there to be
// pulled.
std::map<std::string, common::v1::ReadPoint> Told(const std::vector<UploadResult>& results) {
  std::map<std::string, common::v1::ReadPoint> told;
  for (const UploadResult& result : results) {
    if (result.summary.pending_release().empty()) told[result.service] = result.summary.read_at();
  }
  return told;
}

// Whether all that `owner` was told is here, by the definitions as of the revision after which they
// are known.
bool HasCome(const v1::FollowedOwner& owner, const common::v1::ReadPoint& told,
             int64_t definitions_revision) {
  if (owner.definitions_revision() < definitions_revision) return false;
  if (owner.indicators() == 0) return true;
  return owner.followed_to().epoch() == told.epoch() &&
         owner.followed_to().revision() >= told.revision();
}

// What has not come, and whether waiting may help.
struct NotCome {
  std::vector<std::string> sentences;
  bool may_come = false;
};

NotCome FindNotCome(const v1::ListOwnersResponse& response, const std::set<std::string>& declared,
                    const std::map<std::string, common::v1::ReadPoint>& told) {
  const auto indicators = told.find("indicators");
  const int64_t definitions = indicators == told.end() ? 0 : indicators->second.revision();
  NotCome found;
  for (const v1::FollowedOwner& owner : response.owners()) {
    const std::string& service = owner.owned().service();
    const auto point = told.find(service);
    if (!owner.followed()) {
      // Whether it owns anything else is not known.
      if (declared.count(service) == 0) continue;
      found.sentences.push_back(
          absl::StrCat("the indicators service does not follow ", service,
                       ", which owns figures of the data set; start it with --", service));
    } else if (point != told.end() && !HasCome(owner, point->second, definitions)) {
      found.may_come = true;
      found.sentences.push_back(absl::StrCat(
          "figures that ", service, " owns have not come to the indicators service yet",
          owner.owned().stale() ? ", which does not reach it" : ""));
    }
  }
  return found;
}

std::string CountOf(int64_t count, v1::OwnedOutcome outcome) {
  switch (outcome) {
    case v1::OWNED_OUTCOME_EQUAL:
      return absl::StrCat(count, " equal");
    case v1::OWNED_OUTCOME_DIFFERS:
      return absl::StrCat(count, " different");
    case v1::OWNED_OUTCOME_OWNER_HAS_NONE:
      return absl::StrCat(count, " unknown to the owner");
    case v1::OWNED_OUTCOME_NOT_PULLED_YET:
      return absl::StrCat(count, " not pulled yet");
    case v1::OWNED_OUTCOME_OWNER_UNREACHABLE:
      return absl::StrCat(count, " of an owner that is not reached");
    default:
      return absl::StrCat(count, " ", v1::OwnedOutcome_Name(outcome));
  }
}

// "observations.csv:12: areas/…: 9.3, but 9.4 at workforce (areas/…, revision 7)".
std::string LineOf(const v1::OwnedComparison& comparison, const Origin& origin) {
  const v1::PulledFigure& pulled = comparison.pulled();
  std::string line = FormatOrigin(origin);
  if (!line.empty()) line += ": ";
  absl::StrAppend(&line, comparison.name(), ": ", ShowCell(comparison.imported()), ", but ");
  if (comparison.has_owned()) {
    absl::StrAppend(&line, ShowCell(comparison.owned()), " at ", pulled.service(), " (",
                    pulled.name(), ", revision ", pulled.revision(), ")");
  } else {
    absl::StrAppend(&line, "nothing ",
                    comparison.outcome() == v1::OWNED_OUTCOME_OWNER_HAS_NONE ? "" : "yet ", "from ",
                    pulled.service(), pulled.name().empty() ? "" : " (", pulled.name(),
                    pulled.name().empty() ? "" : ")");
  }
  return line;
}

}  // namespace

std::vector<std::string> WaitForOwnedFigures(const Dataset& dataset,
                                             const DataServiceAddresses& addresses,
                                             const std::vector<UploadResult>& results,
                                             absl::Duration patience) {
  const std::set<std::string> declared = OwnersIn(dataset);
  const std::map<std::string, common::v1::ReadPoint> told = Told(results);
  const std::unique_ptr<Stub> stub = v1::OwnersService::NewStub(OpenChannel(addresses.indicators));
  const absl::Duration end = SystemClock().Monotonic() + patience;
  while (true) {
    const auto owners = Call(*stub, &Stub::ListOwners, v1::ListOwnersRequest(), kCallPatience);
    if (!owners.ok()) {
      return {absl::StrCat("whether figures have come from their owners is not known: ",
                           std::string(owners.status().message()))};
    }
    NotCome not_come = FindNotCome(*owners, declared, told);
    if (!not_come.may_come || SystemClock().Monotonic() > end) return not_come.sentences;
    absl::SleepFor(kPause);
  }
}

void TellComparisons(const ComparedObservations& compared) {
  if (compared.owned.counts().empty()) return;
  std::cout << "compared with the owners of their figures: "
            << absl::StrJoin(compared.owned.counts(), ", ",
                             [](std::string* out, const v1::OwnedOutcomeCount& count) {
                               absl::StrAppend(out, CountOf(count.count(), count.outcome()));
                             })
            << "\n";
  for (const v1::OwnedComparison& comparison : compared.owned.comparisons()) {
    if (comparison.outcome() == v1::OWNED_OUTCOME_EQUAL) continue;
    std::cout << LineOf(comparison, compared.origins[static_cast<size_t>(comparison.row()) - 1])
              << "\n";
  }
  std::cout << std::flush;
}

}  // namespace tertial::cli
