#include "services/workforce/domain/reported_guard.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/published_figure_id.h"

namespace tertial::workforce {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
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

v1::WorkforceFigure Reported(const std::string& value) {
  v1::WorkforceFigure figure;
  figure.set_name("areas/asker/figures/head-count~2024~unit.welfare");
  figure.set_measure(v1::MEASURE_HEAD_COUNT);
  figure.set_period("2024");
  figure.set_unit("areas/asker/units/welfare");
  figure.set_sex(v1::SEX_TOTAL);
  if (value.empty()) {
    figure.mutable_cell()->set_missing(common::v1::MISSING_REASON_SUPPRESSED);
  } else {
    figure.mutable_cell()->set_value(value);
  }
  return figure;
}

v1::PublishedFigure Published(absl::string_view period, bool hidden) {
  v1::FigureSubject subject;
  subject.set_measure(v1::FIGURE_MEASURE_HEAD_COUNT);
  subject.set_unit("areas/asker/units/welfare");
  subject.set_sex(v1::SEX_TOTAL);
  v1::PublishedFigure figure;
  figure.set_name(PublishedFigureName("asker", *Period::Parse(period), subject));
  if (hidden) {
    figure.mutable_cell()->set_missing(common::v1::MISSING_REASON_SUPPRESSED);
  } else {
    figure.mutable_cell()->set_value("40");
  }
  return figure;
}

TEST(ReportedGuard, NamesReportedFiguresBesideHiddenOnes) {
  const std::string name = "areas/asker/figures/head-count~2024~unit.welfare";
  EXPECT_THAT(ReportedBesideHidden("asker", {Reported("4")}, {Published("2024", true)}),
              ElementsAre(name));
  EXPECT_THAT(ReportedBesideHidden("asker", {Reported("4")}, {Published("2024-M12", true)}),
              ElementsAre(name));
  EXPECT_THAT(ReportedBesideHidden("asker", {Reported("4")}, {Published("2024", false)}),
              IsEmpty());
  EXPECT_THAT(ReportedBesideHidden("asker", {Reported("")}, {Published("2024", true)}), IsEmpty());
  EXPECT_THAT(ReportedBesideHidden("asker", {Reported("4")}, {Published("2024-M11", true)}),
              IsEmpty());
}

}  // namespace
}  // namespace tertial::workforce
