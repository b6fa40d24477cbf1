#include "common/facts/tertial.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Period P(const std::string& text) { return *Period::Parse(text); }

std::vector<std::string> Formatted(const std::vector<Period>& periods) {
  std::vector<std::string> texts;
  for (const Period& period : periods) texts.push_back(period.Format());
  return texts;
}

std::vector<std::string> NamesOf(const v1::Computed& computed) {
  std::vector<std::string> names;
  for (const v1::Operand& operand : computed.operands()) names.push_back(operand.name());
  return names;
}

// Values by period; "break" before one flags it.
using Values = std::map<std::string, std::string>;

v1::TertialFigures Make(const std::string& tertial, Accrual accrual, const Values& values,
                        const std::string& unit = "count",
                        std::optional<int> decimals = std::nullopt) {
  return MakeTertialFigures(P(tertial), accrual, unit, decimals, [&](const Period& period) {
    const std::string text = period.Format();
    const auto value = values.find(text);
    if (value == values.end()) return TertialFigureOf(MakeOperand("facts/" + text, nullptr));
    v1::Cell cell;
    if (value->second.rfind("break ", 0) == 0) {
      cell.set_value(value->second.substr(6));
      cell.add_flags(v1::FLAG_BREAK_IN_SERIES);
    } else if (value->second == "pending") {
      cell.set_missing(v1::MISSING_REASON_PENDING);
    } else {
      cell.set_value(value->second);
    }
    return TertialFigureOf(MakeOperand("facts/" + text, &cell));
  });
}

const Values kBirths = {{"2023-T1", "300"}, {"2023-T2", "310"}, {"2023-T3", "290"},
                        {"2024-T1", "305"}, {"2024-T2", "320"}, {"2024-T3", "280"}};

TEST(TertialsUpTo, BeginWithTheYearBefore) {
  EXPECT_THAT(Formatted(TertialsUpTo(P("2024-T1"))),
              ElementsAre("2023-T1", "2023-T2", "2023-T3", "2024-T1"));
  EXPECT_THAT(Formatted(TertialsUpTo(P("2024-T3"))),
              ElementsAre("2023-T1", "2023-T2", "2023-T3", "2024-T1", "2024-T2", "2024-T3"));
  EXPECT_THAT(TertialsUpTo(P("2024")), IsEmpty());
}

TEST(ReportReads, OfAYearAreTheYearsShown) {
  EXPECT_THAT(Formatted(ReportReads(P("2024"))), ElementsAre("2021", "2022", "2023", "2024"));
  EXPECT_THAT(Formatted(ReportReads(P("2024-T1"))),
              ElementsAre("2023-T1", "2023-T2", "2023-T3", "2024-T1"));
}

TEST(TertialFigures, OfAFlowSumTheTertialsSoFar) {
  const v1::TertialFigures figures = Make("2024-T2", Accrual::kAddsUp, kBirths);
  EXPECT_EQ(figures.value().period(), "2024-T2");
  EXPECT_EQ(figures.value().cell().value(), "320");
  EXPECT_EQ(figures.same_last_year().period(), "2023-T2");
  EXPECT_EQ(figures.same_last_year().cell().value(), "310");
  EXPECT_EQ(figures.change().value(), "10");
  EXPECT_EQ(figures.change().formula(), v1::FORMULA_DIFFERENCE);
  EXPECT_EQ(figures.year_to_date().value(), "625");
  EXPECT_EQ(figures.year_to_date().formula(), v1::FORMULA_SUM);
  EXPECT_THAT(NamesOf(figures.year_to_date()), ElementsAre("facts/2024-T1", "facts/2024-T2"));
  EXPECT_EQ(figures.year_to_date_last_year().value(), "610");
  EXPECT_THAT(NamesOf(figures.year_to_date_last_year()),
              ElementsAre("facts/2023-T1", "facts/2023-T2"));
}

TEST(TertialFigures, OfTheFirstAndTheLastTertialReachAsFarAsTheYear) {
  const v1::TertialFigures first = Make("2024-T1", Accrual::kAddsUp, kBirths);
  EXPECT_EQ(first.year_to_date().value(), "305");
  EXPECT_EQ(first.year_to_date_last_year().value(), "300");
  EXPECT_EQ(first.change().value(), "5");
  const v1::TertialFigures last = Make("2024-T3", Accrual::kAddsUp, kBirths);
  EXPECT_EQ(last.year_to_date().value(), "905");
  EXPECT_EQ(last.year_to_date_last_year().value(), "900");
  EXPECT_EQ(last.change().value(), "-10");
}

