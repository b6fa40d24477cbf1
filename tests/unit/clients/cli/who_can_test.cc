#include "clients/cli/access/who_can.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::cli {
namespace {

using common::internal::v1::ROLE_READER;
using common::internal::v1::ROLE_RECORDER;
using common::internal::v1::ROLE_SENSITIVE_READER;
using common::internal::v1::WhoCanAnswer;
using common::internal::v1::WhoCanEntry;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kPolicy[] = R"({"callers": [
    {"caller": "reader", "roles": ["ROLE_READER"]},
    {"caller": "clerk", "grants": [
       {"roles": ["ROLE_READER"], "areas": ["*"], "services": ["politics", "gateway"]},
       {"roles": ["ROLE_RECORDER"], "areas": ["asker", "lier"], "services": ["politics"]},
       {"roles": ["ROLE_SENSITIVE_READER"], "areas": ["asker"], "services": ["politics"]}]},
    {"caller": "admin", "roles": ["ROLE_ADMIN"]},
    {"caller": "idle"}]})";

class WhoCanTest : public ::testing::Test {
 protected:
  WhoCanAnswer Ask(const std::string& method, const std::string& area = "",
                   const std::string& caller = "") const {
    WhoCanQuestion question{.caller = caller, .area = area};
    if (!method.empty()) question.methods = MethodsCalled(method);
    return WhoCan(*policy_, question);
  }

  const AreaRegistry areas_ = *AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas");
  const std::shared_ptr<const Policy> policy_ = *Policy::Parse(kPolicy, areas_);
};

std::vector<std::string> CallersIn(const WhoCanAnswer& answer) {
  std::vector<std::string> callers;
  for (const WhoCanEntry& entry : answer.entries()) callers.push_back(entry.caller());
  return callers;
}

TEST(MethodsCalled, AreFoundByAnyPartOfTheNameFromItsEnd) {
  const std::string whole = "tertial.indicators.v1.IndicatorsService/GetGoal";
  for (const char* name : {"GetGoal", "IndicatorsService/GetGoal", "IndicatorsService.GetGoal",
                           "tertial.indicators.v1.IndicatorsService/GetGoal",
                           "tertial.indicators.v1.IndicatorsService.GetGoal"}) {
    EXPECT_THAT(MethodsCalled(name), ElementsAre(whole)) << name;
  }
  EXPECT_THAT(MethodsCalled("ImportRows"), SizeIs(5));
  for (const char* name : {"", "Goal", "etGoal", "getgoal", "Service/GetGoal", "/", "."}) {
    EXPECT_THAT(MethodsCalled(name), IsEmpty()) << name;
  }
}

TEST_F(WhoCanTest, TellsWhoHasTheRoleAndByWhichGrant) {
  const WhoCanAnswer answer = Ask("PoliticsService/GetBody");
  ASSERT_THAT(CallersIn(answer), ElementsAre("reader", "clerk"));
  EXPECT_THAT(answer.entries(0).grants(), ElementsAre("callers[0].roles"));
  EXPECT_THAT(answer.entries(1).grants(), ElementsAre("callers[1].grants[0]"));
  for (const WhoCanEntry& entry : answer.entries()) {
    EXPECT_EQ(entry.service(), "politics");
    EXPECT_THAT(entry.areas(), ElementsAre("*"));
    EXPECT_THAT(entry.roles(), ElementsAre(ROLE_READER));
  }
  // The service is not one that the clerk reads.
  EXPECT_THAT(CallersIn(Ask("ClimateService/GetClimateTarget")), ElementsAre("reader"));
}

TEST_F(WhoCanTest, TellsForWhatAreas) {
  const WhoCanAnswer answer = Ask("CreateBody");
  ASSERT_THAT(CallersIn(answer), ElementsAre("clerk"));
  EXPECT_THAT(answer.entries(0).areas(), ElementsAre("asker", "lier"));
  EXPECT_THAT(answer.entries(0).grants(), ElementsAre("callers[1].grants[1]"));
  EXPECT_THAT(Ask("CreateBody", "asker").entries(0).areas(), ElementsAre("asker"));
  EXPECT_THAT(CallersIn(Ask("CreateBody", "hurum")), IsEmpty());
}

