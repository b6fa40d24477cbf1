// The indicators service as its callers see it: a real server over RocksDB, called over a channel,
// with the example data as the command `tertial import` reads it.
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/import/dataset.h"
#include "common/ledger/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/handler/indicators_handlers.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/store/keys.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using enum common::v1::Outcome;
using Stub = v1::IndicatorsService::Stub;
using Rows = std::vector<v1::IndicatorsRow>;

// The rows that the command sends to this service, read once. Without owners: no other service is
// there to be followed, so their figures are recorded here.
const Rows& AskerRows() {
  static const Rows& rows = *new Rows([] {
    absl::StatusOr<cli::Dataset> dataset =
        cli::ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
    EXPECT_THAT(dataset, IsOk());
    EXPECT_THAT(dataset->problems, IsEmpty());
    for (v1::IndicatorsRow& row : dataset->indicators.rows) {
      if (row.has_indicator()) row.mutable_indicator()->clear_owner();
    }
    return std::move(dataset->indicators.rows);
  }());
  return rows;
}

v1::IndicatorsRow IndicatorRow(const std::string& id) {
  v1::IndicatorsRow row;
  v1::Indicator& indicator = *row.mutable_indicator();
  indicator.set_name(absl::StrCat("indicators/", id));
  indicator.add_labels()->set_language("nb");
  indicator.mutable_labels(0)->set_text("Andel");
  indicator.set_collection(v1::COLLECTION_POPULATION);
  indicator.set_unit("percent");
  return row;
}

v1::IndicatorsRow ObservationRow(const std::string& indicator, const std::string& period,
                                 const std::string& value, const std::string& area = "asker") {
  v1::IndicatorsRow row;
  v1::Observation& observation = *row.mutable_observation();
  observation.set_name(
      absl::StrCat("areas/", area, "/indicators/", indicator, "/observations/", period));
  observation.set_period(period);
  observation.mutable_cell()->set_value(value);
  return row;
}

// Fields and reasons of what was refused, row by row.
std::vector<std::pair<std::string, ErrorReason>> RefusedIn(
    const common::v1::ImportSummary& summary) {
  std::vector<std::pair<std::string, ErrorReason>> refused;
  for (const common::v1::RefusedRow& row : summary.refused_rows()) {
    for (const common::v1::FieldViolation& violation : row.violations()) {
      refused.emplace_back(violation.field(), violation.reason());
    }
  }
  return refused;
}

std::map<common::v1::MissingReason, int> MissingIn(const common::v1::CellCounts& counts) {
  std::map<common::v1::MissingReason, int> missing;
  for (const auto& entry : counts.missing()) missing[entry.reason()] = entry.count();
  return missing;
}

// "met", "not met" or "?" of an indicator's only target in a period.
std::string TargetIn(const v1::IndicatorsSection& section, const std::string& indicator,
                     const std::string& period) {
  for (const auto& focus_area : section.focus_areas()) {
    for (const auto& goal : focus_area.goals()) {
      for (const auto& series : goal.indicators()) {
        if (series.indicator().name() != absl::StrCat("indicators/", indicator)) continue;
        EXPECT_THAT(series.targets(), SizeIs(1));
        for (const auto& one : series.targets(0).assessments()) {
          if (one.period() != period) continue;
          if (one.state() == v1::TARGET_STATE_NOT_COMPUTABLE) return "?";
          return absl::StrCat(one.state() == v1::TARGET_STATE_MET ? "met by " : "not met by ",
                              one.distance().value());
        }
      }
    }
  }
  return "no such target";
}

