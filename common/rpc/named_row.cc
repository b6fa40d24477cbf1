#include "common/rpc/named_row.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/resource_name.h"

namespace tertial {
namespace {

// Whether `name` could be that of a resource: collections, each followed by an id.
bool IsResourceName(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() % 2 != 0) return false;
  for (size_t i = 0; i < parts.size(); i += 2) {
    const absl::string_view collection = parts[i];
    if (collection.empty() ||
        !std::all_of(collection.begin(), collection.end(), absl::ascii_isalpha) ||
        !IsResourceId(parts[i + 1])) {
      return false;
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<NamedRow> FindNamedRow(const VisibleTables& tables, const AreaRegistry& areas,
                                      absl::string_view name) {
  if (!IsResourceName(name)) {
    return InvalidField("name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                        absl::StrCat(Quoted(name),
                                     " is no resource name; give one such as "
                                     "\"areas/asker/goals/g1\"."));
  }
  NamedRow row{.table = tables.FindByName(name)};
  if (row.table == nullptr) {
    return MakeError(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_RESOURCE_KIND_UNKNOWN,
                     absl::StrCat("This service records nothing that has a name such as ",
                                  Quoted(name), "; ask the service that does."),
                     {{"name", std::string(name)}});
  }
  TERTIAL_ASSIGN_OR_RETURN(std::vector<std::string> ids, row.table->pattern.Parse(name));
  if (row.table->area_owned()) {
    const std::optional<Period> period =
        row.table->period_of ? row.table->period_of(ids) : std::nullopt;
    TERTIAL_ASSIGN_OR_RETURN(ids[0], areas.Resolve(ids[0], period));
  }
  row.name = row.table->pattern.Format(ids);
  TERTIAL_ASSIGN_OR_RETURN(row.pk, EncodePrimaryKey(ids));
  return row;
}

absl::StatusOr<std::vector<const TableDefinition*>> FindKinds(
    const VisibleTables& tables, absl::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& kinds) {
  const std::vector<const TableDefinition*> open = tables.Open();
  std::vector<const TableDefinition*> found;
  for (int i = 0; i < kinds.size(); ++i) {
    const TableDefinition* table = tables.FindKind(kinds[i]);
    if (table == nullptr) {
      return InvalidField(absl::StrCat(field, "[", i, "]"),
                          common::v1::ERROR_REASON_RESOURCE_KIND_UNKNOWN,
                          absl::StrCat("This service records no ", Quoted(kinds[i]),
                                       "; name a kind by the full name of its message, such as \"",
                                       open.empty() ? "" : open.front()->kind(), "\"."));
    }
    found.push_back(table);
  }
  if (kinds.empty()) found = open;
  std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

google::protobuf::Any AsAny(const TableDefinition& table, absl::string_view body) {
  google::protobuf::Any any;
  any.set_type_url(absl::StrCat("type.googleapis.com/", table.kind()));
  any.set_value(std::string(body));
  return any;
}

}  // namespace tertial
