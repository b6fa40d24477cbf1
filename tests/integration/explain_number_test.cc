// Numbers of the example's report, back to the facts that they rest on, as the services tell them.
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/facts/computed.h"
#include "common/facts/formula_operands.h"
#include "common/ledger/table.h"
#include "common/types/decimal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/domain/explanation.h"
#include "services/gateway/domain/number_place.h"
#include "services/gateway/handler/gateway_parts.h"
#include "services/indicators/store/keys.h"
#include "services/workforce/store/keys.h"
#include "tests/integration/faulty_services.h"

namespace tertial::gateway {
namespace {

using common::v1::Cell;
using common::v1::Computed;
using common::v1::OUTCOME_FOUND;
using common::v1::OUTCOME_NO_OBSERVATION;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSubsetOf;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

constexpr int kIndicators = 0;
constexpr int kWorkforce = 1;

// A number of the report, as it is shown and as it was explained.
struct Explained {
  NumberPlace place;
  v1::NumberExplanation number;
};

class ExplainNumber : public ::testing::Test {
 protected:
  void SetUp() override {
    services_.LoadTheExample();
    parts_ = std::make_shared<const GatewayParts>(services_.areas(), services_.Direct());
    const absl::StatusOr<v1::Report> report =
        parts_->reports.GetReportMessage(Call(), "query", Query());
    ASSERT_THAT(report, IsOk());
    report_ = *report;
  }

  static CallContext Call() {
    return {.method = "",
            .caller = {},
            .request_id = "test",
            .deadline = absl::Now() + absl::Seconds(60)};
  }
  static v1::ReportQuery Query() {
    v1::ReportQuery query;
    query.set_area("areas/asker");
    query.set_period("2024");
    return query;
  }

  absl::StatusOr<v1::ExplainNumberResponse> Explain(const std::string& path) {
    v1::ExplainNumberRequest request;
    *request.mutable_query() = Query();
    request.set_path(path);
    return parts_->reports.ExplainNumber(Call(), request);
  }
  absl::StatusOr<v1::ExplainNumberResponse> ExplainFact(const std::string& fact) {
    v1::ExplainNumberRequest request;
    request.set_fact(fact);
    return parts_->reports.ExplainNumber(Call(), request);
  }

  std::vector<Explained> ExplainAll() const {
    std::vector<Explained> all;
    VisitNumbers(report_, [&](const NumberPlace& place) {
      all.push_back({place, ExplainPlace(report_, place).number});
    });
    return all;
  }

  // What the services have under all names of the facts.
  ReadRecords ReadAll(const std::vector<Explained>& all) const {
    std::set<std::string> names;
    for (const Explained& one : all) {
      for (const v1::FactOrigin& fact : one.number.facts()) names.insert(fact.name());
    }
    return parts_->facts.ReadByNames(Call(), {names.begin(), names.end()}, {});
  }

