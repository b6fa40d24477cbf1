// Targets in tonnes by the releases that they are measured by, as the service records them.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "common/ledger/restore.h"
#include "common/ledger/store_check.h"
#include "tests/integration/derived_climate.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kLaterRelease[] = "areas/asker/inventoryReleases/miljodirektoratet-2026";
constexpr char kLevels[] = "areas/asker/climateTargets/direct-emissions-2030/levels/";

v1::EmissionFigure Base(const std::string& value, const std::string& release = kRelease) {
  return Emission("all", "2009", Value(value), "", release);
}

class TargetLevels : public DerivedClimate {
 protected:
  // A target and two releases, of which the first has a base.
  void PutEntry() {
    Put<InventoryReleaseTable>({CommunityRelease()});
    Put<ClimateTargetTable>({ReductionTarget()});
    Put<EmissionFigureTable>({Base("373141")});
    Settle();
  }
  void PutLaterRelease() {
    Put<InventoryReleaseTable>({CommunityRelease(kLaterRelease)});
    Put<EmissionFigureTable>({Base("380000", kLaterRelease)});
    Settle();
  }

  absl::StatusOr<v1::GetClimateTargetLevelResponse> Get(const std::string& name) {
    v1::GetClimateTargetLevelRequest request;
    request.set_name(name);
    return testing::CallUnary(running_->figures(),
                              &v1::DerivedFiguresService::Stub::GetClimateTargetLevel, request);
  }
  // How many versions of a row have content.
  int VersionsWithContent(const std::string& name) {
    changes::v1::ListRevisionsRequest request;
    request.set_name(name);
    const auto page = testing::CallUnary(running_->changes(),
                                         &changes::v1::ChangeService::Stub::ListRevisions, request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) return -1;
    return static_cast<int>(std::count_if(page->revisions().begin(), page->revisions().end(),
                                          [](const auto& one) { return one.has_resource(); }));
  }
  void ExpectSoundStore() {
    const auto check = CheckStore(ledger(), /*most_findings=*/10, absl::InfiniteFuture());
    ASSERT_THAT(check, IsOk());
    EXPECT_EQ(check->finding_count, 0) << check->findings.front().description;
  }
};

TEST_F(TargetLevels, AreRecordedSoonAfterTheReleaseHoldsTheBase) {
  PutEntry();
  EXPECT_THAT(Levels(), ElementsAre("miljodirektoratet-2025 123137 tonnes_co2e"));
  const auto got = Get(absl::StrCat(kLevels, "miljodirektoratet-2025"));
  ASSERT_THAT(got, IsOk());
  const v1::ClimateTargetLevel& level = got->climate_target_level();
  EXPECT_EQ(level.inventory_release(), kRelease);
  EXPECT_EQ(level.base_period(), "2009");
  EXPECT_EQ(level.base().value(), "373141");
  EXPECT_EQ(level.base_low() + level.base_high(), "");
  EXPECT_EQ(level.value(), "67");
  EXPECT_EQ(level.level_low() + level.level_high() + level.level_max(), "");

  const std::vector<changes::v1::Change> changes = ChangesAfter(0);
  EXPECT_THAT(TextsOf(changes),
              ElementsAre(absl::StrCat("INSERTED ", kLevels, "miljodirektoratet-2025")));
  EXPECT_EQ(changes[0].actor(), "climate");
  EXPECT_EQ(changes[0].reason(), absl::StrCat("Targets in tonnes by ", kRelease));
  ExpectSoundStore();
}

TEST_F(TargetLevels, TellTheIntervalOfTheBase) {
  PutEntry();
  v1::EmissionFigure base = Base("373141");
  base.mutable_uncertainty()->set_low("372800");
  base.mutable_uncertainty()->set_high("373500");
  Put<EmissionFigureTable>({base});
  Settle();
  const std::vector<v1::ClimateTargetLevel> levels = All<ClimateTargetLevelTable>();
  ASSERT_THAT(levels, SizeIs(1));
  EXPECT_EQ(levels[0].base_low(), "372800");
  EXPECT_EQ(levels[0].base_high(), "373500");
  EXPECT_EQ(levels[0].level(), "123137");
  EXPECT_EQ(levels[0].level_low(), "123024");
  EXPECT_EQ(levels[0].level_high(), "123255");
}

