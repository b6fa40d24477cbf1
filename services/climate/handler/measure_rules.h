// What must be true of climate measures and reference paths when they are written, by themselves or
// in an import. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_MEASURE_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_MEASURE_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/climate/domain/measure_rules.h"
#include "services/climate/domain/path_rules.h"
#include "services/climate/store/keys.h"
#include "tertial/climate/v1/accounts_resources.pb.h"

namespace tertial::climate {

struct ClimateMeasureRules {
  using Table = ClimateMeasureTable;
  static constexpr auto Check = CheckClimateMeasure;
};

struct ReferencePathRules {
  using Table = ReferencePathTable;
  static void MakeCanonical(const AreaRegistry& areas, v1::ReferencePath& path);
  static constexpr auto Check = CheckReferencePath;
  // The release is recorded.
  static absl::Status CheckReferences(const RecordReader& reader, const v1::ReferencePath& path,
                                      const Violations& violations);
  // It is of the path's boundary and scope.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::ReferencePath& path,
                                  const Violations& violations);
  static void ListReferences(const v1::ReferencePath& path, References& references);
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_MEASURE_RULES_H_
