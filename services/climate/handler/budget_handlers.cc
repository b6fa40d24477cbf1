#include "services/climate/handler/budget_handlers.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/overdue.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/standard_methods.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/handler/requested_releases.h"
#include "services/climate/store/budget_reads.h"
#include "services/climate/store/keys.h"
#include "services/climate/store/release_choice.h"

namespace tertial::climate {
namespace {

absl::Status CheckRequest(const v1::GetClimateBudgetRequest& request) {
  Violations violations;
  if (request.target().empty()) {
    violations.Add("target", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   absl::StrCat("It is empty; set it to a resource name of the form ",
                                ClimateTargetTable::kPattern, "."));
  }
  if (!request.period().empty()) CheckYear("period", request.period(), violations);
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

// The path that is named in `field` as it is stored; it must be of the same emissions as the
// target.
absl::StatusOr<PathChoice> FindNamedPath(const std::string& name, const v1::ClimateTarget& target,
                                         const BudgetSources& sources) {
  constexpr absl::string_view kField = "reference_path";
  if (!absl::StartsWith(name, absl::StrCat("areas/", sources.area_id, "/"))) {
    return InvalidField(kField, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                        absl::StrCat(Quoted(name), " belongs to another area than ",
                                     Quoted(target.name()), "; name a path of that area."));
  }
  const auto found =
      std::find_if(sources.paths.begin(), sources.paths.end(),
                   [&](const v1::ReferencePath& path) { return path.name() == name; });
  if (found == sources.paths.end()) return ResourceNotFound(ReferencePathTable::kNotFound, name);
  if (!IsPathOf(target, *found)) {
    return InvalidField(
        kField, common::v1::ERROR_REASON_DIFFERENT_ACCOUNTS,
        absl::StrCat(Quoted(name), " tells of other emissions than ", Quoted(target.name()),
                     " is about; name one of its boundary, scope and sector."));
  }
  return PathChoice{.path = &*found, .why_none = ""};
}

}  // namespace

absl::StatusOr<v1::GetClimateBudgetResponse> BudgetHandlers::GetClimateBudget(
    const CallContext& /*call*/, const v1::GetClimateBudgetRequest& request) const {
  TERTIAL_RETURN_IF_ERROR(CheckRequest(request));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           CanonicalIds<ClimateTargetTable>(areas_, "target", request.target()));
  TERTIAL_ASSIGN_OR_RETURN(const RequestedReleases requested, RequestedReleasesOf(areas_, request));
  std::string path_name;
  if (!request.reference_path().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(path_name, CanonicalName<ReferencePathTable>(
                                            areas_, "reference_path", request.reference_path()));
  }
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  TERTIAL_ASSIGN_OR_RETURN(
      const v1::ClimateTarget target,
      GetResource<ClimateTargetTable>(view, PatternOf<ClimateTargetTable>().Format(ids)));
  const std::string& area_id = ids[0];
  TERTIAL_ASSIGN_OR_RETURN(const v1::InventoryRelease release,
                           ChooseRelease(view, area_id, target, requested));
  TERTIAL_ASSIGN_OR_RETURN(const BudgetSources sources, ReadBudgetSources(view, area_id));
  PathChoice path;
  if (path_name.empty()) {
    path = ChoosePath(target, release.name(), sources.paths);
  } else {
    TERTIAL_ASSIGN_OR_RETURN(path, FindNamedPath(path_name, target, sources));
  }
  const std::string& year = request.period().empty() ? target.due_period() : request.period();
  v1::GetClimateBudgetResponse response;
  // The year of a request has been checked, and that of a stored target has passed
  // CheckClimateTarget.
  TERTIAL_ASSIGN_OR_RETURN(*response.mutable_budget(),
                           ReadClimateBudget(view, sources, target, release, *Period::Parse(year),
                                             path, NamedMeasures::kAll));
  SetOverdue(*response.mutable_budget(), InstantOf(ledger_, request.as_of(), view));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::climate