TEST_F(TargetLevels, FollowARangeAndAnImpliedBase) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_value("65");
  target.set_value_max("67");
  v1::EmissionFigure base = Base("373141");
  base.mutable_cell()->add_flags(common::v1::FLAG_ESTIMATED);
  base.mutable_implied_by()->set_period("2023");
  *base.mutable_implied_by()->mutable_percent_change() = Value("-45.4");
  base.mutable_implied_by()->mutable_percent_change()->set_rounded_to("0.1");
  Put<InventoryReleaseTable>({CommunityRelease()});
  Put<EmissionFigureTable>({base, Emission("all", "2023", Value("203735"))});
  Put<ClimateTargetTable>({target});
  Settle();
  std::vector<v1::ClimateTargetLevel> levels = All<ClimateTargetLevelTable>();
  ASSERT_THAT(levels, SizeIs(1));
  EXPECT_EQ(levels[0].level(), "130599");
  EXPECT_EQ(levels[0].level_max(), "123137");
  EXPECT_THAT(levels[0].base_low(), HasSubstr("372799.634"));
  EXPECT_THAT(levels[0].base_high(), HasSubstr("373483.043"));

  // What it is implied by has changed: the ends follow.
  Put<EmissionFigureTable>({Emission("all", "2023", Value("203835"))});
  Settle();
  levels = All<ClimateTargetLevelTable>();
  ASSERT_THAT(levels, SizeIs(1));
  EXPECT_THAT(levels[0].base_low(), HasSubstr("372982.6"));
}

TEST_F(TargetLevels, AreRecordedAfterAnImport) {
  std::vector<v1::ClimateRow> rows(3);
  *rows[0].mutable_climate_target() = ReductionTarget();
  *rows[1].mutable_emission_figure() = Base("373141");
  *rows[2].mutable_inventory_release() = CommunityRelease();
  const auto summary =
      running_->service().Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows);
  ASSERT_THAT(summary, IsOk());
  ASSERT_TRUE(summary->applied()) << summary->DebugString();
  Settle();
  EXPECT_THAT(Levels(), ElementsAre("miljodirektoratet-2025 123137 tonnes_co2e"));
  EXPECT_EQ(Head(), summary->read_at().revision() + 1);
}

TEST_F(TargetLevels, OfAnEarlierReleaseStayWhenALaterOneComes) {
  PutEntry();
  const Revision before = Head();
  PutLaterRelease();
  EXPECT_THAT(Levels(), ElementsAre("miljodirektoratet-2025 123137 tonnes_co2e",
                                    "miljodirektoratet-2026 125400 tonnes_co2e"));
  EXPECT_THAT(TextsOf(ChangesAfter(before)),
              ElementsAre(absl::StrCat("INSERTED ", kLevels, "miljodirektoratet-2026")));
}

TEST_F(TargetLevels, AreRevisedWhenTheBaseIsCorrected) {
  PutEntry();
  PutLaterRelease();
  const Revision before = Head();
  Put<EmissionFigureTable>({Base("375000")});
  Settle();
  const std::vector<changes::v1::Change> changes = ChangesAfter(before);
  ASSERT_THAT(TextsOf(changes),
              ElementsAre(absl::StrCat("REVISED ", kLevels, "miljodirektoratet-2025")));
  EXPECT_EQ(Unpacked<v1::ClimateTargetLevel>(changes[0].before()).level(), "123137");
  EXPECT_EQ(Unpacked<v1::ClimateTargetLevel>(changes[0].after()).level(), "123750");
}

TEST_F(TargetLevels, OfAReleaseThatIsNotPublishedYetWait) {
  PutEntry();
  const Revision before = Head();
  Commit(
      [&](Txn& txn) -> absl::Status {
        const absl::Status put =
            PutResource<InventoryReleaseTable>(txn, CommunityRelease(kLaterRelease)).status();
        if (!put.ok()) return put;
        return PutResource<EmissionFigureTable>(txn, Base("380000", kLaterRelease)).status();
      },
      clock_.Now() + absl::Hours(1));
  Settle();
  EXPECT_EQ(Head(), before);
  EXPECT_THAT(Levels(), SizeIs(1));

  clock_.Advance(absl::Hours(1));
  SettleAfter(before);
  EXPECT_THAT(Levels(), ElementsAre("miljodirektoratet-2025 123137 tonnes_co2e",
                                    "miljodirektoratet-2026 125400 tonnes_co2e"));
}

