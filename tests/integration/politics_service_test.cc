// The politics service as its callers see it: a real server over RocksDB, called over a channel.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/csv/csv_reader.h"
#include "common/ledger/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "services/politics/store/keys.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using enum common::v1::Outcome;
using Stub = v1::PoliticsService::Stub;

template <typename Texts>
void AddTitle(Texts* texts) {
  texts->Add()->set_language("nb");
  texts->rbegin()->set_text("Tittel");
}

v1::PoliticsRow BodyRow(const std::string& id, int order = 1, const std::string& area = "asker") {
  v1::PoliticsRow row;
  v1::Body& body = *row.mutable_body();
  body.set_name(absl::StrCat("areas/", area, "/bodies/", id));
  AddTitle(body.mutable_titles());
  body.set_kind(v1::BODY_KIND_COUNCIL);
  body.set_order(order);
  return row;
}

v1::PoliticsRow ActivityRow(const std::string& body_id, const std::string& period,
                            const std::string& meetings, const std::string& cases,
                            const std::string& area = "asker") {
  v1::PoliticsRow row;
  v1::BodyActivity& activity = *row.mutable_body_activity();
  activity.set_name(absl::StrCat("areas/", area, "/bodies/", body_id, "/activities/", period));
  activity.set_period(period);
  activity.mutable_meetings()->set_value(meetings);
  activity.mutable_cases()->set_value(cases);
  activity.set_counting_rule(v1::COUNTING_RULE_UNKNOWN);
  return row;
}

v1::PoliticsRow CaseRow(const std::string& id, const std::string& body, int sequence, int year) {
  v1::PoliticsRow row;
  v1::Case& political_case = *row.mutable_political_case();
  political_case.set_name(absl::StrCat("areas/asker/cases/", id));
  political_case.set_body(body);
  political_case.mutable_number()->set_sequence(sequence);
  political_case.mutable_number()->set_year(year);
  AddTitle(political_case.mutable_titles());
  return row;
}

v1::PoliticsRow PlanRow(const std::string& id) {
  v1::PoliticsRow row;
  v1::ThematicPlan& plan = *row.mutable_thematic_plan();
  plan.set_name(absl::StrCat("areas/asker/plans/", id));
  AddTitle(plan.mutable_titles());
  plan.set_order(1);
  return row;
}

v1::PoliticsRow ResolutionRow(const std::string& id) {
  v1::PoliticsRow row;
  v1::ResolutionFollowUp& resolution = *row.mutable_resolution_follow_up();
  resolution.set_name(absl::StrCat("areas/asker/resolutions/", id));
  AddTitle(resolution.mutable_titles());
  resolution.set_order(1);
  resolution.set_latest_event(v1::FOLLOW_UP_EVENT_KIND_CONTINUED);
  return row;
}

common::v1::ImportOptions RowByRow() {
  common::v1::ImportOptions options;
  options.set_mode(common::v1::IMPORT_MODE_ROW_BY_ROW);
  return options;
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

class PoliticsServiceTest : public ::testing::Test {
 protected:
  // What the service says of these rows.
  common::v1::ImportSummary Import(const std::vector<v1::PoliticsRow>& rows,
                                   const common::v1::ImportOptions& options = {}) {
    absl::StatusOr<common::v1::ImportSummary> summary =
        service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows, options);
    EXPECT_THAT(summary, IsOk());
    return summary.ok() ? *std::move(summary) : common::v1::ImportSummary();
  }

  absl::StatusOr<v1::GetBodyResponse> GetBody(const std::string& name) {
    v1::GetBodyRequest request;
    request.set_name(name);
    return service_.Call(&Stub::GetBody, request);
  }

  absl::StatusOr<v1::GetCaseResponse> GetCase(const std::string& name) {
    v1::GetCaseRequest request;
    request.set_name(name);
    return service_.Call(&Stub::GetCase, request);
  }

  absl::StatusOr<v1::GetThematicPlanResponse> GetPlan(const std::string& name) {
    v1::GetThematicPlanRequest request;
    request.set_name(name);
    return service_.Call(&Stub::GetThematicPlan, request);
  }

  absl::StatusOr<v1::ListBodiesResponse> ListBodies(const std::string& parent, int page_size,
                                                    const std::string& page_token = "") {
    v1::ListBodiesRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return service_.Call(&Stub::ListBodies, request);
  }

  absl::StatusOr<v1::GetPoliticsSectionResponse> GetSection(const std::string& area,
                                                            const std::string& period) {
    v1::GetPoliticsSectionRequest request;
    request.set_area(area);
    request.set_period(period);
    return service_.Call(&Stub::GetPoliticsSection, request);
  }

  testing::TestService<v1::PoliticsService> service_{"politics", CreatePoliticsService,
                                                     PoliticsTables()};
};

