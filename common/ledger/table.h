// Typed rows. A resource kept in the ledger is told by a struct of traits:
//
//   struct ObservationTable {
//     using Message = indicators::v1::Observation;
//     static constexpr TableId kId = 5;
//     static constexpr absl::string_view kPattern =
//         "areas/{area}/indicators/{indicator}/observations/{observation}";
//     static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_OBSERVATION_NOT_FOUND;
//   };
//
// Its pk is made of the ids of its name, its body is the message serialized deterministically. A
// name that does not fit the pattern is INVALID_ARGUMENT, a body that does not parse DATA_LOSS.
#ifndef TERTIAL_COMMON_LEDGER_TABLE_H_
#define TERTIAL_COMMON_LEDGER_TABLE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/covering_index.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_view.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table_catalog.h"
#include "common/ledger/txn.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/resource_name.h"
#include "google/protobuf/message_lite.h"
#include "tertial/common/v1/cell.pb.h"

namespace tertial {

// The deterministic bytes of `message`.
std::string EncodeBody(const google::protobuf::MessageLite& message);
// The body of a resource: its deterministic bytes without the etag, which is the ledger's to tell.
template <typename Message>
std::string EncodeResource(const Message& message) {
  if constexpr (requires { message.etag(); }) {
    if (!message.etag().empty()) {
      Message stored = message;
      stored.clear_etag();
      return EncodeBody(stored);
    }
  }
  return EncodeBody(message);
}
// Parses `body` into `message`; DATA_LOSS naming the row when it does not parse.
absl::Status DecodeBody(TableId table, absl::string_view pk, absl::string_view body,
                        google::protobuf::MessageLite& message);

// What is told under the name of a fact for which nothing is recorded.
struct Absence {
  common::v1::Outcome outcome = common::v1::OUTCOME_UNKNOWN_ID;
  // Of what was discontinued: the resource name of what took its place. May be empty.
  std::string successor;
};

// The pattern of T's names, made once.
template <typename T>
const ResourceNamePattern& PatternOf() {
  static const ResourceNamePattern& pattern = *new ResourceNamePattern(T::kPattern);
  return pattern;
}

template <typename T>
absl::StatusOr<std::string> PrimaryKey(absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids, PatternOf<T>().Parse(name));
  return EncodePrimaryKey(ids);
}

// A resource and the commit that wrote the version of it.
template <typename Message>
struct Versioned {
  Message message;
  Revision revision = 0;
};

// One element for each of `names`, in their order; empty where there is no such resource.
template <typename T>
absl::StatusOr<std::vector<std::optional<Versioned<typename T::Message>>>> FindVersionedResources(
    const RecordReader& reader, absl::Span<const std::string> names) {
  std::vector<std::string> pks;
  pks.reserve(names.size());
  for (const std::string& name : names) {
    TERTIAL_ASSIGN_OR_RETURN(std::string pk, PrimaryKey<T>(name));
    pks.push_back(std::move(pk));
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::optional<Record>> records,
                           reader.MultiFind(T::kId, pks));
  std::vector<std::optional<Versioned<typename T::Message>>> found(names.size());
  for (size_t i = 0; i < records.size(); ++i) {
    if (!records[i].has_value()) continue;
    Versioned<typename T::Message>& versioned = found[i].emplace();
    versioned.revision = records[i]->revision;
    TERTIAL_RETURN_IF_ERROR(DecodeBody(T::kId, pks[i], records[i]->body, versioned.message));
  }
  return found;
}

// Empty when there is no such resource.
template <typename T>
absl::StatusOr<std::optional<Versioned<typename T::Message>>> FindVersionedResource(
    const RecordReader& reader, absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<T>(name));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Record> record, reader.Find(T::kId, pk));
  std::optional<Versioned<typename T::Message>> found;
  if (record.has_value()) {
    found.emplace().revision = record->revision;
    TERTIAL_RETURN_IF_ERROR(DecodeBody(T::kId, pk, record->body, found->message));
  }
  return found;
}

// Empty when there is no such resource.
template <typename T>
absl::StatusOr<std::optional<typename T::Message>> FindResource(const RecordReader& reader,
                                                                absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindVersionedResource<T>(reader, name));
  std::optional<typename T::Message> message;
  if (found.has_value()) message = std::move(found->message);
  return message;
}

// NOT_FOUND, with T::kNotFound, when there is no such resource.
template <typename T>
absl::StatusOr<typename T::Message> GetResource(const RecordReader& reader,
                                                absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(std::optional<typename T::Message> message,
                           FindResource<T>(reader, name));
  if (!message.has_value()) return ResourceNotFound(T::kNotFound, name);
  return *std::move(message);
}

// One element for each of `names`, in their order.
template <typename T>
absl::StatusOr<std::vector<std::optional<typename T::Message>>> FindResources(
    const RecordReader& reader, absl::Span<const std::string> names) {
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindVersionedResources<T>(reader, names));
  std::vector<std::optional<typename T::Message>> messages(names.size());
  for (size_t i = 0; i < found.size(); ++i) {
    if (found[i].has_value()) messages[i] = std::move(found[i]->message);
  }
  return messages;
}

