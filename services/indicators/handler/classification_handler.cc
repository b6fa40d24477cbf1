#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/standard_methods.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/indicators/domain/classification.h"
#include "services/indicators/handler/analysis_handlers.h"
#include "services/indicators/store/keys.h"
#include "services/indicators/store/section_reads.h"

namespace tertial::indicators {
namespace {

// The schemes asked for, in the order of the enum. Errors: INVALID_ENUM, DUPLICATE_ELEMENT.
absl::StatusOr<std::set<v1::ClassificationScheme>> SchemesOf(
    const v1::ClassifyIndicatorsRequest& request) {
  std::set<v1::ClassificationScheme> schemes;
  Violations violations;
  for (int i = 0; i < request.schemes_size(); ++i) {
    const Violations at = violations.At("schemes", i);
    CheckEnum("", request.schemes(i), Presence::kRequired, at);
    if (!schemes.insert(request.schemes(i)).second) {
      at.Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(v1::ClassificationScheme_Name(request.schemes(i)),
                          " stands twice; ask for each scheme once."));
    }
  }
  CheckEnum("collection", request.collection(), Presence::kOptional, violations);
  if (request.area().empty() && !request.framework().empty()) {
    violations.Add("area", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "A framework is named and no area; name the area that it is of.");
  }
  if (!violations.empty()) return violations.ToStatus();
  if (schemes.empty()) {
    for (int n = v1::ClassificationScheme_MIN + 1; n <= v1::ClassificationScheme_MAX; ++n) {
      schemes.insert(static_cast<v1::ClassificationScheme>(n));
    }
  }
  return schemes;
}

}  // namespace

absl::StatusOr<v1::ClassifyIndicatorsResponse> AnalysisHandlers::ClassifyIndicators(
    const CallContext& /*call*/, const v1::ClassifyIndicatorsRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const std::set<v1::ClassificationScheme> schemes, SchemesOf(request));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  std::optional<std::set<std::string>> chosen;
  if (!request.area().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                             ResolveAreaName(areas_, "area", request.area()));
    std::optional<std::string> framework;
    if (!request.framework().empty()) {
      TERTIAL_ASSIGN_OR_RETURN(
          framework, CanonicalName<FrameworkTable>(areas_, "framework", request.framework()));
      TERTIAL_RETURN_IF_ERROR(GetResource<FrameworkTable>(view, *framework).status());
    }
    TERTIAL_ASSIGN_OR_RETURN(chosen, ReadChosenIndicators(view, area_id, framework));
  }
  std::vector<v1::Indicator> indicators;
  TERTIAL_RETURN_IF_ERROR(ScanResources<IndicatorTable>(
      view, {}, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::Indicator& indicator) {
        if (chosen.has_value() && chosen->count(indicator.name()) == 0) return true;
        if (request.collection() != v1::COLLECTION_UNSPECIFIED &&
            indicator.collection() != request.collection()) {
          return true;
        }
        indicators.push_back(indicator);
        return true;
      }));
  v1::ClassifyIndicatorsResponse response;
  response.set_indicators(static_cast<int>(indicators.size()));
  for (const v1::ClassificationScheme scheme : schemes) {
    *response.add_classifications() = Classify(scheme, indicators);
  }
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::indicators
