// What the commands about analyses ask for, from what the command line says.
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "clients/cli/analysis/classify_command.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/progress_command.h"
#include "clients/cli/analysis/rank_command.h"
#include "clients/cli/analysis/series_command.h"
#include "clients/cli/flags.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

// The message as one line of JSON.
std::string Json(const google::protobuf::Message& message) {
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &json).ok());
  return json;
}

TEST(Names, MayBeIdsOrResourceNames) {
  EXPECT_EQ(IndicatorName("population.births"), "indicators/population.births");
  EXPECT_EQ(IndicatorName("indicators/population.births"), "indicators/population.births");
  EXPECT_EQ(IndicatorName(""), "");
  EXPECT_EQ(PeerGroupName("neighbours"), "peerGroups/neighbours");
  EXPECT_EQ(PeerGroupName("peerGroups/neighbours"), "peerGroups/neighbours");
  EXPECT_EQ(FrameworkName("3203", "2024-2027"), "areas/3203/frameworks/2024-2027");
  EXPECT_EQ(FrameworkName("areas/asker", "p"), "areas/asker/frameworks/p");
  EXPECT_EQ(FrameworkName("asker", "areas/asker/frameworks/p"), "areas/asker/frameworks/p");
  EXPECT_EQ(FrameworkName("asker", ""), "");
}

TEST(Names, TellAreaAndPeriod) {
  const std::string name = "areas/asker/indicators/a.b/observations/2023-2024~sex.women";
  EXPECT_EQ(AreaIdOf(name), "asker");
  EXPECT_EQ(AreaIdOf("areas/asker"), "asker");
  EXPECT_EQ(AreaIdOf("indicators/a.b"), "");
  EXPECT_EQ(PeriodOf(name), "2023/2024");
  EXPECT_EQ(PeriodOf("areas/asker/indicators/a.b/observations/2024-T1"), "2024-T1");
  EXPECT_EQ(PeriodOf("areas/asker/targets/t"), "areas/asker/targets/t");
  EXPECT_EQ(LastId("indicators/a.b"), "a.b");
  EXPECT_EQ(LastId("a.b"), "a.b");
}

TEST(Dimensions, AreAskedForInTheOrderOfTheirIds) {
  const auto dimensions = ParseDimensions({"sex=women", "age=80-plus"});
  ASSERT_THAT(dimensions, IsOk());
  EXPECT_EQ(ShowDimensions(*dimensions), "age=80-plus, sex=women");
}

