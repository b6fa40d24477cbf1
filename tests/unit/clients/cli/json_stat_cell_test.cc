// Cells and periods of statistical tables.
#include "clients/cli/import/json_stat_cell.h"

#include <string>

#include "clients/cli/import/json_stat_period.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace v1 = common::v1;

TEST(ExactDecimal, IsTheNumberAsWritten) {
  for (const std::string number : {"0", "7", "-7", "203735.10", "4.70", "0.1", "-0.05", "98815",
                                   "1234567890123456789012345"}) {
    EXPECT_THAT(ExactDecimal(number, std::nullopt), IsOkAndHolds(number));
  }
}

TEST(ExactDecimal, GetsTheZerosThatItWasPublishedWith) {
  EXPECT_THAT(ExactDecimal("4.7", 2), IsOkAndHolds("4.70"));
  EXPECT_THAT(ExactDecimal("48", 1), IsOkAndHolds("48.0"));
  EXPECT_THAT(ExactDecimal("-3", 2), IsOkAndHolds("-3.00"));
  EXPECT_THAT(ExactDecimal("0", 1), IsOkAndHolds("0.0"));
  EXPECT_THAT(ExactDecimal("98815", 0), IsOkAndHolds("98815"));
}

TEST(ExactDecimal, IsNeverRounded) {
  EXPECT_THAT(ExactDecimal("4.75", 1), IsOkAndHolds("4.75"));
  EXPECT_THAT(ExactDecimal("0.999999", 0), IsOkAndHolds("0.999999"));
  EXPECT_THAT(ExactDecimal("4.70", 1), IsOkAndHolds("4.70"));
}

TEST(ExactDecimal, IsWrittenOutWithoutAnExponent) {
  EXPECT_THAT(ExactDecimal("1E+2", std::nullopt), IsOkAndHolds("100"));
  EXPECT_THAT(ExactDecimal("1.5e2", std::nullopt), IsOkAndHolds("150"));
  EXPECT_THAT(ExactDecimal("1.50e1", std::nullopt), IsOkAndHolds("15.0"));
  EXPECT_THAT(ExactDecimal("12.5E-3", std::nullopt), IsOkAndHolds("0.0125"));
  EXPECT_THAT(ExactDecimal("-1E-05", 2), IsOkAndHolds("-0.00001"));
  EXPECT_THAT(ExactDecimal("2e3", 1), IsOkAndHolds("2000.0"));
  EXPECT_THAT(ExactDecimal("0E+5", std::nullopt), IsOkAndHolds("0"));
}

TEST(ExactDecimal, HasNoSignBeforeZero) {
  EXPECT_THAT(ExactDecimal("-0.0", std::nullopt), IsOkAndHolds("0.0"));
  EXPECT_THAT(ExactDecimal("-0e7", 1), IsOkAndHolds("0.0"));
}

TEST(ExactDecimal, IsRefusedWithMoreDigitsThanADecimalHas) {
  for (const std::string& number :
       {std::string("1e40"), std::string("1e-40"), std::string("1e99999999999999999999"),
        std::string("1e101"), std::string("1.") + std::string(40, '3'), std::string(35, '9')}) {
    EXPECT_THAT(ExactDecimal(number, std::nullopt), HasReason(v1::ERROR_REASON_INVALID_DECIMAL));
  }
}

// The rules for one cell, with the usual meanings unless a test adds some.
class CellOfATable : public ::testing::Test {
 protected:
  absl::StatusOr<CellContent> Read(std::optional<std::string> value, const std::string& status,
                                   std::optional<int> decimals = std::nullopt) {
    return ReadJsonStatCell({.value = std::move(value), .status = status}, decimals, meanings_,
                            when_null_);
  }

  StatusMeanings meanings_ = UsualStatusMeanings();
  std::optional<v1::MissingReason> when_null_;
};

TEST_F(CellOfATable, HoldsAnExactValue) {
  const absl::StatusOr<CellContent> content = Read("4.7", "", 2);
  ASSERT_THAT(content, IsOk());
  EXPECT_EQ(content->cell.value(), "4.70");
  EXPECT_EQ(content->printed, "4.7");
  EXPECT_THAT(content->qualifier, IsEmpty());
  EXPECT_THAT(content->cell.flags(), IsEmpty());
  EXPECT_THAT(Read("98815", "")->printed, IsEmpty());
}

TEST_F(CellOfATable, IsMissingForTheReasonItsStatusGives) {
  const std::pair<std::string, v1::MissingReason> reasons[] = {
      {".", v1::MISSING_REASON_CANNOT_EXIST},
      {"..", v1::MISSING_REASON_DATA_LACKING},
      {":", v1::MISSING_REASON_SUPPRESSED},
      {"...", v1::MISSING_REASON_PENDING}};
  for (const auto& [symbol, reason] : reasons) {
    const absl::StatusOr<CellContent> content = Read(std::nullopt, symbol, 2);
    ASSERT_THAT(content, IsOk());
    EXPECT_EQ(content->cell.missing(), reason);
    EXPECT_EQ(content->printed, symbol);
  }
}

TEST_F(CellOfATable, KeepsNoNumberBesideAStatusThatSaysThereIsNone) {
  for (const std::string symbol : {".", "..", ":", "..."}) {
    for (const std::string number : {"0", "17", "0.0", "1e400"}) {
      const absl::StatusOr<CellContent> content = Read(number, symbol, 1);
      ASSERT_THAT(content, IsOk());
      EXPECT_FALSE(content->cell.has_value());
      EXPECT_NE(content->cell.missing(), v1::MISSING_REASON_UNSPECIFIED);
      EXPECT_EQ(content->printed, symbol);
      EXPECT_THAT(content->qualifier, IsEmpty());
    }
  }
}

