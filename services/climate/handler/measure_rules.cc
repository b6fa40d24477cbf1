#include "services/climate/handler/measure_rules.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

void ReferencePathRules::MakeCanonical(const AreaRegistry& areas, v1::ReferencePath& path) {
  MakeReferenceCanonical<InventoryReleaseTable>(areas, path.mutable_inventory_release());
}

absl::Status ReferencePathRules::CheckReferences(const RecordReader& reader,
                                                 const v1::ReferencePath& path,
                                                 const Violations& violations) {
  return CheckReference<InventoryReleaseTable>(reader, "inventory_release",
                                               path.inventory_release(), path.name(), violations)
      .status();
}

absl::Status ReferencePathRules::CheckBeside(const RecordReader& reader,
                                             const v1::ReferencePath& path,
                                             const Violations& violations) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::InventoryRelease> release,
                           FindResource<InventoryReleaseTable>(reader, path.inventory_release()));
  // One that was redacted says nothing any more.
  if (!release.has_value()) return absl::OkStatus();
  if (release->boundary() == path.boundary() && release->scope() == path.scope()) {
    return absl::OkStatus();
  }
  violations.Add("inventory_release", common::v1::ERROR_REASON_DIFFERENT_ACCOUNTS,
                 absl::StrCat(Quoted(path.inventory_release()), " is of ",
                              v1::Boundary_Name(release->boundary()), " and ",
                              v1::Scope_Name(release->scope()), ", and the path of ",
                              v1::Boundary_Name(path.boundary()), " and ",
                              v1::Scope_Name(path.scope()), "; name a release of the same."));
  return absl::OkStatus();
}

void ReferencePathRules::ListReferences(const v1::ReferencePath& path, References& references) {
  references.Add<InventoryReleaseTable>(path.inventory_release());
}

}  // namespace tertial::climate
