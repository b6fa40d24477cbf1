#include "services/gateway/formats/sdmx_codes.h"

#include <map>
#include <string>

#include "gtest/gtest.h"
#include "tests/unit/services/gateway/formats/sample_report.h"

namespace tertial::gateway {
namespace {

std::string StatusOf(const common::v1::Cell& cell) { return ObsStatus(ReportCell{.cell = cell}); }

common::v1::Cell Flagged(common::v1::Cell cell, std::initializer_list<common::v1::Flag> flags) {
  for (const common::v1::Flag flag : flags) cell.add_flags(flag);
  return cell;
}

TEST(SdmxCodes, EveryMissingReasonHasItsStatusOrNone) {
  const std::map<common::v1::MissingReason, std::string> codes = {
      {common::v1::MISSING_REASON_NOT_MEASURED, "L"},
      {common::v1::MISSING_REASON_PENDING, "O"},
      {common::v1::MISSING_REASON_NOT_YET_DEFINED, "M"},
      {common::v1::MISSING_REASON_CANNOT_EXIST, "M"},
      {common::v1::MISSING_REASON_DATA_LACKING, "O"},
      {common::v1::MISSING_REASON_SUPPRESSED, "Q"},
      {common::v1::MISSING_REASON_INCLUDED_ELSEWHERE, "K"},
      {common::v1::MISSING_REASON_NOT_ESTIMATED, ""},
      {common::v1::MISSING_REASON_NOT_OCCURRING, ""},
      {common::v1::MISSING_REASON_EMBARGOED, ""},
      {common::v1::MISSING_REASON_WITHDRAWN, ""},
  };
  EXPECT_EQ(codes.size(), static_cast<size_t>(common::v1::MissingReason_ARRAYSIZE - 1));
  for (const auto& [reason, code] : codes) {
    EXPECT_EQ(StatusOf(MissingCell(reason)), code) << common::v1::MissingReason_Name(reason);
  }
}

TEST(SdmxCodes, EveryFlagHasItsStatusButRevised) {
  const std::map<common::v1::Flag, std::string> codes = {
      {common::v1::FLAG_BREAK_IN_SERIES, "B"}, {common::v1::FLAG_DEROGATION, "J"},
      {common::v1::FLAG_SPECIAL_EVENT, "S"},   {common::v1::FLAG_DEFINITION_DIFFERS, "D"},
      {common::v1::FLAG_INCLUDES_OTHER, "W"},  {common::v1::FLAG_IMPUTED, "I"},
      {common::v1::FLAG_FORECAST, "F"},        {common::v1::FLAG_ESTIMATED, "E"},
      {common::v1::FLAG_PROVISIONAL, "P"},     {common::v1::FLAG_NOT_SIGNIFICANT, "N"},
      {common::v1::FLAG_LOW_RELIABILITY, "U"}, {common::v1::FLAG_UNVALIDATED, "V"},
      {common::v1::FLAG_EXPERIMENTAL, "G"},    {common::v1::FLAG_REVISED, "A"},
  };
  EXPECT_EQ(codes.size(), static_cast<size_t>(common::v1::Flag_ARRAYSIZE - 1));
  for (const auto& [flag, code] : codes) {
    EXPECT_EQ(StatusOf(Flagged(ValueCell("1"), {flag})), code) << common::v1::Flag_Name(flag);
  }
}

TEST(SdmxCodes, OfSeveralTheOneThatComesFirstCounts) {
  using common::v1::FLAG_BREAK_IN_SERIES;
  using common::v1::FLAG_ESTIMATED;
  using common::v1::FLAG_PROVISIONAL;
  EXPECT_EQ(StatusOf(Flagged(ValueCell("1"), {FLAG_PROVISIONAL, FLAG_ESTIMATED})), "E");
  EXPECT_EQ(StatusOf(Flagged(ValueCell("1"), {FLAG_ESTIMATED, FLAG_BREAK_IN_SERIES})), "B");
  EXPECT_EQ(StatusOf(Flagged(MissingCell(common::v1::MISSING_REASON_PENDING), {FLAG_PROVISIONAL})),
            "O");
  EXPECT_EQ(
      StatusOf(Flagged(MissingCell(common::v1::MISSING_REASON_SUPPRESSED), {FLAG_BREAK_IN_SERIES})),
      "B");
}

TEST(SdmxCodes, AValueWithoutRemarksIsNormal) { EXPECT_EQ(StatusOf(ValueCell("1")), "A"); }

TEST(SdmxCodes, WhatIsNotRecordedHasNone) { EXPECT_EQ(StatusOf({}), ""); }

TEST(SdmxCodes, WhatCannotBeComputedIsMissing) {
  EXPECT_EQ(ObsStatus({.missing = "MISSING_OPERAND", .formula = common::v1::FORMULA_SUM}), "O");
}

TEST(SdmxCodes, ConfidentialityIsAStatusOfItsOwn) {
  EXPECT_EQ(ConfStatus({.missing = "SUPPRESSED"}), "C");
  EXPECT_EQ(ConfStatus({.missing = "EMBARGOED"}), "N");
  EXPECT_EQ(ConfStatus({.missing = "PENDING"}), "F");
  EXPECT_EQ(ConfStatus({}), "F");
}

TEST(SdmxCodes, EveryKindOfPeriodHasAFrequency) {
  const std::map<std::string, std::string> frequencies = {
      {"2024", "A"},    {"2023/2024", "A"}, {"2024-S1", "S"},    {"2024-T2", "T"},
      {"2024-Q3", "Q"}, {"2024-M03", "M"},  {"2024-12-31", "D"}, {"2024-T4", ""}};
  for (const auto& [period, frequency] : frequencies) {
    EXPECT_EQ(Frequency(period), frequency) << period;
  }
}

}  // namespace
}  // namespace tertial::gateway