TEST_F(TargetLevels, AreRedactedWithTheirBase) {
  PutEntry();
  Put<EmissionFigureTable>({Base("375000")});
  PutLaterRelease();
  const std::string name = absl::StrCat(kLevels, "miljodirektoratet-2025");
  EXPECT_EQ(VersionsWithContent(name), 2);
  const Revision before = Head();
  Redact(Base("").name());
  Settle();
  EXPECT_THAT(Get(name), HasReason(common::v1::ERROR_REASON_CLIMATE_TARGET_LEVEL_NOT_FOUND));
  EXPECT_EQ(VersionsWithContent(name), 0);
  EXPECT_THAT(TextsOf(ChangesAfter(before)), ElementsAre("REDACTED " + name));
  EXPECT_THAT(Levels(), ElementsAre("miljodirektoratet-2026 125400 tonnes_co2e"));

  // What is recorded anew is no secret.
  Put<EmissionFigureTable>({Base("370000")});
  Settle();
  EXPECT_EQ(VersionsWithContent(name), 1);
  ExpectSoundStore();
}

TEST_F(TargetLevels, ThatAreDeletedAlreadyAreRedactedAsWell) {
  PutEntry();
  Delete<EmissionFigureTable>(Base("").name());
  Settle();
  const std::string name = absl::StrCat(kLevels, "miljodirektoratet-2025");
  EXPECT_THAT(Levels(), IsEmpty());
  EXPECT_EQ(VersionsWithContent(name), 1);
  Redact(Base("").name());
  Settle();
  EXPECT_EQ(VersionsWithContent(name), 0);
}

TEST_F(TargetLevels, AreRedactedWhenTheBaseIsRecordedAgainBeforeTheyWere) {
  PutEntry();
  Stop();
  Start();
  Redact(Base("").name());
  Put<EmissionFigureTable>({Base("370000")});
  Follow();
  Settle();
  EXPECT_THAT(Levels(), ElementsAre("miljodirektoratet-2025 122100 tonnes_co2e"));
  EXPECT_EQ(VersionsWithContent(absl::StrCat(kLevels, "miljodirektoratet-2025")), 1);
}

TEST_F(TargetLevels, StayWhenAFigureIsRedactedThatTheyAreNotMadeOf) {
  PutEntry();
  Put<EmissionFigureTable>({Emission("all", "2023", Value("203735")),
                            Emission("industry-oil-and-gas", "2009", Value("5"), "plant")});
  Settle();
  const Revision before = Head();
  Redact(Emission("all", "2023", Value("")).name());
  Redact(Emission("industry-oil-and-gas", "2009", Value(""), "plant").name());
  Settle();
  EXPECT_EQ(Head(), before + 2);
  EXPECT_THAT(Levels(), SizeIs(1));
}

TEST_F(TargetLevels, AreRedactedWithTheirTarget) {
  PutEntry();
  PutLaterRelease();
  Redact(ReductionTarget().name());
  Settle();
  EXPECT_THAT(Levels(), IsEmpty());
  EXPECT_EQ(VersionsWithContent(absl::StrCat(kLevels, "miljodirektoratet-2025")), 0);
  EXPECT_EQ(VersionsWithContent(absl::StrCat(kLevels, "miljodirektoratet-2026")), 0);
}

TEST_F(TargetLevels, KeepNothingFromBeingDeletedAndGoWithIt) {
  PutEntry();
  v1::DeleteClimateTargetRequest request;
  request.set_name(ReductionTarget().name());
  ASSERT_THAT(
      running_->service().Call(&v1::ClimateService::Stub::DeleteClimateTarget, request, "recorder"),
      IsOk());
  Settle();
  EXPECT_THAT(Levels(), IsEmpty());
  EXPECT_THAT(TextsOf(ChangesAfter(0)),
              ElementsAre(absl::StrCat("INSERTED ", kLevels, "miljodirektoratet-2025"),
                          absl::StrCat("DELETED ", kLevels, "miljodirektoratet-2025")));
  ExpectSoundStore();
}