// Calls `visitor` for the resources below the parent whose ids these are (none: all of the table),
// in the order of their pks, from the first one after `after_pk` (empty: the first). False ends
// the scan. The arguments of the visitor are valid only during the call.
template <typename T>
absl::Status ScanResources(const RecordReader& reader, absl::Span<const std::string> parent_ids,
                           absl::string_view after_pk,
                           absl::FunctionRef<bool(absl::string_view pk, Revision revision,
                                                  const typename T::Message& message)>
                               visitor) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string prefix, EncodePrimaryKey(parent_ids));
  absl::Status damage;
  typename T::Message message;
  TERTIAL_RETURN_IF_ERROR(
      reader.Scan(T::kId, prefix, after_pk,
                  [&](absl::string_view pk, Revision revision, absl::string_view body) {
                    damage = DecodeBody(T::kId, pk, body, message);
                    return damage.ok() && visitor(pk, revision, message);
                  }));
  return damage;
}

// All of the resources below the parent whose ids these are, in the order of their pks. For
// collections that one answer holds as a whole.
template <typename T>
absl::StatusOr<std::vector<typename T::Message>> ReadBelow(
    const RecordReader& reader, absl::Span<const std::string> parent_ids) {
  std::vector<typename T::Message> messages;
  TERTIAL_RETURN_IF_ERROR(ScanResources<T>(
      reader, parent_ids, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const typename T::Message& message) {
        messages.push_back(message);
        return true;
      }));
  return messages;
}

// Under the key that message.name() tells. Its etag, if it has one, is not stored.
template <typename T>
absl::StatusOr<PutOutcome> PutResource(Txn& txn, const typename T::Message& message) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<T>(message.name()));
  return txn.Put(T::kId, pk, EncodeResource(message));
}

// False when there is no such resource.
template <typename T>
absl::StatusOr<bool> DeleteResource(Txn& txn, absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<T>(name));
  return txn.Delete(T::kId, pk);
}

// The covering index of T.
template <typename T>
const CoveringIndex& CoveringIndexOf() {
  static const CoveringIndex& index = *new CoveringIndex{
      .order = {T::kCoveringOrder.begin(), T::kCoveringOrder.end()},
      .part = [](absl::string_view body) { return FieldsOf(body, T::kCoveredFields); }};
  return index;
}

// Calls `visitor` for the resources whose first ids in the order of T's covering index these are,
// in that order. Their messages hold the covered fields, and others or not. False ends the scan.
// The arguments of the visitor are valid only during the call.
template <typename T>
absl::Status ScanCovered(const ReadView& view, absl::Span<const std::string> ids,
                         absl::FunctionRef<bool(absl::string_view pk, Revision revision,
                                                const typename T::Message& message)>
                             visitor) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string prefix, EncodePrimaryKey(ids));
  absl::Status damage;
  typename T::Message message;
  TERTIAL_RETURN_IF_ERROR(
      view.ScanCovering(T::kId, CoveringIndexOf<T>(), prefix,
                        [&](absl::string_view pk, Revision revision, absl::string_view body) {
                          damage = DecodeBody(T::kId, pk, body, message);
                          return damage.ok() && visitor(pk, revision, message);
                        }));
  return damage;
}

// What the ledger and the services that serve all resources alike are told of T. Its members
// PeriodOf (see standard_methods.h), AddIndexEntries and the two of a covering index, if it has
// them, are taken over:
//   static void AddIndexEntries(absl::string_view pk, const Message&, std::vector<std::string>&)
//     see TableDefinition::index
//   static constexpr uint32_t kIndexSchema    see TableDefinition::index_schema
//   static constexpr bool kDerived            see TableDefinition::derived
//   static constexpr Role kWriter             see TableDefinition::writer
//   static constexpr std::array<size_t, …> kCoveringOrder    see CoveringIndex::order
//   static constexpr std::array<int, …> kCoveredFields       the numbers of the fields kept
template <typename T>
TableDefinition DefineTable() {
  TableDefinition table{.id = T::kId,
                        .pattern = PatternOf<T>(),
                        .not_found = T::kNotFound,
                        .prototype = &T::Message::default_instance()};
  if constexpr (requires(absl::Span<const std::string> ids) { T::PeriodOf(ids); }) {
    table.period_of = [](absl::Span<const std::string> ids) { return T::PeriodOf(ids); };
  }
  if constexpr (requires { &T::AddIndexEntries; }) {
    table.index = [](absl::string_view pk, absl::string_view body,
                     std::vector<std::string>& entries) {
      typename T::Message message;
      // A body that does not parse has no entries; whoever reads the row learns that it is damaged.
      if (DecodeBody(T::kId, pk, body, message).ok()) T::AddIndexEntries(pk, message, entries);
    };
  }
  if constexpr (requires { T::kIndexSchema; }) table.index_schema = T::kIndexSchema;
  if constexpr (requires { T::kDerived; }) table.derived = T::kDerived;
  if constexpr (requires { T::kWriter; }) table.writer = T::kWriter;
  if constexpr (requires { T::kCoveringOrder; }) table.covering = CoveringIndexOf<T>();
  return table;
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_TABLE_H_
