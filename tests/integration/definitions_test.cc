// Definitions over a real server: their versions, what they allow, and what follows from the time
// of day.
#include <stdlib.h>
#include <time.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/store_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/analysis_fixture.h"
#include "tests/testing/status_matchers.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum common::v1::ErrorReason;

class DefinitionsTest : public AnalysisTest {
 protected:
  v1::Indicator Get(const std::string& name, int64_t revision = 0) {
    v1::GetIndicatorRequest request;
    request.set_name(name);
    if (revision > 0) request.mutable_as_of()->set_revision(revision);
    const auto response = service_.Call(&Stub::GetIndicator, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->indicator() : v1::Indicator();
  }

  absl::StatusOr<v1::UpdateIndicatorResponse> Update(const v1::Indicator& indicator,
                                                     const std::vector<std::string>& mask = {}) {
    v1::UpdateIndicatorRequest request;
    *request.mutable_indicator() = indicator;
    for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
    return service_.Call(&Stub::UpdateIndicator, request, "recorder");
  }

  v1::Observation GetObservation(const std::string& name) {
    v1::GetObservationRequest request;
    request.set_name(name);
    const auto response = service_.Call(&Stub::GetObservation, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->observation() : v1::Observation();
  }
};

TEST_F(DefinitionsTest, AnotherUnitMakesAVersionAndABreakWhereTheCallerSaysSo) {
  v1::Indicator indicator = Definition("indicators/test.waste", "tonnes");
  ASSERT_THAT(Create(indicator), IsOk());
  ASSERT_THAT(Record("areas/asker", indicator.name(), "2022", "10"), IsOk());
  const int64_t before = service_.ledger().Read()->at().revision;
  indicator.set_unit("kg");
  indicator.set_first_period("2023");
  ASSERT_THAT(Update(indicator), IsOk());
  ASSERT_THAT(Record("areas/asker", indicator.name(), "2023", "9000"), IsOk());

  const v1::Indicator present = Get(indicator.name());
  ASSERT_EQ(present.versions_size(), 2);
  EXPECT_EQ(present.versions(0).unit(), "tonnes");
  EXPECT_EQ(present.versions(1).unit(), "kg");
  EXPECT_EQ(present.versions(1).first_period(), "2023");
  EXPECT_EQ(Get(indicator.name(), before).versions_size(), 1);

  const v1::Series series = SeriesOf("areas/asker", indicator.name());
  ASSERT_EQ(series.cells_size(), 2);
  EXPECT_EQ(series.cells(0).definition_version(), 1);
  EXPECT_EQ(series.cells(1).definition_version(), 2);
  EXPECT_THAT(series.cells(1).marks(), ElementsAre(v1::SERIES_MARK_BREAK));
  const v1::GetProgressResponse progress = ProgressOf("areas/asker", "test.waste", "2023");
  EXPECT_EQ(progress.change().absolute().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
}

TEST_F(DefinitionsTest, AnotherUnitWithoutABreakIsNeverComputedWithTheFormer) {
  v1::Indicator indicator = Definition("indicators/test.waste", "tonnes");
  ASSERT_THAT(Create(indicator), IsOk());
  ASSERT_THAT(Record("areas/asker", indicator.name(), "2022", "10"), IsOk());
  indicator.set_unit("kg");
  ASSERT_THAT(Update(indicator), IsOk());
  ASSERT_THAT(Record("areas/asker", indicator.name(), "2023", "9000"), IsOk());
  const v1::GetProgressResponse progress = ProgressOf("areas/asker", "test.waste", "2023");
  EXPECT_EQ(progress.change().absolute().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_DIFFERENT_VINTAGES);
}

TEST_F(DefinitionsTest, WhatIsComputedAtReadMayBeSentBackAsItWasReadAndNotOtherwise) {
  ASSERT_THAT(Create(Definition("indicators/test.waste", "tonnes")), IsOk());
  v1::Indicator read = Get("indicators/test.waste");
  read.set_publisher("Asker kommune");
  const auto updated = Update(read, {"*"});
  ASSERT_THAT(updated, IsOk());
  EXPECT_TRUE(updated->result().committed());
  read = Get("indicators/test.waste");
  EXPECT_EQ(read.publisher(), "Asker kommune");
  EXPECT_EQ(read.versions_size(), 1);
  read.mutable_versions(0)->set_unit("kg");
  EXPECT_THAT(Update(read),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_OUTPUT_ONLY_FIELD));
  v1::Indicator other = Definition("indicators/test.other", "tonnes");
  other.add_versions()->set_version(1);
  EXPECT_THAT(Create(other),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_OUTPUT_ONLY_FIELD));
}

TEST_F(DefinitionsTest, ADiscontinuedIndicatorNamesItsSuccessor) {
  ASSERT_THAT(Create(Definition("indicators/test.new", "count")), IsOk());
  v1::Indicator old = Definition("indicators/test.old", "count");
  ASSERT_THAT(Create(old), IsOk());
  ASSERT_THAT(Record("areas/asker", old.name(), "2023", "5"), IsOk());
  old.set_life_cycle(v1::LIFE_CYCLE_DISCONTINUED);
  old.set_last_period("2023");
  old.set_successor("indicators/test.none");
  EXPECT_THAT(Update(old),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_INDICATOR_NOT_FOUND));
  old.set_successor("indicators/test.new");
  ASSERT_THAT(Update(old), IsOk());
  EXPECT_THAT(Record("areas/asker", old.name(), "2024", "5"),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_INDICATOR_DISCONTINUED));

  v1::BatchGetObservationsRequest request;
  request.add_names("areas/asker/indicators/test.old/observations/2023");
  request.add_names("areas/asker/indicators/test.old/observations/2022");
  request.add_names("areas/asker/indicators/test.old/observations/2024");
  const auto batch = service_.Call(&Stub::BatchGetObservations, request);
  ASSERT_THAT(batch, IsOk());
  EXPECT_EQ(batch->results(0).outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(batch->results(1).outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(batch->results(2).outcome(), common::v1::OUTCOME_DISCONTINUED);
  EXPECT_EQ(batch->results(2).successor(), "indicators/test.new");

  // What took its place is in use.
  v1::DeleteIndicatorRequest erase;
  erase.set_name("indicators/test.new");
  EXPECT_THAT(service_.Call(&Stub::DeleteIndicator, erase, "recorder"),
              StatusHas(absl::StatusCode::kFailedPrecondition, ERROR_REASON_RESOURCE_IN_USE));
}

TEST_F(DefinitionsTest, AFormulaIsRefusedThatLeadsInACircleOrToNothing) {
  const auto create = [&](const std::string& id, const std::string& formula) {
    v1::Indicator indicator = Definition(absl::StrCat("indicators/", id), "percent");
    indicator.set_formula(formula);
    indicator.set_decimals(1);
    return Create(indicator).status();
  };
  EXPECT_THAT(create("test.a", "[test.a] + 1"),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_FORMULA_CYCLE));
  EXPECT_THAT(create("test.a", "[test.none] + 1"),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_INDICATOR_NOT_FOUND));
  EXPECT_THAT(create("test.a", "[population.births] / 0"),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_DIVISION_BY_ZERO));
  EXPECT_THAT(create("test.a", "[population.births] per year"),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_INVALID_FORMULA));
  EXPECT_THAT(create("test.a", "[population.births~sex.women]"),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_DIMENSION_NOT_DECLARED));
  ASSERT_THAT(create("test.a", "[population.births] * 2"), IsOk());
  ASSERT_THAT(create("test.b", "[test.a] * 2"), IsOk());
  v1::Indicator first = Get("indicators/test.a");
  first.set_formula("[test.b] / 2");
  EXPECT_THAT(Update(first),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_FORMULA_CYCLE));
  EXPECT_THAT(Record("areas/asker", "indicators/test.a", "2024", "5"),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_FIGURE_NOT_RECORDED_HERE));
}

