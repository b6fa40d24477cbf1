#include "tests/conformance/every_method_requests.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace tertial::conformance {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using Path = std::vector<std::string>;

// Resources of these methods are the area itself, or stand below it at once.
bool IsOfTheArea(const std::string& field) {
  return field == "area" || field == "areas" || field == "parent";
}

void PutText(Message& message, const FieldDescriptor& field, const std::string& text) {
  if (field.is_repeated()) {
    message.GetReflection()->AddString(&message, &field, text);
  } else {
    message.GetReflection()->SetString(&message, &field, text);
  }
}

// Puts a name at `path` below `message`; through lists, into a new element; at "*", into a new
// element for each field there is but those in `except`.
void Put(Message& message, const Path& path, size_t depth, const AtPlace& what,
         const std::vector<std::string>& except) {
  const Descriptor& descriptor = *message.GetDescriptor();
  const FieldDescriptor* field = descriptor.FindFieldByName(path[depth]);
  ASSERT_NE(field, nullptr) << descriptor.full_name() << " " << absl::StrJoin(path, ".");
  if (depth + 1 == path.size()) {
    const std::string name = absl::StrCat("areas/", what.area);
    PutText(message, *field,
            !what.text.empty()         ? what.text
            : IsOfTheArea(path.back()) ? name
                                       : absl::StrCat(name, "/things/t"));
    return;
  }
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (path[depth + 1] != "*") {
    Message& below = field->is_repeated() ? *reflection.AddMessage(&message, field)
                                          : *reflection.MutableMessage(&message, field);
    Put(below, path, depth + 1, what, except);
    return;
  }
  const Descriptor& row = *field->message_type();
  for (int i = 0; i < row.field_count(); ++i) {
    if (row.field(i)->message_type() == nullptr) continue;
    Path through = path;
    through[depth + 1] = row.field(i)->name();
    if (std::find(except.begin(), except.end(), absl::StrJoin(through, ".")) != except.end()) {
      continue;
    }
    Put(*reflection.AddMessage(&message, field), through, depth + 1, what, except);
  }
}

// What methods cannot do without beside areas.
void PutTerms(Message& request) {
  const Descriptor& descriptor = *request.GetDescriptor();
  const google::protobuf::Reflection& reflection = *request.GetReflection();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (field.name() == "period" && field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      reflection.SetString(&request, &field, "2024");
    } else if (field.name() == "end_of_rows") {
      reflection.SetBool(&request, &field, true);
    } else if (field.name() == "query") {
      PutTerms(*reflection.MutableMessage(&request, &field));
    } else if (field.name() == "heartbeat") {
      Message& heartbeat = *reflection.MutableMessage(&request, &field);
      heartbeat.GetReflection()->SetInt64(&heartbeat,
                                          heartbeat.GetDescriptor()->FindFieldByName("seconds"), 1);
    } else if (field.name() == "options" && descriptor.FindFieldByName("rows") != nullptr) {
      reflection.MutableMessage(&request, &field);
    }
  }
}

std::vector<std::string> PathsOf(const std::vector<AreaPlace>& places) {
  std::vector<std::string> paths;
  for (const AreaPlace& place : places) {
    if (place.means == AreaPlace::Means::kNames || place.means == AreaPlace::Means::kNamesOrAll) {
      paths.emplace_back(place.path);
    }
  }
  return paths;
}

}  // namespace

std::vector<std::string> NamingPlaces(const Permission& permission) {
  return PathsOf(permission.places);
}

std::string RequestAbout(const MethodDescriptor& method, const Permission& permission,
                         const std::string& area, const std::map<std::string, AtPlace>& otherwise,
                         bool more) {
  const std::unique_ptr<Message> request(
      MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
  PutTerms(*request);
  const std::vector<std::string> others = PathsOf(permission.also_places);
  std::vector<std::string> paths = more ? others : NamingPlaces(permission);
  // Last, since one case of a oneof takes the place of another.
  for (const auto& [path, what] : otherwise) {
    std::erase(paths, path);
    paths.push_back(path);
  }
  for (const std::string& path : paths) {
    const auto stated = otherwise.find(path);
    const AtPlace what =
        stated == otherwise.end() ? AtPlace{.area = area, .text = ""} : stated->second;
    if (what.area.empty() && what.text.empty()) continue;
    Put(*request, absl::StrSplit(path, '.'), 0, what, others);
  }
  std::string text;
  google::protobuf::TextFormat::PrintToString(*request, &text);
  return text;
}

}  // namespace tertial::conformance
