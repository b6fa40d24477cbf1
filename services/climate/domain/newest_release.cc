#include "services/climate/domain/newest_release.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "common/types/partial_date.h"

namespace tertial::climate {
namespace {

using Releases = std::vector<const v1::InventoryRelease*>;

// Whether `release` came out after `other`, whatever days their dates may mean.
bool IsLater(const v1::InventoryRelease& release, const v1::InventoryRelease& other) {
  const absl::StatusOr<PartialDate> date = PartialDate::Parse(release.release_date());
  if (!date.ok()) return false;
  const absl::StatusOr<PartialDate> other_date = PartialDate::Parse(other.release_date());
  return !other_date.ok() || date->earliest() > other_date->latest();
}

// Those that no other one supersedes.
Releases Present(const Releases& releases) {
  std::set<absl::string_view> superseded;
  for (const v1::InventoryRelease* release : releases) superseded.insert(release->supersedes());
  Releases present;
  for (const v1::InventoryRelease* release : releases) {
    if (superseded.count(release->name()) == 0) present.push_back(release);
  }
  return present;
}

// Those that none came out after.
Releases Latest(const Releases& releases) {
  Releases latest;
  for (const v1::InventoryRelease* release : releases) {
    if (std::none_of(releases.begin(), releases.end(),
                     [&](const auto* other) { return IsLater(*other, *release); })) {
      latest.push_back(release);
    }
  }
  return latest;
}

absl::Status Ambiguous(const Releases& releases) {
  std::vector<std::string> names;
  for (const v1::InventoryRelease* release : releases) names.push_back(release->name());
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_INVENTORY_RELEASE_AMBIGUOUS,
                   absl::StrCat("Each of ", absl::StrJoin(names, ", "),
                                " may be the newest release; ask for one of them, or record what "
                                "it supersedes or when it was released."),
                   {{"inventory_releases", absl::StrJoin(names, ",")}});
}

}  // namespace

absl::StatusOr<const v1::InventoryRelease*> NewestRelease(
    absl::Span<const v1::InventoryRelease> releases, v1::Boundary boundary, v1::Scope scope) {
  Releases of_account;
  for (const v1::InventoryRelease& release : releases) {
    if (release.boundary() == boundary && release.scope() == scope) {
      of_account.push_back(&release);
    }
  }
  const Releases latest = Latest(Present(of_account));
  if (latest.size() > 1) return Ambiguous(latest);
  return latest.empty() ? nullptr : latest.front();
}

}  // namespace tertial::climate