// What a definition asks of figures is asked when they are written. Of those that stood already
// when it was changed the check of a store said that they were wrong, although nobody had been
// refused.
TEST_F(DefinitionsTest, AChangedDefinitionLeavesWhatWasRecordedInOrder) {
  v1::Indicator indicator = Definition("indicators/test.waste", "percent");
  auto& dimension = *indicator.add_dimensions();
  dimension.set_dimension("kind");
  dimension.add_members()->set_member("paper");
  ASSERT_THAT(Create(indicator), IsOk());
  ASSERT_THAT(Record("areas/asker", indicator.name(), "2022", "10"), IsOk());
  v1::Indicator derived = Definition("indicators/test.paper", "percent");
  derived.set_formula("[test.waste~kind.paper] * 2");
  derived.set_decimals(1);
  ASSERT_THAT(Create(derived), IsOk());
  v1::CreateTargetRequest target;
  target.mutable_target()->set_name("areas/asker/targets/test.waste");
  target.mutable_target()->set_indicator(indicator.name());
  target.mutable_target()->set_comparator(v1::COMPARATOR_GE);
  target.mutable_target()->set_value("90");
  target.mutable_target()->set_unit("percent");
  target.mutable_target()->set_basis(v1::TARGET_BASIS_MUNICIPAL_PLAN);
  ASSERT_THAT(service_.Call(&Stub::CreateTarget, target, "recorder"), IsOk());

  indicator.clear_dimensions();
  indicator.set_unit("count");
  indicator.set_decimals(0);
  indicator.set_formula("[population.births] - 1");
  ASSERT_THAT(Update(indicator), IsOk());
  EXPECT_THAT(Record("areas/asker", indicator.name(), "2023", "11"),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_FIGURE_NOT_RECORDED_HERE));
  target.mutable_target()->set_name("areas/asker/targets/test.waste-again");
  EXPECT_FALSE(service_.Call(&Stub::CreateTarget, target, "recorder").ok());

  const auto check = CheckStore(service_.ledger(), 10, absl::InfiniteFuture());
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->finding_count, 0)
      << check->findings[0].name << ": " << check->findings[0].description;
}

