#include "services/climate/domain/units.h"

#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_map.h"

namespace tertial::climate {
namespace {

struct Unit {
  Dimension dimension;
  // One of it is so many of the dimension's base unit.
  Fraction in_base;
};

const absl::flat_hash_map<absl::string_view, Unit>& KnownUnits() {
  static const auto& units = *new absl::flat_hash_map<absl::string_view, Unit>{
      {"kwh", {Dimension::kEnergy, {1, 1}}},
      {"wh", {Dimension::kEnergy, {1, 1'000}}},
      {"mwh", {Dimension::kEnergy, {1'000, 1}}},
      {"gwh", {Dimension::kEnergy, {1'000'000, 1}}},
      {"twh", {Dimension::kEnergy, {1'000'000'000, 1}}},
      {"mj", {Dimension::kEnergy, {5, 18}}},
      {"gj", {Dimension::kEnergy, {2'500, 9}}},
      {"tj", {Dimension::kEnergy, {2'500'000, 9}}},

      {"litre", {Dimension::kVolume, {1, 1}}},
      {"litres", {Dimension::kVolume, {1, 1}}},
      {"m3", {Dimension::kVolume, {1'000, 1}}},

      {"kg", {Dimension::kMass, {1, 1}}},
      {"g", {Dimension::kMass, {1, 1'000}}},
      {"tonne", {Dimension::kMass, {1'000, 1}}},
      {"tonnes", {Dimension::kMass, {1'000, 1}}},
      {"kilotonnes", {Dimension::kMass, {1'000'000, 1}}},

      {"kg_co2e", {Dimension::kCo2e, {1, 1}}},
      {"g_co2e", {Dimension::kCo2e, {1, 1'000}}},
      {"tonne_co2e", {Dimension::kCo2e, {1'000, 1}}},
      {"tonnes_co2e", {Dimension::kCo2e, {1'000, 1}}},
      {"kilotonnes_co2e", {Dimension::kCo2e, {1'000'000, 1}}},
      {"megatonnes_co2e", {Dimension::kCo2e, {1'000'000'000, 1}}},

      {"km", {Dimension::kLength, {1, 1}}},
      {"m", {Dimension::kLength, {1, 1'000}}},
      // The Scandinavian mile.
      {"mil", {Dimension::kLength, {10, 1}}},

      {"m2", {Dimension::kArea, {1, 1}}},
      {"decares", {Dimension::kArea, {1'000, 1}}},
      {"hectares", {Dimension::kArea, {10'000, 1}}},
      {"km2", {Dimension::kArea, {1'000'000, 1}}},

      {"count", {Dimension::kPieces, {1, 1}}},
      {"item", {Dimension::kPieces, {1, 1}}},
      {"items", {Dimension::kPieces, {1, 1}}},

      {"resident", {Dimension::kPersons, {1, 1}}},
      {"residents", {Dimension::kPersons, {1, 1}}},
      {"inhabitant", {Dimension::kPersons, {1, 1}}},
      {"inhabitants", {Dimension::kPersons, {1, 1}}},

      {"passenger_km", {Dimension::kPassengerTransport, {1, 1}}},
      {"tonne_km", {Dimension::kFreightTransport, {1, 1}}},

      {"nok", {Dimension::kMoney, {1, 1}}},
      {"1000_nok", {Dimension::kMoney, {1'000, 1}}},
      {"thousand_nok", {Dimension::kMoney, {1'000, 1}}},
      {"million_nok", {Dimension::kMoney, {1'000'000, 1}}},
      {"billion_nok", {Dimension::kMoney, {1'000'000'000, 1}}},

      {"hour", {Dimension::kTime, {1, 1}}},
      {"hours", {Dimension::kTime, {1, 1}}},
  };
  return units;
}

const Unit* FindUnit(absl::string_view code) {
  const auto found = KnownUnits().find(code);
  return found == KnownUnits().end() ? nullptr : &found->second;
}

Rational ToRational(const Fraction& fraction) {
  return Rational::FromInt(fraction.numerator) / Rational::FromInt(fraction.denominator);
}

__int128 GreatestDivisor(__int128 a, __int128 b) {
  while (b != 0) {
    const __int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

Fraction Reduced(__int128 numerator, __int128 denominator) {
  const __int128 divisor = GreatestDivisor(numerator, denominator);
  return {.numerator = static_cast<int64_t>(numerator / divisor),
          .denominator = static_cast<int64_t>(denominator / divisor)};
}

// One of `from` in `to`. At most 10^12, as the units stand above.
std::optional<Fraction> BetweenSingles(absl::string_view from, absl::string_view to) {
  const Unit* a = FindUnit(from);
  const Unit* b = FindUnit(to);
  if (a == nullptr || b == nullptr || a->dimension != b->dimension) return std::nullopt;
  return Reduced(static_cast<__int128>(a->in_base.numerator) * b->in_base.denominator,
                 static_cast<__int128>(a->in_base.denominator) * b->in_base.numerator);
}

}  // namespace

std::optional<Dimension> DimensionOf(absl::string_view unit) {
  const Unit* known = FindUnit(unit);
  if (known == nullptr) return std::nullopt;
  return known->dimension;
}

std::optional<UnitQuotient> SplitQuotient(absl::string_view unit) {
  constexpr absl::string_view kPer = "_per_";
  const size_t at = unit.find(kPer);
  if (at == absl::string_view::npos) return std::nullopt;
  const UnitQuotient parts = {.numerator = unit.substr(0, at),
                              .denominator = unit.substr(at + kPer.size())};
  if (parts.numerator.empty() || parts.denominator.empty()) return std::nullopt;
  return parts;
}

std::optional<Rational> ConversionFactor(absl::string_view from, absl::string_view to) {
  if (from.empty()) return std::nullopt;
  if (from == to) return Rational::FromInt(1);
  const std::optional<UnitQuotient> of_from = SplitQuotient(from);
  const std::optional<UnitQuotient> of_to = SplitQuotient(to);
  if (of_from.has_value() != of_to.has_value()) return std::nullopt;
  if (!of_from.has_value()) {
    const std::optional<Fraction> single = BetweenSingles(from, to);
    if (!single.has_value()) return std::nullopt;
    return ToRational(*single);
  }
  // A part that is the same in both cancels out, whatever it is.
  const std::optional<Rational> above = ConversionFactor(of_from->numerator, of_to->numerator);
  const std::optional<Rational> below = ConversionFactor(of_from->denominator, of_to->denominator);
  if (!above.has_value() || !below.has_value()) return std::nullopt;
  return *above / *below;
}

std::optional<Fraction> FactorConversion(absl::string_view activity, absl::string_view factor,
                                         absl::string_view emission) {
  const std::optional<UnitQuotient> parts = SplitQuotient(factor);
  if (!parts.has_value()) return std::nullopt;
  const std::optional<Fraction> amount = BetweenSingles(activity, parts->denominator);
  const std::optional<Fraction> result = BetweenSingles(parts->numerator, emission);
  if (!amount.has_value() || !result.has_value()) return std::nullopt;
  return Reduced(static_cast<__int128>(amount->numerator) * result->numerator,
                 static_cast<__int128>(amount->denominator) * result->denominator);
}

}  // namespace tertial::climate