class IndicatorsServiceTest : public ::testing::Test {
 protected:
  common::v1::ImportSummary Import(const Rows& rows) {
    absl::StatusOr<common::v1::ImportSummary> summary =
        service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows);
    EXPECT_THAT(summary, IsOk());
    return summary.ok() ? *std::move(summary) : common::v1::ImportSummary();
  }

  absl::StatusOr<v1::GetIndicatorsSectionResponse> GetSection(const std::string& area,
                                                              const std::string& period) {
    v1::GetIndicatorsSectionRequest request;
    request.set_area(area);
    request.set_period(period);
    return service_.Call(&Stub::GetIndicatorsSection, request);
  }

  absl::StatusOr<v1::GetIndicatorResponse> GetIndicator(const std::string& name) {
    v1::GetIndicatorRequest request;
    request.set_name(name);
    return service_.Call(&Stub::GetIndicator, request);
  }

  absl::StatusOr<v1::GetObservationResponse> GetObservation(const std::string& name) {
    v1::GetObservationRequest request;
    request.set_name(name);
    return service_.Call(&Stub::GetObservation, request);
  }

  template <typename Request, typename Response>
  using ListMethod = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);
  // The resources of a response.
  template <typename Response, typename Resource>
  using Listed = const google::protobuf::RepeatedPtrField<Resource>& (Response::*)() const;

  // The names that a List method gives, page by page.
  template <typename Request, typename Response, typename Resource>
  std::vector<std::string> NamesByPages(ListMethod<Request, Response> list,
                                        const std::string& parent, int page_size,
                                        Listed<Response, Resource> listed) {
    Request request;
    if constexpr (requires { request.set_parent(parent); }) request.set_parent(parent);
    request.set_page_size(page_size);
    std::vector<std::string> names;
    do {
      const absl::StatusOr<Response> response = service_.Call(list, request);
      EXPECT_THAT(response, IsOk());
      if (!response.ok()) break;
      const auto& resources = (*response.*listed)();
      EXPECT_LE(resources.size(), page_size);
      for (const auto& resource : resources) names.push_back(resource.name());
      request.set_page_token(response->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  // The pages of sizes 1, 2 and all give each of the `count` resources once, in one order.
  template <typename Request, typename Response, typename Resource>
  void ExpectPages(ListMethod<Request, Response> list, const std::string& parent,
                   Listed<Response, Resource> listed, size_t count) {
    const std::vector<std::string> all = NamesByPages(list, parent, 1000, listed);
    EXPECT_EQ(all.size(), count);
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), count);
    EXPECT_EQ(NamesByPages(list, parent, 1, listed), all);
    EXPECT_EQ(NamesByPages(list, parent, 2, listed), all);
    EXPECT_EQ(NamesByPages(list, parent, static_cast<int>(count), listed), all);
  }

  testing::TestService<v1::IndicatorsService> service_{"indicators", CreateIndicatorsService};
};

TEST_F(IndicatorsServiceTest, TheExampleHas100IndicatorsOfWhich282CellsAreMeasured) {
  ASSERT_TRUE(Import(AskerRows()).applied());
  const auto response = GetSection("areas/3203", "2024");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(response->missing_parts(), IsEmpty());
  const v1::IndicatorsSection& section = response->section();
  EXPECT_EQ(section.area(), "areas/asker");
  EXPECT_THAT(section.periods(), ElementsAre("2021", "2022", "2023", "2024"));
  EXPECT_EQ(section.indicator_count(), 100);
  std::vector<int> per_focus_area;
  for (const auto& one : section.focus_areas()) per_focus_area.push_back(one.indicator_count());
  EXPECT_THAT(per_focus_area, ElementsAre(4, 7, 14, 21, 13, 15, 17, 9));
  EXPECT_EQ(section.cells().cells(), 400);
  EXPECT_EQ(section.cells().measured(), 282);
  EXPECT_THAT(MissingIn(section.cells()),
              ElementsAre(Pair(common::v1::MISSING_REASON_NOT_MEASURED, 87),
                          Pair(common::v1::MISSING_REASON_PENDING, 31)));
  EXPECT_EQ(section.cells().no_observation(), 0);
}

TEST_F(IndicatorsServiceTest, TheExampleHas28GoalsOfWhich3HaveAnIndicatorUnderDevelopment) {
  Import(AskerRows());
  const v1::IndicatorsSection section = GetSection("areas/asker", "2024")->section();
  EXPECT_EQ(section.goal_count(), 28);
  std::map<v1::GoalStatus, int> statuses;
  for (const auto& one : section.goal_statuses()) statuses[one.status()] = one.count();
  EXPECT_THAT(statuses, ElementsAre(Pair(v1::GOAL_STATUS_INDICATORS, 24),
                                    Pair(v1::GOAL_STATUS_INDICATOR_UNDER_DEVELOPMENT, 3),
                                    Pair(v1::GOAL_STATUS_REPORTED_QUALITATIVELY, 1)));
}

