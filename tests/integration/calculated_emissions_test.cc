// Emissions of activities by versions of emission factors, as the service records them.
#include <string>
#include <vector>

#include "common/ledger/store_check.h"
#include "tests/integration/derived_climate.h"
#include "tests/unit/services/climate/factor_samples.h"

namespace tertial::climate {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

// How many activity figures use the factor, of those that name others as well.
constexpr int kUsers = 12;

class RecordedEmissions : public DerivedClimate {
 protected:
  // Figures of electricity in as many years, each of which names a factor by location, and the last
  // one by market as well; and one of fuel.
  void PutEntry() {
    Put<EmissionFactorTable>(
        {EnergyFactor("mix", "2024", "0.018", v1::ENERGY_METHOD_LOCATION_BASED),
         EnergyFactor("market", "2024", "0.5", v1::ENERGY_METHOD_MARKET_BASED),
         Factor("diesel", "2024", "2.7", "kg_co2e_per_litre")});
    std::vector<v1::ActivityFigure> figures = {
        Emitting("fuel", "2024", "1000", "litres", {"diesel"})};
    for (int user = 1; user <= kUsers; ++user) {
      figures.push_back(Emitting(absl::StrCat("electricity-", user), "2024",
                                 absl::StrCat(user * 1000), "kwh", {"mix"}));
    }
    figures.back().add_emission_factors("market");
    Put<ActivityFigureTable>(figures);
    Settle();
  }

