#include "services/gateway/domain/report_diff.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "path: before > after" of each change.
std::vector<std::string> Told(const ReportDiff& diff) {
  std::vector<std::string> told;
  for (const v1::ReportChange& change : diff.changes) {
    told.push_back(absl::StrCat(change.path(), ": ", change.before(), " > ", change.after()));
  }
  return told;
}

std::vector<std::string> DiffOf(const v1::Report& before, const v1::Report& after) {
  return Told(DiffSections(v1::SECTION_KIND_WORKFORCE, before, after));
}

workforce::v1::UnitSeries* AddUnit(v1::Report& report, const std::string& id,
                                   const std::string& fte) {
  workforce::v1::UnitSeries* series = report.mutable_workforce()->add_units();
  series->mutable_unit()->set_name("areas/asker/units/" + id);
  auto* cell = series->add_fte();
  cell->set_period("2024");
  cell->mutable_cell()->set_value(fte);
  return series;
}

TEST(ReportDiff, SaysNothingOfWhatIsTheSame) {
  v1::Report report;
  AddUnit(report, "welfare", "100.0");
  EXPECT_THAT(DiffOf(report, report), IsEmpty());
  EXPECT_THAT(DiffOf({}, {}), IsEmpty());
}

TEST(ReportDiff, TellsACellAsAWhole) {
  v1::Report before;
  AddUnit(before, "welfare", "100.0");
  v1::Report after;
  AddUnit(after, "welfare", "101.5");
  EXPECT_THAT(DiffOf(before, after),
              ElementsAre(R"(workforce.units[0].fte[0].cell: {"value":"100.0"} > )"
                          R"({"value":"101.5"})"));
}

TEST(ReportDiff, MatchesElementsByTheirNamesAndNotByTheirPlaces) {
  v1::Report before;
  AddUnit(before, "welfare", "100.0");
  AddUnit(before, "health", "200.0");
  v1::Report after;
  AddUnit(after, "culture", "50.0");
  AddUnit(after, "health", "201.0");
  AddUnit(after, "welfare", "100.0");
  EXPECT_THAT(DiffOf(before, after),
              ElementsAre(R"(workforce.units[0]:  > {"unit":{"name":"areas/asker/units/culture"},)"
                          R"("fte":[{"period":"2024","cell":{"value":"50.0"}}]})",
                          R"(workforce.units[1].fte[0].cell: {"value":"200.0"} > )"
                          R"({"value":"201.0"})"));
  EXPECT_THAT(DiffOf(after, before)[1],
              R"(workforce.units[0]: {"unit":{"name":"areas/asker/units/culture"},)"
              R"("fte":[{"period":"2024","cell":{"value":"50.0"}}]} > )");
}

TEST(ReportDiff, MatchesPeriodsByTheirNames) {
  v1::Report before;
  workforce::v1::UnitSeries* series = AddUnit(before, "welfare", "100.0");
  v1::Report after;
  workforce::v1::UnitSeries* later = after.mutable_workforce()->add_units();
  *later = *series;
  later->mutable_fte(0)->set_period("2023");
  *later->add_fte() = series->fte(0);
  EXPECT_THAT(DiffOf(before, after), ElementsAre(R"(workforce.units[0].fte[0]:  > )"
                                                 R"({"period":"2023","cell":{"value":"100.0"}})"));
}

TEST(ReportDiff, TellsTextsListsNumbersAndStates) {
  v1::Report before;
  before.mutable_workforce()->add_periods("2023");
  before.mutable_workforce()->mutable_cells()->set_measured(3);
  workforce::v1::UnitSeries* unit = AddUnit(before, "welfare", "1");
  unit->mutable_unit()->set_etag("1");
  v1::Report after = before;
  after.mutable_workforce()->add_periods("2024");
  after.mutable_workforce()->mutable_cells()->set_measured(0);
  after.mutable_workforce()->mutable_units(0)->mutable_unit()->set_etag("2");
  after.mutable_workforce()->mutable_units(0)->mutable_fte(0)->set_outcome(
      common::v1::OUTCOME_FOUND);
  EXPECT_THAT(DiffOf(before, after),
              ElementsAre(R"(workforce.periods: ["2023"] > ["2023","2024"])",
                          R"(workforce.units[0].fte[0].outcome:  > "OUTCOME_FOUND")",
                          R"(workforce.cells.measured: 3 > 0)"));
}

TEST(ReportDiff, TellsASectionThatCame) {
  v1::Report after;
  after.mutable_workforce()->set_area("areas/asker");
  EXPECT_THAT(DiffOf({}, after), ElementsAre(R"(workforce:  > {"area":"areas/asker"})"));
}

TEST(ReportDiff, CountsWhatItDoesNotTell) {
  v1::Report before;
  v1::Report after;
  before.mutable_workforce();
  after.mutable_workforce();
  for (int i = 0; i < 5; ++i) AddUnit(after, absl::StrCat("u", i), "1");
  const ReportDiff diff = DiffSections(v1::SECTION_KIND_WORKFORCE, before, after, 3);
  EXPECT_EQ(diff.changes.size(), 3);
  EXPECT_EQ(diff.left_out, 2);
}

}  // namespace
}  // namespace tertial::gateway
