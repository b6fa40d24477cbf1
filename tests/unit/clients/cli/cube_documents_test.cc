// Published cubes as people read them and as rows, and what the commands about them ask for.
#include "clients/cli/workforce/cube_documents.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "clients/cli/workforce/cube_commands.h"
#include "common/render/answer.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

template <typename Message>
Message FromJson(const std::string& json) {
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << json;
  return message;
}

std::vector<std::string> CsvLines(const Table& table) {
  return absl::StrSplit(CsvOf(table), '\n', absl::SkipEmpty());
}

// The area with a service area and a unit below it; rates of sick leave, and heads, one of them
// hidden.
CubeAnswer SomeCube() {
  CubeAnswer answer;
  answer.cube = FromJson<v1::GetCubeResponse>(R"({"cube": {
    "name": "areas/asker/cubes/2024", "period": "2024", "extractDate": "2024-12-31",
    "figures": 5, "suppressed": 1,
    "units": [{"unit": "areas/asker/units/welfare",
               "titles": [{"language": "nb", "text": "Velferd"}]},
              {"unit": "areas/asker/units/care", "parent": "areas/asker/units/welfare"}],
    "definitions": [
      {"measure": "FIGURE_MEASURE_HEAD_COUNT", "version": 1,
       "firstDay": "2024-12-31", "lastDay": "2024-12-31"},
      {"measure": "FIGURE_MEASURE_SICK_LEAVE_RATE", "version": 1, "shortTermDays": 16,
       "firstDay": "2024-01-01", "lastDay": "2024-12-31"}],
    "policy": {"fewestPersons": 5, "fewestFtes": 10, "largestContributionPercent": 50,
               "sickLeaveUnit": "FLOW_UNIT_TERTIAL", "shortTermDays": 16}}})");
  answer.figures = FromJson<v1::ListPublishedFiguresResponse>(R"({"publishedFigures": [
    {"name": "a", "subject": {"measure": "FIGURE_MEASURE_HEAD_COUNT", "sex": "SEX_TOTAL",
                              "unit": "areas/asker/units/care"},
     "unitOfMeasure": "count", "cell": {"missing": "MISSING_REASON_SUPPRESSED"},
     "numerator": {"missing": "MISSING_REASON_SUPPRESSED"}},
    {"name": "b", "subject": {"measure": "FIGURE_MEASURE_SICK_LEAVE_RATE", "sex": "SEX_WOMEN",
                              "certificationBasis": "CERTIFICATION_BASIS_TOTAL_REGISTERED"},
     "unitOfMeasure": "percent", "cell": {"value": "10.4"}, "numerator": {"value": "104"},
     "denominator": {"value": "1000"}},
    {"name": "c", "subject": {"measure": "FIGURE_MEASURE_SICK_LEAVE_RATE", "sex": "SEX_TOTAL",
                              "certificationBasis": "CERTIFICATION_BASIS_SELF_CERTIFIED"},
     "unitOfMeasure": "percent", "cell": {"value": "1.9"}, "numerator": {"value": "38"},
     "denominator": {"value": "2000"}},
    {"name": "d", "subject": {"measure": "FIGURE_MEASURE_SICK_LEAVE_RATE", "sex": "SEX_TOTAL",
                              "certificationBasis": "CERTIFICATION_BASIS_TOTAL_REGISTERED"},
     "unitOfMeasure": "percent", "cell": {"value": "9.3"}, "numerator": {"value": "186"},
     "denominator": {"value": "2000"}},
    {"name": "e", "subject": {"measure": "FIGURE_MEASURE_HEAD_COUNT", "sex": "SEX_TOTAL"},
     "unitOfMeasure": "count", "cell": {"value": "6427"}, "numerator": {"value": "6427"}}]})");
  return answer;
}

std::vector<std::string> NamesOf(const CubeAnswer& answer) {
  std::vector<std::string> names;
  for (const v1::PublishedFigure& figure : answer.figures.published_figures()) {
    names.push_back(figure.name());
  }
  return names;
}

TEST(SelectFigures, PutsTheAreaFirstAndWhatIsOfAllBeforeWhatIsOfSome) {
  CubeAnswer answer = SomeCube();
  ASSERT_TRUE(SelectFigures({}, answer).ok());
  EXPECT_THAT(NamesOf(answer), ElementsAre("e", "d", "b", "c", "a"));
}

TEST(SelectFigures, KeepsAUnitByIdAndTheAreaByItsOwn) {
  for (const char* unit : {"care", "areas/asker/units/care"}) {
    CubeAnswer answer = SomeCube();
    ASSERT_TRUE(SelectFigures({.unit = unit, .measures = {}}, answer).ok());
    EXPECT_THAT(NamesOf(answer), ElementsAre("a"));
  }
  CubeAnswer of_area = SomeCube();
  ASSERT_TRUE(
      SelectFigures({.unit = "asker", .measures = {v1::FIGURE_MEASURE_HEAD_COUNT}}, of_area).ok());
  EXPECT_THAT(NamesOf(of_area), ElementsAre("e"));
}

