#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/domain/case_rules.h"
#include "tests/unit/services/politics/found_violations.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using enum common::v1::ErrorReason;

v1::Case GoodCase() {
  v1::Case political_case;
  political_case.set_name("areas/asker/cases/ks-31-2024");
  political_case.mutable_number()->set_sequence(31);
  political_case.mutable_number()->set_year(2024);
  AddText(political_case.mutable_titles(), "Strategiske mål");
  return political_case;
}

TEST(CaseRules, AcceptACaseOfAnUnknownBodyAndDate) {
  EXPECT_THAT(Check(CheckCase, GoodCase()), IsEmpty());
}

TEST(CaseRules, AcceptADateOfAnyPrecision) {
  for (const char* date : {"2024", "2024-autumn", "2024-11", "2024-11-05", "1900", "2100-winter"}) {
    v1::Case political_case = GoodCase();
    political_case.set_decision_date(date);
    EXPECT_THAT(Check(CheckCase, political_case), IsEmpty()) << date;
  }
}

TEST(CaseRules, RefuseWhatIsNoDateOfThisService) {
  for (const char* date : {"høsten 2024", "2024-02-30", "2024-13", "1899", "2101-01-01", "1700"}) {
    v1::Case political_case = GoodCase();
    political_case.set_decision_date(date);
    EXPECT_THAT(Check(CheckCase, political_case),
                ElementsAre(Pair("decision_date", ERROR_REASON_INVALID_DATE)))
        << date;
  }
}

// The report prints 41/22 with a decision of 15 June 2021: a finding about it, not an error in it.
TEST(CaseRules, DoNotCompareTheYearOfTheNumberWithTheDecision) {
  v1::Case political_case = GoodCase();
  political_case.mutable_number()->set_year(2022);
  political_case.set_decision_date("2021-06-15");
  EXPECT_THAT(Check(CheckCase, political_case), IsEmpty());
}

TEST(CaseRules, DoNotCompareTheIdWithTheNumber) {
  v1::Case political_case = GoodCase();
  political_case.set_name("areas/asker/cases/ks-41-2022b");
  EXPECT_THAT(Check(CheckCase, political_case), IsEmpty());
}

TEST(CaseRules, RefuseACaseWithoutANumber) {
  v1::Case political_case = GoodCase();
  political_case.clear_number();
  EXPECT_THAT(Check(CheckCase, political_case),
              ElementsAre(Pair("number", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(CaseRules, RefuseANumberOutOfRange) {
  v1::Case political_case = GoodCase();
  political_case.mutable_number()->set_sequence(0);
  political_case.mutable_number()->set_year(24);
  EXPECT_THAT(Check(CheckCase, political_case),
              ElementsAre(Pair("number.sequence", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("number.year", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(CaseRules, RefuseAPrintedDateThatIsTooLong) {
  v1::Case political_case = GoodCase();
  political_case.set_date_printed(std::string(200, 'x'));
  EXPECT_THAT(Check(CheckCase, political_case), IsEmpty());
  political_case.set_date_printed(std::string(201, 'x'));
  EXPECT_THAT(Check(CheckCase, political_case),
              ElementsAre(Pair("date_printed", ERROR_REASON_INVALID_TEXT)));
}

}  // namespace
}  // namespace tertial::politics