  FaultyServices services_;
  std::shared_ptr<const GatewayParts> parts_;
  v1::Report report_;
};

// Whether the resource holds the number that the report shows of it.
bool Holds(const FactRecord& record, const v1::FactOrigin& shown) {
  if (record.fact.message == nullptr) return false;
  const std::optional<FactNumber> number = NumberOf(*record.fact.message, shown.field());
  if (!number.has_value() || number->cell == nullptr) return false;
  return number->cell->content_case() == shown.cell().content_case() &&
         number->cell->value() == shown.cell().value() &&
         number->cell->missing() == shown.cell().missing();
}

TEST_F(ExplainNumber, EveryMeasuredCellOfTheExampleIsThatOfTheFactItIsExplainedBy) {
  const std::vector<Explained> all = ExplainAll();
  const ReadRecords read = ReadAll(all);
  ASSERT_THAT(read.failed, IsEmpty());
  int cells = 0;
  for (const Explained& one : all) {
    if (one.number.has_computed()) continue;
    ASSERT_THAT(one.number.facts(), SizeIs(1)) << one.number.path();
    const v1::FactOrigin& fact = one.number.facts(0);
    const FactRecord& record = read.records.at(fact.name());
    if (!fact.has_cell()) {
      EXPECT_EQ(record.outcome, OUTCOME_NO_OBSERVATION) << one.number.path() << ": " << fact.name();
      continue;
    }
    ++cells;
    EXPECT_EQ(record.outcome, OUTCOME_FOUND) << one.number.path() << ": " << fact.name();
    EXPECT_EQ(record.fact.service, fact.service()) << one.number.path();
    // A field of a list is no field of the resource alone.
    if (!absl::StrContains(fact.field(), "[")) {
      EXPECT_TRUE(Holds(record, fact)) << one.number.path() << ": " << fact.ShortDebugString();
    }
  }
  EXPECT_GT(cells, 800);
}

TEST_F(ExplainNumber, EveryComputedNumberOfTheExampleFollowsFromWhatItIsExplainedBy) {
  const std::vector<Explained> all = ExplainAll();
  const ReadRecords read = ReadAll(all);
  ASSERT_THAT(read.failed, IsEmpty());
  int computed = 0;
  int facts = 0;
  std::set<std::string> declaring;
  for (const Explained& one : all) {
    if (!one.number.has_computed()) continue;
    const Computed& number = one.number.computed();
    EXPECT_THAT(one.number.formula_text(), ::testing::Not(IsEmpty())) << one.number.path();
    for (const v1::FactOrigin& fact : one.number.facts()) {
      if (!fact.has_cell()) continue;
      const FactRecord& record = read.records.at(fact.name());
      // What no resource bears the name of is counted over the area.
      if (record.outcome != OUTCOME_FOUND) {
        EXPECT_EQ(fact.name(), "areas/asker") << one.number.path();
        continue;
      }
      if (Holds(record, fact)) {
        ++facts;
        continue;
      }
      // A constant, or what follows from the resource: the level of a target, the effect of a
      // measure, a sum of a release, a count of a body.
      declaring.insert(record.fact.kind);
    }
    if (!number.has_value() || number.formula() == common::v1::FORMULA_EXPRESSION) continue;
    ++computed;
    const Computed again =
        Compute(number.formula(), {number.operands().begin(), number.operands().end()},
                number.unit(), number.decimals());
    EXPECT_EQ(again.value(), number.value()) << one.number.path();
    EXPECT_EQ(again.unrounded(), number.unrounded()) << one.number.path();
  }
  EXPECT_GT(computed, 200);
  EXPECT_GT(facts, 400);
  EXPECT_THAT(declaring,
              IsSubsetOf({"tertial.climate.v1.ClimateMeasure", "tertial.climate.v1.ClimateTarget",
                          "tertial.climate.v1.InventoryRelease", "tertial.indicators.v1.Target",
                          "tertial.politics.v1.Body", "tertial.politics.v1.Matter"}));
}

TEST_F(ExplainNumber, AChangeOfASumRestsOnTheFactsThatWereSummed) {
  const auto response = Explain("workforce.fte_total_change");
  ASSERT_THAT(response, IsOk());
  const v1::NumberExplanation& number = response->number();
  EXPECT_EQ(number.computed().value(), "-1.6");
  EXPECT_EQ(number.formula_text(), "(x2 - x1) / x1 * 100");
  ASSERT_THAT(number.computed().operands(), SizeIs(2));
  // Six units in two years.
  ASSERT_THAT(number.facts(),
              SizeIs(2 * report_.workforce().fte_totals(3).total().operands_size()));
  for (const v1::FactOrigin& fact : number.facts()) {
    EXPECT_EQ(fact.outcome(), OUTCOME_FOUND);
    EXPECT_EQ(fact.service(), "workforce");
    EXPECT_EQ(fact.unit(), "fte");
    EXPECT_EQ(fact.actor(), "cli");
    EXPECT_EQ(fact.reason(), "import of asker-2024");
    EXPECT_EQ(fact.versions(), 1);
    EXPECT_EQ(fact.commit().revision(), 1);
    EXPECT_TRUE(fact.has_provenance());
    EXPECT_EQ(fact.first_recorded().seconds(), fact.commit().commit_time().seconds());
  }
  ASSERT_THAT(response->states(), SizeIs(1));
  EXPECT_EQ(response->states(0).section(), v1::SECTION_KIND_WORKFORCE);
}

TEST_F(ExplainNumber, ACellOfAnIndicatorNamesItsPublisherAndWhatItIsCalled) {
  const auto response = Explain("statistics.collections[0].series[0].cells[3]");
  ASSERT_THAT(response, IsOk());
  const indicators::v1::StatisticSeries& series = report_.statistics().collections(0).series(0);
  const v1::NumberExplanation& number = response->number();
  EXPECT_FALSE(number.has_computed());
  ASSERT_THAT(number.facts(), SizeIs(1));
  EXPECT_EQ(number.facts(0).name(),
            absl::StrCat("areas/asker/", series.indicator().name(), "/observations/2024"));
  EXPECT_EQ(number.facts(0).unit(), series.indicator().unit());
  EXPECT_EQ(number.facts(0).publisher(), series.indicator().publisher());
  EXPECT_EQ(number.labels(0).text(), series.indicator().labels(0).text());
}

TEST_F(ExplainNumber, AnEmissionIsPublishedByThePublisherOfItsRelease) {
  const auto response = Explain("climate.inventories[0].series[0].cells[2].cell");
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->number().facts(), SizeIs(1));
  const v1::FactOrigin& fact = response->number().facts(0);
  EXPECT_EQ(fact.publisher(), report_.climate().inventories(0).release().publisher());
  EXPECT_THAT(fact.publisher(), ::testing::Not(IsEmpty()));
  EXPECT_EQ(fact.unit(), "tonnes_co2e");
  EXPECT_EQ(fact.cell().value(),
            report_.climate().inventories(0).series(0).cells(2).cell().value());
}

TEST_F(ExplainNumber, AFactIsExplainedByItsName) {
  const auto response = ExplainFact("areas/3203/bodies/municipal-council/activities/2024");
  ASSERT_THAT(response, IsOk());
  const auto& facts = response->number().facts();
  ASSERT_THAT(facts, SizeIs(2));
  EXPECT_EQ(facts[0].field(), "meetings");
  EXPECT_EQ(facts[1].field(), "cases");
  for (const v1::FactOrigin& fact : facts) {
    EXPECT_EQ(fact.outcome(), OUTCOME_FOUND);
    EXPECT_EQ(fact.service(), "politics");
    EXPECT_EQ(fact.actor(), "cli");
  }
  EXPECT_THAT(response->states(), IsEmpty());
}

TEST_F(ExplainNumber, AFactTellsItsVersionsAndWhoMadeTheLastOne) {
  const workforce::v1::UnitSeries& unit = report_.workforce().units(0);
  const std::string id = unit.unit().name().substr(unit.unit().name().rfind('/') + 1);
  const std::string name = absl::StrCat("areas/asker/figures/fte~2024~unit.", id);
  const auto before = ExplainFact(name);
  ASSERT_THAT(before, IsOk());
  workforce::v1::WorkforceFigure figure;
  ASSERT_THAT(services_.facts(kWorkforce)
                  .ledger->Commit(
                      {.actor = "corrector", .reason = "counted again"},
                      [&](Txn& txn) -> absl::Status {
                        const auto read = FindResource<workforce::WorkforceFigureTable>(txn, name);
                        if (!read.ok()) return read.status();
                        figure = **read;
                        figure.mutable_cell()->set_value("223.0");
                        return PutResource<workforce::WorkforceFigureTable>(txn, figure).status();
                      }),
              IsOk());
  const auto after = ExplainFact(name);
  ASSERT_THAT(after, IsOk());
  const v1::FactOrigin& fact = after->number().facts(0);
  EXPECT_EQ(fact.cell().value(), "223.0");
  EXPECT_EQ(fact.actor(), "corrector");
  EXPECT_EQ(fact.reason(), "counted again");
  EXPECT_EQ(fact.versions(), 2);
  EXPECT_EQ(fact.first_recorded().seconds(),
            before->number().facts(0).commit().commit_time().seconds());
  EXPECT_GT(fact.commit().revision(), before->number().facts(0).commit().revision());
}

TEST_F(ExplainNumber, AFigureThatAnotherServiceOwnsLeadsToThatService) {
  const workforce::v1::UnitSeries& unit = report_.workforce().units(0);
  const std::string id = unit.unit().name().substr(unit.unit().name().rfind('/') + 1);
  const std::string owned = absl::StrCat("areas/asker/figures/fte~2024~unit.", id);
  const std::string name =
      absl::StrCat("areas/asker/", report_.statistics().collections(0).series(0).indicator().name(),
                   "/observations/2024");
  ASSERT_THAT(services_.facts(kIndicators)
                  .ledger->Commit(
                      {.actor = "indicators"},
                      [&](Txn& txn) -> absl::Status {
                        const auto read = FindResource<indicators::ObservationTable>(txn, name);
                        if (!read.ok()) return read.status();
                        indicators::v1::Observation observation = **read;
                        observation.mutable_pulled()->set_service("workforce");
                        observation.mutable_pulled()->set_name(owned);
                        observation.mutable_pulled()->set_revision(1);
                        return PutResource<indicators::ObservationTable>(txn, observation).status();
                      }),
              IsOk());
  const auto response = ExplainFact(name);
  ASSERT_THAT(response, IsOk());
  const v1::FactOrigin& fact = response->number().facts(0);
  EXPECT_EQ(fact.owned().name(), owned);
  EXPECT_EQ(fact.owned().service(), "workforce");
  EXPECT_EQ(fact.owned().outcome(), OUTCOME_FOUND);
  EXPECT_EQ(fact.owned().cell().value(), unit.fte(3).cell().value());
  EXPECT_EQ(fact.owned().actor(), "cli");
  EXPECT_EQ(fact.owned().versions(), 1);
}

// They were explained by the text of their formula, and by an observation that there is not.
TEST_F(ExplainNumber, AFigureOfADerivedIndicatorRestsOnTheFactsThatItIsComputedFrom) {
  const indicators::v1::GoalSection& goal = report_.indicators().focus_areas(0).goals(0);
  const indicators::v1::Indicator& recorded =
      report_.statistics().collections(0).series(0).indicator();
  const std::string id = recorded.name().substr(recorded.name().find('/') + 1);
  ASSERT_THAT(
      services_.facts(kIndicators)
          .ledger->Commit(
              {.actor = "planner"},
              [&](Txn& txn) -> absl::Status {
                for (const auto& [name, formula] :
                     {std::pair("test.twice", absl::StrCat("[", id, "] * 2")),
                      std::pair("test.growth", absl::StrCat("[test.twice] - [", id, "@-1]"))}) {
                  indicators::v1::Indicator indicator;
                  indicator.set_name(absl::StrCat("indicators/", name));
                  indicator.set_unit(recorded.unit());
                  indicator.set_decimals(1);
                  indicator.set_formula(formula);
                  const auto put = PutResource<indicators::IndicatorTable>(txn, indicator);
                  if (!put.ok()) return put.status();
                }
                indicators::v1::FrameworkIndicator chosen;
                chosen.set_name("areas/asker/frameworkIndicators/test.growth");
                chosen.set_indicator("indicators/test.growth");
                chosen.set_goal(goal.goal().name());
                chosen.set_order(goal.indicators_size() + 1);
                return PutResource<indicators::FrameworkIndicatorTable>(txn, chosen).status();
              }),
      IsOk());
  parts_ = std::make_shared<const GatewayParts>(services_.areas(), services_.Direct());
  const absl::StatusOr<v1::Report> report =
      parts_->reports.GetReportMessage(Call(), "query", Query());
  ASSERT_THAT(report, IsOk());
  const auto& chosen = report->indicators().focus_areas(0).goals(0).indicators();
  const auto derived = std::find_if(chosen.begin(), chosen.end(), [](const auto& series) {
    return series.indicator().name() == "indicators/test.growth";
  });
  ASSERT_NE(derived, chosen.end());
  ASSERT_TRUE(derived->cells(3).cell().has_value());

  const auto response = Explain(absl::StrCat("indicators.focus_areas[0].goals[0].indicators[",
                                             derived - chosen.begin(), "].cells[3]"));
  ASSERT_THAT(response, IsOk());
  const v1::NumberExplanation& number = response->number();
  EXPECT_EQ(number.formula_text(), derived->indicator().formula());
  EXPECT_EQ(number.computed().value(), derived->cells(3).cell().value());
  ASSERT_THAT(number.computed().operands(), SizeIs(2));
  EXPECT_THAT(number.computed().operands(0).name(), HasSubstr("/test.twice/"));
  // One operand is derived itself.
  ASSERT_THAT(number.facts(), SizeIs(2));
  for (int i = 0; i < 2; ++i) {
    const v1::FactOrigin& fact = number.facts(i);
    EXPECT_EQ(fact.name(), absl::StrCat("areas/asker/", recorded.name(), "/observations/",
                                        i == 0 ? 2024 : 2023));
    EXPECT_EQ(fact.outcome(), OUTCOME_FOUND);
    EXPECT_EQ(fact.actor(), "cli");
    EXPECT_EQ(fact.cell().value(),
              report_.statistics().collections(0).series(0).cells(3 - i).cell().value());
  }
}

TEST_F(ExplainNumber, RefusesWhatIsNoNumberAndSaysWhatWouldBeRight) {
  const std::pair<std::string, std::string> wrong[] = {
      {"workforce.fte_totl_change", "fte_total_change"},
      {"workforce.units[99].fte[0]", "units[0]"},
      {"workforce.units", "units[0]"},
      {"workforce.units[0]", "fte"},
      {"workforce.units[x]", "units[x]"},
      {"workforce.fte_total_change[0]", "fte_total_change"},
      {"nothing", "workforce"},
      {"area", "area"}};
  for (const auto& [path, told] : wrong) {
    const auto refused = Explain(path);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kNotFound)) << path;
    EXPECT_THAT(refused, HasReason(ERROR_REASON_NUMBER_NOT_FOUND)) << path;
    EXPECT_THAT(refused, MessageNames(told)) << path;
  }
}