TEST_F(IndicatorsServiceTest, TheExampleMeetsTwoOfItsFiveTableTargetsIn2024) {
  Import(AskerRows());
  const v1::IndicatorsSection section = GetSection("areas/asker", "2024")->section();
  EXPECT_EQ(TargetIn(section, "economy.disposition-fund-share", "2024"), "met by 4.3");
  EXPECT_EQ(TargetIn(section, "economy.net-operating-result", "2024"), "not met by -0.5");
  EXPECT_EQ(TargetIn(section, "economy.net-loan-debt", "2024"), "not met by 14.7");
  EXPECT_EQ(TargetIn(section, "economy.building-maintenance-per-m2", "2024"), "met by 10");
  EXPECT_EQ(TargetIn(section, "communities.sewage-overflow-pollution", "2024"), "?");
  EXPECT_EQ(TargetIn(section, "communities.sewage-overflow-pollution", "2023"), "met by -4.94");
}

TEST_F(IndicatorsServiceTest, TheExampleHasTheSeriesOfItsFilesAsStatistics) {
  Import(AskerRows());
  v1::GetStatisticsSectionRequest request;
  request.set_area("areas/3203");
  request.set_period("2024");
  const auto response = service_.Call(&Stub::GetStatisticsSection, request);
  ASSERT_THAT(response, IsOk());
  std::map<v1::Collection, std::pair<int, int>> series_and_measured;
  for (const auto& one : response->section().collections()) {
    series_and_measured[one.collection()] = {one.series_size(), one.cells().measured()};
    EXPECT_EQ(one.cells().cells(), 4 * one.series_size());
  }
  EXPECT_THAT(series_and_measured, ElementsAre(Pair(v1::COLLECTION_KOSTRA, Pair(84, 167)),
                                               Pair(v1::COLLECTION_POPULATION, Pair(13, 48)),
                                               Pair(v1::COLLECTION_HOUSING, Pair(12, 28)),
                                               Pair(v1::COLLECTION_EMPLOYMENT, Pair(14, 25))));
  EXPECT_THAT(MissingIn(response->section().collections(0).cells()),
              ElementsAre(Pair(common::v1::MISSING_REASON_DATA_LACKING, 1)));
}

TEST_F(IndicatorsServiceTest, ANumberNamesTheAreaInEveryYear) {
  Import(AskerRows());
  const std::string name = "/indicators/economy.net-loan-debt/observations/2023";
  EXPECT_EQ(GetObservation(absl::StrCat("areas/3203", name))->observation().name(),
            absl::StrCat("areas/asker", name));
  EXPECT_EQ(GetObservation(absl::StrCat("areas/3025", name))->observation().name(),
            absl::StrCat("areas/asker", name));
  EXPECT_EQ(GetSection("areas/3025", "2023")->section().indicator_count(), 100);
  EXPECT_EQ(GetSection("areas/3203", "2023")->section().indicator_count(), 100);
  EXPECT_THAT(GetSection("areas/9999", "2024"), HasReason(ERROR_REASON_AREA_NOT_FOUND));
}

TEST_F(IndicatorsServiceTest, PagesGiveEveryRowOnce) {
  Import(AskerRows());
  std::map<v1::IndicatorsRow::RowCase, size_t> rows;
  for (const v1::IndicatorsRow& row : AskerRows()) {
    // Observations are of many areas; those of the others are listed below other parents.
    if (row.has_observation() && !absl::StartsWith(row.observation().name(), "areas/3203/")) {
      continue;
    }
    ++rows[row.row_case()];
  }
  ExpectPages(&Stub::ListIndicators, "", &v1::ListIndicatorsResponse::indicators,
              rows[v1::IndicatorsRow::kIndicator]);
  ExpectPages(&Stub::ListFocusAreas, "areas/asker", &v1::ListFocusAreasResponse::focus_areas, 8);
  ExpectPages(&Stub::ListGoals, "areas/asker", &v1::ListGoalsResponse::goals, 28);
  ExpectPages(&Stub::ListFrameworkIndicators, "areas/3203",
              &v1::ListFrameworkIndicatorsResponse::framework_indicators, 100);
  ExpectPages(&Stub::ListTargets, "areas/asker", &v1::ListTargetsResponse::targets,
              rows[v1::IndicatorsRow::kTarget]);
  ExpectPages(&Stub::ListObservations, "areas/asker/indicators/-",
              &v1::ListObservationsResponse::observations, rows[v1::IndicatorsRow::kObservation]);
}

