#include "services/gateway/domain/claims/fact_counts.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/facts/checks.h"
#include "google/protobuf/descriptor.h"
#include "services/gateway/domain/fact_names.h"

namespace tertial::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kMostConditions = 20;

const Descriptor* FindKind(const std::string& kind) {
  if (ServiceOfKind(kind).empty()) return nullptr;
  const Descriptor* found =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(kind);
  return found != nullptr && found->FindFieldByName("name") != nullptr ? found : nullptr;
}

// A number, text, truth or code of a field, as protobuf's JSON writes it; nothing for a message.
std::optional<std::string> TextOf(const Message& holder, const FieldDescriptor& field, int index) {
  const auto& reflection = *holder.GetReflection();
  const bool repeated = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return repeated ? reflection.GetRepeatedString(holder, &field, index)
                      : reflection.GetString(holder, &field);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = repeated ? reflection.GetRepeatedEnumValue(holder, &field, index)
                                  : reflection.GetEnumValue(holder, &field);
      const auto* value = field.enum_type()->FindValueByNumber(number);
      return value != nullptr ? value->name() : absl::StrCat(number);
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return (repeated ? reflection.GetRepeatedBool(holder, &field, index)
                       : reflection.GetBool(holder, &field))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(repeated ? reflection.GetRepeatedInt32(holder, &field, index)
                                   : reflection.GetInt32(holder, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(repeated ? reflection.GetRepeatedInt64(holder, &field, index)
                                   : reflection.GetInt64(holder, &field));
    default:
      return std::nullopt;
  }
}

bool Meets(const std::optional<std::string>& text, const v1::FieldCondition& condition) {
  if (!text.has_value()) return false;
  return condition.comparison() == v1::FIELD_COMPARISON_BEGINS_WITH
             ? absl::StartsWith(*text, condition.value())
             : *text == condition.value();
}

// Whether one of the values that the rest of a path, from `step` on, leads to is so.
bool Meets(const Message& holder, const std::vector<std::string>& path, size_t step,
           const v1::FieldCondition& condition) {
  const FieldDescriptor* field = holder.GetDescriptor()->FindFieldByName(path[step]);
  if (field == nullptr) return false;
  const auto& reflection = *holder.GetReflection();
  if (!field->is_repeated() && field->has_presence() && !reflection.HasField(holder, field)) {
    return false;
  }
  const int elements = field->is_repeated() ? reflection.FieldSize(holder, field) : 1;
  const bool is_last = step + 1 == path.size();
  for (int i = 0; i < elements; ++i) {
    if (is_last) {
      if (Meets(TextOf(holder, *field, i), condition)) return true;
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const Message& below = field->is_repeated() ? reflection.GetRepeatedMessage(holder, field, i)
                                                  : reflection.GetMessage(holder, field);
      if (Meets(below, path, step + 1, condition)) return true;
    }
  }
  return false;
}

bool MeetsAll(const Message& counted, const FieldConditions& conditions) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&counted](const v1::FieldCondition& condition) {
                       return Meets(counted, absl::StrSplit(condition.field(), '.'), 0, condition);
                     });
}

// The field of a kind that a path leads to; nullptr where it leads to none.
const FieldDescriptor* FindField(const Descriptor& kind, absl::string_view path) {
  const Descriptor* holder = &kind;
  const FieldDescriptor* found = nullptr;
  for (const absl::string_view step : absl::StrSplit(path, '.')) {
    if (holder == nullptr) return nullptr;
    found = holder->FindFieldByName(std::string(step));
    if (found == nullptr) return nullptr;
    holder = found->message_type();
  }
  return found;
}

void CheckConditionOfKind(const v1::FieldCondition& condition, const Descriptor& kind,
                          const Violations& violations) {
  const FieldDescriptor* field = FindField(kind, condition.field());
  if (field == nullptr || field->message_type() != nullptr) {
    violations.Add("field", common::v1::ERROR_REASON_INVALID_CLAIM,
                   absl::StrCat(Quoted(condition.field()), " is no field of ", kind.full_name(),
                                " that holds a text, a number or a code."));
    return;
  }
  if (field->enum_type() != nullptr && condition.comparison() != v1::FIELD_COMPARISON_BEGINS_WITH &&
      field->enum_type()->FindValueByName(condition.value()) == nullptr) {
    violations.Add("value", common::v1::ERROR_REASON_INVALID_CLAIM,
                   absl::StrCat(Quoted(condition.value()), " is no code of ", condition.field(),
                                "; write one as ", field->enum_type()->value(0)->name(), "."));
  }
}