TEST_F(PoliticsServiceTest, GetsWhatWasImported) {
  const common::v1::ImportSummary summary =
      Import({BodyRow("council"), ActivityRow("council", "2024", "9", "83"),
              CaseRow("ks-31-2024", "areas/asker/bodies/council", 31, 2024), PlanRow("culture"),
              ResolutionRow("glossary")});
  EXPECT_TRUE(summary.applied());
  EXPECT_EQ(summary.inserted(), 5);
  EXPECT_EQ(summary.read_at().revision(), 1);

  EXPECT_THAT(GetBody("areas/asker/bodies/council"), IsOk());
  EXPECT_EQ(GetCase("areas/asker/cases/ks-31-2024")->political_case().number().sequence(), 31);
  EXPECT_EQ(GetPlan("areas/asker/plans/culture")->read_at().revision(), 1);
  v1::GetBodyActivityRequest activity;
  activity.set_name("areas/asker/bodies/council/activities/2024");
  EXPECT_EQ(service_.Call(&Stub::GetBodyActivity, activity)->body_activity().cases().value(), "83");
  v1::GetResolutionFollowUpRequest resolution;
  resolution.set_name("areas/asker/resolutions/glossary");
  EXPECT_THAT(service_.Call(&Stub::GetResolutionFollowUp, resolution), IsOk());
}

