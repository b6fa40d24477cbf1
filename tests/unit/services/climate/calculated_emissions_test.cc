#include "services/climate/derived/calculated_emissions.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/services/climate/derived_ledger.h"
#include "tests/unit/services/climate/factor_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string PkOf(const v1::ActivityFigure& figure) {
  return *PrimaryKey<ActivityFigureTable>(figure.name());
}

v1::CalculatedEmission Recorded(const std::string& activity) {
  v1::CalculatedEmission emission;
  emission.set_name(absl::StrCat(activity, "/calculatedEmissions/diesel~2024"));
  return emission;
}

class RecordedBelowActivities : public DerivedLedger {
 protected:
  // All that a walk comes to, in its order.
  std::vector<std::string> WalkOver(const std::string& prefix) {
    std::vector<std::string> all;
    ActivityWalk walk(prefix);
    int parts = 0;
    while (!walk.done() && ++parts < 100) {
      const auto part = walk.Next(Read());
      EXPECT_THAT(part, IsOk());
      all.insert(all.end(), part->begin(), part->end());
    }
    EXPECT_TRUE(walk.done());
    return all;
  }
};

TEST_F(RecordedBelowActivities, AreWalkedToByFiguresThatNameFactorsAndByRows) {
  const v1::ActivityFigure fuel = Emitting("fuel", "2024", "1", "litres", {"diesel"});
  const v1::ActivityFigure plain = Activity("energy-use", "2024", Value("1"));
  v1::ActivityFigure elsewhere = fuel;
  elsewhere.set_name("areas/baerum/activities/fuel~municipal-buildings~2024");
  Put<ActivityFigureTable>({fuel, plain, elsewhere});
  Put<CalculatedEmissionTable>({Recorded("areas/asker/activities/gone~x~2024")});
  const std::string gone = *PrimaryKey<ActivityFigureTable>("areas/asker/activities/gone~x~2024");
  EXPECT_THAT(WalkOver(*EncodePrimaryKey({"asker"})), ElementsAre(PkOf(fuel), gone));
  EXPECT_THAT(WalkOver(""), ElementsAre(PkOf(fuel), PkOf(elsewhere), gone));
  EXPECT_THAT(WalkOver(*EncodePrimaryKey({"oslo"})), IsEmpty());
}

TEST_F(RecordedBelowActivities, AreWalkedToInParts) {
  constexpr int kMany = 5001;
  std::vector<v1::ActivityFigure> figures;
  for (int i = 0; i < kMany; ++i) {
    figures.push_back(Emitting(absl::StrCat("fuel-", i), "2024", "1", "litres", {"diesel"}));
  }
  Put<ActivityFigureTable>(figures);
  const std::vector<std::string> found = WalkOver("");
  EXPECT_THAT(found, SizeIs(kMany));
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
}

TEST_F(RecordedBelowActivities, AreChangedOnlyWhereTheyDiffer) {
  const v1::ActivityFigure fuel = Emitting("fuel", "2024", "1000", "litres", {"diesel"});
  Put<ActivityFigureTable>({fuel});
  Put<EmissionFactorTable>({Factor("diesel", "2024", "2.7", "kg_co2e_per_litre")});
  const std::vector<std::string> asked = {PkOf(fuel)};
  auto changes = EmissionChanges(Read(), asked);
  ASSERT_THAT(changes, IsOk());
  ASSERT_THAT(*changes, SizeIs(1));
  ASSERT_TRUE((*changes)[0].body.has_value());
  v1::CalculatedEmission row;
  ASSERT_TRUE(row.ParseFromString(*(*changes)[0].body));
  EXPECT_EQ(row.cell().value(), "2.700000");
  Put<CalculatedEmissionTable>({row});
  changes = EmissionChanges(Read(), asked);
  ASSERT_THAT(changes, IsOk());
  EXPECT_THAT(*changes, IsEmpty());
  Delete<ActivityFigureTable>(fuel.name());
  changes = EmissionChanges(Read(), asked);
  ASSERT_THAT(changes, IsOk());
  ASSERT_THAT(*changes, SizeIs(1));
  EXPECT_FALSE((*changes)[0].body.has_value());
}

TEST_F(RecordedBelowActivities, AreFoundByFactorsAndGwpTables) {
  const v1::ActivityFigure fuel = Emitting("fuel", "2024", "1", "litres", {"diesel"});
  Put<ActivityFigureTable>({fuel, Emitting("heat", "2024", "1", "kwh", {"mix"})});
  Put<EmissionFactorTable>({GasesFactor("biogas", "2024", "kg_per_kwh", {{"ch4", "1"}}),
                            Factor("diesel", "2024", "1", "kg_co2e_per_litre")});
  std::set<std::string> activities;
  ASSERT_THAT(AddUsersOfFactor(Read(), "diesel", activities), IsOk());
  EXPECT_THAT(activities, ElementsAre(PkOf(fuel)));
  std::set<std::string> factors;
  ASSERT_THAT(AddFactorsOfGwpTables(Read(), {*PrimaryKey<GwpTableTable>("gwpTables/ar5")}, factors),
              IsOk());
  EXPECT_THAT(factors, ElementsAre("biogas"));
}

}  // namespace
}  // namespace tertial::climate
