// Which figures of a data set another service owns, and where they are there.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/dataset.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

std::vector<std::string> ProblemsOf(const Dataset& dataset) {
  std::vector<std::string> problems;
  for (const Problem& problem : dataset.problems) {
    EXPECT_FALSE(problem.sentence.empty());
    problems.push_back(absl::StrCat(problem.origin.file, ":", problem.origin.line, " ",
                                    problem.field, " ", problem.reason));
  }
  return problems;
}

// The owners' resources, by indicator; with a field where one is named.
std::map<std::string, std::string> OwnersOf(const Dataset& dataset) {
  std::map<std::string, std::string> owners;
  for (const indicators::v1::IndicatorsRow& row : dataset.indicators.rows) {
    const indicators::v1::Indicator& indicator = row.indicator();
    if (!indicator.has_owner()) continue;
    const indicators::v1::FigureOwner& owner = indicator.owner();
    owners[indicator.name()] = absl::StrCat(owner.service(), " ", owner.resource(),
                                            owner.field().empty() ? "" : " ", owner.field());
  }
  return owners;
}

class OwnedIndicatorsTest : public ::testing::Test {
 protected:
  OwnedIndicatorsTest() {
    directory_.Write("indicators.csv",
                     "id,focus_area,goal,order,name_nb,label_nb,name_en,unit,scale_min,scale_max,"
                     "target_operator,target_value,direction,direction_source,decimals,"
                     "method_note_nb,note,source_line,page\n"
                     "a,f,g,1,A,A,A,percent,,,,,,,1,,,1,1\n"
                     "b,f,g,2,B,B,B,percent,,,,,,,1,,,1,1\n");
    directory_.Write("service_areas.csv", "id,name_nb,name_en,order\nwelfare,Velferd,,1\n");
  }
  void WriteOwned(const std::string& rows) {
    directory_.Write("owned_indicators.csv", "indicator,owner,metric,key,note\n" + rows);
  }
  void WriteReleases(const std::string& rows) {
    directory_.Write(
        "inventory_releases.csv",
        "id,publisher,release_date,method_version,gwp_set,boundary,scope,note\n" + rows);
  }
  void WriteMetrics(const std::string& rows) {
    directory_.Write("workforce_metrics.csv",
                     "metric,region,service_area,sex,year,value,unit,qualifier,printed,note,"
                     "source_line,page\n" +
                         rows);
  }
  void WriteObservations(const std::string& rows) {
    directory_.Write("observations.csv",
                     "indicator,region,year,value,status,printed,note,source_line,page\n" + rows);
  }
  Dataset Read() {
    absl::StatusOr<Dataset> dataset = ReadDataset(directory_.path(), "3203");
    EXPECT_THAT(dataset, IsOk());
    return *std::move(dataset);
  }
  std::string OwnerOfA(const std::string& rest_of_row) {
    WriteOwned("a," + rest_of_row + "\n");
    const Dataset dataset = Read();
    EXPECT_THAT(ProblemsOf(dataset), IsEmpty()) << rest_of_row;
    return OwnersOf(dataset)["indicators/a"];
  }
  std::string ProblemOfA(const std::string& rest_of_row) {
    WriteOwned("a," + rest_of_row + "\n");
    const Dataset dataset = Read();
    EXPECT_THAT(dataset.problems, SizeIs(1)) << rest_of_row;
    return ProblemsOf(dataset).empty() ? "" : ProblemsOf(dataset).front();
  }

  const TempDir directory_;
};

