#include "services/gateway/domain/cell_names.h"

#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/types/resource_name.h"
#include "services/gateway/domain/fact_names.h"
#include "tertial/climate/v1/climate_sections.pb.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"
#include "tertial/workforce/v1/workforce_sections.pb.h"

namespace tertial::gateway {
namespace {

using google::protobuf::DynamicCastToGenerated;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A period as a part of an id: "/" of a school year is written "-".
std::string PeriodId(absl::string_view period) { return absl::StrReplaceAll(period, {{"/", "-"}}); }

void AppendPart(absl::string_view kind, absl::string_view part, std::string& id) {
  if (!part.empty()) absl::StrAppend(&id, "~", kind, ".", part);
}

// "sick-leave-rate" of MEASURE_SICK_LEAVE_RATE.
std::string Word(absl::string_view value, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(absl::StripPrefix(value, prefix), {{"_", "-"}}));
}

absl::string_view BasisId(workforce::v1::CertificationBasis basis) {
  switch (basis) {
    case workforce::v1::CERTIFICATION_BASIS_SELF_CERTIFIED:
      return "self";
    case workforce::v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED:
      return "doctor";
    case workforce::v1::CERTIFICATION_BASIS_TOTAL_REGISTERED:
      return "total";
    case workforce::v1::CERTIFICATION_BASIS_UNKNOWN:
      return "unknown";
    default:
      return "";
  }
}

absl::string_view SexId(workforce::v1::Sex sex) {
  if (sex == workforce::v1::SEX_WOMEN) return "women";
  return sex == workforce::v1::SEX_MEN ? "men" : "";
}

absl::string_view ScopeId(climate::v1::Scope scope) {
  switch (scope) {
    case climate::v1::SCOPE_DIRECT:
      return "direct";
    case climate::v1::SCOPE_INDIRECT:
      return "indirect";
    case climate::v1::SCOPE_INDIRECT_ENERGY:
      return "indirect-energy";
    case climate::v1::SCOPE_OTHER_INDIRECT:
      return "other-indirect";
    default:
      return "";
  }
}

// The nearest message of type T above the end of a place; nullptr if there is none.
template <typename T>
const T* Above(const NumberPlace& place) {
  for (auto message = place.messages.rbegin(); message != place.messages.rend(); ++message) {
    if (const T* found = DynamicCastToGenerated<T>(*message); found != nullptr) return found;
  }
  return nullptr;
}

std::string ObservationName(
    const std::string& area, const std::string& indicator, absl::string_view period,
    const google::protobuf::RepeatedPtrField<indicators::v1::Dimension>& dimensions) {
  std::string name = absl::StrCat(area, "/", indicator, "/observations/", PeriodId(period));
  for (const indicators::v1::Dimension& dimension : dimensions) {
    AppendPart(dimension.dimension(), dimension.member(), name);
  }
  return name;
}

// `unit`: nullptr for the whole area.
std::string WorkforceName(const std::string& area, absl::string_view measure,
                          absl::string_view period, const workforce::v1::Unit* unit,
                          const workforce::v1::FigureSeries& series) {
  std::string name = absl::StrCat(area, "/figures/", measure, "~", PeriodId(period));
  if (unit != nullptr) AppendPart("unit", LastIdOf(unit->name()), name);
  AppendPart("sex", SexId(series.sex()), name);
  AppendPart("basis", BasisId(series.certification_basis()), name);
  AppendPart("level", series.level(), name);
  return name;
}

std::string EmissionName(const climate::v1::InventorySection& inventory,
                         const climate::v1::EmissionSeries& series, absl::string_view period) {
  std::string name = absl::StrCat(inventory.release().name(), "/emissions/", series.sector(), "~",
                                  PeriodId(period));
  AppendPart("object", series.object(), name);
  return name;
}

std::string ActivityName(const std::string& area, const climate::v1::ActivitySeries& series,
                         absl::string_view period) {
  std::string name = absl::StrCat(area, "/activities/", series.metric(), "~", series.boundary(),
                                  "~", PeriodId(period));
  AppendPart("scope", ScopeId(series.scope()), name);
  AppendPart("sector", series.sector(), name);
  AppendPart("object", series.object(), name);
  return name;
}

// Of a series, the resource of one period.
std::optional<FactName> FactOfPeriod(const NumberPlace& place, absl::string_view period) {
  const std::string& area = Above<v1::Report>(place)->area().name();
  const auto of = [](std::string name) { return FactName{.name = std::move(name), .field = ""}; };
  if (const auto* series = Above<indicators::v1::IndicatorSeries>(place)) {
    return of(ObservationName(area, series->indicator().name(), period, {}));
  }
  if (const auto* series = Above<indicators::v1::StatisticSeries>(place)) {
    return of(ObservationName(area, series->indicator().name(), period, series->dimensions()));
  }
  const auto* unit = Above<workforce::v1::UnitSeries>(place);
  if (const auto* series = Above<workforce::v1::FigureSeries>(place)) {
    const std::string measure = Word(workforce::v1::Measure_Name(series->measure()), "MEASURE_");
    return of(
        WorkforceName(area, measure, period, unit == nullptr ? nullptr : &unit->unit(), *series));
  }
  if (unit != nullptr) {
    // "fte", "fte_tertial", "head_count", "head_count_tertial": the step below the unit.
    for (size_t i = 0; i < place.steps.size(); ++i) {
      if (place.messages[i] != unit) continue;
      const std::string measure =
          Word(absl::StripSuffix(std::string(place.steps[i].field->name()), "_tertial"), "");
      return of(WorkforceName(area, measure, period, &unit->unit(), {}));
    }
  }
  if (const auto* series = Above<climate::v1::EmissionSeries>(place)) {
    return of(EmissionName(*Above<climate::v1::InventorySection>(place), *series, period));
  }
  if (const auto* series = Above<climate::v1::ActivitySeries>(place)) {
    return of(ActivityName(area, *series, period));
  }
  return std::nullopt;
}

std::string TextField(const Message& message, const char* name) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

}  // namespace

std::optional<FactName> FactOfCell(const NumberPlace& place) {
  if (const auto* cell = Above<common::v1::PeriodCell>(place)) {
    return FactOfPeriod(place, cell->period());
  }
  // Of an operand, what that says.
  if (const auto* operand = Above<common::v1::Operand>(place)) {
    return FactName{.name = operand->name(), .field = operand->field()};
  }
  // The nearest resource above it, and the way from there.
  for (size_t i = place.messages.size() - 1; i-- > 0;) {
    std::string name = TextField(*place.messages[i], "name");
    if (!IsResourceName(name)) continue;
    NumberPlace below{
        .messages = {},
        .steps = {place.steps.begin() + static_cast<std::ptrdiff_t>(i), place.steps.end()}};
    return FactName{.name = std::move(name), .field = below.Path()};
  }
  return std::nullopt;
}

}  // namespace tertial::gateway