TEST_F(IndicatorsServiceTest, ABatchHasAnOutcomeForEveryName) {
  Import({IndicatorRow("a"), ObservationRow("a", "2024", "1")});
  v1::BatchGetObservationsRequest request;
  for (const char* name :
       {"areas/asker/indicators/a/observations/2024", "areas/3203/indicators/a/observations/2024",
        "areas/asker/indicators/a/observations/2023", "areas/asker/indicators/b/observations/2024",
        "areas/9999/indicators/a/observations/2024", "observations/2024"}) {
    request.add_names(name);
  }
  const auto response = service_.Call(&Stub::BatchGetObservations, request);
  ASSERT_THAT(response, IsOk());
  std::vector<common::v1::Outcome> outcomes;
  for (int i = 0; i < response->results_size(); ++i) {
    EXPECT_EQ(response->results(i).name(), request.names(i));
    EXPECT_EQ(response->results(i).has_observation(),
              response->results(i).outcome() == OUTCOME_FOUND);
    outcomes.push_back(response->results(i).outcome());
  }
  EXPECT_THAT(outcomes, ElementsAre(OUTCOME_FOUND, OUTCOME_FOUND, OUTCOME_NO_OBSERVATION,
                                    OUTCOME_UNKNOWN_ID, OUTCOME_UNKNOWN_ID, OUTCOME_UNKNOWN_ID));
}

TEST_F(IndicatorsServiceTest, TheSameRowsAgainChangeNothing) {
  const common::v1::ImportSummary first = Import(AskerRows());
  EXPECT_EQ(first.inserted(), static_cast<int64_t>(AskerRows().size()));
  const common::v1::ImportSummary again = Import(AskerRows());
  EXPECT_EQ(again.unchanged(), static_cast<int64_t>(AskerRows().size()));
  EXPECT_EQ(again.inserted() + again.revised() + again.refused(), 0);
  EXPECT_EQ(again.read_at().revision(), first.read_at().revision());
}

TEST_F(IndicatorsServiceTest, OneChangedRowIsOneRevisedRowAndOneRevision) {
  Import(AskerRows());
  Rows rows = AskerRows();
  const auto changed = std::find_if(rows.begin(), rows.end(), [](const v1::IndicatorsRow& row) {
    return row.observation().cell().value() == "94.7";
  });
  ASSERT_NE(changed, rows.end());
  changed->mutable_observation()->mutable_cell()->set_value("79.9");
  const common::v1::ImportSummary summary = Import(rows);
  EXPECT_EQ(summary.revised(), 1);
  EXPECT_EQ(summary.read_at().revision(), 2);
  EXPECT_EQ(TargetIn(GetSection("areas/asker", "2024")->section(), "economy.net-loan-debt", "2024"),
            "met by -0.1");
}

TEST_F(IndicatorsServiceTest, TheOrderOfTheRowsDoesNotMatter) {
  Import(AskerRows());
  Rows shuffled = AskerRows();
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(20240703));
  testing::TestService<v1::IndicatorsService> other("indicators", CreateIndicatorsService);
  const auto summary =
      other.Import<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::IndicatorsRow>(shuffled);
  ASSERT_THAT(summary, IsOk());
  EXPECT_TRUE(summary->applied());
  v1::GetIndicatorsSectionRequest request;
  request.set_area("areas/asker");
  request.set_period("2024");
  EXPECT_EQ(other.Call(&Stub::GetIndicatorsSection, request)->section().DebugString(),
            GetSection("areas/asker", "2024")->section().DebugString());
}