TEST_F(DefinitionsTest, WhatIsRefusedLeavesNothing) {
  const int64_t before = service_.ledger().Read()->at().revision;
  v1::CreateObservationRequest request;
  request.mutable_observation()->set_name(
      "areas/asker/indicators/housing.completed-by-type/observations/2030~floor.first");
  request.mutable_observation()->set_period("2030");
  request.mutable_observation()->add_dimensions()->set_dimension("floor");
  request.mutable_observation()->mutable_dimensions(0)->set_member("first");
  request.mutable_observation()->mutable_cell()->set_value("5");
  EXPECT_THAT(service_.Call(&Stub::CreateObservation, request, "recorder"),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_DIMENSION_NOT_DECLARED));
  EXPECT_EQ(service_.ledger().Read()->at().revision, before);
}

// A PENDING figure that is expected in January 2026 is overdue when February begins in Oslo,
// whatever the zone of the machine, and without anybody writing anything.
TEST_F(DefinitionsTest, APendingFigureIsOverdueFromTheDayAfterInOslo) {
  const std::string name = "areas/asker/indicators/population.births/observations/2025";
  v1::CreateObservationRequest request;
  request.mutable_observation()->set_name(name);
  request.mutable_observation()->set_period("2025");
  request.mutable_observation()->mutable_cell()->set_missing(common::v1::MISSING_REASON_PENDING);
  request.mutable_observation()->mutable_cell()->set_expected("2026-01");
  ASSERT_THAT(service_.Call(&Stub::CreateObservation, request, "recorder"), IsOk());
  const int64_t revision = service_.ledger().Read()->at().revision;
  // 23:59 and 24:00 in Oslo, an hour before UTC.
  const absl::Time last_minute =
      absl::FromCivil(absl::CivilMinute(2026, 1, 31, 22, 59), absl::UTCTimeZone());
  const auto overdue_at = [&](absl::Time now) {
    clock_.Advance(now - clock_.Now());
    const v1::Series series = SeriesOf("areas/asker", "indicators/population.births", "2025");
    EXPECT_EQ(series.cells(0).cell().overdue(), GetObservation(name).cell().overdue());
    return GetObservation(name).cell().overdue();
  };
  const char* const zone = ::getenv("TZ");
  const std::string before = zone == nullptr ? "" : zone;
  EXPECT_FALSE(overdue_at(last_minute));
  for (const char* tz : {"Pacific/Auckland", "America/Los_Angeles", "UTC"}) {
    ::setenv("TZ", tz, 1);
    ::tzset();
    EXPECT_FALSE(GetObservation(name).cell().overdue()) << tz;
  }
  EXPECT_TRUE(overdue_at(last_minute + absl::Minutes(1)));
  for (const char* tz : {"Pacific/Auckland", "America/Los_Angeles", "UTC"}) {
    ::setenv("TZ", tz, 1);
    ::tzset();
    EXPECT_TRUE(GetObservation(name).cell().overdue()) << tz;
  }
  before.empty() ? ::unsetenv("TZ") : ::setenv("TZ", before.c_str(), 1);
  ::tzset();
  EXPECT_EQ(service_.ledger().Read()->at().revision, revision);

  // As it was read it may be sent back with a value in it; stored is what was recorded.
  v1::UpdateObservationRequest update;
  *update.mutable_observation() = GetObservation(name);
  update.mutable_update_mask()->add_paths("provenance");
  update.mutable_observation()->mutable_provenance()->set_note("Purret");
  ASSERT_THAT(service_.Call(&Stub::UpdateObservation, update, "recorder"), IsOk());
  EXPECT_TRUE(GetObservation(name).cell().overdue());
  v1::GetObservationRequest earlier;
  earlier.set_name(name);
  earlier.mutable_as_of()->set_revision(revision);
  EXPECT_FALSE(service_.Call(&Stub::GetObservation, earlier)->observation().cell().overdue());
}

