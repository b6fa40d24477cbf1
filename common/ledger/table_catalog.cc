#include "common/ledger/table_catalog.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

template <typename Condition>
const TableDefinition* FindTable(const std::vector<TableDefinition>& tables, Condition condition) {
  for (const TableDefinition& table : tables) {
    if (condition(table)) return &table;
  }
  return nullptr;
}

}  // namespace

absl::Status TableDefinition::CheckWrite(const RecordReader& reader, absl::string_view pk,
                                         absl::string_view body,
                                         const Violations& violations) const {
  if (!check && !check_beside) return absl::OkStatus();
  const std::unique_ptr<google::protobuf::Message> resource(prototype->New());
  TERTIAL_RETURN_IF_ERROR(DecodeBody(id, pk, body, *resource));
  if (check) TERTIAL_RETURN_IF_ERROR(check(reader, *resource, violations));
  if (!check_beside || !violations.empty()) return absl::OkStatus();
  return check_beside(reader, *resource, violations);
}

const TableDefinition* TableCatalog::Find(TableId id) const {
  return FindTable(tables_, [id](const TableDefinition& table) { return table.id == id; });
}

const TableDefinition* TableCatalog::FindKind(absl::string_view kind) const {
  return FindTable(tables_, [kind](const TableDefinition& table) { return table.kind() == kind; });
}

const TableDefinition* TableCatalog::FindByName(absl::string_view name) const {
  return FindTable(tables_,
                   [name](const TableDefinition& table) { return table.pattern.Matches(name); });
}

absl::string_view TableCatalog::AreaOf(TableId table, absl::string_view pk) const {
  const TableDefinition* definition = Find(table);
  if (definition == nullptr || !definition->area_owned()) return "";
  return ConsumeTextId(pk).value_or("");
}

std::string TableCatalog::NameOf(TableId table, absl::string_view pk) const {
  const TableDefinition* definition = Find(table);
  const std::optional<std::vector<std::string>> ids = IdsOf(pk);
  if (definition == nullptr || !ids.has_value() || ids->size() != definition->pattern.id_count()) {
    return absl::StrCat("table ", table, " row ", absl::BytesToHexString(pk));
  }
  return definition->pattern.Format(*ids);
}

std::optional<std::vector<std::string>> TableCatalog::IdsOf(absl::string_view pk) {
  std::vector<std::string> ids;
  while (!pk.empty()) {
    const std::optional<absl::string_view> id = ConsumeTextId(pk);
    if (!id.has_value()) return std::nullopt;
    ids.emplace_back(*id);
  }
  return ids;
}

std::vector<std::string> TableCatalog::IndexEntries(TableId table, absl::string_view pk,
                                                    absl::string_view body) const {
  std::vector<std::string> entries;
  const TableDefinition* definition = Find(table);
  if (definition != nullptr && definition->index) definition->index(pk, body, entries);
  return entries;
}

}  // namespace tertial
