#include "services/indicators/domain/resource_rules.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/period.h"
#include "services/indicators/domain/observation_id.h"

namespace tertial::indicators {
namespace {

constexpr int kMostDecimals = 10;
constexpr int kMostDimensions = 5;
constexpr int kHighestOrder = 100'000;

// Adds INCONSISTENT_FIELDS when both are decimals and `lower` is above `upper`.
void CheckBand(absl::string_view field, const std::string& lower, const std::string& upper,
               const Violations& violations) {
  const absl::StatusOr<Decimal> low = Decimal::Parse(lower);
  const absl::StatusOr<Decimal> high = Decimal::Parse(upper);
  if (!low.ok() || !high.ok() || *low <= *high) return;
  violations.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat("The lower end ", Quoted(lower), " lies above the upper end ",
                              Quoted(upper), "; exchange them."));
}

void CheckScale(const v1::Indicator& indicator, const Violations& violations) {
  CheckDecimal("scale_min", indicator.scale_min(), Presence::kOptional, violations);
  CheckDecimal("scale_max", indicator.scale_max(), Presence::kOptional, violations);
  if (indicator.scale_min().empty() != indicator.scale_max().empty()) {
    violations.Add(indicator.scale_min().empty() ? "scale_min" : "scale_max",
                   common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "Only one end of the scale is given; give both or none.");
  }
  CheckBand("scale_max", indicator.scale_min(), indicator.scale_max(), violations);
}

void CheckKostra(const v1::Indicator& indicator, const Violations& violations) {
  if (!indicator.has_kostra()) return;
  const Violations at = violations.At("kostra");
  if (indicator.collection() != v1::COLLECTION_KOSTRA) {
    at.Add(
        "", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat("It is set for an indicator of ", v1::Collection_Name(indicator.collection()),
                     "; only COLLECTION_KOSTRA has it."));
  }
  CheckCode("service_area", indicator.kostra().service_area(), Presence::kOptional, at);
  CheckText("group", indicator.kostra().group(), Presence::kOptional, kLongestLabel, at);
  CheckRange("order", indicator.kostra().order(), 0, kHighestOrder, at);
  for (int i = 0; i < indicator.kostra().function_codes_size(); ++i) {
    CheckText("", indicator.kostra().function_codes(i), Presence::kRequired, kLongestLabel,
              at.At("function_codes", i));
  }
}

void CheckDimensions(const v1::Observation& observation, const Violations& violations) {
  if (observation.dimensions_size() > kMostDimensions) {
    violations.Add("dimensions", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(observation.dimensions_size(), " dimensions are given; at most ",
                                kMostDimensions, " may be."));
  }
  for (int i = 0; i < observation.dimensions_size(); ++i) {
    const Violations at = violations.At("dimensions", i);
    const v1::Dimension& dimension = observation.dimensions(i);
    CheckCode("dimension", dimension.dimension(), Presence::kRequired, at);
    CheckCode("member", dimension.member(), Presence::kRequired, at);
    if (i > 0 && dimension.dimension() <= observation.dimensions(i - 1).dimension()) {
      at.Add("dimension", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(dimension.dimension()), " does not come after ",
                          Quoted(observation.dimensions(i - 1).dimension()),
                          "; give each dimension once, sorted."));
    }
  }
}

bool NeedsValue(v1::Comparator comparator) {
  return comparator != v1::COMPARATOR_INCREASE && comparator != v1::COMPARATOR_AVOID;
}

void CheckTargetValue(const v1::Target& target, const Violations& violations) {
  if (!NeedsValue(target.comparator())) {
    if (target.value().empty() && target.value_max().empty()) return;
    violations.Add(
        "value", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat(v1::Comparator_Name(target.comparator()), " names no value; leave it empty."));
    return;
  }
  CheckDecimal("value", target.value(), Presence::kRequired, violations);
  CheckUnit("unit", target.unit(), Presence::kRequired, violations);
  if (target.comparator() == v1::COMPARATOR_WITHIN) {
    CheckDecimal("value_max", target.value_max(), Presence::kRequired, violations);
    CheckBand("value_max", target.value(), target.value_max(), violations);
  } else if (!target.value_max().empty()) {
    violations.Add("value_max", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.value_max()), " stands beside ",
                                v1::Comparator_Name(target.comparator()),
                                "; only COMPARATOR_WITHIN has an upper end."));
  }
}

}  // namespace

