#include "common/types/period.h"

#include <algorithm>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using absl::CivilDay;
using common::v1::ERROR_REASON_INVALID_PERIOD;

Period P(absl::string_view text) { return Period::Parse(text).value(); }

void ExpectRefused(absl::string_view text, absl::string_view right) {
  const auto result = Period::Parse(text);
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(result, HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(result, MessageNames(absl::StrCat("\"", text, "\"")));
  EXPECT_THAT(result, MessageNames(right));
}

std::vector<std::string> TextsOfEveryKind(int year) {
  std::vector<std::string> texts = {absl::StrCat(year), absl::StrCat(year - 1, "/", year),
                                    absl::StrCat(year, "-02-28"), absl::StrCat(year, "-12-31")};
  for (const char* part :
       {"S1", "S2", "T1", "T2", "T3", "Q1", "Q2", "Q3", "Q4", "M01", "M09", "M10", "M12"}) {
    texts.push_back(absl::StrCat(year, "-", part));
  }
  return texts;
}

TEST(Period, ReadsEveryKind) {
  const struct {
    const char* text;
    PeriodKind kind;
    CivilDay first_day;
    CivilDay last_day;
  } kCases[] = {
      {"2024", PeriodKind::kYear, CivilDay(2024, 1, 1), CivilDay(2024, 12, 31)},
      {"2024-S1", PeriodKind::kHalfYear, CivilDay(2024, 1, 1), CivilDay(2024, 6, 30)},
      {"2024-S2", PeriodKind::kHalfYear, CivilDay(2024, 7, 1), CivilDay(2024, 12, 31)},
      {"2024-T1", PeriodKind::kTertial, CivilDay(2024, 1, 1), CivilDay(2024, 4, 30)},
      {"2024-T2", PeriodKind::kTertial, CivilDay(2024, 5, 1), CivilDay(2024, 8, 31)},
      {"2024-T3", PeriodKind::kTertial, CivilDay(2024, 9, 1), CivilDay(2024, 12, 31)},
      {"2024-Q1", PeriodKind::kQuarter, CivilDay(2024, 1, 1), CivilDay(2024, 3, 31)},
      {"2024-Q4", PeriodKind::kQuarter, CivilDay(2024, 10, 1), CivilDay(2024, 12, 31)},
      {"2024-M02", PeriodKind::kMonth, CivilDay(2024, 2, 1), CivilDay(2024, 2, 29)},
      {"2023-M02", PeriodKind::kMonth, CivilDay(2023, 2, 1), CivilDay(2023, 2, 28)},
      {"2024-12-31", PeriodKind::kDay, CivilDay(2024, 12, 31), CivilDay(2024, 12, 31)},
      {"2023/2024", PeriodKind::kSchoolYear, CivilDay(2023, 8, 1), CivilDay(2024, 7, 31)},
  };
  for (const auto& c : kCases) {
    const Period period = P(c.text);
    EXPECT_EQ(period.kind(), c.kind) << c.text;
    EXPECT_EQ(period.first_day(), c.first_day) << c.text;
    EXPECT_EQ(period.last_day(), c.last_day) << c.text;
    EXPECT_EQ(period.Format(), c.text);
  }
}

TEST(Period, YearOfASchoolYearIsItsSecond) {
  EXPECT_EQ(P("2023/2024").year(), 2024);
  EXPECT_EQ(P("2024-T2").year(), 2024);
  EXPECT_EQ(P("2024-12-31").year(), 2024);
}

TEST(Period, FormatIsTheInverseOfParse) {
  for (const int year : {1801, 1900, 2000, 2024, 2200}) {
    for (const std::string& text : TextsOfEveryKind(year)) {
      EXPECT_EQ(P(text).Format(), text);
      EXPECT_EQ(Period::ParseId(P(text).FormatId()).value(), P(text));
    }
  }
}

TEST(Period, PreviousIsTheInverseOfNext) {
  std::mt19937_64 random(11);
  for (const std::string& text : TextsOfEveryKind(2024)) {
    const Period period = P(text);
    for (int i = 0; i < 200; ++i) {
      const int n = static_cast<int>(random() % 400) - 200;
      EXPECT_EQ(period.Next(n).Previous(n), period) << text << " " << n;
      EXPECT_EQ(period.Next(n).Previous(n).Format(), text);
      EXPECT_EQ(period.Next(n).kind(), period.kind());
    }
    EXPECT_EQ(period.Next(3), period.Next().Next().Next());
  }
}

TEST(Period, NextBeginsTheDayAfter) {
  for (const std::string& text : TextsOfEveryKind(2024)) {
    EXPECT_EQ(P(text).Next().first_day(), P(text).last_day() + 1) << text;
    EXPECT_EQ(P(text).Previous().last_day(), P(text).first_day() - 1) << text;
  }
}

TEST(Period, NextCrossesTheYear) {
  EXPECT_EQ(P("2023-T3").Next().Format(), "2024-T1");
  EXPECT_EQ(P("2024-Q1").Previous().Format(), "2023-Q4");
  EXPECT_EQ(P("2024-M12").Next(2).Format(), "2025-M02");
  EXPECT_EQ(P("2024-02-28").Next().Format(), "2024-02-29");
  EXPECT_EQ(P("2023/2024").Previous().Format(), "2022/2023");
  EXPECT_EQ(P("2200").Next().Format(), "2201");
}

TEST(Period, StandsInTheOrderOfFirstThenLastDay) {
  std::vector<std::string> texts = {"2024",    "2024-Q2", "2023/2024", "2024-01-01",
                                    "2024-T1", "2023",    "2024-Q1"};
  std::sort(texts.begin(), texts.end(),
            [](const std::string& a, const std::string& b) { return P(a) < P(b); });
  EXPECT_THAT(texts, ::testing::ElementsAre("2023", "2023/2024", "2024-01-01", "2024-Q1", "2024-T1",
                                            "2024", "2024-Q2"));
}

TEST(Period, KindsHaveNoPeriodInCommon) {
  const std::vector<std::string> texts = TextsOfEveryKind(2024);
  for (const std::string& a : texts) {
    for (const std::string& b : texts) EXPECT_EQ(P(a) == P(b), a == b) << a << " " << b;
  }
}

TEST(Period, IsMadeOfAYearOrADay) {
  EXPECT_EQ(Period::OfYear(2024), P("2024"));
  EXPECT_EQ(Period::OfDay(CivilDay(2024, 2, 29)), P("2024-02-29"));
}

TEST(Period, RefusesAPartThatAYearDoesNotHave) {
  ExpectRefused("2024-T4", "names no tertial; a year has T1, T2 and T3.");
  ExpectRefused("2024-T0", "T1, T2 and T3");
  ExpectRefused("2024-T", "T1, T2 and T3");
  ExpectRefused("2024-T01", "T1, T2 and T3");
  ExpectRefused("2024-S3", "S1 and S2");
  ExpectRefused("2024-Q5", "Q1, Q2, Q3 and Q4");
  ExpectRefused("2024-M13", "M01 to M12");
  ExpectRefused("2024-M00", "M01 to M12");
  ExpectRefused("2024-M1", "M01 to M12");
}

TEST(Period, RefusesAMonthWithoutItsLetter) {
  ExpectRefused("2024-12", "write a month as 2024-M12.");
  ExpectRefused("2024-13", "is no period");
}

TEST(Period, RefusesADayThatIsNotInTheCalendar) {
  for (const char* text : {"2023-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "2024-04-31",
                           "2024-01-00", "2024-01-32"}) {
    ExpectRefused(text, "names no day");
  }
}

TEST(Period, RefusesASchoolYearOfOtherYears) {
  ExpectRefused("2023/2025", "write 2023/2024.");
  ExpectRefused("2024/2024", "write 2024/2025.");
  ExpectRefused("2023-2024", "as in 2023/2024");
}

TEST(Period, RefusesYearsOutsideItsLimits) {
  EXPECT_THAT(Period::Parse("1800"), IsOk());
  EXPECT_THAT(Period::Parse("2200"), IsOk());
  ExpectRefused("1799", "1800 to 2200");
  ExpectRefused("2201-Q1", "1800 to 2200");
  ExpectRefused("2200/2201", "1800 to 2200");
  ExpectRefused("0000", "1800 to 2200");
}

TEST(Period, RefusesOtherTexts) {
  for (const char* text : {"", "24", "20245", "2024-", "2024/", " 2024", "2024 ", "2024-t1",
                           "2024T1", "2024-W01", "2024-1-1", "2024-01-1", "2024/01/01",
                           "2024-01-01T00:00", "2023/24", "-2024", "2024-Q1 "}) {
    EXPECT_THAT(Period::Parse(text), HasReason(ERROR_REASON_INVALID_PERIOD)) << text;
    EXPECT_THAT(Period::Parse(text), MessageNames(absl::StrCat("\"", text, "\"")));
  }
}

TEST(Period, WritesASchoolYearWithAHyphenInAnId) {
  EXPECT_EQ(P("2023/2024").FormatId(), "2023-2024");
  EXPECT_EQ(Period::ParseId("2023-2024").value(), P("2023/2024"));
  EXPECT_EQ(Period::ParseId("2024-T1").value(), P("2024-T1"));
  EXPECT_THAT(Period::ParseId("2023/2024"), HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(Period::ParseId("2023-2025"), HasReason(ERROR_REASON_INVALID_PERIOD));
}

}  // namespace
}  // namespace tertial
