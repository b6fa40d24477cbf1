#include "clients/cli/backups/backup_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/backups/backup_directory.h"
#include "clients/cli/backups/backups_command.h"
#include "clients/cli/console.h"
#include "clients/cli/interrupt.h"
#include "common/ledger/read_point.h"
#include "common/render/instant.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "common/types/build_version.h"
#include "common/types/clock.h"

namespace tertial::cli {
namespace {

namespace fs = std::filesystem;
using common::internal::v1::ServiceBackup;

// Something may be redacted while a copy is made; another one is made then.
constexpr int kMostCopies = 3;

absl::StatusOr<admin::v1::CreateBackupResponse> Copy(const DataService& service,
                                                     const std::string& directory,
                                                     Interrupt& interrupt) {
  admin::v1::CreateBackupRequest request;
  request.set_directory(directory);
  grpc::ClientContext context;
  PrepareContext(context, kLongPatience);
  const Interrupt::Scope scope(interrupt, context);
  return CallWith(context, service.admin(), &DataService::Admin::CreateBackup, request);
}

void Tell(const std::string& service, const common::v1::ReadPoint& at,
          const std::string& directory) {
  // A store that nothing was written to has no newest commit.
  const std::string committed =
      at.has_commit_time() ? absl::StrCat(" of ", FormatInstant(at.commit_time())) : "";
  std::cout << absl::StrFormat("%-11s revision %d%s in %s\n", service, at.revision(), committed,
                               directory)
            << std::flush;
}

int ComplainOfBackup(const DataService& service, const absl::Status& status) {
  return ComplainOfCall(absl::StrCat("the backup of ", service.name()), status);
}

// Whoever refers to revisions of others is copied before them: editions, which name the revisions
// of all facts, first, and then indicators, which hold figures that the rest own. A revision that a
// copy names is then in the copy of its owner.
void OrderForCopies(std::vector<DataService>& services) {
  if (!services.empty() && services.back().name() == kGatewayService) {
    std::rotate(services.begin(), std::prev(services.end()), services.end());
  }
}

// One backup of all services.
class WholeBackup {
 public:
  // Makes its directory.
  static absl::StatusOr<std::unique_ptr<WholeBackup>> Begin(const std::string& directory) {
    auto backup = std::unique_ptr<WholeBackup>(new WholeBackup());
    const absl::Time now = SystemClock().Now();
    *backup->manifest_.mutable_begun_at() = EncodeTimestamp(now);
    backup->manifest_.set_tertial_version(BuildVersion());
    backup->path_ = (fs::absolute(directory) / BackupName(now)).lexically_normal();
    std::error_code error;
    const bool made = fs::create_directory(backup->path_, error);
    // The services write into it, as the same user or another one of the group.
    if (made) {
      fs::permissions(backup->path_, fs::perms::owner_all | fs::perms::group_all, error);
    }
    if (!made || error) {
      return absl::FailedPreconditionError(
          absl::StrCat("the directory ", backup->path_.string(),
                       " cannot be made: ", error ? error.message() : "it is there already"));
    }
    return backup;
  }

  const fs::path& path() const { return path_; }

  // Has the service write its copy, and notes what it is, or that there is none. Returns the exit
  // code.
  int Add(const DataService& service, Interrupt& interrupt) {
    absl::StatusOr<ServiceBackup> copy = MakeCopy(service, interrupt);
    if (copy.ok()) {
      Tell(service.name(), copy->at(), (path_ / service.name()).string());
      *manifest_.add_services() = *std::move(copy);
      return kExitOk;
    }
    common::internal::v1::MissingBackup& missing = *manifest_.add_missing();
    missing.set_service(service.name());
    missing.set_why(std::string(copy.status().message()));
    return ComplainOfBackup(service, copy.status());
  }

  // Writes the manifest; a backup without any copy is removed instead. Returns the exit code.
  int Finish() {
    absl::Status finished;
    if (manifest_.services().empty()) {
      finished = RemoveBackup(path_);
    } else {
      *manifest_.mutable_ended_at() = EncodeTimestamp(SystemClock().Now());
      finished = WriteManifest(path_, manifest_);
    }
    if (finished.ok()) return kExitOk;
    Complain(finished.message());
    return kExitService;
  }

