#include "clients/cli/care/backup_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/console.h"
#include "common/render/instant.h"
#include "common/server/options.h"

namespace tertial::cli {

int RunBackup(const GatewayClient& gateway, const BackupCommand& command) {
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok())
    return ComplainOfCall("asking the gateway for the services", services.status());
  int code = kExitOk;
  for (const DataService& service : *services) {
    admin::v1::CreateBackupRequest request;
    request.set_directory(
        (std::filesystem::absolute(command.directory) / service.name()).lexically_normal());
    const auto backup =
        Call(service.admin(), &DataService::Admin::CreateBackup, request, kLongPatience);
    if (!backup.ok()) {
      code = std::max(
          code, ComplainOfCall(absl::StrCat("the backup of ", service.name()), backup.status()));
      continue;
    }
    std::cout << absl::StrFormat("%-11s revision %d of %s in %s\n", service.name(),
                                 backup->at().revision(), FormatInstant(backup->at().commit_time()),
                                 request.directory())
              << std::flush;
  }
  return code;
}

}  // namespace tertial::cli
