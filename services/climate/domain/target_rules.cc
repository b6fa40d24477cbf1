#include "services/climate/domain/target_rules.h"

#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/period.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/target_figures.h"

namespace tertial::climate {
namespace {

using common::v1::ERROR_REASON_DUPLICATE_ELEMENT;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;

constexpr int kMostBudgets = 100;

const Decimal& Whole() {
  static constexpr Decimal kWhole = Decimal::FromInt(100);
  return kWhole;
}

// `field` says something that only targets of other kinds say.
void RefuseField(absl::string_view field, const v1::ClimateTarget& target,
                 const Violations& violations) {
  violations.Add(field, ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat("It is set, and ", v1::ClimateTargetKind_Name(target.kind()),
                              " has none; leave it empty."));
}

// That the unit is one of `units`.
void CheckTargetUnit(const v1::ClimateTarget& target, const std::set<std::string>& units,
                     const Violations& violations) {
  CheckUnit("unit", target.unit(), Presence::kRequired, violations);
  if (target.unit().empty() || units.count(target.unit()) > 0) return;
  std::string fitting;
  for (const std::string& unit : units) {
    absl::StrAppend(&fitting, fitting.empty() ? "" : " or ", Quoted(unit));
  }
  violations.Add("unit", ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(target.unit()), " does not fit ",
                              v1::ClimateTargetKind_Name(target.kind()), "; set ", fitting, "."));
}

// value: above 0, at most 100; value_max: above value, at most 100.
void CheckReduction(const v1::ClimateTarget& target, const Violations& violations) {
  const auto check_percent = [&](absl::string_view field, const std::string& text) {
    const std::optional<Decimal> percent = ParseDecimal(text);
    if (!percent.has_value() || (*percent > Decimal() && *percent <= Whole())) return;
    violations.Add(
        field, ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat(Quoted(text), " is out of range; give a percentage above 0, at most 100."));
  };
  check_percent("value", target.value());
  check_percent("value_max", target.value_max());
  const std::optional<Decimal> less = ParseDecimal(target.value());
  const std::optional<Decimal> more = ParseDecimal(target.value_max());
  if (less.has_value() && more.has_value() && *more <= *less) {
    violations.Add("value_max", ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.value_max()), " does not ask for more than ",
                                Quoted(target.value()), "; give a greater percentage."));
  }
  CheckTargetUnit(target, {kPercentUnit}, violations);
  CheckYear("base_period", target.base_period(), violations);
}

// A level, by itself.
void CheckNotNegative(absl::string_view field, const std::string& text,
                      const Violations& violations) {
  const std::optional<Decimal> level = ParseDecimal(text);
  if (!level.has_value() || !level->IsNegative()) return;
  violations.Add(field, ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(text), " is negative; net zero is 0."));
}

// value: not negative; value_max: below value, not negative.
void CheckLevel(const v1::ClimateTarget& target, const Violations& violations) {
  CheckNotNegative("value", target.value(), violations);
  CheckNotNegative("value_max", target.value_max(), violations);
  const std::optional<Decimal> less = ParseDecimal(target.value());
  const std::optional<Decimal> more = ParseDecimal(target.value_max());
  if (less.has_value() && more.has_value() && *more >= *less) {
    violations.Add("value_max", ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.value_max()), " does not ask for more than ",
                                Quoted(target.value()), "; give a lower level."));
  }
  // Without the unit of the denominator, which is told, none fits.
  if (!IsIntensity(target) || !target.denominator_unit().empty()) {
    CheckTargetUnit(target, {LevelUnit(target)}, violations);
  }
  if (!target.base_period().empty()) {
    violations.Add("base_period", ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.base_period()),
                                " is set for a fixed level, which has no base; leave it empty."));
  }
}

// value: not negative, in per cent at most 100; a base where it is a percentage of one.
void CheckNetZero(const v1::ClimateTarget& target, const Violations& violations) {
  CheckNotNegative("value", target.value(), violations);
  if (!target.value_max().empty()) RefuseField("value_max", target, violations);
  CheckTargetUnit(target, {kPercentUnit, kEmissionUnit}, violations);
  const bool by_percent = target.unit() == kPercentUnit;
  const std::optional<Decimal> residual = ParseDecimal(target.value());
  if (by_percent && residual.has_value() && *residual > Whole()) {
    violations.Add("value", ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(target.value()), " is more than the whole base; give at ",
                                "most 100 per cent."));
  }
  if (by_percent || !target.base_period().empty()) {
    CheckYear("base_period", target.base_period(), violations);
  }
}

