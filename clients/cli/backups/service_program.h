// The program of a service, which alone knows the tables of its store, run to its end.
#ifndef TERTIAL_CLIENTS_CLI_BACKUPS_SERVICE_PROGRAM_H_
#define TERTIAL_CLIENTS_CLI_BACKUPS_SERVICE_PROGRAM_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tertial::cli {

struct ProgramResult {
  int exit_code = 0;
  // What it wrote to standard output. Its standard error is that of this process.
  std::string output;
};

// Runs "tertial-<service>", which lies beside this program, with `arguments`. When `interrupted`
// becomes true it is ended. It ends with this process, however that ends.
// Errors: UNAVAILABLE when it cannot be run, or was ended by a signal.
absl::StatusOr<ProgramResult> RunServiceProgram(const std::string& service,
                                                const std::vector<std::string>& arguments,
                                                const std::function<bool()>& interrupted);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_BACKUPS_SERVICE_PROGRAM_H_
