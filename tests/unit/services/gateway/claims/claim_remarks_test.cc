#include "services/gateway/domain/claims/claim_remarks.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/gateway/claims/claim_fixtures.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using enum v1::BasisIssue;

// The facts of each remark on these, by issue.
std::map<v1::BasisIssue, std::vector<std::string>> RemarksOn(
    Facts& facts, const std::vector<std::string>& names) {
  std::vector<UsedFigure> figures;
  for (const std::string& name : names) {
    const Fact* fact = facts.set().Find(name);
    EXPECT_NE(fact, nullptr) << name;
    figures.push_back({fact, "", *NumberOf(*fact->message, "")->cell});
  }
  std::map<v1::BasisIssue, std::vector<std::string>> found;
  for (const v1::BasisRemark& remark : FindRemarks(figures, facts.set(), Areas())) {
    EXPECT_NE(remark.detail(), "");
    found[remark.issue()].assign(remark.facts().begin(), remark.facts().end());
  }
  return found;
}

const std::string kA22 = ObservationName("a", "2022");
const std::string kA23 = ObservationName("a", "2023");
const std::string kA24 = ObservationName("a", "2024");

TEST(ClaimRemarks, AreNoneOfOneFigureOrOfOneBasis) {
  Facts facts;
  facts.Observe("a", "2023", "value: '1'").Observe("a", "2024", "value: '2'");
  facts.Observe("b", "2024", "value: '1' flags: FLAG_PROVISIONAL");
  EXPECT_THAT(RemarksOn(facts, {kA23, kA24}), IsEmpty());
  EXPECT_THAT(RemarksOn(facts, {ObservationName("b", "2024")}), IsEmpty());
  // The same fact twice is one.
  EXPECT_THAT(RemarksOn(facts, {kA24, kA24}), IsEmpty());
}

TEST(ClaimRemarks, ProvisionalFiguresBesideFinalOnes) {
  Facts facts;
  facts.Observe("a", "2023", "value: '1'")
      .Observe("a", "2024", "value: '2' flags: FLAG_PROVISIONAL")
      .Observe("a", "2022", "value: '2' flags: FLAG_PROVISIONAL");
  EXPECT_THAT(RemarksOn(facts, {kA23, kA24}),
              ElementsAre(Pair(BASIS_ISSUE_PROVISIONAL, ElementsAre(kA24))));
  EXPECT_THAT(RemarksOn(facts, {kA22, kA24}), IsEmpty());
}

TEST(ClaimRemarks, ADefinitionThatDiffers) {
  Facts facts;
  facts.Observe("a", "2023", "value: '1' flags: FLAG_DEFINITION_DIFFERS")
      .Observe("a", "2024", "value: '2'");
  EXPECT_THAT(RemarksOn(facts, {kA23, kA24}),
              ElementsAre(Pair(BASIS_ISSUE_DEFINITION, ElementsAre(kA23))));
}

TEST(ClaimRemarks, BasesThatDifferOrAreNotStated) {
  Facts facts;
  facts.Define("a", "bases: 'self' bases: 'doctor'")
      .Observe("a", "2022", "value: '1'", "asker", "basis: 'self'")
      .Observe("a", "2023", "value: '1'", "asker", "basis: 'self'")
      .Observe("a", "2024", "value: '1'", "asker", "basis: 'doctor'")
      .Observe("a", "2024", "value: '1'", "oslo");
  EXPECT_THAT(RemarksOn(facts, {kA22, kA23}), IsEmpty());
  EXPECT_THAT(RemarksOn(facts, {kA23, kA24}),
              ElementsAre(Pair(BASIS_ISSUE_DEFINITION, ElementsAre(kA23, kA24))));
  const std::string oslo = ObservationName("a", "2024", "oslo");
  EXPECT_THAT(RemarksOn(facts, {kA24, oslo}),
              ElementsAre(Pair(BASIS_ISSUE_DEFINITION, ElementsAre(kA24, oslo))));
}

TEST(ClaimRemarks, SickLeaveCertifiedInDifferentOrUnknownWays) {
  Facts facts;
  facts.AddSickLeave("asker", "2024", "9.3", "UNKNOWN")
      .AddSickLeave("baerum", "2024", "9.6", "UNKNOWN")
      .AddSickLeave("asker", "2023", "9.1", "TOTAL_REGISTERED")
      .AddSickLeave("asker", "2022", "9.1", "TOTAL_REGISTERED")
      .AddSickLeave("asker", "2021", "7.1", "DOCTOR_CERTIFIED");
  const std::string asker = "areas/asker/figures/sick-leave-rate~";
  const std::string of_2024 = asker + "2024~basis.unknown";
  const std::string baerum = "areas/baerum/figures/sick-leave-rate~2024~basis.unknown";
  EXPECT_THAT(RemarksOn(facts, {of_2024, baerum}),
              ElementsAre(Pair(BASIS_ISSUE_CERTIFICATION, ElementsAre(of_2024, baerum))));
  const std::string of_2023 = asker + "2023~basis.total_registered";
  const std::string of_2022 = asker + "2022~basis.total_registered";
  EXPECT_THAT(RemarksOn(facts, {of_2022, of_2023}), IsEmpty());
  EXPECT_EQ(RemarksOn(facts, {of_2022, asker + "2021~basis.doctor_certified"})
                .count(BASIS_ISSUE_CERTIFICATION),
            1u);
}

