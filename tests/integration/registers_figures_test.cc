// Figures of registers behind a real server: who gets them, what is noted of it, and that they
// follow the register.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/registers_fixture.h"

namespace tertial::workforce {
namespace {

using common::v1::ERROR_REASON_PERIOD_NOT_COVERED;
using common::v1::ERROR_REASON_REGISTER_NOT_FOUND;
using common::v1::ERROR_REASON_ROLE_MISSING;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class RegisterFiguresService : public RegistersFixture {
 protected:
  static v1::QueryFiguresRequest Slice(v1::FigureMeasure measure,
                                       const std::string& period = "2024") {
    v1::QueryFiguresRequest request;
    request.set_area("areas/asker");
    request.set_period(period);
    request.add_measures(measure);
    return request;
  }
  absl::StatusOr<v1::QueryFiguresResponse> Query(const v1::QueryFiguresRequest& request,
                                                 const std::string& caller = "personnel") {
    return Call(&RegistersStub::QueryFigures, request, caller);
  }
  // The values of the figures of a slice.
  std::vector<std::string> Values(const v1::QueryFiguresRequest& request) {
    std::vector<std::string> values;
    const auto response = Query(request);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return values;
    for (const v1::ComputedFigure& figure : response->figures()) {
      values.push_back(figure.figure().value());
    }
    return values;
  }
  std::vector<v1::Access> Accesses() {
    const auto accesses = Call(&RegistersStub::ListAccesses, v1::ListAccessesRequest(), "auditor");
    EXPECT_THAT(accesses, IsOk());
    if (!accesses.ok()) return {};
    return {accesses->accesses().begin(), accesses->accesses().end()};
  }
};

TEST_F(RegisterFiguresService, SixtyAndFortyPercentAreToldByBothRules) {
  MustUpload({PositionOf("P1", "a", "60"), PositionOf("P1", "b", "40")});
  v1::QueryFiguresRequest slice = Slice(v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM);
  slice.add_measures(v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB);
  const auto response = Query(slice);
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->figures(), SizeIs(2));
  EXPECT_EQ(response->figures(0).definition().measure(),
            v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM);
  EXPECT_EQ(response->figures(0).definition().first_day(), "2024-12-01");
  EXPECT_EQ(response->figures(0).figure().value(), "100.0");
  EXPECT_EQ(response->figures(1).definition().measure(),
            v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB);
  EXPECT_EQ(response->figures(1).figure().value(), "0.0");
}

TEST_F(RegisterFiguresService, IsForSensitiveReadersAlone) {
  MustUpload({PositionOf("P1", "a")});
  const v1::QueryFiguresRequest slice = Slice(v1::FIGURE_MEASURE_HEAD_COUNT);
  for (const char* const caller : {"reader", "recorder", "publisher", "admin", "auditor"}) {
    EXPECT_THAT(Query(slice, caller), HasReason(ERROR_REASON_ROLE_MISSING)) << caller;
  }
  EXPECT_THAT(Accesses(), IsEmpty());
}

TEST_F(RegisterFiguresService, NotesWhatWasAskedForBeforeItAnswers) {
  MustUpload({PositionOf("P1", "a")});
  v1::QueryFiguresRequest slice = Slice(v1::FIGURE_MEASURE_HEAD_COUNT, "2024-T2");
  slice.set_by_sex(true);
  EXPECT_THAT(Values(slice), ElementsAre("1", "1", "0"));
  const std::vector<v1::Access> accesses = Accesses();
  ASSERT_THAT(accesses, SizeIs(1));
  EXPECT_EQ(accesses[0].caller(), "personnel");
  EXPECT_EQ(accesses[0].method(), "tertial.workforce.v1.RegistersService/QueryFigures");
  EXPECT_EQ(accesses[0].slice().SerializeAsString(), slice.SerializeAsString());
}

TEST_F(RegisterFiguresService, AnswersNothingThatItCannotNote) {
  MustUpload({PositionOf("P1", "a")});
  faults_->FailWritesFrom(1);
  EXPECT_THAT(Query(Slice(v1::FIGURE_MEASURE_HEAD_COUNT)), Not(IsOk()));
  faults_->Heal();
}

TEST_F(RegisterFiguresService, HasNoneWithoutARegisterOrBeyondIt) {
  EXPECT_THAT(Query(Slice(v1::FIGURE_MEASURE_HEAD_COUNT)),
              HasReason(ERROR_REASON_REGISTER_NOT_FOUND));
  MustUpload({PositionOf("P1", "a")});
  EXPECT_THAT(Query(Slice(v1::FIGURE_MEASURE_HEAD_COUNT, "2025-M01")),
              HasReason(ERROR_REASON_PERIOD_NOT_COVERED));
}

TEST_F(RegisterFiguresService, FollowsUploadsOfPersonsAndErasures) {
  const v1::QueryFiguresRequest slice = Slice(v1::FIGURE_MEASURE_FTE_AGREED);
  MustUpload({PositionOf("P1", "a"), PositionOf("P2", "b", "50")});
  EXPECT_THAT(Values(slice), ElementsAre("1.5"));
  MustUpload({PositionOf("P2", "a", "80"), PositionOf("P3", "late", "20", "2023-05-01")},
             PersonsOptions());
  EXPECT_THAT(Values(slice), ElementsAre("2.0"));
  ASSERT_THAT(Erase("P1"), IsOk());
  EXPECT_THAT(Values(slice), ElementsAre("1.0"));
  MustUpload({PositionOf("P4", "a", "30")});
  EXPECT_THAT(Values(slice), ElementsAre("0.3"));
}

TEST_F(RegisterFiguresService, AChangedAbsenceIsInTheNextAnswer) {
  // April 2024 has 21 workdays.
  const v1::QueryFiguresRequest slice = Slice(v1::FIGURE_MEASURE_SICK_LEAVE_RATE, "2024-M04");
  MustUpload({PositionOf("P1", "a"), SickLeaveOf("P1", "2024-04-08", "2024-04-12")});
  EXPECT_THAT(Values(slice), ElementsAre("0.0", "23.8", "23.8", "23.8", "0.0"));
  MustUpload({PositionOf("P1", "a"), SickLeaveOf("P1", "2024-04-08", "2024-04-12", "50")},
             PersonsOptions());
  EXPECT_THAT(Values(slice), ElementsAre("0.0", "11.9", "11.9", "11.9", "0.0"));
}

}  // namespace
}  // namespace tertial::workforce