TEST_F(WhoCanTest, BothRolesMustBeForTheArea) {
  const WhoCanAnswer answer = Ask("CreateExemptContent");
  ASSERT_THAT(CallersIn(answer), ElementsAre("clerk"));
  EXPECT_THAT(answer.entries(0).areas(), ElementsAre("asker"));
  EXPECT_THAT(answer.entries(0).roles(), ElementsAre(ROLE_RECORDER, ROLE_SENSITIVE_READER));
  EXPECT_THAT(answer.entries(0).grants(),
              ElementsAre("callers[1].grants[1]", "callers[1].grants[2]"));
}

TEST_F(WhoCanTest, WhatIsAboutAllAreasIsNotForWhoHasSome) {
  EXPECT_THAT(CallersIn(Ask("CreateIndicator")), IsEmpty());
  EXPECT_THAT(CallersIn(Ask("CheckStore")),
              ElementsAre("admin", "admin", "admin", "admin", "admin"));
}

TEST_F(WhoCanTest, WhatIsAboutNoAreaIsForWhoHasAny) {
  const WhoCanAnswer answer = Ask("GetArea", "asker");
  EXPECT_THAT(CallersIn(answer), ElementsAre("reader", "clerk"));
  EXPECT_THAT(answer.entries(0).areas(), IsEmpty());
}

TEST_F(WhoCanTest, TellsWhereACallNeedsMore) {
  const WhoCanAnswer answer =
      WhoCan(**Policy::Parse(R"({"callers": [{"caller": "a", "roles": ["ROLE_RECORDER"]},
                                      {"caller": "b", "roles": ["ROLE_RECORDER", "ROLE_PUBLISHER"]}]})",
                             areas_),
             {.methods = MethodsCalled("ChecksService/ImportRows")});
  ASSERT_THAT(CallersIn(answer), ElementsAre("a", "b", "b"));
  EXPECT_EQ(answer.entries(1).of(), "");
  EXPECT_EQ(answer.entries(2).of(), "rows.accepted_finding.name");
}

TEST_F(WhoCanTest, WhatIsPublicIsForEverybody) {
  EXPECT_THAT(CallersIn(Ask("Health/Check")), Contains("*"));
}

TEST_F(WhoCanTest, TellsWhatACallerMayDo) {
  const WhoCanAnswer answer = Ask("", "lier", "clerk");
  EXPECT_THAT(CallersIn(answer), Contains("clerk"));
  bool records = false;
  for (const WhoCanEntry& entry : answer.entries()) {
    if (entry.caller() == "*") continue;
    EXPECT_EQ(entry.caller(), "clerk");
    EXPECT_TRUE(entry.service() == "politics" || entry.service() == "gateway") << entry.service();
    EXPECT_EQ(entry.method().find("Exempt"), std::string::npos) << entry.method();
    records = records || entry.method() == "tertial.politics.v1.PoliticsService/CreateBody";
  }
  EXPECT_TRUE(records);
  const WhoCanAnswer idle = Ask("", "", "idle");
  for (const WhoCanEntry& entry : idle.entries()) EXPECT_EQ(entry.caller(), "*");
}

TEST_F(WhoCanTest, EveryEntryIsARowOfTheTable) {
  const WhoCanAnswer answer = Ask("CreateBody");
  const Table table = WhoCanTable(answer);
  ASSERT_THAT(table.rows, SizeIs(1));
  EXPECT_THAT(table.rows[0],
              ElementsAre("clerk", "politics", "tertial.politics.v1.PoliticsService/CreateBody",
                          "asker lier", "ROLE_RECORDER", "callers[1].grants[1]"));
}

}  // namespace
}  // namespace tertial::cli
