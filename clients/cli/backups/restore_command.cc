#include "clients/cli/backups/restore_command.h"

#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <system_error>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/backups/backup_directory.h"
#include "clients/cli/backups/service_program.h"
#include "clients/cli/backups/verify_backup.h"
#include "clients/cli/console.h"
#include "clients/cli/data_service.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "common/store/rocksdb_store.h"

namespace tertial::cli {
namespace {

namespace fs = std::filesystem;
using common::internal::v1::ServiceBackup;

int RestoreOne(const RestoreCommand& command) {
  std::vector<std::string> arguments = {"--restore=" + command.backup, "--data=" + command.data};
  if (command.no_journal) arguments.push_back("--without-journal");
  if (!command.journal.empty()) arguments.push_back("--journal=" + command.journal);
  const absl::StatusOr<ProgramResult> ran =
      RunServiceProgram(command.service, arguments, /*interrupted=*/nullptr);
  if (!ran.ok()) {
    Complain(ran.status().message());
    return kExitService;
  }
  std::cout << ran->output << std::flush;
  return ran->exit_code;
}

// So that nobody removes it meanwhile. Null: it is no finished backup of all services, or the copy
// of one that is no part of such a backup.
absl::StatusOr<std::unique_ptr<BackupLock>> HoldBackup(const RestoreCommand& command) {
  const fs::path named = command.backup;
  const auto backup = ReadBackup((command.service == kAllServices ? named : named / "..").string());
  if (!backup.ok() || !backup->manifest.has_value()) return nullptr;
  return BackupLock::TakeToRead(backup->path);
}

// The command that restores one of all.
RestoreCommand PartOf(const RestoreCommand& command, const std::string& service) {
  RestoreCommand one = command;
  one.service = service;
  one.backup = (fs::path(command.backup) / service).string();
  one.data = (fs::path(command.data) / service).string();
  if (!command.journal.empty()) {
    one.journal = (fs::path(command.journal) / (service + ".erasures")).string();
  }
  return one;
}

absl::Status RequireEmpty(const std::string& directory) {
  std::error_code error;
  if (!fs::exists(directory, error) || fs::is_empty(directory, error)) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the directory ", directory,
      IsOpenElsewhere(directory) ? " is in use by another process; stop that service first"
                                 : " is not empty; name one that is, or is not there"));
}

// The services of the backup in the order in which they are restored; of a backup that is whole and
// what it was, for directories that are empty.
absl::StatusOr<std::vector<std::string>> CheckBeforehand(const RestoreCommand& command) {
  TERTIAL_ASSIGN_OR_RETURN(const Backup backup, ReadBackup(command.backup));
  if (!backup.manifest.has_value()) {
    return absl::FailedPreconditionError(
        absl::StrCat(backup.path,
                     " is no finished backup of all services: it has no manifest that can be read; "
                     "the copies of single services in it can be restored with --service"));
  }
  for (const auto& missing : backup.manifest->missing()) {
    return absl::FailedPreconditionError(absl::StrCat(
        backup.path, " is incomplete: it has no copy of ", missing.service(),
        "; restore another one, or the copies of single services in it with --service"));
  }
  std::map<std::string, const ServiceBackup*> copies;
  for (const ServiceBackup& copy : backup.manifest->services()) copies[copy.service()] = &copy;
  std::vector<std::string> in_order(kDataServices.begin(), kDataServices.end());
  in_order.emplace_back(kGatewayService);
  std::vector<std::string> services;
  for (const std::string& service : in_order) {
    const auto copy = copies.find(service);
    if (copy == copies.end()) continue;
    const RestoreCommand one = PartOf(command, service);
    TERTIAL_RETURN_IF_ERROR(RequireEmpty(one.data));
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> differences,
                             CompareFiles(one.backup, *copy->second));
    if (!differences.empty()) {
      return absl::DataLossError(absl::StrCat("the copy of ", service, " in ", backup.path,
                                              " is damaged: ", differences.front(),
                                              "; restore another backup"));
    }
    services.push_back(service);
    copies.erase(copy);
  }
  if (!copies.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat(backup.path, " holds a copy of ", copies.begin()->first,
                     ", which is no service that this version knows"));
  }
  return services;
}

}  // namespace

int RunRestore(const RestoreCommand& command) {
  const auto lock = HoldBackup(command);
  if (!lock.ok()) {
    Complain(lock.status().message());
    return kExitUsage;
  }
  if (command.service != kAllServices) return RestoreOne(command);
  const absl::StatusOr<std::vector<std::string>> services = CheckBeforehand(command);
  if (!services.ok()) {
    Complain(services.status().message());
    return absl::IsDataLoss(services.status()) ? kExitFindings : kExitUsage;
  }
  for (const std::string& service : *services) {
    if (const int code = RestoreOne(PartOf(command, service)); code != kExitOk) return code;
  }
  return kExitOk;
}

}  // namespace tertial::cli