void CheckIndicator(const v1::Indicator& indicator, const Violations& violations) {
  CheckTexts("labels", indicator.labels(), Presence::kRequired, violations);
  CheckText("printed_label", indicator.printed_label(), Presence::kOptional, kLongestPhrase,
            violations);
  CheckEnum("collection", indicator.collection(), Presence::kRequired, violations);
  CheckUnit("unit", indicator.unit(), Presence::kRequired, violations);
  if (indicator.has_decimals()) {
    CheckRange("decimals", indicator.decimals(), 0, kMostDecimals, violations);
  }
  CheckScale(indicator, violations);
  CheckEnum("direction", indicator.direction(), Presence::kOptional, violations);
  CheckEnum("direction_source", indicator.direction_source(), Presence::kOptional, violations);
  CheckTexts("method_notes", indicator.method_notes(), Presence::kOptional, violations);
  CheckKostra(indicator, violations);
  CheckProvenance("provenance", indicator.provenance(), violations);
}

void CheckFocusArea(const v1::FocusArea& focus_area, const Violations& violations) {
  CheckTexts("titles", focus_area.titles(), Presence::kRequired, violations);
  CheckRange("order", focus_area.order(), 1, kHighestOrder, violations);
  CheckTexts("main_goals", focus_area.main_goals(), Presence::kOptional, violations);
  CheckProvenance("provenance", focus_area.provenance(), violations);
}

void CheckGoal(const v1::Goal& goal, const Violations& violations) {
  CheckRange("order", goal.order(), 1, kHighestOrder, violations);
  CheckTexts("texts", goal.texts(), Presence::kRequired, violations);
  CheckEnum("status", goal.status(), Presence::kRequired, violations);
  if (goal.has_stated_indicator_count()) {
    CheckRange("stated_indicator_count", goal.stated_indicator_count(), 0, kHighestOrder,
               violations);
  }
  CheckProvenance("provenance", goal.provenance(), violations);
}

void CheckFrameworkIndicator(const v1::FrameworkIndicator& chosen, const Violations& violations) {
  CheckRange("order", chosen.order(), 1, kHighestOrder, violations);
  const std::string suffix =
      absl::StrCat("/frameworkIndicators/",
                   absl::string_view(chosen.indicator()).substr(chosen.indicator().find('/') + 1));
  if (!absl::EndsWith(chosen.name(), suffix)) {
    violations.Add("name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                   absl::StrCat(Quoted(chosen.name()), " must end in the id of the indicator, ",
                                Quoted(suffix), "."));
  }
}

void CheckObservation(const v1::Observation& observation, const Violations& violations) {
  CheckPeriod("period", observation.period(), Presence::kRequired, violations);
  CheckDimensions(observation, violations);
  CheckCell("cell", observation.cell(), violations);
  CheckProvenance("provenance", observation.provenance(), violations);
  const absl::StatusOr<Period> period = Period::Parse(observation.period());
  if (!period.ok()) return;
  const std::string id = FormatObservationId(*period, observation.dimensions());
  if (!absl::EndsWith(observation.name(), absl::StrCat("/observations/", id))) {
    violations.Add("name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                   absl::StrCat(Quoted(observation.name()),
                                " does not agree with period and dimensions; its last id must be ",
                                Quoted(id), "."));
  }
}

void CheckTarget(const v1::Target& target, const Violations& violations) {
  CheckTexts("subjects", target.subjects(),
             target.indicator().empty() ? Presence::kRequired : Presence::kOptional, violations);
  CheckEnum("comparator", target.comparator(), Presence::kRequired, violations);
  CheckTargetValue(target, violations);
  CheckPeriod("due_period", target.due_period(), Presence::kOptional, violations);
  CheckEnum("basis", target.basis(), Presence::kRequired, violations);
  CheckProvenance("provenance", target.provenance(), violations);
}

void CheckObservationAgainst(const v1::Indicator& indicator, const v1::Observation& observation,
                             const Violations& violations) {
  if (indicator.scale_min().empty() || observation.cell().value().empty()) return;
  const absl::StatusOr<Decimal> value = Decimal::Parse(observation.cell().value());
  if (!value.ok()) return;
  if (*value < *Decimal::Parse(indicator.scale_min()) ||
      *value > *Decimal::Parse(indicator.scale_max())) {
    violations.Add("cell.value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(observation.cell().value()), " lies outside the scale of ",
                                indicator.name(), ", ", indicator.scale_min(), " to ",
                                indicator.scale_max(), "."));
  }
}

void CheckTargetAgainst(const v1::Indicator& indicator, const v1::Target& target,
                        const Violations& violations) {
  if (target.unit().empty() || target.unit() == indicator.unit()) return;
  violations.Add("unit", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(target.unit()), " is not the unit of ", indicator.name(),
                              ", which is ", Quoted(indicator.unit()), "."));
}

}  // namespace tertial::indicators
