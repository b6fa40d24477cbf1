// The tables of a service as one caller may know them.
//
// What is asked of all resources alike (feed, revisions, exports, restores,
// redactions) finds tables through this and through nothing else, so a
// restricted one is, for whoever lacks the role, one that is not there: the
// same answer as for a kind or a name that nobody records.
#ifndef TERTIAL_COMMON_RPC_VISIBLE_TABLES_H_
#define TERTIAL_COMMON_RPC_VISIBLE_TABLES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "common/ledger/table_catalog.h"
#include "common/rpc/call_context.h"

namespace tertial {

class VisibleTables {
 public:
  // `tables` must outlive the object.
  VisibleTables(const TableCatalog& tables, const Caller& caller)
      : tables_(tables), sees_restricted_(caller.Has(kRestrictedReader)) {}

  // nullptr when there is none.
  const TableDefinition* FindKind(absl::string_view kind) const {
    return IfVisible(tables_.FindKind(kind));
  }
  // The table whose pattern `name` fits; nullptr when there is none.
  const TableDefinition* FindByName(absl::string_view name) const {
    return IfVisible(tables_.FindByName(name));
  }
  // Those that are not restricted, whoever asks.
  std::vector<const TableDefinition*> Open() const;

 private:
  const TableDefinition* IfVisible(const TableDefinition* table) const {
    return table == nullptr || !table->restricted() || sees_restricted_ ? table : nullptr;
  }

  const TableCatalog& tables_;
  const bool sees_restricted_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_VISIBLE_TABLES_H_
