// Published cubes and the thresholds that they are published by, as people read them, and as rows.
#ifndef TERTIAL_CLIENTS_CLI_WORKFORCE_CUBE_DOCUMENTS_H_
#define TERTIAL_CLIENTS_CLI_WORKFORCE_CUBE_DOCUMENTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/render/document.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/workforce/v1/cubes_service.pb.h"

namespace tertial::cli {

// A cube with figures of it, all read at one state.
struct CubeAnswer {
  workforce::v1::GetCubeResponse cube;
  workforce::v1::ListPublishedFiguresResponse figures;
};

// Which figures of a cube are asked for.
struct CubeSelection {
  // A unit by id or resource name, or the area by its own, for the area as a whole. Empty: all.
  std::string unit;
  // Empty: all.
  std::vector<workforce::v1::FigureMeasure> measures;
};

// Leaves the figures asked for, in the order of the cube's units, the area first, and for each in
// the order of measures, divided ones after the others. NOT_FOUND with a sentence when the unit is
// not in the cube.
absl::Status SelectFigures(const CubeSelection& selection, CubeAnswer& answer);

// The figures, with what they are defined by, and what is hidden by which thresholds.
Document MakeCubeDocument(const CubeAnswer& answer, const std::string& language);
Table CubeRows(const CubeAnswer& answer);
// One object, with the answers of the service under "cube" and "figures".
std::string CubeJson(const CubeAnswer& answer);

// Without figures.
Document MakeCubesDocument(const workforce::v1::ListCubesRequest& request,
                           const workforce::v1::ListCubesResponse& response);
Table CubesRows(const google::protobuf::RepeatedPtrField<workforce::v1::Cube>& cubes);

// What was published, or would be. `figures` are those of the cube, as they were read after it was;
// none where nothing was stored.
Document MakePublishedDocument(const workforce::v1::PublishCubeResponse& response,
                               const workforce::v1::ListPublishedFiguresResponse& figures,
                               const std::string& language);

// The thresholds of one year, and why they are these.
struct ThresholdsOfYear {
  workforce::v1::DisclosurePolicy policy;
  // A cube of the year that was published by them, which fixes them. Empty: there is none.
  std::string fixed_by;
  // Whether a policy of the year is recorded, or the defaults of the contract stand.
  bool recorded = false;
  // Whether they were checked and not stored.
  bool checked_only = false;
};
// The policy, with the defaults of the contract where it sets nothing.
workforce::v1::DisclosurePolicy WithContractDefaults(workforce::v1::DisclosurePolicy policy);
Document MakePolicyDocument(const ThresholdsOfYear& thresholds);
Table PolicyRows(const ThresholdsOfYear& thresholds);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_WORKFORCE_CUBE_DOCUMENTS_H_
