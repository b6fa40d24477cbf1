// What one publication comes to, before anything of it is stored.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_PUBLICATION_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_PUBLICATION_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/ledger/record_reader.h"
#include "common/types/period.h"
#include "services/workforce/domain/cube_figures.h"
#include "services/workforce/domain/cube_slices.h"
#include "services/workforce/domain/frozen_slice.h"
#include "services/workforce/store/cube_reads.h"
#include "services/workforce/store/register_store.h"

namespace tertial::workforce {

struct Publication {
  AssembledCube cube;
  // What is fixed by it: the slices that no publication before it has fixed.
  std::vector<std::pair<CubeSlice, FrozenTables>> fixed;
};

// Counts the register, fixes the slices that are not, and assembles the cube. Nothing is written.
// It is true of the state that `of` was read at. Errors: PERIOD_NOT_COVERED, BATCH_TOO_LARGE (more
// than kMostCubeUnits units), DISCLOSURE_RISK: of a slice some tables are fixed and others are not,
// or a reported figure tells what is hidden, or did once.
absl::StatusOr<Publication> PreparePublication(const Register& of, const Period& period,
                                               const PolicyInForce& policy, bool complementary);

inline constexpr int kMostCubeUnits = 2000;

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_PUBLICATION_H_
