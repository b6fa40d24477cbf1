#include "common/security/permissions.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/resource_name.h"
#include "google/protobuf/descriptor.h"

namespace tertial {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kAreas[] = "areas/";
constexpr char kAnyField[] = "*";

// Walks the places of one request.
class AreaFinder {
 public:
  AreaFinder(bool writes, const AreaRegistry& registry) : writes_(writes), registry_(registry) {}

  absl::Status Visit(const Message& request, const AreaPlace& place) {
    if (place.means == AreaPlace::Means::kAll) {
      touched_.all = true;
      touched_.named = true;
      return absl::OkStatus();
    }
    const size_t before = values_;
    TERTIAL_RETURN_IF_ERROR(Walk(request, absl::StrSplit(place.path, '.'), 0, place.means));
    if (place.means == AreaPlace::Means::kNamesOrAll && values_ == before) touched_.all = true;
    return absl::OkStatus();
  }

  TouchedAreas Found() && { return std::move(touched_); }

 private:
  absl::Status Walk(const Message& message, const std::vector<absl::string_view>& path,
                    size_t depth, AreaPlace::Means means) {
    const google::protobuf::Descriptor& descriptor = *message.GetDescriptor();
    if (path[depth] == kAnyField) {
      for (int i = 0; i < descriptor.field_count(); ++i) {
        const FieldDescriptor& field = *descriptor.field(i);
        if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
        TERTIAL_RETURN_IF_ERROR(Descend(message, field, path, depth, means));
      }
      return absl::OkStatus();
    }
    const FieldDescriptor* field = descriptor.FindFieldByName(std::string(path[depth]));
    const bool last = depth + 1 == path.size();
    if (field == nullptr || (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE &&
                             (!last || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING))) {
      return InternalError(absl::StrCat("The table of permissions names ", path[depth], ", which ",
                                        std::string(descriptor.full_name()), " has not."));
    }
    if (!last) return Descend(message, *field, path, depth, means);
    Take(message, *field, means);
    return absl::OkStatus();
  }

  absl::Status Descend(const Message& message, const FieldDescriptor& field,
                       const std::vector<absl::string_view>& path, size_t depth,
                       AreaPlace::Means means) {
    const Reflection& reflection = *message.GetReflection();
    if (!field.is_repeated()) {
      if (!reflection.HasField(message, &field)) return absl::OkStatus();
      return Walk(reflection.GetMessage(message, &field), path, depth + 1, means);
    }
    const int size = reflection.FieldSize(message, &field);
    for (int i = 0; i < size; ++i) {
      TERTIAL_RETURN_IF_ERROR(
          Walk(reflection.GetRepeatedMessage(message, &field, i), path, depth + 1, means));
    }
    return absl::OkStatus();
  }

  void Take(const Message& message, const FieldDescriptor& field, AreaPlace::Means means) {
    const Reflection& reflection = *message.GetReflection();
    const int size = field.is_repeated() ? reflection.FieldSize(message, &field) : 1;
    std::string scratch;
    for (int i = 0; i < size; ++i) {
      const std::string& value =
          field.is_repeated() ? reflection.GetRepeatedStringReference(message, &field, i, &scratch)
                              : reflection.GetStringReference(message, &field, &scratch);
      if (value.empty()) continue;
      ++values_;
      touched_.named = true;
      if (means == AreaPlace::Means::kAllWhereSet) {
        touched_.all = true;
      } else {
        AddName(value);
      }
    }
  }

  void AddName(absl::string_view name) {
    absl::string_view rest = name;
    if (absl::ConsumePrefix(&rest, kAreas)) {
      AddArea(rest.substr(0, rest.find('/')));
    } else if (!registry_.Bearers(name).empty()) {
      // No name, but it means an area to whoever takes it for one.
      AddArea(name);
    } else if (writes_) {
      touched_.all = true;
    }
  }

  void AddArea(absl::string_view id_or_number) {
    if (id_or_number == kAnyId) {
      touched_.all = true;
      return;
    }
    std::vector<std::string> bearers = registry_.Bearers(id_or_number);
    if (bearers.empty()) bearers.emplace_back(id_or_number);
    for (std::string& bearer : bearers) {
      if (touched_.areas.empty() || touched_.areas.back() != bearer) {
        touched_.areas.push_back(std::move(bearer));
      }
    }
  }

  const bool writes_;
  const AreaRegistry& registry_;
  TouchedAreas touched_;
  // That were not empty.
  size_t values_ = 0;
};

}  // namespace

bool Permission::reads() const {
  return role == common::internal::v1::ROLE_READER ||
         role == common::internal::v1::ROLE_SENSITIVE_READER ||
         role == common::internal::v1::ROLE_AUDITOR;
}

const Permission* FindPermission(absl::string_view method) {
  using Rows = absl::flat_hash_map<std::string, const Permission*>;
  static const Rows& rows = *[] {
    auto* made = new Rows;
    for (const ContractPermissions& contract : PermissionTable()) {
      for (const Permission& permission : contract.methods) {
        made->emplace(absl::StrCat(contract.contract, "/", permission.method), &permission);
      }
    }
    return made;
  }();
  const auto found = rows.find(method);
  return found == rows.end() ? nullptr : found->second;
}

std::vector<std::string> ServiceNames() {
  std::vector<std::string> names;
  for (const ContractPermissions& contract : PermissionTable()) {
    const std::string name = contract.service;
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return names;
}

bool IsServiceName(absl::string_view name) {
  static const std::vector<std::string>& names = *new std::vector<std::string>(ServiceNames());
  return std::find(names.begin(), names.end(), name) != names.end();
}

absl::StatusOr<TouchedAreas> FindTouchedAreas(const Message& request,
                                              const std::vector<AreaPlace>& places, bool writes,
                                              const AreaRegistry& areas) {
  AreaFinder finder(writes, areas);
  for (const AreaPlace& place : places) TERTIAL_RETURN_IF_ERROR(finder.Visit(request, place));
  return std::move(finder).Found();
}

}  // namespace tertial
