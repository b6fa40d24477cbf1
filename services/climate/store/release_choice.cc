#include "services/climate/store/release_choice.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "services/climate/domain/newest_release.h"
#include "services/climate/domain/targets.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {
namespace {

// A release that a request names.
struct Named {
  absl::string_view field;
  std::string release;
};

absl::Status DifferentReleases(const std::string& base, const std::string& current) {
  return InvalidField(
      "current_release", common::v1::ERROR_REASON_DIFFERENT_RELEASES,
      absl::StrCat("The base is asked for from ", base, " and the current emissions from ", current,
                   ", and each release calculates all years anew; take both from one release."),
      {{"base_release", base}, {"current_release", current}});
}

// The one release that is named, by whichever field; without a name where none is.
absl::StatusOr<Named> OneOf(const RequestedReleases& requested) {
  const std::string& both = requested.inventory_release;
  const std::string& base = requested.base_release.empty() ? both : requested.base_release;
  const std::string& current = requested.current_release.empty() ? both : requested.current_release;
  if (!base.empty() && !current.empty() && base != current) return DifferentReleases(base, current);
  if (!both.empty() && !base.empty() && both != base) return DifferentReleases(base, both);
  if (!both.empty()) return Named{"inventory_release", both};
  if (!base.empty()) return Named{"base_release", base};
  return Named{"current_release", current};
}

absl::StatusOr<v1::InventoryRelease> FindNamed(const RecordReader& reader,
                                               const std::string& area_id,
                                               const v1::ClimateTarget& target,
                                               const Named& named) {
  if (!absl::StartsWith(named.release, absl::StrCat("areas/", area_id, "/"))) {
    return InvalidField(named.field, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                        absl::StrCat(Quoted(named.release), " belongs to another area than ",
                                     Quoted(target.name()), "; name a release of that area."));
  }
  TERTIAL_ASSIGN_OR_RETURN(v1::InventoryRelease release,
                           GetResource<InventoryReleaseTable>(reader, named.release));
  if (IsMeasuredBy(target, release)) return release;
  return InvalidField(named.field, common::v1::ERROR_REASON_DIFFERENT_ACCOUNTS,
                      OtherAccount(target, release));
}

}  // namespace

absl::StatusOr<v1::InventoryRelease> ChooseRelease(const RecordReader& reader,
                                                   const std::string& area_id,
                                                   const v1::ClimateTarget& target,
                                                   const RequestedReleases& requested) {
  TERTIAL_ASSIGN_OR_RETURN(const Named named, OneOf(requested));
  if (!named.release.empty()) return FindNamed(reader, area_id, target, named);
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::InventoryRelease> releases,
                           ReadBelow<InventoryReleaseTable>(reader, {area_id}));
  TERTIAL_ASSIGN_OR_RETURN(const v1::InventoryRelease* const newest,
                           NewestRelease(releases, target.boundary(), target.scope()));
  if (newest != nullptr) return *newest;
  return MakeError(absl::StatusCode::kNotFound,
                   common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND,
                   absl::StrCat("No inventory release of the boundary and scope of ", target.name(),
                                " is recorded."),
                   {{"climate_target", target.name()}});
}

}  // namespace tertial::climate
