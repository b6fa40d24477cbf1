// What must be true of each resource of this service when it is written, by itself or in an import.
// common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_RULES_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table_catalog.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/workforce/domain/resource_rules.h"
#include "services/workforce/store/keys.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

struct UnitRules {
  using Table = UnitTable;
  static constexpr auto Check = CheckUnit;
  static void MakeCanonical(const AreaRegistry& areas, v1::Unit& unit);
  // The units that it is placed below and came from, and the organisation that they make together.
  static absl::Status CheckReferences(const RecordReader& reader, const v1::Unit& unit,
                                      const Violations& violations);
  static void ListReferences(const v1::Unit& unit, References& references);
};

struct WorkforceFigureRules {
  using Table = WorkforceFigureTable;
  static constexpr auto Check = CheckWorkforceFigure;
  static void MakeCanonical(const AreaRegistry& areas, v1::WorkforceFigure& figure);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::WorkforceFigure& figure,
                                      const Violations& violations);
  static void ListReferences(const v1::WorkforceFigure& figure, References& references);
};

// All tables of this service, each with its rules.
TableCatalog WorkforceTables();

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_RULES_H_
