#include "services/workforce/store/section_reads.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/facts/missing_parts.h"
#include "common/facts/tertial.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/store/cube_reads.h"
#include "services/workforce/store/keys.h"

namespace tertial::workforce {
namespace {

using Figures = std::map<std::string, v1::WorkforceFigure>;

// The FTEs and the head counts of the units in the report's periods.
absl::StatusOr<Figures> ReadUnitFigures(const RecordReader& reader, const WorkforceFacts& facts) {
  std::vector<std::string> names;
  for (const v1::Unit& unit : facts.units) {
    for (const Period& period : ReportReads(facts.period)) {
      for (const v1::Measure measure : {v1::MEASURE_FTE, v1::MEASURE_HEAD_COUNT}) {
        names.push_back(
            FigureName(facts.area_id,
                       {.measure = measure, .period = period, .unit_id = UnitIdOf(unit.name())}));
      }
    }
  }
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindResources<WorkforceFigureTable>(reader, names));
  Figures figures;
  for (size_t i = 0; i < names.size(); ++i) {
    if (found[i].has_value()) figures.emplace(names[i], *std::move(found[i]));
  }
  return figures;
}

// All figures in the report's periods.
absl::StatusOr<Figures> ScanFigures(const RecordReader& reader, const WorkforceFacts& facts) {
  std::set<std::string> read;
  for (const Period& period : ReportReads(facts.period)) read.insert(period.Format());
  Figures figures;
  TERTIAL_RETURN_IF_ERROR(ScanResources<WorkforceFigureTable>(
      reader, {facts.area_id}, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::WorkforceFigure& figure) {
        if (read.count(figure.period()) > 0) figures.emplace(figure.name(), figure);
        return true;
      }));
  return figures;
}

}  // namespace

absl::StatusOr<WorkforceFacts> ReadWorkforce(const RecordReader& reader, const std::string& area_id,
                                             const Period& period, MissingParts* missing_parts) {
  WorkforceFacts facts{.area_id = area_id, .period = period};
  TERTIAL_ASSIGN_OR_RETURN(facts.units, ReadBelow<UnitTable>(reader, {area_id}));
  TERTIAL_ASSIGN_OR_RETURN(facts.figures, ReadUnitFigures(reader, facts));
  absl::StatusOr<Figures> all = ScanFigures(reader, facts);
  for (const absl::string_view part : {"figures", "units.figures"}) {
    TERTIAL_RETURN_IF_ERROR(NoteMissingPart(part, all.status(), missing_parts));
  }
  if (all.ok()) facts.figures = *std::move(all);
  absl::StatusOr<std::optional<PublishedFigures>> published =
      ReadPublished(reader, area_id, period, ReportedInPeriod(facts));
  for (const absl::string_view part : {"published", "comparisons"}) {
    TERTIAL_RETURN_IF_ERROR(NoteMissingPart(part, published.status(), missing_parts));
  }
  if (published.ok()) facts.published = *std::move(published);
  return facts;
}

}  // namespace tertial::workforce
