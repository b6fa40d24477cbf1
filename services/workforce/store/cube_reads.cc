#include "services/workforce/store/cube_reads.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/workforce/domain/cube_figures.h"
#include "services/workforce/domain/disclosure_policy.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/domain/published_figure_id.h"
#include "services/workforce/domain/reported_guard.h"
#include "services/workforce/store/cube_keys.h"

namespace tertial::workforce {
namespace {

// The names of figures that a cube may have, without repeats.
std::vector<std::string> NamesToRead(const std::string& area_id, const Period& period,
                                     const ReportedFigures& reported) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  const auto add = [&](std::string name) {
    if (seen.insert(name).second) names.push_back(std::move(name));
  };
  for (const CubeFigure& figure : CubeFigures()) {
    add(PublishedFigureName(area_id, period, figure.subject));
  }
  const std::string cube = absl::StrCat(CubeName(area_id, period), "/");
  for (const auto& [name, figure] : reported) {
    for (std::string& beside : FiguresToldBy(area_id, KeyOf(figure, period))) {
      if (absl::StartsWith(beside, cube)) add(std::move(beside));
    }
  }
  return names;
}

}  // namespace

absl::StatusOr<std::optional<v1::Cube>> FindCubeOfYear(const RecordReader& reader,
                                                       absl::string_view area_id, int year) {
  TERTIAL_ASSIGN_OR_RETURN(std::string prefix, EncodePrimaryKey({std::string(area_id)}));
  // The id of every period begins with its year.
  absl::StrAppend(&prefix, year);
  std::optional<v1::Cube> cube;
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(reader.Scan(
      CubeTable::kId, prefix, "", [&](absl::string_view pk, Revision, absl::string_view body) {
        damage = DecodeBody(CubeTable::kId, pk, body, cube.emplace());
        return false;
      }));
  TERTIAL_RETURN_IF_ERROR(damage);
  return cube;
}

absl::StatusOr<PolicyInForce> PolicyOf(const RecordReader& reader, const std::string& area_id,
                                       int year) {
  const std::string name = absl::StrCat("areas/", area_id, "/disclosurePolicies/", year);
  TERTIAL_ASSIGN_OR_RETURN(auto recorded,
                           FindVersionedResource<DisclosurePolicyTable>(reader, name));
  PolicyInForce policy;
  if (recorded.has_value()) policy = {std::move(recorded->message), recorded->revision};
  TERTIAL_ASSIGN_OR_RETURN(std::optional<v1::Cube> cube, FindCubeOfYear(reader, area_id, year));
  if (cube.has_value()) policy.policy = std::move(*cube->mutable_policy());
  policy.policy = WithDefaults(std::move(policy.policy));
  policy.policy.set_name(name);
  return policy;
}

absl::StatusOr<std::optional<PublishedFigures>> ReadPublished(const RecordReader& reader,
                                                              const std::string& area_id,
                                                              const Period& period,
                                                              const ReportedFigures& reported) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Cube> cube,
                           FindResource<CubeTable>(reader, CubeName(area_id, period)));
  if (!cube.has_value()) return std::optional<PublishedFigures>();
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindResources<PublishedFigureTable>(
                                           reader, NamesToRead(area_id, period, reported)));
  PublishedFigures figures;
  for (std::optional<v1::PublishedFigure>& figure : found) {
    if (figure.has_value()) figures.push_back(*std::move(figure));
  }
  return std::optional<PublishedFigures>(std::move(figures));
}

}  // namespace tertial::workforce
