// Emissions of own operations, as callers see them: factors and activities over a real server, what
// is refused of them, and what follows from them.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/handler/climate_analysis_service.h"
#include "tertial/climate/v1/climate_analysis_service.grpc.pb.h"
#include "tests/integration/climate_accounts_fixture.h"
#include "tests/unit/services/climate/factor_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

constexpr v1::EnergyMethod kLocation = v1::ENERGY_METHOD_LOCATION_BASED;
constexpr v1::EnergyMethod kMarket = v1::ENERGY_METHOD_MARKET_BASED;

class OwnOperationsTest : public ClimateAccountsFixture {
 protected:
  using AnalysisStub = v1::ClimateAnalysisService::Stub;

  OwnOperationsTest()
      : ClimateAccountsFixture(
            {{v1::ClimateAnalysisService::service_full_name(), CreateClimateAnalysisService}}),
        analysis_(v1::ClimateAnalysisService::NewStub(service_.channel())) {}

  absl::StatusOr<v1::GetOwnOperationsResponse> Ask(const v1::GetOwnOperationsRequest& request) {
    return testing::CallUnary(*analysis_, &AnalysisStub::GetOwnOperations, request);
  }
  static v1::GetOwnOperationsRequest Of(const std::string& area, const std::string& period) {
    v1::GetOwnOperationsRequest request;
    request.set_area(area);
    request.set_period(period);
    return request;
  }
  v1::GetOwnOperationsResponse Asker2024() {
    const absl::StatusOr<v1::GetOwnOperationsResponse> answer = Ask(Of("areas/asker", "2024"));
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? *answer : v1::GetOwnOperationsResponse();
  }

  absl::Status DeleteFactor(const std::string& name) {
    v1::DeleteEmissionFactorRequest request;
    request.set_name(name);
    return CallAccounts(&AccountsStub::DeleteEmissionFactor, request, "recorder").status();
  }
  absl::Status UpdateFactor(const v1::EmissionFactor& factor) {
    v1::UpdateEmissionFactorRequest request;
    *request.mutable_emission_factor() = factor;
    request.mutable_update_mask()->add_paths("*");
    return CallAccounts(&AccountsStub::UpdateEmissionFactor, request, "recorder").status();
  }

  static v1::EmissionFactor Mix(const std::string& version, const std::string& value) {
    return EnergyFactor("mix", version, value, kLocation);
  }
  static v1::EmissionFactor Diesel() {
    return GasesFactor("diesel", "2024", "kg_per_litre",
                       {{"co2", "2.66"}, {"ch4", "0.0001"}, {"n2o", "0.0002"}});
  }
  // Electricity by location and by market, and diesel by its gases.
  void RecordSample() {
    ImportAll({Row(Ar5()), Row(Mix("2024", "0.015")),
               Row(EnergyFactor("residual", "2024", "0.5", kMarket)), Row(Diesel()),
               Row(Emitting("electricity", "2024", "2", "gwh", {"mix", "residual"})),
               Row(Emitting("diesel", "2024", "1000", "litres", {"diesel"})),
               Row(Emitting("diesel", "2023", "5", "litres", {"diesel"})),
               Row(Emitting("area", "2024", "100", "m2", {}))});
  }

  const std::unique_ptr<AnalysisStub> analysis_;
};

TEST_F(OwnOperationsTest, StandByScopeAndMethodSideBySide) {
  RecordSample();
  const v1::GetOwnOperationsResponse answer = Asker2024();
  EXPECT_EQ(answer.read_at().revision(), 1);
  EXPECT_EQ(answer.activity_count(), 2);
  ASSERT_THAT(answer.activities(), SizeIs(2));
  EXPECT_EQ(answer.activities(0).activity().metric(), "diesel");
  const v1::ActivityEmissions& electricity = answer.activities(1);
  ASSERT_THAT(electricity.factors(), SizeIs(2));
  EXPECT_EQ(electricity.factors(0).method(), kLocation);
  EXPECT_EQ(electricity.factors(0).counted().emissions().value(), "30.000000");
  EXPECT_EQ(electricity.factors(1).method(), kMarket);
  EXPECT_EQ(electricity.factors(1).counted().emissions().value(), "1000.000000");
  ASSERT_THAT(answer.totals(), SizeIs(3));
  EXPECT_EQ(answer.totals(0).scope(), v1::SCOPE_DIRECT);
  EXPECT_EQ(answer.totals(0).total().value(), "2.716");
  EXPECT_EQ(answer.totals(0).total().unrounded(), "2.7158");
  EXPECT_EQ(answer.totals(1).total().value(), "30.000");
  EXPECT_EQ(answer.totals(2).total().value(), "1000.000");
}