void CheckCondition(const v1::FieldCondition& condition, const Descriptor* kind,
                    const Violations& violations) {
  CheckText("field", condition.field(), kind == nullptr ? Presence::kOptional : Presence::kRequired,
            kLongestLabel, violations);
  CheckText("value", condition.value(), Presence::kOptional, kLongestPhrase, violations);
  CheckEnum("comparison", condition.comparison(), Presence::kOptional, violations);
  if (condition.comparison() == v1::FIELD_COMPARISON_BEGINS_WITH && condition.value().empty()) {
    violations.Add("value", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty, and every text begins so; set it to what it is to begin with.");
  }
  if (kind != nullptr && !condition.field().empty()) {
    CheckConditionOfKind(condition, *kind, violations);
  }
}

}  // namespace

void CheckCount(const v1::FactCount& count, const Violations& violations) {
  const Descriptor* kind = nullptr;
  switch (count.counted_case()) {
    case v1::FactCount::kKind:
      kind = FindKind(count.kind());
      if (kind == nullptr) {
        violations.Add("kind", common::v1::ERROR_REASON_INVALID_CLAIM,
                       absl::StrCat(Quoted(count.kind()),
                                    " is no kind of resource of a data service; write it as "
                                    "tertial.politics.v1.Body."));
        return;
      }
      break;
    case v1::FactCount::kList:
      if (!IsResourceName(count.list().name())) {
        violations.At("list").Add("name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                                  absl::StrCat(Quoted(count.list().name()),
                                               " is no resource name; write it as "
                                               "areas/asker/plans/climate-action."));
      }
      CheckText("field", count.list().field(), Presence::kRequired, kLongestLabel,
                violations.At("list"));
      break;
    default:
      violations.Add("kind", common::v1::ERROR_REASON_FIELD_REQUIRED,
                     "Nothing says what is counted; set kind or list.");
      return;
  }
  if (count.conditions_size() > kMostConditions) {
    violations.Add(
        "conditions", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat(count.conditions_size(), " are given; at most ", kMostConditions, " may be."));
  }
  for (int i = 0; i < count.conditions_size(); ++i) {
    CheckCondition(count.conditions(i), kind, violations.At("conditions", static_cast<size_t>(i)));
  }
}

int64_t CountResources(const FactSet& facts, absl::string_view kind, absl::string_view area,
                       const FieldConditions& conditions) {
  int64_t count = 0;
  facts.VisitKind(kind, [&](const Fact& fact) {
    if (AreaOfName(fact.name) != area || fact.message == nullptr) return;
    if (MeetsAll(*fact.message, conditions)) ++count;
  });
  return count;
}

std::optional<int64_t> CountElements(const Message& resource, absl::string_view field,
                                     const FieldConditions& conditions) {
  const Message* holder = &resource;
  const std::vector<std::string> path = absl::StrSplit(field, '.');
  for (size_t step = 0; step < path.size(); ++step) {
    const auto& reflection = *holder->GetReflection();
    const FieldDescriptor* found = holder->GetDescriptor()->FindFieldByName(path[step]);
    if (found == nullptr) return std::nullopt;
    if (step + 1 < path.size()) {
      if (found->is_repeated() || found->message_type() == nullptr) return std::nullopt;
      holder = &reflection.GetMessage(*holder, found);
      continue;
    }
    if (!found->is_repeated()) return std::nullopt;
    int64_t count = 0;
    for (int i = 0; i < reflection.FieldSize(*holder, found); ++i) {
      const bool meets =
          found->message_type() != nullptr
              ? MeetsAll(reflection.GetRepeatedMessage(*holder, found, i), conditions)
              : std::all_of(conditions.begin(), conditions.end(),
                            [&](const v1::FieldCondition& condition) {
                              return condition.field().empty() &&
                                     Meets(TextOf(*holder, *found, i), condition);
                            });
      if (meets) ++count;
    }
    return count;
  }
  return std::nullopt;
}

}  // namespace tertial::gateway