TEST_F(TargetLevels, GoOnAfterARestartAndTellNothingTwice) {
  PutEntry();
  const Revision before = Head();
  Stop();
  Start();
  Follow();
  Settle();
  EXPECT_EQ(Head(), before);
  EXPECT_EQ(State().changed_rows(), 0);

  Stop();
  Start();
  Put<EmissionFigureTable>({Base("375000")});
  Follow();
  Settle();
  EXPECT_THAT(Levels(), ElementsAre("miljodirektoratet-2025 123750 tonnes_co2e"));
  EXPECT_EQ(Head(), before + 2);
  EXPECT_EQ(State().changed_rows(), 1);
}

TEST_F(TargetLevels, OfAStoreThatWasNeverFollowedAreAllRecorded) {
  Stop();
  Start();
  ForgetPlace();
  Put<InventoryReleaseTable>({CommunityRelease()});
  Put<ClimateTargetTable>({ReductionTarget()});
  Put<EmissionFigureTable>({Base("373141")});
  EXPECT_EQ(State().followed_revision(), 0);
  Follow();
  Settle();
  EXPECT_THAT(Levels(), SizeIs(1));
}

TEST_F(TargetLevels, OfARestoredStoreAreMadeThoseOfItsFacts) {
  PutEntry();
  const TempDir backups;
  const std::string backup = backups.path() + "/backup";
  ASSERT_THAT(ledger().Backup(backup), IsOk());
  // After the backup, and before what follows from it is recorded.
  Stop();
  Start();
  Redact(Base("").name());
  const std::string journal = running_->service().journal();
  Stop();
  std::filesystem::remove_all(data());
  ASSERT_THAT(RestoreLedger(backup, data(), journal, clock_,
                            {.service_name = "climate", .tables = ClimateTables()}),
              IsOk());
  Start();
  Follow();
  Settle();
  EXPECT_THAT(Levels(), IsEmpty());
  EXPECT_EQ(VersionsWithContent(absl::StrCat(kLevels, "miljodirektoratet-2025")), 0);
}

TEST_F(TargetLevels, AreRecordedOnceWhateverTheStoreSaysOfAWrite) {
  Put<InventoryReleaseTable>({CommunityRelease()});
  Put<ClimateTargetTable>({ReductionTarget()});
  Settle();
  // The first write is that of the base, the second that of the level.
  running_->faults().FailWrite(2);
  Put<EmissionFigureTable>({Base("373141")});
  Settle();
  EXPECT_EQ(running_->faults().failed_writes(), 1);
  EXPECT_THAT(Levels(), ElementsAre("miljodirektoratet-2025 123137 tonnes_co2e"));
  EXPECT_EQ(Head(), 4);
  // It is there, though it was said to have failed.
  running_->faults().FailAfterWrite(2);
  Put<EmissionFigureTable>({Base("375000")});
  Settle();
  EXPECT_EQ(running_->faults().failed_writes(), 2);
  EXPECT_THAT(Levels(), ElementsAre("miljodirektoratet-2025 123750 tonnes_co2e"));
  EXPECT_EQ(Head(), 6);
}

TEST_F(TargetLevels, GoQuiet) {
  PutEntry();
  PutLaterRelease();
  for (int order = 1; order <= 3; ++order) {
    const Revision before = Head();
    Put<ClimateMeasureTable>({Measure(absl::StrCat("m", order), "area", order)});
    Settle();
    EXPECT_EQ(Head(), before + 1);
  }
  EXPECT_EQ(State().changed_rows(), 2);
}

TEST_F(TargetLevels, AreNoneOfWhatCannotBeTold) {
  v1::ClimateTarget own = ReductionTarget();
  own.set_name("areas/asker/climateTargets/own");
  own.set_boundary(v1::BOUNDARY_OWN_OPERATIONS);
  Put<InventoryReleaseTable>({CommunityRelease()});
  Put<ClimateTargetTable>({ReductionTarget(), LevelTarget(), own});
  Put<EmissionFigureTable>({Emission("all", "2009", Missing(common::v1::MISSING_REASON_PENDING)),
                            Emission("all", "2010", Value("1"))});
  Settle();
  EXPECT_EQ(Head(), 3);
}