  // "{last id of the name} value" of one activity.
  std::vector<std::string> EmissionsOf(const std::string& activity) {
    v1::ListCalculatedEmissionsRequest request;
    request.set_parent(activity);
    const auto page = testing::CallUnary(
        running_->figures(), &v1::DerivedFiguresService::Stub::ListCalculatedEmissions, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> found;
    if (!page.ok()) return found;
    for (const v1::CalculatedEmission& one : page->calculated_emissions()) {
      EXPECT_EQ(one.unit(), "tonnes_co2e");
      found.push_back(absl::StrCat(one.name().substr(one.name().rfind('/') + 1), " ",
                                   one.cell().value(), one.cell().missing() == 0 ? "" : "none"));
    }
    return found;
  }
  static std::string NameOf(int user) {
    return Emitting(absl::StrCat("electricity-", user), "2024", "1", "kwh", {}).name();
  }
  int VersionsWithContent(const std::string& name) {
    changes::v1::ListRevisionsRequest request;
    request.set_name(name);
    const auto page = testing::CallUnary(running_->changes(),
                                         &changes::v1::ChangeService::Stub::ListRevisions, request);
    EXPECT_THAT(page, IsOk());
    int versions = 0;
    if (page.ok()) {
      for (const auto& one : page->revisions()) versions += one.has_resource() ? 1 : 0;
    }
    return versions;
  }
};

TEST_F(RecordedEmissions, AreOneOfEachActivityAndVersion) {
  PutEntry();
  EXPECT_THAT(All<CalculatedEmissionTable>(), SizeIs(kUsers + 2));
  EXPECT_THAT(EmissionsOf(NameOf(2)), ElementsAre("mix~2024 0.036000"));
  EXPECT_THAT(EmissionsOf(NameOf(kUsers)),
              ElementsAre("market~2024 6.000000", "mix~2024 0.216000"));
  EXPECT_EQ(State().changed_rows(), kUsers + 2);
  const auto check = CheckStore(ledger(), /*most_findings=*/10, absl::InfiniteFuture());
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->finding_count, 0);
}

TEST_F(RecordedEmissions, OfANewVersionAreAsManyAsUseTheFactorAndEarlierOnesStay) {
  PutEntry();
  const Revision before = Head();
  Put<EmissionFactorTable>({EnergyFactor("mix", "2025", "0.02", v1::ENERGY_METHOD_LOCATION_BASED)});
  Settle();
  const std::vector<changes::v1::Change> changes = ChangesAfter(before);
  EXPECT_THAT(changes, SizeIs(kUsers));
  EXPECT_THAT(TextsOf(changes), Each(StartsWith("INSERTED ")));
  // All of them in one commit.
  EXPECT_EQ(Head(), before + 2);
  EXPECT_EQ(changes[0].reason(), "Emissions by emissionFactors/mix~2025");
  EXPECT_THAT(EmissionsOf(NameOf(2)), ElementsAre("mix~2024 0.036000", "mix~2025 0.040000"));
}

TEST_F(RecordedEmissions, AreRevisedByACorrectionOfTheVersion) {
  PutEntry();
  const Revision before = Head();
  Put<EmissionFactorTable>(
      {EnergyFactor("mix", "2024", "0.019", v1::ENERGY_METHOD_LOCATION_BASED)});
  Settle();
  const std::vector<changes::v1::Change> changes = ChangesAfter(before);
  EXPECT_THAT(changes, SizeIs(kUsers));
  EXPECT_THAT(TextsOf(changes), Each(StartsWith("REVISED ")));
}

TEST_F(RecordedEmissions, GoWithTheVersionAndWithTheActivity) {
  PutEntry();
  Put<EmissionFactorTable>({EnergyFactor("mix", "2025", "0.02", v1::ENERGY_METHOD_LOCATION_BASED)});
  Settle();
  Delete<EmissionFactorTable>("emissionFactors/mix~2024");
  Settle();
  EXPECT_THAT(EmissionsOf(NameOf(2)), ElementsAre("mix~2025 0.040000"));
  Delete<ActivityFigureTable>(NameOf(2));
  Settle();
  EXPECT_THAT(EmissionsOf(NameOf(2)), IsEmpty());
  EXPECT_THAT(EmissionsOf(NameOf(3)), ElementsAre("mix~2025 0.060000"));
}

TEST_F(RecordedEmissions, StopWhereTheActivityNamesTheFactorNoLonger) {
  PutEntry();
  Put<ActivityFigureTable>(
      {Emitting(absl::StrCat("electricity-", kUsers), "2024", "12000", "kwh", {"market"})});
  Settle();
  EXPECT_THAT(EmissionsOf(NameOf(kUsers)), ElementsAre("market~2024 6.000000"));
}

TEST_F(RecordedEmissions, FollowTheActivityAndSayWhyThereIsNoValue) {
  PutEntry();
  v1::ActivityFigure figure = Emitting("electricity-1", "2024", "3000", "kwh", {"mix"});
  Put<ActivityFigureTable>({figure});
  Settle();
  EXPECT_THAT(EmissionsOf(NameOf(1)), ElementsAre("mix~2024 0.054000"));
  *figure.mutable_cell() = Pending();
  Put<ActivityFigureTable>({figure});
  Settle();
  EXPECT_THAT(EmissionsOf(NameOf(1)), ElementsAre("mix~2024 none"));
}

TEST_F(RecordedEmissions, FollowTheWarmingPotentialsOfTheFactor) {
  Put<GwpTableTable>({Ar5()});
  Put<EmissionFactorTable>({GasesFactor("biogas", "2024", "kg_per_kwh", {{"ch4", "0.001"}})});
  const v1::ActivityFigure figure = Emitting("heat", "2024", "1000", "kwh", {"biogas"});
  Put<ActivityFigureTable>({figure});
  Settle();
  EXPECT_THAT(EmissionsOf(figure.name()), ElementsAre("biogas~2024 0.028000"));
  v1::GwpTable corrected = Ar5();
  corrected.mutable_values(1)->set_gwp("27");
  Put<GwpTableTable>({corrected});
  Settle();
  EXPECT_THAT(EmissionsOf(figure.name()), ElementsAre("biogas~2024 0.027000"));
}

TEST_F(RecordedEmissions, AreRedactedWithTheActivity) {
  PutEntry();
  const std::string name = absl::StrCat(NameOf(2), "/calculatedEmissions/mix~2024");
  EXPECT_EQ(VersionsWithContent(name), 1);
  const Revision before = Head();
  Redact(NameOf(2));
  Settle();
  EXPECT_THAT(EmissionsOf(NameOf(2)), IsEmpty());
  EXPECT_EQ(VersionsWithContent(name), 0);
  EXPECT_THAT(TextsOf(ChangesAfter(before)), ElementsAre("REDACTED " + name));
}

TEST_F(RecordedEmissions, AreRedactedWithTheVersion) {
  PutEntry();
  Redact("emissionFactors/market~2024");
  Settle();
  EXPECT_THAT(EmissionsOf(NameOf(kUsers)), ElementsAre("mix~2024 0.216000"));
  EXPECT_EQ(VersionsWithContent(absl::StrCat(NameOf(kUsers), "/calculatedEmissions/market~2024")),
            0);
}

TEST_F(RecordedEmissions, OfMoreActivitiesThanACommitHoldsAreInSeveral) {
  constexpr int kMany = 4500;
  Put<EmissionFactorTable>(
      {EnergyFactor("mix", "2024", "0.018", v1::ENERGY_METHOD_LOCATION_BASED)});
  std::vector<v1::ActivityFigure> figures;
  for (int user = 0; user < kMany; ++user) {
    figures.push_back(Emitting(absl::StrCat("electricity-", user), "2024", "1000", "kwh", {"mix"}));
  }
  Put<ActivityFigureTable>(figures);
  Settle();
  EXPECT_EQ(State().changed_rows(), kMany);
  EXPECT_EQ(Head(), 2 + 3);
  Stop();
  Start();
  Follow();
  Settle();
  EXPECT_EQ(Head(), 2 + 3);
}

TEST_F(RecordedEmissions, OfAStoreThatWasNeverFollowedAreRecordedAndCleared) {
  Stop();
  Start();
  ForgetPlace();
  Put<EmissionFactorTable>({Factor("diesel", "2024", "2.7", "kg_co2e_per_litre")});
  const v1::ActivityFigure fuel = Emitting("fuel", "2024", "1000", "litres", {"diesel"});
  Put<ActivityFigureTable>({fuel, Activity("energy-use", "2024", Value("79.2"))});
  // As if it had been recorded of a figure that is gone.
  v1::CalculatedEmission orphan;
  orphan.set_name("areas/asker/activities/gone~x~2024/calculatedEmissions/diesel~2024");
  Put<CalculatedEmissionTable>({orphan});
  Follow();
  Settle();
  EXPECT_THAT(EmissionsOf(fuel.name()), ElementsAre("diesel~2024 2.700000"));
  EXPECT_THAT(All<CalculatedEmissionTable>(), SizeIs(1));
}

TEST_F(RecordedEmissions, KeepNothingFromBeingDeletedOrRestored) {
  PutEntry();
  const Revision first = Head();
  v1::DeleteActivityFigureRequest request;
  request.set_name(NameOf(2));
  ASSERT_THAT(running_->service().Call(&v1::ClimateService::Stub::DeleteActivityFigure, request,
                                       "recorder"),
              IsOk());
  Settle();
  admin::v1::RestoreRevisionRequest restore;
  restore.set_name(absl::StrCat(NameOf(2), "/calculatedEmissions/mix~2024"));
  restore.set_revision(first);
  restore.mutable_options()->set_reason("it was better");
  EXPECT_THAT(testing::CallUnary(running_->admin(), &admin::v1::AdminService::Stub::RestoreRevision,
                                 restore, "recorder"),
              HasReason(common::v1::ERROR_REASON_FIGURE_NOT_RECORDED_HERE));
}

}  // namespace
}  // namespace tertial::climate
