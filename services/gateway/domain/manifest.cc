#include "services/gateway/domain/manifest.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/types/sha256.h"

namespace tertial::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using internal::v1::FrozenFact;
using internal::v1::FrozenPart;

constexpr absl::string_view kAreas = "areas/";

FrozenPart MakePart(std::string name, std::string content) {
  FrozenPart part;
  part.set_name(std::move(name));
  part.set_content(std::move(content));
  return part;
}

void AddNames(const google::protobuf::Message& message, absl::string_view own,
              std::set<std::string>& names) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  const auto add = [&](const std::string& text) {
    if (absl::StartsWith(text, kAreas) && !absl::StartsWith(text, own) &&
        std::count(text.begin(), text.end(), '/') > 1) {
      names.insert(text);
    }
  };
  std::string scratch;
  for (const FieldDescriptor* const field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        AddNames(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                      : reflection.GetMessage(message, field),
                 own, names);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        add(field->is_repeated()
                ? reflection.GetRepeatedStringReference(message, field, i, &scratch)
                : reflection.GetStringReference(message, field, &scratch));
      }
    }
  }
}

}  // namespace

bool StandsBefore(const FrozenFact& fact, absl::string_view service, absl::string_view name) {
  return fact.service() < service || (fact.service() == service && fact.name() < name);
}

Manifest MakeManifest(const FactSet& facts, const std::set<std::string>& services) {
  Manifest manifest;
  for (const auto& [name, fact] : facts.facts()) {
    if (services.count(fact.service) == 0) continue;
    FrozenFact& frozen = manifest.emplace_back();
    frozen.set_service(fact.service);
    frozen.set_name(name);
    frozen.set_kind(fact.kind);
    frozen.set_revision(fact.revision);
    frozen.set_sha256(Sha256Of(fact.body));
  }
  // The set is in the order of names.
  std::stable_sort(manifest.begin(), manifest.end(), [](const FrozenFact& a, const FrozenFact& b) {
    return a.service() < b.service();
  });
  return manifest;
}

const FrozenFact* FindInManifest(const Manifest& manifest, absl::string_view service,
                                 absl::string_view name) {
  const auto found = std::partition_point(
      manifest.begin(), manifest.end(),
      [&](const FrozenFact& fact) { return StandsBefore(fact, service, name); });
  const bool is_it =
      found != manifest.end() && found->service() == service && found->name() == name;
  return is_it ? &*found : nullptr;
}

std::string HashManifest(const Manifest& manifest) {
  std::string lines;
  for (const FrozenFact& fact : manifest) {
    absl::StrAppend(&lines, fact.service(), " ", fact.name(), " ", fact.revision(), " ",
                    absl::BytesToHexString(fact.sha256()), "\n");
  }
  return absl::BytesToHexString(Sha256Of(lines));
}

v1::ManifestEntry EntryOf(const FrozenFact& fact) {
  v1::ManifestEntry entry;
  entry.set_service(fact.service());
  entry.set_name(fact.name());
  entry.set_kind(fact.kind());
  entry.set_revision(fact.revision());
  entry.set_sha256(absl::BytesToHexString(fact.sha256()));
  return entry;
}

std::vector<FrozenPart> CutReport(absl::string_view edition, absl::string_view report) {
  std::vector<FrozenPart> parts;
  for (size_t begin = 0; begin < report.size(); begin += kMostPartBytes) {
    parts.push_back(
        MakePart(absl::StrCat(edition, "/parts/report~", absl::StrFormat("%06d", parts.size())),
                 std::string(report.substr(begin, kMostPartBytes))));
  }
  return parts;
}

std::vector<FrozenPart> CutManifest(absl::string_view edition, const Manifest& manifest) {
  std::vector<FrozenPart> parts;
  parts.reserve(manifest.size());
  for (const FrozenFact& fact : manifest) {
    parts.push_back(
        MakePart(ManifestPartName(edition, fact.service(), fact.name()), fact.SerializeAsString()));
  }
  return parts;
}

std::string ManifestPartName(absl::string_view edition, absl::string_view service,
                             absl::string_view name) {
  // Names are longer than an id may be.
  return absl::StrCat(edition, "/parts/manifest~", service, "~",
                      absl::BytesToHexString(Sha256Of(name)));
}

bool IsReportPart(absl::string_view part) { return absl::StrContains(part, "/parts/report~"); }

std::set<std::string> NamesInReportOfOtherAreas(const google::protobuf::Message& report,
                                                absl::string_view area_id) {
  std::set<std::string> names;
  AddNames(report, absl::StrCat(kAreas, area_id, "/"), names);
  return names;
}

}  // namespace tertial::gateway