TEST_F(OwnOperationsTest, OfAChangedFactorStandByBothVersions) {
  RecordSample();
  ImportAll({Row(Mix("2025", "0.020"))});
  const v1::GetOwnOperationsResponse answer = Asker2024();
  ASSERT_THAT(answer.activities(), SizeIs(2));
  const v1::FactorEmissions& mix = answer.activities(1).factors(0);
  EXPECT_EQ(mix.counted().emission_factor(), "emissionFactors/mix~2025");
  EXPECT_EQ(mix.counted().emissions().value(), "40.000000");
  ASSERT_THAT(mix.others(), SizeIs(1));
  EXPECT_EQ(mix.others(0).emissions().value(), "30.000000");
  EXPECT_EQ(answer.totals(1).total().value(), "40.000");
  // What was told before is told again of the state of before.
  v1::GetOwnOperationsRequest before = Of("areas/asker", "2024");
  before.mutable_as_of()->set_revision(1);
  const absl::StatusOr<v1::GetOwnOperationsResponse> then = Ask(before);
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(then->totals(1).total().value(), "30.000");
  EXPECT_THAT(then->activities(1).factors(0).others(), IsEmpty());
}

TEST_F(OwnOperationsTest, AreOfOneAreaYearAndBoundary) {
  RecordSample();
  v1::ActivityFigure households = Emitting("electricity", "2024", "1", "gwh", {"mix"});
  households.set_boundary("households");
  households.set_name("areas/asker/activities/electricity~households~2024");
  v1::ActivityFigure oslo = Emitting("electricity", "2024", "7", "gwh", {"mix"});
  oslo.set_name("areas/oslo/activities/electricity~municipal-buildings~2024");
  ImportAll({Row(households), Row(oslo)});
  EXPECT_EQ(Asker2024().activity_count(), 3);
  v1::GetOwnOperationsRequest request = Of("areas/3203", "2024");
  request.set_boundary("households");
  const absl::StatusOr<v1::GetOwnOperationsResponse> answer = Ask(request);
  ASSERT_THAT(answer, IsOk());
  ASSERT_THAT(answer->activities(), SizeIs(1));
  EXPECT_EQ(answer->activities(0).activity().name(), households.name());
  ASSERT_THAT(answer->totals(), SizeIs(1));
  EXPECT_EQ(answer->totals(0).total().value(), "15.000");
  const absl::StatusOr<v1::GetOwnOperationsResponse> none = Ask(Of("areas/asker", "2019"));
  ASSERT_THAT(none, IsOk());
  EXPECT_EQ(none->activity_count(), 0);
  EXPECT_THAT(none->totals(), IsEmpty());
}

