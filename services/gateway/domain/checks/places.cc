#include "services/gateway/domain/checks/places.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/facts/texts.h"
#include "common/types/resource_name.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/reflection.h"
#include "services/gateway/domain/checks/resource_owners.h"
#include "tertial/common/v1/text.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::gateway {
namespace {

using common::v1::LocalizedText;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::RepeatedPtrField;

// "indicators/{indicator}" of an observation's name; empty for any other.
std::string DefinitionOf(absl::string_view name) {
  const std::vector<absl::string_view> ids = absl::StrSplit(name, '/');
  if (ids.size() != 6 || ids[4] != "observations") return "";
  return absl::StrCat(ids[2], "/", ids[3]);
}

const indicators::v1::Indicator* IndicatorOf(const FactSet& facts, absl::string_view name) {
  const std::string definition = DefinitionOf(name);
  const Fact* fact = facts.Find(definition.empty() ? name : absl::string_view(definition));
  if (fact == nullptr || fact->message == nullptr ||
      fact->message->GetDescriptor() != indicators::v1::Indicator::descriptor()) {
    return nullptr;
  }
  return static_cast<const indicators::v1::Indicator*>(fact->message.get());
}

v1::SectionKind SectionOf(const FactSet& facts, const Fact& fact) {
  if (fact.service == "workforce") return v1::SECTION_KIND_WORKFORCE;
  if (fact.service == "politics") return v1::SECTION_KIND_POLITICS;
  if (fact.service == "climate") return v1::SECTION_KIND_CLIMATE;
  const indicators::v1::Indicator* indicator = IndicatorOf(facts, fact.name);
  return indicator == nullptr || indicator->collection() == indicators::v1::COLLECTION_FRAMEWORK
             ? v1::SECTION_KIND_INDICATORS
             : v1::SECTION_KIND_STATISTICS;
}

// The texts that a resource is called by; those of the first field that has some.
RepeatedPtrField<LocalizedText> OwnLabels(const Message& message) {
  RepeatedPtrField<LocalizedText> labels;
  for (const char* name :
       {"labels", "titles", "texts", "object_titles", "descriptions", "subjects"}) {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || !field->is_repeated() ||
        field->message_type() != LocalizedText::descriptor()) {
      continue;
    }
    const auto texts = message.GetReflection()->GetRepeatedFieldRef<LocalizedText>(message, field);
    for (const LocalizedText& text : texts) *labels.Add() = text;
    if (!labels.empty()) break;
  }
  return labels;
}

std::string TextOf(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

// Labels of a fact; of one without, those of what it is about: its indicator, its unit, its body.
RepeatedPtrField<LocalizedText> LabelsOf(const FactSet& facts, const Fact& fact) {
  RepeatedPtrField<LocalizedText> labels = OwnLabels(*fact.message);
  if (!labels.empty()) return labels;
  if (const auto* indicator = IndicatorOf(facts, fact.name)) return indicator->labels();
  for (const std::string& about :
       {TextOf(*fact.message, "indicator"), TextOf(*fact.message, "unit"),
        fact.name.substr(0, fact.name.rfind("/activities/"))}) {
    const Fact* other = about == fact.name ? nullptr : facts.Find(about);
    if (other != nullptr && other->message != nullptr) return OwnLabels(*other->message);
  }
  return labels;
}

void SetProvenance(const common::v1::Provenance& from, v1::FindingPlace& place) {
  common::v1::Provenance provenance;
  provenance.set_source(from.source());
  *provenance.mutable_source_lines() = from.source_lines();
  *provenance.mutable_pages() = from.pages();
  if (provenance.ByteSizeLong() > 0) *place.mutable_provenance() = std::move(provenance);
}

}  // namespace

v1::FindingPlace PlaceOf(const FactSet& facts, absl::string_view name, absl::string_view field) {
  v1::FindingPlace place;
  place.set_name(std::string(name));
  place.set_field(std::string(field));
  const Fact* fact = facts.Find(name);
  if (fact == nullptr || fact->message == nullptr) {
    place.set_service(OwnerOf(name));
    return place;
  }
  place.set_service(fact->service);
  place.set_section(SectionOf(facts, *fact));
  *place.mutable_labels() = LabelsOf(facts, *fact);
  const std::optional<FactNumber> number = NumberOf(*fact->message, field);
  if (number.has_value() && number->cell != nullptr) *place.mutable_cell() = *number->cell;
  const FieldDescriptor* provenance = fact->message->GetDescriptor()->FindFieldByName("provenance");
  if (provenance != nullptr && provenance->message_type() == common::v1::Provenance::descriptor()) {
    SetProvenance(static_cast<const common::v1::Provenance&>(
                      fact->message->GetReflection()->GetMessage(*fact->message, provenance)),
                  place);
  }
  return place;
}

v1::FindingPlace PlaceOf(const v1::Claim& claim, int index) {
  v1::FindingPlace place;
  place.set_name(claim.name());
  place.set_service("gateway");
  *place.mutable_labels() = claim.statements();
  if (index < claim.assertions_size() &&
      claim.assertions(index).right_case() == v1::Assertion::kExpected) {
    place.mutable_cell()->set_value(claim.assertions(index).expected());
  }
  SetProvenance(claim.provenance(), place);
  return place;
}

std::string Called(const v1::FindingPlace& place) {
  const std::string label = ChooseText(place.labels(), "en").text();
  if (label.empty()) return place.name();
  const std::vector<absl::string_view> ids = absl::StrSplit(place.name(), '/');
  // The last id of a figure tells its period, and of the workforce what it is of its unit.
  const absl::string_view collection = ids.size() < 2 ? "" : ids[ids.size() - 2];
  const bool is_figure =
      collection == "observations" || collection == "figures" || collection == "activities";
  return is_figure ? absl::StrCat(label, ", ", ids.back()) : label;
}

}  // namespace tertial::gateway
