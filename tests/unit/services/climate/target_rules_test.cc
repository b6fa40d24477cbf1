#include "services/climate/domain/target_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/target_samples.h"

namespace tertial::climate {
namespace {

using common::v1::ERROR_REASON_DUPLICATE_ELEMENT;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_DECIMAL;
using common::v1::ERROR_REASON_INVALID_PERIOD;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

using Found = std::vector<std::pair<std::string, ErrorReason>>;

// The fields found wrong, each with its reason.
Found Check(const v1::ClimateTarget& target) {
  Violations violations;
  CheckClimateTarget(target, violations);
  Found found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

// One thing that is wrong with a target of some kind.
struct Spoilt {
  v1::ClimateTarget (*target)();
  void (*spoil)(v1::ClimateTarget&);
  const char* field;
  ErrorReason reason;
};

void ExpectEachRefused(const std::vector<Spoilt>& table) {
  for (const Spoilt& spoilt : table) {
    v1::ClimateTarget target = spoilt.target();
    ASSERT_THAT(Check(target), IsEmpty());
    spoilt.spoil(target);
    EXPECT_THAT(Check(target), ElementsAre(Pair(spoilt.field, spoilt.reason)))
        << target.ShortDebugString();
  }
}

v1::ClimateTarget NetZeroInTonnes() {
  v1::ClimateTarget target = NetZeroTarget();
  target.set_unit("tonnes_co2e");
  target.set_value("5000");
  target.clear_base_period();
  return target;
}

v1::ClimateTarget BudgetedReduction() {
  v1::ClimateTarget target = ReductionTarget();
  AddBudget("2026", "180000", "tonnes_co2e", target);
  AddBudget("2028", "40", "percent", target);
  AddBudget("2030", "33", "percent", target);
  return target;
}

v1::ClimateTarget BudgetedLevel() {
  v1::ClimateTarget target = LevelTarget();
  target.set_value("120000");
  target.set_due_period("2030");
  AddBudget("2029", "130000", "tonnes_co2e", target);
  AddBudget("2030", "120000.0", "tonnes_co2e", target);
  return target;
}

TEST(ClimateTargetKind, AsksForItsValueUnitAndBase) {
  ExpectEachRefused({
      {IntensityTarget, [](v1::ClimateTarget& t) { t.set_value("-1"); }, "value",
       ERROR_REASON_VALUE_OUT_OF_RANGE},
      {IntensityTarget, [](v1::ClimateTarget& t) { t.set_unit("tonnes_co2e"); }, "unit",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {IntensityTarget, [](v1::ClimateTarget& t) { t.set_base_period("2009"); }, "base_period",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {IntensityTarget, [](v1::ClimateTarget& t) { t.set_value_max("3"); }, "value_max",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {IntensityReductionTarget, [](v1::ClimateTarget& t) { t.set_value("101"); }, "value",
       ERROR_REASON_VALUE_OUT_OF_RANGE},
      {IntensityReductionTarget, [](v1::ClimateTarget& t) { t.clear_base_period(); }, "base_period",
       ERROR_REASON_FIELD_REQUIRED},
      {IntensityReductionTarget,
       [](v1::ClimateTarget& t) { t.set_unit("tonnes_co2e_per_resident"); }, "unit",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {NetZeroTarget, [](v1::ClimateTarget& t) { t.set_value("-0.1"); }, "value",
       ERROR_REASON_VALUE_OUT_OF_RANGE},
      {NetZeroTarget, [](v1::ClimateTarget& t) { t.set_value("100.1"); }, "value",
       ERROR_REASON_VALUE_OUT_OF_RANGE},
      {NetZeroTarget, [](v1::ClimateTarget& t) { t.set_value_max("5"); }, "value_max",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {NetZeroTarget, [](v1::ClimateTarget& t) { t.clear_base_period(); }, "base_period",
       ERROR_REASON_FIELD_REQUIRED},
      {NetZeroTarget, [](v1::ClimateTarget& t) { t.set_unit("kg_co2e"); }, "unit",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {NetZeroInTonnes, [](v1::ClimateTarget& t) { t.set_base_period("2009-Q1"); }, "base_period",
       ERROR_REASON_INVALID_PERIOD},
  });
  v1::ClimateTarget with_base = NetZeroInTonnes();
  with_base.set_base_period("2009");
  EXPECT_THAT(Check(with_base), IsEmpty());
}

TEST(ClimateTargetKind, HasADenominatorWhereItIsAnIntensityAndOnlyThere) {
  ExpectEachRefused({
      {IntensityTarget, [](v1::ClimateTarget& t) { t.clear_denominator(); }, "denominator",
       ERROR_REASON_FIELD_REQUIRED},
      {IntensityReductionTarget, [](v1::ClimateTarget& t) { t.clear_denominator(); }, "denominator",
       ERROR_REASON_FIELD_REQUIRED},
      {IntensityTarget, [](v1::ClimateTarget& t) { t.mutable_denominator()->clear_metric(); },
       "denominator.metric", ERROR_REASON_FIELD_REQUIRED},
      {IntensityTarget, [](v1::ClimateTarget& t) { t.mutable_denominator()->clear_boundary(); },
       "denominator.boundary", ERROR_REASON_FIELD_REQUIRED},
      {IntensityTarget, [](v1::ClimateTarget& t) { t.clear_denominator_unit(); },
       "denominator_unit", ERROR_REASON_FIELD_REQUIRED},
      {ReductionTarget,
       [](v1::ClimateTarget& t) { t.mutable_denominator()->set_metric("population"); },
       "denominator", ERROR_REASON_INCONSISTENT_FIELDS},
      {LevelTarget, [](v1::ClimateTarget& t) { t.set_denominator_unit("resident"); },
       "denominator_unit", ERROR_REASON_INCONSISTENT_FIELDS},
  });
}

TEST(ClimateTargetKind, HasRemovalSectorsWhereItIsNetZeroAndEachOnce) {
  v1::ClimateTarget target = NetZeroTarget();
  target.add_removal_sectors("removals");
  target.add_removal_sectors("land-use");
  EXPECT_THAT(Check(target), IsEmpty());
  target.add_removal_sectors("removals");
  EXPECT_THAT(Check(target),
              ElementsAre(Pair("removal_sectors[2]", ERROR_REASON_DUPLICATE_ELEMENT)));
  ExpectEachRefused({
      {ReductionTarget, [](v1::ClimateTarget& t) { t.add_removal_sectors("removals"); },
       "removal_sectors", ERROR_REASON_INCONSISTENT_FIELDS},
  });
}

TEST(ClimateTargetPath, BeginsBeforeItEndsAndNotBeforeTheBase) {
  v1::ClimateTarget target = ReductionTarget();
  for (const char* from : {"2009", "2029"}) {
    target.set_path_from(from);
    EXPECT_THAT(Check(target), IsEmpty()) << from;
  }
  ExpectEachRefused({
      {ReductionTarget, [](v1::ClimateTarget& t) { t.set_path_from("2008"); }, "path_from",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {ReductionTarget, [](v1::ClimateTarget& t) { t.set_path_from("2030"); }, "path_from",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {LevelTarget, [](v1::ClimateTarget& t) { t.set_path_from("2023-T1"); }, "path_from",
       ERROR_REASON_INVALID_PERIOD},
  });
}

TEST(ClimateTargetPath, HasBudgetsInOrderInsideIt) {
  ExpectEachRefused({
      {BudgetedReduction, [](v1::ClimateTarget& t) { t.clear_yearly_budgets(); }, "yearly_budgets",
       ERROR_REASON_FIELD_REQUIRED},
      {BudgetedReduction, [](v1::ClimateTarget& t) { t.set_path(v1::TARGET_PATH_LINEAR); },
       "yearly_budgets", ERROR_REASON_INCONSISTENT_FIELDS},
      {BudgetedReduction,
       [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(1)->set_period("2026"); },
       "yearly_budgets[1].period", ERROR_REASON_DUPLICATE_ELEMENT},
      {BudgetedReduction,
       [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(1)->set_period("2025"); },
       "yearly_budgets[1].period", ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BudgetedReduction,
       [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(0)->set_period("2009"); },
       "yearly_budgets[0].period", ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BudgetedReduction, [](v1::ClimateTarget& t) { t.set_path_from("2026"); },
       "yearly_budgets[0].period", ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BudgetedReduction,
       [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(2)->set_period("2031"); },
       "yearly_budgets[2].period", ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BudgetedReduction,
       [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(2)->set_period("2030-S1"); },
       "yearly_budgets[2].period", ERROR_REASON_INVALID_PERIOD},
  });
}

TEST(ClimateTargetPath, HasBudgetsInTonnesOrInPerCentOfTheBase) {
  ExpectEachRefused({
      {BudgetedReduction,
       [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(0)->set_value("-1"); },
       "yearly_budgets[0].value", ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BudgetedReduction,
       [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(0)->set_value("1e5"); },
       "yearly_budgets[0].value", ERROR_REASON_INVALID_DECIMAL},
      {BudgetedReduction,
       [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(1)->set_value("100.5"); },
       "yearly_budgets[1].value", ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BudgetedReduction,
       [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(0)->set_unit("kg_co2e"); },
       "yearly_budgets[0].unit", ERROR_REASON_INCONSISTENT_FIELDS},
      {BudgetedReduction, [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(0)->clear_unit(); },
       "yearly_budgets[0].unit", ERROR_REASON_FIELD_REQUIRED},
      {BudgetedLevel,
       [](v1::ClimateTarget& t) {
         t.mutable_yearly_budgets(0)->set_unit("percent");
         t.mutable_yearly_budgets(0)->set_value("40");
       },
       "yearly_budgets[0].unit", ERROR_REASON_INCONSISTENT_FIELDS},
  });
}

TEST(ClimateTargetPath, OfALevelEndsThere) {
  ExpectEachRefused({
      {BudgetedLevel,
       [](v1::ClimateTarget& t) { t.mutable_yearly_budgets(1)->set_value("120001"); },
       "yearly_budgets[1].value", ERROR_REASON_INCONSISTENT_FIELDS},
  });
}

TEST(ClimateTargetPath, HasAtMostAHundredBudgets) {
  v1::ClimateTarget target = LevelTarget();
  target.set_due_period("2200");
  for (int year = 2051; year <= 2150; ++year) {
    AddBudget(absl::StrCat(year), "1", "tonnes_co2e", target);
  }
  EXPECT_THAT(Check(target), IsEmpty());
  AddBudget("2151", "1", "tonnes_co2e", target);
  EXPECT_THAT(Check(target), ElementsAre(Pair("yearly_budgets", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

}  // namespace
}  // namespace tertial::climate
