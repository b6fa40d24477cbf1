// What the workforce chapter of a report tells of registers.
#include <string>

#include "common/render/report_document.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string ChapterOf(const std::string& json) {
  workforce::v1::WorkforceSection section;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &section).ok()) << json;
  Document document;
  AddWorkforceChapter(section, "nb", document);
  return RenderText(document);
}

TEST(WorkforceChapter, SaysNothingOfRegistersWithoutACube) {
  EXPECT_THAT(ChapterOf("{}"), AllOf(Not(HasSubstr("Published")), Not(HasSubstr("published"))));
}

TEST(WorkforceChapter, ShowsPublishedFiguresWithWhatTheyAreComputedFrom) {
  const std::string text = ChapterOf(R"({"published": [
    {"subject": {"measure": "FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM", "sex": "SEX_WOMEN",
                 "ageBand": "AGE_BAND_30_TO_39"},
     "unitOfMeasure": "percent", "cell": {"value": "64.3"}, "numerator": {"value": "3800"},
     "denominator": {"value": "5910"}}]})");
  EXPECT_THAT(text, HasSubstr("Published from the register"));
  EXPECT_THAT(text, HasSubstr("full time share person sum  women, 30 to 39  64.3 %       3800"));
  EXPECT_THAT(text, HasSubstr("5910"));
  EXPECT_THAT(text, Not(HasSubstr("Where a colon stands")));
}

TEST(WorkforceChapter, ShowsAColonWhereAFigureIsHidden) {
  const std::string text = ChapterOf(R"({"published": [
    {"subject": {"measure": "FIGURE_MEASURE_APPRENTICES", "sex": "SEX_MEN"},
     "unitOfMeasure": "count", "cell": {"missing": "MISSING_REASON_SUPPRESSED"},
     "numerator": {"missing": "MISSING_REASON_SUPPRESSED"}}]})");
  EXPECT_THAT(text, HasSubstr("apprentices  men        :          :\n"));
  EXPECT_THAT(text, HasSubstr("Where a colon stands, the figure is hidden"));
}

TEST(WorkforceChapter, PutsReportedFiguresBesidePublishedOnes) {
  const std::string text = ChapterOf(R"({"comparisons": [
    {"reported": {"measure": "MEASURE_AVERAGE_POSITION_SIZE", "sex": "SEX_TOTAL",
                  "unitOfMeasure": "percent", "cell": {"value": "83.2"}},
     "subject": {"measure": "FIGURE_MEASURE_AVERAGE_POSITION_SIZE"}, "outcome": "OUTCOME_FOUND",
     "computed": {"value": "83.0"},
     "difference": {"value": "-0.2", "unit": "percentage_points", "formula": "FORMULA_DISTANCE"},
     "reasons": ["DIFFERENCE_REASON_OTHER_DATE"]},
    {"reported": {"measure": "MEASURE_HEAD_COUNT", "sex": "SEX_TOTAL",
                  "unitOfMeasure": "count", "cell": {"value": "6427"}},
     "subject": {"measure": "FIGURE_MEASURE_HEAD_COUNT"}, "outcome": "OUTCOME_FOUND",
     "computed": {"value": "6427"}, "equalAsPrinted": true,
     "difference": {"value": "0", "unit": "count", "formula": "FORMULA_DISTANCE"}},
    {"reported": {"measure": "MEASURE_HEAD_COUNT", "sex": "SEX_TOTAL", "unitOfMeasure": "count",
                  "unit": "areas/asker/units/care",
                  "cell": {"missing": "MISSING_REASON_SUPPRESSED"}},
     "subject": {"measure": "FIGURE_MEASURE_HEAD_COUNT"}, "outcome": "OUTCOME_SUPPRESSED",
     "computed": {"missing": "MISSING_REASON_SUPPRESSED"},
     "difference": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_MISSING_OPERAND"},
                    "formula": "FORMULA_DISTANCE"}}]})");
  EXPECT_THAT(text, HasSubstr("Reported beside published"));
  EXPECT_THAT(text, AllOf(HasSubstr("-0.2 pp"), HasSubstr("other date")));
  EXPECT_THAT(text, HasSubstr("equal as printed"));
  EXPECT_THAT(text, HasSubstr("head count, care"));
  EXPECT_THAT(text, HasSubstr("Where a colon stands"));
  EXPECT_THAT(text, Not(HasSubstr("not computable")));
}

TEST(WorkforceChapter, OfATertialShowsTheYearToDate) {
  const std::string text = ChapterOf(R"({"period": "2024-T2", "periods": ["2023-T2", "2024-T2"],
    "units": [{"unit": {"titles": [{"language": "nb", "text": "Velferd"}]},
      "fte": [{"cell": {"value": "1920.0"}}, {"cell": {"value": "1836.5"}}],
      "headCount": [{"outcome": "OUTCOME_NO_OBSERVATION"}, {"outcome": "OUTCOME_NO_OBSERVATION"}],
      "fteTertial": {"yearToDate": {"value": "1836.5"}, "yearToDateLastYear": {"value": "1920.0"}},
      "headCountTertial": {"yearToDate": {"notComputable":
          {"reason": "NOT_COMPUTABLE_REASON_NO_OBSERVATION"}}}}]})");
  EXPECT_THAT(text, HasSubstr("year to date"));
  EXPECT_THAT(text, HasSubstr("1836.5"));
  EXPECT_THAT(text, HasSubstr("no observation"));
}

TEST(WorkforceChapter, OfAServiceAreaHasNoSumAndTheFiguresOfItsUnits) {
  const std::string text = ChapterOf(R"({"period": "2024", "periods": ["2024"],
    "units": [{"unit": {"titles": [{"language": "nb", "text": "Velferd"}]},
      "fte": [{"cell": {"value": "1836.5"}}], "headCount": [{"cell": {"value": "2300"}}],
      "figures": [{"measure": "MEASURE_APPRENTICES", "unitOfMeasure": "count",
                   "cells": [{"cell": {"value": "41"}}]}]}]})");
  EXPECT_THAT(text, Not(HasSubstr("Sum")));
  EXPECT_THAT(text, HasSubstr("Velferd, "));
  EXPECT_THAT(text, HasSubstr("41"));
}

}  // namespace
}  // namespace tertial
