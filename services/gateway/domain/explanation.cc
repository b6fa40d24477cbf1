#include "services/gateway/domain/explanation.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/formulas.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/gateway/domain/cell_names.h"
#include "services/gateway/domain/fact_names.h"
#include "services/gateway/domain/report_sections.h"
#include "tertial/climate/v1/climate_sections.pb.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"

namespace tertial::gateway {
namespace {

using common::v1::Computed;
using common::v1::LocalizedText;
using common::v1::Operand;
using google::protobuf::DynamicCastToGenerated;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::RepeatedPtrField;

// The section that a field of a report holds.
v1::SectionKind SectionAt(absl::string_view field) {
  if (field == "indicators") return v1::SECTION_KIND_INDICATORS;
  if (field == "statistics") return v1::SECTION_KIND_STATISTICS;
  if (field == "workforce") return v1::SECTION_KIND_WORKFORCE;
  if (field == "politics") return v1::SECTION_KIND_POLITICS;
  if (field == "climate") return v1::SECTION_KIND_CLIMATE;
  return v1::SECTION_KIND_UNSPECIFIED;
}

std::string TextField(const Message& message, const char* name) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

bool IsText(const FieldDescriptor& field) {
  return field.is_repeated() && field.message_type() == LocalizedText::descriptor();
}

// What the part of a report is called, by itself or by the resource that it is about.
RepeatedPtrField<LocalizedText> LabelsOfPart(const Message& part) {
  RepeatedPtrField<LocalizedText> labels = LabelsOf(part);
  const Reflection& reflection = *part.GetReflection();
  for (int i = 0; i < part.GetDescriptor()->field_count() && labels.empty(); ++i) {
    const FieldDescriptor& field = *part.GetDescriptor()->field(i);
    if (field.is_repeated() || field.message_type() == nullptr ||
        !reflection.HasField(part, &field)) {
      continue;
    }
    labels = LabelsOf(reflection.GetMessage(part, &field));
  }
  return labels;
}

// Of what the number stands below; not of the section as a whole.
RepeatedPtrField<LocalizedText> LabelsAbove(const NumberPlace& place) {
  constexpr size_t kBelowSection = 2;
  for (size_t i = place.messages.size() - 1; i-- > kBelowSection;) {
    RepeatedPtrField<LocalizedText> labels = LabelsOfPart(*place.messages[i]);
    if (!labels.empty()) return labels;
  }
  return {};
}

// How the operand was computed, where the report tells that. `holder` is what the number stands in.
const Computed* FindComputed(const v1::Report& report, const Message* holder,
                             const Operand& operand) {
  if (absl::StrContains(operand.name(), "/fteTotals/")) {
    const std::string period = operand.name().substr(operand.name().rfind('/') + 1);
    for (const workforce::v1::PeriodTotal& total : report.workforce().fte_totals()) {
      if (total.period() == period) return &total.total();
    }
    return nullptr;
  }
  if (operand.name() == report.area().name()) {
    if (operand.field() == "reported_meetings") return &report.politics().meetings_total();
    if (operand.field() == "reported_cases") return &report.politics().cases_total();
    return nullptr;
  }
  // What a target comes to by a release: its level and milestones stand beside the number.
  const auto* const assessment =
      holder == nullptr ? nullptr
                        : DynamicCastToGenerated<climate::v1::ClimateTargetAssessment>(holder);
  if (assessment == nullptr || !absl::StrContains(operand.name(), "/climateTargets/")) {
    return nullptr;
  }
  for (const Computed* beside : {&assessment->target_level(), &assessment->milestone()}) {
    if (beside->has_value() && beside->unrounded() == operand.cell().value()) return beside;
  }
  return nullptr;
}

// `cell`: nullptr where nothing is recorded.
v1::FactOrigin MakeOrigin(const FactName& fact, const common::v1::Cell* cell) {
  v1::FactOrigin origin;
  origin.set_name(fact.name);
  origin.set_service(std::string(ServiceOfName(fact.name)));
  origin.set_field(fact.field);
  if (cell != nullptr) *origin.mutable_cell() = *cell;
  return origin;
}

v1::FactOrigin MakeOrigin(const Operand& operand) {
  return MakeOrigin({.name = operand.name(), .field = operand.field()},
                    operand.has_cell() ? &operand.cell() : nullptr);
}

// Adds the facts of a number.
class Facts {
 public:
  Facts(const v1::Report& report, const Message* holder, v1::NumberExplanation& number)
      : report_(report), holder_(holder), number_(number) {}

