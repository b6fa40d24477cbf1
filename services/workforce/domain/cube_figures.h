// A cube and its figures, from what was fixed of its slices.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_CUBE_FIGURES_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_CUBE_FIGURES_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "common/types/period.h"
#include "services/workforce/domain/cube_slices.h"
#include "services/workforce/domain/frozen_slice.h"
#include "services/workforce/domain/unit_tree.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

// A figure of a cube, but for its unit.
struct CubeFigure {
  // The table that says of which units it is shown.
  DisclosureTable table;
  v1::FigureSubject subject;
};

// All figures that a cube may have of one unit; those of tables that have no slice in its period,
// or are for the area alone, are left out where they are.
absl::Span<const CubeFigure> CubeFigures();

struct CubeInputs {
  std::string area_id;
  Period period;
  // All of its thresholds set.
  v1::DisclosurePolicy policy;
  std::string extract_date;
  // As of the last day of the period.
  const UnitTree& tree;
  // All of the area.
  absl::Span<const v1::Unit> units;
  // What was fixed; nullptr never comes for a slice of SlicesOf.
  absl::FunctionRef<const internal::v1::FrozenSlice*(DisclosureTable, const CubeSlice&)> frozen;
};

struct AssembledCube {
  v1::Cube cube;
  // In the order of the tree and of CubeFigures.
  std::vector<v1::PublishedFigure> figures;
};

AssembledCube AssembleCube(const CubeInputs& inputs);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_CUBE_FIGURES_H_
