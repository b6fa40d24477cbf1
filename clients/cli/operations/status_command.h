// `tertial status`: how the services are.
#ifndef TERTIAL_CLIENTS_CLI_OPERATIONS_STATUS_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_OPERATIONS_STATUS_COMMAND_H_

#include "clients/cli/gateway_client.h"

namespace tertial::cli {

enum class StatusFormat { kTable, kJson };

// Prints it on standard output. Returns 0 when all serve, else 3.
int RunStatus(const GatewayClient& gateway, StatusFormat format);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_OPERATIONS_STATUS_COMMAND_H_
