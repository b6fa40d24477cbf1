#include "common/ledger/covering_index.h"

#include <algorithm>
#include <climits>

#include "absl/algorithm/container.h"
#include "common/ledger/table_catalog.h"
#include "common/store/key_encoding.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace tertial {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

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

// Skips what follows `tag`, which is no group. False when it is not there.
bool SkipContent(uint32_t tag, CodedInputStream& input) {
  uint64_t number = 0;
  switch (WireFormatLite::GetTagWireType(tag)) {
    case WireFormatLite::WIRETYPE_VARINT:
      return tag != 0 && input.ReadVarint64(&number);
    case WireFormatLite::WIRETYPE_FIXED32:
      return input.Skip(sizeof(uint32_t));
    case WireFormatLite::WIRETYPE_FIXED64:
      return input.Skip(sizeof(uint64_t));
    case WireFormatLite::WIRETYPE_LENGTH_DELIMITED:
      return input.ReadVarint64(&number) && number <= INT_MAX &&
             input.Skip(static_cast<int>(number));
    default:
      return false;
  }
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
  if (body.size() > INT_MAX) return std::string(body);
  const auto size = static_cast<int>(body.size());
  CodedInputStream input(reinterpret_cast<const uint8_t*>(body.data()), size);
  std::string part;
  for (int begin = 0; begin < size; begin = input.CurrentPosition()) {
    const uint32_t tag = input.ReadTag();
    if (!SkipContent(tag, input)) return std::string(body);
    if (absl::c_linear_search(numbers, WireFormatLite::GetTagFieldNumber(tag))) {
      part.append(body.data() + begin, static_cast<size_t>(input.CurrentPosition() - begin));
    }
  }
  return part;
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
