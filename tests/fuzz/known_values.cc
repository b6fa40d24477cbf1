#include "tests/fuzz/known_values.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace tertial::fuzz {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Of each kind of field, and of each type: more of them lead nowhere else.
constexpr size_t kMostKnown = 100;
// Elements of a list in an answer.
constexpr int kMostAnswered = 3;

template <typename Value>
void AddOnce(const Value& value, std::vector<Value>& values) {
  if (values.size() >= kMostKnown) return;
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

template <typename Visit>
void ForEachMessage(const Message& message, const FieldDescriptor& field, int most,
                    const Visit& visit) {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) return visit(reflection.GetMessage(message, &field));
  for (int i = 0; i < std::min(most, reflection.FieldSize(message, &field)); ++i) {
    visit(reflection.GetRepeatedMessage(message, &field, i));
  }
}

template <typename Visit>
void ForEachString(const Message& message, const FieldDescriptor& field, int most,
                   const Visit& visit) {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) return visit(reflection.GetString(message, &field));
  for (int i = 0; i < std::min(most, reflection.FieldSize(message, &field)); ++i) {
    visit(reflection.GetRepeatedString(message, &field, i));
  }
}

std::vector<const FieldDescriptor*> FieldsOf(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

bool IsHandedIn(const FieldDescriptor& field) {
  const std::string& name = field.name();
  return name == "etag" || name == "name" || name == "epoch" || name == "pending_release" ||
         absl::EndsWith(name, "token");
}

// "areas/asker" of "areas/asker/goals/g1"; empty: nothing stands above it.
std::string ParentOf(const std::string& name) {
  std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() < 4) return "";
  parts.resize(parts.size() - 2);
  return absl::StrJoin(parts, "/");
}

// What a message is about: "Goals" of "BatchGetGoalsRequest", of another its name.
std::string SubjectOf(const Descriptor& message) {
  absl::string_view name = message.name();
  if (!absl::ConsumeSuffix(&name, "Request")) return message.name();
  for (const absl::string_view verb : {"BatchGet", "Get", "List", "Create", "Update", "Delete"}) {
    if (absl::ConsumePrefix(&name, verb)) break;
  }
  return std::string(name);
}

}  // namespace

void FieldValues::AddText(const std::string& kind, const std::string& text) {
  AddOnce(text, texts_[kind]);
}

void FieldValues::AddNumber(const std::string& kind, int64_t number) {
  AddOnce(number, numbers_[kind]);
}

const std::vector<std::string>& FieldValues::TextsOf(const std::string& kind) const {
  static const std::vector<std::string>& none = *new std::vector<std::string>;
  const auto found = texts_.find(kind);
  return found == texts_.end() ? none : found->second;
}

const std::vector<int64_t>& FieldValues::NumbersOf(const std::string& kind) const {
  static const std::vector<int64_t>& none = *new std::vector<int64_t>;
  const auto found = numbers_.find(kind);
  return found == numbers_.end() ? none : found->second;
}

// Nouns change at their end only: "Body" and "Bodies" share all but that.
std::string KnownValues::ResourceOf(const Descriptor& message) const {
  const std::string subject = SubjectOf(message);
  std::string nearest = subject;
  ptrdiff_t most_shared = 2;
  for (const std::string& resource : resources_) {
    const size_t end = std::min(subject.size(), resource.size());
    const ptrdiff_t shared = std::mismatch(subject.begin(), subject.begin() + end,  // NOLINT
                                           resource.begin())
                                 .first -
                             subject.begin();
    if (shared < most_shared) continue;
    if (shared == most_shared && resource.size() >= nearest.size()) continue;
    most_shared = shared;
    nearest = resource;
  }
  return nearest;
}

const std::string& KnownValues::KindOf(const FieldDescriptor& field) const {
  const auto [found, is_new] = kinds_.try_emplace(&field);
  if (is_new) found->second = MakeKind(field);
  return found->second;
}

std::string KnownValues::MakeKind(const FieldDescriptor& field) const {
  absl::string_view kind = field.name();
  absl::ConsumePrefix(&kind, "next_");
  if (field.is_repeated()) absl::ConsumeSuffix(&kind, "s");
  if (kind != "name" && kind != "parent") return std::string(kind);
  return absl::StrCat(kind, " of ", ResourceOf(*field.containing_type()));
}

void KnownValues::AddText(const FieldDescriptor& field, const std::string& text,
                          FieldValues& values) const {
  if (text.empty()) return;
  values.AddText(KindOf(field), text);
  if (field.name() != "name") return;
  const std::string parent = ParentOf(text);
  if (parent.empty()) return;
  values.AddText(absl::StrCat("parent of ", ResourceOf(*field.containing_type())), parent);
}

void KnownValues::Add(const Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  if (type.FindFieldByName("name") != nullptr && !absl::EndsWith(type.name(), "Request")) {
    if (resources_.insert(type.name()).second) kinds_.clear();
  }
  const bool is_new =
      kept_bytes_.insert(absl::StrCat(type.full_name(), " ", message.SerializeAsString())).second;
  if (is_new && messages_[&type].size() < kMostKnown) {
    kept_.emplace_back(message.New());
    kept_.back()->CopyFrom(message);
    messages_[&type].push_back(kept_.back().get());
  }
  constexpr int kAll = 1'000'000;
  for (const FieldDescriptor* field : FieldsOf(message)) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      ForEachString(message, *field, kAll, [&](const std::string& text) {
        AddText(*field, text, values_);
        if (kept_texts_.insert(text).second) texts_.push_back(text);
      });
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      ForEachMessage(message, *field, kAll, [&](const Message& inner) { Add(inner); });
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 && !field->is_repeated()) {
      values_.AddNumber(KindOf(*field), message.GetReflection()->GetInt64(message, field));
    }
  }
}

void KnownValues::AddAnswered(const Message& message, FieldValues& values) const {
  for (const FieldDescriptor* field : FieldsOf(message)) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && IsHandedIn(*field)) {
      ForEachString(message, *field, kMostAnswered,
                    [&](const std::string& text) { AddText(*field, text, values); });
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      ForEachMessage(message, *field, kMostAnswered,
                     [&](const Message& inner) { AddAnswered(inner, values); });
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 && !field->is_repeated()) {
      values.AddNumber(KindOf(*field), message.GetReflection()->GetInt64(message, field));
    }
  }
}

const std::vector<const Message*>& KnownValues::MessagesOf(const Descriptor& type) const {
  static const std::vector<const Message*>& none = *new std::vector<const Message*>;
  const auto found = messages_.find(&type);
  return found == messages_.end() ? none : found->second;
}

}  // namespace tertial::fuzz
