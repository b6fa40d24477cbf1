#include "services/politics/domain/case_number.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;

TEST(CaseNumber, IsReadInEachOfItsForms) {
  for (const char* const text : {"31/2024", "031/2024", "00031/2024"}) {
    const auto query = ParseCaseNumber(text);
    ASSERT_THAT(query, IsOk());
    EXPECT_EQ(query->sequence, 31);
    EXPECT_THAT(query->years, ElementsAre(2024));
  }
}

TEST(CaseNumber, AYearOfTwoDigitsMeansEveryYearThatEndsSo) {
  EXPECT_THAT(ParseCaseNumber("31/24")->years, ElementsAre(1924, 2024));
  EXPECT_THAT(ParseCaseNumber("031/24")->years, ElementsAre(1924, 2024));
  EXPECT_THAT(ParseCaseNumber("31/00")->years, ElementsAre(1900, 2000, 2100));
}

TEST(CaseNumber, RefusesEverythingElse) {
  for (const char* const text :
       {"",       "31",      "/24",     "31/",     "31/2", "31/024", "31/20245",  "31-24",
        "31/24 ", " 31/24",  "a/24",    "31/2x",   "0/24", "000/24", "100000/24", "1234567890/24",
        "-1/24",  "31/1899", "31/2101", "31/24/1", "³¹/24"}) {
    EXPECT_THAT(ParseCaseNumber(text).status(),
                HasReason(common::v1::ERROR_REASON_INVALID_CASE_NUMBER))
        << text;
  }
}

TEST(CaseNumber, IsShownWithTwoDigitsOfTheYear) {
  v1::CaseNumber number;
  number.set_sequence(31);
  number.set_year(2024);
  EXPECT_EQ(FormatCaseNumber(number), "31/24");
  number.set_year(2005);
  EXPECT_EQ(FormatCaseNumber(number), "31/05");
}

}  // namespace
}  // namespace tertial::politics
