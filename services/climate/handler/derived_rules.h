// What must be true of what the service records of what follows from facts. Nobody else writes it.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_DERIVED_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_DERIVED_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/status/violations.h"
#include "services/climate/store/keys.h"
#include "tertial/climate/v1/accounts_resources.pb.h"

namespace tertial::climate {

struct ClimateTargetLevelRules {
  using Table = ClimateTargetLevelTable;
  static void Check(const v1::ClimateTargetLevel& level, const Violations& violations);
  // FIGURE_NOT_RECORDED_HERE, always: of a request that would write one.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::ClimateTargetLevel& level,
                                  const Violations& violations);
};

struct CalculatedEmissionRules {
  using Table = CalculatedEmissionTable;
  static void Check(const v1::CalculatedEmission& emission, const Violations& violations);
  // Likewise.
  static absl::Status CheckBeside(const RecordReader& reader,
                                  const v1::CalculatedEmission& emission,
                                  const Violations& violations);
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_DERIVED_RULES_H_