TEST(SelectFigures, NamesAUnitThatIsNotInTheCube) {
  CubeAnswer answer = SomeCube();
  const absl::Status status = SelectFigures({.unit = "nowhere", .measures = {}}, answer);
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
}

TEST(CubeDocument, ShowsUnitsAsTheyStandAndWhatIsHidden) {
  CubeAnswer answer = SomeCube();
  ASSERT_TRUE(SelectFigures({}, answer).ok());
  const std::string text = RenderText(MakeCubeDocument(answer, "nb"));
  EXPECT_THAT(text, HasSubstr("Workforce of asker, 2024, as published"));
  EXPECT_THAT(text, HasSubstr("\u00A0\u00A0\u00A0\u00A0care        head count"));
  EXPECT_THAT(text, AllOf(HasSubstr("sick leave rate, total registered"), HasSubstr("9.3 %")));
  EXPECT_THAT(text, HasSubstr("Where a colon stands"));
  EXPECT_THAT(text, HasSubstr("up to day 16"));
  EXPECT_THAT(text, HasSubstr("Thresholds: 5 persons in any class"));
  EXPECT_THAT(text, HasSubstr("The cube has 5 figures, 1 of them hidden; from the register of "
                              "2024-12-31."));
}

TEST(CubeDocument, DefinesWhatIsShownAndNoMore) {
  CubeAnswer answer = SomeCube();
  ASSERT_TRUE(
      SelectFigures({.unit = "asker", .measures = {v1::FIGURE_MEASURE_HEAD_COUNT}}, answer).ok());
  const std::string text = RenderText(MakeCubeDocument(answer, "nb"));
  EXPECT_THAT(text, AllOf(HasSubstr("head count"), Not(HasSubstr("sick leave rate"))));
  EXPECT_THAT(text, Not(HasSubstr("Where a colon stands")));
}

TEST(CubeDocument, HasARowForEveryFigureAndNoNumberOfAHiddenOne) {
  CubeAnswer answer = SomeCube();
  ASSERT_TRUE(SelectFigures({}, answer).ok());
  const std::vector<std::string> lines = CsvLines(CubeRows(answer));
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[0],
            "unit,measure,version,sex,age,basis,band,first_day,last_day,value,missing,"
            "unit_of_measure,numerator,denominator");
  EXPECT_EQ(lines[3],
            ",sick-leave-rate,1,women,,total registered,,2024-01-01,2024-12-31,10.4,,percent,"
            "104,1000");
  EXPECT_EQ(lines[5], "care,head-count,1,total,,,,2024-12-31,2024-12-31,,SUPPRESSED,count,,");
}

TEST(CubesDocument, ListsWhatIsPublished) {
  v1::ListCubesRequest request;
  request.set_parent("areas/asker");
  EXPECT_THAT(RenderText(MakeCubesDocument(request, {})), HasSubstr("Nothing is published."));
  v1::ListCubesResponse response;
  *response.add_cubes() = SomeCube().cube.cube();
  EXPECT_THAT(RenderText(MakeCubesDocument(request, response)), HasSubstr("2024-12-31"));
  EXPECT_EQ(CsvLines(CubesRows(response.cubes()))[1],
            "areas/asker/cubes/2024,2024,5,1,2024-12-31,5,10,50,tertial,16");
}

TEST(PublishedDocument, CountsWhatIsHiddenOfEachUnit) {
  v1::PublishCubeResponse response;
  *response.mutable_cube() = SomeCube().cube.cube();
  response.mutable_result()->set_committed(true);
  response.mutable_result()->mutable_at()->set_revision(12);
  const std::string text = RenderText(MakePublishedDocument(response, SomeCube().figures, "nb"));
  EXPECT_THAT(text, HasSubstr("Published: asker, 2024"));
  EXPECT_THAT(text, HasSubstr("5 figures, 1 of them hidden"));
  EXPECT_THAT(text, HasSubstr("\u00A0\u00A0Velferd             0       0"));
  EXPECT_THAT(text, HasSubstr("\u00A0\u00A0\u00A0\u00A0care              1       1"));
  EXPECT_THAT(text, HasSubstr("as revision 12."));
}

TEST(PublishedDocument, SaysThatNothingIsStoredWhereItWasOnlyChecked) {
  v1::PublishCubeResponse response;
  *response.mutable_cube() = SomeCube().cube.cube();
  const std::string text = RenderText(MakePublishedDocument(response, {}, "nb"));
  EXPECT_THAT(text, AllOf(HasSubstr("Would be published"), HasSubstr("Nothing is stored")));
}