// What the kind asks of value, unit and base period.
void CheckOfKind(const v1::ClimateTarget& target, const Violations& violations) {
  switch (target.kind()) {
    case v1::CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT:
    case v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_BY_PERCENT:
      return CheckReduction(target, violations);
    case v1::CLIMATE_TARGET_KIND_REDUCE_TO:
    case v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_TO:
      return CheckLevel(target, violations);
    case v1::CLIMATE_TARGET_KIND_NET_ZERO:
      return CheckNetZero(target, violations);
    default:
      return;
  }
}

void CheckSeries(const v1::ActivitySeriesKey& series, const Violations& violations) {
  CheckCode("metric", series.metric(), Presence::kRequired, violations);
  CheckCode("boundary", series.boundary(), Presence::kRequired, violations);
  CheckEnum("scope", series.scope(), Presence::kOptional, violations);
  CheckCode("sector", series.sector(), Presence::kOptional, violations);
  CheckCode("object", series.object(), Presence::kOptional, violations);
}

void CheckDenominator(const v1::ClimateTarget& target, const Violations& violations) {
  if (!IsIntensity(target)) {
    if (target.has_denominator()) RefuseField("denominator", target, violations);
    if (!target.denominator_unit().empty()) RefuseField("denominator_unit", target, violations);
    return;
  }
  if (target.has_denominator()) {
    CheckSeries(target.denominator(), violations.At("denominator"));
  } else {
    violations.Add("denominator", ERROR_REASON_FIELD_REQUIRED,
                   "It is not set; name the activity series that emissions are divided by.");
  }
  CheckUnit("denominator_unit", target.denominator_unit(), Presence::kRequired, violations);
}

void CheckRemovalSectors(const v1::ClimateTarget& target, const Violations& violations) {
  if (target.removal_sectors_size() > 0 && target.kind() != v1::CLIMATE_TARGET_KIND_NET_ZERO) {
    RefuseField("removal_sectors", target, violations);
    return;
  }
  std::set<std::string> seen;
  for (int i = 0; i < target.removal_sectors_size(); ++i) {
    const std::string& sector = target.removal_sectors(i);
    const Violations at = violations.At("removal_sectors", i);
    CheckCode("", sector, Presence::kRequired, at);
    if (seen.insert(sector).second) continue;
    at.Add("", ERROR_REASON_DUPLICATE_ELEMENT,
           absl::StrCat(Quoted(sector), " stands twice; each sector stands once."));
  }
}

void CheckTargetPeriods(const v1::ClimateTarget& target, const Violations& violations) {
  CheckYear("due_period", target.due_period(), violations);
  const std::optional<Period> base = ParsePeriod(target.base_period());
  const std::optional<Period> due = ParsePeriod(target.due_period());
  if (base.has_value() && due.has_value() && *due <= *base) {
    violations.Add("due_period", ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.due_period()), " does not come after the base ",
                                "period ", Quoted(target.base_period()), "; give a later one."));
  }
  if (target.path_from().empty()) return;
  CheckYear("path_from", target.path_from(), violations);
  const std::optional<Period> from = ParsePeriod(target.path_from());
  if (!from.has_value()) return;
  if (due.has_value() && *from >= *due) {
    violations.Add("path_from", ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.path_from()), " does not come before the due period ",
                                Quoted(target.due_period()), "; give an earlier one."));
  } else if (base.has_value() && *from < *base) {
    violations.Add("path_from", ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.path_from()), " comes before the base period ",
                                Quoted(target.base_period()), "; give that one or a later one."));
  }
}

// What one budget says by itself.
void CheckBudget(const v1::ClimateTarget& target, const v1::YearlyBudget& budget,
                 const Violations& violations) {
  CheckYear("period", budget.period(), violations);
  CheckDecimal("value", budget.value(), Presence::kRequired, violations);
  CheckNotNegative("value", budget.value(), violations);
  CheckUnit("unit", budget.unit(), Presence::kRequired, violations);
  if (budget.unit().empty() || budget.unit() == kEmissionUnit) return;
  if (budget.unit() != kPercentUnit) {
    violations.Add("unit", ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(budget.unit()), " is no unit of a budget; set ",
                                Quoted(kEmissionUnit), " or ", Quoted(kPercentUnit), "."));
    return;
  }
  if (target.base_period().empty()) {
    violations.Add("unit", ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat("The target has no base to take per cent of; set ",
                                Quoted(kEmissionUnit), "."));
  }
  const std::optional<Decimal> percent = ParseDecimal(budget.value());
  if (percent.has_value() && *percent > Whole()) {
    violations.Add("value", ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(budget.value()), " is more than the whole base; give at ",
                                "most 100 per cent."));
  }
}

