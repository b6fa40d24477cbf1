// `tertial log-level`: from which severity on services write to their logs.
#ifndef TERTIAL_CLIENTS_CLI_OPERATIONS_LOG_LEVEL_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_OPERATIONS_LOG_LEVEL_COMMAND_H_

#include <string>

#include "absl/time/time.h"
#include "clients/cli/gateway_client.h"
#include "tertial/admin/v1/operations_service.pb.h"

namespace tertial::cli {

struct LogLevelCommand {
  // One of the five, or all.
  std::string service;
  admin::v1::LogLevel level = admin::v1::LOG_LEVEL_UNSPECIFIED;
  // Infinite: until it is changed again.
  absl::Duration duration = absl::InfiniteDuration();
};

// Sets the level, and prints a line for each service. Returns the exit code: 3 when one of them
// cannot be asked, also when others were changed.
int RunLogLevel(const GatewayClient& gateway, const LogLevelCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_OPERATIONS_LOG_LEVEL_COMMAND_H_
