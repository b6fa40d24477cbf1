#include "common/ledger/backup_check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/content_hash.h"
#include "common/ledger/restore.h"
#include "common/ledger/store_check.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/rocksdb_store.h"

namespace tertial {
namespace {

namespace fs = std::filesystem;
using common::internal::v1::BackupCheck;

constexpr size_t kMostFindings = 100;

constexpr char kScratchName[] = "tertial-backup-";
constexpr int kMostAttempts = 10;

// A directory that nobody else has locked, and that is locked as long as the object lives.
class LockedDirectory {
 public:
  explicit LockedDirectory(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) {
    struct stat found = {};
    // Of another user it is none of ours; without a name it was removed meanwhile.
    locked_ = descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 &&
              ::fstat(descriptor_, &found) == 0 && found.st_uid == ::geteuid() &&
              found.st_nlink > 0;
  }
  ~LockedDirectory() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  LockedDirectory(const LockedDirectory&) = delete;
  LockedDirectory& operator=(const LockedDirectory&) = delete;

  bool locked() const { return locked_; }

 private:
  const int descriptor_;
  bool locked_ = false;
};

// Removes what checks have left below `directory` that were broken off: they hold whole stores.
void RemoveAbandoned(const fs::path& directory) {
  std::error_code ignored;
  std::vector<std::string> paths;
  for (fs::directory_iterator entry(directory, ignored);
       !ignored && entry != fs::directory_iterator(); entry.increment(ignored)) {
    if (absl::StartsWith(entry->path().filename().string(), kScratchName)) {
      paths.push_back(entry->path().string());
    }
  }
  for (const std::string& path : paths) {
    const LockedDirectory abandoned(path);
    if (abandoned.locked()) fs::remove_all(path, ignored);
  }
}

// A directory that is removed with all it holds.
class Scratch {
 public:
  static absl::StatusOr<std::unique_ptr<Scratch>> Create() {
    std::error_code error;
    const fs::path directory = fs::temp_directory_path(error);
    if (error) return NotMade(error.message());
    RemoveAbandoned(directory);
    for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
      std::string path = (directory / absl::StrCat(kScratchName, "XXXXXX")).string();
      // For this user alone: the store may hold rows of persons.
      if (::mkdtemp(path.data()) == nullptr) return NotMade(std::strerror(errno));
      auto scratch = std::unique_ptr<Scratch>(new Scratch(std::move(path)));
      // Else another check has taken it for an abandoned one.
      if (scratch->lock_.locked()) return scratch;
    }
    return NotMade("others remove it");
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string store() const { return path_ + "/store"; }

 private:
  explicit Scratch(std::string path) : path_(std::move(path)), lock_(path_) {}

  static absl::Status NotMade(absl::string_view why) {
    return MakeError(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_BACKUP_REFUSED,
                     absl::StrCat("No temporary directory can be made: ", why,
                                  "; name one that can be written in TMPDIR."));
  }

  const std::string path_;
  const LockedDirectory lock_;
};

std::string Told(const StoreFinding& finding) {
  if (finding.restricted) return "a record of a restricted kind is damaged";
  return finding.name.empty() ? finding.description
                              : absl::StrCat(finding.name, ": ", finding.description);
}

}  // namespace

absl::StatusOr<BackupCheck> CheckBackup(const std::string& backup, std::optional<Revision> revision,
                                        const Clock& clock, const LedgerOptions& options) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<Scratch> scratch, Scratch::Create());
  TERTIAL_RETURN_IF_ERROR(
      RestoreLedger(backup, scratch->store(), /*journal=*/"", clock, options).status());
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store,
                           OpenRocksDbStore(scratch->store()));
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                           Ledger::Open(std::move(store), clock, options));
  TERTIAL_ASSIGN_OR_RETURN(const StoreCheck check,
                           CheckStore(*ledger, kMostFindings, absl::InfiniteFuture()));
  BackupCheck result;
  result.set_store_id(ledger->store_id());
  *result.mutable_head() = check.at.ToProto();
  result.set_records(check.records);
  for (const StoreFinding& finding : check.findings) result.add_findings(Told(finding));
  result.set_finding_count(check.finding_count);
  const Revision asked = revision.value_or(check.at.revision);
  if (asked > check.at.revision) return result;
  const absl::StatusOr<ContentHash> hash = HashContent(*ledger, asked, absl::InfiniteFuture());
  // What cannot be read is among the findings.
  if (absl::IsDataLoss(hash.status())) return result;
  TERTIAL_RETURN_IF_ERROR(hash.status());
  result.set_content_hash(hash->Hex());
  result.set_resources(hash->resources());
  return result;
}

}  // namespace tertial
