#include "services/climate/domain/measure_rules.h"

#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/inventory.h"

namespace tertial::climate {
namespace {

constexpr int kHighestOrder = 100'000;

void CheckQuantity(const v1::ClimateMeasure& measure, const Violations& violations) {
  if (measure.has_quantity()) {
    CheckCell("quantity", measure.quantity(), violations);
    CheckUnit("unit", measure.unit(), Presence::kRequired, violations);
  } else if (!measure.unit().empty()) {
    violations.Add("unit", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(measure.unit()),
                                " is the unit of no quantity; set quantity or leave it empty."));
  }
}

void CheckMeasurePeriods(const v1::ClimateMeasure& measure, const Violations& violations) {
  const bool any = !measure.from_period().empty() || !measure.to_period().empty();
  const Presence presence = any ? Presence::kRequired : Presence::kOptional;
  CheckPeriod("from_period", measure.from_period(), presence, violations);
  CheckPeriod("to_period", measure.to_period(), presence, violations);
  const std::optional<Period> from = ParsePeriod(measure.from_period());
  const std::optional<Period> to = ParsePeriod(measure.to_period());
  if (!from.has_value() || !to.has_value() || *to >= *from) return;
  violations.Add("to_period", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(measure.to_period()), " lies before ",
                              Quoted(measure.from_period()), "; exchange them."));
}

}  // namespace

void CheckClimateMeasure(const v1::ClimateMeasure& measure, const Violations& violations) {
  CheckCode("action_area", measure.action_area(), Presence::kRequired, violations);
  CheckTexts("action_area_titles", measure.action_area_titles(), Presence::kRequired, violations);
  CheckTexts("subheadings", measure.subheadings(), Presence::kOptional, violations);
  CheckRange("order", measure.order(), 1, kHighestOrder, violations);
  CheckTexts("descriptions", measure.descriptions(), Presence::kRequired, violations);
  CheckQuantity(measure, violations);
  CheckMeasurePeriods(measure, violations);
  CheckProvenance("provenance", measure.provenance(), violations);
}

}  // namespace tertial::climate
