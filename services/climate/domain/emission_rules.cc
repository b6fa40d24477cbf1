#include "services/climate/domain/emission_rules.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/period.h"
#include "common/types/rational.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/gases.h"
#include "services/climate/domain/gwp.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/uncertainty.h"
#include "services/climate/domain/units.h"

namespace tertial::climate {
namespace {

using common::v1::Cell;

// Ids are no longer (common/types/resource_name.h).
constexpr size_t kLongestId = 128;
// Units of mass lie so many powers of ten apart at most.
constexpr int kMostPlaces = 12;

bool HasValue(const v1::EmissionFigure& figure) {
  return figure.cell().content_case() == Cell::kValue;
}

// Whether figures are kept in the unit: masses only of a gas.
bool IsKept(const v1::EmissionFigure& figure) {
  return figure.unit() == kEmissionUnit || (!figure.gas().empty() && figure.unit() == kMassUnit);
}

// The unit that the figure's converts into; empty where there is none.
std::string KeptUnitOf(const v1::EmissionFigure& figure) {
  if (ConversionFactor(figure.unit(), kEmissionUnit).has_value()) return kEmissionUnit;
  const bool is_mass =
      !figure.gas().empty() && ConversionFactor(figure.unit(), kMassUnit).has_value();
  return is_mass ? kMassUnit : "";
}

// By how many places the point moves to the left, which `factor` is the effect of; nothing where it
// is no power of ten.
std::optional<int> PlacesOf(const Rational& factor) {
  for (int places = -kMostPlaces; places <= kMostPlaces; ++places) {
    if (factor == Rational::FromInt(10).Power(-places)) return places;
  }
  return std::nullopt;
}

// The number with its point moved to the left; nothing where it is no decimal, or would have too
// many digits.
std::optional<std::string> MovePoint(const std::string& text, int places) {
  const std::optional<Decimal> number = ParseDecimal(text);
  if (!number.has_value()) return std::nullopt;
  const int scale = number->scale() + places;
  const absl::StatusOr<Decimal> moved =
      scale >= 0 ? Decimal::FromUnscaled(number->unscaled(), scale)
                 : (Rational(*number) * Rational::FromInt(10).Power(-places)).Round(0);
  if (!moved.ok()) return std::nullopt;
  return moved->Format();
}

// Moves the point of all numbers that are in the unit of the figure. False where one cannot be.
bool MovePoints(int places, v1::EmissionFigure& figure) {
  const auto move = [places](std::string* text) {
    if (text->empty()) return true;
    const std::optional<std::string> moved = MovePoint(*text, places);
    if (moved.has_value()) *text = *moved;
    return moved.has_value();
  };
  if (HasValue(figure) && !move(figure.mutable_cell()->mutable_value())) return false;
  if (figure.has_cell() && !move(figure.mutable_cell()->mutable_rounded_to())) return false;
  if (!figure.has_uncertainty()) return true;
  return move(figure.mutable_uncertainty()->mutable_low()) &&
         move(figure.mutable_uncertainty()->mutable_high());
}

// The figure in the unit that it is kept in; nothing where it cannot be converted.
std::optional<v1::EmissionFigure> Converted(const v1::EmissionFigure& figure) {
  const std::string unit = KeptUnitOf(figure);
  if (unit.empty()) return std::nullopt;
  const std::optional<int> places = PlacesOf(*ConversionFactor(figure.unit(), unit));
  v1::EmissionFigure converted = figure;
  if (!places.has_value() || !MovePoints(*places, converted)) return std::nullopt;
  converted.set_unit(unit);
  if (HasValue(figure) && !figure.has_reported()) {
    converted.mutable_reported()->set_value(figure.cell().value());
    converted.mutable_reported()->set_unit(figure.unit());
  }
  return converted;
}

// Land takes up carbon as well, and removals are nothing else.
bool MayBeNegative(const v1::EmissionFigure& figure) {
  return StandsApart(figure.sector()) || StandsApart(figure.part_of());
}

void CheckPartOf(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckCode("part_of", figure.part_of(), Presence::kOptional, violations);
  if (!figure.object().empty()) {
    if (figure.part_of() == figure.sector()) return;
    violations.Add("part_of", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(figure.part_of()), " is not the sector of the object; set ",
                                Quoted(figure.sector()), "."));
  } else if (figure.part_of() == figure.sector() && !figure.sector().empty()) {
    violations.Add("part_of", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(figure.part_of()),
                                " is the sector itself; leave it empty, or name another one."));
  } else if (figure.sector() == kTotalSector && !figure.part_of().empty()) {
    violations.Add(
        "part_of", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat("The total is no part of ", Quoted(figure.part_of()), "; leave it empty."));
  }
}

