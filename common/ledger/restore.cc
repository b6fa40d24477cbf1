#include "common/ledger/restore.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/erasure_journal.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/ledger_open.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/schema_upgrade.h"
#include "common/ledger/store_identity.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/rocksdb_store.h"

namespace tertial {
namespace {

namespace fs = std::filesystem;
using common::internal::v1::Epochs;

absl::Status Refused(absl::string_view sentence) {
  return MakeError(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_BACKUP_REFUSED,
                   sentence);
}

absl::Status Refused(const std::string& path, absl::string_view what, const std::error_code& why) {
  return Refused(absl::StrCat(path, " ", what, why ? ": " : "", why ? why.message() : "", "."));
}

std::error_code LastError() { return {errno, std::generic_category()}; }

absl::Status SyncDirectory(const std::string& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const std::error_code why = LastError();
  if (descriptor >= 0) ::close(descriptor);
  return synced ? absl::OkStatus() : Refused(directory, "cannot be synced", why);
}

absl::Status RequireEmpty(const std::string& directory) {
  std::error_code error;
  if (!fs::exists(directory, error)) return absl::OkStatus();
  if (!fs::is_directory(directory, error)) return Refused(directory, "is no directory", error);
  const bool empty = fs::is_empty(directory, error);
  if (error) return Refused(directory, "cannot be read", error);
  if (empty) return absl::OkStatus();
  if (IsOpenElsewhere(directory)) {
    return Refused(directory, "is in use by another process; stop that service first", error);
  }
  return Refused(directory, "is not empty; name one that is, or is not there", error);
}

// Before anything is written: what an earlier version would not read stays what it is.
absl::Status RequireBackupOf(const KeyValueStore& store, const std::string& service) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<StoreIdentity> identity,
                           IdentifyStore(*store.Snapshot(), service, "backup"));
  return identity.has_value() ? absl::OkStatus() : Refused("The backup is that of an empty store.");
}

// The directory beside `directory` where a restore is made. Nobody else restores there while the
// object lives; what is left in it at the end is removed.
class Workshop {
 public:
  static absl::StatusOr<std::unique_ptr<Workshop>> Open(const std::string& directory) {
    const fs::path target = fs::absolute(directory).lexically_normal();
    auto workshop = std::unique_ptr<Workshop>(
        new Workshop((target.has_filename() ? target : target.parent_path()).string()));
    std::error_code error;
    fs::create_directories(workshop->path_, error);
    if (error) return Refused(workshop->path_, "cannot be made", error);
    workshop->lock_ = ::open(workshop->path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (workshop->lock_ < 0 || ::flock(workshop->lock_, LOCK_EX | LOCK_NB) != 0) {
      return Refused(workshop->path_, "is in use by another restore", LastError());
    }
    workshop->locked_ = true;
    for (const fs::path& entry : fs::directory_iterator(workshop->path_, error)) {
      fs::remove_all(entry, error);
      if (error) return Refused(workshop->path_, "cannot be emptied", error);
    }
    return workshop;
  }
  ~Workshop() {
    std::error_code ignored;
    if (locked_) fs::remove_all(path_, ignored);
    if (lock_ >= 0) ::close(lock_);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  std::string store() const { return path_ + "/store"; }

  // Puts the finished store in its place.
  absl::Status Deliver() {
    TERTIAL_RETURN_IF_ERROR(SyncDirectory(store()));
    if (::rename(store().c_str(), target_.c_str()) != 0) {
      return Refused(target_, "cannot be replaced", LastError());
    }
    return SyncDirectory(fs::path(target_).parent_path().string());
  }

 private:
  explicit Workshop(std::string target)
      : target_(std::move(target)), path_(target_ + ".restoring") {}

  const std::string target_;
  const std::string path_;
  int lock_ = -1;
  bool locked_ = false;
};

absl::Status BeginEpoch(KeyValueStore& store, const LedgerOptions& options) {
  TERTIAL_RETURN_IF_ERROR(UpgradeSchema(store, options.tables));
  const std::unique_ptr<StoreSnapshot> snapshot = store.Snapshot();
  TERTIAL_ASSIGN_OR_RETURN(Epochs epochs, ReadEpochs(*snapshot));
  TERTIAL_ASSIGN_OR_RETURN(const ReadPoint head, ReadHead(*snapshot, ""));
  common::internal::v1::Epoch& epoch = *epochs.add_epochs();
  epoch.set_id(NewEpochId());
  epoch.set_begin_revision(head.revision);
  WriteBatch batch;
  batch.Put(NameKey(kEpochsName), epochs.SerializeAsString());
  return store.Write(batch);
}

// Whether the history of a ledger holds what `erasure` did.
absl::StatusOr<bool> Holds(const Ledger& ledger, const Erasure& erasure) {
  const auto& epochs = ledger.epochs().epochs();
  std::optional<Revision> last;
  for (int i = 0; i + 1 < epochs.size(); ++i) {
    if (epochs[i].id() == erasure.epoch()) last = epochs[i + 1].begin_revision();
  }
  if (!last.has_value()) return false;
  if (erasure.revision() != *last) return erasure.revision() < *last;
  // Erasing private rows, or a write that waits, makes no commit: it may have been done after the
  // backup and before the next commit.
  if (erasure.private_()) return false;
  TERTIAL_ASSIGN_OR_RETURN(const ReadView then, ledger.Read(AsOf::At(*last)));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version> version,
                           then.FindVersion(static_cast<TableId>(erasure.table()), erasure.pk()));
  return version.has_value() && version->revision == *last &&
         version->state == RowState::kRedaction;
}

bool SameRows(const Erasure& a, const Erasure& b) {
  return a.table() == b.table() && a.pk() == b.pk() && a.private_() == b.private_();
}

// What is to be done again, in order. Not what the ledger holds, and nothing that it holds a later
// erasure of: after that one, new rows may have been recorded that nobody asked to erase.
absl::StatusOr<std::vector<Erasure>> ToBeDoneAgain(const Ledger& ledger,
                                                   const std::vector<Erasure>& journal) {
  std::vector<Erasure> wanted;
  for (const Erasure& erasure : journal) {
    if (erasure.store_id() != ledger.store_id()) continue;
    TERTIAL_ASSIGN_OR_RETURN(const bool held, Holds(ledger, erasure));
    if (!held) {
      wanted.push_back(erasure);
      continue;
    }
    wanted.erase(std::remove_if(wanted.begin(), wanted.end(),
                                [&](const Erasure& before) { return SameRows(before, erasure); }),
                 wanted.end());
  }
  return wanted;
}

// Notes that an erasure was done again where there was nothing to erase: rows recorded from now on
// are others.
absl::Status NoteDone(const Ledger& ledger, Erasure erasure, ErasureJournal& journal) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  erasure.set_epoch(ledger.epoch());
  erasure.set_revision(view.at().revision);
  return journal.Append(erasure);
}

