#include "clients/cli/backups/verify_backup.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/backups/service_program.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace tertial::cli {
namespace {

using common::internal::v1::BackupCheck;
using common::internal::v1::ServiceBackup;

// The checks of the copy of one service.
class CopyVerification {
 public:
  CopyVerification(const Backup& backup, const ServiceBackup& copy,
                   const std::function<bool()>& interrupted,
                   const std::function<void(const BackupResult&)>& tell)
      : directory_((std::filesystem::path(backup.path) / copy.service()).string()),
        copy_(copy),
        interrupted_(interrupted),
        tell_(tell) {}

  absl::Status Run() {
    TERTIAL_RETURN_IF_ERROR(CheckFiles());
    TERTIAL_ASSIGN_OR_RETURN(
        const ProgramResult ran,
        RunServiceProgram(
            copy_.service(),
            {"--check-backup=" + directory_, absl::StrCat("--at-revision=", copy_.at().revision())},
            interrupted_));
    if (ran.exit_code != kExitOk && ran.exit_code != kExitFindings) {
      return absl::UnavailableError(
          absl::StrCat("the copy of ", copy_.service(), " could not be checked"));
    }
    BackupCheck check;
    // One that is too damaged to be restored is told on standard error alone.
    if (!google::protobuf::util::JsonStringToMessage(ran.output, &check).ok()) {
      Find("store", "it cannot be restored");
      return absl::OkStatus();
    }
    TellStore(check);
    TellContent(check);
    return absl::OkStatus();
  }

 private:
  void Find(const std::string& check, std::string what) {
    tell_({copy_.service(), check, /*sound=*/false, std::move(what)});
  }
  void Pass(const std::string& check, std::string what) {
    tell_({copy_.service(), check, /*sound=*/true, std::move(what)});
  }

  absl::Status CheckFiles() {
    const absl::StatusOr<std::vector<std::string>> differences = CompareFiles(directory_, copy_);
    if (!differences.ok()) {
      Find("files", std::string(differences.status().message()));
      return absl::OkStatus();
    }
    for (const std::string& difference : *differences) Find("files", difference);
    if (differences->empty()) Pass("files", absl::StrCat(copy_.files_size(), " files"));
    return absl::OkStatus();
  }

  void TellStore(const BackupCheck& check) {
    for (const std::string& finding : check.findings()) Find("store", finding);
    const int64_t unlisted = check.finding_count() - check.findings_size();
    if (unlisted > 0) Find("store", absl::StrCat(unlisted, " more findings"));
    if (check.finding_count() == 0) Pass("store", absl::StrCat(check.records(), " records"));
  }

  void TellContent(const BackupCheck& check) {
    const int64_t revision = copy_.at().revision();
    if (check.store_id() != copy_.store_id()) {
      Find("content",
           absl::StrCat("it is the store ", check.store_id(), ", not ", copy_.store_id()));
    } else if (check.content_hash() != copy_.content_hash() ||
               check.resources() != copy_.resources()) {
      Find("content", absl::StrCat("at revision ", revision, " it holds ", check.resources(),
                                   " resources with the hash \"", check.content_hash(),
                                   "\", and the service held ", copy_.resources(),
                                   " with the hash \"", copy_.content_hash(), "\""));
    } else {
      Pass("content", absl::StrCat(check.resources(), " resources of revision ", revision,
                                   ", hash ", check.content_hash()));
    }
  }

  const std::string directory_;
  const ServiceBackup& copy_;
  const std::function<bool()>& interrupted_;
  const std::function<void(const BackupResult&)>& tell_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> CompareFiles(const std::string& directory,
                                                      const ServiceBackup& copy) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<BackupFile> found, HashFiles(directory));
  std::map<std::string, const BackupFile*> expected;
  for (const BackupFile& file : copy.files()) expected.emplace(file.path(), &file);
  std::vector<std::string> differences;
  for (const BackupFile& file : found) {
    const auto listed = expected.find(file.path());
    if (listed == expected.end()) {
      differences.push_back(absl::StrCat(file.path(), " is no part of it"));
      continue;
    }
    if (file.bytes() != listed->second->bytes()) {
      differences.push_back(absl::StrCat(file.path(), " has ", file.bytes(), " bytes, not ",
                                         listed->second->bytes()));
    } else if (file.sha256() != listed->second->sha256()) {
      differences.push_back(absl::StrCat(file.path(), " holds other bytes than it did"));
    }
    expected.erase(listed);
  }
  for (const auto& [path, file] : expected) {
    differences.push_back(absl::StrCat(path, " is not there"));
  }
  return differences;
}

absl::Status VerifyBackup(const Backup& backup, const std::function<bool()>& interrupted,
                          const std::function<void(const BackupResult&)>& tell) {
  for (const ServiceBackup& copy : backup.manifest->services()) {
    TERTIAL_RETURN_IF_ERROR(CopyVerification(backup, copy, interrupted, tell).Run());
    if (interrupted && interrupted()) return absl::UnavailableError("interrupted");
  }
  for (const common::internal::v1::MissingBackup& missing : backup.manifest->missing()) {
    tell({missing.service(), "files", /*sound=*/false,
          absl::StrCat("there is no copy: ", missing.why())});
  }
  return absl::OkStatus();
}

}  // namespace tertial::cli