TEST_F(TargetLevels, FollowASumOfSectorsWhereNoTotalIsPublished) {
  Put<InventoryReleaseTable>({CommunityRelease()});
  Put<ClimateTargetTable>({ReductionTarget()});
  Put<EmissionFigureTable>({Emission("road-traffic", "2009", Value("200000")),
                            Emission("agriculture", "2009", Value("100000"))});
  Settle();
  EXPECT_THAT(Levels(), ElementsAre("miljodirektoratet-2025 99000 tonnes_co2e"));
  Put<EmissionFigureTable>({Emission("shipping", "2009", Pending())});
  Settle();
  EXPECT_THAT(Levels(), IsEmpty());
}

TEST_F(TargetLevels, PerUnitFollowTheirDenominator) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_kind(v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_BY_PERCENT);
  target.set_value("50");
  target.mutable_denominator()->set_metric("population");
  target.mutable_denominator()->set_boundary("municipal-buildings");
  target.set_denominator_unit("resident");
  const v1::ActivityFigure residents = Activity("population", "2009", Value("50000"), "resident");
  Put<InventoryReleaseTable>({CommunityRelease()});
  Put<ClimateTargetTable>({target});
  Put<EmissionFigureTable>({Base("100000")});
  Settle();
  EXPECT_THAT(Levels(), IsEmpty());
  Put<ActivityFigureTable>({residents});
  Settle();
  const std::vector<v1::ClimateTargetLevel> levels = All<ClimateTargetLevelTable>();
  ASSERT_THAT(levels, SizeIs(1));
  EXPECT_EQ(levels[0].unit(), "tonnes_co2e_per_resident");
  EXPECT_EQ(levels[0].level().substr(0, 1), "1");
  Redact(residents.name());
  Settle();
  EXPECT_THAT(Levels(), IsEmpty());
  EXPECT_EQ(VersionsWithContent(levels[0].name()), 0);
}

TEST_F(TargetLevels, AreNotRestoredByAnyRequest) {
  PutEntry();
  const Revision first = Head();
  Put<EmissionFigureTable>({Base("375000")});
  Settle();
  const Revision before = Head();
  admin::v1::RestoreRevisionRequest request;
  request.set_name(absl::StrCat(kLevels, "miljodirektoratet-2025"));
  request.set_revision(first);
  request.mutable_options()->set_reason("it was better");
  const auto restored = testing::CallUnary(
      running_->admin(), &admin::v1::AdminService::Stub::RestoreRevision, request, "recorder");
  EXPECT_THAT(restored, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(restored, HasReason(common::v1::ERROR_REASON_FIGURE_NOT_RECORDED_HERE));
  EXPECT_EQ(Head(), before);
}

TEST_F(TargetLevels, AreListedAndAnsweredByName) {
  PutEntry();
  PutLaterRelease();
  v1::ListClimateTargetLevelsRequest list;
  list.set_parent(ReductionTarget().name());
  const auto page = testing::CallUnary(
      running_->figures(), &v1::DerivedFiguresService::Stub::ListClimateTargetLevels, list);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->climate_target_levels(), SizeIs(2));
  v1::BatchGetClimateTargetLevelsRequest batch;
  batch.add_names(absl::StrCat(kLevels, "miljodirektoratet-2026"));
  batch.add_names(absl::StrCat(kLevels, "other"));
  const auto results = testing::CallUnary(
      running_->figures(), &v1::DerivedFiguresService::Stub::BatchGetClimateTargetLevels, batch);
  ASSERT_THAT(results, IsOk());
  ASSERT_THAT(results->results(), SizeIs(2));
  EXPECT_EQ(results->results(0).outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(results->results(0).climate_target_level().level(), "125400");
  EXPECT_NE(results->results(1).outcome(), common::v1::OUTCOME_FOUND);
}

}  // namespace
}  // namespace tertial::climate
