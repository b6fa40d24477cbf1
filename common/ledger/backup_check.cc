#include "common/ledger/backup_check.h"

#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/content_hash.h"
#include "common/ledger/restore.h"
#include "common/ledger/store_check.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/rocksdb_store.h"

namespace tertial {
namespace {

using common::internal::v1::BackupCheck;

constexpr size_t kMostFindings = 100;

// A directory that is removed with all it holds.
class Scratch {
 public:
  static absl::StatusOr<std::unique_ptr<Scratch>> Create() {
    std::error_code error;
    std::string path =
        (std::filesystem::temp_directory_path(error) / "tertial-backup-XXXXXX").string();
    // For this user alone: the store may hold rows of persons.
    if (error || ::mkdtemp(path.data()) == nullptr) {
      return MakeError(absl::StatusCode::kFailedPrecondition,
                       common::v1::ERROR_REASON_BACKUP_REFUSED,
                       absl::StrCat("No temporary directory can be made: ",
                                    error ? error.message() : std::strerror(errno),
                                    "; name one that can be written in TMPDIR."));
    }
    return std::unique_ptr<Scratch>(new Scratch(std::move(path)));
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string store() const { return path_ + "/store"; }

 private:
  explicit Scratch(std::string path) : path_(std::move(path)) {}

  const std::string path_;
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
