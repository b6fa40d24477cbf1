#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/formats/formats.h"
#include "tests/unit/services/gateway/formats/sample_report.h"

namespace tertial::gateway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

std::vector<std::string> LinesOf(const std::string& csv) {
  return absl::StrSplit(absl::StripSuffix(csv, "\r\n"), "\r\n");
}

TEST(Csv, HasAHeadingAndARowForEachCell) {
  const std::vector<std::string> lines = LinesOf(WriteCsv(SampleReport(), "nb"));
  EXPECT_EQ(lines.size(), 1 + 8);
  EXPECT_EQ(lines[0],
            "area,section,series,label,dimensions,unit,period,value,missing_reason,expected,"
            "overdue,decimals,rounded_to,flags,footnotes,obs_status,conf_status,formula");
}

TEST(Csv, TextsWithCommasAndQuotesStandInQuotes) {
  EXPECT_THAT(LinesOf(WriteCsv(SampleReport(), "nb")),
              Contains("asker,INDICATORS,economy.debt,\"<b>Andel</b> \"\"a\"\", b & 'c'\",,percent,"
                       "2021,4.70,,,,2,,,,A,F,"));
}

TEST(Csv, FlagsFootnotesAndDimensionsAreColumns) {
  const std::vector<std::string> lines = LinesOf(WriteCsv(SampleReport(), "nb"));
  EXPECT_THAT(lines, Contains(HasSubstr(",5.1,,,,1,,PROVISIONAL,1 Uten sykehjem,P,F,")));
  EXPECT_THAT(lines, Contains(HasSubstr(",unit=welfare,fte,2024,100,")));
}

TEST(SdmxCsv, BeginsWithStructureAndAction) {
  const std::vector<std::string> lines = LinesOf(WriteSdmxCsv(SampleReport()));
  EXPECT_EQ(lines.size(), 1 + 8);
  EXPECT_EQ(lines[0],
            "STRUCTURE,STRUCTURE_ID,ACTION,AREA,SECTION,SERIES,UNIT_MEASURE,FREQ,TIME_PERIOD,"
            "OBS_VALUE,OBS_STATUS,CONF_STATUS,DECIMALS,MISSING_REASON,FORMULA");
  EXPECT_THAT(lines, Contains("datastructure,TERTIAL:REPORT(1.0),I,asker,INDICATORS,economy.debt,"
                              "percent,A,2021,4.70,A,F,2,,"));
}

TEST(SdmxCsv, AGapHasAStatusAndNoValue) {
  const std::vector<std::string> lines = LinesOf(WriteSdmxCsv(SampleReport()));
  EXPECT_THAT(lines, Contains("datastructure,TERTIAL:REPORT(1.0),I,asker,INDICATORS,economy.debt,"
                              "percent,A,2022,,L,F,,NOT_MEASURED,"));
  EXPECT_THAT(lines, Contains("datastructure,TERTIAL:REPORT(1.0),I,asker,WORKFORCE,fte-total,fte,A,"
                              "2024,100,A,F,0,,SUM"));
}

}  // namespace
}  // namespace tertial::gateway