TEST_F(DefinitionsTest, AFrameworkIsFollowedInItsPlanPeriod) {
  v1::CreateFrameworkRequest framework;
  framework.mutable_framework()->set_name("areas/asker/frameworks/2024-2027");
  framework.mutable_framework()->add_titles()->set_language("nb");
  framework.mutable_framework()->mutable_titles(0)->set_text("Handlingsprogram 2024-2027");
  framework.mutable_framework()->set_first_period("2024");
  framework.mutable_framework()->set_last_period("2027");
  ASSERT_THAT(testing::CallUnary(*frameworks_, &v1::FrameworksService::Stub::CreateFramework,
                                 framework, "recorder"),
              IsOk());
  const auto section = [&](const std::string& period) {
    v1::GetIndicatorsSectionRequest request;
    request.set_area("areas/asker");
    request.set_period(period);
    return service_.Call(&Stub::GetIndicatorsSection, request)->section();
  };
  EXPECT_EQ(section("2023").indicator_count(), 100);
  EXPECT_FALSE(section("2023").has_framework());
  EXPECT_EQ(section("2024").framework().name(), "areas/asker/frameworks/2024-2027");
  EXPECT_EQ(section("2024").indicator_count(), 0);

  v1::UpdateFocusAreaRequest update;
  update.mutable_focus_area()->set_name("areas/asker/focusAreas/economy");
  update.mutable_focus_area()->set_framework("areas/3203/frameworks/2024-2027");
  ASSERT_THAT(service_.Call(&Stub::UpdateFocusArea, update, "recorder"), IsOk());
  EXPECT_EQ(section("2024").indicator_count(), 4);
  EXPECT_EQ(section("2023").indicator_count(), 96);
  update.mutable_focus_area()->set_framework("areas/asker/frameworks/none");
  EXPECT_THAT(service_.Call(&Stub::UpdateFocusArea, update, "recorder"),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_FRAMEWORK_NOT_FOUND));
}

}  // namespace
}  // namespace tertial::indicators
