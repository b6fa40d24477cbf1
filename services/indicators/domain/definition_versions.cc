#include "services/indicators/domain/definition_versions.h"

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"

namespace tertial::indicators {
namespace {

using Texts = google::protobuf::RepeatedPtrField<common::v1::LocalizedText>;

// Whether a language has another text in both. A language that is added or left out says nothing
// else of the method.
bool HaveOtherTexts(const Texts& a, const Texts& b) {
  return std::any_of(a.begin(), a.end(), [&](const common::v1::LocalizedText& text) {
    return std::any_of(b.begin(), b.end(), [&](const common::v1::LocalizedText& other) {
      return other.language() == text.language() && other.text() != text.text();
    });
  });
}

bool MeasuresOtherwise(const v1::DefinitionVersion& a, const v1::DefinitionVersion& b) {
  // From or to no note at all is another method; a note in one more language is not.
  const bool noted = a.method_notes().empty() != b.method_notes().empty();
  return a.unit() != b.unit() || a.kind() != b.kind() || a.scale_min() != b.scale_min() ||
         a.scale_max() != b.scale_max() || a.formula() != b.formula() || noted ||
         HaveOtherTexts(a.method_notes(), b.method_notes());
}

// The first period of the latest version before the last one that has one.
std::string LatestBreakBefore(const DefinitionVersions& versions) {
  for (int i = versions.size() - 2; i >= 0; --i) {
    if (!versions[i].first_period().empty()) return versions[i].first_period();
  }
  return "";
}

bool Begins(const v1::DefinitionVersion& version, const Period& period, int64_t revision) {
  const absl::StatusOr<Period> first = Period::Parse(version.first_period());
  return first.ok() ? first->first_day() <= period.first_day() : version.revision() <= revision;
}

const v1::DefinitionVersion* FindVersion(const DefinitionVersions& versions, int32_t number) {
  return number >= 1 && number <= versions.size() ? &versions[number - 1] : nullptr;
}

}  // namespace

void AddDefinition(const v1::Indicator& definition, int64_t revision,
                   DefinitionVersions& versions) {
  v1::DefinitionVersion version;
  version.set_first_period(definition.first_period());
  version.set_unit(definition.unit());
  version.set_kind(definition.kind());
  version.set_scale_min(definition.scale_min());
  version.set_scale_max(definition.scale_max());
  *version.mutable_method_notes() = definition.method_notes();
  version.set_formula(definition.formula());
  const bool same = !versions.empty() && !MeasuresOtherwise(versions[versions.size() - 1], version);
  if (!same) versions.Add()->set_revision(revision);
  v1::DefinitionVersion& last = versions[versions.size() - 1];
  version.set_version(versions.size());
  version.set_revision(last.revision());
  // What an earlier version said of its beginning stays in the definition and is not said of this.
  if (version.first_period() == LatestBreakBefore(versions)) version.clear_first_period();
  last = version;
}

int32_t VersionOfFigure(const DefinitionVersions& versions, const Period& period,
                        int64_t revision) {
  for (int i = versions.size() - 1; i > 0; --i) {
    if (Begins(versions[i], period, revision)) return versions[i].version();
  }
  return 1;
}

bool HasBreakBetween(const DefinitionVersions& versions, int32_t earlier, int32_t later) {
  for (int32_t number = std::min(earlier, later) + 1; number <= std::max(earlier, later);
       ++number) {
    const v1::DefinitionVersion* const version = FindVersion(versions, number);
    if (version != nullptr && !version->first_period().empty()) return true;
  }
  return false;
}

bool HaveSameUnit(const DefinitionVersions& versions, int32_t a, int32_t b) {
  const v1::DefinitionVersion* const first = FindVersion(versions, a);
  const v1::DefinitionVersion* const second = FindVersion(versions, b);
  return first == nullptr || second == nullptr || first->unit() == second->unit();
}

}  // namespace tertial::indicators
