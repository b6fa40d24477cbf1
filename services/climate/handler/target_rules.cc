#include "services/climate/handler/target_rules.h"

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/target_figures.h"
#include "services/climate/domain/targets.h"
#include "services/climate/store/inventory_reads.h"

namespace tertial::climate {
namespace {

// Whether the release holds a value of the target's sector for the year.
absl::StatusOr<bool> HoldsValue(const RecordReader& reader, const v1::InventoryRelease& release,
                                const v1::ClimateTarget& target, const Period& year) {
  // The published figure, where there is one, spares reading the release.
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::EmissionFigure> published,
                           FindResource<EmissionFigureTable>(
                               reader, EmissionName(release.name(), target.sector(), year)));
  if (published.has_value()) {
    return published->cell().content_case() == common::v1::Cell::kValue;
  }
  TERTIAL_ASSIGN_OR_RETURN(
      const StoredInventory stored,
      ReadInventory(reader, release, [&](const Period& period) { return period == year; }));
  const Denominators none;
  return TargetFigures(target, stored.inventory, none).EmissionsIn(year).has_value();
}

}  // namespace

void ClimateTargetRules::MakeCanonical(const AreaRegistry& areas, v1::ClimateTarget& target) {
  MakeReferenceCanonical<InventoryReleaseTable>(areas, target.mutable_reference_release());
}

absl::Status ClimateTargetRules::CheckReferences(const RecordReader& reader,
                                                 const v1::ClimateTarget& target,
                                                 const Violations& violations) {
  if (target.reference_release().empty()) return absl::OkStatus();
  return CheckReference<InventoryReleaseTable>(
             reader, "reference_release", target.reference_release(), target.name(), violations)
      .status();
}

absl::Status ClimateTargetRules::CheckBeside(const RecordReader& reader,
                                             const v1::ClimateTarget& target,
                                             const Violations& violations) {
  if (target.reference_release().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::InventoryRelease> release,
                           FindResource<InventoryReleaseTable>(reader, target.reference_release()));
  // One that was redacted says nothing.
  if (!release.has_value()) return absl::OkStatus();
  if (!IsMeasuredBy(target, *release)) {
    violations.Add("reference_release", common::v1::ERROR_REASON_DIFFERENT_ACCOUNTS,
                   OtherAccount(target, *release));
    return absl::OkStatus();
  }
  const std::optional<Period> base = ParsePeriod(target.base_period());
  if (!base.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const bool holds, HoldsValue(reader, *release, target, *base));
  if (holds) return absl::OkStatus();
  violations.Add("base_period", common::v1::ERROR_REASON_BASE_PERIOD_NOT_IN_RELEASE,
                 absl::StrCat(Quoted(target.base_period()), " has no value of the sector ",
                              Quoted(target.sector()), " in ", release->name(),
                              "; record it there, or leave reference_release empty."));
  return absl::OkStatus();
}

void ClimateTargetRules::ListReferences(const v1::ClimateTarget& target, References& references) {
  references.Add<InventoryReleaseTable>(target.reference_release());
}

}  // namespace tertial::climate
