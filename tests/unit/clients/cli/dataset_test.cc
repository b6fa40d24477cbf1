// Data sets as directories of CSV files: what is read, and what is a problem.
#include "clients/cli/import/dataset.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kObservationHeader[] =
    "indicator,region,year,value,status,printed,note,source_line,page\n";

// Where and what each problem is: "fte.csv:3 order VALUE_OUT_OF_RANGE".
std::vector<std::string> ProblemsOf(const Dataset& dataset) {
  std::vector<std::string> problems;
  for (const Problem& problem : dataset.problems) {
    EXPECT_FALSE(problem.sentence.empty());
    problems.push_back(absl::StrCat(problem.origin.file, ":", problem.origin.line, " ",
                                    problem.field, " ", problem.reason));
  }
  return problems;
}

class DatasetTest : public ::testing::Test {
 protected:
  void WriteObservations(const std::string& rows) {
    directory_.Write("observations.csv", kObservationHeader + rows);
  }

  absl::StatusOr<Dataset> Read(const std::string& area = "") {
    return ReadDataset(directory_.path(), area);
  }

  TempDir directory_;
};

TEST_F(DatasetTest, ReadsRowsAndWhereTheyComeFrom) {
  WriteObservations("a.b,3203,2023,4.70,measured,,,1,2\na.b,3203,2024,,pending,,,1,2\n");
  const absl::StatusOr<Dataset> dataset = Read();
  ASSERT_THAT(dataset, IsOk());
  EXPECT_THAT(dataset->problems, IsEmpty());
  EXPECT_EQ(dataset->area, "3203");
  EXPECT_EQ(dataset->period, "2024");
  ASSERT_THAT(dataset->indicators.rows, SizeIs(2));
  const indicators::v1::Observation& first = dataset->indicators.rows[0].observation();
  EXPECT_EQ(first.name(), "areas/3203/indicators/a.b/observations/2023");
  EXPECT_EQ(first.cell().value(), "4.70");
  EXPECT_EQ(dataset->indicators.rows[1].observation().cell().missing(),
            common::v1::MISSING_REASON_PENDING);
  EXPECT_EQ(dataset->indicators.origins[1].file, "observations.csv");
  EXPECT_EQ(dataset->indicators.origins[1].line, 3);
  EXPECT_THAT(dataset->workforce.rows, IsEmpty());
}

TEST_F(DatasetTest, ReadsTheExampleWithoutAProblem) {
  const absl::StatusOr<Dataset> dataset = ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
  ASSERT_THAT(dataset, IsOk());
  EXPECT_THAT(ProblemsOf(*dataset), IsEmpty());
  EXPECT_EQ(dataset->name, "asker-2024");
  EXPECT_EQ(dataset->area, "3203");
  EXPECT_EQ(dataset->period, "2024");
  EXPECT_THAT(dataset->left_out, ElementsAre("budget.csv", "claims.csv", "regions.csv",
                                             "text_figures.csv", "totals.csv"));
  // One figure of the workforce stands in observations.csv alone.
  EXPECT_EQ(dataset->workforce.rows.size(), 6u + 24u + 12u + 31u + 1u);
  EXPECT_EQ(dataset->politics.rows.size(), 18u + 18u + 45u + 17u + 13u);
  EXPECT_EQ(dataset->climate.rows.size(), 2u + 22u + 16u + 90u + 3u);
}

TEST_F(DatasetTest, RefusesADirectoryThatIsNone) {
  const std::string none = directory_.path() + "/none";
  EXPECT_THAT(ReadDataset(none, ""), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ReadDataset(none, ""), MessageNames("none"));
  EXPECT_THAT(ReadDataset(directory_.Write("file", ""), ""), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(DatasetTest, AnUnknownFileIsAProblem) {
  WriteObservations("");
  directory_.Write("observation.csv", "x\n");
  directory_.Write("README.md", "no data");
  EXPECT_THAT(ProblemsOf(*Read("3203")), ElementsAre("observation.csv:0  UNKNOWN_FIELD"));
}

TEST_F(DatasetTest, TakesTheAreaThatIsNamedBeforeTheOneObserved) {
  WriteObservations("a,3203,2024,1,measured,,,,\n");
  directory_.Write("service_areas.csv", "id,name_nb,name_en,order\nwelfare,Velferd,,1\n");
  const absl::StatusOr<Dataset> dataset = Read("3201");
  ASSERT_THAT(dataset, IsOk());
  EXPECT_EQ(dataset->area, "3201");
  EXPECT_EQ(dataset->workforce.rows[0].unit().name(), "areas/3201/units/welfare");
}

TEST_F(DatasetTest, AsksForTheAreaWhereTheFilesDoNotTell) {
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Read("3203"), IsOk());
  WriteObservations("a,3203,2024,1,measured,,,,\na,3201,2024,1,measured,,,,\n");
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Read(), MessageNames("--area"));
  EXPECT_THAT(Read("3203"), IsOk());
}