TEST_F(IndicatorsServiceTest, RefusesNumbersThatAreNone) {
  for (const char* value : {"12,5", "1e400", "-0",
                            "\xE2\x88\x92"
                            "5",
                            "12\xC2\xA0"
                            "000",
                            "12 000", "NaN", ""}) {
    const common::v1::ImportSummary summary =
        Import({IndicatorRow("a"), ObservationRow("a", "2024", value)});
    EXPECT_FALSE(summary.applied()) << value;
    EXPECT_THAT(RefusedIn(summary),
                ElementsAre(Pair("observation.cell.value", ERROR_REASON_INVALID_DECIMAL)))
        << value;
  }
  EXPECT_THAT(GetIndicator("indicators/a"), HasReason(ERROR_REASON_INDICATOR_NOT_FOUND));
}

TEST_F(IndicatorsServiceTest, RefusesRowsThatNameOrHoldWhatIsNotThere) {
  v1::IndicatorsRow no_tertial = ObservationRow("a", "2024", "1");
  no_tertial.mutable_observation()->set_period("2024-T4");
  v1::IndicatorsRow neither = ObservationRow("a", "2021", "1");
  neither.mutable_observation()->mutable_cell()->clear_content();
  const common::v1::ImportSummary summary =
      Import({IndicatorRow("a"), no_tertial, neither, ObservationRow("b", "2024", "1"),
              ObservationRow("a", "2024", "1", "9999"), ObservationRow("a", "2023", "1"),
              ObservationRow("a", "2023", "2", "3203"), v1::IndicatorsRow()});
  EXPECT_THAT(RefusedIn(summary),
              ElementsAre(Pair("observation.period", ERROR_REASON_INVALID_PERIOD),
                          Pair("observation.cell", ERROR_REASON_CELL_EMPTY),
                          Pair("observation.name", ERROR_REASON_INDICATOR_NOT_FOUND),
                          Pair("observation.name", ERROR_REASON_AREA_NOT_FOUND),
                          Pair("observation.name", ERROR_REASON_DUPLICATE_KEY),
                          Pair("", ERROR_REASON_FIELD_REQUIRED)));
  EXPECT_EQ(summary.refused_rows(4).violations(0).related_row(), 6);
  EXPECT_EQ(summary.read_at().revision(), 0);
}

// The first of its kind in the example, to be changed.
v1::IndicatorsRow FirstRow(v1::IndicatorsRow::RowCase row_case) {
  return *std::find_if(AskerRows().begin(), AskerRows().end(),
                       [&](const v1::IndicatorsRow& row) { return row.row_case() == row_case; });
}

