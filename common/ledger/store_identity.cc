#include "common/ledger/store_identity.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/schema_upgrade.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

absl::Status CannotServe(absl::string_view sentence) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_SERVICE_UNAVAILABLE, sentence);
}

absl::StatusOr<bool> IsEmpty(const StoreSnapshot& snapshot) {
  bool empty = true;
  TERTIAL_RETURN_IF_ERROR(
      snapshot.Scan({}, ScanDirection::kForward, [&empty](absl::string_view, absl::string_view) {
        empty = false;
        return false;
      }));
  return empty;
}

}  // namespace

absl::StatusOr<std::string> ReadName(const StoreSnapshot& snapshot, absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(std::optional<std::string> value, snapshot.Get(NameKey(name)));
  if (!value.has_value()) return StoredDataDamaged(absl::StrCat("the store has no ", name));
  return *std::move(value);
}

absl::StatusOr<std::optional<StoreIdentity>> IdentifyStore(const StoreSnapshot& snapshot,
                                                           absl::string_view service,
                                                           absl::string_view what) {
  TERTIAL_ASSIGN_OR_RETURN(const bool empty, IsEmpty(snapshot));
  if (empty) return std::optional<StoreIdentity>();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<uint32_t> schema, FindSchemaVersion(snapshot));
  if (!schema.has_value()) {
    return CannotServe(absl::StrCat("The ", what,
                                    " holds something else than a store of Tertial; name "
                                    "another one."));
  }
  if (*schema > kSchemaVersion) {
    return CannotServe(absl::StrCat("The ", what, " was written by a newer version (schema ",
                                    *schema, "; this one reads up to ", kSchemaVersion,
                                    "); use that version, or a newer one."));
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::string owner, ReadName(snapshot, kServiceName));
  if (owner != service) {
    return CannotServe(absl::StrCat("The ", what, " is that of the service ", Quoted(owner),
                                    ", not of ", Quoted(service), "; name another one."));
  }
  TERTIAL_ASSIGN_OR_RETURN(const ReadPoint head, ReadHead(snapshot, ""));
  return StoreIdentity{.schema = *schema, .head = head};
}

}  // namespace tertial
