#include "common/rpc/visible_tables.h"

namespace tertial {

std::vector<const TableDefinition*> VisibleTables::Open() const {
  std::vector<const TableDefinition*> open;
  for (const TableDefinition& table : tables_.tables()) {
    if (!table.restricted()) open.push_back(&table);
  }
  return open;
}

}  // namespace tertial