TEST_F(CellOfATable, IsProvisionalWithAStar) {
  const absl::StatusOr<CellContent> content = Read("17", "*");
  ASSERT_THAT(content, IsOk());
  EXPECT_EQ(content->cell.value(), "17");
  EXPECT_THAT(content->cell.flags(), ElementsAre(v1::FLAG_PROVISIONAL));
  EXPECT_EQ(content->qualifier, "*");
}

TEST_F(CellOfATable, IsRefusedWhenItIsNullWithoutAReason) {
  EXPECT_THAT(Read(std::nullopt, ""), HasReason(v1::ERROR_REASON_CELL_EMPTY));
  EXPECT_THAT(Read(std::nullopt, "*"), HasReason(v1::ERROR_REASON_CELL_EMPTY));
}

TEST_F(CellOfATable, IsMissingAsTheMapSaysWhenItIsNull) {
  when_null_ = v1::MISSING_REASON_DATA_LACKING;
  EXPECT_EQ(Read(std::nullopt, "")->cell.missing(), v1::MISSING_REASON_DATA_LACKING);
  EXPECT_THAT(Read(std::nullopt, "")->printed, IsEmpty());
  EXPECT_THAT(Read(std::nullopt, "*")->cell.flags(), ElementsAre(v1::FLAG_PROVISIONAL));
  EXPECT_EQ(Read(std::nullopt, ":")->cell.missing(), v1::MISSING_REASON_SUPPRESSED);
  EXPECT_EQ(Read("0", "")->cell.value(), "0");
}

TEST_F(CellOfATable, IsRefusedWithAStatusNobodyKnows) {
  for (const std::string symbol : {"-", "x", "....", " ", "..*"}) {
    EXPECT_THAT(Read("1", symbol), HasReason(v1::ERROR_REASON_INVALID_ENUM));
    EXPECT_THAT(Read(std::nullopt, symbol), HasReason(v1::ERROR_REASON_INVALID_ENUM));
  }
}

TEST_F(CellOfATable, IsZeroOnlyWhereTheMapSaysThatASymbolIs) {
  meanings_["-"] = *ParseStatusMeaning("NIL");
  const absl::StatusOr<CellContent> content = Read(std::nullopt, "-", 1);
  ASSERT_THAT(content, IsOk());
  EXPECT_EQ(content->cell.value(), "0.0");
  EXPECT_EQ(content->printed, "-");
  EXPECT_EQ(Read("0", "-")->cell.value(), "0");
  EXPECT_THAT(Read("3", "-"), HasReason(v1::ERROR_REASON_INCONSISTENT_FIELDS));
}

TEST_F(CellOfATable, TakesTheMeaningsOfTheMap) {
  meanings_["e"] = *ParseStatusMeaning("ESTIMATED");
  meanings_["1)"] = *ParseStatusMeaning("REMARK");
  meanings_[".."] = *ParseStatusMeaning("NOT_MEASURED");
  EXPECT_THAT(Read("1", "e")->cell.flags(), ElementsAre(v1::FLAG_ESTIMATED));
  EXPECT_EQ(Read("1", "1)")->qualifier, "1)");
  EXPECT_THAT(Read("1", "1)")->cell.flags(), IsEmpty());
  EXPECT_EQ(Read(std::nullopt, "..")->cell.missing(), v1::MISSING_REASON_NOT_MEASURED);
  EXPECT_THAT(Read(std::nullopt, "1)"), HasReason(v1::ERROR_REASON_CELL_EMPTY));
}

TEST(StatusMeaningWord, IsAReasonAFlagNilOrRemark) {
  EXPECT_EQ(ParseStatusMeaning("SUPPRESSED")->missing, v1::MISSING_REASON_SUPPRESSED);
  EXPECT_EQ(ParseStatusMeaning("BREAK_IN_SERIES")->flag, v1::FLAG_BREAK_IN_SERIES);
  for (const std::string word : {"", "UNSPECIFIED", "suppressed", "FLAG_ESTIMATED", "zero", "0"}) {
    EXPECT_FALSE(ParseStatusMeaning(word).has_value()) << word;
  }
}

TEST(TablePeriod, IsReadInTheFormsOfStatisticsOffices) {
  const std::pair<std::string, std::string> periods[] = {
      {"2024", "2024"},         {"2024K1", "2024-Q1"},      {"2024Q4", "2024-Q4"},
      {"2024M03", "2024-M03"},  {"2024H2", "2024-S2"},      {"2024T3", "2024-T3"},
      {"2024-M12", "2024-M12"}, {"2023/2024", "2023/2024"}, {"2024-12-31", "2024-12-31"}};
  for (const auto& [code, text] : periods) {
    const absl::StatusOr<Period> period = ParseTablePeriod(code);
    ASSERT_THAT(period, IsOk()) << code;
    EXPECT_EQ(period->Format(), text);
  }
}

TEST(TablePeriod, IsRefusedWhenItIsNotCertain) {
  for (const std::string code : {"", "24", "2024U05", "2024W05", "2023-2024", "2021-2024", "2024K5",
                                 "2024K0", "2024M13", "2024M3", "2024T4", "2024K", "K12024",
                                 "2024 ", "20240101", "2024k1", "1. kvartal 2024", "12024K1"}) {
    EXPECT_THAT(ParseTablePeriod(code), HasReason(v1::ERROR_REASON_INVALID_PERIOD)) << code;
  }
}

}  // namespace
}  // namespace tertial::cli