absl::Status DoAgain(Ledger& ledger, const Erasure& erasure, ErasureJournal& journal,
                     RestoreResult& result) {
  constexpr absl::string_view kAgain = "Done again after a restore";
  CommitInfo info;
  info.actor = erasure.actor();
  info.reason = absl::StartsWith(erasure.reason(), kAgain)
                    ? erasure.reason()
                    : absl::StrCat(kAgain, ": ", erasure.reason());
  const auto table = static_cast<TableId>(erasure.table());
  if (erasure.private_()) {
    ++result.erasures;
    return ledger
        .Commit(info,
                [&](Txn& txn) {
                  txn.ErasePrivate(table, erasure.pk());
                  return absl::OkStatus();
                })
        .status();
  }
  const absl::StatusOr<RedactionResult> redacted =
      ledger.Redact(info, table, erasure.pk(), absl::NotFoundError("the backup has no such row"));
  if (absl::IsNotFound(redacted.status())) return NoteDone(ledger, erasure, journal);
  if (redacted.ok()) ++result.redactions;
  return redacted.status();
}

absl::StatusOr<std::vector<Erasure>> ReadJournal(const std::string& file) {
  if (file.empty()) return std::vector<Erasure>();
  absl::StatusOr<std::vector<Erasure>> journal = ReadErasureJournal(file);
  if (absl::IsNotFound(journal.status())) {
    return Refused(absl::StrCat("There is no journal of erasures ", file,
                                ". It says what must stay gone; name the right file, or say that "
                                "there is none."));
  }
  return journal;
}

}  // namespace

absl::StatusOr<RestoreResult> RestoreLedger(const std::string& backup, const std::string& directory,
                                            const std::string& journal, const Clock& clock,
                                            LedgerOptions options) {
  TERTIAL_RETURN_IF_ERROR(RequireEmpty(directory));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<Erasure> erasures, ReadJournal(journal));
  options.journal = nullptr;
  if (!journal.empty()) {
    TERTIAL_ASSIGN_OR_RETURN(options.journal, ErasureJournal::Open(journal));
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<Workshop> workshop, Workshop::Open(directory));
  TERTIAL_RETURN_IF_ERROR(RestoreRocksDbStore(backup, workshop->store()));
  RestoreResult result;
  {
    TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store,
                             OpenRocksDbStore(workshop->store()));
    TERTIAL_RETURN_IF_ERROR(RequireBackupOf(*store, options.service_name));
    TERTIAL_RETURN_IF_ERROR(BeginEpoch(*store, options));
    TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                             Ledger::Open(std::move(store), clock, options));
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<Erasure> again, ToBeDoneAgain(*ledger, erasures));
    for (const Erasure& erasure : again) {
      TERTIAL_RETURN_IF_ERROR(DoAgain(*ledger, erasure, *options.journal, result));
    }
    // What of private rows is still to be removed from disk.
    TERTIAL_RETURN_IF_ERROR(ledger->DoDueWork());
    TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger->Read());
    result.at = view.at();
  }
  TERTIAL_RETURN_IF_ERROR(workshop->Deliver());
  return result;
}

}  // namespace tertial
