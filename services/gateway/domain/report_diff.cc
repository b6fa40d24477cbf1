#include "services/gateway/domain/report_diff.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What is told as a whole.
bool IsWhole(const Descriptor& type) {
  return &type == common::v1::Cell::descriptor() || &type == common::v1::Computed::descriptor() ||
         &type == common::v1::Provenance::descriptor() ||
         &type == common::v1::LocalizedText::descriptor() ||
         absl::StartsWith(std::string(type.full_name()), "google.protobuf.");
}

std::string JsonOf(const Message& message) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) std::abort();
  return json;
}

// A field's value in protobuf's JSON; empty: there is none.
std::string JsonOfField(const Message& message, const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const bool there = field.is_repeated() ? reflection.FieldSize(message, &field) > 0
                                         : reflection.HasField(message, &field);
  if (!there) {
    if (field.is_repeated() || field.has_presence()) return "";
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
      case FieldDescriptor::CPPTYPE_ENUM:
        return "";
      case FieldDescriptor::CPPTYPE_BOOL:
        return "false";
      default:
        return "0";
    }
  }
  const std::unique_ptr<Message> alone(message.New());
  alone->CopyFrom(message);
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*alone, &fields);
  for (const FieldDescriptor* other : fields) {
    if (other != &field) reflection.ClearField(alone.get(), other);
  }
  // {"field":value}
  const std::string json = JsonOf(*alone);
  const size_t value = json.find(':') + 1;
  return json.substr(value, json.size() - value - 1);
}

const FieldDescriptor* NameField(const Descriptor& type) {
  const FieldDescriptor* field = type.FindFieldByName("name");
  const bool names = field != nullptr && !field->is_repeated() &&
                     field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  return names ? field : nullptr;
}

// The resource name of `message`, or of the first resource that stands in it.
std::string ResourceNameIn(const Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (const FieldDescriptor* name = NameField(*message.GetDescriptor())) {
    return reflection.GetString(message, name);
  }
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (field.is_repeated() || field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
        !reflection.HasField(message, &field)) {
      continue;
    }
    if (const FieldDescriptor* name = NameField(*field.message_type())) {
      const Message& resource = reflection.GetMessage(message, &field);
      return resource.GetReflection()->GetString(resource, name);
    }
  }
  return "";
}

// What names an element of a list among the others.
std::string KeyOf(const Message& element) {
  std::string key = ResourceNameIn(element);
  if (!key.empty()) return key;
  const google::protobuf::Reflection& reflection = *element.GetReflection();
  const Descriptor& type = *element.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_repeated()) continue;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      absl::StrAppend(&key, reflection.GetString(element, &field), "\n");
      // The first text says what it is of; others are what is said of it.
      break;
    }
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      absl::StrAppend(&key, reflection.GetEnumValue(element, &field), "\n");
    }
  }
  return key;
}

// The positions of a list's elements by their keys; several of one key in their order.
std::map<std::pair<std::string, int>, int> PositionsIn(const Message& message,
                                                       const FieldDescriptor& field) {
  std::map<std::pair<std::string, int>, int> positions;
  std::map<std::string, int> seen;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    std::string key = KeyOf(reflection.GetRepeatedMessage(message, &field, i));
    const int nth = seen[key]++;
    positions[{std::move(key), nth}] = i;
  }
  return positions;
}

class Differ {
 public:
  Differ(v1::SectionKind section, int most) : section_(section), most_(most) {}

  void Compare(const std::string& path, const Message& before, const Message& after) {
    const Descriptor& type = *after.GetDescriptor();
    std::vector<const FieldDescriptor*> fields;
    for (int i = 0; i < type.field_count(); ++i) fields.push_back(type.field(i));
    std::sort(fields.begin(), fields.end(),
              [](const auto* a, const auto* b) { return a->number() < b->number(); });
    for (const FieldDescriptor* field : fields) {
      if (field->name() == "etag") continue;
      const std::string field_path =
          absl::StrCat(path, path.empty() ? "" : ".", std::string(field->name()));
      CompareField(field_path, *field, before, after);
    }
  }

  ReportDiff Take() { return std::move(diff_); }

 private:
  void CompareField(const std::string& path, const FieldDescriptor& field, const Message& before,
                    const Message& after) {
    const bool is_message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!is_message || IsWhole(*field.message_type())) {
      const std::string was = JsonOfField(before, field);
      const std::string is = JsonOfField(after, field);
      if (was != is) Tell(path, was, is);
      return;
    }
    if (field.is_repeated()) return CompareLists(path, field, before, after);
    const google::protobuf::Reflection& reflection = *after.GetReflection();
    const bool was_there = reflection.HasField(before, &field);
    const bool is_there = reflection.HasField(after, &field);
    if (was_there && is_there) {
      Compare(path, reflection.GetMessage(before, &field), reflection.GetMessage(after, &field));
    } else if (was_there || is_there) {
      Tell(path, JsonOfField(before, field), JsonOfField(after, field));
    }
  }

  void CompareLists(const std::string& path, const FieldDescriptor& field, const Message& before,
                    const Message& after) {
    const google::protobuf::Reflection& reflection = *after.GetReflection();
    const auto element = [&](const Message& message, int position) -> const Message& {
      return reflection.GetRepeatedMessage(message, &field, position);
    };
    const auto was = PositionsIn(before, field);
    const auto is = PositionsIn(after, field);
    std::vector<std::pair<int, int>> matched;  // the position after, and before or -1
    for (const auto& [key, position] : is) {
      const auto found = was.find(key);
      matched.emplace_back(position, found == was.end() ? -1 : found->second);
    }
    std::sort(matched.begin(), matched.end());
    for (const auto& [position, earlier] : matched) {
      const std::string element_path = absl::StrCat(path, "[", position, "]");
      if (earlier < 0) {
        Tell(element_path, "", JsonOf(element(after, position)));
      } else {
        Compare(element_path, element(before, earlier), element(after, position));
      }
    }
    std::vector<int> gone;
    for (const auto& [key, position] : was) {
      if (is.count(key) == 0) gone.push_back(position);
    }
    std::sort(gone.begin(), gone.end());
    for (const int position : gone) {
      Tell(absl::StrCat(path, "[", position, "]"), JsonOf(element(before, position)), "");
    }
  }

  void Tell(const std::string& path, const std::string& before, const std::string& after) {
    if (static_cast<int>(diff_.changes.size()) >= most_) {
      ++diff_.left_out;
      return;
    }
    v1::ReportChange& change = diff_.changes.emplace_back();
    change.set_path(path);
    change.set_section(section_);
    change.set_before(before);
    change.set_after(after);
  }

  const v1::SectionKind section_;
  const int most_;
  ReportDiff diff_;
};

}  // namespace

ReportDiff DiffSections(v1::SectionKind section, const v1::Report& before, const v1::Report& after,
                        int most) {
  Differ differ(section, most);
  differ.Compare("", before, after);
  return differ.Take();
}

}  // namespace tertial::gateway
