#include "clients/cli/operations/log_level_command.h"

#include <algorithm>
#include <iostream>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "clients/cli/console.h"
#include "clients/cli/operations/operated_service.h"
#include "common/render/instant.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

std::string WordOf(admin::v1::LogLevel level) {
  return std::string(absl::StripPrefix(admin::v1::LogLevel_Name(level), "LOG_LEVEL_"));
}

admin::v1::SetLogLevelRequest RequestOf(const LogLevelCommand& command) {
  admin::v1::SetLogLevelRequest request;
  request.set_level(command.level);
  if (command.duration != absl::InfiniteDuration()) {
    request.mutable_duration()->set_seconds(absl::ToInt64Seconds(command.duration));
  }
  return request;
}

}  // namespace

int RunLogLevel(const GatewayClient& gateway, const LogLevelCommand& command) {
  const absl::StatusOr<std::vector<OperatedService>> services =
      FindOperated(gateway, command.service);
  if (!services.ok()) {
    return ComplainOfCall("asking the gateway for the services", services.status());
  }
  int code = kExitOk;
  for (const OperatedService& service : *services) {
    const auto set = Call(*service.stub, &OperationsStub::SetLogLevel, RequestOf(command));
    if (!set.ok()) {
      code = std::max(
          code, ComplainOfCall(absl::StrCat("changing the log of the ", service.name, " service"),
                               set.status()));
      continue;
    }
    std::cout << absl::StrFormat("%-11s %s (was %s)", service.name, WordOf(command.level),
                                 WordOf(set->previous_level()))
              << (set->has_until() ? absl::StrCat(" until ", FormatInstant(set->until())) : "")
              << "\n"
              << std::flush;
  }
  return code;
}

}  // namespace tertial::cli
