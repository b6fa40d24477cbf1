// Cubes: what publishing one makes, what of it is fixed for good, and what is refused.
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "services/workforce/store/frozen_slices.h"
#include "tests/integration/cubes_fixture.h"

namespace tertial::workforce {
namespace {

using enum common::v1::ErrorReason;
using ::testing::Not;

using CubePublication = CubesFixture;

TEST_F(CubePublication, IsReadByEverybody) {
  const auto published = Publish("2024-12-31");
  ASSERT_THAT(published, IsOk());
  EXPECT_TRUE(published->result().committed());
  const v1::Cube& cube = published->cube();
  EXPECT_EQ(cube.period(), "2024-12-31");
  EXPECT_EQ(cube.extract_date(), "2024-12-31");
  EXPECT_EQ(cube.policy().fewest_persons(), 5);
  EXPECT_EQ(cube.policy().fewest_ftes(), 10);
  EXPECT_GT(cube.definitions_size(), 5);
  EXPECT_GT(cube.units_size(), 25);
  v1::GetCubeRequest get;
  get.set_name("areas/3203/cubes/2024-12-31");
  const auto got = Ask(&CubesStub::GetCube, get);
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(got->cube().DebugString(), cube.DebugString());

  const FiguresByName figures = Figures("2024-12-31", 100);
  EXPECT_EQ(figures.size(), static_cast<size_t>(cube.figures()));
  int hidden = 0;
  for (const auto& [id, figure] : figures) {
    hidden += IsHidden(figure) ? 1 : 0;
    EXPECT_EQ(figure.etag(), cube.etag()) << "of one commit";
  }
  EXPECT_EQ(hidden, cube.suppressed());
  EXPECT_GT(hidden, 20);
  EXPECT_GT(cube.figures() - hidden, 50);

  v1::BatchGetPublishedFiguresRequest batch;
  batch.add_names(CubeOf("2024-12-31/figures/head-count"));
  batch.add_names(CubeOf("2024-12-31/figures/head-count~unit.nowhere"));
  batch.add_names(CubeOf("2024-12-31/figures/heads"));
  batch.add_names(CubeOf("2024-11-30/figures/head-count"));
  const auto results = Ask(&CubesStub::BatchGetPublishedFigures, batch);
  ASSERT_THAT(results, IsOk());
  EXPECT_EQ(results->results(0).outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(results->results(1).outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(results->results(2).outcome(), common::v1::OUTCOME_UNKNOWN_ID);
  EXPECT_EQ(results->results(3).outcome(), common::v1::OUTCOME_UNKNOWN_ID);
  ExpectSound();
}

// What is shown is what a sensitive reader is told of the same slice.
TEST_F(CubePublication, ShowsTheFiguresOfTheRegister) {
  for (const char* const period : {"2024-12-31", "2024-T2", "2024"}) {
    MustPublish(period);
    v1::QueryFiguresRequest slice;
    slice.set_area("areas/asker");
    slice.set_period(period);
    slice.set_every_unit(true);
    slice.set_by_sex(true);
    slice.set_by_age(true);
    const auto free = Call(&RegistersStub::QueryFigures, slice, "personnel");
    ASSERT_THAT(free, IsOk());
    std::map<std::string, std::string> values;
    for (const v1::ComputedFigure& figure : free->figures()) {
      v1::FigureSubject subject = figure.subject();
      values.emplace(subject.SerializeAsString(), figure.figure().value());
    }
    int shown = 0;
    for (const auto& [id, figure] : Figures(period)) {
      // Sick leave of a year is that of its tertials, each in the organisation of its last day.
      const bool is_of_other_units =
          figure.subject().measure() == v1::FIGURE_MEASURE_SICK_LEAVE_RATE &&
          std::string(period) == "2024" && !figure.subject().unit().empty();
      if (IsHidden(figure) || is_of_other_units) continue;
      const auto value = values.find(figure.subject().SerializeAsString());
      ASSERT_NE(value, values.end()) << id;
      EXPECT_EQ(figure.cell().value(), value->second) << period << " " << id;
      ++shown;
    }
    EXPECT_GT(shown, 100) << period;
  }
}

TEST_F(CubePublication, IsMadeOnce) {
  v1::PublishCubeRequest request = Publication("2024-M11");
  request.mutable_options()->set_request_id("november");
  const auto first = Ask(&CubesStub::PublishCube, request, "publisher");
  ASSERT_THAT(first, IsOk());
  EXPECT_FALSE(first->result().replayed());
  const auto again = Ask(&CubesStub::PublishCube, request, "publisher");
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->result().replayed());
  EXPECT_EQ(again->cube().DebugString(), first->cube().DebugString());
  EXPECT_THAT(Publish("2024-M11"), HasReason(ERROR_REASON_CUBE_PUBLISHED));
  request.set_name(CubeOf("2024-M10"));
  EXPECT_THAT(Ask(&CubesStub::PublishCube, request, "publisher"),
              HasReason(ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(CubePublication, StoresNothingWhenItIsOnlyChecked) {
  v1::PublishCubeRequest request = Publication("2024-T1");
  request.mutable_options()->set_validate_only(true);
  const Revision before = ledger().Read()->at().revision;
  const auto checked = Ask(&CubesStub::PublishCube, request, "publisher");
  ASSERT_THAT(checked, IsOk());
  EXPECT_FALSE(checked->result().committed());
  EXPECT_EQ(checked->cube().etag(), "");
  EXPECT_EQ(checked->cube().units_size(), 0);
  EXPECT_EQ(ledger().Read()->at().revision, before);
  EXPECT_EQ(CountRows(kFrozenTable), 0u);
  const v1::Cube cube = MustPublish("2024-T1");
  EXPECT_EQ(cube.figures(), checked->cube().figures());
  EXPECT_EQ(cube.suppressed(), checked->cube().suppressed());
  EXPECT_GT(CountRows(kFrozenTable), 0u);
}

TEST_F(CubePublication, RefusesWhatIsNoPeriodOfACube) {
  EXPECT_THAT(Publish("2024-12-30"), HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(Publish("2024-Q4"), HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(Publish("2024-T4"), HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(Publish("2025-M01"), HasReason(ERROR_REASON_PERIOD_NOT_COVERED));
  v1::PublishCubeRequest request = Publication("2024");
  request.set_name("areas/baerum/cubes/2024");
  EXPECT_THAT(Ask(&CubesStub::PublishCube, request, "publisher"),
              HasReason(ERROR_REASON_REGISTER_NOT_FOUND));
  request.set_name("areas/nowhere/cubes/2024");
  EXPECT_THAT(Ask(&CubesStub::PublishCube, request, "publisher"),
              HasReason(ERROR_REASON_AREA_NOT_FOUND));
  request = Publication("2024");
  request.mutable_options()->mutable_publish_at()->set_seconds(1'900'000'000);
  EXPECT_THAT(Ask(&CubesStub::PublishCube, request, "publisher"),
              HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  for (const char* const caller : {"reader", "recorder", "personnel", "admin"}) {
    EXPECT_THAT(Publish("2024", caller), HasReason(ERROR_REASON_ROLE_MISSING)) << caller;
  }
  EXPECT_EQ(CountRows(kFrozenTable), 0u);
}

// A register that was corrected between two publications shows in neither as a difference.
TEST_F(CubePublication, ACorrectedRegisterChangesNothingThatIsFixed) {
  MustPublish("2024-12-31");
  const FiguresByName day = Figures("2024-12-31");
  RegisterRows corrected = generated_.rows;
  for (v1::RegisterRow& row : corrected) {
    if (row.has_position() && row.position().percent() == "100") {
      row.mutable_position()->set_percent("90");
    }
  }
  MustUpload(corrected, GeneratedOptions());
  MustPublish("2024-M12");
  MustPublish("2024-M11");
  for (const auto& [id, figure] : Figures("2024-M12")) {
    const auto same = day.find(id);
    ASSERT_NE(same, day.end()) << id;
    EXPECT_EQ(figure.cell().DebugString(), same->second.cell().DebugString()) << id;
    EXPECT_EQ(figure.numerator().DebugString(), same->second.numerator().DebugString()) << id;
  }
  EXPECT_NE(Figures("2024-M11").at("fte-agreed").cell().value(),
            day.at("fte-agreed").cell().value())
      << "what was not fixed is that of the register in force";
}

TEST_F(CubePublication, PublicationsAtTheSameTimeAgree) {
  const std::vector<std::string> periods = {"2024-12-31", "2024-M12", "2024-T3", "2024"};
  std::vector<std::thread> threads;
  for (const std::string& period : periods) {
    threads.emplace_back([this, period] { EXPECT_THAT(Publish(period), IsOk()) << period; });
  }
  for (std::thread& thread : threads) thread.join();
  const FiguresByName day = Figures("2024-12-31");
  for (const std::string& period : periods) {
    for (const auto& [id, figure] : Figures(period)) {
      const v1::FigureMeasure measure = figure.subject().measure();
      const auto same = day.find(id);
      // Full time of a year is that of 1 December.
      if (same == day.end() || measure == v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM ||
          measure == v1::FIGURE_MEASURE_POSITION_80_SHARE) {
        continue;
      }
      EXPECT_EQ(figure.cell().DebugString(), same->second.cell().DebugString())
          << period << " " << id;
    }
  }
  ExpectSound();
}

TEST_F(CubePublication, IsChangedByNoOtherWrite) {
  MustPublish("2024-M11");
  admin::v1::RestoreRevisionRequest restore;
  restore.set_name(CubeOf("2024-M11"));
  restore.set_revision(ledger().Read()->at().revision);
  // As it stands is no change.
  const auto same = testing::CallUnary(*admin_, &admin::v1::AdminService::Stub::RestoreRevision,
                                       restore, "editor");
  ASSERT_THAT(same, IsOk());
  EXPECT_FALSE(same->result().committed());
  admin::v1::RedactResourceRequest redact;
  redact.set_name(restore.name());
  redact.mutable_options()->set_reason("published by mistake");
  ASSERT_THAT(
      testing::CallUnary(*admin_, &admin::v1::AdminService::Stub::RedactResource, redact, "admin"),
      IsOk());
  EXPECT_THAT(testing::CallUnary(*admin_, &admin::v1::AdminService::Stub::RestoreRevision, restore,
                                 "recorder"),
              HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(testing::CallUnary(*admin_, &admin::v1::AdminService::Stub::RestoreRevision, restore,
                                 "editor"),
              Not(HasReason(ERROR_REASON_ROLE_MISSING)));
  EXPECT_THAT(testing::CallUnary(*admin_, &admin::v1::AdminService::Stub::RestoreRevision, restore,
                                 "editor"),
              Not(IsOk()));
  EXPECT_THAT(Publish("2024-M11"), HasReason(ERROR_REASON_CUBE_PUBLISHED));
}

TEST_F(CubePublication, KeepsItsUnits) {
  const v1::Cube cube = MustPublish("2024-M12");
  v1::DeleteUnitRequest request;
  request.set_name(cube.units(cube.units_size() - 1).unit());
  EXPECT_THAT(
      testing::CallUnary(*facts_, &v1::WorkforceService::Stub::DeleteUnit, request, "recorder"),
      HasReason(ERROR_REASON_RESOURCE_IN_USE));
}

TEST_F(CubePublication, StaysWhenAPersonIsErased) {
  MustPublish("2024");
  const FiguresByName before = Figures("2024");
  ASSERT_THAT(Erase(generated_.rows[0].position().person_key()), IsOk());
  const FiguresByName after = Figures("2024");
  ASSERT_EQ(before.size(), after.size());
  for (const auto& [id, figure] : before) {
    EXPECT_EQ(figure.DebugString(), after.at(id).DebugString());
  }
}

}  // namespace
}  // namespace tertial::workforce