TEST_F(PoliticsServiceTest, GetSaysWhatIsNotThere) {
  EXPECT_THAT(GetBody("areas/asker/bodies/council"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(GetBody("areas/asker/bodies/council"), HasReason(ERROR_REASON_BODY_NOT_FOUND));
  EXPECT_THAT(GetCase("areas/asker/cases/none"), HasReason(ERROR_REASON_CASE_NOT_FOUND));
  EXPECT_THAT(GetPlan("areas/asker/plans/none"), HasReason(ERROR_REASON_THEMATIC_PLAN_NOT_FOUND));
  EXPECT_THAT(GetBody("areas/9999/bodies/council"), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  EXPECT_THAT(GetBody("bodies/council"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(GetBody("bodies/council"), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
}

TEST_F(PoliticsServiceTest, AnOfficialNumberNamesTheAreaEverywhere) {
  v1::PoliticsRow political_case = CaseRow("c", "areas/3203/bodies/council", 1, 2024);
  political_case.mutable_political_case()->set_name("areas/3203/cases/c");
  v1::PoliticsRow plan = PlanRow("culture");
  plan.mutable_thematic_plan()->add_responsible_bodies("areas/3203/bodies/council");
  plan.mutable_thematic_plan()->add_responsible_units("areas/3203/units/citizenship");
  plan.mutable_thematic_plan()->set_adopted_by("areas/3025/bodies/council");
  v1::PoliticsRow resolution = ResolutionRow("glossary");
  resolution.mutable_resolution_follow_up()->add_treatments()->set_body(
      "areas/3203/bodies/council");
  const common::v1::ImportSummary summary =
      Import({BodyRow("council", 1, "3203"), ActivityRow("council", "2023", "8", "80", "3025"),
              political_case, plan, resolution});
  EXPECT_THAT(RefusedIn(summary), IsEmpty());

  EXPECT_EQ(GetBody("areas/3203/bodies/council")->body().name(), "areas/asker/bodies/council");
  EXPECT_EQ(GetCase("areas/asker/cases/c")->political_case().body(), "areas/asker/bodies/council");
  const v1::ThematicPlan stored = GetPlan("areas/asker/plans/culture")->thematic_plan();
  EXPECT_EQ(stored.responsible_bodies(0), "areas/asker/bodies/council");
  EXPECT_EQ(stored.responsible_units(0), "areas/asker/units/citizenship");
  EXPECT_EQ(stored.adopted_by(), "areas/asker/bodies/council");
  const v1::PoliticsSection section = GetSection("areas/3025", "2023")->section();
  EXPECT_EQ(section.area(), "areas/asker");
  EXPECT_EQ(section.meetings_total().value(), "8");
  EXPECT_EQ(section.resolutions(0).resolution().treatments(0).body(), "areas/asker/bodies/council");
}

TEST_F(PoliticsServiceTest, RowsMayReferToRowsThatComeLater) {
  EXPECT_TRUE(Import({CaseRow("c", "areas/asker/bodies/council", 1, 2024),
                      ActivityRow("council", "2024", "9", "83"), BodyRow("council")})
                  .applied());
}

TEST_F(PoliticsServiceTest, OneNumberMayStandOnTwoCasesOfOneBody) {
  const std::string council = "areas/asker/bodies/council";
  EXPECT_TRUE(Import({BodyRow("council"), CaseRow("ks-41-2022", council, 41, 2022),
                      CaseRow("ks-41-2022b", council, 41, 2022)})
                  .applied());
  EXPECT_EQ(GetSection("areas/asker", "2022")->section().case_count(), 2);
}

TEST_F(PoliticsServiceTest, TheSameRowsAgainChangeNothing) {
  const std::vector<v1::PoliticsRow> rows = {BodyRow("council"), CaseRow("c", "", 1, 2024)};
  Import(rows);
  const common::v1::ImportSummary again = Import(rows);
  EXPECT_EQ(again.unchanged(), 2);
  EXPECT_EQ(again.read_at().revision(), 1);
}

TEST_F(PoliticsServiceTest, OneRefusedRowStoresNothing) {
  const common::v1::ImportSummary summary =
      Import({BodyRow("council"), ActivityRow("council", "2024", "-1", "83")});
  EXPECT_FALSE(summary.applied());
  EXPECT_EQ(summary.refused(), 1);
  EXPECT_EQ(summary.refused_rows(0).row(), 2);
  EXPECT_THAT(RefusedIn(summary),
              ElementsAre(Pair("body_activity.meetings.value", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(GetBody("areas/asker/bodies/council"), HasReason(ERROR_REASON_BODY_NOT_FOUND));
}

TEST_F(PoliticsServiceTest, RowByRowStoresTheRowsThatAreRight) {
  const common::v1::ImportSummary summary =
      Import({BodyRow("council"), ActivityRow("council", "2024", "-1", "83")}, RowByRow());
  EXPECT_TRUE(summary.applied());
  EXPECT_EQ(summary.inserted(), 1);
  EXPECT_EQ(summary.refused(), 1);
  EXPECT_THAT(GetBody("areas/asker/bodies/council"), IsOk());
}

TEST_F(PoliticsServiceTest, ValidateOnlyStoresNothing) {
  common::v1::ImportOptions options;
  options.set_validate_only(true);
  const common::v1::ImportSummary summary = Import({BodyRow("council")}, options);
  EXPECT_FALSE(summary.applied());
  EXPECT_EQ(summary.inserted(), 1);
  EXPECT_THAT(GetBody("areas/asker/bodies/council"), HasReason(ERROR_REASON_BODY_NOT_FOUND));
}

TEST_F(PoliticsServiceTest, RefusesReferencesToBodiesThatAreNotRecorded) {
  const std::string nobody = "areas/asker/bodies/nobody";
  v1::PoliticsRow plan = PlanRow("culture");
  plan.mutable_thematic_plan()->add_responsible_bodies(nobody);
  plan.mutable_thematic_plan()->set_adopted_by(nobody);
  v1::PoliticsRow resolution = ResolutionRow("glossary");
  resolution.mutable_resolution_follow_up()->add_treatments()->set_date("2024");
  resolution.mutable_resolution_follow_up()->add_treatments()->set_body(nobody);
  const common::v1::ImportSummary summary = Import(
      {ActivityRow("nobody", "2024", "1", "1"), CaseRow("c", nobody, 1, 2024), plan, resolution});
  EXPECT_THAT(
      RefusedIn(summary),
      ElementsAre(Pair("body_activity.name", ERROR_REASON_BODY_NOT_FOUND),
                  Pair("political_case.body", ERROR_REASON_BODY_NOT_FOUND),
                  Pair("thematic_plan.responsible_bodies[0]", ERROR_REASON_BODY_NOT_FOUND),
                  Pair("thematic_plan.adopted_by", ERROR_REASON_BODY_NOT_FOUND),
                  Pair("resolution_follow_up.treatments[1].body", ERROR_REASON_BODY_NOT_FOUND)));
}

TEST_F(PoliticsServiceTest, RefusesABodyOfAnotherArea) {
  const common::v1::ImportSummary summary = Import(
      {BodyRow("council", 1, "baerum"), CaseRow("c", "areas/baerum/bodies/council", 1, 2024)});
  EXPECT_THAT(RefusedIn(summary),
              ElementsAre(Pair("political_case.body", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST_F(PoliticsServiceTest, DoesNotAskWhetherAUnitIsRecorded) {
  v1::PoliticsRow plan = PlanRow("culture");
  plan.mutable_thematic_plan()->add_responsible_units("areas/asker/units/nobody-knows");
  EXPECT_TRUE(Import({plan}).applied());
}

TEST_F(PoliticsServiceTest, RefusesRowsUnderAWrongName) {
  v1::PoliticsRow other_period = ActivityRow("council", "2024", "9", "83");
  other_period.mutable_body_activity()->set_period("2023");
  v1::PoliticsRow malformed = PlanRow("culture");
  malformed.mutable_thematic_plan()->set_name("plans/culture");
  const common::v1::ImportSummary summary =
      Import({BodyRow("council"), other_period, malformed, BodyRow("council", 1, "9999"),
              BodyRow("council")},
             RowByRow());
  EXPECT_THAT(RefusedIn(summary),
              ElementsAre(Pair("body_activity.name", ERROR_REASON_NAME_FIELD_MISMATCH),
                          Pair("thematic_plan.name", ERROR_REASON_INVALID_RESOURCE_NAME),
                          Pair("body.name", ERROR_REASON_AREA_NOT_FOUND),
                          Pair("body.name", ERROR_REASON_DUPLICATE_KEY)));
}

TEST_F(PoliticsServiceTest, AReaderMayNotImport) {
  v1::ImportRowsRequest request;
  request.mutable_options();
  *request.add_rows() = BodyRow("council");
  request.set_end_of_rows(true);
  const auto refused =
      service_.Stream<v1::ImportRowsRequest, v1::ImportRowsResponse>({request}, "reader");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(GetBody("areas/asker/bodies/council"), HasReason(ERROR_REASON_BODY_NOT_FOUND));
}

TEST_F(PoliticsServiceTest, ListsPageByPage) {
  Import({BodyRow("c"), BodyRow("a"), BodyRow("b"), BodyRow("d", 1, "baerum")});
  const auto first = ListBodies("areas/3203", 2);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(first->bodies(), SizeIs(2));
  EXPECT_EQ(first->bodies(0).name(), "areas/asker/bodies/a");
  const auto second = ListBodies("areas/3203", 2, first->next_page_token());
  ASSERT_THAT(second, IsOk());
  ASSERT_THAT(second->bodies(), SizeIs(1));
  EXPECT_EQ(second->bodies(0).name(), "areas/asker/bodies/c");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(PoliticsServiceTest, ListsTheActivitiesOfOneBodyOrOfAll) {
  Import({BodyRow("a"), BodyRow("b"), ActivityRow("a", "2023", "1", "1"),
          ActivityRow("a", "2024", "2", "2"), ActivityRow("b", "2024", "3", "3")});
  v1::ListBodyActivitiesRequest request;
  request.set_parent("areas/asker/bodies/a");
  EXPECT_THAT(service_.Call(&Stub::ListBodyActivities, request)->body_activities(), SizeIs(2));
  request.set_parent("areas/asker/bodies/-");
  EXPECT_THAT(service_.Call(&Stub::ListBodyActivities, request)->body_activities(), SizeIs(3));
}

TEST_F(PoliticsServiceTest, RefusesAPageThatCannotBe) {
  Import({BodyRow("a"), BodyRow("b")});
  EXPECT_THAT(ListBodies("areas/asker", -1), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ListBodies("areas/asker", -1), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
  EXPECT_THAT(ListBodies("areas/asker", 1, "made-up"), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
  const std::string token = ListBodies("areas/asker", 1)->next_page_token();
  EXPECT_THAT(ListBodies("areas/baerum", 1, token),
              HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  v1::ListCasesRequest cases;
  cases.set_parent("areas/asker");
  cases.set_page_token(token);
  EXPECT_THAT(service_.Call(&Stub::ListCases, cases),
              HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
}

TEST_F(PoliticsServiceTest, ABatchHasAnOutcomeForEveryName) {
  Import({BodyRow("council"), ActivityRow("council", "2024", "9", "83")});
  v1::BatchGetBodyActivitiesRequest request;
  for (const char* name :
       {"areas/3203/bodies/council/activities/2024", "areas/asker/bodies/council/activities/2023",
        "areas/asker/bodies/counsil/activities/2024", "areas/9999/bodies/council/activities/2024",
        "council", "areas/3203/bodies/council/activities/2024"}) {
    request.add_names(name);
  }
  const auto response = service_.Call(&Stub::BatchGetBodyActivities, request);
  ASSERT_THAT(response, IsOk());
  std::vector<common::v1::Outcome> outcomes;
  for (int i = 0; i < response->results_size(); ++i) {
    const v1::BatchGetBodyActivitiesResult& result = response->results(i);
    EXPECT_EQ(result.name(), request.names(i));
    EXPECT_EQ(result.has_body_activity(), result.outcome() == OUTCOME_FOUND);
    outcomes.push_back(result.outcome());
  }
  EXPECT_THAT(outcomes, ElementsAre(OUTCOME_FOUND, OUTCOME_NO_OBSERVATION, OUTCOME_UNKNOWN_ID,
                                    OUTCOME_UNKNOWN_ID, OUTCOME_UNKNOWN_ID, OUTCOME_FOUND));
}

TEST_F(PoliticsServiceTest, ABatchOfResourcesThatAreNoFactsKnowsOnlyFoundAndUnknown) {
  Import({CaseRow("c", "", 1, 2024)});
  v1::BatchGetCasesRequest request;
  request.add_names("areas/asker/cases/none");
  request.add_names("areas/asker/cases/c");
  const auto response = service_.Call(&Stub::BatchGetCases, request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->results(0).outcome(), OUTCOME_UNKNOWN_ID);
  EXPECT_EQ(response->results(1).political_case().number().year(), 2024);
}

TEST_F(PoliticsServiceTest, RefusesASectionOfNoPeriodOrNoArea) {
  EXPECT_THAT(GetSection("areas/asker", "2024-T4"), HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(GetSection("areas/asker", ""), HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(GetSection("areas/9999", "2024"), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  EXPECT_THAT(GetSection("asker", "2024"), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
}

TEST_F(PoliticsServiceTest, TheSectionOfAnAreaHoldsNothingOfAnother) {
  Import({BodyRow("council"), ActivityRow("council", "2024", "9", "83"),
          BodyRow("council", 1, "baerum"), ActivityRow("council", "2024", "7", "70", "baerum")});
  EXPECT_EQ(GetSection("areas/asker", "2024")->section().meetings_total().value(), "9");
}

TEST_F(PoliticsServiceTest, ABodyWithoutActivityIsNamedByTheTotalsItSpoils) {
  Import(
      {BodyRow("council"), BodyRow("youth-council", 2), ActivityRow("council", "2024", "9", "83")});
  const v1::PoliticsSection section = GetSection("areas/asker", "2024")->section();
  EXPECT_EQ(section.cases_total().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_THAT(section.cases_total().not_computable().detail(),
              HasSubstr("areas/asker/bodies/youth-council/activities/2024"));
}

TEST_F(PoliticsServiceTest, AnswersTheSectionWithoutCasesThatCannotBeRead) {
  Import({BodyRow("council"), ActivityRow("council", "2024", "9", "83"), PlanRow("culture"),
          CaseRow("c", "areas/asker/bodies/council", 1, 2024)});
  const auto damaged = service_.ledger().Commit({.actor = "test"}, [](Txn& txn) -> absl::Status {
    const std::string pk = *PrimaryKey<CaseTable>("areas/asker/cases/c");
    return txn.Put(CaseTable::kId, pk, "\xff no message").status();
  });
  ASSERT_THAT(damaged, IsOk());
  const auto response = GetSection("areas/asker", "2024");
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->missing_parts(), SizeIs(1));
  EXPECT_EQ(response->missing_parts(0).part(), "cases");
  EXPECT_FALSE(response->section().has_case_count());
  EXPECT_EQ(response->section().plan_count(), 1);
  EXPECT_EQ(response->section().meetings_total().value(), "9");
}

// The bodies and the activity of the example.
std::vector<v1::PoliticsRow> AskerRows() {
  const std::string folder = TERTIAL_SOURCE_DIR "/data/asker-2024/";
  std::vector<v1::PoliticsRow> rows;
  const absl::StatusOr<CsvFile> bodies = ReadCsv(
      folder + "political_bodies.csv", {"id", "name_nb", "name_en", "type", "members",
                                        "members_source", "note", "order", "source_line", "page"});
  EXPECT_THAT(bodies, IsOk());
  for (const CsvRow& row : bodies->rows) {
    int order = 0;
    EXPECT_TRUE(absl::SimpleAtoi(row.Get("order"), &order));
    rows.push_back(BodyRow(row.Get("id"), order));
  }
  const absl::StatusOr<CsvFile> activities =
      ReadCsv(folder + "political_activity.csv",
              {"body", "year", "meetings", "cases", "source_line", "page"});
  EXPECT_THAT(activities, IsOk());
  for (const CsvRow& row : activities->rows) {
    rows.push_back(ActivityRow(row.Get("body"), row.Get("year"), row.Get("meetings"),
                               row.Get("cases"), "3203"));
  }
  return rows;
}

TEST_F(PoliticsServiceTest, TheExampleHas18Bodies136MeetingsAnd792Cases) {
  ASSERT_TRUE(Import(AskerRows()).applied());
  const auto response = GetSection("areas/3203", "2024");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(response->missing_parts(), IsEmpty());
  const v1::PoliticsSection& section = response->section();
  EXPECT_EQ(section.body_count(), 18);
  EXPECT_EQ(section.activity_outcome(), OUTCOME_FOUND);
  EXPECT_EQ(section.meetings_total().value(), "136");
  EXPECT_EQ(section.cases_total().value(), "792");
  ASSERT_THAT(section.activities(), SizeIs(18));
  EXPECT_EQ(section.activities(0).body().name(), "areas/asker/bodies/municipal-council");
  EXPECT_EQ(section.activities(15).activity().meetings().value(), "0");
}

TEST_F(PoliticsServiceTest, TheExampleHasNoActivityObservedIn2023) {
  ASSERT_TRUE(Import(AskerRows()).applied());
  const v1::PoliticsSection section = GetSection("areas/3203", "2023")->section();
  EXPECT_EQ(section.body_count(), 18);
  EXPECT_EQ(section.activity_outcome(), OUTCOME_NO_OBSERVATION);
  EXPECT_FALSE(section.meetings_total().not_computable().detail().empty());
  EXPECT_EQ(section.cases_total().value(), "");
}

}  // namespace
}  // namespace tertial::politics
