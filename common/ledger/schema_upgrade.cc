#include "common/ledger/schema_upgrade.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/covering_index.h"
#include "common/ledger/envelope.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_point.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {
namespace {

using common::internal::v1::Commit;

constexpr char kEpochOfSchema1[] = "epoch";
constexpr size_t kBatchBytes = size_t{1} << 20;

class Upgrade {
 public:
  Upgrade(KeyValueStore& store, const TableCatalog& tables)
      : store_(store), tables_(tables), snapshot_(store.Snapshot()) {}

  absl::Status Run(uint32_t version) {
    if (version < 2) {
      TERTIAL_RETURN_IF_ERROR(AddFeed());
      TERTIAL_RETURN_IF_ERROR(CompleteCommits());
    }
    if (version < 3) TERTIAL_RETURN_IF_ERROR(AddCovering());
    TERTIAL_RETURN_IF_ERROR(MakeIndexes(version));
    if (version < 2) TERTIAL_RETURN_IF_ERROR(RenameEpoch());
    std::string present;
    AppendUint32(kSchemaVersion, present);
    batch_.Put(NameKey(kSchemaVersionName), std::move(present));
    return store_.Write(batch_);
  }

 private:
  // In the last batch: until then the store is one of schema 1.
  absl::Status RenameEpoch() {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> epoch,
                             snapshot_->Get(NameKey(kEpochOfSchema1)));
    if (!epoch.has_value()) return StoredDataDamaged("the store has no epoch");
    common::internal::v1::Epochs epochs;
    epochs.add_epochs()->set_id(*epoch);
    batch_.Put(NameKey(kEpochsName), epochs.SerializeAsString());
    batch_.Delete(NameKey(kEpochOfSchema1));
    return absl::OkStatus();
  }

  // Whatever is there is seen by nobody before the last batch, which is synced.
  absl::Status WriteIfFull() {
    if (batch_.bytes() < kBatchBytes) return absl::OkStatus();
    const absl::Status written = store_.Write(batch_, Durability::kBuffered);
    batch_.Clear();
    return written;
  }

  absl::Status Scan(uint8_t tag,
                    absl::FunctionRef<absl::Status(absl::string_view, absl::string_view)> visit) {
    absl::Status failed;
    TERTIAL_RETURN_IF_ERROR(snapshot_->Scan(TagRange(tag), ScanDirection::kForward,
                                            [&](absl::string_view key, absl::string_view value) {
                                              failed = visit(key, value);
                                              if (failed.ok()) failed = WriteIfFull();
                                              return failed.ok();
                                            }));
    return failed;
  }

  // Rows in the order of their keys, so that every attempt numbers them alike.
  absl::Status AddFeed() {
    return Scan(kCurrentTag, [this](absl::string_view key, absl::string_view value) {
      TERTIAL_ASSIGN_OR_RETURN(const Envelope version, DecodeEnvelope(key, value));
      const CurrentRow row = *DecodeCurrentKey(key);
      const bool live = version.state == RowState::kLive;
      const auto sequence = static_cast<uint32_t>(changes_[version.revision]++);
      batch_.Put(
          FeedKey(version.revision, sequence),
          EncodeFeedEntry({live ? ChangeOp::kInserted : ChangeOp::kDeleted, row.table, row.pk}));
      return absl::OkStatus();
    });
  }

  // Of the tables that have other entries since `version`: of all versions of their rows.
  absl::Status MakeIndexes(uint32_t version) {
    std::set<TableId> made;
    for (const TableDefinition& table : tables_.tables()) {
      if (!table.index || table.index_schema <= version) continue;
      made.insert(table.id);
      std::string begin = IndexKey(table.id, "", "");
      std::string end = PrefixEnd(begin);
      batch_.DeleteRange({std::move(begin), std::move(end)});
    }
    if (made.empty()) return absl::OkStatus();
    TERTIAL_RETURN_IF_ERROR(Scan(kCurrentTag, [&](absl::string_view key, absl::string_view value) {
      const std::optional<CurrentRow> row = DecodeCurrentKey(key);
      return row.has_value() && made.contains(row->table)
                 ? AddEntries(row->table, row->pk, key, value)
                 : absl::OkStatus();
    }));
    return Scan(kSupersededTag, [&](absl::string_view key, absl::string_view value) {
      const std::optional<SupersededRow> row = DecodeSupersededKey(key);
      return row.has_value() && made.contains(row->table)
                 ? AddEntries(row->table, row->pk, key, value)
                 : absl::OkStatus();
    });
  }

  absl::Status AddEntries(TableId table, absl::string_view pk, absl::string_view key,
                          absl::string_view value) {
    const absl::StatusOr<Envelope> version = DecodeEnvelope(key, value);
    // A damaged one has no entries; whoever reads the row learns of it.
    if (!version.ok() || version->state != RowState::kLive) return absl::OkStatus();
    for (const std::string& entry : tables_.IndexEntries(table, pk, version->body)) {
      std::string size;
      AppendUint32(static_cast<uint32_t>(entry.size()), size);
      batch_.Put(IndexKey(table, entry, pk), std::move(size));
    }
    return absl::OkStatus();
  }

  absl::Status AddCovering() {
    return Scan(kCurrentTag, [this](absl::string_view key, absl::string_view value) {
      TERTIAL_ASSIGN_OR_RETURN(const Envelope newest, DecodeEnvelope(key, value));
      const CurrentRow row = *DecodeCurrentKey(key);
      if (auto covering = CoveringRecordOf(tables_, row.table, row.pk, newest)) {
        batch_.Put(std::move(covering->key), std::move(covering->value));
      }
      return absl::OkStatus();
    });
  }

  absl::Status CompleteCommits() {
    return Scan(kCommitTag, [this](absl::string_view key, absl::string_view value) {
      const std::optional<Revision> revision = DecodeCommitKey(key);
      Commit record;
      if (!revision.has_value() ||
          !record.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
        return StoredDataDamaged(
            absl::StrCat("the commit under key ", absl::BytesToHexString(key)));
      }
      record.set_changes(changes_[*revision]);
      batch_.Put(std::string(key), record.SerializeAsString());
      std::string number;
      AppendUint64(static_cast<uint64_t>(*revision), number);
      batch_.Put(CommitTimeKey(DecodeTimestamp(record.commit_time())), std::move(number));
      return absl::OkStatus();
    });
  }

  KeyValueStore& store_;
  const TableCatalog& tables_;
  const std::unique_ptr<StoreSnapshot> snapshot_;
  WriteBatch batch_;
  std::map<Revision, int64_t> changes_;
};

}  // namespace

absl::StatusOr<std::optional<uint32_t>> FindSchemaVersion(const StoreSnapshot& snapshot) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           snapshot.Get(NameKey(kSchemaVersionName)));
  if (!bytes.has_value()) return std::optional<uint32_t>();
  absl::string_view rest = *bytes;
  const std::optional<uint32_t> version = ConsumeUint32(rest);
  if (!version.has_value() || !rest.empty() || *version == 0) {
    return StoredDataDamaged("the name schema_version");
  }
  return version;
}

absl::Status UpgradeSchema(KeyValueStore& store, const TableCatalog& tables) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<uint32_t> version,
                           FindSchemaVersion(*store.Snapshot()));
  if (!version.has_value()) return StoredDataDamaged("the store has no schema version");
  if (*version >= kSchemaVersion) return absl::OkStatus();
  return Upgrade(store, tables).Run(*version);
}

}  // namespace tertial
