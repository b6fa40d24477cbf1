// What must be true of activity figures and emission factors when they are written, by themselves
// or in an import. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_FACTOR_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_FACTOR_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "services/climate/domain/activity_rules.h"
#include "services/climate/domain/factor_rules.h"
#include "services/climate/store/keys.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

struct ActivityFigureRules {
  using Table = ActivityFigureTable;
  static constexpr auto Check = CheckActivityFigure;
  // Of each factor that the figure names a version is valid in its year, per a unit that its own
  // converts into.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::ActivityFigure& figure,
                                  const Violations& violations);
};

struct EmissionFactorRules {
  using Table = EmissionFactorTable;
  static constexpr auto Check = CheckEmissionFactor;
  static absl::Status CheckReferences(const RecordReader& reader, const v1::EmissionFactor& factor,
                                      const Violations& violations);
  // The table has the gases of the factor; the other versions are of its scope and method, and per
  // units that convert into its own, as do those of the figures that name it.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::EmissionFactor& factor,
                                  const Violations& violations);
  // RESOURCE_IN_USE for the last version that an activity figure needs for its year.
  static absl::Status CheckDelete(const RecordReader& reader, const std::string& name);
  static void ListReferences(const v1::EmissionFactor& factor, References& references);
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_FACTOR_RULES_H_
