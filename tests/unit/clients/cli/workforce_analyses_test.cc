// Analyses of the workforce as people read them and as rows, and what the commands ask for.
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "clients/cli/workforce/analysis_commands.h"
#include "clients/cli/workforce/analysis_documents.h"
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

template <typename Message>
Message FromJson(const std::string& json) {
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << json;
  return message;
}

std::vector<std::string> CsvLines(const Table& table) {
  return absl::StrSplit(CsvOf(table), '\n', absl::SkipEmpty());
}

v1::CompareReportedResponse Reported() {
  return FromJson<v1::CompareReportedResponse>(R"({
    "comparisons": [
      {"reported": {"name": "areas/asker/figures/sick-leave-rate~2024~sex.women~basis.unknown",
                    "measure": "MEASURE_SICK_LEAVE_RATE", "sex": "SEX_WOMEN",
                    "certificationBasis": "CERTIFICATION_BASIS_UNKNOWN",
                    "unitOfMeasure": "percent", "cell": {"value": "10.4"}},
       "subject": {"measure": "FIGURE_MEASURE_SICK_LEAVE_RATE"}, "outcome": "OUTCOME_FOUND",
       "computed": {"value": "10.1"},
       "difference": {"value": "-0.3", "unit": "percentage_points", "formula": "FORMULA_DISTANCE"},
       "reasons": ["DIFFERENCE_REASON_OTHER_BASIS"]},
      {"reported": {"name": "areas/asker/figures/fte~2024~unit.welfare", "measure": "MEASURE_FTE",
                    "unit": "areas/asker/units/welfare", "sex": "SEX_TOTAL",
                    "unitOfMeasure": "fte", "cell": {"value": "1836.6"}},
       "subject": {"measure": "FIGURE_MEASURE_FTE_AGREED"}, "outcome": "OUTCOME_NO_OBSERVATION"}],
    "ftePerHead": {
      "quotient": {"value": "84.2", "unit": "percent", "formula": "FORMULA_SHARE"},
      "fte": {"value": "5414.3", "unit": "fte", "formula": "FORMULA_SUM"},
      "heads": {"value": "6427", "unit": "count", "formula": "FORMULA_SUM"},
      "reported": {"name": "areas/asker/figures/average-position-size~2024",
                   "cell": {"value": "83.2"}},
      "difference": {"value": "1.0", "unit": "percentage_points", "formula": "FORMULA_DISTANCE"},
      "reasons": ["DIFFERENCE_REASON_OTHER_DATE", "DIFFERENCE_REASON_DOUBLE_COUNTED_HEADS"]}})");
}

TEST(ReportedDocument, SaysWhatDiffersAndWhy) {
  v1::CompareReportedRequest request;
  request.set_area("areas/asker");
  request.set_period("2024");
  const std::string text = RenderText(MakeReportedDocument(request, Reported()));
  EXPECT_THAT(text, HasSubstr("asker, 2024"));
  EXPECT_THAT(text, HasSubstr("sick leave rate, women, basis not stated"));
  EXPECT_THAT(text, HasSubstr("other basis"));
  EXPECT_THAT(text, HasSubstr("fte, welfare"));
  EXPECT_THAT(text, AllOf(HasSubstr("FTEs per head: 84.2 %"), HasSubstr("83.2 % as reported"),
                          HasSubstr("other date, double counted heads.")));
}

TEST(ReportedDocument, HasARowForEveryComparison) {
  EXPECT_THAT(
      CsvLines(ReportedRows(Reported())),
      ElementsAre("row,figure,computed_as,outcome,reported,computed,difference,unit,"
                  "equal_as_printed,reasons",
                  "FIGURE,areas/asker/figures/sick-leave-rate~2024~sex.women~basis.unknown,"
                  "SICK_LEAVE_RATE,FOUND,10.4,10.1,-0.3,percent,false,OTHER_BASIS",
                  "FIGURE,areas/asker/figures/fte~2024~unit.welfare,FTE_AGREED,NO_OBSERVATION,"
                  "1836.6,,,fte,false,",
                  "FTE_PER_HEAD,areas/asker/figures/average-position-size~2024,FTE_PER_HEAD,FOUND,"
                  "83.2,84.2,1.0,percent,false,OTHER_DATE DOUBLE_COUNTED_HEADS"));
}

v1::GetEqualityStatementResponse Statement() {
  return FromJson<v1::GetEqualityStatementResponse>(R"({
    "area": "areas/asker", "period": "2024",
    "sexBalance": {"due": true, "figures": [
      {"sex": "SEX_WOMEN", "name": "n", "unitOfMeasure": "percent", "cell": {"value": "74.5"},
       "denominator": {"value": "6427"}},
      {"sex": "SEX_MEN", "name": "m", "unitOfMeasure": "count",
       "cell": {"missing": "MISSING_REASON_SUPPRESSED"}}]},
    "payGap": {"missingBecause": "Nothing is reported."}})");
}

