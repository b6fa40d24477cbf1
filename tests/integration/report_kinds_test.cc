// Reports of tertials, of a focus area, of a service area and in one language, through the gateway
// over all four services.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/ledger/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/store/keys.h"
#include "services/gateway/domain/number_place.h"
#include "services/gateway/handler/gateway_parts.h"
#include "services/indicators/store/keys.h"
#include "services/politics/store/keys.h"
#include "services/workforce/store/keys.h"
#include "tests/integration/faulty_services.h"

namespace tertial::gateway {
namespace {

using common::v1::OUTCOME_NO_OBSERVATION;
using common::v1::TertialFigures;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using enum common::v1::NotComputableReason;

constexpr char kWelfare[] = "areas/asker/units/welfare";

class ReportKinds : public ::testing::Test {
 protected:
  void SetUp() override {
    services_.LoadTheExample();
    parts_ = std::make_shared<const GatewayParts>(services_.areas(), services_.Direct());
  }

  static v1::ReportQuery QueryOf(const std::string& period) {
    v1::ReportQuery query;
    query.set_area("areas/3203");
    query.set_period(period);
    return query;
  }

  absl::StatusOr<v1::Report> TryGet(const v1::ReportQuery& query) const {
    const CallContext call{.method = "",
                           .caller = {},
                           .request_id = "test",
                           .deadline = absl::Now() + absl::Seconds(60)};
    return parts_->reports.GetReportMessage(call, "query", query);
  }
  v1::Report Get(const v1::ReportQuery& query) const {
    absl::StatusOr<v1::Report> report = TryGet(query);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? *std::move(report) : v1::Report();
  }

  // Records a resource of the service, without its rules.
  template <typename Table>
  void Put(int service, const typename Table::Message& message) {
    ASSERT_THAT(services_.facts(service).ledger->Commit(
                    {.actor = "tester"},
                    [&](Txn& txn) { return PutResource<Table>(txn, message).status(); }),
                IsOk());
  }

