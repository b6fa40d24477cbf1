// DANGLING_REFERENCE.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/gateway/domain/checks/fact_rules.h"
#include "services/gateway/domain/checks/places.h"
#include "services/gateway/domain/checks/resource_owners.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Texts for people, and where a fact was taken from, hold no references.
bool HoldsReferences(const Descriptor& type) {
  return &type != common::v1::Provenance::descriptor() &&
         &type != common::v1::LocalizedText::descriptor() &&
         &type != common::v1::Cell::descriptor();
}

// A field that holds a name, with the path to it.
struct Reference {
  std::string field;
  std::string target;
};

void AddReferences(const Message& message, const std::string& path,
                   std::vector<Reference>& references) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string at = absl::StrCat(path, path.empty() ? "" : ".", field->name());
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string element = field->is_repeated() ? absl::StrCat(at, "[", i, "]") : at;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && at != "name") {
        references.push_back({element, field->is_repeated()
                                           ? reflection.GetRepeatedString(message, field, i)
                                           : reflection.GetString(message, field)});
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                 HoldsReferences(*field->message_type())) {
        AddReferences(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                           : reflection.GetMessage(message, field),
                      element, references);
      }
    }
  }
}

}  // namespace

void AskReferences(const CheckContext& context, FindingList& findings) {
  const std::string rule = RuleOf(v1::RULE_KIND_DANGLING_REFERENCE);
  findings.Mention(rule);
  const std::string own = absl::StrCat("areas/", context.area_id, "/");
  for (const auto& [name, fact] : context.facts.facts()) {
    // Of another area not all facts are there.
    if (fact.message == nullptr ||
        (absl::StartsWith(name, "areas/") && !absl::StartsWith(name, own))) {
      continue;
    }
    std::vector<Reference> references;
    AddReferences(*fact.message, "", references);
    for (const Reference& reference : references) {
      const std::string owner = OwnerOf(reference.target);
      if (owner.empty()) continue;
      if (absl::StartsWith(reference.target, "areas/") &&
          !absl::StartsWith(reference.target, own)) {
        continue;
      }
      const bool is_known = context.silent.count(owner) == 0;
      findings.Asked(rule, is_known);
      if (!is_known || context.facts.Find(reference.target) != nullptr) continue;
      v1::Finding finding = MakeFinding(v1::RULE_KIND_DANGLING_REFERENCE);
      *finding.add_places() = PlaceOf(context.facts, name, reference.field);
      *finding.add_places() = PlaceOf(context.facts, reference.target);
      finding.set_detail(absl::StrCat(Called(finding.places(0)), " names ", reference.target,
                                      ", which is not recorded."));
      findings.Add(std::move(finding));
    }
  }
}

}  // namespace tertial::gateway
