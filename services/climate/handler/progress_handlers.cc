#include "services/climate/handler/progress_handlers.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/facts/overdue.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/standard_methods.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/calendar.h"
#include "common/types/period.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/target_path.h"
#include "services/climate/domain/target_progress.h"
#include "services/climate/handler/requested_releases.h"
#include "services/climate/store/inventory_reads.h"
#include "services/climate/store/keys.h"
#include "services/climate/store/release_choice.h"
#include "services/climate/store/target_reads.h"

namespace tertial::climate {
namespace {

struct RequestedYears {
  // The last one to measure in.
  std::optional<Period> period;
  std::optional<Period> rate_from;
};

absl::StatusOr<RequestedYears> ParseYears(const v1::GetTargetProgressRequest& request) {
  Violations violations;
  const auto parse = [&](absl::string_view field, const std::string& text) {
    if (!text.empty()) CheckYear(field, text, violations);
    return ParsePeriod(text);
  };
  RequestedYears years{.period = parse("period", request.period()),
                       .rate_from = parse("rate_from", request.rate_from())};
  if (!violations.empty()) return violations.ToStatus();
  return years;
}

absl::Status CheckRateFrom(const std::optional<Period>& rate_from,
                           const std::optional<Period>& current) {
  if (!rate_from.has_value() || !current.has_value() || *rate_from < *current) {
    return absl::OkStatus();
  }
  return InvalidField("rate_from", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                      absl::StrCat(Quoted(rate_from->Format()), " is not before the year that is ",
                                   "measured in, ", current->Format(), "; give an earlier one."));
}

// The target in tonnes by every release, in the order of their names.
absl::Status AddLevels(const ReadView& view, const std::vector<std::string>& target_ids,
                       v1::GetTargetProgressResponse& response) {
  return ScanResources<ClimateTargetLevelTable>(
      view, target_ids, "",
      [&](absl::string_view /*pk*/, Revision revision, const v1::ClimateTargetLevel& level) {
        v1::ClimateTargetLevel& added = *response.add_levels();
        added = level;
        added.set_etag(EtagOf(view.at().epoch, revision));
        return true;
      });
}

}  // namespace

absl::StatusOr<v1::GetTargetProgressResponse> ProgressHandlers::GetTargetProgress(
    const CallContext& /*call*/, const v1::GetTargetProgressRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const RequestedYears years, ParseYears(request));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           CanonicalIds<ClimateTargetTable>(areas_, "name", request.name()));
  TERTIAL_ASSIGN_OR_RETURN(const RequestedReleases requested, RequestedReleasesOf(areas_, request));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  const absl::Time instant = InstantOf(ledger_, request.as_of(), view);
  TERTIAL_ASSIGN_OR_RETURN(const v1::ClimateTarget target,
                           GetResource<ClimateTargetTable>(view, areas_, request.name(), instant));
  TERTIAL_ASSIGN_OR_RETURN(const v1::InventoryRelease release,
                           ChooseRelease(view, ids[0], target, requested));
  // A path tells of every year, and the current one is not known before.
  TERTIAL_ASSIGN_OR_RETURN(
      const StoredInventory stored,
      ReadInventory(view, release, [](const Period& /*period*/) { return true; }));
  TERTIAL_ASSIGN_OR_RETURN(const Denominators denominators, ReadDenominators(view, ids[0], target));

  const std::optional<Period> current =
      TargetFigures(target, stored.inventory, denominators)
          .LatestMeasured(years.period.value_or(Period::OfYear(kLastYear)));
  TERTIAL_RETURN_IF_ERROR(CheckRateFrom(years.rate_from, current));
  // Where nothing is measured, the year that was asked for, or the due year, says so.
  const Period period = current.value_or(years.period.value_or(*ParsePeriod(target.due_period())));

  v1::GetTargetProgressResponse response;
  *response.mutable_assessment() =
      AssessTarget(target, stored.inventory,
                   {.period = period, .rate_from = years.rate_from, .denominators = denominators});
  std::vector<v1::Milestone> milestones = MilestonesOf(target, stored.inventory, denominators);
  for (v1::Milestone& milestone : milestones) {
    *response.add_milestones() = std::move(milestone);
  }
  TERTIAL_RETURN_IF_ERROR(AddLevels(view, ids, response));
  *response.mutable_target() = target;
  SetOverdue(response, instant);
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::climate