TEST_F(IndicatorsServiceTest, RefusesRowsThatReferToWhatDoesNotFit) {
  Import(AskerRows());
  v1::IndicatorsRow goal = FirstRow(v1::IndicatorsRow::kGoal);
  goal.mutable_goal()->set_focus_area("areas/asker/focusAreas/none");
  v1::IndicatorsRow of_another_area = goal;
  of_another_area.mutable_goal()->set_name("areas/baerum/goals/g");
  v1::IndicatorsRow chosen = FirstRow(v1::IndicatorsRow::kFrameworkIndicator);
  chosen.mutable_framework_indicator()->set_goal("areas/asker/goals/none");
  v1::IndicatorsRow of_nothing = FirstRow(v1::IndicatorsRow::kTarget);
  of_nothing.mutable_target()->set_indicator("indicators/none");
  v1::IndicatorsRow unit = FirstRow(v1::IndicatorsRow::kTarget);
  unit.mutable_target()->set_name("areas/asker/targets/other-unit");
  unit.mutable_target()->set_unit("count");
  v1::IndicatorsRow scale = FirstRow(v1::IndicatorsRow::kIndicator);
  scale.mutable_indicator()->set_scale_min("0");
  scale.mutable_indicator()->set_scale_max("50");
  v1::IndicatorsRow outside = FirstRow(v1::IndicatorsRow::kObservation);
  outside.mutable_observation()->mutable_cell()->set_value("50.1");
  const auto summary = Import({goal, of_another_area, chosen, of_nothing, unit, scale, outside});
  EXPECT_THAT(RefusedIn(summary),
              ElementsAre(Pair("goal.focus_area", ERROR_REASON_FOCUS_AREA_NOT_FOUND),
                          Pair("goal.focus_area", ERROR_REASON_INCONSISTENT_FIELDS),
                          Pair("framework_indicator.goal", ERROR_REASON_GOAL_NOT_FOUND),
                          Pair("target.indicator", ERROR_REASON_INDICATOR_NOT_FOUND),
                          Pair("target.unit", ERROR_REASON_INCONSISTENT_FIELDS),
                          Pair("observation.cell.value", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST_F(IndicatorsServiceTest, StoresTextThatLooksLikeCodeAsItIs) {
  v1::IndicatorsRow row = IndicatorRow("a");
  row.mutable_indicator()->mutable_labels(0)->set_text("=HYPERLINK(\"x\")\n<script>|`\xC3\xA5");
  ASSERT_TRUE(Import({row}).applied());
  EXPECT_EQ(GetIndicator("indicators/a")->indicator().labels(0).text(),
            "=HYPERLINK(\"x\")\n<script>|`\xC3\xA5");
}

// A description with half a character in it made the whole answer unreadable for the client.
TEST_F(IndicatorsServiceTest, ARefusedTextIsCutBetweenCharacters) {
  v1::IndicatorsRow row = IndicatorRow("a");
  row.mutable_indicator()->set_unit(absl::StrCat(std::string(59, 'a'), "\xC3\xA5\xC3\xA5"));
  EXPECT_THAT(RefusedIn(Import({row})),
              ElementsAre(Pair("indicator.unit", ERROR_REASON_INVALID_TEXT)));
}

// Serves what stands in `directory` without a server: the handlers alone.
class Reopened {
 public:
  explicit Reopened(const TempDir& directory)
      : ledger_(*Ledger::Open(*OpenRocksDbStore(directory.path()), SystemClock(),
                              LedgerOptions{.service_name = "indicators"})),
        areas_(*AreaRegistry::Load(testing::AreasDirectory())) {}

  IndicatorsHandlers handlers() { return IndicatorsHandlers(*ledger_, areas_); }

  absl::Status Import(const Rows& rows) {
    v1::ImportRowsRequest request;
    request.mutable_options();
    for (const v1::IndicatorsRow& row : rows) *request.add_rows() = row;
    request.set_end_of_rows(true);
    const auto sink = handlers().ImportRows(CallContext());
    const absl::Status accepted = sink->Accept(std::move(request));
    return accepted.ok() ? sink->Finish().status() : accepted;
  }

  absl::StatusOr<v1::GetIndicatorsSectionResponse> GetSection() {
    v1::GetIndicatorsSectionRequest request;
    request.set_area("areas/asker");
    request.set_period("2024");
    return handlers().GetIndicatorsSection(CallContext(), request);
  }

 private:
  const std::unique_ptr<Ledger> ledger_;
  const AreaRegistry areas_;
};

// Writes bytes that are no row under the key of the first target.
absl::Status DamageATarget(const TempDir& directory) {
  const auto store = OpenRocksDbStore(directory.path());
  if (!store.ok()) return store.status();
  WriteBatch batch;
  batch.Put(CurrentKey(TargetTable::kId, *PrimaryKey<TargetTable>("areas/asker/targets/a")),
            "\xff no row");
  return (*store)->Write(batch);
}

TEST(DamagedIndicatorsStore, AnswersTheSectionWholeButForTheTargets) {
  const TempDir directory;
  v1::IndicatorsSection before;
  {
    Reopened service(directory);
    ASSERT_THAT(service.Import(AskerRows()), IsOk());
    before = service.GetSection()->section();
  }
  ASSERT_THAT(DamageATarget(directory), IsOk());
  const auto response = Reopened(directory).GetSection();
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->missing_parts(), SizeIs(1));
  EXPECT_EQ(response->missing_parts(0).part(), "targets");
  EXPECT_FALSE(absl::StrContains(response->missing_parts(0).reason(), "asker"));

  ASSERT_THAT(before.other_targets(), Not(IsEmpty()));
  before.clear_other_targets();
  for (auto& focus_area : *before.mutable_focus_areas()) {
    for (auto& goal : *focus_area.mutable_goals()) {
      for (auto& series : *goal.mutable_indicators()) series.clear_targets();
    }
  }
  EXPECT_EQ(response->section().DebugString(), before.DebugString());
}

}  // namespace
}  // namespace tertial::indicators