TEST(OwnedIndicatorsOfTheExample, StandAtTheirOwnersUnderTheNamesThatItsFilesGive) {
  const absl::StatusOr<Dataset> dataset = ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
  ASSERT_THAT(dataset, IsOk());
  EXPECT_THAT(ProblemsOf(*dataset), IsEmpty());
  const std::string releases = "climate areas/{area}/inventoryReleases/";
  EXPECT_THAT(
      OwnersOf(*dataset),
      ElementsAre(
          Pair("indicators/climate.direct-emissions",
               releases + "miljodirektoratet-2025/emissions/all~{period}"),
          Pair("indicators/climate.household-electricity",
               "climate areas/{area}/activities/net-electricity-use~households~{period}"),
          Pair("indicators/climate.municipal-buildings-energy",
               "climate areas/{area}/activities/energy-use~municipal-buildings~{period}"),
          Pair("indicators/climate.municipal-construction-emissions",
               releases + "asker-own-2024/emissions/building-and-construction-sites~{period}"),
          Pair("indicators/climate.road-traffic-emissions",
               releases + "miljodirektoratet-2025/emissions/road-traffic~{period}"),
          Pair("indicators/employees.average-position-size",
               "workforce areas/{area}/figures/average-position-size~{period}"),
          Pair("indicators/employees.full-time-share",
               "workforce areas/{area}/figures/full-time-share~{period}"),
          Pair("indicators/employees.sick-leave",
               "workforce areas/{area}/figures/sick-leave-rate~{period}~basis.unknown"),
          Pair("indicators/employees.trade-certificate-or-higher-education",
               "workforce areas/{area}/figures/"
               "trade-certificate-or-higher-education-share~{period}")));
}

TEST(OwnedIndicatorsOfTheExample, AGapThatOnlyTheObservationsTellIsToldToTheOwner) {
  const absl::StatusOr<Dataset> dataset = ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
  ASSERT_THAT(dataset, IsOk());
  const workforce::v1::WorkforceFigure& figure = dataset->workforce.rows.back().workforce_figure();
  EXPECT_EQ(figure.name(), "areas/3203/figures/trade-certificate-or-higher-education-share~2024");
  EXPECT_EQ(figure.measure(), workforce::v1::MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE);
  EXPECT_EQ(figure.period(), "2024");
  EXPECT_EQ(figure.sex(), workforce::v1::SEX_TOTAL);
  EXPECT_EQ(figure.unit_of_measure(), "percent");
  EXPECT_EQ(figure.cell().missing(), common::v1::MISSING_REASON_PENDING);
  EXPECT_EQ(figure.provenance().printed(), "Tall kommer");
  EXPECT_EQ(dataset->workforce.origins.back().file, "observations.csv");
}

TEST_F(OwnedIndicatorsTest, AFigureOfTheWorkforceMayBeOfASexOrAServiceArea) {
  const std::string figures = "workforce areas/{area}/figures/";
  EXPECT_EQ(OwnerOfA("workforce,full-time-share,total of the municipality,"),
            figures + "full-time-share~{period}");
  EXPECT_EQ(OwnerOfA("workforce,sick-leave,women,"),
            figures + "sick-leave-rate~{period}~sex.women~basis.unknown");
  EXPECT_EQ(OwnerOfA("workforce,sick-leave,\"welfare, men\","),
            figures + "sick-leave-rate~{period}~unit.welfare~sex.men~basis.unknown");
}

TEST_F(OwnedIndicatorsTest, AFigureOfPoliticsIsOfABody) {
  EXPECT_EQ(OwnerOfA("politics,meetings,municipal-council,"),
            "politics areas/{area}/bodies/municipal-council/activities/{period} meetings");
}

TEST_F(OwnedIndicatorsTest, AnActivityMayHaveScopeSectorAndObject) {
  const std::string activities = "climate areas/{area}/activities/";
  EXPECT_EQ(OwnerOfA("climate,energy-use,\"municipal-buildings, all\","),
            activities + "energy-use~municipal-buildings~{period}");
  EXPECT_EQ(OwnerOfA("climate,energy-saving,\"municipal-buildings, Hofstad skole\","),
            activities + "energy-saving~municipal-buildings~{period}~object.hofstad-skole");
  EXPECT_EQ(OwnerOfA("climate,emissions-avoided,\"municipality-own, indirect, furniture-reuse\","),
            activities +
                "emissions-avoided~municipality-own~{period}~scope.indirect"
                "~sector.furniture-reuse");
}

