#include "clients/cli/backups/backups_command.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/backups/backup_directory.h"
#include "clients/cli/backups/verify_backup.h"
#include "clients/cli/console.h"
#include "common/render/instant.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

// "indicators 12, workforce 3".
std::string RevisionsOf(const Backup& backup) {
  if (!backup.manifest.has_value()) return "";
  return absl::StrJoin(backup.manifest->services(), ", ",
                       [](std::string* out, const common::internal::v1::ServiceBackup& copy) {
                         absl::StrAppend(out, copy.service(), " ", copy.at().revision());
                       });
}

int64_t BytesOf(const Backup& backup) {
  int64_t bytes = 0;
  if (!backup.manifest.has_value()) return bytes;
  for (const auto& copy : backup.manifest->services()) {
    for (const BackupFile& file : copy.files()) bytes += file.bytes();
  }
  return bytes;
}

// What a state comes from.
std::string DetailOf(const Backup& backup) {
  if (backup.manifest.has_value() && !backup.manifest->missing().empty()) {
    return absl::StrCat("without ", absl::StrJoin(backup.manifest->missing(), ", ",
                                                  [](std::string* out, const auto& missing) {
                                                    out->append(missing.service());
                                                  }));
  }
  if (!backup.verification.has_value()) return "";
  return absl::StrCat("verified ", FormatInstant(backup.verification->verified_at()));
}

int ComplainOf(const absl::Status& status) {
  Complain(status.message());
  return absl::IsUnavailable(status) ? kExitService : kExitUsage;
}

// Those that the command names, or the newest that is finished.
absl::StatusOr<std::vector<Backup>> Chosen(const VerifyBackupsCommand& command) {
  std::vector<Backup> chosen;
  if (command.names.empty()) {
    TERTIAL_ASSIGN_OR_RETURN(std::vector<Backup> all, ListBackups(command.directory));
    const auto newest = std::find_if(
        all.begin(), all.end(), [](const Backup& backup) { return backup.manifest.has_value(); });
    if (newest == all.end()) {
      return absl::NotFoundError(
          absl::StrCat("there is no finished backup in ", command.directory));
    }
    chosen.push_back(*newest);
  }
  for (const std::string& name : command.names) {
    TERTIAL_ASSIGN_OR_RETURN(
        Backup backup, ReadBackup((std::filesystem::path(command.directory) / name).string()));
    if (!backup.manifest.has_value()) {
      return absl::FailedPreconditionError(
          absl::StrCat(backup.path, " is no finished backup: it has no manifest that can be read"));
    }
    chosen.push_back(std::move(backup));
  }
  return chosen;
}

}  // namespace

int RunListBackups(const std::string& directory, RowFormat format) {
  const absl::StatusOr<std::vector<Backup>> backups = ListBackups(directory);
  if (!backups.ok()) return ComplainOf(backups.status());
  RowPrinter rows(std::cout, format,
                  {{.title = "backup", .width = 16},
                   {.title = "state", .width = 10},
                   {.title = "bytes", .width = 12, .align = Align::kRight},
                   {.title = "detail", .width = 36},
                   {.title = "revisions", .width = 1}});
  for (const Backup& backup : *backups) {
    rows.Print({backup.name, BackupStateName(backup.state), absl::StrCat(BytesOf(backup)),
                DetailOf(backup), RevisionsOf(backup)});
  }
  std::cout << std::flush;
  return kExitOk;
}

int RunVerifyBackups(const VerifyBackupsCommand& command,
                     const std::function<bool()>& interrupted) {
  const absl::StatusOr<std::vector<Backup>> backups = Chosen(command);
  if (!backups.ok()) return ComplainOf(backups.status());
  RowPrinter rows(std::cout, command.format,
                  {{.title = "backup", .width = 16},
                   {.title = "service", .width = 10},
                   {.title = "check", .width = 7},
                   {.title = "result", .width = 7},
                   {.title = "detail", .width = 1}});
  int code = kExitOk;
  for (const Backup& backup : *backups) {
    const auto lock = BackupLock::TakeToRead(backup.path);
    if (!lock.ok()) {
      code = std::max(code, ComplainOf(lock.status()));
      continue;
    }
    std::vector<std::string> findings;
    const absl::Status verified =
        VerifyBackup(backup, interrupted, [&](const BackupResult& result) {
          rows.Print({backup.name, result.service, result.check, result.sound ? "sound" : "FINDING",
                      result.detail});
          std::cout << std::flush;
          if (!result.sound) {
            findings.push_back(
                absl::StrCat(result.service, ", ", result.check, ": ", result.detail));
          }
        });
    if (!findings.empty()) code = std::max(code, kExitFindings);
    absl::Status noted;
    // What was not seen to its end is no verification, unless it found something before.
    if (verified.ok() || !findings.empty()) noted = WriteVerification(backup.path, findings);
    for (const absl::Status& status : {verified, noted}) {
      if (!status.ok()) code = std::max(code, ComplainOf(status));
    }
    if (interrupted && interrupted()) break;
  }
  return code;
}

int RunPruneBackups(const std::string& directory, size_t keep) {
  if (const auto there = ListBackups(directory); !there.ok()) return ComplainOf(there.status());
  const auto lock = BackupLock::Take(directory);
  if (!lock.ok()) return ComplainOf(lock.status());
  const absl::StatusOr<std::vector<Backup>> backups = ListBackups(directory);
  if (!backups.ok()) return ComplainOf(backups.status());
  int code = kExitOk;
  for (const std::string& path : ToBePruned(*backups, keep)) {
    if (const absl::Status removed = RemoveBackup(path); !removed.ok()) {
      code = ComplainOf(removed);
      continue;
    }
    std::cout << "removed " << path << "\n" << std::flush;
  }
  return code;
}

}  // namespace tertial::cli