TEST_F(DatasetTest, AMissingOrUnknownColumnIsAProblem) {
  directory_.Write("observations.csv",
                   "indicator,region,year,value,printed,note,source_line,page\n");
  const absl::StatusOr<Dataset> missing = Read("3203");
  ASSERT_THAT(missing, IsOk());
  ASSERT_THAT(missing->problems, SizeIs(1));
  EXPECT_THAT(missing->problems[0].sentence, HasSubstr("status"));
  directory_.Write("observations.csv",
                   "indicator,region,year,value,status,printed,note,source_line,page,colour\n");
  const absl::StatusOr<Dataset> unknown = Read("3203");
  ASSERT_THAT(unknown, IsOk());
  ASSERT_THAT(unknown->problems, SizeIs(1));
  EXPECT_THAT(unknown->problems[0].sentence, HasSubstr("colour"));
}

TEST_F(DatasetTest, AFileThatCannotBeReadIsAProblem) {
  for (const std::string& bytes :
       {std::string(), std::string("\xff\xfe"), kObservationHeader + std::string("a,3203\n"),
        kObservationHeader + std::string(10'000'000, 'x')}) {
    directory_.Write("observations.csv", bytes);
    const absl::StatusOr<Dataset> dataset = Read("3203");
    ASSERT_THAT(dataset, IsOk());
    ASSERT_THAT(dataset->problems, SizeIs(1));
    EXPECT_EQ(dataset->problems[0].origin.file, "observations.csv");
    EXPECT_NE(dataset->problems[0].reason, "UNSPECIFIED");
  }
}

// Two services read this file; it used to be told twice.
TEST_F(DatasetTest, ABrokenFileOfTwoServicesIsOneProblem) {
  directory_.Write("targets.csv", "indicator\n");
  EXPECT_THAT(Read("3203")->problems, SizeIs(1));
}

TEST_F(DatasetTest, AValueBesideAReasonIsAProblem) {
  WriteObservations("a,3203,2024,0,not_measured,,,,\n");
  EXPECT_THAT(ProblemsOf(*Read()),
              ElementsAre("observations.csv:2 value VALUE_BESIDE_MISSING_REASON"));
}

TEST_F(DatasetTest, ATextInAColumnOfWholeNumbersIsAProblem) {
  directory_.Write("service_areas.csv",
                   "id,name_nb,name_en,order\na,A,,1\nb,B,,first\nc,C,,\nd,D,,4.0\n");
  EXPECT_THAT(ProblemsOf(*Read("3203")),
              ElementsAre("service_areas.csv:3 order VALUE_OUT_OF_RANGE",
                          "service_areas.csv:4 order FIELD_REQUIRED",
                          "service_areas.csv:5 order VALUE_OUT_OF_RANGE"));
}

TEST_F(DatasetTest, AStatisticDescribedInTwoWaysIsAProblem) {
  const std::string header =
      "metric,name_nb,region,year,value,unit,status,qualifier,printed,note,source_line,page\n";
  directory_.Write("population.csv", header + "births,F,3203,2023,1,count,measured,,,,,\n" +
                                         "births,F,3203,2024,2,percent,measured,,,,,\n");
  EXPECT_THAT(ProblemsOf(*Read("3203")),
              ElementsAre("population.csv:3 metric INCONSISTENT_FIELDS"));
}

TEST_F(DatasetTest, AnEmissionThatContradictsItsReleaseIsAProblem) {
  directory_.Write("inventory_releases.csv",
                   "id,publisher,release_date,method_version,gwp_set,boundary,scope,note\n"
                   "r,P,,,,community,direct,\n");
  const std::string header =
      "account,release,metric,scope,boundary,sector,part_of,object,year,comparison_year,value,"
      "unit,status,qualifier,printed,note,source_line,page\n";
  directory_.Write("emissions.csv",
                   header +
                       "inventory,r,emissions,indirect,community,all,,,2023,,1,tonnes_co2e,"
                       "measured,,,,,\n");
  EXPECT_THAT(ProblemsOf(*Read("3203")), ElementsAre("emissions.csv:2 scope INCONSISTENT_FIELDS"));
}

TEST_F(DatasetTest, SendsEachTargetToTheServiceThatOwnsIt) {
  directory_.Write("targets.csv",
                   "indicator,subject_en,scope,operator,value,value_max,unit,target_year,"
                   "base_year,kind,printed,note,source_line,page\n"
                   "a.b,,Asker,gt,10,,percent,,,indicator_table,,,,\n"
                   "c.d,,Asker,reduce_by,67,,percent,2030,2009,theme_plan,,,,\n");
  const absl::StatusOr<Dataset> dataset = Read("3203");
  ASSERT_THAT(dataset, IsOk());
  EXPECT_THAT(ProblemsOf(*dataset), IsEmpty());
  ASSERT_THAT(dataset->indicators.rows, SizeIs(1));
  EXPECT_EQ(dataset->indicators.rows[0].target().comparator(), indicators::v1::COMPARATOR_GT);
  ASSERT_THAT(dataset->climate.rows, SizeIs(1));
  EXPECT_EQ(dataset->climate.rows[0].climate_target().base_period(), "2009");
}

TEST_F(DatasetTest, KeepsTextsThatLookLikeCode) {
  directory_.Write("service_areas.csv",
                   "id,name_nb,name_en,order\na,\"=HYPERLINK(\"\"x\"\")\n<script>\",,1\n");
  const absl::StatusOr<Dataset> dataset = Read("3203");
  ASSERT_THAT(dataset, IsOk());
  EXPECT_EQ(dataset->workforce.rows[0].unit().titles(0).text(), "=HYPERLINK(\"x\")\n<script>");
}

}  // namespace
}  // namespace tertial::cli
