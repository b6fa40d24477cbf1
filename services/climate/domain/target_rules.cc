#include "services/climate/domain/target_rules.h"

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

void CheckTargetUnit(const v1::ClimateTarget& target, absl::string_view unit,
                     const Violations& violations) {
  CheckUnit("unit", target.unit(), Presence::kRequired, violations);
  if (target.unit().empty() || target.unit() == unit) return;
  violations.Add(
      "unit", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
      absl::StrCat(Quoted(target.unit()), " does not fit ",
                   v1::ClimateTargetKind_Name(target.kind()), "; set ", Quoted(unit), "."));
}

// value: above 0, at most 100; value_max: above value, at most 100.
void CheckReduction(const v1::ClimateTarget& target, const Violations& violations) {
  const Decimal whole = Decimal::FromInt(100);
  const auto check_percent = [&](absl::string_view field, const std::string& text) {
    const std::optional<Decimal> percent = ParseDecimal(text);
    if (!percent.has_value() || (*percent > Decimal() && *percent <= whole)) return;
    violations.Add(
        field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat(Quoted(text), " is out of range; give a percentage above 0, at most 100."));
  };
  check_percent("value", target.value());
  check_percent("value_max", target.value_max());
  const std::optional<Decimal> less = ParseDecimal(target.value());
  const std::optional<Decimal> more = ParseDecimal(target.value_max());
  if (less.has_value() && more.has_value() && *more <= *less) {
    violations.Add("value_max", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.value_max()), " does not ask for more than ",
                                Quoted(target.value()), "; give a greater percentage."));
  }
  CheckTargetUnit(target, "percent", violations);
  CheckYear("base_period", target.base_period(), violations);
}

// value: not negative; value_max: below value, not negative.
void CheckLevel(const v1::ClimateTarget& target, const Violations& violations) {
  const auto check_level = [&](absl::string_view field, const std::string& text) {
    const std::optional<Decimal> level = ParseDecimal(text);
    if (!level.has_value() || !level->IsNegative()) return;
    violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(text), " is negative; net zero is 0."));
  };
  check_level("value", target.value());
  check_level("value_max", target.value_max());
  const std::optional<Decimal> less = ParseDecimal(target.value());
  const std::optional<Decimal> more = ParseDecimal(target.value_max());
  if (less.has_value() && more.has_value() && *more >= *less) {
    violations.Add("value_max", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.value_max()), " does not ask for more than ",
                                Quoted(target.value()), "; give a lower level."));
  }
  CheckTargetUnit(target, kEmissionUnit, violations);
  if (!target.base_period().empty()) {
    violations.Add("base_period", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.base_period()),
                                " is set for a fixed level, which has no base; leave it empty."));
  }
}

void CheckTargetPeriods(const v1::ClimateTarget& target, const Violations& violations) {
  CheckYear("due_period", target.due_period(), violations);
  const std::optional<Period> base = ParsePeriod(target.base_period());
  const std::optional<Period> due = ParsePeriod(target.due_period());
  if (!base.has_value() || !due.has_value() || *due > *base) return;
  violations.Add("due_period", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(target.due_period()), " does not come after the base period ",
                              Quoted(target.base_period()), "; give a later one."));
}

}  // namespace

void CheckClimateTarget(const v1::ClimateTarget& target, const Violations& violations) {
  CheckTexts("subjects", target.subjects(), Presence::kRequired, violations);
  CheckEnum("boundary", target.boundary(), Presence::kRequired, violations);
  CheckEnum("scope", target.scope(), Presence::kRequired, violations);
  CheckCode("sector", target.sector(), Presence::kRequired, violations);
  CheckEnum("kind", target.kind(), Presence::kRequired, violations);
  CheckDecimal("value", target.value(), Presence::kRequired, violations);
  CheckDecimal("value_max", target.value_max(), Presence::kOptional, violations);
  if (target.kind() == v1::CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT) {
    CheckReduction(target, violations);
  } else if (target.kind() == v1::CLIMATE_TARGET_KIND_REDUCE_TO) {
    CheckLevel(target, violations);
  }
  CheckTargetPeriods(target, violations);
  CheckEnum("basis", target.basis(), Presence::kRequired, violations);
  CheckText("indicator", target.indicator(), Presence::kOptional, kLongestLabel, violations);
  CheckProvenance("provenance", target.provenance(), violations);
}

}  // namespace tertial::climate
