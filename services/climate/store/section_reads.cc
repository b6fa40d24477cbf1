#include "services/climate/store/section_reads.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "common/facts/missing_parts.h"
#include "common/facts/series.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/store/keys.h"

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

// The area's activity figures in the periods of the report.
absl::StatusOr<std::vector<v1::ActivityFigure>> ReadActivities(const RecordReader& reader,
                                                               const std::string& area_id,
                                                               const Period& period) {
  std::set<std::string> shown;
  for (const Period& one : ReportWindow(period)) shown.insert(one.Format());
  std::vector<v1::ActivityFigure> figures;
  TERTIAL_RETURN_IF_ERROR(ScanResources<ActivityFigureTable>(
      reader, {area_id}, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::ActivityFigure& figure) {
        if (shown.count(figure.period()) > 0) figures.push_back(figure);
        return true;
      }));
  return figures;
}

}  // namespace

absl::StatusOr<ClimateFacts> ReadClimate(const RecordReader& reader, const std::string& area_id,
                                         const Period& period, MissingParts* missing_parts) {
  ClimateFacts facts{.area_id = area_id, .period = period};
  TERTIAL_ASSIGN_OR_RETURN(facts.releases, ReadBelow<InventoryReleaseTable>(reader, {area_id}));
  TERTIAL_ASSIGN_OR_RETURN(facts.emissions, ReadBelow<EmissionFigureTable>(reader, {area_id}));
  TERTIAL_RETURN_IF_ERROR(TakePart("activities", ReadActivities(reader, area_id, period),
                                   missing_parts, facts.activities));
  TERTIAL_RETURN_IF_ERROR(TakePart("targets", ReadBelow<ClimateTargetTable>(reader, {area_id}),
                                   missing_parts, facts.targets));
  TERTIAL_RETURN_IF_ERROR(TakePart("action_areas",
                                   ReadBelow<ClimateMeasureTable>(reader, {area_id}), missing_parts,
                                   facts.measures));
  return facts;
}

}  // namespace tertial::climate
