#include "services/indicators/domain/target_rules.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/period.h"

namespace tertial::indicators {
namespace {

constexpr char kPercent[] = "percent";

bool NamesADirectionOnly(v1::Comparator comparator) {
  return comparator == v1::COMPARATOR_INCREASE || comparator == v1::COMPARATOR_DECREASE ||
         comparator == v1::COMPARATOR_AVOID;
}

// Adds INCONSISTENT_FIELDS where `value` is set, which the comparator has no use for.
void CheckEmpty(absl::string_view field, const std::string& value, const v1::Target& target,
                absl::string_view why, const Violations& violations) {
  if (value.empty()) return;
  violations.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(value), " stands beside ",
                              v1::Comparator_Name(target.comparator()), "; ", why));
}

void CheckChangePercent(const v1::Target& target, const Violations& violations) {
  if (!target.value().empty()) {
    violations.Add("change_percent", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.change_percent()), " stands beside the value ",
                                Quoted(target.value()), "; give one of them."));
    return;
  }
  const absl::StatusOr<Decimal> change = Decimal::Parse(target.change_percent());
  if (!change.ok()) {
    violations.AddStatus("change_percent", common::v1::ERROR_REASON_INVALID_DECIMAL,
                         change.status());
  } else if (change->IsZero() || *change < Decimal::FromInt(-100)) {
    violations.Add("change_percent", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(target.change_percent()),
                                " is no change to aim at; give per cent of the base, -100 or more "
                                "and not 0, as -67 for a reduction by 67 per cent."));
  }
  if (target.unit() != kPercent) {
    violations.Add("unit", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.unit()),
                                " stands beside change_percent, whose unit "
                                "is \"percent\"."));
  }
  if (target.base_period().empty()) {
    violations.Add("base_period", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; a change in per cent needs the period that it is a change from.");
  }
}

void CheckAim(const v1::Target& target, const Violations& violations) {
  if (NamesADirectionOnly(target.comparator())) {
    constexpr char kWhy[] = "which names no value, so leave it empty.";
    CheckEmpty("value", target.value(), target, kWhy, violations);
    CheckEmpty("value_max", target.value_max(), target, kWhy, violations);
    CheckEmpty("change_percent", target.change_percent(), target, kWhy, violations);
    return;
  }
  if (target.comparator() == v1::COMPARATOR_WITHIN) {
    CheckDecimal("value_max", target.value_max(), Presence::kRequired, violations);
    CheckBand("value_max", target.value(), target.value_max(), violations);
  } else {
    CheckEmpty("value_max", target.value_max(), target, "only COMPARATOR_WITHIN has an upper end.",
               violations);
  }
  if (target.comparator() == v1::COMPARATOR_WITHIN || target.comparator() == v1::COMPARATOR_EQ) {
    CheckEmpty("change_percent", target.change_percent(), target,
               "only GT, GE, LT and LE are held against a change.", violations);
  } else if (!target.change_percent().empty()) {
    CheckChangePercent(target, violations);
    return;
  }
  CheckDecimal("value", target.value(), Presence::kRequired, violations);
  CheckUnit("unit", target.unit(), Presence::kRequired, violations);
}

void CheckTimes(const v1::Target& target, const Violations& violations) {
  CheckPeriod("due_period", target.due_period(), Presence::kOptional, violations);
  CheckPeriod("base_period", target.base_period(), Presence::kOptional, violations);
  const absl::StatusOr<Period> base = Period::Parse(target.base_period());
  const absl::StatusOr<Period> due = Period::Parse(target.due_period());
  if (!base.ok() || !due.ok() || base->last_day() < due->first_day()) return;
  violations.Add("base_period", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(target.base_period()), " does not end before ",
                              Quoted(target.due_period()),
                              ", which the target is due in; name an earlier period."));
}

}  // namespace

void CheckTarget(const v1::Target& target, const Violations& violations) {
  CheckTexts("subjects", target.subjects(),
             target.indicator().empty() ? Presence::kRequired : Presence::kOptional, violations);
  CheckEnum("comparator", target.comparator(), Presence::kRequired, violations);
  CheckAim(target, violations);
  CheckTimes(target, violations);
  CheckEnum("basis", target.basis(), Presence::kRequired, violations);
  CheckText("legal_basis", target.legal_basis(), Presence::kOptional, kLongestLabel, violations);
  CheckProvenance("provenance", target.provenance(), violations);
}

void CheckTargetAgainst(const v1::Indicator& indicator, const v1::Target& target,
                        const Violations& violations) {
  if (!target.change_percent().empty()) return;
  if (!target.unit().empty() && target.unit() != indicator.unit()) {
    violations.Add("unit", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.unit()), " is not the unit of ", indicator.name(),
                                ", which is ", Quoted(indicator.unit()), "."));
  }
  if (indicator.scale_min().empty()) return;
  for (const auto& [field, text] :
       {std::pair("value", &target.value()), std::pair("value_max", &target.value_max())}) {
    const absl::StatusOr<Decimal> value = Decimal::Parse(*text);
    if (!value.ok() || (*value >= *Decimal::Parse(indicator.scale_min()) &&
                        *value <= *Decimal::Parse(indicator.scale_max()))) {
      continue;
    }
    violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(*text), " lies outside the scale of ", indicator.name(),
                                ", ", indicator.scale_min(), " to ", indicator.scale_max(),
                                "; name a value on it."));
  }
}

}  // namespace tertial::indicators