// What a sector is split into.
void CheckSplit(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckCode("source", figure.source(), Presence::kOptional, violations);
  if (!figure.source().empty() && figure.sector() == kTotalSector) {
    violations.Add("source", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(figure.source()),
                                " is no source of the total; name the sector that it is in."));
  }
  if (!figure.gas().empty()) CheckGas("gas", figure.gas(), Mixtures::kTaken, violations);
  if (figure.object().empty()) return;
  const auto refuse = [&](absl::string_view field, const std::string& part) {
    if (part.empty()) return;
    violations.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(part), " stands beside the object ", Quoted(figure.object()),
                                "; objects are not split."));
  };
  refuse("source", figure.source());
  refuse("gas", figure.gas());
}

void CheckEmissionUnit(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckUnit("unit", figure.unit(), Presence::kRequired, violations);
  if (figure.unit().empty() || IsKept(figure)) return;
  if (KeptUnitOf(figure).empty()) {
    violations.Add(
        "unit", common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE,
        absl::StrCat(Quoted(figure.unit()), " does not convert into ", Quoted(kEmissionUnit),
                     figure.gas().empty() ? "; a mass needs the gas that it is of."
                                          : ", nor is it a mass of the gas."));
  } else if (!Converted(figure).has_value() && ParseDecimal(figure.cell().value()).has_value()) {
    violations.Add("unit", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(figure.cell().value()), " in ", Quoted(figure.unit()),
                                " has more digits in ", Quoted(kEmissionUnit), " than ",
                                Decimal::kMaxDigits, "; give the figure in that unit."));
  }
}

void CheckNotNegative(const v1::EmissionFigure& figure, const Violations& violations) {
  if (MayBeNegative(figure)) return;
  const auto check = [&](absl::string_view field, const std::string& text) {
    const std::optional<Decimal> value = ParseDecimal(text);
    if (!value.has_value() || !value->IsNegative()) return;
    violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(text), " is negative; only ", Quoted(kLandUseSector),
                                " and ", Quoted(kRemovalsSector), " take up more than they emit."));
  };
  check("cell.value", figure.cell().value());
  check("uncertainty.low", figure.uncertainty().low());
}

void CheckExplanations(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckTexts("explanations", figure.explanations(), Presence::kOptional, violations);
  if (figure.explanations().empty() || !HasValue(figure)) return;
  violations.Add("explanations", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 "It explains why there is no value, and there is one; leave it out.");
}

void CheckIncludedIn(const v1::EmissionFigure& figure, const Violations& violations) {
  if (figure.included_in().empty()) return;
  if (figure.cell().missing() != common::v1::MISSING_REASON_INCLUDED_ELSEWHERE) {
    violations.Add("included_in", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "It says where the emissions are included, and the figure is not IE "
                   "(INCLUDED_ELSEWHERE); leave it out.");
  } else if (!IsIncludedInSameAccount(figure)) {
    violations.Add("included_in", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(figure.included_in()),
                                " is no figure of the same release and period; emissions are "
                                "included in another figure of these."));
  }
}

// That the change leaves something: above -100 per cent, also at its lower end.
void CheckPercentChange(const Cell& change, const Violations& violations) {
  const std::optional<Decimal> value = ParseDecimal(change.value());
  if (!value.has_value()) return;
  const std::optional<Decimal> rounded_to = ParseDecimal(change.rounded_to());
  Rational low(*value);
  if (rounded_to.has_value()) low -= Rational(*rounded_to) / Rational::FromInt(2);
  if (low > Rational::FromInt(-100)) return;
  violations.Add("percent_change.value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(change.value()),
                              " may be -100 per cent or less, before which nothing follows."));
}

void CheckImpliedPeriod(const v1::EmissionFigure& figure, const Violations& at) {
  CheckPeriod("period", figure.implied_by().period(), Presence::kRequired, at);
  const std::optional<Period> own = ParsePeriod(figure.period());
  const std::optional<Period> later = ParsePeriod(figure.implied_by().period());
  if (!own.has_value() || !later.has_value()) return;
  if (later->kind() == own->kind() && *later > *own) return;
  at.Add("period", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
         absl::StrCat(Quoted(figure.implied_by().period()), " is no later period like ",
                      Quoted(figure.period()), "; a figure follows from a later one."));
}

void CheckImpliedBy(const v1::EmissionFigure& figure, const Violations& violations) {
  if (!figure.has_implied_by()) return;
  const Violations at = violations.At("implied_by");
  CheckImpliedPeriod(figure, at);
  const Cell& change = figure.implied_by().percent_change();
  CheckCell("percent_change", change, at);
  if (change.content_case() == Cell::kMissing) {
    at.Add("percent_change.missing", common::v1::ERROR_REASON_FIELD_REQUIRED,
           "Nothing follows from a change that has no value; set the value.");
  }
  CheckPercentChange(change, at);
  const auto refuse = [&](absl::string_view why) {
    at.Add("", common::v1::ERROR_REASON_INCONSISTENT_FIELDS, why);
  };
  const auto& flags = figure.cell().flags();
  if (!HasValue(figure)) {
    refuse("It stands beside no value; set the value that follows, or leave it out.");
  } else if (std::find(flags.begin(), flags.end(), common::v1::FLAG_ESTIMATED) == flags.end()) {
    refuse("What follows from another figure is an estimate; add FLAG_ESTIMATED to the cell.");
  }
  if (figure.has_uncertainty() || !figure.cell().rounded_to().empty()) {
    refuse(
        "It says between what the value lies, and so does the uncertainty or the rounding; "
        "set one of them.");
  }
}

