// `tertial verify`: whether stores are sound, and agree with their feeds.
#ifndef TERTIAL_CLIENTS_CLI_CARE_VERIFY_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_CARE_VERIFY_COMMAND_H_

#include <string>

#include "clients/cli/data_service.h"
#include "common/render/row_printer.h"

namespace tertial::cli {

struct VerifyCommand {
  std::string service = kAllServices;
  RowFormat format = RowFormat::kTable;
};

// Has each service check its store; replays its whole feed into an empty store in a temporary
// directory, and compares the hash of what that holds with the service's own, at one revision.
// Prints a row for each check, and one for each finding. Returns 1 when there is a finding, 3 when
// a service fails, and also at Ctrl-C. Call it before threads start.
int RunVerify(const std::string& gateway_address, const VerifyCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CARE_VERIFY_COMMAND_H_
