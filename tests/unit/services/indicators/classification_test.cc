#include "services/indicators/domain/classification.h"

#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

v1::Indicator Named(int n) {
  v1::Indicator indicator;
  indicator.set_name(absl::StrCat("indicators/i", 1000 + n));
  return indicator;
}

std::vector<std::pair<std::string, int>> CountsOf(const v1::Classification& classification) {
  std::vector<std::pair<std::string, int>> counts;
  for (const auto& one : classification.classes()) counts.emplace_back(one.code(), one.count());
  return counts;
}

TEST(Classification, CountsWithSharesAndTellsWhatIsUnclassified) {
  std::vector<v1::Indicator> indicators;
  for (int n = 0; n < 3; ++n) indicators.push_back(Named(n));
  indicators[0].set_result_chain_step(v1::RESULT_CHAIN_STEP_USER_EFFECTS);
  indicators[1].set_result_chain_step(v1::RESULT_CHAIN_STEP_INPUTS);
  const v1::Classification steps =
      Classify(v1::CLASSIFICATION_SCHEME_RESULT_CHAIN_STEP, indicators);
  EXPECT_THAT(CountsOf(steps), ElementsAre(Pair("INPUTS", 1), Pair("USER_EFFECTS", 1)));
  EXPECT_EQ(steps.classes(0).share().value(), "33.3");
  EXPECT_THAT(steps.classes(0).indicators(), ElementsAre("indicators/i1001"));
  EXPECT_EQ(steps.unclassified().count(), 1);
  EXPECT_THAT(steps.unclassified().indicators(), ElementsAre("indicators/i1002"));
}

TEST(Classification, OfNothingHasNoShares) {
  const v1::Classification none = Classify(v1::CLASSIFICATION_SCHEME_KIND, {});
  EXPECT_THAT(none.classes(), IsEmpty());
  EXPECT_EQ(none.unclassified().count(), 0);
  EXPECT_EQ(none.unclassified().share().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_ZERO_BASE);
}

TEST(Classification, CountsATargetForItsGoalAndAnIndicatorOnceInAClass) {
  std::vector<v1::Indicator> indicators = {Named(0), Named(1)};
  for (const char* code : {"11.2", "11", "3.a"}) indicators[0].add_sdg(code);
  indicators[1].add_sdg("11.6");
  EXPECT_THAT(CountsOf(Classify(v1::CLASSIFICATION_SCHEME_SDG_GOAL, indicators)),
              ElementsAre(Pair("3", 1), Pair("11", 2)));
}

TEST(Classification, OrdersAgesAndCyclesByTheirNumbers) {
  std::vector<v1::Indicator> indicators = {Named(0), Named(1), Named(2)};
  indicators[0].add_age_groups("80+");
  indicators[1].add_age_groups("6-15");
  indicators[2].add_age_groups("13");
  EXPECT_THAT(CountsOf(Classify(v1::CLASSIFICATION_SCHEME_AGE_GROUP, indicators)),
              ElementsAre(Pair("6-15", 1), Pair("13", 1), Pair("80+", 1)));
  for (int n = 0; n < 2; ++n) {
    indicators[n].mutable_cycle()->set_unit(v1::PERIOD_UNIT_YEAR);
    indicators[n].mutable_cycle()->set_every(n == 0 ? 10 : 2);
  }
  EXPECT_THAT(CountsOf(Classify(v1::CLASSIFICATION_SCHEME_CYCLE, indicators)),
              ElementsAre(Pair("every 2 YEAR", 1), Pair("every 10 YEAR", 1)));
}

TEST(Classification, OneWithoutALifeCycleIsActive) {
  EXPECT_THAT(CountsOf(Classify(v1::CLASSIFICATION_SCHEME_LIFE_CYCLE, {Named(0)})),
              ElementsAre(Pair("ACTIVE", 1)));
}

// Whatever is declared: every indicator is in a class or unclassified, and counts are those of the
// lists.
TEST(Classification, LeavesNoIndicatorOut) {
  std::mt19937 random(20'260'401);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 50; ++round) {
    std::vector<v1::Indicator> indicators;
    for (int n = pick(60); n > 0; --n) {
      v1::Indicator& indicator = indicators.emplace_back(Named(n));
      indicator.set_result_chain_step(static_cast<v1::ResultChainStep>(pick(6)));
      indicator.set_source_kind(static_cast<v1::SourceKind>(pick(4)));
      indicator.set_kind(static_cast<v1::FigureKind>(pick(10)));
      for (int i = pick(3); i > 0; --i) indicator.add_sdg(absl::StrCat(1 + pick(17)));
      for (int i = pick(3); i > 0; --i) indicator.add_age_groups(absl::StrCat(pick(100), "+"));
      if (pick(2) == 0) indicator.add_challenges(v1::SOCIETAL_CHALLENGE_DEMOGRAPHY);
    }
    for (int scheme = 1; scheme <= v1::ClassificationScheme_MAX; ++scheme) {
      const v1::Classification found =
          Classify(static_cast<v1::ClassificationScheme>(scheme), indicators);
      std::set<std::string> classified;
      for (const v1::IndicatorClass& one : found.classes()) {
        EXPECT_EQ(one.count(), one.indicators_size());
        EXPECT_GT(one.count(), 0);
        classified.insert(one.indicators().begin(), one.indicators().end());
      }
      EXPECT_EQ(classified.size() + static_cast<size_t>(found.unclassified().count()),
                indicators.size());
      for (const std::string& name : found.unclassified().indicators()) {
        EXPECT_EQ(classified.count(name), 0U) << name;
      }
    }
  }
}

}  // namespace
}  // namespace tertial::indicators
