#include "services/climate/derived/touched.h"

#include "absl/strings/str_cat.h"
#include "tests/unit/services/climate/derived_ledger.h"
#include "tests/unit/services/climate/factor_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class TouchedFacts : public DerivedLedger {
 protected:
  Touched After(Revision since) {
    absl::StatusOr<Touched> touched = ReadTouched(Read(), since);
    EXPECT_THAT(touched, IsOk());
    return touched.ok() ? *std::move(touched) : Touched();
  }
};

TEST_F(TouchedFacts, AreAreasOfReleasesFiguresAndTargets) {
  v1::ClimateTarget other = ReductionTarget();
  other.set_name("areas/baerum/climateTargets/t");
  const Revision release = Put<InventoryReleaseTable>({CommunityRelease()});
  EXPECT_THAT(After(0).areas, ElementsAre("asker"));
  const Revision figure = Put<EmissionFigureTable>({Emission("all", "2023", Value("1"))});
  EXPECT_THAT(After(release).areas, ElementsAre("asker"));
  Put<ClimateTargetTable>({other});
  EXPECT_THAT(After(figure).areas, ElementsAre("baerum"));
  EXPECT_THAT(After(0).areas, ElementsAre("asker", "baerum"));
  EXPECT_EQ(After(0).revision, 3);
  EXPECT_THAT(After(0).redacted, IsEmpty());
}

TEST_F(TouchedFacts, AreActivitiesFactorsAndGwpTablesOneByOne) {
  const v1::ActivityFigure figure = Activity("energy-use", "2024", Value("1"));
  Put<ActivityFigureTable>({figure});
  Put<GwpTableTable>({Ar5()});
  Put<EmissionFactorTable>({Factor("diesel", "2024", "1", "kg_co2e_per_litre"),
                            Factor("diesel", "2025", "1", "kg_co2e_per_litre"),
                            Factor("heat", "2024", "1", "kg_co2e_per_kwh")});
  const Touched touched = After(0);
  EXPECT_THAT(touched.activities, ElementsAre(*PrimaryKey<ActivityFigureTable>(figure.name())));
  EXPECT_THAT(touched.factors, ElementsAre("diesel", "heat"));
  EXPECT_THAT(touched.gwp_tables, ElementsAre(*PrimaryKey<GwpTableTable>("gwpTables/ar5")));
  // Targets may be divided by activities.
  EXPECT_THAT(touched.areas, ElementsAre("asker"));
  EXPECT_THAT(touched.activity_areas, IsEmpty());
}

TEST_F(TouchedFacts, TellWhatWasDeletedToo) {
  const v1::ActivityFigure figure = Activity("energy-use", "2024", Value("1"));
  const Revision put = Put<ActivityFigureTable>({figure});
  Delete<ActivityFigureTable>(figure.name());
  EXPECT_THAT(After(put).activities, SizeIs(1));
  EXPECT_THAT(After(put).redacted, IsEmpty());
}

TEST_F(TouchedFacts, TellWhatWasRedacted) {
  const v1::EmissionFigure figure = Emission("all", "2023", Value("1"));
  const v1::ActivityFigure activity = Activity("energy-use", "2024", Value("1"));
  Put<EmissionFigureTable>({figure});
  Put<ActivityFigureTable>({activity});
  const Revision put = Put<ClimateTargetTable>({ReductionTarget()});
  Redact<EmissionFigureTable>(figure.name());
  Redact<ActivityFigureTable>(activity.name());
  Redact<ClimateTargetTable>(ReductionTarget().name());
  EXPECT_THAT(
      After(0).redacted,
      ElementsAre(
          RowKey{EmissionFigureTable::kId, *PrimaryKey<EmissionFigureTable>(figure.name())},
          RowKey{ActivityFigureTable::kId, *PrimaryKey<ActivityFigureTable>(activity.name())},
          RowKey{ClimateTargetTable::kId,
                 *PrimaryKey<ClimateTargetTable>(ReductionTarget().name())}));
  EXPECT_THAT(After(put).areas, ElementsAre("asker"));
}

TEST_F(TouchedFacts, AreNoneOfRowsThatNothingFollowsFrom) {
  v1::ClimateTargetLevel level;
  level.set_name("areas/asker/climateTargets/t/levels/r");
  v1::CalculatedEmission emission;
  emission.set_name("areas/asker/activities/a/calculatedEmissions/f~1");
  Put<ClimateTargetLevelTable>({level});
  Put<CalculatedEmissionTable>({emission});
  Put<ClimateMeasureTable>({Measure("m", "area", 1)});
  Redact<ClimateTargetLevelTable>(level.name());
  const Touched touched = After(0);
  EXPECT_TRUE(touched.empty());
  EXPECT_EQ(touched.revision, 4);
}

TEST_F(TouchedFacts, AreAreasWhereActivitiesAreTooManyToBeNamed) {
  std::vector<v1::ActivityFigure> figures;
  for (int64_t i = 0; i <= kMostActivitiesNamed; ++i) {
    figures.push_back(Activity(absl::StrCat("metric-", i), "2024", Value("1")));
  }
  Commit([&](Txn& txn) -> absl::Status {
    for (const v1::ActivityFigure& figure : figures) {
      const absl::Status put = PutResource<ActivityFigureTable>(txn, figure).status();
      if (!put.ok()) return put;
    }
    return PutResource<EmissionFactorTable>(txn, Factor("diesel", "2024", "1", "kg_per_litre"))
        .status();
  });
  const Touched touched = After(0);
  EXPECT_THAT(touched.activities, IsEmpty());
  EXPECT_THAT(touched.activity_areas, ElementsAre("asker"));
  EXPECT_THAT(touched.factors, ElementsAre("diesel"));
}

TEST_F(TouchedFacts, AreReadInPartsWhereCommitsAreMany) {
  for (Revision order = 1; order <= kMostCommitsAtOnce + 5; ++order) {
    Put<ClimateMeasureTable>({Measure("m", "area", static_cast<int>(order))});
  }
  Put<InventoryReleaseTable>({CommunityRelease()});
  const Touched first = After(0);
  EXPECT_EQ(first.revision, kMostCommitsAtOnce);
  EXPECT_TRUE(first.empty());
  const Touched second = After(first.revision);
  EXPECT_EQ(second.revision, kMostCommitsAtOnce + 6);
  EXPECT_THAT(second.areas, ElementsAre("asker"));
}

}  // namespace
}  // namespace tertial::climate