TEST_F(OwnedIndicatorsTest, EmissionsAreThoseOfTheLatestReleaseOfTheirKind) {
  WriteReleases(
      "old,P,2024-01,,,community,direct,\n"
      "new,P,2025-01,,,community,direct,\n"
      "own,P,,,,municipality-own,direct,\n");
  const std::string releases = "climate areas/{area}/inventoryReleases/";
  EXPECT_EQ(OwnerOfA("climate,emissions,\"community, direct, all sectors\","),
            releases + "new/emissions/all~{period}");
  EXPECT_EQ(OwnerOfA("climate,emissions,\"municipality-own, direct, machines, Hvalstad skole\","),
            releases + "own/emissions/machines~{period}~object.hvalstad-skole");
  EXPECT_EQ(ProblemOfA("climate,emissions,\"community, indirect, all sectors\","),
            "owned_indicators.csv:2 key INVENTORY_RELEASE_NOT_FOUND");
  WriteReleases("one,P,,,,community,direct,\ntwo,P,,,,community,direct,\n");
  EXPECT_EQ(ProblemOfA("climate,emissions,\"community, direct, all sectors\","),
            "owned_indicators.csv:2 key INVENTORY_RELEASE_NOT_FOUND");
}

TEST_F(OwnedIndicatorsTest, WhatCannotBeUnderstoodIsAProblem) {
  WriteReleases("r,P,,,,community,direct,\n");
  EXPECT_EQ(ProblemOfA("gateway,x,y,"), "owned_indicators.csv:2 owner INVALID_ENUM");
  EXPECT_EQ(ProblemOfA("workforce,heads,total of the municipality,"),
            "owned_indicators.csv:2 metric INVALID_ENUM");
  EXPECT_EQ(ProblemOfA("workforce,full-time-share,somewhere,"),
            "owned_indicators.csv:2 key VALUE_OUT_OF_RANGE");
  for (const char* key :
       {"all", "\"community, direct\"", "\"community, all, direct\"",
        "\"everybody, direct, all sectors\"", "\"community, direct, all sectors, a, b\""}) {
    EXPECT_EQ(ProblemOfA(absl::StrCat("climate,emissions,", key, ",")),
              "owned_indicators.csv:2 key VALUE_OUT_OF_RANGE");
  }
  WriteOwned(
      "c,workforce,full-time-share,total of the municipality,\n"
      "a,workforce,full-time-share,total of the municipality,\n"
      "a,workforce,part-time-share,total of the municipality,\n");
  EXPECT_THAT(ProblemsOf(Read()),
              ElementsAre("owned_indicators.csv:2 indicator INDICATOR_NOT_FOUND",
                          "owned_indicators.csv:4 indicator DUPLICATE_KEY"));
}

TEST_F(OwnedIndicatorsTest, OnlyASeriesThatTheOwnersFilesHoldIsCompleted) {
  WriteOwned("a,workforce,full-time-share,total of the municipality,\n");
  WriteObservations("a,3203,2023,63.9,measured,,,,\na,3203,2024,,pending,,,,\n");
  // The women's is another series, and another place's is as well.
  WriteMetrics(
      "full-time-share,3203,,women,2023,60,percent,,,,,\n"
      "full-time-share,3201,,,2023,60,percent,,,,,\n");
  EXPECT_THAT(Read().workforce.rows, SizeIs(1 + 2));
  WriteMetrics("full-time-share,3203,,,2023,63.8,percent,about,63.8,,1,2\n");
  const Dataset dataset = Read();
  ASSERT_THAT(dataset.workforce.rows, SizeIs(1 + 1 + 1));
  // Its own figure is never overruled by an observation.
  EXPECT_EQ(dataset.workforce.rows[1].workforce_figure().cell().value(), "63.8");
  const workforce::v1::WorkforceFigure& added = dataset.workforce.rows[2].workforce_figure();
  EXPECT_EQ(added.name(), "areas/3203/figures/full-time-share~2024");
  EXPECT_EQ(added.provenance().qualifier(), "");
}

}  // namespace
}  // namespace tertial::cli
