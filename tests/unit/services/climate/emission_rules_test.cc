#include "services/climate/domain/emission_rules.h"

#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "common/types/rational.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/units.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using Found = std::vector<std::pair<std::string, ErrorReason>>;

Found FoundIn(const v1::EmissionFigure& figure,
              void (*check)(const v1::EmissionFigure&, const Violations&) = CheckEmissionFigure) {
  Violations violations;
  check(figure, violations);
  Found found;
  for (const auto& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

v1::EmissionFigure InUnit(const char* value, const char* unit, const char* gas = "") {
  v1::EmissionFigure figure =
      FigureOf({.sector = "road-traffic", .gas = gas}, "2023", Value(value));
  figure.set_unit(unit);
  return figure;
}

TEST(ConvertToKeptUnit, MovesThePointAndKeepsWhatWasHandedIn) {
  const std::vector<std::pair<v1::EmissionFigure, std::pair<const char*, const char*>>> cases = {
      {InUnit("65200", "kg_co2e"), {"65.200", "tonnes_co2e"}},
      {InUnit("1.50", "kilotonnes_co2e"), {"1500", "tonnes_co2e"}},
      {InUnit("1.2345", "kilotonnes_co2e"), {"1234.5", "tonnes_co2e"}},
      {InUnit("0", "kg_co2e"), {"0.000", "tonnes_co2e"}},
      {InUnit("12.5", "kg", "ch4"), {"0.0125", "tonnes"}},
      {InUnit("7", "g_co2e", "ch4"), {"0.000007", "tonnes_co2e"}}};
  for (const auto& [handed_in, kept] : cases) {
    v1::EmissionFigure figure = handed_in;
    ConvertToKeptUnit(figure);
    EXPECT_EQ(figure.cell().value(), kept.first);
    EXPECT_EQ(figure.unit(), kept.second);
    EXPECT_EQ(figure.reported().value(), handed_in.cell().value());
    EXPECT_EQ(figure.reported().unit(), handed_in.unit());
    EXPECT_THAT(FoundIn(figure), IsEmpty()) << figure.ShortDebugString();
    const v1::EmissionFigure once = figure;
    ConvertToKeptUnit(figure);
    EXPECT_EQ(figure.SerializeAsString(), once.SerializeAsString());
  }
}

TEST(ConvertToKeptUnit, ConvertsAllThatIsInTheUnit) {
  v1::EmissionFigure figure = InUnit("65200", "kg_co2e");
  figure.mutable_uncertainty()->set_low("60000");
  figure.mutable_uncertainty()->set_high("70000.5");
  ConvertToKeptUnit(figure);
  EXPECT_EQ(figure.uncertainty().low(), "60.000");
  EXPECT_EQ(figure.uncertainty().high(), "70.0005");
  v1::EmissionFigure rounded = InUnit("65200", "kg_co2e");
  rounded.mutable_cell()->set_rounded_to("100");
  ConvertToKeptUnit(rounded);
  EXPECT_EQ(rounded.cell().rounded_to(), "0.100");
}

TEST(ConvertToKeptUnit, LeavesWhatIsKeptAlready) {
  for (v1::EmissionFigure figure :
       {InUnit("65.2", "tonnes_co2e"), InUnit("65.2", "tonnes", "ch4")}) {
    const std::string before = figure.SerializeAsString();
    ConvertToKeptUnit(figure);
    EXPECT_EQ(figure.SerializeAsString(), before);
  }
}

TEST(ConvertToKeptUnit, ConvertsTheUnitOfAGapToo) {
  v1::EmissionFigure figure = Emission("waste", "2023", NotEstimated());
  figure.set_unit("kg_co2e");
  ConvertToKeptUnit(figure);
  EXPECT_EQ(figure.unit(), "tonnes_co2e");
  EXPECT_FALSE(figure.has_reported());
}

TEST(ConvertToKeptUnit, IsExactThereAndBack) {
  std::mt19937_64 random(7);  // NOLINT: the same numbers in every run
  const std::vector<std::string> units = {"g_co2e", "kg_co2e", "kilotonnes_co2e",
                                          "megatonnes_co2e"};
  for (int i = 0; i < 2000; ++i) {
    const Decimal value = *Decimal::FromUnscaled(static_cast<int64_t>(random() % 1'000'000'000),
                                                 static_cast<int>(random() % 9));
    const std::string& unit = units[random() % units.size()];
    v1::EmissionFigure figure = InUnit(value.Format().c_str(), unit.c_str());
    ConvertToKeptUnit(figure);
    ASSERT_EQ(figure.unit(), "tonnes_co2e");
    const Rational kept(*Decimal::Parse(figure.cell().value()));
    EXPECT_EQ(kept * *ConversionFactor("tonnes_co2e", unit), Rational(value))
        << figure.ShortDebugString();
    EXPECT_THAT(FoundIn(figure), IsEmpty());
  }
}

TEST(EmissionUnit, MustConvertIntoTonnes) {
  for (const v1::EmissionFigure& figure :
       {InUnit("1", "gwh"), InUnit("1", "kg"), InUnit("1", "tonnes"), InUnit("1", "litres", "ch4"),
        InUnit("1", "unheard_of")}) {
    v1::EmissionFigure converted = figure;
    ConvertToKeptUnit(converted);
    EXPECT_THAT(FoundIn(converted),
                ElementsAre(Pair("unit", common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE)))
        << figure.ShortDebugString();
  }
}

TEST(EmissionUnit, MustLeaveTheNumberItsDigits) {
  v1::EmissionFigure figure = InUnit("1234567890123456789012345678901234", "g_co2e");
  ConvertToKeptUnit(figure);
  EXPECT_THAT(FoundIn(figure), IsEmpty());
  figure = InUnit("1234567890123456789012345678901234", "kilotonnes_co2e");
  ConvertToKeptUnit(figure);
  EXPECT_THAT(FoundIn(figure),
              ElementsAre(Pair("unit", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

struct BadFigure {
  std::function<void(v1::EmissionFigure&)> spoil;
  std::string field;
  ErrorReason reason;
};

TEST(EmissionFigure, IsRefusedForEachOfThese) {
  using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
  using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;
  using F = v1::EmissionFigure;
  const std::string other = EmissionName(kRelease, "waste", Period::OfYear(2022));
  const std::vector<BadFigure> cases = {
      {[](F& f) { f.set_gas("methane"); }, "gas", common::v1::ERROR_REASON_UNKNOWN_GAS},
      {[](F& f) { f.set_source("Cars"); }, "source", common::v1::ERROR_REASON_INVALID_TEXT},
      {[](F& f) { f.set_sector("all"), f.set_source("cars"); }, "source",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { f.set_object("e18"), f.set_part_of("road-traffic"), f.set_source("cars"); },
       "source", ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { f.set_object("e18"), f.set_part_of("road-traffic"), f.set_gas("ch4"); }, "gas",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { f.mutable_cell()->set_value("-1"); }, "cell.value",
       ERROR_REASON_VALUE_OUT_OF_RANGE},
      {[](F& f) {
         f.mutable_uncertainty()->set_low("-1"), f.mutable_uncertainty()->set_high("200");
       },
       "uncertainty.low", ERROR_REASON_VALUE_OUT_OF_RANGE},
      {[](F& f) {
         f.mutable_uncertainty()->set_low("101"), f.mutable_uncertainty()->set_high("99");
       },
       "uncertainty.low", ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) {
         f.mutable_uncertainty()->set_low("101"), f.mutable_uncertainty()->set_high("102");
       },
       "uncertainty", ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) {
         f.mutable_uncertainty()->set_low("99"), f.mutable_uncertainty()->set_high("101");
         f.mutable_cell()->set_rounded_to("10");
       },
       "uncertainty", ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { SetText("why", f.mutable_explanations()); }, "explanations",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {[&](F& f) { f.set_included_in(other); }, "included_in", ERROR_REASON_INCONSISTENT_FIELDS},
      {[&](F& f) { f = IncludedIn(f, other); }, "included_in", ERROR_REASON_INCONSISTENT_FIELDS},
      {[&](F& f) { f = IncludedIn(f, EmissionName(kOwnRelease, "waste", Period::OfYear(2023))); },
       "included_in", ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { f.mutable_reported()->set_value("99"), f.mutable_reported()->set_unit("kg"); },
       "reported", ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) {
         f.mutable_reported()->set_value("99000"), f.mutable_reported()->set_unit("kg_co2e");
       },
       "reported", ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { f.set_data_quality(static_cast<v1::DataQuality>(77)); }, "data_quality",
       common::v1::ERROR_REASON_INVALID_ENUM},
      {[](F& f) {
         f.set_source(std::string(70, 's'));
         f.set_sector(std::string(70, 'r'));
       },
       "name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME},
  };
  for (const BadFigure& bad : cases) {
    v1::EmissionFigure figure = Emission("road-traffic", "2023", Value("100"));
    bad.spoil(figure);
    EXPECT_THAT(FoundIn(figure), Contains(Pair(bad.field, bad.reason)))
        << figure.ShortDebugString();
  }
}

TEST(EmissionFigure, MayBeNegativeAmongRemovals) {
  EXPECT_THAT(FoundIn(Emission("removals", "2023", Value("-12"))), IsEmpty());
}

v1::EmissionFigure Implied() {
  v1::EmissionFigure figure = Emission("all", "2009", Value("373141"));
  figure.mutable_cell()->add_flags(common::v1::FLAG_ESTIMATED);
  figure.mutable_implied_by()->set_period("2023");
  figure.mutable_implied_by()->mutable_percent_change()->set_value("-45.4");
  return figure;
}

TEST(ImpliedBy, IsAnEstimateFromALaterPeriod) {
  EXPECT_THAT(FoundIn(Implied()), IsEmpty());
  using F = v1::EmissionFigure;
  using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
  const std::vector<BadFigure> cases = {
      {[](F& f) { f.mutable_cell()->clear_flags(); }, "implied_by",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { f.mutable_cell()->set_rounded_to("1"); }, "implied_by",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { *f.mutable_cell() = Pending(); }, "implied_by", ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { f.mutable_implied_by()->set_period("2009"); }, "implied_by.period",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { f.mutable_implied_by()->set_period("2023-Q1"); }, "implied_by.period",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {[](F& f) { f.mutable_implied_by()->clear_period(); }, "implied_by.period",
       common::v1::ERROR_REASON_FIELD_REQUIRED},
      {[](F& f) { *f.mutable_implied_by()->mutable_percent_change() = Pending(); },
       "implied_by.percent_change.missing", common::v1::ERROR_REASON_FIELD_REQUIRED},
      {[](F& f) { f.mutable_implied_by()->mutable_percent_change()->set_value("-100"); },
       "implied_by.percent_change.value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE},
      {[](F& f) {
         f.mutable_implied_by()->mutable_percent_change()->set_value("-99.9");
         f.mutable_implied_by()->mutable_percent_change()->set_rounded_to("0.2");
       },
       "implied_by.percent_change.value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE},
  };
  for (const BadFigure& bad : cases) {
    v1::EmissionFigure figure = Implied();
    bad.spoil(figure);
    EXPECT_THAT(FoundIn(figure), Contains(Pair(bad.field, bad.reason)))
        << figure.ShortDebugString();
  }
}

TEST(NotationKey, NeedsAnExplanation) {
  for (const auto reason :
       {common::v1::MISSING_REASON_NOT_ESTIMATED, common::v1::MISSING_REASON_NOT_OCCURRING,
        common::v1::MISSING_REASON_SUPPRESSED}) {
    v1::EmissionFigure figure = Emission("waste", "2023", Missing(reason));
    EXPECT_TRUE(IsUnexplained(figure));
    EXPECT_THAT(FoundIn(figure, CheckNotationKey),
                ElementsAre(Pair("explanations", common::v1::ERROR_REASON_EXPLANATION_MISSING)));
    SetText("ikke beregnet", figure.mutable_explanations());
    EXPECT_THAT(FoundIn(figure, CheckNotationKey), IsEmpty());
  }
  EXPECT_THAT(FoundIn(Emission("waste", "2023", Pending()), CheckNotationKey), IsEmpty());
  EXPECT_THAT(FoundIn(Emission("waste", "2023", Value("1")), CheckNotationKey), IsEmpty());
}

TEST(NotationKey, OfWhatIsIncludedElsewhereSaysWhere) {
  v1::EmissionFigure figure =
      Emission("waste", "2023", Missing(common::v1::MISSING_REASON_INCLUDED_ELSEWHERE));
  EXPECT_THAT(FoundIn(figure, CheckNotationKey),
              ElementsAre(Pair("explanations", common::v1::ERROR_REASON_EXPLANATION_MISSING),
                          Pair("included_in", common::v1::ERROR_REASON_FIELD_REQUIRED)));
  figure = IncludedIn(figure, EmissionName(kRelease, "heating", Period::OfYear(2023)));
  EXPECT_THAT(FoundIn(figure, CheckNotationKey), IsEmpty());
  EXPECT_THAT(FoundIn(figure), IsEmpty());
}

}  // namespace
}  // namespace tertial::climate
