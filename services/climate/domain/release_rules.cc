#include "services/climate/domain/release_rules.h"

#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/inventory.h"

namespace tertial::climate {
namespace {

constexpr size_t kLongestVersion = 200;

// The date of a release: a year, a month or a day.
void CheckReleaseDate(const v1::InventoryRelease& release, const Violations& violations) {
  CheckPartialDate("release_date", release.release_date(), Presence::kOptional, violations);
  const absl::StatusOr<PartialDate> date = PartialDate::Parse(release.release_date());
  if (!date.ok() || date->precision() != DatePrecision::kSeason) return;
  violations.Add("release_date", common::v1::ERROR_REASON_INVALID_DATE,
                 absl::StrCat(Quoted(release.release_date()),
                              " is a season; write a year, a month or a day, as 2025-01."));
}

}  // namespace

void CheckInventoryRelease(const v1::InventoryRelease& release, const Violations& violations) {
  CheckText("publisher", release.publisher(), Presence::kRequired, kLongestLabel, violations);
  CheckReleaseDate(release, violations);
  CheckText("method_version", release.method_version(), Presence::kOptional, kLongestVersion,
            violations);
  CheckEnum("gwp_set", release.gwp_set(), Presence::kRequired, violations);
  CheckEnum("boundary", release.boundary(), Presence::kRequired, violations);
  CheckEnum("scope", release.scope(), Presence::kRequired, violations);
  CheckProvenance("provenance", release.provenance(), violations);
}

}  // namespace tertial::climate
