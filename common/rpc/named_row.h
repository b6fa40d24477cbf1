// Rows of any table by their resource names, for the services that serve all resources alike.
#ifndef TERTIAL_COMMON_RPC_NAMED_ROW_H_
#define TERTIAL_COMMON_RPC_NAMED_ROW_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/table_catalog.h"
#include "common/rpc/visible_tables.h"
#include "common/types/area_registry.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace tertial {

struct NamedRow {
  // Never null; of the catalog it was found in.
  const TableDefinition* table = nullptr;
  // With the id of its area.
  std::string name;
  std::string pk;
};

// The row that `name` names, whether there is one or not; {area} may be an official number. Errors:
// INVALID_RESOURCE_NAME (for the field "name"), RESOURCE_KIND_UNKNOWN (NOT_FOUND), AREA_NOT_FOUND.
absl::StatusOr<NamedRow> FindNamedRow(const VisibleTables& tables, const AreaRegistry& areas,
                                      absl::string_view name);

// The tables of `kinds` in the order of their numbers; when there are none, all that are not
// restricted, whoever asks: what is restricted is answered to who names it. Errors:
// RESOURCE_KIND_UNKNOWN (INVALID_ARGUMENT) for one of `field`.
absl::StatusOr<std::vector<const TableDefinition*>> FindKinds(
    const VisibleTables& tables, absl::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& kinds);

// A resource as it is stored: `body` is not parsed.
google::protobuf::Any AsAny(const TableDefinition& table, absl::string_view body);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_NAMED_ROW_H_