TEST_F(ExplainNumber, RefusesRequestsThatNameNoNumberOrTwo) {
  EXPECT_THAT(Explain(""), HasReason(ERROR_REASON_FIELD_REQUIRED));
  v1::ExplainNumberRequest both;
  *both.mutable_query() = Query();
  both.set_path("workforce.fte_total_change");
  both.set_fact("areas/asker/units/welfare");
  EXPECT_THAT(parts_->reports.ExplainNumber(Call(), both),
              HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_THAT(ExplainFact("welfare"), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(ExplainFact("areas/asker/wishes/more"), HasReason(ERROR_REASON_NUMBER_NOT_FOUND));
}

TEST_F(ExplainNumber, AServiceThatIsDeadIsToldAsUnavailable) {
  parts_ = std::make_shared<const GatewayParts>(services_.areas(), services_.ThroughProxies());
  const std::string path = "workforce.fte_total_change";
  const auto explained = Explain(path);
  ASSERT_THAT(explained, IsOk());
  services_.proxy(kWorkforce).Refuse();
  const auto expect_refused = [](const absl::StatusOr<v1::ExplainNumberResponse>& refused) {
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(refused, HasReason(ERROR_REASON_SERVICE_UNAVAILABLE));
    EXPECT_THAT(refused, MessageNames("workforce"));
  };
  expect_refused(Explain(path));
  expect_refused(ExplainFact(explained->number().facts(0).name()));
  // By a gateway that has never seen the section.
  parts_ = std::make_shared<const GatewayParts>(services_.areas(), services_.ThroughProxies());
  expect_refused(Explain(path));
}

TEST_F(ExplainNumber, ATertialOfWhichNothingIsRecordedIsExplainedAsThat) {
  v1::ExplainNumberRequest request;
  *request.mutable_query() = Query();
  request.mutable_query()->set_period("2024-T2");
  request.set_path("workforce.units[0].fte_tertial.value");
  const auto response = parts_->reports.ExplainNumber(Call(), request);
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->number().facts(), SizeIs(1));
  EXPECT_EQ(response->number().facts(0).outcome(), OUTCOME_NO_OBSERVATION);
  EXPECT_THAT(response->number().facts(0).name(), HasSubstr("fte~2024-T2~unit."));
}

}  // namespace
}  // namespace tertial::gateway
