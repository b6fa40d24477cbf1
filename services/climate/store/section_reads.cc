#include "services/climate/store/section_reads.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/facts/missing_parts.h"
#include "common/facts/series.h"
#include "common/facts/tertial.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/domain/emission_calculation.h"
#include "services/climate/domain/targets.h"
#include "services/climate/store/activity_reads.h"
#include "services/climate/store/inventory_reads.h"
#include "services/climate/store/keys.h"
#include "services/climate/store/target_reads.h"

namespace tertial::climate {
namespace {

// Gives what was read to `part`, or notes that it is missing.
template <typename Resource>
absl::Status TakePart(absl::string_view name, absl::StatusOr<std::vector<Resource>> read,
                      MissingParts* missing_parts, std::optional<std::vector<Resource>>& part) {
  TERTIAL_RETURN_IF_ERROR(NoteMissingPart(name, read.status(), missing_parts));
  if (read.ok()) part = *std::move(read);
  return absl::OkStatus();
}

// The area's activity figures in the periods that the report reads.
absl::StatusOr<std::vector<v1::ActivityFigure>> ReadActivities(const RecordReader& reader,
                                                               const std::string& area_id,
                                                               const Period& period) {
  std::set<std::string> read;
  for (const Period& one : ReportReads(period)) read.insert(one.Format());
  std::vector<v1::ActivityFigure> figures;
  TERTIAL_RETURN_IF_ERROR(ScanResources<ActivityFigureTable>(
      reader, {area_id}, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::ActivityFigure& figure) {
        if (read.count(figure.period()) > 0) figures.push_back(figure);
        return true;
      }));
  return figures;
}

// The targets, and what intensities among them are divided by.
absl::Status ReadTargets(const RecordReader& reader, MissingParts* missing_parts,
                         ClimateFacts& facts) {
  TERTIAL_RETURN_IF_ERROR(TakePart("targets",
                                   ReadBelow<ClimateTargetTable>(reader, {facts.area_id}),
                                   missing_parts, facts.targets));
  if (!facts.targets.has_value()) return absl::OkStatus();
  for (const v1::ClimateTarget& target : *facts.targets) {
    const absl::StatusOr<Denominators> denominators =
        ReadDenominators(reader, facts.area_id, target);
    if (!denominators.ok()) {
      facts.targets.reset();
      return NoteMissingPart("targets", denominators.status(), missing_parts);
    }
    facts.denominators.emplace(target.name(), *denominators);
  }
  return absl::OkStatus();
}

// Every release, with all its figures where one of the targets is measured with it: the year that
// it is measured in is not known before, and a break may lie anywhere between base and that.
absl::Status ReadInventories(const RecordReader& reader, StoredClimate& climate) {
  ClimateFacts& facts = climate.facts;
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::InventoryRelease> releases,
                           ReadBelow<InventoryReleaseTable>(reader, {facts.area_id}));
  // Changes are from the period before.
  const Period year = Period::OfYear(facts.period.year());
  const Period first = ReportWindow(year).front().Previous();
  for (const v1::InventoryRelease& release : releases) {
    const bool is_measured_with =
        facts.targets.has_value() &&
        std::any_of(facts.targets->begin(), facts.targets->end(),
                    [&](const v1::ClimateTarget& target) { return IsMeasuredBy(target, release); });
    TERTIAL_ASSIGN_OR_RETURN(StoredInventory stored,
                             ReadInventory(reader, release, [&](const Period& period) {
                               return is_measured_with || (period >= first && period <= year);
                             }));
    facts.inventories.push_back(&climate.inventories.emplace_back(std::move(stored)).inventory);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::ActivityEmissions>> ReadOwnOperations(const RecordReader& reader,
                                                                     const std::string& area_id,
                                                                     const Period& period) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::ActivityFigure> activities,
                           ReadActivitiesWithFactors(reader, area_id, period, ""));
  TERTIAL_ASSIGN_OR_RETURN(const EmissionFactors factors,
                           ReadEmissionFactors(reader, FactorsNamedBy(activities)));
  std::vector<v1::ActivityEmissions> emissions;
  emissions.reserve(activities.size());
  for (const v1::ActivityFigure& activity : activities) {
    emissions.push_back(EmissionsOf(activity, factors));
  }
  return emissions;
}

// What budgets are made of beside targets and measures.
absl::Status ReadPaths(const RecordReader& reader, MissingParts* missing_parts,
                       ClimateFacts& facts) {
  if (facts.targets.has_value() && facts.measures.has_value()) {
    return TakePart("budgets", ReadBelow<ReferencePathTable>(reader, {facts.area_id}),
                    missing_parts, facts.paths);
  }
  return NoteMissingPart(
      "budgets", absl::DataLossError("targets or measures, which they are made of, are missing"),
      missing_parts);
}

}  // namespace

absl::StatusOr<StoredClimate> ReadClimate(const RecordReader& reader, const std::string& area_id,
                                          const Period& period, MissingParts* missing_parts) {
  StoredClimate climate{
      .inventories = {},
      .facts = {.area_id = area_id, .period = period, .inventories = {}, .denominators = {}}};
  ClimateFacts& facts = climate.facts;
  TERTIAL_RETURN_IF_ERROR(TakePart("activities", ReadActivities(reader, area_id, period),
                                   missing_parts, facts.activities));
  TERTIAL_RETURN_IF_ERROR(ReadTargets(reader, missing_parts, facts));
  TERTIAL_RETURN_IF_ERROR(ReadInventories(reader, climate));
  TERTIAL_RETURN_IF_ERROR(TakePart("action_areas",
                                   ReadBelow<ClimateMeasureTable>(reader, {area_id}), missing_parts,
                                   facts.measures));
  TERTIAL_RETURN_IF_ERROR(ReadPaths(reader, missing_parts, facts));
  TERTIAL_RETURN_IF_ERROR(
      TakePart("own_operations", ReadOwnOperations(reader, area_id, Period::OfYear(period.year())),
               missing_parts, facts.own_operations));
  return climate;
}

}  // namespace tertial::climate