 private:
  absl::StatusOr<ServiceBackup> MakeCopy(const DataService& service, Interrupt& interrupt) {
    const fs::path directory = path_ / service.name();
    std::error_code error;
    for (int attempt = 0; attempt < kMostCopies; ++attempt) {
      fs::remove_all(directory, error);
      const auto made = Copy(service, directory.string(), interrupt);
      if (!made.ok()) {
        fs::remove_all(directory, error);
        return made.status();
      }
      if (made->content_hash().empty()) continue;
      if (!fs::is_directory(directory, error)) {
        return absl::FailedPreconditionError(
            absl::StrCat("the ", service.name(), " service wrote ", directory.string(),
                         " on its machine, and it is not seen here; name a directory that both "
                         "see at the same path"));
      }
      ServiceBackup copy;
      copy.set_service(service.name());
      copy.set_store_id(made->store_id());
      *copy.mutable_at() = made->at();
      copy.set_content_hash(made->content_hash());
      copy.set_resources(made->resources());
      TERTIAL_ASSIGN_OR_RETURN(const std::vector<BackupFile> files, HashFiles(directory));
      copy.mutable_files()->Assign(files.begin(), files.end());
      return copy;
    }
    fs::remove_all(directory, error);
    return absl::UnavailableError("something was redacted while each copy was made; try again");
  }

  fs::path path_;
  BackupManifest manifest_;
};

int BackUpAll(const GatewayClient& gateway, const BackupCommand& command, Interrupt& interrupt) {
  absl::StatusOr<std::vector<DataService>> services = FindDataServices(gateway, kAllServices);
  if (!services.ok()) {
    return ComplainOfCall("asking the gateway for the services", services.status());
  }
  OrderForCopies(*services);
  const auto lock = BackupLock::Take(command.directory);
  if (!lock.ok()) {
    Complain(lock.status().message());
    return kExitUsage;
  }
  const auto backup = WholeBackup::Begin(command.directory);
  if (!backup.ok()) {
    Complain(backup.status().message());
    return kExitUsage;
  }
  int code = kExitOk;
  for (const DataService& service : *services) {
    code = std::max(code, (*backup)->Add(service, interrupt));
    if (interrupt.happened()) {
      Complain("interrupted");
      RemoveBackup((*backup)->path()).IgnoreError();
      return kExitService;
    }
  }
  if (services->front().name() != kGatewayService) {
    std::cout << absl::StrFormat("%-11s keeps nothing at %s\n", kGatewayService, gateway.address());
  }
  return std::max(code, (*backup)->Finish());
}

int BackUpOne(const GatewayClient& gateway, const BackupCommand& command, Interrupt& interrupt) {
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok()) {
    return ComplainOfCall("asking the gateway for the services", services.status());
  }
  const DataService& service = services->front();
  const std::string directory =
      (fs::absolute(command.directory) / service.name()).lexically_normal();
  const auto made = Copy(service, directory, interrupt);
  if (!made.ok()) return ComplainOfBackup(service, made.status());
  Tell(service.name(), made->at(), directory);
  return kExitOk;
}

// What is done after a backup of all, as the command asks.
int CareForBackups(const BackupCommand& command, Interrupt& interrupt) {
  int code = kExitOk;
  if (command.verify) {
    code = RunVerifyBackups({.directory = command.directory},
                            [&interrupt] { return interrupt.happened(); });
  }
  if (command.keep.has_value() && !interrupt.happened()) {
    code = std::max(code, RunPruneBackups(command.directory, *command.keep));
  }
  return code;
}

}  // namespace

int RunBackup(const std::string& gateway_address, const BackupCommand& command) {
  Interrupt interrupt;
  const GatewayClient gateway(gateway_address);
  if (command.service != kAllServices) return BackUpOne(gateway, command, interrupt);
  int code = kExitOk;
  absl::Duration next = SystemClock().Monotonic();
  for (int64_t made = 1;; ++made) {
    code = std::max(code, BackUpAll(gateway, command, interrupt));
    if (interrupt.happened()) return code;
    code = std::max(code, CareForBackups(command, interrupt));
    if (!command.every.has_value() || made == command.times) return code;
    // One that takes longer than the time between two is followed by the next that is due.
    const absl::Duration now = SystemClock().Monotonic();
    while (next <= now) next += *command.every;
    if (interrupt.WaitFor(next - now)) return code;
  }
}

}  // namespace tertial::cli
