// A generated municipality in which all is in order, and the same with thirty contradictions of
// every kind: a check finds those and no other.
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/inventory_findings.h"
#include "services/gateway/domain/checks/finding_list.h"
#include "services/gateway/domain/claims/claim_evaluation.h"
#include "tests/unit/services/climate/inventory_samples.h"
#include "tests/unit/services/gateway/check_samples.h"
#include "tests/unit/services/gateway/claims/claim_fixtures.h"

namespace tertial::gateway {
namespace {

using ::testing::UnorderedElementsAreArray;

constexpr int kFirstYear = 2021;
constexpr int kLastYear = 2024;

// A rule and the first place of what it finds.
using Expected = std::pair<std::string, std::string>;

class GeneratedTown {
 public:
  GeneratedTown(unsigned seed, bool is_planted) : random_(seed), is_planted_(is_planted) {
    AddSameFacts();
    AddParts();
    AddMeans();
    AddBalances();
    AddRatios();
    AddShares();
    AddCarriedOver();
    AddLabels();
    AddCases();
    AddGoals();
    AddPlans();
    AddActivity();
    AddWorkforce();
    AddPending();
    AddClaims();
    AddInventory();
  }

  v1::CheckResult Check() const { return area_.Check(); }
  const std::vector<Expected>& planted() const { return planted_; }

 private:
  // From `least` to `most`.
  int Pick(int least, int most) {
    return least + static_cast<int>(random_() % static_cast<unsigned>(most - least + 1));
  }
  // Some of the numbers below `count`, to plant something there.
  std::set<int> PickSome(int some, int count) {
    std::set<int> picked;
    while (static_cast<int>(picked.size()) < some) picked.insert(Pick(0, count - 1));
    return picked;
  }
  void Plant(const std::string& rule, const std::string& place) {
    if (is_planted_) planted_.emplace_back(rule, place);
  }
  // By how much a planted number is wrong; 0 in a town where all is in order.
  int Wrong(bool here, int least = 5) {
    const int by = Pick(least, least + 40);
    return here && is_planted_ ? by : 0;
  }

  static std::string NameOf(const std::string& indicator, const std::string& id) {
    return absl::StrCat("areas/lund/indicators/", indicator, "/observations/", id);
  }

  void AddSameFacts() {
    const std::set<int> wrong = PickSome(3, 10);
    for (int i = 0; i < 10; ++i) {
      const std::string a = absl::StrCat("same.a", i);
      const std::string b = absl::StrCat("same.b", i);
      area_.Indicator(a, "percent");
      area_.Indicator(b, "percent");
      area_.Rule(absl::StrCat("same-", i), "SAME_FACT",
                 "figure {" + Of(a) + "} others {" + Of(b) + "}");
      const int wrong_year = Pick(kFirstYear, kLastYear);
      for (int year = kFirstYear; year <= kLastYear; ++year) {
        const bool here = wrong.count(i) > 0 && year == wrong_year;
        const int tenths = Pick(100, 400);
        area_.Observe(a, absl::StrCat(year), absl::StrFormat("%d.%d", tenths / 10, tenths % 10));
        // The other chapter rounds to whole per cent.
        area_.Observe(b, absl::StrCat(year), absl::StrCat((tenths + 5) / 10 + Wrong(here)));
        if (here) Plant(absl::StrCat("checkRules/same-", i), NameOf(a, absl::StrCat(year)));
      }
    }
  }