  FaultyServices services_;
  std::shared_ptr<const GatewayParts> parts_;
};

std::vector<v1::SectionKind> SectionsIn(const v1::Report& report) {
  std::vector<v1::SectionKind> sections;
  for (const v1::SectionState& state : report.states()) {
    EXPECT_EQ(state.completeness(), v1::COMPLETENESS_COMPLETE) << state.ShortDebugString();
    sections.push_back(state.section());
  }
  return sections;
}

TEST_F(ReportKinds, ATertialOfWhichNothingIsRecordedHoldsNoFigureAndNoZero) {
  const v1::Report report = Get(QueryOf("2024-T2"));
  EXPECT_EQ(report.kind(), v1::REPORT_KIND_TERTIAL);
  EXPECT_EQ(report.build().version(), BuildVersion());
  EXPECT_THAT(SectionsIn(report), SizeIs(5));
  EXPECT_THAT(report.workforce().periods(), ElementsAre("2023-T2", "2024-T2"));
  int of_tertials = 0;
  VisitNumbers(report, [&](const NumberPlace& place) {
    if (place.Path().find("tertial.") == std::string::npos &&
        place.Path().find("_tertial.") == std::string::npos) {
      return;
    }
    ++of_tertials;
    const auto* const computed =
        google::protobuf::DynamicCastToGenerated<common::v1::Computed>(&place.number());
    const auto* const cell =
        google::protobuf::DynamicCastToGenerated<common::v1::PeriodCell>(&place.number());
    if (computed != nullptr) {
      EXPECT_FALSE(computed->has_value()) << place.Path();
    } else {
      ASSERT_NE(cell, nullptr) << place.Path();
      EXPECT_EQ(cell->outcome(), OUTCOME_NO_OBSERVATION) << place.Path();
      EXPECT_FALSE(cell->has_cell()) << place.Path();
    }
  });
  // Of 100 indicators and 6 units at the least, five numbers each.
  EXPECT_GT(of_tertials, 500);
  // What is yearly stands there by its years.
  EXPECT_THAT(report.climate().emission_periods(), ElementsAre("2021", "2022", "2023", "2024"));
  for (const climate::v1::InventorySection& inventory : report.climate().inventories()) {
    EXPECT_EQ(inventory.series(0).cells(2).period(), "2023");
    if (inventory.release().boundary() != climate::v1::BOUNDARY_COMMUNITY) continue;
    EXPECT_EQ(inventory.series(0).cells(2).cell().value(), "203735");
  }
  EXPECT_EQ(report.politics().activity_outcome(), OUTCOME_NO_OBSERVATION);
}

TEST_F(ReportKinds, ATertialHasItsFiguresTheSameOfTheYearBeforeAndTheYearToDate) {
  const v1::Report year = Get(QueryOf("2024"));
  indicators::v1::Indicator indicator =
      year.indicators().focus_areas(0).goals(0).indicators(0).indicator();
  indicator.set_kind(indicators::v1::FIGURE_KIND_FLOW);
  indicator.set_additivity(indicators::v1::ADDITIVITY_ADDITIVE);
  indicator.clear_versions();
  indicator.clear_etag();
  Put<indicators::IndicatorTable>(0, indicator);
  for (const auto& [period, value] :
       {std::pair("2023-T1", "10"), {"2023-T2", "12"}, {"2024-T1", "11"}, {"2024-T2", "15"}}) {
    indicators::v1::Observation observation;
    observation.set_name(absl::StrCat("areas/asker/", indicator.name(), "/observations/", period));
    observation.set_period(period);
    observation.mutable_cell()->set_value(value);
    Put<indicators::ObservationTable>(0, observation);
  }
  for (const auto& [period, value] : {std::pair("2023-T2", "1920.0"), {"2024-T2", "1836.5"}}) {
    workforce::v1::WorkforceFigure figure;
    figure.set_name(absl::StrCat("areas/asker/figures/fte~", period, "~unit.welfare"));
    figure.set_measure(workforce::v1::MEASURE_FTE);
    figure.set_period(period);
    figure.set_unit(kWelfare);
    figure.set_sex(workforce::v1::SEX_TOTAL);
    figure.set_unit_of_measure("fte");
    figure.mutable_cell()->set_value(value);
    Put<workforce::WorkforceFigureTable>(1, figure);
  }
  politics::v1::BodyActivity reported;
  reported.set_name("areas/asker/bodies/municipal-council/activities/2024-T2");
  reported.set_period("2024-T2");
  reported.mutable_meetings()->set_value("3");
  reported.mutable_cases()->set_value("31");
  Put<politics::BodyActivityTable>(2, reported);
  for (const char* day : {"2023-06-13", "2024-02-13", "2024-05-14", "2024-06-11", "2024-09-10"}) {
    politics::v1::Meeting meeting;
    meeting.set_name(absl::StrCat("areas/asker/bodies/municipal-council/meetings/", day));
    meeting.set_date(day);
    meeting.set_state(politics::v1::MEETING_STATE_HELD);
    Put<politics::MeetingTable>(2, meeting);
  }
  for (const auto& [period, value] : {std::pair("2024-T1", "30.5"), {"2024-T2", "12.1"}}) {
    climate::v1::ActivityFigure figure;
    figure.set_name(absl::StrCat("areas/asker/activities/heat-use~schools~", period));
    figure.set_account(climate::v1::ACCOUNT_ACTIVITY_SERIES);
    figure.set_metric("heat-use");
    figure.set_boundary("schools");
    figure.set_period(period);
    figure.set_unit("gwh");
    figure.mutable_cell()->set_value(value);
    Put<climate::ActivityFigureTable>(3, figure);
  }
  // Of an instant, so that all that was recorded is in it.
  v1::ReportQuery query = QueryOf("2024-T2");
  *query.mutable_as_of() = EncodeTimestamp(absl::Now());
  const v1::Report report = Get(query);

  const TertialFigures& flow = report.indicators().focus_areas(0).goals(0).indicators(0).tertial();
  EXPECT_EQ(flow.value().cell().value(), "15");
  EXPECT_EQ(flow.same_last_year().cell().value(), "12");
  // At the decimals of the definition.
  EXPECT_EQ(flow.change().value(), "3.0");
  EXPECT_EQ(flow.year_to_date().value(), "26");
  EXPECT_EQ(flow.year_to_date_last_year().value(), "22");

  for (const workforce::v1::UnitSeries& unit : report.workforce().units()) {
    if (unit.unit().name() != kWelfare) continue;
    EXPECT_EQ(unit.fte_tertial().change().value(), "-83.5");
    EXPECT_EQ(unit.fte_tertial().year_to_date().value(), "1836.5");
    EXPECT_EQ(unit.fte_change().value(), "-4.3");
  }
  // Other units have no figure: there is no sum.
  EXPECT_EQ(report.workforce().fte_totals(1).total().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);

  const politics::v1::PoliticsSection& politics = report.politics();
  for (const politics::v1::BodyActivitySeries& series : politics.activities()) {
    if (series.body().name() != "areas/asker/bodies/municipal-council") continue;
    EXPECT_EQ(series.activity().meetings().value(), "3");
    EXPECT_EQ(series.counted().meetings(), 2);
    EXPECT_EQ(series.meetings_difference().value(), "-1");
    EXPECT_EQ(series.year_to_date().meetings(), 3);
    EXPECT_EQ(series.same_last_year().meetings(), 1);
  }
  EXPECT_EQ(politics.totals().year_to_date().meetings(), 3);

  bool found = false;
  for (const climate::v1::ActivitySeries& series : report.climate().activities()) {
    if (series.metric() != "heat-use") continue;
    found = true;
    EXPECT_EQ(series.tertial().value().cell().value(), "12.1");
    EXPECT_EQ(series.tertial().year_to_date().value(), "42.6");
    EXPECT_EQ(series.tertial().change().not_computable().reason(),
              NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  }
  EXPECT_TRUE(found);
}

TEST_F(ReportKinds, OfAFocusAreaHasItsGoalsAndThePlansThatNameIt) {
  v1::ReportQuery query = QueryOf("2024");
  query.set_focus_area("areas/3203/focusAreas/climate");
  const v1::Report report = Get(query);
  EXPECT_EQ(report.kind(), v1::REPORT_KIND_FOCUS_AREA);
  EXPECT_EQ(report.focus_area(), "areas/asker/focusAreas/climate");
  EXPECT_THAT(SectionsIn(report),
              ElementsAre(v1::SECTION_KIND_INDICATORS, v1::SECTION_KIND_POLITICS));
  EXPECT_EQ(report.indicators().indicator_count(), 13);
  EXPECT_EQ(report.indicators().cells().cells(), 52);
  ASSERT_THAT(report.politics().plans(), SizeIs(1));
  EXPECT_EQ(report.politics().plans(0).name(), "areas/asker/plans/climate-action");
  EXPECT_FALSE(report.has_workforce());

  query.set_focus_area("areas/asker/focusAreas/nothing");
  EXPECT_THAT(TryGet(query), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(TryGet(query), HasReason(ERROR_REASON_FOCUS_AREA_NOT_FOUND));
}

TEST_F(ReportKinds, OfAServiceAreaHasItsKostraFiguresItsUnitsAndItsPlans) {
  v1::ReportQuery query = QueryOf("2024");
  query.set_service_area(kWelfare);
  const v1::Report report = Get(query);
  EXPECT_EQ(report.kind(), v1::REPORT_KIND_SERVICE_AREA);
  EXPECT_THAT(SectionsIn(report),
              ElementsAre(v1::SECTION_KIND_STATISTICS, v1::SECTION_KIND_WORKFORCE,
                          v1::SECTION_KIND_POLITICS));
  ASSERT_THAT(report.statistics().collections(), SizeIs(1));
  // 78 rows of kostra.csv, six for each figure.
  EXPECT_THAT(report.statistics().collections(0).series(), SizeIs(13));
  ASSERT_THAT(report.workforce().units(), SizeIs(1));
  EXPECT_EQ(report.workforce().units(0).unit().name(), kWelfare);
  EXPECT_TRUE(report.workforce().fte_totals().empty());
  std::vector<std::string> plans;
  for (const politics::v1::ThematicPlan& plan : report.politics().plans()) {
    plans.push_back(plan.name().substr(sizeof("areas/asker/plans/") - 1));
  }
  EXPECT_THAT(plans,
              ElementsAre("age-friendly-asker", "mental-health-substance-use", "disabilities"));

  query.set_service_area("areas/asker/units/nothing");
  EXPECT_THAT(TryGet(query), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(TryGet(query), HasReason(ERROR_REASON_UNIT_NOT_FOUND));
}

TEST_F(ReportKinds, InOneLanguageHasEachTextOnce) {
  v1::ReportQuery query = QueryOf("2024");
  query.set_language("en");
  const v1::Report report = Get(query);
  EXPECT_EQ(report.language(), "en");
  for (const workforce::v1::UnitSeries& unit : report.workforce().units()) {
    ASSERT_THAT(unit.unit().titles(), SizeIs(1));
    EXPECT_EQ(unit.unit().titles(0).language(), "en");
  }
  const v1::Report all = Get(QueryOf("2024"));
  EXPECT_THAT(all.workforce().units(0).unit().titles(), SizeIs(2));
}

}  // namespace
}  // namespace tertial::gateway
