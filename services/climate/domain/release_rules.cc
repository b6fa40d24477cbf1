#include "services/climate/domain/release_rules.h"

#include <cstddef>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/partial_date.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/gases.h"

namespace tertial::climate {
namespace {

constexpr size_t kLongestVersion = 200;
constexpr size_t kLongestStandard = 100;
constexpr int kMostGases = 50;

// The date of a release: a year, a month or a day.
void CheckReleaseDate(const v1::InventoryRelease& release, const Violations& violations) {
  CheckPartialDate("release_date", release.release_date(), Presence::kOptional, violations);
  const absl::StatusOr<PartialDate> date = PartialDate::Parse(release.release_date());
  if (!date.ok() || date->precision() != DatePrecision::kSeason) return;
  violations.Add("release_date", common::v1::ERROR_REASON_INVALID_DATE,
                 absl::StrCat(Quoted(release.release_date()),
                              " is a season; write a year, a month or a day, as 2025-01."));
}

void CheckGases(const v1::InventoryRelease& release, const Violations& violations) {
  CheckElements("gases", release.gases_size(), kMostGases, violations);
  std::set<std::string> seen;
  for (int i = 0; i < release.gases_size(); ++i) {
    const Violations at = violations.At("gases", static_cast<size_t>(i));
    CheckGas("", release.gases(i), Mixtures::kTaken, at);
    if (seen.insert(release.gases(i)).second) continue;
    at.Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
           absl::StrCat(Quoted(release.gases(i)), " stands twice; name each gas once."));
  }
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
  CheckGases(release, violations);
  CheckDottedCode("sector_standard", release.sector_standard(), Presence::kOptional,
                  kLongestStandard, violations);
  CheckEnum("coverage", release.coverage(), Presence::kOptional, violations);
  CheckTexts("titles", release.titles(), Presence::kOptional, violations);
  CheckProvenance("provenance", release.provenance(), violations);
}

}  // namespace tertial::climate
