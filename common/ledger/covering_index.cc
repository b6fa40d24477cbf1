#include "common/ledger/covering_index.h"

#include <algorithm>
#include <climits>

#include "absl/algorithm/container.h"
#include "common/ledger/table_catalog.h"
#include "common/store/key_encoding.h"
#include "google/protobuf/unknown_field_set.h"

namespace tertial {
namespace {

// The ids of a key, each with the 00 that ends it. Empty when there are not `count` of them.
std::optional<std::vector<absl::string_view>> SplitIds(absl::string_view key, size_t count) {
  std::vector<absl::string_view> ids;
  while (!key.empty()) {
    const absl::string_view rest = key;
    const std::optional<absl::string_view> id = ConsumeTextId(key);
    if (!id.has_value() || ids.size() == count) return std::nullopt;
    ids.push_back(rest.substr(0, id->size() + 1));
  }
  if (ids.size() != count) return std::nullopt;
  return ids;
}

}  // namespace

std::optional<std::string> CoveringIndex::ReorderedKey(absl::string_view pk) const {
  const std::optional<std::vector<absl::string_view>> ids = SplitIds(pk, order.size());
  if (!ids.has_value()) return std::nullopt;
  std::string key;
  key.reserve(pk.size());
  for (const size_t place : order) key.append((*ids)[place].data(), (*ids)[place].size());
  return key;
}

std::optional<std::string> CoveringIndex::PrimaryKeyOf(absl::string_view reordered) const {
  const std::optional<std::vector<absl::string_view>> ids = SplitIds(reordered, order.size());
  if (!ids.has_value()) return std::nullopt;
  std::string pk;
  pk.reserve(reordered.size());
  for (size_t place = 0; place < order.size(); ++place) {
    const auto at = std::find(order.begin(), order.end(), place);
    const absl::string_view id = (*ids)[static_cast<size_t>(at - order.begin())];
    pk.append(id.data(), id.size());
  }
  return pk;
}

std::string FieldsOf(absl::string_view body, absl::Span<const int> numbers) {
  google::protobuf::UnknownFieldSet fields;
  if (body.size() > INT_MAX || !fields.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
    return std::string(body);
  }
  google::protobuf::UnknownFieldSet part;
  for (int i = 0; i < fields.field_count(); ++i) {
    if (absl::c_linear_search(numbers, fields.field(i).number())) part.AddField(fields.field(i));
  }
  std::string bytes;
  part.SerializeToString(&bytes);
  return bytes;
}

std::optional<CoveringRecord> CoveringRecordOf(const TableCatalog& tables, TableId table,
                                               absl::string_view pk, const Envelope& newest) {
  const TableDefinition* const definition = tables.Find(table);
  if (definition == nullptr || !definition->covering.has_value()) return std::nullopt;
  const std::optional<std::string> reordered = definition->covering->ReorderedKey(pk);
  if (!reordered.has_value()) return std::nullopt;
  const bool live = newest.state == RowState::kLive;
  const std::string part = live ? definition->covering->part(newest.body) : std::string();
  return CoveringRecord{CoveringKey(table, *reordered),
                        EncodeEnvelope({newest.state, newest.revision, part})};
}

}  // namespace tertial