TEST_F(OwnOperationsTest, WithAGapAreIncomplete) {
  RecordSample();
  v1::ActivityFigure pending = Emitting("heat", "2024", "1", "gwh", {"mix"});
  *pending.mutable_cell() = Pending();
  pending.mutable_cell()->set_expected("2025-01");
  ImportAll({Row(pending)});
  const v1::GetOwnOperationsResponse answer = Asker2024();
  ASSERT_THAT(answer.totals(), SizeIs(3));
  EXPECT_EQ(answer.totals(1).completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_EQ(answer.totals(1).total().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE);
  EXPECT_EQ(answer.totals(1).recorded_part().value(), "30.000");
  EXPECT_THAT(answer.totals(1).gaps(), ElementsAre(pending.name()));
  // By market there is none at all for heat, which is a gap too.
  EXPECT_THAT(answer.totals(2).gaps(), ElementsAre(pending.name()));
  ASSERT_THAT(answer.activities(), SizeIs(3));
  EXPECT_TRUE(answer.activities(2).activity().cell().overdue());
}

TEST_F(OwnOperationsTest, OfManyActivitiesAreAllSummed) {
  std::vector<v1::ClimateRow> rows = {Row(Factor("gas", "2024", "1", "kg_co2e_per_kg"))};
  for (int i = 0; i < 1005; ++i) {
    rows.push_back(Row(Emitting(absl::StrCat("boiler-", i), "2024", "1000", "kg", {"gas"})));
  }
  ImportAll(rows);
  const v1::GetOwnOperationsResponse answer = Asker2024();
  EXPECT_THAT(answer.activities(), SizeIs(1000));
  EXPECT_EQ(answer.activity_count(), 1005);
  ASSERT_THAT(answer.totals(), SizeIs(1));
  EXPECT_EQ(answer.totals(0).total().value(), "1005.000");
  EXPECT_EQ(answer.totals(0).activity_count(), 1005);
}

TEST_F(OwnOperationsTest, AreRefusedForWhatIsNoAreaYearOrBoundary) {
  EXPECT_THAT(Ask(Of("", "2024")), HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(Ask(Of("areas/asker", "")), HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(Ask(Of("areas/asker", "2024-Q1")), HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(Ask(Of("areas/nowhere", "2024")), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  v1::GetOwnOperationsRequest request = Of("areas/asker", "2024");
  request.set_boundary("Kommunen");
  EXPECT_THAT(Ask(request), HasReason(ERROR_REASON_INVALID_TEXT));
}

v1::ClimateRow BadFactor(void (*spoil)(v1::EmissionFactor&)) {
  v1::EmissionFactor factor = EnergyFactor("heat", "2024", "0.01", kLocation);
  spoil(factor);
  return Row(factor);
}

v1::ClimateRow BadGases(void (*spoil)(v1::EmissionFactor&)) {
  v1::EmissionFactor factor = GasesFactor("petrol", "2024", "kg_per_litre", {{"co2", "2.3"}});
  spoil(factor);
  return Row(factor);
}

TEST_F(OwnOperationsTest, RefuseBadEmissionFactors) {
  RecordSample();
  using F = v1::EmissionFactor;
  const std::vector<BadInput> inputs = {
      {BadFactor([](F& f) { f.clear_provenance(); }), "emission_factor.provenance.source",
       ERROR_REASON_FIELD_REQUIRED},
      {BadFactor([](F& f) { f.clear_unit(); }), "emission_factor.unit",
       ERROR_REASON_FIELD_REQUIRED},
      {BadFactor([](F& f) { f.set_unit("kg_per_kwh"); }), "emission_factor.unit",
       ERROR_REASON_UNIT_NOT_CONVERTIBLE},
      {BadFactor([](F& f) { f.set_unit("kg_co2e"); }), "emission_factor.unit",
       ERROR_REASON_UNIT_NOT_CONVERTIBLE},
      {BadFactor([](F& f) { f.set_unit("kg_co2e_per_bushel"); }), "emission_factor.unit",
       ERROR_REASON_UNIT_NOT_CONVERTIBLE},
      {BadFactor([](F& f) { f.set_version("2025"); }), "emission_factor.name",
       ERROR_REASON_NAME_FIELD_MISMATCH},
      {BadFactor([](F& f) { f.clear_value(); }), "emission_factor.value",
       ERROR_REASON_FIELD_REQUIRED},
      {BadFactor([](F& f) { f.set_value("0,01"); }), "emission_factor.value",
       ERROR_REASON_INVALID_DECIMAL},
      {BadFactor([](F& f) { f.set_valid_to("2019"); }), "emission_factor.valid_to",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {BadFactor([](F& f) { f.clear_published(); }), "emission_factor.published",
       ERROR_REASON_FIELD_REQUIRED},
      {BadFactor([](F& f) { f.set_scope(v1::SCOPE_INDIRECT); }), "emission_factor.scope",
       ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BadFactor([](F& f) { f.clear_method(); }), "emission_factor.method",
       ERROR_REASON_INVALID_ENUM},
      {BadFactor([](F& f) { f.set_scope(v1::SCOPE_DIRECT); }), "emission_factor.method",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {BadFactor([](F& f) { SetEnds("0.02", "0.03", f.mutable_uncertainty()); }),
       "emission_factor.uncertainty", ERROR_REASON_INCONSISTENT_FIELDS},
      {BadGases([](F& f) { f.set_value("2.3"); }), "emission_factor.gases",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {BadGases([](F& f) { f.mutable_gases(0)->set_gas("co"); }), "emission_factor.gases[0].gas",
       ERROR_REASON_UNKNOWN_GAS},
      {BadGases([](F& f) { f.mutable_gases(0)->set_gas("sf6"); }), "emission_factor.gases[0].gas",
       ERROR_REASON_UNKNOWN_GAS},
      {BadGases([](F& f) { *f.add_gases() = f.gases(0); }), "emission_factor.gases[1].gas",
       ERROR_REASON_DUPLICATE_ELEMENT},
      {BadGases([](F& f) { f.clear_gwp_table(); }), "emission_factor.gwp_table",
       ERROR_REASON_FIELD_REQUIRED},
      {BadGases([](F& f) { f.set_gwp_table("gwpTables/ar6"); }), "emission_factor.gwp_table",
       ERROR_REASON_GWP_TABLE_NOT_FOUND},
      {BadGases([](F& f) { f.set_unit("kg_co2e_per_litre"); }), "emission_factor.unit",
       ERROR_REASON_UNIT_NOT_CONVERTIBLE},
  };
  for (const BadInput& input : inputs) ExpectRefused(input);
}

// A new version of "mix", which is by location and per kWh.
v1::ClimateRow BadVersion(void (*spoil)(v1::EmissionFactor&)) {
  v1::EmissionFactor factor = EnergyFactor("mix", "2025", "0.01", kLocation);
  spoil(factor);
  return Row(factor);
}

TEST_F(OwnOperationsTest, RefuseVersionsOfAnotherScopeMethodOrDimension) {
  RecordSample();
  using F = v1::EmissionFactor;
  const std::vector<BadInput> inputs = {
      {BadVersion([](F& f) { f.set_method(kMarket); }), "emission_factor.method",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {BadVersion([](F& f) {
         f.set_scope(v1::SCOPE_DIRECT);
         f.clear_method();
       }),
       "emission_factor.scope", ERROR_REASON_INCONSISTENT_FIELDS},
      {BadVersion([](F& f) { f.set_unit("kg_co2e_per_litre"); }), "emission_factor.unit",
       ERROR_REASON_INCONSISTENT_FIELDS},
  };
  for (const BadInput& input : inputs) ExpectRefused(input);
  ImportAll({BadVersion([](F& f) { f.set_unit("tonnes_co2e_per_gj"); })});
}

TEST_F(OwnOperationsTest, RefuseTwoVersionsOfOneImportThatDisagree) {
  const absl::StatusOr<common::v1::ImportSummary> summary =
      Import({Row(EnergyFactor("mix", "2024", "0.01", kLocation)),
              Row(EnergyFactor("mix", "2025", "0.01", kMarket))});
  ASSERT_THAT(summary, IsOk());
  EXPECT_FALSE(summary->applied());
  // Without the one that is refused, the other has nothing to disagree with.
  ASSERT_EQ(summary->refused_rows_size(), 1);
  EXPECT_EQ(summary->refused_rows(0).violations(0).field(), "emission_factor.method");
  EXPECT_EQ(summary->refused_rows(0).violations(0).reason(), ERROR_REASON_INCONSISTENT_FIELDS);
}

TEST_F(OwnOperationsTest, RefuseBadActivities) {
  RecordSample();
  v1::ActivityFigure quarter = Emitting("heat", "2024-Q1", "1", "gwh", {"mix"});
  v1::ActivityFigure footprint = Emitting("heat", "2024", "1", "gwh", {"mix"});
  footprint.set_account(v1::ACCOUNT_CONSUMPTION_FOOTPRINT);
  v1::ActivityFigure uncertain = Emitting("heat", "2024", "1", "gwh", {"mix"});
  SetEnds("2", "3", uncertain.mutable_uncertainty());
  const std::vector<BadInput> inputs = {
      {Row(Emitting("heat", "2024", "1", "gwh", {"mix", "gone"})),
       "activity_figure.emission_factors[1]", ERROR_REASON_EMISSION_FACTOR_NOT_FOUND},
      {Row(Emitting("heat", "2019", "1", "gwh", {"mix"})), "activity_figure.emission_factors[0]",
       ERROR_REASON_EMISSION_FACTOR_NOT_FOUND},
      {Row(Emitting("heat", "2024", "1", "gwh", {"mix", "mix"})),
       "activity_figure.emission_factors[1]", ERROR_REASON_DUPLICATE_ELEMENT},
      {Row(Emitting("heat", "2024", "1", "litres", {"mix"})), "activity_figure.unit",
       ERROR_REASON_UNIT_NOT_CONVERTIBLE},
      {Row(Emitting("heat", "2024", "1", "bushels", {"mix"})), "activity_figure.unit",
       ERROR_REASON_UNIT_NOT_CONVERTIBLE},
      {Row(quarter), "activity_figure.period", ERROR_REASON_INVALID_PERIOD},
      {Row(footprint), "activity_figure.emission_factors", ERROR_REASON_INCONSISTENT_FIELDS},
      {Row(uncertain), "activity_figure.uncertainty", ERROR_REASON_INCONSISTENT_FIELDS},
  };
  for (const BadInput& input : inputs) ExpectRefused(input);
  // Of a unit that does not convert, both are named.
  const absl::Status refused = Create(Row(Emitting("heat", "2024", "1", "litres", {"mix"})));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("\"litres\""));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("\"kwh\""));
}

TEST_F(OwnOperationsTest, AnActivityMayComeBeforeItsFactorInOneImport) {
  ImportAll({Row(Emitting("electricity", "2024", "2", "gwh", {"mix"})), Row(Mix("2024", "0.015"))});
  EXPECT_EQ(Asker2024().totals(0).total().value(), "30.000");
}

TEST_F(OwnOperationsTest, TheLastVersionThatAnActivityNeedsIsNotDeleted) {
  RecordSample();
  const auto before = State();
  const absl::Status refused = DeleteFactor("emissionFactors/mix~2024");
  EXPECT_THAT(refused, HasReason(ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("areas/asker/activities/electricity~municipal-buildings~2024"));
  EXPECT_EQ(State(), before);

  // One that is not valid in its year does not take its place.
  v1::EmissionFactor later = Mix("2026", "0.02");
  later.set_valid_from("2026");
  ImportAll({Row(later)});
  EXPECT_THAT(DeleteFactor("emissionFactors/mix~2024"), HasReason(ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_THAT(DeleteFactor("emissionFactors/mix~2026"), IsOk());

  ImportAll({Row(Mix("2025", "0.020"))});
  EXPECT_THAT(DeleteFactor("emissionFactors/mix~2024"), IsOk());
  EXPECT_EQ(Asker2024().totals(1).total().value(), "40.000");
}

TEST_F(OwnOperationsTest, AVersionThatNoActivityNeedsIsDeleted) {
  RecordSample();
  v1::DeleteActivityFigureRequest request;
  request.set_name("areas/asker/activities/electricity~municipal-buildings~2024");
  ASSERT_THAT(service_.Call(&Stub::DeleteActivityFigure, request, "recorder"), IsOk());
  EXPECT_THAT(DeleteFactor("emissionFactors/mix~2024"), IsOk());
  EXPECT_THAT(DeleteFactor("emissionFactors/mix~2024"),
              HasReason(ERROR_REASON_EMISSION_FACTOR_NOT_FOUND));
}

// The figure is in GWh: the only version of its factor does not become one per litre.
TEST_F(OwnOperationsTest, TheUnitOfAFactorStaysThatOfItsActivities) {
  RecordSample();
  v1::EmissionFactor mix = Mix("2024", "0.015");
  mix.set_unit("kg_co2e_per_litre");
  const absl::Status refused = UpdateFactor(mix);
  EXPECT_THAT(refused, HasReason(ERROR_REASON_UNIT_NOT_CONVERTIBLE));
  EXPECT_THAT(FieldsAtFault(refused), ElementsAre("emission_factor.unit"));
  mix.set_unit("kg_co2e_per_mwh");
  mix.set_value("15");
  EXPECT_THAT(UpdateFactor(mix), IsOk());
  EXPECT_EQ(Asker2024().totals(1).total().value(), "30.000");
}

// A version that ends before the year of the activity leaves it without emissions, and says so.
TEST_F(OwnOperationsTest, OfAFactorThatEndedAreIncomplete) {
  RecordSample();
  v1::EmissionFactor mix = Mix("2024", "0.015");
  mix.set_valid_to("2023");
  ASSERT_THAT(UpdateFactor(mix), IsOk());
  const v1::GetOwnOperationsResponse answer = Asker2024();
  EXPECT_FALSE(answer.activities(1).factors(0).has_counted());
  ASSERT_THAT(answer.totals(), SizeIs(3));
  EXPECT_EQ(answer.totals(1).completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_THAT(answer.totals(1).gaps(), SizeIs(1));
}

TEST_F(OwnOperationsTest, TheTableOfAFactorIsNotDeleted) {
  RecordSample();
  v1::DeleteGwpTableRequest request;
  request.set_name("gwpTables/ar5");
  EXPECT_THAT(CallAccounts(&AccountsStub::DeleteGwpTable, request, "recorder"),
              HasReason(ERROR_REASON_RESOURCE_IN_USE));
}

}  // namespace
}  // namespace tertial::climate
