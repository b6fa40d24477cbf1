// `tertial import DIR`: a directory of CSV files into the services.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_COMMAND_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "clients/cli/gateway_client.h"
#include "clients/cli/import/dataset.h"

namespace tertial::cli {

struct ImportCommand {
  std::string directory;
  // The area of the data set; empty: as observations.csv says.
  std::string area = {};
  // Why, recorded with the commits; empty: "import of" the data set.
  std::string reason = {};
  // Keep the rows from everybody until then; not set: at once.
  std::optional<absl::Time> publish_at = std::nullopt;
  // Only have the rows checked.
  bool validate_only = false;
};

// Imports and tells what was done on standard output, and what is wrong on standard error. Fills
// `area` and `period` with what the data set is about, if not nullptr.
// Returns the exit code: 0, 1 when rows are wrong (nothing is stored then), 2 or 3.
int RunImport(const GatewayClient& gateway, const ImportCommand& command,
              std::string* area = nullptr, std::string* period = nullptr);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_COMMAND_H_