  void AddOf(const Computed& computed, int depth = 0) {
    for (const Operand& operand : computed.operands()) {
      const Computed* const below =
          depth < kDeepestDerivation ? FindComputed(report_, holder_, operand) : nullptr;
      if (below != nullptr && below != &computed && !below->operands().empty()) {
        AddOf(*below, depth + 1);
      } else {
        *number_.add_facts() = MakeOrigin(operand);
      }
    }
  }

 private:
  const v1::Report& report_;
  const Message* const holder_;
  v1::NumberExplanation& number_;
};

// How a cell of a derived statistic was computed; nullptr where it is none.
const Computed* ComputedBeside(const NumberPlace& place) {
  for (size_t i = 0; i + 1 < place.messages.size(); ++i) {
    const auto* const series =
        DynamicCastToGenerated<indicators::v1::StatisticSeries>(place.messages[i]);
    if (series == nullptr || place.steps[i].field->name() != "cells") continue;
    return place.steps[i].position < series->computed_size()
               ? &series->computed(place.steps[i].position)
               : nullptr;
  }
  return nullptr;
}

// The formula that an indicator of the framework is derived by. Empty: it is recorded.
std::string FormulaAbove(const NumberPlace& place) {
  for (const Message* message : place.messages) {
    const auto* const series = DynamicCastToGenerated<indicators::v1::IndicatorSeries>(message);
    if (series != nullptr) return series->indicator().formula();
  }
  return "";
}

void SetComputed(const Computed& computed, v1::NumberExplanation& number) {
  *number.mutable_computed() = computed;
  number.set_formula_text(computed.formula() == common::v1::FORMULA_EXPRESSION
                              ? computed.expression()
                              : std::string(FormulaText(computed.formula())));
}

}  // namespace

Explanation ExplainPlace(const v1::Report& report, const NumberPlace& place) {
  Explanation explanation;
  if (!place.steps.empty()) {
    explanation.section = SectionAt(std::string(place.steps.front().field->name()));
  }
  v1::NumberExplanation& number = explanation.number;
  number.set_path(place.Path());
  *number.mutable_labels() = LabelsAbove(place);
  const Message* const holder =
      place.messages.size() < 2 ? nullptr : place.messages[place.messages.size() - 2];
  const auto* computed = DynamicCastToGenerated<Computed>(&place.number());
  if (computed == nullptr) computed = ComputedBeside(place);
  if (computed != nullptr) {
    SetComputed(*computed, number);
    Facts(report, holder, number).AddOf(*computed);
    return explanation;
  }
  const auto* const in_period = DynamicCastToGenerated<common::v1::PeriodCell>(&place.number());
  const common::v1::Cell* const cell =
      in_period == nullptr ? DynamicCastToGenerated<common::v1::Cell>(&place.number())
                           : (in_period->has_cell() ? &in_period->cell() : nullptr);
  number.set_formula_text(FormulaAbove(place));
  if (const std::optional<FactName> fact = FactOfCell(place); fact.has_value()) {
    *number.add_facts() = MakeOrigin(*fact, cell);
  }
  return explanation;
}

absl::StatusOr<Explanation> ExplainPath(const v1::Report& report, absl::string_view path) {
  const v1::SectionKind section = SectionAt(path.substr(0, path.find('.')));
  for (const v1::SectionState& state : report.states()) {
    if (state.section() != section || state.completeness() != v1::COMPLETENESS_UNAVAILABLE) {
      continue;
    }
    const std::string why =
        absl::StrCat("The section of ", std::string(path), " is not there: ", state.reason());
    // Whether there is such a number cannot be told now.
    if (IsNoAnswer(state.error()) || state.error() == common::v1::ERROR_REASON_TOO_MANY_CALLS) {
      return ServiceUnavailable(why);
    }
    return MakeError(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_NUMBER_NOT_FOUND, why,
                     {{"path", std::string(path)}});
  }
  TERTIAL_ASSIGN_OR_RETURN(const NumberPlace place, FindNumber(report, path));
  return ExplainPlace(report, place);
}

void AddDerivations(const std::map<std::string, Computed>& derivations,
                    v1::NumberExplanation& number) {
  if (!number.has_computed() && number.facts_size() == 1) {
    const auto own = derivations.find(number.facts(0).name());
    if (own != derivations.end()) SetComputed(own->second, number);
  }
  RepeatedPtrField<v1::FactOrigin> facts;
  facts.Swap(number.mutable_facts());
  for (v1::FactOrigin& fact : facts) {
    const auto derivation = derivations.find(fact.name());
    if (derivation == derivations.end()) {
      *number.add_facts() = std::move(fact);
      continue;
    }
    for (const Operand& operand : derivation->second.operands()) {
      *number.add_facts() = MakeOrigin(operand);
    }
  }
}

std::vector<v1::FactOrigin> OriginsOf(const Fact& fact) {
  v1::FactOrigin origin;
  origin.set_name(fact.name);
  origin.set_service(fact.service);
  std::vector<v1::FactOrigin> origins;
  if (fact.message == nullptr) return {origin};
  const Reflection& reflection = *fact.message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*fact.message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated() || field->message_type() != common::v1::Cell::descriptor()) continue;
    origin.set_field(std::string(field->name()));
    origin.mutable_cell()->CopyFrom(reflection.GetMessage(*fact.message, field));
    origins.push_back(origin);
  }
  if (origins.empty()) origins.push_back(origin);
  // The only cell of a resource needs no field.
  if (origins.size() == 1) origins[0].clear_field();
  return origins;
}