TEST(PolicyDocument, SaysWhyTheThresholdsAreThese) {
  ThresholdsOfYear thresholds;
  thresholds.policy.set_name("areas/asker/disclosurePolicies/2025");
  thresholds.policy.set_fewest_persons(7);
  thresholds.policy = WithContractDefaults(thresholds.policy);
  EXPECT_THAT(RenderText(MakePolicyDocument(thresholds)), HasSubstr("the defaults stand"));
  EXPECT_EQ(CsvLines(PolicyRows(thresholds))[1],
            "areas/asker/disclosurePolicies/2025,7,10,50,tertial,16,,false,");
  thresholds.recorded = true;
  EXPECT_THAT(RenderText(MakePolicyDocument(thresholds)), HasSubstr("They are recorded"));
  thresholds.fixed_by = "areas/asker/cubes/2025-M01";
  EXPECT_THAT(RenderText(MakePolicyDocument(thresholds)),
              HasSubstr("They are fixed: areas/asker/cubes/2025-M01"));
  thresholds.checked_only = true;
  EXPECT_THAT(RenderText(MakePolicyDocument(thresholds)), HasSubstr("nothing is stored"));
}

TEST(PublishCommand, AsksForWhatItIsTold) {
  PublishCommand command;
  command.area = "3203";
  command.period = "2024-T1";
  command.validate_only = true;
  command.reason = "the first";
  const v1::PublishCubeRequest request = MakePublishRequest(command);
  EXPECT_EQ(request.name(), "areas/3203/cubes/2024-T1");
  EXPECT_TRUE(request.options().validate_only());
  EXPECT_EQ(request.options().reason(), "the first");
}

TEST(PublishCommand, SaysWhatToDoAboutARefusal) {
  PublishCommand command;
  command.area = "asker";
  command.period = "2024";
  const auto explain = [&](ErrorReason reason, const ErrorMetadata& metadata) {
    return ExplainPublishRefusal(
        command, MakeError(absl::StatusCode::kFailedPrecondition, reason, "No.", metadata));
  };
  EXPECT_THAT(explain(common::v1::ERROR_REASON_DISCLOSURE_RISK,
                      {{"figures", "areas/asker/figures/a, areas/asker/figures/b"}}),
              ElementsAre(HasSubstr("tertial redact areas/asker/figures/a --reason"),
                          HasSubstr("tertial redact areas/asker/figures/b --reason")));
  EXPECT_THAT(explain(common::v1::ERROR_REASON_DISCLOSURE_RISK, {{"slices", "2024-T1"}}),
              ElementsAre(HasSubstr("tertial cube policy --area asker")));
  EXPECT_THAT(explain(common::v1::ERROR_REASON_CUBE_PUBLISHED, {}),
              ElementsAre(HasSubstr("tertial cube show --area asker --period 2024")));
  EXPECT_THAT(explain(common::v1::ERROR_REASON_PERIOD_NOT_COVERED, {}),
              ElementsAre(HasSubstr("tertial register upload")));
  EXPECT_THAT(explain(common::v1::ERROR_REASON_ROLE_MISSING, {}), IsEmpty());
}

TEST(PolicyCommand, ChangesWhatItIsToldAndNoMore) {
  PolicyCommand command;
  command.area = "asker";
  command.year = 2025;
  EXPECT_THAT(MakePolicyRequest(command).update_mask().paths(), IsEmpty());
  command.fewest_persons = 0;
  command.sick_leave_unit = v1::FLOW_UNIT_YEAR;
  command.source = "KS";
  const v1::UpdateDisclosurePolicyRequest request = MakePolicyRequest(command);
  EXPECT_EQ(request.disclosure_policy().name(), "areas/asker/disclosurePolicies/2025");
  EXPECT_EQ(request.disclosure_policy().sick_leave_unit(), v1::FLOW_UNIT_YEAR);
  EXPECT_THAT(request.update_mask().paths(),
              ElementsAre("fewest_persons", "sick_leave_unit", "provenance.source"));
}

TEST(PolicyCommand, SaysThatThresholdsInForceStay) {
  PolicyCommand command;
  command.year = 2024;
  EXPECT_THAT(
      ExplainPolicyRefusal(command, MakeError(absl::StatusCode::kInvalidArgument,
                                              common::v1::ERROR_REASON_POLICY_IN_FORCE, "No.")),
      ElementsAre(HasSubstr("figures of 2024 are published")));
  EXPECT_THAT(ExplainPolicyRefusal(command, AreaNotFound("nowhere")), IsEmpty());
}

}  // namespace
}  // namespace tertial::cli
