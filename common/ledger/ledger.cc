#include "common/ledger/ledger.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/ledger_keys.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {
namespace {

using common::internal::v1::Head;

// The layout of keys and envelopes that this program writes, and the newest that it reads.
constexpr uint32_t kSchemaVersion = 1;

constexpr absl::Duration kSmallestStep = absl::Microseconds(1);

// Its own type, because the two kinds of commit message share a name with Ledger::Commit.
using CommitRecord = common::internal::v1::Commit;

std::string RandomHex(size_t bytes) {
  std::random_device device;
  std::string random;
  while (random.size() < bytes) AppendUint8(static_cast<uint8_t>(device()), random);
  return absl::BytesToHexString(random);
}

absl::Status CannotServe(absl::string_view sentence) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_SERVICE_UNAVAILABLE, sentence);
}

absl::StatusOr<std::string> GetName(const StoreSnapshot& snapshot, absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(std::optional<std::string> value, snapshot.Get(NameKey(name)));
  if (!value.has_value()) return StoredDataDamaged(absl::StrCat("the store has no ", name));
  return *std::move(value);
}

absl::StatusOr<ReadPoint> ReadHead(const StoreSnapshot& snapshot, const std::string& epoch) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string bytes, GetName(snapshot, kHeadName));
  Head head;
  if (!head.ParseFromString(bytes) || head.revision() < 0 ||
      head.has_commit_time() != (head.revision() > 0)) {
    return StoredDataDamaged("the name head");
  }
  ReadPoint point{epoch, head.revision()};
  if (head.revision() > 0) point.commit_time = DecodeTimestamp(head.commit_time());
  return point;
}

// The head and the record of its commit are written together.
absl::Status CheckHeadCommit(const StoreSnapshot& snapshot, const ReadPoint& head) {
  if (head.revision == 0) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           snapshot.Get(CommitKey(head.revision)));
  CommitRecord record;
  if (!bytes.has_value() || !record.ParseFromString(*bytes) ||
      DecodeTimestamp(record.commit_time()) != head.commit_time) {
    return StoredDataDamaged(absl::StrCat("the record of commit ", head.revision));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> IsEmpty(const StoreSnapshot& snapshot) {
  bool empty = true;
  TERTIAL_RETURN_IF_ERROR(
      snapshot.Scan({}, ScanDirection::kForward, [&empty](absl::string_view, absl::string_view) {
        empty = false;
        return false;
      }));
  return empty;
}

absl::Status Create(KeyValueStore& store, const LedgerOptions& options) {
  std::string version;
  AppendUint32(kSchemaVersion, version);
  WriteBatch batch;
  batch.Put(NameKey(kSchemaVersionName), std::move(version));
  batch.Put(NameKey(kServiceName), options.service_name);
  batch.Put(NameKey(kStoreIdName), RandomHex(16));
  batch.Put(NameKey(kEpochName), RandomHex(8));
  batch.Put(NameKey(kHeadName), Head().SerializeAsString());
  return store.Write(batch);
}

absl::Status CheckNames(const StoreSnapshot& snapshot, const LedgerOptions& options) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> version_bytes,
                           snapshot.Get(NameKey(kSchemaVersionName)));
  if (!version_bytes.has_value()) {
    return CannotServe(
        "The data directory holds something else than a store of Tertial; name "
        "another directory.");
  }
  absl::string_view rest = *version_bytes;
  const std::optional<uint32_t> version = ConsumeUint32(rest);
  if (!version.has_value() || !rest.empty() || *version == 0) {
    return StoredDataDamaged("the name schema_version");
  }
  if (*version > kSchemaVersion) {
    return CannotServe(absl::StrCat("The data were written by a newer version (schema ", *version,
                                    "; this one reads up to ", kSchemaVersion,
                                    "); start that version, or a newer one."));
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::string service, GetName(snapshot, kServiceName));
  if (service != options.service_name) {
    return CannotServe(absl::StrCat("The data directory is that of the service ", Quoted(service),
                                    ", not of ", Quoted(options.service_name),
                                    "; name another directory."));
  }
  return GetName(snapshot, kStoreIdName).status();
}

}  // namespace

Ledger::Ledger(std::unique_ptr<KeyValueStore> store, const Clock& clock, std::string epoch)
    : store_(std::move(store)), clock_(clock), epoch_(std::move(epoch)) {}

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(std::unique_ptr<KeyValueStore> store,
                                                     const Clock& clock,
                                                     const LedgerOptions& options) {
  TERTIAL_ASSIGN_OR_RETURN(const bool empty, IsEmpty(*store->Snapshot()));
  if (empty) TERTIAL_RETURN_IF_ERROR(Create(*store, options));
  const std::unique_ptr<StoreSnapshot> snapshot = store->Snapshot();
  TERTIAL_RETURN_IF_ERROR(CheckNames(*snapshot, options));
  TERTIAL_ASSIGN_OR_RETURN(std::string epoch, GetName(*snapshot, kEpochName));
  TERTIAL_ASSIGN_OR_RETURN(const ReadPoint head, ReadHead(*snapshot, epoch));
  TERTIAL_RETURN_IF_ERROR(CheckHeadCommit(*snapshot, head));
  return std::unique_ptr<Ledger>(new Ledger(std::move(store), clock, std::move(epoch)));
}

absl::StatusOr<ReadView> Ledger::Read() const {
  std::shared_ptr<const StoreSnapshot> snapshot = store_->Snapshot();
  TERTIAL_ASSIGN_OR_RETURN(ReadPoint head, ReadHead(*snapshot, epoch_));
  return ReadView(std::move(snapshot), std::move(head));
}

absl::StatusOr<CommitResult> Ledger::Commit(const CommitInfo& info,
                                            absl::FunctionRef<absl::Status(Txn&)> fn) {
  MutexLock lock(writer_);
  TERTIAL_ASSIGN_OR_RETURN(ReadView base, Read());
  Txn txn(std::move(base));
  TERTIAL_RETURN_IF_ERROR(fn(txn));
  if (txn.empty()) return CommitResult{txn.base(), false};

  // A clock that stood still or went back must not give two commits one time.
  const absl::Time now = absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now()));
  const ReadPoint at{epoch_, txn.revision(), std::max(now, txn.base().commit_time + kSmallestStep)};
  CommitRecord record;
  *record.mutable_commit_time() = EncodeTimestamp(at.commit_time);
  record.set_actor(info.actor);
  record.set_reason(info.reason);
  record.set_request_id(info.request_id);
  Head head;
  head.set_revision(at.revision);
  *head.mutable_commit_time() = record.commit_time();

  WriteBatch batch;
  txn.AddTo(batch, record);
  batch.Put(CommitKey(at.revision), record.SerializeAsString());
  batch.Put(NameKey(kHeadName), head.SerializeAsString());
  TERTIAL_RETURN_IF_ERROR(store_->Write(batch));
  return CommitResult{at, true};
}

absl::StatusOr<CommitResult> Ledger::Try(const CommitInfo& /*info*/,
                                         absl::FunctionRef<absl::Status(Txn&)> fn) const {
  TERTIAL_ASSIGN_OR_RETURN(ReadView base, Read());
  Txn txn(std::move(base));
  TERTIAL_RETURN_IF_ERROR(fn(txn));
  return CommitResult{txn.base(), false};
}

absl::Status Ledger::Health() const { return store_->Health(); }

}  // namespace tertial