TEST(Dimensions, AreRefusedWhereTheyNameNoMember) {
  for (const char* text : {"sex", "sex=", "=women", ""}) {
    EXPECT_THAT(ParseDimensions({text}), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(SeriesRequest, SaysWhatTheCommandLineSays) {
  SeriesCommand command{.area = "3203",
                        .indicators = {"population.births", "indicators/population.deaths"},
                        .from = "2021",
                        .to = "2024",
                        .first = 0,
                        .last = 2,
                        .dimensions = {"sex=women"},
                        .predecessors = true,
                        .options = {}};
  command.options.language = "nb";
  command.options.as_of = absl::FromUnixSeconds(0);
  const auto request = MakeSeriesRequest(command);
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(
      Json(*request),
      R"({"area":"areas/3203","indicators":["indicators/population.births",)"
      R"("indicators/population.deaths"],"dimensions":[{"dimension":"sex",)"
      R"("member":"women"}],"firstPeriod":"2021","lastPeriod":"2024","lastN":2,)"
      R"("includePredecessors":true,"language":"nb","asOf":{"time":"1970-01-01T00:00:00Z"}})");
  command.dimensions = {"women"};
  EXPECT_THAT(MakeSeriesRequest(command), MessageNames("women"));
}

TEST(ProgressRequest, SaysWhatTheCommandLineSays) {
  const auto request = MakeProgressRequest({.area = "asker",
                                            .indicator = "a.b",
                                            .period = "2024",
                                            .change_from = "2021",
                                            .trend_from = "2019",
                                            .dimensions = {},
                                            .explain = false,
                                            .options = {}});
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(Json(*request), R"({"area":"areas/asker","indicator":"indicators/a.b","period":"2024",)"
                            R"("changeFrom":"2021","trendFrom":"2019","language":"en"})");
}

TEST(RankRequest, SaysWhatTheCommandLineSays) {
  const auto request = MakeRankRequest({.indicator = "a.b",
                                        .period = "2024",
                                        .areas = {"asker", "3201"},
                                        .peer_group = "neighbours",
                                        .dimensions = {},
                                        .statistic = v1::STATISTIC_WEIGHTED_MEAN,
                                        .weight = "population.births",
                                        .accept = {v1::COMPARABILITY_ISSUE_ESTIMATES},
                                        .options = {}});
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(Json(*request),
            R"({"indicator":"indicators/a.b","period":"2024","areas":["areas/asker","areas/3201"],)"
            R"("peerGroup":"peerGroups/neighbours","statistic":"STATISTIC_WEIGHTED_MEAN",)"
            R"("weight":"indicators/population.births","accept":["COMPARABILITY_ISSUE_ESTIMATES"],)"
            R"("language":"en"})");
}

TEST(ClassifyRequest, AsksForEverythingUnlessTold) {
  EXPECT_EQ(Json(MakeClassifyRequest({})), "{}");
  EXPECT_EQ(Json(MakeClassifyRequest({.area = "asker",
                                      .framework = "p",
                                      .collection = v1::COLLECTION_KOSTRA,
                                      .schemes = {v1::CLASSIFICATION_SCHEME_SDG_GOAL},
                                      .list = false,
                                      .options = {}})),
            R"({"area":"areas/asker","framework":"areas/asker/frameworks/p",)"
            R"("collection":"COLLECTION_KOSTRA","schemes":["CLASSIFICATION_SCHEME_SDG_GOAL"]})");
}

TEST(Refusal, NamesEachIssueWithItsAreasAndTheOptionThatAcceptsIt) {
  const absl::Status refusal = NotComparable(
      "They are on different bases.",
      {{"SUM_BESIDE_PLACES", "areas/norge"}, {"UNKNOWN_BASIS", "areas/asker,areas/baerum"}});
  EXPECT_THAT(
      ExplainRefusal(refusal),
      ElementsAre(
          ::testing::AllOf(HasSubstr("asker, baerum;"), HasSubstr("--accept unknown-basis")),
          ::testing::AllOf(HasSubstr("norge;"), HasSubstr("--accept sum-beside-places"))));
  EXPECT_THAT(ExplainRefusal(AreaNotFound("9999")), IsEmpty());
}

class Choices : public ::testing::Test {
 protected:
  Choices() {
    AddChoices(app_, "--accept", accepted_, "",
               WordsOf<v1::ComparabilityIssue>("COMPARABILITY_ISSUE_"));
    app_.add_option("indicator", indicator_);
  }

  // In the order of the command line.
  void Parse(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());
    app_.parse(arguments);
  }

  CLI::App app_;
  std::vector<v1::ComparabilityIssue> accepted_;
  std::string indicator_;
};

TEST_F(Choices, AreWordsOfTheContract) {
  EXPECT_THAT(WordsOf<v1::Statistic>("STATISTIC_"),
              ElementsAre(Pair("published", v1::STATISTIC_PUBLISHED),
                          Pair("weighted-mean", v1::STATISTIC_WEIGHTED_MEAN),
                          Pair("mean", v1::STATISTIC_MEAN), Pair("median", v1::STATISTIC_MEDIAN),
                          Pair("sum", v1::STATISTIC_SUM)));
}

TEST_F(Choices, StandAloneOrWithCommasAndTakeNothingElse) {
  Parse({"--accept", "estimates,SUM_BESIDE_PLACES", "--accept", "unknown-basis", "a.b"});
  EXPECT_THAT(accepted_, ElementsAre(v1::COMPARABILITY_ISSUE_ESTIMATES,
                                     v1::COMPARABILITY_ISSUE_SUM_BESIDE_PLACES,
                                     v1::COMPARABILITY_ISSUE_UNKNOWN_BASIS));
  EXPECT_EQ(indicator_, "a.b");
}

TEST_F(Choices, AreRefusedWhereTheContractHasNone) {
  EXPECT_THROW(Parse({"--accept", "everything"}), CLI::ValidationError);
  EXPECT_THROW(Parse({"--accept", "unspecified"}), CLI::ValidationError);
}

}  // namespace
}  // namespace tertial::cli
