#include "services/workforce/store/analysis_reads.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/domain/measures.h"
#include "services/workforce/store/cube_reads.h"
#include "services/workforce/store/keys.h"

namespace tertial::workforce {
namespace {

std::vector<v1::CertificationBasis> BasesOf(v1::Measure measure) {
  if (!HasCertificationBasis(measure)) return {v1::CERTIFICATION_BASIS_UNSPECIFIED};
  return {v1::CERTIFICATION_BASIS_TOTAL_REGISTERED, v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED,
          v1::CERTIFICATION_BASIS_SELF_CERTIFIED, v1::CERTIFICATION_BASIS_UNKNOWN};
}

}  // namespace

absl::StatusOr<ReportedFigures> ReadReported(const RecordReader& reader, const std::string& area_id,
                                             const Period& period) {
  const std::string wanted = period.Format();
  ReportedFigures figures;
  TERTIAL_RETURN_IF_ERROR(ScanResources<WorkforceFigureTable>(
      reader, {area_id}, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::WorkforceFigure& figure) {
        if (figure.period() == wanted) figures.emplace(figure.name(), figure);
        return true;
      }));
  return figures;
}

absl::StatusOr<AnalysedFacts> ReadAnalysed(const RecordReader& reader, const std::string& area_id,
                                           const Period& period) {
  AnalysedFacts facts{
      .area_id = area_id, .period = period, .units = {}, .reported = {}, .published = std::nullopt};
  TERTIAL_ASSIGN_OR_RETURN(facts.units, ReadBelow<UnitTable>(reader, {area_id}));
  TERTIAL_ASSIGN_OR_RETURN(facts.reported, ReadReported(reader, area_id, period));
  TERTIAL_ASSIGN_OR_RETURN(facts.published, ReadPublished(reader, area_id, period, facts.reported));
  return facts;
}

absl::StatusOr<std::vector<AreaFigures>> ReadFiguresOfAreas(const RecordReader& reader,
                                                            absl::Span<const std::string> area_ids,
                                                            v1::Measure measure, v1::Sex sex,
                                                            const Period& period) {
  const std::vector<v1::CertificationBasis> bases = BasesOf(measure);
  std::vector<std::string> names;
  for (const std::string& area_id : area_ids) {
    for (const v1::CertificationBasis basis : bases) {
      names.push_back(FigureName(
          area_id,
          {.measure = measure, .period = period, .sex = sex, .certification_basis = basis}));
    }
  }
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindResources<WorkforceFigureTable>(reader, names));
  std::vector<AreaFigures> areas;
  for (size_t i = 0; i < area_ids.size(); ++i) {
    AreaFigures& area = areas.emplace_back();
    area.area = absl::StrCat("areas/", area_ids[i]);
    for (size_t k = 0; k < bases.size(); ++k) {
      std::optional<v1::WorkforceFigure>& figure = found[i * bases.size() + k];
      if (figure.has_value()) area.figures.push_back(*std::move(figure));
    }
  }
  return areas;
}

}  // namespace tertial::workforce
