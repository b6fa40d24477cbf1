// `tertial import-json-stat FILE --map MAP`: a table in JSON-stat 2 into the indicators service.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_COMMAND_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "clients/cli/command_list.h"
#include "clients/cli/gateway_client.h"

namespace tertial::cli {

struct ImportJsonStatCommand {
  // The dataset, and what its codes are here (import/json_stat_map.h).
  std::string file;
  std::string map_file;
  // Why, recorded with the commit; empty: "import of" the file.
  std::string reason = {};
  // Keep the rows from everybody until then; not set: at once.
  std::optional<absl::Time> publish_at = std::nullopt;
  // Only have the rows checked.
  bool validate_only = false;
};

// Imports and tells what was done on standard output, and what is wrong on standard error.
// Returns the exit code: 0; 1 when the service refuses rows; 2 when a file is not of its form, or
// the map does not tell what it must; 3. Unless it is 0 nothing is stored.
int RunImportJsonStat(const GatewayClient& gateway, const ImportJsonStatCommand& command);

// Declares the command.
void AddImportJsonStat(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_COMMAND_H_
