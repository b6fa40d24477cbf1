#include "common/rpc/field_mask.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A way from a message to a field inside it.
using Path = std::vector<const FieldDescriptor*>;

constexpr char kEverything[] = "*";

// Whether an update may not change the field: it tells which resource is meant, and which version.
bool IsFixed(const FieldDescriptor& field) {
  return field.name() == "name" || field.name() == "etag";
}

absl::StatusOr<Path> ParsePath(const Descriptor& resource, const std::string& text) {
  const auto refuse = [&text](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrCat(Quoted(text), why));
  };
  if (text == kEverything) return refuse(" names all fields already; leave the other paths out.");
  Path path;
  const Descriptor* inside = &resource;
  for (const absl::string_view name : absl::StrSplit(text, '.')) {
    if (inside == nullptr) {
      return refuse(" goes into a field that has no fields, or several elements; name it whole.");
    }
    const FieldDescriptor* field = inside->FindFieldByName(std::string(name));
    if (field == nullptr) {
      return refuse(absl::StrCat(" is not a field: ", inside->full_name(), " has no field ",
                                 Quoted(name), "."));
    }
    path.push_back(field);
    const bool has_fields = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    inside = has_fields && !field->is_repeated() ? field->message_type() : nullptr;
  }
  if (IsFixed(*path.front())) return refuse(" cannot be changed by an update; leave it out.");
  return path;
}

// Leaves out what is named by another path as well, so that every field is moved once.
std::vector<std::string> WithoutOverlaps(const google::protobuf::FieldMask& mask) {
  std::vector<std::string> paths(mask.paths().begin(), mask.paths().end());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> kept;
  for (std::string& path : paths) {
    const bool covered = !kept.empty() && (path == kept.back() ||
                                           absl::StartsWith(path, absl::StrCat(kept.back(), ".")));
    if (!covered) kept.push_back(std::move(path));
  }
  return kept;
}

// The message that has the last field of `path`; nullptr when there is none.
Message* HolderOf(const Path& path, Message& message) {
  Message* holder = &message;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    if (!holder->GetReflection()->HasField(*holder, path[i])) return nullptr;
    holder = holder->GetReflection()->MutableMessage(holder, path[i]);
  }
  return holder;
}

bool IsSet(const Message& message, const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  return field->is_repeated() ? reflection.FieldSize(message, field) > 0
                              : reflection.HasField(message, field);
}

// Moves what is at the end of `path` from `changes` to `resource`, or clears it there.
void MoveField(const Path& path, Message& changes, Message& resource) {
  const FieldDescriptor* field = path.back();
  Message* from = HolderOf(path, changes);
  if (from == nullptr || !IsSet(*from, field)) {
    // What is set on neither side stays so: nothing is made just to have a part of it cleared.
    Message* to = HolderOf(path, resource);
    if (to != nullptr) to->GetReflection()->ClearField(to, field);
    return;
  }
  Message* to = &resource;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    to = to->GetReflection()->MutableMessage(to, path[i]);
  }
  const Reflection& reflection = *to->GetReflection();
  // Swapping would hand the old value, or the one that excludes this, to the paths that follow.
  reflection.ClearField(to, field);
  if (field->real_containing_oneof() != nullptr) {
    reflection.ClearOneof(to, field->real_containing_oneof());
  }
  reflection.SwapFields(from, to, {field});
}

std::vector<Path> AllFields(const Descriptor& resource) {
  std::vector<Path> paths;
  for (int i = 0; i < resource.field_count(); ++i) {
    if (!IsFixed(*resource.field(i))) paths.push_back({resource.field(i)});
  }
  return paths;
}

std::vector<Path> FieldsSetIn(const Message& changes) {
  std::vector<const FieldDescriptor*> fields;
  changes.GetReflection()->ListFields(changes, &fields);
  std::vector<Path> paths;
  for (const FieldDescriptor* field : fields) {
    if (!IsFixed(*field)) paths.push_back({field});
  }
  return paths;
}

absl::StatusOr<std::vector<Path>> ParseMask(const google::protobuf::FieldMask& mask,
                                            const Message& changes) {
  const Descriptor& resource = *changes.GetDescriptor();
  if (mask.paths().empty()) return FieldsSetIn(changes);
  if (mask.paths_size() == 1 && mask.paths(0) == kEverything) return AllFields(resource);
  Violations violations;
  for (int i = 0; i < mask.paths_size(); ++i) {
    violations.At("update_mask")
        .At("paths", static_cast<size_t>(i))
        .AddStatus("", common::v1::ERROR_REASON_INVALID_FIELD_MASK,
                   ParsePath(resource, mask.paths(i)).status());
  }
  if (!violations.empty()) return violations.ToStatus();
  std::vector<Path> paths;
  for (const std::string& text : WithoutOverlaps(mask)) {
    paths.push_back(*ParsePath(resource, text));
  }
  return paths;
}

}  // namespace

absl::Status ApplyFieldMask(const google::protobuf::FieldMask& mask, const Message& changes,
                            Message& resource) {
  const absl::StatusOr<std::vector<Path>> paths = ParseMask(mask, changes);
  if (!paths.ok()) return paths.status();
  const std::unique_ptr<Message> taken(changes.New());
  taken->CopyFrom(changes);
  for (const Path& path : *paths) MoveField(path, *taken, resource);
  return absl::OkStatus();
}

}  // namespace tertial