  void AddParts() {
    const std::set<int> wrong = PickSome(3, 6);
    for (int i = 0; i < 6; ++i) {
      const std::string total = absl::StrCat("total", i);
      const std::string part = absl::StrCat("part", i);
      const bool is_all = i % 2 == 0;
      area_.Indicator(total, "count");
      area_.Indicator(part, "count");
      area_.Rule(absl::StrCat("parts-", i), "PARTS_AND_TOTAL",
                 "figure {" + Of(total) + "} others {" + Of(part, "~type.*") + "}" +
                     (is_all ? " exhaustive: true" : ""));
      const int wrong_year = Pick(kFirstYear, kLastYear);
      for (int year = kFirstYear; year <= kLastYear; ++year) {
        const bool here = wrong.count(i) > 0 && year == wrong_year;
        int sum = 0;
        for (int type = 0; type < Pick(2, 5); ++type) {
          const int count = Pick(0, 900);
          sum += count;
          area_.Observe(part, absl::StrCat(year, "~type.t", type), absl::StrCat(count));
        }
        const int rest = is_all || here ? 0 : Pick(0, 50);
        area_.Observe(total, absl::StrCat(year), absl::StrCat(sum + rest - Wrong(here)));
        if (here) Plant(absl::StrCat("checkRules/parts-", i), NameOf(total, absl::StrCat(year)));
      }
    }
  }

  void AddMeans() {
    const std::set<int> wrong = PickSome(2, 4);
    for (int i = 0; i < 4; ++i) {
      const std::string each = absl::StrCat("each", i);
      const std::string mean = absl::StrCat("mean", i);
      area_.Indicator(each, "count");
      area_.Indicator(mean, "count");
      area_.Rule(absl::StrCat("mean-", i), "MEAN_OF_PERIODS",
                 "figure {" + Of(mean) + "} others {" + Of(each) + "} periods: 3");
      int sum = 0;
      for (int year = kLastYear - 2; year <= kLastYear; ++year) {
        const int count = Pick(100, 999);
        sum += count;
        area_.Observe(each, absl::StrCat(year), absl::StrCat(count));
      }
      area_.Observe(mean, "2024", absl::StrCat((2 * sum + 3) / 6 + Wrong(wrong.count(i) > 0)));
      if (wrong.count(i) > 0) Plant(absl::StrCat("checkRules/mean-", i), NameOf(mean, "2024"));
    }
  }

  void AddBalances() {
    const std::set<int> wrong = PickSome(2, 4);
    for (int i = 0; i < 4; ++i) {
      const std::string growth = absl::StrCat("growth", i);
      const std::string in = absl::StrCat("in", i);
      const std::string out = absl::StrCat("out", i);
      for (const std::string& id : {growth, in, out}) area_.Indicator(id, "count");
      area_.Rule(absl::StrCat("balance-", i), "BALANCE",
                 "figure {" + Of(growth) + "} others {" + Of(in) + "} others {" + Of(out) +
                     " subtracted: true}");
      const int wrong_year = Pick(kFirstYear, kLastYear);
      for (int year = kFirstYear; year <= kLastYear; ++year) {
        const bool here = wrong.count(i) > 0 && year == wrong_year;
        const int came = Pick(0, 3000);
        const int went = Pick(0, 3000);
        area_.Observe(in, absl::StrCat(year), absl::StrCat(came));
        area_.Observe(out, absl::StrCat(year), absl::StrCat(went));
        area_.Observe(growth, absl::StrCat(year), absl::StrCat(came - went + Wrong(here)));
        if (here) Plant(absl::StrCat("checkRules/balance-", i), NameOf(growth, absl::StrCat(year)));
      }
    }
  }

  void AddRatios() {
    const std::set<int> wrong = PickSome(2, 5);
    for (int i = 0; i < 5; ++i) {
      const std::string ratio = absl::StrCat("ratio", i);
      const std::string part = absl::StrCat("above", i);
      const std::string whole = absl::StrCat("below", i);
      area_.Indicator(ratio, "percent");
      area_.Indicator(part, "count");
      area_.Indicator(whole, "count");
      area_.Rule(absl::StrCat("ratio-", i), "RATIO",
                 "figure {" + Of(ratio) + "} others {" + Of(part) + "} others {" + Of(whole) + "}");
      const int all = Pick(1000, 90000);
      const int some = Pick(1, all);
      area_.Observe(part, "2023", absl::StrCat(some));
      area_.Observe(whole, "2023", absl::StrCat(all));
      area_.Observe(ratio, "2023",
                    absl::StrCat((200 * some + all) / (2 * all) + Wrong(wrong.count(i) > 0)));
      if (wrong.count(i) > 0) Plant(absl::StrCat("checkRules/ratio-", i), NameOf(ratio, "2023"));
    }
  }

