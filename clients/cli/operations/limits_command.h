// `tertial limits`: what callers can meet, and why.
#ifndef TERTIAL_CLIENTS_CLI_OPERATIONS_LIMITS_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_OPERATIONS_LIMITS_COMMAND_H_

#include <string>

#include "clients/cli/data_service.h"
#include "clients/cli/gateway_client.h"
#include "common/render/answer.h"

namespace tertial::cli {

struct LimitsCommand {
  std::string service = kGatewayService;
  AnswerFormat format = AnswerFormat::kTable;
};

// Prints the limits of one service. Returns the exit code.
int RunLimits(const GatewayClient& gateway, const LimitsCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_OPERATIONS_LIMITS_COMMAND_H_
