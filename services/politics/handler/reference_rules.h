// What the references of several resources of this service share.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_REFERENCE_RULES_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_REFERENCE_RULES_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "services/politics/domain/field_rules.h"

namespace tertial::politics {

// Names of the workforce service's units: their areas are made canonical, no more.
struct UnitName {
  static constexpr absl::string_view kPattern = kUnitPattern;
};

// Names of the focus areas of the indicators service, likewise.
struct FocusAreaName {
  static constexpr absl::string_view kPattern = kFocusAreaPattern;
};

// A reference that may be empty: CheckReference (common/rpc/references.h) of one that is not.
template <typename T>
absl::StatusOr<std::optional<typename T::Message>> CheckOptionalReference(
    const RecordReader& reader, absl::string_view field, const std::string& name,
    absl::string_view owner, const Violations& violations) {
  if (name.empty()) return std::nullopt;
  return CheckReference<T>(reader, field, name, owner, violations);
}

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_REFERENCE_RULES_H_
