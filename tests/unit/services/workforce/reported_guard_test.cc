#include "services/workforce/domain/reported_guard.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/cube_figures.h"
#include "services/workforce/domain/published_figure_id.h"

namespace tertial::workforce {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

FigureKey KeyOf(v1::Measure measure, absl::string_view period) {
  return {.measure = measure, .period = *Period::Parse(period)};
}

TEST(ReportedGuard, AStockTellsThatOfEveryPeriodThatEndsOnTheSameDay) {
  EXPECT_THAT(FiguresToldBy("asker", KeyOf(v1::MEASURE_HEAD_COUNT, "2024-M12")),
              UnorderedElementsAre("areas/asker/cubes/2024-12-31/figures/head-count",
                                   "areas/asker/cubes/2024-M12/figures/head-count",
                                   "areas/asker/cubes/2024-T3/figures/head-count",
                                   "areas/asker/cubes/2024-Q4/figures/head-count",
                                   "areas/asker/cubes/2024-S2/figures/head-count",
                                   "areas/asker/cubes/2024/figures/head-count"));
  EXPECT_THAT(FiguresToldBy("asker", KeyOf(v1::MEASURE_HEAD_COUNT, "2024-M02")),
              UnorderedElementsAre("areas/asker/cubes/2024-02-29/figures/head-count",
                                   "areas/asker/cubes/2024-M02/figures/head-count"));
}

TEST(ReportedGuard, AFlowTellsThatOfItsPeriod) {
  FigureKey key = KeyOf(v1::MEASURE_SICK_LEAVE_RATE, "2024");
  key.certification_basis = v1::CERTIFICATION_BASIS_UNKNOWN;
  key.unit_id = "welfare";
  key.sex = v1::SEX_WOMEN;
  EXPECT_THAT(FiguresToldBy("asker", key),
              ElementsAre("areas/asker/cubes/2024/figures/"
                          "sick-leave-rate~unit.welfare~sex.women~basis.total"));
}

TEST(ReportedGuard, AFullTimeShareTellsThatByEitherRule) {
  const std::vector<std::string> told =
      FiguresToldBy("asker", KeyOf(v1::MEASURE_PART_TIME_SHARE, "2024"));
  EXPECT_THAT(told, Contains("areas/asker/cubes/2024/figures/full-time-share-person-sum"));
  EXPECT_THAT(told, Contains("areas/asker/cubes/2024/figures/full-time-share-per-job"));
}

TEST(ReportedGuard, WhatNoRegisterTellsIsToldByNone) {
  EXPECT_THAT(FiguresToldBy("asker", KeyOf(v1::MEASURE_SAFETY_REPRESENTATIVES, "2024")), IsEmpty());
}

TEST(ReportedGuard, AFigureOfOneLevelTellsNone) {
  FigureKey key = KeyOf(v1::MEASURE_WOMEN_SHARE, "2024");
  EXPECT_THAT(FiguresToldBy("asker", key), Not(IsEmpty()));
  key.level = "leaders";
  EXPECT_THAT(FiguresToldBy("asker", key), IsEmpty());
}

TEST(ReportedGuard, NamesWhatTellsAFigure) {
  v1::FigureSubject subject;
  subject.set_measure(v1::FIGURE_MEASURE_SICK_LEAVE_RATE);
  subject.set_unit("areas/asker/units/welfare");
  subject.set_sex(v1::SEX_WOMEN);
  subject.set_certification_basis(v1::CERTIFICATION_BASIS_TOTAL_REGISTERED);
  EXPECT_THAT(FiguresThatTell("asker", *Period::Parse("2024"), subject),
              UnorderedElementsAre(
                  "areas/asker/figures/sick-leave-rate~2024~unit.welfare~sex.women~basis.total",
                  "areas/asker/figures/sick-leave-rate~2024~unit.welfare~sex.women~basis.unknown"));
  subject.set_age_band(v1::AGE_BAND_UNDER_30);
  EXPECT_THAT(FiguresThatTell("asker", *Period::Parse("2024"), subject), IsEmpty());
}

// What tells a figure is found from either side.
TEST(ReportedGuard, BothWaysAgree) {
  int pairs = 0;
  for (const char* const text : {"2024", "2024-T3", "2024-M12", "2024-M02", "2024-12-31"}) {
    const Period period = *Period::Parse(text);
    for (const CubeFigure& figure : CubeFigures()) {
      v1::FigureSubject subject = figure.subject;
      subject.set_unit("areas/asker/units/welfare");
      const std::string published = PublishedFigureName("asker", period, subject);
      for (const std::string& reported : FiguresThatTell("asker", period, subject)) {
        const std::string id = reported.substr(reported.rfind('/') + 1);
        EXPECT_THAT(FiguresToldBy("asker", *ParseFigureId(id)), Contains(published)) << reported;
        ++pairs;
      }
    }
    for (int number = v1::Measure_MIN; number <= v1::Measure_MAX; ++number) {
      const FigureKey key = {
          .measure = static_cast<v1::Measure>(number), .period = period, .unit_id = "welfare"};
      if (!CanBeRecorded(key)) continue;
      for (const std::string& published : FiguresToldBy("asker", key)) {
        const Period of = *Period::ParseId(
            published.substr(sizeof("areas/asker/cubes/") - 1,
                             published.find("/figures/") - (sizeof("areas/asker/cubes/") - 1)));
        const v1::FigureSubject subject =
            *ParsePublishedFigureId("asker", published.substr(published.rfind('/') + 1));
        EXPECT_THAT(FiguresThatTell("asker", of, subject), Contains(FigureName("asker", key)));
        ++pairs;
      }
    }
  }
  EXPECT_GT(pairs, 200);
}

}  // namespace
}  // namespace tertial::workforce
