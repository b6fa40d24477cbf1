#include "services/climate/domain/climate_budget.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/rational.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/budget_samples.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::NOT_COMPUTABLE_REASON_DIFFERENT_RELEASES;
using common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE;
using common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION;
using common::v1::NOT_COMPUTABLE_REASON_NO_REFERENCE_PATH;
using common::v1::NOT_COMPUTABLE_REASON_NOT_QUANTIFIED;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A level of `tonnes`.
Computed Level(absl::string_view tonnes = "123137") {
  return Compute(common::v1::FORMULA_SUM, {MakeConstant(ReductionTarget().name(), tonnes)},
                 kEmissionUnit, 0);
}

v1::ClimateBudget Budget(const std::vector<v1::ClimateMeasure>& measures,
                         const v1::ReferencePath& path = Path(), int year = 2030,
                         NamedMeasures named = NamedMeasures::kAll) {
  return AssembleClimateBudget({.target = ReductionTarget(),
                                .release = kRelease,
                                .year = Period::OfYear(year),
                                .level = Level(),
                                .path = {.path = &path, .why_none = ""},
                                .measures = measures},
                               named);
}

common::v1::NotComputableReason ReasonOf(const Computed& computed) {
  return computed.not_computable().reason();
}

const v1::MeasureContribution& Contribution(const v1::ClimateBudget& budget, absl::string_view id) {
  static const v1::MeasureContribution& none = *new v1::MeasureContribution();
  for (const v1::ActionAreaBudget& area : budget.action_areas()) {
    for (const v1::MeasureContribution& measure : area.measures()) {
      if (measure.measure() == absl::StrCat("areas/asker/climateMeasures/", id)) return measure;
    }
  }
  ADD_FAILURE() << id << " is not named in " << budget.ShortDebugString();
  return none;
}

TEST(ClimateBudget, TellsWhatIsLeftBetweenTwoEnds) {
  const v1::ClimateBudget budget = Budget({Reduction("buses", "mobility", 1, "10000", "14000"),
                                           Reduction("ferries", "mobility", 2, "2000", "2000")});
  EXPECT_EQ(budget.target(), ReductionTarget().name());
  EXPECT_EQ(budget.inventory_release(), kRelease);
  EXPECT_EQ(budget.reference_path(), kPath);
  EXPECT_EQ(budget.period(), "2030");
  EXPECT_EQ(budget.reference().value(), "180000");
  EXPECT_EQ(budget.level().value(), "123137");
  EXPECT_EQ(budget.effect_least().value(), "12000");
  EXPECT_EQ(budget.effect_most().value(), "16000");
  EXPECT_EQ(budget.gap_least().formula(), common::v1::FORMULA_GAP);
  EXPECT_EQ(budget.gap_least().value(), "40863");
  EXPECT_EQ(budget.gap_most().value(), "44863");
  EXPECT_EQ(budget.completeness(), v1::COMPLETENESS_COMPLETE);
  EXPECT_EQ(budget.measure_count(), 2);
  EXPECT_EQ(budget.quantified_measure_count(), 2);
  EXPECT_EQ(budget.other_measure_count(), 0);
}

TEST(ClimateBudget, NamesThePartsOfTheGap) {
  const v1::ClimateBudget budget = Budget({Reduction("buses", "mobility", 1, "10000", "14000")});
  ASSERT_EQ(budget.gap_least().operands_size(), 3);
  EXPECT_EQ(budget.gap_least().operands(0).name(), kPath);
  EXPECT_EQ(budget.gap_least().operands(0).field(), "reference");
  EXPECT_EQ(budget.gap_least().operands(1).field(), "effect_most");
  EXPECT_EQ(budget.gap_least().operands(1).cell().value(), "14000");
  EXPECT_EQ(budget.gap_least().operands(2).field(), "level");
  EXPECT_EQ(budget.effect_most().operands(0).name(), "areas/asker/climateMeasures/buses");
  EXPECT_EQ(budget.effect_most().operands(0).field(), "effects[0].range.most");
}

TEST(ClimateBudget, CarriesTheIntervalOfTheLevel) {
  Computed level = Level();
  level.mutable_interval()->set_unrounded_low("123023.879");
  level.mutable_interval()->set_unrounded_high("123249.404");
  const v1::ReferencePath path = Path();
  const std::vector<v1::ClimateMeasure> measures = {
      Reduction("buses", "mobility", 1, "10000", "14000")};
  const v1::ClimateBudget budget = AssembleClimateBudget({.target = ReductionTarget(),
                                                          .release = kRelease,
                                                          .year = Period::OfYear(2030),
                                                          .level = level,
                                                          .path = {.path = &path, .why_none = ""},
                                                          .measures = measures},
                                                         NamedMeasures::kAll);
  EXPECT_EQ(budget.gap_least().value(), "42863");
  EXPECT_EQ(budget.gap_least().interval().unrounded_low(), "42750.596");
  EXPECT_EQ(budget.gap_least().interval().unrounded_high(), "42976.121");
}