  void AddShares() {
    const std::set<int> wrong = PickSome(2, 4);
    for (int i = 0; i < 4; ++i) {
      const std::string share = absl::StrCat("share", i);
      area_.Indicator(share, "percent");
      area_.Rule(absl::StrCat("shares-", i), "COMPLEMENTARY",
                 "figure {" + Of(share, "~type.a") + "} others {" + Of(share, "~type.*") + "}");
      const int a = Pick(1, 60);
      const int b = Pick(1, 30);
      area_.Observe(share, "2024~type.a", absl::StrCat(a));
      area_.Observe(share, "2024~type.b", absl::StrCat(b));
      area_.Observe(share, "2024~type.c", absl::StrCat(100 - a - b + Wrong(wrong.count(i) > 0)));
      if (wrong.count(i) > 0) {
        Plant(absl::StrCat("checkRules/shares-", i), NameOf(share, "2024~type.a"));
      }
    }
  }

  void AddCarriedOver() {
    const std::set<int> wrong = PickSome(2, 4);
    for (int i = 0; i < 4; ++i) {
      const std::string start = absl::StrCat("start", i);
      const std::string end = absl::StrCat("end", i);
      area_.Indicator(start, "count");
      area_.Indicator(end, "count");
      area_.Rule(absl::StrCat("carried-", i), "CARRIED_OVER",
                 "figure {" + Of(start) + "} others {" + Of(end) + " offset: -1}");
      const int wrong_year = Pick(kFirstYear + 1, kLastYear);
      int carried = Pick(1000, 99999);
      for (int year = kFirstYear; year <= kLastYear; ++year) {
        const bool here = wrong.count(i) > 0 && year == wrong_year;
        area_.Observe(start, absl::StrCat(year), absl::StrCat(carried + Wrong(here)));
        if (here) Plant(absl::StrCat("checkRules/carried-", i), NameOf(start, absl::StrCat(year)));
        carried = Pick(1000, 99999);
        area_.Observe(end, absl::StrCat(year), absl::StrCat(carried));
      }
    }
  }

  void AddLabels() {
    area_.Rule("label", "LABEL_AGAINST_SERIES",
               "figure { name: 'areas/{area}/figures/part-time-share~{period}' } "
               "others { name: 'areas/{area}/figures/part-time-share~{period}' } "
               "others { name: 'areas/{area}/figures/full-time-share~{period}' } tolerance: '10'");
    const int full = Pick(66, 74);
    area_.Figure("full-time-share~2024", absl::StrCat(full));
    area_.Figure("full-time-share~2024", absl::StrCat(full + Pick(-2, 2)), "", "baerum");
    const int part = 100 - full + Pick(-2, 2);
    area_.Figure("part-time-share~2024", absl::StrCat(is_planted_ ? 100 - part : part), "",
                 "norge");
    Plant("checkRules/label", "areas/norge/figures/part-time-share~2024");
  }

  void AddCase(const std::string& id, int sequence, int number_year, const std::string& date) {
    area_.Add<politics::v1::Case>(absl::StrCat(
        "name: 'areas/lund/cases/", id, "' body: 'areas/lund/bodies/council' number { sequence: ",
        sequence, " year: ", number_year, " } decision_date: '", date, "'"));
  }