// That the budget of the due year is what the target asks for, where both are told in tonnes.
void CheckDueBudget(const v1::ClimateTarget& target, const v1::YearlyBudget& budget,
                    const Violations& violations) {
  if (target.kind() != v1::CLIMATE_TARGET_KIND_REDUCE_TO || budget.unit() != kEmissionUnit ||
      budget.period() != target.due_period()) {
    return;
  }
  const std::optional<Decimal> value = ParseDecimal(budget.value());
  const std::optional<Decimal> level = ParseDecimal(target.value());
  if (!value.has_value() || !level.has_value() || *value == *level) return;
  violations.Add("value", ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(budget.value()), " is not what the target asks for in that ",
                              "year, ", Quoted(target.value()), "; give the same."));
}

// That the years of the budgets are in order, inside the path.
class BudgetYears {
 public:
  explicit BudgetYears(const v1::ClimateTarget& target)
      : after_(ParsePeriod(target.path_from().empty() ? target.base_period() : target.path_from())),
        last_(ParsePeriod(target.due_period())) {}

  void CheckNext(const std::string& text, const Violations& violations) {
    const std::optional<Period> year = ParsePeriod(text);
    if (!year.has_value()) return;
    if (!seen_.insert(*year).second) {
      violations.Add("period", ERROR_REASON_DUPLICATE_ELEMENT,
                     absl::StrCat(Quoted(text), " has a budget already; each year has one."));
    } else if (*year < *seen_.rbegin()) {
      violations.Add("period", ERROR_REASON_VALUE_OUT_OF_RANGE,
                     absl::StrCat(Quoted(text), " stands after ", seen_.rbegin()->Format(),
                                  "; give the years in their order."));
    } else if (after_.has_value() && *year <= *after_) {
      violations.Add("period", ERROR_REASON_VALUE_OUT_OF_RANGE,
                     absl::StrCat(Quoted(text), " is not after the path begins, in ",
                                  after_->Format(), "; give a later year."));
    } else if (last_.has_value() && *year > *last_) {
      violations.Add("period", ERROR_REASON_VALUE_OUT_OF_RANGE,
                     absl::StrCat(Quoted(text), " is after the target is due, in ", last_->Format(),
                                  "; give an earlier year."));
    }
  }

 private:
  const std::optional<Period> after_;
  const std::optional<Period> last_;
  std::set<Period> seen_;
};

void CheckPath(const v1::ClimateTarget& target, const Violations& violations) {
  CheckEnum("path", target.path(), Presence::kOptional, violations);
  const int budgets = target.yearly_budgets_size();
  if (target.path() != v1::TARGET_PATH_YEARLY_BUDGETS) {
    if (budgets > 0) {
      violations.Add(
          "yearly_budgets", ERROR_REASON_INCONSISTENT_FIELDS,
          absl::StrCat("It is set, and the path is ", v1::TargetPath_Name(target.path()),
                       "; leave it empty, or set the path to TARGET_PATH_YEARLY_BUDGETS."));
    }
    return;
  }
  if (budgets == 0) {
    violations.Add("yearly_budgets", ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; give what may be emitted in each year.");
  }
  if (budgets > kMostBudgets) {
    violations.Add("yearly_budgets", ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(budgets, " are given; at most ", kMostBudgets, " may be."));
  }
  BudgetYears years(target);
  for (int i = 0; i < budgets; ++i) {
    const v1::YearlyBudget& budget = target.yearly_budgets(i);
    const Violations at = violations.At("yearly_budgets", i);
    CheckBudget(target, budget, at);
    years.CheckNext(budget.period(), at);
    CheckDueBudget(target, budget, at);
  }
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
  CheckOfKind(target, violations);
  CheckTargetPeriods(target, violations);
  CheckPath(target, violations);
  CheckDenominator(target, violations);
  CheckRemovalSectors(target, violations);
  CheckEnum("basis", target.basis(), Presence::kRequired, violations);
  CheckText("indicator", target.indicator(), Presence::kOptional, kLongestLabel, violations);
  CheckProvenance("provenance", target.provenance(), violations);
}

}  // namespace tertial::climate
