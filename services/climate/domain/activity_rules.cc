#include "services/climate/domain/activity_rules.h"

#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/period.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/uncertainty.h"

namespace tertial::climate {
namespace {

constexpr int kMostFactors = 20;

void CheckEmissionFactors(const v1::ActivityFigure& figure, const Violations& violations) {
  if (figure.emission_factors().empty()) return;
  CheckElements("emission_factors", figure.emission_factors_size(), kMostFactors, violations);
  std::set<std::string> seen;
  for (int i = 0; i < figure.emission_factors_size(); ++i) {
    const Violations at = violations.At("emission_factors", i);
    const std::string& code = figure.emission_factors(i);
    CheckCode("", code, Presence::kRequired, at);
    if (!seen.insert(code).second) {
      at.Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(code), " stands twice; an activity names a factor once."));
    }
  }
  if (figure.account() == v1::ACCOUNT_CONSUMPTION_FOOTPRINT) {
    violations.Add("emission_factors", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "A footprint holds emissions already, and none are calculated of it; leave the "
                   "factors out.");
  }
  const std::optional<Period> period = ParsePeriod(figure.period());
  if (!period.has_value() || period->kind() == PeriodKind::kYear) return;
  violations.Add(
      "period", common::v1::ERROR_REASON_INVALID_PERIOD,
      absl::StrCat(Quoted(figure.period()),
                   " is no year, and emission factors are valid for years; record the year ",
                   period->year(), " or leave the factors out."));
}

}  // namespace

void CheckActivityFigure(const v1::ActivityFigure& figure, const Violations& violations) {
  CheckEnum("account", figure.account(), Presence::kRequired, violations);
  CheckCode("metric", figure.metric(), Presence::kRequired, violations);
  CheckCode("boundary", figure.boundary(), Presence::kRequired, violations);
  CheckCode("sector", figure.sector(), Presence::kOptional, violations);
  CheckObject(figure, violations);
  CheckEnum("scope", figure.scope(), Presence::kOptional, violations);
  CheckPeriod("period", figure.period(), Presence::kRequired, violations);
  CheckUnit("unit", figure.unit(), Presence::kRequired, violations);
  CheckCell("cell", figure.cell(), violations);
  CheckProvenance("provenance", figure.provenance(), violations);
  CheckEnum("topic", figure.topic(), Presence::kOptional, violations);
  CheckEmissionFactors(figure, violations);
  if (figure.has_uncertainty()) {
    CheckUncertaintyOfCell("uncertainty", figure.uncertainty(), figure.cell(), violations);
  }
  CheckEnum("data_quality", figure.data_quality(), Presence::kOptional, violations);
  const std::optional<Period> period = ParsePeriod(figure.period());
  if (!period.has_value()) return;
  CheckLastId(figure.name(), "activities", FormatActivityId(figure, *period), violations);
}

}  // namespace tertial::climate
