// `tertial restore-revision`, `redact` and `pending`: writes that care for what is recorded.
#ifndef TERTIAL_CLIENTS_CLI_CARE_WRITE_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_CARE_WRITE_COMMANDS_H_

#include <cstdint>
#include <string>

#include "clients/cli/data_service.h"
#include "common/render/row_printer.h"

namespace tertial::cli {

// All of them return the exit code.

struct RestoreRevisionCommand {
  std::string name;
  // Whose resource it is; all: each is asked.
  std::string service = kAllServices;
  int64_t revision = 0;
  std::string reason;
};

// Makes an earlier version of a resource the present one.
int RunRestoreRevision(const GatewayClient& gateway, const RestoreRevisionCommand& command);

struct RedactCommand {
  std::string name;
  std::string service = kAllServices;
  std::string reason;
  // Do not ask.
  bool yes = false;
};

// Blanks a resource in all its versions, after asking; where there is no terminal to ask at, `yes`
// must be set.
int RunRedact(const GatewayClient& gateway, const RedactCommand& command);

struct PendingCommand {
  std::string service = kAllServices;
  // The write to withdraw; empty: list them.
  std::string cancel;
  RowFormat format = RowFormat::kTable;
};

// Lists the writes that wait for their instant, or withdraws one.
int RunPending(const GatewayClient& gateway, const PendingCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CARE_WRITE_COMMANDS_H_
