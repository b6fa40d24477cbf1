// `tertial status`: how the five services are.
#ifndef TERTIAL_CLIENTS_CLI_STATUS_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_STATUS_COMMAND_H_

#include <string>

#include "clients/cli/gateway_client.h"

namespace tertial::cli {

enum class StatusFormat { kTable, kJson };

// Prints a line for each service on standard output. Returns 0 when all serve, else 3.
int RunStatus(const GatewayClient& gateway, const std::string& address, StatusFormat format);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_STATUS_COMMAND_H_