  void AddCases() {
    area_.Add<politics::v1::Body>(
        "name: 'areas/lund/bodies/council' members: 2 "
        "member_list { role: MEMBER_ROLE_CHAIR } "
        "member_list { role: MEMBER_ROLE_MEMBER }");
    const std::set<int> other_year = PickSome(2, 20);
    const std::set<int> twice = PickSome(2, 20);
    for (int i = 0; i < 20; ++i) {
      const std::string name = absl::StrCat("areas/lund/cases/c", 10 + i);
      const bool is_other = is_planted_ && other_year.count(i) > 0;
      AddCase(absl::StrCat("c", 10 + i), i + 1, is_other ? 2022 : 2023,
              absl::StrFormat("2023-%02d-15", Pick(1, 12)));
      if (other_year.count(i) > 0) Plant("case-year", name);
      if (!is_planted_ || twice.count(i) == 0) continue;
      AddCase(absl::StrCat("c", 10 + i, "-again"), i + 1, is_other ? 2022 : 2023, "");
      Plant("number-repeated", name);
    }
  }

  void AddGoals() {
    const int wrong = Pick(0, 4);
    for (int i = 0; i < 5; ++i) {
      const std::string goal = absl::StrCat("areas/lund/goals/g", i);
      const int count = Pick(0, 4);
      area_.Add<indicators::v1::Goal>(
          absl::StrCat("name: '", goal, "' stated_indicator_count: ", count + Wrong(i == wrong)));
      for (int k = 0; k < count; ++k) {
        area_.Add<indicators::v1::FrameworkIndicator>(
            absl::StrCat("name: 'areas/lund/frameworkIndicators/f", i, "-", k, "' goal: '", goal,
                         "' indicator: 'indicators/same.a", k, "'"));
      }
      if (i == wrong) Plant("count-and-list", goal);
    }
  }

  void AddPlans() {
    area_.Add<workforce::v1::Unit>("name: 'areas/lund/units/u'");
    const int wrong_count = Pick(0, 4);
    const std::set<int> dangling = PickSome(2, 5);
    for (int i = 0; i < 5; ++i) {
      const std::string plan = absl::StrCat("areas/lund/plans/p", i);
      const int strategies = Pick(1, 6);
      std::string text = absl::StrCat("name: '", plan, "' stated_strategy_count: ",
                                      strategies + Wrong(i == wrong_count), " focus_areas { ");
      for (int k = 0; k < strategies; ++k) text += "strategies { } ";
      const bool is_dangling = is_planted_ && dangling.count(i) > 0;
      absl::StrAppend(&text, "} responsible_units: 'areas/lund/units/", is_dangling ? "gone" : "u",
                      "'");
      area_.Add<politics::v1::ThematicPlan>(text);
      if (i == wrong_count) Plant("count-and-list", plan);
      if (dangling.count(i) > 0) Plant("dangling-reference", plan);
    }
  }

  void AddActivity() {
    const int meetings = Pick(1, 9);
    for (int i = 0; i < meetings; ++i) {
      area_.Add<politics::v1::Meeting>(absl::StrCat("name: 'areas/lund/bodies/council/meetings/m",
                                                    i, "' state: MEETING_STATE_HELD date: '",
                                                    absl::StrFormat("2024-%02d-01", i + 1), "'"));
    }
    area_.Add<politics::v1::BodyActivity>(absl::StrCat(
        "name: 'areas/lund/bodies/council/activities/2024' period: '2024' meetings { value: '",
        meetings + Wrong(true),
        "' } cases { value: '0' } counting_rule: COUNTING_RULE_TREATMENTS "
        "recording: RECORDING_SCOPE_COMPLETE"));
    Plant("reported-and-counted", "areas/lund/bodies/council/activities/2024");
  }

  void AddWorkforce() {
    const int ftes = Pick(100, 9000);
    area_.Add<workforce::v1::PublishedFigure>(absl::StrCat(
        "name: 'areas/lund/cubes/2024/figures/fte-agreed' subject { measure: "
        "FIGURE_MEASURE_FTE_AGREED sex: SEX_TOTAL } period: '2024' unit_of_measure: 'fte' "
        "cell { value: '",
        ftes, ".3' }"));
    area_.Figure("fte~2024", absl::StrCat(ftes + Wrong(true)),
                 "measure: MEASURE_FTE period: '2024' sex: SEX_TOTAL unit_of_measure: 'fte'");
    Plant("reported-and-counted", "areas/lund/figures/fte~2024");
  }

