#include "common/render/difference.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/render/document.h"

namespace tertial {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kWidestValue = 60;
constexpr size_t kMostFieldsInALine = 6;

// Where a value stands, as numbers of fields and places in lists: sorted, it is the order of the
// contract.
using Place = std::vector<int>;
struct Leaf {
  std::string path;
  std::string text;
};
using Leaves = std::map<Place, Leaf>;

// The text of a single value that is no message; `index` is -1 outside of a list.
std::string ScalarText(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const auto either = [&](auto single, auto repeated) {
    return index < 0 ? (reflection.*single)(message, &field)
                     : (reflection.*repeated)(message, &field, index);
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(either(&Reflection::GetInt32, &Reflection::GetRepeatedInt32));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(either(&Reflection::GetInt64, &Reflection::GetRepeatedInt64));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(either(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(either(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64));
    case FieldDescriptor::CPPTYPE_BOOL:
      return either(&Reflection::GetBool, &Reflection::GetRepeatedBool) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = either(&Reflection::GetEnumValue, &Reflection::GetRepeatedEnumValue);
      const auto* const value = field.enum_type()->FindValueByNumber(number);
      return value == nullptr ? absl::StrCat(number) : value->name();
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = either(&Reflection::GetString, &Reflection::GetRepeatedString);
      return field.type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(text) : text;
    }
    // The contracts know no floating point.
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return "?";
}

void AddLeaves(const Message& message, const Place& place, const std::string& path, Leaves& leaves);

void AddValue(const Message& message, const FieldDescriptor& field, int index, const Place& place,
              const std::string& path, Leaves& leaves) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    leaves[place] = {path, ScalarText(message, field, index)};
    return;
  }
  const Reflection& reflection = *message.GetReflection();
  AddLeaves(index < 0 ? reflection.GetMessage(message, &field)
                      : reflection.GetRepeatedMessage(message, &field, index),
            place, path, leaves);
}

// Adds what is set in `message`, which stands at `place`.
void AddLeaves(const Message& message, const Place& place, const std::string& path,
               Leaves& leaves) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  // A message that says something by being there.
  if (fields.empty() && !path.empty()) leaves[place] = {path, "{}"};
  for (const FieldDescriptor* const field : fields) {
    if (path.empty() && (field->name() == "name" || field->name() == "etag")) continue;
    Place below = place;
    below.push_back(field->number());
    const std::string name = absl::StrCat(path, path.empty() ? "" : ".", field->name());
    if (!field->is_repeated()) {
      AddValue(message, *field, -1, below, name, leaves);
      continue;
    }
    below.push_back(0);
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      below.back() = i;
      AddValue(message, *field, i, below, absl::StrCat(name, "[", i, "]"), leaves);
    }
  }
}

Leaves LeavesOf(const Message* message) {
  Leaves leaves;
  if (message != nullptr) AddLeaves(*message, {}, "", leaves);
  return leaves;
}

// The texts, "; " between them, and how many more there are.
std::string JoinSome(const std::vector<std::string>& texts) {
  const size_t shown = std::min(texts.size(), kMostFieldsInALine);
  std::string line =
      absl::StrJoin(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(shown), "; ");
  if (shown < texts.size()) absl::StrAppend(&line, "; … ", texts.size() - shown, " more");
  return line;
}

}  // namespace

std::vector<FieldDifference> FindDifferences(const Message* before, const Message* after) {
  const Leaves old_leaves = LeavesOf(before);
  std::map<Place, FieldDifference> differences;
  for (const auto& [place, leaf] : old_leaves) {
    differences[place] = {leaf.path, leaf.text, kNotSet};
  }
  for (const auto& [place, leaf] : LeavesOf(after)) {
    const auto old_leaf = old_leaves.find(place);
    if (old_leaf == old_leaves.end()) {
      differences[place] = {leaf.path, kNotSet, leaf.text};
    } else if (old_leaf->second.text == leaf.text) {
      differences.erase(place);
    } else {
      differences[place].after = leaf.text;
    }
  }
  std::vector<FieldDifference> found;
  for (auto& [place, difference] : differences) found.push_back(std::move(difference));
  return found;
}

std::string FormatDifference(const FieldDifference& difference) {
  return absl::StrCat(difference.path, ": ", TerminalText(difference.before, kWidestValue), " → ",
                      TerminalText(difference.after, kWidestValue));
}

std::string FormatDifferences(const std::vector<FieldDifference>& differences) {
  std::vector<std::string> texts;
  for (const FieldDifference& difference : differences) {
    texts.push_back(FormatDifference(difference));
  }
  return JoinSome(texts);
}

std::string Summarize(const Message& resource) {
  std::vector<std::string> texts;
  for (const auto& [place, leaf] : LeavesOf(&resource)) {
    texts.push_back(absl::StrCat(leaf.path, ": ", TerminalText(leaf.text, kWidestValue)));
  }
  return JoinSome(texts);
}

std::unique_ptr<Message> Unpack(const google::protobuf::Any& any) {
  const auto* const descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(KindOf(any));
  if (descriptor == nullptr) return nullptr;
  std::unique_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  if (!any.UnpackTo(message.get())) return nullptr;
  return message;
}

std::string KindOf(const google::protobuf::Any& any) {
  std::string kind;
  google::protobuf::Any::ParseAnyTypeUrl(any.type_url(), &kind);
  return kind;
}

}  // namespace tertial
