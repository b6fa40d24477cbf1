// What the tables of a service hold: with it the ledger and the services that serve all resources
// alike (feed, export, checks) know a row's kind, its name and the area it is about.
#ifndef TERTIAL_COMMON_LEDGER_TABLE_CATALOG_H_
#define TERTIAL_COMMON_LEDGER_TABLE_CATALOG_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/covering_index.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/record_reader.h"
#include "common/status/errors.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "common/types/period.h"
#include "common/types/resource_name.h"
#include "google/protobuf/message.h"
#include "tertial/common/internal/v1/policy.pb.h"

namespace tertial {

struct TableDefinition {
  TableId id = 0;
  ResourceNamePattern pattern;
  ErrorReason not_found = common::v1::ERROR_REASON_UNSPECIFIED;
  const google::protobuf::Message* prototype = nullptr;
  // The period that a name is about, which decides what area a number names. May be empty.
  std::function<std::optional<Period>(absl::Span<const std::string> ids)> period_of;
  // Adds the index entries of a row: each an index number (1 byte) and what it is found by, ids
  // terminated by 00. May be empty. Must depend on nothing but its arguments. What the rows of a
  // service are found by is told in in_use.h.
  std::function<void(absl::string_view pk, absl::string_view body,
                     std::vector<std::string>& entries)>
      index;
  // The schema (schema_upgrade.h) since which rows have these entries. A store of an earlier one
  // gets them when it is opened: to be raised, with the schema, whenever `index` gives other ones.
  uint32_t index_schema = 2;
  // Whether its rows follow from others and are recorded by the service alone: they keep nothing
  // from being deleted.
  bool derived = false;
  // The role that the methods which write it ask for.
  common::internal::v1::Role writer = common::internal::v1::ROLE_RECORDER;
  // Rows once more in another order (covering_index.h). May be empty.
  std::optional<CoveringIndex> covering;
  // Adds what is wrong with a row beside the others. Fails only if the store does.
  using Check = std::function<absl::Status(const RecordReader& reader,
                                           const google::protobuf::Message& resource,
                                           const Violations& violations)>;
  // What is true of a row for as long as it stands, whatever becomes of others. Set by the
  // service's handlers (resource_service.h). May be empty.
  Check check;
  // What must be true when it is written, and need not stay so: what other rows say may change.
  // Asked only where `check` finds nothing. May be empty.
  Check check_beside;

  // Adds what is wrong with writing `body` under `pk`, by both.
  absl::Status CheckWrite(const RecordReader& reader, absl::string_view pk, absl::string_view body,
                          const Violations& violations) const;

  // "tertial.indicators.v1.Observation".
  const std::string& kind() const { return prototype->GetDescriptor()->full_name(); }
  bool restricted() const { return IsRestricted(id); }
  bool area_owned() const { return absl::StartsWith(pattern.text(), "areas/{area}"); }
};

// The tables of one service.
class TableCatalog {
 public:
  TableCatalog() = default;
  explicit TableCatalog(std::vector<TableDefinition> tables) : tables_(std::move(tables)) {}

  const std::vector<TableDefinition>& tables() const { return tables_; }
  // nullptr when there is none.
  const TableDefinition* Find(TableId id) const;
  const TableDefinition* FindKind(absl::string_view kind) const;
  // The table whose pattern `name` fits; nullptr when there is none.
  const TableDefinition* FindByName(absl::string_view name) const;

  // The id of the area that a row is about. Empty for a row about none, or of an unknown table.
  absl::string_view AreaOf(TableId table, absl::string_view pk) const;
  // The name of a row. Of a table that is not known, or a pk that does not fit it: what stands in
  // the key, for a reader of a log.
  std::string NameOf(TableId table, absl::string_view pk) const;
  // The ids in a pk; empty when its bytes are no sequence of ids.
  static std::optional<std::vector<std::string>> IdsOf(absl::string_view pk);

  // The index entries of a row.
  std::vector<std::string> IndexEntries(TableId table, absl::string_view pk,
                                        absl::string_view body) const;

 private:
  std::vector<TableDefinition> tables_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_TABLE_CATALOG_H_