void AddFromResource(const Message& resource, v1::FactOrigin& origin) {
  const std::optional<FactNumber> number = NumberOf(resource, origin.field());
  if (number.has_value()) origin.set_unit(number->unit);
  const FieldDescriptor* const provenance = resource.GetDescriptor()->FindFieldByName("provenance");
  const Reflection& reflection = *resource.GetReflection();
  if (provenance != nullptr && !provenance->is_repeated() &&
      provenance->message_type() == common::v1::Provenance::descriptor() &&
      reflection.HasField(resource, provenance)) {
    origin.mutable_provenance()->CopyFrom(reflection.GetMessage(resource, provenance));
  }
  origin.set_publisher(TextField(resource, "publisher"));
}

std::string PublishingResource(absl::string_view fact) {
  const absl::string_view parent = ParentOfName(fact);
  if (absl::StrContains(fact, "/emissions/")) return std::string(parent);
  const size_t indicator = parent.find("/indicators/");
  if (absl::StrContains(fact, "/observations/") && indicator != absl::string_view::npos) {
    return std::string(parent.substr(indicator + 1));
  }
  return "";
}

void AddFromPublishing(const Message& resource, v1::FactOrigin& origin) {
  if (origin.publisher().empty()) origin.set_publisher(TextField(resource, "publisher"));
  if (origin.unit().empty()) origin.set_unit(TextField(resource, "unit"));
}

RepeatedPtrField<LocalizedText> LabelsOf(const Message& resource) {
  const Reflection& reflection = *resource.GetReflection();
  for (const char* name :
       {"titles", "labels", "object_titles", "subjects", "display_names", "texts"}) {
    const FieldDescriptor* const field = resource.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || !IsText(*field)) continue;
    RepeatedPtrField<LocalizedText> labels;
    for (int i = 0; i < reflection.FieldSize(resource, field); ++i) {
      labels.Add()->CopyFrom(reflection.GetRepeatedMessage(resource, field, i));
    }
    if (!labels.empty()) return labels;
  }
  return {};
}

}  // namespace tertial::gateway