TEST(EqualityDocument, ShowsFiguresAndWhyThereAreNone) {
  const std::string text = RenderText(MakeEqualityDocument(Statement()));
  EXPECT_THAT(text, HasSubstr("74.5 %"));
  EXPECT_THAT(text, HasSubstr("suppressed"));
  EXPECT_THAT(text, HasSubstr("Nothing is reported."));
}

TEST(EqualityDocument, HasARowForEveryFigureAndEveryGap) {
  const std::vector<std::string> lines = CsvLines(EqualityRows(Statement()));
  EXPECT_EQ(lines[1], "sex_balance,true,WOMEN,,n,percent,74.5,,,6427,");
  EXPECT_EQ(lines[2], "sex_balance,true,MEN,,m,count,,SUPPRESSED,,,");
  EXPECT_EQ(lines.size(), 9U);
}

TEST(ComparisonDocument, ShowsRanksAndWhatWasAccepted) {
  const auto response = FromJson<v1::CompareWorkforceResponse>(R"({
    "areas": [{"area": "areas/lillestrom", "rank": 1, "issues": ["WORKFORCE_ISSUE_UNKNOWN_BASIS"],
               "figure": {"name": "f", "unitOfMeasure": "percent", "cell": {"value": "10.0"},
                          "certificationBasis": "CERTIFICATION_BASIS_UNKNOWN"}},
              {"area": "areas/asker"}],
    "issues": [{"issue": "WORKFORCE_ISSUE_UNKNOWN_BASIS", "areas": ["areas/lillestrom"],
                "detail": "Nobody says."}]})");
  v1::CompareWorkforceRequest request;
  request.set_measure(v1::MEASURE_SICK_LEAVE_RATE);
  request.set_period("2024");
  const std::string text = RenderText(MakeComparisonDocument(request, response));
  EXPECT_THAT(text, AllOf(HasSubstr("sick leave rate, 2024"), HasSubstr("10.0"),
                          HasSubstr("Accepted, unknown-basis: Nobody says.")));
  EXPECT_THAT(
      CsvLines(ComparisonRows(response)),
      ElementsAre("rank,area,name,value,unit,missing,basis,issues",
                  "1,lillestrom,f,10.0,percent,,UNKNOWN,unknown-basis", ",asker,,,,,UNSPECIFIED,"));
}

TEST(WeightingDocument, SaysThatAnIndicativeCheckProvesNothing) {
  const auto response = FromJson<v1::CheckWeightingResponse>(R"({"checks": [{
    "certificationBasis": "CERTIFICATION_BASIS_UNKNOWN", "reported": true,
    "weight": "WEIGHT_KIND_EMPLOYEES", "total": {"value": "9.3"}, "agrees": true,
    "indicative": true,
    "weighted": {"value": "9.33", "unrounded": "9.329", "unit": "percent"},
    "difference": {"value": "0.03", "unit": "percentage_points"}}]})");
  v1::CheckWeightingRequest request;
  request.set_area("areas/asker");
  request.set_period("2024");
  const std::string text = RenderText(MakeWeightingDocument(request, response));
  EXPECT_THAT(text, AllOf(HasSubstr("9.33 %"), HasSubstr("9.3 %"), HasSubstr("indicative")));
  EXPECT_EQ(CsvLines(WeightingRows(response))[1],
            "UNKNOWN,true,EMPLOYEES,9.33,9.329,9.3,0.03,true,true");
  EXPECT_THAT(RenderText(MakeWeightingDocument(request, {})), HasSubstr("No rates"));
}

TEST(CompareWorkforceCommand, AsksForWhatItIsTold) {
  CompareWorkforceCommand command;
  command.measure = v1::MEASURE_SICK_LEAVE_RATE;
  command.period = "2024";
  command.areas = {"3203", "areas/lillestrom"};
  command.accept = {v1::WORKFORCE_ISSUE_UNKNOWN_BASIS};
  const v1::CompareWorkforceRequest request = MakeCompareWorkforceRequest(command);
  EXPECT_THAT(request.areas(), ElementsAre("areas/3203", "areas/lillestrom"));
  EXPECT_THAT(request.accept(), ElementsAre(v1::WORKFORCE_ISSUE_UNKNOWN_BASIS));
  EXPECT_EQ(request.sex(), v1::SEX_UNSPECIFIED);
}

TEST(CompareWorkforceCommand, SaysHowARefusalIsAccepted) {
  EXPECT_THAT(ExplainWorkforceRefusal(
                  NotComparable("Nobody says.", {{"UNKNOWN_BASIS", "areas/asker,areas/baerum"}})),
              ElementsAre("Unknown basis: asker, baerum; to compare all the same: --accept "
                          "unknown-basis"));
  EXPECT_THAT(ExplainWorkforceRefusal(AreaNotFound("nowhere")), IsEmpty());
}

}  // namespace
}  // namespace tertial::cli