TEST(ClimateBudget, OfMeasuresWithoutEffectsTellsThatNothingIsQuantified) {
  std::vector<v1::ClimateMeasure> measures;
  for (int i = 1; i <= 90; ++i) {
    measures.push_back(Measure(absl::StrCat("m-", i), i % 2 == 0 ? "mobility" : "energy", i));
  }
  const v1::ClimateBudget budget = Budget(measures);
  EXPECT_EQ(budget.measure_count(), 90);
  EXPECT_EQ(budget.quantified_measure_count(), 0);
  EXPECT_EQ(budget.other_measure_count(), 0);
  EXPECT_EQ(budget.completeness(), v1::COMPLETENESS_INCOMPLETE);
  for (const Computed* const number :
       {&budget.effect_least(), &budget.effect_most(), &budget.gap_least(), &budget.gap_most()}) {
    EXPECT_EQ(ReasonOf(*number), NOT_COMPUTABLE_REASON_NOT_QUANTIFIED);
    EXPECT_THAT(number->not_computable().detail(), HasSubstr("None of the 90 measures"));
  }
  ASSERT_EQ(budget.action_areas_size(), 2);
  EXPECT_EQ(budget.action_areas(0).action_area(), "energy");
  EXPECT_EQ(budget.action_areas(0).measures_size(), 45);
  EXPECT_EQ(ReasonOf(budget.action_areas(0).effect_least()), NOT_COMPUTABLE_REASON_NOT_QUANTIFIED);
  EXPECT_EQ(ReasonOf(budget.cost()), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_FALSE(budget.has_recorded_cost());
  // A chapter lists what is quantified only.
  const v1::ClimateBudget chapter = Budget(measures, Path(), 2030, NamedMeasures::kQuantified);
  EXPECT_EQ(chapter.measure_count(), 90);
  EXPECT_THAT(chapter.action_areas(), IsEmpty());
}

TEST(ClimateBudget, OfNoMeasuresAtAllHasNoGap) {
  const v1::ClimateBudget budget = Budget({});
  EXPECT_EQ(ReasonOf(budget.gap_least()), NOT_COMPUTABLE_REASON_NOT_QUANTIFIED);
  EXPECT_EQ(budget.completeness(), v1::COMPLETENESS_INCOMPLETE);
}

TEST(ClimateBudget, CountsMeasuresThatAreNotQuantifiedBesideTheGap) {
  v1::ClimateMeasure unknown = Reduction("ferries", "mobility", 2, "1", "1");
  unknown.clear_effects();
  AddUnknownEffect("2030", unknown);
  v1::ClimateMeasure of_another_year = Reduction("bikes", "mobility", 3, "1", "1");
  of_another_year.mutable_effects(0)->set_period("2029");
  const v1::ClimateBudget budget =
      Budget({Reduction("buses", "mobility", 1, "10000", "14000"), unknown, of_another_year});
  EXPECT_EQ(budget.measure_count(), 3);
  EXPECT_EQ(budget.quantified_measure_count(), 1);
  EXPECT_EQ(budget.completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_EQ(budget.gap_most().value(), "46863");
  EXPECT_EQ(ReasonOf(Contribution(budget, "ferries").effect_least()),
            NOT_COMPUTABLE_REASON_NOT_QUANTIFIED);
  EXPECT_FALSE(Contribution(budget, "ferries").counts_in_least());
  EXPECT_EQ(ReasonOf(Contribution(budget, "bikes").effect_most()),
            NOT_COMPUTABLE_REASON_NOT_QUANTIFIED);
}

TEST(ClimateBudget, HoldsTheMeasuresOfTheTargetsEmissions) {
  const v1::ClimateTarget all = ReductionTarget();
  v1::ClimateTarget road = all;
  road.set_sector("road-traffic");
  v1::ClimateMeasure measure = Reduction("buses", "mobility", 1, "1", "2");
  EXPECT_TRUE(IsOfBudget(all, measure));
  EXPECT_TRUE(IsOfBudget(road, measure));
  measure.set_sector("aviation");
  EXPECT_TRUE(IsOfBudget(all, measure));
  EXPECT_FALSE(IsOfBudget(road, measure));
  // All sectors are without those that stand apart.
  measure.set_sector("land-use");
  EXPECT_FALSE(IsOfBudget(all, measure));
  measure.set_sector("all");
  EXPECT_TRUE(IsOfBudget(all, measure));
  EXPECT_FALSE(IsOfBudget(road, measure));
  measure.set_boundary(v1::BOUNDARY_OWN_OPERATIONS);
  EXPECT_FALSE(IsOfBudget(all, measure));
  measure.set_boundary(v1::BOUNDARY_COMMUNITY);
  measure.set_scope(v1::SCOPE_INDIRECT_ENERGY);
  EXPECT_FALSE(IsOfBudget(all, measure));
}

TEST(ClimateBudget, HoldsMeasuresThatDoNotSayOnWhatTheyAct) {
  v1::ClimateMeasure measure = Measure("plan", "leadership", 1);
  EXPECT_TRUE(IsOfBudget(ReductionTarget(), measure));
  measure.set_sector("road-traffic");
  EXPECT_TRUE(IsOfBudget(ReductionTarget(), measure));
  measure.set_boundary(v1::BOUNDARY_OWN_OPERATIONS);
  EXPECT_FALSE(IsOfBudget(ReductionTarget(), measure));
}

TEST(ClimateBudget, DoesNotCountWhatWasGivenUp) {
  for (const v1::MeasureStatus status : {v1::MEASURE_STATUS_STOPPED, v1::MEASURE_STATUS_REJECTED}) {
    v1::ClimateMeasure given_up = Reduction("ferries", "mobility", 2, "5000", "5000");
    given_up.set_status(status);
    const v1::ClimateBudget budget =
        Budget({Reduction("buses", "mobility", 1, "10000", "14000"), given_up});
    EXPECT_EQ(budget.effect_least().value(), "10000");
    EXPECT_EQ(budget.measure_count(), 1);
    EXPECT_EQ(budget.other_measure_count(), 1);
  }
  v1::ClimateMeasure done = Reduction("ferries", "mobility", 2, "5000", "5000");
  done.set_status(v1::MEASURE_STATUS_DONE);
  EXPECT_EQ(Budget({done}).effect_least().value(), "5000");
}

TEST(ClimateBudget, CountsOneMeasureOfAGroupAtEachEnd) {
  const v1::ClimateBudget budget =
      Budget({Reduction("toll", "mobility", 1, "10000", "12000", "cars"),
              Reduction("parking", "land-use", 2, "3000", "20000", "cars"),
              Reduction("heating", "energy", 3, "500", "700")});
  EXPECT_EQ(budget.effect_least().value(), "10500");
  EXPECT_EQ(budget.effect_most().value(), "20700");
  EXPECT_TRUE(Contribution(budget, "toll").counts_in_least());
  EXPECT_FALSE(Contribution(budget, "toll").counts_in_most());
  EXPECT_FALSE(Contribution(budget, "parking").counts_in_least());
  EXPECT_TRUE(Contribution(budget, "parking").counts_in_most());
  ASSERT_EQ(budget.overlap_groups_size(), 1);
  EXPECT_EQ(budget.overlap_groups(0).overlap_group(), "cars");
  EXPECT_THAT(
      budget.overlap_groups(0).measures(),
      ElementsAre("areas/asker/climateMeasures/toll", "areas/asker/climateMeasures/parking"));
  EXPECT_EQ(budget.overlap_groups(0).least_by(), "areas/asker/climateMeasures/toll");
  EXPECT_EQ(budget.overlap_groups(0).most_by(), "areas/asker/climateMeasures/parking");
}

TEST(ClimateBudget, CountsTheFirstNameOfEqualEffects) {
  const v1::ClimateBudget budget = Budget({Reduction("b", "mobility", 1, "10", "10.0", "cars"),
                                           Reduction("a", "mobility", 2, "10.0", "10", "cars")});
  EXPECT_FALSE(Contribution(budget, "b").counts_in_least());
  EXPECT_TRUE(Contribution(budget, "a").counts_in_least());
  EXPECT_TRUE(Contribution(budget, "a").counts_in_most());
}

TEST(ClimateBudget, AddsUpItsActionAreas) {
  const v1::ClimateBudget budget = Budget(
      {Reduction("heating", "energy", 3, "500", "700"),
       Reduction("toll", "mobility", 1, "10000", "12000", "cars"),
       Reduction("parking", "land-use", 2, "3000", "9000", "cars"), Measure("plan", "energy", 4)});
  ASSERT_EQ(budget.action_areas_size(), 3);
  EXPECT_EQ(budget.action_areas(0).action_area(), "mobility");
  EXPECT_EQ(budget.action_areas(0).titles(0).text(), "mobility");
  EXPECT_EQ(budget.action_areas(0).effect_most().value(), "12000");
  // Its only measure counts at neither end.
  EXPECT_EQ(budget.action_areas(1).action_area(), "land-use");
  EXPECT_EQ(budget.action_areas(1).effect_least().value(), "0");
  EXPECT_EQ(budget.action_areas(1).effect_most().value(), "0");
  EXPECT_EQ(budget.action_areas(2).action_area(), "energy");
  EXPECT_EQ(budget.action_areas(2).measures_size(), 2);
  EXPECT_EQ(budget.action_areas(2).quantified_measure_count(), 1);
  EXPECT_EQ(budget.action_areas(2).effect_least().value(), "500");
  EXPECT_EQ(budget.effect_least().value(), "10500");
}

TEST(ClimateBudget, ConvertsUnitsOfEffectsAndCosts) {
  v1::ClimateMeasure measure = Reduction("buses", "mobility", 1, "0", "0");
  measure.clear_effects();
  AddEffect("2030", "1500", "2500", measure, "kg_co2e");
  AddCost("2030", "1.5", measure, "million_nok");
  const v1::ClimateBudget budget = Budget({measure, Reduction("ferries", "mobility", 2, "1", "2")});
  EXPECT_EQ(budget.effect_least().value(), "2.500");
  EXPECT_EQ(budget.effect_most().value(), "4.500");
  const v1::MeasureContribution& contribution = Contribution(budget, "buses");
  EXPECT_EQ(contribution.effect_least().value(), "1.500");
  EXPECT_EQ(contribution.effect_least().formula(), common::v1::FORMULA_PRODUCT);
  EXPECT_EQ(contribution.cost().unit(), "nok");
  EXPECT_EQ(contribution.cost().value(), "1500000.0");
}

TEST(ClimateBudget, SumsCostsWhereEveryMeasureStatesOne) {
  v1::ClimateMeasure buses = Reduction("buses", "mobility", 1, "1", "2");
  AddCost("2030", "400000", buses);
  v1::ClimateMeasure ferries = Reduction("ferries", "mobility", 2, "1", "2");
  AddCost("2030", "-50", ferries, "thousand_nok");
  v1::ClimateBudget budget = Budget({buses, ferries});
  EXPECT_EQ(budget.cost().value(), "350000");
  EXPECT_EQ(budget.cost().unit(), "nok");
  EXPECT_FALSE(budget.has_recorded_cost());
  ferries.mutable_costs(0)->set_period("2029");
  budget = Budget({buses, ferries});
  EXPECT_EQ(ReasonOf(budget.cost()), NOT_COMPUTABLE_REASON_INCOMPLETE);
  EXPECT_EQ(budget.recorded_cost().value(), "400000");
  EXPECT_FALSE(Contribution(budget, "ferries").has_cost());
  *ferries.mutable_costs(0)->mutable_amount() = Pending();
  ferries.mutable_costs(0)->set_period("2030");
  budget = Budget({buses, ferries});
  EXPECT_EQ(ReasonOf(budget.cost()), NOT_COMPUTABLE_REASON_INCOMPLETE);
  EXPECT_EQ(budget.recorded_cost().value(), "400000");
}

TEST(ClimateBudget, TellsWhyThereIsNoGap) {
  const std::vector<v1::ClimateMeasure> measures = {Reduction("buses", "mobility", 1, "1", "2")};
  EXPECT_TRUE(Budget(measures).gap_least().has_value());
  // The path tells nothing of the year, or not how much.
  v1::ReferencePath path = Path();
  path.mutable_levels(1)->set_period("2031");
  EXPECT_EQ(ReasonOf(Budget(measures, path).gap_least()), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  path = Path();
  *path.mutable_levels(1)->mutable_cell() = Pending();
  EXPECT_EQ(ReasonOf(Budget(measures, path).gap_most()),
            common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  // A path of another release.
  path = Path();
  path.set_inventory_release("areas/asker/inventoryReleases/miljodirektoratet-2026");
  const v1::ClimateBudget other = Budget(measures, path);
  EXPECT_EQ(ReasonOf(other.gap_least()), NOT_COMPUTABLE_REASON_DIFFERENT_RELEASES);
  EXPECT_EQ(other.reference().value(), "180000");
  // None.
  const v1::ClimateBudget none =
      AssembleClimateBudget({.target = ReductionTarget(),
                             .release = kRelease,
                             .year = Period::OfYear(2030),
                             .level = Level(),
                             .path = {.path = nullptr, .why_none = "There is none."},
                             .measures = measures},
                            NamedMeasures::kAll);
  EXPECT_EQ(ReasonOf(none.gap_least()), NOT_COMPUTABLE_REASON_NO_REFERENCE_PATH);
  EXPECT_EQ(none.gap_least().not_computable().detail(), "There is none.");
  EXPECT_EQ(none.reference_path(), "");
  EXPECT_EQ(none.effect_least().value(), "1");
}

TEST(ClimateBudget, HasTheOnlyPathOfTheTargetAndTheRelease) {
  const v1::ClimateTarget target = ReductionTarget();
  v1::ReferencePath of_another_release = Path("areas/asker/referencePaths/a");
  of_another_release.set_inventory_release(kOwnRelease);
  v1::ReferencePath of_another_sector = Path("areas/asker/referencePaths/b");
  of_another_sector.set_sector("road-traffic");
  std::vector<v1::ReferencePath> paths = {of_another_release, of_another_sector};
  EXPECT_EQ(ChoosePath(target, kRelease, paths).path, nullptr);
  EXPECT_THAT(ChoosePath(target, kRelease, paths).why_none, HasSubstr("No reference path"));
  paths.push_back(Path());
  EXPECT_EQ(ChoosePath(target, kRelease, paths).path, &paths[2]);
  paths.push_back(Path("areas/asker/referencePaths/other"));
  EXPECT_EQ(ChoosePath(target, kRelease, paths).path, nullptr);
  EXPECT_THAT(ChoosePath(target, kRelease, paths).why_none, HasSubstr("2 reference paths"));
}

// The effects of a budget at one end, tried out: all measures outside of groups, and one of each
// group, in every choice.
int64_t MostOfAllChoices(const std::vector<std::pair<std::string, int64_t>>& effects) {
  std::map<std::string, std::vector<int64_t>> groups;
  int64_t outside = 0;
  for (const auto& [group, effect] : effects) {
    if (group.empty()) {
      outside += effect;
    } else {
      groups[group].push_back(effect);
    }
  }
  std::vector<std::vector<int64_t>> choices;
  for (const auto& [group, of_group] : groups) choices.push_back(of_group);
  int64_t most = INT64_MIN;
  const std::function<void(size_t, int64_t)> choose = [&](size_t group, int64_t sum) {
    if (group == choices.size()) {
      most = std::max(most, sum);
      return;
    }
    for (const int64_t effect : choices[group]) choose(group + 1, sum + effect);
  };
  choose(0, outside);
  return most;
}

TEST(ClimateBudget, IsTheMostOfAllChoicesAtEachEnd) {
  std::mt19937_64 random(20261126);
  const auto draw = [&](int64_t least, int64_t most) {
    return least + static_cast<int64_t>(random() % static_cast<uint64_t>(most - least + 1));
  };
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<v1::ClimateMeasure> measures;
    std::vector<std::pair<std::string, int64_t>> leasts;
    std::vector<std::pair<std::string, int64_t>> mosts;
    for (int64_t i = draw(1, 14); i > 0; --i) {
      const int64_t of_group = draw(0, 4);
      const std::string group = of_group == 0 ? "" : absl::StrCat("group-", of_group);
      const int64_t least = draw(group.empty() ? -50 : 0, 50);
      const int64_t most = draw(least, 60);
      leasts.emplace_back(group, least);
      mosts.emplace_back(group, most);
      measures.push_back(Reduction(absl::StrCat("m-", i), absl::StrCat("area-", draw(1, 3)),
                                   static_cast<int>(draw(1, 5)), absl::StrCat(least),
                                   absl::StrCat(most), group));
    }
    const v1::ClimateBudget budget = Budget(measures);
    EXPECT_EQ(budget.effect_least().value(), absl::StrCat(MostOfAllChoices(leasts)));
    EXPECT_EQ(budget.effect_most().value(), absl::StrCat(MostOfAllChoices(mosts)));
    Rational least;
    Rational most;
    for (const v1::ActionAreaBudget& area : budget.action_areas()) {
      least += *Rational::Parse(area.effect_least().unrounded());
      most += *Rational::Parse(area.effect_most().unrounded());
    }
    EXPECT_EQ(least.FormatSignificant(), budget.effect_least().unrounded());
    EXPECT_EQ(most.FormatSignificant(), budget.effect_most().unrounded());
  }
}

}  // namespace
}  // namespace tertial::climate
