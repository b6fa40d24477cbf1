// References from one resource to another: what a service's rules make of them on write.
#ifndef TERTIAL_COMMON_RPC_REFERENCES_H_
#define TERTIAL_COMMON_RPC_REFERENCES_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/ledger/in_use.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "common/types/period.h"

namespace tertial {

// Takes the names that a resource refers to, for the index (common/ledger/in_use.h).
class References {
 public:
  explicit References(std::vector<std::string>& entries) : entries_(entries) {}

  // `name`: of a resource T. Empty or malformed, it refers to nothing.
  template <typename T>
  void Add(const std::string& name) {
    static_assert(!IsRestricted(T::kId), "who refers to it would tell that it is there");
    const absl::StatusOr<std::string> pk = PrimaryKey<T>(name);
    if (pk.ok()) entries_.push_back(ReferenceEntry(T::kId, *pk));
  }

 private:
  std::vector<std::string>& entries_;
};

// Adds to `violations` what is wrong with a reference from `owner` to a resource T: FIELD_REQUIRED
// if it is empty, T::kNotFound unless the resource is recorded (or put before by this transaction)
// or redacted, INCONSISTENT_FIELDS if both belong to areas and the areas differ. Returns the
// resource if all is well; an error only if the store fails.
template <typename T>
absl::StatusOr<std::optional<typename T::Message>> CheckReference(const RecordReader& reader,
                                                                  absl::string_view field,
                                                                  const std::string& name,
                                                                  absl::string_view owner,
                                                                  const Violations& violations) {
  static_assert(!IsRestricted(T::kId), "a refusal would tell whether it is there");
  if (name.empty()) {
    violations.Add(
        field, common::v1::ERROR_REASON_FIELD_REQUIRED,
        absl::StrCat("It is empty; set it to a resource name of the form ", T::kPattern, "."));
    return std::nullopt;
  }
  const absl::StatusOr<std::vector<std::string>> ids = PatternOf<T>().Parse(name);
  if (!ids.ok()) {
    violations.AddStatus(field, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, ids.status());
    return std::nullopt;
  }
  if (IsAreaOwned(T::kPattern) &&
      !absl::StartsWith(owner, absl::StrCat("areas/", (*ids)[0], "/"))) {
    violations.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(name), " belongs to another area than ", Quoted(owner),
                                "; refer to one of the same area."));
    return std::nullopt;
  }
  TERTIAL_ASSIGN_OR_RETURN(std::optional<typename T::Message> found, FindResource<T>(reader, name));
  if (found.has_value()) return found;
  // One that was redacted has been, and what refers to it stays as it is.
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<T>(name));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version> version, reader.FindVersion(T::kId, pk));
  if (!version.has_value() || version->state != RowState::kRedaction) {
    violations.AddStatus(field, T::kNotFound, ResourceNotFound(T::kNotFound, name));
  }
  return std::nullopt;
}

// Replaces the area's number in a reference by its id: that of the area which bore it in `period`,
// where the referring row is about one. Leaves a name that is malformed, or of an area nobody
// knows, as it is: CheckReference says what is wrong with it.
template <typename T>
void MakeReferenceCanonical(const AreaRegistry& areas, std::string* name,
                            std::optional<Period> period = std::nullopt) {
  absl::StatusOr<std::vector<std::string>> ids = PatternOf<T>().Parse(*name);
  if (!ids.ok()) return;
  absl::StatusOr<std::string> area = areas.Resolve((*ids)[0], period);
  if (!area.ok()) return;
  (*ids)[0] = *std::move(area);
  *name = PatternOf<T>().Format(*ids);
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_REFERENCES_H_