  void AddPending() {
    area_.Indicator("pending", "count");
    for (int year = kFirstYear; year <= kLastYear; ++year) {
      const bool here = is_planted_ && year == kLastYear;
      area_.Observe("pending", absl::StrCat(year), "",
                    here ? "expected: '2025-05-31'" : "expected: '2025-06-01'");
    }
    Plant("overdue", NameOf("pending", "2024"));
  }

  void AddClaims() {
    area_.facts().SetReadAt("indicators", common::v1::ReadPoint());
    const int wrong = Pick(0, 4);
    for (int i = 0; i < 5; ++i) {
      const std::string id = absl::StrCat("claimed", i);
      area_.Indicator(id, "count");
      const int before = Pick(100, 999);
      const int after = Pick(100, 999);
      area_.Observe(id, "2023", absl::StrCat(before));
      area_.Observe(id, "2024", absl::StrCat(after));
      CheckedClaim claim;
      claim.claim = Parsed<v1::Claim>(absl::StrCat(
          "name: 'areas/lund/claims/c", i,
          "' period: '2024' assertions { left { formula: ", "FORMULA_SUM operands { fact { name: '",
          NameOf(id, "2023"), "' } } operands { fact { name: '", NameOf(id, "2024"),
          "' } } } relation: RELATION_EQUAL expected: '", before + after + Wrong(i == wrong),
          "' unit: 'count' }"));
      claim.result = EvaluateClaim(claim.claim, area_.facts(), Areas(),
                                   [](const std::string&) -> const v1::Claim* { return nullptr; });
      if (i == wrong) Plant("claim", claim.claim.name());
      area_.input().claims.push_back(std::move(claim));
    }
  }

  // As the climate service finds it.
  void AddInventory() {
    const int waste = Pick(100, 999);
    const int heating = Pick(100, 999);
    // Less than its sectors, in the town where not all is in order.
    const int all = waste + heating - Wrong(true);
    const climate::SampleInventory inventory(
        {climate::Emission("all", "2023", climate::Value(absl::StrCat(all))),
         climate::Emission("waste", "2023", climate::Value(absl::StrCat(waste))),
         climate::Emission("heating", "2023", climate::Value(absl::StrCat(heating)))});
    area_.input().inventory = climate::FindingsOf(*inventory, {Period::OfYear(2023)});
    Plant("inventory", absl::StrCat(climate::kRelease, "/emissions/all~2023"));
  }

  std::mt19937 random_;
  const bool is_planted_;
  CheckedArea area_;
  std::vector<Expected> planted_;
};

std::vector<Expected> FoundIn(const GeneratedTown& town) {
  std::vector<Expected> found;
  const v1::CheckResult result = town.Check();
  for (const v1::Finding& finding : result.findings()) {
    found.emplace_back(finding.rule(), finding.places(0).name());
  }
  return found;
}

class PlantedContradictions : public ::testing::TestWithParam<unsigned> {};

TEST_P(PlantedContradictions, AreFoundAndNoOthers) {
  const GeneratedTown in_order(GetParam(), false);
  EXPECT_THAT(FoundIn(in_order), ::testing::IsEmpty());
  const GeneratedTown town(GetParam(), true);
  EXPECT_EQ(town.planted().size(), 30u);
  EXPECT_THAT(FoundIn(town), UnorderedElementsAreArray(town.planted()));
  std::set<v1::RuleKind> kinds;
  const v1::CheckResult result = town.Check();
  for (const v1::Finding& finding : result.findings()) kinds.insert(finding.kind());
  // All but UNSPECIFIED.
  EXPECT_EQ(kinds.size(), static_cast<size_t>(v1::RuleKind_descriptor()->value_count() - 1));
}

INSTANTIATE_TEST_SUITE_P(Seeds, PlantedContradictions, ::testing::Range(1u, 21u));

}  // namespace
}  // namespace tertial::gateway
