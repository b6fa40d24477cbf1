#include "common/ledger/ledger_open.h"

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/apply_staged.h"
#include "common/ledger/envelope.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/pending_writes.h"
#include "common/ledger/schema_upgrade.h"
#include "common/ledger/store_identity.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

using common::internal::v1::Epochs;

std::string RandomHex(size_t bytes) {
  std::random_device device;
  std::string random;
  while (random.size() < bytes) AppendUint8(static_cast<uint8_t>(device()), random);
  return absl::BytesToHexString(random);
}

// The head and the record of its commit are written together.
absl::Status CheckHeadCommit(const StoreSnapshot& snapshot, const ReadPoint& head) {
  if (head.revision == 0) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           snapshot.Get(CommitKey(head.revision)));
  common::internal::v1::Commit record;
  if (!bytes.has_value() || !record.ParseFromString(*bytes) ||
      DecodeTimestamp(record.commit_time()) != head.commit_time) {
    return StoredDataDamaged(absl::StrCat("the record of commit ", head.revision));
  }
  return absl::OkStatus();
}

absl::Status Create(KeyValueStore& store, const LedgerOptions& options) {
  std::string version;
  AppendUint32(kSchemaVersion, version);
  Epochs epochs;
  epochs.add_epochs()->set_id(NewEpochId());
  WriteBatch batch;
  batch.Put(NameKey(kSchemaVersionName), std::move(version));
  batch.Put(NameKey(kServiceName), options.service_name);
  batch.Put(NameKey(kStoreIdName), RandomHex(16));
  batch.Put(NameKey(kEpochsName), epochs.SerializeAsString());
  batch.Put(NameKey(kHeadName), common::internal::v1::Head().SerializeAsString());
  return store.Write(batch);
}

}  // namespace

std::string NewEpochId() { return RandomHex(8); }

absl::StatusOr<Epochs> ReadEpochs(const StoreSnapshot& snapshot) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string bytes, ReadName(snapshot, kEpochsName));
  Epochs epochs;
  if (!epochs.ParseFromString(bytes) || epochs.epochs().empty()) {
    return StoredDataDamaged("the name epochs");
  }
  return epochs;
}

absl::StatusOr<std::unique_ptr<LedgerState>> OpenLedgerState(std::unique_ptr<KeyValueStore> store,
                                                             const Clock& clock,
                                                             const LedgerOptions& options) {
  TERTIAL_ASSIGN_OR_RETURN(
      const std::optional<StoreIdentity> identity,
      IdentifyStore(*store->Snapshot(), options.service_name, "data directory"));
  if (!identity.has_value()) TERTIAL_RETURN_IF_ERROR(Create(*store, options));
  TERTIAL_RETURN_IF_ERROR(UpgradeSchema(*store, options.tables));
  const std::unique_ptr<StoreSnapshot> snapshot = store->Snapshot();
  TERTIAL_ASSIGN_OR_RETURN(std::string store_id, ReadName(*snapshot, kStoreIdName));
  TERTIAL_ASSIGN_OR_RETURN(Epochs epochs, ReadEpochs(*snapshot));
  TERTIAL_ASSIGN_OR_RETURN(const ReadPoint head,
                           ReadHead(*snapshot, epochs.epochs().rbegin()->id()));
  TERTIAL_RETURN_IF_ERROR(CheckHeadCommit(*snapshot, head));
  TERTIAL_RETURN_IF_ERROR(UndoUnfinished(*store, options.tables, head.revision));
  auto state = std::make_unique<LedgerState>(std::move(store), clock, options, std::move(store_id),
                                             std::move(epochs), head);
  TERTIAL_RETURN_IF_ERROR(DropOrphanedStagings(*state));
  TERTIAL_RETURN_IF_ERROR(RefreshNextRelease(*state));
  // Nobody else has the state yet: the writer need not be held.
  TERTIAL_RETURN_IF_ERROR(ReleaseDue(*state));
  // The last process may have ended between deleting such rows and removing their bytes.
  state->AddExpunge(TagRange(kPrivateTag));
  state->AddExpunge(TagRange(kStagedTag));
  return state;
}

}  // namespace tertial