TEST(TertialFigures, OfAStockStandForTheYear) {
  const v1::TertialFigures figures = Make("2024-T2", Accrual::kStands, kBirths);
  EXPECT_EQ(figures.year_to_date().value(), "320");
  EXPECT_EQ(figures.year_to_date().formula(), v1::FORMULA_VALUE);
  EXPECT_THAT(NamesOf(figures.year_to_date()), ElementsAre("facts/2024-T2"));
  EXPECT_EQ(figures.year_to_date_last_year().value(), "310");
}

TEST(TertialFigures, OfARateAreNoFigureOfTheYear) {
  const v1::TertialFigures figures =
      Make("2024-T2", Accrual::kNeither, {{"2023-T2", "9.1"}, {"2024-T2", "9.45"}}, "percent");
  EXPECT_EQ(figures.year_to_date().not_computable().reason(),
            v1::NOT_COMPUTABLE_REASON_NOT_ADDITIVE);
  EXPECT_EQ(figures.year_to_date_last_year().not_computable().reason(),
            v1::NOT_COMPUTABLE_REASON_NOT_ADDITIVE);
  EXPECT_EQ(figures.change().formula(), v1::FORMULA_PERCENTAGE_POINTS);
  EXPECT_EQ(figures.change().unit(), "percentage_points");
  EXPECT_EQ(figures.change().value(), "0.35");
}

TEST(TertialFigures, ATertialThatIsNotRecordedIsNoZeroInASum) {
  Values values = kBirths;
  values.erase("2024-T1");
  const v1::TertialFigures figures = Make("2024-T2", Accrual::kAddsUp, values);
  EXPECT_EQ(figures.year_to_date().not_computable().reason(),
            v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(figures.year_to_date_last_year().value(), "610");
  EXPECT_EQ(figures.change().value(), "10");
}

TEST(TertialFigures, OfNothingSayThatNothingIsRecorded) {
  for (const Accrual accrual : {Accrual::kAddsUp, Accrual::kStands}) {
    const v1::TertialFigures figures = Make("2024-T2", accrual, {});
    EXPECT_EQ(figures.value().outcome(), v1::OUTCOME_NO_OBSERVATION);
    EXPECT_FALSE(figures.value().has_cell());
    EXPECT_EQ(figures.same_last_year().outcome(), v1::OUTCOME_NO_OBSERVATION);
    for (const v1::Computed& number :
         {figures.change(), figures.year_to_date(), figures.year_to_date_last_year()}) {
      EXPECT_EQ(number.not_computable().reason(), v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
    }
  }
}

TEST(TertialFigures, AGapIsTold) {
  Values values = kBirths;
  values["2024-T2"] = "pending";
  const v1::TertialFigures figures = Make("2024-T2", Accrual::kAddsUp, values);
  EXPECT_EQ(figures.value().cell().missing(), v1::MISSING_REASON_PENDING);
  EXPECT_EQ(figures.year_to_date().not_computable().reason(),
            v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_EQ(figures.change().not_computable().reason(), v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
}

TEST(TertialFigures, NoSumAndNoChangeReachesOverABreak) {
  Values values = kBirths;
  values["2023-T3"] = "break 290";
  v1::TertialFigures figures = Make("2024-T2", Accrual::kAddsUp, values);
  EXPECT_EQ(figures.change().not_computable().reason(), v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  EXPECT_THAT(figures.change().not_computable().detail(), ::testing::HasSubstr("facts/2023-T3"));
  EXPECT_EQ(figures.year_to_date().value(), "625");
  EXPECT_EQ(figures.year_to_date_last_year().value(), "610");

  values = kBirths;
  values["2024-T2"] = "break 320";
  figures = Make("2024-T2", Accrual::kAddsUp, values);
  EXPECT_EQ(figures.year_to_date().not_computable().reason(),
            v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  // The first of a year begins its sum.
  values = kBirths;
  values["2024-T1"] = "break 305";
  EXPECT_EQ(Make("2024-T2", Accrual::kAddsUp, values).year_to_date().value(), "625");
  // A stock is that of the end, whatever lies before.
  values["2024-T2"] = "break 320";
  EXPECT_EQ(Make("2024-T2", Accrual::kStands, values).year_to_date().value(), "320");
}

TEST(TertialFigures, HaveTheDecimalsAskedForOrThoseOfTheirOperands) {
  const Values values = {{"2024-T1", "1.25"}, {"2024-T2", "2.5"}};
  EXPECT_EQ(Make("2024-T2", Accrual::kAddsUp, values).year_to_date().value(), "3.75");
  EXPECT_EQ(Make("2024-T2", Accrual::kAddsUp, values, "count", 1).year_to_date().value(), "3.8");
}

}  // namespace
}  // namespace tertial
