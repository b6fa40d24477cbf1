#include "services/gateway/domain/claims/claim_operands.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/domain/fact_names.h"
#include "tests/unit/services/gateway/claims/claim_fixtures.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ClaimOperands, NamesEveryFactOnceAlsoOfOtherAreas) {
  const v1::Claim claim = MakeClaim(
      "assertions { left { formula: FORMULA_SUM " + Obs("b", "2024") + Obs("a", "2024", "oslo") +
      "operands { constant: '1' } operands { claim: 'areas/asker/claims/c2' } } "
      "term { formula: FORMULA_VALUE operands { count { list { name: 'areas/asker/plans/p' "
      "field: 'headings' } } } } } "
      "assertions { left { formula: FORMULA_VALUE " +
      Obs("b", "2024") + " operands { count { kind: 'tertial.politics.v1.Body' } } } }");
  EXPECT_THAT(FactsOf(claim), ElementsAre(ObservationName("b", "2024"), "areas/asker/plans/p",
                                          ObservationName("a", "2024", "oslo")));
  EXPECT_THAT(ClaimsOf(claim), ElementsAre("areas/asker/claims/c2"));
}

// Each claim with those that it computes with.
std::vector<std::string> CycleOf(const std::string& id,
                                 std::map<std::string, std::vector<std::string>> graph) {
  std::string operands;
  for (const std::string& other : graph[id]) {
    operands += "operands { claim: 'areas/asker/claims/" + other + "' } ";
  }
  return *FindClaimCycle(
      MakeClaim("assertions { left { formula: FORMULA_SUM " + operands + "} }", id),
      [&graph](const std::string& name) -> absl::StatusOr<std::vector<std::string>> {
        std::vector<std::string> names;
        for (const std::string& other : graph[name.substr(name.rfind('/') + 1)]) {
          names.push_back("areas/asker/claims/" + other);
        }
        return names;
      });
}

TEST(ClaimCycle, IsFoundOverOtherClaims) {
  EXPECT_THAT(CycleOf("a", {{"a", {"b", "x"}}, {"b", {"c"}}, {"c", {"a"}}}),
              ElementsAre("areas/asker/claims/a", "areas/asker/claims/b", "areas/asker/claims/c",
                          "areas/asker/claims/a"));
  EXPECT_THAT(CycleOf("a", {{"a", {"a"}}}),
              ElementsAre("areas/asker/claims/a", "areas/asker/claims/a"));
}

TEST(ClaimCycle, IsNoneWhereClaimsOnlyMeetOrOthersGoRound) {
  EXPECT_THAT(CycleOf("a", {{"a", {"b", "c"}}, {"b", {"d"}}, {"c", {"d"}}}), IsEmpty());
  EXPECT_THAT(CycleOf("a", {{"a", {"b"}}, {"b", {"c"}}, {"c", {"b"}}}), IsEmpty());
  EXPECT_THAT(CycleOf("a", {{"a", {}}}), IsEmpty());
}

TEST(FactNames, TellServiceAreaAndParent) {
  EXPECT_EQ(ServiceOfName("areas/asker/indicators/a/observations/2024"), "indicators");
  EXPECT_EQ(ServiceOfName("indicators/a"), "indicators");
  EXPECT_EQ(ServiceOfName("areas/oslo/figures/fte~2024"), "workforce");
  EXPECT_EQ(ServiceOfName("areas/asker/plans/p"), "politics");
  EXPECT_EQ(ServiceOfName("areas/asker/inventoryReleases/r/emissions/all~2023"), "climate");
  EXPECT_EQ(ServiceOfName("areas/asker/claims/c1"), "");
  EXPECT_EQ(ServiceOfName("areas/asker"), "");
  EXPECT_EQ(ServiceOfKind("tertial.politics.v1.Body"), "politics");
  EXPECT_EQ(ServiceOfKind("tertial.gateway.v1.Claim"), "");
  EXPECT_EQ(AreaOfName("areas/asker/plans/p"), "asker");
  EXPECT_EQ(AreaOfName("indicators/a"), "");
  EXPECT_EQ(ParentOfName("areas/asker/bodies/b/activities/2024"), "areas/asker/bodies/b");
  EXPECT_EQ(ParentOfName("indicators/a"), "");
  EXPECT_TRUE(IsResourceName("areas/asker/figures/fte~2024~unit.welfare"));
  for (const char* name : {"", "areas", "areas/", "areas/asker/plans", "/areas/asker",
                           "areas/as ker", "Areas/asker", "areas//plans/p"}) {
    EXPECT_FALSE(IsResourceName(name)) << name;
  }
}

}  // namespace
}  // namespace tertial::gateway
