// The climate chapter of a report.
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

// With one blank where several stand.
std::string Squeezed(const std::string& text) {
  std::string squeezed;
  for (const char c : text) {
    if (c != ' ' || squeezed.empty() || squeezed.back() != ' ') squeezed += c;
  }
  return squeezed;
}

std::string ChapterOf(const std::string& json) {
  climate::v1::ClimateSection section;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &section).ok()) << json;
  Document document;
  AddClimateChapter(section, "en", document);
  return Squeezed(RenderText(document));
}

// A target of 67 per cent, with this assessment.
std::string WithTarget(const std::string& assessment) {
  return R"({"targets": [{"target": {"kind": "CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT",
      "subjects": [{"language": "en", "text": "Direct emissions"}], "value": "67",
      "unit": "percent", "basePeriod": "2009", "duePeriod": "2030"},
    "assessments": [{"inventoryRelease": "areas/asker/inventoryReleases/m-2025",
      "currentPeriod": "2023", "rateFrom": "2009",
      "targetLevel": {"value": "123137", "unit": "tonnes_co2e",
                      "interval": {"low": "123024", "high": "123249"}},
      "shareReached": {"value": "67.8", "unit": "percent"},
      "rateNeeded": {"value": "6.94", "unit": "percent"},
      "presentRate": {"value": "-4.23", "unit": "percent"},
      "projection": {"value": "150543", "unit": "tonnes_co2e"},
      "linearProjection": {"value": "119032", "unit": "tonnes_co2e"})" +
         assessment + "}]}]}";
}

TEST(ClimateChapter, TellsHowFarAheadEmissionsAreWithTheInterval) {
  const std::string text = ChapterOf(WithTarget(R"(, "standing": "MILESTONE_STANDING_AHEAD",
      "milestoneGap": {"value": "-2736", "unit": "tonnes_co2e",
                       "interval": {"low": "-2926", "high": "-2547"}})"));
  EXPECT_THAT(text, HasSubstr("123 137 t CO2e (123 024 to 123 249)"));
  EXPECT_THAT(text, HasSubstr("Direct emissions, release m-2025: in 2023 2736 t CO2e ahead of the "
                              "path (2547 to 2926); 67.8 % of the way, 6.94 % still needed each "
                              "year."));
  EXPECT_THAT(text, HasSubstr("In 2030: 150 543 t CO2e by the present rate of -4.23 % per year "
                              "since 2009; 119 032 t CO2e if as much goes each year as since "
                              "then."));
}

TEST(ClimateChapter, SaysWhereEmissionsAreBehindOrItCannotBeTold) {
  EXPECT_THAT(ChapterOf(WithTarget(R"(, "standing": "MILESTONE_STANDING_BEHIND",
                  "milestoneGap": {"value": "100", "unit": "tonnes_co2e"})")),
              HasSubstr("in 2023 100 t CO2e behind the path;"));
  EXPECT_THAT(ChapterOf(WithTarget(R"(, "standing": "MILESTONE_STANDING_UNCERTAIN",
                  "milestoneGap": {"value": "-10", "unit": "tonnes_co2e",
                                   "interval": {"low": "-30", "high": "12"}})")),
              HasSubstr("in 2023 on either side of the path: -10 t CO2e (-30 to 12);"));
}

TEST(ClimateChapter, TellsNothingOfAPathWithoutABase) {
  const std::string text = ChapterOf(WithTarget(R"(, "milestoneGap":
      {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_NO_OBSERVATION"}})"));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("of the way")), Not(HasSubstr("In 2030:"))));
}

TEST(ClimateChapter, TellsABudgetOrWhyThereIsNoGap) {
  const std::string text = ChapterOf(R"({"budgets": [
    {"target": "areas/asker/climateTargets/t", "period": "2030", "measureCount": 90,
     "inventoryRelease": "areas/asker/inventoryReleases/m-2025",
     "gapLeast": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_NOT_QUANTIFIED",
                                    "detail": "No measure is quantified"}}},
    {"target": "areas/asker/climateTargets/u", "period": "2030", "measureCount": 1,
     "quantifiedMeasureCount": 1, "completeness": "COMPLETENESS_COMPLETE",
     "inventoryRelease": "areas/asker/inventoryReleases/m-2025",
     "gapLeast": {"value": "5", "unit": "tonnes_co2e"},
     "gapMost": {"value": "9", "unit": "tonnes_co2e"}}]})");
  EXPECT_THAT(text, HasSubstr("t, release m-2025: 90 measures, none with an effect on emissions in "
                              "2030: no gap to the target can be told. No measure is quantified."));
  EXPECT_THAT(text,
              HasSubstr("u, release m-2025: 1 measure, 1 with an effect on emissions in 2030: "
                        "5 t CO2e to 9 t CO2e are left to the target."));
}

TEST(ClimateChapter, ShowsSumsWithWhatIsMissingInThem) {
  const std::string text = ChapterOf(R"({"inventories": [{"release":
      {"name": "areas/asker/inventoryReleases/m-2025", "boundary": "BOUNDARY_COMMUNITY",
       "scope": "SCOPE_DIRECT"},
    "summedSectors": [{"sector": "heating", "total": {"period": "2023",
        "total": {"value": "8", "unit": "tonnes_co2e"}}}],
    "sum": {"period": "2023", "gapCount": 1,
            "gaps": ["areas/asker/inventoryReleases/m-2025/emissions/aviation~2023"],
            "total": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_INCOMPLETE"}},
            "recordedPart": {"value": "18", "unit": "tonnes_co2e"}}}]})");
  EXPECT_THAT(text, HasSubstr("Emissions, release m-2025 (community, direct)"));
  EXPECT_THAT(text, HasSubstr("heating 2023 8"));
  EXPECT_THAT(text, HasSubstr("all sectors 2023 incomplete incomplete: 18 t CO2e are recorded, and "
                              "1 part is missing: aviation~2023"));
}

TEST(ClimateChapter, ShowsOwnOperationsAndWhatIsOdd) {
  const std::string text = ChapterOf(R"({"period": "2024",
    "ownOperations": [{"scope": "SCOPE_DIRECT", "activityCount": 2,
                       "total": {"value": "2.660", "unit": "tonnes_co2e"}}],
    "findings": [{"kind": "INVENTORY_FINDING_KIND_PARTS_EXCEED_WHOLE", "period": "2023",
                  "severity": "SEVERITY_ERROR", "detail": "Too much.",
                  "resources": ["areas/asker/inventoryReleases/r/emissions/heating~2023"]}]})");
  EXPECT_THAT(text, HasSubstr("Own operations, 2024"));
  EXPECT_THAT(text, HasSubstr("direct 2 2.660 t CO2e"));
  EXPECT_THAT(text, HasSubstr("error parts exceed whole heating~2023 2023 Too much."));
}

}  // namespace
}  // namespace tertial