void CheckReported(const v1::EmissionFigure& figure, const Violations& violations) {
  if (!figure.has_reported()) return;
  const Violations at = violations.At("reported");
  CheckDecimal("value", figure.reported().value(), Presence::kRequired, at);
  CheckUnit("unit", figure.reported().unit(), Presence::kRequired, at);
  const std::optional<Decimal> reported = ParseDecimal(figure.reported().value());
  const std::optional<Decimal> value = ParseDecimal(figure.cell().value());
  // What is not kept in its unit has been told.
  if (!reported.has_value() || !IsKept(figure)) return;
  const std::optional<Rational> factor = ConversionFactor(figure.reported().unit(), figure.unit());
  if (factor.has_value() && value.has_value() &&
      Rational(*reported) * *factor == Rational(*value)) {
    return;
  }
  at.Add("", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
         absl::StrCat(Quoted(figure.reported().value()), " in ", Quoted(figure.reported().unit()),
                      " is not ", Quoted(figure.cell().value()), " in ", Quoted(figure.unit()),
                      "; clear it where the value is a new one."));
}

void CheckEmissionName(const v1::EmissionFigure& figure, const Violations& violations) {
  const std::optional<Period> period = ParsePeriod(figure.period());
  if (!period.has_value()) return;
  const std::string id = FormatEmissionId(SeriesOf(figure), *period);
  if (id.size() > kLongestId) {
    violations.Add(
        "name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
        absl::StrCat("The last id, ", Quoted(id), ", has ", id.size(),
                     " bytes; shorten the codes so that it has at most ", kLongestId, "."));
    return;
  }
  CheckLastId(figure.name(), "emissions", id, violations);
}

}  // namespace

void ConvertToKeptUnit(v1::EmissionFigure& figure) {
  if (IsKept(figure)) return;
  std::optional<v1::EmissionFigure> converted = Converted(figure);
  if (converted.has_value()) figure = *std::move(converted);
}

void CheckEmissionFigure(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckCode("sector", figure.sector(), Presence::kRequired, violations);
  CheckPartOf(figure, violations);
  CheckSplit(figure, violations);
  CheckObject(figure, violations);
  CheckPeriod("period", figure.period(), Presence::kRequired, violations);
  CheckEmissionUnit(figure, violations);
  CheckCell("cell", figure.cell(), violations);
  CheckNotNegative(figure, violations);
  CheckExplanations(figure, violations);
  CheckIncludedIn(figure, violations);
  CheckEnum("data_quality", figure.data_quality(), Presence::kOptional, violations);
  if (figure.has_uncertainty()) {
    CheckUncertaintyOfCell("uncertainty", figure.uncertainty(), figure.cell(), violations);
  }
  CheckImpliedBy(figure, violations);
  CheckReported(figure, violations);
  CheckProvenance("provenance", figure.provenance(), violations);
  CheckEmissionName(figure, violations);
}

bool IsUnexplained(const v1::EmissionFigure& figure) {
  if (!figure.explanations().empty()) return false;
  switch (figure.cell().missing()) {
    case common::v1::MISSING_REASON_INCLUDED_ELSEWHERE:
    case common::v1::MISSING_REASON_NOT_ESTIMATED:
    case common::v1::MISSING_REASON_NOT_OCCURRING:
    case common::v1::MISSING_REASON_SUPPRESSED:
      return true;
    default:
      return false;
  }
}

void CheckNotationKey(const v1::EmissionFigure& figure, const Violations& violations) {
  if (IsUnexplained(figure)) {
    violations.Add(
        "explanations", common::v1::ERROR_REASON_EXPLANATION_MISSING,
        absl::StrCat("The figure is ", common::v1::MissingReason_Name(figure.cell().missing()),
                     ", a notation key; say what it means here."));
  }
  if (figure.cell().missing() == common::v1::MISSING_REASON_INCLUDED_ELSEWHERE &&
      figure.included_in().empty()) {
    violations.Add("included_in", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "The figure is IE (INCLUDED_ELSEWHERE); name the figure that holds its "
                   "emissions.");
  }
}

bool IsIncludedInSameAccount(const v1::EmissionFigure& figure) {
  const absl::string_view name = figure.included_in();
  const std::string collection = absl::StrCat(ReleaseOf(figure), "/emissions/");
  if (!absl::StartsWith(name, collection)) return false;
  const std::optional<Period> period = PeriodOfEmissionId(name.substr(collection.size()));
  return period.has_value() && period == ParsePeriod(figure.period());
}

}  // namespace tertial::climate