TEST(ClaimRemarks, AGroupBesideSinglePlaces) {
  Facts facts;
  facts.Observe("a", "2024", "value: '1'")
      .Observe("a", "2024", "value: '1'", "kostra-group-12")
      .Observe("a", "2024", "value: '1'", "norge")
      .Observe("a", "2024", "value: '1'", "oslo", "group_statistic: GROUP_STATISTIC_MEAN")
      .Observe("a", "2024", "value: '1'", "baerum");
  const std::string group = ObservationName("a", "2024", "kostra-group-12");
  const std::string norway = ObservationName("a", "2024", "norge");
  const std::string oslo = ObservationName("a", "2024", "oslo");
  EXPECT_THAT(RemarksOn(facts, {kA24, group}),
              ElementsAre(Pair(BASIS_ISSUE_GROUP, ElementsAre(group))));
  EXPECT_THAT(RemarksOn(facts, {kA24, oslo}),
              ElementsAre(Pair(BASIS_ISSUE_GROUP, ElementsAre(oslo))));
  EXPECT_THAT(RemarksOn(facts, {norway, group}), IsEmpty());
  EXPECT_THAT(RemarksOn(facts, {kA24, ObservationName("a", "2024", "baerum")}), IsEmpty());
}

TEST(ClaimRemarks, ABreakBetweenTwoPeriodsAlsoInOneThatIsNotUsed) {
  Facts facts;
  facts.Observe("a", "2022", "value: '1'")
      .Observe("a", "2023", "value: '1' flags: FLAG_BREAK_IN_SERIES")
      .Observe("a", "2024", "value: '1'");
  EXPECT_THAT(RemarksOn(facts, {kA22, kA24}),
              ElementsAre(Pair(BASIS_ISSUE_BREAK_IN_SERIES, ElementsAre(kA23))));
  EXPECT_THAT(RemarksOn(facts, {kA22, kA23}),
              ElementsAre(Pair(BASIS_ISSUE_BREAK_IN_SERIES, ElementsAre(kA23))));
  // All that are used lie on one side.
  EXPECT_THAT(RemarksOn(facts, {kA23, kA24}), IsEmpty());
}

TEST(ClaimRemarks, ABreakInAnotherSeriesDoesNotMatter) {
  Facts facts;
  facts.Observe("a", "2022", "value: '1'")
      .Observe("a", "2024", "value: '1'")
      .Observe("ab", "2023", "value: '1' flags: FLAG_BREAK_IN_SERIES")
      .Observe("a", "2023", "value: '1' flags: FLAG_BREAK_IN_SERIES", "oslo");
  EXPECT_THAT(RemarksOn(facts, {kA22, kA24}), IsEmpty());
}

TEST(ClaimRemarks, SeriesOfDifferentPeriods) {
  Facts facts;
  facts.Observe("a", "2023", "value: '1'")
      .Observe("a", "2024", "value: '1'")
      .Observe("b", "2023", "value: '1'")
      .Observe("b", "2024", "value: '1'");
  const std::string b23 = ObservationName("b", "2023");
  const std::string b24 = ObservationName("b", "2024");
  EXPECT_THAT(RemarksOn(facts, {kA24, b23}),
              ElementsAre(Pair(BASIS_ISSUE_PERIOD, ElementsAre(kA24, b23))));
  EXPECT_THAT(RemarksOn(facts, {kA23, kA24, b23, b24}), IsEmpty());
}

TEST(ClaimRemarks, EmissionsOfDifferentReleases) {
  Facts facts;
  const auto emission = [&facts](const std::string& release, const std::string& period) {
    const std::string name =
        "areas/asker/inventoryReleases/" + release + "/emissions/all~" + period;
    facts.Add("climate",
              FromText<climate::v1::EmissionFigure>("name: '" + name + "' sector: 'all' period: '" +
                                                    period + "' cell { value: '1' }"));
    return name;
  };
  const std::string r1_2023 = emission("r1", "2023");
  const std::string r1_2024 = emission("r1", "2024");
  const std::string r2_2024 = emission("r2", "2024");
  EXPECT_THAT(RemarksOn(facts, {r1_2023, r1_2024}), IsEmpty());
  EXPECT_THAT(RemarksOn(facts, {r1_2024, r2_2024}),
              ElementsAre(Pair(BASIS_ISSUE_RELEASE, ElementsAre(r1_2024, r2_2024))));
}

}  // namespace
}  // namespace tertial::gateway
